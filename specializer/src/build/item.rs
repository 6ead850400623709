//! Lists and tuples: items by index, displays, append, unpacking.

use super::{Builder, Known, flow};
use crate::ssa::{Cc, Kind, Reason, Val};
use crate::types::{Item, Ty};
use pyspec_abi::helpers::Helper;
use pyspec_abi::layouts;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;
use pyspec_front::hir::Insn;

impl Builder<'_> {
    pub(super) fn item(&mut self, insn: &Insn) {
        match insn.op {
            Op::GETITEM => self.get_item(insn),
            Op::SETITEM => self.set_item(insn),
            Op::LISTAPPEND => {
                let args = vec![self.tagged(self.get(insn.a)), self.tagged(self.get(insn.b))];
                self.help(Helper::ListAppend, args);
            }
            Op::LIST => self.display(insn, Helper::NewList),
            Op::TUPLE => self.display(insn, Helper::NewTuple),
            Op::UNPACK => self.unpack(insn),
            op => unreachable!("{op:?} is no item instruction"),
        }
    }

    fn guard_exact(&mut self, a: Val, map: u32) {
        let exit = self.exit(Reason::Map);
        self.emit(Kind::GuardMap { a, first: map, last: map, exit });
    }

    fn get_item(&mut self, insn: &Insn) {
        let (object, key) = (self.get(insn.b), self.get(insn.c));
        let by_index = matches!((object.ty, key.ty), (Ty::List(_) | Ty::Tuple(_), Ty::Int));
        if !by_index {
            let args = vec![self.tagged(object), self.tagged(key)];
            let val = self.help(Helper::GetItem, args);
            let known = self.expect_after(insn.a, val, flow::item_result(object.ty, key.ty, self.predicted()));
            return self.set(insn.a, known);
        }
        let word = if matches!(object.ty, Ty::List(_)) {
            let (array, index) = self.list_slot(object.val, key.val);
            self.def(Kind::LoadItem { array, index })
        } else {
            self.guard_exact(object.val, id::TUPLE);
            let len = self.def(Kind::LoadLen { object: object.val, offset: layouts::TUPLE_LEN as u32 });
            let exit = self.exit(Reason::Index);
            let index = self.def(Kind::CheckIndex { index: key.val, len, exit });
            self.def(Kind::LoadTupleItem { tuple: object.val, index })
        };
        let known = self.expect_after(insn.a, word, flow::item_result(object.ty, Ty::Int, self.predicted()));
        self.set(insn.a, known);
    }

    /// The items' array of an exact list, and an index that is in range.
    fn list_slot(&mut self, list: Val, index: Val) -> (Val, Val) {
        self.guard_exact(list, id::LIST);
        let len = self.def(Kind::LoadLen { object: list, offset: layouts::LIST_LEN as u32 });
        let exit = self.exit(Reason::Index);
        let index = self.def(Kind::CheckIndex { index, len, exit });
        let array = self.def(Kind::Load { object: list, offset: layouts::LIST_ITEMS as u32 });
        (array, index)
    }

    fn set_item(&mut self, insn: &Insn) {
        let (object, key, value) = (self.get(insn.a), self.get(insn.b), self.get(insn.c));
        if !matches!((object.ty, key.ty), (Ty::List(_), Ty::Int)) {
            let args = vec![self.tagged(object), self.tagged(key), self.tagged(value)];
            self.help(Helper::SetItem, args);
            return;
        }
        let (array, index) = self.list_slot(object.val, key.val);
        let barrier = !matches!(value.ty, Ty::Bool | Ty::None);
        let value = self.tagged(value);
        self.emit(Kind::StoreItem { array, index, value, barrier });
    }

    fn display(&mut self, insn: &Insn, helper: Helper) {
        for p in insn.b..insn.b + insn.c {
            let value = self.tagged(self.get(p));
            self.emit(Kind::StorePlace { place: p, value });
        }
        let (address, count) = (self.def(Kind::PlaceAddr { place: insn.b }), self.def(Kind::Int(insn.c as i64)));
        let items: Vec<Ty> = (insn.b..insn.b + insn.c).map(|p| self.get(p).ty).collect();
        let val = self.help(helper, vec![address, count]);
        let item = match items.into_iter().reduce(Ty::meet) {
            Some(Ty::Int) => Item::Int,
            Some(Ty::Float) => Item::Float,
            Some(Ty::Bool) => Item::Bool,
            Some(Ty::Str) => Item::Str,
            Some(Ty::List(Item::Int)) => Item::ListOfInt,
            Some(Ty::List(Item::Float)) => Item::ListOfFloat,
            Some(Ty::List(_)) => Item::List,
            Some(Ty::Instance(c)) => Item::Instance(c),
            _ => Item::Unknown,
        };
        let ty = if insn.op == Op::LIST { Ty::List(item) } else { Ty::Tuple(item) };
        self.set(insn.a, Known { val, ty });
    }

    /// Unpacking of an exact tuple or list of the right length; others through `step`.
    fn unpack(&mut self, insn: &Insn) {
        let source = self.get(insn.c);
        let (map, offset) = match source.ty {
            Ty::Tuple(_) => (id::TUPLE, layouts::TUPLE_LEN),
            Ty::List(_) => (id::LIST, layouts::LIST_LEN),
            _ => return self.step(insn),
        };
        self.guard_exact(source.val, map);
        let len = self.def(Kind::LoadLen { object: source.val, offset: offset as u32 });
        let count = self.def(Kind::Int(insn.b as i64));
        let fits = self.def(Kind::IntCmp { cc: Cc::Eq, a: len, b: count });
        let exit = self.exit(Reason::Index);
        self.emit(Kind::GuardBool { a: fits, expect: true, exit });
        let array =
            (map == id::LIST).then(|| self.def(Kind::Load { object: source.val, offset: layouts::LIST_ITEMS as u32 }));
        let words: Vec<Val> = (0..insn.b)
            .map(|i| {
                let index = self.def(Kind::Int(i as i64));
                match array {
                    Some(array) => self.def(Kind::LoadItem { array, index }),
                    None => self.def(Kind::LoadTupleItem { tuple: source.val, index }),
                }
            })
            .collect();
        // An item that is not what was predicted: the interpreter unpacks again, which changes nothing.
        let items: Vec<Known> = words
            .into_iter()
            .enumerate()
            .map(|(i, val)| {
                let ty = self.source.facts.result_at(self.id, self.n, insn.a + i as u16);
                self.expect(Known { val, ty: Ty::Any }, ty)
            })
            .collect();
        for (i, known) in items.into_iter().enumerate() {
            self.set(insn.a + i as u16, known);
        }
    }
}
