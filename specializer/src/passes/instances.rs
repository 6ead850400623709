//! Escape analysis of instances: one that compiled code alone sees is its slots' values, and never made.
//!
//! ```text
//! v1 = new 90, 2 else x0
//! store v1, 8, v7                  ; gone: slot 0 is v7
//! set_map v1, 91                   ; gone
//! guard_map v1, 91..92 else x1     ; holds
//! v2 = load v1, 8                  ; is v7
//! poll else x2                     ; x2 has v1 in a place: v9 = virtual 91, [v7] takes its place there
//! return v1                        ; here it escapes: v10 = instance 91, 2, [v7] before, which is returned
//! ```
//! Terms:
//! - *object*: an instance that is made in the function, named by the value that `new` defines. While it is
//!   *virtual* the state at a point holds its map and items, and the values that name it; once it is *made*, one value is it.
//! - an object *escapes* at the first instruction that does more than look at its slots, and is made right there, so that
//!   ways on which it does not escape make nothing: partial escape analysis, after Stadler, Würthinger and Mössenböck,
//!   "Partial Escape Analysis and Scalar Replacement for Java".
//! - where ways meet ([`merge`]) an object stays virtual if it is on all of them; slots that differ become parameters. A
//!   parameter that takes virtual objects of one map becomes a virtual object of its own, if nothing else names what
//!   it takes: so a vector that each round of a loop replaces is a few floats in registers.
//!
//! What is on the way back to a loop's head is guessed when the head is reached, and looked at when it comes. A guess that
//! was wrong is written down ([`Guesses`]), and all begins anew. Objects that would contain themselves are made.
//!
//! It is sound because nothing else can know of a virtual object: exits make it before anybody looks, each object once
//! however often an exit names it. Who looks at the locals of a frame that waits in compiled code gets a copy of the frame, with
//! copies of virtual objects: programs that do are compiled without this pass.

mod block;
mod merge;
mod state;

use crate::ssa::cfg::{predecessors, reverse_postorder};
use crate::ssa::liveness::Liveness;
use crate::ssa::{BlockId, ExitId, Func, Inst, Kind, Term, Val};
use merge::Head;
use state::{Key, State};
use std::collections::{HashMap, HashSet};

/// Wrong guesses after which a function is left as it is.
const MOST_ROUNDS: usize = 60;
/// Slots of the largest instance that is looked at.
const MOST_SLOTS: u32 = 32;

/// The pass.
pub fn instances(func: &mut Func) {
    let makes = |i: &Inst| matches!(i.kind, Kind::New { .. } | Kind::Instance { .. });
    if !func.blocks.iter().flat_map(|b| &b.insts).any(makes) {
        return;
    }
    drop_unreached(func);
    let live = Liveness::of(func);
    let mut guesses = Guesses::default();
    for _ in 0..MOST_ROUNDS {
        let mut pass = Instances::new(func.clone(), &live, &mut guesses);
        pass.run();
        if !pass.wrong {
            *func = pass.func;
            return;
        }
    }
}

/// Blocks that control does not reach name no values any more: edges to others get new arguments.
fn drop_unreached(func: &mut Func) {
    let mut reached = vec![false; func.blocks.len()];
    reverse_postorder(func).iter().for_each(|b| reached[b.index()] = true);
    for (block, _) in func.blocks.iter_mut().zip(reached).filter(|(_, r)| !r) {
        (block.insts, block.term) = (vec![], Term::Open);
    }
}

/// What turned out not to be so at the heads of loops.
#[derive(Default)]
struct Guesses {
    /// Objects that have to be made before the loop.
    made: HashSet<(BlockId, Key)>,
    /// Slots that change in it.
    changed: HashSet<(BlockId, Key, usize)>,
}

struct Instances<'a> {
    func: Func,
    live: &'a Liveness,
    guesses: &'a mut Guesses,
    preds: Vec<Vec<BlockId>>,
    /// At the end of each block that is done.
    ends: Vec<Option<State>>,
    /// Loads that gave what another value is.
    same: HashMap<Val, Val>,
    /// Names of objects that stay the same from round to round.
    keys: HashMap<Val, Key>,
    /// Loops' heads, whose ways back are still to come.
    heads: HashMap<BlockId, Head>,
    /// A guess was wrong.
    wrong: bool,
}

impl<'a> Instances<'a> {
    fn new(func: Func, live: &'a Liveness, guesses: &'a mut Guesses) -> Instances<'a> {
        let (preds, ends) = (predecessors(&func), vec![None; func.blocks.len()]);
        let (same, keys, heads) = (HashMap::new(), HashMap::new(), HashMap::new());
        Instances { func, live, guesses, preds, ends, same, keys, heads, wrong: false }
    }

    fn run(&mut self) {
        for b in reverse_postorder(&self.func) {
            let state = self.enter(b);
            let state = self.block(b, state);
            self.ends[b.index()] = Some(state);
            self.go_back(b);
            if self.wrong {
                return;
            }
        }
    }

    /// What a value is, loads left out.
    fn find(&self, mut v: Val) -> Val {
        while let Some(&w) = self.same.get(&v) {
            v = w;
        }
        v
    }

    /// Makes a virtual object, and before it those in its slots; what names it.
    fn make(&mut self, state: &mut State, object: Val, code: &mut Vec<Inst>) {
        let data = state.objects.remove(&object).expect("it is virtual");
        let items: Vec<Val> = data.items.iter().map(|&item| self.made(state, item, code)).collect();
        let result = self.func.value(crate::types::Rep::Tagged);
        let (map, slots) = (data.map, data.slots);
        let kind = if slots == 0 { Kind::Virtual { map, items } } else { Kind::Instance { map, slots, items } };
        code.push(Inst { result: Some(result), kind });
        state.is_made(object, result);
    }

    /// The value itself, which is made if it is a virtual object.
    fn made(&mut self, state: &mut State, v: Val, code: &mut Vec<Inst>) -> Val {
        let v = self.find(v);
        if let Some(object) = state.object(v) {
            self.make(state, object, code);
        }
        state.value(v)
    }

    /// The exit as it is where virtual objects are what `state` says.
    fn exit(&mut self, state: &State, x: ExitId, known: &mut HashMap<Val, Val>, code: &mut Vec<Inst>) -> ExitId {
        let mut exit = self.func.exits[x.index()].clone();
        let mut changed = false;
        for (_, v) in exit.frames.iter_mut().flat_map(|f| &mut f.places) {
            let new = self.snapshot(state, *v, known, code);
            changed |= new != *v;
            *v = new;
        }
        if !changed {
            return x;
        }
        self.func.exits.push(exit);
        ExitId(self.func.exits.len() as u32 - 1)
    }

    /// The value for an exit: a virtual object as it is now. `known`: those that were asked for since one changed.
    fn snapshot(&mut self, state: &State, v: Val, known: &mut HashMap<Val, Val>, code: &mut Vec<Inst>) -> Val {
        let v = self.find(v);
        let Some(object) = state.object(v) else { return state.value(v) };
        if let Some(&taken) = known.get(&object) {
            return taken;
        }
        let data = &state.objects[&object];
        let items = data.items.iter().map(|&item| self.snapshot(state, item, known, code)).collect();
        let taken = self.func.value(crate::types::Rep::Tagged);
        code.push(Inst { result: Some(taken), kind: Kind::Virtual { map: data.map, items } });
        known.insert(object, taken);
        taken
    }
}
