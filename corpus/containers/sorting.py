"""Sorting is stable and sorts by keys."""

seed = 12345
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return (seed >> 8) % n
out = []

class K:
    def __init__(s, v): s.v = v
    def __lt__(s, o): return s.v < o.v
for n in (0, 1, 5, 40, 300, 2000):
    a = [rnd(50) for _ in range(n)]
    print(hash(tuple(sorted(a))), [k[1] for k in sorted(zip(a, range(n)), key=lambda t: t[0])][:10], [k.v for k in sorted(map(K, a))][:5], [k[1] for k in sorted(zip(a, range(n)), key=lambda t: t[0], reverse=True)][:10], sorted(map(str, a))[:4], sorted(x / 3 for x in a)[:3])
