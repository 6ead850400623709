"""An attribute that some instances get later."""


class Job:
    def __init__(self, name):
        self.name = name
        self.tries = 0

    def finish(self, result):
        self.result = result


jobs = [Job("a"), Job("b")]
jobs[0].finish(1.5)
# ---- dump
# class __main__.Job  optional.py:4  proved
#   map 0 {}
#   map 1 {name: str}  from 0 +name  Job.__init__ (optional.py:6)
#   map 2 {name: str, tries: int}  from 1 +tries  Job.__init__ (optional.py:7)
#   constructed as: map 2
#   grows +result: float  Job.finish (optional.py:10)
#   layout: header 0..8  name value 8..16  tries i64 16..24  result? f64 24..32  size 32
#   bytes: 32 here, 96 in CPython 3.13 (64 with __slots__)
#
