//! From a function to its bytes, and what is known about them: relocations, exits, call sites, frame.

use crate::Target;
use crate::emit::emit;
use crate::lower::{Lowered, lower};
use crate::mir::{MFunction, Symbol, verify};
use crate::target::Registers;
use regalloc2 as ra;
use std::fmt;

/// Which register allocator.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Allocator {
    /// Backtracking, for code that stays.
    #[default]
    Full,
    /// One pass, for code that hardly runs; gives way to the full one where it finds no registers.
    Fast,
}

/// How an exit leaves the function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExitStyle {
    /// `call thunk`. A bridge patches the guard's jump ([`ExitSite::jumps`]).
    Call {
        /// The thunk.
        thunk: Symbol,
    },
    /// `jmp [cells + 8 * n]; call thunk`, for text that is never written. The n-th cell starts out as the address of
    /// the `call` ([`ExitSite::call_offset`]); a bridge stores its own there. (x86-64 only.)
    Cell {
        /// The thunk.
        thunk: Symbol,
        /// First of the function's cells, one for each of [`CompiledCode::exits`].
        cells: Symbol,
    },
}

/// How to compile.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// Register allocator.
    pub allocator: Allocator,
    /// Aligns the heads of loops to 32 bytes.
    pub align_loops: bool,
    /// How exits leave.
    pub exits: ExitStyle,
    /// Runs the verifier before and the allocator's checker after allocation.
    pub check: bool,
}

impl Options {
    /// The full allocator, loops aligned, exits by `call thunk`, checks in debug builds.
    pub fn new(thunk: Symbol) -> Options {
        Options {
            allocator: Allocator::Full,
            align_loops: true,
            exits: ExitStyle::Call { thunk },
            check: cfg!(debug_assertions),
        }
    }
}

/// Where a value is while an exit or a call is under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Location {
    /// A general register, by its encoding.
    Gpr(u8),
    /// A float register.
    Xmm(u8),
    /// Bytes above the stack pointer of the function's body (before the exit's `call` pushes).
    Stack(i32),
    /// An int known when compiled.
    Int(i64),
    /// A float known when compiled, by its bits.
    Float(u64),
}

/// What a relocation stores.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum RelocKind {
    /// Four bytes: symbol + addend − address of the four bytes.
    Rel32,
    /// Four bytes: symbol + addend.
    Abs32,
    /// Eight bytes: symbol + addend.
    Abs64,
}

/// A place that depends on a symbol's address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Relocation {
    /// Where in the bytes.
    pub offset: u32,
    /// What is stored.
    pub kind: RelocKind,
    /// Whose address.
    pub symbol: Symbol,
    /// Added to it.
    pub addend: i64,
}

/// One use of an exit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExitSite {
    /// The client's number.
    pub client: u32,
    /// Where the guard's jumps to the stub hold their four relative bytes.
    pub jumps: Vec<u32>,
    /// Start of the stub.
    pub stub_offset: u32,
    /// Its `call thunk`.
    pub call_offset: u32,
    /// Return address that the thunk finds on the stack; exits are sorted by it.
    pub return_offset: u32,
    /// The exit's values.
    pub locations: Vec<Location>,
}

/// A call that names a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallSite {
    /// The client's number.
    pub client: u32,
    /// Return address; call sites are sorted by it.
    pub return_offset: u32,
    /// The record's values: on the stack or constant.
    pub locations: Vec<Location>,
    /// Words of the frame, from the stack pointer, that nothing reads again before they are written.
    pub dead: Vec<u32>,
}

/// The frame while the body runs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FrameLayout {
    /// Bytes from the stack pointer to the function's own return address.
    pub size: u32,
    /// Registers that were saved, with their place from the stack pointer.
    pub saved: Vec<(u8, i32)>,
    /// Place of each of the function's slots.
    pub slots: Vec<i32>,
}

/// Figures for reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CompileStats {
    /// Instructions that the allocator saw.
    pub insts: u32,
    /// Words of the frame that spilled values take.
    pub spill_slots: u32,
    /// Moves that it inserted.
    pub moves: u32,
    /// Bytes before the first exit stub.
    pub hot_bytes: u32,
}

/// Machine code and what is known about it. The entry is its first byte.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CompiledCode {
    /// The code, with its constants at the end.
    pub bytes: Vec<u8>,
    /// How many of the bytes are instructions; constants and tables follow.
    pub code_bytes: u32,
    /// Places to fill in.
    pub relocations: Vec<Relocation>,
    /// Exits, by return address.
    pub exits: Vec<ExitSite>,
    /// Calls with records, by return address.
    pub calls: Vec<CallSite>,
    /// Start of each block, by its number; `None` where the block came to nothing or is never reached.
    pub block_offsets: Vec<Option<u32>>,
    /// The frame.
    pub frame: FrameLayout,
    /// Code that takes down the frame and returns whatever is in the result registers, for thunks that end the function;
    /// there is one whenever there is an exit.
    pub epilogue: Option<u32>,
    /// Figures.
    pub stats: CompileStats,
}

/// Why there is no code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CompileError {
    /// The target cannot do this.
    Unsupported(String),
    /// The function breaks the rules of machine IR.
    Invalid(Vec<String>),
    /// The allocator gave up.
    Registers(String),
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CompileError::Unsupported(what) => write!(f, "not supported on this target: {what}"),
            CompileError::Invalid(breaches) => {
                write!(f, "invalid machine IR: {}", breaches.join("; "))
            }
            CompileError::Registers(why) => write!(f, "no registers: {why}"),
        }
    }
}

impl std::error::Error for CompileError {}

/// Compiles a function.
pub fn compile(func: &MFunction, target: Target, options: &Options) -> Result<CompiledCode, CompileError> {
    if options.check {
        let breaches = verify(func);
        if !breaches.is_empty() {
            return Err(CompileError::Invalid(breaches));
        }
    }
    let registers = Registers::of(target);
    let lowered = lower(func, target, &registers)?;
    let output = allocate(&lowered, &registers, options)?;
    emit(func, &lowered, &output, target, &registers, options)
}

fn allocate(lowered: &Lowered, registers: &Registers, options: &Options) -> Result<ra::Output, CompileError> {
    let run = |algorithm| {
        let options = ra::RegallocOptions { validate_ssa: options.check, algorithm, ..ra::RegallocOptions::default() };
        ra::run(lowered, &registers.env, &options)
    };
    let output = match options.allocator {
        Allocator::Full => run(ra::Algorithm::Ion),
        Allocator::Fast => match run(ra::Algorithm::Fastalloc) {
            Err(ra::RegAllocError::TooManyLiveRegs) => run(ra::Algorithm::Ion),
            result => result,
        },
    };
    let output = output.map_err(|error| CompileError::Registers(error.to_string()))?;
    if options.check {
        let mut checker = ra::checker::Checker::new(lowered, &registers.env);
        checker.prepare(&output);
        checker.run().map_err(|errors| CompileError::Registers(format!("wrong allocation: {errors:?}")))?;
    }
    Ok(output)
}
