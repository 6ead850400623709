"""Sets of small ints answer without their tables: the same answers and orders as ever, whatever else comes in."""


class Random:
    def __init__(self):
        self.state = 12345

    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) % (1 << 31)
        return (self.state >> 8) % n


random = Random()


def some(n, low, high):
    return [low + random.below(high - low) for _ in range(n)]


class Loud:
    """Equal to an int, and says when it is asked."""

    asked = 0

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n

    def __eq__(self, other):
        Loud.asked += 1
        return other == self.n or isinstance(other, Loud) and other.n == self.n


def check(a, b, digest):
    assert (a <= b) == all(x in list(b) for x in a)
    assert (a < b) == (len(a) < len(b) and all(x in list(b) for x in a))
    assert (a == b) == (sorted(a) == sorted(b))
    assert a.isdisjoint(b) == (not [x for x in a if x in list(b)])
    for made, wanted in (
        (a & b, [x for x in a if x in list(b)]),
        (a - b, [x for x in a if x not in list(b)]),
        (a | b, list(a) + [x for x in b if x not in list(a)]),
        (a ^ b, [x for x in a if x not in list(b)] + [x for x in b if x not in list(a)]),
    ):
        assert sorted(made) == sorted(wanted), (a, b, made)
        if made:
            assert min(made) == sorted(wanted)[0] and max(made) == sorted(wanted)[-1]
        for x in made:
            digest = (digest * 31 + x) % 1000000007
    return digest


def grow_and_shrink(low, high):
    digest, s, model = 7, set(), []
    for i in range(400):
        x = low + random.below(high - low)
        if random.below(3):
            s.add(x)
            if x not in model:
                model.append(x)
        else:
            s.discard(x)
            if x in model:
                model.remove(x)
        assert len(s) == len(model) and (x in s) == (x in model)
        if i % 7 == 0:
            t = frozenset(some(random.below(8), low, high))
            digest = check(s, t, digest)
            digest = check(t, s, digest)
        if i % 50 == 0:
            if s:
                popped = s.pop()
                model.remove(popped)
                digest += popped
            for x in s.copy() - {1, 2, 3}:
                digest = (digest * 31 + x) % 1000000007
        if i % 120 == 119:
            s.clear()
            model.clear()
            assert not s and 3 not in s and s <= {3}
    return digest


for low, high in ((0, 8), (0, 32), (0, 60), (0, 64), (0, 130), (-8, 8), (50, 70), (-(1 << 62), 1 << 62)):
    print(low, high, grow_and_shrink(low, high))

# Boards: much taken from what is large.
free = frozenset(range(50))
while free:
    gone = frozenset(some(5, 0, 50))
    if gone <= free or len(free) < 30:
        free -= gone
        print(min(free, default=None), max(free, default=None), list(free))

# What is equal to an int is found, and no int.
s = {1, 2, 3}
print(True in s, 2.0 in s, 2.5 in s, False in s, None in s, "1" in s)
print({True, 2.0} <= s, s >= {1.0}, s & {True, 3.0}, {True} - s, s.isdisjoint([True]), min({True, 5}), max({2.0, 1}))
s.add(2.0)
s.add(4.0)
print(s, 4 in s, 5 in s, {4} <= s, s - {4})

# Whoever compares in Python is asked as often as ever.
for n in (1, 2, 60, 61):
    Loud.asked = 0
    a = {Loud(n), 7}
    answers = [a <= {n, 8}, {n, 8} <= a, a & {n}, n in a, {n}.isdisjoint(a), len(a | {n}), len({n} - a)]
    print(len(a), [x if isinstance(x, (bool, int)) else len(x) for x in answers], Loud.asked)

t = {1, 2}
t.update([Loud(1)])
print(len(t), t <= {1, 2}, Loud.asked)
for wrong in (set(), frozenset()):
    try:
        min(wrong)
    except ValueError as error:
        print(error)
u = {5, 6}
u &= {6, 7}
u |= {59, 60}
u ^= {59}
print(sorted(u), 59 in u, 60 in u, u <= {6, 60, 61})
