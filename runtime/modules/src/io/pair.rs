//! `BufferedRWPair`: a reader and a writer as one stream.

use super::base::{check_able, is_closed};
use super::buffered::{READER, WRITER, both};
use super::state::{cannot_pickle, pair_of};
use crate::util::class_of;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome, TypeTable, getter, native};

const IO: Effect = Effect::SWITCHES;

/// Both streams, buffered; UNSET before `__init__`.
pub struct Pair {
    pub reader: Value,
    pub writer: Value,
}

/// `BufferedRWPair`.
pub static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "BufferedRWPair",
    module: "_io",
    doc: "A buffered reader and writer object together.",
    rows: &[
        native("__init__", "(self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)", IO, init),
        native("read", "(self, size=-1, /)", IO, |vm, a| read_side(vm, a, "read")),
        native("peek", "(self, size=0, /)", IO, |vm, a| read_side(vm, a, "peek")),
        native("read1", "(self, size=-1, /)", IO, |vm, a| read_side(vm, a, "read1")),
        native("readinto", "(self, buffer, /)", IO, |vm, a| read_side(vm, a, "readinto")),
        native("readinto1", "(self, buffer, /)", IO, |vm, a| read_side(vm, a, "readinto1")),
        native("write", "(self, buffer, /)", IO, |vm, a| write_side(vm, a, "write")),
        native("flush", "(self, /)", IO, |vm, a| write_side(vm, a, "flush")),
        native("readable", "(self, /)", IO, |vm, a| read_side(vm, a, "readable")),
        native("writable", "(self, /)", IO, |vm, a| write_side(vm, a, "writable")),
        native("close", "(self, /)", IO, close),
        native("isatty", "(self, /)", IO, |vm, a| match write_side(vm, a, "isatty")? {
            Value::FALSE => read_side(vm, a, "isatty"),
            answer => Ok(answer),
        }),
        native("__getstate__", "(self, /)", IO, cannot_pickle),
        getter("closed", |vm, a| {
            let writer = pair_of(vm, a[0])?.writer;
            let writer = ready(vm, writer)?;
            Ok(Value::bool(is_closed(vm, writer)?))
        }),
    ],
};

fn init(vm: &mut Vm, args: Args) -> Outcome {
    check_able(vm, args[1], "readable")?;
    check_able(vm, args[2], "writable")?;
    let size: Vec<Value> = args.given(3).into_iter().collect();
    let make = |vm: &mut Vm, class: Value, raw: Value| match size.first() {
        Some(size) => vm.call(class, &[raw, *size]),
        None => vm.call(class, &[raw]),
    };
    let (reader, writer) = (class_of(vm, &READER).value(), class_of(vm, &WRITER).value());
    let reader = make(vm, reader, args[1])?;
    let writer = make(vm, writer, args[2])?;
    *pair_of(vm, args[0])? = Pair { reader, writer };
    Ok(Value::NONE)
}

fn ready(vm: &mut Vm, side: Value) -> Outcome {
    if side.is(Value::UNSET) { Err(vm.value_error("I/O operation on uninitialized object")) } else { Ok(side) }
}

fn read_side(vm: &mut Vm, args: Args, method: &str) -> Outcome {
    let reader = pair_of(vm, args[0])?.reader;
    let reader = ready(vm, reader)?;
    let given: Vec<Value> = args.given(1).into_iter().collect();
    vm.call_method(reader, method, &given)
}

fn write_side(vm: &mut Vm, args: Args, method: &str) -> Outcome {
    let writer = pair_of(vm, args[0])?.writer;
    let writer = ready(vm, writer)?;
    let given: Vec<Value> = args.given(1).into_iter().collect();
    vm.call_method(writer, method, &given)
}

fn close(vm: &mut Vm, args: Args) -> Outcome {
    let written = write_side(vm, args, "close");
    both(vm, written, |vm| read_side(vm, args, "close"))
}
