//! `mappingproxy`: a mapping, or the attributes of a class, to look at only.

use crate::native::{Args, NativeKind, Outcome, TypeTable, native};
use crate::object::class::ClassRef;
use crate::object::gc::Gc;
use crate::object::layout::MappingProxy;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// `mappingproxy`.
pub static PROXY_TABLE: TypeTable = TypeTable {
    map: id::MAPPINGPROXY,
    name: "mappingproxy",
    module: "builtins",
    doc: "Read-only proxy of a mapping.",
    rows: &[
        native("__new__", "(cls, mapping)", Effect::PYTHON, new).kind(NativeKind::StaticMethod),
        native("__getitem__", "(self, key, /)", Effect::PYTHON, get_item),
        native("__contains__", "(self, key, /)", Effect::PYTHON, contains),
        native("__len__", "(self, /)", Effect::PYTHON, len),
        native("__iter__", "(self, /)", Effect::PYTHON, iter),
        native("__reversed__", "(self, /)", Effect::PYTHON, reversed),
        native("__eq__", "(self, value, /)", Effect::PYTHON, eq),
        native("__hash__", "(self, /)", Effect::PYTHON, hash),
        native("__or__", "(self, value, /)", Effect::PYTHON, or),
        native("__ror__", "(self, value, /)", Effect::PYTHON, ror),
        native("__ior__", "(self, value, /)", Effect::PYTHON, ior),
        native("__repr__", "(self, /)", Effect::PYTHON, repr),
        native("__str__", "(self, /)", Effect::PYTHON, str_),
        native("get", "(self, key, default=None, /)", Effect::PYTHON, get),
        native("keys", "(self, /)", Effect::PYTHON, |vm, args| forward(vm, args, "keys")),
        native("values", "(self, /)", Effect::PYTHON, |vm, args| forward(vm, args, "values")),
        native("items", "(self, /)", Effect::PYTHON, |vm, args| forward(vm, args, "items")),
        native("copy", "(self, /)", Effect::PYTHON, copy),
        native("__class_getitem__", "(cls, item, /)", Effect::PYTHON, |vm, args| {
            vm.new_generic_alias(args[0], args[1])
        })
        .kind(NativeKind::ClassMethod),
    ],
};

fn of(args: Args) -> Gc<MappingProxy> {
    // SAFETY: the call checked the receiver.
    unsafe { Gc::from_value_unchecked(args[0]) }
}

fn class_of(vm: &Vm, args: Args) -> Option<ClassRef> {
    vm.as_class(of(args).mapping.get())
}

/// The mapping; of a class, a dict of its attributes now.
fn mapping(vm: &mut Vm, args: Args) -> Outcome {
    match class_of(vm, args) {
        Some(class) => class_dict(vm, class),
        None => Ok(of(args).mapping.get()),
    }
}

/// A dict of a class's own attributes.
pub fn class_dict(vm: &mut Vm, class: ClassRef) -> Outcome {
    let dict = vm.new_dict()?;
    for (name, value) in vm.class_items(class) {
        vm.dict_set(dict, name, value)?;
    }
    Ok(dict)
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let given = vm.class_of(args[1]);
    let is_mapping = vm.special(given, crate::object::class::Special::GetItem).is_some()
        && !given.has(crate::object::class::class_flags::LIST | crate::object::class::class_flags::TUPLE);
    if !is_mapping {
        let found = vm.type_name(args[1]);
        return Err(vm.type_error(format!("mappingproxy() argument must be a mapping, not {found}")));
    }
    let proxy: Gc<MappingProxy> = vm.alloc(id::MAPPINGPROXY, Scan::Values, MappingProxy::SLOTS)?;
    proxy.mapping.init(args[1]);
    Ok(proxy.value())
}

/// Attribute of the class by a key, UNSET if it has none.
fn class_get(vm: &mut Vm, class: ClassRef, key: Value) -> Value {
    if !vm.is_str(key) {
        return Value::UNSET;
    }
    let name = vm.intern_value(key);
    vm.class_own(class, name).unwrap_or(Value::UNSET)
}

fn get_item(vm: &mut Vm, args: Args) -> Outcome {
    let Some(class) = class_of(vm, args) else { return vm.get_item(of(args).mapping.get(), args[1]) };
    let value = class_get(vm, class, args[1]);
    if value.is(Value::UNSET) { Err(vm.key_error(args[1])) } else { Ok(value) }
}

fn get(vm: &mut Vm, args: Args) -> Outcome {
    let default = args.or(2, Value::NONE);
    let Some(class) = class_of(vm, args) else {
        return vm.call_method(of(args).mapping.get(), "get", &[args[1], default]);
    };
    let value = class_get(vm, class, args[1]);
    Ok(if value.is(Value::UNSET) { default } else { value })
}

fn contains(vm: &mut Vm, args: Args) -> Outcome {
    let Some(class) = class_of(vm, args) else { return vm.contains(of(args).mapping.get(), args[1]).map(Value::bool) };
    Ok(Value::bool(!class_get(vm, class, args[1]).is(Value::UNSET)))
}

fn len(vm: &mut Vm, args: Args) -> Outcome {
    let n = match class_of(vm, args) {
        Some(class) => class.info().attributes.len(),
        None => vm.len(of(args).mapping.get())?,
    };
    Ok(Value::small_int(n as isize))
}

fn iter(vm: &mut Vm, args: Args) -> Outcome {
    let mapping = mapping(vm, args)?;
    vm.iter(mapping)
}

fn reversed(vm: &mut Vm, args: Args) -> Outcome {
    forward(vm, args, "__reversed__")
}

fn forward(vm: &mut Vm, args: Args, name: &str) -> Outcome {
    let mapping = mapping(vm, args)?;
    vm.call_method(mapping, name, &[])
}

fn copy(vm: &mut Vm, args: Args) -> Outcome {
    forward(vm, args, "copy")
}

fn eq(vm: &mut Vm, args: Args) -> Outcome {
    let this = mapping(vm, args)?;
    let other = other_mapping(vm, args[1])?;
    vm.compare(crate::protocol::compare::Comparison::Eq, this, other)
}

fn other_mapping(vm: &mut Vm, value: Value) -> Outcome {
    match vm.cast::<MappingProxy>(value) {
        Some(proxy) => match vm.as_class(proxy.mapping.get()) {
            Some(class) => class_dict(vm, class),
            None => Ok(proxy.mapping.get()),
        },
        None => Ok(value),
    }
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let hash = vm.hash(of(args).mapping.get())?;
    vm.new_int(hash)
}

fn or(vm: &mut Vm, args: Args) -> Outcome {
    let (a, b) = (mapping(vm, args)?, other_mapping(vm, args[1])?);
    vm.binary(crate::protocol::operate::Binary::Or, a, b)
}

fn ror(vm: &mut Vm, args: Args) -> Outcome {
    let (a, b) = (other_mapping(vm, args[1])?, mapping(vm, args)?);
    vm.binary(crate::protocol::operate::Binary::Or, a, b)
}

fn ior(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.type_name(args[0]);
    Err(vm.type_error(format!("'|=' is not supported by {name}; use '|' instead")))
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let mapping = mapping(vm, args)?;
    let text = vm.repr_text(mapping)?;
    vm.new_str(&format!("mappingproxy({text})"))
}

fn str_(vm: &mut Vm, args: Args) -> Outcome {
    let mapping = mapping(vm, args)?;
    vm.to_str(mapping)
}
