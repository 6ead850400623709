"""Weak references: callbacks, dictionaries and sets of them, proxies, finalizers, resurrection, cycles."""
import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name
        self.other = None

    def __repr__(self):
        return f"Node({self.name})"


def other_work():
    """Leaves other words on the stack: a stale one may keep what nothing refers to alive."""
    numbers = [n * n for n in range(8)]
    pairs = sorted(list(zip(numbers, [str(n) for n in numbers])), key=lambda p: p[1])
    return {k: v for k, v in pairs}, [Other(n) for n in numbers[:2]]


class Other:
    def __init__(self, n):
        self.n = [n]


def collect():
    # References die at the latest when all is collected.
    for _ in range(3):
        other_work()
        gc.collect()


a = Node("a")
r = weakref.ref(a, lambda ref: print("callback", ref is r))
print(r() is a, r, weakref.getweakrefcount(a)) if False else print(r() is a, weakref.getweakrefcount(a))
del a
collect()
print(r(), weakref.ref(Node) == weakref.ref(Node))

b = Node("b")
p = weakref.proxy(b)
p.name = "through the proxy"
print(b.name, p.other, type(p).__name__)
del b
collect()
try:
    p.name
except ReferenceError as e:
    print(e)

values = weakref.WeakValueDictionary()
keys = weakref.WeakKeyDictionary()
members = weakref.WeakSet()
kept = [Node(i) for i in range(3)]
for n in kept:
    values[n.name] = n
    keys[n] = n.name * 10
    members.add(n)
values["temporary"] = Node("temporary")
members.add(Node("temporary"))
collect()
print(sorted(values), sorted(keys.values()), len(members), values[1] is kept[1], kept[0] in members)
del n
kept.pop()
collect()
print(sorted(values), len(keys), len(members), values.get(2, "gone"))


def cycle():
    x, y = Node("x"), Node("y")
    x.other, y.other = y, x
    return weakref.ref(x), weakref.ref(y)


rx, ry = cycle()
collect()
print(rx(), ry())


class Final:
    alive = []

    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


f = Final("plain")
del f
collect()


class Lazarus(Final):
    def __del__(self):
        print("resurrect", self.name)
        Final.alive.append(self)


f = Lazarus("once")
del f
collect()
print([x.name for x in Final.alive])
Final.alive.clear()
collect()
print("not finalized twice")

c1, c2 = Final("c1"), Final("c1")
c1.other, c2.other = c2, c1
del c1, c2
collect()

n = Node("watched")
fin = weakref.finalize(n, print, "finalized", 1)
print(fin.alive)
del n
collect()
print(fin.alive)
n = Node("called early")
fin = weakref.finalize(n, lambda x: x * 2, 21)
print(fin(), fin(), fin.alive)


class Method:
    def f(self):
        return "called"


m = Method()
wm = weakref.WeakMethod(m.f)
print(wm()())
del m
collect()
print(wm())
for bad in (1, "s", None, (1,), [1]):
    try:
        weakref.ref(bad)
    except TypeError as e:
        print(e)


class Slots:
    __slots__ = ("a",)


class SlotsWeak:
    __slots__ = ("a", "__weakref__")


try:
    weakref.ref(Slots())
except TypeError as e:
    print(e)
s = SlotsWeak()
print(weakref.ref(s)() is s)
s1, s2 = weakref.ref(s), weakref.ref(s)
print(s1 is s2, s1 == s2, hash(s1) == hash(s), gc.isenabled())
