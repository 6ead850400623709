//! Equality, order, hashes.

use crate::native::Outcome;
use crate::vm::Vm;
use pyspec_abi::Value;

/// A rich comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl Vm {
    /// `a == b` as a truth value, identity first.
    pub fn equal(&mut self, _a: Value, _b: Value) -> Outcome<bool> {
        todo!()
    }

    /// Rich comparison with its result as an object.
    pub fn compare(&mut self, _op: Comparison, _a: Value, _b: Value) -> Outcome {
        todo!()
    }

    /// Rich comparison as a truth value.
    pub fn compare_truth(&mut self, _op: Comparison, _a: Value, _b: Value) -> Outcome<bool> {
        todo!()
    }

    /// `hash(v)`.
    pub fn hash(&mut self, _v: Value) -> Outcome<i64> {
        todo!()
    }

    /// The identity of the language's `is`: ints, floats and complex by type and bits.
    pub fn is_same(&self, _a: Value, _b: Value) -> bool {
        todo!()
    }

    /// `id(v)`.
    pub fn id(&mut self, _v: Value) -> Outcome {
        todo!()
    }

    /// `bool(v)`.
    pub fn truth(&mut self, _v: Value) -> Outcome<bool> {
        todo!()
    }
}
