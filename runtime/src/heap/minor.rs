//! The minor collection: young objects that are reached move to dense old blocks.
//!
//! What an ambiguous root points to is *settled* instead: it becomes old where it
//! lies. So do large objects, pinned ones, and everything if no block is left.
//! Settling comes first; after it, each place that holds a young object is
//! updated to the copy. The work stack holds addresses of such places. It is
//! last-in first-out, so a structure is copied depth first and lies in the order
//! of use.

use super::Heap;
use super::blocks::*;
use super::roots::RootPhase;
use super::words::*;
use pyspec_abi::header::*;

/// On the work stack beside a place: an object with a finalizer whose fields are done.
const FINISHED: usize = 1;

impl Heap {
    /// Empties the nursery. `pins` are the objects that ambiguous roots point to.
    pub(super) fn minor(&mut self, pins: &[usize]) {
        for &object in pins {
            if !self.space.is_old(object) {
                self.pinned += 1;
                self.settle(object, header(object));
                self.scan_for_young(object);
            }
        }
        self.visit_roots(RootPhase::Update);
        self.scan_remembered();
        // At the end of the program young objects are queued too.
        for i in 0..self.finalizers.queue.len() {
            self.finalizers.queue[i] = self.update(self.finalizers.queue[i]);
        }
        self.trace_old_payloads();
        self.drain_places();
        self.process_weak(Age::Young);
        self.queue_finalizable_young();
        self.retain_weak(Age::Young);
        if let Some(mut source) = self.roots.source {
            // SAFETY: `set_roots` asked for a source that is there and not borrowed now.
            unsafe { source.as_mut() }.on_moved(&super::Moved { heap: self });
        }
        self.drop_dead_payloads(Age::Young);
        self.sweep_nursery();
    }

    /// Scans what old objects were stored into.
    fn scan_remembered(&mut self) {
        let objects = std::mem::take(&mut self.remembered.objects);
        for &object in &objects {
            set_bits(object, GC_OLD);
            self.scan_for_young(object);
        }
        self.remembered.objects = objects;
        self.remembered.objects.clear();
        let arrays = std::mem::take(&mut self.remembered.arrays);
        for &array in &arrays {
            clear_bits(array, GC_CARDS);
            self.scan_cards(array);
        }
        self.remembered.arrays = arrays;
        self.remembered.arrays.clear();
        for i in 0..self.remembered.immortal.len() {
            self.scan_for_young(self.remembered.immortal[i]);
        }
    }

    fn scan_cards(&mut self, array: usize) {
        let (first, end) = (slot(array, 0), slot(array, self.slots_at(array)));
        let mut start = array & !((1 << CARD_SHIFT) - 1);
        while start < end {
            let card = self.space.card(start);
            let next = start + (1 << CARD_SHIFT);
            if *card != 0 {
                *card = 0;
                self.push_places(start.max(first), next.min(end));
            }
            start = next;
        }
    }

    /// Pushes the places in an object that hold young objects.
    #[inline(always)]
    pub(super) fn scan_for_young(&mut self, object: usize) {
        let head = header(object);
        match head.scan() {
            Scan::Leaf => {}
            Scan::Values => self.push_places(slot(object, 0), slot(object, head.slots())),
            Scan::Array => self.push_places(slot(object, 0), slot(object, self.slots_at(object))),
            Scan::Map => self.scan_mapped(object, head),
        }
    }

    fn scan_mapped(&mut self, object: usize, head: Header) {
        let mut bits = self.bitmap(head.map()) & low_bits(head.slots());
        while bits != 0 {
            self.push_place(slot(object, bits.trailing_zeros() as usize));
            bits &= bits - 1;
        }
        if self.space.contains(object) && self.space.payloads.get(object - self.space.base) {
            self.payloads.pending.push(object);
        }
    }

    #[inline(always)]
    fn push_places(&mut self, start: usize, end: usize) {
        let mut place = start;
        while place < end {
            self.push_place(place);
            place += SLOT_BYTES;
        }
    }

    #[inline(always)]
    fn push_place(&mut self, place: usize) {
        let bits = load(place);
        if is_pointer(bits) && self.space.contains(bits) && !self.space.is_old(bits) {
            prefetch(bits);
            self.stack.push(place);
        }
    }

    /// Updates every place on the work stack, and those that this adds.
    #[inline(never)]
    pub(super) fn drain_places(&mut self) {
        loop {
            while let Some(place) = self.stack.pop() {
                let bits = load(place);
                store(place, self.update(bits));
            }
            let Some(object) = self.payloads.pending.pop() else { return };
            self.trace_payload(object, |heap, bits| heap.update(bits));
        }
    }

    /// The word that replaces a pointer: the copy's address if what it points to
    /// is young and moves. The object's own places go onto the work stack.
    #[inline(always)]
    pub(super) fn update(&mut self, bits: usize) -> usize {
        if !self.space.contains(bits) || self.space.is_old(bits) {
            return bits;
        }
        let head = header(bits);
        if head.has(GC_FORWARDED) {
            return self.forwarded(head);
        }
        let object = self.promote(bits, head);
        self.scan_for_young(object);
        object
    }

    #[inline(always)]
    fn forwarded(&self, head: Header) -> usize {
        self.space.base + ((head.0 as u32 as usize) << 3)
    }

    /// Makes a young object old, elsewhere if it can move; gives its address.
    #[inline(always)]
    fn promote(&mut self, object: usize, head: Header) -> usize {
        if head.0 & (GC_LARGE | GC_PINNED) != 0 {
            self.settle(object, head);
            return object;
        }
        let bytes = bytes_of(head.slots());
        let hash_bytes = if head.has(GC_HASHED) { SLOT_BYTES } else { 0 };
        let Some(copy) = self.place_old(bytes + hash_bytes) else {
            self.settle(object, head);
            return object;
        };
        copy_words(object, copy, bytes);
        if hash_bytes != 0 {
            store(copy + bytes, object);
        }
        set_header(copy, Header(head.0 | GC_OLD));
        self.space.objects.set(copy - self.space.base);
        self.space.set_lines(copy, bytes + hash_bytes, LINE_OLD);
        let forward = ((copy - self.space.base) >> 3) as u64;
        set_header(object, Header((head.0 & !0xffff_ffff) | GC_FORWARDED | forward));
        self.copied += bytes;
        if head.0 & (GC_FINALIZER) != 0 {
            self.note_finalizer(copy);
        }
        if head.scan() == Scan::Map {
            self.move_payload_bit(object, copy);
        }
        copy
    }

    /// Makes a young object old where it is. Its address can be its hash from now on.
    fn settle(&mut self, object: usize, head: Header) {
        self.space.objects.set(object - self.space.base);
        if head.0 & GC_LARGE == 0 {
            self.space.set_lines(object, bytes_of(head.slots()), LINE_OLD);
        }
        set_header(object, Header((head.0 | GC_OLD) & !(GC_PINNED | GC_HASHED)));
        if head.has(GC_FINALIZER) {
            self.note_finalizer(object);
        }
    }

    /// While dead objects with finalizers are put in order: this one is being entered.
    fn note_finalizer(&mut self, object: usize) {
        if self.finalizers.ordering {
            self.stack.push(object | FINISHED);
        }
    }

    /// Where a young or old object is now, if it has been reached.
    #[inline(always)]
    pub(super) fn reached(&self, object: usize) -> Option<usize> {
        if !self.space.contains(object) || self.space.is_old(object) {
            return Some(object);
        }
        let head = header(object);
        head.has(GC_FORWARDED).then(|| self.forwarded(head))
    }

    /// Young objects with finalizers that nothing reaches come to life once more,
    /// in the order in which their finalizers run.
    fn queue_finalizable_young(&mut self) {
        let registered = std::mem::take(&mut self.finalizers.young);
        let (alive, dead): (Vec<usize>, Vec<usize>) =
            registered.into_iter().partition(|&object| self.reached(object).is_some());
        for object in alive {
            let object = self.reached(object).expect("it was just reached");
            self.finalizers.old.push(object);
        }
        if dead.is_empty() {
            return;
        }
        self.finalizers.ordering = true;
        for object in dead {
            self.update(object);
            self.drain_in_order();
        }
        self.finalizers.ordering = false;
        self.finish_finalizable();
    }

    /// [`Heap::drain_places`] that sees when everything below an object is done.
    fn drain_in_order(&mut self) {
        loop {
            while let Some(place) = self.stack.pop() {
                if place & FINISHED != 0 {
                    self.finalizers.order.push(place & !FINISHED);
                } else {
                    store(place, self.update(load(place)));
                }
            }
            let Some(object) = self.payloads.pending.pop() else { return };
            self.trace_payload(object, |heap, bits| heap.update(bits));
        }
    }
}

/// Which generation a step is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    Young,
    Old,
}

/// A mask of the first `n` bits.
#[inline(always)]
pub(super) fn low_bits(n: usize) -> u64 {
    if n >= 64 { u64::MAX } else { (1 << n) - 1 }
}
