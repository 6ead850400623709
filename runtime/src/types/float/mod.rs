//! `float`: in place where the exponent is common, else boxed.

pub mod arith;
pub mod half;
pub mod hex;
pub mod parse;
pub mod rows;
pub mod text;

pub use arith::*;
pub use rows::TABLE;

use crate::native::Outcome;
use crate::object::layout::Float;
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

impl Vm {
    /// A `float`, boxed where it must be.
    #[inline]
    pub fn make_float(&mut self, f: f64) -> Outcome {
        match Value::try_float(f) {
            Some(value) => Ok(value),
            None => self.box_float(f),
        }
    }

    #[inline(never)]
    fn box_float(&mut self, f: f64) -> Outcome {
        let float: Gc<Float> = self.alloc(id::FLOAT, Scan::Leaf, Float::SLOTS)?;
        float.value.set(f);
        Ok(float.value())
    }

    /// The float in a value of type `float` itself.
    #[inline]
    pub fn exact_float(&self, value: Value) -> Option<f64> {
        if let Some(f) = value.to_flonum() {
            return Some(f);
        }
        if value.is_ptr() && map_of(value) == id::FLOAT {
            // SAFETY: the map says so.
            return Some(unsafe { Gc::<Float>::from_value_unchecked(value) }.value.get());
        }
        None
    }

    /// The float in a value of type `float` or a subclass.
    #[inline]
    pub fn float_of(&self, value: Value) -> Option<f64> {
        self.exact_float(value).or_else(|| if value.is_ptr() { self.exact_float(self.exact(value)) } else { None })
    }
}
