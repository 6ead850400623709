"""A test for None narrows what follows."""


class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next


def total(node):
    sum = 0
    while node is not None:
        sum += node.value
        node = node.next
    return sum


result = total(Node(1, Node(2, None)))
# ---- dump
# module __main__
#   Node: type[__main__.Node]
#   __doc__: str
#   result: int
#   total: def total
# def Node.__init__
#   self: __main__.Node
#   value: int
#   next: None | __main__.Node
#   -> None
# def total
#   node: __main__.Node
#   -> int
