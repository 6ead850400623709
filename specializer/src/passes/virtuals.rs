//! Escape analysis of what is written once: a tuple or slice that nothing but exits refers to is not made.
//!
//! ```text
//! v7 = pack 20, 3, [v4, v5] else x2
//! v8 = int_add v4, v5 else x3      ; x3 has v7 in a place
//! becomes
//! v7 = virtual 20, [v4, v5]        ; makes nothing: whoever leaves by x3 makes it
//! ```
//! Its items may be virtual in turn. What reads them in compiled code has been folded before. An instance that is made after
//! all takes what is in boxes, so that these are made there too.

use super::edit::definitions;
use crate::ssa::{Func, Kind};

/// The pass.
pub fn virtuals(func: &mut Func) {
    // Each round may free the items of what the one before has found.
    while sink(func) {}
    let kinds = definitions(func);
    for inst in func.blocks.iter_mut().flat_map(|b| &mut b.insts) {
        if let Kind::Instance { items, .. } = &mut inst.kind {
            for item in items {
                if let Some(Kind::Box { a }) = &kinds[item.index()] {
                    *item = *a;
                }
            }
        }
    }
}

fn sink(func: &mut Func) -> bool {
    let mut used = vec![false; func.values.len()];
    for block in &func.blocks {
        let kinds = block.insts.iter().map(|i| &i.kind).filter(|k| !matches!(k, Kind::Virtual { .. }));
        kinds.for_each(|k| k.each_use(|v| used[v.index()] = true));
        block.term.each_use(|v| used[v.index()] = true);
    }
    let mut any = false;
    for inst in func.blocks.iter_mut().flat_map(|b| &mut b.insts) {
        if let (Some(v), Kind::Pack { map, items, .. }) = (inst.result, &mut inst.kind)
            && !used[v.index()]
        {
            inst.kind = Kind::Virtual { map: *map, items: std::mem::take(items) };
            any = true;
        }
    }
    any
}
