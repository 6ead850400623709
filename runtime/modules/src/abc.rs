//! `_abc`: what `abc.ABCMeta` does for its classes. Classes neither move nor die, so the caches name
//! them by their words.

use crate::util::{class_of, hidden_type, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Outcome, TypeTable, native};
use pyspec_runtime::object::Rooted;
use pyspec_runtime::object::class::{ClassRef, class_flags};
use pyspec_runtime::object::rooted::ToRooted;
use std::collections::HashSet;

const PY: Effect = Effect::PYTHON;
/// Key of the counter in the context.
const COUNTER: &str = "_abc";
/// The flags of `match` that a class may ask for.
const PATTERNS: [(u32, i64); 2] = [(class_flags::SEQUENCE, 1 << 5), (class_flags::MAPPING, 1 << 6)];

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_abc",
    doc: "Module contains faster C implementation of abc.ABCMeta",
    functions: &[
        native("get_cache_token", "()", PY, |vm, _| {
            let n = *counter(vm);
            vm.new_int(n as i64)
        }),
        native("_abc_init", "(self, /)", PY, abc_init),
        native("_abc_register", "(self, subclass, /)", PY, register),
        native("_abc_instancecheck", "(self, instance, /)", PY, instance_check),
        native("_abc_subclasscheck", "(self, subclass, /)", PY, |vm, a| {
            Ok(Value::bool(subclass_check(vm, a[0], a[1])?))
        }),
        native("_get_dump", "(self, /)", PY, dump),
        native("_reset_registry", "(self, /)", PY, |vm, a| {
            data(vm, a[0])?.registry.clear();
            Ok(Value::NONE)
        }),
        native("_reset_caches", "(self, /)", PY, |vm, a| {
            let data = data(vm, a[0])?;
            data.cache.clear();
            data.negative.clear();
            Ok(Value::NONE)
        }),
    ],
    init: Some(|vm, _| hidden_type(vm, &DATA).map(|_| ())),
};

static DATA: TypeTable =
    TypeTable { map: 0, name: "_abc_data", module: "_abc", doc: "Internal state held by ABC machinery.", rows: &[] };

/// What is known about one abstract class.
#[derive(Default)]
struct Data {
    registry: Vec<Value>,
    cache: HashSet<usize>,
    negative: HashSet<usize>,
    version: u64,
}

impl pyspec_runtime::heap::Payload for Data {
    fn trace(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        self.registry.iter_mut().for_each(visit);
    }
}

/// Counts registrations: each makes the negative caches stale.
fn counter(vm: &mut Vm) -> &mut u64 {
    let state = vm.module_state.entry(COUNTER).or_insert_with(|| Box::new(0u64));
    state.downcast_mut().expect("its own state")
}

fn data(vm: &mut Vm, class: Value) -> Outcome<&'static mut Data> {
    let found = vm.get_attr_text(class, "_abc_impl")?;
    this(vm, found)
}

fn abc_init(vm: &mut Vm, args: Args) -> Outcome {
    let class = crate::util::class_arg(vm, args[0])?;
    let names = abstract_names(vm, class)?;
    let names = vm.new_frozenset(&names)?;
    vm.set_attr_text(args[0], "__abstractmethods__", names)?;
    let version = *counter(vm);
    let kind = class_of(vm, &DATA);
    let state = vm.new_payload(kind, Box::new(Data { version, ..Data::default() }), 0)?;
    vm.set_attr_text(args[0], "_abc_impl", state)?;
    adopt_patterns(vm, class)?;
    Ok(Value::NONE)
}

fn abstract_names(vm: &mut Vm, class: ClassRef) -> Outcome<Rooted> {
    let mut names = Rooted::new();
    for (name, value) in vm.class_items(class) {
        if is_abstract(vm, value)? {
            names.push(name);
        }
    }
    let bases = vm.get_attr_text(class.value(), "__bases__")?;
    for base in vm.tuple_items(bases) {
        let key = vm.intern("__abstractmethods__");
        let inherited = vm.get_attr_or_unset(*base, key)?;
        if inherited.is(Value::UNSET) {
            continue;
        }
        for name in vm.collect_items(inherited)?.iter() {
            let value = vm.get_attr_or_unset(class.value(), *name)?;
            if !value.is(Value::UNSET) && is_abstract(vm, value)? {
                names.push(*name);
            }
        }
    }
    Ok(names)
}

fn is_abstract(vm: &mut Vm, value: Value) -> Outcome<bool> {
    let key = vm.intern("__isabstractmethod__");
    let mark = vm.get_attr_or_unset(value, key)?;
    if mark.is(Value::UNSET) { Ok(false) } else { vm.truth(mark) }
}

/// `__abc_tpflags__` in a class body says how `match` sees its instances.
fn adopt_patterns(vm: &mut Vm, class: ClassRef) -> Outcome<()> {
    let key = vm.intern("__abc_tpflags__");
    let Some(wanted) = vm.class_own(class, key) else { return Ok(()) };
    let wanted = vm.int_value(wanted).unwrap_or(0);
    for (flag, bit) in PATTERNS {
        if wanted & bit != 0 {
            class.info().flags |= flag;
        }
    }
    vm.del_attr(class.value(), key)
}

/// Gives a registered class, and those under it, the pattern flags of its new base.
fn spread_patterns(vm: &mut Vm, class: ClassRef, flags: u32) -> Outcome<()> {
    if class.info().flags & flags == flags || class.has(class_flags::IMMUTABLE) {
        return Ok(());
    }
    class.info().flags |= flags;
    let below = vm.call_method(class.value(), "__subclasses__", &[])?;
    for one in vm.collect_items(below)?.iter() {
        if let Some(one) = vm.as_class(*one) {
            spread_patterns(vm, one, flags)?;
        }
    }
    Ok(())
}

fn register(vm: &mut Vm, args: Args) -> Outcome {
    let (own, other) = (args[0], args[1]);
    let Some(class) = vm.as_class(other) else {
        return Err(vm.type_error("Can only register classes"));
    };
    if vm.is_subclass(other, own)? {
        return Ok(other);
    }
    if vm.is_subclass(own, other)? {
        return Err(vm.runtime_error("Refusing to create an inheritance cycle"));
    }
    data(vm, own)?.registry.push(other);
    *counter(vm) += 1;
    if let Some(own) = vm.as_class(own) {
        let flags = own.info().flags & (class_flags::SEQUENCE | class_flags::MAPPING);
        if flags != 0 {
            spread_patterns(vm, class, flags)?;
        }
    }
    Ok(other)
}

fn instance_check(vm: &mut Vm, args: Args) -> Outcome {
    let (own, instance) = (args[0], args[1]);
    let subclass = vm.get_attr_text(instance, "__class__")?;
    let version = *counter(vm);
    let known = data(vm, own)?;
    if known.cache.contains(&word(subclass)) {
        return Ok(Value::TRUE);
    }
    let kind = vm.class_of(instance).value();
    if kind.is(subclass) {
        if known.version == version && known.negative.contains(&word(subclass)) {
            return Ok(Value::FALSE);
        }
        return vm.call_method(own, "__subclasscheck__", &[subclass]);
    }
    let first = vm.call_method(own, "__subclasscheck__", &[subclass])?;
    if vm.truth(first)? {
        return Ok(first);
    }
    vm.call_method(own, "__subclasscheck__", &[kind])
}

fn word(v: Value) -> usize {
    v.bits()
}

fn subclass_check(vm: &mut Vm, own: Value, subclass: Value) -> Outcome<bool> {
    if vm.as_class(subclass).is_none() {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    }
    let version = *counter(vm);
    let known = data(vm, own)?;
    if known.cache.contains(&word(subclass)) {
        return Ok(true);
    }
    if known.version < version {
        known.negative.clear();
        known.version = version;
    } else if known.negative.contains(&word(subclass)) {
        return Ok(false);
    }
    let answer = find_out(vm, own, subclass)?;
    let known = data(vm, own)?;
    let set = if answer { &mut known.cache } else { &mut known.negative };
    set.insert(word(subclass));
    Ok(answer)
}

fn find_out(vm: &mut Vm, own: Value, subclass: Value) -> Outcome<bool> {
    let hook = vm.call_method(own, "__subclasshook__", &[subclass])?;
    if hook.is(Value::TRUE) || hook.is(Value::FALSE) {
        return Ok(hook.is(Value::TRUE));
    }
    if !hook.is(Value::NOT_IMPLEMENTED) {
        return Err(vm.assertion_error("__subclasshook__ must return either False, True, or NotImplemented"));
    }
    if let (Some(class), Some(of)) = (vm.as_class(subclass), vm.as_class(own))
        && vm.is_subtype(class, of)
    {
        return Ok(true);
    }
    let registered = Rooted::from_slice(&data(vm, own)?.registry);
    let below = vm.call_method(own, "__subclasses__", &[])?;
    let below = vm.collect_items(below)?;
    for one in registered.iter().chain(below.iter()) {
        if vm.is_subclass(subclass, *one)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn dump(vm: &mut Vm, args: Args) -> Outcome {
    let known = data(vm, args[0])?;
    let of = |words: &HashSet<usize>| words.iter().map(|w| Value::from_bits(*w)).collect::<Rooted>();
    let (registry, cache, negative) = (known.registry.rooted(), of(&known.cache), of(&known.negative));
    let version = known.version;
    let mut out = Rooted::new();
    for group in [registry, cache, negative] {
        let set = vm.new_set()?;
        for class in group {
            vm.set_add(set, class)?;
        }
        out.push(set);
    }
    out.push(vm.new_int(version as i64)?);
    vm.new_tuple(&out)
}
