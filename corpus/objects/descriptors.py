"""Descriptors: data and non-data, their order of lookup, names, slots and properties as descriptors."""


class Typed:
    def __init__(self, kind, default=None):
        self.kind = kind
        self.default = default

    def __set_name__(self, owner, name):
        self.name = name
        print("named", name, "in", owner.__name__)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return instance.__dict__.get(self.name, self.default)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name}: {self.kind.__name__} wanted, not {type(value).__name__}")
        instance.__dict__[self.name] = value

    def __delete__(self, instance):
        print("delete", self.name)
        instance.__dict__.pop(self.name, None)


class NonData:
    def __get__(self, instance, owner):
        return ("non-data", instance is not None, owner.__name__)


class Account:
    owner = Typed(str, "nobody")
    balance = Typed(int, 0)
    view = NonData()

    def __init__(self, owner):
        self.owner = owner

    @property
    def rich(self):
        return self.balance > 1000

    @rich.setter
    def rich(self, value):
        self.balance = 2000 if value else 0

    @rich.deleter
    def rich(self):
        print("no longer rich")
        self.balance = 0


a = Account("Ann")
print(a.owner, a.balance, a.rich)
a.balance = 10
try:
    a.balance = "much"
except TypeError as e:
    print(e)
a.rich = True
print(a.balance, a.rich, sorted(a.__dict__.items()))
del a.rich
del a.owner
print(a.owner, a.balance)
print(type(Account.owner).__name__, Account.owner.name)

# A data descriptor wins over the instance's dict, a non-data one does not.
print(a.view)
a.__dict__["view"] = "instance"
print(a.view, Account.view)
a.__dict__["balance"] = 77
print(a.balance)

# Properties without a setter, looked at from the class.
class Circle:
    def __init__(self, r):
        self.r = r

    area = property(lambda self: 3 * self.r * self.r, doc="roughly")


c = Circle(2)
print(c.area, Circle.area.__doc__, Circle.area.fset)
for action in ("c.area = 1", "del c.area"):
    try:
        exec(action)
    except AttributeError as e:
        print(e)


# Descriptors found by hand.
def bound(self):
    return ("bound", self)


print(bound.__get__(7)(), bound.__get__(None, int) is bound)
print(classmethod(lambda cls: cls.__name__).__get__(None, Circle)())
print(staticmethod(len).__get__(None, Circle)([1, 2]))


class Slots:
    __slots__ = ("x", "y")


s = Slots()
Slots.x.__set__(s, 5)
print(s.x, Slots.x.__get__(s), type(Slots.x).__name__)
try:
    print(s.y)
except AttributeError as e:
    print(e)
try:
    s.z = 1
except AttributeError as e:
    print(e)
