//! Objects that own Rust data: a file, a big integer's digits, a hash state.
//!
//! Slot 0 of a `Scan::Map` object, which its bitmap leaves out, points to a boxed
//! payload. It is dropped by the collection that finds the object dead, and traced
//! while the object lives. Its values are stored without a barrier, so old
//! payloads that say they hold values are traced by every minor.

use super::minor::Age;
use super::words::*;
use super::{Heap, OutOfMemory};
use pyspec_abi::header::Scan;
use pyspec_abi::value::Value;
use std::any::TypeId;

/// The slot that points to the payload.
pub const PAYLOAD_SLOT: usize = 0;

/// Rust data that an object owns. Dropping it must not touch the heap.
pub trait Payload: 'static {
    /// Reports every value in it; they may be changed.
    fn trace(&mut self, _visit: &mut dyn FnMut(&mut Value)) {}
    /// Whether it can ever hold a value: if not, it is never traced.
    fn holds_values(&self) -> bool {
        true
    }
    /// Bytes that it owns outside the heap.
    fn bytes(&self) -> usize {
        0
    }
}

/// A payload behind a thin pointer.
#[repr(C)]
struct Boxed<T> {
    methods: &'static Methods,
    value: T,
}

type Trace = unsafe fn(*mut Boxed<()>, &mut dyn FnMut(&mut Value));

/// What can be done with a payload of unknown type.
struct Methods {
    trace: Trace,
    holds_values: unsafe fn(*mut Boxed<()>) -> bool,
    bytes: unsafe fn(*mut Boxed<()>) -> usize,
    drop: unsafe fn(*mut Boxed<()>),
    type_id: fn() -> TypeId,
}

impl<T: Payload> Boxed<T> {
    // SAFETY: of all four: they are called with a pointer to a `Boxed<T>` with these methods only.
    const METHODS: &'static Methods = &Methods {
        trace: |this, visit| unsafe { (*this.cast::<Boxed<T>>()).value.trace(visit) },
        holds_values: |this| unsafe { (*this.cast::<Boxed<T>>()).value.holds_values() },
        bytes: |this| unsafe { (*this.cast::<Boxed<T>>()).value.bytes() },
        drop: |this| drop(unsafe { Box::from_raw(this.cast::<Boxed<T>>()) }),
        type_id: TypeId::of::<T>,
    };
}

#[derive(Default)]
pub(super) struct Payloads {
    /// Owners made since the last minor.
    young: Vec<usize>,
    old: Vec<usize>,
    /// Old owners whose payload can hold values.
    traced: Vec<usize>,
    /// Reached, not yet traced.
    pub pending: Vec<usize>,
    /// Bytes outside the heap.
    pub bytes: usize,
}

impl Payloads {
    /// Every owner.
    pub fn all(&self) -> impl Iterator<Item = usize> {
        self.young.iter().chain(&self.old).copied()
    }
}

fn boxed(owner: usize) -> *mut Boxed<()> {
    load(slot(owner, PAYLOAD_SLOT)) as *mut Boxed<()>
}

fn methods(owner: usize) -> &'static Methods {
    // SAFETY: only objects that `alloc_payload` made get here, and theirs is not dropped yet.
    unsafe { (*boxed(owner)).methods }
}

impl Heap {
    /// A young object of `slots` slots that owns `value`. May collect.
    ///
    /// The map's bitmap leaves out slot 0. The values in `value` are not seen by
    /// this very collection: have them on the stack too.
    pub fn alloc_payload<T: Payload>(&mut self, map: u32, slots: usize, value: T) -> Result<Value, OutOfMemory> {
        assert!(slots <= super::find::SMALL_SLOTS, "an owner is a small object");
        let object = self.alloc(map, Scan::Map, slots)?;
        let owner = address(object);
        let payload = Box::into_raw(Box::new(Boxed { methods: Boxed::<T>::METHODS, value }));
        store(slot(owner, PAYLOAD_SLOT), payload as usize);
        self.space.payloads.set(owner - self.space.base);
        self.payloads.young.push(owner);
        // SAFETY: the payload was just made.
        let bytes = unsafe { (*payload).value.bytes() };
        self.note_external(bytes as isize);
        Ok(object)
    }

    /// The payload of an object, if it has one of this type.
    ///
    /// # Safety
    /// `object` is a live object, and no other reference to the payload is in use.
    pub unsafe fn payload<'a, T: Payload>(&self, object: Value) -> Option<&'a mut T> {
        let owner = address(object);
        let owns = self.space.contains(owner) && self.space.payloads.get(owner - self.space.base);
        if !owns || (methods(owner).type_id)() != TypeId::of::<T>() {
            return None;
        }
        // SAFETY: the type is the one that the payload was made with; the caller has no other reference.
        Some(unsafe { &mut (*boxed(owner).cast::<Boxed<T>>()).value })
    }

    /// The payload of an object whose type is known.
    ///
    /// # Safety
    /// `object` was made by [`Heap::alloc_payload`] with a `T`.
    #[inline(always)]
    pub unsafe fn payload_unchecked<T: Payload>(object: Value) -> *mut T {
        // SAFETY: the caller vouches for the type.
        unsafe { &raw mut (*boxed(address(object)).cast::<Boxed<T>>()).value }
    }

    /// Tells that a payload's memory outside the heap has grown or shrunk.
    pub fn note_external(&mut self, bytes: isize) {
        self.payloads.bytes = self.payloads.bytes.saturating_add_signed(bytes);
        self.nursery.claimed = self.nursery.claimed.saturating_add_signed(bytes);
    }

    /// The owner moved: so does the bit that says it owns something.
    #[inline(always)]
    pub(super) fn move_payload_bit(&mut self, from: usize, to: usize) {
        let base = self.space.base;
        if self.space.payloads.get(from - base) {
            self.space.payloads.clear(from - base);
            self.space.payloads.set(to - base);
        }
    }

    /// Traces one payload; `update` gives each pointer's new word.
    pub(super) fn trace_payload(&mut self, owner: usize, update: impl Fn(&mut Heap, usize) -> usize) {
        let mut visit = |value: &mut Value| {
            if value.is_ptr() {
                *value = Value::from_bits(update(self, value.bits()));
            }
        };
        // SAFETY: the owner lives, and the methods are its payload's.
        unsafe { (methods(owner).trace)(boxed(owner), &mut visit) }
    }

    /// Old payloads are roots of a minor.
    pub(super) fn trace_old_payloads(&mut self) {
        for i in 0..self.payloads.traced.len() {
            let owner = self.payloads.traced[i];
            self.trace_payload(owner, |heap, bits| heap.update(bits));
        }
    }

    /// Drops what dead objects own.
    pub(super) fn drop_dead_payloads(&mut self, age: Age) {
        match age {
            Age::Young => self.drop_young_payloads(),
            Age::Old => self.drop_old_payloads(),
        }
    }

    fn drop_young_payloads(&mut self) {
        for owner in std::mem::take(&mut self.payloads.young) {
            match self.reached(owner) {
                Some(owner) => self.keep_payload(owner),
                None => self.drop_payload(owner),
            }
        }
    }

    /// Also counts anew what payloads own, since that changes.
    fn drop_old_payloads(&mut self) {
        self.payloads.traced.clear();
        self.payloads.bytes = 0;
        for owner in std::mem::take(&mut self.payloads.old) {
            if !self.space.marks.get(owner - self.space.base) {
                self.drop_payload(owner);
                continue;
            }
            self.keep_payload(owner);
            // SAFETY: the owner lives, and the methods are its payload's.
            self.payloads.bytes += unsafe { (methods(owner).bytes)(boxed(owner)) };
        }
    }

    fn keep_payload(&mut self, owner: usize) {
        self.payloads.old.push(owner);
        // SAFETY: the owner lives, and the methods are its payload's.
        if unsafe { (methods(owner).holds_values)(boxed(owner)) } {
            self.payloads.traced.push(owner);
        }
    }

    fn drop_payload(&mut self, owner: usize) {
        self.space.payloads.clear(owner - self.space.base);
        // SAFETY: nothing reaches the owner, and it is on no list any more.
        unsafe {
            let bytes = (methods(owner).bytes)(boxed(owner));
            self.payloads.bytes = self.payloads.bytes.saturating_sub(bytes);
            (methods(owner).drop)(boxed(owner));
        }
    }

    /// Drops every payload: the heap's end.
    pub(super) fn drop_all_payloads(&mut self) {
        let owners: Vec<usize> = self.payloads.young.drain(..).chain(self.payloads.old.drain(..)).collect();
        for owner in owners {
            self.drop_payload(owner);
        }
    }
}
