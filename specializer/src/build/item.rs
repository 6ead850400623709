//! Lists and tuples: items by index, displays, append, unpacking.

use super::{Builder, Known, flow};
use crate::ssa::{Cc, Kind, Reason, Val};
use crate::types::Ty;
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
            Op::GETSLICE => self.get_slice(insn),
            Op::DICT => self.dict(insn),
            Op::DICTSET => {
                let args = [insn.a, insn.b, insn.c].into_iter().map(|p| self.tagged(self.get(p))).collect();
                self.help(Helper::DictSet, args);
            }
            Op::LIST => self.display(insn, Helper::NewList),
            Op::TUPLE => self.tuple(insn),
            Op::SLICE => self.slice(insn),
            Op::SETSLICE => self.set_slice(insn),
            Op::UNPACK => self.unpack(insn),
            op => unreachable!("{op:?} is no item instruction"),
        }
    }

    pub(super) fn guard_exact(&mut self, a: Val, map: u32) {
        let exit = self.exit(Reason::Map);
        self.emit(Kind::GuardMap { a, first: map, last: map, exit });
    }

    fn get_item(&mut self, insn: &Insn) {
        let (object, key) = (self.get(insn.b), self.get(insn.c));
        let by_index = matches!((object.ty, key.ty), (Ty::List(_) | Ty::Tuple(_), Ty::Int));
        if !by_index {
            if self.machine_item(insn, object, key) {
                return;
            }
            if let Some(known) = self.item_method("__getitem__", vec![object, key], insn) {
                return self.set(insn.a, known);
            }
            let expected = flow::item_result(object.ty, key.ty, self.predicted());
            if let Some(parts) = self.parts_of_slice(key.val) {
                return self.get_stride(insn, object, parts, expected);
            }
            let key = if key.ty == Ty::Int { key.val } else { self.tagged(key) };
            let (object, exit) = (self.tagged(object), self.exit(Reason::Raised));
            let val = self.def(Kind::AnyItem { object, key, exit });
            self.python_ran();
            let known = self.expect_after(insn.a, val, expected);
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
            if self.set_machine_item(object, key, value) {
                return;
            }
            if self.item_method("__setitem__", vec![object, key, value], insn).is_some() {
                return;
            }
            let args = vec![self.tagged(object), self.tagged(key), self.tagged(value)];
            self.help(Helper::SetItem, args);
            return;
        }
        let (array, index) = self.list_slot(object.val, key.val);
        let barrier = !matches!(value.ty, Ty::Bool | Ty::None);
        let value = self.tagged(value);
        self.emit(Kind::StoreItem { array, index, value, barrier });
    }

    /// The state of an array, and an index that is in range.
    fn array_place(&mut self, array: Val, index: Val, float: bool) -> (Val, Val) {
        let exit = self.exit(Reason::Map);
        let state = self.def(Kind::ArrayState { array, float, exit });
        let len = self.def(Kind::ArrayLen { array, state });
        let exit = self.exit(Reason::Index);
        (state, self.def(Kind::CheckIndex { index, len, exit }))
    }

    /// An item of an `array.array` that is predicted to be a float or an int; false if it is none such.
    fn machine_item(&mut self, insn: &Insn, object: Known, key: Known) -> bool {
        let ty = self.predicted();
        if object.ty != Ty::Array || key.ty != Ty::Int || !matches!(ty, Ty::Float | Ty::Int) {
            return false;
        }
        let array = object.val;
        let (state, index) = self.array_place(array, key.val, ty == Ty::Float);
        let val = self.def(match ty {
            Ty::Float => Kind::ArrayFloat { array, state, index },
            _ => Kind::ArrayInt { array, state, index },
        });
        self.set(insn.a, Known { val, ty });
        true
    }

    /// A float stored in an array of floats. An int may go into either kind.
    fn set_machine_item(&mut self, object: Known, key: Known, value: Known) -> bool {
        if object.ty != Ty::Array || key.ty != Ty::Int || value.ty != Ty::Float {
            return false;
        }
        let (state, index) = self.array_place(object.val, key.val, true);
        self.emit(Kind::SetArrayFloat { array: object.val, state, index, value: value.val });
        true
    }

    fn tuple(&mut self, insn: &Insn) {
        let items: Vec<Known> = (insn.b..insn.b + insn.c).map(|p| self.get(p)).collect();
        let exit = self.exit(Reason::Raised);
        let parts = items.iter().map(|k| k.val).collect();
        let val = self.def(Kind::Pack { map: id::TUPLE, place: insn.b + self.offset, items: parts, exit });
        self.set(insn.a, Known { val, ty: Ty::Tuple(flow::item_of(items.iter().map(|k| k.ty))) });
    }

    fn display(&mut self, insn: &Insn, helper: Helper) {
        for p in insn.b..insn.b + insn.c {
            let value = self.tagged(self.get(p));
            self.emit(Kind::StorePlace { place: p + self.offset, value });
        }
        let (address, count) =
            (self.def(Kind::PlaceAddr { place: insn.b + self.offset }), self.def(Kind::Int(insn.c as i64)));
        let items: Vec<Known> = (insn.b..insn.b + insn.c).map(|p| self.get(p)).collect();
        let val = self.help(helper, vec![address, count]);
        self.set(insn.a, Known { val, ty: Ty::List(flow::item_of(items.iter().map(|k| k.ty))) });
    }

    fn dict(&mut self, insn: &Insn) {
        for p in insn.b..insn.b + 2 * insn.c {
            let value = self.tagged(self.get(p));
            self.emit(Kind::StorePlace { place: p + self.offset, value });
        }
        let address = self.def(Kind::PlaceAddr { place: insn.b + self.offset });
        let count = self.def(Kind::Int(insn.c as i64));
        let val = self.help(Helper::NewDict, vec![address, count]);
        self.set(insn.a, Known { val, ty: Ty::Dict });
    }

    /// Anything into the window, where its parts are read.
    fn unpack_any(&mut self, insn: &Insn, source: Known) {
        let value = self.tagged(source);
        let address = self.def(Kind::PlaceAddr { place: insn.a + self.offset });
        let count = self.def(Kind::Int(insn.b as i64));
        self.help(Helper::Unpack, vec![address, count, value]);
        for p in insn.a..insn.a + insn.b {
            let val = self.def(Kind::LoadPlace { place: p + self.offset });
            self.set(p, Known { val, ty: Ty::Any });
        }
        for p in insn.a..insn.a + insn.b {
            let ty = self.source.facts.result_at(self.id, self.n, p);
            let known = self.get(p);
            let known = self.expect_after(p, known.val, ty);
            self.set(p, known);
        }
    }

    /// Unpacking of an exact tuple or list of the right length, or of anything.
    fn unpack(&mut self, insn: &Insn) {
        let source = self.get(insn.c);
        let (map, offset) = match source.ty {
            Ty::Tuple(_) => (id::TUPLE, layouts::TUPLE_LEN),
            Ty::List(_) => (id::LIST, layouts::LIST_LEN),
            _ => return self.unpack_any(insn, source),
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
