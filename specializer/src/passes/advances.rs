//! Merges the advances of a growing object's map: only the last before somebody can look is made.
//!
//! ```text
//! store v0, 8, v1, true
//! set_map v0, 91                   ; removed
//! store v0, 16, v2, true
//! set_map v0, 92
//! ```
//! Whoever leaves, calls or guards looks; loads, stores, arithmetic and boxing do not: the collector scans all slots of
//! such an object, whatever its map says.

use crate::ssa::{Func, Inst, Kind, Val};

/// The pass.
pub fn advances(func: &mut Func) {
    for block in &mut func.blocks {
        // From the end: the objects whose map is written again before anybody looks.
        let mut written: Vec<Val> = vec![];
        let keeps: Vec<bool> = block.insts.iter().rev().map(|inst| keeps(inst, &mut written)).collect();
        let mut flags = keeps.into_iter().rev();
        block.insts.retain(|_| flags.next().expect("a flag for each instruction"));
    }
}

fn keeps(inst: &Inst, written: &mut Vec<Val>) -> bool {
    match inst.kind {
        Kind::SetMap { object, .. } => {
            let again = written.contains(&object);
            written.push(object);
            !again
        }
        Kind::Store { .. } | Kind::StoreItem { .. } => true,
        ref kind if kind.is_pure() || kind.is_load() => true,
        _ => {
            written.clear();
            true
        }
    }
}
