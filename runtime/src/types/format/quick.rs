//! The formats that programs use most, without parsing a specification into parts: `d` with a width, `.2f`.

use crate::types::int::text::decimal;
use crate::vm::Vm;
use pyspec_abi::Value;
use std::io::Write;

/// More is left to the long way.
const MOST: usize = 60;

impl Vm {
    /// Appends `format(value, spec)` of an exact int in place or a finite exact float; `false`: nothing is done.
    pub fn quick_format(&self, out: &mut Vec<u8>, value: Value, spec: &[u8]) -> bool {
        if value.is_int() {
            return int(out, value.as_int() as i64, spec);
        }
        match (value.to_flonum().or_else(|| self.exact_float(value)), precision(spec)) {
            (Some(f), Some(digits)) if f.is_finite() => write!(out, "{f:.digits$}").is_ok(),
            _ => false,
        }
    }
}

/// An int by nothing, `d`, a width, or zeros to a width.
fn int(out: &mut Vec<u8>, i: i64, spec: &[u8]) -> bool {
    let spec = spec.strip_suffix(b"d").unwrap_or(spec);
    let (zeros, digits) = match spec {
        [b'0', rest @ ..] => (true, rest),
        all => (false, all),
    };
    let width = match digits {
        [] if !zeros => 0,
        _ => match number(digits) {
            Some(width) => width,
            None => return false,
        },
    };
    let mut buffer = [0; 20];
    let text = decimal(i, &mut buffer);
    let missing = width.saturating_sub(text.len());
    let (sign, magnitude) = if zeros && i < 0 { text.split_at(1) } else { text.split_at(0) };
    out.extend_from_slice(sign);
    out.resize(out.len() + missing, if zeros { b'0' } else { b' ' });
    out.extend_from_slice(magnitude);
    true
}

/// N of `.Nf`.
fn precision(spec: &[u8]) -> Option<usize> {
    number(spec.strip_prefix(b".")?.strip_suffix(b"f")?)
}

fn number(digits: &[u8]) -> Option<usize> {
    if digits.is_empty() || digits.len() > 2 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let n = digits.iter().fold(0, |n, d| n * 10 + usize::from(d - b'0'));
    if n <= MOST { Some(n) } else { None }
}
