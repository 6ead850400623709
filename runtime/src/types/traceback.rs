//! `traceback` objects.

use crate::native::{Args, NativeKind, Outcome, TypeTable, getter, native, setter};
use crate::object::Gc;
use crate::object::layout::Traceback;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// `traceback`.
pub static TABLE: TypeTable = TypeTable {
    map: id::TRACEBACK,
    name: "traceback",
    module: "builtins",
    doc: "Create a new traceback object.",
    rows: &[
        native("__new__", "(cls, tb_next, tb_frame, tb_lasti, tb_lineno)", Effect::ALLOC, new)
            .kind(NativeKind::StaticMethod),
        getter("tb_frame", |_, args| Ok(of(args).frame.get())),
        getter("tb_next", |_, args| Ok(of(args).next.get())),
        setter("tb_next", set_next),
        getter("tb_lasti", |_, args| Ok(Value::small_int(4 * of(args).lasti.int()))),
        getter("tb_lineno", |_, args| {
            let line = of(args).line.get();
            Ok(if line.is(Value::small_int(0)) { Value::NONE } else { line })
        }),
    ],
};

fn of(args: Args) -> Gc<Traceback> {
    // SAFETY: the call checked the receiver.
    unsafe { Gc::from_value_unchecked(args[0]) }
}

fn is_traceback(v: Value) -> bool {
    v.is_ptr() && crate::object::map_of(v) == id::TRACEBACK
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    if !args[1].is(Value::NONE) && !is_traceback(args[1]) {
        let name = vm.type_name(args[1]);
        return Err(vm.type_error(format!("expected traceback object or None, got '{name}'")));
    }
    let lasti = vm.index_i64(args[3])?;
    let line = vm.index_i64(args[4])?;
    let entry = vm.alloc::<Traceback>(id::TRACEBACK, Scan::Values, Traceback::SLOTS)?;
    entry.frame.init(args[2]);
    entry.next.init(args[1]);
    entry.lasti.init(Value::small_int(lasti as isize / 4));
    entry.line.init(Value::small_int(line as isize));
    Ok(entry.value())
}

fn set_next(vm: &mut Vm, args: Args) -> Outcome {
    let next = args[1];
    if !next.is(Value::NONE) && !is_traceback(next) {
        let name = vm.type_name(next);
        return Err(vm.type_error(format!("expected traceback object, got '{name}'")));
    }
    let mut at = next;
    while is_traceback(at) {
        if at.is(args[0]) {
            return Err(vm.value_error("traceback loop detected"));
        }
        // SAFETY: checked.
        at = unsafe { Gc::<Traceback>::from_value_unchecked(at) }.next.get();
    }
    of(args).next.set(&mut vm.heap, args[0], next);
    Ok(Value::NONE)
}
