def walk(tree):
    if tree:
        yield from walk(tree.left)
        got = yield tree.value
        yield from (v for v in tree.rest if v is not got)


async def gather(source):
    async with source as s:
        return [await x async for x in s]
