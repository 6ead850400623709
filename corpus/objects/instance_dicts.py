"""`__dict__` of instances: it is the object, seen as a dict."""
import copy
import pickle


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Words:
    def __init__(self, **words):
        self.__dict__.update(words)


class Slotted:
    __slots__ = ("a", "__dict__")


class Sub(dict):
    pass


class Other:
    pass


def failing(what, function):
    try:
        print(what, function())
    except Exception as error:
        print(what, type(error).__name__, error)


def aliasing():
    p = Point(1, 2)
    d = p.__dict__
    print(d is p.__dict__, vars(p) is d, type(d) is dict, isinstance(d, dict), d)
    p.x = 10
    d["y"] = 20
    d["z"] = 30
    p.w = 40
    print(d, p.x, p.y, p.z, p.w, len(d), "z" in d, "q" in d, 3 in d, bool(d))
    del p.x
    del d["y"]
    print(d, hasattr(p, "x"), hasattr(p, "y"), list(d), list(reversed(d)))
    print(d.get("z"), d.get("no"), d.get("no", 5), d.setdefault("z", 0), d.setdefault("new", 1), p.new)
    print(d.pop("new"), d.pop("new", "gone"), d.popitem(), d)
    failing("pop", lambda: d.pop("new"))
    failing("getitem", lambda: d["nothing"])
    for unhashable in ([], {}):
        try:
            print(unhashable in d)
        except TypeError:
            print("unhashable")
    d.update(a=1, b=2)
    d.update([("c", 3)])
    d |= {"d": 4}
    print(d, p.a, p.b, p.c, p.d, d | {"e": 5}, {"e": 5} | d)
    print(d == dict(d), d == {}, d == p.__dict__, d != {"a": 1}, dict(d) == d, d == 3)
    print(d.keys() == {"z": 0, "a": 0, "b": 0, "c": 0, "d": 0}.keys(), sorted(d.keys() & {"a", "z"}), list(d.values()))


def copies():
    p = Point([1], 2)
    d = p.__dict__
    one, two, three = d.copy(), dict(d), copy.copy(d)
    d["x"].append(2)
    p.y = 3
    print(one, two, three, type(one), one is d)
    print(copy.deepcopy(d), copy.copy(p).__dict__, copy.deepcopy(p).__dict__)
    q = pickle.loads(pickle.dumps(p))
    print(q.__dict__, q.__dict__ == p.__dict__, pickle.loads(pickle.dumps(d)))
    print({**d}, dict(**d), "%(y)s" % d, "{y}".format(**d), "{y}".format_map(d), str(d), repr(d) == str(dict(d)))


def iterating():
    p = Point(1, 2)
    d = p.__dict__
    for name in d:
        p.x = d[name] + 1
    print(d)
    for kind in (d, d.items(), d.values(), d.keys()):
        try:
            for item in kind:
                p.more = 1
        except RuntimeError as error:
            print(type(error).__name__, error, d)
        del p.more
    for name in list(d):
        setattr(p, name + name, 0)
    print(d, list(d.items()), list(reversed(d.items())), max(d), sorted(d))
    walk = iter(d.items())
    print(next(walk))
    p.__dict__[5] = "five"
    failing("after a number", lambda: next(walk))
    print(d, d is p.__dict__)
    q = Point(1, 2)
    walk = iter(q.__dict__)
    print(next(walk))
    q.__dict__[1] = 1
    del q.__dict__[1]
    print(next(walk), list(walk), q.__dict__)


def other_keys():
    p = Point(1, 2)
    d = p.__dict__
    d[1] = "one"
    d[None] = "none"
    p.z = 3
    print(d, d is p.__dict__, p.x, p.z, d[1], vars(p))
    failing("dir", lambda: [name for name in dir(p) if not str(name).startswith("__")])
    q = Point(1, 2)
    d = q.__dict__

    class Name(str):
        def __hash__(self):
            return hash(str(self))

    d[Name("x")] = 7
    print(q.x, d, [type(k).__name__ for k in d], d["x"], d[Name("y")])
    d.clear()
    print(d, d is q.__dict__, hasattr(q, "x"))
    q.x = 5
    print(d)
    r = Other()
    for i in range(2000):
        r.__dict__[f"name{i}"] = i
    print(len(r.__dict__), r.name0, r.name1999, sum(vars(r).values()))


def assigned():
    p, q = Point(1, 2), Point(3, 4)
    old = p.__dict__
    new = {"x": 5}
    p.__dict__ = new
    print(p.__dict__ is new, p.x, hasattr(p, "y"), old)
    p.z = 6
    old["x"] = 9
    print(new, old, p.x)
    p.__dict__ = q.__dict__
    p.y = "shared"
    q.z = "too"
    print(q.y, p.z, p.__dict__ is q.__dict__, vars(q))
    failing("assign", lambda: setattr(p, "__dict__", 3))
    p.__dict__ = Sub(x=1)
    print(type(p.__dict__).__name__, p.x)
    del q.__dict__
    print(q.__dict__, p.__dict__)


def classes():
    p = Point(1, 2)
    d = p.__dict__
    p.__class__ = Other
    p.z = 3
    print(d, d is p.__dict__, type(p).__name__)
    s = Slotted()
    s.a, s.b = 1, 2
    t = s.__dict__
    t["a"] = "hidden"
    print(t, s.a, s.b, t is s.__dict__)
    e = ValueError("bad")
    e.note = 1
    f = e.__dict__
    f["more"] = 2
    print(f, e.more, f is e.__dict__, e.args, pickle.loads(pickle.dumps(e)).__dict__)
    m = Sub(a=1)
    m.attribute = 2
    print(m, m.__dict__, m.__dict__ is m.__dict__, len(m))

    def function():
        pass

    function.x = 1
    function.__dict__["y"] = 2
    print(function.y, vars(function), function.__dict__ is function.__dict__)
    print(type(vars(pickle)).__name__, vars(pickle)["dumps"] is pickle.dumps, type(vars(Point)).__name__)


def names():
    p = Point(1, 2)
    d = p.__dict__
    exec("z = x + y", d)
    print(p.z, d is p.__dict__, [k for k in d if k != "__builtins__"])
    q = Point(3, 4)
    print(eval("x * y", {}, q.__dict__), q.__dict__)
    print(Words(a=1, b=2).a, vars(Words(c=3)), (lambda **words: words)(**vars(Words(d=4))))
    made = type("Made", (), vars(Words(m=5)))
    print(made.m, made().m)
    many = [Point(i, -i) for i in range(300)]
    held = [one.__dict__ for one in many]
    garbage = [[i] for i in range(50000)]
    print(all(one.__dict__ is d for one, d in zip(many, held)), sum(d["x"] for d in held), len(garbage))
    for i, d in enumerate(held):
        d["z"] = i
    print(sum(one.z for one in many), many[7].__dict__, held[299])
    del many
    print(held[3], [list(d) for d in held[:2]])


for part in (aliasing, copies, iterating, other_keys, assigned, classes, names):
    print("--", part.__name__)
    part()
