"""A program that looks at itself: inspect on its functions, classes, frames and source."""

import functools
import inspect
from inspect import Parameter, Signature, signature


def target(a, /, b: int, c=3, *rest, key, other: str = "x", **more) -> bool:
    """Does nothing.

    At length.
    """
    return bool(a)


class Base:
    """The base."""

    def method(self, x, *, y=2):
        "A method."

    @classmethod
    def make(cls, n: int = 1):
        return cls()

    @staticmethod
    def helper(z):
        return z

    @property
    def value(self):
        return 1


class Child(Base):
    extra = 5

    def __init__(self, a, b=None):
        self.a = a

    def method(self, x, *, y=3):
        return super().method(x, y=y)


async def waits():
    pass


def counts():
    yield 1


def signatures():
    s = signature(target)
    print(s, s.return_annotation.__name__)
    for p in s.parameters.values():
        print(" ", p, p.kind.description, p.default is Parameter.empty)
    bound = s.bind(1, 2, key="k", z=9)
    print(bound, bound.args, bound.kwargs)
    bound.apply_defaults()
    print(bound.arguments)
    for args, kwargs in (((), {}), ((1, 2), {}), ((1,), {"a": 1, "b": 2, "key": 3}), ((1, 2), {"b": 3, "key": 1})):
        try:
            print(s.bind(*args, **kwargs).arguments)
        except TypeError as error:
            print(" ", error)
    print(signature(Child), signature(Child.make), signature(Child.helper), signature(Child(1).method), signature(Base))
    print(signature(functools.partial(target, 1, key=2)), signature(functools.partialmethod(Base.method, 1).func))
    print(signature(len), signature(print), signature(str.split), signature("".join), signature(sorted))
    made = Signature([Parameter("x", Parameter.POSITIONAL_ONLY), Parameter("y", Parameter.KEYWORD_ONLY, default=1)])
    print(made, made.replace(return_annotation=int), made == signature(eval("lambda x, /, *, y=1: 0")))
    for bad in (lambda: Signature([Parameter("x", Parameter.VAR_KEYWORD), Parameter("y", Parameter.VAR_POSITIONAL)]), lambda: Parameter("1", Parameter.KEYWORD_ONLY), lambda: signature(3)):
        try:
            bad()
        except (TypeError, ValueError) as error:
            print(" ", type(error).__name__, error)
    print(inspect.getfullargspec(target).kwonlydefaults, inspect.getcallargs(Base.helper, 4))


def objects():
    things = {"f": target, "c": Child, "m": Child(1).method, "g": counts, "co": waits, "b": len, "mod": inspect, "p": Base.value}
    for test in ("isfunction", "isclass", "ismethod", "isgeneratorfunction", "iscoroutinefunction", "isbuiltin", "ismodule", "isdatadescriptor", "isroutine"):
        print(test, [name for name, thing in things.items() if getattr(inspect, test)(thing)])
    print([name for name, _ in inspect.getmembers(Child, inspect.isfunction)], inspect.getmro(Child)[1].__name__)
    print(inspect.getdoc(target).splitlines(), inspect.getdoc(Child.method), inspect.getdoc(Child))
    print([a.name + ":" + a.kind for a in inspect.classify_class_attrs(Child) if a.defining_class in (Base, Child) and a.name[0] != "_"])
    print(inspect.getattr_static(Child, "value") is Base.__dict__["value"], inspect.unwrap(functools.wraps(target)(lambda: 0)) is target)


def source():
    print(inspect.getsource(counts), end="")
    print(inspect.getsourcelines(Base.helper)[0], inspect.getsource(Base).count("\n"))
    print(inspect.getmodule(target).__name__, inspect.getsourcefile(target).endswith("looking_inside.py"))
    print(inspect.cleandoc("  a\n      b\n     c"), inspect.getcomments(commented).strip())


# Said before the function.
def commented():
    local = 1
    frame = inspect.currentframe()
    caller = inspect.stack()[1]
    return frame.f_code.co_name, sorted(frame.f_locals), caller.function, caller.code_context[0].strip(), local


def running():
    print(commented())
    g = counts()
    print(inspect.getgeneratorstate(g), next(g), inspect.getgeneratorstate(g), inspect.getgeneratorlocals(g))
    g.close()
    print(inspect.getgeneratorstate(g))
    c = waits()
    print(inspect.getcoroutinestate(c), inspect.isawaitable(c))
    c.close()
    outer = 5

    def closure():
        return outer, len, signatures, undefined_name

    found = inspect.getclosurevars(closure)
    print(found.nonlocals, sorted(found.globals), sorted(found.builtins), found.unbound)


signatures()
objects()
source()
running()
