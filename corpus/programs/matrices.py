"""Numbers at work: matrices exact and in floats, polynomials, primes, rationals by hand, integration, FFT, pi."""
import math


class Fraction:
    __slots__ = ("n", "d")

    def __init__(self, n, d=1):
        if d == 0:
            raise ZeroDivisionError(f"{n}/0")
        g = math.gcd(n, d) * (1 if d > 0 else -1)
        self.n, self.d = n // g, d // g

    def __repr__(self):
        return f"{self.n}/{self.d}" if self.d != 1 else str(self.n)

    @staticmethod
    def of(x):
        return x if isinstance(x, Fraction) else Fraction(x)

    def __add__(self, o):
        o = Fraction.of(o)
        return Fraction(self.n * o.d + o.n * self.d, self.d * o.d)

    __radd__ = __add__

    def __neg__(self):
        return Fraction(-self.n, self.d)

    def __sub__(self, o):
        return self + -Fraction.of(o)

    def __rsub__(self, o):
        return Fraction.of(o) + -self

    def __mul__(self, o):
        o = Fraction.of(o)
        return Fraction(self.n * o.n, self.d * o.d)

    __rmul__ = __mul__

    def __truediv__(self, o):
        o = Fraction.of(o)
        return Fraction(self.n * o.d, self.d * o.n)

    def __eq__(self, o):
        o = Fraction.of(o)
        return (self.n, self.d) == (o.n, o.d)

    def __bool__(self):
        return self.n != 0


class Matrix:
    def __init__(self, rows):
        self.rows = [list(row) for row in rows]

    @classmethod
    def identity(cls, n):
        return cls([int(i == j) for j in range(n)] for i in range(n))

    def __matmul__(self, other):
        columns = list(zip(*other.rows))
        return Matrix([sum(a * b for a, b in zip(row, column)) for column in columns] for row in self.rows)

    def __pow__(self, n):
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1:
                result = result @ base
            base, n = base @ base, n >> 1
        return result

    def __eq__(self, other):
        return self.rows == other.rows

    def solve(self):
        """Gauss and Jordan on [A | I]: the determinant and the inverse."""
        n, det = len(self.rows), Fraction(1)
        work = [[Fraction(x) for x in row] + [Fraction(int(i == j)) for j in range(n)] for i, row in enumerate(self.rows)]
        for c in range(n):
            pivot = next((r for r in range(c, n) if work[r][c]), None)
            if pivot is None:
                return Fraction(0), None
            if pivot != c:
                work[c], work[pivot], det = work[pivot], work[c], -det
            det = det * work[c][c]
            work[c] = [x / work[c][c] for x in work[c]]
            for r in range(n):
                if r != c and work[r][c]:
                    k = work[r][c]
                    work[r] = [x - k * y for x, y in zip(work[r], work[c])]
        return det, Matrix(row[n:] for row in work)

    def __repr__(self):
        return str(self.rows)


fib = Matrix([[1, 1], [1, 0]]) ** 90
print(fib, (Matrix([[2, 0], [0, 3]]) @ Matrix([[1, 2], [3, 4]])))
hilbert = Matrix([[1, 2, 3], [4, 5, 6], [7, 8, 10]])
det, inverse = hilbert.solve()
print(det, inverse, hilbert @ inverse == Matrix.identity(3))
print(Matrix([[1, 2], [2, 4]]).solve())


class Polynomial:
    def __init__(self, *coefficients):
        self.c = list(coefficients)
        while self.c and self.c[-1] == 0:
            self.c.pop()

    def __call__(self, x):
        total = 0
        for c in reversed(self.c):
            total = total * x + c
        return total

    def __mul__(self, other):
        out = [0] * (len(self.c) + len(other.c) - 1)
        for i, a in enumerate(self.c):
            for j, b in enumerate(other.c):
                out[i + j] += a * b
        return Polynomial(*out)

    def derivative(self):
        return Polynomial(*(i * c for i, c in enumerate(self.c))) if False else Polynomial(*[i * c for i, c in enumerate(self.c)][1:])

    def root(self, x, steps=50):
        slope = self.derivative()
        for _ in range(steps):
            x -= self(x) / slope(x)
        return x

    def __str__(self):
        terms = [f"{c}x^{i}" if i > 1 else f"{c}x" if i else f"{c}" for i, c in enumerate(self.c) if c]
        return " + ".join(reversed(terms)).replace("+ -", "- ")


p = Polynomial(-2, 0, 1)
print(p, p(3), p.derivative(), f"{p.root(1.0):.12f}", p * p, Polynomial(1, 1) * Polynomial(1, -1))


def sieve(n):
    flags = bytearray([1]) * (n + 1)
    flags[:2] = b"\0\0"
    for i in range(2, math.isqrt(n) + 1):
        if flags[i]:
            flags[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i, f in enumerate(flags) if f]


def factors(n):
    found, p = {}, 2
    while p * p <= n:
        while n % p == 0:
            found[p] = found.get(p, 0) + 1
            n //= p
        p += 1 + (p > 2)
    if n > 1:
        found[n] = 1
    return found


def is_prime(n):
    if n < 2 or n % 2 == 0:
        return n == 2
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if a % n == 0:
            continue
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


primes = sieve(10000)
print(len(primes), primes[-1], sum(primes), factors(5040), factors(999983 * 7), is_prime(2 ** 61 - 1), is_prime(2 ** 67 - 1))
print(all(is_prime(p) for p in primes), sum(map(is_prime, range(10000))) == len(primes))


def extended(a, b):
    if b == 0:
        return a, 1, 0
    g, x, y = extended(b, a % b)
    return g, y, x - a // b * y


n, e = 3233, 17
d = extended(e, 3120)[1] % 3120
print(extended(240, 46), d, [pow(pow(m, e, n), d, n) for m in (65, 123)], pow(3, -1, 11))


def simpson(f, a, b, n=100):
    h = (b - a) / n
    return h / 3 * (f(a) + f(b) + sum((4 if i % 2 else 2) * f(a + i * h) for i in range(1, n)))


print(f"{simpson(math.sin, 0, math.pi):.8f} {simpson(lambda x: x ** 3, 0, 2):.6f}")


def fft(a):
    n = len(a)
    if n == 1:
        return a
    even, odd = fft(a[::2]), fft(a[1::2])
    turned = [complex(math.cos(2 * math.pi * k / n), -math.sin(2 * math.pi * k / n)) * odd[k] for k in range(n // 2)]
    return [e + t for e, t in zip(even, turned)] + [e - t for e, t in zip(even, turned)]


signal = [math.sin(2 * math.pi * 3 * i / 32) for i in range(32)]
print([k for k, v in enumerate(fft(signal)) if abs(v) > 1], f"{abs(fft(signal)[3]):.6f}")


def pi_digits(n):
    unit = 10 ** (n + 10)

    def arctan(x):
        total = term = unit // x
        k, sign = 3, -1
        while term:
            term //= x * x
            total += sign * (term // k)
            k, sign = k + 2, -sign
        return total
    return 4 * (4 * arctan(5) - arctan(239)) // 10 ** 10


print(pi_digits(60), sum(map(int, str(pi_digits(200)))))
print(sum(Fraction(1, k) for k in range(1, 15)), math.comb(40, 20), math.factorial(25), sum(int(x) for x in str(2 ** 1000)))
