"""Metaclasses: __prepare__, __new__, __init__, __call__, attributes of classes, conflicts."""


class Registry(type):
    classes = []

    @classmethod
    def __prepare__(mcls, name, bases, **options):
        print("prepare", name, [b.__name__ for b in bases], sorted(options.items()))
        return {"prepared": True}

    def __new__(mcls, name, bases, namespace, **options):
        keys = [k for k in namespace if not k.startswith("__")]
        print("new", name, keys)
        return super().__new__(mcls, name, bases, dict(namespace))

    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)
        cls.order = len(Registry.classes)
        Registry.classes.append(cls)

    def __call__(cls, *args):
        print("call", cls.__name__, args)
        made = super().__call__(*args)
        made.made_by = "metaclass"
        return made

    def __len__(cls):
        return cls.order + 100

    def __contains__(cls, item):
        return isinstance(item, cls)

    def __iter__(cls):
        return iter(sorted(k for k in vars(cls) if not k.startswith("__")))

    def __getattr__(cls, name):
        if name.startswith("made_up_"):
            return name.upper()
        raise AttributeError(f"class {cls.__name__} has no {name}")

    @property
    def summary(cls):
        return f"<{cls.__name__} number {cls.order}>"


class Base(metaclass=Registry, colour="red"):
    def __init__(self, x=0):
        self.x = x


class Derived(Base, size=3):
    extra = 1


b, d = Base(1), Derived(2)
print(b.made_by, d.x, type(Derived).__name__, Derived.prepared)
print(len(Base), len(Derived), b in Base, b in Derived, d in Base)
print(list(Derived), Derived.summary, Base.made_up_name)
for what in (lambda: Derived.nothing, lambda: b.summary):
    try:
        print(what())
    except AttributeError as e:
        print("AttributeError:", e)
print([c.__name__ for c in Registry.classes])


class Other(type):
    pass


class WithOther(metaclass=Other):
    pass


try:
    class Both(Base, WithOther):
        pass
except TypeError as e:
    print(str(e).split(":")[0])


class Singleton(type):
    def __init__(cls, *args):
        super().__init__(*args)
        cls.only = None

    def __call__(cls, *args, **kwargs):
        if cls.only is None:
            cls.only = super().__call__(*args, **kwargs)
        return cls.only


class Config(metaclass=Singleton):
    def __init__(self):
        print("made once")


print(Config() is Config())
Made = type("Made", (Base,), {"hello": lambda self: f"hello {self.x}"})
print(type(Made).__name__, Made(5).hello(), Made.__mro__[1].__name__)


def function_as_metaclass(name, bases, namespace):
    return (name, bases, sorted(k for k in namespace if not k.startswith("__")))


class NotAClass(metaclass=function_as_metaclass):
    a = 1
    b = 2


print(NotAClass)
print(isinstance(Base, Registry), isinstance(b, Registry), issubclass(Registry, type))
