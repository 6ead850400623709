"""Constructors that give their object another dictionary or another class."""


class Bag:
    def __init__(self, content):
        self.__dict__ = content


class Late:
    def __init__(self, content):
        self.first = 1
        self.__dict__ = content
        self.last = 2


class Grown:
    kind = "grown"

    def value(self):
        return self.base * 2


class Seed:
    kind = "seed"

    def __init__(self, base, grows):
        self.base = base
        if grows:
            self.__class__ = Grown

    def value(self):
        return self.base


class Early:
    def __init__(self):
        self.__class__ = Grown
        self.base = 21


def bags(n):
    total = 0
    for i in range(n):
        shared = {"v": i}
        bag = Bag(shared)
        total += bag.v
        bag.v += 1
        total += shared["v"]
        late = Late(shared)
        total += late.last + late.v + hasattr(late, "first")
    return total


def seeds(n):
    total = 0
    for i in range(n):
        seed = Seed(i, i % 3 == 0)
        total += seed.value()
        total += len(seed.kind) + Early().value()
    return total


print(bags(500), seeds(500))
print(type(Early()).__name__, vars(Early()), Seed(4, True).value(), Seed(4, False).value())
