# What is seen of frames that are inlined or called natively: tracebacks, handlers, depth.


def entries(e):
    found = []
    tb = e.__traceback__
    while tb:
        found.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return found


class Account:
    def __init__(self, balance):
        self.balance = balance

    def check(self, amount):
        if amount > self.balance:
            raise ValueError("too much: %d" % amount)
        return amount

    def take(self, amount):
        self.balance -= self.check(amount)
        return self.balance


def spend(account, amounts):
    left = 0
    for a in amounts:
        left = account.take(a)
    return left


print(spend(Account(10_000), [1] * 3000))
try:
    spend(Account(100), [1] * 50 + [70])
except ValueError as e:
    print(entries(e), e)


class Refuses:
    def __init__(self, n):
        if n == 2500:
            raise KeyError(n)
        self.n = n


def make(n):
    made = 0
    for i in range(n):
        made += Refuses(i).n
    return made


print(make(2000))
try:
    make(3000)
except KeyError as e:
    print(entries(e), e)


def small(x):
    try:
        return large(x)
    except ZeroDivisionError:
        return -1
    finally:
        log.append(x)


def large(x):
    return 10 // x


log = []
print([small(x) for x in (5, 0, 2)], log)
print(sum(small(i % 3) for i in range(3000)), len(log))


def down(n):
    return 0 if n == 0 else 1 + down(n - 1)


print(down(500))
for _ in range(3):
    try:
        down(100_000)
    except RecursionError as e:
        print(e)


class Node:
    def __init__(self, next):
        self.next = next

    def length(self):
        return 1 if self.next is None else 1 + self.next.length()


chain = None
for _ in range(400):
    chain = Node(chain)
print(chain.length())
loop = Node(None)
loop.next = loop
try:
    loop.length()
except RecursionError as e:
    print(e)
print(down(500))


class Odd:
    def __init__(self, n):
        self.n = n
        return n


try:
    Odd(1)
except TypeError as e:
    print(e)


# A value that is not what was predicted, deep in inlined code.
class Box:
    def __init__(self, v):
        self.v = v

    def get(self):
        return self.v

    def plus(self, n):
        return self.get() + n


def sums(boxes):
    result = []
    for b in boxes:
        result.append(b.plus(1))
    return result


print(sum(sums([Box(i) for i in range(2000)])))
print(sums([Box(1.5), Box(2), Box(2**70), Box(True)]))
try:
    sums([Box(1), Box("x")])
except TypeError as e:
    print(e)
    print(entries(e))
