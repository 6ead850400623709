//! `list`: length and an array whose slots are the capacity.
//!
//! `storage` grows and shrinks it, `slices` does `l[a:b:c]`, `sort` sorts; here are the table and the methods.

pub mod slices;
pub mod sort;
pub mod storage;

use crate::native::{Args, Native, NativeKind, Outcome, TypeTable, native};
use crate::object::Gc;
use crate::object::layout::{List, Slice};
use crate::protocol::compare::Comparison;
use crate::types::sequence::wrap_index;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

const READ: Effect = Effect::READ_ITEM;
const WRITE: Effect = Effect::WRITE_ITEM.or(Effect::ALLOC);
const PY: Effect = Effect::PYTHON;

/// `list`.
pub static TABLE: TypeTable = TypeTable {
    map: id::LIST,
    name: "list",
    module: "builtins",
    doc: "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.",
    rows: ROWS,
};

static ROWS: &[Native] = &[
    native("__new__", "(cls, /, *args, **kwargs)", Effect::ALLOC, new).kind(NativeKind::StaticMethod),
    native("__init__", "(self, iterable=(), /)", PY, init),
    native("__repr__", "(self, /)", PY, repr),
    native("__len__", "(self, /)", READ, len).summary("int"),
    native("__iter__", "(self, /)", Effect::ALLOC, iter),
    native("__reversed__", "(self, /)", Effect::ALLOC, reversed),
    native("__contains__", "(self, key, /)", PY, contains).summary("bool"),
    native("__getitem__", "(self, index, /)", READ.or(Effect::RAISE), get_item).summary("e"),
    native("__setitem__", "(self, key, value, /)", WRITE.or(Effect::RAISE), set_item).summary("None ; e<a1"),
    native("__delitem__", "(self, key, /)", WRITE.or(Effect::RAISE), del_item),
    native("__add__", "(self, value, /)", WRITE, add),
    native("__mul__", "(self, value, /)", WRITE, mul),
    native("__rmul__", "(self, value, /)", WRITE, mul),
    native("__iadd__", "(self, value, /)", PY, iadd),
    native("__imul__", "(self, value, /)", WRITE, imul),
    native("__lt__", "(self, value, /)", PY, lt),
    native("__le__", "(self, value, /)", PY, le),
    native("__eq__", "(self, value, /)", PY, eq),
    native("__ne__", "(self, value, /)", PY, ne),
    native("__gt__", "(self, value, /)", PY, gt),
    native("__ge__", "(self, value, /)", PY, ge),
    native("__sizeof__", "(self, /)", READ, sizeof),
    native("__class_getitem__", "(cls, item, /)", Effect::ALLOC, class_getitem).kind(NativeKind::ClassMethod),
    native("append", "(self, object, /)", WRITE, append).summary("None ; e<a0"),
    native("clear", "(self, /)", WRITE, clear).summary("None"),
    native("copy", "(self, /)", Effect::ALLOC, copy),
    native("count", "(self, value, /)", PY, count).summary("int"),
    native("extend", "(self, iterable, /)", PY, extend).summary("None ; e<a0.e"),
    native("index", "(self, value, start=0, stop=sys.maxsize, /)", PY, index).summary("int"),
    native("insert", "(self, index, object, /)", WRITE.or(Effect::RAISE), insert).summary("None ; e<a1"),
    native("pop", "(self, index=-1, /)", WRITE.or(Effect::RAISE), pop).summary("e"),
    native("remove", "(self, value, /)", PY, remove).summary("None"),
    native("reverse", "(self, /)", WRITE, reverse).summary("None"),
    native("sort", "(self, /, *, key=None, reverse=False)", PY, sort).summary("None"),
];

/// The receiver.
fn this(vm: &mut Vm, args: Args) -> Outcome<Gc<List>> {
    match Gc::from_value(vm, args[0]) {
        Some(list) => Ok(list),
        None => Err(vm.receiver_error("list", args[0])),
    }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::LIST)?;
    let list = vm.alloc_instance::<List>(class, id::LIST)?;
    list.len.init(Value::small_int(0));
    list.items.init(Value::UNSET);
    Ok(list.value())
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    vm.list_clear(list);
    if let Some(iterable) = args.given(1) {
        vm.list_extend(list, iterable)?;
    }
    Ok(Value::NONE)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    vm.repr_items(list.value(), list, "[", "]", "[...]")
}

fn len(vm: &mut Vm, args: Args) -> Outcome {
    Ok(this(vm, args)?.len.get())
}

fn iter(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    vm.new_iterator(id::LIST_ITERATOR, list.value(), 0)
}

fn reversed(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    let last = list.count() as isize - 1;
    vm.new_iterator(id::LIST_REVERSE_ITERATOR, list.value(), last)
}

fn contains(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    Ok(Value::bool(vm.list_find(list, args[1], 0, usize::MAX)?.is_some()))
}

fn get_item(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    vm.list_item(list, args[1])
}

fn set_item(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    vm.list_set_item(list, args[1], args[2])?;
    Ok(Value::NONE)
}

fn del_item(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    vm.list_del_item(list, args[1])?;
    Ok(Value::NONE)
}

fn add(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    let Some(other) = Gc::<List>::from_value(vm, args[1]) else {
        let name = vm.type_name(args[1]);
        return Err(vm.type_error(format!("can only concatenate list (not \"{name}\") to list")));
    };
    vm.list_concat(list, other)
}

fn mul(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    match vm.repeat_count(args[1])? {
        Some(times) => vm.list_repeat(list, times),
        None => Err(vm.repeat_error(args[1])),
    }
}

fn iadd(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    vm.list_extend(list, args[1])?;
    Ok(args[0])
}

fn imul(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    match vm.repeat_count(args[1])? {
        Some(times) => vm.list_repeat_in_place(list, times)?,
        None => return Err(vm.repeat_error(args[1])),
    }
    Ok(args[0])
}

fn compare(vm: &mut Vm, args: Args, op: Comparison) -> Outcome {
    let list = this(vm, args)?;
    match Gc::<List>::from_value(vm, args[1]) {
        Some(other) => vm.compare_items(op, list, other),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn lt(vm: &mut Vm, args: Args) -> Outcome {
    compare(vm, args, Comparison::Lt)
}
fn le(vm: &mut Vm, args: Args) -> Outcome {
    compare(vm, args, Comparison::Le)
}
fn eq(vm: &mut Vm, args: Args) -> Outcome {
    compare(vm, args, Comparison::Eq)
}
fn ne(vm: &mut Vm, args: Args) -> Outcome {
    compare(vm, args, Comparison::Ne)
}
fn gt(vm: &mut Vm, args: Args) -> Outcome {
    compare(vm, args, Comparison::Gt)
}
fn ge(vm: &mut Vm, args: Args) -> Outcome {
    compare(vm, args, Comparison::Ge)
}

fn sizeof(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    let capacity = vm.list_capacity(list);
    let array = if capacity == 0 { 0 } else { 8 + 8 * capacity };
    Ok(Value::small_int((size_of::<List>() + array) as isize))
}

fn class_getitem(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_generic_alias(args[0], args[1])
}

fn append(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    vm.list_push(list, args[1])?;
    Ok(Value::NONE)
}

fn clear(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    vm.list_clear(list);
    Ok(Value::NONE)
}

fn copy(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    vm.list_slice(list, 0, list.count())
}

fn count(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    let (mut found, mut i) = (0, 0);
    while i < list.count() {
        if vm.equal(list.slots()[i], args[1])? {
            found += 1;
        }
        i += 1;
    }
    Ok(Value::small_int(found))
}

fn extend(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    vm.list_extend(list, args[1])?;
    Ok(Value::NONE)
}

fn index(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    let from = vm.bound_argument(args.get(2), 0, list.count())?;
    let to = vm.bound_argument(args.get(3), i64::MAX, list.count())?;
    match vm.list_find(list, args[1], from, to)? {
        Some(i) => Ok(Value::small_int(i as isize)),
        None => Err(vm.value_error("list.index(x): x not in list")),
    }
}

fn insert(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    let index = vm.index(args[1])?;
    let Some(i) = vm.int_value(index) else {
        return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
    };
    let len = list.count() as i64;
    let i = if i < 0 { (i + len).max(0) } else { i.min(len) };
    vm.list_insert(list, i as usize, args[2])?;
    Ok(Value::NONE)
}

fn pop(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    let Some(index) = args.given(1) else { return vm.list_pop(list) };
    let i = vm.index_i64(index)?;
    if list.count() == 0 {
        return Err(vm.index_error("pop from empty list"));
    }
    match wrap_index(i, list.count()) {
        Some(i) => Ok(vm.list_take(list, i)),
        None => Err(vm.index_error("pop index out of range")),
    }
}

fn remove(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    match vm.list_find(list, args[1], 0, usize::MAX)? {
        Some(i) => {
            // The comparison may have shortened the list.
            if i < list.count() {
                vm.list_take(list, i);
            }
            Ok(Value::NONE)
        }
        None => Err(vm.value_error("list.remove(x): x not in list")),
    }
}

fn reverse(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    if let Some(array) = list.array() {
        vm.array_reverse(array, list.count());
    }
    Ok(Value::NONE)
}

fn sort(vm: &mut Vm, args: Args) -> Outcome {
    let list = this(vm, args)?;
    let reverse = match args.given(2) {
        Some(flag) => vm.truth(flag)?,
        None => false,
    };
    vm.list_sort(list, args.or(1, Value::NONE), reverse)?;
    Ok(Value::NONE)
}

impl Vm {
    /// `list[key]`.
    #[inline]
    pub fn list_item(&mut self, list: Gc<List>, key: Value) -> Outcome {
        if !key.is_int()
            && let Some(slice) = Gc::<Slice>::from_value(self, key)
        {
            let unpacked = self.slice_unpack(slice)?;
            return self.list_get_slice(list, unpacked);
        }
        let i = self.item_index(key, "list")?;
        match wrap_index(i, list.count()) {
            Some(i) => Ok(list.slots()[i]),
            None => Err(self.index_error("list index out of range")),
        }
    }

    /// `list[key] = value`.
    #[inline]
    pub fn list_set_item(&mut self, list: Gc<List>, key: Value, value: Value) -> Outcome<()> {
        if !key.is_int()
            && let Some(slice) = Gc::<Slice>::from_value(self, key)
        {
            let unpacked = self.slice_unpack(slice)?;
            return self.list_set_slice(list, unpacked, value);
        }
        let i = self.item_index(key, "list")?;
        match wrap_index(i, list.count()) {
            Some(i) => {
                self.list_put(list, i, value);
                Ok(())
            }
            None => Err(self.index_error("list assignment index out of range")),
        }
    }

    /// `del list[key]`.
    pub fn list_del_item(&mut self, list: Gc<List>, key: Value) -> Outcome<()> {
        if let Some(slice) = Gc::<Slice>::from_value(self, key) {
            let unpacked = self.slice_unpack(slice)?;
            self.list_del_slice(list, unpacked);
            return Ok(());
        }
        let i = self.item_index(key, "list")?;
        match wrap_index(i, list.count()) {
            Some(i) => {
                self.list_take(list, i);
                Ok(())
            }
            None => Err(self.index_error("list assignment index out of range")),
        }
    }

    /// First index of an equal item in `from..to`.
    pub fn list_find(&mut self, list: Gc<List>, item: Value, from: usize, to: usize) -> Outcome<Option<usize>> {
        let mut i = from;
        if item.is_int() {
            // Other ints are told apart at once.
            let items = list.slots();
            let end = to.min(items.len());
            while i < end && (items[i].is_int() && !items[i].is(item)) {
                i += 1;
            }
        }
        while i < to.min(list.count()) {
            if self.equal(list.slots()[i], item)? {
                return Ok(Some(i));
            }
            i += 1;
        }
        Ok(None)
    }
}
