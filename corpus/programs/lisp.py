"""A small Lisp: reader, macros, closures, tail calls by a trampoline, errors with positions."""


class LispError(Exception):
    pass


class Symbol(str):
    __slots__ = ()


class Reader:
    def __init__(self, text):
        self.tokens = list(self.scan(text))
        self.at = 0

    @staticmethod
    def scan(text):
        line, i = 1, 0
        while i < len(text):
            ch = text[i]
            if ch == "\n":
                line += 1
                i += 1
            elif ch.isspace():
                i += 1
            elif ch == ";":
                while i < len(text) and text[i] != "\n":
                    i += 1
            elif ch in "()'`,":
                yield ch, line
                i += 1
            elif ch == '"':
                end = text.index('"', i + 1)
                yield text[i:end + 1], line
                i = end + 1
            else:
                end = i
                while end < len(text) and not text[end].isspace() and text[end] not in "()'`,;":
                    end += 1
                yield text[i:end], line
                i = end

    def __iter__(self):
        while self.at < len(self.tokens):
            yield self.read()

    def read(self):
        if self.at >= len(self.tokens):
            raise LispError("unexpected end")
        token, line = self.tokens[self.at]
        self.at += 1
        if token == "(":
            items = []
            while True:
                if self.at >= len(self.tokens):
                    raise LispError(f"line {line}: parenthesis is never closed")
                if self.tokens[self.at][0] == ")":
                    self.at += 1
                    return items
                items.append(self.read())
        if token == ")":
            raise LispError(f"line {line}: unexpected )")
        if token in "'`,":
            return [Symbol({"'": "quote", "`": "quasi", ",": "unquote"}[token]), self.read()]
        if token.startswith('"'):
            return token[1:-1]
        for convert in (int, float):
            try:
                return convert(token)
            except ValueError:
                pass
        return {"#t": True, "#f": False, "nil": []}.get(token, Symbol(token))


class Env:
    def __init__(self, names=(), values=(), outer=None):
        self.names = dict(zip(names, values))
        self.outer = outer

    def find(self, name):
        env = self
        while env is not None:
            if name in env.names:
                return env.names
            env = env.outer
        raise LispError(f"unbound {name}")


class Lambda:
    def __init__(self, params, body, env, macro=False):
        self.params, self.body, self.env, self.macro = params, body, env, macro

    def bind(self, args):
        if "." in self.params:
            fixed = self.params.index(".")
            names = self.params[:fixed] + self.params[fixed + 1:]
            args = args[:fixed] + [args[fixed:]]
        else:
            names = self.params
        if len(names) != len(args):
            raise LispError(f"{len(names)} arguments wanted, {len(args)} given")
        return Env(names, args, self.env)


def evaluate(x, env):
    while True:
        if isinstance(x, Symbol):
            return env.find(x)[x]
        if not isinstance(x, list) or not x:
            return x
        head = x[0]
        if head == "quote":
            return x[1]
        if head == "quasi":
            return quasi(x[1], env)
        if head == "if":
            x = x[2] if evaluate(x[1], env) is not False else (x[3] if len(x) > 3 else [])
            continue
        if head == "define":
            if isinstance(x[1], list):
                env.names[x[1][0]] = Lambda(x[1][1:], x[2:], env)
            else:
                env.names[x[1]] = evaluate(x[2], env)
            return []
        if head == "macro":
            env.names[x[1][0]] = Lambda(x[1][1:], x[2:], env, macro=True)
            return []
        if head == "set!":
            env.find(x[1])[x[1]] = evaluate(x[2], env)
            return []
        if head == "lambda":
            return Lambda(x[1], x[2:], env)
        if head == "let":
            values = [evaluate(v, env) for _, v in x[1]]
            env = Env([n for n, _ in x[1]], values, env)
            body = x[2:]
        else:
            f = evaluate(head, env)
            if isinstance(f, Lambda) and f.macro:
                inner = f.bind(x[1:])
                for form in f.body[:-1]:
                    evaluate(form, inner)
                x = evaluate(f.body[-1], inner)
                continue
            args = [evaluate(a, env) for a in x[1:]]
            if not isinstance(f, Lambda):
                if not callable(f):
                    raise LispError(f"{show(f)} is no function")
                return f(*args)
            env, body = f.bind(args), f.body
        for form in body[:-1]:
            evaluate(form, env)
        x = body[-1]


def quasi(x, env):
    if not isinstance(x, list) or not x:
        return x
    if x[0] == "unquote":
        return evaluate(x[1], env)
    return [quasi(item, env) for item in x]


def show(x):
    if isinstance(x, bool):
        return "#t" if x else "#f"
    if isinstance(x, Symbol):
        return str(x)
    if isinstance(x, str):
        return f'"{x}"'
    if isinstance(x, list):
        return "(" + " ".join(map(show, x)) + ")"
    if isinstance(x, Lambda):
        return "<lambda>"
    return repr(x)


def fold(f):
    def folded(first, *rest):
        for x in rest:
            first = f(first, x)
        return first
    return folded


def base():
    return Env(*zip(*{
        "+": fold(lambda a, b: a + b), "*": fold(lambda a, b: a * b), "-": lambda a, *b: fold(lambda x, y: x - y)(a, *b) if b else -a,
        "/": fold(lambda a, b: a / b), "=": lambda a, b: a == b, "<": lambda a, b: a < b, "not": lambda a: a is False,
        "car": lambda l: l[0], "cdr": lambda l: l[1:], "cons": lambda a, l: [a] + l, "list": lambda *a: list(a),
        "null?": lambda l: l == [], "length": len, "append": lambda *l: sum(l, []), "mod": lambda a, b: a % b,
    }.items()))


PROGRAM = """
(define (fact n) (if (< n 2) 1 (* n (fact (- n 1)))))
(fact 20)
(define (loop i total) (if (= i 0) total (loop (- i 1) (+ total i))))
(loop 5000 0)                       ; a tail call does not grow the stack
(define (map f l) (if (null? l) nil (cons (f (car l)) (map f (cdr l)))))
(map (lambda (x) (* x x)) '(1 2 3 4))
(define (compose . fs) (if (null? fs) (lambda (x) x) (lambda (x) ((car fs) ((compose) ((car (cdr fs)) x))))))
((compose (lambda (x) (+ x 1)) (lambda (x) (* x 10))) 4)
(macro (unless c body) `(if ,c nil ,body))
(unless #f "ran")
(unless #t (undefined))
(macro (while2 c body) `(let ((go nil)) (set! go (lambda () (if ,c (let () ,body (go)) nil))) (go)))
(define n 5)
(define total 0)
(while2 (< 0 n) (let () (set! total (+ total n)) (set! n (- n 1))))
(list n total)
(let ((x 1) (y 2.5)) (+ x y))
(define (counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(define a (counter)) (define b (counter))
(list (a) (a) (b))
'(1 (two "three") #t ())
(define (primes n) (let ((go nil)) (set! go (lambda (i l) (if (= i n) l (go (+ i 1) (if (any l i) l (append l (list i))))))) (go 2 nil)))
(define (any l i) (if (null? l) #f (if (= 0 (mod i (car l))) #t (any (cdr l) i))))
(primes 60)
"""

env = base()
for form in Reader(PROGRAM):
    result = evaluate(form, env)
    if result != []:
        print(show(result))
for bad in ("(", "(()", ")", "(undefined 1)", "(1 2)", "((lambda (x) x))", "(fact)"):
    try:
        print([show(evaluate(form, env)) for form in Reader(bad)])
    except LispError as e:
        print("error:", e)
