//! Attributes of instances of planned classes by their slot; all others through the interpreter's inline cache.

use super::{Builder, Known, MapFact};
use crate::ssa::{Kind, Reason, Val};
use crate::types::{PlanId, Ty};
use pyspec_abi::Value;
use pyspec_abi::layouts::slot_offset;
use pyspec_abi::ops::Op;
use pyspec_front::hir::Insn;

/// Byte offset of slot `k` of a plain instance.
pub(super) fn offset(k: u32) -> u32 {
    slot_offset(k as usize)
}

impl Builder<'_> {
    pub(super) fn attribute(&mut self, insn: &Insn) {
        let object = self.get(if insn.op == Op::GETATTR { insn.b } else { insn.a });
        let name = self.f.names[insn.x as usize].as_str();
        let plan = match object.ty {
            Ty::Instance(plan) if self.source.facts.plain_attribute(plan, name) => plan,
            _ => return self.cached_attribute(insn, object),
        };
        let class = self.source.facts.class(plan);
        let Some(k) = class.slot(name) else { return self.cached_attribute(insn, object) };
        if !class.settled && !self.knows_map(object.val, plan) {
            return self.cached_attribute(insn, object);
        }
        match insn.op {
            Op::GETATTR => self.load_slot(insn, object.val, plan, k),
            _ => self.store_slot(insn, object.val, plan, k),
        }
    }

    /// Whether a map of the plan was proved for the object.
    pub(super) fn knows_map(&self, object: Val, plan: PlanId) -> bool {
        let class = self.source.facts.class(plan);
        match self.maps.get(&object) {
            Some(MapFact::Exactly(m) | MapFact::AtLeast(m)) => (class.map_base..=class.map_last()).contains(m),
            None => false,
        }
    }

    fn cached_attribute(&mut self, insn: &Insn, object: Known) {
        let (function, n) = (self.id, self.n);
        let receiver = self.tagged(object);
        let exit = self.exit(Reason::Raised);
        if insn.op == Op::GETATTR {
            let val = self.def(Kind::CachedGet { function, n, object: receiver, exit });
            self.python_ran();
            let known = self.expect_after(insn.a, val, self.predicted());
            self.set(insn.a, known);
        } else {
            let value = self.tagged(self.get(insn.b));
            self.emit(Kind::CachedSet { function, n, object: receiver, value, exit });
            self.python_ran();
        }
    }

    fn load_slot(&mut self, insn: &Insn, object: Val, plan: PlanId, k: u32) {
        let class = self.source.facts.class(plan);
        self.guard_alive(class.dead);
        self.guard_has(object, plan, k);
        let word = self.def(Kind::Load { object, offset: offset(k) });
        let ty = match self.predicted() {
            Ty::Any => class.types[k as usize],
            ty => ty,
        };
        let known = match (class.slotted, ty.is_set()) {
            // What is no such value may be none at all: the interpreter looks again.
            (true, true) => self.expect(Known { val: word, ty: Ty::Any }, ty),
            (true, false) => {
                let exit = self.exit(Reason::Unset);
                self.emit(Kind::GuardNotWord { a: word, word: Value::UNSET.bits() as u64, exit });
                self.expect_after(insn.a, word, ty)
            }
            (false, _) => self.expect_after(insn.a, word, ty),
        };
        self.set(insn.a, known);
    }

    /// Guards that an object of the plan has slot `k`.
    fn guard_has(&mut self, object: Val, plan: PlanId, k: u32) {
        let class = self.source.facts.class(plan);
        let first = class.map_with(k);
        let known = match self.maps.get(&object) {
            Some(MapFact::Exactly(m) | MapFact::AtLeast(m)) => *m >= first && *m <= class.map_last(),
            None => false,
        };
        if known {
            return;
        }
        let exit = self.exit(Reason::Map);
        self.emit(Kind::GuardMap { a: object, first, last: class.map_last(), exit });
        self.maps.insert(object, MapFact::AtLeast(first));
    }

    fn store_slot(&mut self, insn: &Insn, object: Val, plan: PlanId, k: u32) {
        let class = self.source.facts.class(plan);
        self.guard_alive(class.dead);
        let (before, after) = (class.map_base + k, class.map_base + k + 1);
        let adds = !class.slotted
            && match self.maps.get(&object) {
                Some(MapFact::Exactly(m)) => *m == before,
                Some(MapFact::AtLeast(_)) => false,
                // The constructor is predicted to add attributes in the plan's order.
                None => class.init == Some(self.id) && insn.a == 0,
            };
        if adds {
            if self.maps.get(&object) != Some(&MapFact::Exactly(before)) {
                let exit = self.exit(Reason::Map);
                self.emit(Kind::GuardMap { a: object, first: before, last: before, exit });
            }
        } else {
            self.guard_has(object, plan, k);
        }
        let stored = self.get(insn.b);
        let barrier = !matches!(stored.ty, Ty::Bool | Ty::None);
        let value = self.tagged(stored);
        self.emit(Kind::Store { object, offset: offset(k), value, barrier });
        if adds {
            self.emit(Kind::SetMap { object, map: after });
            // Another value may be the same object: what is known of others still holds, since maps only grow here.
            self.maps.insert(object, MapFact::Exactly(after));
        }
    }
}
