//! The write barrier: what an old object gets stored into, the next minor scans.
//!
//! `GC_OLD` means old and not logged. The inline test is that one bit; the slow
//! path clears it and logs the object, so that further stores are free. Large
//! arrays log 512-byte cards instead. Objects of an executable's image start with
//! `GC_OLD`; the first store enters them into a permanent list, a root of every
//! collection from then on, since no collection ever visits them otherwise.

use super::Heap;
use super::words::*;
use pyspec_abi::header::*;
use pyspec_abi::value::Value;

/// Old objects that may refer to young ones.
#[derive(Default)]
pub(super) struct Remembered {
    /// Logged objects.
    pub objects: Vec<usize>,
    /// Large arrays with dirty cards.
    pub arrays: Vec<usize>,
    /// Image objects that were ever stored into.
    pub immortal: Vec<usize>,
}

impl Heap {
    /// Tells that a value is, or is about to be, stored into `object`.
    #[inline(always)]
    pub fn barrier(&mut self, object: Value) {
        if header(address(object)).has(GC_OLD) {
            self.barrier_slow(object);
        }
    }

    /// The same when the inline test found `GC_OLD`: what compiled code calls.
    #[cold]
    #[inline(never)]
    pub fn barrier_slow(&mut self, object: Value) {
        let object = address(object);
        clear_bits(object, GC_OLD);
        if header(object).has(IMMORTAL) {
            self.remembered.immortal.push(object);
        } else {
            self.remembered.objects.push(object);
        }
    }

    /// Tells that a value was stored at `slot` of the array `object`, whatever its size.
    #[inline(always)]
    pub fn barrier_array(&mut self, object: Value, slot: *const Value) {
        if header(address(object)).has(GC_OLD) {
            self.barrier_array_slow(object, slot as usize);
        }
    }

    /// The same when the inline test found `GC_OLD`: what compiled code calls.
    #[inline(never)]
    pub fn barrier_array_slow(&mut self, object: Value, slot: usize) {
        let kind = header(address(object)).0 & (GC_LARGE | IMMORTAL);
        if kind & IMMORTAL == 0 && !self.is_young_word(load(slot)) {
            return;
        }
        if kind != GC_LARGE {
            return self.barrier_slow(object);
        }
        *self.space.card(slot) = 1;
        self.log_array(address(object));
    }

    /// Tells that `count` slots from `first` on were, or are about to be, stored into.
    pub fn barrier_range(&mut self, object: Value, first: usize, count: usize) {
        let array = address(object);
        if count == 0 || !header(array).has(GC_OLD) {
            return;
        }
        if header(array).0 & (GC_LARGE | IMMORTAL) != GC_LARGE {
            return self.barrier_slow(object);
        }
        self.space.cards(slot(array, first), count * SLOT_BYTES).fill(1);
        self.log_array(array);
    }

    fn is_young_word(&self, word: usize) -> bool {
        is_pointer(word) && self.space.contains(word) && !self.space.is_old(word)
    }

    fn log_array(&mut self, array: usize) {
        if !header(array).has(GC_CARDS) {
            set_bits(array, GC_CARDS);
            self.remembered.arrays.push(array);
        }
    }
}
