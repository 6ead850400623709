"""What functions, code, modules and classes say of themselves."""
import types


def f(a, b=2, /, c=3, *args, d, e=5, **kwargs) -> "result":
    """Does nothing.

    At length."""
    local = a
    return local


print(f.__name__, f.__qualname__, f.__module__, f.__doc__.splitlines()[0], f.__defaults__, f.__kwdefaults__, f.__annotations__)
code = f.__code__
print(code.co_name, code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_varnames, code.co_flags & 12, code.co_nlocals, code.co_freevars, code.co_cellvars)
f.note = "attributes"
f.__name__ = "renamed"
print(f.note, vars(f), f.__name__, f.__qualname__, repr(f).split(" at ")[0])
print(type(f) is types.FunctionType, type(lambda: 0).__name__, (lambda: 0).__name__, type(len) is types.BuiltinFunctionType, type([].append).__name__, type(str.join).__name__, callable(f))


class C:
    """Class doc."""
    attribute = 1

    def method(self):
        """Method doc."""
        return self

    @classmethod
    def cm(cls):
        return cls

    @staticmethod
    def sm():
        return "static"


c = C()
m = c.method
print(m.__self__ is c, m.__func__ is C.method, m.__name__, m.__doc__, m == c.method, m is c.method, hash(m) == hash(c.method), C().method == m, type(m).__name__)
print(C.cm.__self__ is C, C.sm is C.__dict__["sm"].__func__, type(C.__dict__["cm"]).__name__, C.method(c) is c, types.MethodType(lambda self, x: (self, x), 5)(6))
try:
    m.attribute = 1
except AttributeError as e:
    print(type(e).__name__)
print(C.__name__, C.__bases__, C.__doc__, C.__dict__["attribute"], type(C.__dict__).__name__, C.__mro__ == (C, object), C.__base__ is object)
print([n for n in dir(c) if not n.startswith("__")], hasattr(c, "method"), getattr(c, "zz", "default"), isinstance(c, C), issubclass(C, (int, object)))
setattr(c, "made", 1)
delattr(c, "made")
print(vars(c), hasattr(c, "made"))


def replace():
    return "original"


def other():
    return "other code"


replace.__code__ = other.__code__
print(replace())
made = types.FunctionType(other.__code__, {"__builtins__": {}}, "made")
print(made(), made.__name__)


def outer():
    x = 1

    def inner():
        return x
    return inner


i = outer()
print(i.__closure__[0].cell_contents, i.__code__.co_freevars, outer.__code__.co_cellvars, i.__qualname__)
i.__closure__[0].cell_contents = 99
print(i())
module = types.ModuleType("made", "doc")
exec("y = 5\ndef g():\n    return y", module.__dict__)
print(module.g(), module.__name__, module.__doc__, type(module).__name__, sorted(n for n in vars(module) if not n.startswith("__")))
ns = types.SimpleNamespace(a=1, b="x")
ns.c = [1]
print(ns, ns == types.SimpleNamespace(a=1, b="x", c=[1]), ns.a)
proxy = types.MappingProxyType({"k": 1})
try:
    proxy["k"] = 2
except TypeError as e:
    print(proxy["k"], len(proxy), e)
print(type(None).__name__, type(...).__name__, type(NotImplemented).__name__, type(type).__name__, type(range(1)).__name__, type(iter([])).__name__, type({}.keys()).__name__, type((x for x in ())).__name__, type(print).__name__, type(object.__init__).__name__, type(int.__add__).__name__)
g = (x for x in range(3))
print(g.__name__, g.gi_code.co_name, next(g), g.gi_frame.f_lineno > 0, g.gi_frame.f_locals["x"])
print(abs.__name__, len.__module__, str.upper.__name__, [].append.__self__, "abc".upper.__self__, int.__doc__ is not None)
print(int.__mro__, bool.__mro__[1:], type.__mro__, Exception.__base__, KeyError.__mro__[1].__name__, object.__bases__, type.__class__ is type)
print((1).__class__, "".__class__.__name__, None.__class__.__name__, f.__class__ is types.FunctionType, c.__class__ is C, __name__, __file__.endswith("introspection.py"))
