"""Sorting and searching: stability, keys, comparison functions, bisect, heaps, deques, counters, sets, by hand and from the library."""
import bisect
import collections
import functools
import heapq
import operator


def numbers(seed, n, limit):
    out = []
    for _ in range(n):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        out.append((seed >> 10) % limit)
    return out


def merge_sort(a):
    if len(a) < 2:
        return a
    left, right = merge_sort(a[:len(a) // 2]), merge_sort(a[len(a) // 2:])
    out, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if right[j] < left[i]:
            out.append(right[j])
            j += 1
        else:
            out.append(left[i])
            i += 1
    return out + left[i:] + right[j:]


def quick_sort(a):
    if len(a) < 2:
        return a
    pivot = a[len(a) // 2]
    return quick_sort([x for x in a if x < pivot]) + [x for x in a if x == pivot] + quick_sort([x for x in a if x > pivot])


def insertion_sort(a):
    a = list(a)
    for i in range(1, len(a)):
        x, j = a[i], i
        while j and a[j - 1] > x:
            a[j] = a[j - 1]
            j -= 1
        a[j] = x
    return a


def radix_sort(a):
    for shift in range(0, 16, 4):
        buckets = [[] for _ in range(16)]
        for x in a:
            buckets[x >> shift & 15].append(x)
        a = [x for bucket in buckets for x in bucket]
    return a


data = numbers(1, 500, 60000)
print([f(data) == sorted(data) for f in (merge_sort, quick_sort, insertion_sort, radix_sort)])
records = [(n % 7, i) for i, n in enumerate(numbers(2, 60, 100))]
by_first = sorted(records, key=lambda r: r[0])
print(by_first == sorted(records), by_first[:4], sorted(records, key=operator.itemgetter(0), reverse=True)[:3])
print(sorted("The quick Brown fox".split(), key=str.lower), sorted([3, True, 2.5, False]), sorted([[2], [1, 5], []]), sorted("bca", reverse=True))
print(sorted([1, 2, 3, 4, 5], key=functools.cmp_to_key(lambda a, b: (a % 2 - b % 2) or b - a)))
words = ["b", "A", "c"]
words.sort(key=lambda w: w.lower())
print(words, words.sort(), words)
for bad in (lambda: sorted([1, "a"]), lambda: sorted([1j, 2j]), lambda: sorted([None, 1]), lambda: [1].sort(key=5), lambda: sorted([{}, {}])):
    try:
        bad()
    except TypeError as e:
        print(e)


class Raises:
    def __lt__(self, other):
        raise RuntimeError("not comparable today")


l = [3, 2, Raises(), 1]
try:
    l.sort()
except RuntimeError as e:
    print(e, len(l))


def changes(x):
    l.append(0)
    return x


l = [2, 1]
try:
    l.sort(key=changes)
except ValueError as e:
    print(e, len(l))
ordered = sorted(set(numbers(3, 30, 90)))
print([bisect.bisect_left(ordered, x) for x in (0, 45, 99)], bisect.bisect([1, 2, 2, 3], 2), bisect.bisect_left([1, 2, 2, 3], 2))
bisect.insort(ordered, 45.5)
print(ordered == sorted(ordered), len(ordered), bisect.bisect_left("aceg", "d"))
heap = []
for n in data[:50]:
    heapq.heappush(heap, n)
print([heapq.heappop(heap) for _ in range(5)] == sorted(data[:50])[:5], heapq.nsmallest(3, data), heapq.nlargest(2, records), heapq.heappushpop(heap, 0), list(heapq.merge([1, 4], [2, 3], [0])))
q = collections.deque([1, 2, 3], maxlen=4)
q.append(4)
q.append(5)
q.appendleft(0)
q.rotate(1)
print(q, q[1], len(q), q.pop(), q.popleft(), list(reversed(q)), collections.deque("abc") == collections.deque("abc"))
c = collections.Counter("mississippi")
c.update("mm")
c.subtract({"s": 1})
print(c.most_common(), c["z"], c + collections.Counter(m=5), c & collections.Counter("miss"), sum(c.values()), sorted(c.elements())[:5])
dd = collections.defaultdict(lambda: [0, 0])
for n in data:
    dd[n % 3][n % 2] += 1
print(sorted(dd.items()), 99 in dd, collections.defaultdict(int)["x"])
od = collections.OrderedDict(a=1, b=2, c=3)
od.move_to_end("a")
od.move_to_end("c", last=False)
print(list(od), od.popitem(last=False), od == {"b": 2, "a": 1}, od == collections.OrderedDict(a=1, b=2))
P = collections.namedtuple("P", "x y", defaults=[0])
p = P(3)
print(p, p._replace(y=5), p._asdict(), P._make([1, 2]), P._fields, p == (3, 0), p.x, p[1])
chain = collections.ChainMap({"a": 1}, {"a": 2, "b": 3})
chain["c"] = 4
print(chain["a"], chain["b"], len(chain), chain.maps[0], sorted(chain))
s, t = set(data[:40]), set(data[20:60])
print(len(s & t), len(s | t), len(s - t), len(s ^ t), s >= s & t, s.isdisjoint(t), sorted(s & t)[:3] == sorted(x for x in s if x in t)[:3], frozenset([1, 2]) == {2, 1})
print(functools.reduce(lambda a, b: a * b, range(1, 8)), functools.partial(pow, 2)(5), list(map(operator.add, [1, 2], [3, 4])), operator.attrgetter("real")(5), operator.methodcaller("upper")("x"))


@functools.lru_cache(maxsize=2)
def slow(n):
    return n * n


print([slow(n) for n in (1, 2, 1, 3, 2)], slow.cache_info())


@functools.singledispatch
def describe(x):
    return "something"


@describe.register(int)
def _(x):
    return "int"


@describe.register(list)
def _(x):
    return f"list of {len(x)}"


print(describe(1), describe([1, 2]), describe("s"), describe(True))
