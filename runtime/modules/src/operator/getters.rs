//! `attrgetter`, `itemgetter` and `methodcaller`.

use crate::util::{make, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, NativeKind, Outcome, TypeTable, native};
use pyspec_runtime::object::Rooted;

const PY: Effect = Effect::PYTHON;

/// `attrgetter`.
pub static ATTRIBUTES: TypeTable = TypeTable {
    map: 0,
    name: "attrgetter",
    module: "operator",
    doc: "Return a callable object that fetches the given attribute(s) from its operand.\nAfter f = attrgetter('name'), the call f(r) returns r.name; a name with dots\nis followed step by step, and several names give a tuple.",
    rows: &[
        native("__new__", "(cls, attr, /, *attrs)", PY, new_attributes).kind(NativeKind::StaticMethod),
        native("__call__", "(self, obj, /)", PY, get_attributes),
        native("__repr__", "(self, /)", PY, |vm, a| {
            let given = this::<Attributes>(vm, a[0])?.given;
            shown(vm, a[0], given, Value::UNSET)
        }),
        native("__reduce__", "(self, /)", PY, |vm, a| {
            let given = this::<Attributes>(vm, a[0])?.given;
            let class = vm.class_of(a[0]).value();
            vm.new_tuple(&[class, given])
        }),
    ],
};

/// `itemgetter`.
pub static ITEMS: TypeTable = TypeTable {
    map: 0,
    name: "itemgetter",
    module: "operator",
    doc: "Return a callable object that fetches the given item(s) from its operand.\nAfter f = itemgetter(2), the call f(r) returns r[2]; several items give a tuple.",
    rows: &[
        native("__new__", "(cls, item, /, *items)", PY, |vm, a| {
            let given = with_first(vm, a[1], a[2])?;
            make(vm, a[0], Items { given })
        })
        .kind(NativeKind::StaticMethod),
        native("__call__", "(self, obj, /)", PY, |vm, a| {
            let given = this::<Items>(vm, a[0])?.given;
            if let [item] = *vm.tuple_items(given) {
                return vm.get_item(a[1], item);
            }
            each(vm, given, |vm, item| vm.get_item(a[1], item))
        }),
        native("__repr__", "(self, /)", PY, |vm, a| {
            let given = this::<Items>(vm, a[0])?.given;
            shown(vm, a[0], given, Value::UNSET)
        }),
        native("__reduce__", "(self, /)", PY, |vm, a| {
            let given = this::<Items>(vm, a[0])?.given;
            let class = vm.class_of(a[0]).value();
            vm.new_tuple(&[class, given])
        }),
    ],
};

/// `methodcaller`.
pub static METHOD: TypeTable = TypeTable {
    map: 0,
    name: "methodcaller",
    module: "operator",
    doc: "Return a callable object that calls the given method on its operand.\nAfter f = methodcaller('name', 'date', foo=1), the call f(r) returns\nr.name('date', foo=1).",
    rows: &[
        native("__new__", "(cls, name, /, *args, **kwargs)", PY, |vm, a| {
            if !vm.is_str(a[1]) {
                return Err(vm.type_error("method name must be a string"));
            }
            let name = vm.intern_value(a[1]);
            let keywords = a.given(3).filter(|d| vm.dict_len(*d) > 0).unwrap_or(Value::UNSET);
            make(vm, a[0], Method { name, args: a[2], keywords })
        })
        .kind(NativeKind::StaticMethod),
        native("__call__", "(self, obj, /)", PY, call_method),
        native("__repr__", "(self, /)", PY, |vm, a| {
            let &mut Method { name, args, keywords } = this(vm, a[0])?;
            let given = with_first(vm, name, args)?;
            shown(vm, a[0], given, keywords)
        }),
        native("__reduce__", "(self, /)", PY, |vm, a| {
            let &mut Method { name, args, keywords } = this(vm, a[0])?;
            let class = vm.class_of(a[0]).value();
            if keywords.is(Value::UNSET) {
                let given = with_first(vm, name, args)?;
                return vm.new_tuple(&[class, given]);
            }
            let functools = vm.import_module("functools")?;
            let partial = vm.get_attr_text(functools, "partial")?;
            let given = vm.new_tuple(&[class, name])?;
            let maker = vm.call_star(partial, given, keywords)?;
            vm.new_tuple(&[maker, args])
        }),
    ],
};

state! {
    /// The names as given, and each as an interned name or, where it has dots, a tuple of them.
    struct Attributes { given: Value, paths: Value }
}

state! {
    struct Items { given: Value }
}

state! {
    /// `keywords` is UNSET if there are none.
    struct Method { name: Value, args: Value, keywords: Value }
}

fn with_first(vm: &mut Vm, first: Value, rest: Value) -> Outcome {
    let mut all = Rooted::from_slice(&[first]);
    all.extend_from_slice(vm.tuple_items(rest));
    vm.new_tuple(&all)
}

/// A tuple of what `get` makes of each item.
fn each(vm: &mut Vm, items: Value, mut get: impl FnMut(&mut Vm, Value) -> Outcome) -> Outcome {
    let mut results = Rooted::new();
    for i in 0..vm.tuple_items(items).len() {
        let item = vm.tuple_items(items)[i];
        let result = get(vm, item)?;
        results.push(result);
    }
    vm.new_tuple(&results)
}

fn new_attributes(vm: &mut Vm, args: Args) -> Outcome {
    let given = with_first(vm, args[1], args[2])?;
    let paths = each(vm, given, |vm, name| {
        let Some(text) = vm.text(name) else { return Err(vm.type_error("attribute name must be a string")) };
        if !text.bytes.contains(&b'.') {
            return Ok(vm.intern_value(name));
        }
        let text = text.bytes.to_vec();
        let mut steps = Rooted::new();
        for step in text.split(|b| *b == b'.') {
            let step = vm.new_str_wtf8(step)?;
            steps.push(vm.intern_value(step));
        }
        vm.new_tuple(&steps)
    })?;
    make(vm, args[0], Attributes { given, paths })
}

fn get_attributes(vm: &mut Vm, args: Args) -> Outcome {
    let paths = this::<Attributes>(vm, args[0])?.paths;
    if let [path] = *vm.tuple_items(paths) {
        return follow(vm, args[1], path);
    }
    each(vm, paths, |vm, path| follow(vm, args[1], path))
}

fn follow(vm: &mut Vm, mut object: Value, path: Value) -> Outcome {
    if vm.is_str(path) {
        return vm.get_attr(object, path);
    }
    for i in 0..vm.tuple_items(path).len() {
        let step = vm.tuple_items(path)[i];
        object = vm.get_attr(object, step)?;
    }
    Ok(object)
}

fn call_method(vm: &mut Vm, a: Args) -> Outcome {
    let &mut Method { name, args, keywords } = this(vm, a[0])?;
    let function = if keywords.is(Value::UNSET) { vm.method_on_class(a[1], name) } else { None };
    if let Some(function) = function {
        let args: &[Value] = vm.tuple_items(args);
        return vm.call_first(function, a[1], args);
    }
    let function = vm.get_attr(a[1], name)?;
    vm.call_star(function, args, keywords)
}

/// `operator.name(items, keyword=value)`.
fn shown(vm: &mut Vm, object: Value, items: Value, keywords: Value) -> Outcome {
    let class = vm.class_of(object).value();
    let (module, name) = (vm.get_attr_text(class, "__module__")?, vm.get_attr_text(class, "__qualname__")?);
    let (module, name) = (vm.str_text(module)?, vm.str_text(name)?);
    let inner = vm.guarded_repr(object, |vm| {
        let mut parts = vec![];
        for i in 0..vm.tuple_items(items).len() {
            let item = vm.tuple_items(items)[i];
            parts.push(vm.repr_text(item)?);
        }
        if !keywords.is(Value::UNSET) {
            for (key, value) in vm.dict_pairs(keywords) {
                parts.push(format!("{}={}", vm.str_text(key)?, vm.repr_text(value)?));
            }
        }
        Ok(parts.join(", "))
    })?;
    let inner = inner.unwrap_or_else(|| "...".into());
    vm.new_str(&format!("{module}.{name}({inner})"))
}
