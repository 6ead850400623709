//! Iteration and items.
//!
//! Exact builtins take the short way; for all else the class's special method is called.

use crate::native::{Outcome, Raised};
use crate::object::class::{Special, class_flags};
use crate::object::layout::{Class, Dict, List, Range, Set, Tuple};
use crate::object::{Gc, Rooted, map_of};
use crate::vm::Vm;
use pyspec_abi::{Value, types as id};

/// Dicts are there: start-up makes modules.
pub const DICTS_WORK: bool = true;

impl Vm {
    /// What a generator expression over `v` is given: a loop goes through an exact list, tuple or range by itself, as
    /// through its iterator; of all else the iterator, made before the expression begins.
    pub fn iterable(&mut self, v: Value) -> Outcome {
        if v.is_ptr() && matches!(map_of(v), id::LIST | id::TUPLE | id::RANGE) {
            return Ok(v);
        }
        self.iter(v)
    }

    /// `iter(v)`.
    pub fn iter(&mut self, v: Value) -> Outcome {
        if v.is_ptr() {
            match map_of(v) {
                id::LIST => return self.new_iterator(id::LIST_ITERATOR, v, 0),
                id::TUPLE => return self.new_iterator(id::TUPLE_ITERATOR, v, 0),
                id::DICT | id::INSTANCE_DICT => return self.new_dict_iterator(id::DICT_ITERATOR, v),
                id::LIST_ITERATOR | id::GENERATOR | id::RANGE_ITERATOR | id::ENUMERATE | id::ZIP => return Ok(v),
                _ => {}
            }
        }
        let class = self.class_of(v);
        let Some(method) = self.special(class, Special::Iter) else {
            if self.is_old_sequence(v) {
                return self.new_iterator(id::SEQUENCE_ITERATOR, v, 0);
            }
            return Err(self.not_iterable(v));
        };
        if method.is(Value::NONE) {
            return Err(self.not_iterable(v));
        }
        let iterator = self.call_found(method, v, &[])?;
        self.checked_iterator(iterator)
    }

    /// What an `__iter__` returned, if it is an iterator.
    pub fn checked_iterator(&mut self, iterator: Value) -> Outcome {
        if iterator.is_ptr() && map_of(iterator) == id::GENERATOR {
            return Ok(iterator);
        }
        let class = self.class_of(iterator);
        if self.special(class, Special::Next).is_none() {
            let name = self.type_name(iterator);
            return Err(self.type_error(format!("iter() returned non-iterator of type '{name}'")));
        }
        Ok(iterator)
    }

    #[cold]
    fn not_iterable(&mut self, v: Value) -> Raised {
        let name = self.type_name(v);
        self.type_error(format!("'{name}' object is not iterable"))
    }

    /// Whether it can be iterated by `__getitem__` with 0, 1, 2, …
    pub fn is_old_sequence(&mut self, v: Value) -> bool {
        let class = self.class_of(v);
        class.has(class_flags::HEAP) && !class.has(class_flags::DICT) && self.special(class, Special::GetItem).is_some()
    }

    /// Next item, UNSET when exhausted.
    #[inline]
    pub fn next(&mut self, iterator: Value) -> Outcome {
        if iterator.is_ptr()
            && let Some(result) = self.builtin_next(iterator)
        {
            return result;
        }
        let class = self.class_of(iterator);
        let Some(method) = self.special(class, Special::Next) else {
            let name = self.type_name(iterator);
            return Err(self.type_error(format!("'{name}' object is not an iterator")));
        };
        match self.call_found(method, iterator, &[]) {
            Ok(item) => Ok(item),
            Err(raised) => self.stopped(raised),
        }
    }

    /// UNSET if what is pending is a StopIteration.
    pub fn stopped(&mut self, raised: Raised) -> Outcome {
        let class = self.class_of(self.thread.pending);
        if self.is_subtype(class, self.exceptions.StopIteration) {
            self.take_pending();
            return Ok(Value::UNSET);
        }
        Err(raised)
    }

    /// Calls `each` with every item of an iterable, until it says `false`.
    pub fn for_each(&mut self, iterable: Value, mut each: impl FnMut(&mut Vm, Value) -> Outcome<bool>) -> Outcome<()> {
        if iterable.is_ptr() {
            match map_of(iterable) {
                id::LIST => return self.for_each_of_list(iterable, each),
                id::TUPLE => {
                    for &item in self.tuple_items(iterable) {
                        if !each(self, item)? {
                            break;
                        }
                    }
                    return Ok(());
                }
                id::SET | id::FROZENSET => return self.for_each_of_set(iterable, each),
                _ => {}
            }
        }
        let iterator = self.iter(iterable)?;
        loop {
            let item = self.next(iterator)?;
            if item.is(Value::UNSET) || !each(self, item)? {
                return Ok(());
            }
        }
    }

    /// [`Vm::for_each`] of an exact list, which may change meanwhile.
    #[inline]
    fn for_each_of_list(&mut self, list: Value, mut each: impl FnMut(&mut Vm, Value) -> Outcome<bool>) -> Outcome<()> {
        // SAFETY: the caller has seen its map.
        let list: Gc<List> = unsafe { Gc::from_value_unchecked(list) };
        let mut i = 0;
        while let Some(&item) = list.slots().get(i) {
            if !each(self, item)? {
                break;
            }
            i += 1;
        }
        Ok(())
    }

    /// [`Vm::for_each`] of an exact set, whose size must stay.
    #[inline]
    fn for_each_of_set(&mut self, set: Value, mut each: impl FnMut(&mut Vm, Value) -> Outcome<bool>) -> Outcome<()> {
        // SAFETY: the caller has seen its map.
        let set: Gc<Set> = unsafe { Gc::from_value_unchecked(set) };
        let count = set.count();
        for (item, _) in self.set_items::<64>(set) {
            if !each(self, item)? {
                return Ok(());
            }
            if set.count() != count {
                return Err(self.runtime_error("Set changed size during iteration"));
            }
        }
        Ok(())
    }

    /// All items of an iterable, in a rooted vector.
    pub fn collect_items(&mut self, iterable: Value) -> Outcome<Rooted> {
        if iterable.is_ptr() {
            match map_of(iterable) {
                // SAFETY: the maps say so.
                id::LIST => {
                    return Ok(Rooted::from_slice(unsafe { Gc::<List>::from_value_unchecked(iterable) }.slots()));
                }
                // SAFETY: as above.
                id::TUPLE => {
                    return Ok(Rooted::from_slice(unsafe { Gc::<Tuple>::from_value_unchecked(iterable) }.items()));
                }
                _ => {}
            }
        }
        if let Some(g) = crate::compiled::as_generator(iterable) {
            return Ok(Rooted::from_slice(self.list_whole(g)?.slots()));
        }
        let mut items = Rooted::new();
        self.for_each(iterable, |_, item| {
            items.push(item);
            Ok(true)
        })?;
        Ok(items)
    }

    /// `len(v)` of the exact containers.
    #[inline]
    pub fn quick_len(&self, v: Value) -> Option<usize> {
        if !v.is_ptr() {
            return None;
        }
        // SAFETY: the maps say so.
        unsafe {
            match map_of(v) {
                id::LIST => Some(Gc::<List>::from_value_unchecked(v).count()),
                id::TUPLE => Some(Gc::<Tuple>::from_value_unchecked(v).count()),
                id::DICT => Some(Gc::<Dict>::from_value_unchecked(v).count()),
                id::SET | id::FROZENSET => Some(Gc::<Set>::from_value_unchecked(v).count()),
                id::STR | id::STR_SHARED => Some(self.str_len(v)),
                id::INSTANCE_DICT => Some(self.dict_len(v)),
                id::RANGE => Gc::<Range>::from_value_unchecked(v).quick_len(),
                _ => None,
            }
        }
    }

    /// `len(v)`.
    pub fn len(&mut self, v: Value) -> Outcome<usize> {
        if let Some(n) = self.quick_len(v) {
            return Ok(n);
        }
        let class = self.class_of(v);
        match self.special(class, Special::Len) {
            Some(method) if !method.is(Value::NONE) => self.length_by(method, v),
            _ => {
                let name = self.type_name(v);
                Err(self.type_error(format!("object of type '{name}' has no len()")))
            }
        }
    }

    /// What a `__len__` returns, checked.
    pub fn length_by(&mut self, method: Value, v: Value) -> Outcome<usize> {
        let result = self.call_found(method, v, &[])?;
        self.checked_length(result)
    }

    /// The length that a `__len__` returned.
    pub fn checked_length(&mut self, result: Value) -> Outcome<usize> {
        if result.is_int() && result.as_int() >= 0 {
            return Ok(result.as_int() as usize);
        }
        let exact = self.index(result)?;
        match self.int_value(exact) {
            Some(n) if n >= 0 => Ok(n as usize),
            None if self.big_value(exact).is_none_or(|big| big > dashu_int::IBig::ZERO) => {
                let name = self.type_name(result);
                Err(self.overflow_error(format!("cannot fit '{name}' into an index-sized integer")))
            }
            _ => Err(self.value_error("__len__() should return >= 0")),
        }
    }

    /// `operator.length_hint(v, default)`.
    pub fn length_hint(&mut self, v: Value, default: usize) -> Outcome<usize> {
        let class = self.class_of(v);
        if self.special(class, Special::Len).is_some_and(|m| !m.is(Value::NONE)) {
            match self.len(v) {
                Ok(n) => return Ok(n),
                Err(raised) => self.forgive_type_error(raised)?,
            }
        }
        let Some(method) = self.special(class, Special::LengthHint) else { return Ok(default) };
        let hint = match self.call_found(method, v, &[]) {
            Ok(hint) => hint,
            Err(raised) => {
                self.forgive_type_error(raised)?;
                return Ok(default);
            }
        };
        if hint.is(Value::NOT_IMPLEMENTED) {
            return Ok(default);
        }
        match self.int_value(hint) {
            Some(n) if n >= 0 => Ok(n as usize),
            Some(_) => Err(self.value_error("__length_hint__() should return >= 0")),
            None => {
                let name = self.type_name(hint);
                Err(self.type_error(format!("__length_hint__ must be an integer, not {name}")))
            }
        }
    }

    /// Takes a pending TypeError away.
    fn forgive_type_error(&mut self, raised: Raised) -> Outcome<()> {
        let class = self.class_of(self.thread.pending);
        if !self.is_subtype(class, self.exceptions.TypeError) {
            return Err(raised);
        }
        self.take_pending();
        Ok(())
    }

    /// `v[key]`.
    #[inline]
    pub fn get_item(&mut self, v: Value, key: Value) -> Outcome {
        if v.is_ptr() {
            // SAFETY: the maps say so.
            unsafe {
                match map_of(v) {
                    id::LIST => return self.list_item(Gc::from_value_unchecked(v), key),
                    id::DICT | id::INSTANCE_DICT => return self.dict_item(v, key),
                    id::TUPLE => return self.tuple_item(Gc::from_value_unchecked(v), key),
                    id::RANGE => return self.range_item(Gc::from_value_unchecked(v), key),
                    id::STR | id::STR_SHARED => return self.str_get_item(v, key),
                    _ => {}
                }
            }
        }
        self.get_item_of_class(v, key)
    }

    fn get_item_of_class(&mut self, v: Value, key: Value) -> Outcome {
        if let Some(outcome) = self.machine_item(v, key) {
            return outcome;
        }
        let class = self.class_of(v);
        if let Some(method) = self.special(class, Special::GetItem) {
            return self.call_found(method, v, &[key]);
        }
        let name = self.type_name(v);
        let Some(generic) = Gc::<Class>::from_value(self, v) else {
            return Err(self.type_error(format!("'{name}' object is not subscriptable")));
        };
        if generic == self.builtin_class(id::TYPE) {
            return self.new_generic_alias(v, key);
        }
        let attribute = self.names.specials[Special::ClassGetItem as usize];
        let method = self.get_attr_or_unset(v, attribute)?;
        if method.is(Value::UNSET) || method.is(Value::NONE) {
            let name = self.class_name(generic);
            return Err(self.type_error(format!("type '{name}' is not subscriptable")));
        }
        self.call(method, &[key])
    }

    /// `v[start:stop]` of an exact list, tuple or str and bounds that are ints in place or None.
    pub fn quick_slice(&mut self, v: Value, start: Value, stop: Value) -> Option<Outcome> {
        if !v.is_ptr() {
            return None;
        }
        let map = map_of(v);
        // SAFETY: the maps say so.
        let len = unsafe {
            match map {
                id::LIST => Gc::<List>::from_value_unchecked(v).count(),
                id::TUPLE => Gc::<Tuple>::from_value_unchecked(v).count(),
                id::STR | id::STR_SHARED => self.str_len(v),
                _ => return None,
            }
        };
        let from = crate::types::sequence::clamped(start, 0, len)?;
        let to = crate::types::sequence::clamped(stop, len, len)?.max(from);
        // SAFETY: as above.
        Some(unsafe {
            match map {
                id::LIST => self.list_slice(Gc::from_value_unchecked(v), from, to),
                id::TUPLE if to - from == len => Ok(v),
                id::TUPLE => self.new_tuple(&Gc::<Tuple>::from_value_unchecked(v).items()[from..to]),
                _ => {
                    let bounds = crate::types::sequence::Bounds { start: from as isize, step: 1, count: to - from };
                    self.str_slice(v, bounds)
                }
            }
        })
    }

    /// `v[key] = value`.
    #[inline]
    pub fn set_item(&mut self, v: Value, key: Value, value: Value) -> Outcome<()> {
        if v.is_ptr() {
            match map_of(v) {
                // SAFETY: the map says so.
                id::LIST => return self.list_set_item(unsafe { Gc::from_value_unchecked(v) }, key, value),
                id::DICT | id::INSTANCE_DICT => return self.dict_set(v, key, value),
                _ => {}
            }
        }
        if self.set_machine_item(v, key, value) {
            return Ok(());
        }
        let class = self.class_of(v);
        match self.special(class, Special::SetItem) {
            Some(method) => self.call_found(method, v, &[key, value]).map(|_| ()),
            None => {
                let name = self.type_name(v);
                Err(self.type_error(format!("'{name}' object does not support item assignment")))
            }
        }
    }

    /// `del v[key]`.
    pub fn del_item(&mut self, v: Value, key: Value) -> Outcome<()> {
        let class = self.class_of(v);
        if let Some(method) = self.special(class, Special::DelItem) {
            return self.call_found(method, v, &[key]).map(|_| ());
        }
        let sequence = class.has(class_flags::HEAP) || self.special(class, Special::Len).is_some();
        let verb = if sequence && self.has_index(key) { "doesn't" } else { "does not" };
        let name = self.type_name(v);
        Err(self.type_error(format!("'{name}' object {verb} support item deletion")))
    }

    /// `item in v`.
    pub fn contains(&mut self, v: Value, item: Value) -> Outcome<bool> {
        if v.is_ptr() {
            // SAFETY: the maps say so.
            unsafe {
                match map_of(v) {
                    id::DICT | id::INSTANCE_DICT => return Ok(!self.dict_get(v, item)?.is(Value::UNSET)),
                    id::SET | id::FROZENSET => {
                        let item = crate::types::set::search(self, item)?;
                        return self.set_contains(Gc::from_value_unchecked(v), item);
                    }
                    id::LIST => return Ok(self.list_find(Gc::from_value_unchecked(v), item, 0, usize::MAX)?.is_some()),
                    id::TUPLE => {
                        let tuple = Gc::from_value_unchecked(v);
                        return Ok(crate::types::tuple::find(self, tuple, item, 0, usize::MAX)?.is_some());
                    }
                    _ => {}
                }
            }
        }
        let class = self.class_of(v);
        match self.special(class, Special::Contains) {
            Some(method) if method.is(Value::NONE) => {
                let name = self.type_name(v);
                Err(self.type_error(format!("'{name}' object is not a container")))
            }
            Some(method) => {
                let result = self.call_found(method, v, &[item])?;
                self.truth(result)
            }
            None => self.contains_by_iteration(v, item),
        }
    }

    fn contains_by_iteration(&mut self, v: Value, item: Value) -> Outcome<bool> {
        let class = self.class_of(v);
        if self.special(class, Special::Iter).is_none_or(|m| m.is(Value::NONE)) && !self.is_old_sequence(v) {
            let name = self.type_name(v);
            return Err(self.type_error(format!("argument of type '{name}' is not a container or iterable")));
        }
        let mut found = false;
        self.for_each(v, |vm, candidate| {
            found = vm.equal(candidate, item)?;
            Ok(!found)
        })?;
        Ok(found)
    }

    /// Length of an exact list or subclass.
    pub fn list_len(&self, list: Value) -> usize {
        Gc::<List>::from_value(self, list).expect("a list").count()
    }

    /// Item of a list, by index in range.
    pub fn list_get(&mut self, list: Value, i: usize) -> Value {
        Gc::<List>::from_value(self, list).expect("a list").slots()[i]
    }

    /// Appends to a list.
    #[inline]
    pub fn list_append(&mut self, list: Value, item: Value) -> Outcome<()> {
        let list = Gc::<List>::from_value(self, list).expect("a list");
        self.list_push(list, item)
    }

    /// Adds to a set; whether it was new.
    pub fn set_add(&mut self, set: Value, item: Value) -> Outcome<bool> {
        let set = Gc::<Set>::from_value(self, set).expect("a set");
        self.set_insert(set, item)
    }

    /// Items of a tuple or an instance of a subclass.
    #[inline]
    pub fn tuple_items<'a>(&self, tuple: Value) -> &'a [Value] {
        self.as_tuple(tuple).expect("a tuple").items()
    }
}
