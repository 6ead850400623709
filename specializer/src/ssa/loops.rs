//! Natural loops, innermost first.
//!
//! ```text
//! b0 → b1 ⇄ b2      b1 is the header, b2 the latch, b0 enters
//!      ↓
//!      b3
//! ```

use super::cfg::{predecessors, successors};
use super::dominators::Dominators;
use super::{BlockId, Func};

/// A loop.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loop {
    /// The only block at which it is entered.
    pub header: BlockId,
    /// Its blocks, the header first, then in reverse postorder.
    pub blocks: Vec<BlockId>,
    /// Blocks in it with an edge to the header.
    pub latches: Vec<BlockId>,
    /// Blocks outside with an edge to the header.
    pub entering: Vec<BlockId>,
}

impl Loop {
    /// Whether a block is in it.
    pub fn contains(&self, b: BlockId) -> bool {
        self.blocks.contains(&b)
    }
}

/// All natural loops, inner ones before those around them. Backward edges to blocks that do not dominate their
/// origin make no loop.
pub fn loops(func: &Func, doms: &Dominators) -> Vec<Loop> {
    let preds = predecessors(func);
    let mut found = vec![];
    for &header in &doms.order {
        let latches: Vec<BlockId> =
            preds[header.index()].iter().copied().filter(|&p| doms.dominates(header, p)).collect();
        if latches.is_empty() {
            continue;
        }
        let mut inside = vec![false; func.blocks.len()];
        inside[header.index()] = true;
        let mut work = latches.clone();
        while let Some(b) = work.pop() {
            if !std::mem::replace(&mut inside[b.index()], true) {
                work.extend(&preds[b.index()]);
            }
        }
        let mut blocks = vec![header];
        blocks.extend(doms.order.iter().copied().filter(|b| inside[b.index()] && *b != header));
        let entering = preds[header.index()].iter().copied().filter(|p| !inside[p.index()]).collect();
        found.push(Loop { header, blocks, latches, entering });
    }
    found.sort_by_key(|l| l.blocks.len());
    found
}

/// Whether a loop has no other loop in it.
pub fn is_innermost(l: &Loop, all: &[Loop]) -> bool {
    !all.iter().any(|o| o.header != l.header && l.contains(o.header))
}

/// Blocks outside a loop that its edges lead to.
pub fn exits_of(func: &Func, l: &Loop) -> Vec<BlockId> {
    let leave = l.blocks.iter().flat_map(|b| successors(&func.blocks[b.index()].term)).filter(|s| !l.contains(*s));
    let mut out: Vec<BlockId> = leave.collect();
    out.sort();
    out.dedup();
    out
}
