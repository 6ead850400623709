//! `types.GenericAlias` (`list[int]`) and `typing.Union` (`int | str`).
//!
//! Both keep their parts in slots of their own: origin, args, parameters (made when first asked
//! for), whether unpacked; a union its args and parameters.

use crate::native::{Args, NativeKind, Outcome, TypeTable, getter, native};
use crate::object::Rooted;
use crate::object::class::{ClassRef, class_flags as flag};
use crate::object::rooted::ToRooted;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

const ORIGIN: u16 = 8;
const ARGS: u16 = 16;
const PARAMETERS: u16 = 24;
const UNPACKED: u16 = 32;

/// `types.GenericAlias`.
static ALIAS: TypeTable = TypeTable {
    map: 0,
    name: "GenericAlias",
    module: "types",
    doc: "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    rows: &[
        native("__new__", "(cls, origin, args, /)", Effect::PYTHON, new).kind(NativeKind::StaticMethod),
        native("__getattribute__", "(self, name, /)", Effect::PYTHON, get_attribute),
        native("__getitem__", "(self, item, /)", Effect::PYTHON, get_item),
        native("__call__", "(self, /, *args, **kwargs)", Effect::PYTHON, call),
        native("__mro_entries__", "(self, bases, /)", Effect::PYTHON, mro_entries),
        native("__instancecheck__", "(self, instance, /)", Effect::RAISE, |vm, _| {
            Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
        }),
        native("__subclasscheck__", "(self, subclass, /)", Effect::RAISE, |vm, _| {
            Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
        }),
        native("__iter__", "(self, /)", Effect::PYTHON, iter),
        native("__repr__", "(self, /)", Effect::PYTHON, repr),
        native("__eq__", "(self, value, /)", Effect::PYTHON, eq),
        native("__hash__", "(self, /)", Effect::PYTHON, hash),
        native("__or__", "(self, value, /)", Effect::PYTHON, |vm, args| union(vm, args[0], args[1])),
        native("__ror__", "(self, value, /)", Effect::PYTHON, |vm, args| union(vm, args[1], args[0])),
        native("__reduce__", "(self, /)", Effect::PYTHON, reduce),
        getter("__origin__", |vm, args| Ok(vm.slot_at(args[0], ORIGIN))),
        getter("__args__", |vm, args| Ok(vm.slot_at(args[0], ARGS))),
        getter("__parameters__", parameters),
        getter("__unpacked__", |vm, args| Ok(vm.slot_at(args[0], UNPACKED))),
    ],
};

/// `typing.Union`, which is `types.UnionType`.
static UNION: TypeTable = TypeTable {
    map: 0,
    name: "Union",
    module: "typing",
    doc: "Represent a union type\n\nE.g. for int | str",
    rows: &[
        native("__getitem__", "(self, item, /)", Effect::PYTHON, get_item),
        native("__class_getitem__", "(cls, item, /)", Effect::PYTHON, union_of).kind(NativeKind::ClassMethod),
        native("__mro_entries__", "(self, bases, /)", Effect::PYTHON, |vm, args| {
            let text = vm.repr_text(args[0])?;
            Err(vm.type_error(format!("Cannot subclass {text}")))
        }),
        native("__instancecheck__", "(self, instance, /)", Effect::PYTHON, |vm, args| {
            let members = vm.slot_at(args[0], ARGS);
            vm.is_instance(args[1], members).map(Value::bool)
        }),
        native("__subclasscheck__", "(self, subclass, /)", Effect::PYTHON, |vm, args| {
            let members = vm.slot_at(args[0], ARGS);
            vm.is_subclass(args[1], members).map(Value::bool)
        }),
        native("__repr__", "(self, /)", Effect::PYTHON, union_repr),
        native("__eq__", "(self, value, /)", Effect::PYTHON, union_eq),
        native("__hash__", "(self, /)", Effect::PYTHON, union_hash),
        native("__or__", "(self, value, /)", Effect::PYTHON, |vm, args| union(vm, args[0], args[1])),
        native("__ror__", "(self, value, /)", Effect::PYTHON, |vm, args| union(vm, args[1], args[0])),
        getter("__args__", |vm, args| Ok(vm.slot_at(args[0], ARGS))),
        getter("__parameters__", parameters),
        getter("__origin__", |vm, _| Ok(vm.union_class.map_or(Value::NONE, ClassRef::value))),
        getter("__name__", |vm, _| Ok(vm.intern("Union"))),
        getter("__qualname__", |vm, _| Ok(vm.intern("Union"))),
    ],
};

/// Attributes of an alias that are not its origin's.
const OWN: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
];

/// Makes the two classes.
pub fn start(vm: &mut Vm) -> Outcome<()> {
    vm.alias_class = Some(class(vm, &ALIAS, 4, flag::BASE_TYPE)?);
    vm.union_class = Some(class(vm, &UNION, 3, 0)?);
    Ok(())
}

fn class(vm: &mut Vm, table: &'static TypeTable, slots: u16, flags: u32) -> Outcome<ClassRef> {
    let object = vm.builtin_class(id::OBJECT);
    let class = vm.native_class(table.name, &[object], id::OBJECT, Some(table))?;
    let info = class.info();
    info.flags = info.flags & !flag::BASE_TYPE | flags | flag::HAS_WEAKREF;
    info.base_slots = slots;
    vm.make_terminator(class);
    vm.fill_class(class, table)?;
    Ok(class)
}

impl Vm {
    /// `origin[args]` of a class whose parameters mean nothing at run time.
    pub fn new_generic_alias(&mut self, origin: Value, args: Value) -> Outcome {
        let class = self.alias_class.expect("made at start-up");
        make(self, class, origin, args, false)
    }
}

fn make(vm: &mut Vm, class: ClassRef, origin: Value, args: Value, unpacked: bool) -> Outcome {
    let args = if vm.map_has_value(args, flag::TUPLE) { args } else { vm.new_tuple(&[args])? };
    let alias = vm.new_instance(class)?;
    vm.write_slot(alias, 0, origin);
    vm.write_slot(alias, 1, args);
    vm.write_slot(alias, 2, Value::UNSET);
    vm.write_slot(alias, 3, Value::bool(unpacked));
    Ok(alias)
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = super::type_::expect_class(vm, args[0])?;
    make(vm, class, args[1], args[2], false)
}

/// Whether a value is an alias.
fn is_alias(vm: &Vm, value: Value) -> bool {
    vm.alias_class.is_some_and(|c| vm.is_subtype(vm.class_of(value), c))
}

fn get_attribute(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.attribute_name(args[1])?;
    let text = vm.str_lossy(name);
    let dunder = text.starts_with("__") && text.ends_with("__");
    if !OWN.contains(&text.as_str()) && !(dunder && is_own_method(vm, args[0], name)) {
        let origin = vm.slot_at(args[0], ORIGIN);
        return vm.get_attr(origin, name);
    }
    vm.generic_get_attr(args[0], name)
}

/// Methods that a subclass of the alias defines are its own.
fn is_own_method(vm: &mut Vm, alias: Value, name: Value) -> bool {
    let class = vm.class_of(alias);
    class.has(flag::HEAP) && vm.lookup_where(class, name).is_some_and(|(c, _)| c.has(flag::HEAP))
}

fn call(vm: &mut Vm, args: Args) -> Outcome {
    let origin = vm.slot_at(args[0], ORIGIN);
    let object = vm.call_star(origin, args[1], args[2])?;
    let name = vm.intern("__orig_class__");
    if vm.set_attr(object, name, args[0]).is_err() {
        let lenient = vm.pending_is(vm.exceptions.AttributeError) || vm.pending_is(vm.exceptions.TypeError);
        if !lenient {
            return Err(crate::native::Raised);
        }
        vm.take_pending();
    }
    Ok(object)
}

fn mro_entries(vm: &mut Vm, args: Args) -> Outcome {
    let origin = vm.slot_at(args[0], ORIGIN);
    vm.new_tuple(&[origin])
}

fn iter(vm: &mut Vm, args: Args) -> Outcome {
    let (class, origin, items) = (vm.class_of(args[0]), vm.slot_at(args[0], ORIGIN), vm.slot_at(args[0], ARGS));
    let unpacked = make(vm, class, origin, items, true)?;
    let one = vm.new_tuple(&[unpacked])?;
    vm.iter(one)
}

/// One argument as reprs show it.
fn shown(vm: &mut Vm, value: Value) -> Outcome<String> {
    if value.is(Value::ELLIPSIS) {
        return Ok("...".into());
    }
    if value.is(vm.builtin_class(id::NONE).value()) {
        return Ok("None".into());
    }
    if let Some(class) = vm.as_class(value) {
        return vm.full_class_name(class);
    }
    if vm.map_has_value(value, flag::LIST) {
        let items = vm.collect_items(value)?;
        let mut parts = vec![];
        for item in items.iter() {
            parts.push(shown(vm, *item)?);
        }
        return Ok(format!("[{}]", parts.join(", ")));
    }
    vm.repr_text(value)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let (origin, items) = (vm.slot_at(args[0], ORIGIN), vm.slot_at(args[0], ARGS));
    let star = if vm.slot_at(args[0], UNPACKED).is(Value::TRUE) { "*" } else { "" };
    let origin = shown(vm, origin)?;
    let mut parts = vec![];
    for item in vm.tuple_items(items).rooted() {
        parts.push(shown(vm, item)?);
    }
    let inside = if parts.is_empty() { "()".into() } else { parts.join(", ") };
    vm.new_str(&format!("{star}{origin}[{inside}]"))
}

fn eq(vm: &mut Vm, args: Args) -> Outcome {
    if !is_alias(vm, args[1]) || !vm.slot_at(args[0], UNPACKED).is(vm.slot_at(args[1], UNPACKED)) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let same = vm.equal(vm.slot_at(args[0], ORIGIN), vm.slot_at(args[1], ORIGIN))?
        && vm.equal(vm.slot_at(args[0], ARGS), vm.slot_at(args[1], ARGS))?;
    Ok(Value::bool(same))
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let origin = vm.hash(vm.slot_at(args[0], ORIGIN))?;
    let items = vm.hash(vm.slot_at(args[0], ARGS))?;
    vm.new_int(origin ^ items)
}

fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    let (class, origin, items) = (vm.class_of(args[0]), vm.slot_at(args[0], ORIGIN), vm.slot_at(args[0], ARGS));
    let parts = vm.new_tuple(&[origin, items])?;
    vm.new_tuple(&[class.value(), parts])
}

/// The type variables among the arguments, each once.
fn parameters(vm: &mut Vm, args: Args) -> Outcome {
    let known = vm.slot_at(args[0], PARAMETERS);
    if !known.is(Value::UNSET) {
        return Ok(known);
    }
    let mut found = Rooted::new();
    let items = vm.slot_at(args[0], ARGS);
    collect_parameters(vm, items, &mut found)?;
    let tuple = vm.new_tuple(&found)?;
    vm.write_slot(args[0], 2, tuple);
    Ok(tuple)
}

fn collect_parameters(vm: &mut Vm, items: Value, found: &mut Rooted) -> Outcome<()> {
    for item in vm.tuple_items(items).rooted() {
        if vm.as_class(item).is_some() {
            continue;
        }
        let substitute = vm.get_attr_text_or_unset(item, "__typing_subst__")?;
        if !substitute.is(Value::UNSET) {
            add_once(found, item);
            continue;
        }
        let inner = vm.get_attr_or_unset(item, vm.names.__parameters__)?;
        if !inner.is(Value::UNSET) && vm.map_has_value(inner, flag::TUPLE) {
            for one in vm.tuple_items(inner).rooted() {
                add_once(found, one);
            }
        }
    }
    Ok(())
}

fn add_once(found: &mut Rooted, value: Value) {
    if !found.iter().any(|v| v.is(value)) {
        found.push(value);
    }
}

/// `alias[items]`: type variables replaced by arguments.
fn get_item(vm: &mut Vm, args: Args) -> Outcome {
    let params = parameters(vm, args)?;
    let params = vm.tuple_items(params).rooted();
    if params.is_empty() {
        let text = vm.repr_text(args[0])?;
        return Err(vm.type_error(format!("{text} is not a generic class")));
    }
    let mut items = if vm.map_has_value(args[1], flag::TUPLE) { args[1] } else { vm.new_tuple(&[args[1]])? };
    for param in params.iter() {
        let prepare = vm.get_attr_text_or_unset(*param, "__typing_prepare_subst__")?;
        if !prepare.is(Value::UNSET) && !prepare.is(Value::NONE) {
            items = vm.call(prepare, &[args[0], items])?;
        }
    }
    let given = vm.tuple_items(items).rooted();
    if given.len() != params.len() {
        let word = if given.len() > params.len() { "many" } else { "few" };
        let text = vm.repr_text(args[0])?;
        return Err(vm.type_error(format!(
            "Too {word} arguments for {text}; actual {}, expected {}",
            given.len(),
            params.len()
        )));
    }
    let mut new = Rooted::new();
    for item in vm.tuple_items(vm.slot_at(args[0], ARGS)).rooted() {
        let value = substitute(vm, item, &params, &given)?;
        // A variadic variable is replaced by several.
        let variadic = params.iter().any(|p| p.is(item)) && vm.map_has_value(value, flag::TUPLE);
        if variadic {
            new.extend_from_slice(vm.tuple_items(value));
        } else {
            new.push(value);
        }
    }
    let tuple = vm.new_tuple(&new)?;
    if is_union(vm, args[0]) {
        return union_of_items(vm, tuple);
    }
    let (class, origin) = (vm.class_of(args[0]), vm.slot_at(args[0], ORIGIN));
    make(vm, class, origin, tuple, vm.slot_at(args[0], UNPACKED).is(Value::TRUE))
}

fn substitute(vm: &mut Vm, item: Value, params: &[Value], given: &[Value]) -> Outcome {
    if vm.as_class(item).is_some() {
        return Ok(item);
    }
    if let Some(i) = params.iter().position(|p| p.is(item)) {
        let hook = vm.get_attr_text_or_unset(item, "__typing_subst__")?;
        return if hook.is(Value::UNSET) { Ok(given[i]) } else { vm.call(hook, &[given[i]]) };
    }
    let inner = vm.get_attr_or_unset(item, vm.names.__parameters__)?;
    if inner.is(Value::UNSET) || !vm.map_has_value(inner, flag::TUPLE) || vm.tuple_items(inner).is_empty() {
        return Ok(item);
    }
    let mut parts = Rooted::new();
    for param in vm.tuple_items(inner).rooted() {
        parts.push(params.iter().position(|p| p.is(param)).map_or(param, |i| given[i]));
    }
    let parts = vm.new_tuple(&parts)?;
    vm.get_item(item, parts)
}

/// Whether a value is a union of types.
pub fn is_union(vm: &mut Vm, value: Value) -> bool {
    vm.union_class.is_some_and(|c| vm.class_of(value) == c)
}

/// What may stand in a union: classes, None, aliases, unions, and what says so by having `__parameters__`-like parts.
fn may_join(vm: &mut Vm, value: Value) -> bool {
    value.is(Value::NONE) || vm.as_class(value).is_some() || is_alias(vm, value) || is_union(vm, value) || {
        let name = vm.type_name(value);
        matches!(name.as_str(), "TypeVar" | "ParamSpec" | "TypeVarTuple" | "TypeAliasType")
    }
}

/// `a | b` of types.
pub fn union(vm: &mut Vm, a: Value, b: Value) -> Outcome {
    if !may_join(vm, a) || !may_join(vm, b) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let items = vm.new_tuple(&[a, b])?;
    union_of_items(vm, items)
}

fn union_of(vm: &mut Vm, args: Args) -> Outcome {
    let items = if vm.map_has_value(args[1], flag::TUPLE) { args[1] } else { vm.new_tuple(&[args[1]])? };
    if vm.tuple_items(items).is_empty() {
        return Err(vm.type_error("Cannot take a Union of no types."));
    }
    union_of_items(vm, items)
}

/// A union of the items, flat and each once; of one, that one.
fn union_of_items(vm: &mut Vm, items: Value) -> Outcome {
    let mut flat = Rooted::new();
    for item in vm.tuple_items(items).rooted() {
        let item = if item.is(Value::NONE) { vm.builtin_class(id::NONE).value() } else { item };
        let parts = if is_union(vm, item) {
            vm.tuple_items(vm.slot_at(item, ARGS)).rooted()
        } else {
            Rooted::from_slice(&[item])
        };
        for part in parts {
            let mut known = false;
            for other in flat.rooted() {
                known = known || vm.equal(other, part)?;
            }
            if !known {
                flat.push(part);
            }
        }
    }
    if let [one] = flat[..] {
        return Ok(one);
    }
    let args = vm.new_tuple(&flat)?;
    let class = vm.union_class.expect("made at start-up");
    let object = vm.new_instance(class)?;
    vm.write_slot(object, 0, Value::NONE);
    vm.write_slot(object, 1, args);
    vm.write_slot(object, 2, Value::UNSET);
    Ok(object)
}

fn union_repr(vm: &mut Vm, args: Args) -> Outcome {
    let mut parts = vec![];
    for item in vm.tuple_items(vm.slot_at(args[0], ARGS)).rooted() {
        parts.push(shown(vm, item)?);
    }
    vm.new_str(&parts.join(" | "))
}

fn as_set(vm: &mut Vm, value: Value) -> Outcome {
    let items = vm.tuple_items(vm.slot_at(value, ARGS)).rooted();
    vm.new_frozenset(&items)
}

fn union_eq(vm: &mut Vm, args: Args) -> Outcome {
    if !is_union(vm, args[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (a, b) = (as_set(vm, args[0])?, as_set(vm, args[1])?);
    vm.equal(a, b).map(Value::bool)
}

fn union_hash(vm: &mut Vm, args: Args) -> Outcome {
    let set = as_set(vm, args[0])?;
    let hash = vm.hash(set)?;
    vm.new_int(hash)
}
