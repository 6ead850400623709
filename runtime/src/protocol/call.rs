//! Calling.

use crate::native::Outcome;
use crate::object::class::Special;
use crate::vm::Vm;
use pyspec_abi::Value;

impl Vm {
    /// `function(*args)`.
    pub fn call(&mut self, _function: Value, _args: &[Value]) -> Outcome {
        todo!()
    }

    /// With keywords: the last `names.len()` (interned strs) of `args` are by name.
    pub fn call_keywords(&mut self, _function: Value, _args: &[Value], _names: &[Value]) -> Outcome {
        todo!()
    }

    /// `function(*tuple, **dict)`; `dict` may be UNSET.
    pub fn call_star(&mut self, _function: Value, _tuple: Value, _dict: Value) -> Outcome {
        todo!()
    }

    /// `object.name(*args)` without a bound method in between.
    pub fn call_method(&mut self, _object: Value, _name: &str, _args: &[Value]) -> Outcome {
        todo!()
    }

    /// Calls a special method of the object's class; `None`: it has none.
    pub fn call_special(&mut self, _object: Value, _special: Special, _args: &[Value]) -> Option<Outcome> {
        todo!()
    }

    /// Whether it can be called.
    pub fn is_callable(&mut self, _object: Value) -> bool {
        todo!()
    }

    /// Lets other threads run while `f` blocks; `pins` stay where they are.
    pub fn blocking<T>(&mut self, _pins: &[Value], _f: impl FnOnce() -> T) -> T {
        todo!()
    }

    /// Safepoint: signals, finalizers, other threads. Long-running natives call it now and then.
    pub fn safepoint(&mut self) -> Outcome<()> {
        todo!()
    }
}
