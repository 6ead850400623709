//! Arithmetic and comparisons, and what comparisons tell of their operands.

use super::build::Builder;
use super::constants;
use super::instruction::Known;
use super::*;
use crate::solve::objects;
use pyspec_abi::ops::Op;
use pyspec_front::hir::Insn;

impl Builder<'_> {
    pub(super) fn binary(&mut self, insn: &Insn) {
        const OPS: [Binary; 13] = [
            Binary::Add,
            Binary::Sub,
            Binary::Mul,
            Binary::Div,
            Binary::FloorDiv,
            Binary::Mod,
            Binary::Pow,
            Binary::MatMul,
            Binary::LShift,
            Binary::RShift,
            Binary::And,
            Binary::Or,
            Binary::Xor,
        ];
        let in_place = insn.op as u8 >= Op::IADD as u8;
        let n = insn.op as u8 - if in_place { Op::IADD as u8 } else { Op::ADD as u8 };
        let (left, right) = (self.get(insn.b), self.get(insn.c));
        let to = self.define(insn.a);
        self.push(Constraint::Binary { to, left, right, op: OPS[n as usize], in_place });
    }

    pub(super) fn unary(&mut self, insn: &Insn) {
        let from = self.get(insn.b);
        let method = match insn.op {
            Op::NOT | Op::TRUTH => {
                let to = self.fixed(insn.a, objects::BOOL);
                self.known[to as usize] = if insn.op == Op::NOT { Known::Not(from) } else { Known::Truth(from) };
                return;
            }
            Op::NEG => "__neg__",
            Op::POS => "__pos__",
            _ => "__invert__",
        };
        let method = self.program.symbols.get(method);
        let to = self.define(insn.a);
        self.push(Constraint::Unary { to, from, method });
    }

    pub(super) fn compare(&mut self, insn: &Insn) {
        let (left, right) = (self.get(insn.b), self.get(insn.c));
        let is_none = |s: &Self, v: Var| matches!(s.known[v as usize], Known::Immediate { object: objects::NONE, .. });
        let negated = matches!(insn.op, Op::ISNOT | Op::NE);
        let method = match insn.op {
            Op::IS | Op::ISNOT | Op::EQ | Op::NE if is_none(self, right) => {
                let to = self.fixed(insn.a, objects::BOOL);
                self.known[to as usize] = Known::IsNone { value: left, negated };
                return;
            }
            Op::EQ | Op::NE if self.is_main_test(left, right) => {
                let to = self.fixed(insn.a, objects::BOOL);
                self.known[to as usize] = Known::IsMain { negated };
                return;
            }
            Op::LT => "__lt__",
            Op::LE => "__le__",
            Op::EQ => "__eq__",
            Op::NE => "__ne__",
            Op::GT => "__gt__",
            Op::GE => "__ge__",
            Op::IN | Op::NOTIN => "__contains__",
            _ => {
                let to = self.fixed(insn.a, objects::BOOL);
                self.known[to as usize] = Known::Compared;
                return;
            }
        };
        let method = self.program.symbols.get(method);
        let contains = matches!(insn.op, Op::IN | Op::NOTIN);
        let (left, right) = if contains { (right, left) } else { (left, right) };
        let to = self.define(insn.a);
        self.push(Constraint::Compare { to, left, right, method });
        self.known[to as usize] = Known::Compared;
    }

    fn is_main_test(&self, left: Var, right: Var) -> bool {
        let is_name = |v: Var| match self.known[v as usize] {
            Known::Global(name) => self.program.symbols.name(name) == "__name__",
            _ => false,
        };
        is_name(left) && self.constant_of(right).and_then(constants::text_of) == Some("__main__")
    }
}
