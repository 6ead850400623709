"""Generators that run often enough, and long enough, to be worth compiling: what they yield, take and do on the way."""

import gc
import sys
import weakref


def count(n):
    for i in range(n):
        yield i


def floats(n):
    x = 0.5
    while n:
        yield x
        x *= 1.5
        n -= 1


def mixed(n):
    """Now this, now that: no type that is predicted stays."""
    last = None
    for i in range(n):
        if i == 40:
            last = "text"
        elif i == 60:
            last = 1.5
        elif i == 80:
            last = [i]
        elif i > 90:
            last = i << 61
        yield last, i


def total(values):
    result = 0
    for v in values:
        result += v
    return result


print(total(count(1000)), total(floats(30)))
print([v for v, i in mixed(100) if i % 19 == 0])


# What is sent changes its type.
def averages():
    total = 0
    seen = 0
    value = yield "ready"
    while value is not None:
        total += value
        seen += 1
        value = yield total / seen
    return seen


def feed(values):
    a = averages()
    out = [next(a)]
    for v in values:
        out.append(a.send(v))
    try:
        a.send(None)
    except StopIteration as e:
        out.append(("ended", e.value))
    return out


print(feed(range(5)), feed([0.5, 2, True, 10**20]))
print(feed(range(200))[-2:])


# Throwing, closing, cleaning up.
def careful(log, n):
    try:
        for i in range(n):
            try:
                got = yield i
                if got:
                    log.append(got)
            except ValueError as e:
                log.append(f"value {e}")
                yield "handled"
            finally:
                log.append(i)
    except KeyError:
        log.append("key")
        return "by key"
    finally:
        log.append("done")


def drive(how):
    log = []
    g = careful(log, 6)
    out = [next(g), g.send("hello")]
    try:
        if how == "close":
            out.append(g.close())
        elif how == "value":
            out.append(g.throw(ValueError("v")))
            out.append(next(g))
            out.append(next(g))
        elif how == "key":
            g.throw(KeyError("k"))
        elif how == "other":
            g.throw(OSError("o"))
        else:
            out.extend(g)
    except StopIteration as e:
        out.append(("stop", e.value))
    except OSError as e:
        out.append(repr(e))
    out.append(list(g))
    return out, log


for how in ("close", "value", "key", "other", "all"):
    for _ in range(30):
        result = drive(how)
    print(how, result)


# Chains of delegation.
class Tree:
    def __init__(self, left, value, right):
        self.left = left
        self.value = value
        self.right = right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def tree(values):
    if not values:
        return None
    i = len(values) // 2
    return Tree(tree(values[:i]), values[i], tree(values[i + 1 :]))


t = tree(list(range(200)))
print(sum(t), list(t) == list(range(200)), [v for v in tree("chain of delegates")])


def inner(n):
    got = []
    for i in range(n):
        try:
            got.append((yield i))
        except LookupError as e:
            got.append(type(e).__name__)
            yield "inner"
    return got


def middle(n):
    result = yield from inner(n)
    other = yield from ["not", "a", "generator"]
    return result, other


def outer(n):
    result = yield from middle(n)
    yield result


def talk():
    g = outer(4)
    out = [next(g), g.send("a"), g.throw(IndexError()), g.send("b"), g.gi_yieldfrom.gi_code.co_name]
    out.extend(g)
    return out


for _ in range(20):
    talked = talk()
print(talked)


def deep(n):
    if n:
        yield from deep(n - 1)
    yield n


print(sum(deep(120)), list(deep(5)))


# Generator expressions into whatever takes them.
def expressions(values, k):
    words = (str(v) for v in values)
    return (
        sum(v * k for v in values),
        sorted(set(v % 7 for v in values)),
        any(v > k for v in values),
        all(v < k for v in values),
        max((v - k) ** 2 for v in values),
        ",".join(words)[:12],
        tuple(v / 2 for v in values)[:3],
        dict((v, v * v) for v in values if v > 45),
        [a + b for a, b in zip((v for v in values), (v * 10 for v in values))][-2:],
    )


print(expressions(range(50), 9))
print(expressions([0.5, 1.5, 2.5] * 20, 2))
print(sum(sum(j for j in range(i)) for i in range(60)))


# Exceptions from inside, with the lines of those who asked.
def failing(n, how):
    for i in range(n):
        if i == 70:
            yield how[i - 70] // (i - 70)
        yield i


def lines(e):
    found = []
    tb = e.__traceback__
    while tb:
        found.append(tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno)
        tb = tb.tb_next
    return found


def fails(how):
    seen = 0
    try:
        for v in failing(100, how):
            seen += v
    except Exception as e:
        return type(e).__name__, lines(e), seen
    return seen


print(fails([1]), fails([]), fails([None]))


def stops():
    for i in range(100):
        if i == 50:
            raise StopIteration(i)
        yield i


try:
    print(total(stops()))
except RuntimeError as e:
    print(e, repr(e.__cause__))


# One that asks for itself.
def curious():
    for i in range(60):
        if i == 50:
            try:
                next(me)
            except ValueError as e:
                yield str(e)
        yield i


me = curious()
print([v for v in me][-11:])


def chained():
    yield from watched()


def watched():
    for i in range(30):
        try:
            next(whole)
        except ValueError as e:
            yield str(e), whole.gi_running, whole.gi_yieldfrom is None


whole = chained()
print(set(whole))


# Frames and their variables, seen from outside.
def visible(n):
    a = 1
    for i in range(n):
        b = a + i
        yield b
        a = b
        del b


def look():
    g = visible(50)
    out = []
    for k in range(5):
        v = next(g)
        f = g.gi_frame
        out.append((v, f.f_lineno - f.f_code.co_firstlineno, sorted(f.f_locals.items())))
    out.append(len(list(g)))
    out.append(g.gi_frame)
    return out


for _ in range(3):
    seen = look()
print(seen)


# Closures, cells, defaults, keyword arguments.
def makers():
    total = 0

    def running(start=10, *more, step=1):
        nonlocal total
        for i in range(start, start + 20, step):
            total += i + len(more)
            yield lambda: i

    def get():
        return total

    return running, get


running, get = makers()
print([f() for f in list(running())][:3], get())
print([f() for f in running(1, 2, 3, step=5)], get(), running.__name__, running().__qualname__)


def several(names):
    return [(lambda n: (x for x in range(n)))(len(name)) for name in names]


print([list(g) for g in several(["", "a", "bcd"])])


# Objects that live in a generator only, and die with it.
class Thing:
    def __init__(self, n):
        self.n = n


def holder(refs):
    for i in range(20):
        thing = Thing(i)
        refs.append(weakref.ref(thing))
        yield thing.n
        thing = None


def collected():
    """A collector that scans the stack for what looks like addresses may keep one or the other."""
    refs = []
    for _ in range(20):
        g = holder(refs)
        for _ in range(10):
            next(g)
        del g
    gc.collect()
    return len(refs), sum(r() is not None for r in refs) < 10


print(collected())


def garbage(n):
    kept = []
    for i in range(n):
        kept.append([i, str(i), (i, float(i))])
        if len(kept) > 50:
            kept = kept[25:]
        yield kept[i % len(kept)]


print(sum(len(v) + v[0] for v in garbage(3000)))


def old(n):
    """Grows old while it is suspended, and then takes young objects in."""
    value = [0]
    for i in range(n):
        got = yield value
        value = [i, got]


def aged():
    g = old(40)
    next(g)
    gc.collect()
    out = 0
    for i in range(39):
        v = g.send([i])
        junk = [[k] for k in range(500)]
        out += v[0] + v[1][0] + len(junk)
        if i % 10 == 0:
            gc.collect()
    return out


print(aged())


# Calls inside, small ones and others, whose results are not what they were.
def scale(x, by):
    return x * by


def scaled(values, by):
    for v in values:
        yield scale(v, by)
        yield scale(by, v)


print(total(scaled(range(200), 3)), total(scaled([1, 2.5, True] * 40, 2)))
print("".join(scaled(["a", "b"] * 3, 2)))


def too_deep(n):
    for v in too_deep(n + 1):
        yield v


def limited():
    try:
        next(too_deep(0))
    except RecursionError as e:
        return str(e)


print(limited(), limited())


# Coroutines and asynchronous generators.
class Later:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield self.value
        return got


async def asks(n):
    total = 0
    for i in range(n):
        total += await Later(i)
    return total


async def asks_all():
    return await asks(50), await asks(10)


def run(coroutine):
    sent, asked = None, 0
    try:
        while True:
            asked += coroutine.send(sent)
            sent = asked % 5
    except StopIteration as e:
        return asked, e.value


print(run(asks_all()))


async def pairs(n):
    for i in range(n):
        got = await Later(i)
        sent = yield i, got
        if sent:
            yield sent


async def collect():
    out = []
    async for a, b in pairs(30):
        out.append(a * b)
    g = pairs(3)
    first = await g.asend(None)
    second = await g.asend(("sent", 1))
    await g.aclose()
    return sum(out), first, second, [x async for x in pairs(2)]


print(run(collect()))


def frames():
    for i in range(40):
        if i % 13 == 0:
            yield sys._getframe(1).f_code.co_name
        yield i


def asks_frames():
    return [v for v in frames() if isinstance(v, str)]


print(asks_frames())


# Long without a yield, and a yield in the middle of what goes on.
def primes(n):
    sieve = bytearray([1]) * n
    for i in range(2, n):
        if sieve[i]:
            yield i
            for k in range(i * i, n, i):
                sieve[k] = 0


print(sum(primes(5000)), list(primes(30)))


def grid(w, h):
    for y in range(h):
        row = []
        for x in range(w):
            if (x + y) % 3 == 0:
                continue
            for z in range(3):
                if z == x:
                    break
                yield (x, y, z)
        else:
            yield row


print(len(list(grid(6, 5))), list(grid(2, 2)))
