//! The builtin types, a file or folder each: table of rows, then the natives.

pub mod alias;
pub mod bool_;
pub mod bytes;
pub mod complex;
pub mod construct;
pub mod dict;
pub mod exception;
pub mod float;
pub mod format;
pub mod int;
pub mod iterators;
pub mod list;
pub mod range;
pub mod sequence;
pub mod set;
pub mod slice;
pub mod str;
pub mod tuple;
pub mod views;
