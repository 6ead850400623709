//! `_functools`: `partial`, `reduce`, `cmp_to_key` and the cache of `lru_cache`.

mod partial;

use crate::util::{add_type, class_of, give_dict, hidden_type, make, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, NativeKind, Outcome, TypeTable, getter, native};
use pyspec_runtime::object::Rooted;
use pyspec_runtime::protocol::compare::Comparison;

/// The module.
pub static MODULE: ModuleTable =
    ModuleTable { name: "_functools", doc: "Tools that operate on functions.", functions: FUNCTIONS, init: Some(init) };

const PY: Effect = Effect::PYTHON;

static FUNCTIONS: &[Native] = &[
    native("reduce", "(function, iterable, /, initial=<unrepresentable>)", PY, reduce),
    native("cmp_to_key", "(mycmp)", PY, |vm, args| {
        let class = class_of(vm, &KEY);
        vm.new_payload(class, Box::new(Key { function: args[0], object: Value::UNSET }), 0)
    }),
];

static KEY: TypeTable = TypeTable {
    map: 0,
    name: "KeyWrapper",
    module: "functools",
    doc: "",
    rows: &[
        native("__call__", "(self, /, obj)", PY, |vm, args| {
            let function = this::<Key>(vm, args[0])?.function;
            let class = class_of(vm, &KEY);
            vm.new_payload(class, Box::new(Key { function, object: args[1] }), 0)
        }),
        getter("obj", |vm, args| Ok(this::<Key>(vm, args[0])?.object)),
        native("__lt__", "(self, value, /)", PY, |vm, a| compare_keys(vm, a, Comparison::Lt)),
        native("__le__", "(self, value, /)", PY, |vm, a| compare_keys(vm, a, Comparison::Le)),
        native("__eq__", "(self, value, /)", PY, |vm, a| compare_keys(vm, a, Comparison::Eq)),
        native("__ne__", "(self, value, /)", PY, |vm, a| compare_keys(vm, a, Comparison::Ne)),
        native("__gt__", "(self, value, /)", PY, |vm, a| compare_keys(vm, a, Comparison::Gt)),
        native("__ge__", "(self, value, /)", PY, |vm, a| compare_keys(vm, a, Comparison::Ge)),
    ],
};

static CACHE: TypeTable = TypeTable {
    map: 0,
    name: "_lru_cache_wrapper",
    module: "functools",
    doc: "Caches the results of a function.",
    rows: &[
        native("__new__", "(cls, user_function, maxsize, typed, cache_info_type)", PY, cache_new)
            .kind(NativeKind::StaticMethod),
        native("__call__", "(self, /, *args, **kwargs)", PY, cache_call),
        native("__get__", "(self, instance, owner=None, /)", PY, |vm, args| {
            if args[1].is(Value::NONE) { Ok(args[0]) } else { vm.new_method(args[0], args[1]) }
        }),
        getter("__dict__", pyspec_runtime::types::object::get_dict),
        native("cache_info", "(self, /)", PY, cache_info),
        native("cache_clear", "(self, /)", PY, cache_clear),
        native("__copy__", "(self, /)", Effect::PURE, crate::util::itself),
        native("__deepcopy__", "(self, memo, /)", Effect::PURE, crate::util::itself),
        native("__reduce__", "(self, /)", PY, |vm, args| vm.get_attr_text(args[0], "__qualname__")),
    ],
};

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    hidden_type(vm, &KEY)?;
    partial::init(vm, module)?;
    let class = add_type(vm, module, &CACHE)?;
    give_dict(vm, class);
    let object = vm.builtin_class(pyspec_abi::types::OBJECT).value();
    let mark = vm.call(object, &[])?;
    vm.set_module_attr(module, "_lru_cache_mark", mark)
}

fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = match vm.iter(args[1]) {
        Err(_) if vm.class_of(vm.thread.pending) == vm.exceptions.TypeError => {
            vm.take_pending();
            return Err(vm.type_error("reduce() arg 2 must support iteration"));
        }
        iterator => iterator?,
    };
    let mut total = args.get(2);
    loop {
        let item = vm.next(iterator)?;
        if item.is(Value::UNSET) {
            break;
        }
        total = if total.is(Value::UNSET) { item } else { vm.call(args[0], &[total, item])? };
    }
    if total.is(Value::UNSET) {
        return Err(vm.type_error("reduce() of empty iterable with no initial value"));
    }
    Ok(total)
}

state! {
    /// The key function, or with an object one of its keys.
    struct Key { function: Value, object: Value }
}

fn compare_keys(vm: &mut Vm, args: Args, op: Comparison) -> Outcome {
    let &mut Key { function, object: a } = this(vm, args[0])?;
    let Some(&mut Key { object: b, .. }) = vm.payload(args[1]) else {
        return Err(vm.type_error("other argument must be K instance"));
    };
    if a.is(Value::UNSET) || b.is(Value::UNSET) {
        return Err(vm.attribute_error("object"));
    }
    let order = vm.call(function, &[a, b])?;
    vm.compare(op, order, Value::small_int(0))
}

state! {
    /// A cached function: the least recently used key is the first of the dict. `maxsize` negative: no bound.
    struct Cache { function: Value, maxsize: i64, typed: bool, info: Value, results: Value, hits: i64, misses: i64 }
}

fn cache_new(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_callable(args[1]) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let maxsize = if args[2].is(Value::NONE) {
        -1
    } else if vm.has_index(args[2]) {
        vm.index_i64(args[2])?.max(0)
    } else {
        return Err(vm.type_error("maxsize should be integer or None"));
    };
    let (typed, results) = (vm.truth(args[3])?, vm.new_dict()?);
    make(vm, args[0], Cache { function: args[1], maxsize, typed, info: args[4], results, hits: 0, misses: 0 })
}

/// The key of a call: the one argument itself if its class has a plain equality.
fn cache_key(vm: &mut Vm, object: Value, args: Args, typed: bool) -> Outcome {
    let plain = vm.tuple_items(args[1]);
    let named = args.given(2).filter(|d| vm.dict_len(*d) > 0);
    if named.is_none() && !typed {
        if let [one] = plain
            && (one.is_int() || vm.is_exact_str(*one))
        {
            return Ok(*one);
        }
        return Ok(args[1]);
    }
    let mut key = Rooted::from_slice(plain);
    let mut values = Rooted::from_slice(plain);
    if let Some(named) = named {
        // The wrapper itself divides the two parts: nobody passes it by accident.
        key.push(object);
        let mut at = 0;
        while let Some((name, value, next)) = vm.dict_entry(named, at) {
            key.push(name);
            key.push(value);
            values.push(value);
            at = next;
        }
    }
    if typed {
        values.iter().for_each(|v| key.push(vm.class_of(*v).value()));
    }
    vm.new_tuple(&key)
}

fn cache_call(vm: &mut Vm, args: Args) -> Outcome {
    let c = this::<Cache>(vm, args[0])?;
    let (function, maxsize, results) = (c.function, c.maxsize, c.results);
    if maxsize == 0 {
        c.misses += 1;
        return vm.call_star(function, args[1], args.get(2));
    }
    let key = cache_key(vm, args[0], args, c.typed)?;
    let held = vm.dict_get(results, key)?;
    if !held.is(Value::UNSET) {
        this::<Cache>(vm, args[0])?.hits += 1;
        if maxsize > 0 {
            vm.dict_remove(results, key)?;
            vm.dict_set(results, key, held)?;
        }
        return Ok(held);
    }
    this::<Cache>(vm, args[0])?.misses += 1;
    let result = vm.call_star(function, args[1], args.get(2))?;
    let results = this::<Cache>(vm, args[0])?.results;
    if maxsize > 0
        && vm.dict_len(results) as i64 >= maxsize
        && vm.dict_get(results, key)?.is(Value::UNSET)
        && let Some((oldest, _, _)) = vm.dict_entry(results, 0)
    {
        vm.dict_remove(results, oldest)?;
    }
    vm.dict_set(results, key, result)?;
    Ok(result)
}

fn cache_info(vm: &mut Vm, args: Args) -> Outcome {
    let c = this::<Cache>(vm, args[0])?;
    let (info, hits, misses, results) = (c.info, c.hits, c.misses, c.results);
    let maxsize = if c.maxsize < 0 { Value::NONE } else { vm.new_int(c.maxsize)? };
    let (hits, misses, size) =
        (vm.new_int(hits)?, vm.new_int(misses)?, Value::small_int(vm.dict_len(results) as isize));
    vm.call(info, &[hits, misses, maxsize, size])
}

fn cache_clear(vm: &mut Vm, args: Args) -> Outcome {
    let results = vm.new_dict()?;
    let c = this::<Cache>(vm, args[0])?;
    (c.hits, c.misses, c.results) = (0, 0, results);
    Ok(Value::NONE)
}
