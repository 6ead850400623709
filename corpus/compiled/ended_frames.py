"""Frames of a traceback whose functions have ended: their variables can be read and written."""
import sys


def fails(n, label):
    values = [n, label]
    return values[n + 2]


def middle(n):
    text = "m" * n
    found = fails(n, text)
    return found + text


def outer(n):
    total = n * 2
    return middle(total) * total


def frames(e):
    found = []
    tb = e.__traceback__
    while tb:
        found.append(tb.tb_frame)
        tb = tb.tb_next
    return found


def callers(frame):
    names = []
    while frame and frame.f_code.co_name != "<module>":
        names.append(frame)
        frame = frame.f_back
    return names


for i in range(3):
    try:
        outer(i)
    except IndexError as e:
        kept = frames(e)
    else:
        kept = []
    for frame in kept[1:]:
        print(frame.f_code.co_name, sorted(frame.f_locals.items()))
    for frame in callers(kept[-1]):
        for name in ("n", "text", "total", "values"):
            if name in frame.f_locals:
                frame.f_locals[name] = (name, i)
        print(frame.f_code.co_name, sorted(frame.f_locals.items()))


def deep(n, items):
    if n == 0:
        raise ValueError(len(items))
    return deep(n - 1, items) + len(items)


sys.setrecursionlimit(5000)
for n in (10, 1000, 3000):
    try:
        deep(n, [n])
    except ValueError as e:
        chain = frames(e)
        print(len(chain), [f.f_locals["n"] for f in chain[1:4]], len(callers(chain[-1])), chain[-1].f_back.f_locals["n"])
        waited = callers(chain[-1])
        waited[2].f_locals["n"] = "changed"
        print(waited[2].f_locals["n"], waited[3].f_locals["n"], waited[2].f_locals["items"])
