# What every run finds the same: this module is run, and type checkers are not who runs it.
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nowhere

    value = "for checkers"
else:
    value = 1

if __name__ != "__main__":
    place = "imported"
else:
    place = None
# expected:
# module __main__
#   TYPE_CHECKING: bool
#   nowhere: ?
#   place: None (rebound)
#   value: int (rebound)
