//! Functions about objects: attributes, classes, identity.

use crate::native::{Args, Native, Outcome, native};
use crate::object::Rooted;
use crate::object::class::Special;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;

const PY: Effect = Effect::PYTHON;

/// The rows.
pub static ROWS: &[Native] = &[
    native("callable", "(obj, /)", Effect::PURE, callable).summary("bool"),
    native("delattr", "(obj, name, /)", PY, del_attr),
    native("dir", "(object=<unrepresentable>, /)", PY, dir),
    native("getattr", "(object, name, default=<unrepresentable>, /)", PY, get_attr),
    native("hasattr", "(obj, name, /)", PY, has_attr).summary("bool"),
    native("hash", "(obj, /)", PY, hash).summary("int"),
    native("id", "(obj, /)", Effect::ALLOC, id).summary("int"),
    native("isinstance", "(obj, class_or_tuple, /)", PY, is_instance).summary("bool"),
    native("issubclass", "(cls, class_or_tuple, /)", PY, is_subclass).summary("bool"),
    native("setattr", "(obj, name, value, /)", PY, set_attr).summary("None"),
    native("vars", "(object=<unrepresentable>, /)", PY, vars),
];

/// The name argument, interned.
fn name(vm: &mut Vm, v: Value) -> Outcome {
    if !vm.is_str(v) {
        let given = vm.type_name(v);
        return Err(vm.type_error(format!("attribute name must be string, not '{given}'")));
    }
    Ok(vm.intern_value(v))
}

fn callable(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(vm.is_callable(args[0])))
}

fn del_attr(vm: &mut Vm, args: Args) -> Outcome {
    let name = name(vm, args[1])?;
    vm.del_attr(args[0], name)?;
    Ok(Value::NONE)
}

fn get_attr(vm: &mut Vm, args: Args) -> Outcome {
    let name = name(vm, args[1])?;
    let Some(default) = args.given(2) else { return vm.get_attr(args[0], name) };
    let value = vm.get_attr_or_unset(args[0], name)?;
    Ok(if value.is(Value::UNSET) { default } else { value })
}

fn has_attr(vm: &mut Vm, args: Args) -> Outcome {
    let name = name(vm, args[1])?;
    let value = vm.get_attr_or_unset(args[0], name)?;
    Ok(Value::bool(!value.is(Value::UNSET)))
}

fn set_attr(vm: &mut Vm, args: Args) -> Outcome {
    let name = name(vm, args[1])?;
    vm.set_attr(args[0], name, args[2])?;
    Ok(Value::NONE)
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let hash = vm.hash(args[0])?;
    vm.new_int(hash)
}

fn id(vm: &mut Vm, args: Args) -> Outcome {
    vm.id(args[0])
}

fn is_instance(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(vm.is_instance(args[0], args[1])?))
}

fn is_subclass(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(vm.is_subclass(args[0], args[1])?))
}

fn vars(vm: &mut Vm, args: Args) -> Outcome {
    let Some(object) = args.given(0) else { return vm.caller_locals() };
    let name = vm.names.__dict__;
    let dict = vm.get_attr_or_unset(object, name)?;
    if dict.is(Value::UNSET) {
        return Err(vm.type_error("vars() argument must have __dict__ attribute"));
    }
    Ok(dict)
}

fn dir(vm: &mut Vm, args: Args) -> Outcome {
    let names = match args.given(0) {
        None => {
            let locals = vm.caller_locals()?;
            vm.call_method(locals, "keys", &[])?
        }
        Some(object) => {
            let class = vm.class_of(object);
            let Some(method) = vm.special(class, Special::Dir) else {
                return Err(vm.type_error("object does not provide __dir__"));
            };
            vm.call_found(method, object, &[])?
        }
    };
    let mut names: Rooted = vm.collect_items(names)?;
    vm.sort_items(&mut names, Value::NONE, false)?;
    vm.new_list(&names)
}
