//! Operations on two sets, in the order of steps that CPython takes, since that decides the order of items.

use crate::native::Outcome;
use crate::object::layout::Set;
use crate::object::{Gc, map_of};
use crate::protocol::compare::Comparison;
use crate::protocol::operate::Binary;
use crate::vm::Vm;
use pyspec_abi::{Value, types as id};

/// A set or frozenset, no instance of a subclass.
#[inline(always)]
pub fn exact_set(v: Value) -> Option<Gc<Set>> {
    if !v.is_ptr() || !matches!(map_of(v), id::SET | id::FROZENSET) {
        return None;
    }
    // SAFETY: the map says so.
    Some(unsafe { Gc::from_value_unchecked(v) })
}

impl Vm {
    /// A set or frozenset, or an instance of a subclass.
    pub fn as_set(&self, v: Value) -> Option<Gc<Set>> {
        Gc::from_value(self, v)
    }

    /// `set.update(iterable)`.
    pub fn set_update(&mut self, set: Gc<Set>, iterable: Value) -> Outcome<()> {
        if let Some(other) = self.as_set(iterable) {
            return self.set_merge(set, other);
        }
        if self.is_dict(iterable) {
            let dict = self.dict_table(iterable)?;
            self.set_expect(set, dict.count())?;
            let mut at = dict.next_live(0);
            while let Some(i) = at {
                self.set_insert_hashed(set, dict.key_at(i), dict.hash_at(i))?;
                at = dict.next_live(i + 1);
            }
            return Ok(());
        }
        self.for_each(iterable, |vm, item| vm.set_insert(set, item).map(|_| true))
    }

    /// A copy with the exact type of `set`'s base.
    pub fn set_copy(&mut self, set: Gc<Set>) -> Outcome<Gc<Set>> {
        let copy = self.set_like(set)?;
        self.set_merge(copy, set)?;
        Ok(copy)
    }

    /// A set of the items of an iterable, the iterable itself if it is one.
    fn set_from(&mut self, iterable: Value) -> Outcome<Gc<Set>> {
        if let Some(set) = self.as_set(iterable) {
            return Ok(set);
        }
        let set = self.empty_set(id::SET)?;
        self.set_update(set, iterable)?;
        Ok(set)
    }

    /// `set & iterable`.
    pub fn set_intersection(&mut self, set: Gc<Set>, iterable: Value) -> Outcome<Gc<Set>> {
        if self.as_set(iterable) == Some(set) {
            return self.set_copy(set);
        }
        let result = self.set_like(set)?;
        let Some(other) = self.as_set(iterable) else {
            self.for_each(iterable, |vm, item| {
                let hash = vm.hash_element(item)?;
                if vm.set_find(set, item, hash)?.is_some() {
                    vm.set_insert_hashed(result, item, hash)?;
                }
                Ok(true)
            })?;
            return Ok(result);
        };
        if set.sketch_is_disjoint(&other) == Some(true) {
            return Ok(result);
        }
        let (small, large) = if other.count() > set.count() { (set, other) } else { (other, set) };
        for (item, hash) in self.set_items::<64>(small) {
            if self.set_has(large, item, hash)? {
                self.set_insert_unique(result, item, hash)?;
            }
        }
        Ok(result)
    }

    /// `set - iterable`.
    pub fn set_difference(&mut self, set: Gc<Set>, iterable: Value) -> Outcome<Gc<Set>> {
        let known = match self.as_set(iterable) {
            Some(other) => Some(other.count()),
            None if self.is_dict(iterable) => Some(self.dict_len(iterable)),
            None => None,
        };
        if known.is_none_or(|n| (set.count() >> 2) > n) {
            let copy = self.set_copy(set)?;
            self.set_difference_update(copy, iterable)?;
            return Ok(copy);
        }
        let result = self.set_like(set)?;
        let other = self.as_set(iterable);
        for (item, hash) in self.set_items::<64>(set) {
            let inside = match other {
                Some(other) => self.set_has(other, item, hash)?,
                None => {
                    let dict = self.dict_table(iterable)?;
                    self.dict_find(dict, item, hash)?.is_some()
                }
            };
            if !inside {
                self.set_insert_unique(result, item, hash)?;
            }
        }
        Ok(result)
    }

    /// `set -= iterable`.
    pub fn set_difference_update(&mut self, set: Gc<Set>, iterable: Value) -> Outcome<()> {
        match self.as_set(iterable) {
            Some(other) if other == set => self.set_clear(set),
            Some(other) => {
                // A much larger one: only what both have is taken out.
                let small =
                    if (other.count() >> 3) > set.count() { self.set_intersection(set, other.value())? } else { other };
                let mut position = 0;
                while let Some((item, hash, next)) = self.set_entry(small, position) {
                    self.set_discard_hashed(set, item, hash)?;
                    position = next;
                }
            }
            None => self.for_each(iterable, |vm, item| {
                let hash = vm.hash_element(item)?;
                vm.set_discard_hashed(set, item, hash)?;
                Ok(true)
            })?,
        }
        self.set_tidy(set)
    }

    /// `set ^= iterable`.
    pub fn set_symmetric_difference_update(&mut self, set: Gc<Set>, iterable: Value) -> Outcome<()> {
        if self.as_set(iterable) == Some(set) {
            self.set_clear(set);
            return Ok(());
        }
        let other = self.set_from(iterable)?;
        let mut position = 0;
        while let Some((item, hash, next)) = self.set_entry(other, position) {
            if !self.set_discard_hashed(set, item, hash)? {
                self.set_insert_hashed(set, item, hash)?;
            }
            position = next;
        }
        Ok(())
    }

    /// `set ^ iterable`: a copy of the right one, changed by the left one.
    pub fn set_symmetric_difference(&mut self, set: Gc<Set>, iterable: Value) -> Outcome<Gc<Set>> {
        let result = self.set_like(set)?;
        self.set_update(result, iterable)?;
        self.set_symmetric_difference_update(result, set.value())?;
        Ok(result)
    }

    /// Whether every item of `set` is in `other`.
    pub fn set_is_subset(&mut self, set: Gc<Set>, other: Gc<Set>) -> Outcome<bool> {
        if set.count() > other.count() {
            return Ok(false);
        }
        if let Some(subset) = set.sketch_is_subset(&other) {
            return Ok(subset);
        }
        // The first item often decides.
        for (item, hash) in self.set_items::<8>(set) {
            if self.set_find(other, item, hash)?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A comparison of two exact sets or frozensets; `None`: they are none.
    #[inline]
    pub fn compare_sets(&mut self, op: Comparison, a: Value, b: Value) -> Option<Outcome<bool>> {
        let (a, b) = (exact_set(a)?, exact_set(b)?);
        Some(match op {
            Comparison::Lt if a.count() >= b.count() => Ok(false),
            Comparison::Gt if a.count() <= b.count() => Ok(false),
            Comparison::Lt | Comparison::Le => self.set_is_subset(a, b),
            Comparison::Gt | Comparison::Ge => self.set_is_subset(b, a),
            Comparison::Eq if a.count() != b.count() => Ok(false),
            Comparison::Eq => self.set_is_subset(a, b),
            Comparison::Ne if a.count() != b.count() => Ok(true),
            Comparison::Ne => self.set_is_subset(a, b).map(|subset| !subset),
        })
    }

    /// An operator on two exact sets or frozensets; `None`: they are none, or have no such operator.
    #[inline]
    pub fn combine_sets(&mut self, op: Binary, a: Value, b: Value) -> Option<Outcome> {
        let (set, _) = (exact_set(a)?, exact_set(b)?);
        let result = match op {
            Binary::Sub => self.set_difference(set, b),
            Binary::And => self.set_intersection(set, b),
            Binary::Xor => self.set_symmetric_difference(set, b),
            Binary::Or => super::united(self, set, exact_set(b)?),
            _ => return None,
        };
        Some(result.map(Gc::value))
    }

    /// `set.isdisjoint(iterable)`.
    pub fn set_is_disjoint(&mut self, set: Gc<Set>, iterable: Value) -> Outcome<bool> {
        if let Some(other) = self.as_set(iterable) {
            if other == set {
                return Ok(set.count() == 0);
            }
            if let Some(disjoint) = set.sketch_is_disjoint(&other) {
                return Ok(disjoint);
            }
            let (small, large) = if other.count() > set.count() { (set, other) } else { (other, set) };
            let mut position = 0;
            while let Some((item, hash, next)) = self.set_entry(small, position) {
                if self.set_find(large, item, hash)?.is_some() {
                    return Ok(false);
                }
                position = next;
            }
            return Ok(true);
        }
        let mut disjoint = true;
        self.for_each(iterable, |vm, item| {
            disjoint = !vm.set_contains(set, item)?;
            Ok(disjoint)
        })?;
        Ok(disjoint)
    }

    /// The other set of `issubset` and `issuperset`.
    pub fn set_argument(&mut self, iterable: Value) -> Outcome<Gc<Set>> {
        self.set_from(iterable)
    }
}
