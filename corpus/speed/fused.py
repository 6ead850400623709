# Fused instructions: ints, floats, overflow, other types, and what is raised in the middle of one.
import traceback


class Money:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        return ("add", self.n, other)

    def __radd__(self, other):
        return ("radd", self.n, other)

    def __sub__(self, other):
        return ("sub", self.n, other)

    def __lt__(self, other):
        return [] if self.n >= other else [1]

    def __eq__(self, other):
        return self.n == other

    def __getitem__(self, key):
        return ("item", key)

    def __and__(self, other):
        return ("and", other)


def compare(x, y):
    out = []
    if x < y:
        out.append("lt")
    if x <= y:
        out.append("le")
    if x == y:
        out.append("eq")
    if x != y:
        out.append("ne")
    if x > y:
        out.append("gt")
    if x >= y:
        out.append("ge")
    if x is y:
        out.append("is")
    if x is not y:
        out.append("is not")
    while not x < y:
        break
    else:
        out.append("while")
    return out


for pair in [(1, 2), (2, 1), (3, 3), (1.5, 2.5), (2.0, 2), (float("nan"), 1.0), ("a", "b"), ("b", "b"), (2**70, 2**71),
             (True, 1), ((1, 2), (1, 3))]:
    print(pair, compare(*pair))


def against_constants(x):
    out = []
    if x < 10:
        out.append("lt")
    if x <= 10:
        out.append("le")
    if x == 10:
        out.append("eq")
    if x != 10:
        out.append("ne")
    if x > 10:
        out.append("gt")
    if x >= 10:
        out.append("ge")
    if x is None:
        out.append("none")
    if x is not None:
        out.append("not none")
    if not x < 2.5:
        out.append("not lt float")
    return out


for x in [9, 10, 11, 9.5, 10.0, 2**80, -(2**80), True]:
    print(x, against_constants(x))


def none_tests(x):
    a = 1 if x is None else 2
    b = 1 if x is not None else 2
    if not x is None:
        b += 10
    if not x is not None:
        b += 20
    return a, b


print(none_tests(None), none_tests(0), none_tests([]), none_tests(2**90), none_tests("None"))


def arithmetic(x):
    y = x
    y += 3
    z = x
    z -= 4
    return [x + 1, x - 1, x * 3, x // 3, x % 3, y, z]


def bits(x):
    y = x
    y &= 6
    y |= 8
    y ^= 1
    y <<= 2
    y >>= 1
    return [x & 5, x | 5, x ^ 5, x << 3, x >> 1, y]


for x in [0, 7, -7, 2**61 - 1, 2**62 - 1, -(2**62), 2**63, 2**100]:
    print(arithmetic(x), bits(x))
print(arithmetic(1.5), arithmetic(1e308)[2] * 1e10, arithmetic(-0.0))
m = Money(5)
print(m + 1, 1 + m, m - 1, m & 3, m[1], m[-1])
print("yes" if m < 3 else "no", "yes" if m < 30 else "no", "yes" if m == 5 else "no")


def items(x):
    return x[0], x[1], x[-1], x[1][0]


print(items([1, [2], 3]), items((1, (2,), 3)), items(["a", "bc", "d"]), items({0: 1, 1: {0: 5}, -1: 9}))


class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next

    def get(self):
        return self.value

    def get_next(self):
        return self.next

    def second(self):
        return self.next.value

    def call_second(self):
        return self.next.get()


n = Node(1, Node(2))
for _ in range(3):
    print(n.get(), n.second(), n.call_second(), n.get_next().get_next())
n.next.__class__ = type("Other", (Node,), {"get": lambda self: "other"})
print(n.second(), n.call_second())


def report(f, *args):
    try:
        print(f(*args))
    except Exception:
        text = traceback.format_exc()
        print("\n".join(line for line in text.splitlines() if "corpus" not in line and ".py" not in line))


def fails_compare(x):
    if x < 1:
        return 1
    return 2


def fails_add(x):
    return [(x
             + 1)]


def fails_item(x):
    y = x[2][0]
    return y


def fails_attribute(x):
    return x.next.value


def fails_call(x):
    return x.next.get()


def fails_global():
    return undefined_name(1)


report(fails_compare, "a")
report(fails_compare, None)
report(fails_add, "a")
report(fails_add, None)
report(fails_item, [1, 2])
report(fails_item, [1, 2, 3])
report(fails_item, None)
report(fails_attribute, n.next)
report(fails_attribute, 3)
report(fails_call, Node(1, Node))
report(fails_global)


def unbound(flag):
    if flag > 1:
        v = 1
    return v + 1


report(unbound, 2)
report(unbound, 1)
total = 0
i = 0
while i < 5000:
    i += 1
    if i % 2 == 0:
        continue
    if i > 4000:
        break
    total += i & 7
print(i, total)
