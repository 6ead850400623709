# 3.14
"""The exact texts of errors of containers and builtin functions."""

tests = r'''
[].index(1)
(1,).index(2)
[].remove(1)
[].pop()
[1].pop(4)
[1]['a']
(1,)['a']
[1]['a':]
[1][5]
(1,)[5]
range(3)[5]
range(3)['a']
[1,2,3][::0]
[1]+(1,)
(1,)+[1]
[1]*'a'
[1]*[1]
x=[1]; x[5]=1
x=[1]; x['a']=1
x=[1]; del x[5]
x=[1]; del x['a']
x=[1,2,3]; x[::2]=[1]
x=[1,2,3]; x[0:1]=1
x=[1,2,3]; x[::2]=1
x=(1,); x[0]=1
x=(1,); del x[0]
{}[1]
{}[[]]
{[]:1}
{1}|[1]
hash([])
hash({})
hash(slice(1,[]))
{[]}
[] in {}
[] in {1}
set().remove([])
set().remove(1)
set().pop()
{}.pop(1)
{}.popitem()
dict([1])
dict([(1,2,3)])
dict(1)
dict(['ab', 'c'])
{}.update([1])
{}.update(1)
dict.fromkeys(1)
list(1)
tuple(1)
set(1)
list(1,2)
tuple(1,2)
set(1,2)
dict(1,2)
frozenset(1,2)
list(a=1)
tuple(a=1)
set(a=1)
range()
range(1,2,3,4)
range('a')
range(1,2,0)
range(1.0)
slice()
slice(1,2,3,4)
slice(1,2,0).indices(3)
slice(1,2).indices(-1)
slice(1,2).indices('a')
slice('a').indices(3)
range(3).index(5)
range(3).index('a')
enumerate(1)
enumerate([], 'a')
zip(1)
zip([],1)
list(zip([1],[],strict=True))
list(zip([1],[1,2],strict=True))
list(zip([1],[1],[],strict=True))
list(zip([1],[1],[1,2],strict=True))
map()
map(1)
map(1,2)
filter(1)
filter(1,2)
list(map(lambda a,b:1,[1],[2,3],strict=True))
reversed(1)
reversed({1})
reversed()
iter(1)
iter(1,2)
iter()
next(1)
next(iter([]))
next()
1 < 'a'
[] < ()
[1] < ['a']
{} < {}
None < None
len(1)
1[1]
x=1; x[1]=1
x=1; del x[1]
1 in 1
abs('a')
all(1)
any(1)
sum(1)
sum([1],'')
sum(['a'])
sum(['a'],'')
sum([b'a'],b'')
sum([b'a'],bytearray())
max()
max([])
min([])
max(1)
max(1,2,default=3)
max([],default=3)
max(1,2,key=1)
max([1,'a'])
sorted(1)
sorted([1,'a'])
sorted()
sorted([1],lambda x:x)
[1].sort(1)
chr(-1)
chr(0x110000)
chr('a')
chr(10**30)
ord(1)
ord('ab')
ord(b'ab')
ord(bytearray(b''))
bin('a')
bin(1.0)
hex('a')
oct([])
round('a')
round(1,'a')
pow('a',1)
pow(2,-1,4)
pow(1,2,0)
divmod('a',1)
divmod(1,0)
isinstance(1,1)
isinstance(1,(1,))
issubclass(1,int)
issubclass(int,1)
getattr(1,'a')
getattr(1,2)
getattr(1)
setattr(1,'a',1)
setattr(1,2,1)
delattr(1,'a')
hasattr(1,2)
print(1,sep=1)
print(1,end=1)
print(1,foo=1)
vars(1)
dir(1,2)
callable()
compile(1,2,'exec')
compile('1','f','foo')
eval(1)
exec(1)
eval('1',1)
eval('1',{},1)
exec('1',1)
hash()
id()
input(1,2)
format(1,2)
repr()
ascii()
type(iter([])).__name__
[].append()
[].append(1,2)
[].insert(1)
[].insert('a',1)
[].extend(1)
x=[1]; x+=1
{1}.update(1)
{1}-[1]
{1}<[1]
{1}.union(1)
{}|1
{1:1}.keys()|1
{1:1}.keys()&1
{1:1}.keys()-1
{}.setdefault()
d={1:1}
for k in d: d[2]=1
d={1:1}
for k in d.items(): d.clear()
s={1}
for k in s: s.add(2)
l=[1,2]; l.sort(key=lambda x:l.append(1))
().__getitem__('a')
[].__getitem__('a')
class A:\n  def __iter__(s): return 1\niter(A())
class A:\n  def __len__(s): return -1\nlen(A())
class A:\n  def __len__(s): return 'a'\nlen(A())
class A:\n  def __bool__(s): return 1\nbool(A())
class A:\n  def __hash__(s): return 'a'\nhash(A())
class A:\n  def __eq__(s,o): return 1\nhash(A())
class A:\n  def __eq__(s,o): return 1\n{A()}
class A:\n  __iter__=None\niter(A())
class A:\n  __contains__=None\n1 in A()
class A:\n  def __length_hint__(s): return 'a'\n  def __iter__(s): return iter([])\nlist(A())
class A:\n  def __length_hint__(s): return -1\n  def __iter__(s): return iter([])\nlist(A())
class A:\n  __reversed__=None\nreversed(A())
class A: pass\nA()[1]
class A: pass\nA[1]
class A: pass\nA()[1]=2
class A: pass\ndel A()[1]
a,b=1
a,b=[1]
__build_class__()
__build_class__(1)
__build_class__(1,2)
__build_class__(lambda:1,2)
__import__(1)
__import__('')
aiter(1)
anext(1)
open()
[1,2].index(1,'a')
(1,2).count()
[].reverse(1)
[].copy(1)
[].count()
[].clear(1)
[].sort(foo=1)
list.append(1,2)
dict.get(1,2)
dict.get({})
{}.get()
{}.pop()
{}.fromkeys()
frozenset([1]).add
{1} & 1
{1} ^ 1
frozenset() | 1
tuple.__new__(1)
tuple.__new__(int)
list.__new__(1)
dict.__new__(int)
map.__new__(int)
object.__new__(list)
enumerate([1],2,3)
iter([]).__setstate__('a')
round(1.5,None,3)
'a' in 'b' in 1
breakpoint
'%s' % {}[1:2]
{}[1:2]
{1:2}[{}]
{1}[0]
min(5, key=None)
sorted([3,1], key=1)
sorted([3,1], reverse='a')
slice(1) < slice('a')
hash((1,[]))
frozenset([[]])
{(1,[]):1}
{[]:1 for i in [1]}
'''
lines = tests.strip().split('\n')
i=0
while i < len(lines):
    t = lines[i]
    if i+1<len(lines) and lines[i+1].startswith('for '):
        i+=1; t += '\n'+lines[i]
    i+=1
    t2=t.replace('\\n','\n')
    try:
        try:
            r = eval(t2, {})
        except SyntaxError:
            r = exec(t2, {})
        print(t, '=>', repr(r))
    except BaseException as e:
        print(t, '=>', type(e).__name__, e)
