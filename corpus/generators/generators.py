"""Generators: send, throw, close, return values, delegation, state, expressions, recursion."""


def echo():
    got = None
    while True:
        try:
            got = yield got
        except KeyError as e:
            got = ("caught", e.args)
        except GeneratorExit:
            print("closing")
            raise


g = echo()
print(next(g), g.send(1), g.send("two"), g.throw(KeyError("k")), g.send(3))
g.close()
g.close()
try:
    next(g)
except StopIteration as e:
    print("stopped", e.value)


def with_return(n):
    for i in range(n):
        yield i
    return n * 100


def delegate():
    first = yield from with_return(2)
    print("first gave", first)
    second = yield from "ab"
    print("second gave", second)
    third = yield from (x for x in [5])
    return (first, second, third)


def driver():
    result = yield from delegate()
    yield ("result", result)


print(list(driver()))


def inner():
    try:
        while True:
            got = yield "ready"
            print("inner got", got)
    except ValueError as e:
        print("inner caught", e)
        yield "recovered"
    finally:
        print("inner finally")


def outer():
    yield from inner()
    yield "outer end"


o = outer()
print(next(o), o.send("x"), o.throw(ValueError("v")), next(o))
o.close()

o = outer()
next(o)
try:
    o.throw(TypeError("t"))
except TypeError as e:
    print("out came", e)


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)


def raises_stop():
    yield 1
    raise StopIteration("inside")


r = raises_stop()
next(r)
try:
    next(r)
except RuntimeError as e:
    print(e, repr(e.__cause__))


def reenter():
    yield next(me)


me = reenter()
try:
    next(me)
except ValueError as e:
    print(e)
fresh = echo()
try:
    fresh.send(1)
except TypeError as e:
    print(e)
try:
    echo().throw(OSError("at the start"))
except OSError as e:
    print(e)


def tree(depth, path=""):
    if depth == 0:
        yield path
        return
    yield from tree(depth - 1, path + "l")
    yield from tree(depth - 1, path + "r")


print(list(tree(3)))


def primes():
    sieve = {}
    n = 2
    while True:
        if n in sieve:
            for p in sieve.pop(n):
                sieve.setdefault(n + p, []).append(p)
        else:
            yield n
            sieve[n * n] = [n]
        n += 1


def take(n, it):
    return [x for _, x in zip(range(n), it)]


print(take(12, primes()))


def pipeline(source, *stages):
    for stage in stages:
        source = stage(source)
    return source


def squares(it):
    for x in it:
        yield x * x


def odd(it):
    return (x for x in it if x % 2)


def pairs(it):
    it = iter(it)
    for a in it:
        yield a, next(it, None)


print(list(pipeline(range(9), squares, odd, pairs)))

lazy = (print("evaluated", x) or x for x in [1, 2, 3])
print("made")
print(next(lazy), sum(lazy))
try:
    (x for x in 5)
except TypeError as e:
    print(e)
g = with_return(1)
print(g.gi_running, g.gi_frame is not None, g.__name__, g.gi_yieldfrom, type(g).__name__)
list(g)
print(g.gi_frame)


def average():
    total = count = 0
    mean = None
    while (x := (yield mean)) is not None:
        total += x
        count += 1
        mean = total / count
    return count


avg = average()
next(avg)
print(avg.send(10), avg.send(20), avg.send(60))
try:
    avg.send(None)
except StopIteration as stop:
    print(stop.value)
