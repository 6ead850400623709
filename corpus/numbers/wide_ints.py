"""Ints of 62 to 65 bits in compiled code: in attributes, items, arguments, results, loops and ranges."""


class Hash:
    def __init__(self, seed):
        self.value = seed
        self.count = 0

    def mix(self, word):
        self.value = self.value ^ word
        self.count += 1
        return self.value

    def rotate(self):
        self.value = ((self.value << 1) & 0x7fffffffffffffff) | (self.value >> 62)
        return self.value


def words(n):
    out = []
    x = 88172645463325252
    for i in range(n):
        x = (x * 6364136223846793005 + 1442695040888963407) & 0xffffffffffffffff
        out.append(x >> 1)
    return out


def hashed(table, n):
    h = Hash(table[0])
    seen = {}
    for i in range(n):
        v = h.mix(table[i % len(table)])
        seen[v] = seen.get(v, 0) + 1
        h.rotate()
    return h.value, h.count, len(seen)


def edges(values, by):
    out = []
    for v in values:
        a = v + by
        b = v - by
        c = -v
        d = v ^ by
        e = v * 2
        out.append((a, b, c, d, e, v & 0xff, v >> 3, v // 3, v % 7, v < by, v == a - by, abs(v)))
    return out


def summed(values):
    total = 0
    for v in values:
        total += v
    return total


def counted(start, stop, step):
    n, last = 0, None
    for i in range(start, stop, step):
        n += 1
        last = i
        if n == 5:
            break
    return n, last


def divided(values):
    return [v / 3 for v in values] + [float(v) for v in values]


def same(values):
    return [(v is w, v == w, hash(v) == hash(w)) for v, w in zip(values, [v + 0 for v in values]) if abs(v) < 2 ** 61]


def indexed(items, values):
    out = []
    for v in values:
        try:
            out.append(items[v])
        except IndexError as e:
            out.append(str(e))
    return out


def main():
    table = words(64)
    print(max(table).bit_length(), sum(t.bit_length() == 63 for t in table))
    print(hashed(table, 3000))
    big = [1 << 61, (1 << 62) - 1, 1 << 62, (1 << 62) + 1, (1 << 63) - 1, 1 << 63, (1 << 63) + 1, 1 << 64, 3]
    big += [-b for b in big] + [-(1 << 62) - 1, -(1 << 63) - 1]
    for by in (1, 1 << 62, -(1 << 63)):
        for row in edges(big, by):
            print(row)
    print(summed(table), summed([1 << 62] * 3), summed([-(1 << 62)] * 3), summed([(1 << 63) - 1, 1, -1]))
    for at in ((1 << 62) - 2, (1 << 63) - 3, 1 << 64, -(1 << 63)):
        print(counted(at, at + 4, 1), counted(at + 4, at, -2), counted(-(1 << 63), at, 1 << 61))
    print(divided(big))
    print(same(big), indexed([1, 2, 3], [1, -1, 1 << 61, 1 << 62, (1 << 63) - 1, -(1 << 63)]))


main()
