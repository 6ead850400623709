//! Which spilled words of the frame hold nothing that is read again while a call is under way: liveness of the
//! allocator's slots, backward over allocated instructions and the moves between them.
//!
//! A collector that scans stacks word by word may leave these out. All registers are the callee's in the convention of
//! compiled code, so that whatever a call must leave alone lies in such a slot.

use crate::lower::{Kind, Lowered};
use regalloc2 as ra;
use regalloc2::Function as _;
use std::collections::HashMap;

/// Slots, one bit each.
type Set = Vec<u64>;

/// For each call with a record, by its instruction, the slots that are dead meanwhile.
pub(crate) fn dead_at_calls(lowered: &Lowered, output: &ra::Output) -> HashMap<u32, Vec<u32>> {
    let slots = output.num_spillslots;
    let mut dead = HashMap::new();
    if slots == 0 {
        return dead;
    }
    let flow = Flow { lowered, output, words: slots.div_ceil(64) };
    let starts = flow.solve();
    for block in 0..lowered.blocks.len() {
        flow.walk(block, flow.end(block, &starts), |inst, live| {
            let call = &lowered.insts[inst.index()];
            if matches!(call.kind, Kind::Call { .. }) && call.exit.is_some() {
                let is_dead = |&slot: &u32| live[slot as usize / 64] & 1 << (slot % 64) == 0;
                dead.insert(inst.index() as u32, (0..slots as u32).filter(is_dead).collect());
            }
        });
    }
    dead
}

struct Flow<'a> {
    lowered: &'a Lowered,
    output: &'a ra::Output,
    words: usize,
}

impl Flow<'_> {
    /// What is live at the start of each block.
    fn solve(&self) -> Vec<Set> {
        let mut starts = vec![vec![0; self.words]; self.lowered.blocks.len()];
        let mut changed = true;
        while changed {
            changed = false;
            for block in (0..starts.len()).rev() {
                let start = self.walk(block, self.end(block, &starts), |_, _| {});
                if start != starts[block] {
                    starts[block] = start;
                    changed = true;
                }
            }
        }
        starts
    }

    fn end(&self, block: usize, starts: &[Set]) -> Set {
        let mut live = vec![0; self.words];
        for succ in self.lowered.block_succs(ra::Block::new(block)) {
            live.iter_mut().zip(&starts[succ.index()]).for_each(|(a, b)| *a |= b);
        }
        live
    }

    /// Goes through a block from its end, where `live` is live; calls `see` with each instruction and what is live while
    /// it runs. What is live at the start.
    fn walk(&self, block: usize, mut live: Set, mut see: impl FnMut(ra::Inst, &Set)) -> Set {
        let steps: Vec<_> = self.output.block_insts_and_edits(self.lowered, ra::Block::new(block)).collect();
        for step in steps.into_iter().rev() {
            match step {
                ra::InstOrEdit::Edit(ra::Edit::Move { from, to }) => {
                    set(&mut live, *to, false);
                    set(&mut live, *from, true);
                }
                ra::InstOrEdit::Inst(inst) => {
                    let operands = self.lowered.inst_operands(inst).iter().zip(self.output.inst_allocs(inst));
                    let of_kind = |kind| operands.clone().filter(move |(o, _)| o.kind() == kind).map(|(_, &a)| a);
                    of_kind(ra::OperandKind::Def).for_each(|place| set(&mut live, place, false));
                    of_kind(ra::OperandKind::Use).for_each(|place| set(&mut live, place, true));
                    see(inst, &live);
                }
            }
        }
        live
    }
}

fn set(live: &mut Set, place: ra::Allocation, is_live: bool) {
    let Some(slot) = place.as_stack() else { return };
    let (word, bit) = (slot.index() / 64, 1 << (slot.index() % 64));
    live[word] = live[word] & !bit | if is_live { bit } else { 0 };
}
