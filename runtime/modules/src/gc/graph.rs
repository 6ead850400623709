//! Which objects there are, and which refer to which.

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, native};
use pyspec_runtime::object::class::Special;
use pyspec_runtime::object::{Rooted, map_of};
use std::collections::HashSet;

pub static ROWS: &[Native] = &[
    native("get_objects", "(generation=None)", Effect::ALLOC, |vm, a| {
        if let Some(generation) = crate::util::some(a.given(0)) {
            let generation = vm.index_i64(generation)?;
            if generation < 0 {
                return Err(vm.value_error("generation parameter cannot be negative"));
            }
            if generation > 2 {
                return Err(
                    vm.value_error("generation parameter must be less than the number of available generations (3)")
                );
            }
            // What a collection leaves is old.
            if generation < 2 {
                return vm.new_list(&[]);
            }
        }
        let all = containers(vm);
        vm.new_list(&all)
    }),
    native("get_referents", "(*objs)", Effect::ALLOC, |vm, a| {
        let mut found = Rooted::new();
        for object in Rooted::from_slice(vm.tuple_items(a[0])).iter() {
            found.extend(referents(vm, *object)?);
        }
        vm.new_list(&found)
    }),
    native("get_referrers", "(*objs)", Effect::ALLOC, |vm, a| {
        let wanted: HashSet<usize> = vm.tuple_items(a[0]).iter().map(|v| v.bits()).collect();
        let mut found = Rooted::new();
        // A collection moves no object that a rooted vector or the caller's window holds.
        for object in containers(vm).iter().filter(|object| object.bits() != a[0].bits()) {
            if referents(vm, *object)?.iter().any(|v| wanted.contains(&v.bits())) {
                found.push(*object);
            }
        }
        vm.new_list(&found)
    }),
    native("is_finalized", "(obj, /)", Effect::PURE, |vm, a| {
        let class = vm.class_of(a[0]);
        let has = vm.special(class, Special::Del).is_some();
        Ok(Value::bool(has && !vm.heap.awaits_finalizer(a[0])))
    }),
    native("get_stats", "()", Effect::ALLOC, stats),
];

/// Storage that is a part of an object rather than one of its own.
fn is_storage(v: Value) -> bool {
    matches!(map_of(v), id::ARRAY | id::BYTES_STORE | id::MAP_STORE)
}

/// Whether objects of a kind can refer to others.
pub fn is_container(v: Value) -> bool {
    let plain =
        matches!(map_of(v), id::INT..=id::MEMORYVIEW | id::RANGE | id::BIG_INT | id::STR_ITERATOR | id::RANGE_ITERATOR);
    !plain && !is_storage(v)
}

/// All objects that can refer to others, of those that live.
fn containers(vm: &mut Vm) -> Rooted {
    vm.collect_precisely();
    let mut all = Rooted::new();
    all.extend(vm.heap.all_objects().into_iter().filter(|v| is_container(*v)));
    all
}

/// What an object refers to: the items of containers, numbers too, and of others what the collector follows.
fn referents(vm: &mut Vm, object: Value) -> Outcome<Rooted> {
    let mut found = Rooted::new();
    if !object.is_ptr() || !is_container(object) {
        return Ok(found);
    }
    match map_of(object) {
        id::LIST | id::LIST_INT | id::LIST_FLOAT | id::TUPLE | id::SET | id::FROZENSET => {
            return vm.collect_items(object);
        }
        id::DICT | id::INSTANCE_DICT => {
            for (key, value) in vm.dict_pairs(object) {
                found.extend([key, value]);
            }
            return Ok(found);
        }
        _ => {}
    }
    let class = vm.class_of(object).value();
    let mut storage = Rooted::from_slice(&[object]);
    let mut seen = HashSet::new();
    while let Some(part) = storage.pop() {
        for v in vm.heap.references(part) {
            if is_storage(v) {
                if seen.insert(v.bits()) {
                    storage.push(v);
                }
            } else {
                found.push(v);
            }
        }
    }
    if map_of(object) >= id::FIRST_DYNAMIC {
        found.push(class);
    }
    Ok(found)
}

/// Collections so far, of the young objects and of all. One that the program asks for is always of all.
fn stats(vm: &mut Vm, _a: Args) -> Outcome {
    let (minors, majors) = (vm.heap.stats().minors as i64, vm.heap.stats().majors as i64);
    let asked = super::settings(vm).asked;
    let counts = [minors + asked[0], asked[1], majors - asked[0] - asked[1]];
    let mut generations = Rooted::new();
    for count in counts {
        let dict = vm.new_dict()?;
        generations.push(dict);
        for (name, n) in [("collections", count), ("collected", 0), ("uncollectable", 0)] {
            let n = vm.new_int(n)?;
            vm.dict_set_text(dict, name, n)?;
        }
    }
    vm.new_list(&generations)
}
