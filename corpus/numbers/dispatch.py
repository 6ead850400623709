"""Operators between classes: reflected methods, subclasses, in-place forms, builtin sequences, subclasses of builtins."""


class Log:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


def method(name):
    def call(self, other):
        print("  ", type(self).__name__ + "." + name, repr(other))
        return NotImplemented if self.name == "no" else name

    return call


class A(Log):
    __add__ = method("__add__")
    __radd__ = method("__radd__")
    __mul__ = method("__mul__")
    __rmul__ = method("__rmul__")
    __iadd__ = method("__iadd__")
    __pow__ = method("__pow__")
    __rpow__ = method("__rpow__")
    __divmod__ = method("__divmod__")
    __rdivmod__ = method("__rdivmod__")
    __matmul__ = method("__matmul__")
    __rshift__ = method("__rshift__")
    __or__ = method("__or__")


class B(A):
    __radd__ = method("__radd__")


class C(A):
    pass


def show(text, function):
    print(text)
    try:
        print("  =", function())
    except TypeError as error:
        print("  TypeError:", error)


a, b, c = A("a"), B("b"), C("c")
no, bno = A("no"), B("no")
show("a+a", lambda: a + a)
show("a+b", lambda: a + b)
show("a+c", lambda: a + c)
show("b+a", lambda: b + a)
show("no+a", lambda: no + a)
show("no+no", lambda: no + no)
show("no+b", lambda: no + b)
show("no+bno", lambda: no + bno)
show("1+a", lambda: 1 + a)
show("1+no", lambda: 1 + no)
show("[]+a", lambda: [] + a)
show("[]+no", lambda: [] + no)
show("[]*a", lambda: [] * a)
show("[]*no", lambda: [] * no)
show("a*[]", lambda: a * [])
show("no*[]", lambda: no * [])
show("'s'+a", lambda: "s" + a)
show("'s'+no", lambda: "s" + no)
show("'s'*no", lambda: "s" * no)
show("'s%s'%a", lambda: "s%s" % a)
show("()+no", lambda: () + no)
show("b''+no", lambda: b"" + no)
show("1.5**a", lambda: 1.5**a)
show("divmod(1,a)", lambda: divmod(1, a))
show("divmod(1,no)", lambda: divmod(1, no))
show("a@1", lambda: a @ 1)
show("1@a", lambda: 1 @ a)
show("no>>1", lambda: no >> 1)
show("pow(a,2)", lambda: pow(a, 2))
show("print>>1", lambda: print >> 1)


def inplace(text, x, y):
    print(text)
    try:
        x += y
        print("  =", x)
    except TypeError as error:
        print("  TypeError:", error)


inplace("a+=1", a, 1)
inplace("no+=1", no, 1)
inplace("1+=a", 1, a)
inplace("1+=no", 1, no)
inplace("[]+=a", [], a)
inplace("[]+='ab'", [], "ab")
inplace("[]+=no", [], no)
inplace("()+=(1,)", (), (1,))
inplace("'a'+='b'", "a", "b")
inplace("'a'+=1", "a", 1)
inplace("bytearray+=b'b'", bytearray(b"a"), b"b")


class Int(int):
    def __repr__(self):
        return f"Int({int(self)})"

    def __add__(self, other):
        return Int(int(self) + other)


class Str(str):
    def upper(self):
        return Str(super().upper() + "!")


class Float(float):
    __hash__ = float.__hash__

    def __eq__(self, other):
        return "eq"


class Bytes(bytes):
    extra = 5


i, s, f, y = Int(7), Str("abc"), Float(1.5), Bytes(b"xyz")
print(i, repr(i), i + 1, 1 + i, i * 2, type(i * 2), -i, hash(i) == hash(7), i == 7, i in [7], {7: "seven"}[i])
print(s, s + "d", type(s + "d"), s.upper(), type(s.upper()), s[1:], s == "abc", hash(s) == hash("abc"), {"abc": 1}[s])
print(s.split("b"), "-".join([s, s]), f"{s:>5}", "%s" % s, s in "xabcx", sorted([s, "aaa"]), s.replace("b", s))
print(f, f + 1, f == 2, repr(f), f.is_integer(), f"{f:.3f}", int(f), round(f))
print(y, y.extra, y + b"1", y[0], bytes(y), y.hex(), y == b"xyz", len(y))
s.attribute = [1]
i.attribute = 2
print(s.attribute, i.attribute, vars(s), isinstance(i, int), isinstance(s, str), issubclass(Float, float))
print(int(i), type(int(i)), type(+i), str(s), type(str(s)), float(f), type(float(f)))
print([10, 20, 30, 40, 50, 60, 70, 80][i], "abcdefgh"[i], range(10)[i], bytes(Int(3)), [0] * Int(2), chr(Int(65)))
print(True + True, True & False, True | 2, ~False == -1, int(True), repr(True), f"{True}", f"{True:d}", "%d" % True, True == 1, hash(True))


class Index:
    def __index__(self):
        return 3


class Number:
    def __float__(self):
        return 2.5

    def __int__(self):
        return 2

    def __complex__(self):
        return 1 + 2j


print([1, 2, 3, 4][Index()], "abcd"[Index()], "ab" * Index(), hex(Index()), int(Index()), float(Index()), complex(Index()))
print(float(Number()), int(Number()), complex(Number()), "%d" % Number(), "%.1f" % Number(), "%s" % 1.0)


class Bad:
    def __index__(self):
        return "x"

    def __float__(self):
        return 1

    def __int__(self):
        return 1.5

    def __str__(self):
        return 1

    def __repr__(self):
        return None

    def __format__(self, spec):
        return 1

    def __bool__(self):
        return 2

    def __hash__(self):
        return "h"

    def __len__(self):
        return -1


for name, function in [
    ("index", lambda: [1][Bad()]),
    ("float", lambda: float(Bad())),
    ("int", lambda: int(Bad())),
    ("str", lambda: str(Bad())),
    ("repr", lambda: repr(Bad())),
    ("format", lambda: format(Bad())),
    ("bool", lambda: bool(Bad())),
    ("hash", lambda: hash(Bad())),
    ("len", lambda: len(Bad())),
]:
    try:
        print(name, function())
    except Exception as error:
        print(name, type(error).__name__, error)
