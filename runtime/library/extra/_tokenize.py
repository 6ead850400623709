"""Python source to tokens, for `tokenize`."""

import re
from token import *
from token import EXACT_TOKEN_TYPES

_SPACE = " \t\f"
_NAME = re.compile("[A-Za-z0-9_\x80-\U0010ffff]+")
_PREFIX = re.compile(r"(?:[bB][rR]?|[rR][bB]?|[uU]|[fF][rR]?|[rR][fF]?|[tT][rR]?|[rR][tT]?)?(?:'''|\"\"\"|'|\")")
_DECIMAL = r"[0-9](?:_?[0-9])*"
_EXPONENT = rf"(?:[eE][-+]?{_DECIMAL})"
_NUMBER = re.compile(
    r"0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+"
    rf"|(?:(?:{_DECIMAL})?\.{_DECIMAL}|{_DECIMAL}\.?){_EXPONENT}?[jJ]?"
)
_OPERATOR = re.compile(
    r"\*\*=|//=|>>=|<<=|\.\.\.|!=|->|:=|\*\*|//|>>|<<|<=|>=|==|<>|\+=|-=|\*=|/=|%=|&=|\|=|\^=|@=|[-+*/%&|^~<>()\[\]{},:;.=@!]"
)
_EXACT = {**EXACT_TOKEN_TYPES, "<>": NOTEQUAL}
_CLOSES = {")": "(", "]": "[", "}": "{"}
_KEYWORDS_AFTER_NUMBER = re.compile(r"and\b|else\b|for\b|if\b|in\b|is\b|not\b|or\b")
_TAB = 8


class _Text:
    """An f-string or t-string that is being read."""

    def __init__(self, kind, quote, raw, start):
        self.kind = kind
        self.quote = quote
        self.raw = raw
        self.start = start
        # Brackets that were open around each replacement field, and whether its format is being read.
        self.fields = []
        # Whether a field inside a format ended just now.
        self.nested = False


class _Tokens:
    def __init__(self, readline, encoding, extra):
        self.readline = readline
        self.encoding = encoding
        self.extra = extra
        self.row = 0
        self.line = ""
        self.at = 0
        self.brackets = []
        self.indents = [(0, 0)]
        self.texts = []
        self.ended = False
        # The last line that had tokens.
        self.last = ""

    # Lines.

    def next_line(self):
        """Reads a line; False at the end."""
        if self.ended:
            return False
        try:
            line = self.readline()
        except StopIteration:
            line = ""
        if isinstance(line, (bytes, bytearray)):
            if self.encoding is None:
                raise TypeError("readline() returned a non-string object")
            line = bytes(line).decode(self.encoding)
        elif not isinstance(line, str):
            raise TypeError("readline() returned a non-string object")
        elif self.encoding is not None and line:
            raise TypeError("readline() returned a non-bytes object")
        if self.row == 0:
            line = line.removeprefix("\ufeff")
        if not line:
            self.ended = True
            return False
        self.row += 1
        self.line = line
        self.at = 0
        if "\0" in line:
            self.fail("source code cannot contain null bytes", line.index("\0"))
        return True

    def fail(self, message, at, row=None, line=None, kind=SyntaxError, end=0):
        row = self.row if row is None else row
        line = self.line if line is None else line
        raise kind(message, ("<string>", row, at + 1, line, row, end))

    def token(self, kind, start, end, line=None):
        return self.made(kind, self.line[start:end], (self.row, start), (self.row, end), line)

    def made(self, kind, string, start, end, line=None):
        return kind, string, start, end, self.line if line is None else line

    def nowhere(self, kind, row, line=None):
        """A token without text, where only the exact tokens are asked for."""
        return self.made(kind, "", (row, -1), (row, -1), line)

    def newline_at(self, at):
        """The line's end at a place, if it is there: how long it is, and its text."""
        if self.line.startswith("\r\n", at):
            return 2
        return 1 if self.line[at] in "\r\n" else 0

    # The whole.

    def run(self):
        while self.next_line():
            at = self.begin_line()
            if at is None:
                yield from self.blank_line()
                continue
            if not self.brackets:
                yield from self.indentation(at)
            yield from self.logical_line()
        yield from self.finish()

    def begin_line(self):
        """Where the first token is, None on a line with none."""
        at = 0
        while at < len(self.line) and self.line[at] in _SPACE:
            at += 1
        self.at = at
        if at == len(self.line) or self.line[at] in "#\r\n":
            return None
        return at

    def blank_line(self):
        self.last = ""
        at = self.at
        if at == len(self.line):
            # Only spaces, at the end of the file.
            if self.extra:
                yield self.made(NL, "", (self.row, at), (self.row, at + 1))
            return
        if self.line[at] == "#":
            end = len(self.line.rstrip("\r\n"))
            if self.extra:
                yield self.token(COMMENT, at, end)
            at = end
        if self.extra:
            yield self.line_end(NL, at)

    def line_end(self, kind, at):
        if at >= len(self.line):
            return self.made(kind, "", (self.row, at), (self.row, at + 1))
        length = self.newline_at(at)
        return self.token(kind, at, at + length)

    def columns(self, at):
        """Columns of the indentation, by tabs of eight and of one."""
        wide = narrow = 0
        for c in self.line[:at]:
            if c == " ":
                wide, narrow = wide + 1, narrow + 1
            elif c == "\t":
                wide, narrow = (wide // _TAB + 1) * _TAB, narrow + 1
            else:
                wide = narrow = 0
        return wide, narrow

    def indentation(self, at):
        wide, narrow = self.columns(at)
        last = self.indents[-1]
        if wide == last[0]:
            if narrow != last[1]:
                self.tabs()
            return
        if wide > last[0]:
            if narrow <= last[1]:
                self.tabs()
            if len(self.indents) >= 100:
                self.fail("too many levels of indentation", at, kind=IndentationError)
            self.indents.append((wide, narrow))
            yield self.token(INDENT, 0, at) if self.extra else self.nowhere(INDENT, self.row)
            return
        while wide < self.indents[-1][0]:
            self.indents.pop()
            if wide > self.indents[-1][0]:
                message = "unindent does not match any outer indentation level"
                raise IndentationError(message, ("<string>", self.row, len(self.line.rstrip("\r\n")) + 1, self.line))
            if self.extra:
                yield self.made(DEDENT, "", (self.row, at), (self.row, at))
            else:
                yield self.nowhere(DEDENT, self.row)
        if narrow != self.indents[-1][1]:
            self.tabs()

    def tabs(self):
        self.fail("inconsistent use of tabs and spaces in indentation", len(self.line) - 1, kind=TabError)

    def finish(self):
        if self.texts:
            return
        if self.brackets:
            raise SyntaxError("unexpected EOF in multi-line statement", ("<string>", self.row, 0, ""))
        if not self.extra:
            for kind in [DEDENT] * len(self.indents[1:]) + [ENDMARKER]:
                yield self.nowhere(kind, self.row, self.last)
            return
        row = self.row + 1
        for _ in self.indents[1:]:
            yield self.made(DEDENT, "", (row, 0), (row, 0), "")
        yield self.made(ENDMARKER, "", (row, 0), (row, 0), "")

    # Tokens of a logical line.

    def logical_line(self):
        """Tokens up to the newline that ends the statement."""
        while True:
            if self.texts and self.in_text():
                yield from self.text_part()
                continue
            at = self.at
            while at < len(self.line) and self.line[at] in _SPACE:
                at += 1
            self.at = at
            start = at
            c = self.line[at : at + 1]
            if not c or c in "\r\n#":
                if c == "#":
                    end = len(self.line.rstrip("\r\n"))
                    if self.extra:
                        yield self.token(COMMENT, at, end)
                    self.at = at = end
                if not self.brackets and not self.texts:
                    self.last = self.line
                    yield self.line_end(NEWLINE, at) if self.extra else self.token(NEWLINE, start, at)
                    return
                if self.extra:
                    yield self.line_end(NL, at)
                if not self.next_line():
                    self.end_inside()
                    return
                continue
            if c == "\\":
                self.continuation(at)
                continue
            yield self.one(at, c)

    def end_inside(self):
        if self.texts:
            column = len(self.line.rstrip("\r\n")) + 1
            raise SyntaxError("unexpected EOF in multi-line statement", ("<string>", self.row, column, self.line))

    def continuation(self, at):
        rest = self.line[at + 1 :]
        if rest.strip("\r\n"):
            self.fail("unexpected character after line continuation character", at + 2)
        if not rest or not self.next_line():
            self.fail("unexpected EOF in multi-line statement", at + 1)

    def one(self, at, c):
        """The token that begins with a character."""
        prefix = _PREFIX.match(self.line, at)
        if prefix is not None:
            return self.string(at, prefix.group())
        if c.isalpha() or c == "_" or c > "\x7f":
            return self.name(at)
        if c.isdigit() or c == "." and self.line[at + 1 : at + 2].isdigit():
            return self.number(at)
        return self.operator(at, c)

    def name(self, at):
        match = _NAME.match(self.line, at)
        end = match.end() if match else at + 1
        text = self.line[at:end]
        if not text.isidentifier():
            self.bad_character(at, end)
        self.at = end
        return self.token(NAME, at, end)

    def bad_character(self, at, end):
        if self.extra:
            return
        for i in range(at, end):
            if not ("a" + self.line[i]).isidentifier() or i == at and not self.line[i].isidentifier():
                c = self.line[i]
                code = f"U+{ord(c):04X}"
                if c.isprintable():
                    self.fail(f"invalid character '{c}' ({code})", i)
                self.fail(f"invalid non-printable character {code}", i)

    def number(self, at):
        match = _NUMBER.match(self.line, at)
        end = match.end()
        text = match.group()
        self.check_number(at, end, text)
        self.at = end
        return self.token(NUMBER, at, end)

    def check_number(self, at, end, text):
        after = self.line[end : end + 1]
        base = self.line[at : at + 2].lower()
        kind = {"0x": "hexadecimal", "0o": "octal", "0b": "binary"}.get(base)
        if kind and len(text) <= 1:
            digit = self.line[at + 2 : at + 3]
            if digit.isdigit() and kind != "hexadecimal":
                self.fail(f"invalid digit '{digit}' in {kind} literal", at + 2)
            self.fail(f"invalid {kind} literal", at + 1)
        if kind in ("octal", "binary") and after.isdigit():
            self.fail(f"invalid digit '{after}' in {kind} literal", end)
        kind = kind or "decimal"
        if text[-1] in "jJ":
            kind = "imaginary"
        if after == "_":
            self.fail(f"invalid {kind} literal", end)
        if self.extra:
            return
        if kind == "decimal" and text.isdecimal() and len(text) > 1 and text[0] == "0" and text.strip("0_"):
            message = "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers"
            self.fail(message, at, end=end)
        if (after.isalpha() or after > "\x7f") and not _KEYWORDS_AFTER_NUMBER.match(self.line, end):
            if after.isalpha() or after.isidentifier():
                self.fail(f"invalid {kind} literal", end - 1)

    def operator(self, at, c):
        match = _OPERATOR.match(self.line, at)
        if match is None:
            if not c.isprintable():
                self.fail(f"invalid non-printable character U+{ord(c):04X}", at)
            self.at = at + 1
            return self.token(OP, at, at + 1)
        text = match.group()
        if self.texts and text in (":=", "!=", ":", "!", "}") and self.at_field_level():
            text = self.field_operator(at, text)
        elif text in "([{":
            self.brackets.append((text, self.row, at))
        elif text in ")]}":
            self.close(text, at)
        end = at + len(text)
        self.at = end
        return self.token(OP if self.extra else _EXACT.get(text, OP), at, end)

    def close(self, text, at):
        if not self.brackets or self.texts and len(self.brackets) <= self.texts[-1].fields[-1][0]:
            if self.extra:
                return
            if self.texts:
                self.fail(f"f-string: unmatched '{text}'", at)
            self.fail(f"unmatched '{text}'", at)
        opened, row, _ = self.brackets.pop()
        if opened != _CLOSES[text] and not self.extra:
            place = "" if row == self.row else f" on line {row}"
            what = "f-string: " if self.texts else ""
            message = f"{what}closing parenthesis '{text}' does not match opening parenthesis '{opened}'{place}"
            self.fail(message, at)

    # Strings.

    def string(self, at, prefix):
        letters = prefix.rstrip("'\"").lower()
        quote = prefix[len(letters) :]
        if "f" in letters or "t" in letters:
            kind = "f" if "f" in letters else "t"
            self.texts.append(_Text(kind, quote, "r" in letters, (self.row, at, self.line)))
            self.at = at + len(prefix)
            return self.token(FSTRING_START if kind == "f" else TSTRING_START, at, self.at)
        row, line, start = self.row, self.line, at
        i = at + len(prefix)
        lines = [line]
        while True:
            if i >= len(self.line):
                if not self.next_line():
                    self.unterminated(row, start, line, quote)
                lines.append(self.line)
                i = 0
                continue
            if self.line.startswith(quote, i):
                end = i + len(quote)
                break
            c = self.line[i]
            if c == "\\":
                i += 3 if self.line.startswith("\r\n", i + 1) else 2
                continue
            if c in "\r\n" and len(quote) == 1:
                self.unterminated(row, start, line, quote)
            i += 1
        self.at = end
        if self.row == row:
            return self.token(STRING, start, end)
        whole = "".join(lines)
        string = whole[start : len(whole) - len(self.line) + end]
        return self.made(STRING, string, (row, start), (self.row, end), whole)

    def unterminated(self, row, start, line, quote):
        if len(quote) == 3:
            message = f"unterminated triple-quoted string literal (detected at line {self.row})"
        else:
            message = f"unterminated string literal (detected at line {self.row})"
        self.fail(message, start, row, line)

    # f-strings and t-strings.

    def in_text(self):
        """Whether literal text comes next, not an expression."""
        fields = self.texts[-1].fields
        return not fields or fields[-1][1]

    def at_field_level(self):
        fields = self.texts[-1].fields
        return bool(fields) and len(self.brackets) == fields[-1][0]

    def field_operator(self, at, text):
        fields = self.texts[-1].fields
        if text == "}":
            fields.pop()
            self.brackets.pop()
            self.texts[-1].nested = bool(fields)
        elif text in (":=", ":"):
            fields[-1][1] = True
            return ":"
        elif text == "!=":
            return "!="
        return text

    def unterminated_text(self):
        text = self.texts[-1]
        row, at, line = text.start
        triple = "triple-quoted " if len(text.quote) == 3 else ""
        self.fail(f"unterminated {triple}{text.kind}-string literal (detected at line {self.row})", at, row, line)

    def text_part(self):
        """Literal text up to the quote, a field, or the end of a format."""
        text = self.texts[-1]
        in_format = bool(text.fields)
        middle = FSTRING_MIDDLE if text.kind == "f" else TSTRING_MIDDLE
        start, first, lines = (self.row, self.at), self.at, [self.line]
        parts = []
        i = self.at
        while True:
            if i >= len(self.line):
                parts.append(self.line[first:])
                if not self.next_line():
                    self.unterminated_text()
                lines.append(self.line)
                first = i = 0
                continue
            c = self.line[i]
            if c in "\r\n" and len(text.quote) == 1:
                if in_format:
                    # The field goes on, its format ends here.
                    break
                self.unterminated_text()
            if self.line.startswith(text.quote, i):
                break
            if c == "\\":
                i = self.escaped(i, text.raw)
                continue
            if c == "{":
                if self.line[i + 1 : i + 2] == "{" and not in_format:
                    parts.append(self.line[first : i + 1])
                    yield self.part(middle, parts, start, i + 1, lines)
                    i += 2
                    parts, start, first, lines = [], (self.row, i), i, [self.line]
                    continue
                break
            if c == "}":
                if in_format:
                    break
                if self.line[i + 1 : i + 2] != "}":
                    yield self.part(middle, parts + [self.line[first:i]], start, i, lines)
                    self.fail(f"{text.kind}-string: single '}}' is not allowed", i)
                parts.append(self.line[first : i + 1])
                yield self.part(middle, parts, start, i + 1, lines)
                i += 2
                parts, start, first, lines = [], (self.row, i), i, [self.line]
                continue
            i += 1
        parts.append(self.line[first:i])
        if any(parts) or in_format and self.ends_empty(text, i):
            yield self.part(middle, parts, start, i, lines)
        self.at = i
        text.nested = False
        yield self.after_text(text, i, in_format)

    def ends_empty(self, text, i):
        """Whether a part of a format without text counts, where it ends."""
        return self.line[i] == "}" and text.nested or self.line.startswith("{{", i)

    def escaped(self, i, raw):
        """The place after a backslash and what it takes with it."""
        after = self.line[i + 1 : i + 2]
        if after in "{}" and after:
            return i + 1
        if after == "N" and not raw and self.line[i + 2 : i + 3] == "{":
            end = self.line.find("}", i)
            if end > 0:
                return end + 1
        return i + (3 if self.line.startswith("\r\n", i + 1) else 2)

    def part(self, kind, parts, start, end, lines):
        return self.made(kind, "".join(parts), start, (self.row, end), "".join(lines))

    def after_text(self, text, i, in_format):
        c = self.line[i]
        if c == "{":
            self.brackets.append(("{", self.row, i))
            text.fields.append([len(self.brackets), False])
        elif c == "}":
            text.fields.pop()
            self.brackets.pop()
        elif c in "\r\n":
            text.fields[-1][1] = False
            return self.line_end_in_format(i)
        elif in_format:
            self.fail(f"{text.kind}-string: expecting '}}'", i)
        else:
            self.texts.pop()
            self.at = i + len(text.quote)
            return self.token(FSTRING_END if text.kind == "f" else TSTRING_END, i, self.at)
        self.at = i + 1
        exact = LBRACE if c == "{" else RBRACE
        return self.token(OP if self.extra else exact, i, i + 1)

    def line_end_in_format(self, i):
        token = self.line_end(NL, i)
        if not self.next_line():
            self.unterminated_text()
        return token


class TokenizerIter:
    """Iterator over the tokens of what `readline` gives: (type, string, start, end, line)."""

    def __init__(self, readline, *, encoding=None, extra_tokens=False):
        self._run = _Tokens(readline, encoding, extra_tokens).run()

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._run)
