"""Text files: modes, line ends, encodings, positions, errors."""

import os
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "text.txt")


def attempt(action):
    try:
        print("gives", repr(action()))
    except Exception as e:
        print(type(e).__name__, str(e).replace(folder, "FOLDER"))


print("-- writing and reading")
with open(path, "w", encoding="utf-8") as f:
    print(f.write("first\n"), f.write("zweite Zeile: äöü\n"), f.write("last, no end"))
    print(f.mode, f.encoding, f.errors, f.closed, f.writable(), f.readable(), f.seekable())
    print(f.tell())
print(f.closed)
with open(path, encoding="utf-8") as f:
    print(f.read())
with open(path, encoding="utf-8") as f:
    for i, line in enumerate(f):
        print(i, repr(line))
with open(path, encoding="utf-8") as f:
    print(repr(f.readline()), repr(f.readline(8)), repr(f.read(3)), repr(f.readlines()), repr(f.read()))

print("-- positions")
with open(path, encoding="utf-8") as f:
    f.readline()
    here = f.tell()
    print(here, repr(f.read(9)))
    there = f.tell()
    print(repr(f.read()))
    f.seek(there)
    print(repr(f.read(4)))
    f.seek(here)
    print(repr(f.readline()))
    print(f.seek(0, 2), repr(f.read()), f.seek(0), f.tell())
    attempt(lambda: f.seek(1, 1))
    attempt(lambda: f.seek(-1))
    next(f)
    attempt(f.tell)

print("-- appending and updating")
with open(path, "a", encoding="utf-8") as f:
    f.write("\nappended\n")
with open(path, "r+", encoding="utf-8") as f:
    f.write("FIRST")
    f.seek(0)
    print(f.read())
with open(path, "w+", encoding="ascii", errors="backslashreplace") as f:
    f.write("é€\n")
    f.seek(0)
    print(f.read(), end="")
    f.truncate(2)
    f.seek(0)
    print(f.read())
attempt(lambda: open(path, "x"))

print("-- line ends")
with open(path, "wb") as f:
    f.write(b"one\ntwo\r\nthree\rfour")
for newline in (None, "", "\n", "\r", "\r\n"):
    with open(path, encoding="ascii", newline=newline) as f:
        print(repr(newline), list(f), f.newlines)
for newline in (None, "", "\n", "\r", "\r\n"):
    with open(path, "w", encoding="ascii", newline=newline) as f:
        f.write("a\nb\r\n")
    with open(path, "rb") as f:
        print(repr(newline), f.read())

print("-- encodings")
for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252"):
    with open(path, "w", encoding=encoding) as f:
        f.write("größe\n")
    with open(path, "rb") as f:
        raw = f.read()
    with open(path, encoding=encoding) as f:
        print(encoding, raw, repr(f.read()))
with open(path, "wb") as f:
    f.write(b"ab\xffcd\xc3")
attempt(lambda: open(path, encoding="utf-8").read())
attempt(lambda: open(path, encoding="ascii").read())
for errors in ("ignore", "replace", "surrogateescape", "backslashreplace"):
    with open(path, encoding="utf-8", errors=errors) as f:
        print(errors, ascii(f.read()))
attempt(lambda: open(path, encoding="no such encoding"))

print("-- mistakes")
attempt(lambda: open(path, "rw"))
attempt(lambda: open(path, "q"))
attempt(lambda: open(path, "rbt"))
attempt(lambda: open(path, "rb", encoding="utf-8"))
attempt(lambda: open(path, newline="x"))
attempt(lambda: open(path, buffering=0))
attempt(lambda: open(os.path.join(folder, "missing")))
attempt(lambda: open(folder))
attempt(lambda: open(1.5))
attempt(lambda: open(None))
attempt(lambda: f.read())
attempt(lambda: f.write("x"))
with open(path) as f:
    attempt(lambda: f.write("x"))
with open(path, "w") as f:
    attempt(lambda: f.read())
    attempt(lambda: f.write(b"x"))
    attempt(lambda: f.writelines(["a", "b", 3]))
os.remove(path)
os.rmdir(folder)
