//! Weak references: cleared when a collection does not reach the referent, before
//! finalizers are queued.
//!
//! A weak reference is a `Scan::Map` object whose bitmap leaves out slot
//! [`WEAK_REFERENT`]. The referent is fixed when the reference is made, so a
//! minor need only look at references made since the last.

use super::Heap;
use super::minor::Age;
use super::words::*;
use pyspec_abi::value::Value;

/// The slot that holds the referent, and `None` once it is gone.
pub const WEAK_REFERENT: usize = 0;
/// The slot that holds the callback; anything but a pointer is none.
pub const WEAK_CALLBACK: usize = 1;

#[derive(Default)]
pub(super) struct Weak {
    /// Made since the last minor.
    young: Vec<usize>,
    old: Vec<usize>,
    /// Cleared, alive, with a callback that the runtime has yet to call.
    pub cleared: Vec<usize>,
}

impl Weak {
    /// Everything registered.
    pub fn all(&self) -> impl Iterator<Item = usize> {
        self.young.iter().chain(&self.old).chain(&self.cleared).copied()
    }

    fn list(&mut self, age: Age) -> &mut Vec<usize> {
        match age {
            Age::Young => &mut self.young,
            Age::Old => &mut self.old,
        }
    }
}

impl Heap {
    /// The object is a weak reference with its referent in place.
    pub fn register_weak(&mut self, weak: Value) {
        // One that stress has made old goes there too: the next minor moves it on.
        self.weak.young.push(address(weak));
    }

    /// The next weak reference whose callback must be called.
    pub fn take_cleared_weak(&mut self) -> Option<Value> {
        self.weak.cleared.pop().map(Value::from_bits)
    }

    /// Where an object is, if the collection so far has reached it.
    fn alive(&self, object: usize, age: Age) -> Option<usize> {
        match age {
            Age::Young => self.reached(object),
            Age::Old if self.space.contains(object) => self.space.marks.get(object - self.space.base).then_some(object),
            Age::Old => Some(object),
        }
    }

    /// Updates or clears the referents of what is registered.
    pub(super) fn process_weak(&mut self, age: Age) {
        let list = std::mem::take(self.weak.list(age));
        for &weak in &list {
            let owner = self.alive(weak, age);
            let place = slot(owner.unwrap_or(weak), WEAK_REFERENT);
            let referent = load(place);
            if !is_pointer(referent) {
                continue;
            }
            if let Some(now) = self.alive(referent, age) {
                store(place, now);
                continue;
            }
            store(place, Value::NONE.bits());
            if let Some(owner) = owner.filter(|&owner| is_pointer(load(slot(owner, WEAK_CALLBACK)))) {
                self.weak.cleared.push(owner);
            }
        }
        *self.weak.list(age) = list;
    }

    /// Keeps of what is registered the references that live and are not cleared; they are old now.
    pub(super) fn retain_weak(&mut self, age: Age) {
        for weak in std::mem::take(self.weak.list(age)) {
            if let Some(weak) = self.alive(weak, age)
                && is_pointer(load(slot(weak, WEAK_REFERENT)))
            {
                self.weak.old.push(weak);
            }
        }
    }
}
