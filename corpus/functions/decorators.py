"""Decorators: order, arguments, classes as decorators, state, methods, stacked wrappers."""
import functools


def trace(label):
    print("make", label)

    def decorate(f):
        print("decorate", label, f.__name__)

        @functools.wraps(f)
        def wrapper(*args, **kwargs):
            print("enter", label)
            try:
                return f(*args, **kwargs)
            finally:
                print("leave", label)
        return wrapper
    return decorate


@trace("outer")
@trace("inner")
def work(x):
    """Works."""
    print("work", x)
    return x + 1


print(work(1), work.__name__, work.__doc__, work.__wrapped__.__wrapped__(5))


class Retry:
    def __init__(self, times):
        self.times = times
        self.failures = []

    def __call__(self, f):
        def wrapper(*args):
            for attempt in range(self.times):
                try:
                    return f(attempt, *args)
                except ValueError as e:
                    self.failures.append(str(e))
            return "gave up"
        return wrapper


retry = Retry(3)


@retry
def flaky(attempt, limit):
    if attempt < limit:
        raise ValueError(f"attempt {attempt}")
    return f"worked at {attempt}"


print(flaky(2), flaky(9), retry.failures)


class Cached:
    """A decorator with state that also works on methods."""

    def __init__(self, f):
        self.f = f
        self.cache = {}
        self.hits = 0

    def __call__(self, *args):
        if args in self.cache:
            self.hits += 1
        else:
            self.cache[args] = self.f(*args)
        return self.cache[args]

    def __get__(self, instance, owner):
        return functools.partial(self, instance)


class Grid:
    def __init__(self, size):
        self.size = size

    @Cached
    def paths(self, x, y):
        if x == 0 or y == 0:
            return 1
        return self.paths(x - 1, y) + self.paths(x, y - 1)


g = Grid(5)
print(g.paths(8, 8), Grid.__dict__["paths"].hits)


def register(table, key=None):
    def decorate(f):
        table[key or f.__name__] = f
        return f
    return decorate


commands = {}


@register(commands)
def add(a, b):
    return a + b


@register(commands, key="times")
def multiply(a, b):
    return a * b


@(lambda f: register(commands, "neg")(lambda a: -f(a)))
def positive(a):
    return abs(a)


print({name: commands[name](*args) for name, args in [("add", (2, 3)), ("times", (4, 5)), ("neg", (-6,))]})


def check(**kinds):
    def decorate(f):
        names = f.__code__.co_varnames[: f.__code__.co_argcount]

        def wrapper(*args):
            for name, value in zip(names, args):
                if name in kinds and not isinstance(value, kinds[name]):
                    raise TypeError(f"{f.__name__}: {name} is no {kinds[name].__name__}")
            return f(*args)
        return wrapper
    return decorate


@check(a=int, c=str)
def mixed(a, b, c):
    return c * a


print(mixed(2, None, "ab"))
try:
    mixed(2, None, 3)
except TypeError as e:
    print(e)


class Temperature:
    def __init__(self):
        self._c = 0

    @property
    def f(self):
        return self._c * 9 / 5 + 32

    @f.setter
    def f(self, value):
        self._c = (value - 32) * 5 / 9

    @staticmethod
    @functools.lru_cache(maxsize=None)
    def table(n):
        print("computed", n)
        return [n * i for i in range(3)]

    @classmethod
    def of(cls, c):
        self = cls()
        self._c = c
        return self


t = Temperature.of(100)
print(t.f)
t.f = 32
print(t._c, t.table(2), Temperature.table(2))
