//! Conversions between objects and Rust values.

use crate::native::Outcome;
use crate::vm::Vm;
use dashu_int::IBig;
use pyspec_abi::Value;

impl Vm {
    /// `repr(v)`, a `str`.
    pub fn repr(&mut self, _v: Value) -> Outcome {
        todo!()
    }

    /// `str(v)`.
    pub fn to_str(&mut self, _v: Value) -> Outcome {
        todo!()
    }

    /// `repr(v)` as Rust text.
    pub fn repr_text(&mut self, _v: Value) -> Outcome<String> {
        todo!()
    }

    /// `str(v)` as Rust text.
    pub fn str_text(&mut self, _v: Value) -> Outcome<String> {
        todo!()
    }

    /// `format(v, spec)`.
    pub fn format(&mut self, _v: Value, _spec: &str) -> Outcome {
        todo!()
    }

    /// `v.__index__()`, an exact int.
    pub fn index(&mut self, _v: Value) -> Outcome {
        todo!()
    }

    /// `__index__` as an i64; OverflowError beyond.
    pub fn index_i64(&mut self, _v: Value) -> Outcome<i64> {
        todo!()
    }

    /// `__index__` clamped to the i64 range, as slices do.
    pub fn index_clamped(&mut self, _v: Value) -> Outcome<i64> {
        todo!()
    }

    /// The int in `v` (bools and subclasses too), `None` if it is no int or beyond 64 bits.
    pub fn int_value(&self, _v: Value) -> Option<i64> {
        todo!()
    }

    /// The int in `v` of any size.
    pub fn big_value(&self, _v: Value) -> Option<IBig> {
        todo!()
    }

    /// The float in `v` (subclasses too), `None` if it is no float.
    pub fn float_value(&self, _v: Value) -> Option<f64> {
        todo!()
    }

    /// `float(v)` of a number: `__float__` or `__index__`.
    pub fn to_f64(&mut self, _v: Value) -> Outcome<f64> {
        todo!()
    }

    /// Whether it is a `str` or an instance of a subclass.
    pub fn is_str(&self, _v: Value) -> bool {
        todo!()
    }

    /// Text of a `str` argument; TypeError that names `what` if it is none.
    pub fn expect_str(&mut self, _v: Value, _what: &str) -> Outcome<String> {
        todo!()
    }

    /// Bytes of any object with a buffer (bytes, bytearray, memoryview, array), copied; TypeError as CPython words it.
    pub fn buffer(&mut self, _v: Value) -> Outcome<Vec<u8>> {
        todo!()
    }
}
