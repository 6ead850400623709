"""Big ints: arithmetic at the edges of words, division and shifts of all signs, bits, text in all bases, conversions."""
import math
import sys

edges = [0, 1, -1, 2 ** 30, -2 ** 30, 2 ** 62 - 1, 2 ** 62, -2 ** 62, -2 ** 62 - 1, 2 ** 63 - 1, 2 ** 63, -2 ** 63, 2 ** 64, 10 ** 30, -10 ** 40]
total = 0
for a in edges:
    for b in edges:
        row = [a + b, a - b, a * b, a & b, a | b, a ^ b, a < b, a == b]
        if b:
            q, r = divmod(a, b)
            assert q * b + r == a and abs(r) < abs(b) and (r == 0 or (r < 0) == (b < 0)), (a, b)
            row += [q, r]
        total = (total * 31 + hash(tuple(row))) % (10 ** 18)
print(total)
for n in (2 ** 62, -2 ** 62 - 1, 2 ** 63, 3 ** 50):
    print(n, ~n, -n, abs(-n), n >> 3, n >> 100, n << 5, n.bit_length(), n.bit_count(), n % 7, n // -7, hash(n))
x = 2 ** 61
for _ in range(6):
    x += x // 3
    print(x, end=" ")
print()
print(12345678901234567890 * 98765432109876543210, 7 ** 77, (-3) ** 41, pow(3, 1000, 10 ** 20), pow(7, -1, 10 ** 9 + 7))
print(math.isqrt(10 ** 41), math.gcd(2 ** 100, 6 ** 50), math.lcm(10 ** 12, 15 ** 8), math.factorial(30) // math.factorial(28))
print(hex(10 ** 20), oct(-10 ** 20), bin(2 ** 65 + 5), f"{10 ** 25:,} {10 ** 25:_x} {-10 ** 22:+e} {2 ** 70:>30} {2 ** 70:#b}"[:120])
print(int("123456789" * 5), int("-zz", 36), int("0x_ff", 16), int("0b101", 0), int(" 42\n"), int("१२३"))
print(int.from_bytes(b"\x01\x02" * 6, "big"), int.from_bytes(b"\xff" * 9, "little", signed=True), (2 ** 70).to_bytes(10, "little"), (-5).to_bytes(3, "big", signed=True))
for bad in ("int('12a')", "int('')", "int('9', 8)", "(300).to_bytes(1, 'big')", "(-1).to_bytes(2, 'big')", "1 // 0", "2 ** -1 % 0", "10 ** 400 * 1.0", "1 << -1", "int(float('inf'))", "int(float('nan'))", "pow(2, -1, 4)", "int('1' * 5000)"):
    try:
        print(bad, eval(bad))
    except ZeroDivisionError:
        print(bad, "ZeroDivisionError")
    except (ValueError, OverflowError) as e:
        print(bad, type(e).__name__, e)
print(int(1e22), int(-1e30), float(2 ** 80), 2 ** 53 == float(2 ** 53), 2 ** 53 + 1 == float(2 ** 53), 10 ** 23 < 1e23, 10 ** 400 > float("inf"), -10 ** 400 < 1.5)
print(10 ** 20 / 10 ** 18, 3 ** 200 / 3 ** 199, 1 / 10 ** 300, round(12345678901234567890, -10), round(15, -1), round(25, -1), round(-35, -1))
print((2 ** 64).__sizeof__() > (1).__sizeof__(), True + 2 ** 64, isinstance(2 ** 64, int), (2 ** 64 - 2 ** 64 + 5) is not None, int(True), -0)
print(sys.maxsize, sys.maxsize + 1, -sys.maxsize - 2, [2 ** 64] * 2, {2 ** 64: "key"}[18446744073709551616], (10 ** 30).as_integer_ratio(), (5).real, (5).imag, (5).numerator, 7 .conjugate())


def fib(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


print(fib(300), len(str(fib(2000))), sum(map(int, str(2 ** 3000))), str(3 ** 3000)[:20], 7 ** 1000 % 10 ** 15)
n, steps = 27 ** 20, 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps)
