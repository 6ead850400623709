# Slots, properties, dataclasses.
from dataclasses import dataclass, field


class S:
    __slots__ = ("b", "a")

    def __init__(self):
        self.a = 1
        self.b = 2.0

    @property
    def total(self):
        return self.a + self.b

    @total.setter
    def total(self, value):
        self.a = value


@dataclass
class D:
    x: int
    y: float = 0.5
    items: list = field(default_factory=list)


s = S()
s.total = 3
D(1)
D(2, 1.5, [])
# expected:
# class __main__.S  main.py:5  proved
#   map 0 {}
#   map 1 {a: int}  from 0 +a  S.__init__ (main.py:9)
#   map 2 {a: int, b: float}  from 1 +b  S.__init__ (main.py:10)
#   constructed as: map 2
#   layout: header 0..8  a i64 8..16  b f64 16..24  size 24
#   bytes: 24 here, 48 in CPython 3.13 (it has __slots__)
#
# class __main__.D  main.py:21  proved
#   map 0 {}
#   map 1 {x: int}  from 0 +x
#   map 2 {x: int, y: float}  from 1 +y
#   map 3 {x: int, y: float, items: list}  from 2 +items
#   constructed as: map 3
#   layout: header 0..8  x i64 8..16  y f64 16..24  items value 24..32  size 32
#   bytes: 32 here, 96 in CPython 3.13 (64 with __slots__)
#
