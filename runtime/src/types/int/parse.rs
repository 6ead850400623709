//! `int(text, base)`.

use crate::native::Outcome;
use crate::types::str::wtf8;
use crate::vm::Vm;
use dashu_int::{IBig, UBig};
use pyspec_abi::Value;

/// Why a text is no int.
#[derive(Debug, PartialEq, Eq)]
pub enum ParseError {
    /// Not the grammar.
    Invalid,
    /// So many decimal digits, over the limit.
    TooLong(usize),
}

/// White space at both ends removed, decimal digits of all scripts as ASCII; other characters beyond ASCII as `?`.
pub fn ascii_number(text: &[u8]) -> Vec<u8> {
    let trimmed = crate::types::str::classify::trim(text, true, true);
    if trimmed.is_ascii() {
        return trimmed.to_vec();
    }
    let digit = |c: u32| match c {
        0..0x80 => c as u8,
        _ => match crate::types::str::classify::decimal_value(c) {
            Some(d) => b'0' + d as u8,
            None if crate::types::str::classify::is_space(c) => b' ',
            None => b'?',
        },
    };
    wtf8::points(trimmed).map(digit).collect()
}

fn digit_value(c: u8) -> u32 {
    (c as char).to_digit(36).unwrap_or(99)
}

/// The same of a buffer: what it holds beyond ASCII is no text, and no digit.
pub fn ascii_buffer(bytes: &[u8]) -> Vec<u8> {
    let plain: Vec<u8> = bytes.iter().map(|&b| if b.is_ascii() { b } else { b'?' }).collect();
    ascii_number(&plain)
}

/// Parses what [`ascii_number`] gives. `limit` 0: any number of digits.
pub fn parse(text: &[u8], base: u32, limit: usize) -> Result<IBig, ParseError> {
    let (negative, mut rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let prefix = match rest {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    let mut base = base;
    let mut only_zeros = false;
    if prefix != 0 && (base == 0 || base == prefix) {
        base = prefix;
        rest = &rest[2..];
        // One underscore may follow the prefix.
        if let [b'_', more @ ..] = rest {
            rest = more;
        }
    } else if base == 0 {
        base = 10;
        only_zeros = rest.first() == Some(&b'0');
    }
    let mut digits = Vec::with_capacity(rest.len());
    let mut after_digit = false;
    for c in rest {
        if *c == b'_' && after_digit {
            after_digit = false;
        } else if digit_value(*c) < base {
            digits.push(*c);
            after_digit = true;
        } else {
            return Err(ParseError::Invalid);
        }
    }
    if !after_digit || only_zeros && digits.iter().any(|c| *c != b'0') {
        return Err(ParseError::Invalid);
    }
    if !base.is_power_of_two() && limit != 0 && digits.len() > limit && digits.len() > super::text::DIGITS_THRESHOLD {
        return Err(ParseError::TooLong(digits.len()));
    }
    let magnitude = magnitude(&digits, base);
    Ok(if negative { -magnitude } else { magnitude })
}

fn magnitude(digits: &[u8], base: u32) -> IBig {
    let text = std::str::from_utf8(digits).expect("digits are ASCII");
    match u64::from_str_radix(text, base) {
        Ok(small) => IBig::from(small),
        Err(_) => IBig::from(UBig::from_str_radix(text, base).expect("checked digits")),
    }
}

impl Vm {
    /// `int(text, base)`; `object` is what the error shows.
    pub fn parse_int(&mut self, text: &[u8], base: u32, object: Value) -> Outcome {
        let number = if self.text(object).is_some() { ascii_number(text) } else { ascii_buffer(text) };
        let limit = self.int_max_str_digits();
        match parse(&number, base, limit) {
            Ok(i) => self.make_big(&i),
            Err(ParseError::TooLong(digits)) => Err(self.value_error(format!(
                "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; use sys.set_int_max_str_digits() to increase the limit"
            ))),
            Err(ParseError::Invalid) => {
                let shown = self.repr_text(object)?;
                let shown: String = shown.chars().take(200).collect();
                Err(self.value_error(format!("invalid literal for int() with base {base}: {shown}")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        let good = [
            ("12", 10, 12),
            ("-1_000", 10, -1000),
            ("0x_ff", 0, 255),
            ("0xff", 16, 255),
            ("z", 36, 35),
            ("00", 0, 0),
            ("0b1", 0, 1),
            ("0b1", 16, 177),
        ];
        for (text, base, value) in good {
            assert_eq!(parse(text.as_bytes(), base, 0), Ok(IBig::from(value)), "{text}");
        }
        for (text, base) in
            [("", 10), ("_1", 10), ("1_", 10), ("1__2", 10), ("01", 0), ("0x", 16), ("12", 2), ("+-1", 10)]
        {
            assert_eq!(parse(text.as_bytes(), base, 0), Err(ParseError::Invalid), "{text}");
        }
    }
}
