"""State machines: enums, tables, generators, a regular expression compiler to NFA and DFA, an elevator, a vending machine."""
import enum
from collections import defaultdict, deque


class Light(enum.Enum):
    RED = ("stop", 3)
    GREEN = ("go", 2)
    AMBER = ("wait", 1)

    def __init__(self, meaning, ticks):
        self.meaning, self.ticks = meaning, ticks

    def next(self):
        order = list(Light)
        return order[(order.index(self) + 1) % len(order)]


def traffic(n):
    light, left = Light.RED, Light.RED.ticks
    for _ in range(n):
        yield light.meaning
        left -= 1
        if left == 0:
            light = light.next()
            left = light.ticks


print(" ".join(traffic(10)), Light("stop", 3) if False else Light.RED, Light["GREEN"].value, Light.RED is Light(("stop", 3)), [l.name for l in Light])


class Nfa:
    """States with edges by character; None is the empty word."""

    def __init__(self):
        self.edges = defaultdict(list)
        self.size = 0

    def state(self):
        self.size += 1
        return self.size - 1

    def parse(self, pattern):
        self.pattern, self.at = pattern, 0
        start, end = self.alternatives()
        if self.at != len(pattern):
            raise ValueError(f"unexpected {pattern[self.at]!r} at {self.at}")
        return start, end

    def peek(self):
        return self.pattern[self.at:self.at + 1]

    def alternatives(self):
        start, end = self.sequence()
        while self.peek() == "|":
            self.at += 1
            s, e = self.sequence()
            a, b = self.state(), self.state()
            for x in (start, s):
                self.edges[a].append((None, x))
            for x in (end, e):
                self.edges[x].append((None, b))
            start, end = a, b
        return start, end

    def sequence(self):
        start = end = self.state()
        while self.peek() not in ("", "|", ")"):
            s, e = self.repeated()
            self.edges[end].append((None, s))
            end = e
        return start, end

    def repeated(self):
        start, end = self.atom()
        while self.peek() in ("*", "+", "?") and self.peek():
            op = self.peek()
            self.at += 1
            a, b = self.state(), self.state()
            self.edges[a].append((None, start))
            self.edges[end].append((None, b))
            if op in "*?":
                self.edges[a].append((None, b))
            if op in "*+":
                self.edges[end].append((None, start))
            start, end = a, b
        return start, end

    def atom(self):
        c = self.peek()
        self.at += 1
        if c == "(":
            inner = self.alternatives()
            if self.peek() != ")":
                raise ValueError("parenthesis is not closed")
            self.at += 1
            return inner
        if c in "*+?":
            raise ValueError(f"nothing to repeat at {self.at - 1}")
        start, end = self.state(), self.state()
        if c == "[":
            close = self.pattern.index("]", self.at)
            for x in self.pattern[self.at:close]:
                self.edges[start].append((x, end))
            self.at = close + 1
        else:
            self.edges[start].append((c, end))
        return start, end

    def closure(self, states):
        seen, todo = set(states), list(states)
        while todo:
            for c, to in self.edges[todo.pop()]:
                if c is None and to not in seen:
                    seen.add(to)
                    todo.append(to)
        return frozenset(seen)


class Dfa:
    def __init__(self, pattern):
        nfa = Nfa()
        start, end = nfa.parse(pattern)
        first = nfa.closure([start])
        self.table, self.accepting, numbers = [], set(), {first: 0}
        queue = deque([first])
        while queue:
            states = queue.popleft()
            row = {}
            moves = defaultdict(set)
            for s in states:
                for c, to in nfa.edges[s]:
                    if c is not None:
                        moves[c].add(to)
            for c in sorted(moves):
                to = nfa.closure(moves[c])
                if to not in numbers:
                    numbers[to] = len(numbers)
                    queue.append(to)
                row[c] = numbers[to]
            self.table.append(row)
            if end in states:
                self.accepting.add(len(self.table) - 1)

    def matches(self, text):
        state = 0
        for c in text:
            state = self.table[state].get(c)
            if state is None:
                return False
        return state in self.accepting

    def longest(self, text, at=0):
        state, best = 0, None
        for i in range(at, len(text) + 1):
            if state in self.accepting:
                best = i
            if i == len(text) or (state := self.table[state].get(text[i])) is None:
                break
        return best


for pattern, words in [("a*b", "b ab aaab a ba"), ("(a|b)*abb", "abb aabb babb ab abba"), ("x?(yz)+", "yz xyzyz x xyz xxyz"), ("[01]+", "0 101 2 "), ("", "a")]:
    dfa = Dfa(pattern)
    print(pattern, len(dfa.table), [dfa.matches(w) for w in words.split(" ")], dfa.matches(""))
number = Dfa("[0123456789]+")
text, at, found = "12+345*6", 0, []
while at < len(text):
    end = number.longest(text, at)
    found.append(text[at:end] if end else text[at])
    at = end or at + 1
print(found)
for bad in ("(a", "*a", "a)", "a**|?"):
    try:
        print(len(Dfa(bad).table))
    except ValueError as e:
        print(e)


class Vending:
    prices = {"tea": 120, "water": 80}

    def __init__(self):
        self.stock = {"tea": 1, "water": 2}
        self.machine = self.run()
        next(self.machine)

    def __call__(self, event, value=None):
        return self.machine.send((event, value))

    def run(self):
        said = None
        while True:
            event, value = yield said
            if event != "coin":
                said = "insert a coin"
                continue
            paid, said = value, f"paid {value}"
            while paid:
                event, value = yield said
                if event == "coin":
                    paid += value
                    said = f"paid {paid}"
                elif event == "cancel":
                    said, paid = f"back {paid}", 0
                elif not self.stock.get(value):
                    said = f"no {value}"
                elif paid < self.prices[value]:
                    said = f"{value} costs {self.prices[value]}"
                else:
                    self.stock[value] -= 1
                    said, paid = f"{value} and {paid - self.prices[value]} back", 0


v = Vending()
for event in [("choose", "tea"), ("coin", 50), ("choose", "tea"), ("coin", 100), ("choose", "cola"), ("choose", "tea"), ("coin", 200), ("choose", "tea"), ("choose", "water"), ("coin", 10), ("cancel",)]:
    print(v(*event), end="; ")
print(v.stock)


class Flag(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()
    BOTH = READ | WRITE


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 5


print(Flag.READ | Flag.WRITE, Flag.BOTH & Flag.READ, Flag.READ in Flag.BOTH, ~Flag.READ, bool(Flag(0)), Level.LOW < Level.HIGH, Level.HIGH + 1, Level(5).name, list(Level), repr(Level.LOW), f"{Level.HIGH}")
try:
    Level(3)
except ValueError as e:
    print(e)
try:
    class More(Level):
        MORE = 9
except TypeError as e:
    print(e)
