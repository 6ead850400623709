"""Methods of str over ASCII, accents, wide characters and emptiness; splitting, joining, translating, case, tests, search."""
samples = ["", "abc", "Hello, World", "  spaces\t\n ", "ÀÉÎ öüß", "日本語 テキスト", "😀 a😀b", "123", "½", "Ⅷ", "ǅ", "ﬃ", "İ", "a\u0301", "mixed CASE_snake-kebab"]
for s in samples:
    print(repr(s), len(s), s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold(), sep="|")
tests = ["isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "isspace", "isupper", "islower", "istitle", "isidentifier", "isprintable", "isascii"]
for s in samples:
    print("".join("01"[getattr(s, t)()] for t in tests), end=" ")
print()
s = "the cat sat on the mat"
print(s.find("at"), s.rfind("at"), s.find("dog"), s.index("cat", 2), s.count("at"), s.count(""), s.count("t", 5, 10), "".find(""), "abc".find("", 3), "abc".find("", 4))
print(s.split(), s.split(" ", 2), s.rsplit(" ", 2), s.split("at"), s.partition(" on "), s.rpartition("the "), s.partition("zz"), s.rpartition("zz"))
print("a,b,,c,".split(","), " a  b ".split(), "".split(), "".split(","), "a\nb\r\nc\rd\x0be\u2028f".splitlines(), "a\n\nb\n".splitlines(True), "aXbXc".split("X", 1), " x ".split(None, 0))
print("  ab ".strip() + "|", "xxabxx".strip("x"), "abcab".strip("ba"), "  a ".lstrip() + "|", "a  ".rstrip() + "|", "prefix-body".removeprefix("prefix-"), "body.txt".removesuffix(".txt"), "x".removeprefix("y"))
print("-".join("abc"), "".join([]), ", ".join(["one"]), "ab".join(("x", "y", "z")), "日".join(["本", "語"]))
print("aaa".replace("a", "b", 2), "abc".replace("", "-"), "".replace("", "x"), "aXbX".replace("X", ""), "ééé".replace("é", "e"), "banana".replace("ana", "[ana]"))
print("abc".center(10, "*"), "abc".ljust(6) + "|", "abc".rjust(6, "0"), "-42".zfill(6), "+7".zfill(4), "abc".center(2), "日本".center(7, "·"), "\ta\tbc\td".expandtabs(4), "ab\n\tc".expandtabs())
print("abc".startswith("ab"), "abc".startswith(("x", "a")), "abc".startswith("b", 1), "abc".endswith("c", 0, 2), "".startswith(""), "abc".endswith(("bc", "")), "é".startswith("e"))
print("hello".translate({ord("l"): "L", ord("h"): None, 101: 0x45}), "abc".translate(str.maketrans("ab", "xy", "c")), "x".translate({120: "longer"}), str.maketrans({"a": 1}))
print("a" < "b", "a" < "B", "abc" < "abd", "" < "a", "é" > "z", "日" > "é", "a\0" > "a", "Z" < "a", max("hello"), min("hello"), sorted("hello"), "".join(reversed("abc")))
print("ab" * 3, 0 * "x", "ab" "cd", "abc"[1], "abc"[-3:2], "abcdef"[::2], "日本語"[::-1], "x" in "xyz", "" in "", "yz" in "xyz", "zx" in "xyz")
print("{}-{}".format(1, "a"), "{1}{0}".format("a", "b"), "{x:>5}|{y:<5}|{z:^5}".format(x=1, y="ab", z=True), "{0[1]}{1.real}".format([1, 2], 5), "{{}}".format(), "{:{w}.{p}f}".format(3.14159, w=8, p=2), "{!r:>6}".format("a"))
print("%s %r %d %5.2f %x %o %e %c %%" % ("a", "b", 42, 3.14159, 255, 8, 12345.678, "z"), "%(k)s-%(n)03d" % {"k": "v", "n": 7}, "%-5s|%+d|% d|%#x" % ("a", 5, 5, 255), "%.3s|%*d" % ("abcdef", 5, 42))
name, n, pi = "World", 42, 3.14159
print(f"{name!r:>10}|{n:05}|{pi:.2f}|{n:#b}|{n:,}|{1234567.891:,.2f}|{name:*^11}|{n!s}|{'nested ' + f'{n}'}|{n=}|{pi=:.1f}|{{}}|{[1, 2][0]}|{ {'a': 1}['a'] }")
for bad in ("'abc'.index('z')", "'abc'.split('')", "'a'.join([1])", "'a' + 1", "'abc'[9]", "'{}'.format()", "'%d' % 'x'", "'%s'  % (1, 2)", "'a' * 'b'", "'{x}'.format(y=1)", "'abc'['a']", "''.center('x')", "chr(-1)", "ord('ab')", "'a'.encode('no-such')", "'é'.encode('ascii')", "b'\\xff'.decode()", "'a'.zfill()", "int('x')", "str(b'a', 'utf-8', 'strict', 1)"):
    try:
        print(bad, eval(bad))
    except (ValueError, TypeError, IndexError, KeyError, LookupError) as e:
        print(bad, type(e).__name__, e)
print(repr("tab\t nl\n quote' \" back\\ \x00 \x7f é \u200b \ud800 😀"), ascii("é😀\n"), "é".encode(), "é".encode("latin-1"), "日".encode("utf-16-le"), b"\xc3\xa9".decode(), b"a\xffb".decode("utf-8", "replace"), b"a\xff".decode("utf-8", "ignore"), "a\ud800".encode("utf-8", "surrogatepass"), "aé".encode("ascii", "backslashreplace"), "aé".encode("ascii", "xmlcharrefreplace"))
big = ""
for i in range(2000):
    big += chr(97 + i % 26)
print(len(big), big[1990:], hash(big) == hash("abcdefghijklmnopqrstuvwxyz" * 76 + "abcdefghijklmnopqrstuvwx"), big.count("z"), big.rfind("a"))
words = "It was the best of times, it was the worst of times".lower().replace(",", "").split()
print({w: words.count(w) for w in sorted(set(words))}, " ".join(w[::-1] for w in words[:4]), "".join(w[0] for w in words).upper(), max(words, key=lambda w: (len(w), w)))
