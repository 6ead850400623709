"""Sets of ints changed at random iterate in the same order as in CPython."""

seed = 12345
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return (seed >> 8) % n
out = []

for rounds in range(60):
    s = set(); t = frozenset(rnd(200) - 50 for _ in range(rnd(60)))
    for i in range(rnd(120)):
        op = rnd(14); v = rnd(200) - 50
        if op < 5: s.add(v)
        elif op == 5: s.discard(v)
        elif op == 6 and s: out.append(s.pop())
        elif op == 7: s |= t
        elif op == 8: s &= t | {v, v+1}
        elif op == 9: s -= {v, v*2}
        elif op == 10: s ^= {v, 3}
        elif op == 11: s = s.union([v, v+7], t)
        elif op == 12: s = s.difference(t)
        elif op == 13: s = s.symmetric_difference([v, 1, 2])
        out.append(tuple(s))
print(hash(tuple(out)), len(out)); print(out[-1])
