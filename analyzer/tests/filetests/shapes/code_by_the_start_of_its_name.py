# `getattr` with a name of which the start is known reads one of few methods; with any other, all may be called.
import sys


class Walker:
    def visit(self, kind, n):
        return getattr(self, "visit_" + kind)(n)

    def visit_leaf(self, n):
        return Leaf(n)

    def visit_pair(self, n):
        return Pair(n, 0.5)

    def other(self, n):
        return Pair(n, n)


class Formatter:
    def show(self, kind):
        return getattr(self, f"show_{kind}")()

    def show_leaf(self):
        return Leaf(1)


class Server:
    def serve(self, command):
        return getattr(self, command)()

    def quit(self):
        return Pair(None, 1.5)


class Leaf:
    def __init__(self, n):
        self.n = n


class Pair:
    def __init__(self, a, b):
        self.a = a
        self.b = b


Walker().visit(sys.argv[1], 1)
Formatter().show(sys.argv[1])
Server().serve(sys.argv[2])
# expected:
# class __main__.Walker  main.py:5  proved
#   map 0 {}  final
#   bytes: 16 here
#
# class __main__.Formatter  main.py:19  proved
#   map 0 {}  final
#   bytes: 16 here
#
# class __main__.Server  main.py:27  likely
#   because instances are handed to code that was not seen
#   map 0 {}  final
#   bytes: 16 here
#
# class __main__.Leaf  main.py:35  proved
#   map 0 {}
#   map 1 {n: int}  from 0 +n  Leaf.__init__ (main.py:37)
#   constructed as: map 1
#   layout: header 0..8  n i64 8..16  size 16
#   bytes: 16 here, 80 in CPython 3.13 (48 with __slots__)
#
# class __main__.Pair  main.py:40  likely
#   because instances are handed to code that was not seen
#   map 0 {}
#   map 1 {a: NoneType | int}  from 0 +a  Pair.__init__ (main.py:42)
#   map 2 {a: NoneType | int, b: float}  from 1 +b  Pair.__init__ (main.py:43)
#   constructed as: map 2
#   layout: header 0..8  a value 8..16  b f64 16..24  size 24
#   bytes: 24 here, 96 in CPython 3.13 (48 with __slots__)
#
