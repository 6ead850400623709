"""Type parameters, type aliases, annotations that are not evaluated, generics at run time."""
from typing import Generic, TypeVar


def first[T](items: list[T]) -> T:
    return items[0]


class Box[T]:
    def __init__(self, value: T):
        self.value = value

    def map[U](self, f) -> "Box[U]":
        return Box(f(self.value))


class Limited[N: int, *Ts, **P]:
    pass


type Pair[A, B] = tuple[A, B]
type Recursive = list[Recursive] | None

print(first([1, 2]), Box(3).map(str).value, Box[int](4).value)
print(first.__type_params__, [type(p).__name__ for p in Limited.__type_params__], Box.__type_params__[0].__name__)
N = Limited.__type_params__[0]
print(N.__bound__, N.__constraints__, Box.__orig_bases__, Box[int], Box[int].__origin__ is Box, Box[int].__args__)
print(Pair.__name__, Pair.__value__, Pair.__type_params__, type(Pair).__name__, Pair[int, str])
print(Recursive, Recursive.__value__)


class Chosen[S: (int, str)]:
    def take(self, s: S) -> S:
        return s


S = Chosen.__type_params__[0]
print(S.__constraints__, S.__bound__, S, Chosen().take("x"))

T = TypeVar("T")


class Old(Generic[T]):
    pass


class Fixed(Old[int]):
    pass


print(Old[str], Fixed.__orig_bases__, Fixed.__mro__[1].__name__, Old.__parameters__)
print(list[int], dict[str, list[int]], tuple[int, ...], type[int], list[int]([1, 2]), list[int] == list[int])
print(int | None, int | str | list[int], isinstance(1, int | str), (int | None).__args__, int | int)


def scope[T: int](x: T):
    def inner() -> T:
        return T
    return inner() is T, T.__name__


print(scope(1))


class Outer[T]:
    class Inner[U]:
        def both(self):
            return T, U
    made = Inner().both()


print(Outer.made)
try:
    Box[int, str]
except TypeError as e:
    print("TypeError")
for text in ("class A[T, T]: pass", "def f[T](T): pass", "type x = 1; x.__value__"):
    try:
        exec(text)
        print("accepted")
    except SyntaxError as e:
        print("SyntaxError", e.msg)


def defaults[T = int](x: T = 5) -> T:
    return x


print(defaults(), defaults.__type_params__[0].__default__)
