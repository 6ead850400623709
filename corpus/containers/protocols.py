"""Iteration, items, comparison, views and builtin functions over objects of every kind."""

class A:
    def __getitem__(s, i):
        if i > 3: raise IndexError
        return i * 2
    def __len__(s): return 4
print(list(A()), 4 in A(), list(reversed(A())), A()[2], len(A()), bool(A()))
from_it = iter(A()); next(from_it); print(list(from_it), next(from_it, 'end'))
class B:
    def __iter__(s): return iter('xyz')
a, *b = B(); print(a, b, [*B()], {*B()} == {'x','y','z'}, 'y' in B())
class It:
    def __init__(s): s.n = 0
    def __iter__(s): return s
    def __next__(s):
        s.n += 1
        if s.n > 3: raise StopIteration
        return s.n
print(list(It()), tuple(It()), sum(It()), max(It()), sorted(It(), reverse=True), list(zip(It(), It())), dict(zip('abc', It())))
x = iter(It().__next__, 2); print(list(x), next(x, None))
class K:
    def __init__(s, v): s.v = v
    def __hash__(s): return 1
    def __eq__(s, o): return isinstance(o, K) and s.v == o.v
    def __repr__(s): return f'K({s.v})'
d = {K(i % 5): i for i in range(20)}; print(d, d[K(3)], K(7) in d, d.pop(K(1)), len(d))
s = {K(i % 3) for i in range(10)}; print(sorted(map(repr, s)), K(2) in s); s.remove(K(2)); print(len(s))
class Evil:
    def __init__(s, d): s.d = d
    def __hash__(s): return 5
    def __eq__(s, o): s.d.clear(); return False
d = {}; e = Evil(d); d[e] = 1; d[Evil({})] = 2; print(len(d))
class Ord:
    def __init__(s, v): s.v = v
    def __lt__(s, o): return s.v < o.v
print(max([Ord(1), Ord(3)], key=lambda o: o.v).v, sorted([Ord(3), Ord(1)])[0].v)
class Sub(Ord):
    def __gt__(s, o): return 'reflected'
print(Ord(1) < Sub(2))
try: Ord(1) <= Ord(2)
except TypeError as ex: print(ex)
print([1, 2] < [1, 3], (1, 2) >= (1, 2), [1] == (1,), {1: 2} == {1: 2.0}, 1 == 1.0, 'a' != 1, None == None)
n = float('nan'); print(n in [n], [n] == [n], n == n, (n,) == (n,))
l = [1, 2, 3]
try: l.sort(key=lambda v: l.append(v) or v)
except ValueError as ex: print(ex, l)
v = {1: 2, 3: 4}
print(v.keys() | [5], v.keys() - {1}, v.items() & {(1, 2)}, v.values(), v.keys() <= {1, 3, 5}, (1, 2) in v.items(), v.keys().isdisjoint([9]), list(reversed(v.items())))
d = dict.fromkeys('abc', 0); d |= {'z': 1}; print(d, d | {'a': 9}, d.setdefault('q', 5), d.get('nope'), d.get('nope', 1))
d = dict([('a', 1)], b=2); d.update(c=3); d.update([['d', 4]]); print(d, dict(d, a=0))
class M:
    def keys(s): return ['p', 'q']
    def __getitem__(s, k): return k * 2
print(dict(M()), {**M()})
e = enumerate('ab'); print(e.__reduce__()[1][1], next(e))
print(list(map(str, range(3), )), list(filter(lambda v: v % 2, range(6))), all([]), any([0, 0, 3]), all(v for v in [1, 0]))
print(sum([0.1] * 10), sum([1, 2.5, 3]), sum([[1], [2]], []), sum((1, 2), start=10), sum([1e100, 1.0, -1e100]), sum([True, 2]), sum([2**62, 2**62]))
r = range(5); it = iter(r); next(it); print(it.__length_hint__(), list(it), r.count(2), r.index(3), range(0, 10, 3)[-1], range(3) == range(0, 3), hash(range(3)) == hash(range(0, 3, 1)), r[1:3], 2.0 in r)
t = (1, 2, 3); print(t.index(2), t.count(1), t * 2, 2 * t, t[::-1], t[:2], t + (4,), hash(t), (t, t) == (t, t))
print(slice(1, 2), slice(None, None, 2).indices(10), slice(-3, None).indices(5), slice(1, 2) == slice(1, 2), slice(1, 2).start)
print(frozenset([3, 1, 2]), frozenset(), {1} | frozenset([2]), frozenset([1]) | {2}, hash(frozenset([1, 2])) == hash(frozenset([2, 1])), {frozenset([1]): 1}[frozenset([1])], {1, 2} > {1}, {1} == frozenset([1]), {frozenset([1])}.__contains__({1}))
s = {1, 2, 3}; s -= {1}; s |= {9}; s &= {2, 9}; s ^= {2, 7}; print(s, s.copy() is s, set('abc') >= set('ab'), {1}.union([2], (3,)), {1, 2}.intersection([2], [2, 3]), {1, 2}.difference([1], [5]), s.pop() in (7, 9))
print(getattr(1, 'real'), hasattr([], 'append'), callable(len), isinstance(1, (str, int)), issubclass(bool, int), isinstance([], list | dict) if False else '')
class C: pass
c = C(); c.x = 1; setattr(c, 'y', 2); print(vars(c), 'x' in dir(c), delattr(c, 'x'), hasattr(c, 'x'), c.__dict__)
print(ascii('é\n'), format(3.14159, '.2f'), format(255, '#x'), repr('a\'b'), chr(8364), ord('€'), abs(-2.5), round(1234.567, -2), round(7.5), pow(2, 100, 7), divmod(-7.5, 2))
def f():
    q = 1
    return sorted(locals()), eval('q + 1'), dir()
print(f(), 'f' in globals())
ns = {}; exec('def g(n):\n  return n * k\nk = 3\nr = g(4)', ns); print(ns['r'], sorted(k for k in ns if k[0] != '_'))
code = compile('a + b', '<x>', 'eval'); print(eval(code, {'a': 1}, {'b': 2}))
try: compile('a b', '<x>', 'exec')
except SyntaxError as ex: print(ex.msg, ex.lineno, ex.offset, ex.filename)
a = [1]; a.append(a); print(a); dd = {}; dd[1] = dd; print(dd); tt = ([],); tt[0].append(tt); print(tt)
print([1, 2, 3].__class__, list[int] if False else '', type(iter(())).__name__, type({}.keys()).__name__, type(reversed([])).__name__, type(iter(set())).__name__, type(enumerate([])).__name__)
big = list(range(100000)); del big[::2]; print(len(big), big[:3], big[-1]); big *= 2; print(len(big)); big.clear(); print(big)
m = {}
for i in range(100000): m[str(i)] = i
for i in range(0, 100000, 2): del m[str(i)]
print(len(m), sum(m.values()), m['777'], list(m)[:3], m.popitem())
