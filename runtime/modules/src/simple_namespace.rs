//! `types.SimpleNamespace`: attributes and nothing else. `sys.implementation` is one, which is how `types` finds it.

use crate::util::{add_subtype, class_arg, class_of, give_dict, state};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, NativeKind, Outcome, TypeTable, getter, native};

const PY: Effect = Effect::PYTHON;

/// `SimpleNamespace`.
pub static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "SimpleNamespace",
    module: "types",
    doc: "A simple attribute-based namespace.",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", PY, |vm, a| {
            let class = class_arg(vm, a[0])?;
            vm.new_payload(class, Box::new(Empty { none: false }), 0)
        })
        .kind(NativeKind::StaticMethod),
        native("__init__", "(self, mapping_or_iterable=(), /, **kwargs)", PY, init),
        native("__repr__", "(self, /)", PY, repr),
        native("__eq__", "(self, value, /)", PY, eq),
        native("__reduce__", "(self, /)", PY, |vm, a| {
            let class = vm.class_of(a[0]).value();
            let (empty, dict) = (vm.new_tuple(&[])?, vm.instance_dict(a[0])?);
            vm.new_tuple(&[class, empty, dict])
        }),
        native("__replace__", "(self, /, **changes)", PY, |vm, a| {
            let class = vm.class_of(a[0]).value();
            let new = vm.call(class, &[])?;
            let (from, to) = (vm.instance_dict(a[0])?, vm.instance_dict(new)?);
            vm.call_method(to, "update", &[from])?;
            vm.call_method(to, "update", &[a[1]])?;
            Ok(new)
        }),
        getter("__dict__", pyspec_runtime::types::object::get_dict),
    ],
};

state! {
    /// All that it has is in its dict.
    struct Empty { none: bool }
}

/// Makes the class; modules that need it reach it by [`new`].
pub fn make_class(vm: &mut Vm, module: Value) -> Outcome<()> {
    let class = add_subtype(vm, module, &TABLE, &[])?;
    give_dict(vm, class);
    let key = vm.intern(TABLE.name);
    vm.del_attr(module, key)
}

/// An empty one.
pub fn new(vm: &mut Vm) -> Outcome {
    let class = class_of(vm, &TABLE).value();
    vm.call(class, &[])
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    let dict = vm.instance_dict(args[0])?;
    for given in [args.given(1), args.given(2)].into_iter().flatten() {
        let source = if vm.is_dict(given) {
            given
        } else {
            let class = vm.builtin_class(pyspec_abi::types::DICT).value();
            vm.call(class, &[given])?
        };
        for (key, _) in vm.dict_pairs(source) {
            if !vm.is_str(key) {
                return Err(vm.type_error("keywords must be strings"));
            }
        }
        vm.call_method(dict, "update", &[source])?;
    }
    Ok(Value::NONE)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_of(args[0]);
    let own = class == class_of(vm, &TABLE);
    let name = if own { "namespace".to_string() } else { vm.type_name(args[0]) };
    let inner = vm.guarded_repr(args[0], |vm| {
        let dict = vm.instance_dict(args[0])?;
        let mut parts = vec![];
        for (key, value) in vm.dict_pairs(dict) {
            if vm.is_str(key) && !vm.str_bytes(key).is_empty() {
                let key = vm.str_lossy(key);
                parts.push(format!("{key}={}", vm.repr_text(value)?));
            }
        }
        Ok(parts.join(", "))
    })?;
    let inner = inner.unwrap_or_else(|| "...".into());
    vm.new_str(&format!("{name}({inner})"))
}

fn eq(vm: &mut Vm, args: Args) -> Outcome {
    if vm.payload::<Empty>(args[0]).is_none() || vm.payload::<Empty>(args[1]).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (a, b) = (vm.instance_dict(args[0])?, vm.instance_dict(args[1])?);
    Ok(Value::bool(vm.equal(a, b)?))
}
