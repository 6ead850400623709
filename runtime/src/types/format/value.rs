//! `__format__` of the builtins as objects.

use super::number;
use super::spec::SpecError;
use crate::native::{Outcome, Raised};
use crate::types::int::{Int, big_to_f64};
use crate::vm::Vm;
use pyspec_abi::Value;

impl Vm {
    /// Raises what a specification's error says.
    pub fn raise_spec(&mut self, error: SpecError) -> Raised {
        match error {
            SpecError::Value(text) => self.value_error(text),
            SpecError::Overflow(text) => self.overflow_error(text),
        }
    }

    fn formatted(&mut self, result: Result<Vec<u8>, SpecError>) -> Outcome {
        match result {
            Ok(text) => self.new_str_wtf8(&text),
            Err(error) => Err(self.raise_spec(error)),
        }
    }

    /// `format` of an int, a bool or an instance of a subclass.
    pub fn format_int(&mut self, value: Value, spec: &[u8]) -> Outcome {
        if spec.is_empty() {
            return if self.is_exact_int(value) { self.int_repr(value) } else { self.to_str(value) };
        }
        let int = self.int_of(value).expect("an int");
        self.check_int_digits(&int)?;
        let name = self.type_name(value);
        let as_float = || match &int {
            Int::Small(i) => Ok(*i as f64),
            Int::Big(b) => big_to_f64(b).ok_or_else(|| SpecError::Overflow("int too large to convert to float".into())),
        };
        let result = number::format_int(&int, spec, &name, as_float);
        self.formatted(result)
    }

    /// `format` of a float; `value` is the object.
    pub fn format_float(&mut self, f: f64, spec: &[u8], value: Value) -> Outcome {
        if spec.is_empty() && self.exact_float(value).is_none() {
            return self.to_str(value);
        }
        let name = self.type_name(value);
        let result = number::format_float(f, spec, &name);
        self.formatted(result)
    }

    /// `format` of a complex.
    pub fn format_complex(&mut self, parts: (f64, f64), spec: &[u8], value: Value) -> Outcome {
        if spec.is_empty() {
            return self.to_str(value);
        }
        let name = self.type_name(value);
        let result = number::format_complex(parts, spec, &name);
        self.formatted(result)
    }

    /// `format` of a `str` or an instance of a subclass.
    pub fn format_str(&mut self, value: Value, spec: &[u8]) -> Outcome {
        if spec.is_empty() {
            return if self.is_exact_str(value) { Ok(value) } else { self.to_str(value) };
        }
        let text = self.str_text_of(value);
        let name = self.type_name(value);
        let result = number::format_str(text.bytes, text.chars, spec, &name);
        self.formatted(result)
    }
}
