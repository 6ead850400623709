//! What each instruction does to virtual objects.

use super::state::{Key, Object, State};
use super::{Instances, MOST_SLOTS};
use crate::ssa::{BlockId, Inst, Kind, Term, Val};
use pyspec_abi::layouts::{INSTANCE_FIRST, SLOT_BYTES};
use std::collections::HashMap;

/// What becomes of an instruction that has to do with virtual objects.
enum Done {
    /// It says or does nothing that the state does not know.
    Gone,
    /// Its result is another value's.
    Is(Val),
    Becomes(Kind),
    /// The objects that it names have to be made.
    Escapes,
}

/// A block being written anew.
struct Writing {
    state: State,
    code: Vec<Inst>,
    /// Virtual objects as exits were given them since one changed.
    known: HashMap<Val, Val>,
}

impl Instances<'_> {
    /// Writes a block anew; the state at its end.
    pub(super) fn block(&mut self, b: BlockId, state: State) -> State {
        let insts = std::mem::take(&mut self.func.blocks[b.index()].insts);
        let mut w = Writing { state, code: Vec::with_capacity(insts.len()), known: HashMap::new() };
        for mut inst in insts {
            inst.kind.each_use_mut(|v| *v = self.find(*v));
            if self.begins(&inst, &mut w.state) {
                continue;
            }
            match self.done(&inst.kind, &mut w) {
                Done::Gone => {}
                Done::Is(v) => drop(self.same.insert(inst.result.expect("a value"), v)),
                Done::Becomes(kind) => w.code.push(Inst { kind, ..inst }),
                Done::Escapes => self.keep(inst, &mut w),
            }
        }
        let mut term = std::mem::take(&mut self.func.blocks[b.index()].term);
        match &mut term {
            Term::Return(v) | Term::Yield(v) => *v = self.made(&mut w.state, *v, &mut w.code),
            Term::Branch { test, .. } => *test = self.find(*test),
            Term::Exit(x) => *x = self.exit(&w.state, *x, &mut w.known, &mut w.code),
            Term::Jump(_) | Term::Delegate | Term::Open => {}
        }
        let block = &mut self.func.blocks[b.index()];
        (block.insts, block.term) = (w.code, term);
        w.state
    }

    /// Whether an instruction makes an object, which is virtual from now on.
    fn begins(&mut self, inst: &Inst, state: &mut State) -> bool {
        let (map, slots, items) = match &inst.kind {
            Kind::New { map, slots, .. } => (*map, *slots, vec![]),
            Kind::Instance { map, slots, items } => (*map, *slots, items.clone()),
            // Which exits make, of what its items are then.
            Kind::Virtual { map, items } if items.iter().any(|&i| state.object(i).is_some()) => {
                (*map, 0, items.clone())
            }
            _ => return false,
        };
        if slots > MOST_SLOTS {
            return false;
        }
        let object = inst.result.expect("an object");
        state.set_virtual(object, object);
        state.objects.insert(object, Object { map, slots, items });
        self.keys.insert(object, Key::Value(object));
        true
    }

    /// An instruction that stays: what it names is made before, exits get virtual objects as they are.
    fn keep(&mut self, mut inst: Inst, w: &mut Writing) {
        let made = w.state.objects.len();
        inst.kind.each_use_mut(|v| *v = self.made(&mut w.state, *v, &mut w.code));
        if w.state.objects.len() != made {
            w.known.clear();
        }
        inst.kind.each_exit_mut(|x| *x = self.exit(&w.state, *x, &mut w.known, &mut w.code));
        w.code.push(inst);
    }

    fn done(&mut self, kind: &Kind, w: &mut Writing) -> Done {
        let object = |v: Val| w.state.object(v);
        match *kind {
            Kind::Load { object: v, offset } => {
                let item = object(v).and_then(|o| w.state.objects[&o].items.get(slot(offset)).copied());
                item.map_or(Done::Escapes, |item| Done::Is(self.find(item)))
            }
            Kind::Store { object: v, offset, value, .. } => match object(v) {
                Some(o) if w.stores(o, slot(offset), value) => Done::Gone,
                _ => Done::Escapes,
            },
            Kind::SetMap { object: v, map } => match object(v) {
                Some(o) => {
                    w.known.clear();
                    w.state.objects.get_mut(&o).expect("it is virtual").map = map;
                    Done::Gone
                }
                None => Done::Escapes,
            },
            Kind::GuardMap { a, first, last, .. } => match object(a) {
                Some(o) if (first..=last).contains(&w.state.objects[&o].map) => Done::Gone,
                _ => Done::Escapes,
            },
            Kind::GuardNotWord { a, .. } if object(a).is_some() => Done::Gone,
            Kind::CheckImplemented { result, .. } if object(result).is_some() => Done::Gone,
            Kind::MapOf { a } => match object(a) {
                Some(o) => Done::Becomes(Kind::Int(w.state.objects[&o].map as i64)),
                None => Done::Escapes,
            },
            // What was never made is nothing else that there is.
            Kind::Is { a, b } | Kind::Same { a, b } if object(a).is_some() || object(b).is_some() => {
                Done::Becomes(Kind::Bool(object(a) == object(b)))
            }
            _ => Done::Escapes,
        }
    }
}

impl Writing {
    /// Stores to a slot of a virtual object, if that can be: slots are filled one after the other, and no object
    /// comes to hold itself.
    fn stores(&mut self, o: Val, k: usize, value: Val) -> bool {
        let data = &self.state.objects[&o];
        let holds_itself = self.state.object(value).is_some_and(|held| self.state.reaches(held, o));
        if k > data.items.len() || k >= data.slots as usize || holds_itself {
            return false;
        }
        self.known.clear();
        let items = &mut self.state.objects.get_mut(&o).expect("it is virtual").items;
        if k == items.len() {
            items.push(value)
        } else {
            items[k] = value
        }
        true
    }
}

fn slot(offset: u32) -> usize {
    (offset as usize - INSTANCE_FIRST) / SLOT_BYTES
}
