"""Natives that are called as values: bound to lists, dicts, strings, classes, modules, or to nothing."""

import math
from math import sqrt


def shuffled(n):
    items = list(range(n))
    put, take, add = items.insert, items.pop, items.append
    for i in range(n):
        put(i // 2, take(0))
        add(take())
    return items


def counted(words):
    seen = {}
    get, put = seen.get, seen.setdefault
    for word in words:
        put(word, 0)
        seen[word] = get(word) + get("none", 1)
    return seen


def joined(words):
    join, upper = "-".join, str.upper
    return join([upper(w) for w in words])


def roots(values):
    root, power = sqrt, math.pow
    return [root(v) + power(v, 2) for v in values]


def by_turns(functions, argument):
    return [f(argument) for f in functions]


def calls(f, *arguments):
    try:
        return f(*arguments)
    except (TypeError, IndexError, StopIteration) as error:
        return type(error).__name__, str(error)


def wrong(items):
    out = []
    pop, append = items.pop, items.append
    for _ in range(3):
        for arguments in ((), (0,), (1, 2), ("x",)):
            try:
                out.append(pop(*arguments))
            except (TypeError, IndexError) as error:
                out.append(type(error).__name__)
    for _ in range(2):
        try:
            append()
        except TypeError as error:
            out.append(str(error))
    return out


class Stack(list):
    def push(self, item):
        add = self.append
        add(item)
        return super().pop


for n in range(60):
    shuffled(n)
print(shuffled(9), counted("a b a c b a".split()), joined(["x", "yy"]), roots([0.0, 4.0, 9]))
print(by_turns([abs, str, float, bool, [].append, {}.get, {-3: 2}.get, range(5).count] * 2, -3))
print(wrong([1, 2, 3]))
stack = Stack()
for i in range(5):
    pop = stack.push(i)
print(pop(), pop(), stack, calls([].pop), calls({}.get), calls(dict.fromkeys, "ab"), calls(int.from_bytes, b"\x01", "big"))
it = iter([1, 2])
step = it.__next__
print(calls(step), calls(step), calls(step))
