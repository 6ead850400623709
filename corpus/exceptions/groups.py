"""Exception groups: except*, split, subgroup, nesting, what is raised inside handlers."""


def run(make):
    try:
        try:
            make()
        except* ValueError as g:
            print("values", [str(e) for e in g.exceptions])
        except* (KeyError, IndexError) as g:
            print("lookups", [repr(e) for e in g.exceptions])
        else:
            print("nothing raised")
        finally:
            print("finally")
    except BaseException as e:
        print("left:", repr(e))


def group(*errors):
    def make():
        raise ExceptionGroup("several", list(errors))
    return make


def plain():
    raise ValueError("alone")


run(lambda: None)
run(plain)
run(group(ValueError(1), KeyError("k"), ValueError(2)))
run(group(ValueError(1), TypeError("not handled"), IndexError("i")))
run(group(TypeError("only")))

nested = ExceptionGroup("outer", [ValueError("a"), ExceptionGroup("inner", [KeyError("b"), ValueError("c")]), TypeError("d")])
match, rest = nested.split(ValueError)
print(repr(match))
print(repr(rest))
print(nested.subgroup(lambda e: isinstance(e, (KeyError, TypeError))))
print(nested.subgroup(OSError), nested.message, len(nested.exceptions), nested)
print(nested.split(ExceptionGroup)[1])


def leaves(e):
    return [x for sub in e.exceptions for x in leaves(sub)] if isinstance(e, BaseExceptionGroup) else [e]


print([str(e) for e in leaves(nested)])

try:
    try:
        raise ExceptionGroup("g", [ValueError("v"), KeyError("k")])
    except* ValueError:
        raise OSError("while handling")
except BaseException as e:
    print(type(e).__name__, e, [repr(x) for x in e.exceptions])

try:
    try:
        raise ExceptionGroup("g", [ValueError("v"), KeyError("k")])
    except* ValueError:
        raise
except ExceptionGroup as e:
    print(repr(e))

for bad in (lambda: ExceptionGroup("empty", []), lambda: ExceptionGroup("bad", [1]), lambda: ExceptionGroup("base", [KeyboardInterrupt()]), lambda: ExceptionGroup(1, [ValueError()])):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)


class Mine(ExceptionGroup):
    def derive(self, exceptions):
        return Mine(self.message + " (part)", exceptions)


try:
    raise Mine("mine", [ValueError(1), KeyError(2)])
except* KeyError as g:
    print(type(g).__name__, g.message, g.exceptions)
except* ValueError as g:
    print(type(g).__name__, g.message, g.exceptions)


def loop():
    found = []
    for errors in ([ValueError(1)], [KeyError(2)], [ValueError(3), KeyError(4)]):
        try:
            raise ExceptionGroup("x", errors)
        except* ValueError as g:
            found.append(("v", g.exceptions[0].args))
        except* KeyError as g:
            found.append(("k", g.exceptions[0].args))
    return found


print(loop())
