//! Allocation: bump a cursor through a hole, else find the next hole.
//!
//! The fast path is what interpreter and compiled code do inline: load the
//! cursor, add, compare with the limit, store, write the header. A hole is
//! zeroed when it is claimed, so that a walk of the run ends at the first zero
//! header and fresh slots read as "nothing". Holes come from blocks with enough
//! free lines, then from free blocks. An object of more than a line does not end
//! the current hole but goes to a block beside it.

use super::blocks::*;
use super::find::{SMALL_BYTES, SMALL_SLOTS};
use super::words::*;
use super::{Collection, Heap, OutOfMemory};
use pyspec_abi::header::*;
use pyspec_abi::value::Value;

/// What inline allocation reads and writes; the first field of [`Heap`].
#[repr(C)]
#[derive(Debug, Default)]
pub struct HeapFront {
    /// Where the next object goes.
    pub cursor: usize,
    /// Where it must end.
    pub limit: usize,
}

/// The young part of the heap.
#[derive(Default)]
pub(super) struct Nursery {
    /// The hole's end; `front.limit` is 0 under stress, so that every allocation is seen.
    limit: usize,
    /// The block beside, for objects of more than a line.
    medium_cursor: usize,
    medium_limit: usize,
    /// Where to look for the next hole.
    hole: Option<(u32, usize)>,
    /// Blocks with holes worth filling.
    pub recyclable: Vec<u32>,
    /// Blocks that got young objects.
    pub blocks: Vec<u32>,
    /// Large young objects.
    pub large: Vec<Run>,
    /// Bytes claimed since the last collection.
    pub claimed: usize,
    /// What may be claimed before the next.
    pub budget: usize,
    /// Allocations until stress collects.
    stress_left: usize,
}

impl Nursery {
    pub fn new(budget: usize) -> Nursery {
        Nursery { budget, ..Nursery::default() }
    }
}

/// Where survivors and objects that are old from birth go.
#[derive(Default)]
pub(super) struct OldSpace {
    pub cursor: usize,
    pub limit: usize,
    /// Large old objects.
    pub large: Vec<Run>,
}

impl Heap {
    /// A young object, its slots zero. May collect.
    #[inline(always)]
    pub fn alloc(&mut self, map: u32, scan: Scan, slots: usize) -> Result<Value, OutOfMemory> {
        if slots.wrapping_sub(1) < SMALL_SLOTS {
            let start = self.front.cursor;
            let end = start + bytes_of(slots);
            if end <= self.front.limit {
                self.front.cursor = end;
                set_header(start, Header::new(map, scan, slots));
                return Ok(value(start));
            }
        }
        self.alloc_slow(map, scan, slots)
    }

    /// The same when there is no room at the cursor: what compiled code calls.
    #[cold]
    #[inline(never)]
    pub fn alloc_slow(&mut self, map: u32, scan: Scan, slots: usize) -> Result<Value, OutOfMemory> {
        // An object is at least 16 bytes.
        let slots = slots.max(1);
        self.stress_tick();
        let object =
            if slots > SMALL_SLOTS { self.alloc_large(map, scan, slots) } else { self.alloc_small(map, scan, slots) };
        if self.config.stress != 0 {
            self.front.limit = 0;
        }
        object.map(value)
    }

    fn alloc_small(&mut self, map: u32, scan: Scan, slots: usize) -> Result<usize, OutOfMemory> {
        let start = self.place_small(bytes_of(slots))?;
        set_header(start, Header::new(map, scan, slots));
        Ok(start)
    }

    /// Under stress: makes the true limit visible, and collects if it is time.
    fn stress_tick(&mut self) {
        if self.config.stress == 0 {
            return;
        }
        self.front.limit = self.nursery.limit;
        if self.nursery.stress_left == 0 {
            self.nursery.stress_left = self.config.stress;
            // Every eighth is a major: old garbage must be found too.
            self.stress_count += 1;
            let kind = if self.stress_count.is_multiple_of(8) { Collection::Major } else { Collection::Minor };
            self.collect_here(kind);
        }
        self.nursery.stress_left -= 1;
    }

    #[inline(always)]
    fn bump(&mut self, bytes: usize) -> Option<usize> {
        let start = self.front.cursor;
        if start + bytes > self.front.limit {
            return None;
        }
        self.front.cursor = start + bytes;
        Some(start)
    }

    fn place_small(&mut self, bytes: usize) -> Result<usize, OutOfMemory> {
        if let Some(start) = self.bump(bytes) {
            return Ok(start);
        }
        if self.nursery.claimed >= self.nursery.budget {
            self.collect_here(Collection::Auto);
        }
        self.ensure_below_limit(BLOCK)?;
        if bytes > LINE {
            return self.place_medium(bytes);
        }
        loop {
            self.next_hole()?;
            if let Some(start) = self.bump(bytes) {
                return Ok(start);
            }
        }
    }

    fn place_medium(&mut self, bytes: usize) -> Result<usize, OutOfMemory> {
        debug_assert!(bytes <= SMALL_BYTES);
        let nursery = &self.nursery;
        if nursery.medium_cursor + bytes > nursery.medium_limit {
            let block = self.space.take_block().ok_or(OutOfMemory)?;
            self.space.open_block(block);
            self.space.lines_mut(block).fill(LINE_FREE);
            let start = self.claim(block, 0, LINES);
            self.nursery.medium_cursor = start;
            self.nursery.medium_limit = start + BLOCK;
        }
        let start = self.nursery.medium_cursor;
        self.nursery.medium_cursor += bytes;
        Ok(start)
    }

    /// Makes some lines of a block a zeroed run of young objects; gives its address.
    fn claim(&mut self, block: u32, first: usize, end: usize) -> usize {
        let entry = &mut self.space.blocks[block as usize];
        if !entry.young {
            entry.young = true;
            self.nursery.blocks.push(block);
        }
        let lines = self.space.lines_mut(block);
        lines[first..end].fill(LINE_YOUNG);
        lines[first] = LINE_RUN;
        let start = self.space.block_address(block) + first * LINE;
        let bytes = (end - first) * LINE;
        zero_lines(start, bytes);
        self.nursery.claimed += bytes;
        start
    }

    /// Points the cursor at the next hole.
    fn next_hole(&mut self) -> Result<(), OutOfMemory> {
        loop {
            let Some((block, from)) = self.nursery.hole.take().or_else(|| self.next_recyclable()) else {
                let block = self.space.take_block().ok_or(OutOfMemory)?;
                self.space.open_block(block);
                self.space.lines_mut(block).fill(LINE_FREE);
                self.use_hole(block, 0, LINES);
                return Ok(());
            };
            if let Some((first, end)) = find_hole(self.space.lines(block), from) {
                self.nursery.hole = (end < LINES).then_some((block, end));
                self.use_hole(block, first, end);
                return Ok(());
            }
        }
    }

    fn next_recyclable(&mut self) -> Option<(u32, usize)> {
        let block = self.nursery.recyclable.pop()?;
        self.space.blocks[block as usize].queued = false;
        Some((block, 0))
    }

    fn use_hole(&mut self, block: u32, first: usize, end: usize) {
        let start = self.claim(block, first, end);
        self.front = HeapFront { cursor: start, limit: start + (end - first) * LINE };
        self.nursery.limit = self.front.limit;
    }

    /// Forgets the cursor and what is half filled: the sweep has given all lines a new state.
    pub(super) fn reset_nursery(&mut self) {
        self.front = HeapFront::default();
        self.nursery.limit = 0;
        self.nursery.medium_cursor = 0;
        self.nursery.medium_limit = 0;
        self.nursery.hole = None;
        self.nursery.claimed = 0;
    }

    /// Collects if `bytes` more would break the hard limit; fails if that does not help.
    pub(super) fn ensure_below_limit(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        if self.config.max_heap == usize::MAX || self.within_limit(bytes) {
            return Ok(());
        }
        self.collect_here(Collection::Major);
        if self.within_limit(bytes) { Ok(()) } else { Err(OutOfMemory) }
    }

    fn within_limit(&self, bytes: usize) -> bool {
        self.size().saturating_add(bytes) <= self.config.max_heap
    }

    /// Room for an old object; only the region can be too small for it. Its content is arbitrary.
    #[inline(always)]
    pub(super) fn place_old(&mut self, bytes: usize) -> Option<usize> {
        if self.old.cursor + bytes > self.old.limit {
            self.next_old_block()?;
        }
        let start = self.old.cursor;
        self.old.cursor += bytes;
        Some(start)
    }

    #[cold]
    fn next_old_block(&mut self) -> Option<()> {
        let block = self.space.take_block()?;
        self.space.open_block(block);
        self.space.lines_mut(block).fill(LINE_FREE);
        self.space.blocks[block as usize].free_lines = 0;
        self.space.live_lines += LINES;
        self.old.cursor = self.space.block_address(block);
        self.old.limit = self.old.cursor + BLOCK;
        Some(())
    }

    /// An old object, its slots zero, that will never move: classes, code,
    /// constants, interned strings. Never collects, and ignores the hard limit.
    /// Stores need no barrier before the next safepoint.
    pub fn alloc_old(&mut self, map: u32, scan: Scan, slots: usize) -> Result<Value, OutOfMemory> {
        let slots = slots.max(1);
        if slots > SMALL_SLOTS {
            let (object, run) = self.place_large(slots)?;
            set_header(object, Header(Header::new(map, scan, 0).0 | GC_LARGE));
            self.old.large.push(run);
            self.adopt(object);
            return Ok(value(object));
        }
        let bytes = bytes_of(slots);
        let object = self.place_old(bytes).ok_or(OutOfMemory)?;
        fill(object, 0, bytes);
        self.space.set_lines(object, bytes, LINE_OLD);
        set_header(object, Header::new(map, scan, slots));
        self.nursery.claimed += bytes;
        self.adopt(object);
        Ok(value(object))
    }

    /// Makes a fresh object old, and logs it: its fields are still to be written.
    fn adopt(&mut self, object: usize) {
        self.space.objects.set(object - self.space.base);
        self.remembered.objects.push(object);
    }
}

/// The first free lines at or after `from`.
fn find_hole(lines: &[u8], from: usize) -> Option<(usize, usize)> {
    let first = from + lines[from..].iter().position(|&line| line == LINE_FREE)?;
    let length = lines[first..].iter().position(|&line| line != LINE_FREE);
    Some((first, length.map_or(lines.len(), |n| first + n)))
}

/// Zeroes whole lines.
#[inline(always)]
fn zero_lines(start: usize, bytes: usize) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: the lines were just claimed; lines are aligned to 128 bytes.
    unsafe {
        use std::arch::x86_64::*;
        let zero = _mm_setzero_si128();
        let mut at = start as *mut __m128i;
        let end = (start + bytes) as *mut __m128i;
        while at < end {
            _mm_store_si128(at, zero);
            _mm_store_si128(at.add(1), zero);
            _mm_store_si128(at.add(2), zero);
            _mm_store_si128(at.add(3), zero);
            at = at.add(4);
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    fill(start, 0, bytes);
}
