//! Types and instance shapes of whole programs, from their HIR.
//!
//! ```text
//! source ─ front ─ HIR ─ template/ ─ solve/ ─ shapes/ ─ report/
//!            modules/ (a System)      builtins/ (facts)
//! ```
//! `template/` turns each function into constraints over SSA-renamed places; `solve/` lets abstract
//! objects flow through them, imports on the way; `shapes/` walks constructors for order and
//! optional attributes; `report/` prints. Analysis never fails: what it could not read or follow
//! stands in [`Analysis::errors`] and [`Analysis::given_up`].
//!
//! Absent on purpose: machine code, the runtime, and the file system, which is a [`modules::System`].

mod analysis;
pub mod builtins;
pub mod calls;
pub mod cli;
pub mod disk;
mod front;
pub mod modules;
pub mod report;
pub mod shapes;
pub mod solve;
pub mod template;
pub mod types;

pub use analysis::{Analysis, Entry, Options, Timings, analyze};
pub use builtins::{BuiltinFacts, DefaultFacts};
pub use modules::System;
