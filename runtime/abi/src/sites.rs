//! The data cell of an instruction of compiled code that looks something up: what it found last, by map.
//!
//! ```text
//! word 0…23  up to four ways, see below; all zero: nothing known
//! word 24    the way that is replaced next
//! word 25    address of the instruction
//! word 26    address of its function's `CodeData`
//! word 27    the interned name it looks up, or 0
//! ```
//! A way of a load is one word, `map | offset << 32`; at [`VALUE_WAY`] is one to a value that is not in the object: the
//! class or module itself or the map of its instances, version, address of the version of now, address of the value. A way of a store is two: `map | next map << 32`, offset.
//! A way of a method call is six: `map | version << 32`, address of the class's version, entry, function, and for one
//! through `super` the class behind which the method was found and the value of the name `super`.
//! A way of a call is six: code object of a function or else the callee, 0, entry, what stands behind the arguments
//! (0: the callee), 0, 0. A native's entry has its row behind the arguments. No map has the number 0, no code lies at 0.

/// Words of a cell.
pub const SITE_WORDS: usize = 28;
/// Ways of each kind.
pub const WAYS: usize = 4;
/// Words that are forgotten when what is known may be wrong.
pub const CACHE_WORDS: usize = 25;

/// Words of a way.
pub const LOAD_WAY: usize = 1;
/// See [`LOAD_WAY`].
pub const STORE_WAY: usize = 2;
/// See [`LOAD_WAY`].
pub const CALL_WAY: usize = 6;

/// First word of a load's way to a value of a class or module.
pub const VALUE_WAY: usize = 8;

/// Word: the way that is replaced next.
pub const NEXT_WAY: usize = 24;
/// Word: address of the instruction.
pub const SITE_PC: usize = 25;
/// Word: address of the function's data.
pub const SITE_DATA: usize = 26;
/// Word: the name.
pub const SITE_NAME: usize = 27;
