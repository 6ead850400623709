//! Text as bytes: UTF-8 in which every surrogate code point may stand by itself.
//!
//! A high surrogate followed by a low one stays two code points, as Python has it. Pure functions.

/// Whether this byte begins a code point.
#[inline(always)]
pub const fn is_start(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

/// Bytes of the code point that begins with `byte`.
#[inline(always)]
pub const fn width(byte: u8) -> usize {
    match byte {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

/// Code points in `bytes`.
#[inline]
pub fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| is_start(**b)).count()
}

/// The code point at byte `at` and its width.
#[inline]
pub fn decode(bytes: &[u8], at: usize) -> (u32, usize) {
    let tail = |i: usize| u32::from(bytes[at + i] & 0x3f);
    let first = bytes[at];
    match width(first) {
        1 => (u32::from(first), 1),
        2 => (u32::from(first & 0x1f) << 6 | tail(1), 2),
        3 => (u32::from(first & 0x0f) << 12 | tail(1) << 6 | tail(2), 3),
        _ => (u32::from(first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4),
    }
}

/// Appends a code point.
#[inline]
pub fn push(out: &mut Vec<u8>, c: u32) {
    let tail = |shift: u32| 0x80 | (c >> shift & 0x3f) as u8;
    match c {
        0..0x80 => out.push(c as u8),
        0x80..0x800 => out.extend([0xc0 | (c >> 6) as u8, tail(0)]),
        0x800..0x1_0000 => out.extend([0xe0 | (c >> 12) as u8, tail(6), tail(0)]),
        _ => out.extend([0xf0 | (c >> 18) as u8, tail(12), tail(6), tail(0)]),
    }
}

/// The code points, in order.
pub fn points(bytes: &[u8]) -> Points<'_> {
    Points { bytes, at: 0 }
}

/// See [`points`].
#[derive(Clone)]
pub struct Points<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Points<'_> {
    /// Byte position of the next code point.
    pub fn position(&self) -> usize {
        self.at
    }
}

impl Iterator for Points<'_> {
    type Item = u32;
    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.at >= self.bytes.len() {
            return None;
        }
        let (c, width) = decode(self.bytes, self.at);
        self.at += width;
        Some(c)
    }
}

/// Byte position where the code point before byte `at` begins.
#[inline]
pub fn before(bytes: &[u8], at: usize) -> usize {
    let mut i = at - 1;
    while !is_start(bytes[i]) {
        i -= 1;
    }
    i
}

/// Byte position of code point `index`, counted from byte `from` (the end, if there are fewer).
#[inline]
pub fn advance(bytes: &[u8], from: usize, index: usize) -> usize {
    let mut at = from;
    for _ in 0..index {
        if at >= bytes.len() {
            break;
        }
        at += width(bytes[at]);
    }
    at.min(bytes.len())
}

/// As `char`; `None` for a surrogate.
#[inline(always)]
pub fn to_char(c: u32) -> Option<char> {
    char::from_u32(c)
}

/// As a `str`, surrogates as U+FFFD.
pub fn lossy(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    points(bytes).map(|c| to_char(c).unwrap_or('\u{fffd}')).collect()
}

/// As rustpython-wtf8 has it, for the crates that take it. A split surrogate pair is joined, since
/// their type cannot say it.
pub fn to_wtf8(bytes: &[u8]) -> std::borrow::Cow<'_, rustpython_wtf8::Wtf8> {
    use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};
    match std::str::from_utf8(bytes) {
        Ok(text) => std::borrow::Cow::Borrowed(Wtf8::new(text)),
        Err(_) => {
            let mut buf = Wtf8Buf::new();
            points(bytes).for_each(|c| buf.push(CodePoint::from_u32(c).expect("a code point")));
            std::borrow::Cow::Owned(buf)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_round_trip() {
        let all = [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd800, 0xdc00, 0xffff, 0x1_0000, 0x10_ffff];
        let mut bytes = vec![];
        all.iter().for_each(|c| push(&mut bytes, *c));
        assert_eq!(points(&bytes).collect::<Vec<_>>(), all);
        assert_eq!(count(&bytes), all.len());
        assert_eq!(before(&bytes, bytes.len()), bytes.len() - 4);
    }
}
