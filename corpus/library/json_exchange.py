"""Data that goes out as JSON and comes back: formats, hooks, strangers and errors."""

import io
import json
from decimal import Decimal


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, Point):
            return {"!point": [o.x, o.y]}
        if isinstance(o, (set, frozenset)):
            return sorted(o)
        return super().default(o)


def revive(pairs):
    if list(pairs) == ["!point"]:
        return Point(*pairs["!point"])
    return pairs


def out():
    data = {"b": [1, -2.5, 1e100, True, None], "a": {"é": "\u2028\"\\/\n\x01😀"}, 3: (), 2.5: [], None: {}, True: "x"}
    print(json.dumps(data))
    print(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    print(json.dumps({"b": [1, {"c": []}], "a": {}}, indent=2, sort_keys=True))
    print(json.dumps([1, [2, 3]], indent="\t"), json.dumps({(1, 2): 3, "k": 1}, skipkeys=True))
    print(json.dumps([float("inf"), float("-inf"), float("nan")]), json.dumps("\ud800"), json.dumps(2**70), json.dumps(0.1 + 0.2))
    print(json.dumps({"p": Point(1, 2), "s": {3, 1}}, cls=Encoder), json.dumps(Point(5, 6), default=vars))
    stream = io.StringIO()
    json.dump([1, {"a": None}], stream, indent=1)
    print(repr(stream.getvalue()), "".join(json.JSONEncoder().iterencode({"x": [1]})))
    loop = []
    loop.append(loop)
    for bad, options in (
        (Point(1, 2), {}),
        (loop, {}),
        ([float("nan")], {"allow_nan": False}),
        ({(1,): 2}, {}),
        ({1, 2}, {"default": None}),
    ):
        try:
            print(json.dumps(bad, **options))
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)


def back():
    print(json.loads(' {"a": [1, 2.0, -0, 1E3, "\\u00e9\\ud83d\\ude00\\n"], "b": {"c": null}, "d": true} '))
    print(json.loads("[1.10, 10]", parse_float=Decimal, parse_int=str), json.loads("NaN"), json.loads("-Infinity"))
    point = json.loads('{"p": {"!point": [3, 4]}}', object_hook=revive)["p"]
    print(point.x, point.y, json.loads('{"a": 1, "a": 2}', object_pairs_hook=list), json.loads('{"a": 1, "a": 2}'))
    print(json.loads(b'\xef\xbb\xbf"x"'.decode("utf-8-sig")), json.loads('["ü"]'.encode("utf-16")), json.load(io.StringIO("[]")))
    print(json.JSONDecoder().raw_decode('[1] rest'), json.loads('"a\tb"', strict=False))
    for bad in ("", "[1,", '{"a" 1}', "{'a': 1}", "[1 2]", "tru", '"abc', '"\\x"', "[1]x", "01", '"\t"', "[\n1,\n,]", "nul"):
        try:
            print(json.loads(bad))
        except json.JSONDecodeError as error:
            print(f"{bad!r:12} {error.msg} at {error.lineno}:{error.colno} ({error.pos})")


out()
back()
