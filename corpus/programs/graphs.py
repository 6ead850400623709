"""Graph algorithms on generated graphs: search, shortest paths, spanning trees, components, order, flow, colouring."""
import heapq
from collections import defaultdict, deque


class Graph:
    def __init__(self, directed=False):
        self.edges = defaultdict(dict)
        self.directed = directed

    def add(self, a, b, weight=1):
        self.edges[a][b] = weight
        self.edges[b]
        if not self.directed:
            self.edges[b][a] = weight

    def __iter__(self):
        return iter(sorted(self.edges))

    def breadth_first(self, start):
        seen, queue, order = {start}, deque([start]), []
        while queue:
            node = queue.popleft()
            order.append(node)
            for other in sorted(self.edges[node]):
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return order

    def depth_first(self, start, seen=None):
        seen = set() if seen is None else seen
        seen.add(start)
        yield start
        for other in sorted(self.edges[start]):
            if other not in seen:
                yield from self.depth_first(other, seen)

    def dijkstra(self, start):
        best, heap, before = {start: 0}, [(0, start)], {}
        while heap:
            cost, node = heapq.heappop(heap)
            if cost > best[node]:
                continue
            for other, weight in self.edges[node].items():
                new = cost + weight
                if new < best.get(other, float("inf")):
                    best[other], before[other] = new, node
                    heapq.heappush(heap, (new, other))
        return best, before

    def path(self, start, end):
        best, before = self.dijkstra(start)
        if end not in best:
            return None
        nodes = [end]
        while nodes[-1] != start:
            nodes.append(before[nodes[-1]])
        return best[end], nodes[::-1]

    def floyd(self):
        nodes = list(self)
        d = {a: {b: 0 if a == b else self.edges[a].get(b, float("inf")) for b in nodes} for a in nodes}
        for k in nodes:
            for i in nodes:
                for j in nodes:
                    if d[i][k] + d[k][j] < d[i][j]:
                        d[i][j] = d[i][k] + d[k][j]
        return d

    def kruskal(self):
        parent = {node: node for node in self}

        def find(x):
            while parent[x] != x:
                parent[x] = parent[parent[x]]
                x = parent[x]
            return x

        tree = []
        for weight, a, b in sorted((w, a, b) for a in self for b, w in self.edges[a].items() if a < b):
            ra, rb = find(a), find(b)
            if ra != rb:
                parent[ra] = rb
                tree.append((a, b, weight))
        return tree

    def topological(self):
        degree = {node: 0 for node in self}
        for node in self:
            for other in self.edges[node]:
                degree[other] += 1
        ready = [n for n in self if degree[n] == 0]
        heapq.heapify(ready)
        order = []
        while ready:
            node = heapq.heappop(ready)
            order.append(node)
            for other in self.edges[node]:
                degree[other] -= 1
                if degree[other] == 0:
                    heapq.heappush(ready, other)
        if len(order) < len(degree):
            raise ValueError(f"a cycle among {sorted(n for n in degree if degree[n] > 0)}")
        return order

    def strong_components(self):
        index, low, stack, on_stack, found = {}, {}, [], set(), []

        def visit(node):
            index[node] = low[node] = len(index)
            stack.append(node)
            on_stack.add(node)
            for other in sorted(self.edges[node]):
                if other not in index:
                    visit(other)
                    low[node] = min(low[node], low[other])
                elif other in on_stack:
                    low[node] = min(low[node], index[other])
            if low[node] == index[node]:
                component = []
                while True:
                    other = stack.pop()
                    on_stack.discard(other)
                    component.append(other)
                    if other == node:
                        break
                found.append(sorted(component))

        for node in self:
            if node not in index:
                visit(node)
        return found

    def max_flow(self, source, sink):
        left = {a: dict(bs) for a, bs in self.edges.items()}
        for a in list(left):
            for b in self.edges[a]:
                left[b].setdefault(a, 0)
        total = 0
        while True:
            before, queue = {source: None}, deque([source])
            while queue and sink not in before:
                node = queue.popleft()
                for other in sorted(left[node]):
                    if left[node][other] > 0 and other not in before:
                        before[other] = node
                        queue.append(other)
            if sink not in before:
                return total
            path, node = [], sink
            while before[node] is not None:
                path.append((before[node], node))
                node = before[node]
            room = min(left[a][b] for a, b in path)
            for a, b in path:
                left[a][b] -= room
                left[b][a] += room
            total += room

    def colours(self):
        colour = {}
        for node in sorted(self, key=lambda n: (-len(self.edges[n]), n)):
            used = {colour[o] for o in self.edges[node] if o in colour}
            colour[node] = next(c for c in range(len(used) + 1) if c not in used)
        return colour


def pseudo_random(seed):
    while True:
        seed = (seed * 1103515245 + 12345) % (1 << 31)
        yield seed >> 8


numbers = pseudo_random(42)
g = Graph()
for _ in range(60):
    a, b, w = next(numbers) % 24, next(numbers) % 24, next(numbers) % 50 + 1
    if a != b:
        g.add(a, b, w)
print(g.breadth_first(0))
print(list(g.depth_first(0)))
print(g.path(0, 17), g.path(3, 22))
tree = g.kruskal()
print(len(tree), sum(w for *_, w in tree), tree[:4])
d = g.floyd()
best, _ = g.dijkstra(5)
print(all(best[n] == d[5][n] for n in best), max(max(row.values()) for row in d.values()))
colour = g.colours()
print(max(colour.values()) + 1, all(colour[a] != colour[b] for a in g for b in g.edges[a]))

tasks = Graph(directed=True)
for line in "shirt tie|tie jacket|trousers shoes|trousers belt|belt jacket|socks shoes".split("|"):
    tasks.add(*line.split())
print(tasks.topological())
tasks.add("jacket", "shirt")
try:
    tasks.topological()
except ValueError as e:
    print(e)
web = Graph(directed=True)
for a, b in [(1, 2), (2, 3), (3, 1), (3, 4), (4, 5), (5, 4), (6, 5), (6, 7)]:
    web.add(a, b)
print(web.strong_components())
pipes = Graph(directed=True)
for a, b, w in [("s", "a", 10), ("s", "b", 8), ("a", "b", 3), ("a", "t", 7), ("b", "t", 9)]:
    pipes.add(a, b, w)
print(pipes.max_flow("s", "t"))

maze = """\
#########
#S..#...#
#.#.#.#.#
#.#...#E#
#########""".split("\n")
cells = {(x, y): ch for y, row in enumerate(maze) for x, ch in enumerate(row) if ch != "#"}
grid = Graph()
for x, y in cells:
    for dx, dy in ((1, 0), (0, 1)):
        if (x + dx, y + dy) in cells:
            grid.add((x, y), (x + dx, y + dy))
start, end = (next(p for p in cells if cells[p] == c) for c in "SE")
cost, path = grid.path(start, end)
print(cost)
for y, row in enumerate(maze):
    print("".join("o" if (x, y) in path and ch == "." else ch for x, ch in enumerate(row)))
