//! `_collections`: `deque`, `defaultdict`, counting, and the getters of named tuples.

mod deque;

use crate::util::{add_type, make, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, NativeKind, Outcome, TypeTable, getter, native};
use pyspec_runtime::object::Rooted;
use pyspec_runtime::object::class::{ClassRef, Special, class_flags};
use pyspec_runtime::protocol::operate::Binary;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_collections",
    doc: "High performance data structures.",
    functions: &[COUNT_ELEMENTS],
    init: Some(init),
};

const PY: Effect = Effect::PYTHON;
const COUNT_ELEMENTS: Native = native("_count_elements", "(mapping, iterable, /)", PY, count_elements);

static DEFAULT_DICT: TypeTable = TypeTable {
    map: 0,
    name: "defaultdict",
    module: "collections",
    doc: "defaultdict(default_factory=None, /, [...]) --> dict with default factory",
    rows: &[
        native("__init__", "(self, /, *args, **kwargs)", PY, default_init),
        native("__missing__", "(self, key, /)", PY, missing),
        native("__repr__", "(self, /)", PY, default_repr),
        native("copy", "(self, /)", PY, default_copy),
        native("__copy__", "(self, /)", PY, default_copy),
        native("__reduce__", "(self, /)", PY, default_reduce),
        native("__or__", "(self, value, /)", PY, default_or),
        native("__ror__", "(self, value, /)", PY, default_ror),
        native("__class_getitem__", "(cls, object, /)", PY, alias).kind(NativeKind::ClassMethod),
    ],
};

static TUPLE_GETTER: TypeTable = TypeTable {
    map: 0,
    name: "_tuplegetter",
    module: "collections",
    doc: "",
    rows: &[
        native("__new__", "(cls, index, doc, /)", PY, getter_new).kind(NativeKind::StaticMethod),
        native("__get__", "(self, instance, owner=None, /)", Effect::RAISE, getter_get),
        native("__set__", "(self, instance, value, /)", Effect::RAISE, getter_set),
        native("__delete__", "(self, instance, /)", Effect::RAISE, getter_set),
        native("__reduce__", "(self, /)", PY, getter_reduce),
        getter("__doc__", getter_doc),
        pyspec_runtime::native::setter("__doc__", getter_set_doc),
    ],
};

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    deque::init(vm, module)?;
    let dict = vm.builtin_class(id::DICT);
    let class = vm.new_type(&DEFAULT_DICT, &[dict])?;
    crate::util::give_dict(vm, class);
    vm.set_module_attr(module, "defaultdict", class.value())?;
    add_type(vm, module, &TUPLE_GETTER)?;
    Ok(())
}

fn alias(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_generic_alias(args[0], args[1])
}

fn default_init(vm: &mut Vm, args: Args) -> Outcome {
    let mut rest = Rooted::from_slice(vm.tuple_items(args[1]));
    let factory = if rest.is_empty() { Value::NONE } else { rest.remove(0) };
    if !factory.is(Value::NONE) && !vm.is_callable(factory) {
        return Err(vm.type_error("first argument must be callable or None"));
    }
    let name = vm.intern("default_factory");
    vm.instance_set(args[0], name, factory)?;
    let dict = vm.builtin_class(id::DICT).value();
    let init = vm.get_attr_text(dict, "__init__")?;
    rest.insert(0, args[0]);
    let rest = vm.new_tuple(&rest)?;
    vm.call_star(init, rest, args[2])
}

fn factory_of(vm: &mut Vm, object: Value) -> Value {
    let name = vm.intern("default_factory");
    vm.instance_get(object, name).filter(|v| !v.is(Value::UNSET)).unwrap_or(Value::NONE)
}

fn missing(vm: &mut Vm, args: Args) -> Outcome {
    let factory = factory_of(vm, args[0]);
    if factory.is(Value::NONE) {
        return Err(vm.key_error(args[1]));
    }
    let value = vm.call(factory, &[])?;
    vm.set_item(args[0], args[1], value)?;
    Ok(value)
}

fn default_repr(vm: &mut Vm, args: Args) -> Outcome {
    let factory = factory_of(vm, args[0]);
    let shown = vm.guarded_repr(factory, |vm| vm.repr_text(factory))?.unwrap_or_else(|| "...".into());
    let dict = vm.dict_repr(args[0])?;
    let text = format!("{}({shown}, {})", vm.type_name(args[0]), vm.str_lossy(dict));
    vm.new_str(&text)
}

fn default_copy(vm: &mut Vm, args: Args) -> Outcome {
    let (factory, class) = (factory_of(vm, args[0]), vm.class_of(args[0]).value());
    vm.call(class, &[factory, args[0]])
}

fn default_reduce(vm: &mut Vm, args: Args) -> Outcome {
    let (factory, class) = (factory_of(vm, args[0]), vm.class_of(args[0]).value());
    let given = if factory.is(Value::NONE) { vm.new_tuple(&[])? } else { vm.new_tuple(&[factory])? };
    let items = vm.call_method(args[0], "items", &[])?;
    let items = vm.iter(items)?;
    vm.new_tuple(&[class, given, Value::NONE, Value::NONE, items])
}

fn default_or(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_dict(args[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let new = default_copy(vm, args)?;
    vm.dict_update(new, args[1])?;
    Ok(new)
}

fn default_ror(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_dict(args[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (factory, class) = (factory_of(vm, args[0]), vm.class_of(args[0]).value());
    let new = vm.call(class, &[factory, args[1]])?;
    vm.dict_update(new, args[0])?;
    Ok(new)
}

/// Whether a subclass of dict stores and gets as dict does.
fn is_plain(vm: &mut Vm, class: ClassRef) -> bool {
    let dict = vm.builtin_class(id::DICT);
    let get = vm.intern("get");
    class.has(class_flags::DICT)
        && vm.special(class, Special::SetItem) == vm.special(dict, Special::SetItem)
        && vm.lookup(class, get) == vm.lookup(dict, get)
}

fn count_elements(vm: &mut Vm, args: Args) -> Outcome {
    let (mapping, one) = (args[0], Value::small_int(1));
    let class = vm.class_of(mapping);
    let plain = is_plain(vm, class);
    vm.for_each(args[1], |vm, item| {
        let old = if plain {
            vm.dict_get(mapping, item)?
        } else {
            vm.call_method(mapping, "get", &[item, Value::small_int(0)])?
        };
        let new = if old.is(Value::UNSET) { one } else { vm.binary(Binary::Add, old, one)? };
        if plain {
            vm.dict_set(mapping, item, new)?
        } else {
            vm.set_item(mapping, item, new)?
        }
        Ok(true)
    })?;
    Ok(Value::NONE)
}

state! {
    /// Getter of a named tuple's field.
    struct TupleGetter { index: i64, doc: Value }
}

fn getter_new(vm: &mut Vm, args: Args) -> Outcome {
    let index = vm.index_i64(args[1])?;
    make(vm, args[0], TupleGetter { index, doc: args[2] })
}

fn getter_get(vm: &mut Vm, args: Args) -> Outcome {
    let index = this::<TupleGetter>(vm, args[0])?.index;
    if vm.as_tuple(args[1]).is_none() {
        if args[1].is(Value::NONE) {
            return Ok(args[0]);
        }
        let name = vm.type_name(args[1]);
        return Err(vm.type_error(format!(
            "descriptor for index '{index}' for tuple subclasses doesn't apply to '{name}' object"
        )));
    }
    match vm.tuple_items(args[1]).get(index as usize) {
        Some(&item) => Ok(item),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

fn getter_set(vm: &mut Vm, args: Args) -> Outcome {
    let deleted = args.given(2).is_none();
    Err(vm.attribute_error(if deleted { "can't delete attribute" } else { "can't set attribute" }))
}

fn getter_reduce(vm: &mut Vm, args: Args) -> Outcome {
    let &mut TupleGetter { index, doc } = this(vm, args[0])?;
    let given = vm.new_tuple(&[Value::small_int(index as isize), doc])?;
    let class = vm.class_of(args[0]).value();
    vm.new_tuple(&[class, given])
}

fn getter_doc(vm: &mut Vm, args: Args) -> Outcome {
    Ok(this::<TupleGetter>(vm, args[0])?.doc)
}

fn getter_set_doc(vm: &mut Vm, args: Args) -> Outcome {
    this::<TupleGetter>(vm, args[0])?.doc = args.or(1, Value::NONE);
    Ok(Value::NONE)
}
