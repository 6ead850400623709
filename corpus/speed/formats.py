# The short ways of formatting, beside what they must leave to the long way.
ints = [0, 1, -1, 7, -42, 12345, -(2**61), 2**61, 2**64, True]
floats = [0.0, -0.0, 1.5, -2.5, 0.125, 1e300, 1e-300, 123456.789, float("inf"), float("-inf"), float("nan"), 2.675, 0.5]
for spec in ["", "d", "3", "5d", "05", "05d", "0", "00d", "03d", "60", "61", "100d", "<5", ">5d", "^7", "+d", " d", ",", "x", "#x", "08b", "_d", "c", "e", ".2f", "5.1f"]:
    for v in [0, 7, -42, 12345, 2**64, True]:
        try:
            print(repr(spec), repr(format(v, spec)), end=" ")
        except (ValueError, OverflowError) as e:
            print(repr(spec), type(e).__name__, e, end=" ")
    print()
for spec in ["", ".0f", ".1f", ".2f", ".10f", ".60f", ".f", ".2", ".2e", "f", "8.2f", "08.2f", "+.1f", ".1%", ",.2f", "d"]:
    for v in floats:
        try:
            print(repr(spec), repr(format(v, spec)), end=" ")
        except ValueError as e:
            print(repr(spec), type(e).__name__, e, end=" ")
    print()
for v in ints:
    print(f"{v} {v:d} {v:6d} {v:06d} {v!r} {v!s:>8} {v:.1f}", "%d %s %5d %05d %-5d| %x %.2f %i" % (v, v, v, v, v, abs(v), v, v))
for v in floats:
    print(f"{v} {v:.3f} {v:9.2f}", "%.3f %f %g %s %.0f %5.1f" % (v, v, v, v, v, v))
for v in ["abc", "", "ünï", "\ud800", "a" * 70]:
    print(ascii(f"{v} {v:5} {v!r}"), ascii("%s %5s %.2s" % (v, v, v)))
print("%s" % 5, "%s" % "x", "%d" % 5, "%d" % 5.9, "%s" % None, "%s %s" % ("a", 1.5), "%%%d%%" % 3, "%(a)s %(b)d" % {"a": 1, "b": 2})
for template, values in [("%d", "x"), ("%d", ()), ("%s %s", (1,)), ("%s", (1, 2)), ("%.2f", "x"), ("%", 1), ("%.2", 1.0), ("%d", 1j), ("%s", {})]:
    try:
        print(repr(template % values))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


class F(float):
    def __format__(self, spec):
        return "F" + spec

    def __str__(self):
        return "Fstr"


class I(int):
    def __format__(self, spec):
        return "I" + spec

    def __str__(self):
        return "Istr"


print(f"{F(1.5):.2f} {I(3):d} {I(3)} {F(2.5)}", "%.2f %d %s %s" % (F(1.5), I(3), I(3), F(2.5)))
# Positions beyond parameters, defaults, from natives and functions.
print(max(1, 2, 3), min(4, 3), max([1], [2]), print(), "{} {a}".format(1, a=2), "{}{}{}".format(1, 2, 3), set().union([1], [2], [3]))


def star(a, b=2, *rest, **kw):
    return a, b, rest, kw


print(star(1), star(1, 3), star(1, 3, 4, 5), star(1, k=2), star(1, 2, 3, k=4), star(*[1, 2, 3], **{"z": 1}))
items = [1, 2, 3, 4]
items[1:3] = [9]
items[1:1] = (7, 8)
items[:] = items
items[2:] = items
items[:0] = "ab"
print(items, items[1:3], items[-2:], items[:-3], items[3:1], "hello"[1:3], (1, 2, 3)[:2], (1, 2, 3)[:], "x"[5:])
append, pop = items.append, items.pop
append(5)
print(pop(), pop(0), items, [f(2) for f in (items.append, items.count, items.index, "a,b".split if 0 else str)])
