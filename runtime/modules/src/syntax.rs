//! `_syntax`: source text to syntax trees, for `_ast`.

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::builtin_functions::Mode;
use pyspec_runtime::native::{Args, ModuleTable, Outcome, native};

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_syntax",
    doc: "The parser.",
    functions: &[native("parse", "(source, filename, mode, classes, /)", Effect::PYTHON, parse)],
    init: None,
};

fn parse(vm: &mut Vm, args: Args) -> Outcome {
    let filename = vm.expect_str(args[1], "parse() argument 2")?;
    let mode = match vm.expect_str(args[2], "parse() argument 3")?.as_str() {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ => return Err(vm.value_error("compile() mode must be 'exec', 'eval', 'single' or 'func_type'")),
    };
    let classes: Value = args[3];
    vm.syntax_tree(args[0], &filename, mode, classes)
}
