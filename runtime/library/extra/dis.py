"""Disassembler of this implementation's instructions: `opcode` has their table, `co_code` the words."""

import collections
import sys
import types

import _opcode
from opcode import *
from opcode import __all__ as _opcode_all

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels", "show_code"]
__all__ += ["get_instructions", "Instruction", "Bytecode", "Positions"] + _opcode_all

COMPILER_FLAG_NAMES = {
    1: "OPTIMIZED",
    2: "NEWLOCALS",
    4: "VARARGS",
    8: "VARKEYWORDS",
    16: "NESTED",
    32: "GENERATOR",
    64: "NOFREE",
    128: "COROUTINE",
    256: "ITERABLE_COROUTINE",
    512: "ASYNC_GENERATOR",
    0x4000000: "HAS_DOCSTRING",
    0x8000000: "METHOD",
}

Positions = collections.namedtuple(
    "Positions", "lineno end_lineno col_offset end_col_offset", defaults=[None] * 4
)

_Instruction = collections.namedtuple(
    "_Instruction",
    "opname opcode arg argval argrepr offset start_offset starts_line line_number label positions cache_info",
    defaults=[None, None, None],
)


class Instruction(_Instruction):
    """One instruction: `arg` holds the numbers of its operands, `argval` the name, constant or target among them."""

    @property
    def oparg(self):
        return self.arg

    @property
    def baseopcode(self):
        return self.opcode

    @property
    def baseopname(self):
        return self.opname

    @property
    def is_jump_target(self):
        return self.label is not None

    @property
    def jump_target(self):
        return self.argval if self.opcode in hasjump else None

    def __str__(self):
        return _line(self, False)


def _words(code):
    data = code.co_code
    return [int.from_bytes(data[i : i + 4], "little") for i in range(0, len(data), 4)]


def _read(words, at):
    """(opcode, fields, extension kinds and words, end) of the instruction at a word."""
    word = words[at]
    if word & 255 == _opcode.WIDE:
        operands = (word >> 16, words[at + 1] & 0xFFFF, words[at + 1] >> 16)
        number, end = word >> 8 & 255, at + 2
    else:
        operands = (word >> 8 & 255, word >> 16 & 255, word >> 24)
        number, end = word & 255, at + 1
    fields, kinds, cache = _opcode.get_row(number)
    extensions = []
    for kind in kinds:
        if kind == "Next":
            continue
        value = words[end]
        end += 1
        if kind == "Imm":
            value |= words[end] << 32
            end += 1
        elif kind == "Jump":
            value = 4 * (at + (value - (1 << 32) if value >> 31 else value))
        extensions.append((kind, value))
    return number, list(zip(fields, operands)), extensions, end + cache


def _raw(code):
    words = _words(code)
    at = 0
    while at < len(words):
        number, fields, extensions, end = _read(words, at)
        yield at, number, fields, extensions, end
        at = end


def findlabels(code):
    """Offsets that are targets of jumps, of a code object."""
    found = []
    for _, _, _, extensions, _ in _raw(code):
        for kind, value in extensions:
            if kind == "Jump" and value not in found:
                found.append(value)
    return found


def findlinestarts(code):
    """(offset, line) of each place where another line begins."""
    last = False
    for start, _, line in code.co_lines():
        if line is not last:
            last = line
            yield start, line


def _value(code, kind, value):
    """(value, text) of an extension."""
    if kind == "Name":
        return code.co_names[value], code.co_names[value]
    if kind == "Const":
        constant = code.co_consts[value]
        return constant, repr(constant)
    if kind == "Jump":
        return value, f"to {value}"
    return value, str(value)


def _instructions(code, first_line=None):
    labels = {offset: i + 1 for i, offset in enumerate(sorted(findlabels(code)))}
    starts = dict(findlinestarts(code))
    shift = 0 if first_line is None else first_line - code.co_firstlineno
    positions = list(code.co_positions())
    line = None
    for at, number, fields, extensions, end in _raw(code):
        offset = 4 * at
        begins = offset in starts
        if begins:
            line = starts[offset]
            line = None if line is None else line + shift
        values = [_value(code, kind, value) for kind, value in extensions]
        texts = [str(value) if kind == "Num" else f"r{value}" for kind, value in fields]
        texts += [text for _, text in values]
        arg = tuple(value for _, value in fields + extensions)
        position = Positions(*positions[2 * at]) if 2 * at < len(positions) else None
        yield Instruction(
            opname[number],
            number,
            arg or None,
            values[0][0] if values else None,
            ", ".join(texts),
            offset,
            offset,
            begins,
            line,
            labels.get(offset),
            position,
        )


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """The instructions of a function, method, class body, string or code object."""
    return _instructions(_get_code_object(x), first_line)


def _get_code_object(x):
    for attribute in ("__func__", "__code__", "gi_code", "ag_code", "cr_code"):
        found = getattr(x, attribute, None)
        if found is not None:
            x = found
    if isinstance(x, str):
        try:
            x = compile(x, "<disassembly>", "eval")
        except SyntaxError:
            x = compile(x, "<disassembly>", "exec")
    if hasattr(x, "co_code"):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def pretty_flags(flags):
    names = [name for bit, name in COMPILER_FLAG_NAMES.items() if flags & bit]
    rest = flags
    for bit in COMPILER_FLAG_NAMES:
        rest &= ~bit
    return ", ".join(names + ([hex(rest)] if rest or not names else []))


def code_info(x):
    """What a code object says of itself, as text."""
    code = _get_code_object(x)
    rows = [
        ("Name:", code.co_name),
        ("Filename:", code.co_filename),
        ("Argument count:", code.co_argcount),
        ("Positional-only arguments:", code.co_posonlyargcount),
        ("Kw-only arguments:", code.co_kwonlyargcount),
        ("Number of locals:", code.co_nlocals),
        ("Stack size:", code.co_stacksize),
        ("Flags:", pretty_flags(code.co_flags)),
    ]
    lines = [f"{title:<18} {value}" for title, value in rows]
    names = [("Names", code.co_names), ("Variable names", code.co_varnames)]
    names += [("Free variables", code.co_freevars), ("Cell variables", code.co_cellvars)]
    names.insert(0, ("Constants", tuple(map(repr, code.co_consts))))
    for title, values in names:
        if values:
            lines.append(f"{title}:")
            lines += [f"{i:>4}: {value}" for i, value in enumerate(values)]
    return "\n".join(lines)


def show_code(co, *, file=None):
    print(code_info(co), file=file)


def _line(instruction, is_last):
    number = instruction.line_number if instruction.starts_line else ""
    mark = "-->" if is_last else "   "
    label = f"L{instruction.label}:" if instruction.label else ""
    shown = f"{'' if number is None else number:>4} {mark} {label:>5} {instruction.offset:>5} "
    return (shown + f"{instruction.opname:<16} {instruction.argrepr}").rstrip()


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Writes a code object's instructions."""
    first = True
    for instruction in _instructions(co):
        if instruction.starts_line and not first:
            print(file=file)
        first = False
        print(_line(instruction, instruction.offset == lasti), file=file)


disco = disassemble


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Writes the instructions of a class, method, function, generator, module, string or code object."""
    if x is None:
        return distb(file=file)
    if isinstance(x, (types.ModuleType, type)) or hasattr(x, "__dict__") and not hasattr(x, "__code__"):
        for name, member in sorted(x.__dict__.items()):
            if isinstance(member, (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(member, file=file, depth=depth)
                except TypeError as error:
                    print("Sorry:", error, file=file)
                print(file=file)
        return
    _recursively(_get_code_object(x), depth, file)


def _recursively(code, depth, file):
    disassemble(code, file=file)
    if depth is None or depth > 0:
        for constant in code.co_consts:
            if hasattr(constant, "co_code"):
                print(file=file)
                print(f"Disassembly of {constant!r}:", file=file)
                _recursively(constant, None if depth is None else depth - 1, file)


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Writes the code of a traceback's last entry, the last one's by default."""
    if tb is None:
        last = getattr(sys, "last_exc", None)
        tb = last.__traceback__ if last is not None else getattr(sys, "last_traceback", None)
        if tb is None:
            raise RuntimeError("no last traceback to disassemble")
    while tb.tb_next:
        tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file)


class Bytecode:
    """The instructions of something that has code."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False, **shown):
        self.codeobj = _get_code_object(x)
        self.first_line = self.codeobj.co_firstlineno if first_line is None else first_line
        self.current_offset = current_offset
        self._given = first_line
        self._original_object = x

    def __iter__(self):
        return _instructions(self.codeobj, self._given)

    def __repr__(self):
        return f"{type(self).__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb, **options):
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti, **options)

    def info(self):
        return code_info(self.codeobj)

    def dis(self):
        lasti = -1 if self.current_offset is None else self.current_offset
        return "\n".join(_line(i, i.offset == lasti) for i in self) + "\n"


def _find_imports(co):
    """(module, level, names) of each import statement."""
    values = {}
    for _, number, fields, extensions, _ in _raw(co):
        name = opname[number]
        if name == "LOADV":
            bits = extensions[0][1]
            values[fields[0][1]] = _opcode.immediate(bits - (bits >> 63 << 64))
        elif name == "LOADK":
            values[fields[0][1]] = co.co_consts[extensions[0][1]]
        elif name == "INTRINSIC" and extensions[0][1] == 0:
            window = fields[1][1]
            yield values.get(window), values.get(window + 2) or 0, values.get(window + 1)


def _find_store_names(co):
    """Names that module code binds."""
    for _, number, _, extensions, _ in _raw(co):
        if opname[number] in ("STORENAME", "STOREGLOBAL"):
            yield co.co_names[extensions[0][1]]
