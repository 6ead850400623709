//! `partial`, and the placeholder for arguments that a call gives.

use crate::util::{add_type, class_of, give_dict, hidden_type, make, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, NativeKind, Outcome, TypeTable, getter, native, setter};
use pyspec_runtime::object::Rooted;

const PY: Effect = Effect::PYTHON;
/// Calls with up to this many arguments need no vector.
const FEW: usize = 8;

static PARTIAL: TypeTable = TypeTable {
    map: 0,
    name: "partial",
    module: "functools",
    doc: "Create a new function with partial application of the given arguments\nand keywords.",
    rows: &[
        native("__new__", "(cls, func, /, *args, **keywords)", PY, new).kind(NativeKind::StaticMethod),
        native("__call__", "(self, /, *args, **kwargs)", PY, call).positional(call_plain),
        native("__get__", "(self, instance, owner=None, /)", PY, |vm, a| {
            if a[1].is(Value::NONE) { Ok(a[0]) } else { vm.new_method(a[0], a[1]) }
        }),
        native("__repr__", "(self, /)", PY, repr),
        native("__reduce__", "(self, /)", PY, reduce),
        native("__setstate__", "(self, state, /)", PY, set_state),
        native("__class_getitem__", "(cls, object, /)", PY, |vm, a| vm.new_generic_alias(a[0], a[1]))
            .kind(NativeKind::ClassMethod),
        getter("func", |vm, a| Ok(this::<Partial>(vm, a[0])?.function)),
        getter("args", |vm, a| Ok(this::<Partial>(vm, a[0])?.args)),
        getter("keywords", |vm, a| Ok(this::<Partial>(vm, a[0])?.keywords)),
        getter("__dict__", pyspec_runtime::types::object::get_dict),
        setter("__dict__", |vm, a| {
            if a[1].is(Value::UNSET) {
                return Err(vm.type_error("cannot delete __dict__"));
            }
            pyspec_runtime::types::object::set_dict(vm, a)
        }),
    ],
};

static PLACEHOLDER: TypeTable = TypeTable {
    map: 0,
    name: "_PlaceholderType",
    module: "functools",
    doc: "The type of the Placeholder singleton.\n\nUsed as a placeholder for partial arguments.",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", PY, |vm, a| {
            if !vm.tuple_items(a[1]).is_empty() || a.given(2).is_some_and(|d| vm.dict_len(d) > 0) {
                return Err(vm.type_error("PlaceholderType takes no arguments"));
            }
            placeholder(vm)
        })
        .kind(NativeKind::StaticMethod),
        native("__repr__", "(self, /)", PY, |vm, _| vm.new_str("Placeholder")),
        native("__reduce__", "(self, /)", PY, |vm, _| vm.new_str("Placeholder")),
    ],
};

/// Keeps the one placeholder as an attribute.
static KEEPER: TypeTable = TypeTable { map: 0, name: "keeper", module: "_functools", doc: "", rows: &[] };

state! {
    /// A function with its first arguments, some of which are placeholders, and a dict of keywords.
    struct Partial { function: Value, args: Value, keywords: Value, holes: usize }
}

state! {
    struct Placeholder { only: bool }
}

/// Adds the types.
pub fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let class = add_type(vm, module, &PARTIAL)?;
    give_dict(vm, class);
    let class = add_type(vm, module, &PLACEHOLDER)?;
    class.info().flags &= !pyspec_runtime::object::class::class_flags::BASE_TYPE;
    let only = vm.new_payload(class, Box::new(Placeholder { only: true }), 0)?;
    let (keeper, key) = (hidden_type(vm, &KEEPER)?, vm.intern("placeholder"));
    vm.class_put(keeper, key, only)?;
    vm.set_module_attr(module, "Placeholder", only)
}

fn placeholder(vm: &mut Vm) -> Outcome {
    let (keeper, key) = (class_of(vm, &KEEPER), vm.intern("placeholder"));
    Ok(vm.class_own(keeper, key).expect("put there when the module was made"))
}

fn is_hole(vm: &Vm, v: Value) -> bool {
    vm.payload::<Placeholder>(v).is_some()
}

/// How many placeholders there are among arguments, the last of which must be none.
fn count_holes(vm: &mut Vm, args: &[Value]) -> Outcome<usize> {
    if args.last().is_some_and(|v| is_hole(vm, *v)) {
        return Err(vm.type_error("trailing Placeholders are not allowed"));
    }
    Ok(args.iter().filter(|v| is_hole(vm, **v)).count())
}

/// `first` with its placeholders replaced by the first of `rest`, the others behind; too few leave placeholders.
fn merged(vm: &Vm, first: &[Value], rest: &[Value]) -> Rooted {
    let mut rest = rest.iter();
    let mut all = Rooted::new();
    for v in first {
        let v = if is_hole(vm, *v) { rest.next().unwrap_or(v) } else { v };
        all.push(*v);
    }
    all.extend(rest);
    all
}

fn new(vm: &mut Vm, a: Args) -> Outcome {
    let mut function = a[1];
    if !vm.is_callable(function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    count_holes(vm, vm.tuple_items(a[2]))?;
    let named = a.given(3).filter(|d| vm.dict_len(*d) > 0);
    let mut at = 0;
    while let Some(dict) = named
        && let Some((_, value, next)) = vm.dict_entry(dict, at)
    {
        if is_hole(vm, value) {
            return Err(vm.type_error("Placeholder cannot be passed as a keyword argument"));
        }
        at = next;
    }
    let (mut args, keywords) = (a[2], vm.new_dict()?);
    if let Some(&mut Partial { function: inner, args: before, keywords: older, .. }) = vm.payload(function) {
        // One with attributes of its own stays what it is.
        let dict = vm.instance_dict(function)?;
        if vm.dict_len(dict) == 0 {
            let all = merged(vm, vm.tuple_items(before), vm.tuple_items(args));
            args = vm.new_tuple(&all)?;
            vm.dict_update(keywords, older)?;
            function = inner;
        }
    }
    if let Some(named) = named {
        vm.dict_update(keywords, named)?;
    }
    let holes = vm.tuple_items(args).iter().filter(|v| is_hole(vm, **v)).count();
    make(vm, a[0], Partial { function, args, keywords, holes })
}

/// A call without keywords, its arguments as they stand.
fn call_plain(vm: &mut Vm, a: Args) -> Outcome {
    let &mut Partial { function, args, keywords, holes } = this(vm, a[0])?;
    let n = vm.tuple_items(args).len();
    let total = n + a.len() - 1;
    if holes > 0 || total > FEW || vm.dict_len(keywords) > 0 {
        let given: Rooted = {
            let mut r = Rooted::new();
            r.extend(a.iter().skip(1));
            r
        };
        return call_with(vm, a[0], &given, Value::UNSET);
    }
    let mut all = [function; FEW];
    all[..n].copy_from_slice(vm.tuple_items(args));
    for (place, v) in all[n..total].iter_mut().zip(a.iter().skip(1)) {
        *place = v;
    }
    vm.call(function, &all[..total])
}

fn call(vm: &mut Vm, a: Args) -> Outcome {
    let given = Rooted::from_slice(vm.tuple_items(a[1]));
    call_with(vm, a[0], &given, a.given(2).filter(|d| vm.dict_len(*d) > 0).unwrap_or(Value::UNSET))
}

fn call_with(vm: &mut Vm, object: Value, given: &[Value], named: Value) -> Outcome {
    let &mut Partial { function, args, mut keywords, holes } = this(vm, object)?;
    if given.len() < holes {
        let n = given.len();
        let what = format!("missing positional arguments in 'partial' call; expected at least {holes}, got {n}");
        return Err(vm.type_error(what));
    }
    if !named.is(Value::UNSET) {
        let both = vm.new_dict()?;
        vm.dict_update(both, keywords)?;
        vm.dict_update(both, named)?;
        keywords = both;
    }
    let mut all = merged(vm, vm.tuple_items(args), given);
    let mut names = Rooted::new();
    let mut at = 0;
    while let Some((key, value, next)) = vm.dict_entry(keywords, at) {
        if !vm.is_str(key) {
            return Err(vm.type_error("keywords must be strings"));
        }
        let key = vm.intern_value(key);
        names.push(key);
        all.push(value);
        at = next;
    }
    vm.call_keywords(function, &all, &names)
}

fn repr(vm: &mut Vm, a: Args) -> Outcome {
    let class = vm.class_of(a[0]).value();
    let (module, name) = (vm.get_attr_text(class, "__module__")?, vm.get_attr_text(class, "__qualname__")?);
    let (module, name) = (vm.str_text(module)?, vm.str_text(name)?);
    let inner = vm.guarded_repr(a[0], |vm| {
        let &mut Partial { function, args, keywords, .. } = this(vm, a[0])?;
        let mut parts = vec![vm.repr_text(function)?];
        let items = Rooted::from_slice(vm.tuple_items(args));
        for v in items.iter() {
            parts.push(vm.repr_text(*v)?);
        }
        for (key, value) in vm.dict_pairs(keywords) {
            parts.push(format!("{}={}", vm.str_text(key)?, vm.repr_text(value)?));
        }
        Ok(format!("{module}.{name}({})", parts.join(", ")))
    })?;
    let text = inner.unwrap_or_else(|| "...".into());
    vm.new_str(&text)
}

fn reduce(vm: &mut Vm, a: Args) -> Outcome {
    let &mut Partial { function, args, keywords, .. } = this(vm, a[0])?;
    let dict = vm.instance_dict(a[0])?;
    let dict = if vm.dict_len(dict) == 0 { Value::NONE } else { dict };
    let class = vm.class_of(a[0]).value();
    let (given, state) = (vm.new_tuple(&[function])?, vm.new_tuple(&[function, args, keywords, dict])?);
    vm.new_tuple(&[class, given, state])
}

fn set_state(vm: &mut Vm, a: Args) -> Outcome {
    let items = vm.as_tuple(a[1]).map_or(vec![], |t| t.items().to_vec());
    let [function, args, keywords, dict] = items[..] else { return Err(vm.type_error("invalid partial state")) };
    let fits = vm.is_callable(function)
        && vm.as_tuple(args).is_some()
        && (keywords.is(Value::NONE) || vm.is_dict(keywords))
        && (dict.is(Value::NONE) || vm.is_dict(dict));
    if !fits {
        return Err(vm.type_error("invalid partial state"));
    }
    let args = vm.tuple_from(args)?;
    let holes = count_holes(vm, vm.tuple_items(args))?;
    let plain = vm.new_dict()?;
    let exact = vm.class_of(keywords) == vm.class_of(plain);
    if !exact && !keywords.is(Value::NONE) {
        vm.dict_update(plain, keywords)?;
    }
    let keywords = if exact { keywords } else { plain };
    let dict = if dict.is(Value::NONE) { vm.new_dict()? } else { dict };
    vm.set_attr_text(a[0], "__dict__", dict)?;
    let partial = this::<Partial>(vm, a[0])?;
    (partial.function, partial.args, partial.keywords, partial.holes) = (function, args, keywords, holes);
    Ok(Value::NONE)
}
