# Tasks that wait for each other: gather, sleep, queues, timeouts, task groups, locks, cancelling.
import asyncio
import types


@types.coroutine
def step(value):
    received = yield value
    return received


async def by_hand():
    first = await step("one")
    second = await step(first + "!")
    return first, second


def drive():
    coroutine = by_hand()
    print(coroutine.send(None), coroutine.send("a"))
    try:
        coroutine.send("b")
    except StopIteration as stop:
        print(stop.value)


async def work(number):
    await asyncio.sleep(0.1 * (4 - number))
    print("work", number)
    return number * number


async def produce(queue):
    for i in range(3):
        await queue.put(i)
        await asyncio.sleep(0)
    await queue.put(None)


async def consume(queue, name):
    while (item := await queue.get()) is not None:
        print(name, item)
    return name


async def fail():
    await asyncio.sleep(0)
    raise ValueError("failed")


async def guarded(lock, name, log):
    async with lock:
        log.append(("in", name))
        await asyncio.sleep(0)
        log.append(("out", name))


async def main():
    await asyncio.sleep(0)
    print(await asyncio.gather(work(1), work(2), work(3)))
    print(await asyncio.gather(fail(), work(3), return_exceptions=True))
    try:
        async with asyncio.timeout(0.005):
            await asyncio.sleep(10)
    except TimeoutError:
        print("too late")
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.005)
    except TimeoutError:
        print("too late again")
    queue = asyncio.Queue(maxsize=1)
    async with asyncio.TaskGroup() as group:
        group.create_task(produce(queue))
        consumer = group.create_task(consume(queue, "got"))
    print(consumer.result())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            group.create_task(asyncio.sleep(10))
    except* ValueError as errors:
        print([str(error) for error in errors.exceptions])
    task = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", task.cancelled())
    lock, log = asyncio.Lock(), []
    await asyncio.gather(*(guarded(lock, name, log) for name in "ab"))
    print(log)
    event = asyncio.Event()
    asyncio.get_running_loop().call_later(0.001, event.set)
    print(await event.wait())
    print(await asyncio.to_thread(sum, [1, 2, 3]))


drive()
asyncio.run(main())


def wrong():
    yield from by_hand()


try:
    next(wrong())
except TypeError as error:
    print(error)


class Bad:
    def __aiter__(self):
        return self

    def __anext__(self):
        return ()


async def over_bad():
    async for _ in Bad():
        pass


try:
    over_bad().send(None)
except TypeError as error:
    print(error, "/", type(error.__cause__).__name__)
