# 3.14
"""Arrays in files and pickles, and what views of them forbid."""
import array
import collections.abc
import io
import pickle
import warnings

a = array.array("h", [1, -2, 300])
f = io.BytesIO()
a.tofile(f)
f.seek(0)
b = array.array("h")
b.fromfile(f, 2)
print(b)
try:
    b.fromfile(f, 5)
except EOFError as e:
    print(e, b)

for protocol in range(6):
    copy, it = pickle.loads(pickle.dumps((a, iter(a)), protocol))
    print(copy == a, copy.typecode, list(it))
print(array._array_reconstructor(array.array, "I", 7, b"\0\0\1\2").tolist(), array.array("d", [0.5]).__reduce_ex__(3)[1][1:])
try:
    array._array_reconstructor(array.array, "d", 16, b"a")
except ValueError as e:
    print(e)

view = memoryview(a)
for change in (lambda: a.append(1), lambda: a.pop(), lambda: a.extend(a), lambda: a.__delitem__(0)):
    try:
        change()
    except BufferError as e:
        print(e)
a[0] = 7
print(view[0], view[1:].tolist())
view.release()
a.append(4)
print(a)


def shrink(data):
    # Nothing refers to the views any more.
    memoryview(data)[2:].tolist()
    del data[4:]
    return data


print(shrink(bytearray(range(8))), shrink(array.array("B", range(8))))
nan = array.array("d", [float("nan")])
print(nan == nan, nan != nan, a < array.array("h", [7, 0]), isinstance(a, collections.abc.MutableSequence))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    array.array("u", "text")
print([str(w.message) for w in caught])


class Line(str):
    __slots__ = ("number",)


line = Line("text")
line.number = 3
print(line, line.number, line + "!", hasattr(line, "__dict__"))
for base in (int, bytes, tuple):
    try:
        type("Slotted", (base,), {"__slots__": ("x",)})
    except TypeError as e:
        print(e)
