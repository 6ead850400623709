"""Statements in corners: else of loops, chained assignment, del, augmented targets, conditional expressions, globals of loops."""
for i in range(3):
    if i == 5:
        break
else:
    print("for else", i)
n = 3
while n:
    n -= 1
    if n == 1:
        continue
else:
    print("while else", n)
for _ in []:
    pass
else:
    print("empty for else")
while True:
    break
else:
    print("never")


class Target:
    def __init__(self):
        self.log = []

    def __getattr__(self, name):
        self.log.append(f"get {name}")
        return 1

    def __getitem__(self, key):
        self.log.append(f"getitem {key}")
        return [10]

    def __setitem__(self, key, value):
        self.log.append(f"setitem {key} {value}")


def side(log, x):
    log.append(f"eval {x}")
    return x


t = Target()
t[side(t.log, "k")] += [side(t.log, 20)]
t.attr += 5
print(t.log, t.attr)
a = b = c = [1]
a += [2]
a = a + [3]
print(a, b, c is b)
tup = ([1],)
try:
    tup[0] += [2]
except TypeError as e:
    print(e, tup)
x, y = 1, 2
x, y = y, x + y
print(x, y)
l = list(range(10))
l[2:5] = "ab"
del l[0], l[-2:]
l[::2] = [0] * len(l[::2])
print(l)
(p), [q] = 1, [2]
p: int = 5
(r): str
print(p, q, "r" in globals())
print(1 if x else 2 if y else 3, (lambda: (yield))().__class__.__name__, not x == 2, x is not y)
print(1 < 2 < 3, 1 < 2 > 3 == 0, (1 < 3) < 2, 1 == 1.0 == True, 0 or "" or [] or "last", 1 and [] and 2)


def effects(log):
    def f(v):
        log.append(v)
        return v
    f(1) < f(0) < f(9)
    f("a") or f("b")
    f("") or f("c")
    return log


print(effects([]))
if (found := [z for z in range(5) if z > 2]) and (count := len(found)) > 1:
    print(found, count)
print(f"{(w := 5)} {w}", [w := w + 1, w], w)
print(0x_ff, 0b1_0, 0o17, 1_000.5e-1, 1e3, .5, 5., 3j, "a" "b" 'c', r"\n", b"\x41" rb"\d", "\N{BULLET}\u00e9\x41\101")
print("""tri
ple""", 'it''s', "tab\tend", "line \
continued")
assert (1,) == tuple([1]), "fine"
try:
    assert not 1, "failed"
except AssertionError as e:
    print(e)
try:
    assert 0
except AssertionError as e:
    print(repr(e))
pass; print("semicolons"); pass
if 1: print("one line")
for i in 1, 2: print(i, end=";")
print()
lambda_default = lambda a, b=2, *c, d=4, **e: (a, b, c, d, e)
print(lambda_default(1), lambda_default(1, 5, 6, d=7, z=8))
print([*range(3)], (*"ab",), {**{}, "k": 1}, [1, 2, 3][::-1], "abc"[-1], (1, 2)[1:], *[4, 5])
print(~5, -(-3), +True, not not [], 7 // 2, -7 // 2, 7 % -3, 2 ** 3 ** 2, -2 ** 2, 1 << 3 | 1, 6 & 3 ^ 1, 5 @ __import__("fractions").Fraction if 0 else "ok")
import sys as system, math
from math import pi as circle, floor
print(system is __import__("sys"), circle == math.pi, floor(2.7))
try:
    from math import nothing_like_that
except ImportError as e:
    print(type(e).__name__, e.name)
try:
    import no.such.module
except ModuleNotFoundError as e:
    print(e, e.name)
del x
try:
    x
except NameError as e:
    print(e)
print(__debug__, __name__, __doc__[:10])
print(... is Ellipsis, type(...), NotImplemented is NotImplemented)
