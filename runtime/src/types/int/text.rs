//! Ints as text.

use super::Int;
use crate::native::Outcome;
use crate::vm::Vm;
use dashu_base::{BitTest, Sign};
use dashu_int::IBig;
use pyspec_abi::Value;

/// `sys.int_info.default_max_str_digits`.
const DEFAULT_MAX_DIGITS: usize = 4300;
/// `sys.int_info.str_digits_check_threshold`: numbers as short as this are not limited.
pub const DIGITS_THRESHOLD: usize = 640;

/// The decimal digits of a machine int, written at the end of `buffer`.
pub fn decimal(i: i64, buffer: &mut [u8; 20]) -> &[u8] {
    let mut at = buffer.len();
    let mut rest = i.unsigned_abs();
    loop {
        at -= 1;
        buffer[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if i < 0 {
        at -= 1;
        buffer[at] = b'-';
    }
    &buffer[at..]
}

/// Digits of the magnitude in a base from 2 to 36, lower case.
pub fn magnitude_digits(i: &Int, base: u32) -> String {
    match i {
        Int::Small(i) if base == 10 => i.unsigned_abs().to_string(),
        Int::Small(i) => IBig::from(i.unsigned_abs()).in_radix(base as u8).to_string(),
        Int::Big(b) if base == 10 => b.clone().into_parts().1.to_string(),
        Int::Big(b) => b.clone().into_parts().1.in_radix(base as u8).to_string(),
    }
}

impl Int {
    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        match self {
            Int::Small(i) => *i < 0,
            Int::Big(b) => b.sign() == Sign::Negative,
        }
    }
}

impl Vm {
    /// How many decimal digits a conversion may have; 0: any number.
    pub fn int_max_str_digits(&self) -> usize {
        let state = self.module_state.get("int").and_then(|s| s.downcast_ref::<usize>());
        state.copied().unwrap_or(DEFAULT_MAX_DIGITS)
    }

    /// `sys.set_int_max_str_digits`.
    pub fn set_int_max_str_digits(&mut self, digits: usize) {
        self.module_state.insert("int", Box::new(digits));
    }

    /// ValueError if an int of that many bits has more decimal digits than allowed.
    pub fn check_int_digits(&mut self, i: &Int) -> Outcome<()> {
        let Int::Big(b) = i else { return Ok(()) };
        let bits = b.as_sign_words().1.len() * 64;
        let limit = self.int_max_str_digits();
        if limit == 0 || bits < DIGITS_THRESHOLD * 3 || bits * 3 / 10 < limit {
            return Ok(());
        }
        let bits = b.clone().into_parts().1.bit_len();
        // 10^limit has limit * log2(10) bits.
        let limit_bits = (limit as f64 * std::f64::consts::LOG2_10) as usize;
        if bits <= limit_bits || bits == limit_bits + 1 && magnitude_digits(i, 10).len() <= limit {
            return Ok(());
        }
        Err(self.value_error(format!(
            "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
        )))
    }

    /// `repr` of an int, a bool's value or an instance of a subclass, as an object.
    pub fn int_repr(&mut self, value: Value) -> Outcome {
        match self.int_of(value).expect("an int") {
            Int::Small(i) => {
                let mut buffer = [0; 20];
                let digits = decimal(i, &mut buffer);
                self.new_text(digits, true, digits.len())
            }
            i => {
                let text = self.int_repr_text(i)?;
                self.new_text(text.as_bytes(), true, text.len())
            }
        }
    }

    /// `repr` of an int as Rust text.
    pub fn int_repr_text(&mut self, i: Int) -> Outcome<String> {
        self.check_int_digits(&i)?;
        Ok(match i {
            Int::Small(i) => i.to_string(),
            Int::Big(b) => b.to_string(),
        })
    }
}
