"""Lists changed at random, by slices above all."""

seed = 12345
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return (seed >> 8) % n
out = []

out = []
l = []
for i in range(3000):
    op = rnd(12); a = rnd(40) - 20; b = rnd(40) - 20; st = rnd(7) - 3
    if op < 4: l.append(i)
    elif op == 4: l.insert(a, i)
    elif op == 5: l[a:b] = [i] * rnd(5)
    elif op == 6: del l[a:b]
    elif op == 7 and st:
        n = len(l[a:b:st]); l[a:b:st] = range(n)
    elif op == 8 and st: del l[a:b:st]
    elif op == 9 and l: out.append(l.pop(rnd(len(l))))
    elif op == 10: l.reverse()
    elif op == 11 and len(l) < 200: l *= 2
    if len(l) > 300: del l[100:]
    out.append(len(l))
print(hash(tuple(out)), hash(tuple(l)), l[:20])
