# Caches of attributes and methods: hits, misses, and what makes them wrong.


class Shape:
    sides = 0
    names = ["none"]

    def __init__(self, size):
        self.size = size

    def area(self):
        return self.size

    @property
    def double(self):
        return self.size * 2

    @staticmethod
    def kind():
        return "shape"

    @classmethod
    def make(cls, size):
        return cls(size)


class Square(Shape):
    sides = 4

    def area(self):
        return self.size * self.size


class Triangle(Shape):
    sides = 3

    def area(self, factor=0.5):
        return self.size * factor


def look(o):
    return o.sides, o.size, o.area(), o.double, o.kind(), o.area.__name__, type(o.make(1)).__name__


def look_all():
    return [look(o) for o in shapes]


shapes = [Square(3), Triangle(4), Shape(5), Square(6)]
for _ in range(3):
    print(look_all())

# Class attributes change.
Shape.sides = 1
print(look_all())
Square.sides = 40
print(look_all())
del Square.sides
print(look_all())
Triangle.area = lambda self: "new"
print([o.area() for o in shapes])


def get_area(o):
    return o.area


bound = [get_area(o) for o in shapes]
print([b() for b in bound])

# An instance gets an attribute of the same name.
shapes[0].area = lambda: "own"
print([o.area() for o in shapes])
del shapes[0].area
print([o.area() for o in shapes])
shapes[0].sides = "many"
print([o.sides for o in shapes])

# A property comes later, changes, goes.
Square.size = property(lambda self: 100, lambda self, v: None)
print([o.size for o in shapes])
print([o.double for o in shapes])
Square.size = property(lambda self: 101)
print([o.size for o in shapes])
del Square.size
print([o.size for o in shapes])
Shape.double = 7
print([o.double for o in shapes])

# __class__ is assigned.
shapes[3].__class__ = Triangle
print([type(o).__name__ + str(o.sides) + str(o.area()) for o in shapes])


# Hooks come later.
def get_attr(self, name):
    return "hook " + name


def missing(o):
    return o.nothing


for o in shapes:
    try:
        print(missing(o))
    except AttributeError as e:
        print(e)
Shape.__getattr__ = get_attr
print([missing(o) for o in shapes])
Shape.__getattribute__ = lambda self, name: "all " + name
print([o.size for o in shapes], shapes[0].sides)
del Shape.__getattribute__
print([o.size for o in shapes], missing(shapes[0]))
del Shape.__getattr__

# Bases change.
class Base1:
    def who(self):
        return "base1"


class Base2:
    def who(self):
        return "base2"


class Derived(Base1):
    pass


d = Derived()


def who(o):
    return o.who()


print(who(d), who(d), who(d))
Derived.__bases__ = (Base2,)
print(who(d), d.who())


# A function gets other code, other defaults.
def f(a, b=1):
    return a, b


def g(a, b=1):
    return b, a


class Holder:
    method = f


h = Holder()


def call(h):
    return h.method()


print(call(h) == (h, 1), call(h) == (h, 1))
f.__defaults__ = (5,)
print(call(h) == (h, 5))
f.__code__ = g.__code__
print(call(h) == (5, h))


def direct(x):
    return f(x), f(x, 2), f(b=3, a=x), f(x, b=4)


print(direct(0), direct(1))
f.__defaults__ = (7,)
print(direct(0))


# super() through several classes and after changes.
class A:
    def say(self, n=1):
        return ["A", n]


class B(A):
    def say(self, n=2):
        return super().say() + ["B", n]


class C(B):
    def say(self):
        return super().say(n=3) + ["C"]


for o in [B(), C(), B(), C()]:
    print(o.say())
A.say = lambda self, n=9: ["A2", n]
print(B().say(), C().say())
B.say2 = B.say
del B.say
print(C().say() if hasattr(A, "x") else B().say())


# Properties that raise, that are inherited, that call each other.
class P:
    @property
    def bad(self):
        return self.worse

    @property
    def worse(self):
        raise ValueError("worse")

    @property
    def count(self):
        self.n = getattr(self, "n", 0) + 1
        return self.n

    @property
    def with_default(self, x=4):
        return x


p = P()
for _ in range(3):
    try:
        p.bad
    except ValueError as e:
        tb = e.__traceback__
        names = []
        while tb:
            names.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
        print(names)
    print(p.count, p.count + p.count * 10, p.with_default)


def in_generator(o):
    for _ in range(3):
        yield o.count
        yield o.with_default
        yield look(o.shape)


p.shape = Shape(2)
Shape.double = property(lambda self: "d")
print(list(in_generator(p)))


class Slots:
    __slots__ = ("a", "b")

    def __init__(self, a):
        self.a = a


s = [Slots(1), Slots(2)]
print([x.a for x in s])
for x in s:
    try:
        print(x.b)
    except AttributeError as e:
        print("unset")
    x.b = 5
    print(x.b)


# Attributes of classes and modules: functions, static and class methods, data, metaclasses, changes.
import math
import types


class Consts:
    ONE = 1
    items = [1]
    plain = lambda *args: args

    @staticmethod
    def static(*args):
        return args

    @classmethod
    def cls(cls, *args):
        return cls.__name__, args

    @property
    def prop(self):
        return 1


class Sub(Consts):
    pass


class Meta(type):
    shared = "meta"

    @property
    def computed(cls):
        return "computed " + cls.__name__

    def on_meta(cls, x):
        return cls.__name__, x


class WithMeta(Consts, metaclass=Meta):
    shared2 = "own"


def of_class(c):
    return c.ONE, c.items, c.plain(1), c.static(2), c.cls(3), type(c.prop).__name__, c.__name__, c.__mro__[0] is c


mod = types.ModuleType("mod")
mod.f = lambda x=5: ("mod", x)
mod.Value = Consts
for _ in range(3):
    print(of_class(Consts), of_class(Sub), of_class(WithMeta))
    print(WithMeta.shared, WithMeta.computed, WithMeta.on_meta(1), WithMeta.shared2)
    print(math.sqrt(4.0), math.pi, mod.f(), mod.f(1), mod.Value.ONE, mod.__name__)
Consts.ONE = 2
Consts.static = lambda *args: ("now plain", args)
Sub.cls = staticmethod(lambda x: ("now static", x))
mod.f = math.floor
Meta.shared2 = property(lambda cls: "from meta")
print(of_class(Consts), of_class(Sub))
print(WithMeta.shared2, mod.f(2.5))
del mod.f
try:
    mod.f(1)
except AttributeError as e:
    print(e)
try:
    Consts.nothing
except AttributeError as e:
    print(e)
try:
    Sub.nothing(1)
except AttributeError as e:
    print(e)


class Hooked(type):
    def __getattribute__(cls, name):
        return "hooked " + name

    def __setattr__(cls, name, value):
        print("set", name, value)


class H(metaclass=Hooked):
    x = 1


print(H.x, H.y)
H.z = 5
print(type.__getattribute__(H, "x"))
