"""Instances that compiled code need not make: in loops, nested, aliased, seen by exits, handlers, generators and finalizers."""
import gc
import sys
import traceback
import weakref


class Vec:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vec(self.x - other.x, self.y - other.y, self.z - other.z)

    def scale(self, k):
        return Vec(self.x * k, self.y * k, self.z * k)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def __repr__(self):
        return "Vec(%r, %r, %r)" % (self.x, self.y, self.z)


class Ray:
    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction

    def at(self, t):
        return self.origin + self.direction.scale(t)


class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next


class Counter:
    def __init__(self):
        self.n = 0

    def bump(self, by):
        self.n += by
        return self


def vectors(n):
    a = Vec(0.0, 0.0, 0.0)
    step = Vec(1.0, 0.5, 0.25)
    for i in range(n):
        a = a + step.scale(2.0)
        if i % 100 == 50:
            a = a - step
    return a.dot(a), a


def mixed_numbers(n):
    a = Vec(0, 0, 0)
    for i in range(n):
        a = a + Vec(1, i, 0.5) if i % 3 else a + Vec(i, 1, 2)
    return a


def rays(n):
    r = Ray(Vec(0.0, 1.0, 2.0), Vec(1.0, 0.0, -1.0))
    total = 0.0
    for i in range(n):
        p = r.at(i * 0.5)
        if i % 10 == 3:
            r = Ray(p, r.direction)
        elif i % 10 == 7:
            r = Ray(r.origin, r.direction.scale(-0.5))
        total += p.dot(r.direction)
    return total, r.origin, r.direction


def chain(n):
    node = Node(0, None)
    for i in range(n):
        node = Node(i, node)
        if i % 5 == 4:
            node = node.next.next
    out = []
    while node is not None:
        out.append(node.value)
        node = node.next
    return len(out), out[:8]


def rotated(n):
    node = Node(2, Node(1, Node(0, None)))
    for i in range(n):
        node = Node(node.value + 1, Node(node.next.value + node.value, None))
    return node.value, node.next.value, node.next.next


def ring(n):
    total = 0
    for i in range(n):
        a = Node(i, None)
        b = Node(i + 1, a)
        a.next = b
        total += a.next.next.value + b.next.next.value
        if i == n - 1:
            return total, a is b.next, a.next is b, a is b
    return total


def aliases(n):
    same = other = 0
    for i in range(n):
        a = Counter()
        b = a
        c = Counter() if i % 2 else a
        b.bump(i)
        c.bump(1)
        if a is c:
            same += a.n
        else:
            other += a.n * 10 + c.n
        if a is not b or a == None or (i % 2 and a == c):
            return "wrong"
    return same, other


def swapped(n):
    a, b = Counter(), Counter()
    for i in range(n):
        a, b = b, a
        a.bump(i)
    return a.n, b.n, a is b


def both_ways(n):
    a = b = Counter()
    for i in range(n):
        a.bump(1)
        b.bump(2)
        if i % 50 == 49:
            b = Counter()
            a = b
    return a.n, b.n, a is b


KEPT = []


def rare_escape(n):
    total = 0
    for i in range(n):
        v = Vec(i, i + 1, i + 2)
        if i % 97 == 96:
            KEPT.append(v)
            v.x = -1
        v.y += 1
        total += v.x + v.y
    return total, [(v.x, v.y) for v in KEPT]


def escapes_in_parts(n):
    kept = []
    for i in range(n):
        r = Ray(Vec(i, 0, 0), Vec(0, i, 0))
        if i % 50 == 0:
            kept.append(r.origin)
            r.origin.y = 7
        if i % 75 == 0:
            kept.append(r)
        r.origin.x += 1
        r.direction.y += r.origin.x
    return [k if isinstance(k, Vec) else (k.origin, k.direction) for k in kept]


def divides(i):
    v = Vec(i, 10 - i % 11, 1)
    w = Ray(v, v)
    try:
        w.origin.x = 100 // w.direction.y
        w.direction.z = w.origin.x
    except ZeroDivisionError:
        return w.origin.x, w.direction is v, v.z
    return v.z


def handlers(n):
    out = []
    for i in range(n):
        r = divides(i)
        if not isinstance(r, int):
            out.append(r)
    return len(out), out[:4], out[-1]


def raises(i):
    v = Vec(i, 0, 0)
    v.y = v.x * 2
    if i % 100 == 99:
        v.z = i // (v.y - v.x - i)
    return v.dot(v)


def tracebacks(n):
    seen = []
    total = 0
    for i in range(n):
        try:
            total += raises(i)
        except ZeroDivisionError as e:
            tb = e.__traceback__
            while tb.tb_next:
                tb = tb.tb_next
            seen.append((tb.tb_lineno - raises.__code__.co_firstlineno, traceback.extract_tb(tb)[0].name))
    return total, seen


def overflowing(n):
    c = Counter()
    for i in range(n):
        c.bump(1 << 57)
    c.bump(1)
    return c.n


def unexpected(n, odd):
    c = Counter()
    v = Vec(1.5, 2.5, 3.5)
    for i in range(n):
        c.bump(odd if i == n - 2 else i)
        v = v + Vec(odd if i == n - 3 else 1.0, 0.0, 0.0)
    return c.n, v


def generator(n):
    v = Vec(0, 0, 0)
    for i in range(n):
        w = Vec(i, v.x, 1)
        v = v + w
        got = yield v.x + w.y
        if got:
            v.x += got


def generated(n):
    g = generator(n)
    out = [next(g)]
    for i in range(n - 1):
        out.append(g.send(i % 3))
    return sum(out), out[-3:]


def finds(items, wanted):
    best = None
    for x in items:
        v = Vec(x, x * x % 17, 0)
        if best is None or v.y > best.y:
            best = v
        if x == wanted:
            return best, v, best is v
    return best


def late_attribute(n):
    seen = 0
    for i in range(n):
        v = Vec(i, i, i)
        if i % 60 == 59:
            v.extra = i
            seen += v.extra + len(v.__dict__)
        if i % 60 == 58:
            del v.y
            seen += hasattr(v, "y") * 1000 + hasattr(v, "x")
    return seen


def compared(n):
    total = 0
    for i in range(n):
        v = Vec(i, 0, 0)
        w = Vec(i, 0, 0)
        total += (v == w) * 100 + (v != w) + (v in [w, v]) * 10 + bool(v) + (not v) * 5 + isinstance(v, Vec) + (type(v) is Vec)
    return total


def numbered(n):
    total = 0
    for i in range(n):
        v = Vec(i, 0, 0)
        before = id(v)
        v.x += 1
        total += id(v) == before
    return total


def weak(n):
    total = 0
    for i in range(n):
        v = Vec(i, 0, 0)
        r = weakref.ref(v)
        v.x += 1
        total += r().x
        total += r() is v
    return total


def nested(n):
    total = 0.0
    for i in range(n):
        a = Vec(0.0, 0.0, 0.0)
        for k in range(5):
            b = Vec(1.0, 0.0, 0.0)
            for m in range(3):
                b = b + Vec(0.0, 1.0, 0.5)
            a = a + b
        total += a.dot(Vec(1.0, 2.0, 4.0))
    return total


def returned(i):
    v = Vec(i, i, i)
    if i % 2:
        return v
    return v.x


def pairs(n):
    total = 0
    for i in range(n):
        a, b = Vec(i, 0, 0), Vec(0, i, 0)
        t = (a, b)
        t[0].x += 1
        (c, d) = t
        total += c.x + d.y + (c is a) + (d is b)
        if i % 30 == 29:
            KEPT.append(t)
            a.z = -i
    return total, KEPT[-1][0].z, KEPT[-1][1].z


def main():
    print(vectors(3000))
    print(mixed_numbers(500))
    print(rays(1000))
    print(chain(1000))
    print(rotated(30))
    print(ring(500))
    print(aliases(500), swapped(501), both_ways(520))
    print(rare_escape(500))
    print(escapes_in_parts(200))
    print(handlers(300))
    print(tracebacks(400))
    print(overflowing(10), overflowing(100))
    print(unexpected(200, 7), unexpected(200, 2.5))
    try:
        unexpected(200, "x")
    except TypeError as e:
        print(e)
    print(generated(200))
    print(finds(range(300), 250), finds(range(40), -1))
    print(late_attribute(300))
    print(compared(200), numbered(200), weak(200))
    print(nested(100))
    print(sum(returned(i).x if i % 2 else returned(i) for i in range(300)))
    print(pairs(300))


main()


class Changed:
    def __init__(self, n):
        self.n = n
        self.twice = n * 2

    def both(self):
        return self.n + self.twice


def changes(n, at, change):
    total = 0
    for i in range(n):
        c = Changed(i)
        if i == at:
            change(Changed)
        total += c.n + c.both()
    return total


def a_property(cls):
    cls.n = property(lambda self: 1000, lambda self, v: None)


def a_method(cls):
    cls.both = lambda self: -1


def an_init(cls):
    def __init__(self, n):
        self.twice = 1
        self.n = 2
    cls.__init__ = __init__


def a_finalizer(cls):
    cls.__del__ = lambda self: DELETED.append(1)


def a_new(cls):
    def __new__(cls, n):
        self = object.__new__(cls)
        self.made = True
        return self
    cls.__new__ = __new__


DELETED = []
print(changes(300, -1, None))
for change in (a_method, an_init, a_new, a_finalizer, a_property):
    print(change.__name__, changes(300, 150, change))
gc.collect()
print(len(DELETED) >= 140)


class Other:
    def __init__(self, n):
        self.n = n
        self.twice = -n


def turned(n):
    total = 0
    for i in range(n):
        c = Counter()
        c.bump(i)
        if i % 40 == 39:
            c.__class__ = Other
            total += (type(c) is Other) + c.n
            c.twice = 5
        total += c.n
    return total


print(turned(200))
