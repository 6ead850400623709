//! `method`: a function with its receiver.

use crate::native::{Args, NativeKind, Outcome, TypeTable, getter, native};
use crate::object::gc::Gc;
use crate::object::layout::Method;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// `method`.
pub static TABLE: TypeTable = TypeTable {
    map: id::METHOD,
    name: "method",
    module: "builtins",
    doc: "Create a bound instance method object.",
    rows: &[
        native("__new__", "(cls, function, instance, /)", Effect::PYTHON, new).kind(NativeKind::StaticMethod),
        native("__call__", "(self, /, *args, **kwargs)", Effect::PYTHON, call),
        native("__get__", "(self, instance, owner=None, /)", Effect::PURE, |_, args| Ok(args[0])),
        native("__getattribute__", "(self, name, /)", Effect::PYTHON, get_attribute),
        native("__eq__", "(self, value, /)", Effect::PYTHON, eq),
        native("__hash__", "(self, /)", Effect::PYTHON, hash),
        native("__repr__", "(self, /)", Effect::PYTHON, repr),
        native("__reduce__", "(self, /)", Effect::PYTHON, reduce),
        getter("__func__", |_, args| Ok(of(args).function.get())),
        getter("__self__", |_, args| Ok(of(args).receiver.get())),
        getter("__doc__", doc),
    ],
};

fn of(args: Args) -> Gc<Method> {
    // SAFETY: the call checked the receiver.
    unsafe { Gc::from_value_unchecked(args[0]) }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_callable(args[1]) {
        return Err(vm.type_error("first argument must be callable"));
    }
    if args[2].is(Value::NONE) {
        return Err(vm.type_error("instance must not be None"));
    }
    vm.new_method(args[1], args[2])
}

fn call(vm: &mut Vm, args: Args) -> Outcome {
    let method = of(args);
    let mut all = crate::object::Rooted::from_slice(&[method.receiver.get()]);
    all.extend_from_slice(vm.tuple_items(args[1]));
    let all = vm.new_tuple(&all)?;
    vm.call_star(method.function.get(), all, args[2])
}

/// Attributes that a method does not have are its function's.
fn get_attribute(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.attribute_name(args[1])?;
    let class = vm.builtin_class(id::METHOD);
    if let Some(own) = vm.lookup(class, name) {
        return vm.bind(own, args[0], class);
    }
    vm.get_attr(of(args).function.get(), name)
}

fn eq(vm: &mut Vm, args: Args) -> Outcome {
    let Some(other) = vm.cast::<Method>(args[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let this = of(args);
    let same =
        vm.is_same(this.receiver.get(), other.receiver.get()) && vm.equal(this.function.get(), other.function.get())?;
    Ok(Value::bool(same))
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let this = of(args);
    let receiver = vm.identity_hash(this.receiver.get());
    let function = vm.hash(this.function.get())?;
    let hash = receiver ^ function;
    vm.new_int(if hash == -1 { -2 } else { hash })
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let this = of(args);
    let mut name = vm.get_attr_or_unset(this.function.get(), vm.names.__qualname__)?;
    if name.is(Value::UNSET) {
        name = vm.get_attr_or_unset(this.function.get(), vm.names.__name__)?;
    }
    let name = if name.is(Value::UNSET) || !vm.is_str(name) { "?".into() } else { vm.str_lossy(name) };
    let receiver = vm.repr_text(this.receiver.get())?;
    vm.new_str(&format!("<bound method {name} of {receiver}>"))
}

fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    let this = of(args);
    let getattr = vm.builtin_named("getattr")?;
    let name = vm.get_attr(this.function.get(), vm.names.__name__)?;
    let items = vm.new_tuple(&[this.receiver.get(), name])?;
    vm.new_tuple(&[getattr, items])
}

fn doc(vm: &mut Vm, args: Args) -> Outcome {
    let doc = vm.get_attr_or_unset(of(args).function.get(), vm.names.__doc__)?;
    Ok(if doc.is(Value::UNSET) { Value::NONE } else { doc })
}
