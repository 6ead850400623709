# Builtins that take all that a generator yields: order of effects, errors, what the code in between can see.
import sys

def show(*a):
    print(*a)

def noisy(n, log):
    try:
        for i in range(n):
            log.append(("yield", i))
            yield i
        log.append("end")
    finally:
        log.append("closed")

for f in (list, tuple, set, frozenset, any, all, sum):
    log = []
    # Whether what is not run to its end is closed at once is the collector's matter.
    show(f.__name__, f(noisy(4, log)), [x for x in log if x != "closed"])

show(any(x > 2 for x in range(10)), all(x < 2 for x in range(10)), any(iter([])), all(x for x in ()))
g = (x for x in range(5))
show(any(x == 2 for x in g), list(g))
g = (x for x in range(6))
show(all(x < 2 for x in g), next(g), sum(g), sum(g))

# Sums of everything.
show(sum(x for x in [1, True, False, 2]), sum(x for x in [1, 2.5, 3]), sum(0.1 for _ in range(10)))
show(sum(x for x in [2**62, 2**62, 1]), sum(x for x in [2**70, 1.5]), sum(x for x in [1, 2j]))
show(sum((x for x in [[1], [2]]), []))
try:
    sum(x for x in [1, "a"])
except TypeError as e:
    show(e)
try:
    sum([y] for y in range(3))
except TypeError as e:
    show(e)

# Errors inside and outside of the generator.
def failing():
    yield 1
    yield 2
    raise ValueError("inside")

for f in (list, tuple, set, sum):
    try:
        f(failing())
    except ValueError as e:
        tb = e.__traceback__
        names = []
        while tb:
            names.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
        show(f.__name__, e, names)

def unhashable(log):
    try:
        yield 1
        yield []
        yield 2
    finally:
        log.append("closed")

log = []
g = unhashable(log)
try:
    set(g)
except TypeError as e:
    show(type(e).__name__, log, g.gi_frame is not None, g.gi_running)
show(next(g), log)
try:
    next(g)
except StopIteration:
    show("done", log)

class Odd:
    def __init__(self, n, g=None):
        self.n = n
    def __hash__(self):
        show("hash", self.n, sys._getframe(1).f_code.co_name)
        return self.n % 3
    def __eq__(self, other):
        show("eq", self.n, getattr(other, "n", other))
        return self.n == getattr(other, "n", other)
    def __bool__(self):
        show("bool", self.n, sys._getframe(1).f_code.co_name)
        if self.n > 5:
            raise KeyError(self.n)
        return self.n == 4
    def __radd__(self, other):
        show("radd", other, self.n)
        return other + self.n

def use():
    show(sorted(o.n if isinstance(o, Odd) else o for o in set(Odd(i) if i != 3 else i for i in [1, 2, 3, 4, 1])))
    show(any(Odd(i) for i in [1, 4, 9]))
    show(all(Odd(i) for i in [4, 1, 9]))
    show(sum(Odd(i) for i in range(4)))
    try:
        any(Odd(i) for i in [1, 9, 4])
    except KeyError as e:
        show("KeyError", e)
use()

# The code that runs in between uses the generator itself.
class Greedy:
    def __init__(self, n):
        self.n = n
    def __bool__(self):
        show("took", getattr(next(G, None), "n", "nothing"))
        return False
    def __hash__(self):
        show("took", getattr(next(G, None), "n", "nothing"))
        return self.n

def greedy(n):
    for i in range(n):
        yield Greedy(i)

for n in range(4):
    G = greedy(n)
    show(any(G))
    G = greedy(n)
    show(len(set(G)))

# A generator that is given itself, one that runs, one that has ended.
def selfish():
    yield 1
    try:
        list(me)
    except ValueError as e:
        show(e)
    yield 2
me = selfish()
show(list(me), list(me), tuple(me), set(me), any(me), all(me), sum(me))

# Inside other generators, nested, deep.
def outer(n):
    yield tuple(x * n for x in range(3))
    yield sum(len(set(y for y in range(x))) for x in range(n))
    yield from (any(z == w for z in range(3)) for w in range(5))
show(list(outer(4)))
def deep(n):
    return 0 if n == 0 else 1 + sum(deep(n - 1) for _ in range(1))
show(deep(100))
def too_deep(n):
    return sum(too_deep(n + 1) for _ in range(1))
try:
    too_deep(0)
except RecursionError:
    show("RecursionError")
show(len(list(x for x in range(10000))), len(tuple(str(x) for x in range(3000))), sum(len(t) for t in (tuple([i] for i in range(50)) for _ in range(40))))

# Chains of delegation.
def chain(n):
    if n:
        got = yield from chain(n - 1)
        return got + 1
    got = yield "first"
    show("sent", got)
    try:
        got = yield "second"
    except KeyError as e:
        show("thrown", repr(e))
        got = yield "third"
    return 0 if got is None else got
g = chain(30)
show(next(g), g.send("x"), g.throw(KeyError("k")))
try:
    g.send(5)
except StopIteration as e:
    show(e.value)
def levels(n):
    for i in range(2):
        yield n, i
        if n:
            yield from levels(n - 1)
show(sum(1 for _ in levels(8)), [x for x in levels(2)])
inner = chain(2)
def two(it):
    yield from it
a = two(inner)
next(a)
show(next(inner))
try:
    next(a)
except StopIteration:
    show("ended")

# Functions with positional arguments only.
show(min(3, 1, 2), max("b", "c"), min([4, 2]), max({1, 5, 3}), min((x for x in "hello")), max(x for x in [1, 2.5, True]))
show(min([3, 1], key=lambda x: -x), max([], default=7), min(*[5, 4]), max(*(1, 2), **{}))
for bad in ("min()", "max([])", "min(1)", "max(1, 'a')", "min(3, 4, default=1)"):
    try:
        eval(bad)
    except (TypeError, ValueError) as e:
        show(bad, type(e).__name__, e)

# Generators that delegate to one after the other, and to what raises.
def raising(n):
    yield n
    raise LookupError(n)
def several(n):
    for i in range(n):
        got = yield from range(i)
        try:
            yield from raising(i)
        except LookupError as e:
            yield repr(e)
    yield from deeper(n)
def deeper(n):
    if n:
        yield from deeper(n - 1)
        yield n
        yield from deeper(n - 1)
for _ in range(3):
    show([x for x in several(4)])
gens = [several(3) for _ in range(50)]
show(sum(len([next(g) for g in gens]) for _ in range(8)))
kept = [list(g)[-3:] for g in gens]
show(kept[0], all(k == kept[0] for k in kept))
