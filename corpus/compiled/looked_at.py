"""Frames that are looked at from inside while their code is compiled: names, lines, locals, callers, in several threads."""
import sys, threading, logging, warnings, inspect, traceback

def names(depth):
    out = []
    f = sys._getframe(1)
    while f is not None and len(out) < depth:
        out.append((f.f_code.co_name, f.f_lineno, sorted(f.f_locals.items(), key=lambda p: p[0]) if f.f_code.co_name != "<module>" else 0))
        f = f.f_back
    return out

def leaf(n, m):
    if n % 50 == 0:
        return names(6)
    return n + m

def middle(n):
    total = 0.5 * n
    label = "x%d" % n
    r = leaf(n, n + 1)
    if isinstance(r, list):
        return r, total
    return label

class Thing:
    def __init__(self, n):
        self.n = n
        self.seen = leaf(n, 3)
    def __add__(self, other):
        here = other.n
        if here == 50:
            return names(3)
        return self.n + here
    @property
    def value(self):
        loc = self.n * 2
        return names(2) if self.n == 100 else loc

def hot():
    shown = []
    for i in range(1, 151):
        r = middle(i)
        if not isinstance(r, str):
            shown.append(r)
        t = Thing(i)
        if not isinstance(t.seen, int):
            shown.append(t.seen)
        s = Thing(1) + t
        if not isinstance(s, int):
            shown.append(s)
        v = t.value
        if not isinstance(v, int):
            shown.append(v)
    return shown

def show(rows):
    for r in rows:
        print(type(r).__name__, len(r))
        for x in (r[0] if isinstance(r, tuple) else r):
            print("   ", x[0], x[1], [(k, v if isinstance(v, (int, float, str)) else type(v).__name__) for k, v in x[2]] if x[2] else x[2])

def warned(i):
    if i % 100 == 99:
        warnings.warn("now %d" % i, stacklevel=2)
    return i

def warns():
    s = 0
    for i in range(200):
        s += warned(i)
    return s

class Records(logging.Handler):
    def emit(self, record):
        print("log", record.funcName, record.lineno, record.getMessage())

def logs(log, n):
    for i in range(n):
        note(log, i)

def note(log, i):
    if i % 40 == 39:
        log.warning("at %d", i)
    return i

def stack(n):
    k = n * 2
    if n == 0:
        return [(f.function, f.lineno) for f in inspect.stack()[:5]]
    return stack(n - 1)

def fails(n):
    if n == 60:
        raise ValueError(traceback.extract_stack()[-2].name)
    return n

def catches():
    for i in range(100):
        try:
            fails(i)
        except ValueError as e:
            print("caught", e, i, [(f.name, f.lineno) for f in traceback.extract_tb(e.__traceback__)])

def in_thread(name, out):
    lock = threading.Lock()
    total = 0
    for i in range(3000):
        with lock:
            total += middle_of(i, name)
        if i % 1000 == 999:
            out.append((name, [x[0] for x in names(2)]))
    out.append((name, total))

def middle_of(i, name):
    if i % 7 == 0:
        pause.wait(0)
    return len(name) + i

pause = threading.Event()

def main():
    show(hot())
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        warns()
        for x in w:
            print("warning", x.lineno, x.message)
    log = logging.getLogger("t")
    log.propagate = False
    log.addHandler(Records())
    logs(log, 100)
    print(stack(3))
    catches()
    out = []
    threads = [threading.Thread(target=in_thread, args=("t%d" % k, out)) for k in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print(sorted(out, key=str))

main()
