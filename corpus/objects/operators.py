"""Operators of classes: reflected, in place, not implemented, comparison chains, containers, calls, conversions."""


class Vec:
    def __init__(self, *xs):
        self.xs = xs

    def __repr__(self):
        return f"Vec{self.xs}"

    def __add__(self, other):
        if not isinstance(other, Vec):
            return NotImplemented
        return Vec(*(a + b for a, b in zip(self.xs, other.xs)))

    def __mul__(self, k):
        return Vec(*(a * k for a in self.xs)) if isinstance(k, (int, float)) else NotImplemented

    __rmul__ = __mul__

    def __matmul__(self, other):
        return sum(a * b for a, b in zip(self.xs, other.xs))

    def __neg__(self):
        return self * -1

    def __abs__(self):
        return (self @ self) ** 0.5

    def __bool__(self):
        return any(self.xs)

    def __eq__(self, other):
        return isinstance(other, Vec) and self.xs == other.xs

    def __hash__(self):
        return hash(self.xs)

    def __len__(self):
        return len(self.xs)

    def __getitem__(self, i):
        return Vec(*self.xs[i]) if isinstance(i, slice) else self.xs[i]

    def __iadd__(self, other):
        print("in place")
        self.xs = tuple(a + b for a, b in zip(self.xs, other.xs))
        return self

    def __divmod__(self, k):
        return Vec(*(a // k for a in self.xs)), Vec(*(a % k for a in self.xs))

    def __pow__(self, e, m=None):
        return Vec(*(pow(a, e, m) for a in self.xs))

    def __round__(self, n=None):
        return ("rounded", n)

    def __format__(self, spec):
        return "<" + ", ".join(format(x, spec) for x in self.xs) + ">"


v, w = Vec(3, 4), Vec(1, 2)
print(v + w, v * 2, 2 * v, v @ w, -v, abs(v), bool(Vec(0, 0)), v == Vec(3, 4), v != w)
print(len(v), v[0], v[::-1], list(v), 4 in v, {v: 1}[Vec(3, 4)])
print(divmod(Vec(7, 9), 4), Vec(2, 3) ** 5, pow(Vec(2, 3), 5, 7), round(v), round(v, 2), f"{v:>5} {v!r:>12}")
u = v
u += w
print(u is v, v)
for bad in (lambda: v + 1, lambda: 1 + v, lambda: v * "x", lambda: v < w, lambda: v - w, lambda: ~v, lambda: v()):
    try:
        bad()
    except TypeError as e:
        print(e)


class Sub(Vec):
    """A subclass's reflected method goes first."""

    def __radd__(self, other):
        return ("Sub first", other)

    def __rmatmul__(self, other):
        return "reflected"


print(v + Sub(1, 1), v @ Sub(1, 1), Sub(1, 1) + v)


class Loud:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        print(f"{self.n} < {other.n}")
        return self.n < other.n

    def __le__(self, other):
        print(f"{self.n} <= {other.n}")
        return self.n <= other.n


a, b, c = Loud(1), Loud(2), Loud(3)
print(a < b < c, c < b < a, a <= b > c)
print(max([a, c], key=lambda x: x.n).n)


class Number:
    def __int__(self):
        return 42

    def __float__(self):
        return 4.5

    def __complex__(self):
        return 1 + 2j

    def __index__(self):
        return 3

    def __str__(self):
        return "number"


n = Number()
print(int(n), float(n), complex(n), [10, 20, 30, 40][n], hex(n), range(n), "ab" * n, str(n), f"{n}", bytes(n))


class Lying:
    def __bool__(self):
        return 1

    def __len__(self):
        return -1

    def __hash__(self):
        return "no"

    def __repr__(self):
        return 3

    def __index__(self):
        return "x"


for function in (bool, len, hash, repr, hex):
    try:
        function(Lying())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


class Call:
    def __call__(self, *args, **kwargs):
        return args, sorted(kwargs.items())


print(Call()(1, *[2, 3], x=4, **{"y": 5}))


class Missing(dict):
    def __missing__(self, key):
        self[key] = key * 2
        return self[key]


m = Missing(a=1)
print(m["a"], m["b"], m, m.get("c"))


class Everything:
    def __contains__(self, item):
        return item != "nothing"

    def __reversed__(self):
        return iter("backwards")

    def __length_hint__(self):
        return 3

    def __iter__(self):
        return iter([1, 2])


e = Everything()
print("x" in e, "nothing" in e, "".join(reversed(e)), list(e))
