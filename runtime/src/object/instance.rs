//! Attributes in instances: reading, adding, deleting, devolving.
//!
//! A store to a new attribute moves the object to the next map and writes the slot with no
//! safepoint between; what has to be allocated (an overflow array) is allocated before.

use super::class::{ClassRef, class_flags as flag};
use super::gc::{Field, Gc, header_of, map_of};
use super::layout::{Function, Module};
use super::lookup::array_slot;
use super::map::{Location, MapKind};
use super::rooted::RootedPairs;
use crate::native::Outcome;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::types as id;

/// Where an object keeps its own attributes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Storage {
    /// It has none.
    None,
    /// As its map says.
    Map,
    /// In a dict at this byte offset (UNSET until needed).
    Dict(u16),
    /// In the class's own table.
    Class,
}

/// Most inline attribute slots that are learned.
const MAX_LEARNED: u16 = 60;

/// The field at a byte offset.
#[inline(always)]
pub fn field_at<'a>(object: Value, offset: u16) -> &'a Field {
    // SAFETY: offsets come from maps and layouts, which cover the object.
    unsafe { &*((object.bits() + offset as usize) as *const Field) }
}

fn set_map(object: Value, map: u32) {
    // SAFETY: an object begins with its header.
    unsafe { *(object.bits() as *mut u64) = header_of(object).with_map(map).0 }
}

impl Vm {
    /// How an object keeps its own attributes.
    pub fn storage_of(&self, object: Value) -> Storage {
        if !object.is_ptr() {
            return Storage::None;
        }
        let map = self.maps.get(map_of(object));
        if map.kind != MapKind::Fixed {
            return Storage::Map;
        }
        let Some(class) = map.class else { return Storage::None };
        if !class.has(flag::DICT_FIELD) {
            return Storage::None;
        }
        match class.info().base_map {
            id::TYPE => Storage::Class,
            id::FUNCTION => Storage::Dict(std::mem::offset_of!(Function, dict) as u16),
            id::MODULE => Storage::Dict(std::mem::offset_of!(Module, dict) as u16),
            _ => Storage::Dict(16),
        }
    }

    /// Value of attribute `name` in the instance itself (maps or its dict), no class, no descriptors.
    pub fn instance_get(&mut self, object: Value, name: Value) -> Option<Value> {
        match self.storage_of(object) {
            Storage::None => None,
            Storage::Class => {
                let class = self.as_class(object)?;
                self.class_own(class, name)
            }
            Storage::Dict(offset) => self.field_dict_get(object, offset, name),
            Storage::Map => {
                let map = map_of(object);
                if self.maps.get(map).kind == MapKind::Devolved {
                    return self.field_dict_get(object, self.maps.get(map).last_offset(), name);
                }
                let location = self.maps.find(map, name)?;
                let value = self.read_location(object, map, location);
                if value.is(Value::UNSET) { None } else { Some(value) }
            }
        }
    }

    fn field_dict_get(&mut self, object: Value, offset: u16, name: Value) -> Option<Value> {
        let dict = field_at(object, offset).get();
        if dict.is(Value::UNSET) {
            return None;
        }
        // Strings neither compare nor hash by Python code.
        let value = self.dict_get(dict, name).ok()?;
        if value.is(Value::UNSET) { None } else { Some(value) }
    }

    /// The value at a location of an object on `map`.
    #[inline]
    pub fn read_location(&self, object: Value, map: u32, location: Location) -> Value {
        match location {
            Location::Inline(offset) => field_at(object, offset).get(),
            Location::Overflow(i) => {
                let array = field_at(object, self.maps.get(map).last_offset()).get();
                // SAFETY: the map says that the array has this many.
                unsafe { *array_slot(array, i as usize) }
            }
        }
    }

    /// Writes to a location of an object on `map`.
    #[inline]
    pub fn write_location(&mut self, object: Value, map: u32, location: Location, value: Value) {
        match location {
            Location::Inline(offset) => field_at(object, offset).set(&mut self.heap, object, value),
            Location::Overflow(i) => {
                let array = field_at(object, self.maps.get(map).last_offset()).get();
                self.write_array(array, i as usize, value);
            }
        }
    }

    /// Writes slot `i` behind the header, through the barrier.
    pub fn write_slot(&mut self, object: Value, i: usize, value: Value) {
        field_at(object, 8 * (1 + i) as u16).set(&mut self.heap, object, value);
    }

    /// The cell of a module's global.
    pub fn module_cell(&mut self, module: Value, name: Value) -> Option<Value> {
        let Storage::Dict(offset) = self.storage_of(module) else { return None };
        let dict = self.dict_in_field(module, offset).ok()?;
        Some(self.globals_cell(dict, name).ok()??.value())
    }

    /// Stores into the instance itself.
    pub fn instance_set(&mut self, object: Value, name: Value, value: Value) -> Outcome<()> {
        match self.storage_of(object) {
            Storage::None => {
                let class = self.type_name(object);
                let name = self.str_lossy(name);
                Err(self.attribute_error(format!("'{class}' object has no attribute '{name}'")))
            }
            Storage::Class => {
                let class = self.as_class(object).expect("classes are on maps of metaclasses");
                let dunder = self.str_bytes(name).starts_with(b"__");
                let old = self.lookup(class, name);
                let breaks = dunder
                    || !self.is_plain_class_value(value)
                    || old.is_some_and(|old| !self.is_plain_class_value(old));
                self.class_put(class, name, value)?;
                self.class_attribute_changed(class, breaks);
                // Caches go by the map alone where a data descriptor, a slot's too, was found or none.
                if self.is_data_descriptor(value) || old.is_some_and(|old| self.is_data_descriptor(old)) {
                    crate::interp::forget_attributes(self);
                }
                Ok(())
            }
            Storage::Dict(offset) => {
                let dict = self.dict_in_field(object, offset)?;
                self.dict_set(dict, name, value)
            }
            Storage::Map => self.map_set(object, name, value),
        }
    }

    /// The dict in a field, made if it is not there.
    pub fn dict_in_field(&mut self, object: Value, offset: u16) -> Outcome {
        let dict = field_at(object, offset).get();
        if !dict.is(Value::UNSET) {
            return Ok(dict);
        }
        // A module's globals are in cells.
        let dict = if self.is_module_map(map_of(object)) { self.new_globals()? } else { self.new_dict()? };
        field_at(object, offset).set(&mut self.heap, object, dict);
        Ok(dict)
    }

    fn map_set(&mut self, object: Value, name: Value, value: Value) -> Outcome<()> {
        let map = map_of(object);
        if self.maps.get(map).kind == MapKind::Devolved {
            let dict = field_at(object, self.maps.get(map).last_offset()).get();
            return self.dict_set(dict, name, value);
        }
        if let Some(location) = self.maps.find(map, name) {
            self.write_location(object, map, location, value);
            return Ok(());
        }
        match self.maps.transition(map, name) {
            Some(next) => self.advance(object, map, next, value),
            None => {
                let dict = self.devolve(object)?;
                self.dict_set(dict, name, value)
            }
        }
    }

    /// Moves an object from `map` to its successor `next` and stores the new attribute.
    pub fn advance(&mut self, object: Value, map: u32, next: u32, value: Value) -> Outcome<()> {
        self.note_width(next);
        match self.maps.get(next).location {
            Location::Inline(offset) => {
                field_at(object, offset).set(&mut self.heap, object, value);
            }
            Location::Overflow(i) => {
                let array = self.room_for(object, map, i as usize)?;
                self.write_array(array, i as usize, value);
                let last = self.maps.get(next).last_offset();
                field_at(object, last).set(&mut self.heap, object, array);
            }
        }
        set_map(object, next);
        Ok(())
    }

    /// An overflow array with room for number `i`, filled with what overflowed already. The object is not changed.
    fn room_for(&mut self, object: Value, map: u32, i: usize) -> Outcome {
        let from = self.maps.get(map);
        let last = from.last_offset();
        if !from.overflows() {
            let array = self.new_array(4)?;
            self.write_array(array, 0, field_at(object, last).get());
            return Ok(array);
        }
        let old = field_at(object, last).get();
        if i < self.array_len(old) {
            return Ok(old);
        }
        let array = self.new_array(2 * i)?;
        for k in 0..i {
            // SAFETY: the old array has `i` values.
            let v = unsafe { *array_slot(field_at(object, last).get(), k) };
            self.write_array(array, k, v);
        }
        Ok(array)
    }

    /// Remembers how many attributes instances get, for the next terminator.
    fn note_width(&mut self, map: u32) {
        let map = self.maps.get(map);
        if let Some(class) = map.class {
            let info = class.info();
            info.widest = info.widest.max(map.count);
        }
    }

    /// Removes an attribute of the instance itself; whether there was one.
    pub fn instance_delete(&mut self, object: Value, name: Value) -> Outcome<bool> {
        match self.storage_of(object) {
            Storage::None => Ok(false),
            Storage::Class => {
                let class = self.as_class(object).expect("classes are on maps of metaclasses");
                let old = self.lookup(class, name);
                let had = self.class_remove(class, name);
                if had {
                    self.class_changed(class);
                    if old.is_some_and(|old| self.is_data_descriptor(old)) {
                        crate::interp::forget_attributes(self);
                    }
                }
                Ok(had)
            }
            Storage::Dict(offset) => self.field_dict_remove(object, offset, name),
            Storage::Map => {
                let map = map_of(object);
                if self.maps.get(map).kind == MapKind::Devolved {
                    return self.field_dict_remove(object, self.maps.get(map).last_offset(), name);
                }
                if self.maps.find(map, name).is_none() {
                    return Ok(false);
                }
                self.rebuild_without(object, name)?;
                Ok(true)
            }
        }
    }

    fn field_dict_remove(&mut self, object: Value, offset: u16, name: Value) -> Outcome<bool> {
        let dict = field_at(object, offset).get();
        if dict.is(Value::UNSET) {
            return Ok(false);
        }
        Ok(!self.dict_remove(dict, name)?.is(Value::UNSET))
    }

    fn rebuild_without(&mut self, object: Value, name: Value) -> Outcome<()> {
        let items = self.instance_items(object);
        self.reset_to(object, self.maps.get(map_of(object)).terminator);
        for (key, value) in items {
            if !key.is(name) {
                self.map_set(object, key, value)?;
            }
        }
        Ok(())
    }

    /// Empties the attribute slots and puts the object on `map`.
    fn reset_to(&mut self, object: Value, map: u32) {
        let to = self.maps.get(map);
        for i in 0..to.inline_slots {
            field_at(object, to.offset(i)).set_plain(Value::UNSET);
        }
        set_map(object, map);
    }

    /// (name, value) of the attributes in the instance itself, in order.
    pub fn instance_items(&mut self, object: Value) -> RootedPairs {
        match self.storage_of(object) {
            Storage::None => RootedPairs::default(),
            Storage::Class => self.as_class(object).map_or_else(RootedPairs::default, |class| self.class_items(class)),
            Storage::Dict(offset) => self.dict_pairs(field_at(object, offset).get()),
            Storage::Map => {
                let map = map_of(object);
                if self.maps.get(map).kind == MapKind::Devolved {
                    return self.dict_pairs(field_at(object, self.maps.get(map).last_offset()).get());
                }
                let mut all = RootedPairs::default();
                for (name, location) in self.maps.attributes(map) {
                    let value = self.read_location(object, map, location);
                    if !value.is(Value::UNSET) {
                        all.push(name, value);
                    }
                }
                all
            }
        }
    }

    /// (key, value) of a dict's items; UNSET is an empty one.
    pub fn dict_pairs(&mut self, dict: Value) -> RootedPairs {
        let mut pairs = RootedPairs::default();
        let mut at = 0;
        while !dict.is(Value::UNSET)
            && let Some((key, value, next)) = self.dict_entry(dict, at)
        {
            pairs.push(key, value);
            at = next;
        }
        pairs
    }

    /// Turns an instance's attributes into a dict, which it gives.
    pub fn devolve(&mut self, object: Value) -> Outcome {
        let map = map_of(object);
        if self.maps.get(map).kind == MapKind::Devolved {
            return Ok(field_at(object, self.maps.get(map).last_offset()).get());
        }
        if let Some(dict) = self.forwarding_dict(object) {
            self.expose_dict(dict)?;
            return Ok(dict);
        }
        let dict = self.new_dict()?;
        for (name, value) in self.instance_items(object) {
            self.dict_set(dict, name, value)?;
        }
        self.put_dict(object, dict);
        Ok(dict)
    }

    /// Makes `dict` the one that holds an instance's attributes.
    pub fn put_dict(&mut self, object: Value, dict: Value) {
        let to = self.maps.devolved(map_of(object));
        self.reset_to(object, to);
        let last = self.maps.get(to).last_offset();
        field_at(object, last).set(&mut self.heap, object, dict);
    }

    /// The `__dict__` of an instance as an object, UNSET if it has none.
    pub fn instance_dict(&mut self, object: Value) -> Outcome {
        match self.storage_of(object) {
            Storage::None | Storage::Class => Ok(Value::UNSET),
            Storage::Dict(offset) => self.dict_in_field(object, offset),
            Storage::Map => self.attributes_dict(object),
        }
    }

    /// Objects that hold a state of the runtime's are made by it, or by a `__new__` of their class.
    #[cold]
    fn not_made_by_programs(&mut self, class: ClassRef) -> crate::native::Raised {
        match self.full_class_name(class) {
            Ok(name) => self.type_error(format!("cannot create '{name}' instances")),
            Err(raised) => raised,
        }
    }

    /// A new instance of a class, its attributes and the fields of its builtin base unset (`object.__new__`).
    #[inline]
    pub fn new_instance(&mut self, class: ClassRef) -> Outcome {
        let info = class.info();
        let map = info.terminator;
        let slots = (info.base_slots + info.inline_slots) as usize;
        let scan = info.scan;
        let named = info.base_slots;
        let fields = match info.base_map {
            id::OBJECT => 0,
            id::PAYLOAD => return Err(self.not_made_by_programs(class)),
            map => self.builtin_class(map).info().base_slots,
        };
        info.instances += 1;
        if info.instances & 7 == 0 && info.instances.is_power_of_two() && self.learn_width(class) {
            return self.new_instance(class);
        }
        let finalizer = info.flags & flag::FINALIZER != 0;
        let object = match self.heap.alloc(map, scan, slots.max(1)) {
            Ok(object) => object,
            Err(_) => return Err(self.raise_out_of_memory()),
        };
        if named > fields {
            // Inline caches read `__slots__` as they are: what was never set must say so.
            (fields..named).for_each(|i| field_at(object, 8 * (1 + i)).init(Value::UNSET));
        }
        if finalizer {
            self.heap.register_finalizer(object);
        }
        Ok(object)
    }

    /// Makes a terminator of the size that instances turned out to have; whether that was another one.
    #[cold]
    fn learn_width(&mut self, class: ClassRef) -> bool {
        let info = class.info();
        // Of a class with planned maps compiled code knows the size, and adds attributes without counting them here.
        if info.terminator >= super::map::FIRST_PLANNED {
            return false;
        }
        let wanted = info.widest.clamp(1, MAX_LEARNED);
        if self.maps.get(info.terminator).kind != MapKind::Attributes || wanted == info.inline_slots {
            return false;
        }
        info.inline_slots = wanted;
        info.terminator = self.terminator_with(class, info.base_slots, wanted);
        true
    }

    /// Registers a new object's finalizer, if its class has one.
    pub fn register_finalizer(&mut self, class: ClassRef, object: Value) {
        if class.has(flag::FINALIZER) {
            self.heap.register_finalizer(object);
        }
    }

    /// Gives an instance another class; both must lay out instances alike.
    pub fn set_class(&mut self, object: Value, class: ClassRef) -> Outcome<()> {
        let map = self.maps.get(map_of(object));
        if map.kind == MapKind::Fixed {
            // Nothing but fields, which are alike.
            set_map(object, class.info().terminator);
            return Ok(());
        }
        let (inline, base) = (map.inline_slots, map.base_slots);
        let terminator = self.terminator_with(class, base, inline);
        if self.maps.get(map_of(object)).kind == MapKind::Devolved {
            let to = self.maps.devolved(terminator);
            set_map(object, to);
            return Ok(());
        }
        let items = self.instance_items(object);
        self.reset_to(object, terminator);
        for (name, value) in items {
            self.map_set(object, name, value)?;
        }
        Ok(())
    }

    /// A terminator of `class` for objects of a given size: its own, or one more.
    pub fn terminator_with(&mut self, class: ClassRef, base_slots: u16, inline_slots: u16) -> u32 {
        let own = class.info().terminator;
        let fits = |m: &super::map::Map| m.inline_slots == inline_slots && m.base_slots == base_slots;
        if fits(self.maps.get(own)) {
            return own;
        }
        let other = self
            .maps
            .iter()
            .find(|(_, m)| m.class == Some(class) && m.parent == 0 && m.kind == MapKind::Attributes && fits(m));
        if let Some((id, _)) = other {
            return id;
        }
        let bitmap = class.info().bitmap;
        let map = super::map::Map::terminator(Some(class), MapKind::Attributes, base_slots, inline_slots, bitmap);
        self.maps.add(map)
    }

    /// A checked pointer, by type.
    pub fn cast<T: super::gc::Object>(&self, value: Value) -> Option<Gc<T>> {
        Gc::from_value(self, value)
    }
}
