//! The interpreter.

pub mod code;

/// State of the interpreter that all threads share.
#[derive(Default)]
pub struct Shared {}
