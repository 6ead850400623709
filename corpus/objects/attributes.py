"""Attributes of instances: hooks, missing ones, order, deletion, growth, dict and slots."""


class Spy:
    def __init__(self):
        object.__setattr__(self, "log", [])

    def __getattribute__(self, name):
        if not name.startswith("__") and name != "log":
            object.__getattribute__(self, "log").append(("get", name))
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        self.log.append(("missing", name))
        if name == "never":
            raise AttributeError("never there")
        return len(name)

    def __setattr__(self, name, value):
        self.log.append(("set", name, value))
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        self.log.append(("del", name))
        object.__delattr__(self, name)


s = Spy()
s.x = 1
print(s.x, s.longer_name, hasattr(s, "never"), getattr(s, "never", "default"))
del s.x
print(s.x)
for row in s.log:
    print(row)


class Plain:
    shared = []
    count = 0

    def bump(self):
        self.count += 1


p, q = Plain(), Plain()
p.bump()
p.bump()
p.shared.append("both")
print(p.count, q.count, Plain.count, q.shared, vars(p), vars(q))

# Order is that of creation, whatever was deleted in between.
for name in "dacb":
    setattr(p, name, name * 2)
print(list(vars(p)))
del p.d
p.d = "again"
print(list(vars(p)))
p.__dict__["late"] = 1
p.__dict__.update(a="changed")
print(p.late, p.a, list(p.__dict__))
p.__dict__ = {"only": 1}
print(vars(p), p.count)


class Grow:
    pass


g = Grow()
for i in range(40):
    setattr(g, f"attribute_{i}", i)
print(sum(vars(g).values()), g.attribute_39, len(vars(g)))
for i in range(0, 40, 2):
    delattr(g, f"attribute_{i}")
print(sum(vars(g).values()), list(vars(g))[:3], hasattr(g, "attribute_0"))
for bad in ("attribute_0", "nothing"):
    try:
        delattr(g, bad)
    except AttributeError as e:
        print(e)


class Slotted:
    __slots__ = ("a", "__dict__")


class Both(Slotted):
    __slots__ = ("b",)


t = Both()
t.a, t.b, t.c = 1, 2, 3
print(vars(t), t.a, t.b)
del t.a
print(hasattr(t, "a"), hasattr(t, "b"))


class Mangled:
    def __init__(self):
        self.__secret = 1
        self.__very__ = 2

    def tell(self):
        return self.__secret


m = Mangled()
print(sorted(vars(m)), m.tell(), m._Mangled__secret)
print(sorted(n for n in dir(m) if "Mangled" in n or n == "tell"))
try:
    m.missing
except AttributeError as e:
    print(e, "|", e.name, e.obj is m)
try:
    Mangled.missing
except AttributeError as e:
    print(e)
