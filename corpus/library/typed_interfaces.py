"""Types that a program looks at while it runs: protocols, generics, hints and their parts."""

import typing
from collections.abc import Callable, Iterable
from typing import (
    Annotated,
    Any,
    ClassVar,
    Final,
    Generic,
    Literal,
    NamedTuple,
    NewType,
    Optional,
    ParamSpec,
    Protocol,
    TypedDict,
    TypeVar,
    Union,
    assert_never,
    cast,
    final,
    get_args,
    get_origin,
    get_type_hints,
    overload,
    override,
    runtime_checkable,
)

T = TypeVar("T")
N = TypeVar("N", int, float)
P = ParamSpec("P")


@runtime_checkable
class Closes(Protocol):
    def close(self) -> None: ...


class Door:
    def close(self):
        return "shut"


class Box(Generic[T]):
    size: ClassVar[int] = 3
    items: list[T]

    def __init__(self, *items: T):
        self.items = list(items)

    def first(self) -> Optional[T]:
        return self.items[0] if self.items else None


class IntBox(Box[int]):
    pass


class Movie(TypedDict, total=False):
    title: typing.Required[str]
    year: int


class Row(NamedTuple):
    name: str
    count: int = 1

    def twice(self):
        return self.count * 2


UserId = NewType("UserId", int)
type Pair[A] = tuple[A, A]


def apply[**Q, R](f: Callable[Q, R], *args: Q.args, **kwargs: Q.kwargs) -> R:
    return f(*args, **kwargs)


class Stack[E]:
    def push(self, item: E) -> "Stack[E]":
        return self


@overload
def double(x: int) -> int: ...
@overload
def double(x: str) -> str: ...
def double(x):
    return x * 2


@final
class Leaf(Box[str]):
    @override
    def first(self) -> str:
        return "leaf"


def forms():
    for form in (
        list[int],
        dict[str, list[int]],
        tuple[int, ...],
        Callable[[int, str], bool],
        Callable[..., Any],
        Literal["a", 1],
        Annotated[int, "meta", 5],
        Box[int],
        Iterable[T],
        type[int],
    ):
        print(form, get_origin(form).__name__, get_args(form))
    print(list[T][int], dict[T, N].__parameters__, Box[T].__parameters__, Box[list[T]][str])
    print((int | str) == Union[str, int], get_args(int | None), isinstance(3, int | str), issubclass(bool, int | str))
    for bad in (lambda: Box[int, str], lambda: Literal["a"]("x"), lambda: Optional[1, 2], lambda: isinstance(3, list[int])):
        try:
            bad()
        except TypeError as error:
            print("TypeError:", str(error)[:70])


def hints():
    def f(a: int, b: "list[str]" = None, *, c: Annotated[int, "x"] = 1, **d: "Box[int]") -> "Row": ...

    print(get_type_hints(f), get_type_hints(f, include_extras=True)["c"])
    print(get_type_hints(Box), get_type_hints(Row), Row.__annotations__)
    print(Movie(title="x", year=1), Movie.__required_keys__, Movie.__optional_keys__, Movie.__total__)
    print(IntBox.__orig_bases__, IntBox(1).first(), Box[str]("a").__orig_class__, Leaf().first(), Leaf.__final__)
    print(isinstance(Door(), Closes), isinstance(3, Closes), issubclass(Door, Closes), Row("a"), Row("b", 4).twice())
    print(UserId(5), UserId.__name__, UserId.__supertype__, cast(str, 3), double(4), double("ab"))
    print(Pair, Pair.__value__, Pair[int], Pair.__type_params__, apply.__type_params__, apply(max, 3, 9))
    print(Stack.__type_params__, Stack[int], Stack.__orig_bases__, T, N.__constraints__, P.args, TypeVar("B", bound=int).__bound__)
    print(typing.get_overloads(double) != [], Final[int], typing.get_protocol_members(Closes), typing.is_typeddict(Movie))
    try:
        assert_never(3)
    except AssertionError as error:
        print(error)
    try:

        class Bad(Protocol, Door):
            pass
    except TypeError as error:
        print(error)
    try:
        Closes()
    except TypeError as error:
        print(error)


forms()
hints()
