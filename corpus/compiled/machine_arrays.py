"""Items of machine arrays: floats, ints, bytes, of the kinds that compiled code knows and of others."""
from array import array
def fill(n):
    a = array('d', [0]) * n
    for i in range(n):
        a[i] = i * 0.5
    return a
def total(a, n):
    s = 0.0
    for i in range(n):
        s += a[i]
    return s
def ints(code, n):
    a = array('i', [0]) * n
    for i in range(n):
        a[i] = i * 3
    s = 0
    for i in range(n):
        s += a[i] + a[-1 - i]
    return s
def bytes_():
    b = array('B', [1, 2, 255]) * 100
    s = 0
    for i in range(len(b)):
        s += b[i]
        b[i] = i % 256
    return s, b[299]
def grow():
    a = array('d')
    for i in range(1000):
        a.append(i + 0.25)
        if i % 3 == 1:
            a.pop(0)
        a[0] = a[-1] + a[len(a) // 2]
    return len(a), a[0], a[-1]
def q():
    a = array('q', [2**62, -2**62, 2**63 - 1])
    s = []
    for i in range(3):
        s.append(a[i])
    return s, a[0] + a[2]
def mixed(a, i):
    return a[i]
def main():
    a = fill(1000)
    print(total(a, 1000))
    try:
        total(a, 1001)
    except IndexError as e:
        print(e)
    print(ints('i', 1000), bytes_(), grow(), q())
    for x in (a, [1, 2], (3, 4), "ab", {1: 5}, array('i', [7, 8]), array('w', "xy")):
        print(mixed(x, 1))
    try:
        array('i', [1])[0] = 2 ** 31
    except OverflowError as e: print(type(e).__name__)
    b = array('i', [1])
    for v in (5, -5, 2**31 - 1, -2**31):
        b[0] = v; print(b[0], end=' ')
    try: b[0] = 1.5
    except TypeError as e: print(e)
    try: b[1] = 1
    except IndexError as e: print(e)
    class A(array): pass
    c = A('d', [1.5]); c.x = 3
    print(c[0], mixed(c, 0), c.x)
    d = array('f', [0.1, 2]); d[1] = 0.3; print(d[0], d[1])
    a[5] = 7; print(a[5])
    try: a[3] = "x"
    except TypeError as e: print(e)
main()
