"""A small text formatter: wrapping, indenting, columns and templates."""

import textwrap
from string import Formatter, Template, ascii_letters, capwords, digits

TEXT = (
    "The quick brown fox, which had-been-told about supercalifragilisticexpialidocious dogs,  jumped over "
    "all of them.\n\n\tThen it slept. It dreamt of https://example.com/very/long/address and of nothing else."
)


def block(title, lines):
    print(f"--- {title}")
    for line in lines:
        print(f"|{line}|")


def wrapping():
    block("plain", textwrap.wrap(TEXT, 30))
    block("hanging", textwrap.wrap(TEXT, 34, initial_indent="* ", subsequent_indent="  "))
    block("whole words", textwrap.wrap(TEXT, 20, break_long_words=False, break_on_hyphens=False))
    block("few lines", textwrap.wrap(TEXT, 28, max_lines=3, placeholder=" [...]"))
    block("as it is", textwrap.fill("a  b\tc\nd", 40, replace_whitespace=False, drop_whitespace=False).split("\n"))
    print(textwrap.shorten("Hello   there,\n world of texts", 20), textwrap.shorten("toolongword", 5, placeholder="."))
    try:
        textwrap.wrap("a", 0)
    except ValueError as error:
        print(error)
    wrapper = textwrap.TextWrapper(width=16, fix_sentence_endings=True, expand_tabs=True, tabsize=4)
    block("wrapper", wrapper.wrap("One ends. two\tstarts. Three goes on."))


def indenting():
    source = """
        def f():
            return 1

          # odd
    """
    print(repr(textwrap.dedent(source)))
    print(repr(textwrap.indent("a\n\nb\n", "> ")), repr(textwrap.indent("a\n\nb", "> ", lambda line: True)))


def templates():
    t = Template("$who owes ${sum}$$ to $whom")
    print(t.substitute(who="Ann", sum=5, whom="Bob"), t.safe_substitute(who="Ann"), t.get_identifiers(), t.is_valid())
    for bad, values in (("$who $x", {"who": 1}), ("cost: $5", {})):
        try:
            Template(bad).substitute(values)
        except (KeyError, ValueError) as error:
            print(type(error).__name__, error)

    class Percent(Template):
        delimiter = "%"
        idpattern = "[a-z]+"

    print(Percent("%a %% %b").substitute(a=1, b=2))
    print(list(Formatter().parse("a{b!r:>{c}}d{{}}")), capwords("hello  big world", None), digits in ascii_letters + digits)

    class Default(Formatter):
        def get_value(self, key, args, kwargs):
            return kwargs.get(key, f"<{key}>") if isinstance(key, str) else super().get_value(key, args, kwargs)

        def convert_field(self, value, conversion):
            return str(value).upper() if conversion == "u" else super().convert_field(value, conversion)

    print(Default().format("{0} {name!u} {other:>8}", 1, name="ann"))


def table():
    rows = [("name", "qty", "price"), ("apple", 3, 0.5), ("fig", 12, 11.25)]
    widths = [max(len(str(row[i])) for row in rows) for i in range(3)]
    for name, qty, price in rows:
        shown = f"{price:>{widths[2]}.2f}" if isinstance(price, float) else f"{price:>{widths[2]}}"
        print(f"{name:<{widths[0]}} {qty:^{widths[1]}} {shown}".rstrip())
    print("{0:*^20}|{1:+,d}|{2:#x}|{3:08.3f}|{4:%}|{5!r:>8}|{6:e}".format("mid", 1234567, 255, 3.14159, 0.25, "q", 12345.678))


wrapping()
indenting()
templates()
table()
