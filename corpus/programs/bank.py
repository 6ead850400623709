"""A bank: accounts in a hierarchy, transactions that roll back, observers, interest in exact decimals by hand, statements."""
from contextlib import contextmanager
from functools import total_ordering


@total_ordering
class Money:
    """Cents, exactly."""
    __slots__ = ("cents",)

    def __init__(self, cents):
        self.cents = cents

    @classmethod
    def parse(cls, text):
        sign = -1 if text.startswith("-") else 1
        whole, _, part = text.lstrip("-").partition(".")
        return cls(sign * (int(whole or 0) * 100 + int((part + "00")[:2])))

    def __str__(self):
        sign = "-" if self.cents < 0 else ""
        return f"{sign}{abs(self.cents) // 100:,}.{abs(self.cents) % 100:02}"

    def __repr__(self):
        return f"Money({str(self)!r})"

    def __add__(self, other):
        return Money(self.cents + other.cents) if isinstance(other, Money) else NotImplemented

    def __radd__(self, other):
        return self if other == 0 else NotImplemented

    def __sub__(self, other):
        return self + -other

    def __neg__(self):
        return Money(-self.cents)

    def __mul__(self, rate):
        exact = self.cents * rate.numerator
        quotient, rest = divmod(exact, rate.denominator)
        twice = 2 * rest
        up = twice > rate.denominator or twice == rate.denominator and quotient % 2
        return Money(quotient + up)

    def __eq__(self, other):
        return isinstance(other, Money) and self.cents == other.cents

    def __lt__(self, other):
        return self.cents < other.cents

    def __hash__(self):
        return hash(self.cents)

    def __bool__(self):
        return self.cents != 0


class Rate:
    def __init__(self, numerator, denominator=100):
        self.numerator, self.denominator = numerator, denominator


class BankError(Exception):
    pass


class Insufficient(BankError):
    def __init__(self, account, wanted):
        super().__init__(f"{account.owner} has {account.balance}, not {wanted}")
        self.account, self.wanted = account, wanted


class Account:
    kind = "plain"
    count = 0

    def __init__(self, owner, opening="0"):
        Account.count += 1
        self.number = Account.count
        self.owner = owner
        self.balance = Money.parse(opening)
        self.history = []

    @property
    def available(self):
        return self.balance

    def deposit(self, amount):
        if amount <= Money(0):
            raise BankError(f"cannot deposit {amount}")
        self._book(amount, "deposit")

    def withdraw(self, amount):
        if amount > self.available:
            raise Insufficient(self, amount)
        self._book(-amount, "withdrawal")

    def _book(self, amount, what):
        self.balance += amount
        self.history.append((what, amount, self.balance))

    def month(self):
        pass

    def statement(self):
        lines = [f"{self.kind} account {self.number} of {self.owner}"]
        lines += [f"  {what:<12}{str(amount):>12}{str(balance):>14}" for what, amount, balance in self.history]
        return "\n".join(lines)


class Savings(Account):
    kind = "savings"
    rate = Rate(15, 1000)

    def month(self):
        interest = self.balance * self.rate
        if interest:
            self._book(interest, "interest")


class Credit(Account):
    kind = "credit"

    def __init__(self, owner, limit, **more):
        super().__init__(owner, **more)
        self.limit = Money.parse(limit)

    @property
    def available(self):
        return self.balance + self.limit

    def month(self):
        if self.balance < Money(0):
            self._book(self.balance * Rate(2), "fee")


class Bank:
    def __init__(self):
        self.accounts, self.listeners, self.depth = {}, [], 0

    def open(self, account):
        self.accounts[account.owner] = account
        return account

    def on(self, listener):
        self.listeners.append(listener)
        return listener

    def tell(self, *event):
        for listener in self.listeners:
            listener(*event)

    @contextmanager
    def transaction(self):
        saved = {a: (a.balance, len(a.history)) for a in self.accounts.values()}
        self.depth += 1
        try:
            yield self
        except BankError as e:
            for account, (balance, length) in saved.items():
                account.balance = balance
                del account.history[length:]
            self.tell("rolled back", self.depth, str(e))
            raise
        else:
            self.tell("committed", self.depth)
        finally:
            self.depth -= 1

    def transfer(self, source, target, amount):
        amount = Money.parse(amount)
        with self.transaction():
            self.accounts[target].deposit(amount)
            self.accounts[source].withdraw(amount)


bank = Bank()
events = []
bank.on(lambda *event: events.append(event))
bank.open(Savings("ann", "1000"))
bank.open(Account("bob", "50.50"))
bank.open(Credit("cid", "200"))
bank.transfer("ann", "bob", "249.99")
try:
    bank.transfer("bob", "cid", "5000")
except Insufficient as e:
    print(e, e.wanted, e.account.number)
bank.transfer("cid", "ann", "150")
for bad in ("-5", "0"):
    try:
        bank.transfer("ann", "bob", bad)
    except BankError as e:
        print(e)
try:
    with bank.transaction():
        bank.transfer("ann", "cid", "10")
        with bank.transaction():
            bank.transfer("ann", "cid", "20")
            bank.accounts["bob"].withdraw(Money.parse("100000"))
except BankError as e:
    print("outer:", e)
for _ in range(3):
    for account in bank.accounts.values():
        account.month()
for account in bank.accounts.values():
    print(account.statement())
for event in events:
    print(event)
print(sum(a.balance for a in bank.accounts.values()), max(bank.accounts.values(), key=lambda a: a.balance).owner)
print(Money(5) >= Money(4), sorted([Money(3), Money(-1)]), {Money(1): "x"}[Money(1)], Money(-12345678))
try:
    Money(1) + 1
except TypeError as e:
    print(e)
