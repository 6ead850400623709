"""Garbage collection as a program sees it: cycles, finalizers in order, generations of work, gc's functions, large heaps."""
import gc
import sys
import weakref


class Node:
    made = freed = 0

    def __init__(self, label):
        Node.made += 1
        self.label, self.links = label, []

    def __del__(self):
        Node.freed += 1


def ring(n):
    nodes = [Node(i) for i in range(n)]
    for a, b in zip(nodes, nodes[1:] + nodes[:1]):
        a.links.append(b)
        b.links.append(a)
    return nodes


def other_work():
    """Leaves other words on the stack: a stale one may keep what nothing refers to alive."""
    numbers = [n * n for n in range(8)]
    pairs = sorted(list(zip(numbers, [str(n) for n in numbers])), key=lambda p: p[1])
    return {k: v for k, v in pairs}, [Other(n) for n in numbers[:2]]


class Other:
    def __init__(self, n):
        self.n = [n]


def collect():
    # Compiled code calls it without the detours of the first time when it does so again.
    for _ in range(2):
        other_work()
        gc.collect()


kept = ring(10)
for _ in range(50):
    ring(20)
for _ in range(2):
    collect()
print(Node.made, Node.freed, len(kept), kept[3].links[0].label)
kept = None
for _ in range(2):
    collect()
print(Node.made == Node.freed)


class Tree:
    def __init__(self, depth):
        self.left = Tree(depth - 1) if depth else None
        self.right = Tree(depth - 1) if depth else None
        self.value = depth

    def total(self):
        return self.value + (self.left.total() + self.right.total() if self.left else 0)


long_lived = Tree(12)
for i in range(20):
    Tree(8)
print(long_lived.total())
table = {i: [i] * 3 for i in range(20000)}
for i in range(0, 20000, 2):
    del table[i]
for i in range(20000, 30000):
    table[i] = str(i)
print(len(table), sum(len(v) for v in table.values()), table[1], table[29999])
strings = ["x" * (i % 50) + str(i) for i in range(20000)]
joined = "".join(strings)
print(len(joined), len(set(strings)), strings[777])
matrix = [[float(i * j) for j in range(100)] for i in range(200)]
for _ in range(5):
    matrix = [row[::-1] for row in matrix[::-1]]
print(sum(map(sum, matrix)), matrix[0][0])
big = [None] * 500000
for i in range(0, len(big), 1000):
    big[i] = (i, str(i))
for _ in range(2):
    collect()
print(sum(x[0] for x in big if x), big[499000])
del big

log = []


class Logged:
    def __init__(self, name, other=None):
        self.name, self.other = name, other

    def __del__(self):
        log.append(self.name)


outer = Logged("outer", Logged("inner"))
del outer
for _ in range(2):
    collect()
print(sorted(log))


class Broken:
    def __del__(self):
        raise ValueError("in a finalizer")


hook, seen = sys.unraisablehook, []
sys.unraisablehook = lambda u: seen.append((u.exc_type.__name__, str(u.exc_value)))
b = Broken()
del b
for _ in range(2):
    collect()
sys.unraisablehook = hook
print(seen)
print(gc.isenabled(), gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled(), isinstance(gc.get_threshold(), tuple), gc.is_tracked([]))
gens = [(i for i in range(j)) for j in range(100)]
print(sum(next(g, 0) for g in gens))
gens.clear()
closures = []
for i in range(1000):
    data = [i] * 10

    def closure(data=data):
        return sum(data)
    closures.append(closure)
print(sum(c() for c in closures[::100]))
refs = [weakref.ref(Node(i)) for i in range(1000)]
for _ in range(2):
    collect()
print(sum(r() is not None for r in refs), Node.made == Node.freed)
ids = {id(x) for x in [object() for _ in range(1000)]}
alive = [object() for _ in range(1000)]
print(len(ids) <= 1000, len({id(x) for x in alive}) == 1000, all(id(x) == i for x, i in [(x, id(x)) for x in alive]))
before = [id(x) for x in alive]
for _ in range(2):
    collect()
print(before == [id(x) for x in alive], len({x: 1 for x in alive}), all(x in set(alive) for x in alive[::100]))
