# Special methods written in Python that instructions begin themselves.
import sys
def caller():
    return sys._getframe(2).f_code.co_name

class Odd:
    def __init__(self, what):
        self.what = what
    def __len__(self):
        print("len from", caller())
        return self.what
    def __contains__(self, item):
        print("contains", item, "from", caller())
        if item == "raise":
            raise KeyError(item)
        return self.what
    def __iter__(self):
        print("iter from", caller())
        return self.what

class Index:
    def __index__(self):
        return 7

class Empty(list):
    def __bool__(self):
        print("bool")
        return False

def lengths():
    for what in (0, 3, True, Index(), -1, 2.5, "x", None, 2**70, -2**70):
        try:
            print(len(Odd(what)))
        except (TypeError, ValueError, OverflowError) as e:
            print(type(e).__name__, e)
lengths()

def membership():
    for what in (0, 3, [], [1], "", None, Empty([1])):
        print(1 in Odd(what), 1 not in Odd(what))
    try:
        "raise" in Odd(1)
    except KeyError as e:
        print("KeyError", e)
    if 5 in Odd(True) and 6 not in Odd(False):
        print("branch")
membership()

class Count:
    def __init__(self, n, stop=StopIteration):
        self.n = n
        self.stop = stop
    def __iter__(self):
        return self
    def __next__(self):
        if self.n == 0:
            raise self.stop("end")
        self.n -= 1
        return self.n

class MyStop(StopIteration):
    pass

def loops():
    for what in ([1, 2], iter((3, 4)), (x for x in "ab"), 5, None, Odd([1])):
        try:
            for x in Odd(what):
                print(x)
            else:
                print("else")
        except TypeError as e:
            print(e)
    for x in Count(3):
        print(x)
    for x in Count(2, MyStop):
        print(x)
    try:
        for x in Count(1, KeyError):
            print(x)
    except KeyError as e:
        print("KeyError", e, sys.exception() is e)
    print(sys.exception())
    for x in Count(4):
        if x == 2:
            continue
        if x == 1:
            break
        for y in Count(x):
            print(x, y)
    print([x for x in Count(3)], list(Count(3)), {x: y for x in Count(2) for y in Count(x + 1)})
    a, *b = Count(4)
    print(a, b)
loops()

# StopIteration from deeper down ends a loop, one that the body raises does not.
class Deep:
    def __init__(self):
        self.left = 3
    def __iter__(self):
        return self
    def inner(self):
        if not self.left:
            raise StopIteration
        self.left -= 1
    def __next__(self):
        self.inner()
        return self.left
def deep():
    try:
        raise ValueError("outer")
    except ValueError:
        for x in Deep():
            print(x, repr(sys.exception()))
        print(repr(sys.exception()))
    try:
        for x in Deep():
            raise StopIteration("mine")
    except StopIteration as e:
        print("from the body:", e)
    def gen():
        for x in Deep():
            yield x
        yield from Deep()
    print(list(gen()))
deep()

# Iterators whose methods are no plain functions.
class Static:
    @staticmethod
    def __iter__():
        return iter("st")
class Default:
    def __iter__(self, n=2):
        return iter(range(n))
    def __len__(self, n=4):
        return n
    def __contains__(self, item, *more):
        return item == 1
class Bound:
    __iter__ = lambda self: iter("lambda")
    __len__ = property(lambda self: lambda: 11)
class None_:
    __iter__ = None
    __contains__ = None
print(list(Static()), [x for x in Default()], len(Default()), 1 in Default(), [x for x in Bound()], len(Bound()))
for f in (lambda: [x for x in None_()], lambda: 1 in None_()):
    try:
        f()
    except TypeError as e:
        print(e)
class Tree:
    def __init__(self, left, value, right):
        self.left, self.value, self.right = left, value, right
    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right
def tree(r):
    if not r:
        return None
    i = len(r) // 2
    return Tree(tree(r[:i]), r[i], tree(r[i + 1:]))
print(list(tree(range(20))), sum(1 for _ in tree(range(500))))
def recursive():
    class R:
        def __iter__(self):
            for x in self:
                yield x
        def __len__(self):
            return len(self)
        def __contains__(self, x):
            return x in self
    for f in (lambda: list(R()), lambda: len(R()), lambda: 1 in R()):
        try:
            f()
        except RecursionError:
            print("RecursionError")
recursive()

# Class attributes that change while the same code reads them.
class Meta:
    level = 1
    def method(self):
        return "method"
def read():
    return Meta.level
print(read(), read())
Meta.level = 2
print(read())
Meta.level = property(lambda self: 3)
print(type(read()).__name__)
class Get:
    def __get__(self, instance, owner):
        return ("got", instance, owner.__name__)
Meta.level = Get()
print(read())
del Meta.level
try:
    read()
except AttributeError as e:
    print(e)
class Base:
    level = "base"
class Derived(Base):
    pass
Meta = Derived
print(read(), read())
Base.level = "changed"
print(read())
Derived.level = "own"
print(read())
Derived.extra = 1
del Derived.level
print(read())
for cls in (Base, Derived, int, Get):
    Meta = cls
    try:
        print(read())
    except AttributeError as e:
        print(e)

# Constructors that change.
class Made:
    def __init__(self, a, b=2):
        self.a, self.b = a, b
def make():
    o = Made(1)
    return sorted(vars(o).items())
print(make(), make())
def other(self, a):
    self.c = a
Made.__init__ = other
print(make())
Made.__init__ = lambda self, a: None
print(make())
class Sub(Made):
    pass
def make_sub():
    return vars(Sub(3))
Made.__init__ = other
print(make_sub())
Sub.__init__ = lambda self, x: setattr(self, "sub", x)
print(make_sub())
del Sub.__init__
print(make_sub())
class New(Made):
    pass
def make_new():
    return New(4)
print(type(make_new()).__name__)
New.__new__ = lambda cls, a: "not one"
print(type(make_new()).__name__)
other.__code__ = (lambda self, a: setattr(self, "code", a)).__code__
print(make_sub())
def bad(self, a):
    return 5
Made.__init__ = bad
try:
    make()
except TypeError as e:
    print(e)

# Sets by operators and comparisons; slices assigned.
a, b, e = {1, 2, 3, 40}, frozenset([2, 3, 5]), set()
print(a - b, b - a, a & b, b & a, a | b, b | a, a ^ b, b ^ a, type(b - a).__name__, type(a & b).__name__)
print(a < b, a <= a, a > b, e < a, e <= e, e == set(), a == frozenset(a), a != b, {1, True, 1.0} == {1}, {1.0} <= {True, 2}, {2.0} & {2}, {2} - {2.0})
for op in ("a - [1]", "a < 1", "a & 1", "1 - a"):
    try:
        eval(op)
    except TypeError as x:
        print(x)
class S(set):
    def __sub__(self, other):
        return "mine"
    def __le__(self, other):
        return "le"
    def __rsub__(self, other):
        return "rsub"
print(S(a) - b, S(a) <= b, a - S(a), a >= S(a))
l = list(range(8))
l[2:4] = [9]; print(l)
l[:2] = (5, 5, 5); print(l)
l[-2:] = []; print(l)
l[10:] = [1]; print(l)
l[3:1] = [7, 7]; print(l)
l[1:3] = l; print(l)
l[0:4] = l[3::-1]; print(l)
l[None:2] = range(2); print(l)
print(l[::-2], l[5:1:-1], l[1:6:2])
print(7 / 2, 2**60 / 3, 1 + 0.5, 2.5 - 1, 3 * 0.1, 2**60 * 1.0, 1 / 4.0, 2**62 + 0.5, True + 0.5)
for z in ("1 / 0", "1 // 0"):
    try:
        eval(z)
    except ZeroDivisionError as x:
        print(type(x).__name__)

# Attributes loaded, stored and called on objects of many shapes by the same code.
class Shape:
    def __init__(self, *names):
        for i, name in enumerate(names):
            setattr(self, name, i)
    def bump(self):
        self.x = self.x + 1
        self.last = self.x
        return self.name()
    def name(self):
        return "shape"
class Second(Shape):
    def name(self):
        return "second" + str(self.x)
class Third(Shape):
    __slots__ = ("last",)
    def name(self):
        return "third"
class Fourth(Shape):
    @property
    def last(self):
        return "property"
    @last.setter
    def last(self, value):
        self.seen = value
class Fifth(Shape):
    def __setattr__(self, name, value):
        super().__setattr__(name.upper() if name == "last" else name, value)
objects = [Shape("x"), Shape("y", "x"), Second("x"), Third("z", "x"), Fourth("x"), Fifth("a", "b", "x"), Shape(*"abcdefghijkx")]
for _ in range(12):
    print([o.bump() for o in objects], [o.x for o in objects])
print([getattr(o, "last", None) for o in objects], [sorted(vars(o)) for o in objects])
Second.name = lambda self: "changed"
Shape.last = property(lambda self: "now a property", lambda self, v: None)
print([o.bump() for o in objects], [getattr(o, "last", None) for o in objects])
