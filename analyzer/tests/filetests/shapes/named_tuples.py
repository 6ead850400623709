# Fields of a named tuple are its items, apart by their places; it has no attributes of its own.
from typing import NamedTuple


class Reading(NamedTuple):
    sensor: str
    value: float = 0.5
    count: int = 1

    def scaled(self, by):
        return Reading(self.sensor, self.value * by)


class Summary:
    def __init__(self, reading):
        sensor, value, count = reading
        self.sensor = sensor
        self.value = reading.value
        self.count = reading[2]
        self.scaled = reading.scaled(2).value


Summary(Reading("a", count=3))
# expected:
# class __main__.Reading  main.py:5  proved
#   map 0 {}  final
#   bytes: 16 here
#
# class __main__.Summary  main.py:14  proved
#   map 0 {}
#   map 1 {sensor: str}  from 0 +sensor  Summary.__init__ (main.py:17)
#   map 2 {sensor: str, value: float}  from 1 +value  Summary.__init__ (main.py:18)
#   map 3 {sensor: str, value: float, count: int}  from 2 +count  Summary.__init__ (main.py:19)
#   map 4 {sensor: str, value: float, count: int, scaled: float}  from 3 +scaled  Summary.__init__ (main.py:20)
#   constructed as: map 4
#   layout: header 0..8  sensor value 8..16  value f64 16..24  count i64 24..32  scaled f64 32..40  size 40
#   bytes: 40 here, 112 in CPython 3.13 (64 with __slots__)
#
