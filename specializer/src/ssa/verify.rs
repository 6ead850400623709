//! The rules of SSA.
