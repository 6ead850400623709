"""Tracebacks as they are printed: chains, notes, groups, carets, deep recursion."""
import sys


class Out:
    def write(self, text):
        sys.stdout.write(text.replace(folder, ""))

    def flush(self):
        pass


folder = __file__.rpartition("/")[0] + "/"
sys.stderr = Out()


def show(e):
    sys.excepthook(type(e), e, e.__traceback__)
    print("--")


def fails():
    return 1 / zero


zero = 0
try:
    fails()
except ZeroDivisionError as e:
    show(e)
try:
    try:
        {}["key"]
    except KeyError as e:
        raise ValueError("bad value") from e
except ValueError as e:
    e.add_note("a note")
    e.add_note("another\nof two lines")
    show(e)
try:
    try:
        [][1]
    except IndexError:
        undefined_name
except NameError as e:
    show(e)
try:
    raise ExceptionGroup("group", [ValueError(1), ExceptionGroup("inner", [TypeError("t")])])
except ExceptionGroup as e:
    show(e)
try:
    compile("x = (1,\n  y z)", "bad.py", "exec")
except SyntaxError as e:
    print(e.filename, e.lineno, type(e).__name__)


def depth(n):
    if n:
        depth(n - 1)
    else:
        raise RecursionError("made up")


try:
    depth(6)
except RecursionError as e:
    show(e)
