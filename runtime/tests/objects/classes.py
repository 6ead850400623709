# Classes, errors and their texts, descriptors, slots, aliases, exceptions: each line asserts.
def check(f, exc, text):
    try:
        f()
    except exc as e:
        if text is not None: assert str(e) == text, (str(e), text)
    else:
        assert 0, text
# classes
check(lambda: type('A', (bool,), {}), TypeError, "type 'bool' is not an acceptable base type")
check(lambda: type('A', (int, str), {}), TypeError, "multiple bases have instance lay-out conflict")
class P: pass
class Q(P): pass
check(lambda: type('A', (P, Q), {}), TypeError, "Cannot create a consistent method resolution order (MRO) for bases P, Q")
check(lambda: type('A', (P, P), {}), TypeError, "duplicate base class P")
class M1(type): pass
class M2(type): pass
class C1(metaclass=M1): pass
class C2(metaclass=M2): pass
check(lambda: type('A', (C1, C2), {}), TypeError, "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases")
check(lambda: P.nope, AttributeError, "type object 'P' has no attribute 'nope'")
def f(): int.x = 1
check(f, TypeError, "cannot set 'x' attribute of immutable type 'int'")
check(lambda: P(1), TypeError, "P() takes no arguments")
check(lambda: object(1), TypeError, "object() takes no arguments")
class I:
    def __init__(self): return 3
check(lambda: I(), TypeError, "__init__() should return None, not 'int'")
# repr
assert repr(P) == "<class '__main__.P'>", repr(P)
assert repr(int) == "<class 'int'>"
assert repr(P()).startswith("<__main__.P object at 0x")
def fn(a, b=2, *, c=3): "doc"; return a
assert fn.__name__ == 'fn' and fn.__doc__ == 'doc' and fn.__defaults__ == (2,) and fn.__kwdefaults__ == {'c': 3}
fn.attr = 1
assert fn.__dict__ == {'attr': 1} and fn.attr == 1
assert repr(fn).startswith('<function fn at 0x')
p = P(); p.m = 1
assert type(p).__name__ == 'P' and P.__module__ == '__main__' and P.__qualname__ == 'P'
# properties
class R:
    @property
    def x(self): return self._x
    @x.setter
    def x(self, v): self._x = v
    @property
    def ro(self): return 1
r = R(); r.x = 3
assert r.x == 3 and r._x == 3
def g(): r.ro = 1
check(g, AttributeError, "property 'ro' of 'R' object has no setter")
def g(): del r.x
check(g, AttributeError, "property 'x' of 'R' object has no deleter")
# data descriptor after caches
class Cc:
    def __init__(self): self.v = 1
def getv(o): return o.v
c = Cc()
for i in range(20): assert getv(c) == 1
Cc.v = property(lambda s: 2)
assert getv(c) == 2
del Cc.v
assert getv(c) == 1
class Base:
    def m(self): return 'base'
class Der(Base): pass
d = Der()
def callm(o): return o.m()
for i in range(20): assert callm(d) == 'base'
Der.m = lambda self: 'der'
assert callm(d) == 'der'
d.m = lambda: 'inst'
assert callm(d) == 'inst'
# slots
class S1:
    __slots__ = 'a', '__dict__'
s = S1(); s.a = 1; s.b = 2
assert s.a == 1 and s.__dict__ == {'b': 2}
class S2(S1):
    __slots__ = ('c',)
s = S2(); s.c = 5; s.a = 6; s.zz = 7
assert (s.a, s.c, s.zz) == (6, 5, 7) and s.__dict__ == {'zz': 7}
check(lambda: type('A', (), {'__slots__': ('x',), 'x': 1}), ValueError, "'x' in __slots__ conflicts with class variable")
# many attributes
class Many: pass
m = Many()
for i in range(200): setattr(m, 'a%d' % i, i)
for i in range(200): assert getattr(m, 'a%d' % i) == i
assert len(m.__dict__) == 200
for i in range(0, 200, 2): delattr(m, 'a%d' % i)
assert len(vars(m)) == 100
objs = []
for i in range(300):
    o = Many(); o.x = i; o.y = i; o.z = i; o.w = i
    objs.append(o)
assert all(o.w == i and o.x == i for i, o in enumerate(objs))
# __dict__
o = Many(); o.q = 1
dd = o.__dict__
dd['new'] = 5
assert o.new == 5
o.other = 6
assert dd == {'q': 1, 'new': 5, 'other': 6}
assert o.__dict__ is dd
o.__dict__ = {'k': 1}
assert o.k == 1 and not hasattr(o, 'q')
# generic alias
assert repr(list[int]) == 'list[int]' and repr(dict[str, int]) == 'dict[str, int]'
assert list[int].__origin__ is list and list[int].__args__ == (int,)
assert list[int]() == []
assert repr(int | str) == 'int | str' and repr(int | None) == 'int | None'
assert isinstance(1, int | str) and not isinstance(1.5, int | str)
assert (int | str) == (str | int)
# super
class A:
    def f(self): return ['A']
    @classmethod
    def c(cls): return [cls.__name__]
class B(A):
    def f(self): return ['B'] + super().f()
    @classmethod
    def c(cls): return ['B'] + super().c()
class C(A):
    def f(self): return ['C'] + super().f()
class D(B, C):
    def f(self): return ['D'] + super().f()
assert D().f() == ['D', 'B', 'C', 'A'] and D.c() == ['B', 'D']
check(lambda: super(D, D()).nope, AttributeError, "'super' object has no attribute 'nope'")
# getattribute/setattr
class H:
    def __getattribute__(self, n):
        if n == 'magic': return 42
        return super().__getattribute__(n)
    def __setattr__(self, n, v): super().__setattr__(n, v * 2)
    def __delattr__(self, n): super().__setattr__(n, 0)
h = H(); h.x = 2
assert h.magic == 42 and h.x == 4
del h.x
assert h.x == 0
# exceptions
try:
    try: 1/0
    except ZeroDivisionError as e: raise KeyError('k') from e
except KeyError as e:
    assert isinstance(e.__cause__, ZeroDivisionError) and e.__suppress_context__
try:
    try: 1/0
    except ZeroDivisionError: [][1]
except IndexError as e:
    assert isinstance(e.__context__, ZeroDivisionError)
eg = ExceptionGroup('g', [ValueError(1), TypeError(2)])
assert str(eg) == 'g (2 sub-exceptions)' and repr(eg) == "ExceptionGroup('g', [ValueError(1), TypeError(2)])", repr(eg)
a, b = eg.split(ValueError)
assert a.exceptions[0].args == (1,) and b.exceptions[0].args == (2,)
try:
    raise eg
except* ValueError as x:
    assert len(x.exceptions) == 1
except* TypeError as x:
    pass
e = ValueError('a'); e.add_note('n'); assert e.__notes__ == ['n']
assert StopIteration(3).value == 3 and SystemExit(4).code == 4
assert ImportError('m', name='n', path='p').name == 'n'
assert repr(SyntaxError('bad', ('f.py', 1, 2, 'txt'))) == "SyntaxError('bad', ('f.py', 1, 2, 'txt'))"
# mapping proxy
assert 'f' in A.__dict__ and type(A.__dict__).__name__ == 'mappingproxy'
assert list(k for k in P.__dict__ if not k.startswith('__')) == []
check(lambda: A.__dict__['zz'], KeyError, None)
# setname error / init_subclass
class Bad:
    def __init_subclass__(cls): raise RuntimeError('no')
def g():
    class X(Bad): pass
check(g, RuntimeError, 'no')
check(lambda: type('X', (), {}, foo=1), TypeError, "X.__init_subclass__() takes no keyword arguments")
# abstract

def callf():
    class Meta(type):
        def __call__(cls, *a): return ('called', a)
    class Z(metaclass=Meta): pass
    return Z(1)
assert callf() == ('called', (1,))
class N:
    def __new__(cls, *a):
        self = super().__new__(cls); self.a = a; return self
assert N(1, 2).a == (1, 2)
assert isinstance(True, int) and issubclass(bool, int)
class Hooked(type):
    def __instancecheck__(cls, o): return o == 5
class HH(metaclass=Hooked): pass
assert isinstance(5, HH) and not isinstance(6, HH)
assert (5).__class__ is int
class Dd:
    __match_args__ = ('x',)
    def __init__(self, x): self.x = x
match Dd(3):
    case Dd(q): assert q == 3
assert hash(P) == hash(P) and P == P and P != Q
x = P(); assert x == x and x != P()
assert dir(p)[-1] == 'm' or 'm' in dir(p)
def cl():
    n = 1
    def inner(): return n
    return inner
assert cl().__closure__[0].cell_contents == 1
