//! From the analysed program to machine code: choice of functions, SSA with guards and exits, passes, lowering.

pub mod build;
pub mod facts;
pub mod lower;
pub mod program;
pub mod ssa;
pub mod types;
