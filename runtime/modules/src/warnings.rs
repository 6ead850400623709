//! `_warnings`: `warn` for those who cannot import `warnings` yet. Filters and output are the library's,
//! which sees no frame of a native function, so that levels of the stack count the same.

use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Outcome, native};

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_warnings",
    doc: "_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.",
    functions: &[
        native("warn", "(*args, **kwargs)", Effect::PYTHON, |vm, a| pass_on(vm, a, "warn")),
        native("warn_explicit", "(*args, **kwargs)", Effect::PYTHON, |vm, a| pass_on(vm, a, "warn_explicit")),
    ],
    init: None,
};

fn pass_on(vm: &mut Vm, args: Args, name: &str) -> Outcome {
    let warnings = vm.load_plainly("warnings")?;
    let function = vm.get_attr_text(warnings, name)?;
    vm.call_star(function, args[0], args.get(1))
}
