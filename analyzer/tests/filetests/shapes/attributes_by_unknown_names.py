# What is stored under names that are not known is what the attributes hold that are only read.
import sys


class Options:
    def __init__(self, words):
        self.count = 0
        for word in words:
            setattr(self, word, 1.5)


def run(options):
    return options.width + options.height + options.count


run(Options(sys.argv))
# expected:
# class __main__.Options  main.py:5  likely
#   because attributes are set by names that are not known
#   map 0 {}
#   map 1 {count: int}  from 0 +count  Options.__init__ (main.py:7)
#   constructed as: map 1
#   grows +height: float
#   grows +width: float
#   layout: header 0..8  count i64 8..16  height? f64 16..24  width? f64 24..32  size 32
#   bytes: 32 here, 96 in CPython 3.13 (64 with __slots__)
#
