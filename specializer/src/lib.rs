//! From the analysed program to machine code: choice of functions, SSA with guards and exits, passes, lowering.

pub mod build;
pub mod choose;
pub mod compile;
pub mod facts;
pub mod lower;
pub mod passes;
pub mod program;
pub mod ssa;
pub mod types;
