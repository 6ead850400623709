"""Dicts with keys of many types changed at random."""

seed = 12345
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return (seed >> 8) % n
out = []

out = []
for rounds in range(60):
    d = {}
    for i in range(rnd(200)):
        op = rnd(10); k = rnd(80)
        k = [k, str(k), float(k), (k, k), k << 70][rnd(5)]
        if op < 5: d[k] = i
        elif op == 5: out.append(d.pop(k, None))
        elif op == 6 and d: out.append(d.popitem())
        elif op == 7: out.append(d.setdefault(k, i))
        elif op == 8: d.update({k: 1, 'x': i})
        elif op == 9: d = {**d, k: 2}
        if rnd(50) == 0: d.clear()
    out.append(repr(list(d.items()))); out.append(len(d)); out.append(list(reversed(d)) == list(d)[::-1])
print(len(out), hash(tuple(x for x in out if isinstance(x, int)))); print(out[-3:])
