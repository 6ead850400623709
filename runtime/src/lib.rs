//! The runtime: object model and maps, collector, interpreter, builtin types, native interface.
//!
//! Knows nothing of the JIT (its interpreter takes a second dispatch table from it) nor of the
//! library's native modules (it is handed their table).

pub mod builtin_functions;
pub mod compiled;
pub mod heap;
pub mod interp;
pub mod names;
pub mod native;
pub mod object;
pub mod protocol;
pub mod start;
pub mod types;
pub mod vm;

pub use vm::Vm;
