"""Binary trees made and dropped, one kept: work for a collector. `trees.py DEPTH`."""
import sys


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def count(self):
        if self.left is None:
            return 1
        return 1 + self.left.count() + self.right.count()


def grow(depth):
    if depth == 0:
        return Node(None, None)
    return Node(grow(depth - 1), grow(depth - 1))


def main():
    deepest = int(sys.argv[1])
    kept = grow(deepest)
    for depth in range(4, deepest + 1, 4):
        rounds = 1 << (deepest - depth + 4)
        nodes = 0
        for _ in range(rounds):
            nodes += grow(depth).count()
        print(rounds, "trees of depth", depth, "nodes", nodes)
    print("kept", kept.count())


main()
