//! Places that a block's successors may read: where paths meet, only these need merging.

use super::operands;
use pyspec_front::hir::{Function, Place};

/// Bitmaps of live places at each block's entry.
pub struct Liveness {
    width: usize,
    entry: Vec<u64>,
}

impl Liveness {
    /// Backward data flow to its fixpoint; a handler is a successor of every point of its blocks.
    pub fn of(function: &Function) -> Liveness {
        let blocks = function.blocks.len();
        let width = (function.places as usize).div_ceil(64).max(1);
        let mut read = vec![0u64; blocks * width];
        let mut written = vec![0u64; blocks * width];
        for (b, block) in function.blocks.iter().enumerate() {
            let at = b * width;
            for insn in &block.insns {
                operands::uses(insn, |p| {
                    let (w, bit) = (at + p as usize / 64, 1 << (p % 64));
                    if p as usize / 64 < width && written[w] & bit == 0 {
                        read[w] |= bit;
                    }
                });
                operands::definitions(insn, |p| {
                    if (p as usize / 64) < width {
                        written[at + p as usize / 64] |= 1 << (p % 64);
                    }
                });
            }
        }
        let mut live = Liveness { width, entry: read.clone() };
        let mut changed = true;
        while changed {
            changed = false;
            for b in (0..blocks).rev() {
                changed |= live.update(function, b, &read, &written);
            }
        }
        live
    }

    fn update(&mut self, function: &Function, b: usize, read: &[u64], written: &[u64]) -> bool {
        let block = &function.blocks[b];
        let mut changed = false;
        for w in 0..self.width {
            let at = b * self.width + w;
            let mut out = 0;
            if let Some(last) = block.insns.last() {
                for s in last.successors() {
                    out |= self.entry[s.0 as usize * self.width + w];
                }
            }
            let mut new = read[at] | out & !written[at];
            if let Some((handler, place)) = block.handler {
                // What the handler reads must be there at every point, before any definition too.
                let mut h = self.entry[handler.0 as usize * self.width + w];
                if place as usize / 64 == w {
                    h &= !(1 << (place % 64));
                }
                new |= h;
            }
            changed |= new != self.entry[at];
            self.entry[at] |= new;
        }
        changed
    }

    /// Whether `place` is live at the entry of block `b`.
    pub fn at(&self, b: usize, place: Place) -> bool {
        let w = place as usize / 64;
        w < self.width && self.entry[b * self.width + w] >> (place % 64) & 1 != 0
    }
}
