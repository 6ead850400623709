//! `dict_keys`, `dict_values`, `dict_items`: what `keys()`, `values()` and `items()` of a dict return.

use crate::native::{Args, Native, Outcome, TypeTable, getter, native};
use crate::object::layout::{DictView, Set};
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::effects::Effect;
use pyspec_abi::header::Scan;
use pyspec_abi::{Value, types as id};

const PY: Effect = Effect::PYTHON;
const ALLOC: Effect = Effect::ALLOC;

/// The tables of the views.
pub static TABLES: &[&TypeTable] = &[&KEYS, &VALUES, &ITEMS];

/// `dict_keys`.
pub static KEYS: TypeTable = table(id::DICT_KEYS, "dict_keys", SET_LIKE);
/// `dict_values`.
pub static VALUES: TypeTable = table(id::DICT_VALUES, "dict_values", PLAIN);
/// `dict_items`.
pub static ITEMS: TypeTable = table(id::DICT_ITEMS, "dict_items", SET_LIKE);

const fn table(map: u32, name: &'static str, rows: &'static [Native]) -> TypeTable {
    TypeTable { map, name, module: "builtins", doc: "", rows }
}

static PLAIN: &[Native] = &[
    native("__repr__", "(self, /)", PY, repr),
    native("__len__", "(self, /)", Effect::READ_ITEM, len).summary("int"),
    native("__iter__", "(self, /)", ALLOC, iter),
    native("__reversed__", "(self, /)", ALLOC, reversed),
    getter("mapping", mapping),
];

static SET_LIKE: &[Native] = &[
    native("__repr__", "(self, /)", PY, repr),
    native("__len__", "(self, /)", Effect::READ_ITEM, len).summary("int"),
    native("__iter__", "(self, /)", ALLOC, iter),
    native("__reversed__", "(self, /)", ALLOC, reversed),
    native("__contains__", "(self, key, /)", PY, contains).summary("bool"),
    native("__lt__", "(self, value, /)", PY, lt),
    native("__le__", "(self, value, /)", PY, le),
    native("__eq__", "(self, value, /)", PY, eq),
    native("__ne__", "(self, value, /)", PY, ne),
    native("__gt__", "(self, value, /)", PY, gt),
    native("__ge__", "(self, value, /)", PY, ge),
    native("__or__", "(self, value, /)", PY, or),
    native("__ror__", "(self, value, /)", PY, ror),
    native("__and__", "(self, value, /)", PY, and),
    native("__rand__", "(self, value, /)", PY, rand),
    native("__sub__", "(self, value, /)", PY, sub),
    native("__rsub__", "(self, value, /)", PY, rsub),
    native("__xor__", "(self, value, /)", PY, xor),
    native("__rxor__", "(self, value, /)", PY, rxor),
    native("isdisjoint", "(self, other, /)", PY, isdisjoint).summary("bool"),
    getter("mapping", mapping),
];

impl Vm {
    /// A view of a dict.
    pub fn new_dict_view(&mut self, map: u32, dict: Value) -> Outcome {
        let view = self.alloc::<DictView>(map, Scan::Values, DictView::SLOTS)?;
        view.dict.init(dict);
        Ok(view.value())
    }

    /// `item in view`.
    fn view_contains(&mut self, view: Gc<DictView>, item: Value) -> Outcome<bool> {
        let dict = view.dict.get();
        if map_of(view.value()) == id::DICT_KEYS {
            return Ok(!self.dict_get(dict, item)?.is(Value::UNSET));
        }
        let Some(pair) = self.as_tuple(item) else { return Ok(false) };
        let [key, value] = *pair.items() else { return Ok(false) };
        let found = self.dict_get(dict, key)?;
        if found.is(Value::UNSET) { Ok(false) } else { self.equal(found, value) }
    }

    /// Whether it is a set, a frozenset or a view that is like one.
    fn is_set_like(&self, v: Value) -> bool {
        self.as_set(v).is_some() || (v.is_ptr() && matches!(map_of(v), id::DICT_KEYS | id::DICT_ITEMS))
    }

    /// Whether every item of `a` is in `b`.
    fn all_contained(&mut self, a: Value, b: Value) -> Outcome<bool> {
        let mut all = true;
        self.for_each(a, |vm, item| {
            all = vm.contains(b, item)?;
            Ok(all)
        })?;
        Ok(all)
    }

    /// A new set of the items of an iterable.
    fn fresh_set(&mut self, iterable: Value) -> Outcome<Gc<Set>> {
        let set = self.empty_set(id::SET)?;
        self.for_each(iterable, |vm, item| vm.set_insert(set, item).map(|_| true))?;
        Ok(set)
    }
}

/// The receiver.
fn this(vm: &mut Vm, args: Args) -> Outcome<Gc<DictView>> {
    match Gc::from_value(vm, args[0]) {
        Some(view) => Ok(view),
        None => Err(vm.receiver_error("dict_keys", args[0])),
    }
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let view = this(vm, args)?;
    let name = vm.type_name(args[0]);
    let text = vm.guarded_repr(view.value(), |vm| {
        let items = vm.collect_items(view.value())?;
        let list = vm.new_list(&items)?;
        let mut out = format!("{name}(").into_bytes();
        vm.append_repr(&mut out, list)?;
        out.push(b')');
        Ok(out)
    })?;
    match text {
        Some(bytes) => vm.new_str_wtf8(&bytes),
        None => vm.new_str("..."),
    }
}

fn len(vm: &mut Vm, args: Args) -> Outcome {
    let view = this(vm, args)?;
    Ok(Value::small_int(vm.dict_len(view.dict.get()) as isize))
}

fn iter(vm: &mut Vm, args: Args) -> Outcome {
    let view = this(vm, args)?;
    let map = match map_of(view.value()) {
        id::DICT_KEYS => id::DICT_ITERATOR,
        id::DICT_VALUES => id::DICT_VALUE_ITERATOR,
        _ => id::DICT_ITEM_ITERATOR,
    };
    vm.new_dict_iterator(map, view.dict.get())
}

fn reversed(vm: &mut Vm, args: Args) -> Outcome {
    let view = this(vm, args)?;
    let map = match map_of(view.value()) {
        id::DICT_KEYS => id::DICT_REVERSE_KEY_ITERATOR,
        id::DICT_VALUES => id::DICT_REVERSE_VALUE_ITERATOR,
        _ => id::DICT_REVERSE_ITEM_ITERATOR,
    };
    vm.new_dict_iterator(map, view.dict.get())
}

fn mapping(vm: &mut Vm, args: Args) -> Outcome {
    let view = this(vm, args)?;
    let types = vm.intern("types");
    let import = vm.dict_get_text(vm.builtins, "__import__")?;
    let module = vm.call(import, &[types])?;
    let class = vm.get_attr_text(module, "MappingProxyType")?;
    vm.call(class, &[view.dict.get()])
}

fn contains(vm: &mut Vm, args: Args) -> Outcome {
    let view = this(vm, args)?;
    Ok(Value::bool(vm.view_contains(view, args[1])?))
}

macro_rules! comparisons {
    ($($name:ident |$vm:ident, $a:ident, $b:ident, $m:ident, $n:ident| $result:expr;)*) => {$(
        fn $name($vm: &mut Vm, args: Args) -> Outcome {
            this($vm, args)?;
            let ($a, $b) = (args[0], args[1]);
            if !$vm.is_set_like($b) {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            let ($m, $n) = ($vm.len($a)?, $vm.len($b)?);
            Ok(Value::bool($result))
        }
    )*};
}

comparisons! {
    lt |vm, a, b, m, n| m < n && vm.all_contained(a, b)?;
    le |vm, a, b, m, n| m <= n && vm.all_contained(a, b)?;
    eq |vm, a, b, m, n| m == n && vm.all_contained(a, b)?;
    ne |vm, a, b, m, n| m != n || !vm.all_contained(a, b)?;
    gt |vm, a, b, m, n| m > n && vm.all_contained(b, a)?;
    ge |vm, a, b, m, n| m >= n && vm.all_contained(b, a)?;
}

fn union(vm: &mut Vm, a: Value, b: Value) -> Outcome {
    let set = vm.fresh_set(a)?;
    vm.set_update(set, b)?;
    Ok(set.value())
}

fn intersect(vm: &mut Vm, a: Value, b: Value) -> Outcome {
    // What is looked through is the other, what is asked is the view: unless the view is smaller.
    let (walked, asked) = if vm.as_set(b).is_some() && vm.len(b)? > vm.len(a)? { (a, b) } else { (b, a) };
    let result = vm.empty_set(id::SET)?;
    vm.for_each(walked, |vm, item| {
        if vm.contains(asked, item)? {
            vm.set_insert(result, item)?;
        }
        Ok(true)
    })?;
    Ok(result.value())
}

fn subtract(vm: &mut Vm, a: Value, b: Value) -> Outcome {
    let set = vm.fresh_set(a)?;
    vm.set_difference_update(set, b)?;
    Ok(set.value())
}

fn exclude(vm: &mut Vm, a: Value, b: Value) -> Outcome {
    let set = vm.fresh_set(a)?;
    let other = vm.fresh_set(b)?;
    vm.set_symmetric_difference_update(set, other.value())?;
    Ok(set.value())
}

fn or(vm: &mut Vm, args: Args) -> Outcome {
    union(vm, args[0], args[1])
}
fn ror(vm: &mut Vm, args: Args) -> Outcome {
    union(vm, args[1], args[0])
}
fn and(vm: &mut Vm, args: Args) -> Outcome {
    intersect(vm, args[0], args[1])
}
fn rand(vm: &mut Vm, args: Args) -> Outcome {
    intersect(vm, args[0], args[1])
}
fn sub(vm: &mut Vm, args: Args) -> Outcome {
    subtract(vm, args[0], args[1])
}
fn rsub(vm: &mut Vm, args: Args) -> Outcome {
    subtract(vm, args[1], args[0])
}
fn xor(vm: &mut Vm, args: Args) -> Outcome {
    exclude(vm, args[0], args[1])
}
fn rxor(vm: &mut Vm, args: Args) -> Outcome {
    exclude(vm, args[1], args[0])
}

fn isdisjoint(vm: &mut Vm, args: Args) -> Outcome {
    this(vm, args)?;
    let mut disjoint = true;
    vm.for_each(args[1], |vm, item| {
        disjoint = !vm.contains(args[0], item)?;
        Ok(disjoint)
    })?;
    Ok(Value::bool(disjoint))
}
