//! Counting objects by map, for reports.
//!
//! Nothing is counted while a program runs: an allocation stays a bump of the cursor. When a census is asked
//! for, every collection begins with a walk over the nursery, whose objects all came to be since the one
//! before: each object is seen once, with the map that it has by then.

use super::Heap;
use super::blocks::*;
use super::find::walk_run;
use super::words::*;
use pyspec_abi::value::Value;
use std::collections::BTreeMap;

/// Objects of one map and the bytes that they take, storage that is theirs alone included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Count {
    pub objects: u64,
    pub bytes: u64,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Count) {
        self.objects += other.objects;
        self.bytes += other.bytes;
    }
}

/// Counts by map id.
pub type Counts = BTreeMap<u32, Count>;

impl Heap {
    /// From now on every object is counted.
    pub fn count_births(&mut self) {
        self.born.get_or_insert_with(Default::default);
    }

    /// What came to be since [`Heap::count_births`], the nursery included.
    pub fn births(&self) -> Counts {
        let mut counts = self.born.clone().unwrap_or_default();
        self.count_young(&mut counts);
        counts
    }

    /// The objects that are old: after a collection, all there are.
    pub fn old_objects(&self) -> Counts {
        let mut counts = Counts::new();
        self.each_old(|object| self.count(object, &mut counts));
        counts
    }

    fn each_old(&self, mut each: impl FnMut(usize)) {
        for block in 0..self.space.blocks.len() as u32 {
            let start = self.space.block_address(block);
            match self.space.blocks[block as usize].state {
                BlockState::Small => {
                    let words = (start..start + BLOCK).step_by(SLOT_BYTES);
                    words.filter(|&word| self.space.is_old(word)).for_each(&mut each);
                }
                BlockState::LargeHead if self.space.is_old(start) => each(start),
                _ => {}
            }
        }
    }

    /// The objects that are young.
    pub fn young_objects(&self) -> Counts {
        let mut counts = Counts::new();
        self.count_young(&mut counts);
        counts
    }

    /// Every object there is, storage that is no Python object included.
    pub fn all_objects(&self) -> Vec<Value> {
        let mut all = Vec::new();
        self.each_old(|object| all.push(value(object)));
        self.each_young(|object| all.push(value(object)));
        all
    }

    /// Before a collection empties the nursery.
    pub(super) fn take_census(&mut self) {
        if let Some(mut counts) = self.born.take() {
            self.count_young(&mut counts);
            self.born = Some(counts);
        }
    }

    fn count_young(&self, counts: &mut Counts) {
        self.each_young(|object| self.count(object, counts));
    }

    fn each_young(&self, mut each: impl FnMut(usize)) {
        for &block in &self.nursery.blocks {
            let lines = self.space.lines(block);
            for first in (0..LINES).filter(|&line| lines[line] == LINE_RUN) {
                let length = lines[first + 1..].iter().take_while(|&&line| line == LINE_YOUNG).count() + 1;
                let start = self.space.block_address(block) + first * LINE;
                walk_run(start, start + length * LINE).for_each(&mut each);
            }
        }
        for run in &self.nursery.large {
            each(self.space.block_address(run.start));
        }
    }

    fn count(&self, object: usize, counts: &mut Counts) {
        let map = header(object).map();
        // SAFETY: `set_roots` asked for a source that is there and not borrowed now.
        let storage = self.roots.source.map_or(0, |source| unsafe { source.as_ref() }.storage(value(object)));
        let bytes = bytes_of(self.slots_at(object)) + storage;
        *counts.entry(map).or_default() += Count { objects: 1, bytes: bytes as u64 };
    }
}
