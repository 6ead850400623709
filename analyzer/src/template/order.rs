//! The order in which a function's blocks are taken.

use pyspec_front::hir::{Function, Insn};
use smallvec::SmallVec;

/// Blocks in reverse postorder, and what loops there are.
pub(super) struct Order {
    pub blocks: Vec<u32>,
    /// Position of each block; `u32::MAX` for what is never reached.
    pub ranks: Vec<u32>,
    /// Per block, one past the rank of the last block that goes back to it; 0 where none does.
    pub ends: Vec<u32>,
}

impl Order {
    /// Whether block `b` stands in a loop.
    pub fn is_repeated(&self, b: usize) -> bool {
        let rank = self.ranks[b];
        self.ends.iter().zip(&self.ranks).any(|(&end, &head)| end != 0 && head <= rank && rank < end)
    }
}

fn targets(f: &Function, b: usize) -> SmallVec<[u32; 3]> {
    let block = &f.blocks[b];
    // The exit of a loop is visited first, so that it comes after the body.
    let mut out: SmallVec<[u32; 3]> = block.handler.map(|h| h.0.0).into_iter().collect();
    let next: SmallVec<[u32; 2]> = block.insns.last().into_iter().flat_map(Insn::successors).map(|s| s.0).collect();
    out.extend(next.into_iter().rev());
    out
}

/// The order of a function's blocks.
pub(super) fn order(f: &Function) -> Order {
    let count = f.blocks.len();
    let mut seen = vec![false; count];
    let mut blocks = vec![];
    let mut stack: Vec<(u32, SmallVec<[u32; 3]>)> = vec![];
    if count > 0 {
        seen[0] = true;
        stack.push((0, targets(f, 0)));
    }
    while let Some((b, left)) = stack.last_mut() {
        if left.is_empty() {
            blocks.push(*b);
            stack.pop();
            continue;
        }
        let next = left.remove(0);
        if !std::mem::replace(&mut seen[next as usize], true) {
            stack.push((next, targets(f, next as usize)));
        }
    }
    blocks.reverse();
    let mut ranks = vec![u32::MAX; count];
    for (rank, &b) in blocks.iter().enumerate() {
        ranks[b as usize] = rank as u32;
    }
    let mut ends = vec![0; count];
    for &b in &blocks {
        let rank = ranks[b as usize];
        for t in targets(f, b as usize) {
            if ranks[t as usize] <= rank {
                ends[t as usize] = ends[t as usize].max(rank + 1);
            }
        }
    }
    Order { blocks, ranks, ends }
}
