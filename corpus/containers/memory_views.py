# Views of memory: formats, slices, what a released one says; structures with named items.
import copy
import pickle
import time

data = bytearray(b"abcdef")
view = memoryview(data)
print(view[(2,)], view[1:3].tobytes(), view[::-2].tolist())
for key in ((slice(0, 1), slice(0, 2)), (0, slice(1)), (1, 2), "a", 1.5):
    try:
        view[key]
    except (TypeError, NotImplementedError, IndexError) as error:
        print(type(error).__name__, error)
view[2:5] = view[0:3]
print(data)
half = memoryview(bytearray(4)).cast("e")
half[0], half[1] = 1.5, -2.25
print(half.tolist(), half.format, half.nbytes)
fixed = memoryview(b"abc")
print(hash(fixed) == hash(b"abc"))
fixed.release()
print(hash(fixed) == hash(b"abc"))
try:
    len(fixed)
except ValueError as error:
    print(error)


class Releases:
    def __index__(self):
        view.release()
        return 1


try:
    view[Releases()]
except ValueError as error:
    print(error)
for compare in (lambda: memoryview(b"a") < b"b", lambda: b"a" < memoryview(b"b")):
    try:
        print(compare())
    except TypeError as error:
        print(error)
print(b"a" == memoryview(b"a"), bytearray(b"a") < memoryview(b"b"), b"a" == bytearray(b"a"), bytearray(b"it's"))


class Slotted(bytearray):
    __slots__ = ("x", "y", "__dict__")


one = Slotted(b"ab")
one.x, one.z = 1, [2]
for other in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one, 1)), pickle.loads(pickle.dumps(one))):
    print(type(other).__name__, other == one, other.x, other.z, hasattr(other, "y"))

moment = time.gmtime(0)
print(copy.replace(moment, tm_year=2000, tm_zone="X")[:2], copy.replace(moment, tm_zone="X").tm_zone)
for wrong in (
    lambda: time.struct_time(None),
    lambda: time.struct_time("123"),
    lambda: time.struct_time("123456789", None),
    lambda: time.struct_time("123456789", {"tm_year": 1}),
    lambda: copy.replace(moment, error=1),
    lambda: setattr(moment, "tm_zone", 1),
):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
print(time.struct_time("1234567890").tm_zone, time.struct_time.__match_args__[:2])
