//! What event loops ask of `sys`: hooks of async generators, where coroutines were made.

use crate::util::some;
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};
use pyspec_runtime::object::class::ClassRef;

const HOOKS: &str = "sys.asyncgen_hooks";

/// The type of what `get_asyncgen_hooks` gives.
pub fn init(vm: &mut Vm) -> Outcome<()> {
    let fields = &["firstiter", "finalizer"];
    let class = vm.new_struct_type("builtins", "asyncgen_hooks", "Hooks of async generators.", fields, 2)?;
    vm.module_state.insert(HOOKS, Box::new(class));
    Ok(())
}

pub fn get_hooks(vm: &mut Vm, _args: Args) -> Outcome {
    let class = *vm.module_state[HOOKS].downcast_ref::<ClassRef>().expect("the class");
    let hooks = [vm.interp.asyncgen_firstiter, vm.interp.asyncgen_finalizer].map(super::unset_to_none);
    vm.new_struct(class, &hooks)
}

pub fn set_hooks(vm: &mut Vm, args: Args) -> Outcome {
    for (i, name) in ["firstiter", "finalizer"].into_iter().enumerate() {
        if let Some(hook) = some(args.given(i))
            && !vm.is_callable(hook)
        {
            let got = vm.type_name(hook);
            return Err(vm.type_error(format!("callable {name} expected, got {got}")));
        }
    }
    if let Some(hook) = args.given(0) {
        vm.interp.asyncgen_firstiter = hook;
    }
    if let Some(hook) = args.given(1) {
        vm.interp.asyncgen_finalizer = hook;
    }
    Ok(Value::NONE)
}

pub fn get_depth(vm: &mut Vm, _args: Args) -> Outcome {
    Ok(Value::small_int(vm.interp.origin_depth as isize))
}

pub fn set_depth(vm: &mut Vm, args: Args) -> Outcome {
    let depth = vm.index_i64(args[0])?;
    if depth < 0 {
        return Err(vm.value_error("depth must be >= 0"));
    }
    vm.interp.origin_depth = depth.min(u32::MAX as i64) as u32;
    Ok(Value::NONE)
}
