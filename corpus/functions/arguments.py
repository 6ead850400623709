"""How calls bind: defaults, keyword-only, positional-only, stars, and what goes wrong."""


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except TypeError as e:
        print("TypeError:", e)


def plain(a, b, c=3):
    return a, b, c


def only(a, /, b, *, c, d=4):
    return a, b, c, d


def rest(a, *args, key="k", **kwargs):
    return a, args, key, sorted(kwargs.items())


show(plain, 1, 2)
show(plain, 1, c=5, b=2)
show(plain, 1)
show(plain)
show(plain, 1, 2, 3, 4)
show(plain, 1, 2, a=3)
show(plain, 1, 2, x=3)
show(only, 1, 2, c=3)
show(only, 1, b=2, c=3, d=5)
show(only, a=1, b=2, c=3)
show(only, 1, 2)
show(only, 1, 2, 3)
show(rest, 1)
show(rest, 1, 2, 3, key=4, other=5)
show(rest, *[1, 2], **{"x": 1, "y": 2})
show(rest, *(), a=1)
show(rest, key=1)


def shadow(a, /, **kwargs):
    return a, kwargs


show(shadow, 1, a=2)


def mutable(x, into=[]):
    into.append(x)
    return into


print(mutable(1), mutable(2), mutable(3, []), mutable.__defaults__)

order = []


def note(x):
    order.append(x)
    return x


def default(a=note("default a"), *, b=note("default b")):
    return a, b


note("before the call")
default(note("argument"), b=note("keyword"))
print(order)
print(default.__defaults__, default.__kwdefaults__)
plain.__defaults__ = (20, 30)
print(plain(1))
plain.__defaults__ = None
show(plain, 1, 2)


def evaluated():
    d = {"b": 2}
    return rest(note(1), *note([2]), *note((3,)), x=note(4), **note(d), y=note(5))


order.clear()
print(evaluated(), order)
show(lambda **k: k, **{"a": 1}, **{"b": 2})
try:
    rest(1, **{"x": 1}, **{"x": 2})
except TypeError as e:
    print(e)
try:
    rest(*5)
except TypeError as e:
    print(e)
try:
    rest(**5)
except TypeError as e:
    print(e)
try:
    rest(1, **{1: 2})
except TypeError as e:
    print(e)

first, *middle, last = range(6)
print(first, middle, last)
(a, b), [c, *d] = (1, 2), "xyz"
print(a, b, c, d)
for text in ("a, b = 1,", "a, *b, c = 1,", "a, b = 5"):
    try:
        exec(text)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
i, numbers = 0, [10, 20, 30]
i, numbers[i] = 2, "set at 2"
print(i, numbers)
x = y = z = []
x.append(1)
print(y is z, z, [*range(3), *"ab"], {*[1, 1]}, {**{"a": 1}, "b": 2}, (*(), 1))
show(int, "12", base=3)
show(int, x="12")
show(len, [1], [2])
show(len)
show(sorted, [3, 1], key=None, reverse=True)
show(sorted, [3, 1], None)
show(print, 1, nothing=2)


class Method:
    def f(self, x):
        return x

    @staticmethod
    def g(x, y=2):
        return x, y

    @classmethod
    def h(cls, *, k):
        return cls.__name__, k


m = Method()
show(m.f)
show(m.f, 1, 2)
show(Method.f, 1)
show(m.g, 1)
show(m.h, k=1)
show(m.h, 1)
show(lambda x: x)
