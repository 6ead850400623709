# Calls through values, stars and keywords; closures; generators.
class C:
    def __init__(self, v):
        self.v = v

    def get(self):
        return self.v


def apply(f, *args, **kw):
    return f(*args, **kw)


def outer():
    n = 0

    def inner():
        nonlocal n
        n = 1.5
        return n

    inner()
    return n


def gen(xs):
    for x in xs:
        yield x


def key(a, *, b=2):
    return b


made = apply(C, 1)
got = made.get()
kept = outer()
items = [g for g in gen(["a b"])]
named = apply(key, 1, b="x y")
# expected:
# module __main__
#   C: type[__main__.C]
#   apply: def apply
#   gen: def gen
#   got: int
#   items: list[str]
#   kept: float | int
#   key: def key
#   made: __main__.C | int | str
#   named: __main__.C | int | str
#   outer: def outer
# def C.__init__
#   self: __main__.C
#   v: int
#   -> None
# def C.get
#   self: __main__.C
#   -> int
# def apply
#   f: def key | type[__main__.C]
#   *: tuple[int, ...]
#   **: dict[?, str]
#   -> __main__.C | int | str
# def outer
#   -> float | int
# def outer.<locals>.inner
#   -> float | int
# def gen
#   xs: list[str]
#   -> None
# def key
#   a: int
#   b: int | str
#   -> int | str
