"""Branches that can be seen never to be taken, with values of other types in them."""


def comprehension(n):
    for i in range(n):
        if None is None:
            s = 1
        else:
            s = [q for q in range(3)]
    return i, s


def mixed(n):
    total = 0.5
    for i in range(n):
        if 1 > 2:
            total = "never"
            while total:
                total = total[1:]
        elif not True:
            total = None
        else:
            total += i
    return total


def never_ends_there(n):
    x = 0
    while n:
        n -= 1
        if False:
            x = x + 1.5
            for y in [x]:
                x = y
        x += 2
    return x


for f in comprehension, mixed, never_ends_there:
    print(f.__name__, f(1000))
