"""What a coroutine has awaited dies though the coroutine goes on."""
import gc
import weakref


class Once:
    def __init__(self, made):
        made.append(weakref.ref(self))

    def __await__(self):
        return self

    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration("awaited")


def last_of(*values):
    return values[-1]


async def nested(depth, made):
    """Most of the objects that it awaits on the way down are seen to be dead: words on the stack may keep a few."""
    assert last_of(1, 2, 3, await Once(made)) == "awaited"
    if depth:
        return await nested(depth - 1, made)
    gc.collect()
    gc.collect()
    return len(made), sum(ref() is None for ref in made) > len(made) // 2


for depth in (30, 60):
    try:
        nested(depth, []).send(None)
    except StopIteration as e:
        print(e.value)
