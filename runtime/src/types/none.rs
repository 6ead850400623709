//! `None`.

use crate::native::{Args, NativeKind, Outcome, TypeTable, native};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// `NoneType`.
pub static TABLE: TypeTable = TypeTable {
    map: id::NONE,
    name: "NoneType",
    module: "builtins",
    doc: "The type of the None singleton.",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", Effect::RAISE, new).kind(NativeKind::StaticMethod),
        native("__repr__", "(self, /)", Effect::ALLOC, repr),
        native("__bool__", "(self, /)", Effect::PURE, |_, _| Ok(Value::FALSE)),
        native("__hash__", "(self, /)", Effect::PURE, |_, _| Ok(Value::small_int(0xfca8_6420))),
    ],
};

fn new(vm: &mut Vm, args: Args) -> Outcome {
    no_arguments(vm, args, "NoneType").map(|()| Value::NONE)
}

/// The constructors of singletons take nothing.
pub fn no_arguments(vm: &mut Vm, args: Args, name: &str) -> Outcome<()> {
    let keywords = !args.get(2).is(Value::UNSET) && vm.dict_len(args[2]) > 0;
    if keywords || !vm.tuple_items(args[1]).is_empty() {
        return Err(vm.type_error(format!("{name} takes no arguments")));
    }
    Ok(())
}

fn repr(vm: &mut Vm, _args: Args) -> Outcome {
    Ok(vm.intern("None"))
}
