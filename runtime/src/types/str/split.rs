//! Splitting. Pure; ranges are byte positions.

use super::{find, wtf8};
use std::ops::Range;

/// Where `split(sep, limit)` cuts.
pub fn split(text: &[u8], separator: &[u8], limit: usize) -> Vec<Range<usize>> {
    let (mut parts, mut at) = (vec![], 0);
    while parts.len() < limit {
        let Some(i) = find::find(text, separator, at) else { break };
        parts.push(at..i);
        at = i + separator.len();
    }
    parts.push(at..text.len());
    parts
}

/// Where `rsplit(sep, limit)` cuts, in order of the text.
pub fn rsplit(text: &[u8], separator: &[u8], limit: usize) -> Vec<Range<usize>> {
    let (mut parts, mut end) = (vec![], text.len());
    while parts.len() < limit {
        let Some(i) = find::rfind(&text[..end], separator) else { break };
        parts.push(i + separator.len()..end);
        end = i;
    }
    parts.push(0..end);
    parts.reverse();
    parts
}

/// Where `split()` cuts: at runs that `is_space` names, of units that `next` steps over.
pub fn split_space(
    text: &[u8],
    limit: usize,
    is_space: impl Fn(u32) -> bool,
    decode: impl Fn(&[u8], usize) -> (u32, usize),
) -> Vec<Range<usize>> {
    let (mut parts, mut at) = (vec![], 0);
    loop {
        while at < text.len() {
            let (c, width) = decode(text, at);
            if !is_space(c) {
                break;
            }
            at += width;
        }
        if at >= text.len() {
            return parts;
        }
        let start = at;
        if parts.len() >= limit {
            parts.push(start..text.len());
            return parts;
        }
        while at < text.len() {
            let (c, width) = decode(text, at);
            if is_space(c) {
                break;
            }
            at += width;
        }
        parts.push(start..at);
    }
}

/// Where `rsplit()` cuts, in order of the text.
pub fn rsplit_space(
    text: &[u8],
    limit: usize,
    is_space: impl Fn(u32) -> bool,
    back: impl Fn(&[u8], usize) -> (u32, usize),
) -> Vec<Range<usize>> {
    let (mut parts, mut end) = (vec![], text.len());
    loop {
        while end > 0 {
            let (c, at) = back(text, end);
            if !is_space(c) {
                break;
            }
            end = at;
        }
        if end == 0 {
            break;
        }
        if parts.len() >= limit {
            parts.push(0..end);
            break;
        }
        let mut start = end;
        while start > 0 {
            let (c, at) = back(text, start);
            if is_space(c) {
                break;
            }
            start = at;
        }
        parts.push(start..end);
        end = start;
    }
    parts.reverse();
    parts
}

/// The code point before byte `end` and where it begins.
pub fn back(text: &[u8], end: usize) -> (u32, usize) {
    let at = wtf8::before(text, end);
    (wtf8::decode(text, at).0, at)
}

/// Whether a code point ends a line of text.
fn ends_line(c: u32) -> bool {
    matches!(c, 10..=13 | 28..=30 | 0x85 | 0x2028 | 0x2029)
}

/// Lines of text, with their ends if `keep`.
pub fn lines(text: &[u8], keep: bool) -> Vec<Range<usize>> {
    lines_by(text, keep, ends_line, wtf8::decode)
}

/// Lines of bytes.
pub fn byte_lines(text: &[u8], keep: bool) -> Vec<Range<usize>> {
    lines_by(text, keep, |c| matches!(c, 10 | 13), |t, i| (u32::from(t[i]), 1))
}

fn lines_by(
    text: &[u8],
    keep: bool,
    ends: impl Fn(u32) -> bool,
    decode: impl Fn(&[u8], usize) -> (u32, usize),
) -> Vec<Range<usize>> {
    let (mut parts, mut start, mut at) = (vec![], 0, 0);
    while at < text.len() {
        let (c, mut width) = decode(text, at);
        if ends(c) {
            if c == 13 && text.get(at + 1) == Some(&10) {
                width = 2;
            }
            parts.push(start..if keep { at + width } else { at });
            start = at + width;
        }
        at += width;
    }
    if start < text.len() {
        parts.push(start..text.len());
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::classify;
    use super::*;

    fn shown(text: &str, parts: Vec<Range<usize>>) -> Vec<&str> {
        parts.into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn cuts() {
        let all = usize::MAX;
        assert_eq!(shown("a,b,,c", split(b"a,b,,c", b",", all)), ["a", "b", "", "c"]);
        assert_eq!(shown("a,b,,c", rsplit(b"a,b,,c", b",", 2)), ["a,b", "", "c"]);
        let t = "  a b\u{3000}c  ";
        assert_eq!(shown(t, split_space(t.as_bytes(), all, classify::is_space, wtf8::decode)), ["a", "b", "c"]);
        assert_eq!(shown(t, split_space(t.as_bytes(), 1, classify::is_space, wtf8::decode)), ["a", "b\u{3000}c  "]);
        assert_eq!(shown(t, rsplit_space(t.as_bytes(), 1, classify::is_space, back)), ["  a b", "c"]);
        let t = "a\r\nb\n\u{2028}c";
        assert_eq!(shown(t, lines(t.as_bytes(), true)), ["a\r\n", "b\n", "\u{2028}", "c"]);
    }
}
