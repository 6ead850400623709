//! Case mappings of whole texts.

use super::wtf8;
use rustpython_unicode::case;

/// Maps ASCII by bytes, other text by `full`.
fn mapped(
    text: &[u8],
    ascii: impl FnOnce(&mut Vec<u8>),
    full: impl FnOnce(&rustpython_wtf8::Wtf8) -> rustpython_wtf8::Wtf8Buf,
) -> Vec<u8> {
    if text.is_ascii() {
        let mut out = text.to_vec();
        ascii(&mut out);
        return out;
    }
    full(&wtf8::to_wtf8(text)).as_bytes().to_vec()
}

/// `lower`.
pub fn lower(text: &[u8]) -> Vec<u8> {
    mapped(text, |t| t.make_ascii_lowercase(), |t| t.to_lowercase())
}

/// `upper`.
pub fn upper(text: &[u8]) -> Vec<u8> {
    mapped(text, |t| t.make_ascii_uppercase(), |t| t.to_uppercase())
}

/// `casefold`.
pub fn casefold(text: &[u8]) -> Vec<u8> {
    mapped(text, |t| t.make_ascii_lowercase(), case::casefold_wtf8)
}

/// `capitalize`.
pub fn capitalize(text: &[u8]) -> Vec<u8> {
    let ascii = |t: &mut Vec<u8>| {
        t.make_ascii_lowercase();
        if let Some(first) = t.first_mut() {
            first.make_ascii_uppercase();
        }
    };
    mapped(text, ascii, case::capitalize_wtf8)
}

/// `title`.
pub fn title(text: &[u8]) -> Vec<u8> {
    mapped(text, |t| ascii_title(t), case::title_wtf8)
}

/// `title` of ASCII bytes, in place.
pub fn ascii_title(text: &mut [u8]) {
    let mut previous = false;
    for byte in text {
        if previous {
            byte.make_ascii_lowercase()
        } else {
            byte.make_ascii_uppercase()
        }
        previous = byte.is_ascii_alphabetic();
    }
}

/// `swapcase`.
pub fn swapcase(text: &[u8]) -> Vec<u8> {
    mapped(text, |t| ascii_swapcase(t), case::swapcase_wtf8)
}

/// `swapcase` of ASCII bytes, in place.
pub fn ascii_swapcase(text: &mut [u8]) {
    for byte in text {
        if byte.is_ascii_lowercase() { byte.make_ascii_uppercase() } else { byte.make_ascii_lowercase() }
    }
}
