"""A generator that only its `for` loop knows is closed when the loop is left."""
import sys


def numbers(name="", log=print):
    try:
        yield 1
        yield 2
        yield 3
    finally:
        log("cleaned up", name)


for x in numbers():
    print("break at", x)
    break
print("after the loop")


def first():
    for x in numbers("returned"):
        return x


print(first())
a = b = numbers("held")
next(a)
del a
print(b.close())


class Made:
    def items(self):
        yield from numbers("inner")

    def __iter__(self):
        return self.items()


def nested():
    for x in numbers("outer"):
        for y in numbers("middle"):
            for z in Made().items():
                if z == 2:
                    return x, y, z


print(nested())


def raises():
    try:
        for x in numbers("raised"):
            if x == 2:
                raise ValueError(x)
    except ValueError as e:
        print("caught", e)


raises()


def handles_inside():
    for x in numbers("handled inside"):
        try:
            raise KeyError(x)
        except KeyError as e:
            print("inside", e)
        finally:
            print("finally", x)
    print("exhausted")


handles_inside()


def out_of_frame():
    for x in numbers("out of the frame"):
        [1 / (2 - y) for y in numbers("comprehension")]


try:
    out_of_frame()
except ZeroDivisionError as e:
    print(e)


def through_finally():
    try:
        for x in numbers("before finally"):
            return "value"
    finally:
        print("finally")


print(through_finally())


def keeps():
    """Generators that others refer to stay open."""
    kept = []

    def made():
        kept.append(numbers("kept"))
        return kept[0]

    for x in made():
        break
    for y in kept[0]:
        break
    for z in (named := numbers("named")):
        break
    print(x, y, z, next(kept[0]), next(named))
    kept[0].close()
    named.close()


keeps()


def in_generator():
    for x in numbers("in a generator"):
        yield x


for x in in_generator():
    break
g = in_generator()
next(g)
g.close()


def complains():
    try:
        yield 1
    finally:
        raise OSError("while closing")


sys.unraisablehook = lambda info: print("unraisable", info.exc_value)
for x in complains():
    break
for x in (y for y in [1, 2]):
    break
else:
    print("not reached")
for x in numbers("continued"):
    if x < 3:
        continue
    break
print("handling", sys.exception())
try:
    raise ValueError("first")
except ValueError:
    for x in numbers("while handling", lambda *what: print(*what, repr(sys.exception()))):
        break
    print(repr(sys.exception()))
