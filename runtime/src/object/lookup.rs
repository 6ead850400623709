//! Attributes of classes: their own table, lookup along the MRO, caches and versions.
//!
//! A class's own attributes are (name, value) pairs in an array object, so that the collector's
//! barrier covers them; the malloc'd part knows each name's pair. What a lookup found is
//! remembered as (class, pair), never as the value, which may still move: a cache over (version,
//! name) for all classes. Versions are never used twice, so an entry is either right or unreachable.

use super::class::{ClassRef, Special, class_flags as flag};
use super::gc::Gc;
use super::layout::Array;
use super::rooted::RootedPairs;
use crate::native::Outcome;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// Where an attribute of a class is.
#[derive(Clone, Copy)]
pub struct Found {
    pub class: ClassRef,
    pub pair: u32,
}

#[derive(Clone, Copy)]
struct Entry {
    version: u32,
    name: usize,
    found: Option<Found>,
}

const ENTRIES: usize = 2048;

/// Answers by class version and name.
pub struct LookupCache(Box<[Entry; ENTRIES]>);

impl Default for LookupCache {
    fn default() -> LookupCache {
        LookupCache(Box::new([Entry { version: 0, name: 0, found: None }; ENTRIES]))
    }
}

fn entry_of(version: u32, name: Value) -> usize {
    ((name.bits() >> 4) ^ (version as usize).wrapping_mul(0x9e37_79b1)) % ENTRIES
}

/// The slots of an array object.
#[inline(always)]
pub fn array_slot(array: Value, i: usize) -> *mut Value {
    (array.bits() + 8 + 8 * i) as *mut Value
}

impl Found {
    /// Where the value is, as long as the class has its version.
    pub fn address(self) -> *mut Value {
        array_slot(self.class.dict.get(), 2 * self.pair as usize + 1)
    }

    /// The value there now.
    #[inline(always)]
    pub fn value(self) -> Value {
        // SAFETY: the class's table has this pair: entries are forgotten with the version.
        unsafe { *array_slot(self.class.dict.get(), 2 * self.pair as usize + 1) }
    }
}

impl Vm {
    /// A class version nobody has had.
    pub fn next_class_version(&mut self) -> u32 {
        self.class_versions += 1;
        self.class_versions
    }

    /// An attribute of the class itself.
    pub fn class_own(&self, class: ClassRef, name: Value) -> Option<Value> {
        let pair = *class.info().attributes.get(&name)?;
        Some(Found { class, pair }.value())
    }

    /// (name, value) of the class's own attributes, in order.
    pub fn class_items(&self, class: ClassRef) -> RootedPairs {
        let array = class.dict.get();
        // SAFETY: the array has room for the pairs in use.
        let at = |i: usize| unsafe { *array_slot(array, i) };
        let mut all = RootedPairs::default();
        for i in 0..class.info().pairs as usize {
            if !at(2 * i).is(Value::DELETED) {
                all.push(at(2 * i), at(2 * i + 1));
            }
        }
        all
    }

    /// Stores an attribute of the class itself, without looking at what it means; `class_changed` follows.
    pub fn class_put(&mut self, class: ClassRef, name: Value, value: Value) -> Outcome<()> {
        let known = class.info().attributes.get(&name).copied();
        let pair = match known {
            Some(pair) => pair as usize,
            None => self.new_pair(class, name)?,
        };
        let array = class.dict.get();
        self.write_array(array, 2 * pair + 1, value);
        Ok(())
    }

    fn new_pair(&mut self, class: ClassRef, name: Value) -> Outcome<usize> {
        let info = class.info();
        let pair = info.pairs as usize;
        let room = if class.dict.get().is(Value::UNSET) { 0 } else { self.array_len(class.dict.get()) / 2 };
        if pair == room {
            let items = self.class_items(class);
            let array = self.new_array((2 * items.len() + items.len()).max(8) & !1)?;
            let info = class.info();
            info.attributes.clear();
            for (i, (name, value)) in items.iter().enumerate() {
                self.write_array(array, 2 * i, name);
                self.write_array(array, 2 * i + 1, value);
                info.attributes.insert(name, i as u32);
            }
            info.pairs = items.len() as u32;
            class.dict.set(&mut self.heap, class.value(), array);
            // Pairs have moved, which only a new version says.
            self.class_attribute_changed(class, false);
        }
        let info = class.info();
        let pair = info.pairs as usize;
        self.write_array(class.dict.get(), 2 * pair, name);
        self.write_array(class.dict.get(), 2 * pair + 1, Value::NONE);
        info.attributes.insert(name, pair as u32);
        info.pairs += 1;
        Ok(pair)
    }

    /// Removes an attribute of the class itself; whether there was one.
    pub fn class_remove(&mut self, class: ClassRef, name: Value) -> bool {
        let Some(pair) = class.info().attributes.remove(&name) else { return false };
        let array = class.dict.get();
        self.write_array(array, 2 * pair as usize, Value::DELETED);
        self.write_array(array, 2 * pair as usize + 1, Value::NONE);
        true
    }

    /// Says that lookups on `class` and its subclasses may give something else from now on.
    pub fn class_changed(&mut self, class: ClassRef) {
        self.class_attribute_changed(class, true);
    }

    /// The same; `breaks`: what compiled code assumes of the class may not hold any more. It assumes which functions
    /// are found, and that no descriptor gets before an instance's attribute.
    pub fn class_attribute_changed(&mut self, class: ClassRef, breaks: bool) {
        let version = self.next_class_version();
        let info = class.info();
        info.version = version;
        info.specials.fill(None);
        info.plain_init = Value::UNSET;
        self.find_hooks(class);
        if breaks {
            self.break_plan(class);
        }
        for sub in class.info().subclasses.clone() {
            self.class_attribute_changed(sub, breaks);
        }
    }

    /// Whether a class attribute is a value and nothing else: neither called as a method nor bound.
    pub fn is_plain_class_value(&mut self, value: Value) -> bool {
        if !value.is_ptr() {
            return true;
        }
        let of = self.class_of(value);
        !matches!(of.info().base_map, id::TYPE | id::FUNCTION | id::NATIVE_METHOD | id::WRAPPER | id::NATIVE)
            && self.special(of, Special::Get).is_none()
    }

    /// Sets the flags that say which hooks a class has.
    fn find_hooks(&mut self, class: ClassRef) {
        // What `type` and modules do by hooks of their own, the protocols do without calling them.
        let plain =
            [id::OBJECT, id::TYPE, id::MODULE].map(|map| self.builtin_classes.get(map as usize).copied().flatten());
        let mut flags = class.info().flags & !(flag::GETATTRIBUTE | flag::GETATTR | flag::SETATTR | flag::FINALIZER);
        let names = [
            (Special::GetAttribute, flag::GETATTRIBUTE),
            (Special::GetAttr, flag::GETATTR),
            (Special::SetAttr, flag::SETATTR),
            (Special::DelAttr, flag::SETATTR),
            (Special::Del, flag::FINALIZER),
        ];
        for (special, bit) in names {
            let Some(&name) = self.names.specials.get(special as usize) else { return };
            if self.find_in_mro(class, name).is_some_and(|f| !plain.contains(&Some(f.class))) {
                flags |= bit;
            }
        }
        if flags != class.info().flags {
            let info = class.info();
            info.flags = flags;
            if info.instances > 0 || !info.subclasses.is_empty() {
                crate::interp::forget_attributes(self);
            }
        }
    }

    /// The MRO, the class itself first.
    pub fn mro_of(&self, class: ClassRef) -> Vec<ClassRef> {
        if class.mro.get().is(Value::UNSET) {
            return vec![class];
        }
        let items = self.tuple_items(class.mro.get());
        // SAFETY: an MRO holds classes only.
        items.iter().map(|c| unsafe { Gc::from_value_unchecked(*c) }).collect()
    }

    fn find_in_mro(&self, class: ClassRef, name: Value) -> Option<Found> {
        let mro = class.mro.get();
        if mro.is(Value::UNSET) {
            return class.info().attributes.get(&name).map(|&pair| Found { class, pair });
        }
        self.tuple_items(mro).iter().find_map(|c| {
            // SAFETY: an MRO holds classes only.
            let class: ClassRef = unsafe { Gc::from_value_unchecked(*c) };
            class.info().attributes.get(&name).map(|&pair| Found { class, pair })
        })
    }

    /// Where a lookup of an interned name along the MRO ends.
    #[inline]
    pub fn find_on_class(&mut self, class: ClassRef, name: Value) -> Option<Found> {
        let version = class.info().version;
        let entry = self.lookups.0[entry_of(version, name)];
        if entry.version == version && entry.name == name.bits() {
            return entry.found;
        }
        let found = self.find_in_mro(class, name);
        self.lookups.0[entry_of(version, name)] = Entry { version, name: name.bits(), found };
        found
    }

    /// Raw lookup of an interned name along a class's MRO, without binding.
    #[inline]
    pub fn lookup(&mut self, class: ClassRef, name: Value) -> Option<Value> {
        self.find_on_class(class, name).map(Found::value)
    }

    /// The same with the class that has it.
    pub fn lookup_where(&mut self, class: ClassRef, name: Value) -> Option<(ClassRef, Value)> {
        self.find_on_class(class, name).map(|f| (f.class, f.value()))
    }

    /// A special method as found on the class, unbound; cached in the class.
    #[inline]
    pub fn special(&mut self, class: ClassRef, special: Special) -> Option<Value> {
        match class.info().specials[special as usize] {
            Some(v) if v.is(Value::UNSET) => None,
            Some(v) => Some(v),
            None => self.find_special(class, special),
        }
    }

    fn find_special(&mut self, class: ClassRef, special: Special) -> Option<Value> {
        let name = self.names.specials[special as usize];
        let found = self.lookup(class, name);
        if found.is_none_or(|v| !self.is_young(v)) {
            class.info().specials[special as usize] = Some(found.unwrap_or(Value::UNSET));
        }
        found
    }

    /// Whether the object can still move: such a one is kept in no cache.
    pub fn is_young(&self, value: Value) -> bool {
        value.is_ptr() && self.heap.is_young(value)
    }

    /// An array of values, all UNSET.
    pub fn new_array(&mut self, len: usize) -> Outcome {
        let array = self.alloc::<Array>(id::ARRAY, Scan::Array, len.max(1))?.value();
        (0..len.max(1)).for_each(|i| {
            // SAFETY: just allocated with room for this many.
            unsafe { *array_slot(array, i) = Value::UNSET }
        });
        Ok(array)
    }

    /// How many values an array object has room for.
    pub fn array_len(&self, array: Value) -> usize {
        self.heap.slots_of(array)
    }

    /// Writes slot `i` of an array, through the barrier.
    pub fn write_array(&mut self, array: Value, i: usize, value: Value) {
        debug_assert!(i < self.array_len(array));
        let slot = array_slot(array, i);
        // SAFETY: within the array, as the caller knows.
        unsafe { *slot = value };
        self.heap.barrier_array(array, slot);
    }
}
