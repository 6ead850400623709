"""Subclasses of builtin types: what they keep, what operations give, overridden methods."""


class Celsius(float):
    def __new__(cls, value, place="here"):
        self = super().__new__(cls, value)
        self.place = place
        return self

    def __repr__(self):
        return f"{float(self)}C"

    def __add__(self, other):
        return Celsius(float(self) + other, self.place)


t = Celsius(21.5, "Rome")
print(t, repr(t + 1), type(t + 1).__name__, type(t * 2).__name__, (t + 1).place, t == 21.5, hash(t) == hash(21.5))


class Flag(int):
    names = {1: "one", 2: "two"}

    def __str__(self):
        return self.names.get(self, "many")


f = Flag(2)
print(f, f + 1, type(f + 1).__name__, f"{f}", f"{f:d}", [0, 1, 2][f], Flag("10", 2), Flag(5), Flag(7) & 3, -Flag(3))


class Path(str):
    def __truediv__(self, other):
        return Path(f"{self}/{other}")

    @property
    def parts(self):
        return self.split("/")


p = Path("usr") / "lib" / "x"
print(p, p.parts, type(p).__name__, type(p.upper()).__name__, len(p), p[1:3], {p: 1}["usr/lib/x"], "lib" in p)


class Stack(list):
    def push(self, x):
        self.append(x)
        return self

    def __getitem__(self, i):
        got = super().__getitem__(i)
        return Stack(got) if isinstance(i, slice) else got

    def __len__(self):
        return 100


s = Stack([1, 2]).push(3).push(4)
print(s, s[1:], type(s[1:]).__name__, len(s), list(s), s == [1, 2, 3, 4], sorted(s, reverse=True), type(s + [5]).__name__)
s.note = "attributes too"
print(s.note, vars(s))


class Lower(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)

    def __getitem__(self, key):
        return super().__getitem__(key.lower())

    def __contains__(self, key):
        return super().__contains__(key.lower())


d = Lower(A=1)
d["B"] = 2
d.update(C=3)
print(d, d["b"], "B" in d, d.get("b"), d.get("B"), sorted(d), dict(d), {**d}, d | {"z": 0})


class Pair(tuple):
    __slots__ = ()

    def __new__(cls, a, b):
        return tuple.__new__(cls, (a, b))

    @property
    def a(self):
        return self[0]

    def __eq__(self, other):
        return sorted(self) == sorted(other)

    __hash__ = tuple.__hash__


x = Pair(1, 2)
a, b = x
print(x, x.a, a, b, x == (2, 1), x == Pair(2, 1), x + (3,), isinstance(x, tuple), len(x))


class Unique(set):
    def add(self, item):
        if item in self:
            print("again", item)
        super().add(item)


u = Unique([1, 2])
u.add(2)
u.add(3)
print(sorted(u), type(u | {9}).__name__, u == {1, 2, 3})


class Quiet(bytes):
    def __repr__(self):
        return "Quiet"


print(Quiet(b"abc"), Quiet(b"abc") == b"abc", Quiet(b"xyz")[1:], Quiet(b"x").hex())


class Problem(Exception):
    def __init__(self, code, *rest):
        super().__init__(code, *rest)
        self.code = code

    def __str__(self):
        return f"problem {self.code}"


try:
    raise Problem(7, "more")
except Problem as e:
    print(e, repr(e), e.args, e.code)


class Meta(type):
    pass


class WithInit(list, metaclass=Meta):
    def __init__(self, n):
        super().__init__(range(n))


print(WithInit(3), type(WithInit).__name__)
for bad in (bool, type(None), range, slice):
    try:
        type("Bad", (bad,), {})
    except TypeError as e:
        print(e)
try:
    type("Two", (int, str), {})
except TypeError as e:
    print(e)
