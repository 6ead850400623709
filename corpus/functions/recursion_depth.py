"""How deep calls go before RecursionError: functions that are built into others count too."""
import sys

reached = 0


def plain(n):
    global reached
    reached = n
    return 1 + plain(n + 1)


def leaf(n):
    return n + 1


def between(n):
    return through(leaf(n))


def through(n):
    global reached
    reached = n
    return between(n) + 1


def twice_between(n):
    return between_two(leaf(n))


def between_two(n):
    return three(n) * 1


def three(n):
    global reached
    reached = n
    return twice_between(n) + 1


class Walker:
    def step(self, n):
        global reached
        reached = n
        return self.on(n + 1)

    def on(self, n):
        return self.step(n) + 1

    @property
    def next(self):
        global reached
        reached += 1
        return self.next


def depth(f, *args):
    global reached
    reached = 0
    try:
        f(*args)
    except RecursionError as e:
        return reached, str(e)


def nested(f, n):
    return nested(f, n - 1) if n else depth(f, 1)


for limit in (60, 100, 400, 1000):
    sys.setrecursionlimit(limit)
    for f in (plain, through, three, Walker().step):
        print(limit, f.__name__, depth(f, 1), nested(f, 5))
    print(limit, depth(lambda: Walker().next))
sys.setrecursionlimit(1000)
print(depth(plain, 1), reached)
