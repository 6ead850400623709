"""Subclasses of str with slots of their own, as configparser has them."""
import configparser


class Line(str):
    __slots__ = ("clean", "number")

    def __new__(cls, text, number):
        self = super().__new__(cls, text)
        self.clean = text.strip()
        self.number = number
        return self


class Marked(Line):
    __slots__ = ("mark",)


lines = [Line("  a b ", 1), Marked(" c ", 2)]
lines[1].mark = "!"
for line in lines:
    print(repr(line), repr(line.clean), line.number, len(line), line.upper(), hasattr(line, "__dict__"))
print(lines[1].mark, isinstance(lines[1], str), {lines[0]: 1}["  a b "], lines[0] + lines[1])
try:
    lines[0].other = 1
except AttributeError as e:
    print(e)
del lines[0].clean
print(hasattr(lines[0], "clean"))
for base in int, bytes, tuple:
    try:
        type("Bad", (base,), {"__slots__": ("a",)})
    except TypeError as e:
        print(e)

settings = configparser.ConfigParser()
settings.read_string("[paths]\nhome = /home\ndata = %(home)s/data ; kept\n")
print(settings.sections(), dict(settings["paths"]))
