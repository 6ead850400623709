"""What a program sees of tracebacks: frames, lines, names, how they grow, with_traceback."""


def frames(e):
    found, tb = [], e.__traceback__
    while tb is not None:
        code = tb.tb_frame.f_code
        found.append((code.co_name, tb.tb_lineno - code.co_firstlineno))
        tb = tb.tb_next
    return found


def a():
    b()


def b():
    x = 1
    c(x)


def c(x):
    raise ValueError(x)


try:
    a()
except ValueError as e:
    print(frames(e)[1:])


def again():
    try:
        c(1)
    except ValueError:
        raise


try:
    again()
except ValueError as e:
    print(frames(e)[1:])


def kept():
    try:
        c(2)
    except ValueError as e:
        return e


e = kept()
print(frames(e))
try:
    raise e
except ValueError as f:
    print(f is e, [name for name, _ in frames(f)])
try:
    raise e.with_traceback(None)
except ValueError as f:
    print([name for name, _ in frames(f)])


def generator():
    yield 1
    c(3)


try:
    for _ in generator():
        pass
except ValueError as e:
    print(frames(e)[1:])


class K:
    def method(self):
        return [c(x) for x in (1,)]

    @property
    def prop(self):
        return self.method()

    def __add__(self, other):
        return self.prop


try:
    K() + "one"
except ValueError as e:
    print([name for name, _ in frames(e)][1:], e.__traceback__.tb_next.tb_frame.f_locals["other"])


def locals_there():
    secret = "kept in the frame"
    c(secret)


try:
    locals_there()
except ValueError as e:
    tb = e.__traceback__.tb_next
    print(tb.tb_frame.f_locals, tb.tb_next.tb_frame.f_locals, tb.tb_frame.f_back is not None)


def recursive(n):
    return n if n < 0 else recursive(n - 1) + recursive_error(n)


def recursive_error(n):
    return n / 0 if n == 0 else n


try:
    recursive(3)
except ZeroDivisionError as e:
    print(len(frames(e)), e)

import sys


def current():
    try:
        c(1)
    except ValueError:
        kind, value, tb = sys.exc_info()
        return kind.__name__, str(value), tb.tb_lineno > 0, sys.exception() is value
    finally:
        assert sys.exc_info() == (None, None, None)


print(current(), sys.exc_info())


def caller():
    return sys._getframe(1).f_code.co_name, sys._getframe().f_code.co_name


def calls():
    return caller()


print(calls())
