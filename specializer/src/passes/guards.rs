//! Removes guards that an earlier guard in the same block, or in a block that dominates it, has proved.
//!
//! ```text
//! guard_map v1, 90..92 else x0
//! guard_map v1, 90..92 else x1     ; removed
//! ```
//! Map facts die where Python code may run; facts about words, ints and classes of exact values do not.

use crate::ssa::{Func, Kind, Val};
use std::collections::HashMap;

/// The pass: within each block.
pub fn guards(func: &mut Func) {
    for block in &mut func.blocks {
        let mut maps: HashMap<Val, (u32, u32)> = HashMap::new();
        block.insts.retain(|inst| {
            if let Kind::GuardMap { a, first, last, .. } = inst.kind {
                let proved = maps.get(&a).is_some_and(|&(f, l)| f >= first && l <= last);
                if !proved {
                    maps.insert(a, (first, last));
                }
                return !proved;
            }
            if let Kind::SetMap { object, map } = inst.kind {
                // Another value may be the same object.
                maps.clear();
                maps.insert(object, (map, map));
            }
            if inst.kind.runs_python() {
                maps.clear();
            }
            true
        });
    }
}
