//! What a set of ints knows of its items without a look into its table: a bit for each.
//!
//! A sketch is kept while all items are ints in place. Int `i` sets bit `i` modulo [`BITS`]; one outside `0..BITS` sets
//! [`OUTSIDE`] as well. Without that bit the sketch says all of a set; with it, only what is not there. A set with any
//! other item is [`UNKNOWN`]: comparing that one may run Python code, of which nothing is left out.

use crate::native::Outcome;
use crate::object::Gc;
use crate::object::layout::Set;
use crate::vm::Vm;
use pyspec_abi::Value;

const BITS: u32 = usize::BITS - 4;
const OUTSIDE: usize = 1 << BITS;
const UNKNOWN: Value = Value::small_int(-1);
/// The sketch of an empty set.
pub(super) const EMPTY: Value = Value::small_int(0);

/// The sketch of an int alone.
#[inline(always)]
fn sketch_of(i: isize) -> usize {
    let inside = (i as usize) < BITS as usize;
    if inside { 1 << i } else { OUTSIDE | 1 << i.rem_euclid(BITS as isize) }
}

impl Set {
    #[inline(always)]
    fn known(&self) -> Option<usize> {
        let sketch = self.sketch.get();
        if sketch.is(UNKNOWN) { None } else { Some(sketch.as_int() as usize) }
    }

    /// The items, if they are ints in `0..BITS`: bit i says whether i is one.
    #[inline(always)]
    pub fn small_items(&self) -> Option<usize> {
        self.known().filter(|sketch| sketch & OUTSIDE == 0)
    }

    /// Whether all items are ints in place.
    #[inline(always)]
    pub(super) fn has_only_ints(&self) -> bool {
        !self.sketch.get().is(UNKNOWN)
    }

    /// An item is added.
    #[inline(always)]
    pub(super) fn sketch_added(&self, item: Value) {
        if let Some(sketch) = self.known() {
            let with =
                if item.is_int() { Value::small_int((sketch | sketch_of(item.as_int())) as isize) } else { UNKNOWN };
            self.sketch.set_plain(with);
        }
    }

    /// An item is removed: its bit may be another one's, too, unless all are inside.
    #[inline(always)]
    pub(super) fn sketch_removed(&self, item: Value) {
        let without = match self.small_items() {
            Some(items) => Value::small_int((items & !sketch_of(item.as_int())) as isize),
            None => UNKNOWN,
        };
        self.sketch.set_plain(without);
    }

    /// Whether an item is there, if the sketch tells.
    #[inline(always)]
    pub(super) fn sketch_has(&self, item: Value) -> Option<bool> {
        let sketch = self.known().filter(|_| item.is_int())?;
        let of_item = sketch_of(item.as_int());
        if of_item & !sketch != 0 {
            return Some(false);
        }
        if sketch & OUTSIDE == 0 { Some(true) } else { None }
    }

    /// Whether every item is in `other`, if the sketches tell.
    #[inline(always)]
    pub(super) fn sketch_is_subset(&self, other: &Set) -> Option<bool> {
        let (mine, others) = (self.known()?, other.known()?);
        if mine & !others != 0 {
            return Some(false);
        }
        if others & OUTSIDE == 0 { Some(true) } else { None }
    }

    /// Whether no item is in `other`, if the sketches tell.
    #[inline(always)]
    pub(super) fn sketch_is_disjoint(&self, other: &Set) -> Option<bool> {
        let (mine, others) = (self.known()?, other.known()?);
        let common = mine & others;
        if common & !OUTSIDE == 0 {
            return Some(true);
        }
        if (mine | others) & OUTSIDE == 0 { Some(false) } else { None }
    }
}

/// Whether each of the items has a place of its own in a table of `size` places, whatever came first: the int's own.
#[inline(always)]
pub(super) fn all_apart(items: usize, size: usize) -> bool {
    size >= BITS as usize || items >> size == 0
}

/// The numbers of the bits that are set.
#[inline(always)]
pub(super) fn each(mut items: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = items.trailing_zeros() as usize;
        if items == 0 {
            return None;
        }
        items &= items - 1;
        Some(at)
    })
}

impl Vm {
    /// Whether an item with its hash is in a set.
    #[inline(always)]
    pub(super) fn set_has(&mut self, set: Gc<Set>, item: Value, hash: i64) -> Outcome<bool> {
        match set.sketch_has(item) {
            Some(inside) => Ok(inside),
            None => Ok(self.set_find(set, item, hash)?.is_some()),
        }
    }
}

/// The least or greatest item of a set whose sketch tells.
pub fn extreme_item(set: &Set, least: bool) -> Option<Value> {
    let items = set.small_items().filter(|items| *items != 0)?;
    let at = if least { items.trailing_zeros() } else { items.ilog2() };
    Some(Value::small_int(at as isize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints_outside_are_told_apart_from_those_inside() {
        let bits = BITS as isize;
        assert_eq!(sketch_of(0), 1);
        assert_eq!(sketch_of(bits - 1), 1 << (BITS - 1));
        assert_eq!(sketch_of(bits), OUTSIDE | 1);
        assert_eq!(sketch_of(-1), OUTSIDE | 1 << (BITS - 1));
        assert!(OUTSIDE | (OUTSIDE - 1) <= pyspec_abi::value::INT_MAX as usize);
    }

    #[test]
    fn a_table_that_is_large_enough_has_a_place_for_each() {
        assert!(all_apart(0b1000_0001, 8) && !all_apart(0b1_0000_0000, 8));
        assert!(all_apart(OUTSIDE - 1, 128));
        assert_eq!(each(0b1010).collect::<Vec<_>>(), [1, 3]);
    }
}
