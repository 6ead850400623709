# Instances, classes, metaclasses, subclasses of builtins: each line asserts.
class A:
    def __init__(self, x):
        self.x = x
    def get(self):
        return self.x
    @property
    def dbl(self):
        return self.x * 2
    @staticmethod
    def s(a): return a + 1
    @classmethod
    def c(cls): return cls.__name__
a = A(3)
assert a.get() == 3
assert a.dbl == 6
assert a.s(1) == 2 and A.c() == 'A' and a.c() == 'A'
assert a.__dict__ == {'x': 3}, a.__dict__
a.y = 4
a.z = 5
a.w = 6
a.v = 7
a.u = 8
assert a.__dict__ == {'x':3,'y':4,'z':5,'w':6,'v':7,'u':8}
del a.y
assert list(a.__dict__) == ['x','z','w','v','u']
class B(A):
    def get(self):
        return super().get() + 1
assert B(5).get() == 6
assert B.__mro__ == (B, A, object)
try:
    a.nope
except AttributeError as e:
    assert str(e) == "'A' object has no attribute 'nope'", str(e)
    assert e.name == 'nope' and e.obj is a
else:
    assert 0
class S:
    __slots__ = ('p', 'q')
s = S()
s.p = 1
assert s.p == 1
try:
    s.q
except AttributeError as e:
    assert str(e) == "'S' object has no attribute 'q'"
try:
    s.r = 1
except AttributeError as e:
    assert str(e) == "'S' object has no attribute 'r' and no __dict__ for setting new attributes", str(e)
class M(type):
    def __new__(m, n, b, d, **k):
        d['tag'] = k.get('tag')
        return super().__new__(m, n, b, d)
    def __init__(c, n, b, d, **k): super().__init__(n, b, d)
    @classmethod
    def __prepare__(m, n, b, **k): return {'pre': 1}
class X(metaclass=M, tag=7):
    pass
assert X.tag == 7 and X.pre == 1 and type(X) is M
class D:
    def __set_name__(self, o, n): self.n = n
    def __get__(self, i, o): return (self.n, i is None)
class E:
    d = D()
    def __init_subclass__(cls, **k): cls.k = k
assert E.d == ('d', True) and E().d == ('d', False)
class F(E, a=1): pass
assert F.k == {'a': 1}
class G:
    def __getattr__(self, n): return n.upper()
assert G().abc == 'ABC'
class I(int): pass
i = I(5); i.foo = 2
assert i + 1 == 6 and i.foo == 2
class L(list): pass
l = L([1,2]); l.z = 1
assert l == [1,2] and len(l) == 2 and l.z == 1
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
assert T(1,2) == (1,2)
a.__class__ = B
assert a.get() == 4
class Ex(ValueError):
    def __init__(self, m, code): super().__init__(m); self.code = code
try:
    raise Ex('hi', 3)
except ValueError as e:
    assert e.args == ('hi',) and e.code == 3 and repr(e) == "Ex('hi')"
assert repr(KeyError('a')) == "KeyError('a')" and str(KeyError('a')) == "'a'"
assert str(OSError(2, 'No such', 'f')) == "[Errno 2] No such: 'f'"
assert type(OSError(2, 'x')) is FileNotFoundError
