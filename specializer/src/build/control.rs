//! Terminators, edges, and loops: `for` over ranges, lists and tuples without an iterator object.

use super::{Arriving, Builder, Known, flow};
use crate::ssa::{Cc, Edge, IntOp, Kind, Reason, Term, Val};
use crate::types::{Rep, Ty};
use pyspec_abi::Value;
use pyspec_abi::helpers::Helper;
use pyspec_abi::layouts;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;
use pyspec_front::hir::{BlockId as HirBlock, Insn, Place};

/// What AWAITABLE's last field says of a `yield from`.
const YIELD_FROM: u16 = 3;

impl Builder<'_> {
    /// The edge to a HIR block: converts what the places hold to the block's parameters, or keeps the
    /// environment for a block that only this edge reaches.
    pub(super) fn edge(&mut self, target: u32) -> Edge {
        let block = self.blocks[target as usize].expect("flow reaches every edge's block");
        if !self.is_merge(target) {
            let (env, maps, alive) = (self.env.clone(), self.maps.clone(), self.alive.clone());
            self.edges.insert(target, Arriving { env, maps, alive });
            return Edge { block, args: vec![] };
        }
        let types = self.flow.entry[target as usize].clone().expect("reached");
        let places = self.params[target as usize].clone();
        let args =
            places.iter().map(|&p| self.on_edge(self.env[p as usize], types[p as usize].rep(), target)).collect();
        Edge { block, args }
    }

    /// A value for a block's parameter. Where the types of flow and builder differ, which predictions that
    /// contradict each other bring about, the value is tested again, and the interpreter goes on in the block.
    fn on_edge(&mut self, known: Known, rep: Rep, target: u32) -> Val {
        let have = self.func.rep(known.val);
        if have == rep {
            return known.val;
        }
        let a = self.tagged(known);
        if rep == Rep::Tagged {
            return a;
        }
        let at = self.starts[target as usize] as u32;
        let exit = self.exit_at(at, Reason::Type, None);
        self.def(match rep {
            Rep::Int => Kind::UnboxInt { a, exit },
            Rep::Float => Kind::UnboxFloat { a, exit },
            _ => Kind::UnboxBool { a, exit },
        })
    }

    /// An edge in a block of its own, with a safepoint where it goes backward.
    pub(super) fn branch_edge(&mut self, from: u32, target: HirBlock, prepare: impl FnOnce(&mut Self)) -> Edge {
        let block = self.func.block();
        let (before, maps, alive, env) = (self.block, self.maps.clone(), self.alive.clone(), self.env.clone());
        self.block = block;
        prepare(self);
        if target.0 <= from {
            self.poll(target);
        }
        let edge = self.edge(target.0);
        self.end(Term::Jump(edge));
        (self.block, self.maps, self.alive, self.env) = (before, maps, alive, env);
        Edge { block, args: vec![] }
    }

    /// A safepoint before a backward jump; leaves to the start of the target.
    fn poll(&mut self, target: HirBlock) {
        let at = self.starts[target.0 as usize] as u32;
        let exit = self.exit_at(at, Reason::Poll, None);
        self.emit(Kind::Poll { exit });
    }

    pub(super) fn terminator(&mut self, b: u32, insn: &Insn) {
        match insn.op {
            Op::JUMP => {
                let target = HirBlock(insn.x as u32);
                if target.0 <= b {
                    self.poll(target);
                }
                let edge = self.edge(target.0);
                self.end(Term::Jump(edge));
            }
            Op::JTRUE | Op::JFALSE => {
                let test = self.truth(self.get(insn.a));
                self.branch(b, insn, test, insn.op == Op::JTRUE);
            }
            Op::JUNSET => {
                let test = self.is_word(insn.a, Value::UNSET);
                self.branch(b, insn, test, true);
            }
            Op::JINT => {
                let a = self.get(insn.a);
                let test = if a.ty == Ty::Int {
                    let n = self.def(Kind::Int(insn.b as i64));
                    self.def(Kind::IntCmp { cc: Cc::Eq, a: a.val, b: n })
                } else {
                    self.is_word(insn.a, Value::small_int(insn.b as isize))
                };
                self.branch(b, insn, test, true);
            }
            Op::FORNEXT => self.for_next(b, insn),
            Op::RETURN => self.return_(insn),
            _ => {
                let exit = self.exit(Reason::Cold);
                self.end(Term::Exit(exit));
            }
        }
    }

    fn is_word(&mut self, place: u16, word: Value) -> Val {
        let a = self.tagged(self.get(place));
        let b = self.def(Kind::Tagged(word.bits() as u64));
        self.def(Kind::Is { a, b })
    }

    fn branch(&mut self, b: u32, insn: &Insn, test: Val, jumps_if: bool) {
        let jump = self.branch_edge(b, HirBlock(insn.x as u32), |_| {});
        let next = self.branch_edge(b, HirBlock(insn.y), |_| {});
        let (yes, no) = if jumps_if { (jump, next) } else { (next, jump) };
        self.end(Term::Branch { test, yes, no });
    }

    fn return_(&mut self, insn: &Insn) {
        let known = self.get(insn.a);
        if self.returns.is_some() {
            return self.return_to_caller(known);
        }
        let rep = self.func.result;
        // A value that does not have the declared type goes back tagged, and the status says so.
        let val = if self.func.rep(known.val) == rep { known.val } else { self.tagged(known) };
        self.end(Term::Return(val));
    }

    /// The state of a `for`, in the interpreter's form: `[marker, next, how many more, step]` over a range of ints in
    /// place, `[list, index, …]` over a list or tuple.
    pub(super) fn for_prep(&mut self, insn: &Insn) {
        let iterable = self.get(insn.b);
        let predicted = self.predicted();
        match (iterable.ty, predicted) {
            (_, Ty::RangeState) => self.range_state(insn, iterable),
            (_, state) if state.is_pairs() => self.pairs_state(insn, iterable, state),
            (Ty::List(item), _) => self.sequence_state(insn, iterable, Ty::ListState(item)),
            (Ty::Tuple(item), _) => self.sequence_state(insn, iterable, Ty::TupleState(item)),
            _ => self.any_state(insn, iterable),
        }
    }

    /// The state of a `for` over anything, written into the window.
    fn any_state(&mut self, insn: &Insn, iterable: Known) {
        let address = self.def(Kind::PlaceAddr { place: insn.a + self.offset });
        let value = self.tagged(iterable);
        match self.call_before(insn.b) {
            Some(call) => {
                let site = self.def(Kind::Site { function: self.id, n: self.n });
                let callee = self.tagged(self.get(call.b + 1));
                let first = if matches!(call.op, Op::CALLFOUND | Op::CALLFOUNDKW) {
                    self.tagged(self.get(call.b + 4))
                } else {
                    self.unset
                };
                self.help(Helper::ForPrepOf, vec![address, value, site, callee, first]);
            }
            None => {
                self.help(Helper::ForPrep, vec![address, value]);
            }
        }
        for p in insn.a..insn.a + 4 {
            let val = self.def(Kind::LoadPlace { place: p + self.offset });
            self.set(p, Known { val, ty: Ty::Any });
        }
    }

    /// The call just before, if its result is in a temporary and what it calls is in its window.
    fn call_before(&self, result: Place) -> Option<Insn> {
        let block = self.starts.partition_point(|&s| s <= self.n as usize) - 1;
        let i = (self.n as usize - self.starts[block]).checked_sub(1)?;
        let call = self.f.blocks[block].insns[i];
        let has_callee = matches!(call.op, Op::CALL | Op::CALLKW | Op::CALLFOUND | Op::CALLFOUNDKW);
        (has_callee && call.a == result && result as usize >= self.f.named.len()).then_some(call)
    }

    /// An iterator, or what is delegated to; of an instance whose `__iter__` is a generator what the method gives.
    pub(super) fn iterator(&mut self, insn: &Insn) {
        let of = self.get(insn.b);
        let is_delegate = insn.op == Op::AWAITABLE;
        if (!is_delegate || insn.c == YIELD_FROM)
            && let Some(known) = self.generator_of_instance(of, insn)
        {
            return self.set(insn.a, known);
        }
        let value = self.tagged(of);
        let val = if is_delegate {
            let site = self.def(Kind::Site { function: self.id, n: self.n });
            self.help(Helper::DelegateTo, vec![site, value])
        } else {
            self.help(if insn.op == Op::ITER { Helper::Iter } else { Helper::Iterable }, vec![value])
        };
        let ty = if insn.op == Op::ITERABLE { self.predicted() } else { Ty::Any };
        self.set(insn.a, Known { val, ty });
    }

    fn generator_of_instance(&mut self, of: Known, insn: &Insn) -> Option<Known> {
        let Ty::Instance(plan) = of.ty else { return None };
        let f = self.source.facts.method(plan, "__iter__")?;
        if self.source.function(f).flags & pyspec_abi::blob::flags::GENERATOR == 0 {
            return None;
        }
        self.item_method("__iter__", vec![of], insn)
    }

    fn range_state(&mut self, insn: &Insn, iterable: Known) {
        if let Some(parts) = self.parts_of(id::RANGE, iterable.val) {
            return self.state_of_range(insn, parts);
        }
        let map = pyspec_abi::types::RANGE;
        let exit = self.exit(Reason::Type);
        let object = self.tagged(iterable);
        self.emit(Kind::GuardMap { a: object, first: map, last: map, exit });
        let mut part = |offset: usize| {
            let word = self.def(Kind::Load { object, offset: offset as u32 });
            let exit = self.exit(Reason::Type);
            self.def(Kind::UnboxSmall { a: word, exit })
        };
        let parts = [part(layouts::RANGE_START), part(layouts::RANGE_STOP), part(layouts::RANGE_STEP)];
        self.state_of_range(insn, parts);
    }

    fn state_of_range(&mut self, insn: &Insn, [start, stop, step]: [Val; 3]) {
        let left = self.def(Kind::RangeCount { start, stop, step });
        let marker = self.def(Kind::Tagged(Value::RANGE_STATE.bits() as u64));
        self.set(insn.a, Known { val: marker, ty: Ty::RangeState });
        for (i, val) in [start, left, step].into_iter().enumerate() {
            self.set(insn.a + 1 + i as u16, Known { val, ty: Ty::Int });
        }
    }

    fn sequence_state(&mut self, insn: &Insn, iterable: Known, state: Ty) {
        let map = if matches!(state, Ty::ListState(_)) { pyspec_abi::types::LIST } else { pyspec_abi::types::TUPLE };
        let exit = self.exit(Reason::Type);
        let object = self.tagged(iterable);
        self.emit(Kind::GuardMap { a: object, first: map, last: map, exit });
        let zero = self.def(Kind::Int(0));
        self.set(insn.a, Known { val: object, ty: state });
        self.set(insn.a + 1, Known { val: zero, ty: Ty::Int });
        for p in insn.a + 2..insn.a + 4 {
            self.set(p, Known { val: self.unset, ty: Ty::Unset });
        }
    }

    fn for_next(&mut self, b: u32, insn: &Insn) {
        match self.get(insn.b).ty {
            Ty::RangeState => self.range_next(b, insn),
            Ty::ListState(item) => {
                self.sequence_next(b, insn, flow::next_item(self.source, self.id, self.n, item), true)
            }
            Ty::TupleState(item) => {
                self.sequence_next(b, insn, flow::next_item(self.source, self.id, self.n, item), false)
            }
            state if state.is_pairs() => self.pairs_next(b, insn, state),
            _ => self.generic_next(b, insn),
        }
    }

    /// While some are left, the item is `next`, then `next += step`.
    fn range_next(&mut self, b: u32, insn: &Insn) {
        let s = insn.b;
        let (item, left, step) = (self.get(s + 1).val, self.get(s + 2).val, self.get(s + 3).val);
        let zero = self.def(Kind::Int(0));
        let more = self.def(Kind::IntCmp { cc: Cc::Gt, a: left, b: zero });
        let body = self.branch_edge(b, HirBlock(insn.x as u32), |this| {
            // Start, stop and step are 63-bit ints, so the sum cannot overflow 64.
            let next = this.def(Kind::IntBin { op: IntOp::Add, a: item, b: step, overflow: None });
            let one = this.def(Kind::Int(1));
            let fewer = this.def(Kind::IntBin { op: IntOp::Sub, a: left, b: one, overflow: None });
            this.set(s + 1, Known { val: next, ty: Ty::Int });
            this.set(s + 2, Known { val: fewer, ty: Ty::Int });
            this.set(insn.a, Known { val: item, ty: Ty::Int });
        });
        let done = self.branch_edge(b, HirBlock(insn.y), |_| {});
        self.end(Term::Branch { test: more, yes: body, no: done });
    }

    /// The list's length is read anew each time: the body may change it.
    fn sequence_next(&mut self, b: u32, insn: &Insn, item: Ty, list: bool) {
        let s = insn.b;
        let (object, index) = (self.get(s).val, self.get(s + 1).val);
        let offset = if list { layouts::LIST_LEN } else { layouts::TUPLE_LEN };
        let len = self.def(Kind::LoadLen { object, offset: offset as u32 });
        let more = self.def(Kind::IntCmp { cc: Cc::Lt, a: index, b: len });
        let n = self.n;
        let body = self.branch_edge(b, HirBlock(insn.x as u32), |this| {
            let word = if list {
                let array = this.def(Kind::Load { object, offset: layouts::LIST_ITEMS as u32 });
                this.def(Kind::LoadItem { array, index })
            } else {
                this.def(Kind::LoadTupleItem { tuple: object, index })
            };
            // Where the item is not what was predicted, the interpreter takes it again.
            this.n = n;
            let known = this.expect(Known { val: word, ty: Ty::Any }, item);
            let one = this.def(Kind::Int(1));
            let next = this.def(Kind::IntBin { op: IntOp::Add, a: index, b: one, overflow: None });
            this.set(s + 1, Known { val: next, ty: Ty::Int });
            this.set(insn.a, known);
        });
        let done = self.branch_edge(b, HirBlock(insn.y), |_| {});
        self.end(Term::Branch { test: more, yes: body, no: done });
    }

    /// Any iterator: its state lies in the window, `for_step` takes the next item from it.
    fn generic_next(&mut self, b: u32, insn: &Insn) {
        let s = insn.b;
        let item = self.step_of_iterator(insn);
        for p in s..s + 4 {
            let val = self.def(Kind::LoadPlace { place: p + self.offset });
            self.set(p, Known { val, ty: Ty::Any });
        }
        let unset = self.unset;
        let done_test = self.def(Kind::Is { a: item, b: unset });
        let predicted = self.predicted();
        let body = self.branch_edge(b, HirBlock(insn.x as u32), |this| {
            let known = if predicted.rep() == Rep::Tagged {
                Known { val: item, ty: predicted }
            } else {
                this.item_of_iterator(insn, item, predicted)
            };
            this.set(insn.a, known);
        });
        let done = self.branch_edge(b, HirBlock(insn.y), |_| {});
        self.end(Term::Branch { test: done_test, yes: done, no: body });
    }

    /// An item that was taken cannot be taken again: where it is not what was predicted, the interpreter
    /// goes on in the loop's body with it.
    fn item_of_iterator(&mut self, insn: &Insn, item: Val, ty: Ty) -> Known {
        let at = self.starts[insn.x as usize] as u32;
        let exit = self.exit_at(at, Reason::Type, Some((insn.a, Some(item))));
        let kind = match ty {
            Ty::Int => Kind::UnboxInt { a: item, exit },
            Ty::Float => Kind::UnboxFloat { a: item, exit },
            _ => Kind::UnboxBool { a: item, exit },
        };
        Known { val: self.def(kind), ty }
    }
}
