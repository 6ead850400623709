//! Floats as text: shortest digits that read back, and digits to a precision.

/// Decimal digits and where the point is: `0.digits * 10^point`.
pub struct Digits {
    pub digits: String,
    pub point: i32,
}

/// Splits Rust's exponent notation.
fn split_exponent(text: &str) -> Digits {
    let (mantissa, exponent) = text.split_once('e').expect("exponent notation");
    let exponent: i32 = exponent.parse().expect("an exponent");
    Digits { digits: mantissa.bytes().filter(|b| *b != b'.').map(char::from).collect(), point: exponent + 1 }
}

/// The shortest digits that read back as `f` (finite, positive or zero), the nearest of them, ties to even.
pub fn shortest(f: f64) -> Digits {
    let mut d = split_exponent(&format!("{f:e}"));
    let last = d.digits.len() - 1;
    // The neighbour below is as near only if f is halfway between two decimals, which its exponent tells.
    if d.digits.as_bytes()[last] & 1 == 1 && binary_exponent(f) == d.point - last as i32 - 2 {
        even_of_tie(&mut d, f);
    }
    d
}

/// Exponent of the lowest set bit.
fn binary_exponent(f: f64) -> i32 {
    let bits = f.to_bits();
    let raw = (bits >> 52 & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) = if raw == 0 { (fraction, -1074) } else { (fraction | 1 << 52, raw - 1075) };
    exponent + mantissa.trailing_zeros() as i32
}

/// Takes the even one of two decimals that are equally near.
fn even_of_tie(d: &mut Digits, f: f64) {
    let n = d.digits.len();
    let exact = split_exponent(&format!("{f:.*e}", n + 20)).digits;
    let (head, tail) = exact.split_at(n);
    if !tail.starts_with('5') || tail[1..].bytes().any(|b| b != b'0') {
        return;
    }
    let head: u64 = head.parse().expect("at most 17 digits");
    let even = (head + (head & 1)).to_string();
    if even.len() == n && format!("0.{even}e{}", d.point).parse() == Ok(f) {
        d.digits = even;
    }
}

/// `repr(f)`.
pub fn repr(f: f64) -> String {
    repr_with(f, true)
}

/// As `repr`, but `1` for 1.0 unless `point_zero`: the parts of a complex.
pub fn repr_with(f: f64, point_zero: bool) -> String {
    if f.is_nan() {
        return "nan".into();
    }
    let sign = if f.is_sign_negative() { "-" } else { "" };
    if f.is_infinite() {
        return format!("{sign}inf");
    }
    let d = shortest(f.abs());
    let mut out = String::with_capacity(24);
    out.push_str(sign);
    lay_out(&d, !(-3..=16).contains(&d.point), &mut out);
    if point_zero && !out.contains(['.', 'e']) {
        out.push_str(".0");
    }
    out
}

/// Writes digits in fixed or exponent notation.
fn lay_out(d: &Digits, exponent: bool, out: &mut String) {
    let n = d.digits.len() as i32;
    if exponent {
        out.push_str(&d.digits[..1]);
        if n > 1 {
            out.push('.');
            out.push_str(&d.digits[1..]);
        }
        push_exponent(d.point - 1, 'e', out);
    } else if d.point <= 0 {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', -d.point as usize));
        out.push_str(&d.digits);
    } else if n <= d.point {
        out.push_str(&d.digits);
        out.extend(std::iter::repeat_n('0', (d.point - n) as usize));
    } else {
        out.push_str(&d.digits[..d.point as usize]);
        out.push('.');
        out.push_str(&d.digits[d.point as usize..]);
    }
}

/// `e+05`.
fn push_exponent(exponent: i32, e: char, out: &mut String) {
    use std::fmt::Write;
    let sign = if exponent < 0 { '-' } else { '+' };
    write!(out, "{e}{sign}{:02}", exponent.abs()).expect("a String takes all");
}

/// No double has more digits behind the point that are not zero.
const MAX_FRACTION: usize = 1100;

/// `%.{precision}f` of a finite number, without its sign.
pub fn fixed(f: f64, precision: usize) -> String {
    let f = f.abs();
    let mut out = format!("{f:.*}", precision.min(MAX_FRACTION));
    out.extend(std::iter::repeat_n('0', precision.saturating_sub(MAX_FRACTION)));
    out
}

/// `%.{precision}e` of a finite number, without its sign.
pub fn exponent(f: f64, precision: usize, alternate: bool) -> String {
    let f = f.abs();
    let text = format!("{f:.*e}", precision.min(MAX_FRACTION));
    let (mantissa, exponent) = text.split_once('e').expect("exponent notation");
    let mut out = mantissa.to_owned();
    out.extend(std::iter::repeat_n('0', precision.saturating_sub(MAX_FRACTION)));
    if alternate && precision == 0 {
        out.push('.');
    }
    push_exponent(exponent.parse().expect("an exponent"), 'e', &mut out);
    out
}

/// `%.{precision}g` of a finite number, without its sign. `point_zero`: a format without type,
/// which always shows a digit behind the point.
pub fn general(f: f64, precision: usize, alternate: bool, point_zero: bool) -> String {
    let precision = precision.max(1);
    let mut d = split_exponent(&format!("{:.*e}", (precision - 1).min(MAX_FRACTION), f.abs()));
    if f == 0.0 {
        d.point = 1;
    }
    let limit = precision as i64 - i64::from(point_zero);
    let exponent = d.point <= -4 || i64::from(d.point) > limit;
    if alternate {
        let missing = precision.saturating_sub(d.digits.len());
        d.digits.extend(std::iter::repeat_n('0', missing));
    } else {
        let keep = d.digits.trim_end_matches('0').len().max(1);
        d.digits.truncate(keep);
    }
    let mut out = String::new();
    lay_out(&d, exponent, &mut out);
    if alternate && !out.contains('.') {
        match out.find('e') {
            Some(at) => out.insert(at, '.'),
            None => out.push('.'),
        }
    }
    if point_zero && !exponent && !out.contains('.') {
        out.push_str(".0");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortest_digits() {
        let rows = [
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (123456789012345678.0, "1.2345678901234568e+17"),
            (1e-5, "1e-05"),
            (0.0001, "0.0001"),
            (5e-324, "5e-324"),
            (9007199254740993.0, "9007199254740992.0"),
            (5.684341886080802e-14, "5.684341886080802e-14"),
            (2f64.powi(-44), "5.684341886080802e-14"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (1.5e300, "1.5e+300"),
            (9.5367431640625e-07, "9.5367431640625e-07"),
        ];
        for (f, text) in rows {
            assert_eq!(repr(f), text);
        }
    }

    #[test]
    fn precisions() {
        assert_eq!(fixed(2.5, 0), "2");
        assert_eq!(fixed(0.125, 2), "0.12");
        assert_eq!(exponent(1234.5, 3, false), "1.234e+03");
        assert_eq!(exponent(12345.0, 3, false), "1.234e+04");
        assert_eq!(general(1234567.0, 6, false, false), "1.23457e+06");
        assert_eq!(general(0.0001, 6, false, false), "0.0001");
        assert_eq!(general(100000.0, 6, false, false), "100000");
        assert_eq!(general(12345.0, 5, false, true), "1.2345e+04");
        assert_eq!(general(1.0, 6, true, false), "1.00000");
        assert_eq!(general(0.0, 6, false, false), "0");
    }
}
