"""Hooks of async generators: event loops learn which have begun, and close those that nobody refers to."""
import asyncio
import gc
import sys


def deep(n):
    """Leaves other words on the stack: a stale one may keep what nothing refers to alive."""
    a, b = [n], (n, str(n))
    return deep(n - 1) + len(a) + len(b) if n else 0


def collect():
    for _ in range(3):
        deep(50)
        gc.collect()


log = []


def first(g):
    log.append(("first", g.__name__, g.ag_running))


def last(g):
    log.append(("last", g.__name__, g.ag_running))


class Pause:
    def __await__(self):
        yield "pause"


async def numbers():
    try:
        yield 1
        yield 2
    finally:
        log.append("closed")


async def slow():
    try:
        yield 1
    finally:
        await Pause()


def step(awaitable):
    """What comes of one step."""
    try:
        return "waits", awaitable.send(None)
    except (StopIteration, StopAsyncIteration, RuntimeError) as e:
        return type(e).__name__, str(e)


def report(what):
    print(what, sorted(log, key=str))
    log.clear()


print(sys.get_asyncgen_hooks(), type(sys.get_asyncgen_hooks()).__name__)
for bad in (1, "x"):
    for name in ("firstiter", "finalizer"):
        try:
            sys.set_asyncgen_hooks(**{name: bad})
        except TypeError as e:
            print(e)
sys.set_asyncgen_hooks(first, finalizer=last)
print(sys.get_asyncgen_hooks().firstiter is first, sys.get_asyncgen_hooks()[1] is last)


def begins():
    g = numbers()
    a = g.__anext__()
    report("asked for, not awaited:")
    print(step(a), step(g.asend(None)), g.ag_running)


begins()
collect()
report("left at a yield:")


def ends():
    g = numbers()
    print([step(g.__anext__()) for _ in range(4)])


ends()
collect()
report("at its end:")


def closes():
    g = slow()
    print(step(g.__anext__()), step(g.aclose()), g.ag_running)


closes()
collect()
report("while it is closed:")


def never_begun():
    numbers()


never_begun()
collect()
report("never begun:")


def changed():
    """A generator keeps the finalizer that was set when it began."""
    g = numbers()
    step(g.__anext__())
    sys.set_asyncgen_hooks(None, None)
    late = numbers()
    step(late.__anext__())


changed()
collect()
report("with another finalizer and with none:")
hook, seen = sys.unraisablehook, []
sys.unraisablehook = lambda u: seen.append(repr(u.exc_value))


def awaits_at_its_end():
    step(slow().__anext__())


awaits_at_its_end()
collect()
sys.set_asyncgen_hooks(finalizer=lambda g: 1 / 0)
awaits_at_its_end()
collect()
sys.set_asyncgen_hooks(None, None)
sys.unraisablehook = hook
print(seen)


async def counts(name, n=10):
    try:
        for i in range(n):
            yield i
    finally:
        await asyncio.sleep(0)
        print("closed", name)


async def left():
    async for x in counts("left early"):
        if x == 2:
            return x


async def main():
    print(await left())
    for _ in range(3):
        await asyncio.sleep(0)
        collect()
    for _ in range(3):
        await asyncio.sleep(0)
    print("main goes on")
    global kept
    kept = counts("kept")
    print(await anext(kept), await anext(kept))


asyncio.run(main())
print("the loop has ended", step(kept.__anext__()))
