# 3.14
"""Functions made of other functions: getters, callers of methods, partial application."""
import copy
import functools
import inspect
import operator
import pickle
from operator import attrgetter, itemgetter, methodcaller


class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def show_error(function):
    try:
        function()
    except Exception as error:
        print(type(error).__name__, error)


def getters():
    chain = Node(1, Node(2, Node(3)))
    print(attrgetter("next.next.value")(chain), attrgetter("value", "next.value")(chain))
    print(itemgetter(1)("abc"), itemgetter(2, 0)("abc"), itemgetter("k")({"k": 5}), itemgetter(slice(1, 3))([1, 2, 3]))
    print(methodcaller("split", ",", maxsplit=1)("a,b,c"), methodcaller("upper")("x"))
    made = [attrgetter("a.b", "c"), itemgetter(1), itemgetter(1, "x"), methodcaller("f", 1), methodcaller("f", 1, k=2)]
    for getter in made:
        again = pickle.loads(pickle.dumps(getter))
        print(repr(getter), repr(again), copy.copy(getter).__reduce__() == getter.__reduce__() or "by parts")
    print([str(inspect.signature(kind)) for kind in (attrgetter, itemgetter, methodcaller)])
    show_error(lambda: attrgetter(1))
    show_error(lambda: methodcaller(1))
    show_error(lambda: attrgetter("missing")(chain))
    show_error(lambda: itemgetter(5)([1]))
    rows = [(i % 3, -i) for i in range(7)]
    print(sorted(rows, key=itemgetter(0, 1)), max(rows, key=itemgetter(1)))


def applied():
    hole = functools.Placeholder
    double = functools.partial(int, base=2)
    print(double, double("101"), double.func, double.args, double.keywords)
    less = functools.partial(divmod, hole, 3)
    print(less, less(10), hole, pickle.loads(pickle.dumps(hole)) is hole)
    show_error(less)
    show_error(lambda: functools.partial(3))
    show_error(lambda: functools.partial(print, 1, hole))
    show_error(lambda: functools.partial(print, sep=hole))
    two = functools.partial(functools.partial(print, 1, sep="-"), 2)
    print(two.func is print, two.args)
    two(3, end="!\n")
    two.tag = "own"
    outer = functools.partial(two, 4)
    print(outer.func is two, copy.copy(two).tag, pickle.loads(pickle.dumps(double))("11"))
    filled = functools.partial(functools.partial(print, hole, 2, hole, 4), 1)
    print(filled.args)
    filled(3, 5)
    itself = functools.partial(int)
    itself.__setstate__((itself, (), {}, {}))
    print(itself)
    itself.__setstate__((int, (), None, {"z": 1}))
    print(itself("7"), itself.z)
    show_error(lambda: itself.__setstate__((1, 2)))

    class Table:
        cell = functools.partialmethod(lambda self, row, column: (row, column), 1)
        bound = functools.partial(lambda first, self: (first, type(self).__name__), "first")

    print(Table().cell(2), Table.bound(Table()), Table().bound())
    print(inspect.signature(functools.partial(lambda a, b, c=1: 0, 1)))


getters()
applied()
