def shuffle(a, b, pairs):
    a, b = b, a + b
    (c, d), *e = pairs
    for i, (k, v) in enumerate(pairs):
        x = y = k[i:v]
    return a < b < c or not d and call(*e, x, key=y, **k)
