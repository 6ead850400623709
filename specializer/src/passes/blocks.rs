//! Tidies blocks: those that nothing reaches go, one with a single predecessor that only goes there joins it, and
//! edges pass over blocks that only jump on.
//!
//! ```text
//! b1(): v1 = int 1, jump b2(v1)      b1(): v1 = int 1, return v1
//! b2(v2): return v2            →
//! ```
//! A branch keeps edges without arguments, each to a block of its own where that has several predecessors: so no
//! edge is critical, and the emitter's moves have a place.

use super::edit::Replace;
use crate::ssa::cfg::{predecessors, reverse_postorder};
use crate::ssa::{BlockId, Edge, Func, Term};

/// The pass.
pub fn blocks(func: &mut Func) {
    pass_over_jumps(func);
    join(func);
    renumber(func);
}

/// Edges of jumps to blocks that only jump on go to where these go.
fn pass_over_jumps(func: &mut Func) {
    let onward: Vec<Option<Edge>> = func
        .blocks
        .iter()
        .map(|b| match &b.term {
            Term::Jump(e) if b.insts.is_empty() && b.params.is_empty() => Some(e.clone()),
            _ => None,
        })
        .collect();
    for b in 0..func.blocks.len() {
        if let Term::Jump(edge) = &mut func.blocks[b].term {
            // As often as there are blocks at most: a loop may be empty.
            for _ in 0..onward.len() {
                match &onward[edge.block.index()] {
                    Some(next) => *edge = next.clone(),
                    None => break,
                }
            }
        }
    }
}

/// Blocks with a single predecessor that only goes there become its end.
fn join(func: &mut Func) {
    let preds = predecessors(func);
    let mut replace = Replace::of(func);
    for b in reverse_postorder(func) {
        while let Term::Jump(edge) = &func.blocks[b.index()].term {
            let next = edge.block;
            if preds[next.index()].len() != 1 || next == b || next.index() == 0 {
                break;
            }
            let args = edge.args.clone();
            let block = std::mem::take(&mut func.blocks[next.index()]);
            block.params.iter().zip(args).for_each(|(&p, a)| replace.set(p, a));
            let into = &mut func.blocks[b.index()];
            into.insts.extend(block.insts);
            into.term = block.term;
        }
    }
    replace.apply(func);
}

/// Only blocks that control reaches stay, in the order they had.
fn renumber(func: &mut Func) {
    let mut reached = vec![false; func.blocks.len()];
    reverse_postorder(func).iter().for_each(|b| reached[b.index()] = true);
    let mut number = vec![BlockId(u32::MAX); func.blocks.len()];
    for (next, (b, _)) in reached.iter().enumerate().filter(|(_, r)| **r).enumerate() {
        number[b] = BlockId(next as u32);
    }
    let mut flags = reached.iter();
    func.blocks.retain(|_| *flags.next().expect("a flag for each block"));
    for block in &mut func.blocks {
        block.term.edges_mut().for_each(|e| e.block = number[e.block.index()]);
    }
}
