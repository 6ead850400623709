//! The builtin types, a file or folder each: table of rows, then the natives.

pub mod exception;
pub mod str;
