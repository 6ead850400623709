# Descriptors, metaclasses, class layout, annotations, reprs of callables: each line asserts.
def check(f, exc, text=None):
    try:
        f()
    except exc as e:
        if text is not None: assert str(e) == text, (str(e), text)
    else:
        assert 0, text
class SetOnly:
    def __set__(self, o, v): o.__dict__['s'] = v + 1
class C:
    s = SetOnly()
c = C(); c.s = 1
assert c.s == 2
class DelOnly:
    def __delete__(self, o): pass
class C2: d = DelOnly()
def g(): C2().d = 1
check(g, AttributeError, '__set__')
class MyProp(property): pass
class C3:
    @MyProp
    def x(self): "docx"; return 5
assert C3().x == 5 and C3.x.__doc__ == 'docx', C3.x.__doc__
class Meta(type):
    @property
    def mp(cls): return cls.__name__ + '!'
    def mm(cls): return cls
class C4(metaclass=Meta):
    mp = 3
assert C4.mp == 'C4!' and C4().mp == 3 and C4.mm() is C4
check(lambda: C4().mm, AttributeError, "'C4' object has no attribute 'mm'")
class Gen:
    def __class_getitem__(cls, k): return (cls, k)
assert Gen[3] == (Gen, 3)
class Entry:
    def __mro_entries__(self, bases): return (C,)
class C5(Entry()): pass
assert C5.__bases__ == (C,) and len(C5.__orig_bases__) == 1
class OD(dict):
    def __setitem__(self, k, v):
        super().__setitem__(k, v); order.append(k)
order = []
class PM(type):
    @classmethod
    def __prepare__(m, n, b): return OD()
    def __new__(m, n, b, ns): return super().__new__(m, n, b, dict(ns))
class C6(metaclass=PM):
    a = 1
    def b(self): return __class__
assert 'a' in order and 'b' in order and C6().b() is C6
class A1: pass
class B1: pass
class S1(A1): pass
S1.__bases__ = (B1,)
assert S1.__mro__ == (S1, B1, object) and S1 in B1.__subclasses__() and S1 not in A1.__subclasses__()
B1.late = 4
assert S1().late == 4
class W: __slots__ = ('a', '__weakref__')
class W2: __slots__ = ('a', '__weakref__')
w = W(); w.a = 1
w.__class__ = W2
assert type(w) is W2 and w.a == 1
class W3: __slots__ = ('b',)
def g(): w.__class__ = W3
check(g, TypeError, "__class__ assignment: 'W3' object layout differs from 'W2'")
def g(): (5).__class__ = W3
check(g, TypeError, "__class__ assignment only supported for mutable types or ModuleType subclasses")
class MyErr(KeyError, AttributeError): pass
check(lambda: (_ for _ in ()).throw(MyErr('x')), AttributeError, "'x'")
class LE(Exception):
    def __str__(self): return 'le'
assert str(LE(1)) == 'le' and repr(LE(1, 2)) == 'LE(1, 2)'
try: raise LE
except LE as e: assert e.args == ()
e = LE(1); e.foo = 3; assert e.__dict__ == {'foo': 3}
e.__traceback__ = None
check(lambda: setattr(e, '__cause__', 3), TypeError, "exception cause must be None or derive from BaseException")
class NoNew(int):
    def __new__(cls, v): return super().__new__(cls, v + 1)
assert NoNew(3) == 4 and type(NoNew(3)) is NoNew and NoNew(3) + 1 == 5
class Str(str):
    def up(self): return self.upper()
s = Str('abc'); s.q = 1
assert s == 'abc' and s.up() == 'ABC' and len(s) == 3 and s.q == 1 and s[1] == 'b'
class Dct(dict):
    def __missing__(self, k): return k * 2
assert Dct()[4] == 8
class Fl(float): pass
assert Fl(1.5) * 2 == 3.0
class Tup(tuple):
    __slots__ = ()
    def __repr__(self): return 'Tup'
assert repr(Tup((1, 2))) == 'Tup' and Tup((1,))[0] == 1
check(lambda: type('X', (tuple,), {'__slots__': ('a',)}), TypeError, "nonempty __slots__ not supported for subtype of 'tuple'")
class Ctx:
    def __enter__(self): return 1
    def __exit__(self, *a): return True
with Ctx() as v: raise ValueError
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise StopIteration
        return self.n
assert list(It(3)) == [2, 1, 0]
class Num:
    def __init__(self, v): self.v = v
    def __add__(self, o): return Num(self.v + (o.v if isinstance(o, Num) else o))
    __radd__ = __add__
    def __eq__(self, o): return self.v == o.v
    def __hash__(self): return hash(self.v)
    def __lt__(self, o): return self.v < o.v
    def __bool__(self): return self.v != 0
    def __len__(self): return 3
    def __getitem__(self, i): return i
    def __call__(self, *a, **k): return (a, k)
    def __contains__(self, x): return x == 1
    def __index__(self): return self.v
assert (Num(1) + 2).v == 3 and (2 + Num(1)).v == 3 and Num(1) == Num(1) and sorted([Num(2), Num(1)])[0].v == 1
assert not Num(0) and len(Num(1)) == 3 and Num(1)[5] == 5 and Num(1)(1, a=2) == ((1,), {'a': 2}) and 1 in Num(1)
assert [10, 20][Num(1)] == 20 and {Num(1): 2}[Num(1)] == 2
class NoHash:
    def __eq__(self, o): return True
check(lambda: hash(NoHash()), TypeError, "unhashable type: 'NoHash'")
assert NoHash.__hash__ is None
import_err = ImportError('x')
assert C.__dict__.get('zz') is None and 's' in C.__dict__
class Sub(C):
    x: int = 3
    y: 'str'
assert Sub.__annotations__ == {'x': int, 'y': 'str'}, Sub.__annotations__
def ann(a: int, b: str = '') -> float: pass
assert ann.__annotations__ == {'a': int, 'b': str, 'return': float}
assert Sub.__static_attributes__ == (), Sub.__static_attributes__
class St:
    def __init__(self): self.a = 1; self.b = 2
    def f(self): self.c = 3
assert set(St.__static_attributes__) == {'a', 'b', 'c'}
assert St.__firstlineno__ > 100
assert St.f.__qualname__ == 'St.f' and St.f.__module__ == '__main__'
m = St().f
assert m.__self__.a == 1 and m.__func__ is St.f and m.__name__ == 'f' and m == m.__self__.f
assert repr(m).startswith('<bound method St.f of <__main__.St object at')
def outer():
    class L: pass
    return L
assert outer().__qualname__ == 'outer.<locals>.L'
assert repr(len) == '<built-in function len>' and repr([].append).startswith('<built-in method append of list object at')
assert repr(list.append) == "<method 'append' of 'list' objects>", repr(list.append)
assert repr(int.__add__) == "<slot wrapper '__add__' of 'int' objects>"
check(lambda: list.append(3, 4), TypeError, "descriptor 'append' for 'list' objects doesn't apply to a 'int' object")
assert type(int.real).__name__ == 'getset_descriptor'
assert int.__doc__.startswith('int(') and type.__doc__.startswith('type(object)')
assert object.__subclasshook__(3) is NotImplemented
class Ab:
    __abstractmethods__ = frozenset({'f'})
Ab2 = type('Ab2', (), {})
Ab2.__abstractmethods__ = frozenset({'f'})
check(lambda: Ab2(), TypeError, "Can't instantiate abstract class Ab2 without an implementation for abstract method 'f'")
dele = []
class De:
    def __del__(self): dele.append(1)
x = De(); del x
class Del2:
    pass
o = Del2(); o.a = 1
check(lambda: delattr(o, 'zz'), AttributeError, "'Del2' object has no attribute 'zz'")
Del2.k = 1; del Del2.k
check(lambda: Del2.k, AttributeError, "type object 'Del2' has no attribute 'k'")
def g(): del Del2.k
check(g, AttributeError, "type object 'Del2' has no attribute 'k'")
def g(): [].x = 1
check(g, AttributeError, "'list' object has no attribute 'x' and no __dict__ for setting new attributes")
def g(): [].append = 1
check(g, AttributeError, "'list' object attribute 'append' is read-only")
def g(): None.x = 1
check(g, AttributeError, "'NoneType' object has no attribute 'x' and no __dict__ for setting new attributes")
o.__dict__[5] = 6
assert o.__dict__ == {'a': 1, 5: 6}
assert vars(o)['a'] == 1
import builtins
builtins.my_global = 5
assert my_global == 5
check(lambda: builtins.nope, AttributeError, "module 'builtins' has no attribute 'nope'")
cell = (lambda: o).__closure__
