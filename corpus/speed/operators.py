# Special methods in Python: their frames begin in the instruction; NotImplemented, order, errors.
log = []


class V:
    def __init__(self, x, answers=True):
        self.x = x
        self.answers = answers

    def __repr__(self):
        return f"{type(self).__name__}({self.x})"

    def __add__(self, other):
        log.append("add")
        return V(self.x + other.x) if isinstance(other, V) and self.answers else NotImplemented

    def __radd__(self, other):
        log.append("radd")
        return V(self.x + other) if isinstance(other, int) and self.answers else NotImplemented

    def __mul__(self, other):
        return V(self.x * (other.x if isinstance(other, V) else other))

    def __iadd__(self, other):
        log.append("iadd")
        if not self.answers:
            return NotImplemented
        self.x += other.x
        return self

    def __eq__(self, other):
        log.append("eq")
        return self.x == other.x if isinstance(other, V) else NotImplemented

    def __lt__(self, other):
        log.append("lt")
        return self.x < other.x if isinstance(other, V) and self.answers else NotImplemented

    def __gt__(self, other):
        log.append("gt")
        return self.x > other.x if isinstance(other, V) else NotImplemented

    def __getitem__(self, i):
        log.append("get")
        if i == 3:
            raise IndexError("three")
        return (self.x, i)

    def __setitem__(self, i, v):
        log.append(("set", i, v))

    def __len__(self):
        return 3

    def __contains__(self, v):
        return v == self.x

    def __call__(self, *args, **kw):
        return args, kw

    def __hash__(self):
        return hash(self.x)

    def __bool__(self):
        return self.x != 0

    def __neg__(self):
        return V(-self.x)


class W(V):
    def __radd__(self, other):
        log.append("W radd")
        return "W"

    def __gt__(self, other):
        log.append("W gt")
        return "W"


def show(text, f):
    log.clear()
    try:
        r = f()
    except Exception as e:
        r = f"{type(e).__name__}: {e}"
    print(text, r, log)


a, b, w, dumb = V(1), V(2), W(3), V(4, False)
for _ in range(2):
    show("a+b", lambda: a + b)
    show("a+1", lambda: a + 1)
    show("1+a", lambda: 1 + a)
    show("a+w", lambda: a + w)
    show("w+a", lambda: w + a)
    show("dumb+a", lambda: dumb + a)
    show("a+dumb", lambda: a + dumb)
    show("dumb+[]", lambda: dumb + [])
    show("dumb+dumb", lambda: dumb + dumb)
    show("a*3", lambda: a * 3)
    show("[0]*a", lambda: [0] * a)
    show("a==b", lambda: a == b)
    show("a==1", lambda: a == 1)
    show("a!=b", lambda: a != b)
    show("a<b", lambda: a < b)
    show("a<w", lambda: a < w)
    show("dumb<a", lambda: dumb < a)
    show("dumb<1", lambda: dumb < 1)
    show("a<=b", lambda: a <= b)
    show("a[1]", lambda: a[1])
    show("a[3]", lambda: a[3])
    show("a[0:1]", lambda: a[0:1])
    show("in", lambda: (1 in a, 2 in a, len(a), bool(V(0)), not a, -a, a(1, k=2), {a: 1}[V(1)]))


def in_place(x, y):
    x += y
    return x


show("a+=b", lambda: in_place(V(1), b))
show("dumb+=b", lambda: in_place(dumb, b))
show("dumb+=[]", lambda: in_place(dumb, []))
show("1+=a", lambda: in_place(1, a))


def store(o):
    o[1] = 2
    o["k"] = o


show("store", lambda: store(a))
x = a
x = x + b
x = x + x
print(x)


class Weird:
    def __add__(self, *args):
        return args

    def __sub__(self, other, extra=5):
        return other, extra

    def __getitem__(self, i):
        yield i
        yield i + 1

    __mul__ = print
    __lt__ = staticmethod(lambda other: "static")


o = Weird()
print(o + 1, o - 1, list(o[1]), o < 5)
o * 3


class Deep:
    def __add__(self, other):
        return self + other

    def __getitem__(self, i):
        return self[i]

    @property
    def p(self):
        return self.p

    def __eq__(self, other):
        return self == other

    def __init__(self, again=False):
        if again:
            Deep(True)


for f in [lambda: Deep() + 1, lambda: Deep()[0], lambda: Deep().p, lambda: Deep() == 1, lambda: Deep(True)]:
    try:
        f()
    except RecursionError as e:
        print("RecursionError", e)


def gen(v):
    for i in range(3):
        yield v + V(i)
        yield v[i]
        yield v == V(i)
        yield V(i)


print(list(gen(V(1))))


class BadInit:
    def __init__(self):
        return 5


for _ in range(2):
    try:
        BadInit()
    except TypeError as e:
        print(e)
print([i for i in range(3) if V(i)], sorted([V(3), V(1), V(2)]), max([V(3), V(5)]), sum([V(1), V(2)], V(0)))
