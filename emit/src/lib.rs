//! The back end: machine IR in, machine code out. It knows nothing of Python.
//!
//! ```text
//! mir ── verify ── lower ── regalloc2 ── emit ── CompiledCode ──┬── memory       (code that runs now)
//!                                                               ├── object_file  (a relocatable .o)
//!                                                               └── executable   (a filled template)
//! ```
//!
//! A function is built as an [`mir::MFunction`], for one of two targets ([`Target`]), and turned into bytes by
//! [`compile`]. What leaves the fast path does so by an *exit*: an instruction in line that jumps to a stub at the end
//! of the function when its condition holds. The exit's live values are operands of that instruction which may stay
//! wherever they are, so an exit costs nothing but the compare, and [`CompiledCode::exits`] says where they were.
//!
//! Deliberately absent: optimisation (the specializer's), the meaning of an exit's number (its client's), threads.

mod asm;
mod compile;
mod disasm;
mod emit;
pub mod executable;
mod hoist;
mod lower;
pub mod memory;
pub mod mir;
pub mod object_file;
mod spills;
mod target;

pub use compile::{
    Allocator, CallSite, CompileError, CompileStats, CompiledCode, ExitSite, ExitStyle, FrameLayout, Location, Options,
    RelocKind, Relocation, compile,
};
pub use disasm::disassemble;
pub use target::{Target, Width};
