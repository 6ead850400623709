//! Attributes that instances get from outside, after their constructor, in source order.
//!
//! The solver's order of discovery is not the program's.

use crate::solve::Solver;
use crate::solve::objects::{ObjId, Object};
use crate::template::{Constraint, Symbol};
use rustc_hash::FxHashMap;

/// First stores: per attribute of an object, the function and constraint as one number.
pub type Ranks = FxHashMap<(ObjId, Symbol), u64>;

/// Per object, its attributes that hold something.
pub fn growth(solver: &Solver, ranks: &Ranks) -> FxHashMap<ObjId, Vec<Symbol>> {
    let mut out: FxHashMap<ObjId, Vec<Symbol>> = FxHashMap::default();
    for &(o, name) in &solver.attr_order {
        let is_attribute = name < 1 << 30 && !solver.program.symbols.name(name).starts_with('<');
        let is_instance = matches!(solver.objects[o as usize], Object::Instance(_));
        if is_attribute && is_instance && !solver.items(solver.attrs[&(o, name)]).is_empty() {
            out.entry(o).or_default().push(name);
        }
    }
    for (o, names) in &mut out {
        names.sort_by_key(|n| ranks.get(&(*o, *n)).copied().unwrap_or(u64::MAX));
    }
    out
}

/// Where each attribute is first stored, as (function, constraint).
pub fn store_ranks(solver: &Solver) -> Ranks {
    let mut out = Ranks::default();
    for i in &solver.instances {
        let template = &solver.program.functions[i.function as usize].template;
        for (k, constraint) in template.constraints.iter().enumerate() {
            let Constraint::SetAttr { object, name, .. } = *constraint else { continue };
            for &o in solver.items(i.base + object) {
                if matches!(solver.objects[o as usize], Object::Instance(_)) {
                    let rank = u64::from(i.function) << 32 | k as u64;
                    let known = out.entry((o, name)).or_insert(rank);
                    *known = rank.min(*known);
                }
            }
        }
    }
    out
}
