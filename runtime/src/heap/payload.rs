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
use std::any::Any;

/// The slot that points to the payload.
pub const PAYLOAD_SLOT: usize = 0;

/// Rust data that an object owns. Dropping it must not touch the heap.
pub trait Payload: Any {
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

#[derive(Default)]
pub(super) struct Payloads {
    /// Owners made since the last minor.
    young: Vec<usize>,
    old: Vec<usize>,
    /// Old owners whose payload can hold values.
    traced: Vec<usize>,
    /// On its way to an owner that is being allocated.
    incoming: Option<Box<dyn Payload>>,
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

/// Where an owner's payload is.
fn boxed(owner: usize) -> *mut Box<dyn Payload> {
    load(slot(owner, PAYLOAD_SLOT)) as *mut Box<dyn Payload>
}

/// The payload of a live owner, for the time of one call.
fn payload_of<'a>(owner: usize) -> &'a mut dyn Payload {
    // SAFETY: only objects that `alloc_payload` made get here, and theirs is not
    // dropped yet. No collection happens while the runtime uses a payload.
    unsafe { &mut **boxed(owner) }
}

impl Heap {
    /// A young object of `slots` slots, the payload's included, that owns `payload`. May collect.
    ///
    /// The map's bitmap leaves out slot 0.
    pub fn alloc_payload(&mut self, map: u32, slots: usize, payload: Box<dyn Payload>) -> Result<Value, OutOfMemory> {
        assert!(slots <= super::find::SMALL_SLOTS, "an owner is a small object");
        // What it holds must survive the collection that this allocation may start.
        self.payloads.incoming = Some(payload);
        let object = self.alloc(map, Scan::Map, slots);
        let payload = self.payloads.incoming.take().expect("just put there");
        let object = object?;
        let owner = address(object);
        self.note_external(payload.bytes() as isize);
        // Boxed once more, since a slot has no room for a fat pointer.
        store(slot(owner, PAYLOAD_SLOT), Box::into_raw(Box::new(payload)) as usize);
        self.space.payloads.set(owner - self.space.base);
        self.payloads.young.push(owner);
        Ok(object)
    }

    /// The payload of an object, if it has one of this type.
    ///
    /// # Safety
    /// No other reference to the payload is in use, and no collection happens
    /// while this one is.
    pub unsafe fn payload<'a, T: Payload>(&self, object: Value) -> Option<&'a mut T> {
        let owner = address(object);
        let owns = self.space.contains(owner) && self.space.payloads.get(owner - self.space.base);
        if owns { (payload_of(owner) as &mut dyn Any).downcast_mut() } else { None }
    }

    /// The payload of an object whose type is known.
    ///
    /// # Safety
    /// `object` was made by [`Heap::alloc_payload`] with a `T`.
    #[inline(always)]
    pub unsafe fn payload_unchecked<T: Payload>(object: Value) -> *mut T {
        // SAFETY: the caller's promise.
        unsafe { Heap::payload_address(object) }.cast()
    }

    /// Where the payload of an owner lies, whatever it is.
    ///
    /// # Safety
    /// `object` was made by [`Heap::alloc_payload`].
    #[inline(always)]
    pub unsafe fn payload_address(object: Value) -> *mut u8 {
        let payload: *mut dyn Payload = payload_of(address(object));
        payload.cast()
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
        self.trace_with(payload_of(owner), update);
    }

    /// Traces the payload whose owner is being allocated.
    pub(super) fn trace_incoming(&mut self, update: impl Fn(&mut Heap, usize) -> usize) {
        if let Some(mut payload) = self.payloads.incoming.take() {
            self.trace_with(&mut *payload, update);
            self.payloads.incoming = Some(payload);
        }
    }

    fn trace_with(&mut self, payload: &mut dyn Payload, update: impl Fn(&mut Heap, usize) -> usize) {
        let mut visit = |value: &mut Value| {
            if value.is_ptr() {
                *value = Value::from_bits(update(self, value.bits()));
            }
        };
        payload.trace(&mut visit);
    }

    /// Old payloads are roots of a minor.
    pub(super) fn trace_old_payloads(&mut self) {
        self.trace_incoming(|heap, bits| heap.update(bits));
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
            self.payloads.bytes += payload_of(owner).bytes();
        }
    }

    fn keep_payload(&mut self, owner: usize) {
        self.payloads.old.push(owner);
        if payload_of(owner).holds_values() {
            self.payloads.traced.push(owner);
        }
    }

    fn drop_payload(&mut self, owner: usize) {
        self.space.payloads.clear(owner - self.space.base);
        // SAFETY: the pointer came from a box, nothing reaches the owner, and it is on no list any more.
        let payload = unsafe { Box::from_raw(boxed(owner)) };
        self.payloads.bytes = self.payloads.bytes.saturating_sub(payload.bytes());
    }

    /// Drops every payload: the heap's end.
    pub(super) fn drop_all_payloads(&mut self) {
        let owners: Vec<usize> = self.payloads.young.drain(..).chain(self.payloads.old.drain(..)).collect();
        for owner in owners {
            self.drop_payload(owner);
        }
    }
}
