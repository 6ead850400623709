"""Loops in finally blocks and handlers that an exception on its way leads to."""
import contextlib


def counted(x):
    try:
        1 // x
    finally:
        while x < 3:
            x += 1
    return x


def handled(items):
    log = []
    for item in items:
        try:
            log.append(10 // item)
        except ZeroDivisionError as e:
            for letter in type(e).__name__[:3]:
                log.append(letter)
        finally:
            for k in range(2):
                log.append(k)
    return log


def nested(x):
    try:
        try:
            return 1 // x
        finally:
            for i in range(3):
                x += i
            raise KeyError(x)
    except KeyError as e:
        for i in range(2):
            x += i
        return repr(e), type(e.__context__).__name__, x


def cleaned(log):
    try:
        for i in range(100):
            yield i
    finally:
        for d in range(3):
            log.append(d)


@contextlib.contextmanager
def counting(log):
    log.append("in")
    try:
        yield log
    finally:
        n = 3
        while n:
            n -= 1
            log.append(n)


def hot(n):
    caught = 0
    for i in range(n):
        try:
            counted(0)
        except ZeroDivisionError:
            caught += 1
        caught += counted(1)
    return caught


def closing(n):
    log = []
    for i in range(n):
        it = cleaned(log)
        next(it)
        it.close()
        it = cleaned(log)
        next(it)
        try:
            it.throw(ValueError("x"))
        except ValueError as e:
            log.append(str(e))
    return len(log), log[:8]


def contexts(n):
    out = []
    for i in range(n):
        try:
            with counting([]) as log:
                log.append(1 // (i % 2))
        except ZeroDivisionError as e:
            log.append(type(e).__name__)
        out.append(log)
    return out[-2:]


print(hot(300))
print([handled([1, 0, 5]) for _ in range(200)][-1])
print([nested(0) for _ in range(200)][-1], nested(1))
print(closing(200))
print(contexts(200))
