"""Numbers of this implementation's instructions, for `opcode` and `dis`."""

import _opcode

_specializations = {}
_specialized_opmap = {}
opmap = _opcode.get_opmap()

# Names that the library looks up and that no instruction here has: beyond every number in code.
for _name in """CACHE COMPARE_OP BINARY_OP CONTAINS_OP CONVERT_VALUE END_ASYNC_FOR ENTER_EXECUTOR EXTENDED_ARG
    FOR_ITER IMPORT_NAME IS_OP JUMP_BACKWARD LOAD_ATTR LOAD_COMMON_CONSTANT LOAD_FAST_BORROW_LOAD_FAST_BORROW
    LOAD_FAST_LOAD_FAST LOAD_GLOBAL LOAD_SMALL_INT LOAD_SPECIAL LOAD_SUPER_ATTR SEND SET_FUNCTION_ATTRIBUTE
    STORE_FAST_LOAD_FAST STORE_FAST_STORE_FAST STORE_GLOBAL STORE_NAME""".split():
    opmap.setdefault(_name, 256 + len(opmap))
del _name

HAVE_ARGUMENT = -1
MIN_INSTRUMENTED_OPCODE = 255
