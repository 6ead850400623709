//! Generators and coroutines: their bodies, and how they come to be.
//!
//! A body is one function for all its yields. Its frame is the generator object, on which the values lie while it is
//! suspended; while it runs they are in registers as everywhere else.
//!
//! ```text
//! def f(n):                   b0: v1 = generator; v2 = resume_offset
//!     for i in range(n):          which point is it?      → b2, b5, b7
//!         yield i             b7: store v1.i …; suspend; yield v9
//!                             b5: v11 = load v1.i …       ; goes on behind the yield
//! ```
//! - *resume point*: where a body can be entered: behind MAKEGEN, behind each YIELD and DELEGATE, at the head of each
//!   loop. The interpreter enters where it would execute the next instruction.
//! - A DELEGATE is executed by the interpreter on the generator's frame: a chain of delegating generators is walked
//!   there, without native frames. When the delegate is done, the body goes on behind it.
//!
//! Who takes a generator whole (`sum`, `set`, `list`, …) enters another version of the body, which begins at the start and
//! gives each item to the helper `take`, with all values where they are. Only what that leaves to the protocol is yielded.
//!
//! A place that nothing in the body writes is never stored: the frame has held it since the call. Stores need no
//! barrier: a running generator is scanned as a frame, and whoever suspends it sees to the rest.

use super::{Builder, Entry, Known, flow, live, start_types};
use crate::choose;
use crate::facts::Source;
use crate::program::FunctionId;
use crate::ssa::{BlockId, Cc, Edge, Kind, Term, Val};
use crate::types::{Rep, Ty};
use pyspec_abi::Value;
use pyspec_abi::blob::flags;
use pyspec_abi::helpers::Helper;
use pyspec_abi::layouts::{GENERATOR_FRAME, GENERATOR_FUNCTION};
use pyspec_abi::ops::Op;
use pyspec_front::hir::{Function, Insn, Place};
use std::collections::{HashMap, HashSet};

/// Whether calls of a function make a generator or coroutine.
pub fn is_generator(f: &Function) -> bool {
    f.flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) != 0
}

/// Instructions of the largest body that has a version for who takes it whole.
const LARGEST_WHOLE: usize = 120;

/// Whether a generator's body has a version for who takes all that it yields.
pub fn is_taken_whole(f: &Function) -> bool {
    let insns = || f.blocks.iter().flat_map(|b| &b.insns);
    f.flags & flags::GENERATOR != 0 && insns().count() <= LARGEST_WHOLE && insns().all(|i| i.op != Op::DELEGATE)
}

/// Where a body is entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Point {
    /// At the head of a loop, a HIR block.
    Head(u32),
    /// Behind an instruction.
    Behind(u32),
}

/// Word offsets of the instructions at which a body can be entered.
pub fn resume_offsets(source: &Source, id: FunctionId) -> Vec<u32> {
    let flow = flow::flow(source, id, 0, start_types(source, id, Entry::Generator));
    points(source, id, &flow).into_iter().map(|p| p.1).collect()
}

/// The resume points with their offsets. A jump to the next block is no instruction: behind a YIELD may be the same
/// word as a loop's head.
fn points(source: &Source, id: FunctionId, flow: &flow::Flow) -> Vec<(Point, u32)> {
    let f = source.function(id);
    let starts = live::starts(f);
    let reached = |b: usize| flow.entry[b].is_some();
    // The interpreter reads these bytes itself: nothing is entered there.
    let is_entered = |b: &u32| !matches!(f.blocks[*b as usize].insns[0].op, Op::YIELD | Op::DELEGATE);
    let heads = choose::loop_heads(f).into_iter().filter(|&b| reached(b as usize)).filter(is_entered);
    let mut points: Vec<(Point, u32)> =
        heads.map(|b| (Point::Head(b), source.pc(id, starts[b as usize] as u32))).collect();
    for (b, block) in f.blocks.iter().enumerate().filter(|(b, _)| reached(*b)) {
        for (i, insn) in block.insns.iter().enumerate() {
            if matches!(insn.op, Op::MAKEGEN | Op::YIELD | Op::DELEGATE) {
                let n = (starts[b] + i) as u32;
                let at = source.pc(id, n + 1);
                if !points.iter().any(|p| p.1 == at) {
                    points.push((Point::Behind(n), at));
                }
            }
        }
    }
    points
}

/// What the builder knows of the generator whose body it builds.
pub(super) struct Body {
    object: Val,
    /// Blocks behind instructions.
    behind: HashMap<u32, BlockId>,
    /// HIR blocks at which it is entered.
    heads: HashSet<u32>,
    /// Places that some instruction writes.
    written: Vec<bool>,
    /// Who takes what it yields, of a body that is taken whole.
    taker: Option<Val>,
}

impl Body {
    /// Whether it is entered at a HIR block.
    pub(super) fn enters(&self, b: u32) -> bool {
        self.heads.contains(&b)
    }
}

impl Builder<'_> {
    /// Builds the entry of a generator function: what calls of it come to.
    pub(super) fn make_generator(&mut self) {
        self.arguments_from_registers();
        for p in 0..self.f.params.places() as Place {
            let value = self.tagged(self.get(p));
            self.emit(Kind::StorePlace { place: p, value });
        }
        let base = self.def(Kind::PlaceAddr { place: 0 });
        let site = self.def(Kind::Site { function: self.id, n: 0 });
        let function = match self.entry {
            _ if !self.f.free.is_empty() => self.def(Kind::FrameFunction),
            Entry::Tagged => {
                let function = self.func.value(Rep::Tagged);
                self.func.params.push(function);
                function
            }
            _ => self.unset,
        };
        let generator = self.help(Helper::MakeGenerator, vec![base, site, function]);
        self.end(Term::Return(generator));
    }

    /// Builds a generator's body.
    pub(super) fn generator_body(&mut self) {
        let offset = self.begin_body(false);
        let points = points(self.source, self.id, &self.flow);
        let heads = points.iter().filter_map(|p| if let Point::Head(b) = p.0 { Some(b) } else { None }).collect();
        self.in_body().heads = heads;
        self.make_blocks();
        let starts = self.dispatch(&points, offset);
        for ((point, _), block) in points.into_iter().zip(starts) {
            match point {
                Point::Behind(n) => drop(self.in_body().behind.insert(n, block)),
                Point::Head(b) => self.enter_loop(b, block),
            }
        }
        // The first block is never gone into: its first instruction is the MAKEGEN behind which all begins.
        self.block = self.func.block();
        self.n = 0;
        self.edge(0);
        for b in self.order(0) {
            self.build_block(b);
        }
    }

    /// Builds the version of a body that is taken whole.
    pub(super) fn whole_body(&mut self) {
        self.begin_body(true);
        self.make_blocks();
        let edge = self.edge(0);
        self.end(Term::Jump(edge));
        for b in self.order(0) {
            self.build_block(b);
        }
    }

    /// Takes what a body is entered with: the generator, and the offset or the taker, which is returned.
    fn begin_body(&mut self, whole: bool) -> Val {
        let object = self.def(Kind::Generator);
        let with = self.def(Kind::ResumeOffset);
        if !self.f.free.is_empty() {
            let value = self.def(Kind::Load { object, offset: GENERATOR_FUNCTION as u32 });
            self.emit(Kind::StoreFrameFunction { value });
        }
        let mut written = vec![false; self.f.places as usize];
        let insns = self.f.blocks.iter().flat_map(|b| &b.insns);
        insns.flat_map(live::defs).for_each(|p| written[p as usize] = true);
        let (behind, heads) = (HashMap::new(), HashSet::new());
        self.body = Some(Body { object, behind, heads, written, taker: whole.then_some(with) });
        with
    }

    fn in_body(&mut self) -> &mut Body {
        self.body.as_mut().expect("only bodies suspend")
    }

    /// A block for each resume point, and the way to it.
    fn dispatch(&mut self, points: &[(Point, u32)], offset: Val) -> Vec<BlockId> {
        let to = |block| Edge { block, args: vec![] };
        let mut blocks = vec![];
        for (i, &(_, at)) in points.iter().enumerate() {
            let block = self.func.block();
            blocks.push(block);
            if i + 1 == points.len() {
                self.end(Term::Jump(to(block)));
                break;
            }
            let at = self.def(Kind::Int(at as i64));
            let test = self.def(Kind::IntCmp { cc: Cc::Eq, a: offset, b: at });
            let next = self.func.block();
            self.end(Term::Branch { test, yes: to(block), no: to(next) });
            self.block = next;
        }
        blocks
    }

    fn enter_loop(&mut self, head: u32, block: BlockId) {
        self.block = block;
        let types = self.flow.entry[head as usize].clone().expect("reached");
        self.n = self.starts[head as usize] as u32;
        self.load_frame(&types);
        let edge = self.edge(head);
        self.end(Term::Jump(edge));
    }

    /// Suspends at the instruction being built, and goes on behind it.
    pub(super) fn suspend(&mut self, insn: &Insn) {
        let object = self.in_body().object;
        let (function, n) = (self.id, self.n);
        if let Some(taker) = self.in_body().taker {
            return self.give(insn, taker, object);
        }
        let term = match insn.op {
            Op::YIELD => {
                let value = self.tagged(self.get(insn.b));
                self.store_frame(n + 1, Some(insn.a));
                Term::Yield(value)
            }
            _ => {
                self.store_frame(n, None);
                Term::Delegate
            }
        };
        self.emit(Kind::Suspend { object, function, n });
        self.end(term);
        self.go_on(insn);
    }

    /// Gives what is yielded to the taker; where that leaves it to the protocol, yields it, after which the generator
    /// goes on elsewhere.
    fn give(&mut self, insn: &Insn, taker: Val, object: Val) {
        let value = self.tagged(self.get(insn.b));
        let left = self.pure_help(Helper::Take, vec![taker, value]);
        let zero = self.def(Kind::Int(0));
        let test = self.def(Kind::IntCmp { cc: Cc::Eq, a: left, b: zero });
        let (more, suspended) = (self.func.block(), self.func.block());
        self.func.blocks[suspended.index()].cold = true;
        let to = |block| Edge { block, args: vec![] };
        self.end(Term::Branch { test, yes: to(more), no: to(suspended) });
        self.block = suspended;
        let (function, n) = (self.id, self.n);
        self.store_frame(n + 1, Some(insn.a));
        self.emit(Kind::Suspend { object, function, n });
        self.end(Term::Yield(value));
        self.block = more;
        let none = self.immediate(Value::NONE.bits() as u64);
        self.set(insn.a, none);
    }

    /// Begins behind the instruction being built, in the block in which the generator goes on there.
    pub(super) fn go_on(&mut self, insn: &Insn) {
        let mut types: Vec<Ty> = self.env.iter().map(|k| k.ty).collect();
        if insn.op == Op::MAKEGEN {
            types = start_types(self.source, self.id, Entry::Generator);
        }
        flow::transfer(self.source, self.id, self.n, insn, &mut types);
        if self.in_body().taker.is_some() {
            self.n += 1;
            return self.load_frame(&types);
        }
        // A block that nothing reaches stands in where the point is a loop's head.
        let n = self.n;
        let block = self.in_body().behind.get(&n).copied();
        self.block = block.unwrap_or_else(|| self.func.block());
        self.n += 1;
        self.load_frame(&types);
    }

    /// Writes the places that are live before `at` to the generator; `awaits` gets what is sent.
    fn store_frame(&mut self, at: u32, awaits: Option<Place>) {
        let object = self.in_body().object;
        let named = self.f.named.len();
        for p in 0..self.f.places as Place {
            let sent = Some(p) == awaits && p as usize >= named;
            if !sent && self.live.is_live(at, p) && self.in_body().written[p as usize] {
                let value = self.tagged(self.get(p));
                self.emit(Kind::Store { object, offset: place_offset(p), value, barrier: false });
            }
        }
    }

    /// Reads the places that are live before the instruction being built, and tests what they are predicted to hold.
    /// Named ones may have been changed through the frame object.
    fn load_frame(&mut self, types: &[Ty]) {
        self.python_ran();
        let object = self.in_body().object;
        let unset = Known { val: self.unset, ty: Ty::Unset };
        self.env = vec![unset; self.f.places as usize];
        let named = self.f.named.len();
        // The interpreter may have come here by a handler, with an exception in a place that no other way sets.
        let handles = self.f.blocks.iter().any(|b| b.handler.is_some());
        let is_read = |p: &Place| types[*p as usize] != Ty::Unset || (*p as usize) < named || handles;
        let places: Vec<Place> =
            (0..self.f.places as Place).filter(|&p| self.live.is_live(self.n, p)).filter(is_read).collect();
        for &p in &places {
            let val = self.def(Kind::Load { object, offset: place_offset(p) });
            self.set(p, Known { val, ty: Ty::Any });
        }
        for p in places {
            let known = match types[p as usize] {
                Ty::Unset => self.expect_unset(p),
                // No one test shows that it is a number.
                Ty::Number => self.get(p),
                ty => self.expect(self.get(p), ty),
            };
            self.set(p, known);
        }
    }
}

/// Byte offset of a place in the generator.
fn place_offset(p: Place) -> u32 {
    (GENERATOR_FRAME + 8 * p as usize) as u32
}
