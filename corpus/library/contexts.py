"""Resources opened and closed in order: contextlib with errors on the way."""

import asyncio
import io
from contextlib import (
    AbstractContextManager,
    AsyncExitStack,
    ContextDecorator,
    ExitStack,
    aclosing,
    asynccontextmanager,
    closing,
    contextmanager,
    nullcontext,
    redirect_stdout,
    suppress,
)

log = []


@contextmanager
def resource(name, swallow=()):
    log.append(f"open {name}")
    try:
        yield name.upper()
    except swallow as error:
        log.append(f"{name} swallowed {error!r}")
    finally:
        log.append(f"close {name}")


class Door(AbstractContextManager, ContextDecorator):
    def __init__(self, name="door"):
        self.name = name

    def __exit__(self, kind, error, traceback):
        log.append(f"{self.name} shut after {kind.__name__ if kind else 'nothing'}")
        return False

    def close(self):
        log.append(f"{self.name} closed")


def show(title):
    print(title, log)
    log.clear()


def plain():
    with resource("a") as a, resource("b", ValueError) as b:
        log.append(a + b)
        raise ValueError("oops")
    show("swallowed:")
    try:
        with resource("c"):
            raise KeyError("k")
    except KeyError as error:
        log.append(repr(error))
    show("raised:")
    with suppress(ZeroDivisionError, IndexError):
        [][1]
    with closing(Door("d")) as d, nullcontext(5) as five:
        log.append((d.name, five))

    @Door("e")
    def work(x):
        return x + 1

    log.append(work(1))
    show("helpers:")
    out = io.StringIO()
    with redirect_stdout(out):
        print("hidden")
    print(repr(out.getvalue()))


def stacks():
    with ExitStack() as stack:
        names = [stack.enter_context(resource(n)) for n in "xyz"]
        stack.callback(log.append, "callback")
        stack.push(lambda kind, error, tb: log.append(f"saw {kind}"))
        log.append(names)
    show("stack:")
    with ExitStack() as stack:
        stack.enter_context(resource("keep"))
        kept = stack.pop_all()
    log.append("left")
    kept.close()
    show("moved:")
    try:
        with ExitStack() as stack:
            stack.callback(lambda: 1 / 0)
            stack.enter_context(resource("r", ()))
            raise LookupError("first")
    except ZeroDivisionError as error:
        log.append((repr(error), repr(error.__context__)))
    show("chained:")


def mistakes():
    @contextmanager
    def never():
        if False:
            yield

    @contextmanager
    def twice():
        yield 1
        yield 2

    for make in (never, twice):
        try:
            with make():
                pass
        except RuntimeError as error:
            print(error)
    try:
        with object():
            pass
    except TypeError as error:
        print(str(error).split("(")[0].strip())


@asynccontextmanager
async def connection(name):
    log.append(f"connect {name}")
    await asyncio.sleep(0)
    try:
        yield name
    finally:
        log.append(f"disconnect {name}")


async def numbers():
    try:
        for i in range(5):
            yield i
    finally:
        log.append("numbers closed")


async def asynchronous():
    async with AsyncExitStack() as stack:
        a = await stack.enter_async_context(connection("one"))
        b = await stack.enter_async_context(connection("two"))
        stack.push_async_callback(asyncio.sleep, 0)
        log.append(a + b)
    async with aclosing(numbers()) as source:
        async for n in source:
            if n == 2:
                break
    show("async:")


plain()
stacks()
mistakes()
asyncio.run(asynchronous())
