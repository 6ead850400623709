"""A file of records, packed with struct and array, and read back."""

import array
import struct

HEADER = struct.Struct("<4sHHI")
RECORD = struct.Struct(">h?d8s")


def write(people):
    body = b"".join(RECORD.pack(age, active, score, name.encode()) for name, age, active, score in people)
    return HEADER.pack(b"REC1", 1, len(people), len(body)) + body


def read(data):
    magic, version, count, size = HEADER.unpack_from(data)
    assert len(data) == HEADER.size + size
    for age, active, score, name in RECORD.iter_unpack(data[HEADER.size :]):
        yield name.rstrip(b"\0").decode(), age, active, score


def main():
    people = [("ann", 31, True, 1.5), ("bob", -2, False, float("inf")), ("überlang", 7, True, -0.0)]
    data = write([(n[:7], *rest) for n, *rest in people])
    print(len(data), data[:14].hex(" "), RECORD.size, HEADER.format)
    for row in read(data):
        print(row)

    for form in ("bBhHiIlLqQ", "<bBhHiIlLqQ", "@ci", "=ci", "3x2i", "0s", "5p", "nNP", "e", "?"):
        print(form, struct.calcsize(form), end="; ")
    print()
    print(struct.pack("<e", 1.5), struct.unpack(">f", b"\x3f\x80\0\0"), struct.pack("!I", 1), struct.pack("5p", b"abcdefg"))
    print(struct.unpack("<bB", b"\xff\xff"), struct.unpack("4c", b"abcd"), struct.pack("<3h", *range(3)))
    buffer = bytearray(8)
    struct.pack_into("<I", buffer, 2, 0xDEADBEEF)
    print(buffer.hex(), struct.unpack_from("<H", memoryview(buffer), 3))
    for action in (
        lambda: struct.pack("b", 200),
        lambda: struct.pack("<H", -1),
        lambda: struct.pack("i", "x"),
        lambda: struct.unpack("i", b"abc"),
        lambda: struct.pack("z", 1),
        lambda: struct.pack("2i", 1),
        lambda: struct.pack("s", 5),
        lambda: struct.pack_into("i", bytearray(2), 0, 1),
    ):
        try:
            print(action())
        except struct.error as error:
            print("struct.error:", error)

    numbers = array.array("i", [3, 1, 2])
    numbers.extend([9, 8])
    numbers.insert(1, -5)
    numbers.byteswap()
    numbers.byteswap()
    print(numbers, numbers.itemsize, numbers.tobytes()[:8].hex(), numbers.index(9), numbers[1:3], numbers * 2 == numbers + numbers)
    floats = array.array("d", numbers)
    floats.frombytes(struct.pack("d", 0.5))
    print(floats.tolist(), memoryview(floats).format, sum(floats), array.array("w", "añ").tounicode())
    for action in (lambda: array.array("B", [256]), lambda: array.array("y"), lambda: numbers.append("x"), lambda: numbers.pop(99)):
        try:
            action()
        except (OverflowError, ValueError, TypeError, IndexError) as error:
            print(type(error).__name__)


main()
