//! Operators whose method is written in Python: their instruction begins the method's frame.
//!
//! That is done where the left operand's method comes first. If it returns NotImplemented, [`go_on`] does
//! what the protocols do after that.

use super::begin::exact_function;
use super::code::CodeData;
use super::dispatch::{Base, Pc, operand};
use super::frame::Action;
use crate::native::Outcome;
use crate::object::class::{Special, class_flags};
use crate::object::map_of;
use crate::protocol::compare::Comparison;
use crate::protocol::operate::Binary;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;

/// A function and its code's data.
pub type Callee = (Value, *const CodeData);

impl Vm {
    /// A special method of an object of a Python class, if it is a function of exactly `n` arguments.
    #[inline(always)]
    pub fn python_special(&mut self, object: Value, special: Special, n: usize) -> Option<Callee> {
        if !object.is_ptr() || map_of(object) < id::FIRST_DYNAMIC {
            return None;
        }
        let class = self.class_of(object);
        if !class.has(class_flags::HEAP) {
            return None;
        }
        let f = self.special(class, special)?;
        Some((f, exact_function(f, n)?))
    }

    /// Whether the right operand's class comes first, because it derives from the left one's.
    fn right_comes_first(&mut self, x: Value, y: Value, reflected: Special) -> bool {
        let (left, right) = (self.class_of(x), self.class_of(y));
        left != right && self.is_subtype(right, left) && self.special(right, reflected).is_some()
    }

    /// The function that `x op y` begins with.
    pub fn binary_callee(&mut self, op: Binary, x: Value, y: Value) -> Option<Callee> {
        let (special, reflected, _) = op.specials();
        let callee = self.python_special(x, special, 2)?;
        if self.right_comes_first(x, y, reflected) { None } else { Some(callee) }
    }

    /// The function that `x op= y` begins with, and what its result means.
    pub fn inplace_callee(&mut self, op: Binary, x: Value, y: Value) -> Option<(Callee, Action)> {
        let (_, _, special) = op.specials();
        if let Some(callee) = self.python_special(x, special, 2) {
            return Some((callee, Action::InPlace));
        }
        let class = self.class_of(x);
        if self.special(class, special).is_some() {
            return None;
        }
        Some((self.binary_callee(op, x, y)?, Action::Operator))
    }

    /// The function that a comparison begins with.
    pub fn compare_callee(&mut self, op: Comparison, x: Value, y: Value) -> Option<Callee> {
        let callee = self.python_special(x, op.special(), 2)?;
        if self.right_comes_first(x, y, op.reflected().special()) { None } else { Some(callee) }
    }
}

/// The left operand's method has returned NotImplemented.
///
/// # Safety
/// `pc` is an operator's instruction of the frame at `base`, which is published.
pub unsafe fn go_on(vm: &mut Vm, pc: Pc, base: Base, action: Action) -> Outcome {
    // SAFETY: the caller's promise; the operands' places are not written before the result.
    let (n, x, y) = unsafe {
        let insn = operand::Insn::at(pc, base);
        (insn.op as u8, *base.add(insn.b()), *base.add(insn.c()))
    };
    if n >= Op::LT as u8 && n <= Op::GE as u8 {
        return vm.compare_after_left(super::handlers::comparison_of(n - Op::LT as u8), x, y);
    }
    let in_place = n >= Op::IADD as u8;
    let number = n - if in_place { Op::IADD as u8 } else { Op::ADD as u8 };
    let binary = super::handlers::binary_of(number);
    vm.binary_after(binary, in_place, action == Action::Operator, x, y)
}
