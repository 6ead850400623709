//! The builtin iterators.
//!
//! [`Vm::builtin_next`] advances all of them by one match on the map id. An exhausted iterator has the
//! target UNSET and stays so. `basic` has those of containers, `combining` has `enumerate`, `zip`, `map`,
//! `filter` and `reversed`; here is what they share.

pub mod anext;
pub mod basic;
pub mod combining;

use crate::native::{Args, Outcome};
use crate::object::layout::{Dict, Iterator, Set};
use crate::object::{Gc, map_of};
use crate::types::dict::instance::forwards;
use crate::vm::Vm;
use pyspec_abi::header::Scan;
use pyspec_abi::{Value, types as id};

const _: () = {
    use crate::object::layout::{Enumerate, Zip};
    use pyspec_abi::layouts::{ENUMERATE_ITERATOR, ENUMERATE_NUMBER, ITERATOR_INDEX, ITERATOR_TARGET, ZIP_ITERATORS};
    use std::mem::offset_of;
    assert!(offset_of!(Iterator, target) == ITERATOR_TARGET && offset_of!(Iterator, index) == ITERATOR_INDEX);
    assert!(offset_of!(Enumerate, iterator) == ENUMERATE_ITERATOR && offset_of!(Enumerate, index) == ENUMERATE_NUMBER);
    assert!(offset_of!(Zip, iterators) == ZIP_ITERATORS);
};

impl Vm {
    /// An iterator on one of the maps of [`Iterator`].
    pub fn new_iterator(&mut self, map: u32, target: Value, index: isize) -> Outcome {
        self.make_iterator(map, target, index, Value::NONE, 0)
    }

    fn make_iterator(&mut self, map: u32, target: Value, index: isize, extra: Value, kind: isize) -> Outcome {
        let iterator = self.alloc::<Iterator>(map, Scan::Values, Iterator::SLOTS)?;
        iterator.target.init(target);
        iterator.index.init(Value::small_int(index));
        iterator.extra.init(extra);
        iterator.kind.init(Value::small_int(kind));
        Ok(iterator.value())
    }

    /// An iterator over a dict; `map` says over what of it and in which direction.
    pub fn new_dict_iterator(&mut self, map: u32, dict: Value) -> Outcome {
        let (count, extent) = if forwards(dict) {
            (self.dict_len(dict), self.forwarded_extent(dict))
        } else {
            let table = self.dict_table(dict)?;
            (table.count(), table.extent())
        };
        let start = if is_reversed(map) { extent as isize } else { 0 };
        self.make_iterator(map, dict, start, Value::small_int(count as isize), count as isize)
    }

    /// An iterator over a set.
    pub fn new_set_iterator(&mut self, set: Gc<Set>) -> Outcome {
        let count = set.count() as isize;
        self.make_iterator(id::SET_ITERATOR, set.value(), 0, Value::small_int(count), count)
    }

    /// `iter(callable, sentinel)`.
    pub fn new_callable_iterator(&mut self, callable: Value, sentinel: Value) -> Outcome {
        self.make_iterator(id::CALLABLE_ITERATOR, callable, 0, sentinel, 0)
    }

    /// Next item of a builtin iterator, UNSET when exhausted; `None`: it is no such iterator.
    #[inline]
    pub fn builtin_next(&mut self, iterator: Value) -> Option<Outcome> {
        // SAFETY: the maps say so.
        unsafe {
            Some(match map_of(iterator) {
                id::LIST_ITERATOR => Ok(basic::list_next(Gc::from_value_unchecked(iterator))),
                id::RANGE_ITERATOR => self.range_next(Gc::from_value_unchecked(iterator)),
                id::TUPLE_ITERATOR => Ok(basic::tuple_next(Gc::from_value_unchecked(iterator))),
                id::GENERATOR => self.generator_next(Gc::from_value_unchecked(iterator)),
                id::DICT_ITERATOR
                | id::DICT_VALUE_ITERATOR
                | id::DICT_ITEM_ITERATOR
                | id::DICT_REVERSE_KEY_ITERATOR
                | id::DICT_REVERSE_VALUE_ITERATOR
                | id::DICT_REVERSE_ITEM_ITERATOR => self.dict_next(Gc::from_value_unchecked(iterator)),
                id::SET_ITERATOR => self.set_next(Gc::from_value_unchecked(iterator)),
                id::STR_ITERATOR => self.str_next(Gc::from_value_unchecked(iterator)),
                id::LIST_REVERSE_ITERATOR => Ok(basic::list_reverse_next(Gc::from_value_unchecked(iterator))),
                id::ENUMERATE => self.enumerate_next(Gc::from_value_unchecked(iterator)),
                id::ZIP => self.zip_next(Gc::from_value_unchecked(iterator)),
                id::MAP => self.mapped_next(Gc::from_value_unchecked(iterator)),
                id::FILTER => self.filter_next(Gc::from_value_unchecked(iterator)),
                id::REVERSED => self.reversed_next(Gc::from_value_unchecked(iterator)),
                id::SEQUENCE_ITERATOR => self.sequence_next(Gc::from_value_unchecked(iterator)),
                id::CALLABLE_ITERATOR => self.callable_next(Gc::from_value_unchecked(iterator)),
                _ => return None,
            })
        }
    }

    /// The builtin function `iter`, for `__reduce__`.
    fn iter_function(&mut self) -> Outcome {
        let name = self.intern("iter");
        self.dict_get(self.builtins, name)
    }
}

/// Whether an iterator on this map goes backwards.
pub fn is_reversed(map: u32) -> bool {
    matches!(map, id::DICT_REVERSE_KEY_ITERATOR | id::DICT_REVERSE_VALUE_ITERATOR | id::DICT_REVERSE_ITEM_ITERATOR)
}

/// `__iter__` of every iterator.
pub fn itself(_vm: &mut Vm, args: Args) -> Outcome {
    Ok(args[0])
}

/// `__next__` of every iterator: exact ones and those of subclasses.
pub fn next(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = args[0];
    if iterator.is_ptr() {
        if let Some(result) = vm.builtin_next(iterator) {
            return result;
        }
        if let Some(result) = vm.combining_next(iterator) {
            return result;
        }
    }
    Err(vm.receiver_error("iterator", iterator))
}

/// The receiver as an [`Iterator`].
fn this(vm: &mut Vm, args: Args) -> Outcome<Gc<Iterator>> {
    match Gc::from_value(vm, args[0]) {
        Some(iterator) => Ok(iterator),
        None => Err(vm.receiver_error("iterator", args[0])),
    }
}

/// The dict that a dict's iterator is at.
fn dict_of(iterator: Gc<Iterator>) -> Option<Value> {
    Some(iterator.target.get()).filter(|target| target.is_ptr())
}

/// The table of a dict that an iterator is at, if it has one.
#[inline(always)]
fn table_of(dict: Value) -> Option<Gc<Dict>> {
    // SAFETY: what does not forward has a table.
    (!forwards(dict)).then(|| unsafe { Gc::from_value_unchecked(dict) })
}
