"""Exceptions thrown into generators that yield while they handle them, many times over."""


def tidy():
    try:
        yield 0
    finally:
        yield "last"


def translate():
    got = []
    while True:
        try:
            got.append((yield len(got)))
        except ValueError as e:
            got.append(str(e))
            try:
                yield "caught"
            except KeyError as inner:
                yield repr(inner.__context__)
        except StopAsyncIteration:
            return got


def nested(depth):
    try:
        if depth:
            yield from nested(depth - 1)
        else:
            yield "bottom"
    except LookupError as e:
        yield f"level {depth}"
        raise KeyError(depth) from e


def drive(kind):
    it = tidy()
    out = [next(it), it.throw(kind)]
    try:
        out.append(next(it))
    except BaseException as e:
        out.append(type(e).__name__)
    return out


def converse():
    it = translate()
    out = [next(it), it.send("a"), it.throw(ValueError("bad"))]
    out.append(it.throw(KeyError("worse")))
    out.append(it.send(None))
    try:
        it.throw(StopAsyncIteration)
    except StopIteration as e:
        out.append(e.value)
    return out


def climb():
    it = nested(3)
    out = [next(it)]
    error = IndexError("start")
    while True:
        try:
            out.append(it.throw(error))
            out.append(next(it))
        except (LookupError, StopIteration) as e:
            out.append(repr(e))
            return out


for turn in range(300):
    results = [drive(GeneratorExit), drive(ValueError), converse(), climb()]
for result in results:
    print(result)
