"""Two ways through a constructor are two paths in the tree of maps."""


class Value:
    __slots__ = ("kind",)

    def __init__(self, kind):
        self.kind = kind


class Token:
    def __init__(self, text):
        self.text = text
        if text.isdigit():
            self.number = int(text)
        else:
            self.word = Value("word")


tokens = [Token(t) for t in "a 1 b".split()]
# ---- dump
# class __main__.Value  paths.py:4  proved
#   map 0 {}
#   map 1 {kind: str}  from 0 +kind  Value.__init__ (paths.py:8)
#   constructed as: map 1
#   layout: header 0..8  kind value 8..16  size 16
#   bytes: 16 here, 48 in CPython 3.13 (it has __slots__)
#
# class __main__.Token  paths.py:11  proved
#   map 0 {}
#   map 1 {text: str}  from 0 +text  Token.__init__ (paths.py:13)
#   map 2 {text: str, number: int}  from 1 +number  Token.__init__ (paths.py:15)
#   map 3 {text: str, word: __main__.Value}  from 1 +word  Token.__init__ (paths.py:17)
#   constructed as: map 2, map 3
#   layout: header 0..8  text value 8..16  number? i64 16..24  word? value 24..32  size 32
#   bytes: 32 here, 96 in CPython 3.13 (64 with __slots__)
#
