"""Loops over enumerate and zip of lists, which compiled code takes apart without making the pairs."""


def weighted(values):
    total = 0
    for i, value in enumerate(values):
        total += i * value
    return total


def dot(xs, ys):
    total = 0
    for x, y in zip(xs, ys):
        total += x * y
    return total


def from_number(values, start):
    out = []
    for i, value in enumerate(values, start):
        out.append((i, value))
    return out


def whole_pairs(xs, ys):
    kept = []
    for pair in zip(xs, ys):
        kept.append(pair)
    return kept


def growing(values):
    seen = []
    for i, value in enumerate(values):
        seen.append(value)
        if i < 3:
            values.append(value * 10)
    return seen


def shared(values):
    numbered = enumerate(values)
    out = []
    for i, value in numbered:
        out.append((i, value))
        if value == 2:
            out.append(next(numbered))
    out.append(next(numbered, "end"))
    return out


def stopped(values):
    numbered = enumerate(values)
    for i, value in numbered:
        if value > 1:
            break
    return list(numbered)


def shorter_first(xs, ys):
    left, right = iter(xs), iter(ys)
    for x, y in zip(left, right):
        pass
    return list(left), list(right)


def nested(rows):
    out = 0
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if (i + j) % 2:
                continue
            out += value * (i + 1) * (j + 1)
    return out


def strict(xs, ys):
    out = []
    try:
        for x, y in zip(xs, ys, strict=True):
            out.append(x + y)
    except ValueError as error:
        out.append(str(error))
    return out


def raising(values):
    try:
        for i, value in enumerate(values):
            10 // value
    except ZeroDivisionError:
        return i, value


def yielding(values):
    for i, value in enumerate(values):
        yield i * value


for n in range(40):
    floats = [float(k) for k in range(n)]
    ints = list(range(n))
    weighted(floats)
    dot(floats, ints)
    dot(ints, ints)
    list(yielding(ints))
print(weighted([1.5, 2.5, 3.5]), weighted([]), weighted([1, 2.5, True, 2**70]))
print(dot([1.0, 2.0], [3.0, 4.0, 5.0]), dot([1, 2, 3], [4]), dot([], [1.0]))
print(weighted((1, 2, 3)), weighted({5: 1, 6: 2}), dot((1, 2), (3, 4)))
print(from_number([7, 8], 5), from_number([7, 8], 2**62 - 2), from_number(["x"] * 3, 2**62 - 1), from_number([], 9))
print(from_number([1, 2], 2**64), from_number([1.5], True))
print(whole_pairs([1, 2], ["a", "b"]), whole_pairs([1], []))
print(growing([1, 2, 3]), shared([1, 2, 3, 4]), shared([2, 5]), stopped([0, 1, 2, 3, 4]))
print(shorter_first([1, 2, 3], [1]), shorter_first([1], [1, 2, 3]), shorter_first([], [1]))
print(nested([[1, 2, 3], [4, 5, 6], [7.5, 8.5, 9.5]]))
print(strict([1, 2], [3, 4]), strict([1, 2], [3]), strict([1], [3, 4]))
print(raising([5, 1, 0, 2]), list(yielding([3, 4, 5])))
