"""Tuples and slices that are taken apart where they were made, and those that an exit or a handler sees."""
def rev(perm, k):
    perm[:k + 1] = perm[k::-1]
    return perm
def pick(x, y):
    t = (x, y)
    (a, b) = t
    return a * 10 + b
class G:
    def __init__(self): self.d = {}
    def __getitem__(self, xy):
        (x, y) = xy
        return self.d[x * 3 + y]
    def __setitem__(self, xy, v):
        x, y = xy
        self.d[x * 3 + y] = v
def main():
    p = list(range(10))
    for i in range(2000):
        p = rev(p, i % 10)
    print(p)
    s = 0
    for i in range(3000):
        s += pick(i, i + 1)
        s += pick(i + 0.5, 2) if i % 7 == 0 else 0
    print(s)
    g = G()
    for i in range(300):
        g[i % 3, i % 5] = i
        if i > 100:
            s += g[(i % 3), i % 5]
    print(s)
    try:
        g[99, 100]
    except KeyError as e:
        print("KeyError", e)
    try:
        pick("a", 1)
    except TypeError as e:
        print(e)
    print(p[::2], p[::-1], p[8:2:-2], p[-3:], p[:-3:2], p[5:100], p[100:])
    q = p[:]
    q[2:4] = "abc"; print(q); q[1:1] = (7, 8); print(q); q[:] = q; print(q)
    try: q[::0]
    except ValueError as e: print(e)
main()
