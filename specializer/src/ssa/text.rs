//! The text form of SSA.
