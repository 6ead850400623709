//! `__dict__` of an object whose attributes are in slots: a dict without a table.
//!
//! ```text
//! obj ── map 92 {x, y}   [ 1 | 2 ]            obj.__dict__ ── map INSTANCE_DICT   entries: obj
//! ```
//! What it is asked, it asks the object, which keeps its map: so `vars(self).update(words)`, `copy`, `pickle` and
//! `argparse` leave objects compact. What slots cannot hold (a key that is no string, too many names), and what is not
//! worth a way of its own, [exposes](Vm::expose_dict) it: it takes a table, and the object is devolved onto it. It is
//! the same dict afterwards.
//!
//! Whoever takes the table of a dict ([`Vm::as_dict`], the map DICT) never meets a forwarding one; [`Vm::dict_table`]
//! exposes it. An object has one such dict at a time; which, a table says by the object's address, as long as somebody
//! else holds the dict.

use crate::heap::{Collection, Moved};
use crate::native::Outcome;
use crate::object::gc::header_of;
use crate::object::layout::Dict;
use crate::object::map::MapKind;
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::header::Scan;
use pyspec_abi::{Value, types as id};
use rustc_hash::FxHashMap;

/// The dicts that forward to objects, by the objects' addresses. It keeps none of them alive.
pub type InstanceDicts = FxHashMap<usize, Value>;

/// More of them than this are not kept: a collection looks at each.
const MOST: usize = 8192;

/// Whether a value is a dict that forwards to an object.
#[inline(always)]
pub fn forwards(dict: Value) -> bool {
    dict.is_ptr() && map_of(dict) == id::INSTANCE_DICT
}

/// The object that a dict forwards to.
fn owner(dict: Value) -> Value {
    debug_assert!(forwards(dict));
    // SAFETY: it has a dict's fields.
    unsafe { Gc::<Dict>::from_value_unchecked(dict) }.entries.get()
}

impl Vm {
    /// The `__dict__` of an object whose attributes are its map's.
    pub fn attributes_dict(&mut self, object: Value) -> Outcome {
        if self.maps.get(map_of(object)).kind == MapKind::Devolved {
            return self.devolve(object);
        }
        if let Some(&known) = self.instance_dicts.get(&object.addr()) {
            return Ok(known);
        }
        if self.instance_dicts.len() >= MOST {
            self.heap.collect(Collection::Minor);
            if self.instance_dicts.len() > MOST / 2 {
                return self.devolve(object);
            }
        }
        let dict = self.alloc::<Dict>(id::INSTANCE_DICT, Scan::Values, Dict::SLOTS)?;
        super::table::init_dict(dict, object);
        self.instance_dicts.insert(object.addr(), dict.value());
        Ok(dict.value())
    }

    /// The dict that forwards to an object, if there is one.
    pub fn forwarding_dict(&self, object: Value) -> Option<Value> {
        self.instance_dicts.get(&object.addr()).copied()
    }

    /// Gives a dict that forwards a table of its own, which its object shares; others are left as they are.
    pub fn expose_dict(&mut self, dict: Value) -> Outcome<()> {
        if !forwards(dict) {
            return Ok(());
        }
        let object = owner(dict);
        let table = self.copy_forwarded(dict)?;
        self.instance_dicts.remove(&object.addr());
        // SAFETY: it has a dict's fields, and is one from now on.
        let exposed = unsafe {
            *(dict.bits() as *mut u64) = header_of(dict).with_map(id::DICT).0;
            Gc::<Dict>::from_value_unchecked(dict)
        };
        exposed.used.set_plain(table.used.get());
        exposed.filled.set_plain(table.filled.get());
        exposed.entries.set(&mut self.heap, dict, table.entries.get());
        self.put_dict(object, dict);
        Ok(())
    }

    /// The table of a dict that has none yet; an error for what is no dict.
    #[cold]
    pub(super) fn table_of_other(&mut self, v: Value) -> Outcome<Gc<Dict>> {
        if !forwards(v) {
            return Err(self.receiver_error("dict", v));
        }
        self.expose_dict(v)?;
        // SAFETY: it has a table now.
        Ok(unsafe { Gc::from_value_unchecked(v) })
    }

    /// The name that a key is, if the object can have it in a slot: exact strings. Any other key may be equal to one.
    fn name_of_key(&mut self, key: Value) -> Option<Value> {
        self.is_exact_str(key).then(|| self.intern_value(key))
    }

    /// [`Vm::dict_get`] of what has no table.
    #[cold]
    pub(super) fn forwarded_get(&mut self, dict: Value, key: Value) -> Outcome {
        if forwards(dict)
            && let Some(name) = self.name_of_key(key)
        {
            return Ok(self.instance_get(owner(dict), name).unwrap_or(Value::UNSET));
        }
        self.table_of_other(dict)?;
        self.dict_get(dict, key)
    }

    /// [`Vm::dict_set`] of what has no table.
    #[cold]
    pub(super) fn forwarded_set(&mut self, dict: Value, key: Value, value: Value) -> Outcome<()> {
        if forwards(dict)
            && let Some(name) = self.name_of_key(key)
        {
            return self.instance_set(owner(dict), name, value);
        }
        self.table_of_other(dict)?;
        self.dict_set(dict, key, value)
    }

    /// [`Vm::dict_remove`] of what has no table.
    #[cold]
    pub(super) fn forwarded_remove(&mut self, dict: Value, key: Value) -> Outcome {
        if forwards(dict)
            && let Some(name) = self.name_of_key(key)
        {
            let Some(value) = self.instance_get(owner(dict), name) else { return Ok(Value::UNSET) };
            self.instance_delete(owner(dict), name)?;
            return Ok(value);
        }
        self.table_of_other(dict)?;
        self.dict_remove(dict, key)
    }

    /// Number of items of a dict that forwards.
    pub(super) fn forwarded_len(&self, dict: Value) -> usize {
        let (mut count, mut at) = (0, 0);
        while let Some((_, _, next)) = self.forwarded_entry(dict, at) {
            (count, at) = (count + 1, next);
        }
        count
    }

    /// How many entries a walk from the end begins behind.
    pub(crate) fn forwarded_extent(&self, dict: Value) -> usize {
        self.maps.get(map_of(owner(dict))).count.into()
    }

    /// Key and value of entry `i`; `None` if it is unset.
    fn forwarded_at(&self, dict: Value, i: usize) -> Option<(Value, Value)> {
        let object = owner(dict);
        let mut at = self.maps.get(map_of(object));
        while at.count as usize > i + 1 {
            at = self.maps.get(at.parent);
        }
        let value = self.read_location(object, map_of(object), at.location);
        (!value.is(Value::UNSET)).then_some((at.name, value))
    }

    /// [`Vm::dict_entry`] of a dict that forwards.
    pub(crate) fn forwarded_entry(&self, dict: Value, position: usize) -> Option<(Value, Value, usize)> {
        (position..self.forwarded_extent(dict)).find_map(|i| self.forwarded_at(dict, i).map(|(k, v)| (k, v, i + 1)))
    }

    /// Key and value of the last entry before `position`, and its own.
    pub(crate) fn forwarded_entry_before(&self, dict: Value, position: usize) -> Option<(Value, Value, usize)> {
        let end = position.min(self.forwarded_extent(dict));
        (0..end).rev().find_map(|i| self.forwarded_at(dict, i).map(|(k, v)| (k, v, i)))
    }

    /// A plain dict of what is in one that forwards.
    pub(super) fn copy_forwarded(&mut self, dict: Value) -> Outcome<Gc<Dict>> {
        let copy = self.dict_with_capacity(self.forwarded_extent(dict))?;
        let mut at = 0;
        while let Some((key, value, next)) = self.forwarded_entry(dict, at) {
            let hash = self.hash(key)?;
            self.dict_insert(copy, key, hash, value)?;
            at = next;
        }
        Ok(copy)
    }

    /// Objects have moved: dicts that nobody holds are forgotten, the others found anew.
    pub(crate) fn move_instance_dicts(&mut self, moved: &Moved<'_>) {
        let before = std::mem::take(&mut self.instance_dicts);
        let left = before.into_values().filter_map(|dict| moved.now(dict));
        self.instance_dicts = left.map(|dict| (owner(dict).addr(), dict)).collect();
    }
}
