//! Removes block parameters that always hold the same value.
//!
//! ```text
//! b1(v5):                     ; from b0 with v2, from b4 with v5
//!   … v5 …        becomes     b1(): … v2 …
//! ```
//! Each parameter starts as "nothing", goes to "one value" and to "itself" as arguments arrive: an optimistic
//! fixpoint, so that a value which goes round several loops unchanged is found.

use super::edit::{Replace, incoming, retain_params};
use crate::ssa::{Func, Val};

/// The pass.
pub fn params(func: &mut Func) {
    let args = incoming(func);
    let all: Vec<Val> = func.blocks.iter().flat_map(|b| b.params.clone()).collect();
    let mut is_param = vec![false; func.values.len()];
    all.iter().for_each(|p| is_param[p.index()] = true);
    // What each parameter holds, as far as the arguments seen say.
    let mut holds: Vec<Option<Val>> = vec![None; func.values.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for &p in &all {
            let new = meet(p, &args[p.index()], &holds, &is_param);
            changed |= new != holds[p.index()];
            holds[p.index()] = new;
        }
    }
    let mut replace = Replace::of(func);
    for &p in &all {
        if let Some(v) = holds[p.index()].filter(|&v| v != p) {
            replace.set(p, v);
        }
    }
    if replace.is_any() {
        replace.apply(func);
        retain_params(func, |p| holds[p.index()].is_none_or(|v| v == p));
    }
}

/// The one value that arrives, the parameter itself if several do.
fn meet(p: Val, args: &[Val], holds: &[Option<Val>], is_param: &[bool]) -> Option<Val> {
    if holds[p.index()] == Some(p) {
        return Some(p);
    }
    let mut one = None;
    for &a in args {
        let a = if is_param[a.index()] { holds[a.index()] } else { Some(a) };
        match (one, a) {
            (_, None) => {}
            (None, a) => one = a,
            (Some(x), Some(y)) if x == y => {}
            _ => return Some(p),
        }
    }
    one
}
