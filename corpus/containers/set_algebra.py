"""Sets: algebra against a model, mixed operands, frozen ones, mutation while iterating, subclasses, hash of sets."""
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(sorted(a | b), sorted(a & b), sorted(a - b), sorted(a ^ b), a < b, a & b <= a, a > {1}, a >= a, a != b, a.isdisjoint({9}))
for name in ("union", "intersection", "difference", "symmetric_difference"):
    print(name, sorted(getattr(a, name)([4, 5, 5])), type(getattr(frozenset(a), name)({4})).__name__)
print(sorted(a.union([7], (8,), {9: 0}, "x" * 0)), sorted(a.intersection([1, 2], {2, 9})), sorted(a.difference([1], [2])))
c = set(a)
c |= {10}
c &= {1, 2, 10}
c ^= {2, 3}
c -= {1}
print(sorted(c), a is not c)
c.update([1], "ab")
c.discard("zz")
c.remove("a")
c.intersection_update({1, "b", 3})
c.difference_update([3])
c.symmetric_difference_update([1, 2])
print(sorted(map(str, c)), len(c), c.pop() in {"b", 2}, len(c))
for bad in ("a | [1]", "a < [1]", "{[]}", "{1} + {2}", "a.remove(99)", "set().pop()", "hash(a)", "set(5)", "a <= 5", "frozenset().add(1)", "a.update(5)", "{1}.intersection(5)"):
    try:
        print(eval(bad))
    except (TypeError, KeyError, AttributeError) as e:
        print(bad, type(e).__name__)
f = frozenset([1, 2, 3])
print(hash(f) == hash(frozenset([3, 2, 1])), f == {1, 2, 3}, {f: "key"}[frozenset((1, 2, 3))], {1, 2, 3} in {f}, f is frozenset(f), f.copy() is f, frozenset() is frozenset() or True)
print({1, 1.0, True}, {0, False, 0.0, -0.0}, len({float("nan"), 1.0}), {"a", b"a"} == {b"a", "a"}, set("hello") == set("ohell"), {(), (1,), frozenset()} >= {()})


def numbers(seed):
    while True:
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        yield seed >> 16


class Model:
    """A set as a sorted list."""

    def __init__(self):
        self.items = []

    def add(self, x):
        if x not in self.items:
            self.items.append(x)
            self.items.sort()

    def discard(self, x):
        if x in self.items:
            self.items.remove(x)


source, real, model = numbers(5), set(), Model()
for _ in range(3000):
    x, what = next(source) % 200, next(source) % 3
    if what:
        real.add(x)
        model.add(x)
    else:
        real.discard(x)
        model.discard(x)
print(sorted(real) == model.items, len(real))
half = {x for x in real if x % 2}
print(half <= real, len(half ^ real) == len(real) - len(half), sorted(real - half)[:5], sum(1 for x in real if x in half) == len(half))
for s in (real, half):
    copy = set(s)
    for x in list(copy):
        if x % 3 == 0:
            copy.remove(x)
    print(len(copy), all(x % 3 for x in copy))


class Word:
    def __init__(self, text):
        self.text = text

    def __eq__(self, other):
        return self.text.lower() == other.text.lower()

    def __hash__(self):
        return hash(self.text.lower())


print(len({Word("a"), Word("A"), Word("b")}), Word("B") in {Word("b")}, len({Word("x")} | {Word("X")}), [w.text for w in {Word("first")} & {Word("FIRST")}][0].lower())
powerset = [[]]
for x in "abc":
    powerset += [s + [x] for s in powerset]
print(sorted(map("".join, powerset)), len({frozenset(s) for s in powerset}))
graph = {1: {2, 3}, 2: {4}, 3: {4}, 4: set()}
reached, todo = set(), {1}
while todo:
    reached |= todo
    todo = set().union(*(graph[n] for n in todo)) - reached
print(sorted(reached), sorted(set(graph) - set().union(*graph.values())))
