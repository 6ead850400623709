"""Text processing: wrapping, counting, diff, markup, CSV, templates, ciphers, roman numerals, run lengths."""
import string
from collections import Counter

TEXT = """It is a truth universally acknowledged by those who write programs that a program, once written, must be
in want of a change. However little known the feelings or views of such a program may be on its first entering a
machine, this truth is so well fixed in the minds of the surrounding programmers, that it is considered as the
rightful property of some one or other of their issues."""


def wrap(text, width):
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".lstrip()
    return lines + [line]


def justify(lines, width):
    for line in lines[:-1]:
        words = line.split()
        if len(words) == 1:
            yield line
            continue
        spaces, extra = divmod(width - sum(map(len, words)), len(words) - 1)
        yield "".join(w + " " * (spaces + (i < extra)) for i, w in enumerate(words[:-1])) + words[-1]
    yield lines[-1]


for line in justify(wrap(TEXT, 44), 44):
    print(f"|{line:<44}|")
counts = Counter(w.strip(string.punctuation).lower() for w in TEXT.split())
print(counts.most_common(4), sum(counts.values()), len(counts))
letters = Counter(c for c in TEXT.lower() if c.isalpha())
for letter, n in sorted(letters.items(), key=lambda row: (-row[1], row[0]))[:3]:
    print(letter, "#" * (n // 3))


def lcs(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            table[i][j] = table[i + 1][j + 1] + 1 if a[i] == b[j] else max(table[i + 1][j], table[i][j + 1])
    return table


def diff(a, b):
    table, i, j = lcs(a, b), 0, 0
    while i < len(a) or j < len(b):
        if i < len(a) and j < len(b) and a[i] == b[j]:
            yield " ", a[i]
            i, j = i + 1, j + 1
        elif j == len(b) or i < len(a) and table[i + 1][j] >= table[i][j + 1]:
            yield "-", a[i]
            i += 1
        else:
            yield "+", b[j]
            j += 1


for mark, line in diff("one two three four".split(), "zero one three 4 four".split()):
    print(mark, line)


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row, last = [i], row
        for j, y in enumerate(b, 1):
            row.append(min(last[j] + 1, row[-1] + 1, last[j - 1] + (x != y)))
    return row[-1]


print([distance(*pair.split()) for pair in ("kitten sitting", "flaw lawn", "a a", "abc xyz")])


def parse_csv(text, sep=","):
    rows, row, field, quoted, i = [], [], "", False, 0
    while i < len(text):
        ch = text[i]
        if quoted:
            if ch == '"' and text[i + 1:i + 2] == '"':
                field += '"'
                i += 1
            elif ch == '"':
                quoted = False
            else:
                field += ch
        elif ch == '"':
            quoted = True
        elif ch == sep:
            row.append(field)
            field = ""
        elif ch == "\n":
            rows.append(row + [field])
            row, field = [], ""
        else:
            field += ch
        i += 1
    return rows + ([row + [field]] if field or row else [])


print(parse_csv('name,note\n"Smith, J.","said ""hi""\nand left"\n,empty\nlast,row'))


def markdown(text):
    out, in_list = [], False
    for line in text.splitlines():
        if line.startswith("- "):
            if not in_list:
                out.append("<ul>")
            in_list = True
            out.append(f"<li>{inline(line[2:])}</li>")
            continue
        if in_list:
            out.append("</ul>")
            in_list = False
        level = len(line) - len(line.lstrip("#"))
        if level:
            out.append(f"<h{level}>{inline(line[level:].strip())}</h{level}>")
        elif line:
            out.append(f"<p>{inline(line)}</p>")
    return "\n".join(out + ["</ul>"] * in_list)


def inline(text):
    for mark, tag in (("**", "b"), ("*", "i"), ("`", "code")):
        parts = text.split(mark)
        text = "".join(p if n % 2 == 0 else f"<{tag}>{p}</{tag}>" for n, p in enumerate(parts))
    return text.replace(" & ", " &amp; ")


print(markdown("# A *title*\nSome **bold** & `code`.\n- one\n- two *2*\n## End"))


def rot(text, n):
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    return text.translate(str.maketrans(lower + upper, lower[n:] + lower[:n] + upper[n:] + upper[:n]))


def vigenere(text, key, sign=1):
    out, k = [], 0
    for ch in text:
        if ch.isalpha():
            base = ord("A") if ch.isupper() else ord("a")
            out.append(chr((ord(ch) - base + sign * (ord(key[k % len(key)]) - 97)) % 26 + base))
            k += 1
        else:
            out.append(ch)
    return "".join(out)


secret = vigenere("Attack at Dawn!", "lemon")
print(rot("Hello, World", 13), rot(rot("Hello", 13), 13), secret, vigenere(secret, "lemon", -1))


def roman(n):
    out = ""
    for value, digits in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split()):
        while n >= value:
            out, n = out + digits, n - value
    return out


def from_roman(text):
    values = [dict(I=1, V=5, X=10, L=50, C=100, D=500, M=1000)[c] for c in text]
    return sum(-v if v < w else v for v, w in zip(values, values[1:] + [0]))


print([roman(n) for n in (4, 9, 14, 1994, 3999)], all(from_roman(roman(n)) == n for n in range(1, 4000)))


def runs(text):
    out, at = [], 0
    while at < len(text):
        end = at
        while end < len(text) and text[end] == text[at]:
            end += 1
        out.append((text[at], end - at))
        at = end
    return "".join(f"{n if n > 1 else ''}{c}" for c, n in out)


print(runs("aaabccddddd"), runs(""))
template = string.Template("$who likes ${what}s, $$5")
print(template.substitute(who="Ann", what="plum"), template.safe_substitute(who="Bo"))
print("{0.real:>8} {1[k]!r:^10} {name:*<6}".format(5, {"k": "v"}, name="n"), "%-5s|%05.1f|%x" % ("ab", 3.14159, 255))
palindromes = [w for w in "level rotor hello noon world radar".split() if w == w[::-1]]
anagrams = {}
for w in "listen silent enlist google elgoog".split():
    anagrams.setdefault("".join(sorted(w)), []).append(w)
print(palindromes, list(anagrams.values()), " ".join(w.capitalize() for w in "snake_case_name".split("_")))
