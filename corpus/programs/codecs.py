"""Encoders and decoders by hand: Huffman, LZ, base64, run lengths, JSON, UTF-8, checksums, bits."""
import heapq
from collections import Counter


def huffman(text):
    heap = [(n, i, symbol) for i, (symbol, n) in enumerate(sorted(Counter(text).items()))]
    heapq.heapify(heap)
    number = len(heap)
    while len(heap) > 1:
        (a, _, left), (b, _, right) = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, (a + b, number, (left, right)))
        number += 1
    codes = {}

    def walk(tree, code):
        if isinstance(tree, tuple):
            walk(tree[0], code + "0")
            walk(tree[1], code + "1")
        else:
            codes[tree] = code or "0"
    walk(heap[0][2], "")
    return codes


text = "she sells sea shells by the sea shore"
codes = huffman(text)
bits = "".join(codes[c] for c in text)
back, at, reverse = "", "", {v: k for k, v in codes.items()}
for bit in bits:
    at += bit
    if at in reverse:
        back += reverse[at]
        at = ""
print(back == text, len(bits), len(text) * 8, sorted(codes.items(), key=lambda row: (len(row[1]), row[1]))[:3])


def lz(data):
    table, out, word = {bytes([i]): i for i in range(256)}, [], b""
    for byte in data:
        more = word + bytes([byte])
        if more in table:
            word = more
        else:
            out.append(table[word])
            table[more] = len(table)
            word = bytes([byte])
    return out + ([table[word]] if word else [])


def unlz(codes):
    table = {i: bytes([i]) for i in range(256)}
    word = out = table[codes[0]]
    for code in codes[1:]:
        entry = table.get(code, word + word[:1])
        out += entry
        table[len(table)] = word + entry[:1]
        word = entry
    return out


data = b"TOBEORNOTTOBEORTOBEORNOT" * 20
packed = lz(data)
print(len(data), len(packed), unlz(packed) == data, packed[:12])

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def base64(data):
    out = []
    for i in range(0, len(data), 3):
        chunk = data[i:i + 3]
        n = int.from_bytes(chunk + b"\0" * (3 - len(chunk)), "big")
        out.append("".join(ALPHABET[n >> shift & 63] for shift in (18, 12, 6, 0))[:len(chunk) + 1] + "=" * (3 - len(chunk)))
    return "".join(out)


def unbase64(text):
    n, bits, out = 0, 0, bytearray()
    for c in text.rstrip("="):
        n, bits = n << 6 | ALPHABET.index(c), bits + 6
        if bits >= 8:
            bits -= 8
            out.append(n >> bits & 255)
    return bytes(out)


samples = [b"", b"f", b"fo", b"foo", b"foob", bytes(range(256))]
print([base64(s) for s in samples[:5]], all(unbase64(base64(s)) == s for s in samples))


def crc32(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xEDB88320 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def adler(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def fnv(text):
    h = 0xCBF29CE484222325
    for byte in text.encode():
        h = (h ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return h


print(hex(crc32(b"The quick brown fox jumps over the lazy dog")), hex(adler(b"Wikipedia")), hex(fnv("hello")))


def utf8(text):
    out = bytearray()
    for c in map(ord, text):
        if c < 0x80:
            out.append(c)
        elif c < 0x800:
            out += bytes((0xC0 | c >> 6, 0x80 | c & 63))
        elif c < 0x10000:
            out += bytes((0xE0 | c >> 12, 0x80 | c >> 6 & 63, 0x80 | c & 63))
        else:
            out += bytes((0xF0 | c >> 18, 0x80 | c >> 12 & 63, 0x80 | c >> 6 & 63, 0x80 | c & 63))
    return bytes(out)


strange = "aé日😀\u07ff\u0800\uffff\U0010ffff"
print(utf8(strange) == strange.encode(), utf8(strange)[:6], len(strange), len(utf8(strange)))


class Json:
    def __init__(self, text):
        self.text, self.at = text, 0

    def fail(self, message):
        raise ValueError(f"{message} at {self.at}")

    def space(self):
        while self.at < len(self.text) and self.text[self.at] in " \t\n":
            self.at += 1
        return self.text[self.at:self.at + 1]

    def value(self):
        c = self.space()
        if c == "{":
            return dict(self.items("}", self.pair))
        if c == "[":
            return list(self.items("]", self.value))
        if c == '"':
            return self.string()
        for word, meaning in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return meaning
        end = self.at
        while end < len(self.text) and self.text[end] in "+-.eE0123456789":
            end += 1
        if end == self.at:
            self.fail(f"unexpected {c!r}")
        word, self.at = self.text[self.at:end], end
        return float(word) if set(word) & set(".eE") else int(word)

    def items(self, close, item):
        self.at += 1
        if self.space() == close:
            self.at += 1
            return
        while True:
            yield item()
            c = self.space()
            self.at += 1
            if c == close:
                return
            if c != ",":
                self.fail("comma wanted")

    def pair(self):
        if self.space() != '"':
            self.fail("key wanted")
        key = self.string()
        if self.space() != ":":
            self.fail("colon wanted")
        self.at += 1
        return key, self.value()

    def string(self):
        out, self.at = [], self.at + 1
        while (c := self.text[self.at:self.at + 1]) != '"':
            if not c:
                self.fail("string is not closed")
            self.at += 1
            if c == "\\":
                c = self.text[self.at]
                self.at += 1
                if c == "u":
                    c = chr(int(self.text[self.at:self.at + 4], 16))
                    self.at += 4
                else:
                    c = {"n": "\n", "t": "\t"}.get(c, c)
            out.append(c)
        self.at += 1
        return "".join(out)


def dumps(x):
    if isinstance(x, dict):
        return "{" + ",".join(f"{dumps(k)}:{dumps(v)}" for k, v in x.items()) + "}"
    if isinstance(x, list):
        return "[" + ",".join(map(dumps, x)) + "]"
    if isinstance(x, str):
        return '"' + "".join({'"': '\\"', "\\": "\\\\", "\n": "\\n"}.get(c, c) for c in x) + '"'
    return {True: "true", False: "false", None: "null"}[x] if x in (True, False, None) and not isinstance(x, (int, float)) or isinstance(x, bool) else repr(x)


source = '{"a": [1, -2.5, 1e3, {"b": null}], "text": "line\\n\\"quoted\\" \\u00e9", "t": true, "empty": {}, "none": [], "n": 0}'
tree = Json(source).value()
print(tree)
print(dumps(tree), Json(dumps(tree)).value() == tree)
for bad in ("[1 2]", '{"a" 1}', "[1,", '"open', "{1: 2}", "?"):
    try:
        print(Json(bad).value())
    except ValueError as e:
        print(e)


class Bits:
    def __init__(self):
        self.n, self.length = 0, 0

    def put(self, value, width):
        self.n |= value << self.length
        self.length += width

    def __iter__(self):
        return (self.n >> i & 1 for i in range(self.length))

    def take(self, *widths):
        at = 0
        for width in widths:
            yield self.n >> at & (1 << width) - 1
            at += width


b = Bits()
for value, width in ((5, 3), (1000, 10), (1, 1), (2 ** 40 + 7, 41)):
    b.put(value, width)
print(list(b.take(3, 10, 1, 41)), sum(b), b.length)
gray = [n ^ n >> 1 for n in range(8)]
print([f"{g:03b}" for g in gray], bin(0b1011).count("1"), f"{0xDEADBEEF:032b}"[::-1][:8])
