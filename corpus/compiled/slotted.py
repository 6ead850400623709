"""Classes with __slots__ in compiled code: unset and deleted slots, bases, weak references, descriptors put in their way."""
import sys
import weakref
from math import sin, cos, sqrt


class Point(object):
    __slots__ = ('x', 'y', 'z')

    def __init__(self, i):
        self.x = x = sin(i)
        self.y = cos(i) * 3
        self.z = (x * x) / 2

    def normalize(self):
        x, y, z = self.x, self.y, self.z
        norm = sqrt(x * x + y * y + z * z)
        self.x /= norm
        self.y /= norm
        self.z /= norm

    def maximize(self, other):
        self.x = self.x if self.x > other.x else other.x
        self.y = self.y if self.y > other.y else other.y
        self.z = self.z if self.z > other.z else other.z
        return self


def floats(n):
    points = [Point(i) for i in range(n)]
    for p in points:
        p.normalize()
    best = points[0]
    for p in points[1:]:
        best = best.maximize(p)
    return "%.9f %.9f %.9f" % (best.x, best.y, best.z)


class Partial:
    __slots__ = ["a", "b", "never"]

    def __init__(self, a, full):
        self.a = a
        if full:
            self.b = a + 1

    def total(self):
        return self.a + self.b


def partials(n):
    total, failed = 0, []
    for i in range(n):
        p = Partial(i, i % 40 != 39)
        try:
            total += p.total()
        except AttributeError as e:
            failed.append(str(e))
        if i % 60 == 59:
            del p.a
            try:
                p.total()
            except AttributeError as e:
                failed.append(str(e))
            try:
                del p.a
            except AttributeError as e:
                failed.append(str(e))
            p.a = 5
            total += p.a
        if i % 70 == 69:
            try:
                p.never
            except AttributeError as e:
                failed.append(str(e))
            try:
                p.other = 1
            except AttributeError as e:
                failed.append(str(e))
    return total, len(failed), sorted(set(failed))


class Base:
    __slots__ = ("first", "second")

    def __init__(self, first):
        self.first = first
        self.second = first * 2


class Derived(Base):
    __slots__ = ("third", "__weakref__")

    def __init__(self, first, third):
        Base.__init__(self, first)
        self.third = third

    def all(self):
        return self.first + self.second + self.third


class Open(Base):
    def __init__(self, first):
        Base.__init__(self, first)
        self.free = first

    def all(self):
        return self.first + self.second + self.free


class Shadowed(Base):
    __slots__ = ("own",)

    def __init__(self, first):
        self.own = first
        self.second = first

    @property
    def first(self):
        return self.own * 100


class WithDict:
    __slots__ = ("a", "__dict__")

    def __init__(self, a):
        self.a = a
        self.b = a + 1


class Private:
    __slots__ = ("__hidden", "seen")

    def __init__(self, v):
        self.__hidden = v
        self.seen = v

    def get(self):
        return self.__hidden + self.seen


def inherited(n):
    total = 0
    alive = []
    for i in range(n):
        d = Derived(i, 1)
        total += d.all() + Open(i).all() + Shadowed(i).first + Private(i).get()
        w = WithDict(i)
        total += w.a + w.b + len(w.__dict__)
        if i % 100 == 50:
            alive.append(weakref.ref(d))
            total += alive[-1]().third
    return total


class Cell:
    __slots__ = ("value", "next")

    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def linked(n):
    head = None
    for i in range(n):
        head = Cell(i, head)
    total = 0
    while head is not None:
        total += head.value
        head = head.next
    return total


class Pair:
    __slots__ = ("p", "q")

    def __init__(self, p, q):
        self.p = p
        self.q = q

    def __add__(self, other):
        return Pair(self.p + other.p, self.q + other.q)

    def __eq__(self, other):
        return isinstance(other, Pair) and self.p == other.p and self.q == other.q

    def __hash__(self):
        return hash((self.p, self.q))

    def __repr__(self):
        return "Pair(%r, %r)" % (self.p, self.q)


def sums(n):
    a = Pair(0.0, 0)
    for i in range(n):
        a = a + Pair(0.5, i)
        if i == n // 2:
            kept = a
    return a, kept, a == kept, a == Pair(a.p, a.q), len({a, kept, Pair(a.p, a.q)})


def looked_at(n, change, at):
    total = 0
    for i in range(n):
        p = Pair(i, 1)
        if i == at:
            change()
        total += p.p + p.q
    return total


def shadow():
    slot = Pair.p
    Pair.p = property(lambda self: 1000, lambda self, v: slot.__set__(self, v))


class Other:
    __slots__ = ("p", "q")

    def __init__(self, p, q):
        self.p = -p
        self.q = -q


def turned(n):
    total = 0
    for i in range(n):
        o = Other(i, 1)
        if i % 50 == 49:
            o.__class__ = Pair
            total += repr(o) == "Pair(%r, -1)" % -i
        total += o.p
    return total


def new_without_init(n):
    total = 0
    for i in range(n):
        o = Other.__new__(Other)
        if i % 2:
            o.p = i
        total += getattr(o, "p", -1) + hasattr(o, "q")
    return total


def main():
    print(floats(2000))
    print(partials(300))
    print(inherited(300))
    print(linked(1000))
    print(sums(500))
    print(turned(200), new_without_init(200))
    print(looked_at(300, lambda: None, 150), looked_at(300, shadow, 150), looked_at(300, shadow, -1))
    print(Partial.__slots__, Point.__slots__, hasattr(Point(1), "__dict__"), hasattr(Derived(1, 2), "__weakref__"))
    try:
        weakref.ref(Point(1))
    except TypeError as e:
        print(e)


main()
