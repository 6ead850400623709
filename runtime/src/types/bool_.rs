//! `bool`: two immediates; everything it does not override it has from `int`.

use crate::native::{Args, Native, Outcome, TypeTable, native};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// The type.
pub static TABLE: TypeTable = TypeTable {
    map: id::BOOL,
    name: "bool",
    module: "builtins",
    doc: "Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.",
    rows: ROWS,
};

const ROWS: &[Native] = &[
    native("__new__", "(cls, object=False, /)", Effect::PYTHON, new),
    native("__repr__", "(self, /)", Effect::PURE, repr),
    native("__and__", "(self, value, /)", Effect::ALLOC, and),
    native("__rand__", "(self, value, /)", Effect::ALLOC, and),
    native("__or__", "(self, value, /)", Effect::ALLOC, or),
    native("__ror__", "(self, value, /)", Effect::ALLOC, or),
    native("__xor__", "(self, value, /)", Effect::ALLOC, xor),
    native("__rxor__", "(self, value, /)", Effect::ALLOC, xor),
    native("__invert__", "(self, /)", Effect::PYTHON, invert),
];

fn new(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(match args.given(1) {
        Some(object) => vm.truth(object)?,
        None => false,
    }))
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let text = if args[0].is(Value::TRUE) { "True" } else { "False" };
    Ok(vm.intern(text))
}

macro_rules! logic {
    ($($name:ident $function:ident;)*) => {
        $(fn $name(vm: &mut Vm, args: Args) -> Outcome {
            let (a, b) = (args[0], args[1]);
            if vm.is_int(a) && vm.is_int(b) { super::int::$function(vm, a, b) } else { Ok(Value::NOT_IMPLEMENTED) }
        })*
    };
}

logic! {
    and int_and;
    or int_or;
    xor int_xor;
}

fn invert(vm: &mut Vm, args: Args) -> Outcome {
    bool_invert(vm, args[0])
}

/// `~b`, which warns.
pub fn bool_invert(vm: &mut Vm, b: Value) -> Outcome {
    let class = vm.exceptions.DeprecationWarning;
    let text = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.";
    vm.warn(class, text)?;
    super::int::int_invert(vm, b)
}
