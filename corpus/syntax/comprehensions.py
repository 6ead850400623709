"""Comprehensions: kinds, nesting, conditions, scope, order of evaluation, names that stay."""
trace = []


def t(x):
    trace.append(x)
    return x


print([x * y for x in range(1, 4) for y in range(x) if (x + y) % 2])
print({x % 3 for x in range(10)}, {x: x * x for x in range(4)}, list(x for x in "abc"))
print([[i * j for j in range(3)] for i in range(3)], [c for row in ["ab", "cd"] for c in row])
x = "outside"
print([x for x in range(3)], x)
print([(a, b) for a, (b, *_) in [(1, "xyz"), (2, "pq")]], [y for x in "ab" if x > "a" for y in x * 3 if y])
print({t(k): t(v) for k, v in [("k", "v"), ("k2", "v2")]}, trace)
print([last := n for n in range(5)], last)
print(any((hit := n) > 3 for n in [1, 5, 9]), hit)
functions = [lambda: i for i in range(3)]
print([f() for f in functions], [(lambda j: lambda: j)(i)() for i in range(3)])


def nested_scopes(n):
    base = 10
    return [[base + i + j for j in range(i)] for i in range(n) if base]


print(nested_scopes(4))


class C:
    limit = 3
    values = [v for v in range(limit)]
    try:
        broken = [limit for _ in range(1)]
    except NameError as e:
        print(e)


print(C.values)
matrix = [[1, 2, 3], [4, 5, 6]]
print([list(row) for row in zip(*matrix)], [sum(row) for row in matrix], {i: row for i, row in enumerate(matrix)})
print(sorted({len(w): w for w in "the quick brown fox jumps".split()}.items()))
generator = (print("lazy", n) or n for n in range(3))
print("before")
print(next(generator), list(generator))


def outer():
    return sum(n for n in (m * 2 for m in range(5)))


print(outer(), max((len(w), w) for w in ["a", "bbb", "cc"]), "".join(c.upper() for c in "abc"), dict((k, k * 2) for k in "ab"))
for text in ("[y := 0 for y in range(2)]", "[x for x in 5]", "[z for _ in range(1)]", "{[]: 1 for _ in range(1)}", "[1 for a in range(2) for b in c]"):
    try:
        exec(text)
    except (SyntaxError, TypeError, NameError) as e:
        print(type(e).__name__)
first = [n for n in range(20) if n % 2 if n % 3]
print(first, [*(n for n in first if n > 6)], [0 if n < 10 else 1 for n in first])
print([i for i in range(3)][-1], [a for a in [b for b in [c for c in "x"]]])
data = {"a": [1, 2], "b": [3]}
print([(k, v) for k in sorted(data) for v in data[k]], {v: k for k, vs in data.items() for v in vs})




try:
    exec("def f():\n return [(yield x) for x in range(2)]")
except SyntaxError as e:
    print("SyntaxError")
