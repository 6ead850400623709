//! `object`.

use crate::native::{Args, NativeKind, Outcome, TypeTable, getter, native, setter};
use crate::object::class::{ClassRef, Special, class_flags as flag};
use crate::object::instance::Storage;
use crate::object::map::MapKind;
use crate::object::map_of;
use crate::object::rooted::ToRooted;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// `object`.
pub static TABLE: TypeTable = TypeTable {
    map: id::OBJECT,
    name: "object",
    module: "builtins",
    doc: "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", Effect::PYTHON, new).kind(NativeKind::StaticMethod),
        native("__init__", "(self, /, *args, **kwargs)", Effect::PYTHON, init),
        native("__getattribute__", "(self, name, /)", Effect::PYTHON, get_attribute),
        native("__setattr__", "(self, name, value, /)", Effect::PYTHON, set_attribute),
        native("__delattr__", "(self, name, /)", Effect::PYTHON, delete_attribute),
        native("__repr__", "(self, /)", Effect::PYTHON, repr),
        native("__str__", "(self, /)", Effect::PYTHON, str_),
        native("__format__", "(self, format_spec, /)", Effect::PYTHON, format),
        native("__hash__", "(self, /)", Effect::READ_SLOT, hash),
        native("__eq__", "(self, value, /)", Effect::PURE, eq),
        native("__ne__", "(self, value, /)", Effect::PYTHON, ne),
        native("__lt__", "(self, value, /)", Effect::PURE, not_implemented),
        native("__le__", "(self, value, /)", Effect::PURE, not_implemented),
        native("__gt__", "(self, value, /)", Effect::PURE, not_implemented),
        native("__ge__", "(self, value, /)", Effect::PURE, not_implemented),
        native("__dir__", "(self, /)", Effect::PYTHON, dir),
        native("__sizeof__", "(self, /)", Effect::READ_SLOT, size_of),
        native("__reduce__", "(self, /)", Effect::PYTHON, reduce),
        native("__reduce_ex__", "(self, protocol, /)", Effect::PYTHON, reduce_ex),
        native("__getstate__", "(self, /)", Effect::PYTHON, get_state),
        native("__init_subclass__", "(cls, /, *args, **kwargs)", Effect::RAISE, init_subclass)
            .kind(NativeKind::ClassMethod),
        native("__subclasshook__", "(cls, subclass, /)", Effect::PURE, not_implemented).kind(NativeKind::ClassMethod),
        getter("__class__", get_class),
        setter("__class__", set_class),
    ],
};

fn has_arguments(vm: &mut Vm, args: Args) -> bool {
    let keywords = !args.get(2).is(Value::UNSET) && vm.dict_len(args[2]) > 0;
    keywords || !vm.tuple_items(args[1]).is_empty()
}

/// Whether what a class has under a special name is `object`'s own.
fn is_objects(vm: &mut Vm, class: ClassRef, special: Special) -> bool {
    let object = vm.builtin_class(id::OBJECT);
    let name = vm.names.specials[special as usize];
    vm.lookup_where(class, name).is_some_and(|(c, _)| c == object)
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = super::type_::expect_class(vm, args[0])?;
    if has_arguments(vm, args) {
        if !is_objects(vm, class, Special::New) {
            return Err(vm.type_error("object.__new__() takes exactly one argument (the type to instantiate)"));
        }
        if is_objects(vm, class, Special::Init) {
            let name = vm.str_lossy(class.name.get());
            return Err(vm.type_error(format!("{name}() takes no arguments")));
        }
    }
    make(vm, class)
}

/// `object.__new__(class)`.
pub fn make(vm: &mut Vm, class: ClassRef) -> Outcome {
    if class.has(flag::ABSTRACT) {
        return Err(super::type_::abstract_error(vm, class)?);
    }
    let base = class.info().base_map;
    let plain = base == id::OBJECT || (base == id::PAYLOAD && class.has(flag::HEAP));
    if !plain {
        let name = vm.str_lossy(class.name.get());
        let by = super::type_::builtin_base(vm, class);
        let by = vm.str_lossy(by.name.get());
        return Err(vm.type_error(format!("object.__new__({name}) is not safe, use {by}.__new__()")));
    }
    vm.new_instance(class)
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_of(args[0]);
    if has_arguments(vm, args) {
        if !is_objects(vm, class, Special::Init) {
            return Err(vm.type_error("object.__init__() takes exactly one argument (the instance to initialize)"));
        }
        if is_objects(vm, class, Special::New) {
            let name = vm.str_lossy(class.name.get());
            return Err(
                vm.type_error(format!("{name}.__init__() takes exactly one argument (the instance to initialize)"))
            );
        }
    }
    Ok(Value::NONE)
}

impl Vm {
    /// An attribute name given by a program, interned.
    pub fn attribute_name(&mut self, name: Value) -> Outcome {
        if !self.is_str(name) {
            let found = self.type_name(name);
            return Err(self.type_error(format!("attribute name must be string, not '{found}'")));
        }
        Ok(self.intern_value(name))
    }

    /// Address of an object as reprs show it; pins it.
    pub fn id_text(&mut self, value: Value) -> String {
        if value.is_ptr() {
            self.heap.pin(value);
        }
        format!("0x{:012x}", value.bits())
    }

    /// A function of the builtins module.
    pub fn builtin_named(&mut self, name: &str) -> Outcome {
        let builtins = self.builtins;
        let found = self.dict_get_text(builtins, name)?;
        if found.is(Value::UNSET) { Err(self.name_error(format!("name '{name}' is not defined"))) } else { Ok(found) }
    }
}

fn get_attribute(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.attribute_name(args[1])?;
    vm.generic_get_attr(args[0], name)
}

fn set_attribute(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.attribute_name(args[1])?;
    check_not_class(vm, args[0], "__setattr__")?;
    vm.generic_set_attr(args[0], name, args[2]).map(|()| Value::NONE)
}

fn delete_attribute(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.attribute_name(args[1])?;
    check_not_class(vm, args[0], "__delattr__")?;
    vm.generic_set_attr(args[0], name, Value::UNSET).map(|()| Value::NONE)
}

/// Keeps `object.__setattr__(int, …)` from going around the class's own.
fn check_not_class(vm: &mut Vm, object: Value, what: &str) -> Outcome<()> {
    if vm.as_class(object).is_none() {
        return Ok(());
    }
    let name = vm.type_name(object);
    Err(vm.type_error(format!("can't apply this {what} to {name} object")))
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_of(args[0]);
    let name = vm.full_class_name(class)?;
    let address = vm.id_text(args[0]);
    vm.new_str(&format!("<{name} object at {address}>"))
}

fn str_(vm: &mut Vm, args: Args) -> Outcome {
    vm.repr(args[0])
}

fn format(vm: &mut Vm, args: Args) -> Outcome {
    let spec = vm.expect_str(args[1], "__format__() argument")?;
    if !spec.is_empty() {
        let name = vm.type_name(args[0]);
        return Err(vm.type_error(format!("unsupported format string passed to {name}.__format__")));
    }
    vm.to_str(args[0])
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let hash = vm.identity_hash(args[0]);
    vm.new_int(hash)
}

fn eq(vm: &mut Vm, args: Args) -> Outcome {
    Ok(if vm.is_same(args[0], args[1]) { Value::TRUE } else { Value::NOT_IMPLEMENTED })
}

fn ne(vm: &mut Vm, args: Args) -> Outcome {
    match vm.call_special(args[0], Special::Eq, &[args[1]]) {
        Some(answer) => {
            let answer = answer?;
            if answer.is(Value::NOT_IMPLEMENTED) {
                return Ok(answer);
            }
            let equal = vm.truth(answer)?;
            Ok(Value::bool(!equal))
        }
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn init_subclass(vm: &mut Vm, args: Args) -> Outcome {
    if !args[2].is(Value::UNSET) && vm.dict_len(args[2]) > 0 {
        let class = super::type_::expect_class(vm, args[0])?;
        let name = vm.str_lossy(class.qualname.get());
        return Err(vm.type_error(format!("{name}.__init_subclass__() takes no keyword arguments")));
    }
    let n = vm.tuple_items(args[1]).len();
    if n > 0 {
        return Err(vm.type_error(format!("object.__init_subclass__() takes no arguments ({n} given)")));
    }
    Ok(Value::NONE)
}

fn not_implemented(_vm: &mut Vm, _args: Args) -> Outcome {
    Ok(Value::NOT_IMPLEMENTED)
}

fn dir(vm: &mut Vm, args: Args) -> Outcome {
    let names = vm.new_dict()?;
    let dict = vm.get_attr_or_unset(args[0], vm.names.__dict__)?;
    if !dict.is(Value::UNSET) && vm.map_has_value(dict, flag::DICT) {
        for (name, _) in vm.dict_pairs(dict) {
            vm.dict_set(names, name, Value::NONE)?;
        }
    }
    let class = vm.get_attr_or_unset(args[0], vm.names.__class__)?;
    if let Some(class) = vm.as_class(class) {
        super::type_::all_names(vm, class, names)?;
    }
    let keys = vm.dict_pairs(names).firsts();
    vm.new_list(&keys)
}

fn size_of(vm: &mut Vm, args: Args) -> Outcome {
    let object = args[0];
    let slots = if object.is_ptr() { vm.heap.slots_of(object) } else { 0 };
    vm.new_int(8 + 8 * slots as i64)
}

fn copyreg(vm: &mut Vm, name: &str) -> Outcome {
    let import = vm.builtin_named("__import__")?;
    let module = vm.intern("copyreg");
    let module = vm.call(import, &[module])?;
    vm.get_attr_text(module, name)
}

fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    let helper = copyreg(vm, "_reduce_ex")?;
    vm.call(helper, &[args[0], Value::small_int(0)])
}

fn reduce_ex(vm: &mut Vm, args: Args) -> Outcome {
    let (object, protocol) = (args[0], vm.index_i64(args[1])?);
    let class = vm.class_of(object);
    if !is_objects(vm, class, Special::Reduce) {
        return vm.call_method(object, "__reduce__", &[]);
    }
    if protocol < 2 {
        let helper = copyreg(vm, "_reduce_ex")?;
        return vm.call(helper, &[object, args[1]]);
    }
    reduce_2(vm, object, class)
}

/// Protocols 2 and up: `copyreg.__newobj__` with what `__getnewargs__` gives, state, items.
fn reduce_2(vm: &mut Vm, object: Value, class: ClassRef) -> Outcome {
    let with_keywords = vm.intern("__getnewargs_ex__");
    let without = vm.intern("__getnewargs__");
    let (mut items, mut keywords) = (crate::object::Rooted::new(), Value::UNSET);
    let mut has_args = true;
    if vm.lookup(class, with_keywords).is_some() {
        let both = vm.call_method(object, "__getnewargs_ex__", &[])?;
        let both = vm.collect_items(both)?;
        if both.len() != 2 {
            let n = both.len();
            return Err(vm.value_error(format!("__getnewargs_ex__ should return a tuple of length 2, not {n}")));
        }
        items = vm.tuple_items(both[0]).rooted();
        keywords = both[1];
    } else if vm.lookup(class, without).is_some() {
        let given = vm.call_method(object, "__getnewargs__", &[])?;
        if !vm.map_has_value(given, flag::TUPLE) {
            let found = vm.type_name(given);
            return Err(vm.type_error(format!("__getnewargs__ should return a tuple, not '{found}'")));
        }
        items = vm.tuple_items(given).rooted();
    } else {
        has_args = false;
    }
    let (function, items) = if keywords.is(Value::UNSET) || vm.dict_len(keywords) == 0 {
        let mut all = crate::object::Rooted::from_slice(&[class.value()]);
        all.extend(items);
        (copyreg(vm, "__newobj__")?, vm.new_tuple(&all)?)
    } else {
        let items = vm.new_tuple(&items)?;
        (copyreg(vm, "__newobj_ex__")?, vm.new_tuple(&[class.value(), items, keywords])?)
    };
    let is_list = class.has(flag::LIST);
    let is_dict = class.has(flag::DICT);
    let required = !has_args && !is_list && !is_dict;
    let state = state_of(vm, object, required)?;
    let list_items = if is_list { vm.iter(object)? } else { Value::NONE };
    let dict_items = if is_dict {
        let view = vm.call_method(object, "items", &[])?;
        vm.iter(view)?
    } else {
        Value::NONE
    };
    vm.new_tuple(&[function, items, state, list_items, dict_items])
}

/// What `__getstate__` gives. `required`: other instances than of `object` cannot be pickled without arguments.
pub(crate) fn state_of(vm: &mut Vm, object: Value, required: bool) -> Outcome {
    let name = vm.intern("__getstate__");
    let class = vm.class_of(object);
    let own = vm.lookup_where(class, name).is_none_or(|(c, _)| c == vm.builtin_class(id::OBJECT));
    if own { default_state(vm, object, required) } else { vm.call_method(object, "__getstate__", &[]) }
}

fn get_state(vm: &mut Vm, args: Args) -> Outcome {
    default_state(vm, args[0], false)
}

/// The dict, or None, or with slots the pair of both.
fn default_state(vm: &mut Vm, object: Value, required: bool) -> Outcome {
    let class = vm.class_of(object);
    let slots = super::type_::all_slots(vm, class);
    if required && super::type_::builtin_base(vm, class).info().base_map != id::OBJECT && !class.has(flag::EXCEPTION) {
        let name = vm.type_name(object);
        return Err(vm.type_error(format!("cannot pickle '{name}' object")));
    }
    let has_dict = class.has(flag::HAS_DICT) && vm.storage_of(object) != Storage::Class;
    let mut state = Value::NONE;
    if has_dict {
        let items = vm.instance_items(object);
        if !items.is_empty() {
            let copy = vm.new_dict()?;
            for (name, value) in items {
                vm.dict_set(copy, name, value)?;
            }
            state = copy;
        } else if slots.is_empty() {
            state = Value::NONE;
        }
    }
    if slots.is_empty() {
        return Ok(state);
    }
    let values = vm.new_dict()?;
    for name in slots {
        let value = vm.get_attr_or_unset(object, name)?;
        if !value.is(Value::UNSET) {
            vm.dict_set(values, name, value)?;
        }
    }
    if vm.dict_len(values) == 0 {
        return Ok(state);
    }
    vm.new_tuple(&[state, values])
}

fn get_class(vm: &mut Vm, args: Args) -> Outcome {
    Ok(vm.class_of(args[0]).value())
}

fn set_class(vm: &mut Vm, args: Args) -> Outcome {
    let (object, value) = (args[0], args[1]);
    if value.is(Value::UNSET) {
        return Err(vm.type_error("can't delete __class__ attribute"));
    }
    let Some(class) = vm.as_class(value) else {
        let found = vm.type_name(value);
        return Err(vm.type_error(format!("__class__ must be set to a class, not '{found}' object")));
    };
    let old = vm.class_of(object);
    let is_module = |c: ClassRef| c.info().base_map == id::MODULE;
    if !(is_module(old) && is_module(class)) && !(old.has(flag::HEAP) && class.has(flag::HEAP)) {
        return Err(vm.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses"));
    }
    let (a, b) = (old.info(), class.info());
    let dict = flag::HAS_DICT | flag::HAS_WEAKREF;
    let alike = a.base_map == b.base_map
        && a.base_slots == b.base_slots
        && a.flags & dict == b.flags & dict
        && (object.is_ptr() && vm.maps.get(map_of(object)).kind != MapKind::Fixed || a.inline_slots == b.inline_slots)
        && super::type_::all_slots(vm, old) == super::type_::all_slots(vm, class);
    if !alike {
        let (new, old) = (vm.str_lossy(class.name.get()), vm.str_lossy(old.name.get()));
        return Err(vm.type_error(format!("__class__ assignment: '{new}' object layout differs from '{old}'")));
    }
    vm.set_class(object, class)?;
    Ok(Value::NONE)
}

/// Getter of `__dict__` for whatever has one.
pub fn get_dict(vm: &mut Vm, args: Args) -> Outcome {
    vm.instance_dict(args[0])
}

/// Setter of `__dict__`.
pub fn set_dict(vm: &mut Vm, args: Args) -> Outcome {
    let (object, value) = (args[0], args[1]);
    let value = if value.is(Value::UNSET) { vm.new_dict()? } else { value };
    if !vm.map_has_value(value, flag::DICT) {
        let found = vm.type_name(value);
        return Err(vm.type_error(format!("__dict__ must be set to a dictionary, not a '{found}'")));
    }
    match vm.storage_of(object) {
        Storage::Map => {
            // Whoever holds the dict so far keeps what is in it.
            if let Some(dict) = vm.forwarding_dict(object) {
                vm.expose_dict(dict)?;
            }
            vm.expose_dict(value)?;
            vm.put_dict(object, value);
        }
        Storage::Dict(offset) => {
            vm.expose_dict(value)?;
            crate::object::instance::field_at(object, offset).set(&mut vm.heap, object, value);
        }
        _ => {}
    }
    Ok(Value::NONE)
}

/// Getter of `__weakref__`.
pub fn get_weakref(vm: &mut Vm, args: Args) -> Outcome {
    super::weakref::first_reference(vm, args[0])
}
