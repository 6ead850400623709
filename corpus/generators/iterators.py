"""The iterator protocol: classes, old sequences, iter with a sentinel, builtin iterators, what changes under them."""
import itertools


class Count:
    def __init__(self, n):
        self.i, self.n = 0, n

    def __iter__(self):
        return self

    def __next__(self):
        if self.i >= self.n:
            raise StopIteration
        self.i += 1
        return self.i


class Old:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError(i)
        return i * i


c = Count(3)
print(list(c), list(c), list(Old()), 9 in Old(), 10 in Old(), max(Old()), sum(Count(4)), dict(zip("ab", Old())))
numbers = iter([5, 3, 0, 7])
print(list(iter(lambda: next(numbers), 0)), next(numbers), next(numbers, "end"))
print(*map(lambda a, b: a + b, [1, 2, 3], (10, 20)), *filter(None, [0, 1, "", "x"]), *reversed(range(3)))
print(list(enumerate("ab", 10)), list(zip("abc", range(2))), list(zip()), next(zip("x")))
try:
    list(zip([1, 2], [1], strict=True))
except ValueError as e:
    print(e)
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as e:
    print(e)

it = iter([1, 2, 3, 4])
print(it.__length_hint__(), next(it), it.__length_hint__(), 3 in it, list(it))
growing = [1, 2, 3]
for x in growing:
    if x < 3:
        growing.append(x + 10)
print(growing)
shrinking = list(range(6))
for x in shrinking:
    shrinking.remove(x)
print(shrinking)
d = {1: 1, 2: 2}
try:
    for k in d:
        d[k + 10] = 1
except RuntimeError as e:
    print(e)
s = {1, 2}
try:
    for k in s:
        s.add(k + 10)
except RuntimeError as e:
    print(e)
it = iter([1])
list(it)
try:
    next(it)
except StopIteration as e:
    print("still empty", e.value)


class Bad:
    def __iter__(self):
        return 5


class NoNext:
    def __iter__(self):
        return NoNext()


for bad in (Bad(), NoNext(), 5, None):
    try:
        iter(bad)
        print("iter works")
        for _ in bad:
            pass
    except TypeError as e:
        print(e)


class Blocked:
    __iter__ = None
    __contains__ = None


for action in (lambda: list(Blocked()), lambda: 1 in Blocked()):
    try:
        action()
    except TypeError as e:
        print(e)

print(list(itertools.islice(itertools.count(3, 2), 4)), list(itertools.chain("ab", [1])), list(itertools.accumulate([1, 2, 3, 4])))
print([(k, list(g)) for k, g in itertools.groupby("aaabbc")], list(itertools.product("ab", [1, 2])))
print(list(itertools.permutations("abc", 2)), list(itertools.combinations("abcd", 2)))
a, b = itertools.tee(Count(3))
print(next(a), next(a), list(b), list(a))
print(list(itertools.takewhile(lambda x: x < 3, Old())), list(itertools.dropwhile(lambda x: x < 3, Old())))
print(list(itertools.zip_longest("abc", "x", fillvalue="-")), list(itertools.starmap(pow, [(2, 3), (3, 2)])))
print(list(itertools.islice(itertools.cycle("xy"), 5)), list(itertools.repeat(7, 2)), list(itertools.compress("abcd", [1, 0, 1])))
print(list(itertools.pairwise("abcd")), list(itertools.batched("abcde", 2)))


class Window:
    def __init__(self, data, n):
        self.data, self.n = data, n

    def __iter__(self):
        for i in range(len(self.data) - self.n + 1):
            yield self.data[i:i + self.n]


w = Window("abcde", 3)
print(list(w), list(w), any(x == "bcd" for x in w), all(len(x) == 3 for x in w))
print(sorted(Window([3, 1, 2], 2), key=sum), min(Window([3, 1, 2], 2), default=0), max((), default="none"))
for empty in (min, max):
    try:
        empty([])
    except ValueError as e:
        print(e)
[a, [b, *rest]], *more = [1, "bcd"], 2, 3
print(a, b, rest, more)
