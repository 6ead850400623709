//! What CPython's tokenizer complains about: characters, literals, brackets, indentation.

use super::{Context, Fault, MAX_BRACKETS};
use crate::error::ErrorKind;
use crate::parse::{
    InterpolatedStringErrorType, LexicalErrorType, ParseErrorType, Ranged, TextRange, TextSize, Token, TokenKind,
};

impl Context<'_> {
    /// The first complaint of the tokenizer.
    pub fn token_error(&self) -> Option<Fault> {
        let all = [self.lexical(), self.number(), self.bracket(), self.indentation()];
        all.into_iter().flatten().min_by_key(|(at, _)| *at).map(|(_, e)| e)
    }

    /// One of the parser's lexical errors, with where it was found.
    fn lexical(&self) -> Option<(TextSize, Fault)> {
        for e in self.parsed.errors() {
            let ParseErrorType::Lexical(kind) = &e.error else { continue };
            let at = e.location;
            let fault = match kind {
                LexicalErrorType::UnclosedStringError => self.unterminated(at, ""),
                LexicalErrorType::UnicodeError
                | LexicalErrorType::MissingUnicodeLbrace
                | LexicalErrorType::MissingUnicodeRbrace => self.bad_escape(at),
                LexicalErrorType::InvalidByteLiteral => {
                    self.fail("bytes can only contain ASCII literal characters", self.string_around(at))
                }
                LexicalErrorType::UnrecognizedToken { tok } => self.character(*tok, at),
                LexicalErrorType::LineContinuationError => self.continuation(at),
                LexicalErrorType::IndentationError => self.unindent(at),
                LexicalErrorType::FStringError(_) | LexicalErrorType::TStringError(_) if self.follows_another(at) => {
                    continue;
                }
                LexicalErrorType::FStringError(f) => self.interpolated(f, "f", at)?,
                LexicalErrorType::TStringError(f) => self.interpolated(f, "t", at)?,
                LexicalErrorType::Eof if self.text(at).contains('\\') => {
                    let line = self.line(at.start());
                    let mut e = self.fail("unexpected EOF while parsing", at);
                    let len = self.source.line(line).map_or(0, |l| l.trim_end_matches('\n').chars().count());
                    (e.col, e.end_line, e.end_col) = (len as u32 + 1, e.line, -1);
                    e
                }
                LexicalErrorType::Eof => continue,
                LexicalErrorType::OtherError(_) | LexicalErrorType::StringError => self.literal(at),
            };
            return Some((at.start(), fault));
        }
        None
    }

    /// Whether the parser had complained about the same line already, so that this is a consequence.
    fn follows_another(&self, at: TextRange) -> bool {
        let earlier = |e: &crate::parse::ParseError| {
            !matches!(e.error, ParseErrorType::Lexical(_))
                && e.location.start() < at.start()
                && self.line(e.location.start()) == self.line(at.start())
        };
        self.parsed.errors().iter().any(earlier)
    }

    /// An error where only the column of the start counts.
    fn point(&self, message: impl Into<String>, at: TextSize) -> Fault {
        self.fail(message, TextRange::empty(at))
    }

    fn unterminated(&self, at: TextRange, kind: &str) -> Fault {
        let text = self.text(at);
        let body = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let triple = body.starts_with("'''") || body.starts_with("\"\"\"");
        let line = if triple { self.last_line() } else { self.line(at.start()) };
        let quoted = if triple { "triple-quoted " } else { "" };
        self.point(format!("unterminated {quoted}{kind}string literal (detected at line {line})"), at.start())
    }

    /// The line that CPython is at when it runs out of text.
    fn last_line(&self) -> u32 {
        let text = self.source.text.trim_end_matches('\n');
        text.matches('\n').count() as u32 + 1
    }

    fn interpolated(&self, f: &InterpolatedStringErrorType, letter: &str, at: TextRange) -> Option<Fault> {
        use InterpolatedStringErrorType as E;
        Some(match f {
            E::UnterminatedString | E::UnterminatedTripleQuotedString => {
                let i = self.index(at.start());
                let start = self.tokens[..i].iter().rev().find(|t| is_start(t))?.start();
                let triple = matches!(f, E::UnterminatedTripleQuotedString);
                let quoted = if triple { "triple-quoted " } else { "" };
                let line = if triple { self.last_line() } else { self.line(start) };
                self.point(format!("unterminated {quoted}{letter}-string literal (detected at line {line})"), start)
            }
            E::SingleRbrace => self.point(format!("{letter}-string: single '}}' is not allowed"), at.start()),
            E::NewlineInFormatSpec => {
                let what = "newlines are not allowed in format specifiers for single quoted";
                self.point(format!("{letter}-string: {what} {letter}-strings"), at.start())
            }
            E::UnclosedLbrace => self.point(format!("{letter}-string: expecting '}}'"), at.start()),
            _ => return None,
        })
    }

    fn character(&self, c: char, at: TextRange) -> Fault {
        if c.is_ascii() && !c.is_ascii_control() {
            return self.invalid(at);
        }
        let code = c as u32;
        let printable =
            !c.is_control() && !c.is_whitespace() && !matches!(code, 0x200b..=0x200f | 0x2028..=0x202e | 0xfeff);
        let message = if printable {
            format!("invalid character '{c}' (U+{code:04X})")
        } else {
            format!("invalid non-printable character U+{code:04X}")
        };
        self.point(message, at.start())
    }

    fn continuation(&self, at: TextRange) -> Fault {
        let mut e = self.fail("unexpected character after line continuation character", at);
        (e.col, e.end_col) = (e.col + 1, 0);
        e
    }

    fn unindent(&self, at: TextRange) -> Fault {
        let message = "unindent does not match any outer indentation level";
        let mut e = self.source.error_of(ErrorKind::Indentation, message, at);
        let line = self.source.line(e.line).unwrap_or("").trim_end_matches('\n');
        (e.col, e.end_col) = (line.chars().count() as u32 + 1, -1);
        e
    }

    /// A number whose digits are wrong.
    fn literal(&self, at: TextRange) -> Fault {
        let rest = &self.source.text[at.start().to_usize()..];
        let digits = rest.get(..2).unwrap_or("").to_ascii_lowercase();
        let (name, radix) = match digits.as_str() {
            "0x" => ("hexadecimal", 16),
            "0o" => ("octal", 8),
            "0b" => ("binary", 2),
            _ => {
                let message = "leading zeros in decimal integer literals are not permitted; \
                               use an 0o prefix for octal integers";
                let zeros = rest.bytes().take_while(|b| matches!(b, b'0' | b'_')).count() as u32;
                let end = at.start() + TextSize::from(zeros.max(1));
                return self.fail(message, TextRange::new(at.start(), end));
            }
        };
        let body = rest[2..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_');
        for (i, b) in body.enumerate() {
            if b.is_ascii_digit() && (b - b'0') as u32 >= radix {
                let at = at.start() + TextSize::from(2 + i as u32);
                return self.point(format!("invalid digit '{}' in {name} literal", b as char), at);
            }
        }
        self.point(format!("invalid {name} literal"), at.start() + TextSize::from(1))
    }

    /// A number that a name follows without a space.
    fn number(&self) -> Option<(TextSize, Fault)> {
        let pairs = self.tokens.windows(2);
        let is_number = |t: &Token| matches!(t.kind(), TokenKind::Int | TokenKind::Float | TokenKind::Complex);
        for w in pairs.filter(|w| is_number(&w[0]) && w[0].end() == w[1].start()) {
            let next = self.text(w[1].range());
            let first = next.chars().next().unwrap_or(' ');
            if !(first.is_alphabetic() || first == '_' || first.is_ascii_digit()) {
                continue;
            }
            let allowed = ["and", "else", "for", "if", "in", "is", "not", "or"];
            if allowed.contains(&next) {
                continue;
            }
            let text = self.text(w[0].range()).to_ascii_lowercase();
            let kind = match text.get(..2) {
                Some("0x") => "hexadecimal",
                Some("0o") => "octal",
                Some("0b") => "binary",
                _ if text.ends_with('j') => "imaginary",
                _ => "decimal",
            };
            let based = matches!(kind, "octal" | "binary");
            if based && first.is_ascii_digit() {
                let message = format!("invalid digit '{first}' in {kind} literal");
                return Some((w[1].start(), self.point(message, w[1].start())));
            }
            let at = if first == '_' { w[1].start() } else { w[0].end() - TextSize::from(1) };
            return Some((w[1].start(), self.point(format!("invalid {kind} literal"), at)));
        }
        None
    }

    /// Brackets that close nothing or the wrong one, or nest too deeply.
    fn bracket(&self) -> Option<(TextSize, Fault)> {
        let mut open: Vec<&Token> = vec![];
        for t in &self.tokens {
            let closes = match t.kind() {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                    open.push(t);
                    if open.len() >= MAX_BRACKETS {
                        return Some((t.start(), self.point("too many nested parentheses", t.start())));
                    }
                    continue;
                }
                TokenKind::Rpar => '(',
                TokenKind::Rsqb => '[',
                TokenKind::Rbrace => '{',
                _ => continue,
            };
            let this = self.text(t.range());
            let Some(o) = open.pop() else {
                return Some((t.start(), self.point(format!("unmatched '{this}'"), t.start())));
            };
            let opened = self.text(o.range());
            if !opened.starts_with(closes) {
                let (here, there) = (self.line(t.start()), self.line(o.start()));
                let line = if here == there { String::new() } else { format!(" on line {there}") };
                let message =
                    format!("closing parenthesis '{this}' does not match opening parenthesis '{opened}'{line}");
                return Some((t.start(), self.point(message, t.start())));
            }
        }
        None
    }

    /// The innermost bracket that is open at the end, if that is what CPython says.
    pub fn unclosed(&self, failed: Option<TextSize>, ended: bool) -> Option<Fault> {
        let mut open: Vec<&Token> = vec![];
        for t in &self.tokens {
            match t.kind() {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => open.push(t),
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                    open.pop();
                }
                _ => {}
            }
        }
        let o = open.last()?;
        let later = failed.is_some_and(|at| self.line(at) > self.line(o.start()));
        if !ended && !later {
            return None;
        }
        let mut e = self.point(format!("'{}' was never closed", self.text(o.range())), o.start());
        e.end_col = 0;
        Some(e)
    }

    /// Tabs and spaces that only agree for one width of a tab.
    fn indentation(&self) -> Option<(TextSize, Fault)> {
        let mut levels = vec![(0, 0)];
        let mut fresh = true;
        for t in &self.tokens {
            match t.kind() {
                TokenKind::Newline => fresh = true,
                TokenKind::Indent | TokenKind::Dedent | TokenKind::EndOfFile => {}
                _ if !fresh => {}
                _ => {
                    fresh = false;
                    let (line, col) = self.source.line_col(t.start());
                    let text = self.source.line(line).unwrap_or("");
                    let this = widths(&text[..(col as usize).min(text.len())]);
                    if !indent(&mut levels, this) {
                        let at = TextRange::empty(t.start());
                        let message = "inconsistent use of tabs and spaces in indentation";
                        let mut e = self.source.error_of(ErrorKind::Tab, message, at);
                        (e.col, e.end_col) = (1, 0);
                        return Some((t.start(), e));
                    }
                }
            }
        }
        None
    }
}

/// Whether a token begins an f-string or t-string.
pub fn is_start(t: &Token) -> bool {
    matches!(t.kind(), TokenKind::FStringStart | TokenKind::TStringStart)
}

/// Width of an indentation with tabs to columns of eight, and with tabs of one.
fn widths(text: &str) -> (usize, usize) {
    let (mut wide, mut narrow) = (0, 0);
    for b in text.bytes() {
        match b {
            b' ' => (wide, narrow) = (wide + 1, narrow + 1),
            b'\t' => (wide, narrow) = ((wide / 8 + 1) * 8, narrow + 1),
            b'\x0c' => (wide, narrow) = (0, 0),
            _ => break,
        }
    }
    (wide, narrow)
}

/// Enters a line's indentation; false if the two widths disagree about it.
fn indent(levels: &mut Vec<(usize, usize)>, this: (usize, usize)) -> bool {
    let top = *levels.last().expect("level zero is never left");
    match this.0.cmp(&top.0) {
        std::cmp::Ordering::Equal => this.1 == top.1,
        std::cmp::Ordering::Greater => {
            levels.push(this);
            this.1 > top.1
        }
        std::cmp::Ordering::Less => {
            while levels.len() > 1 && levels[levels.len() - 1].0 > this.0 {
                levels.pop();
            }
            let top = levels[levels.len() - 1];
            top.0 != this.0 || top.1 == this.1
        }
    }
}
