"""Closures: cells shared and fresh, nonlocal, late binding, cells that are empty, nested scopes."""


def counter(start=0):
    n = start

    def up(by=1):
        nonlocal n
        n += by
        return n

    def down():
        nonlocal n
        n -= 1
        return n

    def peek():
        return n

    return up, down, peek


up, down, peek = counter(10)
up2, _, peek2 = counter()
up(), up(5), down(), up2()
print(peek(), peek2(), up.__closure__[0].cell_contents, up.__code__.co_freevars)

late = [lambda: i for i in range(3)]
early = [lambda i=i: i for i in range(3)]
print([f() for f in late], [f() for f in early])


def fresh():
    made = []
    for i in range(3):
        def inner(i=i):
            def innermost():
                return i * 10
            return innermost
        made.append(inner())
    return [f() for f in made]


print(fresh())


def unset(flag):
    def get():
        return value
    if flag:
        value = 1
    return get


print(unset(True)())
try:
    unset(False)()
except NameError as e:
    print(type(e).__name__, e)


def deleted():
    x = 1

    def get():
        return x
    del x
    try:
        return get()
    except NameError as e:
        return str(e)


print(deleted())


def local_unset():
    try:
        print(later)
    except UnboundLocalError as e:
        print(e)
    later = 1
    del later
    try:
        later
    except UnboundLocalError as e:
        print(e)


local_unset()


def deep():
    a = "a"

    def one():
        b = "b"

        def two():
            nonlocal a
            c = "c"
            a += c

            class K:
                d = a + b

                def m(self):
                    return a + b + c + self.d
            return K().m()
        return two() + a
    return one() + a


print(deep())

x = "global"


def scopes():
    x = "local"

    class C:
        y = x
        x = "class"
        z = x

        def f(self):
            return x
    return C.y, C.z, C().f()


print(scopes())


class Odd:
    x = x
    w = [x for _ in range(1)]


print(Odd.x, Odd.w)


def set_global():
    global made_here
    made_here = 5


set_global()
print(made_here)


def compose(*functions):
    def composed(value):
        for f in functions:
            value = f(value)
        return value
    return composed


print(compose(str, len, lambda n: n ** 2)(12345))


def memo(f):
    seen = {}

    def wrapper(n):
        if n not in seen:
            seen[n] = f(n)
        return seen[n]
    wrapper.seen = seen
    return wrapper


@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), len(fib.seen))


def assigned():
    total = 0
    return lambda n: [total := n, total + total], total


print(assigned()[0](4), assigned()[1])
print([(lambda a, *b, **c: (a, b, c))(1, 2, d=3)])
cells = counter()[0].__closure__
print(len(cells), cells[0] == counter()[0].__closure__[0])
