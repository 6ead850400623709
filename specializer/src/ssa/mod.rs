//! The SSA that functions are compiled through: block parameters instead of phis, unboxed ints, floats
//! and bools, guards that name the exit they leave by.
//!
//! ```text
//! func total(v0: base)
//! b0(v0):
//!   v1: tagged = load_place 0
//!   v2: int = unbox_int v1 else x0
//!   jump b1(v2)
//! ```
//! Terms:
//! - *rep*: how a value is held: tagged word, int (64 bits), float, bool. An operation's row fixes the
//!   reps of operands and result; `box` and `unbox_*` convert.
//! - *exit*: a resume point and what each place of each frame holds then. An exit's values are uses.
//! - *raising exit*: taken with an exception pending; the interpreter goes on at the resume point by
//!   looking for a handler.

pub mod cfg;
pub mod dominators;
mod effects;
mod field;
mod kind;
pub mod liveness;
pub mod loops;
pub mod parse;
pub mod text;
pub mod verify;

pub use kind::{Kind, Operand, helper_result};

use crate::program::FunctionId;
use crate::types::Rep;
use pyspec_abi::exits::reason;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index into its table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }
    )*};
}

ids! {
    /// A value.
    Val "v";
    /// A block.
    BlockId "b";
    /// An exit.
    ExitId "x";
}

/// Int arithmetic that may overflow.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum IntOp {
    Add,
    Sub,
    Mul,
}

/// Int arithmetic on bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BitOp {
    And,
    Or,
    Xor,
}

/// Float arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FloatOp {
    Add,
    Sub,
    Mul,
    /// The divisor was guarded not to be zero.
    Div,
}

/// A comparison, as Python writes it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cc {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

/// See [`Kind::CachedCall`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CachedCall {
    pub function: FunctionId,
    pub n: u32,
    /// The callee; `None`: the attribute, which the instruction names, of the first argument.
    pub callee: Option<Val>,
    /// The value of the name `super` and the class, of a method through it.
    pub proxy: Option<Val>,
    pub class: Option<Val>,
    /// Tagged.
    pub args: Vec<Val>,
    /// First place of the call's window.
    pub window: u16,
    pub exit: ExitId,
}

/// An instruction.
#[derive(Clone, PartialEq, Debug)]
pub struct Inst {
    /// What it defines.
    pub result: Option<Val>,
    pub kind: Kind,
}

/// An edge.
#[derive(Clone, PartialEq, Debug)]
pub struct Edge {
    pub block: BlockId,
    pub args: Vec<Val>,
}

/// The end of a block.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Term {
    #[default]
    Open,
    Jump(Edge),
    /// By a bool.
    Branch {
        test: Val,
        yes: Edge,
        no: Edge,
    },
    /// A tagged value, or one in the function's declared representation.
    Return(Val),
    /// Of a suspended generator: a tagged value for whoever resumed it.
    Yield(Val),
    /// Of a generator suspended at a DELEGATE, which the interpreter executes.
    Delegate,
    Exit(ExitId),
}

/// A block.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Block {
    pub params: Vec<Val>,
    pub insts: Vec<Inst>,
    pub term: Term,
    /// Rarely reached.
    pub cold: bool,
}

/// A frame as an exit rebuilds it.
#[derive(Clone, PartialEq, Debug)]
pub struct ExitFrame {
    pub function: FunctionId,
    /// Resume point N.
    pub at: u32,
    /// (place, value); others are unset. The place `CONSTRUCTED` of a constructor: what the caller gets.
    pub places: Vec<(u16, Val)>,
}

/// Why an exit is there, for reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub enum Reason {
    Type,
    Map,
    Overflow,
    Index,
    Zero,
    Global,
    Callee,
    Dead,
    Unset,
    Raised = reason::RAISED,
    Boxed,
    Poll = reason::POLL,
    Memory,
    Cold = reason::COLD,
    Forced,
}

impl Reason {
    /// All reasons, by number.
    pub const ALL: &[Reason] = {
        use Reason::*;
        &[Type, Map, Overflow, Index, Zero, Global, Callee, Dead, Unset, Raised, Boxed, Poll, Memory, Cold, Forced]
    };
}

/// Names of the reasons, by number.
pub const REASONS: &[&str] = &[
    "type",
    "map",
    "overflow",
    "index",
    "zero",
    "global",
    "callee",
    "assumption",
    "unset",
    "raised",
    "boxed",
    "poll",
    "memory",
    "cold",
    "forced",
];

/// Where compiled code leaves.
#[derive(Clone, PartialEq, Debug)]
pub struct Exit {
    /// Outermost first; all but the last wait at a call.
    pub frames: Vec<ExitFrame>,
    pub reason: Reason,
    /// The innermost frame's place that takes the value which the exit arrives with ([`Reason::Boxed`]).
    pub awaits: Option<u16>,
}

/// How a value came to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ValData {
    pub rep: Rep,
}

/// A function.
#[derive(Clone, PartialEq, Debug)]
pub struct Func {
    pub id: FunctionId,
    pub name: String,
    /// Representations of the arguments of a fast entry; empty for entries from a window.
    pub params: Vec<Val>,
    /// Declared representation of the result (tagged for entries from a window).
    pub result: Rep,
    pub values: Vec<ValData>,
    pub blocks: Vec<Block>,
    pub exits: Vec<Exit>,
    /// Places of the window that inlined frames may need, the function's own included.
    pub places: u32,
}

impl Func {
    /// A new value.
    pub fn value(&mut self, rep: Rep) -> Val {
        self.values.push(ValData { rep });
        Val(self.values.len() as u32 - 1)
    }

    /// A new block.
    pub fn block(&mut self) -> BlockId {
        self.blocks.push(Block::default());
        BlockId(self.blocks.len() as u32 - 1)
    }

    /// Representation of a value.
    pub fn rep(&self, v: Val) -> Rep {
        self.values[v.index()].rep
    }
}
