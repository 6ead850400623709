//! Cells of variables that functions share, and the closure that they are found through.

use super::{Builder, Known};
use crate::ssa::{Kind, Reason};
use crate::types::Ty;
use pyspec_abi::Value;
use pyspec_abi::helpers::Helper;
use pyspec_abi::layouts::{CELL_VALUE, FUNCTION_CLOSURE};
use pyspec_abi::ops::Op;
use pyspec_front::hir::Insn;

impl Builder<'_> {
    pub(super) fn cell(&mut self, insn: &Insn) {
        match insn.op {
            Op::NEWCELL => {
                let value = self.tagged(self.get(insn.b));
                let val = self.help(Helper::NewCell, vec![value]);
                self.set(insn.a, Known { val, ty: Ty::Any });
            }
            Op::GETFREE => {
                let function = self.def(Kind::FrameFunction);
                let closure = self.def(Kind::Load { object: function, offset: FUNCTION_CLOSURE as u32 });
                let index = self.def(Kind::Int(insn.b as i64));
                let val = self.def(Kind::LoadTupleItem { tuple: closure, index });
                self.set(insn.a, Known { val, ty: Ty::Any });
            }
            Op::LOADCELL => {
                let cell = self.get(insn.b).val;
                let val = self.def(Kind::Load { object: cell, offset: CELL_VALUE as u32 });
                let exit = self.exit(Reason::Unset);
                self.emit(Kind::GuardNotWord { a: val, word: Value::UNSET.bits() as u64, exit });
                let known = self.expect_after(insn.a, val, self.predicted());
                self.set(insn.a, known);
            }
            Op::STORECELL => {
                let stored = self.get(insn.b);
                let barrier = !stored.ty.is_plain();
                let value = self.tagged(stored);
                let object = self.get(insn.a).val;
                self.emit(Kind::Store { object, offset: CELL_VALUE as u32, value, barrier });
            }
            op => unreachable!("{op:?} is about no cell"),
        }
    }
}
