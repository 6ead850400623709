//! The lowered function: instructions whose fields are indices into their own operands, and what the allocator asks.

use crate::compile::Location;
use crate::mir::*;
use regalloc2 as ra;

/// Index of an operand of the instruction at hand.
pub(crate) type Op = u8;

/// Where an address starts, once frame parts are told apart.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MemBase {
    Reg(Op),
    Context,
    Slot(Slot),
    Absolute,
    /// Bytes into the arguments that this function was called with on the stack.
    Incoming(u32),
    /// Bytes into the area for arguments of calls.
    Outgoing(u32),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Mem {
    pub base: MemBase,
    pub index: Option<(Op, Scale)>,
    pub disp: i32,
}

/// A source operand.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Src {
    Op(Op),
    Imm(i32),
    Mem(Mem),
}

/// Condition codes of the processor, by encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cc {
    Overflow = 0,
    Below = 2,
    AboveEq = 3,
    Eq = 4,
    Ne = 5,
    BelowEq = 6,
    Above = 7,
    Parity = 10,
    NoParity = 11,
    Lt = 12,
    Ge = 13,
    Le = 14,
    Gt = 15,
}

impl Cc {
    pub fn inverse(self) -> Cc {
        match self {
            Cc::Overflow => unreachable!("overflow is only ever tested for"),
            Cc::Below => Cc::AboveEq,
            Cc::AboveEq => Cc::Below,
            Cc::Eq => Cc::Ne,
            Cc::Ne => Cc::Eq,
            Cc::BelowEq => Cc::Above,
            Cc::Above => Cc::BelowEq,
            Cc::Parity => Cc::NoParity,
            Cc::NoParity => Cc::Parity,
            Cc::Lt => Cc::Ge,
            Cc::Ge => Cc::Lt,
            Cc::Le => Cc::Gt,
            Cc::Gt => Cc::Le,
        }
    }
}

/// What the flags must show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cond {
    One(Cc),
    /// Equal and not unordered: two tests.
    EqOrdered,
    /// Different or unordered: two tests.
    NeUnordered,
}

impl Cond {
    pub fn inverse(self) -> Cond {
        match self {
            Cond::One(cc) => Cond::One(cc.inverse()),
            Cond::EqOrdered => Cond::NeUnordered,
            Cond::NeUnordered => Cond::EqOrdered,
        }
    }
}

/// How the flags are set.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Flags {
    Cmp { size: Size, a: Src, b: Src },
    Test { size: Size, a: Src, b: Src },
    Ucomi { a: Op, b: Op },
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct LTest {
    pub flags: Flags,
    pub cond: Cond,
}

/// What is called, with operands resolved.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LTarget {
    Symbol(Symbol),
    Address(u64),
    Op(Op),
    Mem(Mem),
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Defines the parameters; no code.
    Args,
    Imm {
        dst: Op,
        value: i64,
    },
    FloatImm {
        dst: Op,
        bits: u64,
    },
    SymbolAddr {
        dst: Op,
        symbol: Symbol,
        addend: i32,
    },
    /// `dst op= b`, where `dst` holds the left side.
    Alu {
        op: AluOp,
        dst: Op,
        b: Src,
    },
    /// `dst = a + b`, no flags wanted.
    AddThree {
        dst: Op,
        a: Op,
        b: Src,
    },
    MulImm {
        dst: Op,
        a: Op,
        value: i32,
    },
    AluMem {
        op: AluOp,
        size: Size,
        mem: Mem,
        src: Src,
    },
    /// `dst` holds the value; the count is in `cl` or immediate.
    Shift {
        op: ShiftOp,
        dst: Op,
        by: Option<u8>,
    },
    Div {
        floor: bool,
        b: Op,
        temp: Op,
    },
    /// In place (`neg`, `not`).
    UnaryInPlace {
        op: UnaryOp,
        dst: Op,
    },
    Unary {
        op: UnaryOp,
        dst: Op,
        a: Op,
    },
    Lea {
        dst: Op,
        mem: Mem,
    },
    Load {
        ty: MemType,
        dst: Op,
        mem: Mem,
    },
    /// `temp` is for rounding to single precision.
    Store {
        ty: MemType,
        src: Op,
        mem: Mem,
        temp: Op,
    },
    StoreImm {
        size: Size,
        value: i32,
        mem: Mem,
    },
    Set {
        dst: Op,
        temp: Op,
        test: LTest,
    },
    /// `dst` holds the value for when the test fails.
    Select {
        dst: Op,
        yes: Op,
        test: LTest,
        float: bool,
    },
    Guard {
        test: LTest,
    },
    Float {
        op: FloatOp,
        dst: Op,
        b: Src,
    },
    FloatUnary {
        op: FloatUnaryOp,
        dst: Op,
        a: Op,
    },
    IntToFloat {
        dst: Op,
        a: Op,
    },
    FloatToInt {
        dst: Op,
        a: Op,
    },
    BitsToFloat {
        dst: Op,
        a: Op,
    },
    FloatToBits {
        dst: Op,
        a: Op,
    },
    Call {
        target: LTarget,
    },
    SetContext {
        src: Op,
    },
    CopyContext {
        dst: Op,
    },
    StackPointer {
        dst: Op,
    },
    /// Address of the block that a switch goes to.
    SwitchAddr {
        index: Op,
        dst: Op,
        temp: Op,
        table: usize,
    },
    /// The rest end a block. Their targets are the block's successors.
    Jump,
    Branch {
        test: LTest,
    },
    SwitchJump {
        addr: Op,
    },
    SwitchChain {
        index: Op,
    },
    Return,
    TailCall {
        target: LTarget,
    },
    Leave,
    Trap,
}

#[derive(Clone, Debug)]
pub(crate) struct LInst {
    pub kind: Kind,
    pub(super) first: u32,
    pub(super) end: u32,
    /// The exit it may take, or its record.
    pub exit: Option<ExitUse>,
    pub(super) clobbers: ra::PRegSet,
}

/// An exit at one instruction: which, and where its values are found among the operands.
#[derive(Clone, Debug)]
pub(crate) struct ExitUse {
    pub client: u32,
    pub values: Vec<ExitValue>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum ExitValue {
    Op(u16),
    Constant(Location),
}

#[derive(Clone, Default, Debug)]
pub(crate) struct LBlock {
    /// The block it was, unless it splits an edge.
    pub source: Option<Block>,
    pub cold: bool,
    pub(super) first: u32,
    pub(super) end: u32,
    pub succs: Vec<ra::Block>,
    pub(super) preds: Vec<ra::Block>,
    pub(super) params: Vec<ra::VReg>,
    pub(super) args: Vec<Vec<ra::VReg>>,
}

/// The function as the allocator sees it.
pub(crate) struct Lowered {
    pub insts: Vec<LInst>,
    pub(super) operands: Vec<ra::Operand>,
    pub blocks: Vec<LBlock>,
    /// Blocks in the order in which they are laid out.
    pub emission_order: Vec<usize>,
    pub(super) vregs: usize,
    pub(super) word_bytes: u32,
    /// Bytes for arguments of calls.
    pub outgoing: u32,
    pub has_calls: bool,
    pub sets_context: bool,
    /// Successors of each switch, by number, the default last.
    pub tables: Vec<Vec<ra::Block>>,
}

impl Lowered {
    pub fn block_insts(&self, block: usize) -> std::ops::Range<usize> {
        self.blocks[block].first as usize..self.blocks[block].end as usize
    }
}

impl ra::Function for Lowered {
    fn num_insts(&self) -> usize {
        self.insts.len()
    }

    fn num_blocks(&self) -> usize {
        self.blocks.len()
    }

    fn entry_block(&self) -> ra::Block {
        ra::Block::new(0)
    }

    fn block_insns(&self, block: ra::Block) -> ra::InstRange {
        let block = &self.blocks[block.index()];
        ra::InstRange::new(ra::Inst::new(block.first as usize), ra::Inst::new(block.end as usize))
    }

    fn block_succs(&self, block: ra::Block) -> &[ra::Block] {
        &self.blocks[block.index()].succs
    }

    fn block_preds(&self, block: ra::Block) -> &[ra::Block] {
        &self.blocks[block.index()].preds
    }

    fn block_params(&self, block: ra::Block) -> &[ra::VReg] {
        &self.blocks[block.index()].params
    }

    fn is_ret(&self, inst: ra::Inst) -> bool {
        matches!(self.insts[inst.index()].kind, Kind::Return | Kind::TailCall { .. } | Kind::Leave | Kind::Trap)
    }

    fn is_branch(&self, inst: ra::Inst) -> bool {
        matches!(
            self.insts[inst.index()].kind,
            Kind::Jump | Kind::Branch { .. } | Kind::SwitchJump { .. } | Kind::SwitchChain { .. }
        )
    }

    fn branch_blockparams(&self, block: ra::Block, _inst: ra::Inst, succ: usize) -> &[ra::VReg] {
        &self.blocks[block.index()].args[succ]
    }

    fn inst_operands(&self, inst: ra::Inst) -> &[ra::Operand] {
        let inst = &self.insts[inst.index()];
        &self.operands[inst.first as usize..inst.end as usize]
    }

    fn inst_clobbers(&self, inst: ra::Inst) -> ra::PRegSet {
        self.insts[inst.index()].clobbers
    }

    fn num_vregs(&self) -> usize {
        self.vregs
    }

    fn spillslot_size(&self, class: ra::RegClass) -> usize {
        if class == ra::RegClass::Float && self.word_bytes == 4 { 2 } else { 1 }
    }
}
