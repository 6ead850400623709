# Order along the constructor, optional attributes of branches, growth from outside.
class P:
    def __init__(self, x, named):
        self.x = x
        self.set_rest()
        if named:
            self.name = "p"

    def set_rest(self):
        self.y = 1.5


class Q(P):
    def __init__(self):
        super().__init__(1, True)
        self.z = None


p = P(1, False)
q = Q()
q.later = [p]
# expected:
# class __main__.P  main.py:2  proved
#   map 0 {}
#   map 1 {x: int}  from 0 +x  P.__init__ (main.py:4)
#   map 2 {x: int, y: float}  from 1 +y  P.set_rest (main.py:10)
#   map 3 {x: int, y: float, name: str}  from 2 +name  P.__init__ (main.py:7)
#   constructed as: map 2, map 3
#   layout: header 0..8  x i64 8..16  y f64 16..24  name? value 24..32  size 32
#   bytes: 32 here, 96 in CPython 3.13 (64 with __slots__)
#
# class __main__.Q  main.py:13  proved
#   map 0 {}
#   map 1 {x: int}  from 0 +x  P.__init__ (main.py:4)
#   map 2 {x: int, y: float}  from 1 +y  P.set_rest (main.py:10)
#   map 3 {x: int, y: float, z: NoneType}  from 2 +z  Q.__init__ (main.py:16)
#   map 4 {x: int, y: float, name: str}  from 2 +name  P.__init__ (main.py:7)
#   map 5 {x: int, y: float, name: str, z: NoneType}  from 4 +z  Q.__init__ (main.py:16)
#   constructed as: map 3, map 5
#   grows +later: list  <module> (main.py:21)
#   layout: header 0..8  x i64 8..16  y f64 16..24  name? value 24..32  z value 32..40  later? value 40..48  size 48
#   bytes: 48 here, 112 in CPython 3.13 (80 with __slots__)
#
