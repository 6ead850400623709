//! From HIR and predictions to SSA.
//!
//! Blocks are taken in reverse postorder with an environment that says which value each place holds. A
//! block with several predecessors gets a parameter for each place that is live there, in
//! the representation of the type that [`flow`] found. An exit copies the environment. What an
//! instruction means on the types at hand is in the files by kind of instruction; whatever none of them
//! takes goes through the helper `step` ([`step`]), so that every function can be built.

mod arith;
mod attribute;
mod builtins;
mod call;
mod cell;
mod control;
pub mod flow;
mod found;
mod generator;
mod inline;
mod item;
pub mod live;
mod pairs;
mod slices;
mod step;

pub use call::{FUNCTIONS_STAY, immediate_bits};
pub use generator::{is_generator, is_taken_whole, resume_offsets};

use crate::facts::Source;
use crate::program::FunctionId;
use crate::ssa::{BlockId, Exit, ExitFrame, ExitId, Func, Inst, Kind, Reason, Term, Val};
use crate::types::{Rep, Ty};
use pyspec_abi::Value;
use pyspec_abi::blob::flags;
use pyspec_abi::exits::CONSTRUCTED;
use pyspec_abi::ops::Op;
use pyspec_front::hir::{Function, Insn, Place};
use std::collections::{HashMap, HashSet};

/// Where compiled code is entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry {
    /// From the interpreter, arguments in the window.
    Boxed,
    /// From compiled code that knows the function: arguments in registers as their types say, behind them the
    /// function itself if it has free variables.
    Fast,
    /// From compiled code that has found the function: tagged arguments in registers, the function behind them.
    Tagged,
    /// At the head of a loop (a HIR block), all places in the window.
    Loop(u32),
    /// The body of a generator or coroutine, at any of its resume points.
    Generator,
    /// The same from its start, for whoever takes all that it yields.
    Whole,
}

impl Entry {
    /// Whether the arguments are in registers.
    pub fn in_registers(self) -> bool {
        matches!(self, Entry::Fast | Entry::Tagged)
    }

    /// Whether the frame is a generator.
    pub fn is_body(self) -> bool {
        matches!(self, Entry::Generator | Entry::Whole)
    }
}

/// Whether a function's fast entry takes and gives tagged words only, so that it is the tagged one too.
pub fn is_tagged(source: &Source, id: FunctionId) -> bool {
    let tagged = |ty: Ty| ty.rep() == Rep::Tagged;
    fast_params(source, id).into_iter().all(tagged) && tagged(source.facts.returns(id))
}

/// What the builder needs to know of the rest of the program.
pub struct Program<'a> {
    pub source: &'a Source<'a>,
    /// Functions that get a fast entry.
    pub fast: &'a HashSet<FunctionId>,
}

/// Builds a function for one entry. `Err`: why it stays interpreted.
pub fn build(program: &Program, id: FunctionId, entry: Entry) -> Result<Func, String> {
    let f = program.source.function(id);
    if f.flags & flags::CLASS != 0 {
        return Err("class bodies are interpreted".into());
    }
    let mut builder = Builder::new(program, id, entry);
    match entry {
        Entry::Generator => builder.generator_body(),
        Entry::Whole => builder.whole_body(),
        _ if is_generator(f) => builder.make_generator(),
        _ => builder.run(),
    }
    Ok(builder.func)
}

/// Declared types of a fast entry's parameters.
pub fn fast_params(source: &Source, id: FunctionId) -> Vec<Ty> {
    let f = source.function(id);
    (0..f.params.places()).map(|i| source.facts.param(id, i)).collect()
}

/// A value and what is known of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    val: Val,
    ty: Ty,
}

/// What is known of an object's map between two calls: it is exactly `map`, or some map of the run that
/// has at least this many attributes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum MapFact {
    Exactly(u32),
    AtLeast(u32),
}

pub(crate) struct Builder<'a> {
    program: &'a Program<'a>,
    source: &'a Source<'a>,
    id: FunctionId,
    f: &'a Function,
    live: live::Live,
    flow: flow::Flow,
    starts: Vec<usize>,
    func: Func,
    block: BlockId,
    /// What each place holds.
    env: Vec<Known>,
    /// SSA block of each HIR block that is built.
    blocks: Vec<Option<BlockId>>,
    /// Places that are parameters of a merge's block, in order.
    params: Vec<Vec<Place>>,
    /// Number of the instruction being built.
    n: u32,
    /// Maps known since the last call that may run Python.
    maps: HashMap<Val, MapFact>,
    /// Assumption cells already tested since then.
    alive: HashSet<u32>,
    /// Interned constants of the entry block.
    unset: Val,
    entry: Entry,
    /// What is known on the way to blocks with one predecessor.
    edges: HashMap<u32, Arriving>,
    /// First HIR block of the function being built.
    first: u32,
    /// Places of the window before the function's first: 0, or where an inlined function's frame begins.
    offset: u16,
    /// The frames that wait for the one being built, outermost first.
    outer: Vec<inline::Waiting<'a>>,
    /// Of an inlined function: where it returns to.
    returns: Option<inline::Returns>,
    /// Of an inlined constructor: the new object.
    constructed: Option<Val>,
    /// Instructions of functions inlined so far.
    inlined: usize,
    /// Constants that stand for functions in windows of calls: see `pyspec_abi::found`.
    found: HashMap<Val, found::Found>,
    /// Of a generator's body.
    body: Option<generator::Body>,
}

/// What is known on an edge.
pub(crate) struct Arriving {
    env: Vec<Known>,
    maps: HashMap<Val, MapFact>,
    alive: HashSet<u32>,
}

impl<'a> Builder<'a> {
    fn new(program: &'a Program<'a>, id: FunctionId, entry: Entry) -> Builder<'a> {
        let source = program.source;
        let f = source.function(id);
        let mut func = Func {
            id,
            name: f.qualname.clone(),
            params: vec![],
            result: if entry == Entry::Fast { source.facts.returns(id).rep() } else { Rep::Tagged },
            values: vec![],
            blocks: vec![],
            exits: vec![],
            places: f.places,
        };
        let block = func.block();
        let unset = func.value(Rep::Tagged);
        func.blocks[0].insts.push(Inst { result: Some(unset), kind: Kind::Tagged(Value::UNSET.bits() as u64) });
        let entry_block = if let Entry::Loop(b) = entry { b as usize } else { 0 };
        let start = start_types(source, id, entry);
        let flow = flow::flow(source, id, entry_block, start);
        let n_blocks = f.blocks.len();
        Builder {
            program,
            source,
            id,
            f,
            live: live::Live::of(f),
            flow,
            starts: live::starts(f),
            func,
            block,
            env: vec![Known { val: unset, ty: Ty::Unset }; f.places as usize],
            blocks: vec![None; n_blocks],
            params: vec![vec![]; n_blocks],
            n: 0,
            maps: HashMap::new(),
            alive: HashSet::new(),
            unset,
            entry,
            edges: HashMap::new(),
            first: entry_block as u32,
            offset: 0,
            outer: vec![],
            returns: None,
            constructed: None,
            inlined: 0,
            found: HashMap::new(),
            body: None,
        }
    }

    fn run(&mut self) {
        let first = self.first;
        self.n = self.starts[first as usize] as u32;
        self.make_blocks();
        self.enter(first);
        for b in self.order(first) {
            self.build_block(b);
        }
    }

    /// SSA blocks for all HIR blocks that control reaches, with parameters where edges meet.
    fn make_blocks(&mut self) {
        for b in 0..self.f.blocks.len() {
            let Some(types) = self.flow.entry[b].clone() else { continue };
            let block = self.func.block();
            self.blocks[b] = Some(block);
            if !self.is_merge(b as u32) {
                continue;
            }
            let n = self.starts[b] as u32;
            for p in 0..self.f.places as Place {
                if types[p as usize] != Ty::Unset && self.live.is_live(n, p) {
                    let v = self.func.value(types[p as usize].rep());
                    self.func.blocks[block.index()].params.push(v);
                    self.params[b].push(p);
                }
            }
        }
    }

    /// Reads the arguments, or at a loop all places, and goes to the first block.
    fn enter(&mut self, first: u32) {
        let types = start_types(self.source, self.id, self.entry);
        match self.entry {
            Entry::Fast | Entry::Tagged => self.enter_with_registers(),
            Entry::Generator | Entry::Whole => unreachable!("a body is entered with its generator"),
            Entry::Boxed | Entry::Loop(_) => {
                let n = self.n;
                let places: Vec<Place> = (0..self.f.places as Place)
                    .filter(|&p| match self.entry {
                        Entry::Boxed => (p as usize) < self.f.params.places(),
                        _ => self.live.is_live(n, p),
                    })
                    .collect();
                for &p in &places {
                    let val = self.def(Kind::LoadPlace { place: p });
                    self.env[p as usize] = Known { val, ty: Ty::Any };
                }
                for p in places {
                    let known = match types[p as usize] {
                        Ty::Unset => self.expect_unset(p),
                        ty => self.expect(self.env[p as usize], ty),
                    };
                    self.env[p as usize] = known;
                }
            }
        }
        let edge = self.edge(first);
        self.end(Term::Jump(edge));
    }

    /// That a place holds nothing: the interpreter may have come by a handler, with an exception where no compiled way
    /// sets any.
    fn expect_unset(&mut self, place: Place) -> Known {
        let exit = self.exit(Reason::Type);
        self.emit(Kind::GuardWord { a: self.get(place).val, word: Value::UNSET.bits() as u64, exit });
        Known { val: self.unset, ty: Ty::Unset }
    }

    fn enter_with_registers(&mut self) {
        let types = self.arguments_from_registers();
        for (p, ty) in types.into_iter().enumerate() {
            self.env[p] = self.expect(self.env[p], ty);
        }
        // Loops poll by themselves; recursion would not. From the interpreter no call comes without its having polled.
        if self.f.blocks.iter().flat_map(|b| &b.insns).any(|i| may_recurse(i.op)) {
            let exit = self.exit(Reason::Poll);
            self.emit(Kind::Poll { exit });
        }
    }

    /// Takes the arguments as they come; the parameters' declared types.
    fn arguments_from_registers(&mut self) -> Vec<Ty> {
        let types = fast_params(self.source, self.id);
        for (p, &ty) in types.iter().enumerate() {
            let known = if self.entry == Entry::Fast { ty } else { Ty::Any };
            let val = self.func.value(known.rep());
            self.func.params.push(val);
            self.env[p] = Known { val, ty: known };
        }
        if !self.f.free.is_empty() {
            let value = self.func.value(Rep::Tagged);
            self.func.params.push(value);
            self.emit(Kind::StoreFrameFunction { value });
        }
        types
    }

    /// HIR blocks in reverse postorder of the normal edges.
    fn order(&self, first: u32) -> Vec<u32> {
        let mut seen = vec![false; self.f.blocks.len()];
        let mut post = vec![];
        let mut stack = vec![(first, 0usize)];
        seen[first as usize] = true;
        while let Some((b, k)) = stack.pop() {
            let last = self.f.blocks[b as usize].insns.last();
            match last.and_then(|i| i.successors().nth(k)) {
                Some(s) => {
                    stack.push((b, k + 1));
                    if !seen[s.0 as usize] && self.blocks[s.0 as usize].is_some() {
                        seen[s.0 as usize] = true;
                        stack.push((s.0, 0));
                    }
                }
                None => post.push(b),
            }
        }
        post.reverse();
        post
    }

    fn build_block(&mut self, b: u32) {
        let block = self.blocks[b as usize].expect("only reached blocks are in the order");
        self.block = block;
        let types = self.flow.entry[b as usize].clone().expect("reached");
        if self.func.blocks[block.index()].params.is_empty() && !self.is_merge(b) {
            let arriving = self.edges.remove(&b).expect("the only predecessor comes first in reverse postorder");
            (self.env, self.maps, self.alive) = (arriving.env, arriving.maps, arriving.alive);
        } else {
            self.python_ran();
            let unset = Known { val: self.unset, ty: Ty::Unset };
            self.env = vec![unset; self.f.places as usize];
            for (i, &p) in self.params[b as usize].iter().enumerate() {
                let val = self.func.blocks[block.index()].params[i];
                self.env[p as usize] = Known { val, ty: types[p as usize] };
            }
        }
        let f = self.f;
        for (i, insn) in f.blocks[b as usize].insns.iter().enumerate() {
            self.n = (self.starts[b as usize] + i) as u32;
            if insn.op.is_terminator() {
                self.terminator(b, insn);
            } else {
                self.instruction(insn);
            }
        }
    }

    fn is_merge(&self, b: u32) -> bool {
        let resumed = self.outer.is_empty() && self.body.as_ref().is_some_and(|g| g.enters(b));
        self.flow.preds[b as usize].len() + usize::from(b == self.first) + usize::from(resumed) > 1
    }

    fn instruction(&mut self, insn: &Insn) {
        use Op::*;
        match insn.op {
            MOVE => self.set(insn.a, self.env[insn.b as usize]),
            LOADV => {
                let known = self.immediate(insn.x);
                self.set(insn.a, known);
            }
            LOADK => self.constant(insn),
            CLEAR => self.set(insn.a, Known { val: self.unset, ty: Ty::Unset }),
            CHECK => self.check(insn.a),
            op if self.arithmetic(op, insn) => {}
            GETATTR | SETATTR => self.attribute(insn),
            GETITEM | SETITEM | LISTAPPEND | LIST | TUPLE | UNPACK | GETSLICE | SLICE | SETSLICE | DICT | DICTSET => {
                self.item(insn)
            }
            LOADGLOBAL => self.global(insn),
            FINDMETHOD => self.find_method(insn),
            CALL | CALLM | CALLKW | CALLMKW | CALLFOUND | CALLFOUNDKW | CALLSUPER => self.call(insn),
            NEWCELL | GETFREE | LOADCELL | STORECELL => self.cell(insn),
            FORPREP => self.for_prep(insn),
            ITER | ITERABLE | AWAITABLE => self.iterator(insn),
            MAKEGEN => self.go_on(insn),
            YIELD | DELEGATE => self.suspend(insn),
            _ => self.step(insn),
        }
    }

    // Small pieces that the files by kind share.

    /// Adds an instruction that defines nothing.
    fn emit(&mut self, kind: Kind) {
        self.func.blocks[self.block.index()].insts.push(Inst { result: None, kind });
    }

    /// Adds an instruction and returns what it defines.
    fn def(&mut self, kind: Kind) -> Val {
        let rep = kind.result().expect("an instruction with a result");
        let v = self.func.value(rep);
        self.func.blocks[self.block.index()].insts.push(Inst { result: Some(v), kind });
        v
    }

    fn end(&mut self, term: Term) {
        self.func.blocks[self.block.index()].term = term;
    }

    fn set(&mut self, place: Place, known: Known) {
        self.env[place as usize] = known;
    }

    fn get(&self, place: Place) -> Known {
        self.env[place as usize]
    }

    fn immediate(&mut self, bits: u64) -> Known {
        let v = Value::from_bits(bits as usize);
        let ty = flow::immediate(bits);
        let val = match ty {
            Ty::Int => self.def(Kind::Int(v.as_int() as i64)),
            Ty::Float => self.def(Kind::Float(v.to_flonum().expect("a flonum").to_bits())),
            Ty::Bool => self.def(Kind::Bool(v.is(Value::TRUE))),
            _ => self.def(Kind::Tagged(bits)),
        };
        Known { val, ty }
    }

    fn constant(&mut self, insn: &Insn) {
        use pyspec_abi::blob::Const;
        if let Const::Float(bits) = self.f.consts[insn.x as usize] {
            let val = self.def(Kind::Float(bits));
            return self.set(insn.a, Known { val, ty: Ty::Float });
        }
        let exit = self.exit(Reason::Global);
        let val = self.def(Kind::Object { function: self.id, index: insn.x as u32, exit });
        let mut types = vec![Ty::Any; self.f.places as usize];
        flow::transfer(self.source, self.id, self.n, insn, &mut types);
        self.set(insn.a, Known { val, ty: types[insn.a as usize] });
    }

    /// Leaves if a place is unset.
    fn check(&mut self, place: Place) {
        let known = self.get(place);
        if known.ty.is_set() {
            return;
        }
        let exit = self.exit(Reason::Unset);
        self.emit(Kind::GuardNotWord { a: known.val, word: Value::UNSET.bits() as u64, exit });
    }

    /// The value tagged.
    fn tagged(&mut self, known: Known) -> Val {
        if self.func.rep(known.val) == Rep::Tagged { known.val } else { self.def(Kind::Box { a: known.val }) }
    }

    /// A value tagged of which only the representation is known.
    fn boxed(&mut self, val: Val) -> Val {
        self.tagged(Known { val, ty: Ty::Any })
    }

    /// The value in a representation that its type allows.
    fn in_rep(&mut self, known: Known, rep: Rep) -> Val {
        match (self.func.rep(known.val), rep) {
            (a, b) if a == b => known.val,
            (_, Rep::Tagged) => self.tagged(known),
            (Rep::Int, Rep::Float) => self.def(Kind::IntToFloat { a: known.val }),
            (a, b) => unreachable!("a {a:?} is no {b:?}: the types of the flow and of the builder differ"),
        }
    }

    /// The value as a proved or predicted `ty`: guarded and unboxed where that is a representation.
    fn expect(&mut self, known: Known, ty: Ty) -> Known {
        let tagged = self.func.rep(known.val) == Rep::Tagged;
        if !tagged || known.ty == ty {
            return known;
        }
        let exit = |b: &mut Self| b.exit(Reason::Type);
        let val = match ty {
            Ty::Int => {
                let exit = exit(self);
                self.def(Kind::UnboxInt { a: known.val, exit })
            }
            Ty::Float => {
                let exit = exit(self);
                self.def(Kind::UnboxFloat { a: known.val, exit })
            }
            Ty::Bool => {
                let exit = exit(self);
                self.def(Kind::UnboxBool { a: known.val, exit })
            }
            Ty::None => {
                let exit = exit(self);
                self.emit(Kind::GuardWord { a: known.val, word: Value::NONE.bits() as u64, exit });
                known.val
            }
            // The states of loops are taken from the interpreter's window where a loop is entered.
            Ty::RangeState => {
                let exit = exit(self);
                self.emit(Kind::GuardWord { a: known.val, word: Value::RANGE_STATE.bits() as u64, exit });
                known.val
            }
            Ty::ListState(_) | Ty::TupleState(_) => {
                let is_list = matches!(ty, Ty::ListState(_));
                let map = if is_list { pyspec_abi::types::LIST } else { pyspec_abi::types::TUPLE };
                let exit = exit(self);
                self.emit(Kind::GuardMap { a: known.val, first: map, last: map, exit });
                known.val
            }
            ty if ty.is_pairs() => {
                let map = pairs::map_of(ty);
                let exit = exit(self);
                self.emit(Kind::GuardMap { a: known.val, first: map, last: map, exit });
                known.val
            }
            _ => known.val,
        };
        Known { val, ty: if ty == Ty::Any { known.ty } else { ty } }
    }

    /// What flow says the instruction being built defines in its first place.
    fn predicted(&self) -> Ty {
        self.source.facts.result(self.id, self.n)
    }

    /// An exit that goes on at the instruction being built.
    fn exit(&mut self, reason: Reason) -> ExitId {
        self.exit_at(self.n, reason, None)
    }

    /// An exit after the instruction being built: `place` holds `known`, a tagged value.
    fn exit_after(&mut self, reason: Reason, place: Place, val: Val) -> ExitId {
        self.exit_at(self.n + 1, reason, Some((place, Some(val))))
    }

    fn exit_at(&mut self, at: u32, reason: Reason, change: Option<(Place, Option<Val>)>) -> ExitId {
        let mut places = vec![];
        for p in 0..self.f.places as Place {
            let changed = change.filter(|(place, _)| *place == p);
            let value = match changed {
                Some((_, v)) => v,
                None if self.live.is_live(at, p) => Some(self.env[p as usize].val),
                None => None,
            };
            if let Some(v) = value.filter(|&v| v != self.unset) {
                places.push((p, v));
            }
        }
        if let Some(object) = self.constructed {
            places.push((CONSTRUCTED, object));
        }
        let awaits = change.filter(|(_, v)| v.is_none()).map(|(p, _)| p);
        let mut frames: Vec<ExitFrame> = self.outer.iter().map(|w| w.exit_frame(self.unset)).collect();
        frames.push(ExitFrame { function: self.id, at, places });
        self.func.exits.push(Exit { frames, reason, awaits });
        ExitId(self.func.exits.len() as u32 - 1)
    }

    /// What ran may have been any Python code: facts about the heap are gone.
    fn python_ran(&mut self) {
        self.maps.clear();
        self.alive.clear();
    }

    /// Tests an assumption cell, unless that was done since Python code last ran.
    fn guard_alive(&mut self, cell: u32) {
        if self.alive.insert(cell) {
            let exit = self.exit(Reason::Dead);
            self.emit(Kind::GuardAlive { cell, exit });
        }
    }
}

fn may_recurse(op: Op) -> bool {
    op.is_plain_call() || op == Op::CALLSUPER
}

fn start_types(source: &Source, id: FunctionId, entry: Entry) -> Vec<Ty> {
    let f = source.function(id);
    let mut types = vec![Ty::Unset; f.places as usize];
    for (i, ty) in fast_params(source, id).into_iter().enumerate() {
        types[i] = ty;
    }
    if let Entry::Loop(b) = entry {
        // A loop is entered with what the flow from the function's start says of its head.
        let whole = flow::flow(source, id, 0, types);
        let mut types = whole.entry[b as usize].clone().unwrap_or_else(|| vec![Ty::Any; f.places as usize]);
        // That a place holds an int or a float is nothing that one guard at the entry tests.
        types.iter_mut().filter(|t| **t == Ty::Number).for_each(|t| *t = Ty::Any);
        return types;
    }
    types
}
