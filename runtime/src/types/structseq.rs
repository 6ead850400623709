//! Types like `time.struct_time`: tuples whose items have names too.
//!
//! An instance wraps a tuple of the visible items; the fields beyond them are attributes. A visible field
//! whose name is empty can be reached as an item only.

use crate::native::{Args, Native, NativeKind, Outcome, TypeTable, getter, native, setter};
use crate::object::class::{ClassRef, class_flags as flag};
use crate::object::gc::Gc;
use crate::object::layout::Wrapped;
use crate::object::rooted::ToRooted;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// What a type was made with.
struct Shape {
    class: ClassRef,
    fields: &'static [&'static str],
    visible: usize,
}

const ROWS: [Native; 4] = [
    native("__new__", "(cls, sequence, dict=None)", Effect::PYTHON, new).kind(NativeKind::StaticMethod),
    native("__repr__", "(self, /)", Effect::PYTHON, repr),
    native("__reduce__", "(self, /)", Effect::PYTHON, reduce),
    native("__replace__", "(self, /, **changes)", Effect::PYTHON, replace),
];

type Read = crate::native::NativeFn;

macro_rules! readers {
    ($($i:literal)*) => { const READERS: &[Read] = &[$(|vm, args| read(vm, args, $i)),*]; };
}
readers! { 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 }

/// A type with named items.
pub fn make_type(
    vm: &mut Vm,
    module: &'static str,
    name: &'static str,
    doc: &'static str,
    fields: &'static [&'static str],
    visible: usize,
) -> Outcome<ClassRef> {
    let mut rows: Vec<Native> = ROWS.into_iter().collect();
    for (i, name) in fields.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        rows.push(getter(name, READERS[i]));
        rows.push(setter(name, |vm, _| Err(vm.attribute_error("readonly attribute"))));
    }
    let table: &'static TypeTable = Box::leak(Box::new(TypeTable { map: 0, name, module, doc, rows: rows.leak() }));
    let tuple = vm.builtin_class(id::TUPLE);
    let class = vm.native_class(name, &[tuple], id::TUPLE, Some(table))?;
    let info = class.info();
    info.flags = info.flags & !flag::BASE_TYPE | flag::WRAPPED;
    if !matches!(module, "sys" | "builtins") {
        info.flags &= !flag::IMMUTABLE;
    }
    // The fields that are no items follow the tuple.
    info.base_slots = (1 + fields.len() - visible) as u16;
    vm.make_terminator(class);
    vm.fill_class(class, table)?;
    let sizes = [("n_fields", fields.len()), ("n_sequence_fields", visible), ("n_unnamed_fields", unnamed(fields))];
    for (name, n) in sizes {
        let name = vm.intern(name);
        vm.class_put(class, name, Value::small_int(n as isize))?;
    }
    let names: Vec<Value> = fields[..visible].iter().filter(|f| !f.is_empty()).map(|f| vm.intern(f)).collect();
    let names = vm.new_tuple(&names)?;
    let match_args = vm.names.__match_args__;
    vm.class_put(class, match_args, names)?;
    vm.class_changed(class);
    vm.module_state.entry("structseq").or_insert_with(|| Box::new(Vec::<Shape>::new()));
    shapes(vm).push(Shape { class, fields, visible });
    Ok(class)
}

fn unnamed(fields: &[&str]) -> usize {
    fields.iter().filter(|f| f.is_empty()).count()
}

fn shapes(vm: &mut Vm) -> &mut Vec<Shape> {
    let shapes = vm.module_state.get_mut("structseq").expect("made with the first type");
    shapes.downcast_mut().expect("only this file uses the name")
}

fn shape(vm: &mut Vm, class: ClassRef) -> (&'static [&'static str], usize) {
    let found = shapes(vm).iter().find(|s| s.class == class).expect("a type made here");
    (found.fields, found.visible)
}

/// An instance; `items` are all fields, those missing at the end None.
pub fn make(vm: &mut Vm, class: ClassRef, items: &[Value]) -> Outcome {
    let (fields, visible) = shape(vm, class);
    let tuple = vm.new_tuple(&items[..visible])?;
    let object = vm.new_instance(class)?;
    // SAFETY: the class wraps a tuple.
    let wrapped: Gc<Wrapped> = unsafe { Gc::from_value_unchecked(object) };
    wrapped.value.set(&mut vm.heap, object, tuple);
    for i in visible..fields.len() {
        vm.write_slot(object, 1 + i - visible, items.get(i).copied().unwrap_or(Value::NONE));
    }
    Ok(object)
}

fn read(vm: &mut Vm, args: Args, i: usize) -> Outcome {
    let class = vm.class_of(args[0]);
    let (_, visible) = shape(vm, class);
    if i < visible {
        return Ok(vm.tuple_items(args[0])[i]);
    }
    Ok(vm.slot_at(args[0], 8 * (2 + i - visible) as u16))
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = super::type_::expect_class(vm, args[0])?;
    let (fields, visible) = shape(vm, class);
    let given = args.or(2, Value::NONE);
    if !given.is(Value::NONE) && !vm.is_dict(given) || args.given(2).is_some_and(|v| v.is(Value::NONE)) {
        let name = vm.full_class_name(class)?;
        return Err(vm.type_error(format!("{name}() takes a dict as second arg, if any")));
    }
    let mut items = match vm.collect_items(args[1]) {
        Err(_) if vm.pending_is(vm.exceptions.TypeError) => {
            vm.take_pending();
            return Err(vm.type_error("constructor requires a sequence"));
        }
        items => items?,
    };
    if items.len() < visible || items.len() > fields.len() {
        let (name, n) = (vm.full_class_name(class)?, items.len());
        let (word, wanted) = if fields.len() == visible {
            ("a", format!("{visible}-sequence"))
        } else if n < visible {
            ("an at least", format!("{visible}-sequence"))
        } else {
            ("an at most", format!("{}-sequence", fields.len()))
        };
        return Err(vm.type_error(format!("{name}() takes {word} {wanted} ({n}-sequence given)")));
    }
    let mut used = 0;
    while items.len() < fields.len() {
        let name = fields[items.len()];
        let value = if given.is(Value::NONE) { Value::UNSET } else { vm.dict_get_text(given, name)? };
        used += !value.is(Value::UNSET) as usize;
        items.push(if value.is(Value::UNSET) { Value::NONE } else { value });
    }
    if !given.is(Value::NONE) && used < vm.dict_len(given) {
        let name = vm.full_class_name(class)?;
        return Err(vm.type_error(format!("{name}() got duplicate or unexpected field name(s)")));
    }
    make(vm, class, &items)
}

fn replace(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_of(args[0]);
    let (fields, _) = shape(vm, class);
    if unnamed(fields) > 0 {
        let name = vm.full_class_name(class)?;
        let text = format!("__replace__() is not supported for {name} because it has unnamed field(s)");
        return Err(vm.type_error(text));
    }
    let mut items = crate::object::Rooted::new();
    for i in 0..fields.len() {
        let value = read(vm, args, i)?;
        items.push(value);
    }
    let mut unknown = crate::object::Rooted::new();
    for (name, value) in vm.dict_pairs(args[1]).iter() {
        let text = vm.str_lossy(name);
        match fields.iter().position(|f| **f == text) {
            Some(i) => items[i] = value,
            None => unknown.push(name),
        }
    }
    if !unknown.is_empty() {
        let unknown = vm.new_list(&unknown)?;
        let unknown = vm.repr_text(unknown)?;
        return Err(vm.type_error(format!("Got unexpected field name(s): {unknown}")));
    }
    make(vm, class, &items)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_of(args[0]);
    let (fields, visible) = shape(vm, class);
    let mut parts = vec![];
    // Items without a name are shown by the name of the field that says the same more exactly.
    let hidden: Vec<&str> = fields[visible..].iter().copied().take(unnamed(fields)).collect();
    let mut hidden = hidden.into_iter();
    for (name, i) in fields[..visible].iter().zip(0..) {
        let value = vm.tuple_items(args[0])[i];
        let name = if name.is_empty() { hidden.next().unwrap_or("?") } else { name };
        parts.push(format!("{name}={}", vm.repr_text(value)?));
    }
    let name = vm.full_class_name(class)?;
    vm.new_str(&format!("{name}({})", parts.join(", ")))
}

fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_of(args[0]);
    let (fields, visible) = shape(vm, class);
    let items = vm.tuple_items(args[0]).rooted();
    let tuple = vm.new_tuple(&items)?;
    let rest = vm.new_dict()?;
    for (i, name) in fields.iter().enumerate().skip(visible) {
        let value = read(vm, args, i)?;
        vm.dict_set_text(rest, name, value)?;
    }
    let items = vm.new_tuple(&[tuple, rest])?;
    vm.new_tuple(&[class.value(), items])
}
