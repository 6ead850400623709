//! SSA to machine IR.
//!
//! The frame: `r15` is the context, one register holds the window's base. An entry from the interpreter
//! finds its base in the second argument; a fast entry takes the stack's published top. Both publish
//! the end of their window as the new top, and put the old one back when they return. A generator's body has its
//! frame in the generator; like a fast entry it takes a window on the stack for what it steps through and calls.
//! Cold work (boxing what does not fit, slow allocation, barriers) is in blocks at the end.

mod any;
mod arrays;
mod boxing;
mod calls;
mod exits;
mod guards;
mod memory;
mod sites;

use crate::build::Entry;
use crate::program::{FunctionId, SymbolTarget};
use crate::ssa::cfg::reverse_postorder;
use crate::ssa::{self, BitOp, BlockId, Cc, ExitId, Func, IntOp, Kind, Reason, Term, Val};
use crate::types::Rep;
use pyspec_abi::helpers::{ContextLayout, Helper, status};
use pyspec_abi::layouts;
use pyspec_abi::ops::WINDOW_HEADER;
use pyspec_emit::mir::{
    Addr, AluOp, Block, Builder as Mir, CallTarget, Class, Convention, Edge, Exit, FloatCc, FloatOp, FloatUnaryOp,
    Inst, IntCc, MFunction, MemType, ShiftOp, Size, Symbol, Terminator, Test, UnaryOp, VReg,
};
use std::collections::HashMap;

/// Symbols of a program, each once: `emit`'s number is the index.
#[derive(Default)]
pub struct Symbols {
    pub targets: Vec<SymbolTarget>,
    /// Guards that fail when they are first reached, so far; `None`: guards are as they are.
    pub forced: Option<u32>,
    known: HashMap<SymbolTarget, u32>,
}

impl Symbols {
    /// The symbol that names a target.
    pub fn symbol(&mut self, target: SymbolTarget) -> Symbol {
        if let Some(&n) = self.known.get(&target) {
            return Symbol(n);
        }
        let n = self.targets.len() as u32;
        self.targets.push(target.clone());
        self.known.insert(target, n);
        Symbol(n)
    }
}

/// Where a place's value, or an item of a virtual object, comes from when an exit is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Held {
    /// Index into the exit's values, and how to box it.
    Value(usize, Rep),
    /// One of the exit's virtual objects.
    Virtual(u32),
}

/// What fills places of a window.
pub type Places = Vec<(u16, Held)>;

/// An exit of machine IR in terms of its values; value 0 is the window's base.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoweredExit {
    /// (function, resume point, places), outermost first.
    pub frames: Vec<(FunctionId, u32, Places)>,
    /// (map, items); one that another has as an item comes first.
    pub virtuals: Vec<(u32, Vec<Held>)>,
    pub reason: Reason,
}

/// A function as machine IR, and what its exits mean by their client numbers.
pub struct Lowered {
    pub mir: MFunction,
    pub exits: Vec<LoweredExit>,
}

/// What lowering asks about the words of units.
pub trait Words {
    /// Word in its module's unit of an instruction.
    fn word(&self, function: FunctionId, n: u32) -> u32;
    /// Word in its function's code of an instruction.
    fn pc(&self, function: FunctionId, n: u32) -> u32;
    /// Word of the inline cache of an instruction.
    fn cache(&self, function: FunctionId, n: u32) -> u32;
}

/// Lowers a function.
pub fn lower(func: &Func, entry: Entry, symbols: &mut Symbols, words: &dyn Words, context: ContextLayout) -> Lowered {
    let convention = if entry.in_registers() { Convention::Compiled } else { Convention::SystemV };
    let mut lower = Lower {
        func,
        entry,
        symbols,
        words,
        context,
        b: Mir::new(func.name.clone(), convention),
        values: vec![None; func.values.len()],
        blocks: vec![],
        base: VReg(0),
        frame: VReg(0),
        resume_offset: VReg(0),
        old_top: VReg(0),
        exits: vec![],
        made: HashMap::new(),
        virtuals: HashMap::new(),
    };
    lower.run();
    Lowered { mir: lower.b.finish(), exits: lower.exits }
}

struct Lower<'a> {
    func: &'a Func,
    entry: Entry,
    symbols: &'a mut Symbols,
    words: &'a dyn Words,
    context: ContextLayout,
    b: Mir,
    values: Vec<Option<VReg>>,
    blocks: Vec<Block>,
    base: VReg,
    /// Where exits write the outermost frame's places: the window, or the generator's frame.
    frame: VReg,
    /// Of a generator's body: where it goes on, or who takes what it yields.
    resume_offset: VReg,
    old_top: VReg,
    exits: Vec<LoweredExit>,
    /// Exits that are made already: machine IR may use one several times.
    made: HashMap<ExitId, Exit>,
    /// Objects that only exits make: map, items.
    virtuals: HashMap<Val, (u32, Vec<Val>)>,
}

impl Lower<'_> {
    fn run(&mut self) {
        self.prologue();
        let first = self.b.current();
        for (i, block) in self.func.blocks.iter().enumerate() {
            let made = if i == 0 {
                first
            } else if block.cold {
                self.b.cold_block()
            } else {
                self.b.block()
            };
            self.blocks.push(made);
            for &p in &block.params {
                let reg = self.b.block_param(made, class(self.func.rep(p)));
                self.values[p.index()] = Some(reg);
            }
        }
        for i in self.emission_order() {
            let block = &self.func.blocks[i];
            self.b.switch_to(self.blocks[i]);
            for inst in &block.insts {
                self.instruction(inst.result, &inst.kind);
            }
            self.terminator(&block.term);
        }
    }

    /// Definitions come before uses: reverse postorder. Blocks that nothing reaches still need an end.
    fn emission_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = reverse_postorder(self.func).into_iter().map(BlockId::index).collect();
        let mut seen = vec![false; self.func.blocks.len()];
        order.iter().for_each(|&b| seen[b] = true);
        order.extend((0..seen.len()).filter(|&b| !seen[b]));
        order
    }

    fn prologue(&mut self) {
        match self.entry {
            Entry::Fast | Entry::Tagged => {
                for &p in &self.func.params {
                    let reg = self.b.param(class(self.func.rep(p)));
                    self.values[p.index()] = Some(reg);
                }
                self.old_top = self.b.load(MemType::Word, Addr::context(self.context.top));
                self.base = self.b.lea(Addr::base(self.old_top, 8 * WINDOW_HEADER as i32));
            }
            Entry::Boxed | Entry::Loop(_) => {
                let ctx = self.b.param(Class::Int);
                self.base = self.b.param(Class::Int);
                self.b.push(Inst::SetContext { src: ctx });
                self.old_top = self.b.load(MemType::Word, Addr::context(self.context.top));
            }
            Entry::Generator | Entry::Whole => {
                let ctx = self.b.param(Class::Int);
                self.frame = self.b.param(Class::Int);
                self.resume_offset = self.b.param(Class::Int);
                self.b.push(Inst::SetContext { src: ctx });
                self.old_top = self.b.load(MemType::Word, Addr::context(self.context.top));
                self.base = self.b.lea(Addr::base(self.old_top, 8 * WINDOW_HEADER as i32));
            }
        }
        if !self.entry.is_body() {
            self.frame = self.base;
        }
        let top = self.b.lea(Addr::base(self.base, 8 * self.func.places as i32));
        let overflow = self.b.cold_block();
        let next = self.b.block();
        let native = self.b.block();
        let body = self.b.block();
        let sp = self.b.stack_pointer();
        self.b.branch(Test::int(IntCc::Above, top, Addr::context(self.context.stack_limit)), overflow, next);
        self.b.switch_to(next);
        self.b.branch(Test::int(IntCc::Below, sp, Addr::context(self.context.native_limit)), overflow, native);
        self.b.switch_to(native);
        if self.entry.in_registers() {
            let depth = self.b.load(MemType::U32, Addr::context(self.context.depth));
            self.b.branch(
                Test::sized(IntCc::AboveEq, Size::S32, depth, Addr::context(self.context.depth_limit)),
                overflow,
                body,
            );
        } else {
            self.b.jump(body, &[]);
        }
        self.b.switch_to(overflow);
        self.helper(Helper::StackOverflow, &[]);
        self.return_status(None, status::RAISED);
        self.b.switch_to(body);
        if self.entry.in_registers() {
            self.b.alu_mem(AluOp::Add, Size::S32, Addr::context(self.context.depth), 1);
        }
        self.b.store(MemType::Word, top, Addr::context(self.context.top));
    }

    /// Puts the context back as it was before the function's window.
    fn epilogue(&mut self) {
        self.b.store(MemType::Word, self.old_top, Addr::context(self.context.top));
        if self.entry.in_registers() {
            self.b.alu_mem(AluOp::Sub, Size::S32, Addr::context(self.context.depth), 1);
        }
    }

    /// Returns `(value, status)`; a float goes in its own register, and 0 stands in for the word.
    fn return_status(&mut self, value: Option<VReg>, status: u64) {
        let status = self.b.imm(status as i64);
        match value {
            Some(v) if self.b.func.class(v) == Class::Float => {
                let word = self.b.imm(0);
                self.b.ret(&[word, status, v]);
            }
            Some(v) => self.b.ret(&[v, status]),
            None => {
                let word = self.b.imm(0);
                self.b.ret(&[word, status]);
            }
        }
    }

    fn terminator(&mut self, term: &Term) {
        match term {
            Term::Open => self.b.end(Terminator::Trap),
            Term::Jump(edge) => {
                let edge = self.edge(edge);
                self.b.end(Terminator::Jump(edge));
            }
            Term::Branch { test, yes, no } => {
                let (yes, no) = (self.edge(yes), self.edge(no));
                let test = self.bool_test(*test);
                self.b.end(Terminator::Branch { test, yes, no });
            }
            Term::Return(v) => {
                let fits = self.func.rep(*v) == self.func.result;
                let reg = self.reg(*v);
                self.epilogue();
                let status = match self.entry {
                    entry if entry.is_body() => status::ENDED,
                    _ if fits => status::VALUE,
                    _ => status::BOXED,
                };
                self.return_status(Some(reg), status);
            }
            Term::Yield(v) => {
                let reg = self.reg(*v);
                self.epilogue();
                self.return_status(Some(reg), status::VALUE);
            }
            Term::Delegate => {
                self.epilogue();
                self.return_status(None, status::DELEGATE);
            }
            Term::Exit(x) => {
                let exit = self.exit(*x);
                self.b.end(Terminator::Exit(exit));
            }
        }
    }

    fn edge(&mut self, edge: &ssa::Edge) -> Edge {
        let args: Vec<VReg> = edge.args.iter().map(|&a| self.reg(a)).collect();
        Edge::new(self.blocks[edge.block.index()], args)
    }

    fn reg(&self, v: Val) -> VReg {
        self.values[v.index()].unwrap_or_else(|| panic!("{}: {v} is used before it is defined", self.func.name))
    }

    fn symbol(&mut self, target: SymbolTarget) -> VReg {
        let symbol = self.symbols.symbol(target);
        self.b.symbol_addr(symbol, 0)
    }

    fn define(&mut self, result: Option<Val>, reg: VReg) {
        let v = result.expect("an instruction with a result");
        self.values[v.index()] = Some(reg);
    }

    fn instruction(&mut self, result: Option<Val>, kind: &Kind) {
        self.force_exit(kind);
        let reg = match kind {
            Kind::Int(i) => self.b.imm(*i),
            Kind::Float(bits) => self.b.float_imm(f64::from_bits(*bits)),
            Kind::Bool(v) => self.b.imm(*v as i64),
            Kind::Tagged(bits) => self.b.imm(*bits as i64),
            Kind::IntBin { op, a, b, overflow } => self.int_binary(*op, *a, *b, *overflow),
            Kind::IntBit { op, a, b } => {
                let op = match op {
                    BitOp::And => AluOp::And,
                    BitOp::Or => AluOp::Or,
                    BitOp::Xor => AluOp::Xor,
                };
                let (a, b) = (self.reg(*a), self.reg(*b));
                self.b.alu(op, a, b)
            }
            Kind::IntNeg { a, overflow } => {
                let a = self.reg(*a);
                match overflow {
                    Some(x) => {
                        let exit = self.exit(*x);
                        self.b.neg_or_exit(a, exit)
                    }
                    None => self.b.unary(UnaryOp::Neg, a),
                }
            }
            Kind::IntNot { a } => {
                let a = self.reg(*a);
                self.b.unary(UnaryOp::Not, a)
            }
            Kind::IntFloorDiv { a, b, exit } => self.division(*a, *b, *exit, true),
            Kind::IntMod { a, b, exit } => self.division(*a, *b, *exit, false),
            Kind::IntShl { a, b, exit } => self.shift_left(*a, *b, *exit),
            Kind::IntShr { a, b, exit } => self.shift_right(*a, *b, *exit),
            Kind::RangeCount { start, stop, step } => self.range_count(*start, *stop, *step),
            Kind::IntCmp { .. } | Kind::FloatCmp { .. } | Kind::Is { .. } => {
                let test = self.compare_test(kind);
                self.b.set(test)
            }
            Kind::IntToFloat { a } => {
                let a = self.reg(*a);
                self.b.int_to_float(a)
            }
            Kind::BoolToInt { a } => self.reg(*a),
            Kind::FloatBin { op, a, b } => {
                let op = match op {
                    ssa::FloatOp::Add => FloatOp::Add,
                    ssa::FloatOp::Sub => FloatOp::Sub,
                    ssa::FloatOp::Mul => FloatOp::Mul,
                    ssa::FloatOp::Div => FloatOp::Div,
                };
                let (a, b) = (self.reg(*a), self.reg(*b));
                self.b.float_op(op, a, b)
            }
            Kind::FloatNeg { a } => self.float_unary(FloatUnaryOp::Neg, *a),
            Kind::FloatAbs { a } => self.float_unary(FloatUnaryOp::Abs, *a),
            Kind::FloatSqrt { a } => self.float_unary(FloatUnaryOp::Sqrt, *a),
            Kind::BoolNot { a } => {
                let a = self.reg(*a);
                self.b.alu(AluOp::Xor, a, 1)
            }
            Kind::UnboxInt { a, exit } => self.unbox_int(*a, *exit),
            Kind::UnboxSmall { a, exit } => self.unbox_small(*a, *exit),
            Kind::UnboxFloat { a, exit } => self.unbox_float(*a, *exit),
            Kind::UnboxNumber { a, exit } => self.unbox_number(*a, *exit),
            Kind::UnboxBool { a, exit } => self.unbox_bool(*a, *exit),
            Kind::Box { a } => self.box_value(*a),
            Kind::Object { .. }
            | Kind::Load { .. }
            | Kind::LoadLen { .. }
            | Kind::LoadItem { .. }
            | Kind::LoadTupleItem { .. } => self.load(kind),
            Kind::ArrayState { array, float, exit } => self.array_state(*array, *float, *exit),
            Kind::ArrayLen { state, .. } => self.array_len(*state),
            Kind::ArrayFloat { state, index, .. } => self.array_float(*state, *index),
            Kind::ArrayInt { state, index, .. } => self.array_int(*state, *index),
            Kind::CheckIndex { index, len, exit } => self.check_index(*index, *len, *exit),
            Kind::New { map, slots, exit } => self.new_object(*map, *slots, *exit),
            Kind::Instance { map, slots, items } => self.instance(*map, *slots, items),
            Kind::Global { function, n, exit } => self.global(*function, *n, *exit),
            Kind::Site { function, n } => self.site(*function, *n),
            Kind::Generator => self.b.lea(Addr::base(self.frame, -(layouts::GENERATOR_FRAME as i32))),
            Kind::ResumeOffset => self.resume_offset,
            Kind::FrameFunction => self.b.load(MemType::Word, Addr::base(self.base, -24)),
            Kind::CachedGet { function, n, object, exit } => self.cached_get(*function, *n, *object, *exit),
            Kind::CachedFind { function, n, object, address, exit } => {
                self.cached_find(*function, *n, *object, *address, *exit)
            }
            Kind::CachedCall(call) => self.cached_call(call),
            Kind::AnyBin { op, inplace, a, b, exit } => self.any_binary(*op, *inplace, *a, *b, *exit),
            Kind::AnyCmp { cc, a, b, exit, odd } => self.any_compare(*cc, *a, *b, *exit, *odd),
            Kind::AnyItem { object, key, exit } => self.any_item(*object, *key, *exit),
            Kind::Same { a, b } => self.same(*a, *b),
            Kind::MapOf { a } => self.map_of(*a),
            Kind::PlaceAddr { place } => self.b.lea(Addr::base(self.base, 8 * *place as i32)),
            Kind::LoadPlace { place } => self.b.load(MemType::Word, Addr::base(self.base, 8 * *place as i32)),
            Kind::Pack { map, place, items, exit } => self.pack(*map, *place, items, *exit),
            Kind::Virtual { map, items } => {
                let v = result.expect("an object");
                self.virtuals.insert(v, (*map, items.clone()));
                return;
            }
            Kind::Help { helper, args, exit } => match self.help(*helper, args, *exit) {
                Some(reg) => reg,
                None => return,
            },
            Kind::CallFast { function, args, result, raised, boxed } => {
                self.call_fast(*function, args, *result, *raised, *boxed)
            }
            _ => return self.effect(kind),
        };
        self.define(result, reg);
    }

    /// Instructions without a result.
    fn effect(&mut self, kind: &Kind) {
        match kind {
            Kind::SetArrayFloat { state, index, value, .. } => self.set_array_float(*state, *index, *value),
            Kind::SetArrayInt { state, index, value, exit, .. } => self.set_array_int(*state, *index, *value, *exit),
            Kind::GuardMap { a, first, last, exit } => self.guard_map(*a, *first, *last, *exit),
            Kind::GuardWord { a, word, exit } => self.guard_word(*a, *word, true, *exit),
            Kind::GuardNotWord { a, word, exit } => self.guard_word(*a, *word, false, *exit),
            Kind::GuardBool { a, expect, exit } => {
                let test = self.bool_test(*a);
                let exit = self.exit(*exit);
                self.b.guard(if *expect { test.inverse() } else { test }, exit);
            }
            Kind::GuardIndex { index, len, exit } => {
                let (index, len, exit) = (self.reg(*index), self.reg(*len), self.exit(*exit));
                self.b.guard(Test::int(IntCc::AboveEq, index, len), exit);
            }
            Kind::GuardAlive { cell, exit } => {
                let at = self.symbol(SymbolTarget::Dead(*cell));
                let exit = self.exit(*exit);
                self.b.guard(Test::sized(IntCc::Ne, Size::S32, Addr::base(at, 0), 0), exit);
            }
            Kind::GuardFunction { a, function, exit } => self.guard_function(*a, *function, *exit),
            Kind::GuardBuiltin { a, builtin, exit } => self.guard_builtin(*a, *builtin, *exit),
            Kind::GuardClass { a, plan, exit } => {
                let cell = self.symbol(SymbolTarget::ClassObject(plan.0));
                let (a, exit) = (self.reg(*a), self.exit(*exit));
                self.b.guard(Test::int(IntCc::Ne, a, Addr::base(cell, 0)), exit);
            }
            Kind::Suspend { object, function, n } => {
                let word = self.words.word(*function, *n);
                let at = self.symbols.symbol(SymbolTarget::UnitWord { module: function.module, word });
                let (at, object) = (self.b.symbol_addr(at, 1), self.reg(*object));
                self.b.store(MemType::Word, at, Addr::base(object, layouts::GENERATOR_PC as i32));
            }
            Kind::Store { object, offset, value, barrier } => self.store(*object, *offset, *value, *barrier),
            Kind::StoreItem { array, index, value, barrier } => self.store_item(*array, *index, *value, *barrier),
            Kind::SetMap { object, map } => {
                let object = self.reg(*object);
                self.b.store_imm(Size::S32, *map as i32, Addr::base(object, 0));
            }
            Kind::StorePlace { place, value } => {
                let value = self.reg(*value);
                self.b.store(MemType::Word, value, Addr::base(self.base, 8 * *place as i32));
            }
            Kind::StoreFrameFunction { value } => {
                let value = self.reg(*value);
                self.b.store(MemType::Word, value, Addr::base(self.base, -24));
            }
            Kind::CachedSet { function, n, object, value, exit } => {
                self.cached_set(*function, *n, *object, *value, *exit)
            }
            Kind::CheckImplemented { op, result, a, b, exit } => {
                let (result, a, b, exit) = (self.reg(*result), self.reg(*a), self.reg(*b), self.exit(*exit));
                let word = pyspec_abi::Value::NOT_IMPLEMENTED.bits() as i32;
                self.when(Test::int(IntCc::Eq, result, word), |l| {
                    let op = l.b.imm(*op as i64);
                    let raised = l.python_helper(Helper::NotImplemented, &[op, a, b], exit).expect("a value");
                    l.b.guard(Test::int(IntCc::Eq, raised, 0), exit);
                });
            }
            Kind::Poll { exit } => self.poll(*exit),
            kind => unreachable!("{kind:?} has a result"),
        }
    }

    fn float_unary(&mut self, op: FloatUnaryOp, a: Val) -> VReg {
        let a = self.reg(a);
        self.b.float_unary(op, a)
    }

    fn int_binary(&mut self, op: IntOp, a: Val, b: Val, overflow: Option<ExitId>) -> VReg {
        let op = match op {
            IntOp::Add => AluOp::Add,
            IntOp::Sub => AluOp::Sub,
            IntOp::Mul => AluOp::Mul,
        };
        let (a, b) = (self.reg(a), self.reg(b));
        match overflow {
            Some(x) => {
                let exit = self.exit(x);
                self.b.alu_or_exit(op, a, b, exit)
            }
            None => self.b.alu(op, a, b),
        }
    }

    /// Floored division; 0 as divisor leaves, and the one dividend whose quotient by -1 does not fit.
    fn division(&mut self, a: Val, b: Val, exit: ExitId, quotient: bool) -> VReg {
        let (a, b, exit) = (self.reg(a), self.reg(b), self.exit(exit));
        self.b.guard(Test::int(IntCc::Eq, b, 0), exit);
        let least = self.b.imm(i64::MIN);
        self.b.guard(Test::int(IntCc::Eq, a, least), exit);
        let (quot, rem) = self.b.div(true, a, b);
        if quotient { quot } else { rem }
    }

    /// `ceil((stop - start) / step)`, at least 0. A step of 1 needs no division.
    fn range_count(&mut self, start: Val, stop: Val, step: Val) -> VReg {
        let (start, stop, step) = (self.reg(start), self.reg(stop), self.reg(step));
        let span = self.b.alu(AluOp::Sub, stop, start);
        let count = self.split(
            Test::int(IntCc::Ne, step, 1),
            Class::Int,
            |_| span,
            |l| {
                let (less, more) = (l.b.alu(AluOp::Sub, step, 1), l.b.alu(AluOp::Add, step, 1));
                let round = l.b.select(Test::int(IntCc::Gt, step, 0), less, more);
                let rounded = l.b.alu(AluOp::Add, span, round);
                l.b.div(true, rounded, step).0
            },
        );
        let zero = self.b.imm(0);
        self.b.select(Test::int(IntCc::Gt, count, 0), count, zero)
    }

    fn shift_left(&mut self, a: Val, b: Val, exit: ExitId) -> VReg {
        let (a, b, exit) = (self.reg(a), self.reg(b), self.exit(exit));
        self.b.guard(Test::int(IntCc::Above, b, 62), exit);
        let shifted = self.b.shift(ShiftOp::Shl, a, b);
        let back = self.b.shift(ShiftOp::Sar, shifted, b);
        self.b.guard(Test::int(IntCc::Ne, back, a), exit);
        shifted
    }

    fn shift_right(&mut self, a: Val, b: Val, exit: ExitId) -> VReg {
        let (a, b, exit) = (self.reg(a), self.reg(b), self.exit(exit));
        self.b.guard(Test::int(IntCc::Above, b, 63), exit);
        self.b.shift(ShiftOp::Sar, a, b)
    }

    /// In range at once is the common case; a negative index has its length added in a cold block.
    fn check_index(&mut self, index: Val, len: Val, exit: ExitId) -> VReg {
        let (index, len, exit) = (self.reg(index), self.reg(len), self.exit(exit));
        self.split(
            Test::int(IntCc::AboveEq, index, len),
            Class::Int,
            |_| index,
            |l| {
                let wrapped = l.b.alu(AluOp::Add, index, len);
                l.b.guard(Test::int(IntCc::AboveEq, wrapped, len), exit);
                wrapped
            },
        )
    }

    /// The condition of a bool value: fused with the comparison that made it where that is in sight.
    fn bool_test(&mut self, v: Val) -> Test {
        if let Some(kind) = self.comparison_of(v) {
            return self.compare_test(&kind);
        }
        let reg = self.reg(v);
        Test::any_bit(reg, 1)
    }

    /// The comparison that defines a bool, anywhere before: its operands are values, so it can be made again.
    fn comparison_of(&self, v: Val) -> Option<Kind> {
        let blocks = self.func.blocks.iter();
        let made = blocks.flat_map(|b| &b.insts).find(|i| i.result == Some(v))?;
        matches!(made.kind, Kind::IntCmp { .. } | Kind::FloatCmp { .. } | Kind::Is { .. }).then(|| made.kind.clone())
    }

    fn compare_test(&mut self, kind: &Kind) -> Test {
        match kind {
            Kind::IntCmp { cc, a, b } => Test::int(int_cc(*cc), self.reg(*a), self.reg(*b)),
            Kind::FloatCmp { cc, a, b } => Test::float(float_cc(*cc), self.reg(*a), self.reg(*b)),
            Kind::Is { a, b } => Test::int(IntCc::Eq, self.reg(*a), self.reg(*b)),
            kind => unreachable!("{kind:?} is no comparison"),
        }
    }
}

fn class(rep: Rep) -> Class {
    if rep == Rep::Float { Class::Float } else { Class::Int }
}

fn int_cc(cc: Cc) -> IntCc {
    match cc {
        Cc::Lt => IntCc::Lt,
        Cc::Le => IntCc::Le,
        Cc::Eq => IntCc::Eq,
        Cc::Ne => IntCc::Ne,
        Cc::Gt => IntCc::Gt,
        Cc::Ge => IntCc::Ge,
    }
}

fn float_cc(cc: Cc) -> FloatCc {
    match cc {
        Cc::Lt => FloatCc::Lt,
        Cc::Le => FloatCc::Le,
        Cc::Eq => FloatCc::Eq,
        Cc::Ne => FloatCc::Ne,
        Cc::Gt => FloatCc::Gt,
        Cc::Ge => FloatCc::Ge,
    }
}

/// Makes a hot block and a cold one that both go on in a third: what the helpers below share.
impl Lower<'_> {
    /// Goes to `cold` if the test holds; `hot` continues. Both deliver a value of `class`.
    fn split(
        &mut self,
        test: Test,
        class: Class,
        hot: impl FnOnce(&mut Self) -> VReg,
        cold: impl FnOnce(&mut Self) -> VReg,
    ) -> VReg {
        let (hot_block, cold_block, join) = (self.b.block(), self.b.cold_block(), self.b.block());
        let result = self.b.block_param(join, class);
        self.b.branch(test, cold_block, hot_block);
        self.b.switch_to(cold_block);
        let value = cold(self);
        self.b.jump(join, &[value]);
        self.b.switch_to(hot_block);
        let value = hot(self);
        self.b.jump(join, &[value]);
        self.b.switch_to(join);
        result
    }

    /// Does `cold` if the test holds, then goes on.
    fn when(&mut self, test: Test, cold: impl FnOnce(&mut Self)) {
        let (cold_block, join) = (self.b.cold_block(), self.b.block());
        self.b.branch(test, cold_block, join);
        self.b.switch_to(cold_block);
        cold(self);
        self.b.jump(join, &[]);
        self.b.switch_to(join);
    }

    /// Tells the runtime where the frame's record is found: below the stack pointer lies the return address of the
    /// call that follows.
    fn publish(&mut self) {
        let sp = self.b.stack_pointer();
        self.b.store(MemType::Word, sp, Addr::context(self.context.anchor));
    }

    /// Calls a helper that may run Python code, which may look at the frame: `record` says what it holds.
    fn python_helper(&mut self, helper: Helper, args: &[VReg], record: Exit) -> Option<VReg> {
        self.publish();
        self.call_helper(helper, args, Some(record))
    }

    /// Calls what may run Python code. Functions that are built into this one and wait there count as calls meanwhile.
    fn call_python(&mut self, target: CallTarget, args: &[VReg], results: &[Class], record: Exit) -> Vec<VReg> {
        let client = self.b.func.exits[record.index()].client;
        let waiting = self.exits[client as usize].frames.len() as i32 - 1;
        let depth = Addr::context(self.context.depth);
        if waiting > 0 {
            self.b.alu_mem(AluOp::Add, Size::S32, depth, waiting);
        }
        let results = self.b.call(target, args, results, Some(record));
        if waiting > 0 {
            self.b.alu_mem(AluOp::Sub, Size::S32, depth, waiting);
        }
        results
    }

    /// Calls a helper that runs no Python code.
    fn helper(&mut self, helper: Helper, args: &[VReg]) -> Option<VReg> {
        let alone = matches!(helper, Helper::StackOverflow);
        debug_assert!(alone || !helper.row().effect.runs_python(), "{helper:?} needs a record");
        self.call_helper(helper, args, None)
    }

    /// The context first, then the arguments.
    fn call_helper(&mut self, helper: Helper, args: &[VReg], record: Option<Exit>) -> Option<VReg> {
        use pyspec_abi::helpers::Class as Row;
        let symbol = self.symbols.symbol(SymbolTarget::Helper(helper));
        let mut all = vec![self.b.context()];
        all.extend_from_slice(args);
        let results: &[Class] = match helper.row().result {
            Row::Nothing => &[],
            Row::Float => &[Class::Float],
            _ => &[Class::Int],
        };
        let target = CallTarget::Symbol(symbol);
        let results = match record {
            Some(record) => self.call_python(target, &all, results, record),
            None => self.b.call(target, &all, results, None),
        };
        results.first().copied()
    }
}
