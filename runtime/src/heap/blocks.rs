//! The region of addresses and the tables beside it.
//!
//! The region is cut into blocks of 32 KiB, a block into lines of 128 bytes.
//! Beside it lie, untouched until needed: a byte per line, a bit per 8 bytes for
//! the starts of old objects, one for the marks of the running major, one for
//! objects that own a payload, and a byte per 512-byte card of large arrays.
//!
//! A block is free, holds small objects, or is part of a large object's run.

use super::OutOfMemory;
use super::words::fill;

pub(super) const BLOCK_SHIFT: usize = 15;
pub(super) const BLOCK: usize = 1 << BLOCK_SHIFT;
pub(super) const LINE_SHIFT: usize = 7;
pub(super) const LINE: usize = 1 << LINE_SHIFT;
/// Lines of a block.
pub(super) const LINES: usize = BLOCK / LINE;
pub(super) const CARD_SHIFT: usize = 9;

/// What a forwarding header's 32 bits can say, in 8-byte units.
#[cfg(target_pointer_width = "64")]
const MAX_REGION: usize = 32 << 30;
#[cfg(not(target_pointer_width = "64"))]
const MAX_REGION: usize = 1 << 30;

/// The region is opened by as much at a time. Its part of every table is whole pages.
const STEP: usize = 32 << 20;

/// Nothing lives here.
pub(super) const LINE_FREE: u8 = 0;
/// Some old object lies here.
pub(super) const LINE_OLD: u8 = 1;
/// Belongs to a run of young objects.
pub(super) const LINE_YOUNG: u8 = 2;
/// The first line of such a run: walks start here.
pub(super) const LINE_RUN: u8 = LINE_YOUNG | 8;
/// Set beside [`LINE_OLD`] when the running major has found something here.
pub(super) const LINE_MARK: u8 = 4;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum BlockState {
    Free,
    Small,
    LargeHead,
    LargeRest,
}

/// What is known about one block.
#[derive(Clone, Copy)]
pub(super) struct Block {
    pub state: BlockState,
    /// Young objects were put here since the last minor.
    pub young: bool,
    /// On the list of blocks with holes.
    pub queued: bool,
    /// Free lines, as of the last sweep.
    pub free_lines: u16,
    /// First block of the large object that this one belongs to.
    pub head: u32,
    /// Slots of the large object that starts here.
    pub slots: usize,
}

const _: () = assert!(size_of::<Block>() <= 24);

impl Block {
    const FREE: Block =
        Block { state: BlockState::Free, young: false, queued: false, free_lines: LINES as u16, head: 0, slots: 0 };
}

/// A run of blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Run {
    pub start: u32,
    pub blocks: u32,
}

/// A bit for every 8 bytes of the region. Arguments are offsets into the region.
#[derive(Clone, Copy)]
pub(super) struct Bitmap(*mut u64);

impl Bitmap {
    #[inline(always)]
    fn word(self, offset: usize) -> (*mut u64, u64) {
        // SAFETY: the bitmap covers the region, and offsets lie in it.
        (unsafe { self.0.add(offset >> 9) }, 1 << ((offset >> 3) & 63))
    }
    #[inline(always)]
    pub fn get(self, offset: usize) -> bool {
        let (word, bit) = self.word(offset);
        // SAFETY: as in `word`.
        unsafe { *word & bit != 0 }
    }
    #[inline(always)]
    pub fn set(self, offset: usize) {
        let (word, bit) = self.word(offset);
        // SAFETY: as in `word`.
        unsafe { *word |= bit }
    }
    #[inline(always)]
    pub fn clear(self, offset: usize) {
        let (word, bit) = self.word(offset);
        // SAFETY: as in `word`.
        unsafe { *word &= !bit }
    }
    /// The bits of 512 bytes.
    #[inline(always)]
    pub fn load(self, offset: usize) -> u64 {
        // SAFETY: as in `word`.
        unsafe { *self.word(offset).0 }
    }
    /// Clears all bits below `extent`.
    pub fn clear_all(self, extent: usize) {
        fill(self.0 as usize, 0, extent.div_ceil(512) * 8);
    }
}

/// A mapping to undo.
struct Mapping {
    start: usize,
    bytes: usize,
}

impl Mapping {
    /// Reserves addresses, without memory behind them, block-aligned. Nothing can be there before it is opened:
    /// a limit on data counts whatever can be written, even what never is.
    fn reserve(bytes: usize) -> Option<(Mapping, usize)> {
        let bytes = bytes.checked_add(BLOCK)?;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        // SAFETY: a fresh anonymous mapping touches nothing that exists.
        let start = unsafe { libc::mmap(std::ptr::null_mut(), bytes, libc::PROT_NONE, flags, -1, 0) };
        if start == libc::MAP_FAILED {
            return None;
        }
        let start = start as usize;
        Some((Mapping { start, bytes }, (start + BLOCK - 1) & !(BLOCK - 1)))
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: the mapping is ours, and whoever drops it has no more use for what is in it.
        unsafe { libc::munmap(self.start as *mut libc::c_void, self.bytes) };
    }
}

/// The region and its tables.
pub(super) struct Space {
    pub base: usize,
    /// Bytes from `base` that blocks have been taken from: what lies beyond is no object.
    pub extent: usize,
    /// Bytes from `base` that can be read and written, with their part of the tables.
    opened: usize,
    /// Starts of old objects.
    pub objects: Bitmap,
    /// Marks of the running major.
    pub marks: Bitmap,
    /// Objects that own a payload.
    pub payloads: Bitmap,
    lines: *mut u8,
    cards: *mut u8,
    pub blocks: Vec<Block>,
    /// Free single blocks.
    free: Vec<u32>,
    /// Free runs.
    runs: Vec<Run>,
    /// Blocks with small objects.
    pub small_blocks: usize,
    /// Blocks of large objects.
    pub large_blocks: usize,
    /// Lines that the last sweep left in use.
    pub live_lines: usize,
    size: usize,
    _mappings: Vec<Mapping>,
}

impl Space {
    /// Reserves up to `size` bytes of addresses, halving until the system agrees (`ulimit -v`, 32 bits).
    pub fn reserve(size: usize) -> Result<Space, OutOfMemory> {
        let mut size = size.next_multiple_of(16 * BLOCK).min(MAX_REGION);
        loop {
            if let Some(space) = Space::try_reserve(size) {
                return Ok(space);
            }
            size /= 2;
            if size < 4 << 20 {
                return Err(OutOfMemory);
            }
        }
    }

    fn try_reserve(size: usize) -> Option<Space> {
        let mut mappings = Vec::new();
        let mut take = |bytes: usize| {
            let (mapping, start) = Mapping::reserve(bytes)?;
            mappings.push(mapping);
            Some(start)
        };
        // The last step may end beyond the region.
        let room = size + STEP;
        let base = take(room)?;
        let bitmap = room / 64;
        let (objects, marks, payloads) = (take(bitmap)?, take(bitmap)?, take(bitmap)?);
        let (lines, cards) = (take(room >> LINE_SHIFT)?, take(room >> CARD_SHIFT)?);
        Some(Space {
            base,
            extent: 0,
            opened: 0,
            objects: Bitmap(objects as *mut u64),
            marks: Bitmap(marks as *mut u64),
            payloads: Bitmap(payloads as *mut u64),
            lines: lines as *mut u8,
            cards: cards as *mut u8,
            blocks: Vec::new(),
            free: Vec::new(),
            runs: Vec::new(),
            small_blocks: 0,
            large_blocks: 0,
            live_lines: 0,
            size,
            _mappings: mappings,
        })
    }

    /// Whether an address lies where objects can be.
    #[inline(always)]
    pub fn contains(&self, address: usize) -> bool {
        address.wrapping_sub(self.base) < self.extent
    }

    /// Whether the object at `address`, in the region, is old.
    #[inline(always)]
    pub fn is_old(&self, address: usize) -> bool {
        self.objects.get(address - self.base)
    }

    #[inline(always)]
    pub fn block_address(&self, block: u32) -> usize {
        self.base + ((block as usize) << BLOCK_SHIFT)
    }

    #[inline(always)]
    pub fn block_of(&self, address: usize) -> usize {
        (address - self.base) >> BLOCK_SHIFT
    }

    /// The line bytes of a block.
    #[inline(always)]
    pub fn lines(&self, block: u32) -> &[u8] {
        // SAFETY: the table covers the region; blocks handed out lie in it.
        unsafe { std::slice::from_raw_parts(self.lines.add(block as usize * LINES), LINES) }
    }

    /// The line bytes of a block.
    #[inline(always)]
    pub fn lines_mut(&mut self, block: u32) -> &mut [u8] {
        // SAFETY: as in `lines`, and `self` is borrowed for as long.
        unsafe { std::slice::from_raw_parts_mut(self.lines.add(block as usize * LINES), LINES) }
    }

    /// Sets the state of the lines under `bytes` bytes.
    #[inline(always)]
    pub fn set_lines(&mut self, start: usize, bytes: usize, state: u8) {
        let offset = start - self.base;
        let last = (offset + bytes - 1) >> LINE_SHIFT;
        let mut line = offset >> LINE_SHIFT;
        // SAFETY: the table covers the region, and objects lie in it.
        unsafe {
            *self.lines.add(line) = state;
            while line < last {
                line += 1;
                *self.lines.add(line) = state;
            }
        }
    }

    /// The card byte of an address.
    #[inline(always)]
    pub fn card(&mut self, address: usize) -> &mut u8 {
        // SAFETY: the table covers the region.
        unsafe { &mut *self.cards.add((address - self.base) >> CARD_SHIFT) }
    }

    /// Whether the card of an address is dirty.
    pub fn is_card_dirty(&self, address: usize) -> bool {
        // SAFETY: the table covers the region.
        unsafe { *self.cards.add((address - self.base) >> CARD_SHIFT) != 0 }
    }

    /// The card bytes that `bytes` bytes lie on.
    pub fn cards(&mut self, start: usize, bytes: usize) -> &mut [u8] {
        let first = (start - self.base) >> CARD_SHIFT;
        let last = (start + bytes - 1 - self.base) >> CARD_SHIFT;
        // SAFETY: the table covers the region, and `self` is borrowed for as long.
        unsafe { std::slice::from_raw_parts_mut(self.cards.add(first), last - first + 1) }
    }

    /// Bytes of blocks in use. Growth is judged by this, so that fragmentation brings the next major closer.
    pub fn footprint(&self) -> usize {
        (self.small_blocks + self.large_blocks) << BLOCK_SHIFT
    }

    /// Bytes of lines and large blocks in use, as of the last sweep.
    pub fn live_bytes(&self) -> usize {
        self.live_lines * LINE + (self.large_blocks << BLOCK_SHIFT)
    }

    /// A free block; its content is arbitrary.
    pub fn take_block(&mut self) -> Option<u32> {
        if let Some(block) = self.free.pop() {
            return Some(block);
        }
        if let Some(run) = self.runs.last_mut() {
            let block = run.start;
            run.start += 1;
            run.blocks -= 1;
            if run.blocks == 0 {
                self.runs.pop();
            }
            return Some(block);
        }
        self.extend(1).map(|run| run.start)
    }

    /// A free run, and whether its content is arbitrary (else zero).
    pub fn take_run(&mut self, blocks: usize) -> Option<(Run, bool)> {
        if let Some(i) = self.runs.iter().position(|run| run.blocks as usize >= blocks) {
            return Some((self.cut_run(i, blocks), true));
        }
        Some((self.extend(blocks)?, false))
    }

    /// The blocks right behind `end`, if they are free, and whether their content is arbitrary.
    pub fn take_run_at(&mut self, end: u32, blocks: usize) -> Option<bool> {
        if end as usize == self.blocks.len() {
            return self.extend(blocks).map(|_| false);
        }
        let i = self.runs.iter().position(|run| run.start == end && run.blocks as usize >= blocks)?;
        self.cut_run(i, blocks);
        Some(true)
    }

    fn cut_run(&mut self, index: usize, blocks: usize) -> Run {
        let run = &mut self.runs[index];
        let cut = Run { start: run.start, blocks: blocks as u32 };
        if run.blocks > cut.blocks {
            run.start += cut.blocks;
            run.blocks -= cut.blocks;
        } else {
            self.runs.swap_remove(index);
        }
        cut
    }

    /// Blocks that were never used.
    fn extend(&mut self, blocks: usize) -> Option<Run> {
        let start = self.blocks.len();
        if blocks > (self.size >> BLOCK_SHIFT) - start {
            return None;
        }
        let extent = (start + blocks) << BLOCK_SHIFT;
        if extent > self.opened && !self.open(extent) {
            return None;
        }
        self.blocks.resize(start + blocks, Block::FREE);
        self.extent = extent;
        Some(Run { start: start as u32, blocks: blocks as u32 })
    }

    /// Makes the region and its tables usable up to `extent` at least; the system may not grant it.
    #[cold]
    fn open(&mut self, extent: usize) -> bool {
        let to = extent.next_multiple_of(STEP);
        let tables = [
            (self.base, 0),
            (self.objects.0 as usize, 6),
            (self.marks.0 as usize, 6),
            (self.payloads.0 as usize, 6),
            (self.lines as usize, LINE_SHIFT),
            (self.cards as usize, CARD_SHIFT),
        ];
        let granted = tables.iter().all(|&(start, shift)| {
            let (from, to) = (start + (self.opened >> shift), start + (to >> shift));
            // SAFETY: the range lies in the table's own mapping, which has room for a step more than the region.
            let result =
                unsafe { libc::mprotect(from as *mut libc::c_void, to - from, libc::PROT_READ | libc::PROT_WRITE) };
            result == 0
        });
        if granted {
            self.opened = to;
        }
        granted
    }

    /// Makes a free block one of small objects.
    pub fn open_block(&mut self, block: u32) {
        let entry = &mut self.blocks[block as usize];
        debug_assert_eq!(entry.state, BlockState::Free);
        entry.state = BlockState::Small;
        self.small_blocks += 1;
    }

    /// Gives a block back that the sweep found empty.
    pub fn free_block(&mut self, block: u32) {
        self.blocks[block as usize] = Block::FREE;
        self.small_blocks -= 1;
        self.free.push(block);
    }

    /// Makes a free run the home of a large object.
    pub fn open_run(&mut self, run: Run, slots: usize) {
        for block in run.start..run.start + run.blocks {
            let state = if block == run.start { BlockState::LargeHead } else { BlockState::LargeRest };
            self.blocks[block as usize] = Block { state, head: run.start, slots, ..Block::FREE };
        }
        self.large_blocks += run.blocks as usize;
    }

    /// Gives a large object's blocks back, and the memory if it is much.
    pub fn free_run(&mut self, run: Run) {
        for block in run.start..run.start + run.blocks {
            self.blocks[block as usize] = Block::FREE;
        }
        self.large_blocks -= run.blocks as usize;
        if run.blocks >= 32 {
            self.release_memory(run);
        }
        self.runs.push(run);
    }

    /// Gives the last blocks of a large object back; its run is `run` now.
    pub fn trim_run(&mut self, before: Run, run: Run, slots: usize) {
        let rest = Run { start: run.start + run.blocks, blocks: before.blocks - run.blocks };
        self.large_blocks -= before.blocks as usize;
        self.open_run(run, slots);
        self.large_blocks += rest.blocks as usize;
        if rest.blocks > 0 {
            self.free_run(rest);
        }
    }

    /// Lets the system take the memory of a run; it reads as zero afterwards.
    pub fn release_memory(&self, run: Run) {
        let start = self.block_address(run.start);
        // SAFETY: the blocks are free, nothing in them is read before it is written or found zero.
        unsafe { libc::madvise(start as *mut libc::c_void, (run.blocks as usize) << BLOCK_SHIFT, libc::MADV_DONTNEED) };
    }

    /// Rebuilds the lists of free blocks in address order. Memory beyond `spare` bytes goes back to the system.
    pub fn coalesce(&mut self, spare: usize) {
        self.free.clear();
        self.runs.clear();
        let mut spare = spare >> BLOCK_SHIFT;
        let mut block = 0;
        while block < self.blocks.len() {
            let start = block;
            while block < self.blocks.len() && self.blocks[block].state == BlockState::Free {
                block += 1;
            }
            if start == block {
                block += 1;
                continue;
            }
            let run = Run { start: start as u32, blocks: (block - start) as u32 };
            if spare >= run.blocks as usize {
                spare -= run.blocks as usize;
            } else {
                self.release_memory(run);
            }
            self.runs.push(run);
        }
        self.runs.reverse();
    }
}
