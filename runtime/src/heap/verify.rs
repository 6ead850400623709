//! The heap's invariants, checked object by object. Slow; for stress and tests.
//!
//! 1. Headers are sane: not forwarded, a size unless large, large exactly in a run
//!    of their own.
//! 2. Objects do not overlap and end in the block where they start.
//! 3. The lines of an old object say so.
//! 4. A pointer into the region points to the start of an object.
//! 5. An old object that refers to a young one is logged, or its card is dirty.
//! 6. What is logged is old, and not marked as unlogged.
//! 7. Lists of weak references, finalizers and payloads name objects.
//!
//! Every breach is reported, not only the first.

use super::Heap;
use super::blocks::*;
use super::find::walk_run;
use super::minor::low_bits;
use super::words::*;
use pyspec_abi::header::*;
use std::collections::HashSet;

impl Heap {
    /// What is wrong with the heap.
    pub fn verify(&self) -> Vec<String> {
        let mut verifier = Verifier { heap: self, young: HashSet::new(), breaches: Vec::new() };
        verifier.find_young();
        for block in 0..self.space.blocks.len() as u32 {
            match self.space.blocks[block as usize].state {
                BlockState::Small => verifier.verify_block(block),
                BlockState::LargeHead => verifier.verify_large(self.space.block_address(block)),
                BlockState::Free => verifier.verify_free(block),
                BlockState::LargeRest => {}
            }
        }
        verifier.verify_lists();
        verifier.breaches
    }
}

struct Verifier<'h> {
    heap: &'h Heap,
    young: HashSet<usize>,
    breaches: Vec<String>,
}

impl Verifier<'_> {
    fn breach(&mut self, object: usize, what: &str) {
        let offset = object - self.heap.space.base;
        self.breaches.push(format!("object at {offset:#x} ({:?}): {what}", header(object)));
    }

    fn find_young(&mut self) {
        let space = &self.heap.space;
        for block in 0..space.blocks.len() as u32 {
            if space.blocks[block as usize].state != BlockState::Small {
                continue;
            }
            let lines = space.lines(block);
            for first in (0..LINES).filter(|&line| lines[line] == LINE_RUN) {
                let length = lines[first + 1..].iter().take_while(|&&line| line == LINE_YOUNG).count() + 1;
                let start = space.block_address(block) + first * LINE;
                self.young.extend(walk_run(start, start + length * LINE));
            }
        }
        self.young.extend(self.heap.nursery.large.iter().map(|run| space.block_address(run.start)));
    }

    fn is_object(&self, address: usize) -> bool {
        self.heap.space.contains(address)
            && address & 7 == 0
            && (self.heap.space.is_old(address) || self.young.contains(&address))
    }

    fn verify_block(&mut self, block: u32) {
        let start = self.heap.space.block_address(block);
        let mut end = start;
        let olds: Vec<usize> = (start..start + BLOCK).step_by(8).filter(|&word| self.heap.space.is_old(word)).collect();
        for object in olds {
            let head = header(object);
            if object < end {
                self.breach(object, "overlaps the one before");
            }
            let bytes = bytes_of(head.slots()) + if head.has(GC_HASHED) { SLOT_BYTES } else { 0 };
            end = object + bytes;
            if head.0 & (GC_FORWARDED | GC_LARGE | IMMORTAL | GC_CARDS | GC_PINNED) != 0 || head.slots() == 0 {
                self.breach(object, "has a strange header");
                continue;
            }
            if end > start + BLOCK {
                self.breach(object, "reaches beyond its block");
                continue;
            }
            let lines = self.heap.space.lines(block);
            if ((object - start) >> LINE_SHIFT..=(end - 1 - start) >> LINE_SHIFT)
                .any(|line| lines[line] & !LINE_MARK != LINE_OLD)
            {
                self.breach(object, "lies on lines that are not old");
            }
            self.verify_fields(object, head.slots());
        }
        let mut youngs: Vec<usize> =
            self.young.iter().copied().filter(|object| (start..start + BLOCK).contains(object)).collect();
        youngs.sort_unstable();
        for object in youngs {
            if self.heap.space.is_old(object) || header(object).0 & (GC_FORWARDED | GC_OLD | GC_LARGE) != 0 {
                self.breach(object, "is young with the header of an old one");
            }
            self.verify_fields(object, header(object).slots());
        }
    }

    fn verify_large(&mut self, object: usize) {
        let space = &self.heap.space;
        let head = header(object);
        let listed = |runs: &[Run]| runs.iter().any(|run| space.block_address(run.start) == object);
        let (young, old) = (listed(&self.heap.nursery.large), listed(&self.heap.old.large));
        let is_old = space.is_old(object);
        if !head.has(GC_LARGE) || head.slots() != 0 || head.has(GC_FORWARDED) {
            self.breach(object, "has a strange header for a large object");
        }
        if young == old || old != is_old {
            self.breach(object, "is on the wrong list of large objects");
        }
        self.verify_fields(object, self.heap.slots_at(object));
    }

    fn verify_free(&mut self, block: u32) {
        let start = self.heap.space.block_address(block);
        if (start..start + BLOCK).step_by(512).any(|at| self.heap.space.objects.load(at - self.heap.space.base) != 0) {
            self.breaches.push(format!("block {block} is free and has objects"));
        }
    }

    fn verify_fields(&mut self, object: usize, slots: usize) {
        let head = header(object);
        let bitmap = match head.scan() {
            Scan::Leaf => return,
            Scan::Map => Some(self.heap.ask_bitmap(head.map()) & low_bits(slots)),
            Scan::Values | Scan::Array => None,
        };
        let old = self.heap.space.is_old(object);
        for index in 0..slots {
            if bitmap.is_some_and(|bits| index >= 64 || bits & (1 << index) == 0) {
                continue;
            }
            let word = load(slot(object, index));
            if !is_pointer(word) || !self.heap.space.contains(word) {
                continue;
            }
            if !self.is_object(word) {
                self.breach(object, &format!("slot {index} points to no object"));
            } else if old && !self.heap.space.is_old(word) && !self.is_remembered(object, slot(object, index)) {
                self.breach(object, &format!("slot {index} refers to a young object unnoticed"));
            }
        }
    }

    fn is_remembered(&self, object: usize, place: usize) -> bool {
        let head = header(object);
        let card = self.heap.space.is_card_dirty(place);
        !head.has(GC_OLD) || head.has(GC_LARGE | GC_CARDS) && card
    }

    fn verify_lists(&mut self) {
        let heap = self.heap;
        for &object in &heap.remembered.objects {
            if !self.is_object(object) || !heap.space.is_old(object) || header(object).has(GC_OLD) {
                self.breach(object, "is logged and should not be");
            }
        }
        for &array in &heap.remembered.arrays {
            if !self.is_object(array) || !header(array).has(GC_LARGE | GC_CARDS) {
                self.breach(array, "has cards and should not");
            }
        }
        let lists = heap.weak.all().chain(heap.finalizers.all()).chain(heap.payloads.all());
        for object in lists {
            if !self.is_object(object) {
                self.breach(object, "is registered and is no object");
            }
        }
    }
}
