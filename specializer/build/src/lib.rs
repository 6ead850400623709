//! The one place that sees analysis, compiler and runtime: predictions for the specializer, machine code
//! placed, executables written and, at their start, found and installed.
//!
//! ```text
//! analyze ── plans, types ── compile ── link (addresses) ── image ── executable
//!                                          └── install (a running executable finds its image)
//! ```

pub mod facts;
mod heat;
pub mod image;
pub mod link;
pub mod object;
mod program;

pub use pyspec_specializer::ssa::REASONS as EXIT_REASONS;

pub use program::{BuildError, BuildOptions, Built, Emit, Input, Main, build, dump, last_pass};
