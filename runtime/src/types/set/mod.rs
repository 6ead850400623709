//! `set` and `frozenset`.
//!
//! `table` is the hash table, `algebra` the operations on two sets; here are the rows of both types.

pub mod algebra;
pub mod items;
pub mod sketch;
pub mod table;

use crate::native::{Args, Native, NativeKind, Outcome, TypeTable, native};
use crate::object::class::class_flags;
use crate::object::layout::Set;
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::effects::Effect;
use pyspec_abi::{Value, types as id};

const PY: Effect = Effect::PYTHON;
const READ: Effect = Effect::READ_ITEM;
const ALLOC: Effect = Effect::ALLOC;

/// `set`.
pub static TABLE: TypeTable = TypeTable {
    map: id::SET,
    name: "set",
    module: "builtins",
    doc: "Build an unordered collection of unique elements.",
    rows: SET_ROWS,
};

/// `frozenset`.
pub static FROZEN_TABLE: TypeTable = TypeTable {
    map: id::FROZENSET,
    name: "frozenset",
    module: "builtins",
    doc: "Build an immutable unordered collection of unique elements.",
    rows: FROZEN_ROWS,
};

macro_rules! rows {
    ($($own:expr,)*) => {
        &[
            $($own,)*
            native("__repr__", "(self, /)", PY, repr),
            native("__len__", "(self, /)", READ, len).summary("int"),
            native("__iter__", "(self, /)", ALLOC, iter),
            native("__contains__", "(self, object, /)", PY, contains).summary("bool"),
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
            native("__reduce__", "(self, /)", ALLOC, reduce),
            native("__sizeof__", "(self, /)", READ, sizeof),
            native("__class_getitem__", "(cls, object, /)", ALLOC, class_getitem).kind(NativeKind::ClassMethod),
            native("copy", "(self, /)", ALLOC, copy),
            native("difference", "(self, /, *others)", PY, difference),
            native("intersection", "(self, /, *others)", PY, intersection),
            native("isdisjoint", "(self, other, /)", PY, isdisjoint).summary("bool"),
            native("issubset", "(self, other, /)", PY, issubset).summary("bool"),
            native("issuperset", "(self, other, /)", PY, issuperset).summary("bool"),
            native("symmetric_difference", "(self, other, /)", PY, symmetric_difference),
            native("union", "(self, /, *others)", PY, union),
        ]
    };
}

static SET_ROWS: &[Native] = rows![
    native("__new__", "(cls, /, *args, **kwargs)", ALLOC, new).kind(NativeKind::StaticMethod),
    native("__init__", "(self, iterable=(), /)", PY, init),
    native("__ior__", "(self, value, /)", PY, ior),
    native("__iand__", "(self, value, /)", PY, iand),
    native("__isub__", "(self, value, /)", PY, isub),
    native("__ixor__", "(self, value, /)", PY, ixor),
    native("add", "(self, object, /)", PY, add).summary("None ; e<a0"),
    native("clear", "(self, /)", Effect::WRITE_ITEM, clear).summary("None"),
    native("discard", "(self, object, /)", PY, discard).summary("None"),
    native("remove", "(self, object, /)", PY, remove).summary("None"),
    native("pop", "(self, /)", Effect::WRITE_ITEM.or(Effect::RAISE), pop).summary("e"),
    native("update", "(self, /, *others)", PY, update),
    native("difference_update", "(self, /, *others)", PY, difference_update),
    native("intersection_update", "(self, /, *others)", PY, intersection_update),
    native("symmetric_difference_update", "(self, other, /)", PY, symmetric_difference_update),
];

static FROZEN_ROWS: &[Native] = rows![
    native("__new__", "(cls, iterable=(), /)", PY, frozen_new).kind(NativeKind::StaticMethod),
    native("__hash__", "(self, /)", READ, hash),
];

/// The receiver.
fn this(vm: &mut Vm, args: Args) -> Outcome<Gc<Set>> {
    match vm.as_set(args[0]) {
        Some(set) => Ok(set),
        None => Err(vm.receiver_error("set", args[0])),
    }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::SET)?;
    let set = vm.alloc_instance::<Set>(class, id::SET)?;
    table::init_set(set);
    Ok(set.value())
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    vm.set_clear(set);
    if let Some(iterable) = args.given(1) {
        vm.set_update(set, iterable)?;
    }
    Ok(Value::NONE)
}

fn frozen_new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::FROZENSET)?;
    let exact = class == vm.builtin_class(id::FROZENSET);
    if let Some(iterable) = args.given(1)
        && exact
        && iterable.is_ptr()
        && map_of(iterable) == id::FROZENSET
    {
        return Ok(iterable);
    }
    let set = vm.alloc_instance::<Set>(class, id::FROZENSET)?;
    table::init_set(set);
    if let Some(iterable) = args.given(1) {
        vm.set_update(set, iterable)?;
    }
    Ok(set.value())
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    let name = vm.type_name(args[0]);
    if set.count() == 0 {
        return vm.new_str(&format!("{name}()"));
    }
    let plain = map_of(args[0]) == id::SET;
    let text = vm.guarded_repr(args[0], |vm| {
        let mut out = if plain { b"{".to_vec() } else { format!("{name}({{").into_bytes() };
        let start = out.len();
        let mut position = 0;
        while let Some((item, _, next)) = vm.set_entry(set, position) {
            if out.len() > start {
                out.extend_from_slice(b", ");
            }
            vm.append_repr(&mut out, item)?;
            position = next;
        }
        out.extend_from_slice(if plain { b"}" } else { b"})" });
        Ok(out)
    })?;
    match text {
        Some(bytes) => vm.new_str_wtf8(&bytes),
        None => vm.new_str(&format!("{name}(...)")),
    }
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    let hash = vm.frozenset_hash(set);
    vm.new_int(hash)
}

fn len(vm: &mut Vm, args: Args) -> Outcome {
    Ok(this(vm, args)?.used.get())
}

fn iter(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    vm.new_set_iterator(set)
}

/// An item to look for: a set stands for the frozenset with its items.
pub(crate) fn search(vm: &mut Vm, item: Value) -> Outcome {
    let mutable = vm.has_flag(item, class_flags::SET);
    if !mutable {
        return Ok(item);
    }
    let class = vm.class_of(item);
    if vm.special(class, crate::object::class::Special::Hash).is_some_and(|h| !h.is(Value::NONE)) {
        return Ok(item);
    }
    let frozen = vm.empty_set(id::FROZENSET)?;
    let set = vm.as_set(item).expect("the flag says so");
    vm.set_merge(frozen, set)?;
    Ok(frozen.value())
}

fn contains(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    let item = search(vm, args[1])?;
    Ok(Value::bool(vm.set_contains(set, item)?))
}

/// Both operands, if both are sets.
fn pair(vm: &mut Vm, args: Args) -> Option<(Gc<Set>, Gc<Set>)> {
    Some((vm.as_set(args[0])?, vm.as_set(args[1])?))
}

macro_rules! comparisons {
    ($($name:ident |$vm:ident, $a:ident, $b:ident| $result:expr;)*) => {$(
        fn $name($vm: &mut Vm, args: Args) -> Outcome {
            match pair($vm, args) {
                Some(($a, $b)) => Ok(Value::bool($result)),
                None => Ok(Value::NOT_IMPLEMENTED),
            }
        }
    )*};
}

comparisons! {
    lt |vm, a, b| a.count() < b.count() && vm.set_is_subset(a, b)?;
    le |vm, a, b| vm.set_is_subset(a, b)?;
    eq |vm, a, b| a.count() == b.count() && vm.set_is_subset(a, b)?;
    ne |vm, a, b| a.count() != b.count() || !vm.set_is_subset(a, b)?;
    gt |vm, a, b| a.count() > b.count() && vm.set_is_subset(b, a)?;
    ge |vm, a, b| vm.set_is_subset(b, a)?;
}

macro_rules! operators {
    ($($name:ident |$vm:ident, $a:ident, $b:ident| $result:expr;)*) => {$(
        fn $name($vm: &mut Vm, args: Args) -> Outcome {
            match pair($vm, args) {
                Some(($a, $b)) => Ok($result.value()),
                None => Ok(Value::NOT_IMPLEMENTED),
            }
        }
    )*};
}

operators! {
    or |vm, a, b| united(vm, a, b)?;
    ror |vm, b, a| united(vm, a, b)?;
    and |vm, a, b| vm.set_intersection(a, b.value())?;
    rand |vm, b, a| vm.set_intersection(a, b.value())?;
    sub |vm, a, b| vm.set_difference(a, b.value())?;
    rsub |vm, b, a| vm.set_difference(a, b.value())?;
    xor |vm, a, b| vm.set_symmetric_difference(a, b.value())?;
    rxor |vm, b, a| vm.set_symmetric_difference(a, b.value())?;
}

fn united(vm: &mut Vm, a: Gc<Set>, b: Gc<Set>) -> Outcome<Gc<Set>> {
    let result = vm.set_copy(a)?;
    vm.set_merge(result, b)?;
    Ok(result)
}

fn ior(vm: &mut Vm, args: Args) -> Outcome {
    let Some((a, b)) = pair(vm, args) else { return Ok(Value::NOT_IMPLEMENTED) };
    vm.set_merge(a, b)?;
    Ok(args[0])
}

fn iand(vm: &mut Vm, args: Args) -> Outcome {
    let Some((a, b)) = pair(vm, args) else { return Ok(Value::NOT_IMPLEMENTED) };
    let result = vm.set_intersection(a, b.value())?;
    vm.set_take_table(a, result);
    Ok(args[0])
}

fn isub(vm: &mut Vm, args: Args) -> Outcome {
    let Some((a, b)) = pair(vm, args) else { return Ok(Value::NOT_IMPLEMENTED) };
    vm.set_difference_update(a, b.value())?;
    Ok(args[0])
}

fn ixor(vm: &mut Vm, args: Args) -> Outcome {
    let Some((a, b)) = pair(vm, args) else { return Ok(Value::NOT_IMPLEMENTED) };
    vm.set_symmetric_difference_update(a, b.value())?;
    Ok(args[0])
}

fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    this(vm, args)?;
    let items = vm.collect_items(args[0])?;
    let items = vm.new_list(&items)?;
    let arguments = vm.new_tuple(&[items])?;
    let class = vm.class_of(args[0]).value();
    let state = vm.call_method(args[0], "__getstate__", &[])?;
    vm.new_tuple(&[class, arguments, state])
}

fn sizeof(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    let table = set.table.get();
    let bytes = if table.is_ptr() { 8 + 8 * vm.heap.slots_of(table) } else { 0 };
    Ok(Value::small_int((size_of::<Set>() + bytes) as isize))
}

fn class_getitem(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_generic_alias(args[0], args[1])
}

fn copy(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    if map_of(args[0]) == id::FROZENSET {
        return Ok(args[0]);
    }
    Ok(vm.set_copy(set)?.value())
}

fn union(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    let result = vm.set_copy(set)?;
    for other in vm.tuple_items(args[1]) {
        vm.set_update(result, *other)?;
    }
    Ok(result.value())
}

fn difference(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    let [first, rest @ ..] = vm.tuple_items(args[1]) else { return copy(vm, args) };
    let result = vm.set_difference(set, *first)?;
    for other in rest {
        vm.set_difference_update(result, *other)?;
    }
    Ok(result.value())
}

fn intersected(vm: &mut Vm, args: Args) -> Outcome<Gc<Set>> {
    let mut set = this(vm, args)?;
    let others = vm.tuple_items(args[1]);
    if others.is_empty() {
        return vm.set_copy(set);
    }
    for other in others {
        set = vm.set_intersection(set, *other)?;
    }
    Ok(set)
}

fn intersection(vm: &mut Vm, args: Args) -> Outcome {
    if vm.tuple_items(args[1]).is_empty() {
        return copy(vm, args);
    }
    Ok(intersected(vm, args)?.value())
}

fn intersection_update(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    let result = intersected(vm, args)?;
    vm.set_take_table(set, result);
    Ok(Value::NONE)
}

fn isdisjoint(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    Ok(Value::bool(vm.set_is_disjoint(set, args[1])?))
}

fn issubset(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    let other = vm.set_argument(args[1])?;
    Ok(Value::bool(vm.set_is_subset(set, other)?))
}

fn issuperset(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    let other = vm.set_argument(args[1])?;
    Ok(Value::bool(vm.set_is_subset(other, set)?))
}

fn symmetric_difference(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    Ok(vm.set_symmetric_difference(set, args[1])?.value())
}

fn add(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    vm.set_insert(set, args[1])?;
    Ok(Value::NONE)
}

fn clear(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    vm.set_clear(set);
    Ok(Value::NONE)
}

fn take(vm: &mut Vm, args: Args) -> Outcome<bool> {
    let set = this(vm, args)?;
    let item = search(vm, args[1])?;
    let hash = vm.hash_element(item)?;
    vm.set_discard_hashed(set, item, hash)
}

fn discard(vm: &mut Vm, args: Args) -> Outcome {
    take(vm, args)?;
    Ok(Value::NONE)
}

fn remove(vm: &mut Vm, args: Args) -> Outcome {
    if take(vm, args)? { Ok(Value::NONE) } else { Err(vm.key_error(args[1])) }
}

fn pop(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    match vm.set_pop(set) {
        Some(item) => Ok(item),
        None => {
            let text = vm.new_str("pop from an empty set")?;
            Err(vm.key_error(text))
        }
    }
}

fn update(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    for other in vm.tuple_items(args[1]) {
        vm.set_update(set, *other)?;
    }
    Ok(Value::NONE)
}

fn difference_update(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    for other in vm.tuple_items(args[1]) {
        vm.set_difference_update(set, *other)?;
    }
    Ok(Value::NONE)
}

fn symmetric_difference_update(vm: &mut Vm, args: Args) -> Outcome {
    let set = this(vm, args)?;
    vm.set_symmetric_difference_update(set, args[1])?;
    Ok(Value::NONE)
}
