"""Ranges, their slices and big ones."""

seed = 12345
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return (seed >> 8) % n
out = []

for i in range(300):
    a, b, c = rnd(40) - 20, rnd(40) - 20, rnd(9) - 4 or 1
    r = range(a, b, c); s = slice([None, a][rnd(2)], [None, b][rnd(2)], [None, c][rnd(2)])
    l = list(r)
    assert l[s] == list(r[s]) and len(r) == len(l) and tuple(l)[s] == tuple(l[s]), (r, s)
    assert all(x in r for x in l) and list(reversed(r)) == l[::-1] and all(r.index(x) == k for k, x in enumerate(l))
    big = range(a << 70, b << 70, c << 70)
    assert list(big) == [x << 70 for x in l], big
    assert str(big[s]) == str(range((r[s]).start << 70, r[s].stop << 70, r[s].step << 70))
print('ok', hash(range(5)), range(0, 10**30, 10**29)[3], len(range(10)), range(3) == range(0, 3, 1))
