//! `Ellipsis` and `NotImplemented`.

use crate::native::{Args, NativeKind, Outcome, TypeTable, native};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// `ellipsis`.
pub static TABLE: TypeTable = TypeTable {
    map: id::ELLIPSIS,
    name: "ellipsis",
    module: "builtins",
    doc: "The type of the Ellipsis singleton.",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", Effect::RAISE, new_ellipsis).kind(NativeKind::StaticMethod),
        native("__repr__", "(self, /)", Effect::ALLOC, |vm, _| Ok(vm.intern("Ellipsis"))),
        native("__reduce__", "(self, /)", Effect::ALLOC, |vm, _| Ok(vm.intern("Ellipsis"))),
    ],
};

/// `NotImplementedType`.
pub static NOT_IMPLEMENTED_TABLE: TypeTable = TypeTable {
    map: id::NOT_IMPLEMENTED,
    name: "NotImplementedType",
    module: "builtins",
    doc: "The type of the NotImplemented singleton.",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", Effect::RAISE, new_not_implemented)
            .kind(NativeKind::StaticMethod),
        native("__repr__", "(self, /)", Effect::ALLOC, |vm, _| Ok(vm.intern("NotImplemented"))),
        native("__reduce__", "(self, /)", Effect::ALLOC, |vm, _| Ok(vm.intern("NotImplemented"))),
        native("__bool__", "(self, /)", Effect::RAISE, no_truth),
    ],
};

fn new_ellipsis(vm: &mut Vm, args: Args) -> Outcome {
    super::none::no_arguments(vm, args, "EllipsisType").map(|()| Value::ELLIPSIS)
}

fn new_not_implemented(vm: &mut Vm, args: Args) -> Outcome {
    super::none::no_arguments(vm, args, "NotImplementedType").map(|()| Value::NOT_IMPLEMENTED)
}

fn no_truth(vm: &mut Vm, _args: Args) -> Outcome {
    Err(vm.type_error("NotImplemented should not be used in a boolean context"))
}
