"""A method is looked up before the arguments of its call are evaluated, in every engine."""
import math
import os.path


class Shape:
    def __init__(self, size):
        self.size = size

    def scaled(self, by, *, plus=0):
        return self.size * by + plus

    @classmethod
    def named(cls, text):
        return cls.__name__ + text

    @staticmethod
    def twice(x):
        return x * 2


class Square(Shape):
    def scaled(self, by, *, plus=0):
        return -super().scaled(by + 0, plus=plus)

    def area(self, extra):
        return super().twice(self.size + extra)

    def missing(self):
        return super().nothing(note("after super"))


class Watched:
    @property
    def tool(self):
        log.append("property")
        return lambda *args: args

    def __getattr__(self, name):
        log.append(name)
        return lambda *args, **keywords: (name, args, keywords)


log = []


def note(x):
    log.append(x)
    return x


def attempt(f):
    try:
        result = f()
    except Exception as e:
        result = type(e).__name__ + ": " + str(e)
    print(result, log)
    log.clear()


shape = Shape(3)
attempt(lambda: shape.nothing(note("argument")))
attempt(lambda: shape.nothing(undefined_name))
attempt(lambda: Watched().tool(note("argument")))
attempt(lambda: Watched().other(note(1), key=note(2)))
attempt(lambda: None.nothing(note("argument")))
attempt(lambda: [].append(note(1), note(2)))
attempt(lambda: (5).bit_length(note(1)))
attempt(lambda: Square(2).missing())
attempt(lambda: os.path.join(note("a"), note("b")))
attempt(lambda: math.floor(note(2.5)))
attempt(lambda: Shape.scaled(shape, note(2), plus=note(1)))
attempt(lambda: Shape(note(1), note(2)).scaled(note(3)))


def patch(i, by):
    """Replaces the method of the class in one of the rounds, or what the object has, or its class."""
    if i == 40:
        Shape.scaled = lambda self, by, plus=0: "patched"
    elif i == 80:
        shape.scaled = lambda by: "own"
    elif i == 120:
        shape.__class__ = Square
    elif i == 160:
        Square.twice = staticmethod(lambda x: "static")
    return by


original = Shape.scaled


def restore(shape):
    Shape.scaled = original
    vars(shape).pop("scaled", None)
    shape.__class__ = Shape


def change_in_arguments(shape):
    seen = []
    for i in range(200):
        seen.append(shape.scaled(patch(i, i + 1)))
        if i in (41, 81, 121):
            restore(shape)
    return seen


def statics(cls):
    seen = []
    for i in range(200):
        seen.append(cls.twice(patch(i, i * 2)))
        seen.append(cls.named(str(i + 1)))
    return seen


def few(shapes):
    total = 0
    for i in range(100):
        for s in shapes:
            total += s.scaled(abs(-i) + len(shapes)) + Square.area(s, i + 1) if type(s) is Square else i
    return total


def lists(n):
    out = []
    for i in range(n):
        out.append(len(out) + i)
        out.append(out.pop(len(out) - 1) * 2)
    return sum(out)


def sent():
    out = []
    while len(out) < 50:
        out.append((yield len(out)) + 1)
        out.append(shape.scaled((yield -1)))
    return out


seen = change_in_arguments(shape)
print(seen[38:43], seen[79:83], seen[119:123], sum(x for x in seen if isinstance(x, int)))
seen = statics(Square)
print(seen[:4], seen[318:324])
restore(shape)
print(few([Shape(1), Square(2), Shape(3)]))
print(lists(300))
g = sent()
next(g)
try:
    for i in range(1000):
        g.send(i)
except StopIteration as stop:
    print(stop.value)


class Named(Shape):
    def __init__(self, size, name):
        super().__init__(size=size + 1)
        self.name = name

    def scaled(self, by, *, plus=0):
        return super().scaled(by + 1, plus=plus + 1) + len(self.name)


print(sum(Named(i, "ab").scaled(i, plus=i) for i in range(200)))
