//! Any instruction at all, by the interpreter: its operands are put into the window, the helper `step`
//! executes it there, what it defines is read back.

use super::{Builder, Known, flow, live};
use crate::ssa::Kind;
use crate::types::Ty;
use pyspec_abi::helpers::Helper;
use pyspec_front::hir::Insn;

impl Builder<'_> {
    pub(super) fn step(&mut self, insn: &Insn) {
        for p in live::uses(insn) {
            let value = self.tagged(self.get(p));
            self.emit(Kind::StorePlace { place: p + self.offset, value });
        }
        let base = self.def(Kind::PlaceAddr { place: self.offset });
        let site = self.def(Kind::Site { function: self.id, n: self.n });
        self.help(Helper::Step, vec![base, site]);
        let mut types: Vec<Ty> = self.env.iter().map(|k| k.ty).collect();
        flow::transfer(self.source, self.id, self.n, insn, &mut types);
        let defs = live::defs(insn);
        for &p in &defs {
            let val = self.def(Kind::LoadPlace { place: p + self.offset });
            self.set(p, Known { val, ty: Ty::Any });
        }
        for p in defs {
            let known = self.expect_loaded(p, types[p as usize]);
            self.set(p, known);
        }
    }

    /// A place that `step` has filled, guarded to be what flow says; where it is not, the interpreter goes on behind.
    fn expect_loaded(&mut self, place: u16, ty: Ty) -> Known {
        let known = self.get(place);
        self.expect_after(place, known.val, ty)
    }
}
