"""Descriptors of `__slots__` that are replaced, deleted or shadowed after instances were made and caches filled."""


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def move(self, dx):
        self.x = self.x + dx

    def read(self):
        return self.x


def attempt(function, *args):
    try:
        return function(*args)
    except (AttributeError, TypeError) as e:
        return str(e)


def loop(point, n):
    for i in range(n):
        point.move(i)
    return point.read()


p = Point(1, 2)
print(attempt(loop, p, 200), attempt(p.read))
kept = Point.__dict__["x"]
Point.x = 7
print(attempt(p.move, 3), attempt(p.read), attempt(Point, 1, 2), attempt(loop, p, 3))
del Point.x
print(attempt(p.move, 4), attempt(p.read), attempt(Point, 1, 2), attempt(loop, p, 3))
Point.x = kept
print(attempt(p.move, 5), attempt(p.read), attempt(loop, p, 200))


class Sub(Point):
    __slots__ = ("z",)

    def __init__(self, x, y):
        super().__init__(x, y)
        self.z = x


s = Sub(1, 2)
print(attempt(loop, s, 200), s.z)
Sub.x = property(lambda self: "shadowed", lambda self, value: None)
print(attempt(s.move, 1), attempt(s.read), attempt(Sub(1, 2).read), attempt(p.read))
del Sub.x
print(attempt(s.read), attempt(loop, s, 10), attempt(Sub(5, 6).read))
