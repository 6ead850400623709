//! Loops over `enumerate` of a list and `zip` of two: pairs that are made by exits at most.
//!
//! ```text
//! for i, x in enumerate(xs):      the object's iterator and its number are read, and written when they advance,
//!                                 as its `__next__` does: whoever else has the object sees the same
//! ```
//! The pair is a `pack` that the unpacking behind it folds away. The last step, which exhausts an iterator, is
//! `__next__`'s.

use super::{Builder, Known, flow};
use crate::ssa::{Cc, Edge, IntOp, Kind, Reason, Term, Val};
use crate::types::{Item, Ty};
use pyspec_abi::helpers::Helper;
use pyspec_abi::{layouts, types as id};
use pyspec_front::hir::{BlockId as HirBlock, Insn};

/// The map of what such a loop goes over.
pub(super) fn map_of(state: Ty) -> u32 {
    if matches!(state, Ty::EnumerateState(_)) { id::ENUMERATE } else { id::ZIP }
}

/// An iterator over a list that has a next item.
#[derive(Clone, Copy)]
struct Source {
    iterator: Val,
    list: Val,
    index: Val,
    item: Item,
}

impl Builder<'_> {
    pub(super) fn pairs_state(&mut self, insn: &Insn, iterable: Known, state: Ty) {
        let map = map_of(state);
        let (object, exit) = (self.tagged(iterable), self.exit(Reason::Type));
        self.emit(Kind::GuardMap { a: object, first: map, last: map, exit });
        self.set(insn.a, Known { val: object, ty: state });
        for p in insn.a + 1..insn.a + 4 {
            self.set(p, Known { val: self.unset, ty: Ty::Unset });
        }
    }

    pub(super) fn pairs_next(&mut self, b: u32, insn: &Insn, state: Ty) {
        let object = self.get(insn.b).val;
        let n = self.n;
        let sources: Vec<Source> =
            self.iterators(object, state).into_iter().map(|(it, item)| self.list_source(it, item)).collect();
        let last = self.func.block();
        for source in &sources {
            let len = self.def(Kind::LoadLen { object: source.list, offset: layouts::LIST_LEN as u32 });
            let test = self.def(Kind::IntCmp { cc: Cc::Lt, a: source.index, b: len });
            let next = self.func.block();
            let to = |block| Edge { block, args: vec![] };
            self.end(Term::Branch { test, yes: to(next), no: to(last) });
            self.block = next;
        }
        let body = self.branch_edge(b, HirBlock(insn.x as u32), |this| {
            this.n = n;
            let pair = this.take_pair(object, state, &sources);
            this.advance(object, state, &sources, pair[0]);
            let exit = this.exit(Reason::Raised);
            let items = pair.iter().map(|k| k.val).collect();
            let val = this.def(Kind::Pack { map: id::TUPLE, place: insn.a + this.offset, items, exit });
            this.set(insn.a, Known { val, ty: flow::pair(state) });
        });
        self.end(Term::Jump(body));
        self.block = last;
        self.n = n;
        self.last_step(b, insn);
    }

    /// The iterators over lists that the object takes from, and what the lists hold.
    fn iterators(&mut self, object: Val, state: Ty) -> Vec<(Val, Item)> {
        let mut load = |offset: usize| self.def(Kind::Load { object, offset: offset as u32 });
        match state {
            Ty::EnumerateState(item) => vec![(load(layouts::ENUMERATE_ITERATOR), item)],
            Ty::ZipState(a, b) => {
                let tuple = load(layouts::ZIP_ITERATORS);
                self.guard_exact(tuple, id::TUPLE);
                let len = self.def(Kind::LoadLen { object: tuple, offset: layouts::TUPLE_LEN as u32 });
                let two = self.def(Kind::Int(2));
                let fits = self.def(Kind::IntCmp { cc: Cc::Eq, a: len, b: two });
                let exit = self.exit(Reason::Type);
                self.emit(Kind::GuardBool { a: fits, expect: true, exit });
                let items = [a, b].into_iter().enumerate();
                items
                    .map(|(i, item)| {
                        let index = self.def(Kind::Int(i as i64));
                        (self.def(Kind::LoadTupleItem { tuple, index }), item)
                    })
                    .collect()
            }
            state => unreachable!("{state:?} is no state of pairs"),
        }
    }

    fn list_source(&mut self, iterator: Val, item: Item) -> Source {
        self.guard_exact(iterator, id::LIST_ITERATOR);
        let list = self.def(Kind::Load { object: iterator, offset: layouts::ITERATOR_TARGET as u32 });
        // One that is exhausted has no list any more.
        self.guard_exact(list, id::LIST);
        let index = self.def(Kind::LoadLen { object: iterator, offset: layouts::ITERATOR_INDEX as u32 });
        Source { iterator, list, index, item }
    }

    /// The two values. Nothing has advanced yet: where one is not what was predicted, the interpreter takes both again.
    fn take_pair(&mut self, object: Val, state: Ty, sources: &[Source]) -> Vec<Known> {
        let mut pair = vec![];
        if matches!(state, Ty::EnumerateState(_)) {
            let a = self.def(Kind::Load { object, offset: layouts::ENUMERATE_NUMBER as u32 });
            let exit = self.exit(Reason::Type);
            let val = self.def(Kind::UnboxSmall { a, exit });
            pair.push(Known { val, ty: Ty::Int });
        }
        for source in sources {
            let array = self.def(Kind::Load { object: source.list, offset: layouts::LIST_ITEMS as u32 });
            let word = self.def(Kind::LoadItem { array, index: source.index });
            pair.push(self.expect(Known { val: word, ty: Ty::Any }, source.item.ty()));
        }
        pair
    }

    fn advance(&mut self, object: Val, state: Ty, sources: &[Source], number: Known) {
        if matches!(state, Ty::EnumerateState(_)) {
            // The next one is an int in place, too, which no barrier need know of.
            let most = self.def(Kind::Int(pyspec_abi::value::INT_MAX as i64));
            let fits = self.def(Kind::IntCmp { cc: Cc::Lt, a: number.val, b: most });
            let exit = self.exit(Reason::Overflow);
            self.emit(Kind::GuardBool { a: fits, expect: true, exit });
            self.store_next(object, layouts::ENUMERATE_NUMBER, number.val);
        }
        for source in sources {
            self.store_next(source.iterator, layouts::ITERATOR_INDEX, source.index);
        }
    }

    fn store_next(&mut self, object: Val, offset: usize, now: Val) {
        let one = self.def(Kind::Int(1));
        let next = self.def(Kind::IntBin { op: IntOp::Add, a: now, b: one, overflow: None });
        let value = self.def(Kind::Box { a: next });
        self.emit(Kind::Store { object, offset: offset as u32, value, barrier: false });
    }

    /// The step that finds an iterator exhausted. If it did not, the interpreter would go on with the item.
    fn last_step(&mut self, b: u32, insn: &Insn) {
        let item = self.step_of_iterator(insn);
        let at = self.starts[insn.x as usize] as u32;
        let exit = self.exit_at(at, Reason::Cold, Some((insn.a, Some(item))));
        let unset = self.unset;
        let test = self.def(Kind::Is { a: item, b: unset });
        let more = self.func.block();
        self.func.blocks[more.index()].cold = true;
        self.func.blocks[more.index()].term = Term::Exit(exit);
        let yes = self.branch_edge(b, HirBlock(insn.y), |_| {});
        self.end(Term::Branch { test, yes, no: Edge { block: more, args: vec![] } });
    }

    /// Takes the next item of any iterator, whose state is put into the window.
    pub(super) fn step_of_iterator(&mut self, insn: &Insn) -> Val {
        for p in insn.b..insn.b + 4 {
            let value = self.tagged(self.get(p));
            self.emit(Kind::StorePlace { place: p + self.offset, value });
        }
        let base = self.def(Kind::PlaceAddr { place: self.offset });
        let site = self.def(Kind::Site { function: self.id, n: self.n });
        self.help(Helper::ForStep, vec![base, site])
    }
}
