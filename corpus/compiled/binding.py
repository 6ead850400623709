# Defaults, keywords, closures, operators: calls that are settled when compiled, and what changes them.


def line(a, b=2, c=3.5, d=None):
    return a, b, c, d


def calls(n):
    last = None
    for i in range(n):
        last = line(i), line(i, 1), line(i, c=1), line(d=i, a=0), line(1, 2, 3, 4)
    return last


print(calls(1000))
line.__defaults__ = (20, 30, 40)
print(calls(1000))


class Vector:
    def __init__(self, x=0, y=0, z=0.0):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(self.x + other.x, self.y + other.y, z=self.z)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __setitem__(self, i, v):
        if i:
            self.y = v
        else:
            self.x = v

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def moved(self, dx=1, *, dy=2):
        return Vector(self.x + dx, self.y + dy)

    def __repr__(self):
        return f"<{self.x} {self.y} {self.z}>"


def walk(n):
    v, step = Vector(), Vector(1, y=2)
    for i in range(n):
        v = v + step * 2
        v[0] = v[0] - 1
        v = v.moved().moved(dx=0)
    return v


print(walk(1000))
for wrong in (1, "a", None, [1], 1.5):
    try:
        Vector() + wrong
    except TypeError as e:
        print(e)
print(Vector(1, 2) == Vector(1, 2), Vector(1, 2) == Vector(1, 3), Vector(1, 2) != Vector(1, 2))


class Wide(Vector):
    def __radd__(self, other):
        return "reflected"


print(Vector(1) + Wide(2), Wide(1) + Vector(2))


def adder(n):
    def add(x):
        return x + n

    return add


def apply(f, n):
    total = 0
    for i in range(n):
        total += f(i)
    return total


one, ten = adder(1), adder(10)
print(apply(one, 1000), apply(ten, 1000), apply(one, 10), apply(adder(2.5), 10))


def counter():
    n = 0

    def more():
        nonlocal n
        n += 1
        return n

    return more


a, b = counter(), counter()
print([a() for _ in range(700)][-1], [b() for _ in range(5)][-1], a())


def unset():
    def get():
        return value

    try:
        get()
    except NameError as e:
        print(e)
    value = 1
    return get()


print(unset())


def code(x):
    return x + 1


def other(x):
    return x * 100


print(apply(code, 1000))
code.__code__ = other.__code__
print(apply(code, 1000))


def exhausted(n):
    it = iter(range(n))
    step = it.__next__
    count = 0
    try:
        while True:
            step()
            count += 1
    except StopIteration as e:
        return count, e.value


print(exhausted(2000))


def same(n):
    a, b, big = 1.5, None, 10**30
    c = 3.0 / 2
    return [n is n, a is c, b is None, big is 10**30 + n - n, n is not None, n is b]


print(same(3)[0], same(3)[2:3], same(4)[4:])


def mixed(xs):
    total = 0
    for x in xs:
        total = total + x - 1
    return total


print(mixed([1, 2, 3.5]), mixed([2**62, 2**62]), mixed([True, 2**61, 2**61]), mixed([1j, 2]))
print(mixed([0.0, -0.0, 1e300]), mixed([4611686018427387903, 1]), mixed([-4611686018427387904, -1]))


def pairs(items):
    result = {}
    for k, v in items:
        result[k] = v
    return result


print(pairs([("a", 1), ["b", 2], "cd"]))
try:
    pairs([("a", 1), (1, 2, 3)])
except ValueError as e:
    print(type(e).__name__)
try:
    pairs([5])
except TypeError as e:
    print(e)
print([5, 6, 7][1:], pairs({1: 2}.items()), {**pairs([(1, 2)]), 3: 4})
