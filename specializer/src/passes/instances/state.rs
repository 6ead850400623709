//! What is known at a point: objects that are virtual, and which values name objects.

use crate::ssa::{BlockId, Val};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A virtual object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Object {
    pub map: u32,
    /// Of the instance that it would be; 0: it is a tuple or slice for exits.
    pub slots: u32,
    /// What was stored, from the first slot on.
    pub items: Vec<Val>,
}

/// What a value stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Name {
    /// A virtual object.
    Virtual(Val),
    /// Another value: an object that was made.
    Made(Val),
}

/// What holds at a point.
#[derive(Clone, Default, Debug)]
pub(super) struct State {
    names: BTreeMap<Val, Name>,
    pub objects: BTreeMap<Val, Object>,
}

/// An object's name that is the same in each round: the value that defined it, or a slot of an object that a block made
/// of several.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Key {
    Value(Val),
    Slot(BlockId, Rc<Key>, usize),
}

impl State {
    /// The virtual object that a value names.
    pub fn object(&self, v: Val) -> Option<Val> {
        match self.names.get(&v) {
            Some(Name::Virtual(object)) => Some(*object),
            _ => None,
        }
    }

    /// The value that stands for one that names no virtual object.
    pub fn value(&self, v: Val) -> Val {
        match self.names.get(&v) {
            None => v,
            Some(Name::Made(value)) => *value,
            Some(Name::Virtual(object)) => unreachable!("{v} is the virtual object {object}"),
        }
    }

    /// Whether it names an object.
    pub fn is_name(&self, v: Val) -> bool {
        self.names.contains_key(&v)
    }

    /// `v` names a virtual object.
    pub fn set_virtual(&mut self, v: Val, object: Val) {
        self.names.insert(v, Name::Virtual(object));
    }

    /// `v` names an object that is a value.
    pub fn set_made(&mut self, v: Val, value: Val) {
        self.names.insert(v, Name::Made(value));
    }

    /// An object was made: all its names stand for a value from now on.
    pub fn is_made(&mut self, object: Val, value: Val) {
        let names = self.names.values_mut().filter(|n| **n == Name::Virtual(object));
        names.for_each(|n| *n = Name::Made(value));
    }

    /// Whether object `from` is, or holds in its slots or theirs, object `to`.
    pub fn reaches(&self, from: Val, to: Val) -> bool {
        let held = |v: &Val| self.object(*v).is_some_and(|o| self.reaches(o, to));
        from == to || self.objects[&from].items.iter().any(held)
    }
}
