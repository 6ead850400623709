//! The interpreter.

pub mod code;

/// State of the interpreter that all threads share.
#[derive(Default)]
pub struct Shared {}

use crate::heap::RootVisitor;
use crate::native::Outcome;
use crate::object::Gc;
use crate::object::layout::Code;
use crate::vm::Vm;
use pyspec_abi::Value;

/// Reports what the interpreter's stacks and caches hold.
pub fn visit_frames(_vm: &mut Vm, _roots: &mut RootVisitor<'_>) {}

/// Clears what attribute caches in code say: a class changed so that something else may be found.
pub fn forget_attributes(_vm: &mut Vm) {}

/// (class, object) of `super()` without arguments in the running frame.
pub fn super_arguments(vm: &mut Vm) -> Outcome<(Value, Value)> {
    Err(vm.runtime_error("super(): no arguments"))
}

/// Runs the body of a class statement in a namespace; gives the cell of `__class__` or None.
pub fn run_class_body(_vm: &mut Vm, _function: Value, _namespace: Value) -> Outcome {
    todo!()
}

/// The globals of the innermost running frame, UNSET: none runs.
pub fn running_globals(_vm: &mut Vm) -> Value {
    Value::UNSET
}

/// The docstring of a code object, None if it has none.
pub fn docstring(_vm: &mut Vm, _code: Gc<Code>) -> Outcome {
    Ok(Value::NONE)
}

/// How many free variables a code object has.
pub fn free_count(_code: Gc<Code>) -> usize {
    0
}

impl Vm {
    /// The builtins dict that code with these globals sees.
    pub fn builtins_of(&mut self, _globals: Value) -> Outcome {
        Ok(self.builtins)
    }
}
