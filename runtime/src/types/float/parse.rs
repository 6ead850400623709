//! `float(text)`.

/// Parses what [`crate::types::int::parse::ascii_number`] gives: Python's grammar, underscores between digits.
pub fn parse(text: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(text).ok()?;
    let plain = strip_underscores(text)?;
    let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(&plain);
    let named = ["inf", "infinity", "nan"].iter().any(|n| unsigned.eq_ignore_ascii_case(n));
    if !named && !is_decimal(unsigned.as_bytes()) {
        return None;
    }
    plain.parse().ok()
}

/// Without underscores, each of which must stand between two digits.
fn strip_underscores(text: &str) -> Option<std::borrow::Cow<'_, str>> {
    if !text.contains('_') {
        return Some(text.into());
    }
    let bytes = text.as_bytes();
    let digit = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
    let fine = (0..bytes.len()).all(|i| bytes[i] != b'_' || digit(i.checked_sub(1)) && digit(Some(i + 1)));
    if fine { Some(text.replace('_', "").into()) } else { None }
}

/// `digits[.digits][e[sign]digits]`, with digits on one side of the point.
fn is_decimal(text: &[u8]) -> bool {
    let run = |from: usize| text[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = run(0);
    let mut at = whole;
    let mut fraction = 0;
    if text.get(at) == Some(&b'.') {
        fraction = run(at + 1);
        at += 1 + fraction;
    }
    if whole + fraction == 0 {
        return false;
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        at += 1;
        if matches!(text.get(at), Some(b'+' | b'-')) {
            at += 1;
        }
        let exponent = run(at);
        if exponent == 0 {
            return false;
        }
        at += exponent;
    }
    at == text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        for (text, value) in [
            ("1_0", 10.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("-1e-3", -0.001),
            ("1e400", f64::INFINITY),
            ("+Infinity", f64::INFINITY),
        ] {
            assert_eq!(parse(text.as_bytes()), Some(value), "{text}");
        }
        for text in ["", ".", "1__0", "_1", "1_", "1e", "e5", "0x1", "1 2", "infin", "1_.5"] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
