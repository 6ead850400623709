//! The dict's table: entries in order of insertion, and an index built when it is first needed.
//!
//! An entry is three slots of the array: hash as a tagged int (the top bit is lost, so what probes is
//! the shortened hash), key, value. A deleted entry has the key DELETED; the last one is always live.
//! The index is a byte store of 2^k numbers, a byte, two or four each, by its length: 0 free, all ones
//! deleted, else entry + 1. Up to [`SMALL`] entries are searched one by one, without an index.
//!
//! Comparing keys may run Python, which may change the dict: every change of keys changes `version`,
//! and a search whose dict changed starts again.

use crate::native::Outcome;
use crate::object::layout::{Array, ByteStore, Cell, Dict};
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::header::Scan;
use pyspec_abi::{Value, types as id};

/// Entries that are searched without an index.
pub const SMALL: usize = 8;
/// Slots of an entry.
const ENTRY: usize = 3;
/// Flag: the values are cells (a module's globals).
pub const CELLS: isize = 1;
/// The flags above this bit count the index's numbers in use.
const COUNT_SHIFT: u32 = 8;

/// A hash as the table keeps it.
#[inline(always)]
pub fn tag_hash(hash: i64) -> Value {
    Value::from_bits(((hash as usize) << 1) | 1)
}

/// What probes.
#[inline(always)]
fn shortened(tag: Value) -> u64 {
    tag.as_int() as u64
}

impl Dict {
    /// Live entries.
    #[inline(always)]
    pub fn count(&self) -> usize {
        self.used.int() as usize
    }

    /// Entries in use, deleted ones included.
    #[inline(always)]
    pub fn extent(&self) -> usize {
        self.filled.int() as usize
    }

    /// The entries.
    #[inline(always)]
    fn array(&self) -> Option<Gc<Array>> {
        let entries = self.entries.get();
        // SAFETY: what is not UNSET here is an array.
        if entries.is_ptr() { Some(unsafe { Gc::from_value_unchecked(entries) }) } else { None }
    }

    /// Whether the values are cells.
    #[inline(always)]
    pub fn has_cells(&self) -> bool {
        self.flags.int() & CELLS != 0
    }

    /// Key of entry `i`, DELETED if it is.
    #[inline(always)]
    pub fn key_at(&self, i: usize) -> Value {
        self.array().map_or(Value::DELETED, |a| a.get(ENTRY * i + 1))
    }

    /// Hash of entry `i`.
    #[inline(always)]
    pub fn hash_at(&self, i: usize) -> i64 {
        self.array().map_or(0, |a| a.get(ENTRY * i).as_int() as i64)
    }

    /// What the entry itself holds: the value, or its cell.
    #[inline(always)]
    fn held_at(&self, i: usize) -> Value {
        self.array().map_or(Value::UNSET, |a| a.get(ENTRY * i + 2))
    }

    /// The cell of entry `i` of a dict with cells.
    #[inline(always)]
    pub fn cell_at(&self, i: usize) -> Gc<Cell> {
        debug_assert!(self.has_cells());
        // SAFETY: with the flag, every live entry holds a cell.
        unsafe { Gc::from_value_unchecked(self.held_at(i)) }
    }

    /// Value of entry `i`.
    #[inline(always)]
    pub fn value_at(&self, i: usize) -> Value {
        if self.has_cells() { self.cell_at(i).value.get() } else { self.held_at(i) }
    }

    /// The first live entry at `i` or later.
    #[inline]
    pub fn next_live(&self, mut i: usize) -> Option<usize> {
        while i < self.extent() {
            if !self.key_at(i).is(Value::DELETED) {
                return Some(i);
            }
            i += 1;
        }
        None
    }

    /// The last live entry before `i`.
    pub fn last_live(&self, mut i: usize) -> Option<usize> {
        while i > 0 {
            i -= 1;
            if !self.key_at(i).is(Value::DELETED) {
                return Some(i);
            }
        }
        None
    }

    fn set_extent(&self, n: usize) {
        self.filled.set_plain(Value::small_int(n as isize));
    }

    fn set_count(&self, n: usize) {
        self.used.set_plain(Value::small_int(n as isize));
    }

    /// Says that the keys changed.
    fn changed(&self) {
        self.version.set_plain(Value::small_int((self.version.int() + 1) & (pyspec_abi::value::INT_MAX >> 1)));
    }

    fn index_used(&self) -> usize {
        (self.flags.int() >> COUNT_SHIFT) as usize
    }

    fn set_index_used(&self, n: usize) {
        let low = self.flags.int() & ((1 << COUNT_SHIFT) - 1);
        self.flags.set_plain(Value::small_int(low | ((n as isize) << COUNT_SHIFT)));
    }

    fn drop_index(&self) {
        self.index.set_plain(Value::UNSET);
        self.set_index_used(0);
    }
}

/// An index, seen by its width.
#[derive(Clone, Copy)]
struct Index {
    first: *mut u8,
    /// Numbers, a power of two.
    size: usize,
    /// Bytes of a number: 1, 2, 4.
    width: usize,
}

/// What a place of the index says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Free,
    Deleted,
    Entry(usize),
}

impl Index {
    /// Bytes of a number in an index of `size`.
    const fn width_of(size: usize) -> usize {
        match size {
            0..=256 => 1,
            257..=65536 => 2,
            _ => 4,
        }
    }

    #[inline(always)]
    fn get(self, at: usize) -> Place {
        // SAFETY: the places are in the byte store, aligned to their width; the dict holds the store.
        let (n, ones) = unsafe {
            match self.width {
                1 => (*self.first.add(at) as usize, 0xff),
                2 => (*self.first.cast::<u16>().add(at) as usize, 0xffff),
                _ => (*self.first.cast::<u32>().add(at) as usize, 0xffff_ffff),
            }
        };
        match n {
            0 => Place::Free,
            n if n == ones => Place::Deleted,
            n => Place::Entry(n - 1),
        }
    }

    #[inline(always)]
    fn set(self, at: usize, place: Place) {
        let n = match place {
            Place::Free => 0,
            Place::Deleted => usize::MAX,
            Place::Entry(i) => i + 1,
        };
        // SAFETY: as for `get`.
        unsafe {
            match self.width {
                1 => *self.first.add(at) = n as u8,
                2 => *self.first.cast::<u16>().add(at) = n as u16,
                _ => *self.first.cast::<u32>().add(at) = n as u32,
            }
        }
    }

    /// The places to look at for a hash.
    #[inline(always)]
    fn probe(self, hash: u64) -> Probe {
        Probe { mask: self.size - 1, at: hash as usize & (self.size - 1), perturb: hash }
    }

    /// Enters an entry; whether it took a place that was free before.
    fn put(self, hash: u64, i: usize) -> bool {
        let mut probe = self.probe(hash);
        loop {
            match self.get(probe.at) {
                Place::Entry(_) => probe.step(),
                place => {
                    self.set(probe.at, Place::Entry(i));
                    return place == Place::Free;
                }
            }
        }
    }

    /// Strikes an entry out.
    fn strike(self, hash: u64, i: usize) {
        let mut probe = self.probe(hash);
        while self.get(probe.at) != Place::Entry(i) {
            debug_assert!(self.get(probe.at) != Place::Free, "an entry is in the index");
            probe.step();
        }
        self.set(probe.at, Place::Deleted);
    }
}

/// A walk over an index.
struct Probe {
    mask: usize,
    at: usize,
    perturb: u64,
}

impl Probe {
    #[inline(always)]
    fn step(&mut self) {
        self.perturb >>= 5;
        self.at = (self.at.wrapping_mul(5).wrapping_add(self.perturb as usize).wrapping_add(1)) & self.mask;
    }
}

/// Whether keys with the same hash are equal, if that is known without running Python.
#[inline]
pub fn quick_equal(vm: &Vm, a: Value, b: Value) -> Option<bool> {
    if a.is(b) {
        return Some(true);
    }
    if a.is_ptr() && b.is_ptr() {
        let is_str = |v: Value| matches!(map_of(v), id::STR | id::STR_SHARED);
        return if is_str(a) && is_str(b) { Some(vm.str_bytes(a) == vm.str_bytes(b)) } else { None };
    }
    if a.is_int() && b.is_int() { Some(false) } else { None }
}

impl Vm {
    /// An empty dict with room for `n` entries.
    pub fn dict_with_capacity(&mut self, n: usize) -> Outcome<Gc<Dict>> {
        let entries = if n == 0 { Value::UNSET } else { self.alloc_array(ENTRY * n)?.value() };
        let dict = self.alloc::<Dict>(id::DICT, Scan::Values, Dict::SLOTS)?;
        init_dict(dict, entries);
        Ok(dict)
    }

    fn dict_index(&self, dict: Gc<Dict>) -> Option<Index> {
        let store = dict.index.get();
        if !store.is_ptr() {
            return None;
        }
        let bytes = self.heap.slots_of(store) * 8;
        let width = match bytes {
            0..=256 => 1,
            257..=131_072 => 2,
            _ => 4,
        };
        Some(Index { first: (store.addr() + 8) as *mut u8, size: bytes / width, width })
    }

    /// Entries that fit into the array.
    fn dict_capacity(&self, dict: Gc<Dict>) -> usize {
        dict.array().map_or(0, |a| self.array_slots(a) / ENTRY)
    }

    /// Entry with this key.
    #[inline]
    pub fn dict_find(&mut self, dict: Gc<Dict>, key: Value, hash: i64) -> Outcome<Option<usize>> {
        let tag = tag_hash(hash);
        loop {
            let version = dict.version.get();
            let small = dict.extent() <= SMALL;
            let found = if small { self.search_entries(dict, key, tag)? } else { self.search_index(dict, key, tag)? };
            if found.is_some() || dict.version.get() == version {
                return Ok(found);
            }
        }
    }

    /// Looks at one entry after the other.
    #[inline]
    fn search_entries(&mut self, dict: Gc<Dict>, key: Value, tag: Value) -> Outcome<Option<usize>> {
        let Some(entries) = dict.array() else { return Ok(None) };
        for i in 0..dict.extent() {
            if entries.get(ENTRY * i).is(tag) {
                let version = dict.version.get();
                if self.is_key(dict, i, key)? {
                    return Ok(Some(i));
                }
                if dict.version.get() != version {
                    return Ok(None);
                }
            }
        }
        Ok(None)
    }

    fn search_index(&mut self, dict: Gc<Dict>, key: Value, tag: Value) -> Outcome<Option<usize>> {
        if !dict.index.get().is_ptr() {
            self.build_index(dict)?;
        }
        let index = self.dict_index(dict).expect("it was just made");
        let entries = dict.array().expect("a dict with an index has entries");
        let mut probe = index.probe(shortened(tag));
        loop {
            match index.get(probe.at) {
                Place::Free => return Ok(None),
                Place::Entry(i) if entries.get(ENTRY * i).is(tag) => {
                    let version = dict.version.get();
                    if self.is_key(dict, i, key)? {
                        return Ok(Some(i));
                    }
                    if dict.version.get() != version {
                        return Ok(None);
                    }
                }
                _ => {}
            }
            probe.step();
        }
    }

    /// Whether entry `i`, whose hash fits, has this key. `false` if the dict changed meanwhile.
    #[inline]
    fn is_key(&mut self, dict: Gc<Dict>, i: usize, key: Value) -> Outcome<bool> {
        let candidate = dict.key_at(i);
        match quick_equal(self, candidate, key) {
            Some(equal) => Ok(equal),
            None if candidate.is(Value::DELETED) => Ok(false),
            None => {
                let version = dict.version.get();
                let equal = self.equal(candidate, key)?;
                Ok(equal && dict.version.get() == version)
            }
        }
    }

    /// Makes the index of the live entries, with room for as many as the array holds.
    fn build_index(&mut self, dict: Gc<Dict>) -> Outcome<()> {
        let capacity = self.dict_capacity(dict).max(SMALL + 1);
        let size = (capacity * 3 / 2 + 1).next_power_of_two();
        let width = Index::width_of(size);
        let store = self.alloc::<ByteStore>(id::BYTES_STORE, Scan::Leaf, size * width / 8)?;
        dict.index.set(&mut self.heap, dict.value(), store.value());
        let index = Index { first: (store.value().addr() + 8) as *mut u8, size, width };
        for i in 0..dict.extent() {
            if !dict.key_at(i).is(Value::DELETED) {
                index.put(dict.hash_at(i) as u64, i);
            }
        }
        dict.set_index_used(dict.count());
        Ok(())
    }

    /// Adds an entry whose key is not in the dict.
    pub fn dict_insert(&mut self, dict: Gc<Dict>, key: Value, hash: i64, value: Value) -> Outcome<()> {
        let held = if dict.has_cells() { self.old_cell(value)? } else { value };
        let i = self.make_room(dict)?;
        let entries = dict.array().expect("there is room");
        let tag = tag_hash(hash);
        entries.set_plain(ENTRY * i, tag);
        self.array_set(entries, ENTRY * i + 1, key);
        self.array_set(entries, ENTRY * i + 2, held);
        dict.set_extent(i + 1);
        dict.set_count(dict.count() + 1);
        dict.changed();
        if dict.has_cells() {
            self.global_added(dict.value(), key);
        }
        if let Some(index) = self.dict_index(dict) {
            if (dict.index_used() + 1) * 3 > index.size * 2 {
                dict.drop_index();
            } else if index.put(shortened(tag), i) {
                dict.set_index_used(dict.index_used() + 1);
            }
        }
        Ok(())
    }

    /// Number of a new entry, for which there is room afterwards.
    fn make_room(&mut self, dict: Gc<Dict>) -> Outcome<usize> {
        let (filled, capacity) = (dict.extent(), self.dict_capacity(dict));
        if filled < capacity {
            return Ok(filled);
        }
        if dict.count() * 4 <= filled * 3 && filled >= SMALL {
            self.dict_compact(dict);
            return Ok(dict.extent());
        }
        let wanted = match filled {
            0..4 => 4,
            4..8 => filled + 2,
            _ => filled + filled / 2,
        };
        self.dict_reserve(dict, wanted)?;
        Ok(filled)
    }

    /// Makes room for `n` entries, deleted ones included.
    pub fn dict_reserve(&mut self, dict: Gc<Dict>, n: usize) -> Outcome<()> {
        if n <= self.dict_capacity(dict) {
            return Ok(());
        }
        let entries = match dict.array() {
            Some(entries) => self.array_grow(entries, ENTRY * dict.extent(), ENTRY * n)?,
            None => self.alloc_array(ENTRY * n)?,
        };
        dict.entries.set(&mut self.heap, dict.value(), entries.value());
        if let Some(index) = self.dict_index(dict)
            && n * 3 > index.size * 2
        {
            dict.drop_index();
        }
        Ok(())
    }

    /// Closes the gaps that deleted entries left.
    fn dict_compact(&mut self, dict: Gc<Dict>) {
        let Some(entries) = dict.array() else { return };
        let mut to = 0;
        for from in 0..dict.extent() {
            if !dict.key_at(from).is(Value::DELETED) {
                if from != to {
                    self.array_shift(entries, ENTRY * from, ENTRY * to, ENTRY);
                }
                to += 1;
            }
        }
        entries.clear(ENTRY * to, ENTRY * (dict.extent() - to));
        dict.set_extent(to);
        dict.drop_index();
        dict.changed();
    }

    /// Replaces the value of entry `i`.
    #[inline]
    pub fn dict_put(&mut self, dict: Gc<Dict>, i: usize, value: Value) {
        if dict.has_cells() {
            let cell = dict.cell_at(i);
            cell.value.set(&mut self.heap, cell.value(), value);
        } else if let Some(entries) = dict.array() {
            self.array_set(entries, ENTRY * i + 2, value);
        }
    }

    /// Removes entry `i` and returns its value.
    pub fn dict_delete(&mut self, dict: Gc<Dict>, i: usize) -> Value {
        let value = dict.value_at(i);
        if dict.has_cells() {
            // Whoever remembers the cell must see that the name is gone.
            dict.cell_at(i).value.set_plain(Value::UNSET);
        }
        if let Some(index) = self.dict_index(dict) {
            index.strike(dict.hash_at(i) as u64, i);
        }
        let entries = dict.array().expect("there is an entry");
        entries.set_plain(ENTRY * i, Value::small_int(0));
        entries.set_plain(ENTRY * i + 1, Value::DELETED);
        entries.set_plain(ENTRY * i + 2, Value::NONE);
        dict.set_count(dict.count() - 1);
        let extent = dict.last_live(dict.extent()).map_or(0, |last| last + 1);
        dict.set_extent(extent);
        if extent == 0 {
            dict.drop_index();
        }
        dict.changed();
        value
    }

    /// Empties a dict.
    pub fn dict_clear(&mut self, dict: Gc<Dict>) {
        let mut at = if dict.has_cells() { dict.next_live(0) } else { None };
        while let Some(i) = at {
            dict.cell_at(i).value.set_plain(Value::UNSET);
            at = dict.next_live(i + 1);
        }
        dict.entries.set_plain(Value::UNSET);
        dict.set_extent(0);
        dict.set_count(0);
        dict.drop_index();
        dict.changed();
    }

    /// A copy of the live entries, without gaps, as a plain exact dict.
    pub fn dict_copy(&mut self, dict: Gc<Dict>) -> Outcome<Gc<Dict>> {
        let copy = self.dict_with_capacity(dict.count())?;
        let Some(entries) = copy.array() else { return Ok(copy) };
        let mut to = 0;
        let mut at = dict.next_live(0);
        while let Some(i) = at {
            entries.set_plain(ENTRY * to, tag_hash(dict.hash_at(i)));
            self.array_set(entries, ENTRY * to + 1, dict.key_at(i));
            self.array_set(entries, ENTRY * to + 2, dict.value_at(i));
            to += 1;
            at = dict.next_live(i + 1);
        }
        copy.set_extent(to);
        copy.set_count(to);
        Ok(copy)
    }

    fn old_cell(&mut self, value: Value) -> Outcome {
        let cell = self.alloc_old::<Cell>(id::CELL, Scan::Values, Cell::SLOTS)?;
        cell.value.init(value);
        Ok(cell.value())
    }
}

/// Writes the fields of a new dict.
pub fn init_dict(dict: Gc<Dict>, entries: Value) {
    let zero = Value::small_int(0);
    dict.used.init(zero);
    dict.filled.init(zero);
    dict.entries.init(entries);
    dict.index.init(Value::UNSET);
    dict.version.init(zero);
    dict.flags.init(zero);
}
