//! The program as `front` makes it: a control-flow graph of register instructions.
//!
//! Used by analyzer, interpreter (through its encoding) and both compilers, so that they
//! cannot disagree on what a program means.
//!
//! Terms:
//! - *place*: a register of the frame: parameters first, then other named variables
//!   (locals, cells, free variables), then temporaries, windows of calls at the top.
//! - *block*: instructions, the last of which is the only terminator. Control falls through to
//!   a block only by a terminator's `Next`.
//! - *handler* of a block: where any of its instructions goes when it raises, and the
//!   place that then holds the exception. None: the exception leaves the function.
//! - *resume point* `func@N`: instruction N, counted through the blocks in order.
//!
//! ```text
//! def total(p) params=1 named=[p acc i] places=12
//! b0:
//!   LOADV acc, 0                        ; 3:4-3:11
//!   LOADGLOBAL t4, range
//!   CALL t3, w3, 1 …
//!   FORPREP w7, t3
//!   JUMP b1
//! b1: …
//!   FORNEXT i, w7 -> b2, else b3
//! ```
//! Blocks stand in an order in which a loop's head is the target of backward jumps only
//! from its own body; a jump to a block that is not later in the order is a backward jump, hence polls.

use pyspec_abi::blob::{Const, PlaceName, Position};
use pyspec_abi::ops::Op;
use pyspec_abi::params::ParamSpec;

/// A register of the frame.
pub type Place = u16;

/// Index of a block in its function.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct BlockId(pub u32);

/// One instruction; its row in [`pyspec_abi::ops`] says what the operands mean.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Insn {
    pub op: Op,
    pub a: Place,
    pub b: Place,
    pub c: Place,
    /// First extension: name, constant or function index, number, immediate's bits, or block.
    pub x: u64,
    /// Second extension: constant index or the block of `Next`.
    pub y: u32,
    pub pos: Position,
}

const _: () = assert!(size_of::<Insn>() == 40);

/// A straight run of instructions.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Block {
    pub insns: Vec<Insn>,
    /// Where its exceptions go, and the place of the exception there.
    pub handler: Option<(BlockId, Place)>,
}

/// A function, class body, module, lambda, comprehension or generator expression.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Function {
    pub name: String,
    pub qualname: String,
    /// See [`pyspec_abi::blob::flags`].
    pub flags: u32,
    pub params: ParamSpec,
    /// The named places, parameters first; temporaries follow.
    pub named: Vec<PlaceName>,
    /// Names of the closure's cells.
    pub free: Vec<String>,
    /// All places, windows included.
    pub places: u32,
    pub first_line: u32,
    pub consts: Vec<Const>,
    pub names: Vec<String>,
    pub blocks: Vec<Block>,
    /// Place of `__class__`, for `super()` without arguments.
    pub class_place: Option<Place>,
    /// The annotation of each parameter and the result, as functions of the unit where they
    /// are written: hints for analysis, (name or "return", index of the `__annotate__` function).
    pub annotate: Option<u32>,
}

/// A source file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Module {
    pub filename: String,
    /// Function 0 is the module body; an inner function comes after the one it is written in.
    pub functions: Vec<Function>,
    /// What is worth a warning.
    pub warnings: Vec<crate::Warning>,
}

impl Insn {
    /// An instruction with fields only; set extensions and position on it.
    pub fn new(op: Op, a: Place, b: Place, c: Place) -> Insn {
        Insn { op, a, b, c, x: 0, y: 0, pos: Position::default() }
    }

    /// Its fields in order.
    pub fn fields(&self) -> [Place; 3] {
        [self.a, self.b, self.c]
    }

    /// The blocks a terminator goes to: jump target first, then fall-through.
    pub fn successors(&self) -> impl Iterator<Item = BlockId> {
        use pyspec_abi::ops::Kind;
        let exts = self.op.row().exts;
        let jump = exts.contains(&Kind::Jump).then_some(BlockId(self.x as u32));
        let next = exts.contains(&Kind::Next).then_some(BlockId(self.y));
        jump.into_iter().chain(next)
    }
}

impl Function {
    /// Every instruction with its block and number N of `func@N`.
    pub fn numbered(&self) -> impl Iterator<Item = (u32, BlockId, &Insn)> {
        let blocks = self.blocks.iter().enumerate();
        blocks
            .flat_map(|(b, block)| block.insns.iter().map(move |i| (BlockId(b as u32), i)))
            .enumerate()
            .map(|(n, (b, i))| (n as u32, b, i))
    }
}
