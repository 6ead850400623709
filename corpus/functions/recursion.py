"""Recursion: deep, mutual, through generators, classes, natives and exceptions; its limit and what comes after it."""
import functools
import sys


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(depth(900))


def is_even(n):
    return n == 0 or is_odd(n - 1)


def is_odd(n):
    return n != 0 and is_even(n - 1)


print(is_even(700), is_odd(701))


def ackermann(m, n):
    if m == 0:
        return n + 1
    return ackermann(m - 1, 1 if n == 0 else ackermann(m, n - 1))


print(ackermann(2, 9))


def endless(n):
    return endless(n + 1)


for _ in range(3):
    try:
        endless(0)
    except RecursionError as e:
        print(type(e).__name__, "maximum recursion depth exceeded" in str(e))
print(depth(500))


def counted():
    global reached
    reached += 1
    counted()


reached = 0
try:
    counted()
except RecursionError:
    print(900 < reached < 1001)


class Endless:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __repr__(self):
        return repr(self)

    def __eq__(self, other):
        return self == other

    def __add__(self, other):
        return self + other

    def __call__(self):
        return self()

    def __iter__(self):
        yield from self

    def __hash__(self):
        return hash(self)

    def __bool__(self):
        return bool(self)


e = Endless()
for what in (lambda: e.a, lambda: repr(e), lambda: e == 1, lambda: e + 1, lambda: e(), lambda: list(e), lambda: hash(e), lambda: not e, lambda: f"{[e]}", lambda: {e: 1}, lambda: sorted([e, e], key=lambda x: x())):
    try:
        what()
        print("came back")
    except RecursionError as error:
        print("RecursionError", end=" ")
print()


def unwinding(n, log):
    try:
        return unwinding(n + 1, log)
    finally:
        if n % 100 == 0:
            log.append(n)


log = []
try:
    unwinding(0, log)
except RecursionError:
    print(log == sorted(log, reverse=True), log[-1], len(log) >= 9)
old = sys.getrecursionlimit()
sys.setrecursionlimit(3000)
print(old, depth(2500))
sys.setrecursionlimit(old)
try:
    depth(2500)
except RecursionError:
    print("limited again")
for bad in (0, -5):
    try:
        sys.setrecursionlimit(bad)
    except ValueError as error:
        print(error)


def flatten(x):
    for item in x:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item


nested = []
for i in range(200):
    nested = [i, nested]
print(sum(flatten(nested)), repr(nested)[:20], nested == nested)
loop = [1]
loop.append(loop)
d = {"self": None}
d["self"] = d
print(loop, d, [loop] == [loop])
other = [1]
other.append(other)
try:
    loop == other
except RecursionError:
    print("compared too deeply")


@functools.cache
def partitions(n, most):
    if n == 0:
        return 1
    return sum(partitions(n - k, min(k, n - k)) for k in range(1, min(n, most) + 1))


print([partitions(n, n) for n in (5, 10, 30, 60)])
fix = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))
print(fix(lambda self: lambda n: 1 if n < 2 else n * self(n - 1))(20))


def permutations(items):
    return [[x] + rest for x in items for rest in permutations([y for y in items if y != x])] if items else [[]]


print(len(permutations("abcde")), permutations("abc")[-1])
