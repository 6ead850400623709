"""A limit order book: price levels, matching by price and time, cancels, a tape of trades, statistics.

Orders come from a generator of pseudo-random numbers of its own, so that every run is the same.
"""

BUY = 1
SELL = -1


class Random:
    """A 32-bit linear congruential generator."""

    def __init__(self, seed):
        self.state = seed & 0xFFFFFFFF

    def next(self):
        self.state = (self.state * 1664525 + 1013904223) & 0xFFFFFFFF
        return self.state

    def below(self, limit):
        return (self.next() >> 8) % limit

    def chance(self, percent):
        return self.below(100) < percent


class Order:
    def __init__(self, number, side, price, quantity, owner):
        self.number = number
        self.side = side
        self.price = price
        self.quantity = quantity
        self.owner = owner
        self.filled = 0
        self.next = None
        self.previous = None
        self.level = None

    @property
    def open(self):
        return self.quantity - self.filled

    def __repr__(self):
        side = "buy" if self.side == BUY else "sell"
        return f"<{side} #{self.number} {self.open}/{self.quantity} @ {self.price}>"


class Level:
    """All orders at one price, oldest first, as a linked list."""

    def __init__(self, price):
        self.price = price
        self.first = None
        self.last = None
        self.volume = 0
        self.count = 0

    def append(self, order):
        order.level = self
        order.previous = self.last
        order.next = None
        if self.last is None:
            self.first = order
        else:
            self.last.next = order
        self.last = order
        self.volume += order.open
        self.count += 1

    def remove(self, order):
        if order.previous is None:
            self.first = order.next
        else:
            order.previous.next = order.next
        if order.next is None:
            self.last = order.previous
        else:
            order.next.previous = order.previous
        order.next = order.previous = order.level = None
        self.volume -= order.open
        self.count -= 1

    def __iter__(self):
        order = self.first
        while order is not None:
            yield order
            order = order.next

    def __len__(self):
        return self.count


class Side:
    """Levels of one side, best price at the end of a sorted list."""

    def __init__(self, sign):
        self.sign = sign
        self.levels = {}
        self.prices = []

    def key(self, price):
        return price * self.sign

    def position(self, price):
        key = self.key(price)
        low, high = 0, len(self.prices)
        while low < high:
            middle = (low + high) // 2
            if self.key(self.prices[middle]) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def level(self, price):
        found = self.levels.get(price)
        if found is None:
            found = self.levels[price] = Level(price)
            self.prices.insert(self.position(price), price)
        return found

    def best(self):
        if not self.prices:
            return None
        return self.levels[self.prices[-1]]

    def drop_if_empty(self, level):
        if level.count == 0:
            del self.levels[level.price]
            del self.prices[self.position(level.price)]

    def volume(self):
        return sum(level.volume for level in self.levels.values())

    def depth(self, count):
        return [(p, self.levels[p].volume) for p in self.prices[: -count - 1 : -1]]


class Trade:
    __slots__ = ("maker", "taker", "price", "quantity", "clock")

    def __init__(self, maker, taker, price, quantity, clock):
        self.maker = maker
        self.taker = taker
        self.price = price
        self.quantity = quantity
        self.clock = clock


class UnknownOrder(KeyError):
    """A cancel of an order that is not on the book."""


class Book:
    def __init__(self):
        self.bids = Side(1)
        self.asks = Side(-1)
        self.orders = {}
        self.tape = []
        self.clock = 0
        self.listeners = []

    def subscribe(self, listener):
        self.listeners.append(listener)

    def submit(self, order):
        self.clock += 1
        own, other = (self.bids, self.asks) if order.side == BUY else (self.asks, self.bids)
        while order.open > 0:
            level = other.best()
            if level is None or (level.price - order.price) * order.side > 0:
                break
            self.match(order, level, other)
        if order.open > 0:
            own.level(order.price).append(order)
            self.orders[order.number] = order
        return order.filled

    def match(self, order, level, side):
        maker = level.first
        quantity = min(order.open, maker.open)
        level.volume -= quantity
        maker.filled += quantity
        order.filled += quantity
        trade = Trade(maker.number, order.number, level.price, quantity, self.clock)
        self.tape.append(trade)
        for listener in self.listeners:
            listener(trade, maker, order)
        if maker.open == 0:
            level.remove(maker)
            del self.orders[maker.number]
            side.drop_if_empty(level)

    def cancel(self, number):
        self.clock += 1
        try:
            order = self.orders.pop(number)
        except KeyError:
            raise UnknownOrder(number) from None
        level = order.level
        level.remove(order)
        side = self.bids if order.side == BUY else self.asks
        side.drop_if_empty(level)
        return order

    def spread(self):
        bid, ask = self.bids.best(), self.asks.best()
        if bid is None or ask is None:
            return None
        return ask.price - bid.price

    def check(self):
        """The invariants that every order must leave true."""
        bid, ask = self.bids.best(), self.asks.best()
        assert bid is None or ask is None or bid.price < ask.price, "crossed book"
        for side in (self.bids, self.asks):
            assert sorted(side.levels) == sorted(side.prices)
            for level in side.levels.values():
                assert level.volume == sum(o.open for o in level), level.price
                assert len(level) == sum(1 for _ in level)


class Position:
    def __init__(self, owner):
        self.owner = owner
        self.shares = 0
        self.cash = 0.0
        self.trades = 0

    def apply(self, sign, price, quantity):
        self.shares += sign * quantity
        self.cash -= sign * price * quantity / 100
        self.trades += 1

    def worth(self, mark):
        return self.cash + self.shares * mark / 100


class Clearing:
    """Keeps the position of every owner up to date from the trades."""

    def __init__(self):
        self.positions = {}

    def position(self, owner):
        if owner not in self.positions:
            self.positions[owner] = Position(owner)
        return self.positions[owner]

    def __call__(self, trade, maker, taker):
        self.position(maker.owner).apply(maker.side, trade.price, trade.quantity)
        self.position(taker.owner).apply(taker.side, trade.price, trade.quantity)


class Candles:
    """Open, high, low, close and volume for every period of the clock."""

    def __init__(self, period):
        self.period = period
        self.rows = {}

    def __call__(self, trade, maker, taker):
        key = trade.clock // self.period
        row = self.rows.get(key)
        if row is None:
            self.rows[key] = [trade.price, trade.price, trade.price, trade.price, trade.quantity]
            return
        row[1] = max(row[1], trade.price)
        row[2] = min(row[2], trade.price)
        row[3] = trade.price
        row[4] += trade.quantity


def run(steps, seed):
    random = Random(seed)
    book = Book()
    clearing = Clearing()
    candles = Candles(max(steps // 8, 1))
    book.subscribe(clearing)
    book.subscribe(candles)
    owners = ["ada", "bob", "cyd", "dan", "eve"]
    mid = 10_000
    number = 0
    cancelled = missed = 0
    for step in range(steps):
        mid += random.below(5) - 2
        if random.chance(25) and number:
            try:
                book.cancel(random.below(number) + 1)
                cancelled += 1
            except UnknownOrder:
                missed += 1
            continue
        number += 1
        side = BUY if random.chance(50) else SELL
        distance = random.below(30) - 6
        price = mid - side * distance
        order = Order(number, side, price, 1 + random.below(40), owners[random.below(5)])
        book.submit(order)
        if step % 500 == 0:
            book.check()
    book.check()
    return book, clearing, candles, cancelled, missed


def report(book, clearing, candles, cancelled, missed):
    print("orders resting", len(book.orders), "trades", len(book.tape), "cancelled", cancelled, "missed", missed)
    print("spread", book.spread(), "bid volume", book.bids.volume(), "ask volume", book.asks.volume())
    print("bids", book.bids.depth(4))
    print("asks", book.asks.depth(4))
    mark = book.tape[-1].price
    total = 0.0
    for owner in sorted(clearing.positions):
        p = clearing.positions[owner]
        total += p.worth(mark)
        print(f"{owner:>4} {p.shares:>7} shares {p.cash:>14.2f} cash {p.worth(mark):>12.2f} worth {p.trades:>6} trades")
    print(f"sum of worth {abs(total):.4f}")
    for key in sorted(candles.rows):
        o, h, l, c, v = candles.rows[key]
        print(f"candle {key}: {o} {h} {l} {c} volume {v}")
    value = 0
    for trade in book.tape:
        value = (value * 31 + trade.price * trade.quantity + trade.maker - trade.taker) % 1_000_000_007
    print("tape", value)
    oldest = min(book.orders.values(), key=lambda o: o.number)
    print("oldest", oldest)


if __name__ == "__main__":
    import sys

    report(*run(int(sys.argv[1]) if len(sys.argv) > 1 else 6000, 42))
