# Calls: plans for defaults, keywords, bound methods, classes, closures, natives, from functions and generators.


def f0():
    return "f0"


def f2(a, b=2, c=3):
    return a, b, c


def fk(a, *, k=1, **kw):
    return a, k, sorted(kw.items())


def fv(*args):
    return args


def outer(x):
    def inner(y, z=5):
        return x, y, z
    return inner


class C:
    made = 0

    def __init__(self, a, b=10):
        C.made += 1
        self.a = a
        self.b = b

    def m(self, x=1, *, y=2):
        return self.a, x, y

    def plain(self, x):
        return self.a + x

    def default(self, x, y=4):
        return self.a, x, y


class D(C):
    pass


class E(C):
    def __new__(cls, *args):
        return super().__new__(cls)


class Plain:
    pass


class Meta(type):
    def __call__(cls, *args):
        return ("meta", args)


class M(metaclass=Meta):
    pass


class Fail:
    def __init__(self, a):
        raise ValueError(a)


def every():
    out = [f0(), f2(1), f2(1, 5), f2(1, 5, 6), f2(1, c=7), f2(b=8, a=9), f2(c=1, b=2, a=3), fk(1), fk(1, k=2, z=3), fv(), fv(1, 2)]
    inner = outer(1)
    out += [inner(2), inner(2, 3), inner(z=1, y=0)]
    c = C(1)
    d = D(2, 3)
    e = E(4)
    bound, bound_default = c.plain, c.default
    out += [c.m(), c.m(5), c.m(5, y=6), c.plain(2), c.default(1), c.default(1, 2), bound(3), bound_default(3), bound_default(3, 4)]
    out += [d.a, d.b, e.a, e.b, C(b=1, a=2).a, type(Plain()).__name__, M(1, 2)]
    append = [].append
    append(1)
    s = "a,b"
    split = s.split
    out += [append.__self__, split(","), s.split(",", 1), s.replace("a", "b"), "-".join(split(","))]
    out += [int("12"), int("ff", 16), str(5), str(b"x", "ascii"), float("1.5"), list((1, 2)), list(), tuple([1]), set([1]), dict(), bool([])]
    out += [list(range(3)), list(range(1, 3)), list(range(5, 0, -2)), frozenset([1]), type(1).__name__, list(enumerate("ab", 1)), list(zip("ab", [1, 2]))]
    out += [sorted([3, 1, 2], key=lambda x: -x), sorted("ba", reverse=True), max(1, 2), min([3, 4], key=lambda x: -x), max([], default=0)]
    return out


def generated():
    yield f0()
    yield f2(1)
    yield f2(1, 5, 6)
    yield f2(c=1, b=2, a=3)
    yield fk(1, k=2, z=3)
    c = C(1)
    yield c.plain(2)
    yield c.default(1)
    bound = c.plain
    yield bound(3)
    yield D(2, 3).b
    yield D(2).b
    yield len([1])
    yield [x for x in range(3)]
    yield sum(y for y in range(4))
    yield (yield from sub(c))


def sub(c):
    yield c.plain(1)
    return f2(c.a)


for _ in range(3):
    print(every())
    print(list(generated()))
print(C.made)


def errors():
    c = C(1)
    for call in [lambda: f0(1), lambda: f2(), lambda: f2(1, 2, 3, 4), lambda: f2(1, a=1), lambda: f2(1, z=1), lambda: fk(),
                 lambda: c.plain(), lambda: c.plain(1, 2), lambda: c.default(), lambda: C(), lambda: C(1, 2, 3), lambda: C(1, a=2),
                 lambda: Plain(1), lambda: Fail(3), lambda: int("x"), lambda: int(1, 2, 3), lambda: list(1), lambda: range(),
                 lambda: range(1.5), lambda: range(1, 2, 0), lambda: set(1), lambda: [].append(), lambda: "a".split(sep=1),
                 lambda: c(), lambda: sorted([1], key=1), lambda: dict(1), lambda: tuple(1, 2)]:
        try:
            print("no error", call())
        except Exception as e:
            print(type(e).__name__, e)


errors()
errors()


def deep(n):
    return n if n == 0 else deep(n - 1)


print(deep(800))


def too_deep(n, more):
    return too_deep(n + more, more)


try:
    too_deep(0, 1)
except RecursionError as e:
    print(e)


class Callee:
    def __call__(self, a, b=2):
        return a, b


call = Callee()
print(call(1), call(1, 3), call(b=1, a=0), list(map(call, [1, 2])))
f = f2
for g in [f2, fv, C, call, len, "x".join, f0]:
    try:
        r = g("ab")
        print(r if not isinstance(r, C) else r.a)
    except TypeError as e:
        print(e)


def returns():
    yield 1
    return 2


it = returns()
print(next(it))
try:
    next(it)
except StopIteration as e:
    print("value", e.value)
try:
    next(it)
except StopIteration as e:
    print("value", e.value)
print(next(it, "default"), sum(x for x in [1, 2, 3]), set(x % 2 for x in range(5)), any(x > 2 for x in range(9)))
