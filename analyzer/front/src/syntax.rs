//! Syntax errors with CPython's texts: from the parser's complaints and from the tokens.

use crate::error::{ErrorKind, Result};
use crate::parse::{ParseErrorType, Parsed, TextRange};
use crate::source::Source;

/// Brackets and operators nested deeper than this are refused before parsing.
const MAX_NESTING: usize = 6000;
/// Stack that one level of nesting may need, over all steps.
const PER_LEVEL: usize = 12 << 10;
const BASE: usize = 8 << 20;

/// How large a stack the text needs, from how deeply it nests.
pub fn stack_needed(source: &Source) -> Result<usize> {
    let (mut depth, mut deepest) = (0usize, 0usize);
    for b in source.text.bytes() {
        match b {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    if deepest > MAX_NESTING {
        return Err(source.error_of(ErrorKind::TooDeep, "", TextRange::default()));
    }
    Ok(BASE + deepest * PER_LEVEL)
}

/// The first complaint of the parser, as CPython words it.
pub fn check(source: &Source, parsed: &Parsed) -> Result {
    if let Some(e) = parsed.errors().first() {
        let message = match &e.error {
            ParseErrorType::UnexpectedIndentation => {
                return Err(source.error_of(ErrorKind::Indentation, "unexpected indent", e.location));
            }
            _ => "invalid syntax".to_string(),
        };
        return Err(source.error(message, e.location));
    }
    if let Some(e) = parsed.unsupported_syntax_errors().first() {
        return Err(source.error("invalid syntax", e.range));
    }
    Ok(())
}
