//! Hooks of `sys` that a program may replace.

use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};

/// `sys.breakpointhook`: calls what `PYTHONBREAKPOINT` names, `pdb.set_trace` if it names nothing.
pub fn breakpoint_hook(vm: &mut Vm, args: Args) -> Outcome {
    let given = std::env::var("PYTHONBREAKPOINT").ok().filter(|_| !vm.options.ignore_environment);
    let path = given.filter(|path| !path.is_empty()).unwrap_or_else(|| "pdb.set_trace".into());
    if path == "0" {
        return Ok(Value::NONE);
    }
    let (module, name) = path.rsplit_once('.').unwrap_or(("builtins", &path));
    let found = if module.is_empty() || name.is_empty() {
        None
    } else {
        match vm.import_module(module).and_then(|module| vm.get_attr_text(module, name)) {
            Ok(hook) => Some(hook),
            Err(raised) if vm.pending_is(vm.exceptions.ImportError) || vm.pending_is(vm.exceptions.AttributeError) => {
                let _ = raised;
                vm.take_pending();
                None
            }
            Err(raised) => return Err(raised),
        }
    };
    match found {
        Some(hook) => vm.call_star(hook, args[0], args[1]),
        None => {
            let category = vm.exceptions.RuntimeWarning;
            vm.warn(category, &format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{path}\""))?;
            Ok(Value::NONE)
        }
    }
}
