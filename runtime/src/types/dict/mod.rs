//! `dict`.
//!
//! `table` is the hash table, `globals` the dict of a module, `instance` that of an object with slots, `update` merges. Here are the type's rows.

pub mod globals;
pub mod instance;
pub mod table;
pub mod update;

use crate::native::{Args, Native, NativeKind, Outcome, TypeTable, native};
use crate::object::class::Special;
use crate::object::layout::Dict;
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use instance::forwards;
use pyspec_abi::effects::Effect;
use pyspec_abi::{Value, types as id};

const PY: Effect = Effect::PYTHON;
const READ: Effect = Effect::READ_ITEM;
const WRITE: Effect = Effect::WRITE_ITEM;

/// `dict`.
pub static TABLE: TypeTable = TypeTable {
    map: id::DICT,
    name: "dict",
    module: "builtins",
    doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
    rows: ROWS,
};

static ROWS: &[Native] = &[
    native("__new__", "(cls, /, *args, **kwargs)", Effect::ALLOC, new).kind(NativeKind::StaticMethod),
    native("__init__", "(self, /, *args, **kwargs)", PY, init),
    native("__repr__", "(self, /)", PY, repr),
    native("__len__", "(self, /)", READ, len).summary("int"),
    native("__iter__", "(self, /)", Effect::ALLOC, iter),
    native("__reversed__", "(self, /)", Effect::ALLOC, reversed),
    native("__contains__", "(self, key, /)", PY, contains).summary("bool"),
    native("__getitem__", "(self, key, /)", PY, get_item).summary("v"),
    native("__setitem__", "(self, key, value, /)", PY, set_item).summary("None ; k<a0 ; v<a1"),
    native("__delitem__", "(self, key, /)", PY, del_item),
    native("__eq__", "(self, value, /)", PY, eq),
    native("__ne__", "(self, value, /)", PY, ne),
    native("__lt__", "(self, value, /)", Effect::PURE, no_order),
    native("__le__", "(self, value, /)", Effect::PURE, no_order),
    native("__gt__", "(self, value, /)", Effect::PURE, no_order),
    native("__ge__", "(self, value, /)", Effect::PURE, no_order),
    native("__or__", "(self, value, /)", PY, or),
    native("__ror__", "(self, value, /)", PY, ror),
    native("__ior__", "(self, value, /)", PY, ior),
    native("__sizeof__", "(self, /)", READ, sizeof),
    native("__class_getitem__", "(cls, object, /)", Effect::ALLOC, class_getitem).kind(NativeKind::ClassMethod),
    native("get", "(self, key, default=None, /)", PY, get).summary("v|a1"),
    native("setdefault", "(self, key, default=None, /)", PY, setdefault).summary("v|a1 ; k<a0 ; v<a1"),
    native("pop", "(self, key, default=<unrepresentable>, /)", PY, pop).summary("v|a1"),
    native("popitem", "(self, /)", WRITE.or(Effect::RAISE).or(Effect::ALLOC), popitem),
    native("keys", "(self, /)", Effect::ALLOC, keys),
    native("items", "(self, /)", Effect::ALLOC, items),
    native("values", "(self, /)", Effect::ALLOC, values),
    native("update", "(self, /, *args, **kwargs)", PY, update),
    native("fromkeys", "(type, iterable, value=None, /)", PY, fromkeys).kind(NativeKind::ClassMethod),
    native("clear", "(self, /)", WRITE, clear).summary("None"),
    native("copy", "(self, /)", READ.or(Effect::ALLOC), copy),
];

impl Vm {
    /// The table of a dict or an instance of a subclass, `None` for others and for dicts that forward.
    #[inline(always)]
    pub fn as_dict(&self, v: Value) -> Option<Gc<Dict>> {
        Gc::from_value(self, v)
    }

    /// The table of what must be a dict.
    #[inline(always)]
    pub fn dict_table(&mut self, v: Value) -> Outcome<Gc<Dict>> {
        match self.as_dict(v) {
            Some(dict) => Ok(dict),
            None => self.table_of_other(v),
        }
    }

    /// Says that a receiver is none, unless it is a dict.
    fn expect_dict(&mut self, v: Value) -> Outcome<()> {
        if self.is_dict(v) { Ok(()) } else { Err(self.receiver_error("dict", v)) }
    }

    /// Hash of a key of a dict, with the error that says so.
    #[inline]
    pub fn hash_key(&mut self, key: Value) -> Outcome<i64> {
        match self.quick_hash(key) {
            Some(hash) => Ok(hash),
            None => self.hash_or_unhashable(key, "a dict key"),
        }
    }

    /// `hash(key)`; a TypeError says what the key was to be.
    pub fn hash_or_unhashable(&mut self, key: Value, role: &str) -> Outcome<i64> {
        let hash = self.hash(key);
        if hash.is_err() && self.class_of(self.thread.pending) == self.exceptions.TypeError {
            let exception = self.take_pending();
            let text = self.str_text(exception)?;
            let name = self.type_name(key);
            return Err(self.type_error(format!("cannot use '{name}' as {role} ({text})")));
        }
        hash
    }

    /// Item of an exact dict (or subclass, without `__missing__`), UNSET if it has none.
    #[inline]
    pub fn dict_get(&mut self, dict: Value, key: Value) -> Outcome {
        let hash = self.hash_key(key)?;
        let Some(table) = self.as_dict(dict) else { return self.forwarded_get(dict, key) };
        Ok(self.dict_find(table, key, hash)?.map_or(Value::UNSET, |i| table.value_at(i)))
    }

    /// Item of a dict by Rust text.
    pub fn dict_get_text(&mut self, dict: Value, key: &str) -> Outcome {
        let key = self.intern(key);
        self.dict_get(dict, key)
    }

    /// Stores into a dict (or subclass, directly).
    #[inline]
    pub fn dict_set(&mut self, dict: Value, key: Value, value: Value) -> Outcome<()> {
        let hash = self.hash_key(key)?;
        let Some(table) = self.as_dict(dict) else { return self.forwarded_set(dict, key, value) };
        match self.dict_find(table, key, hash)? {
            Some(i) => {
                self.dict_put(table, i, value);
                Ok(())
            }
            None => self.dict_insert(table, key, hash, value),
        }
    }

    /// Stores into a dict by Rust text.
    pub fn dict_set_text(&mut self, dict: Value, key: &str, value: Value) -> Outcome<()> {
        let key = self.intern(key);
        self.dict_set(dict, key, value)
    }

    /// Removes from a dict; the value removed or UNSET.
    pub fn dict_remove(&mut self, dict: Value, key: Value) -> Outcome {
        let hash = self.hash_key(key)?;
        let Some(table) = self.as_dict(dict) else { return self.forwarded_remove(dict, key) };
        match self.dict_find(table, key, hash)? {
            Some(i) => Ok(self.dict_delete(table, i)),
            None => Ok(Value::UNSET),
        }
    }

    /// (key, value) of entry `position` or later and the position after it; for loops over a dict that tolerate changes.
    #[inline]
    pub fn dict_entry(&self, dict: Value, position: usize) -> Option<(Value, Value, usize)> {
        if forwards(dict) {
            return self.forwarded_entry(dict, position);
        }
        let table = self.as_dict(dict)?;
        let i = table.next_live(position)?;
        Some((table.key_at(i), table.value_at(i), i + 1))
    }

    /// Number of items of a dict.
    #[inline]
    pub fn dict_len(&self, dict: Value) -> usize {
        match self.as_dict(dict) {
            Some(table) => table.count(),
            None if forwards(dict) => self.forwarded_len(dict),
            None => 0,
        }
    }

    /// A plain dict of the items of any dict.
    pub fn dict_items_copied(&mut self, dict: Value) -> Outcome<Gc<Dict>> {
        if forwards(dict) {
            return self.copy_forwarded(dict);
        }
        let table = self.dict_table(dict)?;
        self.dict_copy(table)
    }

    /// `dict[key]`, with `__missing__`.
    pub fn dict_item(&mut self, dict: Value, key: Value) -> Outcome {
        let value = self.dict_get(dict, key)?;
        if !value.is(Value::UNSET) {
            return Ok(value);
        }
        if !matches!(map_of(dict), id::DICT | id::INSTANCE_DICT) {
            let class = self.class_of(dict);
            if let Some(missing) = self.special(class, Special::Missing) {
                return self.call_found(missing, dict, &[key]);
            }
        }
        Err(self.key_error(key))
    }

    /// `a == b` of two dicts.
    pub fn dict_equal(&mut self, a: Value, b: Value) -> Outcome<bool> {
        self.check_native_stack()?;
        if a.is(b) {
            return Ok(true);
        }
        if forwards(a) || forwards(b) {
            let (a, b) = (self.dict_items_copied(a)?, self.dict_items_copied(b)?);
            return self.dict_equal(a.value(), b.value());
        }
        let (a, b) = (self.dict_table(a)?, self.dict_table(b)?);
        if a.count() != b.count() {
            return Ok(false);
        }
        let mut at = a.next_live(0);
        while let Some(i) = at {
            let value = a.value_at(i);
            let found = self.dict_find(b, a.key_at(i), a.hash_at(i))?;
            let Some(j) = found else { return Ok(false) };
            if !self.equal(value, b.value_at(j))? {
                return Ok(false);
            }
            at = a.next_live(i + 1);
        }
        Ok(true)
    }

    /// `repr` of a dict of any form.
    pub fn dict_repr(&mut self, dict: Value) -> Outcome {
        let text = self.guarded_repr(dict, |vm| {
            let mut out = b"{".to_vec();
            let mut position = 0;
            while let Some((key, value, next)) = vm.dict_entry(dict, position) {
                if out.len() > 1 {
                    out.extend_from_slice(b", ");
                }
                vm.append_repr(&mut out, key)?;
                out.extend_from_slice(b": ");
                vm.append_repr(&mut out, value)?;
                position = next;
            }
            out.push(b'}');
            Ok(out)
        })?;
        match text {
            Some(bytes) => self.new_str_wtf8(&bytes),
            None => self.new_str("{...}"),
        }
    }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::DICT)?;
    let dict = vm.alloc_instance::<Dict>(class, id::DICT)?;
    table::init_dict(dict, Value::UNSET);
    Ok(dict.value())
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    update_from(vm, args, "dict")
}

fn update(vm: &mut Vm, args: Args) -> Outcome {
    update_from(vm, args, "update")
}

fn update_from(vm: &mut Vm, args: Args, name: &str) -> Outcome {
    vm.expect_dict(args[0])?;
    match vm.tuple_items(args[1]) {
        [] => {}
        [one] => vm.dict_update(args[0], *one)?,
        many => return Err(vm.type_error(format!("{name} expected at most 1 argument, got {}", many.len()))),
    }
    if vm.dict_len(args[2]) > 0 {
        vm.dict_update(args[0], args[2])?;
    }
    Ok(Value::NONE)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    vm.expect_dict(args[0])?;
    vm.dict_repr(args[0])
}

fn len(vm: &mut Vm, args: Args) -> Outcome {
    vm.expect_dict(args[0])?;
    Ok(Value::small_int(vm.dict_len(args[0]) as isize))
}

fn iter(vm: &mut Vm, args: Args) -> Outcome {
    vm.expect_dict(args[0])?;
    vm.new_dict_iterator(id::DICT_ITERATOR, args[0])
}

fn reversed(vm: &mut Vm, args: Args) -> Outcome {
    vm.expect_dict(args[0])?;
    vm.new_dict_iterator(id::DICT_REVERSE_KEY_ITERATOR, args[0])
}

fn contains(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(!vm.dict_get(args[0], args[1])?.is(Value::UNSET)))
}

fn get_item(vm: &mut Vm, args: Args) -> Outcome {
    vm.expect_dict(args[0])?;
    vm.dict_item(args[0], args[1])
}

fn set_item(vm: &mut Vm, args: Args) -> Outcome {
    vm.dict_set(args[0], args[1], args[2])?;
    Ok(Value::NONE)
}

fn del_item(vm: &mut Vm, args: Args) -> Outcome {
    if vm.dict_remove(args[0], args[1])?.is(Value::UNSET) { Err(vm.key_error(args[1])) } else { Ok(Value::NONE) }
}

fn eq(vm: &mut Vm, args: Args) -> Outcome {
    vm.expect_dict(args[0])?;
    if !vm.is_dict(args[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    Ok(Value::bool(vm.dict_equal(args[0], args[1])?))
}

fn ne(vm: &mut Vm, args: Args) -> Outcome {
    vm.expect_dict(args[0])?;
    if !vm.is_dict(args[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    Ok(Value::bool(!vm.dict_equal(args[0], args[1])?))
}

fn no_order(_vm: &mut Vm, _args: Args) -> Outcome {
    Ok(Value::NOT_IMPLEMENTED)
}

/// A new dict of `first`, updated by `second`, if both are dicts.
fn union(vm: &mut Vm, first: Value, second: Value) -> Outcome {
    if !vm.is_dict(first) || !vm.is_dict(second) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let result = vm.dict_items_copied(first)?;
    vm.dict_update(result.value(), second)?;
    Ok(result.value())
}

fn or(vm: &mut Vm, args: Args) -> Outcome {
    union(vm, args[0], args[1])
}

fn ror(vm: &mut Vm, args: Args) -> Outcome {
    union(vm, args[1], args[0])
}

fn ior(vm: &mut Vm, args: Args) -> Outcome {
    vm.expect_dict(args[0])?;
    vm.dict_update(args[0], args[1])?;
    Ok(args[0])
}

fn sizeof(vm: &mut Vm, args: Args) -> Outcome {
    let table = vm.dict_table(args[0])?;
    let mut bytes = size_of::<Dict>();
    for part in [table.entries.get(), table.index.get()] {
        if part.is_ptr() {
            bytes += 8 + 8 * vm.heap.slots_of(part);
        }
    }
    Ok(Value::small_int(bytes as isize))
}

fn class_getitem(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_generic_alias(args[0], args[1])
}

fn get(vm: &mut Vm, args: Args) -> Outcome {
    let value = vm.dict_get(args[0], args[1])?;
    Ok(if value.is(Value::UNSET) { args.or(2, Value::NONE) } else { value })
}

fn setdefault(vm: &mut Vm, args: Args) -> Outcome {
    let value = args.or(2, Value::NONE);
    if forwards(args[0]) {
        let found = vm.dict_get(args[0], args[1])?;
        return if found.is(Value::UNSET) { vm.dict_set(args[0], args[1], value).map(|()| value) } else { Ok(found) };
    }
    let table = vm.dict_table(args[0])?;
    let hash = vm.hash_key(args[1])?;
    match vm.dict_find(table, args[1], hash)? {
        Some(i) => Ok(table.value_at(i)),
        None => vm.dict_insert(table, args[1], hash, value).map(|()| value),
    }
}

fn pop(vm: &mut Vm, args: Args) -> Outcome {
    let value = vm.dict_remove(args[0], args[1])?;
    match args.given(2) {
        _ if !value.is(Value::UNSET) => Ok(value),
        Some(default) => Ok(default),
        None => Err(vm.key_error(args[1])),
    }
}

fn popitem(vm: &mut Vm, args: Args) -> Outcome {
    let table = vm.dict_table(args[0])?;
    let pair = table.last_live(table.extent()).map(|i| {
        let key = table.key_at(i);
        (key, vm.dict_delete(table, i))
    });
    match pair {
        Some((key, value)) => vm.new_tuple(&[key, value]),
        None => {
            let text = vm.new_str("popitem(): dictionary is empty")?;
            Err(vm.key_error(text))
        }
    }
}

fn keys(vm: &mut Vm, args: Args) -> Outcome {
    vm.expect_dict(args[0])?;
    vm.new_dict_view(id::DICT_KEYS, args[0])
}

fn items(vm: &mut Vm, args: Args) -> Outcome {
    vm.expect_dict(args[0])?;
    vm.new_dict_view(id::DICT_ITEMS, args[0])
}

fn values(vm: &mut Vm, args: Args) -> Outcome {
    vm.expect_dict(args[0])?;
    vm.new_dict_view(id::DICT_VALUES, args[0])
}

fn fromkeys(vm: &mut Vm, args: Args) -> Outcome {
    let dict = vm.call(args[0], &[])?;
    let value = args.or(2, Value::NONE);
    let exact = dict.is_ptr() && map_of(dict) == id::DICT;
    if exact && let Some(set) = vm.as_set(args[1]) {
        // The hashes of its elements are known.
        let table = vm.dict_table(dict)?;
        for (key, hash) in vm.set_items::<64>(set) {
            vm.dict_insert(table, key, hash, value)?;
        }
        return Ok(dict);
    }
    let iterator = vm.iter(args[1])?;
    loop {
        let key = vm.next(iterator)?;
        if key.is(Value::UNSET) {
            return Ok(dict);
        }
        if exact { vm.dict_set(dict, key, value)? } else { vm.set_item(dict, key, value)? }
    }
}

fn clear(vm: &mut Vm, args: Args) -> Outcome {
    let table = vm.dict_table(args[0])?;
    vm.dict_clear(table);
    Ok(Value::NONE)
}

fn copy(vm: &mut Vm, args: Args) -> Outcome {
    vm.expect_dict(args[0])?;
    Ok(vm.dict_items_copied(args[0])?.value())
}
