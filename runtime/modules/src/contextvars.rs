//! `_contextvars`.
//!
//! A context is an object around a dict; the running one of a thread is in its state.

use crate::util::{add_type, class_of, make, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, NativeKind, Outcome, TypeTable, getter, native};
use pyspec_runtime::object::class::class_flags;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_contextvars",
    doc: "Context Variables",
    functions: &[native("copy_context", "()", PY, |vm, _| {
        let current = current(vm)?;
        copy_of(vm, current)
    })],
    init: Some(init),
};

const PY: Effect = Effect::PYTHON;

static CONTEXT: TypeTable = TypeTable {
    map: 0,
    name: "Context",
    module: "_contextvars",
    doc: "",
    rows: &[
        native("__new__", "(cls, /)", PY, |vm, a| {
            let dict = vm.new_dict()?;
            make(vm, a[0], Context { dict, previous: Value::UNSET, entered: false })
        })
        .kind(NativeKind::StaticMethod),
        native("run", "(self, callable, /, *args, **kwargs)", PY, run),
        native("copy", "(self, /)", PY, |vm, a| copy_of(vm, a[0])),
        native("get", "(self, key, default=None, /)", PY, |vm, a| {
            let dict = dict_for(vm, a[0], a[1])?;
            let found = vm.dict_get(dict, a[1])?;
            Ok(if found.is(Value::UNSET) { a.or(2, Value::NONE) } else { found })
        }),
        native("keys", "(self, /)", PY, |vm, a| view(vm, a, "keys")),
        native("values", "(self, /)", PY, |vm, a| view(vm, a, "values")),
        native("items", "(self, /)", PY, |vm, a| view(vm, a, "items")),
        native("__len__", "(self, /)", PY, |vm, a| {
            let dict = this::<Context>(vm, a[0])?.dict;
            Ok(Value::small_int(vm.dict_len(dict) as isize))
        }),
        native("__iter__", "(self, /)", PY, |vm, a| {
            let dict = this::<Context>(vm, a[0])?.dict;
            vm.iter(dict)
        }),
        native("__getitem__", "(self, key, /)", PY, |vm, a| {
            let dict = dict_for(vm, a[0], a[1])?;
            let found = vm.dict_get(dict, a[1])?;
            if found.is(Value::UNSET) { Err(vm.key_error(a[1])) } else { Ok(found) }
        }),
        native("__contains__", "(self, key, /)", PY, |vm, a| {
            let dict = dict_for(vm, a[0], a[1])?;
            Ok(Value::bool(!vm.dict_get(dict, a[1])?.is(Value::UNSET)))
        }),
        native("__eq__", "(self, value, /)", PY, |vm, a| {
            let (Some(x), Some(y)) = (vm.payload::<Context>(a[0]), vm.payload::<Context>(a[1])) else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let (x, y) = (x.dict, y.dict);
            Ok(Value::bool(vm.dict_equal(x, y)?))
        }),
    ],
};

static VAR: TypeTable = TypeTable {
    map: 0,
    name: "ContextVar",
    module: "_contextvars",
    doc: "",
    rows: &[
        native("__new__", "(cls, name, /, *, default=<unrepresentable>)", PY, |vm, a| {
            if !vm.is_str(a[1]) {
                return Err(vm.type_error("context variable name must be a str"));
            }
            make(vm, a[0], Var { name: a[1], default: a.get(2) })
        })
        .kind(NativeKind::StaticMethod),
        getter("name", |vm, a| Ok(this::<Var>(vm, a[0])?.name)),
        native("get", "(self, default=<unrepresentable>, /)", PY, |vm, a| {
            let found = lookup(vm, a[0])?;
            if !found.is(Value::UNSET) {
                return Ok(found);
            }
            let default = a.given(1).unwrap_or(this::<Var>(vm, a[0])?.default);
            if default.is(Value::UNSET) {
                let class = vm.exceptions.LookupError;
                return Err(vm.raise_with(class, &[a[0]]));
            }
            Ok(default)
        }),
        native("set", "(self, value, /)", PY, |vm, a| {
            let (context, old) = (current(vm)?, lookup(vm, a[0])?);
            let dict = this::<Context>(vm, context)?.dict;
            vm.dict_set(dict, a[0], a[1])?;
            let class = class_of(vm, &TOKEN);
            vm.new_payload(class, Box::new(Token { context, var: a[0], old, used: false }), 0)
        }),
        native("reset", "(self, token, /)", PY, |vm, a| {
            reset(vm, a[0], a[1])?;
            Ok(Value::NONE)
        }),
        native("__repr__", "(self, /)", PY, |vm, a| {
            let &mut Var { name, default } = this(vm, a[0])?;
            let name = vm.repr_text(name)?;
            let default =
                if default.is(Value::UNSET) { String::new() } else { format!(" default={}", vm.repr_text(default)?) };
            let id = vm.id(a[0])?;
            let at = vm.int_value(id).unwrap_or(0);
            vm.new_str(&format!("<ContextVar name={name}{default} at {at:#x}>"))
        }),
        native("__class_getitem__", "(cls, object, /)", PY, |vm, a| vm.new_generic_alias(a[0], a[1]))
            .kind(NativeKind::ClassMethod),
    ],
};

static TOKEN: TypeTable = TypeTable {
    map: 0,
    name: "Token",
    module: "_contextvars",
    doc: "",
    rows: &[
        getter("var", |vm, a| Ok(this::<Token>(vm, a[0])?.var)),
        getter("old_value", |vm, a| {
            let old = this::<Token>(vm, a[0])?.old;
            if !old.is(Value::UNSET) {
                return Ok(old);
            }
            let class = class_of(vm, &TOKEN).value();
            vm.get_attr_text(class, "MISSING")
        }),
        native("__enter__", "(self, /)", PY, |_, a| Ok(a[0])),
        native("__exit__", "(self, type, value, traceback, /)", PY, |vm, a| {
            let var = this::<Token>(vm, a[0])?.var;
            reset(vm, var, a[0])?;
            Ok(Value::NONE)
        }),
        native("__repr__", "(self, /)", PY, |vm, a| {
            let &mut Token { var, used, .. } = this(vm, a[0])?;
            let var = vm.repr_text(var)?;
            let id = vm.id(a[0])?;
            let at = vm.int_value(id).unwrap_or(0);
            vm.new_str(&format!("<Token{} var={var} at {at:#x}>", if used { " used" } else { "" }))
        }),
        native("__class_getitem__", "(cls, object, /)", PY, |vm, a| vm.new_generic_alias(a[0], a[1]))
            .kind(NativeKind::ClassMethod),
    ],
};

static MISSING: TypeTable = TypeTable {
    map: 0,
    name: "Token.MISSING",
    module: "_contextvars",
    doc: "",
    rows: &[native("__repr__", "(self, /)", PY, |vm, _| vm.new_str("<Token.MISSING>"))],
};

state! {
    /// A context.
    struct Context { dict: Value, previous: Value, entered: bool }
}
state! {
    /// A variable.
    struct Var { name: Value, default: Value }
}
state! {
    /// What `set` gives.
    struct Token { context: Value, var: Value, old: Value, used: bool }
}
/// The value that stands for none.
struct Missing;

impl pyspec_runtime::heap::Payload for Missing {
    fn holds_values(&self) -> bool {
        false
    }
}

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    for table in [&CONTEXT, &VAR, &TOKEN] {
        add_type(vm, module, table)?;
    }
    let unhashable = class_of(vm, &CONTEXT);
    unhashable.info().flags |= class_flags::MAPPING;
    let class = crate::util::hidden_type(vm, &MISSING)?;
    let missing = vm.new_payload(class, Box::new(Missing), 0)?;
    let token = class_of(vm, &TOKEN);
    let name = vm.intern("MISSING");
    vm.class_put(token, name, missing)?;
    vm.class_changed(token);
    Ok(())
}

/// The thread's context, made when it is first asked for.
fn current(vm: &mut Vm) -> Outcome {
    if vm.thread.context.is(Value::UNSET) {
        let dict = vm.new_dict()?;
        let class = class_of(vm, &CONTEXT);
        vm.thread.context =
            vm.new_payload(class, Box::new(Context { dict, previous: Value::UNSET, entered: true }), 0)?;
    }
    Ok(vm.thread.context)
}

fn copy_of(vm: &mut Vm, context: Value) -> Outcome {
    let dict = this::<Context>(vm, context)?.dict;
    let copy = vm.new_dict()?;
    vm.dict_update(copy, dict)?;
    let class = class_of(vm, &CONTEXT);
    vm.new_payload(class, Box::new(Context { dict: copy, previous: Value::UNSET, entered: false }), 0)
}

fn run(vm: &mut Vm, args: Args) -> Outcome {
    let previous = current(vm)?;
    let c = this::<Context>(vm, args[0])?;
    if c.entered {
        let text = vm.repr_text(args[0])?;
        return Err(vm.runtime_error(format!("cannot enter context: {text} is already entered")));
    }
    (c.previous, c.entered) = (previous, true);
    vm.thread.context = args[0];
    let result = vm.call_star(args[1], args[2], args.get(3));
    let c = this::<Context>(vm, args[0])?;
    vm.thread.context = c.previous;
    (c.previous, c.entered) = (Value::UNSET, false);
    result
}

fn dict_for(vm: &mut Vm, context: Value, key: Value) -> Outcome {
    if vm.payload::<Var>(key).is_none() {
        let text = vm.repr_text(key)?;
        return Err(vm.type_error(format!("a ContextVar key was expected, got {text}")));
    }
    Ok(this::<Context>(vm, context)?.dict)
}

fn view(vm: &mut Vm, args: Args, what: &str) -> Outcome {
    let dict = this::<Context>(vm, args[0])?.dict;
    vm.call_method(dict, what, &[])
}

fn lookup(vm: &mut Vm, var: Value) -> Outcome {
    let context = current(vm)?;
    let dict = this::<Context>(vm, context)?.dict;
    vm.dict_get(dict, var)
}

fn reset(vm: &mut Vm, var: Value, token: Value) -> Outcome<()> {
    let Some(t) = vm.payload::<Token>(token) else {
        let name = vm.type_name(token);
        return Err(vm.type_error(format!("expected an instance of Token, got {name}")));
    };
    let (context, own, old, used) = (t.context, t.var, t.old, t.used);
    if used {
        let text = vm.repr_text(token)?;
        return Err(vm.runtime_error(format!("{text} has already been used once")));
    }
    if !own.is(var) {
        let text = vm.repr_text(token)?;
        return Err(vm.value_error(format!("{text} was created by a different ContextVar")));
    }
    if !context.is(current(vm)?) {
        let text = vm.repr_text(token)?;
        return Err(vm.value_error(format!("{text} was created in a different Context")));
    }
    this::<Token>(vm, token)?.used = true;
    let dict = this::<Context>(vm, context)?.dict;
    if old.is(Value::UNSET) {
        vm.dict_remove(dict, var)?;
        return Ok(());
    }
    vm.dict_set(dict, var, old)
}
