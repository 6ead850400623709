//! What is known of the heap: maps of objects, assumptions that hold, words that were loaded or stored.
//!
//! ```text
//! guard_map v1, 90..92 else x0
//! v2 = load v1, 16
//! guard_map v1, 90..92 else x1     ; removed
//! v3 = load v1, 16                 ; is v2
//! ```
//! A forward dataflow over blocks, optimistic at loops: a fact holds at a block's start if it holds at the end of
//! every predecessor. What an instruction breaks:
//! - a call that may run Python breaks everything but what never changes: maps of exact builtins, what tuples and
//!   ranges hold;
//! - `set_map` breaks the maps of what may be the same object, unless the new map is in the interval known;
//! - a store breaks what is known of the same slot of what may be the same object; an item's store, items of arrays;
//! - a helper that may write breaks all words.
//!
//! A collection breaks nothing: objects whose address a register or the native stack holds stay where they are.

mod facts;

use super::edit::Replace;
use crate::ssa::cfg::{predecessors, reverse_postorder};
use crate::ssa::{Func, Inst, Kind};
use facts::{Facts, Outcome};

/// Rounds after which a function is left as it is: nested loops need a few.
const MOST_ROUNDS: usize = 30;

/// The pass.
pub fn memory(func: &mut Func) {
    let order = reverse_postorder(func);
    let preds = predecessors(func);
    let mut ends: Vec<Option<Facts>> = vec![None; func.blocks.len()];
    let entry_of = |func: &Func, ends: &[Option<Facts>], b: usize| -> Facts {
        let from = preds[b].iter().filter_map(|p| {
            let end = ends[p.index()].as_ref()?;
            Some((end, &func.blocks[p.index()].term))
        });
        Facts::meet(&func.blocks[b].params, crate::ssa::BlockId(b as u32), from)
    };
    let (mut changed, mut rounds) = (true, 0);
    while changed {
        if rounds == MOST_ROUNDS {
            return;
        }
        (changed, rounds) = (false, rounds + 1);
        for &b in &order {
            let mut facts = entry_of(func, &ends, b.index());
            for inst in &func.blocks[b.index()].insts {
                facts.step(inst);
            }
            if ends[b.index()].as_ref() != Some(&facts) {
                ends[b.index()] = Some(facts);
                changed = true;
            }
        }
    }
    let mut replace = Replace::of(func);
    for &b in &order {
        let mut facts = entry_of(func, &ends, b.index());
        let mut insts = std::mem::take(&mut func.blocks[b.index()].insts);
        insts.retain_mut(|inst| keeps(inst, &mut facts, &mut replace));
        func.blocks[b.index()].insts = insts;
    }
    replace.apply(func);
}

fn keeps(inst: &mut Inst, facts: &mut Facts, replace: &mut Replace) -> bool {
    match facts.step(inst) {
        Outcome::New => true,
        Outcome::Holds => false,
        Outcome::Is(w) => {
            replace.set(inst.result.expect("a load"), w);
            false
        }
        Outcome::Never => {
            // The test is of a word that is known to be something else: it leaves always, and stays.
            debug_assert!(matches!(inst.kind, Kind::GuardMap { .. }));
            true
        }
    }
}
