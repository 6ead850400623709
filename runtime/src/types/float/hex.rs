//! `float.hex` and `float.fromhex`.

use dashu_int::UBig;

/// `f.hex()`.
pub fn to_hex(f: f64) -> String {
    if !f.is_finite() {
        return super::text::repr(f);
    }
    let bits = f.to_bits();
    let sign = if bits >> 63 != 0 { "-" } else { "" };
    let raw = (bits >> 52 & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    match (raw, fraction) {
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, _) => format!("{sign}0x0.{fraction:013x}p-1022"),
        _ => format!("{sign}0x1.{fraction:013x}p{:+}", raw - 1023),
    }
}

/// Why a text is no hexadecimal float.
#[derive(Debug, PartialEq, Eq)]
pub enum HexError {
    Invalid,
    TooLarge,
}

/// `float.fromhex(text)`.
pub fn from_hex(text: &str) -> Result<f64, HexError> {
    let text = text.trim_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']).to_ascii_lowercase();
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let magnitude = match rest {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        _ => finite(rest)?,
    };
    Ok(if negative { -magnitude } else { magnitude })
}

fn finite(text: &str) -> Result<f64, HexError> {
    let text = text.strip_prefix("0x").unwrap_or(text);
    let (mantissa, exponent) = text.split_once('p').unwrap_or((text, "+0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let fine = |text: &str, test: fn(u8) -> bool| !text.is_empty() && text.bytes().all(test);
    if !fine(&digits, |b| b.is_ascii_hexdigit()) || !fine(unsigned, |b| b.is_ascii_digit()) {
        return Err(HexError::Invalid);
    }
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Ok(0.0);
    }
    let exponent: i64 = exponent.parse().unwrap_or(if exponent.starts_with('-') { i64::MIN / 4 } else { i64::MAX / 4 });
    let exponent = exponent - 4 * fraction.len() as i64;
    let top = exponent.saturating_add(4 * digits.len() as i64);
    if top > 1100 {
        return Err(HexError::TooLarge);
    }
    if top < -1100 {
        return Ok(0.0);
    }
    let mantissa = UBig::from_str_radix(digits, 16).expect("checked digits");
    crate::types::int::scaled(&mantissa, exponent as isize).ok_or(HexError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways() {
        for f in [1.5, -0.0, 5e-324, 1e300, 0.1, 2.2250738585072014e-308] {
            assert_eq!(from_hex(&to_hex(f)).map(f64::to_bits), Ok(f.to_bits()));
        }
        assert_eq!(from_hex(" 0x1.8p1 "), Ok(3.0));
        assert_eq!(from_hex("zz"), Err(HexError::Invalid));
        assert_eq!(from_hex("0x1p5000"), Err(HexError::TooLarge));
    }
}
