"""Reading a log, a table and a template with regular expressions."""

import re

LOG = """\
2024-01-05 12:00:01 INFO  server: started on port 8080
2024-01-05 12:00:07 WARN  db: slow query (1532 ms) user="ann lee"
2024-01-06 00:10:59 ERROR db: lost connection to 10.0.0.7:5432
    retry in 5s
2024-01-06 00:11:04 INFO  db: connected user="bob"
"""

ENTRY = re.compile(
    r"""
    ^(?P<date>\d{4}-\d\d-\d\d)\ (?P<time>[\d:]+)\ +   # when
    (?P<level>[A-Z]+)\ +
    (?P<part>\w+):\ (?P<text>.*)$
    """,
    re.VERBOSE | re.MULTILINE,
)


def log():
    for m in ENTRY.finditer(LOG):
        print(m["level"].ljust(5), m["part"], m.span("text"), re.findall(r"\d+", m["text"]))
    print(ENTRY.groupindex, ENTRY.groups, ENTRY.flags & re.M)
    print(re.search(r'user="([^"]*)"', LOG).groups(), re.split(r"\s*\n\s*", LOG.strip())[3])
    print(re.findall(r"(\d+)\.(\d+)", "1.5 and 20.75"), re.findall(r"(?<=@)\w+(?!\w)", "a@b c@dd"))


def replacements():
    print(re.sub(r"(\w+), (\w+)", r"\2 \1", "Lee, Ann; Ray, Bob"))
    print(re.sub(r"(?P<n>\d+)", lambda m: str(int(m["n"]) * 2), "1 22 x3"))
    print(re.subn(r"[aeiou]", "*", "education", count=3), re.sub("x*", "-", "abxd"))
    print(re.sub(r"(a)(b)?", r"[\1\2]", "ab a"), re.escape("a.b*c[d]"))
    template = "Hello {name}, you owe {sum:>8}!"
    values = {"name": "Ann", "sum": "12.50"}
    print(re.sub(r"\{(\w+)(?::>(\d+))?\}", lambda m: values[m[1]].rjust(int(m[2] or 0)), template))


def ways_to_match():
    cases = [
        (r"a*?b", "aaab"),
        (r"(a+)+$", "aaaa"),
        (r"(?i)straße", "STRAßE"),
        (r"\bfoo\b", "a foo."),
        (r"(?s)a.b", "a\nb"),
        (r"(\w)\1", "hello"),
        (r"(?:ab|a)(?=c)", "abc"),
        (r"(?>a+)ab", "aaab"),
        (r"a++b", "aaab"),
        (r"^(?:(\()|x)y(?(1)\)|z)$", "(y)"),
        (r"^(?:(\()|x)y(?(1)\)|z)$", "xyz"),
        (r"[^\W\d_]+", "12ab_c"),
        (r"\d+", "٣٤"),
        (r"(?a)\d+", "٣٤"),
        (r"[а-я]+", "Привет"),
        (r"x{2,3}", "xxxx"),
    ]
    for pattern, text in cases:
        m = re.search(pattern, text)
        print(f"{pattern!r:32} {m.group() if m else None!r} {m.groups() if m else ''}")
    print(re.match("b", "ab"), re.fullmatch("a|ab", "ab").end(), re.compile(b"\\w+").findall(b"ab cd"))
    m = re.match(r"(?P<a>x)(?P<b>y)?", "xz")
    print(m.groupdict(), m.groups("-"), m.lastgroup, m.expand(r"<\g<a>>"), m.regs, m)
    pattern = re.compile("o")
    print(pattern.search("foo", 2).start(), pattern.match("foo", 1), pattern.findall("foo boo", 2, 6))


def mistakes():
    for pattern in ("(", "a**", "[z-a]", r"\2", "(?P<1>x)", "(?<n>x)", "*a", "a{3,1}", "(?P<a>x)(?P<a>y)"):
        try:
            re.compile(pattern)
        except re.error as error:
            print(f"{pattern!r}: {error} (pos {error.pos})")


log()
replacements()
ways_to_match()
mistakes()
scanner = re.Scanner([(r"\d+", lambda s, t: int(t)), (r"[a-z]+", lambda s, t: t), (r"\s+", None)])
print(scanner.scan("12 abc 3 ?!"))
