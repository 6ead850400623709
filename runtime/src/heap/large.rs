//! Large objects: more than 8 KB, each in a run of blocks of its own, never moved
//! by the collector. Arrays grow in place where the next blocks are free, else by
//! moving their pages.

use super::blocks::*;
use super::words::*;
use super::{Collection, Heap, OutOfMemory};
use pyspec_abi::header::*;
use pyspec_abi::value::Value;

/// From here on moving pages is cheaper than copying.
const MOVE_PAGES: usize = 256 << 10;

impl Heap {
    pub(super) fn alloc_large(&mut self, map: u32, scan: Scan, slots: usize) -> Result<usize, OutOfMemory> {
        let bytes = checked_bytes(slots)?;
        self.make_room(bytes)?;
        let (object, run) = self.place_large(slots)?;
        set_header(object, Header(Header::new(map, scan, 0).0 | GC_LARGE));
        self.nursery.large.push(run);
        Ok(object)
    }

    /// Collects if the nursery's budget, the threshold or the hard limit ask for it.
    fn make_room(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        if self.nursery.claimed > 0 && self.nursery.claimed + bytes > self.nursery.budget {
            let major = self.size() + bytes > self.policy.threshold;
            self.collect_here(if major { Collection::Major } else { Collection::Minor });
        }
        self.ensure_below_limit(bytes)
    }

    /// A zeroed run without a header.
    pub(super) fn place_large(&mut self, slots: usize) -> Result<(usize, Run), OutOfMemory> {
        let bytes = checked_bytes(slots)?;
        let (run, dirty) = self.space.take_run(bytes.div_ceil(BLOCK)).ok_or(OutOfMemory)?;
        self.space.open_run(run, slots);
        let object = self.space.block_address(run.start);
        if dirty {
            fill(object, 0, (run.blocks as usize) << BLOCK_SHIFT);
        }
        self.space.cards(object, (run.blocks as usize) << BLOCK_SHIFT).fill(0);
        self.nursery.claimed += bytes;
        Ok((object, run))
    }

    /// The blocks of a large object.
    pub(super) fn run_of(&self, object: usize) -> Run {
        let start = self.space.block_of(object) as u32;
        let bytes = bytes_of(self.space.blocks[start as usize].slots);
        Run { start, blocks: bytes.div_ceil(BLOCK) as u32 }
    }

    /// Makes a large array longer, the new slots zero. It may move: the result
    /// replaces `object`, which is gone then. May collect.
    ///
    /// # Safety
    /// `object` is a live large object of this heap with fewer slots, and but one
    /// place in the heap refers to it, which the caller overwrites (with a
    /// barrier) before the next safepoint.
    pub unsafe fn grow_large(&mut self, object: Value, slots: usize) -> Result<Value, OutOfMemory> {
        let object = address(object);
        assert!(header(object).has(GC_LARGE), "only large objects grow");
        let bytes = checked_bytes(slots)?;
        let before = self.run_of(object);
        let old_slots = self.space.blocks[before.start as usize].slots;
        assert!(slots >= old_slots, "growing makes longer");
        let blocks = bytes.div_ceil(BLOCK);
        self.make_room(bytes - bytes_of(old_slots))?;
        self.nursery.claimed += bytes - bytes_of(old_slots);
        let more = blocks - before.blocks as usize;
        if more == 0 {
            self.space.blocks[before.start as usize].slots = slots;
            return Ok(value(object));
        }
        match self.space.take_run_at(before.start + before.blocks, more) {
            Some(dirty) => self.grow_in_place(before, slots, blocks, dirty),
            None => return self.grow_elsewhere(before, slots, blocks).map(value),
        }
        Ok(value(object))
    }

    /// Makes a large array shorter, and gives blocks that this leaves empty back. It stays large.
    pub fn shrink_large(&mut self, object: Value, slots: usize) {
        let object = address(object);
        assert!(header(object).has(GC_LARGE), "only large objects shrink");
        let before = self.run_of(object);
        let slots = slots.max(1);
        assert!(slots <= self.slots_at(object), "shrinking makes shorter");
        // Growing again must find zeros.
        let end = object + bytes_of(slots);
        fill(end, 0, end.next_multiple_of(BLOCK) - end);
        let run = Run { blocks: bytes_of(slots).div_ceil(BLOCK) as u32, ..before };
        self.space.trim_run(before, run, slots);
        self.replace_run(before, run);
    }

    fn grow_in_place(&mut self, before: Run, slots: usize, blocks: usize, dirty: bool) {
        let run = Run { blocks: blocks as u32, ..before };
        self.space.large_blocks -= before.blocks as usize;
        self.space.open_run(run, slots);
        let added = self.space.block_address(before.start + before.blocks);
        let added_bytes = (blocks - before.blocks as usize) << BLOCK_SHIFT;
        if dirty {
            fill(added, 0, added_bytes);
        }
        self.space.cards(added, added_bytes).fill(0);
        self.replace_run(before, run);
    }

    fn grow_elsewhere(&mut self, before: Run, slots: usize, blocks: usize) -> Result<usize, OutOfMemory> {
        let (run, dirty) = self.space.take_run(blocks).ok_or(OutOfMemory)?;
        let (from, to) = (self.space.block_address(before.start), self.space.block_address(run.start));
        let old_bytes = (before.blocks as usize) << BLOCK_SHIFT;
        if old_bytes < MOVE_PAGES || !move_pages(from, to, old_bytes) {
            copy_words(from, to, old_bytes);
        }
        if dirty {
            fill(to + old_bytes, 0, (blocks << BLOCK_SHIFT) - old_bytes);
        }
        let cards = self.space.cards(from, old_bytes).to_vec();
        self.space.cards(to, blocks << BLOCK_SHIFT).fill(0);
        self.space.cards(to, old_bytes).copy_from_slice(&cards);
        self.space.open_run(run, slots);
        self.replace_run(before, run);
        self.space.free_run(before);
        self.rename(from, to);
        Ok(to)
    }

    /// Puts a run in the place of another on the list that has it.
    fn replace_run(&mut self, before: Run, run: Run) {
        let lists = self.nursery.large.iter_mut().chain(&mut self.old.large);
        // The latest is the likeliest to grow.
        *lists.rev().find(|r| r.start == before.start).expect("a large object is on a list") = run;
    }

    /// Moves what is recorded about an object to its new address.
    fn rename(&mut self, from: usize, to: usize) {
        let base = self.space.base;
        if self.space.objects.get(from - base) {
            self.space.objects.clear(from - base);
            self.space.objects.set(to - base);
        }
        for list in [&mut self.remembered.objects, &mut self.remembered.arrays] {
            list.iter_mut().filter(|object| **object == from).for_each(|object| *object = to);
        }
    }
}

fn checked_bytes(slots: usize) -> Result<usize, OutOfMemory> {
    // Half the address space is more than any region.
    if slots < usize::MAX / 2 / SLOT_BYTES { Ok(bytes_of(slots)) } else { Err(OutOfMemory) }
}

/// Moves pages instead of bytes; what was at `from` reads as zero afterwards.
fn move_pages(from: usize, to: usize, bytes: usize) -> bool {
    // SAFETY: both ranges are blocks of the region that this object owns; the hole
    // that the move leaves is mapped again at once.
    unsafe {
        let flags = libc::MREMAP_MAYMOVE | libc::MREMAP_FIXED;
        if libc::mremap(from as *mut libc::c_void, bytes, bytes, flags, to as *mut libc::c_void) == libc::MAP_FAILED {
            return false;
        }
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | libc::MAP_FIXED;
        let hole = libc::mmap(from as *mut libc::c_void, bytes, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0);
        assert!(hole != libc::MAP_FAILED, "the region can be mapped again");
    }
    true
}
