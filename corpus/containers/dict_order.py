"""Dicts: order through every kind of change, views, equality, merging, keys of mixed kinds, keys with strange hashes."""
d = {c: i for i, c in enumerate("hello world")}
print(d, list(d), list(d.values())[:3], len(d))
del d["l"]
d["l"] = "back"
d["h"] = "changed"
print(list(d.items())[:2], list(d)[-1], next(reversed(d)), list(reversed(d.values()))[0])
print(d.pop("w"), d.pop("zz", None), d.popitem(), list(d), d.setdefault("new", []), d.setdefault("h", 1))
try:
    {}.popitem()
except KeyError as e:
    print(e)
a, b = {"x": 1, "y": 2}, {"y": 3, "z": 4}
print(a | b, b | a, {**a, "y": 9, **b}, dict(a, y=5, w=6), dict([("k", 1), ("k", 2)]), dict(zip("ab", [1, 2])))
a |= [("q", 0)]
a.update({"x": 10}, r=11)
print(a, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {} == [], a.keys() & b.keys(), sorted(a.keys() ^ b.keys()), sorted(a.keys() - {"x"}), a.items() & {("q", 0)})
k, v, i = a.keys(), a.values(), a.items()
a["later"] = 1
print(len(k), list(v)[-1], ("later", 1) in i, "later" in k, k == set(a), k.isdisjoint(b), k.mapping == a)


class Collides:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return isinstance(other, Collides) and self.n == other.n

    def __repr__(self):
        return f"C{self.n}"


many = {Collides(i): i for i in range(20)}
print(len(many), many[Collides(13)], list(many)[:3], Collides(99) in many)
for i in range(0, 20, 2):
    del many[Collides(i)]
print(list(many.values()), Collides(4) in many)


class Fickle:
    def __hash__(self):
        raise ValueError("no hash today")


for bad in (lambda: {[]: 1}, lambda: {Fickle(): 1}, lambda: {}[Fickle()], lambda: {}["missing"], lambda: {(1, []): 2}, lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: {}.update(5), lambda: {1: 2} | 3, lambda: {1: 2} < {1: 3}):
    try:
        bad()
    except TypeError:
        print("TypeError")
    except (ValueError, KeyError) as e:
        print(type(e).__name__, e)
mixed = {1: "int", "1": "str", 1.5: "float", None: "none", (1, "a"): "tuple", frozenset([1]): "set", True: "bool wins"}
print(mixed, mixed[1.0], mixed[frozenset([1])])
big = {}
for i in range(1000):
    big[i * 7919 % 1000] = i
for i in range(0, 1000, 3):
    del big[i]
print(len(big), sum(big), sum(big.values()), list(big)[:5], list(big)[-3:])
c = big.copy()
c.clear()
print(len(c), len(big), dict.fromkeys("aab", 0), {}.fromkeys(range(2)))
nested = {"a": {"b": {"c": [1, {"d": 2}]}}}
print(nested["a"]["b"]["c"][1]["d"], nested)
nested["self"] = nested
print(str(nested)[-12:])
groups = {}
for word in "one two three four five six seven".split():
    groups.setdefault(len(word), []).append(word)
print(groups, sorted(groups.items(), reverse=True), max(groups, key=lambda n: len(groups[n])), {v[0]: k for k, v in groups.items()})
x = {"b": 1, "a": 2}
for key in list(x):
    x[key.upper()] = x.pop(key)
print(x, [*x], {**x}, *x, sorted(x, key=x.get))
