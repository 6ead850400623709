"""Records in memory: a query language over them with lazy operators, indexes, joins, grouping, an undo log."""
from collections import defaultdict
from itertools import groupby
from operator import attrgetter


class Field:
    def __init__(self, name):
        self.name = name

    def _test(self, op, symbol, other):
        def test(row):
            value = row[self.name]
            return value is not None and op(value, other(row) if callable(other) else other)
        test.text = f"{self.name} {symbol} {other!r}"
        return Condition(test, test.text)

    def __eq__(self, other):
        return self._test(lambda a, b: a == b, "==", other)

    def __lt__(self, other):
        return self._test(lambda a, b: a < b, "<", other)

    def __gt__(self, other):
        return self._test(lambda a, b: a > b, ">", other)

    __hash__ = None

    def startswith(self, prefix):
        return Condition(lambda row: row[self.name].startswith(prefix), f"{self.name} starts {prefix!r}")


class Condition:
    def __init__(self, test, text):
        self.test, self.text = test, text

    def __call__(self, row):
        return bool(self.test(row))

    def __and__(self, other):
        return Condition(lambda row: self(row) and other(row), f"({self.text} and {other.text})")

    def __or__(self, other):
        return Condition(lambda row: self(row) or other(row), f"({self.text} or {other.text})")

    def __invert__(self):
        return Condition(lambda row: not self(row), f"not {self.text}")

    def __repr__(self):
        return self.text


class Fields:
    def __getattr__(self, name):
        return Field(name)


f = Fields()


class Query:
    def __init__(self, rows, steps=()):
        self.rows, self.steps = rows, steps

    def _then(self, name, step):
        return Query(lambda: step(self), self.steps + (name,))

    def __iter__(self):
        return iter(self.rows())

    def where(self, condition):
        return self._then(f"where {condition}", lambda rows: (r for r in rows if condition(r)))

    def select(self, *names, **made):
        def step(rows):
            for r in rows:
                yield {**{n: r[n] for n in names}, **{n: make(r) for n, make in made.items()}}
        return self._then("select " + ", ".join([*names, *made]), step)

    def order(self, name, reverse=False):
        return self._then(f"order {name}", lambda rows: sorted(rows, key=lambda r: r[name], reverse=reverse))

    def join(self, other, on):
        def step(rows):
            index = defaultdict(list)
            for r in other:
                index[r[on]].append(r)
            for r in rows:
                for match in index[r[on]]:
                    yield {**match, **r}
        return self._then(f"join {on}", step)

    def group(self, by, **totals):
        def step(rows):
            for key, group in groupby(sorted(rows, key=lambda r: r[by]), key=lambda r: r[by]):
                members = list(group)
                yield {by: key, **{name: total(members) for name, total in totals.items()}}
        return self._then(f"group {by}", step)

    def first(self, n):
        def step(rows):
            for i, r in enumerate(rows):
                if i == n:
                    return
                yield r
        return self._then(f"first {n}", step)

    def __len__(self):
        return sum(1 for _ in self)

    def __repr__(self):
        return " | ".join(self.steps)


class Table:
    def __init__(self, *names):
        self.names, self.data, self.undo_log, self.next = names, {}, [], 1

    def add(self, *values):
        key = self.next
        self.next += 1
        self.data[key] = dict(zip(self.names, values), id=key)
        self.undo_log.append(lambda: self.data.pop(key))
        return key

    def update(self, condition, **changes):
        for row in list(filter(condition, self.data.values())):
            before = dict(row)
            row.update((n, c(row) if callable(c) else c) for n, c in changes.items())
            self.undo_log.append(lambda row=row, before=before: row.update(before))

    def delete(self, condition):
        for key in [k for k, row in self.data.items() if condition(row)]:
            row = self.data.pop(key)
            self.undo_log.append(lambda key=key, row=row: self.data.__setitem__(key, row))

    def undo(self, steps=1):
        for _ in range(steps):
            self.undo_log.pop()()

    def query(self):
        return Query(lambda: iter(self.data.values()), ("table",))


parts = Table("name", "kind", "price", "stock")
for line in """bolt M4,metal,0.05,1200
bolt M6,metal,0.08,900
panel,wood,12.5,14
hinge,metal,1.2,80
glue,liquid,3.75,25
varnish,liquid,8.0,3
dowel,wood,0.02,5000""".splitlines():
    name, kind, price, stock = line.split(",")
    parts.add(name, kind, float(price), int(stock))
suppliers = Table("kind", "supplier")
suppliers.add("metal", "Iron & Sons")
suppliers.add("wood", "Forest")
suppliers.add("metal", "Bolts Ltd")

q = parts.query().where((f.kind == "metal") & ~(f.price > 1)).select("name", value=lambda r: round(r["price"] * r["stock"], 2))
print(repr(q))
print(list(q), len(q))
print(list(parts.query().group("kind", n=len, value=lambda rs: round(sum(r["price"] * r["stock"] for r in rs), 2))))
print([(r["name"], r["supplier"]) for r in parts.query().where(f.price < 1).join(suppliers.query(), "kind").order("name")])
print([r["name"] for r in parts.query().order("stock", reverse=True).first(3)])
print([r["name"] for r in parts.query().where(f.name.startswith("bolt") | (f.stock < 10))])
parts.update(f.kind == "liquid", price=lambda r: r["price"] * 2, stock=0)
parts.delete(f.stock == 0)
print(len(parts.query()), len(parts.undo_log))
parts.undo(2)
print([(r["name"], r["price"], r["stock"]) for r in parts.query().where(f.kind == "liquid").order("name")])
parts.undo(2)
print([(r["name"], r["price"], r["stock"]) for r in parts.query().where(f.kind == "liquid").order("id")], len(q))


class Row:
    def __init__(self, **fields):
        self.__dict__.update(fields)


rows = [Row(**r) for r in parts.query()]
print([r.name for r in sorted(rows, key=attrgetter("kind", "price"))], max(rows, key=attrgetter("price")).name)
