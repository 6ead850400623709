"""Coroutines run by hand: a scheduler, awaitables, async iteration and contexts, async generators and comprehensions."""


class Sleep:
    def __init__(self, ticks):
        self.ticks = ticks

    def __await__(self):
        got = yield self.ticks
        return got


class Loop:
    """Wakes tasks in order of time, then of their making."""

    def __init__(self):
        self.now = 0
        self.queue = []
        self.count = 0
        self.results = {}

    def start(self, name, coroutine, delay=0, value=None):
        self.queue.append((self.now + delay, self.count, name, coroutine, value))
        self.count += 1

    def run(self):
        while self.queue:
            self.queue.sort(key=lambda row: row[:2])
            self.now, _, name, coroutine, value = self.queue.pop(0)
            try:
                delay = coroutine.send(value)
            except StopIteration as stop:
                self.results[name] = stop.value
            except Exception as e:
                self.results[name] = e
            else:
                self.start(name, coroutine, delay, f"woken at {self.now + delay}")


async def worker(name, delays):
    total = 0
    for delay in delays:
        told = await Sleep(delay)
        print(f"{name} {told}")
        total += delay
    return total


async def failing():
    await Sleep(4)
    raise LookupError("lost")


async def parent():
    a = await worker("child a", [1])
    b = await worker("child b", [2, 2])
    try:
        await failing()
    except LookupError as e:
        return a, b, str(e)


loop = Loop()
loop.start("w1", worker("w1", [3, 3]))
loop.start("w2", worker("w2", [2, 5, 1]))
loop.start("parent", parent())
loop.start("bad", failing())
loop.run()
for name, result in sorted(loop.results.items()):
    print(name, repr(result))


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await Sleep(1)
        return self.n


class Guard:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    async def __aenter__(self):
        await Sleep(1)
        print("enter", self.name)
        return self.name.upper()

    async def __aexit__(self, kind, value, traceback):
        await Sleep(1)
        print("exit", self.name, kind and kind.__name__)
        return self.swallow


async def ticks(n):
    try:
        for i in range(n):
            got = yield i * 10
            if got:
                print("ticks got", got)
            await Sleep(1)
    finally:
        print("ticks done")


async def everything():
    async for x in Countdown(3):
        print("count", x)
    else:
        print("ran out")
    async with Guard("one") as g, Guard("two", swallow=True) as h:
        print(g, h)
        raise ValueError("inside")
    print([x async for x in ticks(3) if x])
    print({x: y async for x in ticks(2) for y in [x + 1]})
    print([await worker("in a list", [1]) for _ in range(2)])
    t = ticks(5)
    print(await t.asend(None), await t.asend("hello"), await anext(t))
    await t.aclose()
    try:
        await anext(t)
    except StopAsyncIteration:
        print("closed")
    print(await anext(t, "default"))
    return sum([x async for x in ticks(4)])


def drive(coroutine):
    steps = 0
    try:
        while True:
            coroutine.send(None)
            steps += 1
    except StopIteration as stop:
        return stop.value, steps


print(drive(everything()))

c = worker("never", [1])
print(type(c).__name__, c.__name__, c.cr_running)
c.close()
try:
    drive(c)
except RuntimeError as e:
    print(e)


async def awaits(x):
    return await x


for bad in (3, None, ticks(1)):
    try:
        drive(awaits(bad))
    except TypeError as e:
        print("await" in str(e))


async def thrown():
    try:
        await Sleep(1)
    except KeyError as e:
        return f"caught {e}"


t = thrown()
t.send(None)
try:
    t.throw(KeyError("thrown in"))
except StopIteration as stop:
    print(stop.value)
try:
    for x in Countdown(1):
        pass
except TypeError as e:
    print(e)
