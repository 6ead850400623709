//! The data cell of an instruction of compiled code that looks something up: what it found last, by map.
//!
//! ```text
//! word 0…15  up to four ways, see below; all zero: nothing known
//! word 16    the way that is replaced next
//! word 17    address of the instruction
//! word 18    address of its function's `CodeData`
//! word 19    the interned name it looks up, or 0
//! ```
//! A way of a load is one word, `map | offset << 32`. A way of a store is two: `map | next map << 32`, offset.
//! A way of a method call is four: `map | version << 32`, address of the class's version, entry, function.
//! A way of a call is four: code object, 0, entry, 0. No map has the number 0, no code lies at 0.

/// Words of a cell.
pub const SITE_WORDS: usize = 20;
/// Ways of each kind.
pub const WAYS: usize = 4;
/// Words that are forgotten when what is known may be wrong.
pub const CACHE_WORDS: usize = 17;

/// Words of a way.
pub const LOAD_WAY: usize = 1;
/// See [`LOAD_WAY`].
pub const STORE_WAY: usize = 2;
/// See [`LOAD_WAY`].
pub const CALL_WAY: usize = 4;

/// Word: the way that is replaced next.
pub const NEXT_WAY: usize = 16;
/// Word: address of the instruction.
pub const SITE_PC: usize = 17;
/// Word: address of the function's data.
pub const SITE_DATA: usize = 18;
/// Word: the name.
pub const SITE_NAME: usize = 19;
