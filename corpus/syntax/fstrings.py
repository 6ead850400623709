"""f-strings, string prefixes and format specifications: nesting, quotes, conversions, debugging, objects with __format__."""


class Shown:
    def __init__(self, x):
        self.x = x

    def __format__(self, spec):
        return f"<{self.x}|{spec}>"

    def __repr__(self):
        return f"Shown({self.x})"

    def __str__(self):
        return "str"


x, y, name = 5, 2.5, "wörld"
s = Shown(1)
print(f"{x}{y}{name}", f"{x!r} {name!r} {name!a} {s} {s!s} {s!r} {s:spec} {s!r:>12}", f"{x:>{x}}|{y:{'.1f'}}|{name:{'*'}^{4 + 5}}")
print(f"{x + 1} {x if x > 3 else y} {[i for i in range(3)]} { {'a': 1}['a']} {(lambda a: a * 2)(4)} {x == 5} {x!=5}")
print(f"{x=} {x = } {y=:.2f} {name=!s} {x + y = }", f"{'quotes'} {"the same inside"} {f'{f"{x}"}'}")
print(f"{{}} {{{x}}} {x}}}", f'{"\n".join(["a", "b"])}', f"{'''triple'''}", f"""multi
{x
 + 1} line""", rf"raw \d{x}", f"{x}" "plain" f"{y}", f"a{''}b", f"")
print(f"{1234567:,} {1234567:_} {255:x} {255:#X} {255:08b} {-5:+} {5:+} {5: } {3.0} {3.0:g} {1e10} {0.1:.0%} {12345.678:.3e} {True} {True:d} {None} {'c':c<3}")
print(f"{'abc':.2} {'abc':>6.2}| {'é':>3} {1j:.1f} {2 ** 70:,} {float('inf'):f} {float('nan'):>5} {-0.0:.1f} {0.00001} {123456789.0:.4g} {b'x'!r}")
print(f"{x:d}{x:n}{x:c}", format(x, "03"), format(s, "z"), format("a"), "{:{}}".format("b", ">3"), "{0!r:5}|{0!s:>5}".format("q"), "{a[0]}{a[1][k]}{b.x}".format(a=[1, {"k": 2}], b=s))
for bad in ("f'{x:q}'", "f'{name:d}'", "f'{y:d}'", "f'{x:.2d}'", "format(s, 5)", "f'{[]:5}'", "f'{None:>5}'", "'{}{1}'.format(1, 2)", "'{'.format()", "'{0.y}'.format(s)", "f'{undefined}'", "f'{1/0}'", "'%q' % 1", "'%d' % None", "'%(a)s' % {}", "'%s %s' % 'a'"):
    try:
        print(bad, eval(bad))
    except Exception as e:
        print(bad, type(e).__name__, e)
for bad in ("f'{}'", "f'{x!z}'", "f'{x'", "f'}'", "f'{a b}'", "f'{*}'", "b'é'", "'\\N{NO SUCH NAME}'", "f'{x!}'"):
    try:
        compile(bad, "bad", "eval")
        print("accepted", bad)
    except SyntaxError as e:
        print("SyntaxError", bad)
log = []


def note(v):
    log.append(v)
    return v


f"{note(1)} {note(2):{note(3)}} {note(4)}"
print(log, "%s" % (1,), "%s %s" % (1, (2,)), "%c%c" % ("a", 98), "%5d|%-5d|%05d|%x|%o|%e|%g" % (1, 2, 3, 255, 8, 1.5, 1e-5), "%r %a" % ("é", "é"), "%%", "%.2f%%" % 99.5)
print("\x41\u0042\N{LATIN SMALL LETTER C}\104\
continued", r"\x41" '\'' "\"", b"\x41\n" b'\t', "a" 'b' """c""", u"old", R"\n", Rb"\n", bR"\n")
