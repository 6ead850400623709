"""A virtual machine with an assembler, a debugger's trace and a peephole optimizer, running small programs."""
import enum


class Op(enum.IntEnum):
    PUSH = 0
    ADD = 1
    SUB = 2
    MUL = 3
    MOD = 4
    LESS = 5
    JUMP = 6
    BRANCH = 7
    LOAD = 8
    STORE = 9
    CALL = 10
    RETURN = 11
    PRINT = 12
    HALT = 13
    DUP = 14


OPERANDS = {Op.PUSH, Op.JUMP, Op.BRANCH, Op.LOAD, Op.STORE, Op.CALL}


class AssemblyError(Exception):
    def __init__(self, line, message):
        super().__init__(f"line {line}: {message}")


def assemble(text):
    code, labels, patches = [], {}, []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.partition("#")[0].strip()
        if not line:
            continue
        if line.endswith(":"):
            label = line[:-1]
            if label in labels:
                raise AssemblyError(number, f"label {label} again")
            labels[label] = len(code)
            continue
        word, *rest = line.split()
        try:
            op = Op[word.upper()]
        except KeyError:
            raise AssemblyError(number, f"no instruction {word}") from None
        if (op in OPERANDS) != bool(rest):
            raise AssemblyError(number, f"{word} takes {'an' if op in OPERANDS else 'no'} operand")
        operand = None
        if rest:
            try:
                operand = int(rest[0])
            except ValueError:
                patches.append((len(code), rest[0], number))
        code.append((op, operand))
    for at, label, number in patches:
        if label not in labels:
            raise AssemblyError(number, f"no label {label}")
        code[at] = (code[at][0], labels[label])
    return code


class Machine:
    def __init__(self, code, limit=100_000):
        self.code, self.limit = code, limit
        self.stack, self.calls, self.memory, self.out = [], [], [0] * 16, []
        self.pc = self.steps = 0
        self.handlers = {
            Op.ADD: lambda a, b: a + b, Op.SUB: lambda a, b: a - b, Op.MUL: lambda a, b: a * b,
            Op.MOD: lambda a, b: a % b, Op.LESS: lambda a, b: int(a < b),
        }

    def run(self, trace=0):
        while True:
            op, operand = self.code[self.pc]
            if self.steps < trace:
                print(f"  {self.pc:3} {op.name:6} {'' if operand is None else operand:>5} {self.stack}")
            self.steps += 1
            if self.steps > self.limit:
                raise RuntimeError(f"no end after {self.limit} steps")
            self.pc += 1
            if op in self.handlers:
                b, a = self.stack.pop(), self.stack.pop()
                self.stack.append(self.handlers[op](a, b))
            elif op == Op.PUSH:
                self.stack.append(operand)
            elif op == Op.DUP:
                self.stack.append(self.stack[-1])
            elif op == Op.JUMP:
                self.pc = operand
            elif op == Op.BRANCH:
                if self.stack.pop():
                    self.pc = operand
            elif op == Op.LOAD:
                self.stack.append(self.memory[operand])
            elif op == Op.STORE:
                self.memory[operand] = self.stack.pop()
            elif op == Op.CALL:
                self.calls.append(self.pc)
                self.pc = operand
            elif op == Op.RETURN:
                self.pc = self.calls.pop()
            elif op == Op.PRINT:
                self.out.append(self.stack.pop())
            elif op == Op.HALT:
                return self.out


def optimize(code):
    """Folds PUSH PUSH ADD and the like where no jump leads into the middle."""
    targets = {operand for op, operand in code if op in (Op.JUMP, Op.BRANCH, Op.CALL)}
    fold = {Op.ADD: lambda a, b: a + b, Op.SUB: lambda a, b: a - b, Op.MUL: lambda a, b: a * b}
    out, moved = [], {}
    for at, (op, operand) in enumerate(code):
        moved[at] = len(out)
        can = len(out) >= 2 and all(o == Op.PUSH for o, _ in out[-2:]) and not {at, at - 1} & targets
        if op in fold and can:
            (_, a), (_, b) = out[-2:]
            out[-2:] = [(Op.PUSH, fold[op](a, b))]
        else:
            out.append((op, operand))
    return [(op, moved[x] if op in (Op.JUMP, Op.BRANCH, Op.CALL) else x) for op, x in out]


SUM = """
    push 0
    store 0          # total
    push 100
    store 1
again:
    load 0
    load 1
    add
    store 0
    load 1
    push 1
    sub
    dup
    store 1
    branch again
    load 0
    print
    halt
"""
FACT = """
    push 10
    push 2
    add
    call fact
    print
    halt
fact:                # the argument is on the stack, and so is the result
    dup
    push 2
    less
    branch one
    dup
    push 1
    sub
    call fact
    mul
    return
one:
    store 9
    push 1
    return
"""
GCD = """
    push 1071
    store 0
    push 462
    store 1
loop:
    load 1
    branch go
    load 0
    print
    halt
go:
    load 0
    load 1
    mod
    load 1
    store 0
    store 1
    jump loop
"""
for name, text in [("sum", SUM), ("fact", FACT), ("gcd", GCD)]:
    code = assemble(text)
    better = optimize(code)
    first, second = Machine(code), Machine(better)
    print(name, first.run(), first.steps, len(code), "->", second.run(), second.steps, len(better))
Machine(assemble(FACT)).run(trace=6)
for bad in ("push", "add 1", "fly", "jump nowhere", "a:\na:"):
    try:
        assemble(bad)
    except AssemblyError as e:
        print(e)
try:
    Machine(assemble("x:\njump x")).run()
except RuntimeError as e:
    print(e)
try:
    Machine(assemble("add")).run()
except IndexError as e:
    print(e)
print(Op(3), Op.HALT, Op["DUP"], [op.name for op in Op][:3], Op.ADD + 1, Op(5) is Op.LESS)
