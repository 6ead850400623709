//! The set's table: open addressing with the probing and growth of CPython, so that sets of ints
//! iterate in the same order as there.
//!
//! The array holds (key, hash as a tagged int) pairs, 2^k of them. An empty place reads UNSET, a
//! deleted one DELETED. A set that never held anything has no array and counts as one of 8 places.

use super::sketch;
use crate::native::Outcome;
use crate::object::Gc;
use crate::object::layout::{Array, Set};
use crate::types::dict::table::{quick_equal, tag_hash};
use crate::vm::Vm;
use pyspec_abi::header::Scan;
use pyspec_abi::{Value, types as id};

/// Places of a new set.
const MINIMUM: usize = 8;
/// Neighbours looked at before the next jump.
const NEIGHBOURS: usize = 9;

impl Set {
    /// Live items.
    #[inline(always)]
    pub fn count(&self) -> usize {
        self.used.int() as usize
    }

    /// Places in use, deleted ones included.
    #[inline(always)]
    fn occupied(&self) -> usize {
        self.filled.int() as usize
    }

    #[inline(always)]
    pub(super) fn array(&self) -> Option<Gc<Array>> {
        let table = self.table.get();
        // SAFETY: what is not UNSET here is an array.
        if table.is_ptr() { Some(unsafe { Gc::from_value_unchecked(table) }) } else { None }
    }

    fn set_counts(&self, used: usize, filled: usize) {
        self.used.set_plain(Value::small_int(used as isize));
        self.filled.set_plain(Value::small_int(filled as isize));
    }

    fn changed(&self) {
        self.version.set_plain(Value::small_int((self.version.int() + 1) & (pyspec_abi::value::INT_MAX >> 1)));
    }
}

/// Writes the fields of a new set.
pub fn init_set(set: Gc<Set>) {
    let zero = Value::small_int(0);
    set.used.init(zero);
    set.filled.init(zero);
    set.table.init(Value::UNSET);
    set.hash.init(Value::UNSET);
    set.version.init(zero);
    set.sketch.init(sketch::EMPTY);
}

/// The places for a hash, in order.
struct Probe {
    mask: usize,
    base: usize,
    perturb: u64,
    left: usize,
    at: usize,
}

impl Probe {
    #[inline(always)]
    fn new(hash: i64, mask: usize) -> Probe {
        let base = hash as usize & mask;
        Probe { mask, base, perturb: hash as u64, left: neighbours(base, mask), at: base }
    }

    #[inline(always)]
    fn step(&mut self) {
        if self.left > 0 {
            self.left -= 1;
            self.at += 1;
            return;
        }
        self.perturb >>= 5;
        self.base = self.base.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb as usize) & self.mask;
        self.left = neighbours(self.base, self.mask);
        self.at = self.base;
    }
}

#[inline(always)]
fn neighbours(base: usize, mask: usize) -> usize {
    if base + NEIGHBOURS <= mask { NEIGHBOURS } else { 0 }
}

/// What looking for an item without running Python came to.
enum Seek {
    /// It is at this place.
    At(usize),
    /// It is not there, and would go here: the last deleted place on its way, else the empty one at the end.
    Absent { at: usize, reused: bool },
    /// Only a comparison by the items' classes can tell.
    Unsure,
}

/// Looks for an item with the hash `tag` by identity and by what compares at once.
#[inline(always)]
fn seek(vm: &Vm, table: Gc<Array>, mask: usize, item: Value, tag: Value) -> Seek {
    let (mut probe, mut deleted) = (Probe::new(tag.as_int() as i64, mask), usize::MAX);
    loop {
        let key = table.get(2 * probe.at);
        if key.is(item) {
            return Seek::At(probe.at);
        }
        if key.is(Value::UNSET) {
            let reused = deleted != usize::MAX;
            return Seek::Absent { at: if reused { deleted } else { probe.at }, reused };
        }
        if key.is(Value::DELETED) {
            deleted = probe.at;
        } else if table.get(2 * probe.at + 1).is(tag) {
            match quick_equal(vm, key, item) {
                Some(true) => return Seek::At(probe.at),
                Some(false) => {}
                None => return Seek::Unsure,
            }
        }
        probe.step();
    }
}

/// Puts an item into a table that has neither it nor deleted places.
#[inline]
fn place_clean(vm: &mut Vm, table: Gc<Array>, mask: usize, key: Value, hash: i64) {
    let mut probe = Probe::new(hash, mask);
    while !table.get(2 * probe.at).is(Value::UNSET) {
        probe.step();
    }
    vm.array_set(table, 2 * probe.at, key);
    table.set_plain(2 * probe.at + 1, tag_hash(hash));
}

/// Where an item that is not there goes: the last deleted place on its way, else the empty one at the end.
fn place_for(table: Gc<Array>, mask: usize, hash: i64) -> (usize, bool) {
    let (mut probe, mut deleted) = (Probe::new(hash, mask), None);
    loop {
        let key = table.get(2 * probe.at);
        if key.is(Value::UNSET) {
            return deleted.map_or((probe.at, false), |at| (at, true));
        }
        if key.is(Value::DELETED) {
            deleted = Some(probe.at);
        }
        probe.step();
    }
}

impl Vm {
    /// A new empty set on one of the exact maps.
    pub fn empty_set(&mut self, map: u32) -> Outcome<Gc<Set>> {
        let set = self.alloc::<Set>(map, Scan::Values, Set::SLOTS)?;
        init_set(set);
        Ok(set)
    }

    #[inline(always)]
    fn set_mask(&self, set: Gc<Set>) -> usize {
        match set.array() {
            Some(table) => self.array_slots(table) / 2 - 1,
            None => MINIMUM - 1,
        }
    }

    /// Place of an item, with the table searched; `None`: it is not there.
    #[inline(always)]
    pub fn set_find(&mut self, set: Gc<Set>, item: Value, hash: i64) -> Outcome<Option<usize>> {
        let Some(table) = set.array() else { return Ok(None) };
        match seek(self, table, self.set_mask(set), item, tag_hash(hash)) {
            Seek::At(at) => Ok(Some(at)),
            Seek::Absent { .. } => Ok(None),
            Seek::Unsure => self.set_find_by_class(set, item, hash),
        }
    }

    /// [`Vm::set_find`] with items whose classes say whether they are equal.
    #[inline(never)]
    fn set_find_by_class(&mut self, set: Gc<Set>, item: Value, hash: i64) -> Outcome<Option<usize>> {
        let tag = tag_hash(hash);
        'again: loop {
            let Some(table) = set.array() else { return Ok(None) };
            let mut probe = Probe::new(tag.as_int() as i64, self.set_mask(set));
            loop {
                let key = table.get(2 * probe.at);
                if key.is(Value::UNSET) {
                    return Ok(None);
                }
                if table.get(2 * probe.at + 1).is(tag) && !key.is(Value::DELETED) {
                    let version = set.version.get();
                    let equal = match quick_equal(self, key, item) {
                        Some(equal) => equal,
                        None => self.equal(key, item)?,
                    };
                    if set.version.get() != version {
                        continue 'again;
                    }
                    if equal {
                        return Ok(Some(probe.at));
                    }
                }
                probe.step();
            }
        }
    }

    /// Adds an item that is known not to be there to a set that nothing was ever taken out of.
    #[inline]
    pub fn set_insert_unique(&mut self, set: Gc<Set>, item: Value, hash: i64) -> Outcome<()> {
        debug_assert_eq!(set.count(), set.occupied());
        let table = self.set_table(set)?;
        let mask = self.set_mask(set);
        place_clean(self, table, mask, item, hash);
        set.sketch_added(item);
        let count = set.count() + 1;
        set.set_counts(count, count);
        set.changed();
        if count * 5 >= mask * 3 { self.set_resize(set, grown(count)) } else { Ok(()) }
    }

    /// The table, made if there is none.
    #[inline]
    fn set_table(&mut self, set: Gc<Set>) -> Outcome<Gc<Array>> {
        if let Some(table) = set.array() {
            return Ok(table);
        }
        let table = self.alloc_array(2 * MINIMUM)?;
        set.table.set(&mut self.heap, set.value(), table.value());
        Ok(table)
    }

    /// Adds an item with its hash; whether it was new.
    pub fn set_insert_hashed(&mut self, set: Gc<Set>, item: Value, hash: i64) -> Outcome<bool> {
        match self.set_insert_quick(set, item, hash)? {
            Some(new) => Ok(new),
            None => {
                let hash = tag_hash(hash).as_int() as i64;
                if self.set_find_by_class(set, item, hash)?.is_some() {
                    return Ok(false);
                }
                let table = self.set_table(set)?;
                let (at, reused) = place_for(table, self.set_mask(set), hash);
                self.set_place(set, table, (at, reused), item, hash)
            }
        }
    }

    /// The same without running Python: `None`, with nothing done, if only the items' classes can tell whether it
    /// is there.
    #[inline]
    pub fn set_insert_quick(&mut self, set: Gc<Set>, item: Value, hash: i64) -> Outcome<Option<bool>> {
        let hash = tag_hash(hash).as_int() as i64;
        let table = self.set_table(set)?;
        match seek(self, table, self.set_mask(set), item, tag_hash(hash)) {
            Seek::At(_) => Ok(Some(false)),
            Seek::Absent { at, reused } => self.set_place(set, table, (at, reused), item, hash).map(Some),
            Seek::Unsure => Ok(None),
        }
    }

    /// Puts a new item into a place of the table, and makes the table larger if it is full.
    #[inline]
    fn set_place(
        &mut self,
        set: Gc<Set>,
        table: Gc<Array>,
        (at, reused): (usize, bool),
        item: Value,
        hash: i64,
    ) -> Outcome<bool> {
        let mask = self.set_mask(set);
        self.array_set(table, 2 * at, item);
        table.set_plain(2 * at + 1, tag_hash(hash));
        set.sketch_added(item);
        set.set_counts(set.count() + 1, set.occupied() + if reused { 0 } else { 1 });
        set.changed();
        if !reused && set.occupied() * 5 >= mask * 3 {
            self.set_resize(set, grown(set.count()))?;
        }
        Ok(true)
    }

    /// Makes the table anew with more than `least` places.
    fn set_resize(&mut self, set: Gc<Set>, least: usize) -> Outcome<()> {
        let mut size = MINIMUM;
        while size <= least {
            size *= 2;
        }
        let table = self.alloc_array(2 * size)?;
        for (item, hash) in self.set_items::<64>(set) {
            place_clean(self, table, size - 1, item, hash);
        }
        set.table.set(&mut self.heap, set.value(), table.value());
        set.set_counts(set.count(), set.count());
        Ok(())
    }

    /// Hash of an item of a set, with the error that says so.
    pub fn hash_element(&mut self, item: Value) -> Outcome<i64> {
        match self.quick_hash(item) {
            Some(hash) => Ok(hash),
            None => self.hash_or_unhashable(item, "a set element"),
        }
    }

    /// Adds an item; whether it was new.
    pub fn set_insert(&mut self, set: Gc<Set>, item: Value) -> Outcome<bool> {
        let hash = self.hash_element(item)?;
        self.set_insert_hashed(set, item, hash)
    }

    /// `item in set`.
    pub fn set_contains(&mut self, set: Gc<Set>, item: Value) -> Outcome<bool> {
        if let Some(inside) = set.sketch_has(item) {
            return Ok(inside);
        }
        let hash = self.hash_element(item)?;
        Ok(self.set_find(set, item, hash)?.is_some())
    }

    /// Removes an item with its hash; whether it was there.
    pub fn set_discard_hashed(&mut self, set: Gc<Set>, item: Value, hash: i64) -> Outcome<bool> {
        match self.set_find(set, item, hash)? {
            Some(at) => {
                self.set_delete(set, at);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    fn set_delete(&mut self, set: Gc<Set>, at: usize) {
        let table = set.array().expect("there is an item");
        set.sketch_removed(table.get(2 * at));
        table.set_plain(2 * at, Value::DELETED);
        table.set_plain(2 * at + 1, Value::small_int(-1));
        set.set_counts(set.count() - 1, set.occupied());
        set.changed();
    }

    /// Removes and returns the next item after the last one popped.
    pub fn set_pop(&mut self, set: Gc<Set>) -> Option<Value> {
        let mask = self.set_mask(set);
        // The hash of a mutable set is never asked for: the field says where the last pop ended.
        let finger = if set.hash.get().is_int() { set.hash.int() as usize & mask } else { 0 };
        let (item, _, next) = self.set_entry(set, finger).or_else(|| self.set_entry(set, 0))?;
        self.set_delete(set, next - 1);
        set.hash.set_plain(Value::small_int(next as isize));
        Some(item)
    }

    /// Empties a set.
    pub fn set_clear(&mut self, set: Gc<Set>) {
        set.set_counts(0, 0);
        set.table.set_plain(Value::UNSET);
        set.sketch.set_plain(sketch::EMPTY);
        set.changed();
    }

    /// Adds all items of another set, growing as CPython does.
    pub fn set_merge(&mut self, set: Gc<Set>, other: Gc<Set>) -> Outcome<()> {
        if set == other || other.count() == 0 {
            return Ok(());
        }
        self.set_expect(set, other.count())?;
        if set.occupied() == 0 {
            return self.merge_into_empty(set, other);
        }
        let mut position = 0;
        while let Some((item, hash, next)) = self.set_entry(other, position) {
            self.set_insert_hashed(set, item, hash)?;
            position = next;
        }
        Ok(())
    }

    /// Grows a set that is to get `n` items if they may not fit.
    pub fn set_expect(&mut self, set: Gc<Set>, n: usize) -> Outcome<()> {
        if (set.occupied() + n) * 5 >= self.set_mask(set) * 3 {
            self.set_resize(set, (set.count() + n) * 2)?;
        }
        Ok(())
    }

    fn merge_into_empty(&mut self, set: Gc<Set>, other: Gc<Set>) -> Outcome<()> {
        let mask = self.set_mask(set);
        let source = other.array().expect("it has items");
        let table = self.alloc_array(2 * (mask + 1))?;
        if mask == self.set_mask(other) && other.occupied() == other.count() {
            if other.has_only_ints() {
                // Nothing that the collector follows.
                (0..2 * (mask + 1)).for_each(|i| table.set_plain(i, source.get(i)));
            } else {
                self.copy_places(table, source, mask);
            }
        } else if let Some(items) = other.small_items().filter(|items| sketch::all_apart(*items, mask + 1)) {
            for i in sketch::each(items) {
                let item = Value::small_int(i as isize);
                table.set_plain(2 * i, item);
                table.set_plain(2 * i + 1, item);
            }
        } else {
            let mut position = 0;
            while let Some((item, hash, next)) = self.set_entry(other, position) {
                place_clean(self, table, mask, item, hash);
                position = next;
            }
        }
        set.table.set(&mut self.heap, set.value(), table.value());
        set.set_counts(other.count(), other.count());
        set.sketch.set_plain(other.sketch.get());
        set.changed();
        Ok(())
    }

    /// Copies a table without deleted places to a new one of its size.
    fn copy_places(&mut self, table: Gc<Array>, source: Gc<Array>, mask: usize) {
        for at in 0..=mask {
            let key = source.get(2 * at);
            if !key.is(Value::UNSET) {
                self.array_set(table, 2 * at, key);
                table.set_plain(2 * at + 1, source.get(2 * at + 1));
            }
        }
    }

    /// After many removals: makes the table anew if a quarter of it are deleted places.
    pub fn set_tidy(&mut self, set: Gc<Set>) -> Outcome<()> {
        if set.occupied() - set.count() > self.set_mask(set) / 4 {
            self.set_resize(set, grown(set.count()))?;
        }
        Ok(())
    }

    /// Hash of a frozenset: the same in any order.
    pub fn frozenset_hash(&mut self, set: Gc<Set>) -> i64 {
        let shuffle = |h: u64| ((h ^ 89_869_747) ^ (h << 16)).wrapping_mul(3_644_798_167);
        let (mut hash, mut position) = (0u64, 0);
        while let Some((_, item, next)) = self.set_entry(set, position) {
            hash ^= shuffle(item as u64);
            position = next;
        }
        hash ^= (set.count() as u64 + 1).wrapping_mul(1_927_868_237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
        if hash == u64::MAX { 590_923_713 } else { hash as i64 }
    }

    /// Takes the table of `from`, which is not used afterwards.
    pub fn set_take_table(&mut self, set: Gc<Set>, from: Gc<Set>) {
        set.set_counts(from.count(), from.occupied());
        set.sketch.set_plain(from.sketch.get());
        set.table.set(&mut self.heap, set.value(), from.table.get());
        set.changed();
    }

    /// An empty set of the exact type that the results of operators on `set` have.
    pub fn set_like(&mut self, set: Gc<Set>) -> Outcome<Gc<Set>> {
        let frozen = match crate::object::map_of(set.value()) {
            id::SET => false,
            id::FROZENSET => true,
            _ => self.has_flag(set.value(), crate::object::class::class_flags::FROZENSET),
        };
        self.empty_set(if frozen { id::FROZENSET } else { id::SET })
    }
}

/// What a set of `n` items asks for when it grows.
fn grown(n: usize) -> usize {
    if n > 50_000 { n * 2 } else { n * 4 }
}
