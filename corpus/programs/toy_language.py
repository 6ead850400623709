"""An interpreter for a small language: lexer, parser by precedence climbing, closures, lists, errors with lines.

The programs at the end are run both by walking the tree and by closures compiled from it;
both must print the same.
"""


class ToyError(Exception):
    def __init__(self, message, line):
        super().__init__(f"line {line}: {message}")
        self.line = line


class Token:
    def __init__(self, kind, text, line):
        self.kind = kind
        self.text = text
        self.line = line

    def __repr__(self):
        return f"{self.kind}:{self.text}"


KEYWORDS = {"let", "fn", "if", "else", "while", "return", "print", "true", "false", "nil", "and", "or", "not"}
DOUBLE = {"==", "!=", "<=", ">="}


def tokens(source):
    i, line, n = 0, 1, len(source)
    while i < n:
        c = source[i]
        if c == "\n":
            line += 1
            i += 1
        elif c in " \t\r":
            i += 1
        elif c == "#":
            while i < n and source[i] != "\n":
                i += 1
        elif c.isdigit():
            start = i
            while i < n and (source[i].isdigit() or source[i] == "."):
                i += 1
            yield Token("number", source[start:i], line)
        elif c.isalpha() or c == "_":
            start = i
            while i < n and (source[i].isalnum() or source[i] == "_"):
                i += 1
            word = source[start:i]
            yield Token("keyword" if word in KEYWORDS else "name", word, line)
        elif c == '"':
            end = source.find('"', i + 1)
            if end < 0:
                raise ToyError("string without an end", line)
            yield Token("string", source[i + 1 : end], line)
            i = end + 1
        elif source[i : i + 2] in DOUBLE:
            yield Token("operator", source[i : i + 2], line)
            i += 2
        elif c in "+-*/%<>=(){}[],;":
            yield Token("operator", c, line)
            i += 1
        else:
            raise ToyError(f"what is {c!r}?", line)
    yield Token("end", "", line)


class Node:
    def __init__(self, line):
        self.line = line


class Literal(Node):
    def __init__(self, line, value):
        super().__init__(line)
        self.value = value


class Name(Node):
    def __init__(self, line, name):
        super().__init__(line)
        self.name = name


class Binary(Node):
    def __init__(self, line, op, left, right):
        super().__init__(line)
        self.op = op
        self.left = left
        self.right = right


class Unary(Node):
    def __init__(self, line, op, operand):
        super().__init__(line)
        self.op = op
        self.operand = operand


class Call(Node):
    def __init__(self, line, function, arguments):
        super().__init__(line)
        self.function = function
        self.arguments = arguments


class Index(Node):
    def __init__(self, line, target, index):
        super().__init__(line)
        self.target = target
        self.index = index


class ListOf(Node):
    def __init__(self, line, items):
        super().__init__(line)
        self.items = items


class Function(Node):
    def __init__(self, line, name, parameters, body):
        super().__init__(line)
        self.name = name
        self.parameters = parameters
        self.body = body


class Statement(Node):
    def __init__(self, line, kind, *parts):
        super().__init__(line)
        self.kind = kind
        self.parts = parts


PRECEDENCE = {"or": 1, "and": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6}


class Parser:
    def __init__(self, source):
        self.tokens = list(tokens(source))
        self.at = 0

    @property
    def token(self):
        return self.tokens[self.at]

    def accept(self, text):
        if self.token.text == text and self.token.kind in ("operator", "keyword"):
            self.at += 1
            return True
        return False

    def expect(self, text):
        if not self.accept(text):
            raise ToyError(f"expected {text!r}, found {self.token.text or 'the end'!r}", self.token.line)

    def name(self):
        token = self.token
        if token.kind != "name":
            raise ToyError(f"expected a name, found {token.text!r}", token.line)
        self.at += 1
        return token.text

    def program(self):
        body = []
        while self.token.kind != "end":
            body.append(self.statement())
        return body

    def block(self):
        self.expect("{")
        body = []
        while not self.accept("}"):
            if self.token.kind == "end":
                raise ToyError("block without an end", self.token.line)
            body.append(self.statement())
        return body

    def statement(self):
        line = self.token.line
        if self.accept("let"):
            name = self.name()
            self.expect("=")
            value = self.expression()
            self.expect(";")
            return Statement(line, "let", name, value)
        if self.accept("if"):
            test = self.expression()
            yes = self.block()
            no = []
            if self.accept("else"):
                no = [self.statement()] if self.token.text == "if" else self.block()
            return Statement(line, "if", test, yes, no)
        if self.accept("while"):
            return Statement(line, "while", self.expression(), self.block())
        if self.accept("return"):
            value = Literal(line, None) if self.token.text == ";" else self.expression()
            self.expect(";")
            return Statement(line, "return", value)
        if self.accept("print"):
            value = self.expression()
            self.expect(";")
            return Statement(line, "print", value)
        value = self.expression()
        if self.accept("="):
            target, value = value, self.expression()
            self.expect(";")
            if isinstance(target, Name):
                return Statement(line, "set", target.name, value)
            if isinstance(target, Index):
                return Statement(line, "store", target.target, target.index, value)
            raise ToyError("cannot assign to this", line)
        self.expect(";")
        return Statement(line, "do", value)

    def expression(self, least=1):
        left = self.unary()
        while True:
            token = self.token
            level = PRECEDENCE.get(token.text, 0) if token.kind in ("operator", "keyword") else 0
            if level < least:
                return left
            self.at += 1
            left = Binary(token.line, token.text, left, self.expression(level + 1))

    def unary(self):
        token = self.token
        if self.accept("-") or self.accept("not"):
            return Unary(token.line, token.text, self.unary())
        return self.postfix(self.primary())

    def postfix(self, value):
        while True:
            line = self.token.line
            if self.accept("("):
                value = Call(line, value, self.sequence(")"))
            elif self.accept("["):
                value = Index(line, value, self.expression())
                self.expect("]")
            else:
                return value

    def sequence(self, end):
        items = []
        while not self.accept(end):
            items.append(self.expression())
            if self.token.text != end:
                self.expect(",")
        return items

    def primary(self):
        token = self.token
        self.at += 1
        match token.kind, token.text:
            case "number", text:
                return Literal(token.line, float(text) if "." in text else int(text))
            case "string", text:
                return Literal(token.line, text)
            case "keyword", "true" | "false":
                return Literal(token.line, token.text == "true")
            case "keyword", "nil":
                return Literal(token.line, None)
            case "keyword", "fn":
                name = self.name() if self.token.kind == "name" else "fn"
                self.expect("(")
                parameters = []
                while not self.accept(")"):
                    parameters.append(self.name())
                    self.accept(",")
                return Function(token.line, name, parameters, self.block())
            case "name", text:
                return Name(token.line, text)
            case "operator", "(":
                value = self.expression()
                self.expect(")")
                return value
            case "operator", "[":
                return ListOf(token.line, self.sequence("]"))
        raise ToyError(f"unexpected {token.text or 'end'!r}", token.line)


class Scope:
    def __init__(self, parent=None):
        self.values = {}
        self.parent = parent

    def find(self, name, line):
        scope = self
        while scope is not None:
            if name in scope.values:
                return scope
            scope = scope.parent
        raise ToyError(f"{name} is not defined", line)


class Return(Exception):
    def __init__(self, value):
        self.value = value


class Closure:
    def __init__(self, function, scope, machine):
        self.function = function
        self.scope = scope
        self.machine = machine

    def __call__(self, *arguments):
        f = self.function
        if len(arguments) != len(f.parameters):
            raise ToyError(f"{f.name} takes {len(f.parameters)} arguments, {len(arguments)} given", f.line)
        scope = Scope(self.scope)
        scope.values.update(zip(f.parameters, arguments))
        try:
            self.machine.run(f.body, scope)
        except Return as result:
            return result.value
        return None


def show(value):
    if value is None:
        return "nil"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(show(v) for v in value) + "]"
    if isinstance(value, float):
        return f"{value:.6g}"
    if callable(value):
        return "<fn>"
    return str(value)


def apply(op, a, b, line):
    try:
        if op == "+":
            return a + b
        if op == "-":
            return a - b
        if op == "*":
            return a * b
        if op == "/":
            return a // b if isinstance(a, int) and isinstance(b, int) else a / b
        if op == "%":
            return a % b
        if op == "==":
            return a == b
        if op == "!=":
            return a != b
        if op == "<":
            return a < b
        if op == "<=":
            return a <= b
        if op == ">":
            return a > b
        return a >= b
    except ZeroDivisionError:
        raise ToyError("division by zero", line) from None
    except TypeError:
        raise ToyError(f"{show(a)} {op} {show(b)} makes no sense", line) from None


class Walker:
    """Evaluates the tree as it stands."""

    def __init__(self, out):
        self.out = out
        self.steps = 0
        self.globals = Scope()
        self.globals.values.update(len=len, push=lambda l, v: l.append(v), str=show)

    def run(self, body, scope):
        for statement in body:
            self.steps += 1
            parts = statement.parts
            kind = statement.kind
            if kind == "let":
                scope.values[parts[0]] = self.value(parts[1], scope)
            elif kind == "set":
                value = self.value(parts[1], scope)
                scope.find(parts[0], statement.line).values[parts[0]] = value
            elif kind == "store":
                target = self.value(parts[0], scope)
                index = self.value(parts[1], scope)
                try:
                    target[index] = self.value(parts[2], scope)
                except IndexError:
                    raise ToyError(f"no item {show(index)}", statement.line) from None
            elif kind == "if":
                self.run(parts[1] if self.value(parts[0], scope) else parts[2], scope)
            elif kind == "while":
                while self.value(parts[0], scope):
                    self.run(parts[1], scope)
            elif kind == "print":
                self.out.append(show(self.value(parts[0], scope)))
            elif kind == "return":
                raise Return(self.value(parts[0], scope))
            else:
                self.value(parts[0], scope)

    def value(self, node, scope):
        method = getattr(self, "value_" + type(node).__name__.lower())
        return method(node, scope)

    def value_literal(self, node, scope):
        return node.value

    def value_name(self, node, scope):
        return scope.find(node.name, node.line).values[node.name]

    def value_binary(self, node, scope):
        left = self.value(node.left, scope)
        if node.op == "and":
            return self.value(node.right, scope) if left else left
        if node.op == "or":
            return left if left else self.value(node.right, scope)
        return apply(node.op, left, self.value(node.right, scope), node.line)

    def value_unary(self, node, scope):
        value = self.value(node.operand, scope)
        return not value if node.op == "not" else -value

    def value_call(self, node, scope):
        function = self.value(node.function, scope)
        arguments = [self.value(a, scope) for a in node.arguments]
        if not callable(function):
            raise ToyError(f"{show(function)} cannot be called", node.line)
        return function(*arguments)

    def value_index(self, node, scope):
        try:
            return self.value(node.target, scope)[self.value(node.index, scope)]
        except IndexError:
            raise ToyError("no such item", node.line) from None

    def value_listof(self, node, scope):
        return [self.value(item, scope) for item in node.items]

    def value_function(self, node, scope):
        closure = Closure(node, scope, self)
        if node.name != "fn":
            scope.values[node.name] = closure
        return closure


class Compiler(Walker):
    """Turns each node into a Python closure once, then calls that."""

    def __init__(self, out):
        super().__init__(out)
        self.cache = {}

    def value(self, node, scope):
        compiled = self.cache.get(id(node))
        if compiled is None:
            compiled = self.cache[id(node)] = self.compile(node)
        return compiled(scope)

    def compile(self, node):
        if isinstance(node, Literal):
            value = node.value
            return lambda scope: value
        if isinstance(node, Name):
            name, line = node.name, node.line

            def load(scope):
                while scope is not None:
                    if name in scope.values:
                        return scope.values[name]
                    scope = scope.parent
                raise ToyError(f"{name} is not defined", line)

            return load
        if isinstance(node, Binary) and node.op not in ("and", "or"):
            left, right, op, line = self.compile(node.left), self.compile(node.right), node.op, node.line
            return lambda scope: apply(op, left(scope), right(scope), line)
        method = getattr(self, "value_" + type(node).__name__.lower())
        return lambda scope: method(node, scope)


PROGRAMS = {
    "fib": """
        fn fib(n) { if n < 2 { return n; } return fib(n - 1) + fib(n - 2); };
        print fib(15);
    """,
    "closures": """
        fn counter(start) {
            let n = start;
            return fn () { n = n + 1; return n; };
        };
        let a = counter(10); let b = counter(100);
        a(); a(); b();
        print [a(), b(), a()];
    """,
    "sieve": """
        let limit = 200; let marks = []; let i = 0;
        while i <= limit { push(marks, true); i = i + 1; }
        let p = 2;
        while p * p <= limit {
            if marks[p] { let m = p * p; while m <= limit { marks[m] = false; m = m + p; } }
            p = p + 1;
        }
        let count = 0; i = 2;
        while i <= limit { if marks[i] { count = count + 1; } i = i + 1; }
        print "primes " + str(count);
    """,
    "newton": """
        fn root(x) { let g = x / 2.0; let i = 0; while i < 20 { g = (g + x / g) / 2.0; i = i + 1; } return g; };
        print root(2.0); print root(144.0); print not (1 < 2) or nil == nil;
    """,
    "unknown name": "let x = 1;\nprint x + y;",
    "zero": "print 1;\nprint 2 / 0;",
    "types": 'print "a" + 1;',
    "arity": "fn f(a, b) { return a; };\nprint f(1);",
    "syntax": "let = 3;",
    "string": 'print "abc',
}


def main():
    total = 0
    for name, source in PROGRAMS.items():
        results = []
        for machine_class in (Walker, Compiler):
            out = []
            machine = machine_class(out)
            try:
                machine.run(Parser(source).program(), machine.globals)
            except ToyError as error:
                out.append(f"error: {error}")
            total += machine.steps
            results.append(out)
        assert results[0] == results[1], name
        print(f"{name}: {' | '.join(results[0])}")
    print("steps", total)


if __name__ == "__main__":
    main()
