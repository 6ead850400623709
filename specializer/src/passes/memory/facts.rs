//! The facts that hold at a point, and how an instruction changes them.

use crate::ssa::{BlockId, Inst, Kind, Term, Val};
use pyspec_abi::helpers::Helper;
use pyspec_abi::layouts;
use pyspec_abi::types as id;
use std::collections::{BTreeMap, BTreeSet};

/// Maps that an object keeps as long as it lives: instances of exact builtins.
const LASTING: &[u32] = &[id::LIST, id::TUPLE, id::RANGE, id::FLOAT, id::LIST_ITERATOR, id::ENUMERATE, id::ZIP];

/// A word of memory.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Word {
    /// Of an object, by byte offset.
    Slot(Val, u32),
    /// The same as an unboxed int.
    Len(Val, u32),
    /// Item of an array object.
    Item(Val, Val),
    TupleItem(Val, Val),
    /// Of the window.
    Place(u16),
}

/// What holds.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Facts {
    /// The object's map lies in the interval.
    maps: BTreeMap<Val, (u32, u32)>,
    /// Assumption cells that are not set.
    alive: BTreeSet<u32>,
    /// Guards of functions and classes that hold, exits left out.
    checked: BTreeSet<(Val, u64)>,
    words: BTreeMap<Word, Val>,
    /// Loads that gave what another value is.
    same: BTreeMap<Val, Val>,
}

/// What an instruction is, given the facts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outcome {
    /// It does something.
    New,
    /// A check that holds.
    Holds,
    /// A load of what is known.
    Is(Val),
    /// A check that fails.
    Never,
}

impl Facts {
    /// What holds at the start of a block: what every predecessor that is known agrees on.
    pub(super) fn meet<'a>(params: &[Val], block: BlockId, from: impl Iterator<Item = (&'a Facts, &'a Term)>) -> Facts {
        let mut all: Option<Facts> = None;
        for (end, term) in from {
            for edge in term.edges().filter(|e| e.block == block) {
                let mut facts = end.clone();
                facts.rename(params, &edge.args);
                match &mut all {
                    None => all = Some(facts),
                    Some(all) => all.intersect(&facts),
                }
            }
        }
        all.unwrap_or_default()
    }

    /// Parameters take over what is known of their arguments. What was known of parameters themselves in the
    /// round before is forgotten.
    fn rename(&mut self, params: &[Val], args: &[Val]) {
        if params.is_empty() {
            return;
        }
        let maps: Vec<Option<(u32, u32)>> = args.iter().map(|&a| self.map_of(self.find(a))).collect();
        let is_param = |v: &Val| params.contains(v);
        self.maps.retain(|v, _| !is_param(v));
        self.checked.retain(|(v, _)| !is_param(v));
        self.same.retain(|v, w| !is_param(v) && !is_param(w));
        self.words.retain(|word, v| !is_param(v) && !word.values().iter().any(is_param));
        for (p, map) in params.iter().zip(maps) {
            if let Some(map) = map {
                self.maps.insert(*p, map);
            }
        }
    }

    fn intersect(&mut self, other: &Facts) {
        self.maps.retain(|v, mine| match other.maps.get(v) {
            Some(theirs) => {
                *mine = (mine.0.min(theirs.0), mine.1.max(theirs.1));
                // Beyond one builtin map, an interval says nothing that a guard asks.
                mine.0 == mine.1 || mine.0 > id::LAST
            }
            None => false,
        });
        self.alive.retain(|c| other.alive.contains(c));
        self.checked.retain(|c| other.checked.contains(c));
        self.words.retain(|w, v| other.words.get(w) == Some(v));
        self.same.retain(|v, w| other.same.get(v) == Some(w));
    }

    fn find(&self, v: Val) -> Val {
        self.same.get(&v).copied().unwrap_or(v)
    }

    fn map_of(&self, v: Val) -> Option<(u32, u32)> {
        self.maps.get(&v).copied()
    }

    /// Takes an instruction's effect in; says what it is.
    pub(super) fn step(&mut self, inst: &Inst) -> Outcome {
        let mut kind = inst.kind.clone();
        kind.each_use_mut(|v| *v = self.find(*v));
        match kind {
            Kind::GuardMap { a, first, last, .. } => self.guard_map(a, first, last),
            Kind::GuardAlive { cell, .. } if !self.alive.insert(cell) => Outcome::Holds,
            Kind::GuardFunction { a, function, .. } => {
                self.check(a, (function.module as u64) << 32 | function.function as u64)
            }
            Kind::GuardClass { a, plan, .. } => self.check(a, 1 << 63 | plan.0 as u64),
            // An object is no immediate.
            Kind::GuardNotWord { a, .. } if self.maps.contains_key(&a) => Outcome::Holds,
            Kind::Load { object, offset } => self.load(inst, Word::Slot(object, offset)),
            Kind::LoadLen { object, offset } => self.load(inst, Word::Len(object, offset)),
            Kind::LoadItem { array, index } => self.load(inst, Word::Item(array, index)),
            Kind::LoadTupleItem { tuple, index } => self.load(inst, Word::TupleItem(tuple, index)),
            Kind::LoadPlace { place } => self.load(inst, Word::Place(place)),
            kind => {
                self.effect(inst, &kind);
                Outcome::New
            }
        }
    }

    fn guard_map(&mut self, a: Val, first: u32, last: u32) -> Outcome {
        let known = self.map_of(a);
        let (low, high) = known.map_or((first, last), |(f, l)| (f.max(first), l.min(last)));
        if low > high {
            return Outcome::Never;
        }
        self.maps.insert(a, (low, high));
        if known == Some((low, high)) { Outcome::Holds } else { Outcome::New }
    }

    fn check(&mut self, a: Val, what: u64) -> Outcome {
        if self.checked.insert((a, what)) { Outcome::New } else { Outcome::Holds }
    }

    fn load(&mut self, inst: &Inst, word: Word) -> Outcome {
        let v = inst.result.expect("a load");
        match self.words.get(&word) {
            Some(&w) if w != v => {
                self.same.insert(v, w);
                Outcome::Is(w)
            }
            _ => {
                self.words.insert(word, v);
                Outcome::New
            }
        }
    }

    fn effect(&mut self, inst: &Inst, kind: &Kind) {
        match *kind {
            Kind::Store { object, offset, value, .. } => {
                self.forget_words(|facts, word| match word {
                    Word::Slot(o, at) | Word::Len(o, at) => at == offset && facts.may_be_same(o, object),
                    _ => false,
                });
                self.words.insert(Word::Slot(object, offset), value);
            }
            Kind::StoreItem { array, index, value, .. } => {
                self.forget_words(|_, word| matches!(word, Word::Item(..)));
                self.words.insert(Word::Item(array, index), value);
            }
            Kind::SetMap { object, map } => self.set_map(object, map),
            Kind::New { map, .. } => {
                self.maps.insert(inst.result.expect("an object"), (map, map));
            }
            Kind::Instance { map, ref items, .. } => {
                let object = inst.result.expect("an object");
                self.maps.insert(object, (map, map));
                for (k, &item) in items.iter().enumerate() {
                    self.words.insert(Word::Slot(object, layouts::slot_offset(k)), item);
                }
            }
            Kind::Virtual { .. } => {}
            Kind::Pack { map, place, ref items, .. } => {
                let window = place..place + items.len() as u16;
                self.forget_words(|_, word| matches!(word, Word::Place(p) if window.contains(&p)));
                self.maps.insert(inst.result.expect("an object"), (map, map));
            }
            Kind::StorePlace { place, value } => {
                self.words.insert(Word::Place(place), value);
            }
            Kind::Help { helper, .. } => {
                self.help(helper);
                if let (Some(made), Some(map)) = (inst.result, made_by(helper)) {
                    self.maps.insert(made, (map, map));
                }
            }
            ref kind if kind.is_pure() || kind.is_lasting_check() || kind.is_load() => {}
            // Items of machine types are no words that are known.
            Kind::SetArrayFloat { .. } | Kind::SetArrayInt { .. } => {}
            Kind::GuardAlive { .. } | Kind::Global { .. } | Kind::Poll { .. } | Kind::StoreFrameFunction { .. } => {}
            // Whatever is not known to be harmless may do anything.
            _ => self.python_ran(),
        }
    }

    fn help(&mut self, helper: Helper) {
        if helper.row().effect.runs_python() {
            return self.python_ran();
        }
        let only_makes = matches!(helper, Helper::NewList | Helper::NewTuple | Helper::NewCell)
            || matches!(helper, Helper::BoxInt | Helper::BoxFloat)
            || helper.row().effect == pyspec_abi::effects::Effect::PURE;
        if !only_makes {
            self.forget_words(|facts, word| !facts.never_changes(word));
        }
    }

    fn python_ran(&mut self) {
        self.forget_words(|facts, word| !facts.never_changes(word));
        self.maps.retain(|_, m| m.0 == m.1 && LASTING.contains(&m.0));
        self.alive.clear();
        self.checked.clear();
    }

    fn set_map(&mut self, object: Val, map: u32) {
        let before = self.map_of(object);
        self.maps.retain(|_, &mut (first, last)| {
            let apart = before.is_some_and(|(f, l)| last < f || l < first);
            apart || (first <= map && map <= last) || (first == last && LASTING.contains(&first))
        });
        self.maps.insert(object, (map, map));
    }

    fn may_be_same(&self, a: Val, b: Val) -> bool {
        match (self.map_of(a), self.map_of(b)) {
            (Some(x), Some(y)) => a == b || !(x.1 < y.0 || y.1 < x.0),
            _ => true,
        }
    }

    /// Whether a word is one of a tuple or range: these are written once.
    fn never_changes(&self, word: Word) -> bool {
        let is = |v: Val, map: u32| self.map_of(v) == Some((map, map));
        match word {
            Word::TupleItem(t, _) => is(t, id::TUPLE),
            Word::Len(o, at) => at == layouts::TUPLE_LEN as u32 && is(o, id::TUPLE),
            Word::Slot(o, _) => is(o, id::RANGE),
            Word::Item(..) | Word::Place(_) => false,
        }
    }

    fn forget_words(&mut self, goes: impl Fn(&Facts, Word) -> bool) {
        let gone: Vec<Word> = self.words.keys().copied().filter(|w| goes(self, *w)).collect();
        for word in &gone {
            self.words.remove(word);
        }
    }
}

/// The map of what a helper makes.
fn made_by(helper: Helper) -> Option<u32> {
    match helper {
        Helper::NewList | Helper::ListSlice => Some(id::LIST),
        Helper::NewTuple => Some(id::TUPLE),
        _ => None,
    }
}

impl Word {
    fn values(self) -> Vec<Val> {
        match self {
            Word::Slot(v, _) | Word::Len(v, _) => vec![v],
            Word::Item(a, b) | Word::TupleItem(a, b) => vec![a, b],
            Word::Place(_) => vec![],
        }
    }
}
