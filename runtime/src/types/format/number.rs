//! Numbers by a specification. Pure.

use super::spec::{Spec, SpecError, bad};
use crate::types::float::text;
use crate::types::int::Int;
use crate::types::int::text::magnitude_digits;
use crate::types::str::wtf8;

/// The parts of a number's text, to be grouped and padded.
#[derive(Default)]
struct Parts {
    negative: bool,
    prefix: &'static str,
    /// Digits before the point.
    whole: String,
    /// Digits behind the point.
    fraction: String,
    /// The point, `""` without one.
    point: &'static str,
    /// Exponent, `%`, or the name of an infinity.
    rest: String,
    /// Digits in a group, where there is grouping.
    group: usize,
}

/// Digits in groups from the right, with zeros in front to fill `width`.
fn group_whole(digits: &str, separator: Option<u8>, group: usize, width: usize) -> String {
    let Some(separator) = separator else {
        let zeros = width.saturating_sub(digits.len());
        return std::iter::repeat_n('0', zeros).chain(digits.chars()).collect();
    };
    let digits = digits.as_bytes();
    let (mut rest, mut width) = (digits.len(), width as isize);
    let mut out = vec![];
    loop {
        let n = group.min(rest.max(usize::try_from(width).unwrap_or(0)).max(1));
        for _ in 0..n {
            if rest > 0 {
                rest -= 1;
                out.push(digits[rest]);
            } else {
                out.push(b'0');
            }
        }
        width -= n as isize;
        if rest == 0 && width <= 0 {
            break;
        }
        out.push(separator);
        width -= 1;
    }
    out.iter().rev().map(|b| *b as char).collect()
}

/// Digits in groups of three from the left.
fn group_fraction(digits: &str, separator: Option<u8>) -> String {
    let Some(separator) = separator else { return digits.to_owned() };
    let groups: Vec<&str> = digits.as_bytes().chunks(3).map(|c| std::str::from_utf8(c).expect("digits")).collect();
    groups.join(&(separator as char).to_string())
}

impl Parts {
    /// Groups and pads.
    fn build(&self, spec: &Spec, default_align: u8) -> Vec<u8> {
        let sign = match (self.negative, spec.sign) {
            (true, _) => "-",
            (false, Some(b'+')) => "+",
            (false, Some(b' ')) => " ",
            _ => "",
        };
        let fraction = group_fraction(&self.fraction, spec.fraction_grouping);
        let others = sign.len() + self.prefix.len() + self.point.len() + fraction.len() + self.rest.len();
        let align = spec.align.unwrap_or(default_align);
        let zeros = align == b'=' && spec.fill == u32::from(b'0');
        let width = if zeros { spec.width.unwrap_or(0).saturating_sub(others) } else { 0 };
        let whole = if self.whole.is_empty() {
            std::iter::repeat_n('0', width).collect()
        } else {
            group_whole(&self.whole, spec.grouping, self.group, width)
        };
        let head = format!("{sign}{}", self.prefix);
        let body = format!("{whole}{}{fraction}{}", self.point, self.rest);
        if align == b'=' {
            let mut out = head.clone().into_bytes();
            let fill = spec.width.unwrap_or(0).saturating_sub(head.len() + body.len());
            (0..fill).for_each(|_| wtf8::push(&mut out, spec.fill));
            out.extend_from_slice(body.as_bytes());
            return out;
        }
        let text = head + &body;
        spec.pad(text.as_bytes(), text.len(), b'>')
    }
}

/// An int by a specification whose type is one of an int's.
fn int_parts(i: &Int, spec: &Spec, type_name: &str) -> Result<Vec<u8>, SpecError> {
    if spec.precision.is_some() {
        return bad("Precision not allowed in integer format specifier");
    }
    if spec.no_negative_zero {
        return bad("Negative zero coercion (z) not allowed in integer format specifier");
    }
    let kind = spec.kind.unwrap_or(u32::from(b'd')) as u8;
    if kind == b'c' {
        return int_char(i, spec);
    }
    let (base, prefix) = match kind {
        b'b' => (2, "0b"),
        b'o' => (8, "0o"),
        b'x' => (16, "0x"),
        b'X' => (16, "0X"),
        b'd' | b'n' => (10, ""),
        _ => return spec.unknown(type_name),
    };
    let mut whole = magnitude_digits(i, base);
    if kind == b'X' {
        whole.make_ascii_uppercase();
    }
    let parts = Parts {
        negative: i.is_negative(),
        prefix: if spec.alternate { prefix } else { "" },
        whole,
        group: if base == 10 { 3 } else { 4 },
        ..Parts::default()
    };
    Ok(parts.build(spec, b'>'))
}

/// Type `c`.
fn int_char(i: &Int, spec: &Spec) -> Result<Vec<u8>, SpecError> {
    if spec.sign.is_some() {
        return bad("Sign not allowed with integer format specifier 'c'");
    }
    if spec.alternate {
        return bad("Alternate form (#) not allowed with integer format specifier 'c'");
    }
    let c = match i {
        Int::Small(c @ 0..0x11_0000) => c,
        Int::Small(_) => return Err(SpecError::Overflow("%c arg not in range(0x110000)".into())),
        Int::Big(_) => return Err(SpecError::Overflow("Python int too large to convert to C long".into())),
    };
    let mut text = vec![];
    wtf8::push(&mut text, *c as u32);
    Ok(spec.pad(&text, 1, b'>'))
}

/// `format(i, spec)`; `as_float` converts for the types of floats.
pub fn format_int(
    i: &Int,
    text: &[u8],
    type_name: &str,
    as_float: impl FnOnce() -> Result<f64, SpecError>,
) -> Result<Vec<u8>, SpecError> {
    let spec = Spec::parse(text, type_name, b'>', b'd')?;
    match spec.kind.and_then(char::from_u32) {
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => float_by(as_float()?, &spec, type_name),
        None | Some('b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n') if spec.kind.is_none_or(|k| k < 128) => {
            int_parts(i, &spec, type_name)
        }
        _ => spec.unknown(type_name),
    }
}

/// `format(f, spec)`.
pub fn format_float(f: f64, text: &[u8], type_name: &str) -> Result<Vec<u8>, SpecError> {
    let spec = Spec::parse(text, type_name, b'>', 0)?;
    float_by(f, &spec, type_name)
}

/// Splits a number's text at point and exponent.
fn split(text: String, parts: &mut Parts) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (whole, rest) = text.split_at(digits);
    parts.whole = whole.into();
    match rest.strip_prefix('.') {
        Some(rest) => {
            parts.point = ".";
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            parts.fraction = rest[..digits].into();
            parts.rest = rest[digits..].into();
        }
        None => parts.rest = rest.into(),
    }
}

/// The unsigned text of a float by type and precision.
fn float_text(f: f64, kind: Option<char>, precision: Option<usize>, alternate: bool, bare: bool) -> Option<String> {
    let size = f.abs();
    let text = match kind {
        None if precision.is_none() => {
            let text = text::repr_with(size, !bare);
            if alternate && !text.contains('.') {
                match text.find('e') {
                    Some(at) => format!("{}.{}", &text[..at], &text[at..]),
                    None => text + ".",
                }
            } else {
                text
            }
        }
        None => text::general(size, precision.unwrap_or(6), alternate, !bare),
        Some('e' | 'E') => text::exponent(size, precision.unwrap_or(6), alternate),
        Some('f' | 'F') => {
            let mut out = text::fixed(size, precision.unwrap_or(6));
            if alternate && precision == Some(0) {
                out.push('.');
            }
            out
        }
        Some('g' | 'G' | 'n') => text::general(size, precision.unwrap_or(6), alternate, false),
        Some('%') => {
            let mut out = text::fixed(size * 100.0, precision.unwrap_or(6));
            if alternate && precision == Some(0) {
                out.push('.');
            }
            out
        }
        _ => return None,
    };
    Some(if matches!(kind, Some('E' | 'F' | 'G')) { text.to_ascii_uppercase() } else { text })
}

/// The parts of a float.
fn float_parts(f: f64, spec: &Spec, bare: bool) -> Option<Parts> {
    let kind = spec.kind.and_then(char::from_u32);
    let mut parts = Parts { negative: f.is_sign_negative() && !f.is_nan(), group: 3, ..Parts::default() };
    let scaled = if kind == Some('%') { f * 100.0 } else { f };
    if scaled.is_finite() {
        let text = float_text(f, kind, spec.precision, spec.alternate, bare)?;
        split(text, &mut parts);
    } else {
        float_text(1.0, kind, spec.precision, spec.alternate, bare)?;
        parts.rest = if f.is_nan() { "nan".into() } else { "inf".into() };
        if matches!(kind, Some('E' | 'F' | 'G')) {
            parts.rest.make_ascii_uppercase();
        }
    }
    if kind == Some('%') {
        parts.rest.push('%');
    }
    let zero = |digits: &str| digits.bytes().all(|b| b == b'0');
    if spec.no_negative_zero && f.is_finite() && zero(&parts.whole) && zero(&parts.fraction) {
        parts.negative = false;
    }
    Some(parts)
}

/// A float by a parsed specification.
fn float_by(f: f64, spec: &Spec, type_name: &str) -> Result<Vec<u8>, SpecError> {
    if spec.precision.is_some_and(|p| p > i32::MAX as usize) {
        return bad("precision too big");
    }
    match float_parts(f, spec, false) {
        Some(parts) => Ok(parts.build(spec, b'>')),
        None => spec.unknown(type_name),
    }
}

/// `format(z, spec)`.
pub fn format_complex((re, im): (f64, f64), text: &[u8], type_name: &str) -> Result<Vec<u8>, SpecError> {
    let spec = Spec::parse(text, type_name, b'>', 0)?;
    if !matches!(spec.kind.and_then(char::from_u32), None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n')) {
        return spec.unknown(type_name);
    }
    if spec.fill == u32::from(b'0') {
        return bad("Zero padding is not allowed in complex format specifier");
    }
    if spec.align == Some(b'=') {
        return bad("'=' alignment flag is not allowed in complex format specifier");
    }
    let bare = spec.kind.is_none();
    let mut inner = Spec { width: None, align: Some(b'>'), ..spec.clone() };
    let mut one = |f: f64, sign: Option<u8>| {
        inner.sign = sign;
        float_parts(f, &inner, bare).map(|p| p.build(&inner, b'>'))
    };
    let only_imaginary = bare && re == 0.0 && re.is_sign_positive();
    let real = if only_imaginary { Some(vec![]) } else { one(re, spec.sign) };
    let imaginary = one(im, if only_imaginary { spec.sign } else { Some(b'+') });
    let (Some(real), Some(imaginary)) = (real, imaginary) else { return spec.unknown(type_name) };
    let mut out = vec![];
    let parentheses = bare && !only_imaginary;
    if parentheses {
        out.push(b'(');
    }
    out.extend(real);
    out.extend(imaginary);
    out.push(b'j');
    if parentheses {
        out.push(b')');
    }
    Ok(spec.pad(&out, out.len(), b'>'))
}

/// `format(text, spec)` of a `str` of that many code points.
pub fn format_str(value: &[u8], chars: usize, text: &[u8], type_name: &str) -> Result<Vec<u8>, SpecError> {
    let spec = Spec::parse(text, type_name, b'<', b's')?;
    if spec.kind.is_some_and(|k| k != u32::from(b's')) {
        return spec.unknown(type_name);
    }
    if let Some(sign) = spec.sign {
        return bad(if sign == b' ' {
            "Space not allowed in string format specifier"
        } else {
            "Sign not allowed in string format specifier"
        });
    }
    if spec.no_negative_zero {
        return bad("Negative zero coercion (z) not allowed in string format specifier");
    }
    if spec.alternate {
        return bad("Alternate form (#) not allowed in string format specifier");
    }
    if spec.align == Some(b'=') {
        return bad("'=' alignment not allowed in string format specifier");
    }
    match spec.precision {
        Some(precision) if precision < chars => {
            let end = wtf8::advance(value, 0, precision);
            Ok(spec.pad(&value[..end], precision, b'<'))
        }
        _ => Ok(spec.pad(value, chars, b'<')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(r: Result<Vec<u8>, SpecError>) -> String {
        match r {
            Ok(text) => String::from_utf8(text).expect("text"),
            Err(SpecError::Value(text)) => format!("ValueError: {text}"),
            Err(SpecError::Overflow(text)) => format!("OverflowError: {text}"),
        }
    }

    #[test]
    fn ints() {
        let rows = [
            (1234567, ",", "1,234,567"),
            (1, "04,", "0,001"),
            (123, "04,", "0,123"),
            (-1234, "010,", "-0,001,234"),
            (255, "#x", "0xff"),
            (255, "_b", "1111_1111"),
            (-5, "=+6", "-    5"),
            (5, "*^7", "***5***"),
            (5, "x<3", "5xx"),
            (97, "c", "a"),
            (3, ".2f", "3.00"),
            (1, ".3", "ValueError: Precision not allowed in integer format specifier"),
            (1, ",x", "ValueError: Cannot specify ',' with 'x'."),
            (1, "s", "ValueError: Unknown format code 's' for object of type 'int'"),
            (1, "+c", "ValueError: Sign not allowed with integer format specifier 'c'"),
            (-1, "c", "OverflowError: %c arg not in range(0x110000)"),
        ];
        for (i, spec, text) in rows {
            assert_eq!(shown(format_int(&Int::Small(i), spec.as_bytes(), "int", || Ok(i as f64))), text, "{i} {spec}");
        }
    }

    #[test]
    fn floats() {
        let rows = [
            (-0.0001, "z.1f", "0.0"),
            (1234567.1234567, ",.7_f", "1,234,567.123_456_7"),
            (1234567.1234567, ".,f", "1234567.123,457"),
            (12345.67891234, "_.8,f", "12_345.678,912,34"),
            (1.5, "", "1.5"),
            (1e20, ",", "1e+20"),
            (1234.5, "+010.1f", "+0001234.5"),
            (f64::INFINITY, "05", "00inf"),
            (f64::NAN, "F", "NAN"),
            (0.256, ".1%", "25.6%"),
            (123456789.0, ".5", "1.2346e+08"),
            (2.0, "g", "2"),
            (2.0, "#g", "2.00000"),
            (1.5, ".", "ValueError: Format specifier missing precision"),
            (1.5, "d", "ValueError: Unknown format code 'd' for object of type 'float'"),
        ];
        for (f, spec, text) in rows {
            assert_eq!(shown(format_float(f, spec.as_bytes(), "float")), text, "{f} {spec}");
        }
        assert_eq!(shown(format_complex((1.0, -2.5), b"", "complex")), "(1-2.5j)");
        assert_eq!(shown(format_complex((1.0, 2.0), b".1f", "complex")), "1.0+2.0j");
    }

    #[test]
    fn texts() {
        let rows = [
            ("abc", "05", "abc00"),
            ("abc", ">5.2", "   ab"),
            ("é", "*^3", "*é*"),
            ("a", ",", "ValueError: Cannot specify ',' with 's'."),
        ];
        for (s, spec, text) in rows {
            assert_eq!(shown(format_str(s.as_bytes(), s.chars().count(), spec.as_bytes(), "str")), text, "{spec}");
        }
    }
}
