"""A stock of goods: dataclasses with every option, copied, compared, matched and taken apart."""

from dataclasses import (
    KW_ONLY,
    MISSING,
    FrozenInstanceError,
    InitVar,
    asdict,
    astuple,
    dataclass,
    field,
    fields,
    is_dataclass,
    make_dataclass,
    replace,
)


@dataclass(frozen=True, order=True)
class Price:
    cents: int
    currency: str = field(default="EUR", compare=False)

    def __str__(self):
        return f"{self.cents / 100:.2f} {self.currency}"


@dataclass
class Item:
    name: str
    price: Price
    tags: list[str] = field(default_factory=list)
    _: KW_ONLY
    count: int = 0
    secret: str = field(default="?", repr=False)
    total: int = field(init=False)
    discount: InitVar[int] = 0

    def __post_init__(self, discount):
        self.total = self.count * (self.price.cents - discount)


@dataclass(slots=True, frozen=True)
class Place:
    shelf: int
    row: int = 1


@dataclass
class Stock:
    items: dict[Place, Item] = field(default_factory=dict)

    def put(self, place, item):
        self.items[place] = item
        return self

    def worth(self):
        return sum(item.total for item in self.items.values())


@dataclass(eq=False)
class Perishable(Item):
    days: int = 3


def describe(thing):
    match thing:
        case Price(cents, "EUR") if cents > 1000:
            return f"dear: {cents}"
        case Price(cents):
            return f"cheap: {cents}"
        case Item(name=name, tags=[first, *_]):
            return f"{name} is {first}"
        case Item(name, price):
            return f"{name} costs {price}"
        case Place(shelf, row):
            return f"shelf {shelf}, row {row}"
        case _:
            return "something else"


def main():
    apple = Item("apple", Price(35), ["fruit", "red"], count=10, discount=5)
    cheese = Perishable("cheese", Price(1250), count=2, days=9)
    print(apple)
    print(cheese)
    print(apple.total, cheese.total, apple.tags is Item("x", Price(1)).tags)
    for thing in (apple, cheese, Price(2000), Price(5, "USD"), Place(4), Place(2, 7), 3):
        print(" ", describe(thing))

    print(sorted([Price(30), Price(5, "USD"), Price(12)]))
    print(Price(5, "USD") == Price(5), hash(Price(7)) == hash(Price(7, "CHF")), Price(3) < Price(4))
    try:
        Price(1).cents = 2
    except FrozenInstanceError as error:
        print(type(error).__name__, error)
    try:
        del Place(1).shelf
    except AttributeError as error:
        print(type(error).__name__, error)
    print(Place.__slots__, hasattr(Place(1), "__dict__"), Place.__match_args__)

    stock = Stock().put(Place(1), apple).put(Place(1, 2), cheese)
    print(stock.worth(), asdict(stock.items[Place(1)]))
    print(astuple(Price(1)), asdict(Stock()))
    cheaper = replace(apple, price=Price(30), discount=0)
    print(cheaper.total, cheaper == apple, replace(apple, discount=5) == apple, cheese == replace(cheese, discount=0))
    try:
        replace(apple, total=3, discount=0)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, str(error).split(",")[0])

    for f in fields(Item):
        default = "none" if f.default is MISSING else repr(f.default)
        print(f"  {f.name}: init={f.init} repr={f.repr} kw_only={f.kw_only} default={default}")
    Point = make_dataclass("Point", ["x", ("y", int), ("z", int, field(default=9))], order=True)
    print(Point(1, 2), Point(1, 2) < Point(1, 3), is_dataclass(Point), is_dataclass(3))
    for source in (
        "@dataclass\nclass Bad:\n    x: list = []",
        "@dataclass\nclass Bad:\n    x: int = 1\n    y: int",
        "@dataclass(order=True, eq=False)\nclass Bad:\n    x: int",
        "@dataclass\nclass Bad(Price):\n    x: int = 1",
    ):
        try:
            exec(source, globals())
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)


main()
