//! Moves on the way back to a loop's head go before the branch that takes it.
//!
//! ```text
//! b1: …                                 b1: …
//!     cmp rax, rsi                          mov rdi, rcx
//!     jge out                               cmp rax, rsi
//!     mov rdi, rcx        becomes           jl b1
//!     jmp b1
//! out:                                  out:
//! ```
//!
//! Moves leave the flags alone, so they may stand before or between comparison and jump, if nothing that they write is
//! still needed on the other way. That costs the other way a few moves, once, and spares each round a jump. A guard whose exit
//! wants the values of before gives most loops such moves.

use crate::lower::{Kind, Lowered};
use regalloc2 as ra;
use regalloc2::Function as _;

/// For each block, the block of moves that its branch does beforehand.
pub(crate) fn hoistable_moves(lowered: &Lowered, output: &ra::Output) -> Vec<Option<usize>> {
    let mut hoisted = vec![None; lowered.blocks.len()];
    let mut position = vec![0; lowered.blocks.len()];
    lowered.emission_order.iter().enumerate().for_each(|(at, &block)| position[block] = at);
    let candidates: Vec<(usize, usize, usize)> = (0..lowered.blocks.len())
        .filter_map(|block| {
            let succs = &lowered.blocks[block].succs;
            let last = lowered.block_insts(block).end - 1;
            let is_branch = matches!(lowered.insts[last].kind, Kind::Branch { .. });
            let goes_back = |middle: usize| {
                let middle = &lowered.blocks[middle];
                middle.source.is_none() && position[middle.succs[0].index()] <= position[block]
            };
            let pair = |way: usize| (block, succs[way].index(), succs[1 - way].index());
            let way = (0..2).find(|&way| is_branch && goes_back(succs[way].index()))?;
            Some(pair(way))
        })
        .filter(|&(_, middle, _)| written_by(lowered, output, middle).is_some())
        .collect();
    if candidates.is_empty() {
        return hoisted;
    }
    let live = live_registers(lowered, output);
    for (block, middle, other) in candidates {
        let written = written_by(lowered, output, middle).expect("filtered by it");
        if middle != other && written.into_iter().all(|reg| !live[other].contains(reg)) {
            hoisted[block] = Some(middle);
        }
    }
    hoisted
}

/// Registers that a block of moves writes; `None` if it writes memory or nothing.
pub(crate) fn written_by(lowered: &Lowered, output: &ra::Output, block: usize) -> Option<ra::PRegSet> {
    let mut written = ra::PRegSet::empty();
    let mut count = 0;
    for item in output.block_insts_and_edits(lowered, ra::Block::new(block)) {
        if let ra::InstOrEdit::Edit(ra::Edit::Move { to, .. }) = item {
            written.add(to.as_reg()?);
            count += 1;
        }
    }
    (count > 0).then_some(written)
}

/// Registers whose values are needed at the start of each block.
fn live_registers(lowered: &Lowered, output: &ra::Output) -> Vec<ra::PRegSet> {
    let mut live = vec![ra::PRegSet::empty(); lowered.blocks.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for block in (0..lowered.blocks.len()).rev() {
            let mut needed = ra::PRegSet::empty();
            lowered.blocks[block].succs.iter().for_each(|succ| needed.union_from(live[succ.index()]));
            let items: Vec<_> = output.block_insts_and_edits(lowered, ra::Block::new(block)).collect();
            for item in items.iter().rev() {
                step_back(lowered, output, item, &mut needed);
            }
            if needed != live[block] {
                live[block] = needed;
                changed = true;
            }
        }
    }
    live
}

fn step_back(lowered: &Lowered, output: &ra::Output, item: &ra::InstOrEdit, needed: &mut ra::PRegSet) {
    match item {
        ra::InstOrEdit::Edit(ra::Edit::Move { from, to }) => {
            to.as_reg().into_iter().for_each(|reg| needed.remove(reg));
            from.as_reg().into_iter().for_each(|reg| needed.add(reg));
        }
        ra::InstOrEdit::Inst(inst) => {
            let places = || lowered.inst_operands(*inst).iter().zip(output.inst_allocs(*inst));
            let of_kind =
                |kind| places().filter(move |(op, _)| op.kind() == kind).filter_map(|(_, place)| place.as_reg());
            of_kind(ra::OperandKind::Def).for_each(|reg| needed.remove(reg));
            lowered.inst_clobbers(*inst).into_iter().for_each(|reg| needed.remove(reg));
            of_kind(ra::OperandKind::Use).for_each(|reg| needed.add(reg));
        }
    }
}
