//! A function under construction: blocks, temporaries, constants and names.
//!
//! Temporaries are a stack: what a construct allocates it gives back by [`Func::reset`].
//! A call's window is allocated above everything that is live, since the callee's frame
//! overlays it.

use crate::hir::{Block, BlockId, Function, Insn, Place};
use crate::scope::ScopeId;
use pyspec_abi::Value;
use pyspec_abi::blob::{Const, Position};
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_abi::ops::Op;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Where a block's exceptions go.
pub type Handler = Option<(BlockId, Place)>;

/// Places are 16 bits; a function that needs more is an error, found when it is finished.
pub const MAX_PLACES: u32 = 65_535;

/// Places of variables: of the function's scope, and of those whose code stands in it.
#[derive(Default)]
pub struct Variables(Vec<(ScopeId, FxHashMap<Rc<str>, Place>)>);

impl Variables {
    /// The place of a scope's variable.
    pub fn get(&self, scope: ScopeId, name: &str) -> Option<Place> {
        self.0.iter().find(|s| s.0 == scope)?.1.get(name).copied()
    }

    pub fn insert(&mut self, scope: ScopeId, name: Rc<str>, place: Place) {
        let known = self.0.iter().position(|s| s.0 == scope);
        let at = known.unwrap_or_else(|| {
            self.0.push((scope, FxHashMap::default()));
            self.0.len() - 1
        });
        self.0[at].1.insert(name, place);
    }
}

/// A function under construction.
pub struct Func {
    pub out: Function,
    /// Its scope; inside inlined comprehensions, the innermost of them is `inner`.
    pub scope: ScopeId,
    pub inner: ScopeId,
    pub index: u32,
    pub variables: Variables,
    pub handler: Handler,
    pub pos: Position,
    /// Constructs that must do something when control leaves them, innermost last.
    pub frames: Vec<crate::lower::unwind::Frame>,
    pub qualname: String,
    /// First cell of the body's class, for annotation scopes: place of `__classdict__`.
    blocks: Vec<Block>,
    order: Vec<BlockId>,
    current: BlockId,
    open: bool,
    next: u32,
    consts: FxHashMap<Const, u32>,
    names: FxHashMap<String, u32>,
}

impl Func {
    pub fn new(scope: ScopeId, index: u32) -> Func {
        let mut f = Func {
            out: Function::default(),
            scope,
            inner: scope,
            index,
            variables: Variables::default(),
            handler: None,
            pos: Position::default(),
            frames: vec![],
            qualname: String::new(),
            blocks: vec![],
            order: vec![],
            current: BlockId(0),
            open: false,
            next: 0,
            consts: FxHashMap::default(),
            names: FxHashMap::default(),
        };
        let entry = f.block();
        f.start(entry);
        f
    }

    /// Fixes the named places; temporaries start after them.
    pub fn named_done(&mut self) {
        self.next = self.out.named.len() as u32;
        self.out.places = self.next;
    }

    /// The number of places that have names.
    pub fn named(&self) -> Place {
        self.out.named.len() as Place
    }

    /// Whether a place is a temporary.
    pub fn is_temp(&self, p: Place) -> bool {
        p >= self.named()
    }

    /// `n` contiguous temporaries.
    pub fn temps(&mut self, n: usize) -> Place {
        let first = self.next;
        self.next += n as u32;
        self.out.places = self.out.places.max(self.next);
        // Beyond the limit the function is refused when finished; numbers only must not overflow.
        first.min(MAX_PLACES - 1) as Place
    }

    pub fn temp(&mut self) -> Place {
        self.temps(1)
    }

    /// The level of the stack of temporaries.
    pub fn mark(&self) -> u32 {
        self.next
    }

    /// Gives back every temporary allocated since `mark`.
    pub fn reset(&mut self, mark: u32) {
        self.next = mark;
    }

    /// A new block, not yet placed.
    pub fn block(&mut self) -> BlockId {
        self.blocks.push(Block::default());
        BlockId(self.blocks.len() as u32 - 1)
    }

    /// Places a block here and goes on in it; control falls into it if it can.
    pub fn start(&mut self, b: BlockId) {
        if self.open {
            self.jump(b);
        }
        self.blocks[b.0 as usize].handler = self.handler;
        self.order.push(b);
        self.current = b;
        self.open = true;
    }

    /// Whether control can come here.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// From here on exceptions go to `handler`.
    pub fn set_handler(&mut self, handler: Handler) {
        if self.handler == handler {
            return;
        }
        self.handler = handler;
        if self.open {
            let b = self.block();
            self.start(b);
        }
    }

    pub fn push(&mut self, mut insn: Insn) {
        if !self.open {
            // Unreachable: lowered all the same, since errors in it count, and then dropped.
            let b = self.block();
            self.start(b);
        }
        insn.pos = self.pos;
        self.open = !insn.op.is_terminator();
        self.blocks[self.current.0 as usize].insns.push(insn);
    }

    pub fn emit(&mut self, op: Op, a: Place, b: Place, c: Place) {
        self.push(Insn::new(op, a, b, c));
    }

    pub fn emit_x(&mut self, op: Op, a: Place, b: Place, c: Place, x: u64) {
        self.push(Insn { x, ..Insn::new(op, a, b, c) });
    }

    /// An instruction with a name.
    pub fn emit_name(&mut self, op: Op, a: Place, b: Place, c: Place, name: &str) {
        let x = self.name(name) as u64;
        self.emit_x(op, a, b, c, x);
    }

    pub fn intrinsic(&mut self, which: Intrinsic, dst: Place, first: Place, n: usize) {
        self.emit_x(Op::INTRINSIC, dst, first, n as Place, which as u64);
    }

    pub fn jump(&mut self, to: BlockId) {
        if self.open {
            self.emit_x(Op::JUMP, 0, 0, 0, to.0 as u64);
        }
    }

    /// A two-way branch: `x` if the test holds, else `y`.
    pub fn branch(&mut self, op: Op, a: Place, b: Place, x: BlockId, y: BlockId) {
        self.push(Insn { x: x.0 as u64, y: y.0, ..Insn::new(op, a, b, 0) });
    }

    pub fn mov(&mut self, dst: Place, src: Place) {
        if dst != src {
            self.emit(Op::MOVE, dst, src, 0);
        }
    }

    pub fn value(&mut self, dst: Place, v: Value) {
        self.emit_x(Op::LOADV, dst, 0, 0, v.bits() as u64);
    }

    pub fn none(&mut self, dst: Place) {
        self.value(dst, Value::NONE);
    }

    /// Loads a constant: immediates in the stream, everything else by index.
    pub fn constant(&mut self, dst: Place, c: &Const) {
        let immediate = match c {
            Const::None => Some(Value::NONE),
            Const::Ellipsis => Some(Value::ELLIPSIS),
            Const::Bool(b) => Some(Value::bool(*b)),
            Const::Int(i) => Value::try_int(*i),
            Const::Float(bits) => Value::try_float(f64::from_bits(*bits)),
            _ => None,
        };
        match immediate {
            Some(v) => self.value(dst, v),
            None => {
                let x = self.konst(c) as u64;
                self.emit_x(Op::LOADK, dst, 0, 0, x);
            }
        }
    }

    /// Index of a constant.
    pub fn konst(&mut self, c: &Const) -> u32 {
        if let Some(&i) = self.consts.get(c) {
            return i;
        }
        let i = self.out.consts.len() as u32;
        self.out.consts.push(c.clone());
        self.consts.insert(c.clone(), i);
        i
    }

    /// Index of a name.
    pub fn name(&mut self, name: &str) -> u32 {
        if let Some(&i) = self.names.get(name) {
            return i;
        }
        let i = self.out.names.len() as u32;
        self.out.names.push(name.into());
        self.names.insert(name.into(), i);
        i
    }

    /// The function, its blocks in order.
    pub fn finish(mut self) -> Function {
        let mut blocks: Vec<Block> = vec![];
        let mut number = vec![u32::MAX; self.blocks.len()];
        for (i, b) in self.order.iter().enumerate() {
            number[b.0 as usize] = i as u32;
            blocks.push(std::mem::take(&mut self.blocks[b.0 as usize]));
        }
        for b in &mut blocks {
            if let Some((h, _)) = &mut b.handler {
                h.0 = number[h.0 as usize];
            }
            renumber(b, &number);
        }
        self.out.blocks = blocks;
        crate::tidy::tidy(&mut self.out);
        self.out
    }
}

/// Gives the blocks that a block's last instruction names their new numbers.
pub fn renumber(block: &mut Block, number: &[u32]) {
    use pyspec_abi::ops::Kind;
    let Some(i) = block.insns.last_mut() else { return };
    let exts = i.op.row().exts;
    if exts.contains(&Kind::Jump) {
        i.x = number[i.x as usize] as u64;
    }
    if exts.contains(&Kind::Next) {
        i.y = number[i.y as usize];
    }
}
