"""Slices: of every sequence, steps of both signs, assignment and deletion, extended, objects with __getitem__, slice objects."""
data = list(range(10))
bounds = [None, 0, 1, 3, -1, -4, 9, 10, 99, -99]
steps = [None, 1, 2, 3, -1, -2, -7]
total = 0
for a in bounds:
    for b in bounds:
        for s in steps:
            got = data[a:b:s]
            assert got == list(tuple(data)[a:b:s]) == [int(c) for c in "0123456789"[a:b:s]] == list(range(10)[a:b:s]) == list(bytes(data)[a:b:s])
            assert slice(a, b, s).indices(10) is not None and [data[i] for i in range(*slice(a, b, s).indices(10))] == got
            total = (total * 17 + sum(x * (i + 1) for i, x in enumerate(got))) % 1_000_000_007
print(total)
l = list(range(10))
l[2:4] = ["a", "b", "c"]
print(l)
l[::3] = "WXYZ"
print(l)
l[5:2] = ["inserted"]
print(l)
l[-1:] = []
l[:0] = [0, 0]
print(l, len(l))
del l[::2]
print(l)
del l[-2:]
del l[5:100]
print(l)
l[:] = range(3)
l += [9]
l *= 2
print(l)
l[1:3] = l
print(l)
l[::-1] = range(len(l))
print(l)
for bad in ("l[::2] = [1]", "l[::0]", "l['a']", "l[1.5:]", "l[0:1] = 5", "del l[99]", "(1,)[0:1] = 2", "'abc'[1] = 'x'", "l[None]", "l[2:1:1] = 5"):
    try:
        exec(bad)
        print("fine", bad)
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)
b = bytearray(b"abcdef")
b[1:3] = b"XYZ"
b[::2] = b"...."[: len(b[::2])]
del b[-1]
print(b, b[::-1], b[1:3], bytes(b)[-2:])


class Show:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


s = Show()
print(s[1], s[1:2], s[::], s[1:2, ::3], s[...], s[1, 2], s[()], s[-1:, None])
s[1:2] = 3
s[::2], s[0] = 4, 5
del s[:5], s["k"]
x = slice(1, 5, 2)
print(x, x.start, x.stop, x.step, x == slice(1, 5, 2), x.indices(3), slice(5), slice(None, None, -1).indices(4), "abcdefg"[x], data[x])
try:
    hash(x)
    print("hashable")
except TypeError as e:
    print(e)


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        print("asked", self.n)
        return self.n


print(data[Index(1):Index(8):Index(3)], "hello"[Index(-1)], (1, 2, 3)[Index(0):], [0] * Index(2))
print("héllo wörld"[1:8], "日本語テキスト"[::2], "日本語"[-1], "a" * 5 + "é" * 3, ("ab" * 4)[3:6], "naïve"[2:][::-1], "x"[5:], "😀a😀"[1:], len("😀a😀"))
matrix = [[r * 4 + c for c in range(4)] for r in range(4)]
print([row[1:3] for row in matrix[1:3]], [row[i] for i, row in enumerate(matrix)], [list(t) for t in zip(*matrix[::-1])][0])
first, *middle, last = data[2:8]
print(first, middle, last, data[-3:][0], data[len(data):], data[3:3])
