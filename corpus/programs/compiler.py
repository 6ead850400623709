"""A compiler in small: tokens by a regular expression, a Pratt parser, constant folding, code for a stack machine, errors with places."""
import re

TOKEN = re.compile(r"(?P<space>\s+|#[^\n]*)|(?P<number>\d+(?:\.\d+)?)|(?P<name>[a-zA-Z_]\w*)|(?P<op>==|<=|>=|!=|&&|\|\||[-+*/%<>=!(){};,])|(?P<bad>.)")
KEYWORDS = {"let", "while", "if", "else", "fn", "return", "print"}


class CompileError(Exception):
    def __init__(self, message, at, text):
        line = text.count("\n", 0, at) + 1
        column = at - text.rfind("\n", 0, at)
        super().__init__(f"{line}:{column}: {message}")


def tokens(text):
    for m in TOKEN.finditer(text):
        kind, word = m.lastgroup, m.group()
        if kind == "space":
            continue
        if kind == "bad":
            raise CompileError(f"unexpected {word!r}", m.start(), text)
        yield (word if kind == "op" or word in KEYWORDS else kind), word, m.start()
    yield "end", "", len(text)


POWER = {"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, ">": 4, "<=": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6}


class Parser:
    def __init__(self, text):
        self.text, self.tokens = text, list(tokens(text))
        self.at = 0

    def peek(self):
        return self.tokens[self.at][0]

    def take(self, wanted=None):
        kind, word, place = self.tokens[self.at]
        if wanted is not None and kind != wanted:
            raise CompileError(f"{wanted!r} wanted, not {word or 'the end'!r}", place, self.text)
        self.at += 1
        return word

    def program(self):
        out = []
        while self.peek() != "end":
            out.append(self.statement())
        return out

    def block(self):
        self.take("{")
        out = []
        while self.peek() != "}":
            out.append(self.statement())
        self.take("}")
        return out

    def statement(self):
        match self.peek():
            case "let":
                self.take()
                name = self.take("name")
                self.take("=")
                value = self.expression()
                self.take(";")
                return ("let", name, value)
            case "while":
                self.take()
                return ("while", self.expression(), self.block())
            case "if":
                self.take()
                test, then = self.expression(), self.block()
                other = []
                if self.peek() == "else":
                    self.take()
                    other = [self.statement()] if self.peek() == "if" else self.block()
                return ("if", test, then, other)
            case "fn":
                self.take()
                name, params = self.take("name"), []
                self.take("(")
                while self.peek() != ")":
                    params.append(self.take("name"))
                    if self.peek() == ",":
                        self.take()
                self.take(")")
                return ("fn", name, params, self.block())
            case ("return" | "print") as word:
                self.take()
                value = self.expression()
                self.take(";")
                return (word, value)
        value = self.expression()
        if self.peek() == "=" and value[0] == "name":
            self.take()
            value = ("set", value[1], self.expression())
        self.take(";")
        return ("drop", value)

    def expression(self, power=0):
        left = self.prefix()
        while POWER.get(self.peek(), 0) > power:
            op = self.take()
            left = fold(("binary", op, left, self.expression(POWER[op])))
        return left

    def prefix(self):
        kind, word, place = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return ("number", float(word) if "." in word else int(word))
        if kind == "name":
            if self.peek() != "(":
                return ("name", word)
            self.take()
            args = []
            while self.peek() != ")":
                args.append(self.expression())
                if self.peek() == ",":
                    self.take()
            self.take(")")
            return ("call", word, args)
        if kind in ("-", "!"):
            return fold(("unary", kind, self.prefix()))
        if kind == "(":
            inner = self.expression()
            self.take(")")
            return inner
        raise CompileError(f"an expression cannot begin with {word or 'the end'!r}", place, self.text)


BINARY = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "%": lambda a, b: a % b,
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b,
}


def fold(tree):
    match tree:
        case ("binary", op, ("number", a), ("number", b)) if op in BINARY and not (op in "/%" and b == 0):
            return ("number", BINARY[op](a, b))
        case ("unary", "-", ("number", a)):
            return ("number", -a)
    return tree


class Code:
    def __init__(self):
        self.functions = {}
        self.out = []
        self.labels = 0

    def emit(self, *row):
        self.out.append(row)

    def label(self):
        self.labels += 1
        return f"L{self.labels}"

    def body(self, statements):
        for statement in statements:
            getattr(self, f"do_{statement[0]}")(*statement[1:])

    def do_let(self, name, value):
        self.value(value)
        self.emit("store", name)

    def do_drop(self, value):
        self.value(value)
        self.emit("pop")

    def do_print(self, value):
        self.value(value)
        self.emit("print")

    def do_return(self, value):
        self.value(value)
        self.emit("return")

    def do_while(self, test, body):
        top, end = self.label(), self.label()
        self.emit("label", top)
        self.value(test)
        self.emit("unless", end)
        self.body(body)
        self.emit("jump", top)
        self.emit("label", end)

    def do_if(self, test, then, other):
        no, end = self.label(), self.label()
        self.value(test)
        self.emit("unless", no)
        self.body(then)
        self.emit("jump", end)
        self.emit("label", no)
        self.body(other)
        self.emit("label", end)

    def do_fn(self, name, params, body):
        inner = Code()
        inner.labels = self.labels
        inner.functions = self.functions
        inner.body(body)
        inner.emit("push", None)
        inner.emit("return")
        self.functions[name] = (params, inner.link())

    def value(self, tree):
        match tree:
            case ("number", n):
                self.emit("push", n)
            case ("name", name):
                self.emit("load", name)
            case ("set", name, value):
                self.value(value)
                self.emit("keep", name)
            case ("unary", op, a):
                self.value(a)
                self.emit("negate" if op == "-" else "not")
            case ("binary", ("&&" | "||") as op, a, b):
                end = self.label()
                self.value(a)
                self.emit("and" if op == "&&" else "or", end)
                self.value(b)
                self.emit("label", end)
            case ("binary", op, a, b):
                self.value(a)
                self.value(b)
                self.emit("binary", op)
            case ("call", name, args):
                for a in args:
                    self.value(a)
                self.emit("call", name, len(args))

    def link(self):
        places, code = {}, []
        for row in self.out:
            if row[0] == "label":
                places[row[1]] = len(code)
            else:
                code.append(row)
        return [(op, places[rest[0]]) if op in ("jump", "unless", "and", "or") else (op, *rest) for op, *rest in code]


def execute(code, functions, names, out):
    stack, pc = [], 0
    while pc < len(code):
        op, *rest = code[pc]
        pc += 1
        if op == "push":
            stack.append(rest[0])
        elif op == "load":
            stack.append(names[rest[0]])
        elif op == "store":
            names[rest[0]] = stack.pop()
        elif op == "keep":
            names[rest[0]] = stack[-1]
        elif op == "pop":
            stack.pop()
        elif op == "binary":
            b = stack.pop()
            stack.append(BINARY[rest[0]](stack.pop(), b))
        elif op == "negate":
            stack.append(-stack.pop())
        elif op == "not":
            stack.append(not stack.pop())
        elif op == "jump":
            pc = rest[0]
        elif op == "unless":
            if not stack.pop():
                pc = rest[0]
        elif op in ("and", "or"):
            if bool(stack[-1]) == (op == "or"):
                pc = rest[0]
            else:
                stack.pop()
        elif op == "call":
            name, n = rest
            if name not in functions:
                raise NameError(f"no function {name}")
            params, body = functions[name]
            args = stack[len(stack) - n:]
            del stack[len(stack) - n:]
            stack.append(execute(body, functions, dict(zip(params, args, strict=True)), out))
        elif op == "print":
            out.append(stack.pop())
        elif op == "return":
            return stack.pop()


def run(text):
    code = Code()
    code.body(Parser(text).program())
    out = []
    execute(code.link(), code.functions, {}, out)
    return out


print(run("""
fn fib(n) { if n < 2 { return n; } return fib(n - 1) + fib(n - 2); }
fn collatz(n) {             # how many steps
    let steps = 0;
    while n != 1 {
        if n % 2 == 0 { n = n / 2; } else if n > 0 { n = 3 * n + 1; } else { return -1; }
        steps = steps + 1;
    }
    return steps;
}
print fib(15);
print collatz(27);
print 1 + 2 * 3 - 4 / 2 == 5 && !0;
print 0 || 7;
let i = 10; let sum = 0;
while i > 0 { sum = sum + i * i; i = i - 1; }
print sum;
print (1 + 2) * -3 % 5;
print 2.5 * 4;
fn nothing() { let x = 1; }
print nothing();
"""))
folded = Code()
folded.body(Parser("print 2 * 3 + 4; let x = 1 + y; print 1 / 0;").program())
print(folded.link())
for bad in ("let x 5;", "print 1 +;", "while 1 { print 2;", "let $ = 1;", "if 1 {} else 2;", "fn f( {}", "print (1;\n"):
    try:
        run(bad)
    except CompileError as e:
        print(e)
for bad in ("print nothing();", "print x;", "fn f(a) {} f();", "print 1 / (1 - 1);"):
    try:
        run(bad)
    except (NameError, KeyError, ValueError, ZeroDivisionError) as e:
        print(type(e).__name__)
