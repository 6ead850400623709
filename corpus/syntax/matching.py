"""match: every kind of pattern, guards, captures, order of tests, what is not matched."""
from collections import namedtuple


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


class Colour:
    RED = "r"
    GREEN = "g"


Pair = namedtuple("Pair", "left right")


def kind(subject):
    match subject:
        case None | True | False:
            return f"singleton {subject}"
        case 0 | 1 | -1 | 2.5 | 3 + 4j:
            return f"number {subject}"
        case Colour.RED:
            return "red"
        case "hello" | b"bytes":
            return f"text {subject!r}"
        case int(n) if n > 100:
            return f"big {n}"
        case int() | float():
            return "other number"
        case str(s) if len(s) == 1:
            return f"character {s}"
        case Point(0, 0):
            return "origin"
        case Point(x, y=0):
            return f"on the x axis at {x}"
        case Point(x=px, y=py) if px == py:
            return f"diagonal {px}"
        case Point():
            return f"point {subject}"
        case Pair(left=[a, *_], right=b):
            return f"pair starting {a}, {b}"
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [1, *rest, 9]:
            return f"1 to 9 with {rest}"
        case ["add" | "plus" as op, a, b]:
            return f"{op} {a} {b}"
        case [[a, b], [c, d]]:
            return f"matrix {a} {b} {c} {d}"
        case (first, second, *rest):
            return f"sequence {first} {second} {rest}"
        case {"type": "circle", "r": r}:
            return f"circle {r}"
        case {"type": t, **rest}:
            return f"{t} with {rest}"
        case {}:
            return "a mapping"
        case _:
            return f"something else: {type(subject).__name__}"


subjects = [
    None, True, 0, 1.0, 2.5, 3 + 4j, "r", "hello", b"bytes", 1000, 50, 0.5, "c", "word",
    Point(0, 0), Point(5, 0), Point(3, 3), Point(1, 2), Pair([7, 8], "b"), [], [5], (1, 2, 3, 9), [1, 9],
    ["add", 1, 2], ("plus", 3, 4), [[1, 2], (3, 4)], (1, 2, 3), range(4), {"type": "circle", "r": 2, "more": 1},
    {"type": "square", "side": 3}, {"other": 1}, {}, {1, 2}, b"other", bytearray(b"x"), "", iter([1]),
]
for subject in subjects:
    print(kind(subject))


def evaluate(tree):
    match tree:
        case int() | float() as n:
            return n
        case ("neg", x):
            return -evaluate(x)
        case (("+" | "-" | "*") as op, left, right):
            l, r = evaluate(left), evaluate(right)
            match op:
                case "+":
                    return l + r
                case "-":
                    return l - r
                case "*":
                    return l * r
        case ("let", str(name), value, body):
            return ("let", name, evaluate(value), body)
        case (str(bad), *_):
            raise ValueError(f"no operator {bad}")


print(evaluate(("+", 1, ("*", 2, ("neg", 3)))), evaluate(("let", "x", ("+", 1, 1), None)))
try:
    evaluate(("?", 1))
except ValueError as e:
    print(e)


class Loud:
    def __eq__(self, other):
        print("compared with", other)
        return other == 2


match Loud():
    case 1:
        print("one")
    case 2 | 3:
        print("two or three")

match [1, [2, 3]]:
    case [a, [b, 4]]:
        print("no")
    case [a, b]:
        print("names bound", a, b)
match {"k": 1}:
    case {"k": v, "missing": _}:
        print("no")
    case {"k": v} if v > 5:
        print("guard failed")
    case dict(d):
        print("dict", d)


class NoArgs:
    pass


for text in ("match NoArgs():\n case NoArgs(1): pass", "match Point(1, 2):\n case Point(1, 2, 3): pass", "match Point(1, 2):\n case Point(1, x=1): pass", "match 1:\n case Pairs.x: pass"):
    try:
        exec(text)
    except (TypeError, NameError) as e:
        print(type(e).__name__, e)
match = {"match": 1}
case = match["match"]
print(match, case)
match (1, 2):
    case (x, y) if (z := x + y) > 2:
        print(x, y, z)
