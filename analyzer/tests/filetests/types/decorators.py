# Decorators that are known give back what they decorate, with options or without.
import dataclasses
import functools


@dataclasses.dataclass(frozen=True)
class Point:
    x: int
    y: float


@functools.lru_cache(maxsize=None)
def cached(n):
    return n


@functools.lru_cache(16)
def also_cached(n):
    return n


def logged(function):
    @functools.wraps(function)
    def inner(n):
        return function(n)

    return inner


@logged
def plain(n):
    return n


point = Point(1, 0.5)
a, b, c = cached(1), also_cached(2.5), plain("s")
# expected:
# module __main__
#   Point: type[__main__.Point]
#   a: int
#   also_cached: def also_cached
#   b: float
#   c: str
#   cached: def cached
#   dataclasses: module dataclasses
#   functools: module functools
#   logged: def logged
#   plain: def logged.<locals>.inner
#   point: __main__.Point
# def Point.__annotate__
#   format: __main__.Point
#   -> dict[str, type[float] | type[int]]
# def cached
#   n: int
#   -> int
# def also_cached
#   n: float
#   -> float
# def logged
#   function: def plain
#   -> def logged.<locals>.inner
# def logged.<locals>.inner
#   n: str
#   -> str
# def plain
#   n: str
#   -> str
