"""try in all its forms: else, finally, order, return and break inside, nesting, re-raising, names that vanish."""


def forms(what):
    trail = []
    try:
        trail.append("try")
        if what == "value":
            raise ValueError("v")
        if what == "key":
            {}["missing"]
        if what == "zero":
            1 / 0
        if what == "other":
            raise RuntimeError
    except ValueError as e:
        trail.append(f"ValueError {e}")
    except (KeyError, IndexError) as e:
        trail.append(f"lookup {e!r}")
    except ArithmeticError:
        trail.append("arithmetic")
    except:
        trail.append("bare")
    else:
        trail.append("else")
    finally:
        trail.append("finally")
    return trail


for what in ("nothing", "value", "key", "zero", "other"):
    print(what, forms(what))


def overriding():
    try:
        return "from try"
    finally:
        print("finally runs first")


def loop():
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            print("body", i)
        finally:
            print("finally", i)
    else:
        print("not reached")
    return i


def nested():
    try:
        try:
            raise KeyError("inner")
        finally:
            print("inner finally")
    except KeyError as e:
        try:
            raise ValueError("while handling") from e
        except ValueError as v:
            print(repr(v.__cause__), repr(v.__context__), v.__suppress_context__)
            try:
                raise
            except ValueError as again:
                print(again is v)
    return "done"


print(overriding(), loop(), nested())
try:
    e = 1
    raise ValueError
except ValueError as e:
    pass
try:
    e
except NameError as n:
    print(n)


def chain():
    try:
        raise KeyError(1)
    except KeyError:
        raise ValueError(2)


try:
    chain()
except ValueError as e:
    print(repr(e.__context__), e.__cause__, e.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise LookupError("replaced") from None
except LookupError as e:
    print(e, repr(e.__context__), e.__cause__, e.__suppress_context__)

for bad in ("raise 5", "raise int", "raise ValueError from 5", "raise"):
    try:
        exec(bad)
    except (TypeError, RuntimeError) as e:
        print(type(e).__name__, e)
try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as e:
    print(e, repr(e.__context__))


class Custom(Exception):
    def __init__(self, code, message="no message"):
        super().__init__(message)
        self.code = code


class Special(Custom):
    pass


try:
    raise Special(404, "not there")
except Custom as e:
    print(type(e).__name__, e, e.code, e.args, isinstance(e, Exception))
e = ValueError("a", 1)
print(e, repr(e), e.args, ValueError(), repr(ValueError()), str(KeyError("k")), OSError(2, "gone", "f.txt"))
e.add_note("first")
e.add_note("second")
print(e.__notes__)
o = OSError(2, "gone")
print(type(o).__name__, o.errno, o.strerror, isinstance(o, FileNotFoundError))
print(UnicodeDecodeError("utf-8", b"abc", 1, 2, "why"), AttributeError("a", name="n", obj=1).name, StopIteration(5).value, SystemExit(3).code)


def cleanup(log):
    try:
        try:
            log.append(1)
            raise KeyError
        finally:
            log.append(2)
            raise ValueError
    except ValueError as e:
        log.append(type(e.__context__).__name__)
    return log


print(cleanup([]))


class Manager:
    def __init__(self, name, swallow=False, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail

    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter":
            raise RuntimeError("enter failed")
        return self

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind and kind.__name__, value)
        if self.fail == "exit":
            raise RuntimeError("exit failed")
        return self.swallow


with Manager("a") as a, Manager("b", swallow=True):
    raise KeyError("k")
print("after")
try:
    with Manager("c"), Manager("d", fail="enter"):
        print("not reached")
except RuntimeError as e:
    print(e)
try:
    with Manager("e", fail="exit"):
        1 / 0
except RuntimeError as e:
    print(e, repr(e.__context__))


def returning():
    with Manager("f"):
        return "returned"


print(returning())
for i in range(2):
    with Manager(f"loop {i}"):
        continue
try:
    with 5:
        pass
except TypeError as e:
    print(str(e)[:50])


def deep(n):
    if n == 0:
        raise ValueError("bottom")
    try:
        deep(n - 1)
    except ValueError as e:
        if n % 2:
            raise
        raise ValueError(f"level {n}") from e


try:
    deep(4)
except ValueError as e:
    while e:
        print(e, end=" <- ")
        e = e.__cause__
print()
assert True
try:
    assert 1 > 2, ("message", 1)
except AssertionError as e:
    print(e.args)
