//! Which places are live before each instruction: backward dataflow over normal edges.
//!
//! Named places count as live everywhere, since a named local lives until its frame ends, and tracebacks show it. A
//! temporary that a handler reads, such as the state of a loop around it, is live wherever its block may raise.

use pyspec_abi::ops::Op;
use pyspec_front::hir::{Function, Insn, Place};
use pyspec_front::operands;

/// Places that an instruction reads, windows included.
pub fn uses(insn: &Insn) -> impl Iterator<Item = Place> {
    operands::uses(insn).flatten()
}

/// Places that an instruction writes.
pub fn defs(insn: &Insn) -> Vec<Place> {
    let mut places: Vec<Place> = operands::defs(insn).flatten().collect();
    if insn.op == Op::FORNEXT {
        places.extend(insn.b + 1..insn.b + 4);
    }
    places
}

/// A set of temporaries, numbered from the first.
pub type Set = Vec<u64>;

/// Liveness of a function's places.
pub struct Live {
    named: usize,
    words: usize,
    /// Before each instruction, by number N.
    before: Vec<Set>,
}

impl Live {
    /// Computes it.
    pub fn of(f: &Function) -> Live {
        let named = f.named.len();
        let words = (f.places as usize).div_ceil(64);
        let starts: Vec<usize> = starts(f);
        let total = f.blocks.iter().map(|b| b.insns.len()).sum();
        let mut live = Live { named, words, before: vec![vec![0; words]; total] };
        loop {
            let mut changed = false;
            for (b, block) in f.blocks.iter().enumerate().rev() {
                let mut set = live.block_end(f, b, &starts);
                let handled = live.handler_start(f, b, &starts);
                for (i, insn) in block.insns.iter().enumerate().rev() {
                    defs(insn).into_iter().for_each(|p| live.remove(&mut set, p));
                    uses(insn).for_each(|p| live.insert(&mut set, p));
                    set.iter_mut().zip(&handled).for_each(|(a, b)| *a |= b);
                    let slot = &mut live.before[starts[b] + i];
                    if *slot != set {
                        slot.clone_from(&set);
                        changed = true;
                    }
                }
            }
            if !changed {
                return live;
            }
        }
    }

    fn block_end(&self, f: &Function, b: usize, starts: &[usize]) -> Set {
        let mut set = vec![0; self.words];
        let Some(last) = f.blocks[b].insns.last() else { return set };
        for s in last.successors() {
            if let Some(before) = self.before.get(starts[s.0 as usize]) {
                set.iter_mut().zip(before).for_each(|(a, b)| *a |= b);
            }
        }
        set
    }

    /// The places that the block's handler reads: any of its instructions may go there.
    fn handler_start(&self, f: &Function, b: usize, starts: &[usize]) -> Set {
        let Some((handler, exception)) = f.blocks[b].handler else { return vec![0; self.words] };
        let mut set = self.before.get(starts[handler.0 as usize]).cloned().unwrap_or_else(|| vec![0; self.words]);
        self.remove(&mut set, exception);
        set
    }

    fn insert(&self, set: &mut Set, p: Place) {
        set[p as usize / 64] |= 1 << (p % 64);
    }

    fn remove(&self, set: &mut Set, p: Place) {
        set[p as usize / 64] &= !(1 << (p % 64));
    }

    /// Whether a place is live before instruction `n`.
    pub fn is_live(&self, n: u32, p: Place) -> bool {
        (p as usize) < self.named || self.before[n as usize][p as usize / 64] & 1 << (p % 64) != 0
    }
}

/// Number of each block's first instruction.
pub fn starts(f: &Function) -> Vec<usize> {
    let mut at = 0;
    let mut starts = vec![];
    for block in &f.blocks {
        starts.push(at);
        at += block.insns.len();
    }
    starts
}
