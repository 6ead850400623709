"""Numbers of this implementation's instructions, for `opcode` and `dis`."""

import _opcode

_specializations = {}
_specialized_opmap = {}
opmap = _opcode.get_opmap()
HAVE_ARGUMENT = -1
MIN_INSTRUMENTED_OPCODE = 255
