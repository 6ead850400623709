"""Objects keep their hash while the collector moves them: as keys, and with more fields since."""


class Thing:
    def __init__(self, n):
        self.n = n


def closure(n):
    def inner():
        return n

    return inner


things = [Thing(i) for i in range(300)]
functions = [closure(i) for i in range(300)]
table = {thing: thing.n for thing in things}
table.update((f, f()) for f in functions)
hashes = [hash(thing) for thing in things]
waste = []
for i in range(50_000):
    waste.append([i])
    if i % 1000 == 0:
        waste.clear()
for thing in things:
    thing.more = thing.n
print(sum(table[thing] == thing.n for thing in things), sum(table[f] == f() for f in functions))
print(hashes == [hash(thing) for thing in things], len(set(things) | set(things)))
