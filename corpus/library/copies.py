"""A graph with cycles and shared parts, copied shallowly and deeply."""

import copy
from collections import OrderedDict, deque


class Node:
    def __init__(self, name, *links):
        self.name = name
        self.links = list(links)

    def __repr__(self):
        return f"Node({self.name})"


class Counted:
    made = 0

    def __init__(self):
        self.state = {"n": [1]}

    def __copy__(self):
        Counted.made += 1
        new = Counted()
        new.state = self.state
        return new

    def __deepcopy__(self, memo):
        Counted.made += 10
        new = Counted.__new__(Counted)
        memo[id(self)] = new
        new.state = copy.deepcopy(self.state, memo)
        return new


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a):
        self.a = a


class Stateful:
    def __init__(self, x):
        self.x = x
        self.cache = "big"

    def __getstate__(self):
        return {"x": self.x}

    def __setstate__(self, state):
        self.x = state["x"]
        self.cache = "rebuilt"


class Reduced:
    def __init__(self, items=()):
        self.items = list(items)

    def __reduce__(self):
        return Reduced, (), {"extra": 1}, iter(self.items), None

    def extend(self, items):
        self.items.extend(items)

    def append(self, item):
        self.items.append(item)


class Pair(tuple):
    pass


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __replace__(self, /, **changes):
        return Point(**{"x": self.x, "y": self.y} | changes)


def main():
    a, b = Node("a"), Node("b")
    a.links += [b, a]
    b.links.append(a)
    c = copy.deepcopy(a)
    print(c, c is a, c.links[1] is c, c.links[0].links[0] is c, c.links[0] is b)
    s = copy.copy(a)
    print(s.links is a.links, s.name, s.links[1] is a)

    shared = [1, 2]
    data = {"x": shared, "y": [shared, (shared, 3)], "z": {1, 2}}
    d = copy.deepcopy(data)
    d["x"].append(3)
    print(d, data["x"], d["y"][0] is d["x"], d["y"][1][0] is d["x"])
    loop = []
    loop.append(loop)
    print(copy.deepcopy(loop)[0][0] is not loop, copy.deepcopy(loop))
    for atom in (1, "s", b"b", None, (1, 2), len, Node, 1.5, range(3), ...):
        assert copy.copy(atom) is atom and copy.deepcopy(atom) is atom, atom
    t = ([],)
    print(copy.copy(t) is t, copy.deepcopy(t) is t, copy.deepcopy(t) == t)

    n = Counted()
    copy.copy(n)
    m = copy.deepcopy([n, n])
    print(Counted.made, m[0] is m[1], m[0].state is n.state)
    q = Slotted([1])
    r = copy.deepcopy(q)
    print(r.a, r.a is q.a, hasattr(r, "b"), copy.copy(q).a is q.a)
    f = copy.copy(Stateful(4))
    print(f.x, f.cache)
    k = Reduced([1, [2]])
    print(copy.copy(k).items, copy.copy(k).extra, copy.deepcopy(k).items[1] is k.items[1])
    p = Pair([1, []])
    p.name = "p"
    z = copy.deepcopy(p)
    print(type(z).__name__, z, z.name, z[1] is p[1])
    for value in (OrderedDict(b=1, a=2), deque([1, [2]], maxlen=3), bytearray(b"x"), slice(1, 2), memoryview(b"a").tolist()):
        print(copy.deepcopy(value), copy.copy(value) == value, copy.copy(value) is value)
    new = copy.replace(Point(1, 2), y=5)
    print(new.x, new.y)
    for bad in (lambda: copy.deepcopy(x for x in []), lambda: copy.replace(3)):
        try:
            bad()
        except TypeError as error:
            print(error)


main()
