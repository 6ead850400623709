//! `_json`: texts in quotes, the scanner and the encoder of `json`.

mod encoder;
mod quotes;
mod scanner;

use crate::util::add_type;
use pyspec_abi::effects::Effect;
use pyspec_runtime::native::{ModuleTable, native};

/// How deep values may lie in each other: what else is done with them would end there too.
const DEEPEST: usize = 30_000;
const PY: Effect = Effect::PYTHON;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_json",
    doc: "json speedups\n",
    functions: &[
        quotes::ENCODE,
        quotes::ENCODE_ASCII,
        native("scanstring", "(string, end, strict=True, /)", PY, scanner::scan_string),
    ],
    init: Some(|vm, module| {
        for (name, table) in [("make_scanner", &scanner::TABLE), ("make_encoder", &encoder::TABLE)] {
            let class = add_type(vm, module, table)?;
            vm.set_module_attr(module, name, class.value())?;
            let key = vm.intern(table.name);
            vm.del_attr(module, key)?;
        }
        Ok(())
    }),
};
