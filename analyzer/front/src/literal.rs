//! Literals decoded from the source: the parser's own strings cannot hold lone surrogates.

use crate::parse::TextRange;
use crate::parse::ast::{self, StringFlags};
use crate::source::Source;

/// The value of a string literal in WTF-8.
pub fn string(source: &Source, s: &ast::StringLiteral) -> Vec<u8> {
    if !s.value.contains('\u{fffd}') {
        return s.value.as_bytes().to_vec();
    }
    let range = s.range.add_start(s.flags.opener_len()).sub_end(s.flags.closer_len());
    let text = newlines(source.slice(range));
    if s.flags.prefix().is_raw() { text.into_bytes() } else { unescape(&text) }
}

/// The value of a literal part of an f-string or t-string.
pub fn middle(source: &Source, l: &ast::InterpolatedStringLiteralElement, flags: ast::AnyStringFlags) -> Vec<u8> {
    if !l.value.contains('\u{fffd}') {
        return l.value.as_bytes().to_vec();
    }
    let text = newlines(source.slice(l.range)).replace("{{", "{").replace("}}", "}");
    if flags.is_raw_string() { text.into_bytes() } else { unescape(&text) }
}

/// The flags of the f-string that a piece stands in; only whether it is raw matters.
pub fn flags_around(_source: &Source, _range: TextRange) -> ast::AnyStringFlags {
    ast::AnyStringFlags::from(ast::FStringFlags::empty())
}

fn newlines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Replaces escapes; the parser has found them to be well formed.
fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.extend(&rest.as_bytes()[..at]);
        rest = &rest[at + 1..];
        rest = &rest[escape(rest, &mut out)..];
    }
    out.extend(rest.as_bytes());
    out
}

/// One escape after its backslash; how many bytes it takes.
fn escape(rest: &str, out: &mut Vec<u8>) -> usize {
    let Some(c) = rest.chars().next() else {
        out.push(b'\\');
        return 0;
    };
    let simple = |b: u8, out: &mut Vec<u8>| {
        out.push(b);
        1
    };
    match c {
        '\n' => 1,
        '\\' | '\'' | '"' => simple(c as u8, out),
        'a' => simple(7, out),
        'b' => simple(8, out),
        'f' => simple(12, out),
        'n' => simple(b'\n', out),
        'r' => simple(b'\r', out),
        't' => simple(b'\t', out),
        'v' => simple(11, out),
        'x' => hex(rest, 2, out),
        'u' => hex(rest, 4, out),
        'U' => hex(rest, 8, out),
        '0'..='7' => octal(rest, out),
        'N' => named(rest, out),
        _ => {
            out.push(b'\\');
            0
        }
    }
}

fn hex(rest: &str, n: usize, out: &mut Vec<u8>) -> usize {
    let digits = rest.get(1..1 + n).unwrap_or("");
    push(u32::from_str_radix(digits, 16).unwrap_or(0xfffd), out);
    1 + digits.len()
}

fn octal(rest: &str, out: &mut Vec<u8>) -> usize {
    let n = rest.bytes().take(3).take_while(|b| (b'0'..=b'7').contains(b)).count();
    push(u32::from_str_radix(&rest[..n], 8).expect("octal digits"), out);
    n
}

/// `\N{…}`: decoded by the parser's own table, by parsing just that.
fn named(rest: &str, out: &mut Vec<u8>) -> usize {
    let Some(end) = rest.find('}') else { return 0 };
    let text = format!("\"\\{}\"", &rest[..=end]);
    let parsed = crate::parse::parse(&text, true);
    if let ast::Mod::Expression(e) = parsed.syntax()
        && let ast::Expr::StringLiteral(s) = &*e.body
    {
        out.extend(s.value.to_str().as_bytes());
    }
    end + 1
}

/// A code point in WTF-8: surrogates as three bytes of their own.
fn push(c: u32, out: &mut Vec<u8>) {
    match char::from_u32(c) {
        Some(c) => out.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.extend([0xe0 | (c >> 12) as u8, 0x80 | (c >> 6 & 63) as u8, 0x80 | (c & 63) as u8]),
    }
}

/// The digits of an integer literal as CPython's constant: in place or decimal digits.
pub fn integer(source: &Source, i: &ast::Int, range: TextRange) -> pyspec_abi::blob::Const {
    use pyspec_abi::blob::Const;
    if let Some(i) = i.as_i64() {
        return Const::Int(i);
    }
    let text = source.slice(range).replace('_', "").to_ascii_lowercase();
    let (digits, radix) = match text.get(..2) {
        Some("0x") => (&text[2..], 16),
        Some("0o") => (&text[2..], 8),
        Some("0b") => (&text[2..], 2),
        _ => (&text[..], 10),
    };
    let big = dashu_int::IBig::from_str_radix(digits, radix).unwrap_or_default();
    crate::fold::int(big)
}
