"""Binary files, buffers over streams of the program's own, files in memory."""

import io
import os
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "data.bin")


def attempt(action):
    try:
        print("gives", repr(action()))
    except Exception as e:
        print(type(e).__name__, str(e).replace(folder, "FOLDER"))


print("-- files")
with open(path, "wb") as f:
    print(f.write(bytes(range(16))), f.tell(), f.mode, f.raw.mode)
    f.writelines([b"ab", bytearray(b"cd"), memoryview(b"ef")])
with open(path, "rb") as f:
    print(f.read(4), f.peek(2)[:2], f.read1(3), f.tell())
    target = bytearray(6)
    print(f.readinto(target), target, f.seek(-4, 2), f.read(), f.read())
    print(f.seek(2), f.seek(3, 1), f.tell(), f.read(2))
    attempt(lambda: f.write(b"x"))
    attempt(lambda: f.seek(0, 9))
with open(path, "r+b") as f:
    f.seek(3)
    f.write(b"XYZ")
    print(f.read(3), f.tell())
    f.write(b"!")
    f.seek(0)
    print(f.read())
    print(f.truncate(5), f.seek(0), f.read())
with open(path, "ab") as f:
    print(f.tell(), f.write(b"end"))
with open(path, "rb", buffering=0) as f:
    print(type(f).__name__, f.read(2), f.readall(), f.readall())
descriptor = os.open(path, os.O_RDONLY)
with open(descriptor, "rb", closefd=False) as f:
    print(f.read(3))
os.lseek(descriptor, 0, 0)
print(os.read(descriptor, 2))
os.close(descriptor)
with open(path, "rb", opener=lambda name, flags: os.open(name, flags)) as f:
    print(f.read(1))
attempt(lambda: open(path, "wb", closefd=False))
attempt(lambda: f.read())
attempt(lambda: open(path, "r+b").detach().read(2))

print("-- streams of the program's own")


class Slow(io.RawIOBase):
    """Gives a few bytes at a time, and says what it is asked."""

    def __init__(self, data):
        self.data, self.at, self.log = data, 0, []

    def readable(self):
        return True

    def readinto(self, target):
        piece = self.data[self.at : self.at + min(3, len(target))]
        target[: len(piece)] = piece
        self.at += len(piece)
        self.log.append(len(piece))
        return len(piece)


slow = Slow(b"some text\nand more\n")
buffered = io.BufferedReader(slow, 8)
print(buffered.read(2), buffered.readline(), buffered.read(), slow.log)
print(Slow(b"abcdefgh").read(), Slow(b"abcdefgh").read(5))
print(io.TextIOWrapper(io.BufferedReader(Slow("grün\nblau".encode())), encoding="utf-8").readlines())


class Sink(io.RawIOBase):
    def __init__(self):
        self.got = []

    def writable(self):
        return True

    def write(self, data):
        self.got.append(bytes(data[:5]))
        return len(self.got[-1])


sink = Sink()
with io.BufferedWriter(sink, 4) as buffered:
    buffered.write(b"ab")
    buffered.write(b"cdefghijkl")
    print(sink.got)
    buffered.flush()
print(sink.got, sink.closed, buffered.closed)
attempt(lambda: io.BufferedReader(sink))
attempt(lambda: io.BufferedWriter(Slow(b"")))
pair = io.BufferedRWPair(Slow(b"in"), Sink())
print(pair.read(), pair.write(b"out"), pair.readable(), pair.writable())

print("-- in memory")
b = io.BytesIO(b"hello\nworld")
print(b.readline(), b.read(), b.read(), b.tell(), b.seek(0, 2), b.write(b"!"), b.getvalue())
print(b.seek(20), b.write(b"x"), b.getvalue(), b.truncate(3), b.getvalue())
view = b.getbuffer()
view[0] = 72
print(b.getvalue(), len(view))
attempt(lambda: b.write(b"more than there is"))
view.release()
print(b.write(b"."), list(io.BytesIO(b"a\nb\n\nc")))
attempt(lambda: b.write("text"))
attempt(lambda: b.seek(-1))
s = io.StringIO("un\ndeux\ntrois")
print(repr(s.readline()), s.tell(), repr(s.read(3)), s.readlines(), s.seek(0), s.write("UN"), s.getvalue())
s = io.StringIO()
print("é€", 1, None, file=s)
s.seek(1)
s.write("wide: \U0001f600")
print(s.getvalue(), s.tell(), s.truncate(4), repr(s.getvalue()))
print(repr(io.StringIO("a\r\nb\rc\n", newline=None).read()), repr(io.StringIO("a\nb", newline="\r\n").getvalue()))
attempt(lambda: s.write(b"x"))
attempt(lambda: io.StringIO(3))
s.close()
attempt(lambda: s.read())
attempt(lambda: io.RawIOBase().fileno())
attempt(lambda: io.UnsupportedOperation.__mro__[1:3])
decoder = io.IncrementalNewlineDecoder(None, True)
print(repr(decoder.decode("a\r")), repr(decoder.decode("\nb\r", final=True)), decoder.newlines, decoder.getstate())
os.remove(path)
os.rmdir(folder)
