//! `int`: tagged small ints and big ones of sign and magnitude words.
//!
//! The functions of [`arith`] are the exact-type paths that interpreter and compiled code call; they take
//! ints and bools only. Everything else accepts subclasses through [`Vm::exact`].

pub mod arith;
pub mod bytes;
pub mod hash;
pub mod parse;
pub mod rows;
pub mod text;

pub use arith::*;
pub use rows::TABLE;

use crate::native::Outcome;
use crate::object::layout::BigInt;
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use dashu_base::Sign;
use dashu_int::{IBig, Word};
use pyspec_abi::Value;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// An int looked at.
#[derive(Clone, Debug)]
pub enum Int {
    Small(i64),
    Big(IBig),
}

impl Int {
    /// As a big int.
    pub fn into_big(self) -> IBig {
        match self {
            Int::Small(i) => IBig::from(i),
            Int::Big(b) => b,
        }
    }
}

/// The magnitude words of a big int, and whether it is negative.
#[inline]
fn words<'a>(big: Gc<BigInt>) -> (bool, &'a [Word]) {
    let len = big.len.get();
    // SAFETY: that many words follow the field; they never change.
    let words =
        unsafe { std::slice::from_raw_parts((big.value().bits() + 16) as *const Word, len.unsigned_abs() as usize) };
    (len < 0, words)
}

impl Vm {
    /// An `int`, boxed where it must be.
    #[inline]
    pub fn make_int(&mut self, i: i64) -> Outcome {
        match Value::try_int(i) {
            Some(value) => Ok(value),
            None => self.make_words(i < 0, &[i.unsigned_abs()]),
        }
    }

    /// An `int` of any size.
    pub fn make_big(&mut self, i: &IBig) -> Outcome {
        let (sign, words) = i.as_sign_words();
        if words.len() <= 1 {
            let magnitude = words.first().copied().unwrap_or(0);
            let small = if sign == Sign::Negative { (magnitude as i64).wrapping_neg() } else { magnitude as i64 };
            if magnitude <= 1 << 63 && (small < 0) == (sign == Sign::Negative && magnitude != 0) {
                return self.make_int(small);
            }
        }
        self.make_words(sign == Sign::Negative, words)
    }

    #[inline(never)]
    fn make_words(&mut self, negative: bool, words: &[Word]) -> Outcome {
        let big: Gc<BigInt> = self.alloc(id::BIG_INT, Scan::Leaf, 1 + words.len())?;
        big.len.set(if negative { -(words.len() as i64) } else { words.len() as i64 });
        // SAFETY: the object was made with that many words behind its field.
        unsafe {
            std::ptr::copy_nonoverlapping(words.as_ptr(), (big.value().bits() + 16) as *mut Word, words.len());
        }
        Ok(big.value())
    }

    /// An int from 128 bits.
    pub fn make_i128(&mut self, i: i128) -> Outcome {
        match i64::try_from(i) {
            Ok(i) => self.make_int(i),
            Err(_) => self.make_big(&IBig::from(i)),
        }
    }

    /// The int in a value of type `int`, `bool` or a subclass; `None` for others.
    #[inline]
    pub fn int_of(&self, value: Value) -> Option<Int> {
        if value.is_int() {
            return Some(Int::Small(value.as_int() as i64));
        }
        if value.is_ptr() {
            if map_of(value) == id::BIG_INT {
                // SAFETY: the map says so.
                let (negative, words) = words(unsafe { Gc::from_value_unchecked(value) });
                if let [word] = words {
                    if !negative && *word <= i64::MAX as u64 {
                        return Some(Int::Small(*word as i64));
                    }
                    if negative && *word <= 1 << 63 {
                        return Some(Int::Small((*word as i64).wrapping_neg()));
                    }
                }
                let sign = if negative { Sign::Negative } else { Sign::Positive };
                return Some(Int::Big(IBig::from_sign_words(sign, words)));
            }
            let exact = self.exact(value);
            return if exact.is(value) { None } else { self.int_of(exact) };
        }
        match value {
            Value::TRUE => Some(Int::Small(1)),
            Value::FALSE => Some(Int::Small(0)),
            _ => None,
        }
    }

    /// Whether it is an `int` (bool and subclasses included).
    #[inline]
    pub fn is_int(&self, value: Value) -> bool {
        value.is_int()
            || value.is_bool()
            || value.is_ptr() && {
                let exact = self.exact(value);
                exact.is_int() || exact.is_ptr() && map_of(exact) == id::BIG_INT
            }
    }

    /// Whether it is an `int` itself: no bool, no instance of a subclass.
    #[inline]
    pub fn is_exact_int(&self, value: Value) -> bool {
        value.is_int() || value.is_ptr() && map_of(value) == id::BIG_INT
    }

    /// -1, 0 or 1.
    pub fn int_sign(&self, value: Value) -> i32 {
        match self.int_of(value) {
            Some(Int::Small(i)) => i.signum() as i32,
            Some(Int::Big(b)) => {
                if b.sign() == Sign::Negative {
                    -1
                } else {
                    1
                }
            }
            None => 0,
        }
    }
}
