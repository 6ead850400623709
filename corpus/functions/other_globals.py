# One code object with several dicts of globals, dicts that answer for missing names, code that is exchanged;
# builtins' constructors beside those of classes derived from them; what descriptors say of their functions.
import types


class Answers(dict):
    def __missing__(self, key):
        return "missing " + key


def names():
    return int, something  # noqa: F821


something = 1
print(names())
print(types.FunctionType(names.__code__, Answers())())
print(types.FunctionType(names.__code__, {"int": 2, "something": 3})())
print(eval("int, other", Answers()))


class Builtins:
    def __getitem__(self, key):
        if key == "hidden":
            return lambda: "found " + key
        raise KeyError(key)


print(eval("hidden()", {"__builtins__": Builtins()}))
other = types.FunctionType(compile("def f(): return something", "x", "exec").co_consts[0], {"something": "theirs"})
print(other())


def mine():
    return something


mine.__code__ = other.__code__
print(mine(), other())

for base, argument in ((list, [1]), (tuple, [1]), (set, [1]), (frozenset, [1]), (float, 1), (bytearray, b"a")):
    class ByInit(base):
        def __init__(self, value, extra=None):
            if base in (list, set, bytearray):
                super().__init__(value)
            self.extra = extra

    class ByNew(base):
        def __new__(cls, value, extra=None):
            self = super().__new__(cls, value)
            self.extra = extra
            return self

    print(base.__name__, ByInit(argument, extra=2).extra)
    try:
        print(ByNew(argument, extra=3).extra)
    except TypeError as error:
        print(type(error).__name__)
    try:
        base(argument, extra=4)
    except TypeError as error:
        print(type(error).__name__)


class Documented(property):
    "Of the class."


def getter(self):
    "Of the getter."


print(Documented(getter).__doc__, Documented().__doc__, Documented(doc="own").__doc__, property(getter).__doc__)
try:
    property().fget = 1
except AttributeError as error:
    print(error)


class Bare(property):
    __slots__ = ()


print(Bare().__doc__)


class Endless:
    @property
    def __bases__(self):
        return (Endless(), Endless())


try:
    issubclass(Endless(), int)
except RecursionError:
    print("too deep")


def annotated(x: int) -> str: ...


for kind in (classmethod, staticmethod):
    wrapped = kind(annotated)
    print(wrapped.__annotations__, wrapped.__annotations__ is annotated.__annotations__)
    wrapped.__annotations__ = {}
    print(wrapped.__annotations__, annotated.__annotations__)
print(int.__add__.__doc__, int.__radd__.__doc__, list.__iadd__.__doc__, iter([]).__next__.__doc__, str.__repr__.__doc__)


class Counts(int):
    hashed = 0

    def __hash__(self):
        Counts.hashed += 1
        return int.__hash__(self)


numbers = dict.fromkeys(map(Counts, range(10)))
elements = set(numbers)
elements.difference(numbers), dict.fromkeys(elements), elements | set(numbers), frozenset(numbers)
print(Counts.hashed)
