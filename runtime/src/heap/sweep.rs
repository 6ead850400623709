//! Sweeping: lines without a live object become free. Objects are not looked at;
//! their lines were marked when they were.
//!
//! A minor sweeps the blocks that got young objects, a major all of them. A block
//! goes back on the list for reuse only if its holes average 512 bytes: smaller
//! ones cost more to fill than they give.

use super::Heap;
use super::blocks::*;
use super::words::*;

/// Bytes that a block's holes must average.
const MIN_HOLE: usize = 512;
/// What freed memory is filled with in stress.
const POISON: u8 = 0xdb;

impl Heap {
    /// After a minor: nothing young is left.
    pub(super) fn sweep_nursery(&mut self) {
        let blocks = std::mem::take(&mut self.nursery.blocks);
        for &block in &blocks {
            let before = LINES - self.space.blocks[block as usize].free_lines as usize;
            let live = self.sweep_block(block, LINE_OLD);
            self.space.live_lines = self.space.live_lines + live - before;
        }
        self.nursery.blocks = blocks;
        self.nursery.blocks.clear();
        let large = std::mem::take(&mut self.nursery.large);
        for run in large {
            self.sweep_run(run, self.space.objects);
        }
        self.reset_nursery();
    }

    /// After a major: what has no mark goes.
    pub(super) fn sweep_all(&mut self) {
        self.old.cursor = 0;
        self.old.limit = 0;
        self.nursery.recyclable.clear();
        self.space.live_lines = 0;
        for block in (0..self.space.blocks.len()).rev() {
            if self.space.blocks[block].state == BlockState::Small {
                self.space.blocks[block].queued = false;
                self.space.live_lines += self.sweep_block(block as u32, LINE_MARK);
            }
        }
        for run in std::mem::take(&mut self.old.large) {
            self.sweep_run(run, self.space.marks);
        }
        std::mem::swap(&mut self.space.objects, &mut self.space.marks);
    }

    /// Frees the lines of a block that have not all of `live`; gives how many have.
    fn sweep_block(&mut self, block: u32, live: u8) -> usize {
        if self.config.poison {
            self.poison_block(block, live);
        }
        let (live_lines, holes) = free_lines(self.space.lines_mut(block), live);
        let free = LINES - live_lines;
        let entry = &mut self.space.blocks[block as usize];
        entry.young = false;
        entry.free_lines = free as u16;
        if live_lines == 0 {
            self.space.free_block(block);
        } else if free * LINE >= MIN_HOLE * holes && free > 0 && !entry.queued {
            entry.queued = true;
            self.nursery.recyclable.push(block);
        }
        live_lines
    }

    fn poison_block(&mut self, block: u32, live: u8) {
        let start = self.space.block_address(block);
        for line in 0..LINES {
            if self.space.lines(block)[line] & live == 0 {
                fill(start + line * LINE, POISON, LINE);
            }
        }
    }

    /// Keeps a large object if its bit is set.
    fn sweep_run(&mut self, run: Run, alive: Bitmap) {
        let object = self.space.block_address(run.start);
        if alive.get(object - self.space.base) {
            self.old.large.push(run);
            return;
        }
        if self.config.poison && run.blocks < 32 {
            fill(object, POISON, (run.blocks as usize) << BLOCK_SHIFT);
        }
        self.space.free_run(run);
    }
}

/// Frees the lines that do not have the bit `live`, the others become old; gives
/// the number of those and of the holes between them.
fn free_lines(lines: &mut [u8], live: u8) -> (usize, usize) {
    // Three plain loops, so that each becomes vector code.
    lines.iter_mut().for_each(|line| *line = if *line & live != 0 { LINE_OLD } else { LINE_FREE });
    let live_lines: usize = lines.chunks_exact(LINES / 2).map(|half| half.iter().sum::<u8>() as usize).sum();
    let begins = |(before, line): (&u8, &u8)| before & !line;
    let holes: usize = lines.iter().zip(&lines[1..]).map(|pair| begins(pair) as usize).sum();
    (live_lines, holes + usize::from(lines[0] == LINE_FREE))
}
