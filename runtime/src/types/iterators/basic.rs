//! Iterators over lists, tuples, dicts, sets, strs, old sequences and callables.

use super::{dict_of, is_reversed, itself, next, table_of, this};
use crate::native::{Args, Native, Outcome, TypeTable, native};
use crate::object::layout::{Iterator, List, Set, Tuple};
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::effects::Effect;
use pyspec_abi::{Value, types as id};

const ALLOC: Effect = Effect::ALLOC;
const WRITE: Effect = Effect::WRITE_SLOT;
const PY: Effect = Effect::PYTHON;

/// `list_iterator`.
pub static LIST_ITERATOR: TypeTable = table(id::LIST_ITERATOR, "list_iterator", SEQUENCE_ROWS);
/// `tuple_iterator`.
pub static TUPLE_ITERATOR: TypeTable = table(id::TUPLE_ITERATOR, "tuple_iterator", SEQUENCE_ROWS);
/// `str_iterator`.
pub static STR_ITERATOR: TypeTable = table(id::STR_ITERATOR, "str_iterator", SEQUENCE_ROWS);
/// `iterator`, over anything with `__getitem__`.
pub static SEQUENCE_ITERATOR: TypeTable = table(id::SEQUENCE_ITERATOR, "iterator", SEQUENCE_ROWS);
/// `list_reverseiterator`.
pub static LIST_REVERSE_ITERATOR: TypeTable = table(id::LIST_REVERSE_ITERATOR, "list_reverseiterator", SEQUENCE_ROWS);
/// `dict_keyiterator`.
pub static DICT_ITERATOR: TypeTable = table(id::DICT_ITERATOR, "dict_keyiterator", SNAPSHOT_ROWS);
/// `dict_valueiterator`.
pub static DICT_VALUE_ITERATOR: TypeTable = table(id::DICT_VALUE_ITERATOR, "dict_valueiterator", SNAPSHOT_ROWS);
/// `dict_itemiterator`.
pub static DICT_ITEM_ITERATOR: TypeTable = table(id::DICT_ITEM_ITERATOR, "dict_itemiterator", SNAPSHOT_ROWS);
/// `dict_reversekeyiterator`.
pub static DICT_REVERSE_KEY_ITERATOR: TypeTable =
    table(id::DICT_REVERSE_KEY_ITERATOR, "dict_reversekeyiterator", SNAPSHOT_ROWS);
/// `dict_reversevalueiterator`.
pub static DICT_REVERSE_VALUE_ITERATOR: TypeTable =
    table(id::DICT_REVERSE_VALUE_ITERATOR, "dict_reversevalueiterator", SNAPSHOT_ROWS);
/// `dict_reverseitemiterator`.
pub static DICT_REVERSE_ITEM_ITERATOR: TypeTable =
    table(id::DICT_REVERSE_ITEM_ITERATOR, "dict_reverseitemiterator", SNAPSHOT_ROWS);
/// `set_iterator`.
pub static SET_ITERATOR: TypeTable = table(id::SET_ITERATOR, "set_iterator", SNAPSHOT_ROWS);
/// `callable_iterator`.
pub static CALLABLE_ITERATOR: TypeTable = table(id::CALLABLE_ITERATOR, "callable_iterator", CALLABLE_ROWS);

/// Every table of this file.
pub static TABLES: &[&TypeTable] = &[
    &LIST_ITERATOR,
    &TUPLE_ITERATOR,
    &STR_ITERATOR,
    &SEQUENCE_ITERATOR,
    &LIST_REVERSE_ITERATOR,
    &DICT_ITERATOR,
    &DICT_VALUE_ITERATOR,
    &DICT_ITEM_ITERATOR,
    &DICT_REVERSE_KEY_ITERATOR,
    &DICT_REVERSE_VALUE_ITERATOR,
    &DICT_REVERSE_ITEM_ITERATOR,
    &SET_ITERATOR,
    &CALLABLE_ITERATOR,
];

const fn table(map: u32, name: &'static str, rows: &'static [Native]) -> TypeTable {
    TypeTable { map, name, module: "builtins", doc: "", rows }
}

static SEQUENCE_ROWS: &[Native] = &[
    native("__iter__", "(self, /)", Effect::PURE, itself),
    native("__next__", "(self, /)", PY, next),
    native("__length_hint__", "(self, /)", PY, sequence_hint),
    native("__reduce__", "(self, /)", ALLOC, sequence_reduce),
    native("__setstate__", "(self, state, /)", WRITE, setstate),
];

static SNAPSHOT_ROWS: &[Native] = &[
    native("__iter__", "(self, /)", Effect::PURE, itself),
    native("__next__", "(self, /)", WRITE.or(ALLOC).or(Effect::RAISE), next),
    native("__length_hint__", "(self, /)", Effect::PURE, remaining),
    native("__reduce__", "(self, /)", PY, snapshot_reduce),
];

static CALLABLE_ROWS: &[Native] = &[
    native("__iter__", "(self, /)", Effect::PURE, itself),
    native("__next__", "(self, /)", PY, next),
    native("__reduce__", "(self, /)", ALLOC, callable_reduce),
];

/// Moves on and gives the index before.
#[inline(always)]
fn advance(iterator: Gc<Iterator>) -> usize {
    let i = iterator.index.int();
    iterator.index.set_plain(Value::small_int(i + 1));
    i as usize
}

#[inline(always)]
fn exhaust(iterator: Gc<Iterator>) -> Value {
    iterator.target.set_plain(Value::UNSET);
    Value::UNSET
}

/// Next item of a list.
#[inline]
pub fn list_next(iterator: Gc<Iterator>) -> Value {
    let target = iterator.target.get();
    if !target.is_ptr() {
        return Value::UNSET;
    }
    // SAFETY: the target of a list's iterator is a list.
    let list = unsafe { Gc::<List>::from_value_unchecked(target) };
    match list.slots().get(iterator.index.int() as usize) {
        Some(&item) => {
            advance(iterator);
            item
        }
        None => exhaust(iterator),
    }
}

/// Next item of a list from its end.
pub fn list_reverse_next(iterator: Gc<Iterator>) -> Value {
    let target = iterator.target.get();
    if !target.is_ptr() {
        return Value::UNSET;
    }
    // SAFETY: as for `list_next`.
    let list = unsafe { Gc::<List>::from_value_unchecked(target) };
    let i = iterator.index.int();
    if i < 0 || i as usize >= list.count() {
        return exhaust(iterator);
    }
    iterator.index.set_plain(Value::small_int(i - 1));
    list.slots()[i as usize]
}

/// Next item of a tuple.
#[inline]
pub fn tuple_next(iterator: Gc<Iterator>) -> Value {
    let target = iterator.target.get();
    if !target.is_ptr() {
        return Value::UNSET;
    }
    // SAFETY: the target of a tuple's iterator is an exact tuple.
    let tuple = unsafe { Gc::<Tuple>::from_value_unchecked(target) };
    match tuple.items().get(iterator.index.int() as usize) {
        Some(&item) => {
            advance(iterator);
            item
        }
        None => exhaust(iterator),
    }
}

impl Vm {
    /// Next key, value or item of a dict.
    pub(super) fn dict_next(&mut self, iterator: Gc<Iterator>) -> Outcome {
        let Some(dict) = dict_of(iterator) else { return Ok(Value::UNSET) };
        let table = table_of(dict);
        let count = table.map_or_else(|| self.dict_len(dict), |table| table.count());
        if iterator.extra.int() != count as isize {
            iterator.extra.set_plain(Value::small_int(-1));
            return Err(self.runtime_error("dictionary changed size during iteration"));
        }
        let (map, at) = (map_of(iterator.value()), iterator.index.int() as usize);
        let backwards = is_reversed(map);
        let found = match (table, backwards) {
            (Some(table), false) => table.next_live(at).map(|i| (table.key_at(i), table.value_at(i), i + 1)),
            (Some(table), true) => {
                table.last_live(at.min(table.extent())).map(|i| (table.key_at(i), table.value_at(i), i))
            }
            (None, false) => self.forwarded_entry(dict, at),
            (None, true) => self.forwarded_entry_before(dict, at),
        };
        let Some((key, value, next)) = found else { return Ok(exhaust(iterator)) };
        if iterator.kind.int() == 0 {
            exhaust(iterator);
            return Err(self.runtime_error("dictionary keys changed during iteration"));
        }
        iterator.kind.set_plain(Value::small_int(iterator.kind.int() - 1));
        iterator.index.set_plain(Value::small_int(next as isize));
        match map {
            id::DICT_ITERATOR | id::DICT_REVERSE_KEY_ITERATOR => Ok(key),
            id::DICT_VALUE_ITERATOR | id::DICT_REVERSE_VALUE_ITERATOR => Ok(value),
            _ => self.new_tuple(&[key, value]),
        }
    }

    /// Next item of a set.
    #[inline]
    pub(crate) fn set_next(&mut self, iterator: Gc<Iterator>) -> Outcome {
        let target = iterator.target.get();
        if !target.is_ptr() {
            return Ok(Value::UNSET);
        }
        // SAFETY: the target of a set's iterator is a set.
        let set = unsafe { Gc::<Set>::from_value_unchecked(target) };
        if iterator.extra.int() != set.count() as isize {
            iterator.extra.set_plain(Value::small_int(-1));
            return Err(self.runtime_error("Set changed size during iteration"));
        }
        match self.set_entry(set, iterator.index.int() as usize) {
            Some((item, _, next)) => {
                iterator.index.set_plain(Value::small_int(next as isize));
                iterator.kind.set_plain(Value::small_int((iterator.kind.int() - 1).max(0)));
                Ok(item)
            }
            None => Ok(exhaust(iterator)),
        }
    }

    /// Next character of a str; the index counts bytes.
    pub(super) fn str_next(&mut self, iterator: Gc<Iterator>) -> Outcome {
        let target = iterator.target.get();
        if !target.is_ptr() {
            return Ok(Value::UNSET);
        }
        let at = iterator.index.int() as usize;
        let bytes = self.str_bytes(target);
        let Some(&first) = bytes.get(at) else { return Ok(exhaust(iterator)) };
        let len = match first {
            0..0xc0 => 1,
            0xc0..0xe0 => 2,
            0xe0..0xf0 => 3,
            _ => 4,
        };
        iterator.index.set_plain(Value::small_int((at + len) as isize));
        // Copied: making a str may move the source.
        let mut character = [0; 4];
        character[..len].copy_from_slice(&bytes[at..at + len]);
        self.new_str_wtf8(&character[..len])
    }

    /// Next item by `__getitem__`.
    pub(super) fn sequence_next(&mut self, iterator: Gc<Iterator>) -> Outcome {
        let target = iterator.target.get();
        if !target.is_ptr() {
            return Ok(Value::UNSET);
        }
        let item = self.get_item(target, iterator.index.get());
        match item {
            Ok(item) => {
                advance(iterator);
                Ok(item)
            }
            Err(raised) => {
                let class = self.class_of(self.thread.pending);
                let ends = [self.exceptions.IndexError, self.exceptions.StopIteration];
                if !ends.iter().any(|end| self.is_subtype(class, *end)) {
                    return Err(raised);
                }
                self.take_pending();
                Ok(exhaust(iterator))
            }
        }
    }

    /// Next result of the callable, until it is the sentinel.
    pub(super) fn callable_next(&mut self, iterator: Gc<Iterator>) -> Outcome {
        let callable = iterator.target.get();
        if callable.is(Value::UNSET) {
            return Ok(Value::UNSET);
        }
        let result = match self.call(callable, &[]) {
            Ok(result) => result,
            Err(raised) => {
                let end = self.stopped(raised);
                if end.is_ok() {
                    exhaust(iterator);
                }
                return end;
            }
        };
        if iterator.target.get().is(Value::UNSET) || self.equal(iterator.extra.get(), result)? {
            return Ok(exhaust(iterator));
        }
        Ok(result)
    }
}

fn remaining(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = this(vm, args)?;
    let fresh = match dict_of(iterator) {
        None => false,
        Some(_) if map_of(iterator.value()) == id::SET_ITERATOR => true,
        Some(dict) => iterator.extra.int() == vm.dict_len(dict) as isize,
    };
    Ok(if fresh { iterator.kind.get() } else { Value::small_int(0) })
}

fn sequence_hint(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = this(vm, args)?;
    let target = iterator.target.get();
    if !target.is_ptr() {
        return Ok(Value::small_int(0));
    }
    let index = iterator.index.int();
    let left = match map_of(iterator.value()) {
        id::LIST_REVERSE_ITERATOR => index + 1,
        id::STR_ITERATOR => {
            let rest = vm.str_bytes(target).get(index as usize..).unwrap_or_default();
            rest.iter().filter(|byte| (**byte as i8) >= -0x40).count() as isize
        }
        id::SEQUENCE_ITERATOR => {
            let class = vm.class_of(target);
            if vm.special(class, crate::object::class::Special::Len).is_none() {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            vm.len(target)? as isize - index
        }
        _ => vm.len(target)? as isize - index,
    };
    Ok(Value::small_int(left.max(0)))
}

fn sequence_reduce(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = this(vm, args)?;
    let (map, target) = (map_of(iterator.value()), iterator.target.get());
    let reverse = map == id::LIST_REVERSE_ITERATOR;
    let function =
        if reverse && target.is_ptr() { vm.dict_get_text(vm.builtins, "reversed")? } else { vm.iter_function()? };
    if !target.is_ptr() {
        let empty = match map {
            id::LIST_ITERATOR | id::LIST_REVERSE_ITERATOR => vm.new_list(&[])?,
            id::STR_ITERATOR => vm.new_str("")?,
            _ => vm.new_tuple(&[])?,
        };
        let arguments = vm.new_tuple(&[empty])?;
        return vm.new_tuple(&[function, arguments]);
    }
    let index = match map {
        id::STR_ITERATOR => {
            let before = &vm.str_bytes(target)[..iterator.index.int() as usize];
            Value::small_int(before.iter().filter(|byte| (**byte as i8) >= -0x40).count() as isize)
        }
        _ => iterator.index.get(),
    };
    let arguments = vm.new_tuple(&[target])?;
    vm.new_tuple(&[function, arguments, index])
}

fn setstate(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = this(vm, args)?;
    let Some(state) = vm.int_value(args[1]) else { return Err(vm.type_error("an integer is required")) };
    let target = iterator.target.get();
    if !target.is_ptr() {
        return Ok(Value::NONE);
    }
    let map = map_of(iterator.value());
    let index = match map {
        id::STR_ITERATOR => byte_offset(vm.str_bytes(target), state.max(0) as usize) as i64,
        id::SEQUENCE_ITERATOR => state.max(0),
        id::LIST_REVERSE_ITERATOR => state.clamp(-1, vm.len(target)? as i64 - 1),
        _ => state.clamp(0, vm.len(target)? as i64),
    };
    iterator.index.set_plain(Value::small_int(index as isize));
    Ok(Value::NONE)
}

/// Where character `n` begins.
fn byte_offset(bytes: &[u8], n: usize) -> usize {
    let mut starts = bytes.iter().enumerate().filter(|(_, byte)| (**byte as i8) >= -0x40);
    starts.nth(n).map_or(bytes.len(), |(at, _)| at)
}

/// An iterator over a list of what is left.
fn snapshot_reduce(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = this(vm, args)?;
    let parts = [&iterator.target, &iterator.index, &iterator.extra, &iterator.kind].map(|field| field.get());
    let map = map_of(iterator.value());
    let copy = vm.make_iterator(map, parts[0], parts[1].as_int(), parts[2], parts[3].as_int())?;
    let rest = vm.collect_items(copy)?;
    let rest = vm.new_list(&rest)?;
    let function = vm.iter_function()?;
    let arguments = vm.new_tuple(&[rest])?;
    vm.new_tuple(&[function, arguments])
}

fn callable_reduce(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = this(vm, args)?;
    let function = vm.iter_function()?;
    let callable = iterator.target.get();
    let arguments = if callable.is(Value::UNSET) {
        let empty = vm.new_tuple(&[])?;
        vm.new_tuple(&[empty])?
    } else {
        vm.new_tuple(&[callable, iterator.extra.get()])?
    };
    vm.new_tuple(&[function, arguments])
}
