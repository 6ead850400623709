//! Syntax errors with CPython's texts: from the parser's complaints and from the tokens.
//!
//! CPython reports what its tokenizer finds anywhere in the text before what its parser
//! finds, except for brackets that are never closed: those only if the parser got to a later line.

mod escapes;
mod misplaced;
mod rules;
mod tokens;
mod warnings;

pub use warnings::{Warning, warnings};

use crate::error::{ErrorKind, Result, SyntaxError};
use crate::parse::{ParseErrorType, Parsed, Ranged, TextRange, TextSize, Token, TokenKind};
use crate::source::Source;

/// Brackets nested deeper than this are refused, as CPython refuses them.
const MAX_BRACKETS: usize = 200;
/// Prefix operators in a row.
const MAX_OPERATORS: usize = 6000;

/// Refuses a text that nests too deeply, before it is parsed.
pub fn refuse_deep(source: &Source) -> Result {
    let mut operators = 0usize;
    let (mut run, mut last) = (0usize, 0u8);
    if let Some(at) = too_many_brackets(source.text.as_bytes()) {
        let at = TextRange::empty(TextSize::from(at as u32));
        return Err(source.error("too many nested parentheses", at));
    }
    let is_operator = |b: &&u8| matches!(b, b'-' | b'+' | b'~');
    if source.text.as_bytes().iter().filter(is_operator).count() <= MAX_OPERATORS {
        return Ok(());
    }
    for &b in source.text.as_bytes() {
        // A chain of prefix operators nests too: `- - - x`.
        if matches!(b, b'-' | b'+' | b'~') {
            run += 1;
            operators = operators.max(run);
        } else if b != b' ' && b != last {
            run = 0;
        }
        last = b;
    }
    if operators > MAX_OPERATORS {
        let message = "Parser stack overflowed - Memory Error";
        return Err(source.error_of(ErrorKind::TooDeep, message, TextRange::default()));
    }
    Ok(())
}

/// Bytes that open or close something.
const MATTERS: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"#'\"([{)]}";
    let mut i = 0;
    while i < bytes.len() {
        table[bytes[i] as usize] = true;
        i += 1;
    }
    table
};

/// Where the bracket is that is one too many, strings and comments left out.
fn too_many_brackets(text: &[u8]) -> Option<usize> {
    let (mut depth, mut i) = (0usize, 0);
    while i < text.len() {
        if !MATTERS[text[i] as usize] {
            i += 1;
            continue;
        }
        match text[i] {
            b'#' => i += text[i..].iter().position(|&b| b == b'\n').unwrap_or(text.len() - i),
            b'\'' | b'"' => {
                i = string_end(text, i);
                continue;
            }
            b'(' | b'[' | b'{' => {
                depth += 1;
                if depth >= MAX_BRACKETS {
                    return Some(i);
                }
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        i += 1;
    }
    None
}

/// The offset after a string that begins at `i`.
fn string_end(text: &[u8], i: usize) -> usize {
    let quote = text[i];
    let triple = text[i..].starts_with(&[quote; 3]);
    let mut at = i + if triple { 3 } else { 1 };
    while at < text.len() {
        match text[at] {
            b'\\' => at += 1,
            b'\n' if !triple => return at,
            b if b == quote && !triple => return at + 1,
            b if b == quote && text[at..].starts_with(&[quote; 3]) => return at + 3,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// The complaint that CPython would raise for a text, if any.
pub fn check(source: &Source, parsed: &Parsed) -> Result {
    let c = Context { source, parsed, tokens: significant(parsed) };
    if let Some(e) = c.token_error() {
        return Err(e);
    }
    let syntax = parsed.errors().iter().find(|e| !matches!(e.error, ParseErrorType::Lexical(_)));
    let ended = syntax.is_none() && !parsed.errors().is_empty();
    if let Some(e) = c.unclosed(syntax.map(|e| e.location.start()), ended) {
        return Err(e);
    }
    if let Some(e) = syntax {
        return Err(c.explain(&e.error, e.location));
    }
    if let Some(e) = parsed.errors().first() {
        return Err(source.error("invalid syntax", e.location));
    }
    match parsed.unsupported_syntax_errors().first() {
        Some(e) => Err(c.unsupported(e)),
        None => Ok(()),
    }
}

/// The tokens that CPython's parser sees.
fn significant(parsed: &Parsed) -> Vec<Token> {
    let skipped = |t: &&Token| !matches!(t.kind(), TokenKind::Comment | TokenKind::NonLogicalNewline);
    parsed.tokens().iter().filter(skipped).copied().collect()
}

/// A text with its tokens, to be looked around in.
struct Context<'a> {
    source: &'a Source,
    parsed: &'a Parsed,
    tokens: Vec<Token>,
}

type Fault = Box<SyntaxError>;

impl Context<'_> {
    fn fail(&self, message: impl Into<String>, range: TextRange) -> Fault {
        self.source.error(message, range)
    }

    fn invalid(&self, range: TextRange) -> Fault {
        self.fail("invalid syntax", self.token_shown(range))
    }

    /// CPython gives the end of a line and the end of the file one column.
    fn token_shown(&self, range: TextRange) -> TextRange {
        if range.is_empty() { TextRange::at(range.start(), TextSize::from(0)) } else { range }
    }

    /// Number of the first token that starts at or after an offset.
    fn index(&self, at: TextSize) -> usize {
        let first = self.tokens.partition_point(|t| t.start() < at);
        let blank = |t: &&Token| matches!(t.kind(), TokenKind::Indent | TokenKind::Dedent);
        first + self.tokens[first..].iter().take_while(blank).count()
    }

    fn token(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i)
    }

    fn kind(&self, i: usize) -> Option<TokenKind> {
        self.token(i).map(|t| t.kind())
    }

    /// The kind of the token `back` before number `i`.
    fn before(&self, i: usize, back: usize) -> Option<TokenKind> {
        i.checked_sub(back).and_then(|i| self.kind(i))
    }

    fn text(&self, range: TextRange) -> &str {
        self.source.slice(range)
    }

    fn line(&self, at: TextSize) -> u32 {
        self.source.line_col(at).0
    }
}
