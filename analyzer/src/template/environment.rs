//! What each slot holds at a point of the function, and what paths agree on.
//!
//! *Slots* are the places, then the contents of the function's own cells, then the names of a
//! class or module body. A *path fact* says which variable `object.name` holds: it was just
//! loaded, stored or tested, and no call or join came between.

use super::{NO_VAR, Symbol, Var};

/// Slots and path facts.
#[derive(Clone, Default, Debug)]
pub struct Environment {
    pub slots: Vec<Var>,
    paths: Vec<(Var, Symbol, Var)>,
}

impl Environment {
    /// All slots unset.
    pub fn new(slots: usize) -> Environment {
        Environment { slots: vec![NO_VAR; slots], paths: vec![] }
    }

    /// The variable that `object.name` is known to hold.
    pub fn path(&self, object: Var, name: Symbol) -> Option<Var> {
        self.paths.iter().find(|p| p.0 == object && p.1 == name).map(|p| p.2)
    }

    /// `object.name` was loaded.
    pub fn loaded(&mut self, object: Var, name: Symbol, value: Var) {
        self.paths.push((object, name, value));
    }

    /// `object.name` was stored: other objects' attributes of that name may be the same one.
    pub fn stored(&mut self, object: Var, name: Symbol, value: Var) {
        self.paths.retain(|p| p.1 != name);
        self.paths.push((object, name, value));
    }

    /// Anything may have been stored.
    pub fn forget_paths(&mut self) {
        self.paths.clear();
    }

    /// Puts `new` wherever `old` is held.
    pub fn replace(&mut self, old: Var, new: Var) {
        for v in self.slots.iter_mut().chain(self.paths.iter_mut().map(|p| &mut p.2)) {
            if *v == old {
                *v = new;
            }
        }
    }

    /// Whether a path fact holds `v`.
    pub fn in_path(&self, v: Var) -> bool {
        self.paths.iter().any(|p| p.2 == v)
    }
}
