"""Many objects of three attributes, all alive: `objects.py KIND COUNT`.

Kinds: none (a list of that length without objects: what the others are compared with), ints, floats, mixed.
Values are distinct, as those of real data are, so that no implementation shares them.
"""
import sys


class Point:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z


def make(kind, count):
    held = [None] * count
    if kind == "ints":
        for i in range(count):
            held[i] = Point(1000 + 3 * i, 1001 + 3 * i, 1002 + 3 * i)
    elif kind == "floats":
        for i in range(count):
            held[i] = Point(i + 0.25, i + 0.5, i + 0.75)
    elif kind == "mixed":
        for i in range(count):
            held[i] = Point(1000 + i, i + 0.5, None)
    return held


def main():
    kind, count = sys.argv[1], int(sys.argv[2])
    held = make(kind, count)
    last = held[-1]
    print(len(held), None if last is None else (last.x, last.y, last.z))


main()
