//! Properties of code points and of texts: `isalpha`, `isspace`, ….

use super::wtf8;
use rustpython_unicode::{case, classify, identifier};

/// Whether Python counts it as white space.
#[inline]
pub fn is_space(c: u32) -> bool {
    match c {
        0..0x80 => matches!(c, 9..=13 | 28..=32),
        _ => wtf8::to_char(c).is_some_and(classify::is_space),
    }
}

/// Value of a decimal digit of any script.
#[inline]
pub fn decimal_value(c: u32) -> Option<u32> {
    match c {
        0..0x80 => char::from(c as u8).to_digit(10),
        _ => rustpython_unicode::Ucd::new(true).decimal(rustpython_wtf8::CodePoint::from_u32(c)?).map(|d| d as u32),
    }
}

/// Whether `repr` shows it as it is.
#[inline]
pub fn is_printable(c: u32) -> bool {
    match c {
        0..0x80 => (0x20..0x7f).contains(&c),
        _ => wtf8::to_char(c).is_some_and(classify::is_printable),
    }
}

/// Without white space at the ends asked for.
pub fn trim(text: &[u8], left: bool, right: bool) -> &[u8] {
    trim_by(text, left, right, is_space)
}

/// Without code points that `drop` names at the ends asked for.
pub fn trim_by(text: &[u8], left: bool, right: bool, mut drop: impl FnMut(u32) -> bool) -> &[u8] {
    let (mut start, mut end) = (0, text.len());
    while left && start < end {
        let (c, width) = wtf8::decode(text, start);
        if !drop(c) {
            break;
        }
        start += width;
    }
    while right && start < end {
        let at = wtf8::before(text, end);
        if !drop(wtf8::decode(text, at).0) {
            break;
        }
        end = at;
    }
    &text[start..end]
}

/// Whether there is text and all of it satisfies.
fn all(text: &[u8], test: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && wtf8::points(text).all(|c| wtf8::to_char(c).is_some_and(&test))
}

/// `isascii`.
pub fn is_ascii(text: &[u8]) -> bool {
    text.is_ascii()
}

/// `isalpha`.
pub fn is_alpha(text: &[u8]) -> bool {
    all(text, |c| if c.is_ascii() { c.is_ascii_alphabetic() } else { classify::is_alpha(c) })
}

/// `isalnum`.
pub fn is_alnum(text: &[u8]) -> bool {
    all(
        text,
        |c| {
            if c.is_ascii() { c.is_ascii_alphanumeric() } else { classify::is_alpha(c) || classify::is_numeric(c) }
        },
    )
}

/// `isdecimal`.
pub fn is_decimal(text: &[u8]) -> bool {
    all(text, |c| if c.is_ascii() { c.is_ascii_digit() } else { classify::is_decimal(c) })
}

/// `isdigit`.
pub fn is_digit(text: &[u8]) -> bool {
    all(text, |c| if c.is_ascii() { c.is_ascii_digit() } else { classify::is_digit(c) })
}

/// `isnumeric`.
pub fn is_numeric(text: &[u8]) -> bool {
    all(text, |c| if c.is_ascii() { c.is_ascii_digit() } else { classify::is_numeric(c) })
}

/// `isspace`.
pub fn is_all_space(text: &[u8]) -> bool {
    all(text, |c| is_space(c as u32))
}

/// `isprintable`; true for no text.
pub fn is_all_printable(text: &[u8]) -> bool {
    wtf8::points(text).all(is_printable)
}

fn lower(c: u32) -> bool {
    wtf8::to_char(c).is_some_and(|c| if c.is_ascii() { c.is_ascii_lowercase() } else { case::is_lowercase(c) })
}

fn upper(c: u32) -> bool {
    wtf8::to_char(c).is_some_and(|c| if c.is_ascii() { c.is_ascii_uppercase() } else { case::is_uppercase(c) })
}

fn title(c: u32) -> bool {
    c >= 0x80 && wtf8::to_char(c).is_some_and(case::is_titlecase)
}

/// `islower`.
pub fn is_lower(text: &[u8]) -> bool {
    !wtf8::points(text).any(|c| upper(c) || title(c)) && wtf8::points(text).any(lower)
}

/// `isupper`.
pub fn is_upper(text: &[u8]) -> bool {
    !wtf8::points(text).any(|c| lower(c) || title(c)) && wtf8::points(text).any(upper)
}

/// `istitle`.
pub fn is_title(text: &[u8]) -> bool {
    let (mut cased, mut previous) = (false, false);
    for c in wtf8::points(text) {
        if upper(c) || title(c) {
            if previous {
                return false;
            }
            (cased, previous) = (true, true);
        } else if lower(c) {
            if !previous {
                return false;
            }
            (cased, previous) = (true, true);
        } else {
            previous = false;
        }
    }
    cased
}

/// `isidentifier`.
pub fn is_identifier(text: &[u8]) -> bool {
    let mut points = wtf8::points(text).map(wtf8::to_char);
    let start = |c: char| if c.is_ascii() { c.is_ascii_alphabetic() || c == '_' } else { identifier::is_start(c) };
    let goes_on =
        |c: char| if c.is_ascii() { c.is_ascii_alphanumeric() || c == '_' } else { identifier::is_continue(c) };
    points.next().flatten().is_some_and(start) && points.all(|c| c.is_some_and(goes_on))
}
