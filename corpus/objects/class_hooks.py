"""Hooks around classes: __init_subclass__, __set_name__, __class_getitem__, decorators, instance and subclass checks, annotations."""


class Plugin:
    found = {}

    def __init_subclass__(cls, /, key=None, **kwargs):
        super().__init_subclass__(**kwargs)
        Plugin.found[key or cls.__name__.lower()] = cls

    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item!r}]"


class Csv(Plugin):
    pass


class Json(Plugin, key="js"):
    pass


print(sorted((k, v.__name__) for k, v in Plugin.found.items()), Csv[int], Json["x", 1])
try:
    class Wrong(Plugin, other=1):
        pass
except TypeError as e:
    print(e)


def counted(cls):
    original = cls.__init__
    cls.made = 0

    def __init__(self, *args):
        cls.made += 1
        original(self, *args)

    cls.__init__ = __init__
    return cls


def tagged(tag):
    def decorate(cls):
        cls.tag = tag
        return cls
    return decorate


@tagged("outer")
@counted
class Thing:
    def __init__(self, x):
        self.x = x


print([Thing(i).x for i in range(3)], Thing.made, Thing.tag)


class Duck(type):
    def __instancecheck__(cls, instance):
        return hasattr(instance, "quack")

    def __subclasscheck__(cls, other):
        return "quack" in vars(other)


class Quacker(metaclass=Duck):
    pass


class Robot:
    def quack(self):
        return "beep"


print(isinstance(Robot(), Quacker), isinstance(3, Quacker), issubclass(Robot, Quacker), issubclass(int, Quacker))
print(isinstance(True, (str, int)), isinstance(3, int | str), isinstance(None, int | None))
for bad in (lambda: isinstance(1, 1), lambda: issubclass(1, int)):
    try:
        bad()
    except TypeError as e:
        print(e)


class Scope:
    a = 1
    b = [x + i for i, x in enumerate([a] * 3)]
    names = sorted(n for n in locals() if not n.startswith("_"))
    if a:
        def method(self):
            return "conditional"
    for _i in range(2):
        exec(f"loop{_i} = _i")
    del _i


print(Scope.b, Scope.names, Scope().method(), Scope.loop0, Scope.loop1, hasattr(Scope, "_i"))
print(Scope.__name__, Scope.__qualname__, Scope.__module__, Scope.__doc__, Scope.method.__qualname__)


def outer():
    class Inner:
        """Doc."""
        class Innermost:
            def f(self):
                pass
    return Inner


print(outer().__qualname__, outer().Innermost.f.__qualname__, outer().__doc__, outer() is outer())


class Annotated:
    x: int = 3
    y: "str"

    def f(self, a: int, b: list[int] = []) -> str:
        return ""


print(Annotated.__annotations__, Annotated.f.__annotations__, hasattr(Annotated, "y"))
print(repr(Annotated), repr(Annotated()).split(" at ")[0])


class Abstract:
    def __new__(cls, *args):
        if cls is Abstract:
            raise TypeError("make a subclass")
        return super().__new__(cls)

    def __init__(self, n):
        self.n = n


class Concrete(Abstract):
    pass


class Other:
    def __new__(cls, n):
        return n * 2


print(Concrete(4).n, Other(21))
try:
    Abstract(1)
except TypeError as e:
    print(e)
for call in (lambda: object(1), lambda: Concrete(), lambda: Thing(), lambda: Robot(1)):
    try:
        call()
    except TypeError as e:
        print(e)
