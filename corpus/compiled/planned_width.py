"""A class with planned maps whose first instances the interpreter makes: more of them than widths are learned from."""


class Vector:
    def __init__(self, x, y=0.0, z=0.0):
        self.x = x
        self.y = y
        self.z = z

    def plus(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)


def total(vectors):
    sum = Vector(0.0)
    for n in range(300):
        for v in vectors:
            sum = sum.plus(v)
    return sum


def main():
    vectors = [
        Vector(1.5), Vector(2.5, 1.0), Vector(0.5, 0.25, 0.125), Vector(1.0), Vector(2.0), Vector(3.0),
        Vector(4.0), Vector(5.0), Vector(6.0, 6.0), Vector(7.0), Vector(8.0), Vector(9.0, 0.5, 0.5),
        Vector(1.0), Vector(2.0), Vector(3.0), Vector(4.0), Vector(5.0), Vector(6.0), Vector(7.0),
    ]
    result = total(vectors)
    print(result.x, result.y, result.z)
    print(sorted(vars(vectors[-1]).items()), sorted(vars(result)))


main()
