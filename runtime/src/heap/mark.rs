//! Major marking: everything reachable gets its bit in the mark bitmap and its
//! lines the mark. A minor has just emptied the nursery, so all objects are old,
//! and none moves.
//!
//! Marks are apart from object starts and lines keep their state beside the mark,
//! so that marking can be done in steps between which the program runs.

use super::Heap;
use super::blocks::*;
use super::minor::low_bits;
use super::roots::RootPhase;
use super::words::*;
use pyspec_abi::header::*;

/// How many objects ahead memory is asked for.
const AHEAD: usize = 16;
/// On the work stack: an object with a finalizer whose fields are done.
const FINISHED: usize = 1;

impl Heap {
    /// Marks from all roots. `pins` are the objects that ambiguous roots point to.
    pub(super) fn mark(&mut self, pins: &[usize]) {
        self.space.marks.clear_all(self.space.extent);
        if let Some(seen) = &mut self.seen_maps {
            seen.clear();
        }
        self.visit_roots(RootPhase::Mark);
        for i in 0..self.remembered.immortal.len() {
            self.scan_to_mark::<false>(self.remembered.immortal[i]);
        }
        for i in 0..self.weak.cleared.len() {
            self.mark_word(self.weak.cleared[i]);
        }
        for i in 0..self.finalizers.queue.len() {
            self.mark_word(self.finalizers.queue[i]);
        }
        self.trace_incoming(|heap, bits| {
            heap.mark_word(bits);
            bits
        });
        self.drain_marks();
        for i in 0..self.probes.len() {
            self.probes[i].1 = self.space.marks.get(self.probes[i].0 - self.space.base);
        }
        for &object in pins {
            self.mark_word(object);
        }
        self.drain_marks();
    }

    /// Marks and pushes what a pointer points to, if that is an object of the heap without a mark.
    #[inline(always)]
    pub(super) fn mark_word(&mut self, bits: usize) {
        self.push_word::<false>(bits);
    }

    /// In a depth-first walk (`DEPTH_FIRST`) an object gets its mark when it is taken from the stack.
    #[inline(always)]
    fn push_word<const DEPTH_FIRST: bool>(&mut self, bits: usize) {
        if self.space.contains(bits) && !self.space.marks.get(bits - self.space.base) {
            if !DEPTH_FIRST {
                self.space.marks.set(bits - self.space.base);
            }
            self.stack.push(bits);
        }
    }

    /// Marks everything that the work stack reaches.
    #[inline(never)]
    pub(super) fn drain_marks(&mut self) {
        loop {
            self.drain_mark_stack();
            let Some(object) = self.payloads.pending.pop() else { return };
            self.trace_payload(object, |heap, bits| {
                heap.mark_word(bits);
                bits
            });
        }
    }

    /// Objects pass through a short queue, so that memory has time to arrive.
    fn drain_mark_stack(&mut self) {
        let mut queue = [0usize; AHEAD];
        let (mut head, mut length) = (0, 0);
        loop {
            while length < AHEAD
                && let Some(object) = self.stack.pop()
            {
                prefetch(object);
                queue[(head + length) % AHEAD] = object;
                length += 1;
            }
            if length == 0 {
                return;
            }
            let object = queue[head % AHEAD];
            head += 1;
            length -= 1;
            self.mark_fields::<false>(object);
        }
    }

    /// Marks an object's lines and pushes what it refers to.
    #[inline(always)]
    fn mark_fields<const DEPTH_FIRST: bool>(&mut self, object: usize) {
        let head = header(object);
        if head.0 & GC_LARGE == 0 {
            let hash_bytes = if head.has(GC_HASHED) { SLOT_BYTES } else { 0 };
            self.space.set_lines(object, bytes_of(head.slots()) + hash_bytes, LINE_OLD | LINE_MARK);
        }
        if let Some(seen) = &mut self.seen_maps {
            seen.insert(head.map());
        }
        self.scan_to_mark::<DEPTH_FIRST>(object);
    }

    #[inline(always)]
    fn scan_to_mark<const DEPTH_FIRST: bool>(&mut self, object: usize) {
        let head = header(object);
        match head.scan() {
            Scan::Leaf => {}
            Scan::Values => self.mark_range::<DEPTH_FIRST>(slot(object, 0), slot(object, head.slots())),
            Scan::Array => self.mark_range::<DEPTH_FIRST>(slot(object, 0), slot(object, self.slots_at(object))),
            Scan::Map => self.mark_mapped::<DEPTH_FIRST>(object, head),
        }
    }

    fn mark_mapped<const DEPTH_FIRST: bool>(&mut self, object: usize, head: Header) {
        let mut bits = self.bitmap(head.map()) & low_bits(head.slots());
        while bits != 0 {
            let word = load(slot(object, bits.trailing_zeros() as usize));
            if is_pointer(word) {
                self.push_word::<DEPTH_FIRST>(word);
            }
            bits &= bits - 1;
        }
        if self.space.contains(object) && self.space.payloads.get(object - self.space.base) {
            self.payloads.pending.push(object);
        }
    }

    #[inline(always)]
    fn mark_range<const DEPTH_FIRST: bool>(&mut self, start: usize, end: usize) {
        let mut place = start;
        while place < end {
            let word = load(place);
            if is_pointer(word) {
                self.push_word::<DEPTH_FIRST>(word);
            }
            place += SLOT_BYTES;
        }
    }

    /// Objects with finalizers that nothing reaches come to life once more, in the
    /// order in which their finalizers run.
    pub(super) fn queue_finalizable_old(&mut self) {
        let base = self.space.base;
        let registered = std::mem::take(&mut self.finalizers.old);
        let (alive, dead): (Vec<usize>, Vec<usize>) =
            registered.into_iter().partition(|&object| self.space.marks.get(object - base));
        self.finalizers.old = alive;
        for object in dead {
            self.push_word::<true>(object);
            self.mark_in_order();
        }
        self.finish_finalizable();
    }

    /// [`Heap::drain_marks`] depth first, that sees when everything below an object is done.
    fn mark_in_order(&mut self) {
        loop {
            while let Some(object) = self.stack.pop() {
                if object & FINISHED != 0 {
                    self.finalizers.order.push(object & !FINISHED);
                } else if !self.space.marks.get(object - self.space.base) {
                    if header(object).has(GC_FINALIZER) {
                        self.stack.push(object | FINISHED);
                    }
                    self.space.marks.set(object - self.space.base);
                    self.mark_fields::<true>(object);
                }
            }
            let Some(object) = self.payloads.pending.pop() else { return };
            self.trace_payload(object, |heap, bits| {
                heap.push_word::<true>(bits);
                bits
            });
        }
    }
}
