//! Holds parameters unboxed that are boxed on every way in, and gives exits what boxes hold.
//!
//! ```text
//! b1(v2: tagged):                  ; from b0 with v1 = box v0, from b2 with v5 = box v4
//!   v3 = unbox_float v2 else x0
//! becomes
//! b1(v6: float):                   ; from b0 with v0, from b2 with v4
//!   v2 = box v6                    ; `fold` cancels it with the unboxing
//! ```
//! An exit boxes by itself, so that a box which only exits want is never made.

use super::edit::{definitions, incoming};
use crate::ssa::{Func, Inst, Kind, Val};
use crate::types::Rep;
use pyspec_abi::Value;
use std::collections::HashMap;

/// The pass.
pub fn unbox(func: &mut Func) {
    let kinds = definitions(func);
    exits_take_contents(func, &kinds);
    let args = incoming(func);
    let params: Vec<Val> = func.blocks.iter().flat_map(|b| b.params.clone()).collect();
    let tagged: Vec<Val> = params.into_iter().filter(|&p| func.rep(p) == Rep::Tagged).collect();
    for rep in [Rep::Float, Rep::Int, Rep::Bool] {
        let chosen = choose(func, &kinds, &args, &tagged, rep);
        if !chosen.is_empty() {
            // One representation a time: the pass comes again.
            return rewrite(func, &kinds, &chosen, rep);
        }
    }
}

/// Exits, and the objects that they make, name what is in a box instead of the box.
fn exits_take_contents(func: &mut Func, kinds: &[Option<Kind>]) {
    exits_take(func, |v| {
        if let Some(Kind::Box { a }) = &kinds[v.index()] {
            *v = *a;
        }
    });
}

/// Changes what exits, and the objects that they make, name.
fn exits_take(func: &mut Func, take: impl Fn(&mut Val)) {
    func.exits.iter_mut().flat_map(|x| &mut x.frames).flat_map(|f| &mut f.places).for_each(|(_, v)| take(v));
    for inst in func.blocks.iter_mut().flat_map(|b| &mut b.insts) {
        if let Kind::Virtual { items, .. } = &mut inst.kind {
            items.iter_mut().for_each(&take);
        }
    }
}

/// The tagged parameters that only take boxes of `rep`, constants of it and each other.
fn choose(func: &Func, kinds: &[Option<Kind>], args: &[Vec<Val>], tagged: &[Val], rep: Rep) -> Vec<Val> {
    let mut candidate = vec![false; func.values.len()];
    tagged.iter().for_each(|p| candidate[p.index()] = !args[p.index()].is_empty());
    let fits = |a: Val, candidate: &[bool]| candidate[a.index()] || content(func, kinds, a, rep).is_some();
    let mut changed = true;
    while changed {
        changed = false;
        for p in tagged {
            if candidate[p.index()] && !args[p.index()].iter().all(|&a| fits(a, &candidate)) {
                candidate[p.index()] = false;
                changed = true;
            }
        }
    }
    // Not those that something needs tagged, if nothing unboxes them: it would box them each time. Parameters that go
    // into each other are decided together.
    let (mut wanted, mut tagged_use) = uses(func, rep);
    for (p, args) in func.blocks.iter().flat_map(|b| &b.params).map(|p| (p, &args[p.index()])) {
        if !candidate[p.index()] {
            args.iter().for_each(|a| tagged_use[a.index()] = true);
        }
    }
    changed = true;
    while changed {
        changed = false;
        for p in tagged.iter().filter(|p| candidate[p.index()]) {
            for &a in args[p.index()].iter().filter(|a| candidate[a.index()]) {
                for flags in [&mut wanted, &mut tagged_use] {
                    let either = flags[p.index()] || flags[a.index()];
                    changed |= either && !(flags[p.index()] && flags[a.index()]);
                    (flags[p.index()], flags[a.index()]) = (either, either);
                }
            }
        }
    }
    let pays = |p: &Val| wanted[p.index()] || !tagged_use[p.index()];
    tagged.iter().copied().filter(|p| candidate[p.index()] && pays(p)).collect()
}

/// Which values are unboxed to `rep`, and which are used as tagged words, exits and parameters aside.
fn uses(func: &Func, rep: Rep) -> (Vec<bool>, Vec<bool>) {
    let (mut wanted, mut tagged) = (vec![false; func.values.len()], vec![false; func.values.len()]);
    for inst in func.blocks.iter().flat_map(|b| &b.insts) {
        match (&inst.kind, rep) {
            (Kind::UnboxInt { a, .. }, Rep::Int)
            | (Kind::UnboxFloat { a, .. } | Kind::UnboxNumber { a, .. }, Rep::Float)
            | (Kind::UnboxBool { a, .. }, Rep::Bool) => wanted[a.index()] = true,
            // Who makes the object boxes what it holds.
            (Kind::Virtual { .. }, _) => {}
            (kind, _) => kind.each_use(|v| tagged[v.index()] = true),
        }
    }
    for block in &func.blocks {
        if let crate::ssa::Term::Return(v) | crate::ssa::Term::Yield(v) = block.term {
            tagged[v.index()] = true;
        }
    }
    (wanted, tagged)
}

/// What is in a box, or a constant word: the value or the constant to make.
fn content(func: &Func, kinds: &[Option<Kind>], a: Val, rep: Rep) -> Option<Result<Val, Kind>> {
    match kinds[a.index()].as_ref()? {
        Kind::Box { a } if func.rep(*a) == rep => Some(Ok(*a)),
        Kind::Tagged(bits) => {
            let v = Value::from_bits(*bits as usize);
            match rep {
                Rep::Float => Some(Err(Kind::Float(v.to_flonum()?.to_bits()))),
                Rep::Int if v.is_int() => Some(Err(Kind::Int(v.as_int() as i64))),
                Rep::Bool if v.is_bool() => Some(Err(Kind::Bool(v.is(Value::TRUE)))),
                _ => None,
            }
        }
        _ => None,
    }
}

fn zero(rep: Rep) -> Kind {
    match rep {
        Rep::Float => Kind::Float(0),
        Rep::Int => Kind::Int(0),
        Rep::Bool => Kind::Bool(false),
        Rep::Tagged => unreachable!("parameters are unboxed to something"),
    }
}

fn rewrite(func: &mut Func, kinds: &[Option<Kind>], chosen: &[Val], rep: Rep) {
    let new: HashMap<Val, Val> = chosen.iter().map(|&p| (p, func.value(rep))).collect();
    for b in 0..func.blocks.len() {
        let mut term = std::mem::take(&mut func.blocks[b].term);
        for edge in term.edges_mut() {
            let params = func.blocks[edge.block.index()].params.clone();
            for (p, arg) in params.iter().zip(&mut edge.args) {
                if !new.contains_key(p) {
                    continue;
                }
                *arg = match new.get(arg) {
                    Some(&unboxed) => unboxed,
                    // Only an edge that control does not reach brings anything else: `choose` does not look at those.
                    None => match content(func, kinds, *arg, rep).unwrap_or(Err(zero(rep))) {
                        Ok(v) => v,
                        Err(constant) => {
                            let v = func.value(rep);
                            func.blocks[b].insts.push(Inst { result: Some(v), kind: constant });
                            v
                        }
                    },
                };
            }
        }
        func.blocks[b].term = term;
    }
    for block in &mut func.blocks {
        let mut boxes = vec![];
        for p in &mut block.params {
            if let Some(&unboxed) = new.get(p) {
                boxes.push(Inst { result: Some(*p), kind: Kind::Box { a: unboxed } });
                *p = unboxed;
            }
        }
        block.insts.splice(0..0, boxes);
    }
    exits_take(func, |v| *v = new.get(v).copied().unwrap_or(*v));
}
