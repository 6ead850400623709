//! What people and tools read: text, JSON, dumps; bytes beside CPython's.

pub mod bytes;
pub mod dump;
pub mod json;
pub mod text;
