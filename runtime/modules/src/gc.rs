//! `gc`: the collector's controls. Cycles need no detector of their own here.

mod graph;

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, native};

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "gc",
    doc: "This module provides access to the garbage collector for reference cycles.",
    functions: ROWS,
    init: Some(init),
};

/// What programs set and read back.
struct Settings {
    enabled: bool,
    thresholds: [i64; 3],
    debug: i64,
    /// How many collections the program asked for, by generation.
    asked: [i64; 3],
}

static ROWS: &[Native] = &[
    native("collect", "(generation=2)", Effect::PYTHON, collect).summary("i"),
    native("enable", "()", Effect::PURE, |vm, _| {
        settings(vm).enabled = true;
        Ok(Value::NONE)
    }),
    native("disable", "()", Effect::PURE, |vm, _| {
        settings(vm).enabled = false;
        Ok(Value::NONE)
    }),
    native("isenabled", "()", Effect::PURE, |vm, _| Ok(Value::bool(settings(vm).enabled))).summary("b"),
    native("get_threshold", "()", Effect::ALLOC, |vm, _| {
        let items = settings(vm).thresholds.map(|n| Value::small_int(n as isize));
        vm.new_tuple(&items)
    }),
    native("set_threshold", "(threshold0, threshold1=10, threshold2=0, /)", Effect::RAISE, |vm, args| {
        for i in 0..3 {
            if let Some(n) = args.given(i) {
                let n = vm.index_i64(n)?;
                settings(vm).thresholds[i] = n;
            }
        }
        Ok(Value::NONE)
    }),
    native("get_count", "()", Effect::ALLOC, |vm, _| vm.new_tuple(&[Value::small_int(0); 3])),
    native("get_debug", "()", Effect::PURE, |vm, _| Ok(Value::small_int(settings(vm).debug as isize))),
    native("set_debug", "(flags, /)", Effect::RAISE, |vm, args| {
        settings(vm).debug = vm.index_i64(args[0])?;
        Ok(Value::NONE)
    }),
    native("is_tracked", "(obj, /)", Effect::PURE, |vm, args| {
        let empty = args[0].is_ptr() && vm.as_tuple(args[0]).is_some_and(|t| t.items().is_empty());
        Ok(Value::bool(args[0].is_ptr() && graph::is_container(args[0]) && !empty))
    })
    .summary("b"),
    native("freeze", "()", Effect::PURE, |_, _| Ok(Value::NONE)),
    native("unfreeze", "()", Effect::PURE, |_, _| Ok(Value::NONE)),
    native("get_freeze_count", "()", Effect::PURE, |_, _| Ok(Value::small_int(0))),
];

fn settings(vm: &mut Vm) -> &mut Settings {
    let new = || -> Box<dyn std::any::Any> {
        Box::new(Settings { enabled: true, thresholds: [2000, 10, 0], debug: 0, asked: [0; 3] })
    };
    vm.module_state.entry("gc").or_insert_with(new).downcast_mut().expect("this module's state")
}

fn collect(vm: &mut Vm, args: Args) -> Outcome {
    let generation = args.given(0).map_or(Ok(2), |v| vm.index_i64(v))?;
    let Ok(generation @ 0..=2) = usize::try_from(generation) else {
        return Err(vm.value_error("invalid generation"));
    };
    settings(vm).asked[generation] += 1;
    vm.collect_precisely();
    vm.safepoint()?;
    Ok(Value::small_int(0))
}

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let owner = vm.intern(MODULE.name);
    for row in graph::ROWS {
        let function = vm.new_native(row, Value::UNSET, owner)?;
        vm.set_module_attr(module, row.name, function)?;
    }
    for name in ["garbage", "callbacks"] {
        let list = vm.new_list(&[])?;
        vm.set_module_attr(module, name, list)?;
    }
    for (name, bits) in [
        ("DEBUG_STATS", 1),
        ("DEBUG_COLLECTABLE", 2),
        ("DEBUG_UNCOLLECTABLE", 4),
        ("DEBUG_SAVEALL", 32),
        ("DEBUG_LEAK", 38),
    ] {
        vm.set_module_attr(module, name, Value::small_int(bits))?;
    }
    Ok(())
}
