"""A spreadsheet: formulas parsed to trees, dependencies, recalculation in order, cycles, copies of ranges."""

from collections import deque


class CellError(Exception):
    """A formula's failure, shown in the cell as #NAME."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code

    def __str__(self):
        return "#" + self.code


def column_name(index):
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_index(name):
    value = 0
    for letter in name:
        value = value * 26 + ord(letter) - ord("A") + 1
    return value - 1


class Reference:
    __slots__ = ("column", "row", "fixed_column", "fixed_row")

    def __init__(self, column, row, fixed_column=False, fixed_row=False):
        self.column = column
        self.row = row
        self.fixed_column = fixed_column
        self.fixed_row = fixed_row

    @classmethod
    def parse(cls, text):
        i = 0
        fixed_column = text.startswith("$")
        i += fixed_column
        start = i
        while i < len(text) and text[i].isalpha():
            i += 1
        column = text[start:i]
        fixed_row = i < len(text) and text[i] == "$"
        i += fixed_row
        if not column or not text[i:].isdigit():
            raise CellError("REF")
        return cls(column_index(column), int(text[i:]) - 1, fixed_column, fixed_row)

    @property
    def key(self):
        return self.column, self.row

    def moved(self, columns, rows):
        column = self.column if self.fixed_column else self.column + columns
        row = self.row if self.fixed_row else self.row + rows
        if column < 0 or row < 0:
            raise CellError("REF")
        return Reference(column, row, self.fixed_column, self.fixed_row)

    def __str__(self):
        return f"{'$' * self.fixed_column}{column_name(self.column)}{'$' * self.fixed_row}{self.row + 1}"


class Expression:
    def references(self):
        return iter(())


class Number(Expression):
    def __init__(self, value):
        self.value = value

    def evaluate(self, sheet):
        return self.value

    def moved(self, columns, rows):
        return self

    def __str__(self):
        return f"{self.value:g}"


class Text(Number):
    def __str__(self):
        return f'"{self.value}"'


class Single(Expression):
    def __init__(self, reference):
        self.reference = reference

    def evaluate(self, sheet):
        return sheet.value(self.reference.key)

    def references(self):
        yield self.reference.key

    def moved(self, columns, rows):
        return Single(self.reference.moved(columns, rows))

    def __str__(self):
        return str(self.reference)


class Range(Expression):
    def __init__(self, first, last):
        self.first = first
        self.last = last

    def references(self):
        for column in range(self.first.column, self.last.column + 1):
            for row in range(self.first.row, self.last.row + 1):
                yield column, row

    def evaluate(self, sheet):
        return [sheet.value(key) for key in self.references()]

    def moved(self, columns, rows):
        return Range(self.first.moved(columns, rows), self.last.moved(columns, rows))

    def __str__(self):
        return f"{self.first}:{self.last}"


def number(value):
    if value is None:
        return 0.0
    if isinstance(value, str):
        raise CellError("VALUE")
    return value


class Operation(Expression):
    def __init__(self, operator, left, right):
        self.operator = operator
        self.left = left
        self.right = right

    def references(self):
        yield from self.left.references()
        yield from self.right.references()

    def evaluate(self, sheet):
        left = self.left.evaluate(sheet)
        right = self.right.evaluate(sheet)
        operator = self.operator
        if operator == "&":
            return f"{show(left)}{show(right)}"
        left, right = number(left), number(right)
        if operator == "+":
            return left + right
        if operator == "-":
            return left - right
        if operator == "*":
            return left * right
        if operator == "/":
            if right == 0:
                raise CellError("DIV/0")
            return left / right
        if operator == "<":
            return left < right
        return left > right

    def moved(self, columns, rows):
        return Operation(self.operator, self.left.moved(columns, rows), self.right.moved(columns, rows))

    def __str__(self):
        return f"({self.left}{self.operator}{self.right})"


def flat(values):
    for value in values:
        if isinstance(value, list):
            yield from flat(value)
        elif value is not None:
            yield value


def average(*values):
    numbers = [number(v) for v in flat(values)]
    if not numbers:
        raise CellError("DIV/0")
    return sum(numbers) / len(numbers)


FUNCTIONS = {
    "SUM": lambda *values: sum(number(v) for v in flat(values)),
    "MIN": lambda *values: min((number(v) for v in flat(values)), default=0.0),
    "MAX": lambda *values: max((number(v) for v in flat(values)), default=0.0),
    "COUNT": lambda *values: float(sum(1 for v in flat(values) if not isinstance(v, str))),
    "AVERAGE": average,
    "IF": lambda test, yes, no: yes if test else no,
    "ROUND": lambda value, digits=0.0: round(number(value), int(digits)),
    "LEN": lambda value: float(len(show(value))),
}


class Call(Expression):
    def __init__(self, name, arguments):
        self.name = name
        self.arguments = arguments

    def references(self):
        for argument in self.arguments:
            yield from argument.references()

    def evaluate(self, sheet):
        function = FUNCTIONS.get(self.name)
        if function is None:
            raise CellError("NAME")
        try:
            return function(*(a.evaluate(sheet) for a in self.arguments))
        except TypeError:
            raise CellError("ARGS") from None

    def moved(self, columns, rows):
        return Call(self.name, [a.moved(columns, rows) for a in self.arguments])

    def __str__(self):
        return f"{self.name}({','.join(map(str, self.arguments))})"


class Parser:
    """formula := term (op term)*, with the usual precedence."""

    LEVELS = ("&", "<>", "+-", "*/")

    def __init__(self, text):
        self.text = text
        self.at = 0

    def peek(self):
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1
        return self.text[self.at] if self.at < len(self.text) else ""

    def parse(self):
        tree = self.level(0)
        if self.peek():
            raise CellError("PARSE")
        return tree

    def level(self, depth):
        if depth == len(self.LEVELS):
            return self.atom()
        left = self.level(depth + 1)
        while (c := self.peek()) and c in self.LEVELS[depth]:
            self.at += 1
            left = Operation(c, left, self.level(depth + 1))
        return left

    def atom(self):
        c = self.peek()
        start = self.at
        if c == "(":
            self.at += 1
            tree = self.level(0)
            self.close()
            return tree
        if c == '"':
            end = self.text.find('"', start + 1)
            if end < 0:
                raise CellError("PARSE")
            self.at = end + 1
            return Text(self.text[start + 1 : end])
        if c == "-":
            self.at += 1
            return Operation("-", Number(0.0), self.atom())
        while self.at < len(self.text) and (self.text[self.at].isalnum() or self.text[self.at] in ".$"):
            self.at += 1
        word = self.text[start : self.at]
        if not word:
            raise CellError("PARSE")
        if word[0].isdigit() or word[0] == ".":
            return Number(float(word))
        if self.peek() == "(":
            self.at += 1
            arguments = []
            while self.peek() != ")":
                arguments.append(self.level(0))
                if self.peek() == ",":
                    self.at += 1
            self.close()
            return Call(word, arguments)
        first = Reference.parse(word)
        if self.peek() != ":":
            return Single(first)
        self.at += 1
        start = self.at
        while self.at < len(self.text) and (self.text[self.at].isalnum() or self.text[self.at] == "$"):
            self.at += 1
        return Range(first, Reference.parse(self.text[start : self.at]))

    def close(self):
        if self.peek() != ")":
            raise CellError("PARSE")
        self.at += 1


class Cell:
    def __init__(self, key):
        self.key = key
        self.source = ""
        self.tree = None
        self.value = None
        self.users = set()


def show(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


class Sheet:
    def __init__(self):
        self.cells = {}
        self.evaluations = 0

    def cell(self, key):
        found = self.cells.get(key)
        if found is None:
            found = self.cells[key] = Cell(key)
        return found

    def value(self, key):
        cell = self.cells.get(key)
        if cell is None:
            return None
        if isinstance(cell.value, CellError):
            raise cell.value
        return cell.value

    def set(self, name, source):
        self.set_key(Reference.parse(name).key, source)

    def set_key(self, key, source):
        cell = self.cell(key)
        if cell.tree is not None:
            for used in set(cell.tree.references()):
                self.cell(used).users.discard(key)
        cell.source = source
        cell.tree = None
        try:
            if source.startswith("="):
                cell.tree = Parser(source[1:]).parse()
                for used in cell.tree.references():
                    self.cell(used).users.add(key)
            else:
                cell.value = self.plain(source)
        except CellError as error:
            cell.value = error
        self.recalculate(key)

    def plain(self, source):
        try:
            return float(source)
        except ValueError:
            return source or None

    def recalculate(self, key):
        order, cyclic = self.order(key)
        for k in cyclic:
            self.cells[k].value = CellError("CYCLE")
        for k in order:
            cell = self.cells[k]
            if cell.tree is None or k in cyclic:
                continue
            self.evaluations += 1
            try:
                cell.value = cell.tree.evaluate(self)
            except CellError as error:
                cell.value = error

    def order(self, start):
        """Cells that depend on `start`, each after what it uses (Kahn), and those on cycles."""
        reached = {start}
        queue = deque([start])
        while queue:
            for user in self.cells[queue.popleft()].users:
                if user not in reached:
                    reached.add(user)
                    queue.append(user)
        waiting = {k: 0 for k in reached}
        for k in reached:
            for user in self.cells[k].users:
                waiting[user] += 1
        ready = deque(sorted(k for k in reached if waiting[k] == 0))
        order = []
        while ready:
            k = ready.popleft()
            order.append(k)
            for user in sorted(self.cells[k].users):
                waiting[user] -= 1
                if waiting[user] == 0:
                    ready.append(user)
        return order, {k for k in reached if waiting[k] > 0}

    def copy(self, source, target):
        """Copies a formula; references that are not fixed move along."""
        a, b = Reference.parse(source), Reference.parse(target)
        cell = self.cell(a.key)
        if cell.tree is None:
            self.set_key(b.key, cell.source)
            return
        try:
            moved = cell.tree.moved(b.column - a.column, b.row - a.row)
            self.set_key(b.key, "=" + str(moved))
        except CellError as error:
            self.cell(b.key).value = error

    def text(self, name):
        return show(self.cell(Reference.parse(name).key).value)

    def table(self):
        columns = 1 + max(k[0] for k in self.cells)
        rows = 1 + max(k[1] for k in self.cells)
        for row in range(rows):
            texts = [show(self.cells[c, row].value) if (c, row) in self.cells else "" for c in range(columns)]
            yield f"{row + 1:>3} " + " ".join(f"{t[:12]:>12}" for t in texts)


def main():
    sheet = Sheet()
    for row, (item, price, count) in enumerate([("bolt", 0.25, 400), ("nut", 0.1, 400), ("plate", 12.5, 8), ("hinge", 3.75, 16)], 1):
        sheet.set(f"A{row}", item)
        sheet.set(f"B{row}", str(price))
        sheet.set(f"C{row}", str(count))
    sheet.set("D1", "=B1*C1")
    for row in (2, 3, 4):
        sheet.copy("D1", f"D{row}")
    sheet.set("D5", "=SUM(D1:D4)")
    sheet.set("E1", "=D1/$D$5")
    for row in (2, 3, 4):
        sheet.copy("E1", f"E{row}")
    sheet.set("E5", "=SUM(E1:E4)")
    sheet.set("A6", '=IF(D5>300,"dear","cheap")&" order of "&COUNT(B1:B4)')
    sheet.set("B6", "=AVERAGE(B1:B4)")
    sheet.set("C6", "=ROUND(MAX(D1:D4)-MIN(D1:D4),1)")
    print("\n".join(sheet.table()))
    before = sheet.evaluations
    sheet.set("B3", "15")
    print("after a change:", sheet.text("D5"), sheet.text("A6"), sheet.evaluations - before, "evaluations")
    for name, source in [("F1", "=F2+1"), ("F2", "=F3"), ("F3", "=F1"), ("F4", "=1/0"), ("F5", "=F4*2"), ("F6", "=NOPE(1)"), ("G1", '=A1+1'), ("G2", "=SUM(1"), ("G3", "=IF(1)")]:
        sheet.set(name, source)
    print("errors:", *(f"{n}={sheet.text(n)}" for n in ("F1", "F2", "F3", "F4", "F5", "F6", "G1", "G2", "G3")))
    sheet.set("F3", "5")
    print("cycle cut:", sheet.text("F1"), sheet.text("F2"), sheet.text("F3"))
    chain = Sheet()
    chain.set("A1", "1")
    for row in range(2, 200):
        chain.set(f"A{row}", f"=A{row - 1}*1.01+{row % 7}")
    chain.set("B1", "=SUM(A1:A199)")
    print("chain", chain.text("A199"), chain.text("B1"), chain.evaluations)
    for value in range(5):
        chain.set("A1", str(value))
        print(value, chain.text("B1"), chain.evaluations)
    print(column_name(0), column_name(25), column_name(26), column_name(701), column_name(702), column_index("ABC"))
    print(Parser("1+2*(A1-$B$2)&\"x\"").parse(), Single(Reference.parse("B7")).moved(2, -3))


if __name__ == "__main__":
    main()
