//! Conversions between objects and Rust values.

use crate::native::{Outcome, Raised};
use crate::object::class::{ClassRef, Special};
use crate::types::int::Int;
use crate::vm::Vm;
use dashu_int::IBig;
use pyspec_abi::Value;

impl Vm {
    /// `repr(v)`, a `str`.
    pub fn repr(&mut self, v: Value) -> Outcome {
        if self.is_exact_int(v) {
            return self.int_repr(v);
        }
        if self.is_exact_str(v) {
            return self.str_repr(v);
        }
        if let Some(f) = self.exact_float(v) {
            return self.new_str(&crate::types::float::text::repr(f));
        }
        self.check_native_stack()?;
        match self.call_special(v, Special::Repr, &[]) {
            Some(result) => self.check_str(result?, "__repr__"),
            None => Err(self.type_error("object has no __repr__")),
        }
    }

    /// `str(v)`.
    pub fn to_str(&mut self, v: Value) -> Outcome {
        if self.is_exact_str(v) {
            return Ok(v);
        }
        if self.is_exact_int(v) || self.exact_float(v).is_some() {
            return self.repr(v);
        }
        match self.call_special(v, Special::Str, &[]) {
            Some(result) => self.check_str(result?, "__str__"),
            None => self.repr(v),
        }
    }

    /// The result of a conversion method must be a `str`.
    fn check_str(&mut self, result: Value, method: &str) -> Outcome {
        if self.is_str(result) {
            return Ok(result);
        }
        let name = self.type_name(result);
        Err(self.type_error(format!("{method} returned non-string (type {name})")))
    }

    /// `ascii(v)`.
    pub fn ascii(&mut self, v: Value) -> Outcome {
        let repr = self.repr(v)?;
        let text = self.str_text_of(repr);
        if text.ascii {
            return Ok(repr);
        }
        let escaped = crate::types::str::repr::escape_non_ascii(text.bytes);
        self.new_text(&escaped, true, escaped.len())
    }

    /// `repr(v)` as Rust text.
    pub fn repr_text(&mut self, v: Value) -> Outcome<String> {
        let repr = self.repr(v)?;
        Ok(self.str_lossy(repr))
    }

    /// `str(v)` as Rust text.
    pub fn str_text(&mut self, v: Value) -> Outcome<String> {
        let text = self.to_str(v)?;
        Ok(self.str_lossy(text))
    }

    /// `format(v, spec)`.
    pub fn format(&mut self, v: Value, spec: &str) -> Outcome {
        self.format_bytes(v, spec.as_bytes())
    }

    /// `format(v, spec)` with a specification that may hold surrogates.
    pub fn format_bytes(&mut self, v: Value, spec: &[u8]) -> Outcome {
        if self.is_exact_str(v) {
            return self.format_str(v, spec);
        }
        if self.is_exact_int(v) {
            return self.format_int(v, spec);
        }
        if let Some(f) = self.exact_float(v) {
            return if spec.is_empty() { self.repr(v) } else { self.format_float(f, spec, v) };
        }
        let text = self.new_str_wtf8(spec)?;
        self.format_value(v, text)
    }

    /// `format(v, spec)` with the specification an object.
    pub fn format_value(&mut self, v: Value, spec: Value) -> Outcome {
        match self.call_special(v, Special::Format, &[spec]) {
            Some(result) => {
                let result = result?;
                if self.is_str(result) {
                    return Ok(result);
                }
                let name = self.type_name(result);
                Err(self.type_error(format!("__format__ must return a str, not {name}")))
            }
            None => {
                let name = self.type_name(v);
                Err(self.type_error(format!("Type {name} doesn't define __format__")))
            }
        }
    }

    /// `v.__index__()`, an exact int.
    pub fn index(&mut self, v: Value) -> Outcome {
        if self.is_exact_int(v) {
            return Ok(v);
        }
        if self.is_int(v) {
            return crate::types::int::int_pos(self, v);
        }
        let Some(result) = self.call_special(v, Special::Index, &[]) else {
            let name = self.type_name(v);
            return Err(self.type_error(format!("'{name}' object cannot be interpreted as an integer")));
        };
        let result = result?;
        if self.is_int(result) {
            return self.converted_int(result, "__index__");
        }
        let name = self.type_name(result);
        Err(self.type_error(format!("__index__ returned non-int (type {name})")))
    }

    /// What a conversion method gave as an exact int; an instance of a subclass is worth a warning.
    pub(crate) fn converted_int(&mut self, result: Value, method: &str) -> Outcome {
        if !self.is_exact_int(result) {
            self.warn_subclass(result, method, "int")?;
        }
        crate::types::int::int_pos(self, result)
    }

    /// Warns that a conversion method gave an instance of a strict subclass.
    pub(crate) fn warn_subclass(&mut self, result: Value, method: &str, wanted: &str) -> Outcome<()> {
        let (class, name) = (self.exceptions.DeprecationWarning, self.type_name(result));
        self.warn(
            class,
            &format!(
                "{method} returned non-{wanted} (type {name}).  The ability to return an instance of a strict subclass of {wanted} is deprecated, and may be removed in a future version of Python."
            ),
        )
    }

    /// `__index__` as an i64; OverflowError beyond.
    pub fn index_i64(&mut self, v: Value) -> Outcome<i64> {
        if v.is_int() {
            return Ok(v.as_int() as i64);
        }
        let int = self.index(v)?;
        match self.int_value(int) {
            Some(i) => Ok(i),
            None => Err(self.overflow_error("Python int too large to convert to C ssize_t")),
        }
    }

    /// `__index__` clamped to the i64 range, as slices do.
    pub fn index_clamped(&mut self, v: Value) -> Outcome<i64> {
        if v.is_int() {
            return Ok(v.as_int() as i64);
        }
        let int = self.index(v)?;
        Ok(match self.int_value(int) {
            Some(i) => i,
            None if self.int_sign(int) < 0 => i64::MIN,
            None => i64::MAX,
        })
    }

    /// `__index__` of a subscript: IndexError beyond.
    pub fn index_subscript(&mut self, v: Value) -> Outcome<i64> {
        if v.is_int() {
            return Ok(v.as_int() as i64);
        }
        let int = self.index(v)?;
        match self.int_value(int) {
            Some(i) => Ok(i),
            None => {
                let name = self.type_name(v);
                Err(self.index_error(format!("cannot fit '{name}' into an index-sized integer")))
            }
        }
    }

    /// `__index__` of a count: OverflowError that names the type.
    pub fn index_count(&mut self, v: Value) -> Outcome<i64> {
        if v.is_int() {
            return Ok(v.as_int() as i64);
        }
        let int = self.index(v)?;
        match self.int_value(int) {
            Some(i) => Ok(i),
            None => {
                let name = self.type_name(v);
                Err(self.overflow_error(format!("cannot fit '{name}' into an index-sized integer")))
            }
        }
    }

    /// The int in `v` (bools and subclasses too), `None` if it is no int or beyond 64 bits.
    #[inline]
    pub fn int_value(&self, v: Value) -> Option<i64> {
        if v.is_int() {
            return Some(v.as_int() as i64);
        }
        match self.int_of(v) {
            Some(Int::Small(i)) => Some(i),
            _ => None,
        }
    }

    /// The int in `v` of any size.
    pub fn big_value(&self, v: Value) -> Option<IBig> {
        self.int_of(v).map(Int::into_big)
    }

    /// The float in `v` (subclasses too), `None` if it is no float.
    pub fn float_value(&self, v: Value) -> Option<f64> {
        self.float_of(v)
    }

    /// `float(v)` of a number: `__float__` or `__index__`.
    pub fn to_f64(&mut self, v: Value) -> Outcome<f64> {
        crate::types::float::rows::number(self, v, "must be real number, not ", "")
    }

    /// Whether it is a `str` or an instance of a subclass.
    #[inline]
    pub fn is_str(&self, v: Value) -> bool {
        self.is_exact_str(v) || v.is_ptr() && self.is_exact_str(self.exact(v))
    }

    /// Text of a `str` argument; TypeError that names `what` if it is none.
    pub fn expect_str(&mut self, v: Value, what: &str) -> Outcome<String> {
        if self.is_str(v) {
            return Ok(self.str_lossy(v));
        }
        Err(self.must_be_str(v, what))
    }

    /// TypeError: `what` must be str.
    #[cold]
    pub fn must_be_str(&mut self, v: Value, what: &str) -> Raised {
        let name = self.type_name(v);
        self.type_error(format!("{what} must be str, not {name}"))
    }

    /// Bytes of any object with a buffer (bytes, bytearray, memoryview, array), copied; TypeError as CPython words it.
    pub fn buffer(&mut self, v: Value) -> Outcome<Vec<u8>> {
        match self.buffer_bytes(v) {
            Some(bytes) => Ok(bytes),
            None => {
                let name = self.type_name(v);
                Err(self.type_error(format!("a bytes-like object is required, not '{name}'")))
            }
        }
    }

    /// Issues a warning through the `warnings` module (its filters may raise).
    pub fn warn(&mut self, category: ClassRef, message: &str) -> Outcome<()> {
        if self.modules.is(Value::UNSET) {
            return Ok(());
        }
        let modules = self.modules;
        let warnings = self.dict_get_text(modules, "warnings")?;
        let warnings = if warnings.is(Value::UNSET) { self.load_plainly("warnings") } else { Ok(warnings) };
        let warnings = match warnings {
            Ok(warnings) if warnings.is(Value::NONE) => return Ok(()),
            Ok(warnings) => warnings,
            // A warning is not worth an error of something else.
            Err(Raised) => {
                self.take_pending();
                return Ok(());
            }
        };
        let text = self.new_str(message)?;
        self.call_method(warnings, "warn", &[text, category.value()])?;
        Ok(())
    }

    /// Hash by identity: a number that stays with the object, wherever the collector moves it. Of a NaN its bits,
    /// since equal bits are one object.
    pub fn identity_hash(&mut self, v: Value) -> i64 {
        let word = match self.float_of(v) {
            Some(f) => f.to_bits(),
            None if v.is_ptr() => self.heap.hash_of(v) as u64,
            None => v.bits() as u64,
        };
        (word.rotate_right(4) & 0x0fff_ffff_ffff_ffff) as i64
    }
}
