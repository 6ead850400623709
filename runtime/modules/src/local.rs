//! `_thread._local`: an object with a dict of its own for each thread.

use crate::util::{add_type, class_arg, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, NativeKind, Outcome, TypeTable, native};
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

const PY: Effect = Effect::PYTHON;

/// The system gives identifiers of ended threads to new ones, so threads are numbered here.
static NEXT: AtomicU64 = AtomicU64::new(1);
thread_local! {
    static NUMBER: Cell<u64> = const { Cell::new(0) };
}

fn thread_number() -> u64 {
    NUMBER.with(|n| {
        if n.get() == 0 {
            n.set(NEXT.fetch_add(1, Ordering::Relaxed));
        }
        n.get()
    })
}

state! {
    /// The dicts, and what subclasses' `__init__` gets in every thread.
    struct Local { dicts: Vec<(Thread, Value)>, args: Value, keywords: Value }
}

/// A thread's number.
#[derive(Clone, Copy, PartialEq)]
pub struct Thread(u64);
impl crate::util::Visit for Thread {
    const VALUES: bool = false;
}

static LOCAL: TypeTable = TypeTable {
    map: 0,
    name: "_local",
    module: "_thread",
    doc: "Thread-local data",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", PY, new).kind(NativeKind::StaticMethod),
        native("__init__", "(self, /, *args, **kwargs)", PY, |_, _| Ok(Value::NONE)),
        native("__getattribute__", "(self, name, /)", PY, get),
        native("__setattr__", "(self, name, value, /)", PY, |vm, a| set(vm, a[0], a[1], a[2])),
        native("__delattr__", "(self, name, /)", PY, |vm, a| set(vm, a[0], a[1], Value::UNSET)),
    ],
};

/// Puts the type into `_thread`.
pub fn add(vm: &mut Vm, module: Value) -> Outcome<()> {
    add_type(vm, module, &LOCAL).map(|_| ())
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = class_arg(vm, args[0])?;
    let key = vm.intern("__init__");
    let given = !vm.tuple_items(args[1]).is_empty() || !args.get(2).is(Value::UNSET) && vm.dict_len(args[2]) > 0;
    let own = vm.lookup_where(class, key).is_some_and(|(owner, _)| !is_ours(vm, owner.value()));
    if given && !own {
        return Err(vm.type_error("Initialization arguments are not supported"));
    }
    let dict = vm.new_dict()?;
    let dicts = vec![(Thread(thread_number()), dict)];
    vm.new_payload(class, Box::new(Local { dicts, args: args[1], keywords: args.get(2) }), 0)
}

fn is_ours(vm: &Vm, class: Value) -> bool {
    crate::util::class_of(vm, &LOCAL).value().is(class)
}

/// The dict of the running thread, made and initialised when it first asks.
fn dict(vm: &mut Vm, object: Value) -> Outcome {
    let me = Thread(thread_number());
    let local = this::<Local>(vm, object)?;
    if let Some((_, dict)) = local.dicts.iter().find(|d| d.0 == me) {
        return Ok(*dict);
    }
    let (args, keywords) = (local.args, local.keywords);
    let dict = vm.new_dict()?;
    this::<Local>(vm, object)?.dicts.push((me, dict));
    let class = vm.class_of(object);
    let key = vm.intern("__init__");
    if let Some((owner, function)) = vm.lookup_where(class, key)
        && !is_ours(vm, owner.value())
    {
        let bound = vm.bind(function, object, class)?;
        if let Err(raised) = vm.call_star(bound, args, keywords) {
            this::<Local>(vm, object)?.dicts.retain(|d| d.0 != me);
            return Err(raised);
        }
    }
    Ok(dict)
}

fn get(vm: &mut Vm, args: Args) -> Outcome {
    let (object, name) = (args[0], args[1]);
    let dict = dict(vm, object)?;
    if vm.str_bytes(name) == b"__dict__" {
        return Ok(dict);
    }
    let class = vm.class_of(object);
    let found = vm.lookup(class, name);
    if let Some(found) = found
        && vm.is_data_descriptor(found)
    {
        return vm.bind(found, object, class);
    }
    let value = vm.dict_get(dict, name)?;
    match found {
        _ if !value.is(Value::UNSET) => Ok(value),
        Some(found) => vm.bind(found, object, class),
        None => Err(vm.no_attribute(object, name)),
    }
}

fn set(vm: &mut Vm, object: Value, name: Value, value: Value) -> Outcome {
    let dict = dict(vm, object)?;
    if vm.str_bytes(name) == b"__dict__" {
        let class = vm.type_name(object);
        return Err(vm.attribute_error(format!("'{class}' object attribute '__dict__' is read-only")));
    }
    let class = vm.class_of(object);
    if let Some(found) = vm.lookup(class, name)
        && vm.is_data_descriptor(found)
    {
        vm.generic_set_attr(object, name, value)?;
    } else if !value.is(Value::UNSET) {
        vm.dict_set(dict, name, value)?;
    } else if vm.dict_remove(dict, name)?.is(Value::UNSET) {
        return Err(vm.no_attribute(object, name));
    }
    Ok(Value::NONE)
}
