"""Multiple inheritance: the order of resolution, cooperative super, mixins, what cannot be ordered."""


class Root:
    def __init__(self, **kwargs):
        assert not kwargs, kwargs
        self.trail = ["Root"]

    def who(self):
        return ["Root"]


class Left(Root):
    def __init__(self, left=1, **kwargs):
        super().__init__(**kwargs)
        self.left = left
        self.trail.append("Left")

    def who(self):
        return ["Left"] + super().who()


class Right(Root):
    def __init__(self, right=2, **kwargs):
        super().__init__(**kwargs)
        self.right = right
        self.trail.append("Right")

    def who(self):
        return ["Right"] + super().who()


class Bottom(Left, Right):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.trail.append("Bottom")

    def who(self):
        return ["Bottom"] + super().who()


b = Bottom(left="l", right="r")
print([c.__name__ for c in Bottom.__mro__])
print(b.who(), b.trail, b.left, b.right)
print(super(Left, b).who(), super(Right, b).who())
print(Left().who(), list(vars(b)))

try:
    type("Impossible", (Root, Left), {})
except TypeError as e:
    print(str(e).split("\n")[0].strip())
try:
    type("Twice", (Left, Left), {})
except TypeError as e:
    print(e)


class Comparable:
    def __lt__(self, other):
        return self.key() < other.key()

    def __eq__(self, other):
        return self.key() == other.key()

    def __hash__(self):
        return hash(self.key())


class Named:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r})"


class Animal(Named, Comparable):
    def key(self):
        return self.name.lower()


class Dog(Animal):
    sound = "woof"

    def speak(self):
        return f"{self.name} says {self.sound}"


class Puppy(Dog):
    sound = "yip"

    def speak(self):
        return super().speak() + "!"


pack = [Dog("Rex"), Puppy("ada"), Dog("Bo")]
print(sorted(pack), max(pack), Dog("REX") in pack, len({Dog("x"), Puppy("X")}))
print([d.speak() for d in pack])
del Puppy.sound
print(pack[1].speak())
Dog.sound = "arf"
print([d.speak() for d in pack])

# Bases replaced, classes of instances replaced.
class A:
    def f(self):
        return "A"


class B:
    def f(self):
        return "B"


class C(A):
    pass


c = C()
print(c.f(), end=" ")
C.__bases__ = (B,)
print(c.f(), issubclass(C, A), [k.__name__ for k in C.__mro__])
c.__class__ = A
print(c.f(), type(c).__name__, isinstance(c, C))
print(Root.__subclasses__() == [Left, Right], Bottom.__base__.__name__, Bottom.__bases__ == (Left, Right))
