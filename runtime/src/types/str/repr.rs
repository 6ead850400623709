//! `repr` of text and bytes.

use super::{classify, wtf8};
use crate::native::Outcome;
use crate::vm::Vm;
use pyspec_abi::Value;

/// The quote that needs the fewest escapes, as Python chooses it.
fn quote(text: &[u8]) -> u8 {
    if text.contains(&b'\'') && !text.contains(&b'"') { b'"' } else { b'\'' }
}

/// Appends an escape of a code point.
fn escape(out: &mut Vec<u8>, c: u32) {
    let text = match c {
        0..0x100 => format!("\\x{c:02x}"),
        0x100..0x1_0000 => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    };
    out.extend_from_slice(text.as_bytes());
}

/// One byte of ASCII inside quotes.
fn push_ascii(out: &mut Vec<u8>, byte: u8, quote: u8) {
    match byte {
        b'\n' => out.extend(b"\\n"),
        b'\r' => out.extend(b"\\r"),
        b'\t' => out.extend(b"\\t"),
        b'\\' => out.extend(b"\\\\"),
        _ if byte == quote => out.extend([b'\\', byte]),
        0x20..0x7f => out.push(byte),
        _ => escape(out, u32::from(byte)),
    }
}

/// `repr` of text.
pub fn text(text: &[u8]) -> Vec<u8> {
    let quote = quote(text);
    let mut out = Vec::with_capacity(text.len() + 2);
    out.push(quote);
    for c in wtf8::points(text) {
        match c {
            0..0x80 => push_ascii(&mut out, c as u8, quote),
            _ if classify::is_printable(c) => wtf8::push(&mut out, c),
            _ => escape(&mut out, c),
        }
    }
    out.push(quote);
    out
}

/// `repr` of bytes, without the `b`.
pub fn bytes(bytes: &[u8]) -> Vec<u8> {
    let quote = quote(bytes);
    let mut out = Vec::with_capacity(bytes.len() + 2);
    out.push(quote);
    bytes.iter().for_each(|b| push_ascii(&mut out, *b, quote));
    out.push(quote);
    out
}

/// What `ascii()` does to a repr: escapes for all beyond ASCII.
pub fn escape_non_ascii(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() * 2);
    for c in wtf8::points(text) {
        if c < 0x80 { out.push(c as u8) } else { escape(&mut out, c) }
    }
    out
}

impl Vm {
    /// `repr` of a `str` or an instance of a subclass.
    pub fn str_repr(&mut self, string: Value) -> Outcome {
        let shown = text(self.str_bytes(string));
        self.new_str_wtf8(&shown)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn quotes_and_escapes() {
        let rows = [
            ("a'b", "\"a'b\""),
            ("a'\"b", "'a\\'\"b'"),
            ("\n\x01é\u{a0}\u{3000}日", "'\\n\\x01é\\xa0\\u3000日'"),
            ("\u{10ffff}", "'\\U0010ffff'"),
        ];
        for (text, repr) in rows {
            assert_eq!(String::from_utf8(super::text(text.as_bytes())).as_deref(), Ok(repr));
        }
    }
}
