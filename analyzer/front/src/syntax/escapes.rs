//! Escapes in string literals that mean nothing, as the codec words them.

use super::{Context, Fault};
use crate::parse::{Ranged, TextRange, TokenKind};

impl Context<'_> {
    /// The string token around a place.
    pub fn string_around(&self, at: TextRange) -> TextRange {
        let string = self.parsed.tokens().iter().find(|t| {
            matches!(
                t.kind(),
                TokenKind::String | TokenKind::FStringMiddle | TokenKind::TStringMiddle | TokenKind::Unknown
            ) && t.range().contains_range(at)
        });
        string.map_or(at, |t| t.range())
    }

    pub fn bad_escape(&self, at: TextRange) -> Fault {
        let range = self.string_around(at);
        let text = self.text(range);
        let prefix = text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let bytes = text[..prefix].to_ascii_lowercase().contains('b');
        let quoted = text[prefix..].starts_with(['\'', '"']);
        let body = &text[prefix..];
        let quote = match body.get(..3) {
            _ if !quoted => 0,
            Some("'''" | "\"\"\"") => 3,
            _ => 1,
        };
        let body = &body[quote..body.len().saturating_sub(quote).max(quote)];
        match first_bad(body, bytes) {
            Some(Bad { start, .. }) if bytes => {
                self.fail(format!("(value error) invalid \\x escape at position {start}"), range)
            }
            Some(Bad { start, end, what }) => {
                let message = format!("'unicodeescape' codec can't decode bytes in position {start}-{end}: {what}");
                self.fail(format!("(unicode error) {message}"), range)
            }
            None => self.fail("(unicode error) 'unicodeescape' codec can't decode bytes", range),
        }
    }
}

struct Bad {
    start: usize,
    end: usize,
    what: &'static str,
}

/// The first escape that cannot be decoded. A character beyond ASCII counts as the ten bytes of
/// the escape that the codec is given for it.
fn first_bad(body: &str, bytes: bool) -> Option<Bad> {
    let chars: Vec<char> = body.chars().collect();
    let (mut i, mut at) = (0, 0);
    while i < chars.len() {
        if chars[i] != '\\' {
            at += if chars[i].is_ascii() { 1 } else { 10 };
            i += 1;
            continue;
        }
        let rest = &chars[i + 1..];
        let (digits, what) = match rest.first() {
            Some('x') => (2, "truncated \\xXX escape"),
            Some('u') if !bytes => (4, "truncated \\uXXXX escape"),
            Some('U') if !bytes => (8, "truncated \\UXXXXXXXX escape"),
            Some('N') if !bytes => {
                let Some(end) = rest.iter().position(|&c| c == '}').filter(|_| rest.get(1) == Some(&'{')) else {
                    let open = rest.get(1) == Some(&'{');
                    let end = at + if open { rest.len() } else { 1 };
                    return Some(Bad { start: at, end, what: "malformed \\N character escape" });
                };
                let name: String = rest[2..end].iter().collect();
                if !is_name(&name) {
                    return Some(Bad { start: at, end: at + 1 + end, what: "unknown Unicode character name" });
                }
                (i, at) = (i + 2 + end, at + 2 + end);
                continue;
            }
            _ => {
                (i, at) = (i + 2, at + 2);
                continue;
            }
        };
        let found = rest[1..].iter().take(digits).take_while(|c| c.is_ascii_hexdigit()).count();
        if found < digits {
            return Some(Bad { start: at, end: at + 1 + found, what });
        }
        let text: String = rest[1..1 + digits].iter().collect();
        if u32::from_str_radix(&text, 16).is_ok_and(|c| c > 0x10ffff) {
            return Some(Bad { start: at, end: at + 1 + digits, what: "illegal Unicode character" });
        }
        (i, at) = (i + 2 + digits, at + 2 + digits);
    }
    None
}

fn is_name(name: &str) -> bool {
    crate::parse::parse(&format!("\"\\N{{{name}}}\""), true).errors().is_empty()
}
