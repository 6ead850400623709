//! Finalizers: objects whose `__del__` is to run once, when nothing reaches them.
//!
//! A collection keeps such objects and what they reach alive and queues them; the
//! runtime takes them from the queue at a safepoint and runs their finalizers. An
//! object comes before those it refers to (a text file before its buffer): a
//! depth-first walk notes each when all below it is done, and the queue is that
//! order reversed. Within a cycle the order is arbitrary but always the same.

use super::Heap;
use super::words::*;
use pyspec_abi::header::*;
use pyspec_abi::value::Value;
use std::collections::VecDeque;

#[derive(Default)]
pub(super) struct Finalizers {
    /// Registered since the last minor.
    pub young: Vec<usize>,
    pub old: Vec<usize>,
    /// Waiting for the runtime.
    pub queue: VecDeque<usize>,
    /// Objects in the order in which the walk finished them.
    pub order: Vec<usize>,
    /// Whether a minor is putting objects in order.
    pub ordering: bool,
}

impl Finalizers {
    /// Everything registered or queued.
    pub fn all(&self) -> impl Iterator<Item = usize> {
        self.young.iter().chain(&self.old).chain(&self.queue).copied()
    }
}

impl Heap {
    /// The object has a finalizer that is to run when nothing reaches it. Once;
    /// to run it again after a resurrection, register again.
    pub fn register_finalizer(&mut self, object: Value) {
        let object = address(object);
        if header(object).has(GC_FINALIZER) {
            return;
        }
        set_bits(object, GC_FINALIZER);
        if self.space.is_old(object) {
            self.finalizers.old.push(object);
        } else {
            self.finalizers.young.push(object);
        }
    }

    /// Whether a finalizer is to run when nothing reaches the object.
    pub fn awaits_finalizer(&self, object: Value) -> bool {
        object.is_ptr() && header(address(object)).has(GC_FINALIZER)
    }

    /// The next object whose finalizer must run; it is an ordinary object again.
    pub fn take_finalizable(&mut self) -> Option<Value> {
        Some(Value::from_bits(self.finalizers.queue.pop_front()?))
    }

    /// Whether [`Heap::take_finalizable`] or [`Heap::take_cleared_weak`] would give something.
    #[inline(always)]
    pub fn has_pending(&self) -> bool {
        !self.finalizers.queue.is_empty() || !self.weak.cleared.is_empty()
    }

    /// Queues every registered object, whether reached or not, latest first: the end of the program.
    pub fn queue_all_finalizers(&mut self) {
        // What waits in the queue may not move any more.
        self.collect(super::Collection::Minor);
        let all: Vec<usize> = self.finalizers.old.drain(..).chain(self.finalizers.young.drain(..)).collect();
        for object in all.into_iter().rev() {
            clear_bits(object, GC_FINALIZER);
            self.finalizers.queue.push_back(object);
        }
    }

    /// Moves what the walk finished to the queue.
    pub(super) fn finish_finalizable(&mut self) {
        while let Some(object) = self.finalizers.order.pop() {
            clear_bits(object, GC_FINALIZER);
            self.finalizers.queue.push_back(object);
        }
    }
}
