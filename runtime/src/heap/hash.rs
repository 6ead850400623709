//! Addresses as hashes and as identities.
//!
//! An object's first `hash()` gives its address. If it is young it can still move:
//! `GC_HASHED` then makes its copy one word longer, with the old address in it.
//! An object that is old where it was hashed keeps its address and needs nothing.
//! `id()` must also be unique, so it pins instead.

use super::Heap;
use super::words::*;
use pyspec_abi::header::*;
use pyspec_abi::value::Value;

impl Heap {
    /// A number that stays with the object for its life. Others may have the same.
    pub fn hash_of(&mut self, object: Value) -> usize {
        let object = address(object);
        if !self.space.contains(object) {
            return object;
        }
        let head = header(object);
        if !self.space.is_old(object) {
            set_bits(object, GC_HASHED);
            return object;
        }
        if head.has(GC_HASHED) { load(slot(object, head.slots())) } else { object }
    }

    /// Keeps a young object from moving: its address is known outside.
    /// It can die all the same.
    pub fn pin(&mut self, object: Value) {
        let object = address(object);
        if self.space.contains(object) && !self.space.is_old(object) {
            set_bits(object, GC_PINNED);
        }
    }
}
