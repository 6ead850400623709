# 3.14
"""JSON at its edges: what is no document, hooks, keys of other kinds, classes that show themselves otherwise."""
import decimal
import json


def attempt(function, *args, **keywords):
    try:
        return function(*args, **keywords)
    except Exception as error:
        return type(error).__name__, str(error), getattr(error, "__notes__", None)


documents = [
    "", "[", "{", "[1", "[1,]", '{"a"', '{"a":', '{"a":1,}', "{a}", '"abc', '"a\\', '"a\\x"', '"\\u12"', '"\\u12345"',
    '"\\ud834\\udd20"', '"\\ud834\\u0041"', '"\\ud834\\uzzzz"', '"a\nb"', "nul", "[NaN,Infinity,-Infinity]", "-", "01",
    "1.", "1.5e", "1E+5", "123456789012345678901234567890", ' {"a" : [true,false,null] } ', '{"k":1,"k":2}', "-0", "-0.0",
    '"\u00e9\\u00e9\U0001d11e"', '["\u00e9",x]', "1 2", "[1 2]", '{"a" 1}', "1e400",
]
for document in documents:
    print(ascii(document), ascii(attempt(json.loads, document)))
print(attempt(json.loads, '"a\nb"', strict=False), json.loads('{"a":[1,{"b":2.5}]}', object_pairs_hook=tuple))
print(json.loads('{"a":{}}', object_hook=lambda d: ("seen", d)))
print(json.loads("[1,2.5,NaN]", parse_int=str, parse_float=decimal.Decimal, parse_constant=lambda name: name))
decoder = json.JSONDecoder()
print(decoder.raw_decode("\u00e9\u00e9 [2] rest", 3), attempt(decoder.raw_decode, "[1]", 9))
first, second = json.loads('[{"key":1},{"key":2}]')
print(next(iter(first)) is next(iter(second)))


class Pairs(dict):
    def items(self):
        return [("z", 1), ("a", 2)]


class Named(int):
    def __repr__(self):
        return "Named"


class Other:
    pass


inside = []
inside.append(inside)
values = [
    'a"\\\n\x00\x7f\u00e9\U0001d11e\ud800', [], {}, [1, [2, (3,)]], {"a": 1, 2: 3, None: 4, True: 5, 1.5: 6}, Pairs(q=1),
    Named(5), {Named(3): 1}, {"k": [1, Other()]}, inside, [float("inf")], {(1,): 2, "b": 1}, 10**30, 1e300,
]
options = [
    {}, {"ensure_ascii": False}, {"indent": 2}, {"separators": (",", ":")}, {"allow_nan": False}, {"skipkeys": True},
    {"default": lambda o: ["default", type(o).__name__]},
]
for value in values:
    for keywords in options:
        print(ascii(attempt(json.dumps, value, **keywords)))
print(json.dumps({"b": 1, "a": {"d": 1, "c": [{}, []]}}, sort_keys=True, indent=1))
print(attempt(json.dumps, {1: 2, "a": 1}, sort_keys=True))
