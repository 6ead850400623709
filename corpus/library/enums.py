"""States of a machine and rights to files: enumerations of all kinds."""

from enum import CONTINUOUS, UNIQUE, Enum, EnumMeta, Flag, IntEnum, IntFlag, StrEnum, auto, member, nonmember, unique, verify


class State(Enum):
    IDLE = auto()
    RUNNING = auto()
    STOPPED = auto()
    HALTED = STOPPED

    @property
    def active(self):
        return self is State.RUNNING

    def next(self):
        order = list(State)
        return order[(order.index(self) + 1) % len(order)]


class Rights(Flag):
    READ = auto()
    WRITE = auto()
    RUN = auto()
    ALL = READ | WRITE | RUN


class Level(IntEnum):
    LOW = 1
    HIGH = 10

    @classmethod
    def _missing_(cls, value):
        if isinstance(value, int):
            return cls.HIGH if value > 5 else cls.LOW
        return None


class Color(StrEnum):
    RED = auto()
    GREEN = auto()
    SKY = "sky-blue"


class Planet(Enum):
    EARTH = (5.97e24, 6371)
    MARS = (6.42e23, 3390)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def density(self):
        return round(self.mass / self.radius**3 / 1e12, 2)


class Named(Enum):
    def _generate_next_value_(name, start, count, last_values):
        return name.lower() + str(count)

    FIRST = auto()
    SECOND = auto()

    @member
    def callback():
        return "called"

    @nonmember
    class Inner:
        value = 3


class Bits(IntFlag):
    A = 1
    B = 2
    D = 8


def attempt(action):
    try:
        print("  ", action())
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        print("  ", type(error).__name__, error)


def main():
    print(State.IDLE, repr(State.RUNNING), State(3), State["STOPPED"], State.HALTED is State.STOPPED)
    print(list(State), len(State), State.__members__.keys() == {"IDLE", "RUNNING", "STOPPED", "HALTED"})
    print([s.next().name for s in State], State.RUNNING.active, State.RUNNING in State, 2 in State, 9 in State)
    for action in (
        lambda: State(9),
        lambda: State["NONE"],
        lambda: setattr(State, "IDLE", 3),
        lambda: State.IDLE < State.RUNNING,
        lambda: Enum("State2", "A B", module="m").B,
        lambda: type("More", (State,), {}),
        lambda: Level("x"),
    ):
        attempt(action)

    mine = Rights.READ | Rights.WRITE
    print(mine, repr(mine), mine.value, Rights.RUN in mine, list(mine), ~mine, mine ^ Rights.ALL, bool(mine & Rights.RUN))
    print(Rights(0), Rights(5), len(Rights.ALL), Rights.ALL.name)
    attempt(lambda: Rights(64))
    print(Bits.A | Bits.D, Bits(5), Bits(16) | 1, Bits.A + 1, isinstance(Bits.A | 4, Bits), f"{Bits.B:>4}|")

    print(Level.LOW + 1, Level(7), Level(3), Level.HIGH > 5, sorted([Level.HIGH, Level.LOW]), f"{Level.HIGH:03}", str(Level.LOW))
    print(Color.RED, repr(Color.SKY), Color.RED.upper(), Color("green"), "sky-blue" == Color.SKY, f"{Color.GREEN:>8}")
    for planet in Planet:
        print(planet.name, planet.density, planet.value)
    print([n.value for n in Named if isinstance(n.value, str)], Named.Inner.value, Named.callback.value())

    @verify(UNIQUE, CONTINUOUS)
    class Fine(Enum):
        A, B = 1, 2

    def make_doubled():
        @unique
        class Doubled(Enum):
            A = 1
            B = 1

        return Doubled

    def make_gap():
        @verify(CONTINUOUS)
        class Gap(Enum):
            A = 1
            C = 3

        return Gap

    print(Fine.A, isinstance(Fine, EnumMeta))
    attempt(make_doubled)
    attempt(make_gap)
    print({State.IDLE: "i", State.RUNNING: "r"}[State(1)], hash(State.IDLE) == hash("IDLE"))
    match State.RUNNING:
        case State.IDLE:
            print("idle")
        case State.RUNNING:
            print("running")


main()
