# Stores in a loop and in a handler are optional, a path that raises vanishes.
class R:
    def __init__(self, items):
        for i in items:
            self.last = i
        if not items:
            raise ValueError
        try:
            self.first = items[0]
        except IndexError:
            self.failed = True
        self.count = len(items)


R([1, 2])
# expected:
# class __main__.R  main.py:2  proved
#   map 0 {}
#   map 1 {first: int}  from 0 +first  R.__init__ (main.py:9)
#   map 2 {first: int, count: int}  from 1 +count  R.__init__ (main.py:12)
#   map 3 {last: int}  from 0 +last  R.__init__ (main.py:5)
#   map 4 {last: int, first: int}  from 3 +first  R.__init__ (main.py:9)
#   map 5 {last: int, first: int, count: int}  from 4 +count  R.__init__ (main.py:12)
#   map 6 {failed: bool}  from 0 +failed  R.__init__ (main.py:11)
#   map 7 {failed: bool, count: int}  from 6 +count  R.__init__ (main.py:12)
#   map 8 {last: int, failed: bool}  from 3 +failed  R.__init__ (main.py:11)
#   map 9 {last: int, failed: bool, count: int}  from 8 +count  R.__init__ (main.py:12)
#   map 10 {first: int, failed: bool}  from 1 +failed  R.__init__ (main.py:11)
#   map 11 {first: int, failed: bool, count: int}  from 10 +count  R.__init__ (main.py:12)
#   map 12 {last: int, first: int, failed: bool}  from 4 +failed  R.__init__ (main.py:11)
#   map 13 {last: int, first: int, failed: bool, count: int}  from 12 +count  R.__init__ (main.py:12)
#   constructed as: map 2, map 5, map 7, map 9, map 11, map 13
#   layout: header 0..8  last? i64 8..16  first? i64 16..24  failed? bool 24..32  count i64 32..40  size 40
#   bytes: 40 here, 112 in CPython 3.13 (64 with __slots__)
#
