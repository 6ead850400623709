//! `atexit`: functions that run when the program ends, newest first.

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, Raised, native};

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "atexit",
    doc: "allow programmer to define multiple exit functions to be executed\nupon normal program termination.",
    functions: ROWS,
    init: Some(|vm, module| {
        let list = vm.new_list(&[])?;
        vm.set_module_attr(module, CALLBACKS, list)
    }),
};

/// Where the module keeps (function, arguments, keywords).
const CALLBACKS: &str = "_callbacks";

static ROWS: &[Native] = &[
    native("register", "(func, /, *args, **kwargs)", Effect::ALLOC, register),
    native("unregister", "(func, /)", Effect::PYTHON, unregister),
    native("_clear", "()", Effect::ALLOC, |vm, _| {
        let list = callbacks(vm)?;
        vm.call_method(list, "clear", &[])
    }),
    native("_ncallbacks", "()", Effect::PURE, |vm, _| {
        let list = callbacks(vm)?;
        Ok(Value::small_int(vm.list_len(list) as isize))
    }),
    native("_run_exitfuncs", "()", Effect::PYTHON, |vm, _| run(vm).map(|()| Value::NONE)),
];

fn callbacks(vm: &mut Vm) -> Outcome {
    let module = vm.dict_get_text(vm.modules, "atexit")?;
    vm.get_attr_text(module, CALLBACKS)
}

fn register(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_callable(args[0]) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let entry = vm.new_tuple(&[args[0], args[1], args[2]])?;
    let list = callbacks(vm)?;
    vm.list_append(list, entry)?;
    Ok(args[0])
}

fn unregister(vm: &mut Vm, args: Args) -> Outcome {
    let list = callbacks(vm)?;
    for i in (0..vm.list_len(list)).rev() {
        let entry = vm.list_get(list, i);
        let function = vm.tuple_items(entry)[0];
        if vm.equal(function, args[0])? {
            vm.del_item(list, Value::small_int(i as isize))?;
        }
    }
    Ok(Value::NONE)
}

/// Runs and forgets them all; an exception is reported and does not keep the others from running.
pub fn run(vm: &mut Vm) -> Outcome<()> {
    let module = vm.dict_get_text(vm.modules, "atexit")?;
    if module.is(Value::UNSET) {
        return Ok(());
    }
    let list = callbacks(vm)?;
    while vm.list_len(list) > 0 {
        let entry = vm.call_method(list, "pop", &[])?;
        let [function, args, keywords] = *vm.tuple_items(entry) else { continue };
        if let Err(Raised) = vm.call_star(function, args, keywords) {
            vm.unraisable(function, "Exception ignored in atexit callback");
        }
    }
    Ok(())
}
