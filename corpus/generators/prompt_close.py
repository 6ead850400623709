"""A generator that only its `for` loop knows is closed when the loop is left."""


def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("cleaned up")


for x in numbers():
    print("break at", x)
    break
print("after the loop")


def first():
    for x in numbers():
        return x


print(first())
a = b = numbers()
next(a)
del a
print(b.close())
