"""Streams of numbers and records, put together from itertools and functools."""

import functools
import itertools as it
import operator as op


def streams():
    print(list(it.islice(it.count(3, 4), 5)), list(it.accumulate([1, 2, 3, 4], op.mul, initial=1)))
    print([(k, len(list(g))) for k, g in it.groupby("aaabbc")], list(it.chain.from_iterable(["ab", "c"])))
    print(list(it.compress("abcd", [1, 0, 1, 1])), list(it.dropwhile(lambda x: x < 3, [1, 3, 2])))
    print(list(it.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.filterfalse(lambda x: x % 2, range(6))))
    print(list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.zip_longest("ab", "xyz", fillvalue="-")))
    print(list(it.pairwise("abcd")), list(it.batched("abcdefg", 3)), list(it.repeat("x", 2)))
    first, second = it.tee(iter(range(4)))
    print(next(first), next(first), list(second), list(first))
    cycle = it.cycle("ab")
    print([next(cycle) for _ in range(5)])


def choices():
    print(["".join(p) for p in it.permutations("abc", 2)], list(it.combinations(range(4), 3)))
    print(list(it.combinations_with_replacement("xy", 2)), list(it.product([0, 1], repeat=2)))
    print(sum(1 for _ in it.permutations(range(6))), list(it.product("ab", [1, 2]))[-1], list(it.combinations("ab", 3)))
    for bad in (lambda: list(it.batched("abc", 0)), lambda: list(it.batched("abcd", 3, strict=True)), lambda: it.islice([], -1)):
        try:
            bad()
        except ValueError as error:
            print("ValueError", str(error)[:40])


@functools.lru_cache(maxsize=3)
def slow(x, *, y=0):
    slow.calls.append(x)
    return x * 2 + y


slow.calls = []


@functools.singledispatch
def show(value):
    return f"thing {value!r}"


@show.register
def _(value: int):
    return f"number {value}"


@show.register(list)
@show.register(tuple)
def _(value):
    return " ".join(show(v) for v in value)


@functools.total_ordering
class Version:
    def __init__(self, *parts):
        self.parts = parts

    def __eq__(self, other):
        return self.parts == other.parts

    def __lt__(self, other):
        return self.parts < other.parts


class Report:
    def __init__(self):
        self.made = 0

    @functools.cached_property
    def body(self):
        self.made += 1
        return f"body {self.made}"

    @functools.singledispatchmethod
    def add(self, x):
        return "any"

    @add.register
    def _(self, x: str):
        return "text " + x

    def scaled(self, by, what):
        return by * what

    double = functools.partialmethod(scaled, 2)


def trace(f):
    @functools.wraps(f)
    def inner(*args):
        return f.__name__, f(*args)

    return inner


@trace
def area(w, h):
    """Area of a rectangle."""
    return w * h


def tools():
    print([slow(x) for x in (1, 2, 1, 3, 4, 1)], slow.calls, slow.cache_info(), slow(1, y=5))
    slow.cache_clear()
    print(slow.cache_info(), slow.__wrapped__(7))
    print(show(3), show("x"), show([1, (2, "y")]), show(True), show.dispatch(float) is show.dispatch(object))
    print(Version(1, 2) >= Version(1, 1), max(Version(1), Version(3, 0), Version(2)).parts)
    r = Report()
    print(r.body, r.body, r.made, r.add(1), r.add("a"), r.double("ab"), r.__dict__)
    add = functools.partial(op.add, 3)
    print(add(4), functools.partial(add, 1)(), add.args, functools.partial(print, "a", sep="-").keywords)
    print(functools.reduce(op.sub, [10, 1, 2]), functools.reduce(op.add, [], "start"), area(2, 3), area.__doc__)
    print(sorted("bAc", key=functools.cmp_to_key(lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))))
    print(op.itemgetter(1, 0)("ab"), op.attrgetter("real", "imag")(3 + 4j), op.methodcaller("split", "-")("a-b"))
    try:
        functools.reduce(op.add, [])
    except TypeError as error:
        print(error)


streams()
choices()
tools()
