//! Slices: of lists with bounds that are ints or omitted by helpers that run no Python code, of all else by the protocol.

use super::{Builder, Known, flow};
use crate::ssa::{Kind, Reason, Val};
use crate::types::{Rep, Ty};
use pyspec_abi::Value;
use pyspec_abi::helpers::Helper;
use pyspec_abi::types as id;
use pyspec_front::hir::Insn;

impl Builder<'_> {
    pub(super) fn slice(&mut self, insn: &Insn) {
        let items = (insn.b..insn.b + 3).map(|p| self.get(p).val).collect();
        let exit = self.exit(Reason::Raised);
        let val = self.def(Kind::Pack { map: id::SLICE, place: insn.b + self.offset, items, exit });
        self.set(insn.a, Known { val, ty: Ty::Slice });
    }

    /// The parts of a slice that was made in sight.
    pub(super) fn parts_of_slice(&self, v: Val) -> Option<[Val; 3]> {
        self.parts_of(id::SLICE, v)
    }

    /// The parts of a slice or range that was made in sight.
    pub(super) fn parts_of(&self, of: u32, v: Val) -> Option<[Val; 3]> {
        match self.kind_of(v)? {
            Kind::Pack { map, items, .. } if *map == of => items[..].try_into().ok(),
            _ => None,
        }
    }

    /// `a[b:c]` by its own instruction.
    pub(super) fn get_slice(&mut self, insn: &Insn) {
        let object = self.get(insn.b);
        let [start, stop] = [insn.c, insn.c + 1].map(|p| self.get(p).val);
        if let Some(val) = self.list_stride(object, [start, stop], 1) {
            return self.set(insn.a, Known { val, ty: flow::item_result(object.ty, Ty::Slice, self.predicted()) });
        }
        let args = [object.val, start, stop].map(|v| self.boxed(v)).to_vec();
        self.help_into(Helper::GetSlice, args, insn.a);
    }

    /// `a[b:c:d]` of parts that are in sight.
    pub(super) fn get_stride(&mut self, insn: &Insn, object: Known, parts: [Val; 3], expected: Ty) {
        let [start, stop, step] = parts;
        let known = self.constant_step(step).and_then(|step| self.list_stride(object, [start, stop], step));
        if let Some(val) = known {
            return self.set(insn.a, Known { val, ty: expected });
        }
        let mut args = vec![self.tagged(object)];
        args.extend(parts.map(|part| self.boxed(part)));
        let val = self.help(Helper::GetStride, args);
        let known = self.expect_after(insn.a, val, expected);
        self.set(insn.a, known);
    }

    fn constant_step(&self, v: Val) -> Option<i64> {
        match self.kind_of(v)? {
            Kind::Int(step) if *step != 0 => Some(*step),
            Kind::Tagged(bits) if *bits == Value::NONE.bits() as u64 => Some(1),
            _ => None,
        }
    }

    /// The slice of a list, if that is what it is predicted to be and the bounds are ints or None.
    fn list_stride(&mut self, object: Known, bounds: [Val; 2], step: i64) -> Option<Val> {
        if !matches!(object.ty, Ty::List(_)) {
            return None;
        }
        let [start, stop] = self.bounds(bounds, step)?;
        self.guard_exact(object.val, id::LIST);
        let step = self.def(Kind::Int(step));
        Some(self.help(Helper::ListSlice, vec![object.val, start, stop, step]))
    }

    /// Both bounds as ints, omitted ones as what they stand for.
    fn bounds(&mut self, bounds: [Val; 2], step: i64) -> Option<[Val; 2]> {
        let omitted = if step > 0 { [0, i64::MAX] } else { [i64::MAX, i64::MIN] };
        let is_none =
            |b: &Self, v: Val| matches!(b.kind_of(v), Some(Kind::Tagged(bits)) if *bits == Value::NONE.bits() as u64);
        if !bounds.iter().all(|&v| self.func.rep(v) == Rep::Int || is_none(self, v)) {
            return None;
        }
        let mut i = 0;
        Some(bounds.map(|v| {
            let omitted = omitted[i];
            i += 1;
            if self.func.rep(v) == Rep::Int { v } else { self.def(Kind::Int(omitted)) }
        }))
    }

    /// `a[b:c] = d`.
    pub(super) fn set_slice(&mut self, insn: &Insn) {
        let (object, items) = (self.get(insn.a), self.get(insn.c));
        let bounds = [insn.b, insn.b + 1].map(|p| self.get(p).val);
        if let (Ty::List(_), Ty::List(_)) = (object.ty, items.ty)
            && let Some([start, stop]) = self.bounds(bounds, 1)
        {
            self.guard_exact(object.val, id::LIST);
            self.guard_exact(items.val, id::LIST);
            self.help(Helper::SetListSlice, vec![object.val, start, stop, items.val]);
            return;
        }
        let args = [object.val, bounds[0], bounds[1], items.val].map(|v| self.boxed(v)).to_vec();
        self.help(Helper::SetSlice, args);
    }
}
