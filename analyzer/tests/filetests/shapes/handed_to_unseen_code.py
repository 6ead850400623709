# What goes to code that cannot be read counts as called: the few calls that were seen prove nothing.
import nowhere


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def scaled(self, by):
        return Vector(self.x * by, self.y * by)


class Handler:
    def __init__(self):
        self.last = None
        self._seen = 0

    # The framework calls it, nobody here.
    def handle(self, request):
        self.last = Message(len(request))

    # Not public: who else than this program would call it?
    def _forget(self):
        self.last = 1


class Message:
    def __init__(self, size):
        self.size = size


class Registered:
    def __init__(self, n=0):
        self.n = n


class Untouched:
    def __init__(self, n):
        self.n = n


def bench(loops):
    v = Vector(0.5, 1.5)
    for _ in range(loops):
        v = v.scaled(0.5)
    return v


ZERO = Vector(0, 0)
runner = nowhere.Runner()
runner.bench_func("vectors", bench)
runner.serve(Handler())
nowhere.registry["plain"] = Registered
Registered(1)
Untouched(1)
# expected:
# class __main__.Vector  main.py:5  likely
#   because instances are handed to code that was not seen
#   map 0 {}
#   map 1 {x: float | int}  from 0 +x  Vector.__init__ (main.py:7)
#   map 2 {x: float | int, y: float | int}  from 1 +y  Vector.__init__ (main.py:8)
#   constructed as: map 2
#   layout: header 0..8  x value 8..16  y value 16..24  size 24
#   bytes: 24 here, 96 in CPython 3.13 (48 with __slots__)
#
# class __main__.Handler  main.py:14  likely
#   because instances are handed to code that was not seen
#   map 0 {}
#   map 1 {last: NoneType | __main__.Message}  from 0 +last  Handler.__init__ (main.py:16)
#   map 2 {last: NoneType | __main__.Message, _seen: int}  from 1 +_seen  Handler.__init__ (main.py:17)
#   constructed as: map 2
#   layout: header 0..8  last value 8..16  _seen i64 16..24  size 24
#   bytes: 24 here, 96 in CPython 3.13 (48 with __slots__)
#
# class __main__.Message  main.py:28  proved
#   map 0 {}
#   map 1 {size: int}  from 0 +size  Message.__init__ (main.py:30)
#   constructed as: map 1
#   layout: header 0..8  size i64 8..16  size 16
#   bytes: 16 here, 80 in CPython 3.13 (48 with __slots__)
#
# class __main__.Registered  main.py:33  likely
#   because some values are not known
#   because instances are handed to code that was not seen
#   map 0 {}
#   map 1 {n: int | ?}  from 0 +n  Registered.__init__ (main.py:35)
#   constructed as: map 1
#   layout: header 0..8  n i64 8..16  size 16
#   bytes: 16 here, 80 in CPython 3.13 (48 with __slots__)
#
# class __main__.Untouched  main.py:38  proved
#   map 0 {}
#   map 1 {n: int}  from 0 +n  Untouched.__init__ (main.py:40)
#   constructed as: map 1
#   layout: header 0..8  n i64 8..16  size 16
#   bytes: 16 here, 80 in CPython 3.13 (48 with __slots__)
#
