//! Machine IR: what the specializer lowers to and the register allocator sees.
//!
//! A function is a list of *blocks* with parameters. Each holds instructions and one terminator; edges carry arguments
//! for the parameters of their target. Values are *virtual registers* of two classes, `int` (a machine word) and
//! `float` (an f64), in SSA form: one definition each, which dominates its uses. Blocks are laid out in the order in
//! which they were made, those marked cold at the end. The first block is the entry and has no predecessors.
//!
//! ```text
//! function %sum(v0: int) -> (int) sysv
//! exit x0 = 17 [v2, v3]
//! b0:
//!   v1 = imm 0
//!   br int.gt v0, 0 then b1(v1, v1) else b2(v1)
//! b1(v2: int, v3: int):
//!   v4 = add v3, v2 else x0
//!   v5 = add v2, 1
//!   br int.lt v5, v0 then b1(v5, v4) else b2(v4)
//! b2(v6: int):
//!   ret v6
//! ```
//!
//! - **Exits.** `else xN` leaves by exit N when the condition holds (a guard) or when the signed result does not fit in
//!   a word (arithmetic). An exit is a client's number and the values it needs. The same exit may be used by several
//!   instructions; each use has a record of its own in the output. A value that is defined by an `imm` or `fimm` is
//!   reported as a constant and kept in no register.
//! - **The context** is the thread's record: `r15` on x86-64, never allocated; on x86-32 the function's first
//!   parameter, which its callers pass. Addresses may be based on it directly.
//! - **Calls** clobber every allocatable register. A call may name an exit as its record: no code comes of it, but the
//!   output says where the values are while the call runs (stack or constant).
//! - **Conventions.** [`Convention::SystemV`] is C's and preserves what C wants preserved. [`Convention::Compiled`] takes
//!   the same arguments in the same places and preserves the context register alone.
//!
//! The text form is printed by `Display` and read back by [`parse`].

mod builder;
mod names;
pub(crate) mod order;
mod parse;
mod print;
mod verify;
mod visit;

pub use builder::Builder;
pub use parse::{ParseError, parse};
pub use verify::verify;

use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The id as an index into its table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    )*};
}

ids! {
    /// A virtual register, `v3`. Its class is in [`MFunction::classes`].
    VReg "v";
    /// A block, `b1`.
    Block "b";
    /// An exit, `x0`.
    Exit "x";
    /// A piece of the frame that the client addresses, `s0`.
    Slot "s";
    /// A symbol outside of the function, `@7`; what it names is the client's affair until code is linked.
    Symbol "@";
}

/// Register class of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Class {
    /// One machine word.
    Int,
    /// A 64-bit float.
    Float,
}

/// Who calls a function, or how it is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Default)]
pub enum Convention {
    /// C's: `rdi rsi rdx rcx r8 r9`, `xmm0`–`xmm7`, the rest on the stack; callee-saved registers are preserved.
    #[default]
    SystemV,
    /// Between compiled functions: the same places, nothing but the context preserved.
    Compiled,
}

/// Scale of an index register.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Scale {
    /// Times 1.
    One,
    /// Times 2.
    Two,
    /// Times 4.
    Four,
    /// Times 8.
    Eight,
}

impl Scale {
    /// The scale for elements of this many bytes.
    pub fn of(bytes: u32) -> Option<Scale> {
        Some(match bytes {
            1 => Scale::One,
            2 => Scale::Two,
            4 => Scale::Four,
            8 => Scale::Eight,
            _ => return None,
        })
    }

    /// Bytes per step.
    pub fn bytes(self) -> u32 {
        1 << self as u32
    }
}

/// What an address starts from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Base {
    /// A value.
    Reg(VReg),
    /// The thread's context.
    Context,
    /// A slot of the frame.
    Slot(Slot),
    /// Nothing: the displacement is the address (below 2 GiB).
    Absolute,
}

/// `[base + index * scale + disp]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Addr {
    /// Where it starts.
    pub base: Base,
    /// A scaled index.
    pub index: Option<(VReg, Scale)>,
    /// Constant part.
    pub disp: i32,
}

impl Addr {
    /// `[base + disp]`.
    pub fn base(base: VReg, disp: i32) -> Addr {
        Addr { base: Base::Reg(base), index: None, disp }
    }

    /// `[base + index * scale + disp]`.
    pub fn indexed(base: VReg, index: VReg, scale: Scale, disp: i32) -> Addr {
        Addr { base: Base::Reg(base), index: Some((index, scale)), disp }
    }

    /// `[context + disp]`.
    pub fn context(disp: i32) -> Addr {
        Addr { base: Base::Context, index: None, disp }
    }

    /// `[slot + disp]`.
    pub fn slot(slot: Slot, disp: i32) -> Addr {
        Addr { base: Base::Slot(slot), index: None, disp }
    }

    /// `[disp]`.
    pub fn absolute(address: i32) -> Addr {
        Addr { base: Base::Absolute, index: None, disp: address }
    }
}

/// An int operand: most instructions take a register, an immediate or memory as their second.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Operand {
    /// A value.
    Reg(VReg),
    /// An immediate, sign-extended to the operation's size.
    Imm(i32),
    /// Memory, of the operation's size.
    Mem(Addr),
}

impl From<VReg> for Operand {
    fn from(reg: VReg) -> Operand {
        Operand::Reg(reg)
    }
}

impl From<i32> for Operand {
    fn from(value: i32) -> Operand {
        Operand::Imm(value)
    }
}

impl From<Addr> for Operand {
    fn from(addr: Addr) -> Operand {
        Operand::Mem(addr)
    }
}

/// How much memory a load or store touches and what becomes of the other bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum MemType {
    /// A byte, zero-extended.
    U8,
    /// A byte, sign-extended.
    I8,
    /// Two bytes, zero-extended.
    U16,
    /// Two bytes, sign-extended.
    I16,
    /// Four bytes, zero-extended.
    U32,
    /// Four bytes, sign-extended.
    I32,
    /// A machine word.
    Word,
    /// Eight bytes into a float register.
    F64,
    /// A single-precision float, widened when loaded and rounded when stored.
    F32,
}

impl MemType {
    /// Class of the register that holds it.
    pub fn class(self) -> Class {
        match self {
            MemType::F64 | MemType::F32 => Class::Float,
            _ => Class::Int,
        }
    }
}

/// Size of a comparison or of an operation on memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Size {
    /// 8 bits.
    S8,
    /// 16 bits.
    S16,
    /// 32 bits.
    S32,
    /// A machine word.
    Word,
}

/// Two-operand int arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum AluOp {
    /// Sum.
    Add,
    /// Difference.
    Sub,
    /// Signed product.
    Mul,
    /// Bitwise and. Never overflows.
    And,
    /// Bitwise or. Never overflows.
    Or,
    /// Bitwise exclusive or. Never overflows.
    Xor,
}

/// Shifts and rotations of a word. The count is taken modulo the word's bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum ShiftOp {
    /// Left.
    Shl,
    /// Right, zeros come in.
    Shr,
    /// Right, the sign comes in.
    Sar,
    /// Rotate left.
    Rol,
    /// Rotate right.
    Ror,
}

/// One-operand int arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum UnaryOp {
    /// Two's complement; overflows for the least int.
    Neg,
    /// One's complement.
    Not,
    /// Zero-extend the low 8 bits.
    Zext8,
    /// Zero-extend the low 16 bits.
    Zext16,
    /// Zero-extend the low 32 bits.
    Zext32,
    /// Sign-extend the low 8 bits.
    Sext8,
    /// Sign-extend the low 16 bits.
    Sext16,
    /// Sign-extend the low 32 bits.
    Sext32,
    /// Number of the highest set bit; undefined for 0.
    TopBit,
    /// Number of the lowest set bit; undefined for 0.
    LowBit,
}

/// Two-operand float arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum FloatOp {
    /// Sum.
    Add,
    /// Difference.
    Sub,
    /// Product.
    Mul,
    /// Quotient.
    Div,
}

/// One-operand float arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum FloatUnaryOp {
    /// Square root.
    Sqrt,
    /// Flips the sign bit.
    Neg,
    /// Clears the sign bit.
    Abs,
    /// Rounds down.
    Floor,
    /// Rounds up.
    Ceil,
    /// Rounds towards zero.
    Trunc,
    /// Rounds to nearest, ties to even.
    Nearest,
}

/// Condition between two ints.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum IntCc {
    /// `a == b`
    Eq,
    /// `a != b`
    Ne,
    /// Signed `a < b`
    Lt,
    /// Signed `a <= b`
    Le,
    /// Signed `a > b`
    Gt,
    /// Signed `a >= b`
    Ge,
    /// Unsigned `a < b`
    Below,
    /// Unsigned `a <= b`
    BelowEq,
    /// Unsigned `a > b`
    Above,
    /// Unsigned `a >= b`
    AboveEq,
}

/// Condition between two floats. The first six are what Python's operators compute (with a NaN only `Ne` holds); the
/// rest are their complements.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum FloatCc {
    /// `a == b`, ordered.
    Eq,
    /// `a != b` or unordered.
    Ne,
    /// `a < b`, ordered.
    Lt,
    /// `a <= b`, ordered.
    Le,
    /// `a > b`, ordered.
    Gt,
    /// `a >= b`, ordered.
    Ge,
    /// `a >= b` or unordered.
    NotLt,
    /// `a > b` or unordered.
    NotLe,
    /// `a <= b` or unordered.
    NotGt,
    /// `a < b` or unordered.
    NotGe,
    /// Neither is a NaN.
    Ordered,
    /// One is a NaN.
    Unordered,
}

/// A condition, for guards, branches, `set` and `select` alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Test {
    /// Compares `a` with `b`. At most one of them is memory, and `a` is no immediate.
    Int {
        /// What must hold.
        cc: IntCc,
        /// How many bits are compared.
        size: Size,
        /// Left side.
        a: Operand,
        /// Right side.
        b: Operand,
    },
    /// `a & mask` is zero, or is not. At most one is memory, and `a` is no immediate.
    Bits {
        /// Whether some bit must be set (else: none).
        any: bool,
        /// How many bits are looked at.
        size: Size,
        /// Left side.
        a: Operand,
        /// Right side.
        mask: Operand,
    },
    /// Compares two floats.
    Float {
        /// What must hold.
        cc: FloatCc,
        /// Left side.
        a: VReg,
        /// Right side.
        b: VReg,
    },
}

impl Test {
    /// Compares words.
    pub fn int(cc: IntCc, a: impl Into<Operand>, b: impl Into<Operand>) -> Test {
        Test::Int { cc, size: Size::Word, a: a.into(), b: b.into() }
    }

    /// Compares at a size.
    pub fn sized(cc: IntCc, size: Size, a: impl Into<Operand>, b: impl Into<Operand>) -> Test {
        Test::Int { cc, size, a: a.into(), b: b.into() }
    }

    /// Some bit of `mask` is set in the word `a`.
    pub fn any_bit(a: impl Into<Operand>, mask: impl Into<Operand>) -> Test {
        Test::Bits { any: true, size: Size::Word, a: a.into(), mask: mask.into() }
    }

    /// No bit of `mask` is set in the word `a`.
    pub fn no_bit(a: impl Into<Operand>, mask: impl Into<Operand>) -> Test {
        Test::Bits { any: false, size: Size::Word, a: a.into(), mask: mask.into() }
    }

    /// Compares floats.
    pub fn float(cc: FloatCc, a: VReg, b: VReg) -> Test {
        Test::Float { cc, a, b }
    }

    /// The condition that holds exactly where this one does not.
    pub fn inverse(self) -> Test {
        match self {
            Test::Int { cc, size, a, b } => Test::Int { cc: cc.inverse(), size, a, b },
            Test::Bits { any, size, a, mask } => Test::Bits { any: !any, size, a, mask },
            Test::Float { cc, a, b } => Test::Float { cc: cc.inverse(), a, b },
        }
    }
}

impl IntCc {
    /// The complement.
    pub fn inverse(self) -> IntCc {
        use IntCc::*;
        match self {
            Eq => Ne,
            Ne => Eq,
            Lt => Ge,
            Ge => Lt,
            Le => Gt,
            Gt => Le,
            Below => AboveEq,
            AboveEq => Below,
            BelowEq => Above,
            Above => BelowEq,
        }
    }

    /// The condition with its sides exchanged.
    pub fn swapped(self) -> IntCc {
        use IntCc::*;
        match self {
            Eq => Eq,
            Ne => Ne,
            Lt => Gt,
            Gt => Lt,
            Le => Ge,
            Ge => Le,
            Below => Above,
            Above => Below,
            BelowEq => AboveEq,
            AboveEq => BelowEq,
        }
    }
}

impl FloatCc {
    /// The complement, NaNs included.
    pub fn inverse(self) -> FloatCc {
        use FloatCc::*;
        match self {
            Eq => Ne,
            Ne => Eq,
            Lt => NotLt,
            Le => NotLe,
            Gt => NotGt,
            Ge => NotGe,
            NotLt => Lt,
            NotLe => Le,
            NotGt => Gt,
            NotGe => Ge,
            Ordered => Unordered,
            Unordered => Ordered,
        }
    }
}

/// What is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum CallTarget {
    /// `call rel32`, relocated.
    Symbol(Symbol),
    /// A fixed address, through a register.
    Address(u64),
    /// The value of a register.
    Reg(VReg),
    /// The word at an address (a table of helpers in the context, a function record).
    Mem(Addr),
}

/// A call. Arguments and results are assigned to registers in order by their class, as [`Convention`] says; at most two
/// int results and one float result.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Call {
    /// What is called.
    pub target: CallTarget,
    /// Values passed. On x86-32 all are on the stack, floats in eight bytes.
    pub args: Vec<VReg>,
    /// Values that come back: `rax`, `rdx` and `xmm0` by class.
    pub results: Vec<VReg>,
    /// Where values are while the call runs; no code is made for it.
    pub record: Option<Exit>,
}

/// An instruction. Guards and overflow checks do not end a block.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum Inst {
    /// `dst = value` (truncated to a word).
    Imm {
        /// Result.
        dst: VReg,
        /// Value.
        value: i64,
    },
    /// A float constant, by its bits.
    FloatImm {
        /// Result.
        dst: VReg,
        /// Bits of the f64.
        bits: u64,
    },
    /// Address of a symbol.
    SymbolAddr {
        /// Result.
        dst: VReg,
        /// What is named.
        symbol: Symbol,
        /// Added to it.
        addend: i32,
    },
    /// `dst = src`, either class.
    Move {
        /// Result.
        dst: VReg,
        /// Source.
        src: VReg,
    },
    /// `dst = a op b`, leaving by an exit when the signed result does not fit.
    Alu {
        /// Operation.
        op: AluOp,
        /// Result.
        dst: VReg,
        /// Left side.
        a: VReg,
        /// Right side.
        b: Operand,
        /// Taken on signed overflow (not for and, or, xor).
        overflow: Option<Exit>,
    },
    /// `word [addr] op= src` at a size; not for `Mul`.
    AluMem {
        /// Operation.
        op: AluOp,
        /// How much memory.
        size: Size,
        /// Where.
        addr: Addr,
        /// A register or an immediate.
        src: Operand,
    },
    /// `dst = a op count`; the count is a register or an immediate.
    Shift {
        /// Operation.
        op: ShiftOp,
        /// Result.
        dst: VReg,
        /// Shifted value.
        a: VReg,
        /// How far.
        count: Operand,
    },
    /// Quotient and remainder of signed division. The divisor is not 0, and the quotient fits.
    Div {
        /// Rounds down, the remainder with the divisor's sign (as Python does); else towards zero.
        floor: bool,
        /// Quotient.
        quot: VReg,
        /// Remainder.
        rem: VReg,
        /// Dividend.
        a: VReg,
        /// Divisor.
        b: VReg,
    },
    /// `dst = op a`.
    Unary {
        /// Operation.
        op: UnaryOp,
        /// Result.
        dst: VReg,
        /// Operand.
        a: VReg,
        /// Taken when `neg` overflows.
        overflow: Option<Exit>,
    },
    /// `dst =` the address itself.
    Lea {
        /// Result.
        dst: VReg,
        /// Address.
        addr: Addr,
    },
    /// `dst = [addr]`.
    Load {
        /// How much.
        ty: MemType,
        /// Result.
        dst: VReg,
        /// Where.
        addr: Addr,
    },
    /// `[addr] = src`.
    Store {
        /// How much.
        ty: MemType,
        /// Value.
        src: VReg,
        /// Where.
        addr: Addr,
    },
    /// `[addr] = value`, an immediate sign-extended to the size.
    StoreImm {
        /// How much.
        size: Size,
        /// Value.
        value: i32,
        /// Where.
        addr: Addr,
    },
    /// `dst =` 1 if the test holds, else 0.
    Set {
        /// Result.
        dst: VReg,
        /// Condition.
        test: Test,
    },
    /// `dst = test ? yes : no`, either class.
    Select {
        /// Result.
        dst: VReg,
        /// Condition.
        test: Test,
        /// Value if it holds.
        yes: VReg,
        /// Value if not.
        no: VReg,
    },
    /// Leaves by an exit if the test holds.
    Guard {
        /// Condition for leaving.
        test: Test,
        /// Where to.
        exit: Exit,
    },
    /// `dst = a op b`.
    Float {
        /// Operation.
        op: FloatOp,
        /// Result.
        dst: VReg,
        /// Left side.
        a: VReg,
        /// A register or memory.
        b: Operand,
    },
    /// `dst = op a`.
    FloatUnary {
        /// Operation.
        op: FloatUnaryOp,
        /// Result.
        dst: VReg,
        /// Operand.
        a: VReg,
    },
    /// A word as a float, rounded to nearest.
    IntToFloat {
        /// Result.
        dst: VReg,
        /// An int.
        a: VReg,
    },
    /// A float towards zero as a word; the least int when it does not fit or is a NaN.
    FloatToInt {
        /// Result.
        dst: VReg,
        /// A float.
        a: VReg,
    },
    /// A word's bits as a float (x86-64 only).
    BitsToFloat {
        /// Result.
        dst: VReg,
        /// An int.
        a: VReg,
    },
    /// A float's bits as a word (x86-64 only).
    FloatToBits {
        /// Result.
        dst: VReg,
        /// A float.
        a: VReg,
    },
    /// A call.
    Call(Box<Call>),
    /// The context's address as a value.
    Context {
        /// Result.
        dst: VReg,
    },
    /// Makes a value the context. x86-64 only, in functions of C's convention that enter compiled code.
    SetContext {
        /// Address of the thread's record.
        src: VReg,
    },
    /// The stack pointer as it stands in the body of the function.
    StackPointer {
        /// Result.
        dst: VReg,
    },
}

/// An edge with the arguments for the parameters of its target.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Edge {
    /// Where to.
    pub block: Block,
    /// One for each of its parameters.
    pub args: Vec<VReg>,
}

impl Edge {
    /// An edge.
    pub fn new(block: Block, args: impl Into<Vec<VReg>>) -> Edge {
        Edge { block, args: args.into() }
    }
}

impl From<Block> for Edge {
    fn from(block: Block) -> Edge {
        Edge { block, args: Vec::new() }
    }
}

/// The end of a block.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum Terminator {
    /// Goes on elsewhere.
    Jump(Edge),
    /// One of two ways.
    Branch {
        /// Condition.
        test: Test,
        /// If it holds.
        yes: Edge,
        /// If not.
        no: Edge,
    },
    /// The edge numbered by a word, else the default.
    Switch {
        /// Unsigned.
        index: VReg,
        /// By number.
        targets: Vec<Edge>,
        /// For all other numbers.
        default: Edge,
    },
    /// Returns: ints in `rax` and `rdx`, a float in `xmm0` (x86-32 as well, unlike C there).
    Return(Vec<VReg>),
    /// Leaves the frame and jumps. Arguments must fit in registers.
    TailCall {
        /// Where to (not memory based on a slot).
        target: CallTarget,
        /// Values passed.
        args: Vec<VReg>,
    },
    /// Leaves by an exit, always.
    Exit(Exit),
    /// Never reached (`ud2`).
    Trap,
}

/// An exit: the number that its client knows it by, and the values it needs.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct ExitData {
    /// Comes back in [`crate::ExitSite::client`].
    pub client: u32,
    /// Live values, reported in this order.
    pub values: Vec<VReg>,
}

/// A block.
#[derive(Clone, PartialEq, Eq, Debug, Hash, Default)]
pub struct BlockData {
    /// Values that its edges bring.
    pub params: Vec<VReg>,
    /// Instructions.
    pub insts: Vec<Inst>,
    /// Its end; `None` only while the block is being built.
    pub terminator: Option<Terminator>,
    /// Laid out after all others.
    pub cold: bool,
}

/// A function.
#[derive(Clone, PartialEq, Eq, Debug, Hash, Default)]
pub struct MFunction {
    /// For dumps and symbols.
    pub name: String,
    /// How it is entered.
    pub convention: Convention,
    /// Its parameters, in the order of the convention. Where the context is used on x86-32, it is the first.
    pub params: Vec<VReg>,
    /// Class of each virtual register.
    pub classes: Vec<Class>,
    /// Blocks, the entry first.
    pub blocks: Vec<BlockData>,
    /// Exits.
    pub exits: Vec<ExitData>,
    /// Sizes of the frame's slots in bytes; each is aligned to 8.
    pub slots: Vec<u32>,
}

impl MFunction {
    /// An empty function.
    pub fn new(name: impl Into<String>, convention: Convention) -> MFunction {
        MFunction { name: name.into(), convention, ..MFunction::default() }
    }

    /// A new virtual register.
    pub fn new_vreg(&mut self, class: Class) -> VReg {
        self.classes.push(class);
        VReg(self.classes.len() as u32 - 1)
    }

    /// A new parameter.
    pub fn new_param(&mut self, class: Class) -> VReg {
        let reg = self.new_vreg(class);
        self.params.push(reg);
        reg
    }

    /// A new block at the end.
    pub fn new_block(&mut self) -> Block {
        self.blocks.push(BlockData::default());
        Block(self.blocks.len() as u32 - 1)
    }

    /// A new parameter of a block.
    pub fn new_block_param(&mut self, block: Block, class: Class) -> VReg {
        let reg = self.new_vreg(class);
        self.blocks[block.index()].params.push(reg);
        reg
    }

    /// A new exit.
    pub fn new_exit(&mut self, client: u32, values: impl Into<Vec<VReg>>) -> Exit {
        self.exits.push(ExitData { client, values: values.into() });
        Exit(self.exits.len() as u32 - 1)
    }

    /// A new slot in the frame.
    pub fn new_slot(&mut self, bytes: u32) -> Slot {
        self.slots.push(bytes);
        Slot(self.slots.len() as u32 - 1)
    }

    /// Class of a register.
    pub fn class(&self, reg: VReg) -> Class {
        self.classes[reg.index()]
    }
}
