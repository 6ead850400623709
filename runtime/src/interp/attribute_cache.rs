//! What loading a name from objects on a map, or storing it, came to, for sites that see several maps and for what no
//! inline cache holds: attributes of the class, methods, properties.
//!
//! An entry is good while the class has the version it had, and until the next major collection, which may
//! free what the entries name: the cache is emptied then.

use crate::object::class::{ClassRef, Special};
use crate::object::layout::StaticMethod;
use crate::object::map_of;
use crate::protocol::attribute::{LoadKind, StoreKind, StorePlan};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::types as id;

const ENTRIES: usize = 512;

/// How to load a name from objects on a map.
#[derive(Clone, Copy)]
pub struct Entry {
    map: u32,
    version: u32,
    name: usize,
    /// Where the class says its version now; valid while the map has a class.
    now: *const u32,
    pub kind: LoadKind,
}

/// How to store a name into objects on a map.
#[derive(Clone, Copy)]
struct Store {
    map: u32,
    version: u32,
    name: usize,
    now: *const u32,
    kind: StoreKind,
}

/// What `super().name` found for a receiver.
#[derive(Clone, Copy, PartialEq, Eq)]
struct SuperKey {
    /// The class that `super` starts behind, the name.
    start: usize,
    name: usize,
    /// Version of the receiver's class: versions are never used twice.
    version: u32,
}

const SUPER_ENTRIES: usize = 256;

/// The entries, by hashes of what was asked; none before the first is made.
#[derive(Default)]
pub struct AttributeCache {
    loads: Vec<Option<Entry>>,
    stores: Vec<Option<Store>>,
    supers: Vec<Option<(SuperKey, Value)>>,
    misses: u32,
    /// How often something could not be remembered because it is young, since the collection for that.
    young: u32,
    /// How many such collections there were.
    aged: u32,
}

/// Misses on account of young objects before a collection makes them old, the first time.
const YOUNG_MISSES: u32 = 100;

impl SuperKey {
    fn place(self) -> usize {
        ((self.name >> 4) ^ (self.start >> 5) ^ (self.version as usize).wrapping_mul(0x9e37_79b1) >> 3) % SUPER_ENTRIES
    }
}

#[inline(always)]
fn place_of(map: u32, name: Value) -> usize {
    ((name.bits() >> 4) ^ (map as usize).wrapping_mul(0x9e37_79b1) >> 3) % ENTRIES
}

impl AttributeCache {
    /// What is known of a name of objects on a map.
    #[inline(always)]
    pub fn find(&self, map: u32, name: Value) -> Option<&Entry> {
        let entry = self.loads.get(place_of(map, name))?.as_ref()?;
        // SAFETY: entries are dropped before classes are freed.
        let good = entry.map == map && entry.name == name.bits() && entry.version == unsafe { *entry.now };
        if good { Some(entry) } else { None }
    }

    /// The same for storing it.
    #[inline(always)]
    pub fn find_store(&self, map: u32, name: Value) -> Option<StoreKind> {
        let entry = self.stores.get(place_of(map, name))?.as_ref()?;
        // SAFETY: as in `find`.
        let good = entry.map == map && entry.name == name.bits() && entry.version == unsafe { *entry.now };
        if good { Some(entry.kind) } else { None }
    }

    /// Counts a miss of an inline cache for calls; whether this one is worth filling it anew. A site that sees several
    /// maps would else fill it at each call.
    #[inline(always)]
    pub fn refills(&mut self) -> bool {
        self.misses = self.misses.wrapping_add(1);
        self.misses & 7 == 0
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.loads.fill(None);
        self.stores.fill(None);
        self.supers.fill(None);
    }
}

impl Vm {
    /// The function that `super().name` finds for a receiver, if it can be called with it in front.
    pub fn super_function(&mut self, super_value: Value, class: Value, object: Value, name: Value) -> Option<Value> {
        if !super_value.is(self.builtin_class(id::SUPER).value()) {
            return None;
        }
        let version = self.class_of(object).info().version;
        let key = SuperKey { start: class.bits(), name: name.bits(), version };
        if let Some(Some((known, f))) = self.interp.attributes.supers.get(key.place())
            && *known == key
        {
            return Some(*f);
        }
        let f = self.find_super_function(class, object, name)?;
        if !self.is_young(f) && class.is_ptr() {
            let cache = &mut self.interp.attributes.supers;
            if cache.is_empty() {
                cache.resize(SUPER_ENTRIES, None);
            }
            cache[key.place()] = Some((key, f));
        }
        Some(f)
    }

    /// Finds out how to load a name from objects like this one, and remembers it.
    pub fn learn_attribute(&mut self, object: Value, name: Value) -> Option<Entry> {
        let Some(plan) = self.load_plan(object, name) else {
            let class = self.class_of(object);
            if let Some(found) = self.lookup(class, name) {
                self.age(found);
            }
            return None;
        };
        let now = &raw const self.class_of_map(plan.map).info().version;
        let entry = Entry { map: plan.map, version: plan.version, name: name.bits(), now, kind: plan.kind };
        let cache = &mut self.interp.attributes.loads;
        if cache.is_empty() {
            cache.resize(ENTRIES, None);
        }
        cache[place_of(plan.map, name)] = Some(entry);
        Some(entry)
    }

    /// Finds out how to store a name into objects like this one, and remembers it.
    pub fn learn_store(&mut self, object: Value, name: Value) -> Option<StorePlan> {
        let plan = self.store_plan(object, name)?;
        let now = &raw const self.class_of_map(plan.map).info().version;
        let entry = Store { map: plan.map, version: plan.version, name: name.bits(), now, kind: plan.kind };
        let cache = &mut self.interp.attributes.stores;
        if cache.is_empty() {
            cache.resize(ENTRIES, None);
        }
        cache[place_of(plan.map, name)] = Some(entry);
        Some(plan)
    }

    /// Something that a class holds is wanted in a cache. If that fails again and again because it is young,
    /// a collection makes it old: methods of classes would else be looked up until the nursery is full.
    pub(crate) fn age(&mut self, found: Value) {
        if !self.is_young(found) {
            return;
        }
        let cache = &mut self.interp.attributes;
        cache.young += 1;
        if cache.young >= YOUNG_MISSES << cache.aged.min(12) {
            cache.young = 0;
            cache.aged += 1;
            self.heap.collect(crate::heap::Collection::Minor);
        }
    }

    /// What `class.name` gives for a class on `type`, if no descriptor has a say in it.
    #[inline]
    pub fn quick_class_attribute(&mut self, class: ClassRef, name: Value) -> Option<Value> {
        match self.raw_class_attribute(class, name)? {
            v if !v.is_ptr() => Some(v),
            v => match map_of(v) {
                id::FUNCTION | id::STR | id::LIST | id::TUPLE | id::DICT | id::BIG_INT | id::FLOAT => Some(v),
                id::STATICMETHOD => self.cast::<StaticMethod>(v).map(|m| m.function.get()),
                id::CLASSMETHOD | id::PROPERTY | id::GETSET | id::MEMBER => None,
                _ => {
                    let of = self.class_of(v);
                    if self.special(of, Special::Get).is_none() { Some(v) } else { None }
                }
            },
        }
    }

    /// What a lookup on a class on `type` finds, if `type` itself has nothing of that name.
    #[inline]
    pub fn raw_class_attribute(&mut self, class: ClassRef, name: Value) -> Option<Value> {
        let meta = self.builtin_class(id::TYPE);
        if self.find_on_class(meta, name).is_some() {
            return None;
        }
        self.lookup(class, name)
    }

    /// The attribute of a plain module that is in its dict.
    #[inline]
    pub fn quick_module_attribute(&mut self, module: Value, name: Value) -> Option<Value> {
        let class = self.builtin_class(id::MODULE);
        if map_of(module) != id::MODULE || self.find_on_class(class, name).is_some() {
            return None;
        }
        self.instance_get(module, name)
    }
}
