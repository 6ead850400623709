"""Search: queens, sudoku, knapsack, permutations, the game of life, towers, knights, subset sums, a water puzzle."""
from collections import deque


def queens(n, row=0, columns=0, left=0, right=0):
    if row == n:
        return 1
    free, found = ~(columns | left | right) & ((1 << n) - 1), 0
    while free:
        bit = free & -free
        free ^= bit
        found += queens(n, row + 1, columns | bit, (left | bit) << 1, (right | bit) >> 1)
    return found


print([queens(n) for n in range(1, 9)])

SUDOKU = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79"


class Sudoku:
    def __init__(self, text):
        self.cells = [int(c) if c != "." else 0 for c in text]
        self.tries = 0

    def candidates(self, at):
        row, column = divmod(at, 9)
        box = row // 3 * 27 + column // 3 * 3
        used = set(self.cells[row * 9:row * 9 + 9]) | set(self.cells[column::9])
        for r in range(3):
            used |= set(self.cells[box + 9 * r:box + 9 * r + 3])
        return [v for v in range(1, 10) if v not in used]

    def solve(self):
        best = None
        for at, v in enumerate(self.cells):
            if v == 0:
                options = self.candidates(at)
                if best is None or len(options) < len(best[1]):
                    best = at, options
                    if len(options) < 2:
                        break
        if best is None:
            return True
        at, options = best
        for v in options:
            self.tries += 1
            self.cells[at] = v
            if self.solve():
                return True
        self.cells[at] = 0
        return False


s = Sudoku(SUDOKU)
print(s.solve(), s.tries)
for row in range(0, 81, 27):
    print("".join(map(str, s.cells[row:row + 9])))


def knapsack(items, room):
    best = [(0, ())] * (room + 1)
    for name, weight, value in items:
        for r in range(room, weight - 1, -1):
            with_it = best[r - weight][0] + value
            if with_it > best[r][0]:
                best[r] = with_it, best[r - weight][1] + (name,)
    return best[room]


print(knapsack([("map", 9, 150), ("water", 153, 200), ("compass", 13, 35), ("tin", 68, 45), ("glucose", 15, 60), ("tent", 200, 160)], 190))


def permutations(items):
    if not items:
        yield []
    for i, item in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield [item] + rest


print(sum(1 for _ in permutations(list(range(6)))), list(permutations("abc"))[3])


def life(cells, generations):
    for _ in range(generations):
        counts = {}
        for x, y in cells:
            for dx in (-1, 0, 1):
                for dy in (-1, 0, 1):
                    if dx or dy:
                        counts[x + dx, y + dy] = counts.get((x + dx, y + dy), 0) + 1
        cells = {c for c, n in counts.items() if n == 3 or n == 2 and c in cells}
    return cells


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
moved = life(glider, 8)
print(sorted(moved), moved == {(x + 2, y + 2) for x, y in glider}, len(life({(x, 0) for x in range(10)}, 15)))


def hanoi(n, a="a", b="b", c="c"):
    if n:
        yield from hanoi(n - 1, a, c, b)
        yield a + c
        yield from hanoi(n - 1, b, a, c)


print(list(hanoi(3)), sum(1 for _ in hanoi(10)))


def knights(start, goal, size=8):
    queue, seen = deque([(start, 0)]), {start}
    while queue:
        (x, y), steps = queue.popleft()
        if (x, y) == goal:
            return steps
        for dx, dy in ((1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)):
            to = x + dx, y + dy
            if 0 <= to[0] < size and 0 <= to[1] < size and to not in seen:
                seen.add(to)
                queue.append((to, steps + 1))


print([knights((0, 0), goal) for goal in ((0, 0), (1, 1), (7, 7), (3, 4))])


def subsets(numbers, target):
    def search(at, left, chosen):
        if left == 0:
            yield tuple(chosen)
        for i in range(at, len(numbers)):
            if numbers[i] <= left and (i == at or numbers[i] != numbers[i - 1]):
                chosen.append(numbers[i])
                yield from search(i + 1, left - numbers[i], chosen)
                chosen.pop()
    numbers = sorted(numbers)
    return list(search(0, target, []))


print(subsets([10, 1, 2, 7, 6, 1, 5], 8))


def pour(sizes, goal):
    start = (0,) * len(sizes)
    before, queue = {start: None}, deque([start])
    while queue:
        state = queue.popleft()
        if goal in state:
            path = []
            while state:
                path.append(state)
                state = before[state]
            return path[::-1]
        for i, have in enumerate(state):
            options = [state[:i] + (v,) + state[i + 1:] for v in (0, sizes[i])]
            for j, other in enumerate(state):
                if i != j:
                    moved = min(have, sizes[j] - other)
                    new = list(state)
                    new[i] -= moved
                    new[j] += moved
                    options.append(tuple(new))
            for option in options:
                if option not in before:
                    before[option] = state
                    queue.append(option)


print(pour((3, 5), 4))


def collatz(limit):
    lengths = {1: 1}

    def length(n):
        path = []
        while n not in lengths:
            path.append(n)
            n = n // 2 if n % 2 == 0 else 3 * n + 1
        total = lengths[n]
        for m in reversed(path):
            total += 1
            lengths[m] = total
    for n in range(1, limit):
        length(n)
    return max(range(1, limit), key=lengths.get)


print(collatz(3000))


def change(coins, total):
    ways = [1] + [0] * total
    for coin in coins:
        for t in range(coin, total + 1):
            ways[t] += ways[t - coin]
    return ways[total]


print(change([1, 2, 5, 10, 20, 50, 100, 200], 200))
n, digits = 0, []
while len(digits) < 12:
    n += 1
    if n == sum(int(d) ** len(str(n)) for d in str(n)):
        digits.append(n)
print(digits)
