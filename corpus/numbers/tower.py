"""The numeric tower: mixed operands, comparison and hash across types, rounding, conversions, classes of our own in it."""
import math

values = [True, 2, -3, 2 ** 70, 0.5, -2.0, 1e300, 1 + 2j, 0, False, 0.0]
for a in values:
    row = []
    for b in values:
        for name, f in (("+", lambda: a + b), ("*", lambda: a * b), ("/", lambda: a / b), ("//", lambda: a // b), ("%", lambda: a % b)):
            try:
                row.append(type(f()).__name__[0])
            except (ZeroDivisionError, TypeError, OverflowError) as e:
                row.append(type(e).__name__[0])
    print(a, "".join(row))
print(1 == 1.0 == 1 + 0j == True, hash(1) == hash(1.0) == hash(1 + 0j) == hash(True), {1: "int"}[1.0], len({0, 0.0, False, 0j}))
print(2 ** 0.5, (-8) ** (1 / 3), 2 ** -2, (-2) ** 2.0, 0 ** 0, 0.0 ** 0, (1 + 1j) ** 2, 4 ** 0.5 == 2, pow(2, 0.5), pow(2.0, 3))
print(7 // 2.0, -7 // 2.0, 7 % -2.0, -7 % 2.0, 7.5 // 2, 1e20 // 3, divmod(-7.5, 2), divmod(7, 2.5), math.fmod(-7, 3), -0.0, 0.0 == -0.0)
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5678, -2), round(5, 2), round(1e20), round(0.1 + 0.2, 10), type(round(2.0)), type(round(2.0, 0)))
print(math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), int(-2.5), math.floor(1e20), (2.5).is_integer(), (4.0).is_integer(), (0.75).as_integer_ratio(), (2.5).hex(), float.fromhex("0x1.8p1"))
inf, nan = float("inf"), float("nan")
print(inf > 10 ** 400, inf == inf, nan == nan, nan != nan, [nan] == [nan], nan in [nan], inf - inf, inf * 0, 1 / inf, -inf, max(1, nan), min(nan, 1), sorted([3, inf, -inf, 0]))
print(float("1e400"), float("-1e-400"), float(" 1_0.5 "), float("infinity"), float("-nan"), 1e16, 1e15, 123456789012345680.0, 1e-5, 0.0001, 5e-324, 1.7976931348623157e308)
for bad in ("float('x')", "float('')", "1.0 / 0", "1.0 // 0", "1.0 % 0", "0.0 ** -1", "complex('1+')", "int('1.5')", "1j // 2", "1j < 2", "math.exp(1000)", "2.0 ** 10000", "round(inf)", "int(nan)", "abs('x')", "'3' + 4", "4 + '3'", "[] * 1.5", "-'x'", "~1.5", "1.5 << 2", "1.5 & 1"):
    try:
        print(bad, eval(bad))
    except ZeroDivisionError:
        print(bad, "ZeroDivisionError")
    except (ValueError, TypeError, OverflowError) as e:
        print(bad, type(e).__name__, e)
print(complex(1, -0.0), complex("1-2j"), (3 + 4j).conjugate(), abs(3 + 4j), 1j * 1j, (1 + 2j) / (3 - 1j), -1j, 1j ** 2, 2 - 1j == complex(2, -1), complex(0.5), 3j.imag)


class Mod:
    """Numbers modulo 7, at home with ints."""

    def __init__(self, n):
        self.n = int(n) % 7

    def __repr__(self):
        return f"Mod({self.n})"

    def _other(self, o):
        return o.n if isinstance(o, Mod) else o if isinstance(o, int) else None

    def __add__(self, o):
        o = self._other(o)
        return NotImplemented if o is None else Mod(self.n + o)

    __radd__ = __add__

    def __mul__(self, o):
        o = self._other(o)
        return NotImplemented if o is None else Mod(self.n * o)

    __rmul__ = __mul__

    def __pow__(self, e):
        return Mod(pow(self.n, e, 7))

    def __truediv__(self, o):
        return self * Mod(pow(self._other(o), -1, 7))

    def __rtruediv__(self, o):
        return Mod(o) / self

    def __int__(self):
        return self.n

    def __eq__(self, o):
        return self._other(o) is not None and self.n == self._other(o) % 7

    def __hash__(self):
        return hash(self.n)

    def __trunc__(self):
        return self.n

    def __index__(self):
        return self.n


m = Mod(10)
print(m, m + 5, 5 + m, m * m, 3 * m, m ** 5, m / 2, 2 / m, sum([m, m, 1]), m == 3, m == 10, {m: 1}[Mod(3)], int(m), "abcdefg"[m], range(10)[m], bin(m), math.gcd(m, 9))
for bad in (lambda: m + 1.5, lambda: "x" * Mod(2) + m, lambda: m - 1):
    try:
        print(bad())
    except TypeError as e:
        print(e)
print(sum([0.1] * 10), math.fsum([0.1] * 10), sum([1, 2.5, True]), sum([[1], [2]], []), math.prod([1, 2, 3.5]), math.hypot(3, 4), math.dist((0, 0), (1, 1)), math.copysign(1, -0.0))
print(0.1 + 0.2, 1 / 3, 2 / 3, 1e22, 1.0, 100.0, 1e100, -1.5e-10, 3.0e10, 12345.678, str(1e16), repr(0.1), f"{0.1:.20f}", f"{1e10:g}", f"{1234.5:e}", f"{0.00001:g}", f"{255:#x}", f"{3.14159:.3}", f"{-1.5:+08.2f}")
print(int.__add__(1, 2), int.__add__(1, 2.0), (1).__eq__(1.0), (1.0).__eq__(1), (5).__rsub__(10), float.__radd__(1.5, 2), bool.__and__(True, False), True & 3, True ^ True, ~True if False else -2)
