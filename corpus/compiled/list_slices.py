"""Slices of lists that are read, stored and deleted in loops, with bounds of all kinds."""


def flip(items, k):
    items[: k + 1] = items[k::-1]
    return items


def flips(n):
    items = [(i * 7 + 3) % n for i in range(n)]
    count = 0
    while items[0] and count < 1000:
        k = items[0]
        items[: k + 1] = items[k::-1]
        count += 1
    return count, items


def rotate(items, i):
    items[i:] = items[i + 1 :] + items[i : i + 1]
    return items


def copied(to, source, a, b, c, d):
    to[a:b] = source[c:d]
    return to


def stepped(to, source, a, b):
    to[a:b] = source[b:a:-1]
    return to


def parts(items, i, j):
    return items[i:], items[:j], items[i:j], items[j:i:-1], items[::2], items[::-1], items[j::-2], items[:]


def maybe(items, i):
    return items[i:], items[:i]


class Index:
    def __init__(self, at):
        self.at = at

    def __index__(self):
        return self.at


class Items(list):
    def __getitem__(self, key):
        return ["got", key]

    def __setitem__(self, key, value):
        self.append(("set", key, value))


for n in range(2, 60):
    flips(n)
    items = list(range(n))
    for k in range(n):
        flip(items, k)
        rotate(items, k)
        parts(items, k, n - k)
        copied(items, items, k, k + 2, 0, 2)
        stepped(items, items[:], 1, k)
        maybe(items, k)
print(flips(9), flips(25), flip([1, 2, 3, 4], 2), flip([1, 2, 3, 4], 3), flip([1, 2, 3], 7), flip([], 0))
print(flip([1, 2, 3, 4], -1), flip([1, 2, 3, 4], -2), flip([1, 2, 3, 4], -9))
print(rotate([1, 2, 3, 4], 1), rotate([1, 2, 3], 5), rotate([1, 2, 3], -1))
print(copied([1, 2, 3], [7, 8, 9], 0, 2, 1, 3), copied([1, 2, 3], [7, 8, 9], 1, 1, 0, 3), copied([1, 2, 3], [7], 0, 3, 5, 9))
print(copied([1, 2, 3], (7, 8, 9), 0, 2, 1, 3), copied([1, 2, 3], "xyz", 2, 0, 0, -1), copied([1, 2], [3], -9, 99, -9, 99))
same = [1, 2, 3, 4, 5]
print(copied(same, same, 1, 3, 2, 4), copied(same, same, 0, 5, 0, 5), copied(same, same, 0, 1, 0, 5))
print(stepped([1, 2, 3, 4], [1, 2, 3, 4], 0, 3), stepped(same, same, 0, 2), parts([1, 2, 3, 4, 5], 1, -1))
print(parts([1, 2, 3, 4, 5], Index(1), Index(4)), maybe([1, 2, 3], None), maybe([1, 2, 3], True), maybe("abc", 2))
print(flip(Items([1, 2]), 1), maybe(Items(), 1), maybe([1, 2], -(2**70)), maybe([1, 2], 2**70))
for bad in (1.5, "x"):
    try:
        maybe([1, 2], bad)
    except TypeError as error:
        print(error)
try:
    flip((1, 2), 1)
except TypeError as error:
    print(error)
nested = [[i] for i in range(6)]
flip(nested, 3)
print(nested)
