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
mod condition;
mod inst;
mod names;
mod op;
mod operand;
pub(crate) mod order;
mod parse;
mod print;
mod verify;
mod visit;

pub use builder::Builder;
pub use condition::{FloatCc, IntCc, Test};
pub use inst::{Call, CallTarget, Inst};
pub use op::{AluOp, FloatOp, FloatUnaryOp, ShiftOp, UnaryOp};
pub use operand::{Addr, Base, MemType, Operand, Scale, Size};
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
