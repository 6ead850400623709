"""Protocols looked up on the type: instance attributes do not count, None blocks, inheritance, copying, pickling by hand, context managers, hash and eq."""


class Plain:
    pass


p = Plain()
p.__len__ = lambda: 5
p.__call__ = lambda: "called"
p.__iter__ = lambda: iter([1])
for f in (len, lambda o: o(), iter, lambda o: o + 1, lambda o: o[0], hash, bool, repr, lambda o: o == o, lambda o: o < o, abs, int, lambda o: o @ o, lambda o: {o: 1} and "hashable"):
    try:
        result = f(p)
        print("works", result if isinstance(result, (bool, str)) and "object at" not in str(result) else type(result).__name__)
    except TypeError as e:
        print("TypeError", str(e).split(" object at")[0])


class Base:
    def __len__(self):
        return 0

    def __eq__(self, other):
        return type(self) is type(other)


class Child(Base):
    __hash__ = None


print(bool(Base()), Base() == Base(), Base() != Base(), Base.__hash__, Child.__hash__)
for f in (lambda: hash(Base()), lambda: len(Child()), lambda: {Child()}, lambda: bool(Child())):
    try:
        print(f())
    except TypeError as e:
        print(str(e).split(" (")[0].replace("cannot use 'Child' as a set element", "unhashable type: 'Child'"))


class Late:
    pass


l = Late()
Late.__len__ = lambda self: 7
Late.__getitem__ = lambda self, i: i * 2 if i < 3 else exec("raise IndexError")
Late.__add__ = lambda self, other: ("added", other)
Late.__bool__ = lambda self: False
print(len(l), l[2], list(l), l + 1, bool(l), 4 in l, [x for x in l])
del Late.__len__, Late.__bool__
try:
    len(l)
except TypeError as e:
    print(e, bool(l))
Late.__radd__ = lambda self, other: "reflected"
print(1 + l, sum([l], 0))


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        print("exit", args[0])


m = Manager()
m.__exit__ = lambda *a: print("instance's exit is not asked")
with m:
    pass


class Copy:
    def __init__(self, x):
        self.x, self.log = x, []

    def __copy__(self):
        return Copy(self.x + 1)

    def __deepcopy__(self, memo):
        return Copy(self.x + 10)


import copy

print(copy.copy(Copy(1)).x, copy.deepcopy([Copy(1)])[0].x)
a = [1, [2, 3]]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append(4)
print(b, c)
loop = []
loop.append(loop)
d = copy.deepcopy(loop)
print(d is not loop, d[0] is d)
o = Plain()
o.self, o.items = o, {"k": [1]}
q = copy.deepcopy(o)
print(q.self is q, q.items, q.items is not o.items, type(q).__name__)


class Ordered:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n if isinstance(other, Ordered) else NotImplemented


x, y = Ordered(1), Ordered(2)
print(x < y, y > x, sorted([y, x])[0] is x, min(y, x) is x, max(x, y) is y)
for f in (lambda: x <= y, lambda: x < 1, lambda: 1 > x, lambda: x >= 1):
    try:
        print(f())
    except TypeError as e:
        print(e)


class Approx(float):
    def __eq__(self, other):
        return abs(float(self) - float(other)) < 0.1

    __hash__ = float.__hash__


print(Approx(1.0) == 1.05, 1.05 == Approx(1.0), Approx(1.0) != 1.05, Approx(2) in [1.95], [1.95].index(Approx(2)), {2.0: "x"}.get(Approx(2.0)))
print(object() == object(), object().__eq__(1), (1).__eq__("a"), object.__lt__(1, 2), type(p).__eq__(p, p), p.__ne__(p), Plain.__init__ is object.__init__, Plain.__eq__ is object.__eq__)
print(sorted(n for n in vars(Plain) if n.startswith("__"))[:3], Plain.__dict__.get("__init__"), callable(p), callable(Plain), callable(len), hasattr(p, "__len__"))
