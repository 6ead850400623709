//! Operators.

use crate::native::Outcome;
use crate::vm::Vm;
use pyspec_abi::Value;

/// A binary operator, in the order of the instruction table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    MatMul,
    LShift,
    RShift,
    And,
    Or,
    Xor,
    DivMod,
}

impl Vm {
    /// `a op b`.
    pub fn binary(&mut self, _op: Binary, _a: Value, _b: Value) -> Outcome {
        todo!()
    }

    /// `a op= b`, the new value of a.
    pub fn inplace(&mut self, _op: Binary, _a: Value, _b: Value) -> Outcome {
        todo!()
    }

    /// `-v`.
    pub fn negative(&mut self, _v: Value) -> Outcome {
        todo!()
    }

    /// `+v`.
    pub fn positive(&mut self, _v: Value) -> Outcome {
        todo!()
    }

    /// `~v`.
    pub fn invert(&mut self, _v: Value) -> Outcome {
        todo!()
    }

    /// `abs(v)`.
    pub fn absolute(&mut self, _v: Value) -> Outcome {
        todo!()
    }

    /// `pow(a, b, modulus)`.
    pub fn power(&mut self, _a: Value, _b: Value, _modulus: Value) -> Outcome {
        todo!()
    }
}
