//! Native functions as objects: `builtin_function_or_method`, `method_descriptor`, `wrapper_descriptor`.

use crate::native::{Args, Native as Row, Outcome, TypeTable, getter, native};
use crate::object::gc::Gc;
use crate::object::layout::Native;
use crate::object::map_of;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// `builtin_function_or_method`.
pub static TABLE: TypeTable = TypeTable {
    map: id::NATIVE,
    name: "builtin_function_or_method",
    module: "builtins",
    doc: "",
    rows: &[
        CALL,
        native("__eq__", "(self, value, /)", Effect::PYTHON, eq),
        native("__hash__", "(self, /)", Effect::PYTHON, hash),
        native("__repr__", "(self, /)", Effect::PYTHON, repr),
        native("__reduce__", "(self, /)", Effect::PYTHON, reduce),
        NAME,
        QUALNAME,
        DOC,
        SIGNATURE,
        getter("__self__", receiver),
        getter("__module__", module),
    ],
};

/// `method_descriptor`.
pub static METHOD_TABLE: TypeTable =
    TypeTable { map: id::NATIVE_METHOD, name: "method_descriptor", module: "builtins", doc: "", rows: UNBOUND };

/// `wrapper_descriptor`.
pub static WRAPPER_TABLE: TypeTable =
    TypeTable { map: id::WRAPPER, name: "wrapper_descriptor", module: "builtins", doc: "", rows: UNBOUND };

const UNBOUND: &[Row] = &[
    CALL,
    native("__get__", "(self, instance, owner=None, /)", Effect::PYTHON, get),
    native("__repr__", "(self, /)", Effect::PYTHON, repr),
    native("__reduce__", "(self, /)", Effect::PYTHON, reduce),
    NAME,
    QUALNAME,
    DOC,
    SIGNATURE,
    getter("__objclass__", owner),
];
const CALL: Row = native("__call__", "(self, /, *args, **kwargs)", Effect::PYTHON, call);
const NAME: Row = getter("__name__", name);
const QUALNAME: Row = getter("__qualname__", qualname);
const DOC: Row = getter("__doc__", doc);
const SIGNATURE: Row = getter("__text_signature__", signature);

fn of(args: Args) -> Gc<Native> {
    // SAFETY: the call checked the receiver.
    unsafe { Gc::from_value_unchecked(args[0]) }
}

fn row(native: Gc<Native>) -> &'static Row {
    // SAFETY: rows are static.
    unsafe { &*native.row.get() }
}

fn call(vm: &mut Vm, args: Args) -> Outcome {
    vm.call_star(args[0], args[1], args[2])
}

fn get(vm: &mut Vm, args: Args) -> Outcome {
    if args[1].is(Value::NONE) && !args.or(2, Value::NONE).is(Value::NONE) {
        return Ok(args[0]);
    }
    vm.bind_native(args[0], args[1])
}

fn name(vm: &mut Vm, args: Args) -> Outcome {
    Ok(vm.intern(row(of(args)).name))
}

fn qualname(vm: &mut Vm, args: Args) -> Outcome {
    let native = of(args);
    let mut class = vm.as_class(native.owner.get());
    if class.is_none() && !native.receiver.get().is(Value::UNSET) {
        class = vm.as_class(native.receiver.get());
    }
    let name = row(native).name;
    match class {
        Some(class) => {
            let text = format!("{}.{name}", vm.str_lossy(class.qualname.get()));
            vm.new_str(&text)
        }
        None => Ok(vm.intern(name)),
    }
}

fn doc(vm: &mut Vm, args: Args) -> Outcome {
    let row = row(of(args));
    if !row.doc.is_empty() {
        return vm.new_str(row.doc);
    }
    match doc_of_special(row.name) {
        Some(text) if vm.as_class(of(args).owner.get()).is_some() => vm.new_str(&text),
        _ => Ok(Value::NONE),
    }
}

/// What a special method does is said by its name.
fn doc_of_special(name: &str) -> Option<String> {
    const OPERATORS: &[(&str, &str)] = &[
        ("add", "+"),
        ("sub", "-"),
        ("mul", "*"),
        ("truediv", "/"),
        ("floordiv", "//"),
        ("mod", "%"),
        ("matmul", "@"),
        ("lshift", "<<"),
        ("rshift", ">>"),
        ("and", "&"),
        ("or", "|"),
        ("xor", "^"),
        ("lt", "<"),
        ("le", "<="),
        ("eq", "=="),
        ("ne", "!="),
        ("gt", ">"),
        ("ge", ">="),
    ];
    let inner = name.strip_prefix("__")?.strip_suffix("__")?;
    let binary = |inner: &str| OPERATORS.iter().find(|(name, _)| *name == inner).map(|(_, symbol)| *symbol);
    if let Some(symbol) = binary(inner) {
        return Some(format!("Return self{symbol}value."));
    }
    if let Some(symbol) = inner.strip_prefix('r').and_then(binary) {
        return Some(format!("Return value{symbol}self."));
    }
    if let Some(symbol) = inner.strip_prefix('i').and_then(binary) {
        return Some(format!("Implement self{symbol}=value."));
    }
    Some(match inner {
        "repr" | "str" | "hash" | "len" | "abs" | "int" | "float" => format!("Return {inner}(self)."),
        "iter" | "next" => format!("Implement {inner}(self)."),
        "neg" => "-self".into(),
        "pos" => "+self".into(),
        "invert" => "~self".into(),
        "getitem" => "Return self[key].".into(),
        "contains" => "Return key in self.".into(),
        _ => return None,
    })
}

/// CPython marks the receiver with `$`.
fn signature(vm: &mut Vm, args: Args) -> Outcome {
    let native = of(args);
    let text = row(native).signature;
    let of_class = vm.as_class(native.owner.get()).is_some();
    match text.strip_prefix('(').filter(|rest| of_class && !rest.starts_with(')')) {
        Some(rest) => vm.new_str(&format!("(${rest}")),
        None => vm.new_str(text),
    }
}

fn receiver(vm: &mut Vm, args: Args) -> Outcome {
    let native = of(args);
    let value = native.receiver.get();
    if !value.is(Value::UNSET) {
        return Ok(value);
    }
    // `__new__` belongs to its class, a module's function to its module.
    let owner = native.owner.get();
    if vm.as_class(owner).is_some() {
        return Ok(owner);
    }
    let modules = vm.modules;
    if vm.is_str(owner) && !modules.is(Value::UNSET) {
        let module = vm.dict_get(modules, owner)?;
        if !module.is(Value::UNSET) {
            return Ok(module);
        }
    }
    Ok(Value::NONE)
}

fn module(vm: &mut Vm, args: Args) -> Outcome {
    let owner = of(args).owner.get();
    Ok(if owner.is_ptr() && vm.is_str(owner) { owner } else { Value::NONE })
}

fn owner(_vm: &mut Vm, args: Args) -> Outcome {
    Ok(of(args).owner.get())
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let native = of(args);
    let name = row(native).name;
    let text = match (map_of(args[0]), vm.as_class(native.owner.get())) {
        (id::NATIVE_METHOD, Some(class)) => {
            format!("<method '{name}' of '{}' objects>", vm.str_lossy(class.name.get()))
        }
        (id::WRAPPER, Some(class)) => {
            format!("<slot wrapper '{name}' of '{}' objects>", vm.str_lossy(class.name.get()))
        }
        (_, class) => {
            let receiver = native.receiver.get();
            let is_module = vm.cast::<crate::object::layout::Module>(receiver).is_some();
            if class.is_none() || is_module {
                format!("<built-in function {name}>")
            } else {
                let receiver = if receiver.is(Value::UNSET) { native.owner.get() } else { receiver };
                let address = vm.id_text(receiver);
                format!("<built-in method {name} of {} object at {address}>", vm.type_name(receiver))
            }
        }
    };
    vm.new_str(&text)
}

fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    let native = of(args);
    let name = vm.intern(row(native).name);
    let receiver = if map_of(args[0]) == id::NATIVE { native.receiver.get() } else { native.owner.get() };
    if receiver.is(Value::UNSET) && vm.as_class(native.owner.get()).is_none() {
        return Ok(name);
    }
    let receiver = if receiver.is(Value::UNSET) { native.owner.get() } else { receiver };
    let getattr = vm.builtin_named("getattr")?;
    let items = vm.new_tuple(&[receiver, name])?;
    vm.new_tuple(&[getattr, items])
}

fn eq(vm: &mut Vm, args: Args) -> Outcome {
    let Some(other) = vm.cast::<Native>(args[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let this = of(args);
    let same = std::ptr::eq(this.row.get(), other.row.get()) && vm.is_same(this.receiver.get(), other.receiver.get());
    Ok(Value::bool(same))
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let this = of(args);
    let receiver = vm.identity_hash(this.receiver.get());
    vm.new_int(receiver ^ (this.row.get() as usize >> 4) as i64)
}
