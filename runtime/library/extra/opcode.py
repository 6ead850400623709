"""Instructions of this implementation by number and by name."""

import _opcode
from _opcode import stack_effect

__all__ = ["cmp_op", "stack_effect", "hascompare", "opname", "opmap", "HAVE_ARGUMENT", "EXTENDED_ARG", "hasarg"]
__all__ += ["hasconst", "hasname", "hasjump", "hasjrel", "hasjabs", "hasfree", "haslocal", "hasexc"]

opmap = _opcode.get_opmap()
opname = ["<%d>" % number for number in range(256)]
for _name, _number in opmap.items():
    opname[_number] = _name

# Every instruction has its operands in it; WIDE is the prefix for large ones.
HAVE_ARGUMENT = -1
EXTENDED_ARG = _opcode.WIDE

cmp_op = ("<", "<=", "==", "!=", ">", ">=")
hascompare = [opmap[name] for name in ("LT", "LE", "EQ", "NE", "GT", "GE")]
hasarg = [number for number in opmap.values() if _opcode.has_arg(number)]
hasconst = [number for number in opmap.values() if _opcode.has_const(number)]
hasname = [number for number in opmap.values() if _opcode.has_name(number)]
hasjrel = hasjump = [number for number in opmap.values() if _opcode.has_jump(number)]
hasjabs = []
hasfree = [opmap["GETFREE"]]
haslocal = []
hasexc = []

_nb_ops = _opcode.get_nb_ops()
_special_method_names = _opcode.get_special_method_names()
