//! `_weakref`: references are the runtime's; proxies are made here.

use crate::util::{add_type, class_of, some, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, TypeTable, native};
use pyspec_runtime::protocol::operate::Binary;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_weakref",
    doc: "Weak-reference support module.",
    functions: &[
        native("getweakrefcount", "(object, /)", Effect::ALLOC, |vm, args| {
            let n = vm.weakrefs_of(args[0]).len();
            Ok(Value::small_int(n as isize))
        })
        .summary("i"),
        native("getweakrefs", "(object, /)", Effect::ALLOC, |vm, args| {
            let all = vm.weakrefs_of(args[0]);
            vm.new_list(&all)
        }),
        native("proxy", "(object, callback=None, /)", Effect::PYTHON, proxy),
        native("_remove_dead_weakref", "(dct, key, /)", Effect::PYTHON, remove_dead),
    ],
    init: Some(init),
};

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let class = vm.builtin_class(id::WEAKREF).value();
    vm.set_module_attr(module, "ref", class)?;
    vm.set_module_attr(module, "ReferenceType", class)?;
    let plain = add_type(vm, module, &PROXY)?;
    vm.set_module_attr(module, "ProxyType", plain.value())?;
    let callable = add_type(vm, module, &CALLABLE)?;
    vm.set_module_attr(module, "CallableProxyType", callable.value())
}

state! {
    /// A proxy: the weak reference to what it stands for.
    struct Proxy { reference: Value }
}

static PROXY: TypeTable = TypeTable { map: 0, name: "ProxyType", module: "weakref", doc: "", rows: &ROWS };
static CALLABLE: TypeTable =
    TypeTable { map: 0, name: "CallableProxyType", module: "weakref", doc: "", rows: &CALLABLE_ROWS };

fn proxy(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.builtin_class(id::WEAKREF);
    let callback = args.or(1, Value::NONE);
    let reference = vm.new_weakref(class, args[0], callback)?;
    let table = if vm.is_callable(args[0]) { &CALLABLE } else { &PROXY };
    let class = class_of(vm, table);
    vm.new_payload(class, Box::new(Proxy { reference }), 0)
}

/// What a proxy stands for.
fn target(vm: &mut Vm, v: Value) -> Outcome {
    let reference = this::<Proxy>(vm, v)?.reference;
    let object = vm.call(reference, &[])?;
    if object.is(Value::NONE) {
        return Err(vm.reference_error("weakly-referenced object no longer exists"));
    }
    Ok(object)
}

/// An operand: what it stands for, if it is a proxy.
fn operand(vm: &mut Vm, v: Value) -> Outcome {
    if vm.payload::<Proxy>(v).is_some() { target(vm, v) } else { Ok(v) }
}

macro_rules! operator {
    ($name:literal, $reflected:literal, $op:ident) => {
        [
            native($name, "(self, value, /)", Effect::PYTHON, |vm, args| {
                let (a, b) = (operand(vm, args[0])?, operand(vm, args[1])?);
                vm.binary(Binary::$op, a, b)
            }),
            native($reflected, "(self, value, /)", Effect::PYTHON, |vm, args| {
                let (a, b) = (operand(vm, args[1])?, operand(vm, args[0])?);
                vm.binary(Binary::$op, a, b)
            }),
        ]
    };
}

macro_rules! comparison {
    ($name:literal, $op:ident) => {
        native($name, "(self, value, /)", Effect::PYTHON, |vm, args| {
            let (a, b) = (operand(vm, args[0])?, operand(vm, args[1])?);
            vm.compare(pyspec_runtime::protocol::compare::Comparison::$op, a, b)
        })
    };
}

const PLAIN: usize = 24;
static ROWS: [Native; PLAIN] = plain_rows();
static CALLABLE_ROWS: [Native; 2] = [
    native("__call__", "(self, /, *args, **kwargs)", Effect::PYTHON, |vm, args| {
        let object = target(vm, args[0])?;
        vm.call_star(object, args[1], args[2])
    }),
    native("__getattribute__", "(self, name, /)", Effect::PYTHON, get_attribute),
];

const fn plain_rows() -> [Native; PLAIN] {
    let [add, radd] = operator!("__add__", "__radd__", Add);
    let [sub, rsub] = operator!("__sub__", "__rsub__", Sub);
    let [mul, rmul] = operator!("__mul__", "__rmul__", Mul);
    [
        native("__getattribute__", "(self, name, /)", Effect::PYTHON, get_attribute),
        native("__setattr__", "(self, name, value, /)", Effect::PYTHON, |vm, args| {
            let object = target(vm, args[0])?;
            vm.set_attr(object, args[1], args[2]).map(|()| Value::NONE)
        }),
        native("__delattr__", "(self, name, /)", Effect::PYTHON, |vm, args| {
            let object = target(vm, args[0])?;
            vm.del_attr(object, args[1]).map(|()| Value::NONE)
        }),
        native("__str__", "(self, /)", Effect::PYTHON, |vm, args| {
            let object = target(vm, args[0])?;
            vm.to_str(object)
        }),
        native("__bool__", "(self, /)", Effect::PYTHON, |vm, args| {
            let object = target(vm, args[0])?;
            Ok(Value::bool(vm.truth(object)?))
        }),
        native("__hash__", "(self, /)", Effect::PYTHON, |vm, args| {
            let name = vm.type_name(args[0]);
            Err(vm.type_error(format!("unhashable type: '{name}'")))
        }),
        native("__contains__", "(self, key, /)", Effect::PYTHON, |vm, args| {
            let object = target(vm, args[0])?;
            Ok(Value::bool(vm.contains(object, args[1])?))
        }),
        native("__len__", "(self, /)", Effect::PYTHON, |vm, args| {
            let object = target(vm, args[0])?;
            Ok(Value::small_int(vm.len(object)? as isize))
        }),
        native("__iter__", "(self, /)", Effect::PYTHON, |vm, args| {
            let object = target(vm, args[0])?;
            vm.iter(object)
        }),
        native("__getitem__", "(self, key, /)", Effect::PYTHON, |vm, args| {
            let object = target(vm, args[0])?;
            vm.get_item(object, args[1])
        }),
        native("__setitem__", "(self, key, value, /)", Effect::PYTHON, |vm, args| {
            let object = target(vm, args[0])?;
            vm.set_item(object, args[1], args[2]).map(|()| Value::NONE)
        }),
        native("__delitem__", "(self, key, /)", Effect::PYTHON, |vm, args| {
            let object = target(vm, args[0])?;
            vm.del_item(object, args[1]).map(|()| Value::NONE)
        }),
        comparison!("__eq__", Eq),
        comparison!("__ne__", Ne),
        comparison!("__lt__", Lt),
        comparison!("__le__", Le),
        comparison!("__gt__", Gt),
        comparison!("__ge__", Ge),
        add,
        radd,
        sub,
        rsub,
        mul,
        rmul,
    ]
}

fn get_attribute(vm: &mut Vm, args: Args) -> Outcome {
    let object = target(vm, args[0])?;
    vm.get_attr(object, args[1])
}

fn remove_dead(vm: &mut Vm, args: Args) -> Outcome {
    let reference = vm.dict_get(args[0], args[1])?;
    if reference.is(Value::UNSET) {
        return Ok(Value::NONE);
    }
    let object = vm.call(reference, &[])?;
    if some(Some(object)).is_none() {
        vm.dict_remove(args[0], args[1])?;
    }
    Ok(Value::NONE)
}
