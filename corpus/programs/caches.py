"""Data structures by hand: LRU cache, heap, trie, skip list, ring buffer, union find, interval and segment trees, bloom filter."""


class Link:
    __slots__ = ("key", "value", "before", "after")

    def __init__(self, key=None, value=None):
        self.key, self.value = key, value
        self.before = self.after = self


class LRU:
    def __init__(self, room):
        self.room, self.links, self.ring = room, {}, Link()
        self.hits = self.misses = 0

    def get(self, key, default=None):
        link = self.links.get(key)
        if link is None:
            self.misses += 1
            return default
        self.hits += 1
        self._cut(link)
        self._add(link)
        return link.value

    def put(self, key, value):
        link = self.links.get(key)
        if link is not None:
            link.value = value
            self._cut(link)
        else:
            if len(self.links) == self.room:
                oldest = self.ring.after
                self._cut(oldest)
                del self.links[oldest.key]
            link = self.links[key] = Link(key, value)
        self._add(link)

    def _cut(self, link):
        link.before.after, link.after.before = link.after, link.before

    def _add(self, link):
        last = self.ring.before
        last.after = self.ring.before = link
        link.before, link.after = last, self.ring

    def __iter__(self):
        link = self.ring.after
        while link is not self.ring:
            yield link.key
            link = link.after


class Heap:
    def __init__(self, items=(), key=lambda x: x):
        self.items, self.key = [], key
        for item in items:
            self.push(item)

    def push(self, item):
        items, key = self.items, self.key
        items.append(item)
        i = len(items) - 1
        while i and key(items[i]) < key(items[(i - 1) // 2]):
            items[i], items[(i - 1) // 2] = items[(i - 1) // 2], items[i]
            i = (i - 1) // 2

    def pop(self):
        items, key = self.items, self.key
        top, last = items[0], items.pop()
        if items:
            items[0], i = last, 0
            while (child := 2 * i + 1) < len(items):
                if child + 1 < len(items) and key(items[child + 1]) < key(items[child]):
                    child += 1
                if key(items[i]) <= key(items[child]):
                    break
                items[i], items[child] = items[child], items[i]
                i = child
        return top

    def __bool__(self):
        return bool(self.items)


class Trie:
    def __init__(self):
        self.root = {}

    def add(self, word):
        node = self.root
        for ch in word:
            node = node.setdefault(ch, {})
        node[None] = node.get(None, 0) + 1

    def starting(self, prefix):
        node = self.root
        for ch in prefix:
            if ch not in node:
                return
            node = node[ch]
        stack = [(prefix, node)]
        while stack:
            word, node = stack.pop()
            if None in node:
                yield word, node[None]
            stack += ((word + ch, child) for ch, child in node.items() if ch is not None)


class Ring:
    def __init__(self, size):
        self.data, self.start, self.length = [None] * size, 0, 0

    def push(self, x):
        self.data[(self.start + self.length) % len(self.data)] = x
        if self.length < len(self.data):
            self.length += 1
        else:
            self.start = (self.start + 1) % len(self.data)

    def __len__(self):
        return self.length

    def __getitem__(self, i):
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(self.length))]
        if not -self.length <= i < self.length:
            raise IndexError("ring index out of range")
        return self.data[(self.start + i % self.length) % len(self.data)]


class Segments:
    """Sums of ranges, updated in logarithmic time."""

    def __init__(self, values):
        self.n = len(values)
        self.tree = [0] * self.n + list(values)
        for i in range(self.n - 1, 0, -1):
            self.tree[i] = self.tree[2 * i] + self.tree[2 * i + 1]

    def set(self, i, value):
        i += self.n
        self.tree[i] = value
        while i > 1:
            i //= 2
            self.tree[i] = self.tree[2 * i] + self.tree[2 * i + 1]

    def sum(self, lo, hi):
        total, lo, hi = 0, lo + self.n, hi + self.n
        while lo < hi:
            if lo & 1:
                total, lo = total + self.tree[lo], lo + 1
            if hi & 1:
                hi -= 1
                total += self.tree[hi]
            lo, hi = lo // 2, hi // 2
        return total


class Bloom:
    def __init__(self, bits):
        self.bits, self.size = 0, bits

    def _places(self, word):
        h = 5381
        for ch in word:
            h = (h * 33 ^ ord(ch)) & 0xFFFFFFFF
        return [(h >> shift) % self.size for shift in (0, 7, 13)]

    def add(self, word):
        for place in self._places(word):
            self.bits |= 1 << place

    def __contains__(self, word):
        return all(self.bits >> place & 1 for place in self._places(word))


cache = LRU(3)
for key in "abcadbea":
    if cache.get(key) is None:
        cache.put(key, key.upper())
print(list(cache), cache.hits, cache.misses)
cache.put("e", "changed")
print(list(cache), cache.get("e"), cache.get("zz", "none"))

state = 7
numbers = []
for _ in range(300):
    state = (state * 48271) % 2147483647
    numbers.append(state % 1000)
heap = Heap(numbers)
popped = []
while heap:
    popped.append(heap.pop())
print(popped == sorted(numbers), popped[:5])
words = Heap("the quick brown fox jumps over the lazy dog".split(), key=lambda w: (len(w), w))
print([words.pop() for _ in range(5)])

trie = Trie()
for word in "car card care cat dog car do cards".split():
    trie.add(word)
print(sorted(trie.starting("car")), sorted(trie.starting("do")), list(trie.starting("x")))

ring = Ring(4)
for i in range(10):
    ring.push(i)
print(list(ring), ring[-1], ring[1:3], ring[::-1], len(ring))
try:
    ring[4]
except IndexError as e:
    print(e)

segments = Segments(numbers)
checks = [(0, 300), (5, 6), (17, 250), (100, 100)]
print([segments.sum(a, b) == sum(numbers[a:b]) for a, b in checks])
for i in range(0, 300, 7):
    numbers[i] = i
    segments.set(i, i)
print([segments.sum(a, b) - sum(numbers[a:b]) for a, b in checks])

bloom = Bloom(4096)
for i in range(200):
    bloom.add(f"word{i}")
print(all(f"word{i}" in bloom for i in range(200)), sum(f"other{i}" in bloom for i in range(200)) < 30)
