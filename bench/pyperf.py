"""Stands in for pyperf, so that pyperformance's programs run unmodified: as one process, with a loop count that
the caller sets (BENCH_LOOPS), and printing what can be compared between implementations.

Only what these programs use is here, and nothing that takes long to import: start-up is measured too.
"""
import os
import sys
from time import perf_counter

__all__ = ["Runner", "perf_counter"]


def shown(value):
    """What is printed of a result: the value where all implementations print it alike."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return repr(value)
    return type(value).__name__


class Options:
    """A command line of positionals and long options with a value each."""

    def __init__(self):
        self.rows = []

    def add_argument(self, name, type=str, default=None, **unused):
        self.rows.append((name, type, default))

    def parse(self, words):
        found = Namespace()
        positionals = []
        for name, _, default in self.rows:
            setattr(found, field(name), default)
            if not name.startswith("-"):
                positionals.append(name)
        types = {name: kind for name, kind, _ in self.rows}
        words = list(words)
        while words:
            word = words.pop(0)
            if word.startswith("-"):
                name, value = word, words.pop(0)
            else:
                name, value = positionals.pop(0), word
            setattr(found, field(name), types[name](value))
        return found


class Namespace:
    """What parsing found."""


def field(name):
    return name.lstrip("-").replace("-", "_")


class Runner:
    """Runs what it is given, BENCH_LOOPS times."""

    def __init__(self, **unused):
        self.metadata = {}
        self.argparser = Options()
        self.loops = int(os.environ.get("BENCH_LOOPS", "1"))

    def parse_args(self):
        return self.argparser.parse(sys.argv[1:])

    def bench_func(self, name, function, *arguments, **unused):
        result = None
        for _ in range(self.loops):
            result = function(*arguments)
        print(name, self.loops, shown(result))

    def bench_time_func(self, name, function, *arguments, **unused):
        function(self.loops, *arguments)
        print(name, self.loops)
