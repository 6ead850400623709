"""A subclass's attributes follow those of its base."""


class Shape:
    def __init__(self, name):
        self.name = name


class Circle(Shape):
    def __init__(self, radius):
        super().__init__("circle")
        self.radius = radius


shapes = [Circle(1.0), Shape("none")]
# ---- dump
# class __main__.Shape  inherited.py:4  proved
#   map 0 {}
#   map 1 {name: str}  from 0 +name  Shape.__init__ (inherited.py:6)
#   constructed as: map 1
#   layout: header 0..8  name value 8..16  size 16
#   bytes: 16 here, 80 in CPython 3.13 (48 with __slots__)
#
# class __main__.Circle  inherited.py:9  proved
#   map 0 {}
#   map 1 {name: str}  from 0 +name  Shape.__init__ (inherited.py:6)
#   map 2 {name: str, radius: float}  from 1 +radius  Circle.__init__ (inherited.py:12)
#   constructed as: map 2
#   layout: header 0..8  name value 8..16  radius f64 16..24  size 24
#   bytes: 24 here, 96 in CPython 3.13 (48 with __slots__)
#
