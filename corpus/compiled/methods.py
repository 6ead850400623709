# Methods of one of several classes, in loops long enough that every site has settled before something changes.


class Shape:
    def __init__(self, size):
        self.size = size

    def area(self):
        return 0

    def twice(self):
        return self.area() * 2


class Square(Shape):
    def area(self):
        return self.size * self.size


class Line(Shape):
    pass


class Cube(Square):
    def __init__(self, size):
        super().__init__(size)
        self.depth = size

    def area(self):
        return 6 * super().area()


class Ball:
    def __init__(self):
        self.size = 2.5

    def twice(self):
        return self.size * 2


def total(shapes, rounds):
    result = 0
    for _ in range(rounds):
        for s in shapes:
            result += s.twice()
    return result


shapes = [Square(3), Line(4), Cube(2), Ball()]
print(total(shapes, 1000))

# A class gets another method.
Line.area = lambda self: 1
print(total(shapes, 1000))
del Line.area
print(total(shapes, 1000))

# An instance hides the method of its class.
shapes[0].twice = lambda: 1000
print(total(shapes, 10))
del shapes[0].twice
print(total(shapes, 10))

# An object changes its class.
shapes[1].__class__ = Square
print(total(shapes, 10))
print(type(shapes[1]).__name__, shapes[1].area())

# A base changes.
Shape.twice = lambda self: self.area() * 3
print(total(shapes, 10))


# Plain values in classes, changed all the time.
class Counter:
    made = 0
    names = []

    def __init__(self):
        Counter.made += 1
        self.n = Counter.made


def count(n):
    return sum(Counter().n for _ in range(n))


print(count(3000), Counter.made)
Counter.LAST = Counter()
print(Counter.LAST.n)


# A data descriptor comes between.
class Point:
    def __init__(self, x):
        self.x = x


def xs(points):
    result = 0
    for p in points:
        result += p.x
    return result


points = [Point(i) for i in range(600)]
print(xs(points))
Point.x = property(lambda self: 1)
print(xs(points))
del Point.x
print(xs(points))


# Attributes that come in another order, that are deleted, that are missing.
class Loose:
    pass


def fill(n):
    result = []
    for i in range(n):
        o = Loose()
        if i % 3 == 0:
            o.a = i
            o.b = 1
        elif i % 3 == 1:
            o.b = 1
            o.a = i
        else:
            o.c = None
            o.b = 1
            o.a = i
        result.append(o)
    return result


loose = fill(900)
print(sum(o.a + o.b for o in loose))
del loose[7].a
try:
    print(sum(o.a + o.b for o in loose))
except AttributeError as e:
    print(e)
