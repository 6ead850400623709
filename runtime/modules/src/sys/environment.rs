//! What the command line and the environment's variables ask for: options that both have, `sys.warnoptions`,
//! `sys._xoptions`.

use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::Outcome;

/// Adds what the environment asks for to the options of the command line.
pub fn read(vm: &mut Vm) {
    if vm.options.ignore_environment {
        return;
    }
    let is_set = |name: &str| variable(name).is_some();
    let level = |name: &str| variable(name).map_or(0, |v| v.parse::<u8>().unwrap_or(1).max(1));
    let o = &mut vm.options;
    o.optimize = o.optimize.max(level("PYTHONOPTIMIZE"));
    o.verbose = o.verbose.max(level("PYTHONVERBOSE"));
    o.dont_write_bytecode |= is_set("PYTHONDONTWRITEBYTECODE");
    o.dev_mode |= is_set("PYTHONDEVMODE");
    o.safe_path |= is_set("PYTHONSAFEPATH");
    o.inspect |= is_set("PYTHONINSPECT");
    // The variable comes first, so that the command line has the last word.
    let asked = variable("PYTHONWARNINGS").unwrap_or_default();
    let asked = asked.split(',').filter(|text| !text.is_empty()).map(String::from);
    o.warnings = asked.chain(std::mem::take(&mut o.warnings)).collect();
}

/// A variable that is there and not empty.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Sets `warnoptions` and `_xoptions`.
pub(super) fn set(vm: &mut Vm, sys: Value) -> Outcome<()> {
    let list = vm.new_list(&[])?;
    let mut warnings = vm.options.warnings.clone();
    if vm.options.dev_mode {
        warnings.insert(0, "default".into());
    }
    for text in warnings {
        let text = vm.new_str(&text)?;
        vm.call_method(list, "append", &[text])?;
    }
    vm.set_module_attr(sys, "warnoptions", list)?;
    let dict = vm.new_dict()?;
    for option in vm.options.x_options.clone() {
        let (name, value) = option.split_once('=').map_or((option.as_str(), None), |(n, v)| (n, Some(v)));
        let value = value.map_or(Ok(Value::TRUE), |v| vm.new_str(v))?;
        vm.dict_set_text(dict, name, value)?;
    }
    vm.set_module_attr(sys, "_xoptions", dict)
}

/// Lets the filters of `warnoptions` take effect from the start.
pub fn apply_warnings(vm: &mut Vm) -> Outcome<()> {
    if vm.options.warnings.is_empty() && !vm.options.dev_mode {
        return Ok(());
    }
    vm.import_module("warnings").map(|_| ())
}
