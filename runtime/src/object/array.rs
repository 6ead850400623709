//! Arrays of values: the storage of lists, dicts and sets.
//!
//! An array is as long as its header (or, for large ones, the block table) says. Fresh slots are
//! zero words, which read as UNSET. Only the owner of an array knows how many slots are in use.

use super::gc::Gc;
use super::layout::Array;
use crate::native::Outcome;
use crate::vm::Vm;
use pyspec_abi::header::{GC_LARGE, HEADER_BYTES, MAX_INLINE_SLOTS, Scan};
use pyspec_abi::{Value, types as id};

impl Array {
    /// Address of slot `i`.
    #[inline(always)]
    fn slot(&self, i: usize) -> *mut usize {
        let first = (self as *const Array as usize + HEADER_BYTES) as *mut usize;
        first.wrapping_add(i)
    }

    /// Slot `i`, UNSET if it was never written. The owner checks bounds.
    #[inline(always)]
    pub fn get(&self, i: usize) -> Value {
        // SAFETY: an owner asks for slots below its capacity only.
        let bits = unsafe { *self.slot(i) };
        if bits == 0 { Value::UNSET } else { Value::from_bits(bits) }
    }

    /// The first `n` slots, all of which have been written. Keep it across nothing that takes `&mut Vm`.
    #[inline(always)]
    pub fn items(&self, n: usize) -> &[Value] {
        // SAFETY: the owner has written these slots; a word that was written is a value.
        unsafe { std::slice::from_raw_parts(self.slot(0).cast::<Value>(), n) }
    }

    /// Writes slot `i` with something that is no pointer.
    #[inline(always)]
    pub fn set_plain(&self, i: usize, value: Value) {
        debug_assert!(!value.is_ptr());
        // SAFETY: as for `get`.
        unsafe { *self.slot(i) = value.bits() }
    }

    /// Writes slot `i` of an array allocated just now, with no allocation since.
    #[inline(always)]
    pub fn init(&self, i: usize, value: Value) {
        // SAFETY: as for `get`.
        unsafe { *self.slot(i) = value.bits() }
    }

    /// Empties `n` slots from `from` on, so that what they held can be freed.
    #[inline]
    pub fn clear(&self, from: usize, n: usize) {
        // SAFETY: as for `get`.
        unsafe { std::ptr::write_bytes(self.slot(from), 0, n) }
    }

    /// Swaps two slots: what the array refers to stays the same, but for cards, which the caller marks.
    #[inline]
    pub fn swap(&self, i: usize, j: usize) {
        // SAFETY: as for `get`.
        unsafe { std::ptr::swap(self.slot(i), self.slot(j)) }
    }
}

impl Vm {
    /// An array of `slots` empty slots.
    #[inline]
    pub fn alloc_array(&mut self, slots: usize) -> Outcome<Gc<Array>> {
        self.alloc::<Array>(id::ARRAY, Scan::Array, slots.max(1))
    }

    /// How many slots an array has.
    #[inline(always)]
    pub fn array_slots(&self, array: Gc<Array>) -> usize {
        match array.header.get().slots() {
            0 => self.heap.slots_of(array.value()),
            slots => slots,
        }
    }

    /// Writes slot `i`.
    #[inline(always)]
    pub fn array_set(&mut self, array: Gc<Array>, i: usize, value: Value) {
        // SAFETY: the owner checked bounds.
        unsafe { *array.slot(i) = value.bits() }
        self.heap.barrier_array(array.value(), array.slot(i).cast());
    }

    /// Writes slots from `i` on.
    pub fn array_write(&mut self, array: Gc<Array>, i: usize, values: &[Value]) {
        // SAFETY: the owner checked bounds; `copy` allows that `values` lie in the same array.
        unsafe { std::ptr::copy(values.as_ptr(), array.slot(i).cast::<Value>(), values.len()) }
        self.heap.barrier_range(array.value(), i, values.len());
    }

    /// Moves `n` slots within an array; they may overlap.
    pub fn array_shift(&mut self, array: Gc<Array>, from: usize, to: usize, n: usize) {
        // SAFETY: as for `array_write`.
        unsafe { std::ptr::copy(array.slot(from), array.slot(to), n) }
        self.heap.barrier_range(array.value(), to, n);
    }

    /// Reverses the first `n` slots.
    pub fn array_reverse(&mut self, array: Gc<Array>, n: usize) {
        for i in 0..n / 2 {
            array.swap(i, n - 1 - i);
        }
        self.heap.barrier_range(array.value(), 0, n);
    }

    /// An array of `slots` slots that begins with the first `used` of `array`, which is gone afterwards:
    /// the one place that refers to it is overwritten by the caller at once.
    pub fn array_grow(&mut self, array: Gc<Array>, used: usize, slots: usize) -> Outcome<Gc<Array>> {
        if array.header.get().has(GC_LARGE) && slots > MAX_INLINE_SLOTS && slots >= self.array_slots(array) {
            // SAFETY: it is live, large and shorter; the caller replaces the one reference.
            return match unsafe { self.heap.grow_large(array.value(), slots) } {
                // SAFETY: what grew is the array.
                Ok(grown) => Ok(unsafe { Gc::from_value_unchecked(grown) }),
                Err(_) => Err(self.memory_error("")),
            };
        }
        let new = self.alloc_array(slots)?;
        self.array_write(new, 0, array.items(used));
        Ok(new)
    }
}
