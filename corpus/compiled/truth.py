"""What is true: instances that say nothing about it, that come to say something, and what else may be in their place."""


class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next


class Counted:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class Empty(Node):
    def __bool__(self):
        return False


def length(node):
    n = 0
    while node:
        n += 1
        node = node.next
    return n


def both(counted):
    return ("some" if counted else "none"), (not counted)


def rest(items):
    n = 0
    while items:
        items.pop()
        n += 1
    return n


def countdown(value):
    steps = 0
    while value:
        value = value - 1
        steps += 1
    return steps


chain = None
for i in range(300):
    chain = Node(i, chain)
for _ in range(20):
    length(chain)
print(length(chain), length(None), length(Node(1, Empty(2, None))))
print(both(Counted(2)), both(Counted(0)), both(None), both([]), both([0]), both(0.0), both(""), both("x"))
print(rest(list(range(9))), rest([]), rest({1, 2, 3}), rest(bytearray(b"ab")))
print(countdown(5), countdown(3.0), countdown(0), countdown(True), countdown(2**64 - (2**64 - 4)))


def changing(node):
    seen = 0
    while node:
        seen += 1
        if seen == 150:
            Node.__bool__ = lambda self: self.value > 100
        node = node.next
    return seen


print(changing(chain), length(chain), bool(Node(5, None)), bool(Node(500, None)))
del Node.__bool__
print(length(chain), bool(Node(5, None)))
