//! Conditions: which comparison sets the flags, and what they must show.

use super::Lowering;
use super::form::{Cc, Cond, Flags, LTest, Src};
use crate::mir::*;

impl Lowering<'_> {
    pub(super) fn test(&mut self, test: Test) -> LTest {
        match test {
            Test::Int { cc, size, a, b } => {
                let (a, b) = self.test_sides(size, a, b);
                LTest { flags: Flags::Cmp { size, a, b }, cond: Cond::One(int_cc(cc)) }
            }
            Test::Bits { any, size, a, mask } => {
                // `test` takes memory on its left only, and either way round is the same.
                let (a, mask) = if let Operand::Mem(_) = mask { (mask, a) } else { (a, mask) };
                let (b, a) = match (a, mask) {
                    (Operand::Reg(_), Operand::Reg(_)) => self.test_sides(size, mask, a),
                    _ => {
                        let (a, mask) = self.test_sides(size, a, mask);
                        (mask, a)
                    }
                };
                let cc = if any { Cc::Ne } else { Cc::Eq };
                LTest { flags: Flags::Test { size, a, b }, cond: Cond::One(cc) }
            }
            Test::Float { cc, a, b } => {
                use FloatCc::*;
                // `ucomisd a, b` sets carry where `a < b` and where unordered: so "above" is what NaNs fail.
                let (swap, cond) = match cc {
                    Eq => (false, Cond::EqOrdered),
                    Ne => (false, Cond::NeUnordered),
                    Gt => (false, Cond::One(Cc::Above)),
                    Ge => (false, Cond::One(Cc::AboveEq)),
                    Lt => (true, Cond::One(Cc::Above)),
                    Le => (true, Cond::One(Cc::AboveEq)),
                    NotGt => (false, Cond::One(Cc::BelowEq)),
                    NotGe => (false, Cond::One(Cc::Below)),
                    NotLt => (true, Cond::One(Cc::BelowEq)),
                    NotLe => (true, Cond::One(Cc::Below)),
                    Ordered => (false, Cond::One(Cc::NoParity)),
                    Unordered => (false, Cond::One(Cc::Parity)),
                };
                let (a, b) = if swap { (b, a) } else { (a, b) };
                let a = self.use_reg(a);
                let b = self.use_any(b);
                LTest { flags: Flags::Ucomi { a, b }, cond }
            }
        }
    }

    /// Operands of a comparison: one of them may be memory, so a register on the other side must be one.
    fn test_sides(&mut self, size: Size, a: Operand, b: Operand) -> (Src, Src) {
        let left = match a {
            Operand::Reg(reg) if size == Size::S8 => Src::Op(self.use_byte(reg, 0)),
            Operand::Reg(reg) if matches!(b, Operand::Imm(_)) => Src::Op(self.use_any(reg)),
            Operand::Reg(reg) => Src::Op(self.use_reg(reg)),
            Operand::Mem(addr) => Src::Mem(self.mem(addr)),
            Operand::Imm(_) => unreachable!("verified: no immediate on the left"),
        };
        let right = match b {
            // One value cannot be asked to be in two registers at once.
            Operand::Reg(reg) if matches!(a, Operand::Reg(a) if self.resolve(a) == self.resolve(reg)) => left,
            Operand::Reg(reg) if size == Size::S8 => Src::Op(self.use_byte(reg, 1)),
            Operand::Reg(reg) if matches!(a, Operand::Mem(_)) => Src::Op(self.use_reg(reg)),
            Operand::Reg(reg) => Src::Op(self.use_any(reg)),
            Operand::Imm(value) => Src::Imm(value),
            Operand::Mem(addr) => Src::Mem(self.mem(addr)),
        };
        (left, right)
    }
}

fn int_cc(cc: IntCc) -> Cc {
    match cc {
        IntCc::Eq => Cc::Eq,
        IntCc::Ne => Cc::Ne,
        IntCc::Lt => Cc::Lt,
        IntCc::Le => Cc::Le,
        IntCc::Gt => Cc::Gt,
        IntCc::Ge => Cc::Ge,
        IntCc::Below => Cc::Below,
        IntCc::BelowEq => Cc::BelowEq,
        IntCc::Above => Cc::Above,
        IntCc::AboveEq => Cc::AboveEq,
    }
}
