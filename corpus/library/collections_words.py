"""Counting, ordering and layering: the containers of collections at work on a text and a queue."""

from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, abc, defaultdict, deque, namedtuple

TEXT = "the cat sat on the mat the end of the cat"


def counting():
    words = Counter(TEXT.split())
    print(words.most_common(3), words["dog"], words.total(), sum((words - Counter(the=2)).values()))
    words.update(["cat"] * 2)
    words.subtract(the=10)
    print(words["cat"], words["the"], +words == Counter({k: v for k, v in words.items() if v > 0}))
    a, b = Counter("abca"), Counter("bcd")
    print(a + b, a - b, a & b, a | b, a <= a + b, sorted(a.elements()))


def grouping():
    by_length = defaultdict(list)
    for word in dict.fromkeys(TEXT.split()):
        by_length[len(word)].append(word)
    print(dict(by_length), by_length.default_factory, 9 in by_length)
    tree = lambda: defaultdict(tree)
    root = tree()
    root["a"]["b"]["c"] = 1
    print(dict(root["a"]["b"]), len(root["x"]), defaultdict(int, a=1) | {"b": 2})
    try:
        defaultdict(None)["k"]
    except KeyError as error:
        print("KeyError", error)


def queues():
    d = deque(range(5), maxlen=5)
    d.append(5)
    d.appendleft(-1)
    d.rotate(2)
    print(d, d.maxlen, d[0], d[-1], d.index(4), list(reversed(d)), d.count(3))
    d.extendleft("ab")
    d.remove("a")
    d.insert(1, "x")
    print(d, deque("abc") + deque("d"), deque([1]) * 3, deque([1, 2]) < deque([1, 3]))
    try:
        for item in d:
            d.append(item)
    except RuntimeError as error:
        print(error)
    try:
        deque(maxlen=1).pop()
    except IndexError as error:
        print(error)


def tuples():
    Point = namedtuple("Point", "x y", defaults=[0])
    p = Point(3)
    print(p, p.x + p.y, p._replace(y=4), p._asdict(), Point._fields, Point._field_defaults, Point._make([1, 2]))
    print(p == (3, 0), hash(p) == hash((3, 0)), [*p], Point.x.__doc__, namedtuple("R", "a class a", rename=True)._fields)
    for bad in (lambda: Point(), lambda: namedtuple("B", "_x"), lambda: p._replace(z=1)):
        try:
            bad()
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)


def layers():
    settings = ChainMap({"color": "red"}, {"color": "blue", "size": 3})
    inner = settings.new_child({"size": 9})
    print(inner["size"], inner["color"], dict(inner) == {"color": "red", "size": 9}, len(inner), inner.parents["size"])
    inner["color"] = "green"
    print(settings["color"], inner.maps[0], list(inner))
    try:
        del inner["nothing"]
    except KeyError as error:
        print(error)
    od = OrderedDict(a=1, b=2, c=3)
    od.move_to_end("a")
    od.move_to_end("c", last=False)
    print(od, od.popitem(last=False), list(reversed(od)), od == OrderedDict(a=1, b=2), od == {"a": 1, "b": 2})


class Lower(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)


class Always(abc.Sequence):
    def __len__(self):
        return 3

    def __getitem__(self, i):
        if i >= 3:
            raise IndexError(i)
        return i * i


def bases():
    d = Lower(ABC=1)
    d.update(Def=2)
    print(d, "abc" in d, d | {"Q": 1})
    print(UserList([1, 2]) + [3], UserString("ab").upper() * 2, UserString("a") < "b")
    s = Always()
    print(list(s), 4 in s, s.index(4), s.count(1), list(reversed(s)), isinstance(s, abc.Collection))
    print([name for name in ("Hashable", "Iterable", "Mapping", "Set", "Callable") if isinstance({}, getattr(abc, name))])
    print({1, 2} == dict.fromkeys([1, 2]).keys(), {"a": 1}.items() & {("a", 1)}, isinstance(frozenset(), abc.Set))


counting()
grouping()
queues()
tuples()
layers()
bases()
