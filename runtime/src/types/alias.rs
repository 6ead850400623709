//! `types.GenericAlias` (`list[int]`) and `types.UnionType` (`int | str`).

use crate::native::Outcome;
use crate::vm::Vm;
use pyspec_abi::Value;

impl Vm {
    /// `origin[args]` of a class whose parameters mean nothing at run time.
    pub fn new_generic_alias(&mut self, _origin: Value, _args: Value) -> Outcome {
        Err(self.not_implemented_error("types.GenericAlias"))
    }
}

/// Whether a value is a union of types.
pub fn is_union(_vm: &mut Vm, _value: Value) -> bool {
    false
}

/// `a | b` of types.
pub fn union(_vm: &mut Vm, _a: Value, _b: Value) -> Outcome {
    Ok(Value::NOT_IMPLEMENTED)
}
