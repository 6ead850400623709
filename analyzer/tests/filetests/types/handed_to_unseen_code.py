# Results of functions that escape escape too, as do items of containers and what partials keep.
import functools
import nowhere


def outer(n):
    return inner


def inner(n):
    return n


def listed(n):
    return n


def kept(n, m):
    return m


def many(a, b=2, *rest, key=None, **others):
    return rest


class Box:
    def bound(self, n):
        return n

    @nowhere.decorated
    def method(self, n):
        return n


nowhere.call(outer, [listed], key=functools.partial(kept, 1))
nowhere.call(*[many])
nowhere.box = Box().bound
# expected:
# module __main__
#   Box: type[__main__.Box]
#   functools: module functools
#   inner: def inner
#   kept: def kept
#   listed: def listed
#   many: def many
#   nowhere: module nowhere
#   outer: def outer
# def outer
#   n: ?
#   -> def inner
# def inner
#   n: ?
#   -> ?
# def listed
#   n: ?
#   -> ?
# def kept
#   n: int
#   m: ?
#   -> ?
# def many
#   a: ?
#   b: int | ?
#   key: None | ?
#   *: tuple[?, ...]
#   **: dict[?, ?]
#   -> tuple[?, ...]
# def Box.bound
#   self: __main__.Box
#   n: ?
#   -> ?
# def Box.method
#   self: __main__.Box
#   n: ?
#   -> ?
