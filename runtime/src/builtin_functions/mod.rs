//! The functions of the `builtins` module, by what they are about.
//!
//! Those that call back into Python (`sorted` with a key, `min`, `max`, `sum`, `any`, `all`) nest through
//! `vm.call` when an iterator or a key is written in Python. DESIGN §15 has a prelude in Python for that
//! case, so that they can be traced and inlined: its seam is the row, whose function would then be bytecode.

pub mod attributes;
pub mod code;
pub mod collections;
pub mod import;
pub mod numbers;
mod syntax_tree;
mod text;

pub use pyspec_front::Mode;

use crate::native::{ModuleTable, Native, Outcome};
use crate::vm::Vm;
use pyspec_abi::Value;

/// What `builtins.__doc__` says.
pub const DOC: &str = "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().\n\nThis module is not normally accessed explicitly by most\napplications, but can be useful in modules that provide\nobjects with the same name as a builtin and need the\nbuiltin of that name.";

/// The rows, a table for each file.
pub static FUNCTIONS: &[&[Native]] = &[attributes::ROWS, code::ROWS, collections::ROWS, numbers::ROWS, text::ROWS];

/// `builtins` as a native module.
pub static MODULE: ModuleTable = ModuleTable { name: "builtins", doc: DOC, functions: &[], init: Some(add_functions) };

/// Enters the functions into the builtins module.
pub fn add_functions(vm: &mut Vm, module: Value) -> Outcome<()> {
    let owner = vm.intern("builtins");
    for row in FUNCTIONS.iter().copied().flatten() {
        let function = vm.new_native(row, Value::UNSET, owner)?;
        vm.set_module_attr(module, row.name, function)?;
    }
    Ok(())
}
