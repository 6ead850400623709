//! Conservative lookup: which object, if any, does an arbitrary word point into?
//!
//! Young objects are found by walking their run from its first line, old ones by
//! searching the bitmap of object starts backwards. Nothing here may run between
//! the first object that a minor settles and the end of its sweep: settling
//! overwrites the line states that the walk needs.

use super::Heap;
use super::blocks::*;
use super::words::*;
use pyspec_abi::header::*;

/// The largest object outside a run of its own, in bytes.
pub(super) const SMALL_BYTES: usize = 8 << 10;
/// The same in slots.
pub(super) const SMALL_SLOTS: usize = (SMALL_BYTES - HEADER_BYTES) / SLOT_BYTES;

impl Heap {
    /// The object that `word` points into, at its start or anywhere inside.
    pub(super) fn find(&self, word: usize) -> Option<usize> {
        if !self.space.contains(word) {
            return None;
        }
        let block = self.space.blocks[self.space.block_of(word)];
        match block.state {
            BlockState::Free => None,
            BlockState::LargeHead | BlockState::LargeRest => {
                let object = self.space.block_address(block.head);
                let slots = self.space.blocks[block.head as usize].slots;
                (word < object + bytes_of(slots)).then_some(object)
            }
            BlockState::Small => self.find_small(word & !7),
        }
    }

    fn find_small(&self, word: usize) -> Option<usize> {
        let block = self.space.block_of(word) as u32;
        let start = self.space.block_address(block);
        let lines = self.space.lines(block);
        let mut line = (word - start) >> LINE_SHIFT;
        if lines[line] & LINE_YOUNG == 0 {
            return self.find_old(word, start);
        }
        while lines[line] != LINE_RUN {
            line -= 1;
        }
        walk_run(start + line * LINE, start + BLOCK)
            .find(|object| word < object + bytes_of(header(*object).slots()))
            .filter(|object| word >= *object)
    }

    /// The nearest start at or before `word`, if that object reaches it.
    fn find_old(&self, word: usize, block_start: usize) -> Option<usize> {
        let base = self.space.base;
        let least = block_start.max(word.saturating_sub(SMALL_BYTES)) - base;
        let mut offset = word - base;
        let bit = 1u64 << ((offset >> 3) & 63);
        let mut bits = self.space.objects.load(offset) & (bit | (bit - 1));
        loop {
            let group = offset & !511;
            if bits != 0 {
                let object = base + group + ((63 - bits.leading_zeros() as usize) << 3);
                let reaches = object >= base + least && word < object + bytes_of(header(object).slots());
                return reaches.then_some(object);
            }
            if group <= least {
                return None;
            }
            offset = group - 512;
            bits = self.space.objects.load(offset);
        }
    }
}

/// The young objects from the start of a run up to its end or that of the block.
pub(super) fn walk_run(start: usize, end: usize) -> impl Iterator<Item = usize> {
    let mut next = start;
    std::iter::from_fn(move || {
        if next >= end || header(next).0 == 0 {
            return None;
        }
        let object = next;
        next += bytes_of(header(object).slots());
        Some(object)
    })
}
