//! `_IOBase`: what every stream can do, in terms of a few methods that its class has.

use super::state::{Io, Kind, io, kind_for};
use super::unsupported;
use crate::util::{class_arg, itself, some};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, NativeKind, Outcome, Raised, TypeTable, getter, native, setter};
use pyspec_runtime::object::class::class_flags;

const PY: Effect = Effect::PYTHON;

/// `_IOBase`.
pub static IO_BASE: TypeTable = TypeTable {
    map: 0,
    name: "_IOBase",
    module: "_io",
    doc: "The abstract base class for all I/O classes.",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", PY, new).kind(NativeKind::StaticMethod),
        native("seek", "(self, offset, whence=os.SEEK_SET, /)", PY, |vm, _| Err(unsupported(vm, "seek"))),
        native("tell", "(self, /)", PY, |vm, a| {
            vm.call_method(a[0], "seek", &[Value::small_int(0), Value::small_int(1)])
        }),
        native("truncate", "(self, size=None, /)", PY, |vm, _| Err(unsupported(vm, "truncate"))),
        native("flush", "(self, /)", PY, |vm, a| {
            if io(vm, a[0])?.closed {
                return Err(vm.value_error("I/O operation on closed file."));
            }
            Ok(Value::NONE)
        }),
        native("close", "(self, /)", PY, close),
        getter("closed", |vm, a| Ok(Value::bool(io(vm, a[0])?.closed))),
        native("seekable", "(self, /)", PY, |_, _| Ok(Value::FALSE)),
        native("readable", "(self, /)", PY, |_, _| Ok(Value::FALSE)),
        native("writable", "(self, /)", PY, |_, _| Ok(Value::FALSE)),
        native("_checkClosed", "(self, /)", PY, |vm, a| none(check_closed(vm, a[0]))),
        native("_checkSeekable", "(self, /)", PY, |vm, a| none(check_able(vm, a[0], "seekable"))),
        native("_checkReadable", "(self, /)", PY, |vm, a| none(check_able(vm, a[0], "readable"))),
        native("_checkWritable", "(self, /)", PY, |vm, a| none(check_able(vm, a[0], "writable"))),
        native("fileno", "(self, /)", PY, |vm, _| Err(unsupported(vm, "fileno"))),
        native("isatty", "(self, /)", PY, |vm, a| {
            check_closed(vm, a[0])?;
            Ok(Value::FALSE)
        }),
        native("__enter__", "(self, /)", PY, |vm, a| {
            check_closed(vm, a[0])?;
            Ok(a[0])
        }),
        native("__exit__", "(self, /, *args)", PY, |vm, a| vm.call_method(a[0], "close", &[])),
        native("__iter__", "(self, /)", PY, |vm, a| {
            check_closed(vm, a[0])?;
            itself(vm, a)
        }),
        native("__next__", "(self, /)", PY, next),
        native("readline", "(self, size=-1, /)", PY, read_line),
        native("readlines", "(self, hint=-1, /)", PY, read_lines),
        native("writelines", "(self, lines, /)", PY, write_lines),
        native("__reduce_ex__", "(self, protocol, /)", PY, reduce),
        native("__del__", "(self, /)", PY, finalize),
        getter("_finalizing", |vm, a| Ok(Value::bool(io(vm, a[0])?.finalizing))),
        getter("__dict__", pyspec_runtime::types::object::get_dict),
        setter("__dict__", pyspec_runtime::types::object::set_dict),
    ],
};

fn none(result: Outcome<()>) -> Outcome {
    result.map(|()| Value::NONE)
}

/// `__new__` of every class here: the state is that of the nearest native class.
fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = class_arg(vm, args[0])?;
    if class.has(class_flags::ABSTRACT) {
        let object = vm.builtin_class(pyspec_abi::types::OBJECT).value();
        return vm.call_method(object, "__new__", &[class.value()]);
    }
    let order = vm.mro_of(class);
    let kind = order.iter().find_map(|c| c.info().table.and_then(kind_for)).unwrap_or(Kind::Plain);
    vm.new_payload(class, Box::new(Io { closed: false, finalizing: false, kind }), 0)
}

/// In every protocol by the class's `__new__`, which makes the state: `object`'s could not.
fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    let protocol = vm.index_i64(args[1])?.max(2);
    let object = vm.builtin_class(pyspec_abi::types::OBJECT).value();
    vm.call_method(object, "__reduce_ex__", &[args[0], Value::small_int(protocol as isize)])
}

/// `object.closed` as a truth.
pub fn is_closed(vm: &mut Vm, object: Value) -> Outcome<bool> {
    let closed = vm.get_attr_text(object, "closed")?;
    vm.truth(closed)
}

/// ValueError if the object says that it is closed.
pub fn check_closed(vm: &mut Vm, object: Value) -> Outcome<()> {
    if is_closed(vm, object)? { Err(vm.value_error("I/O operation on closed file.")) } else { Ok(()) }
}

/// UnsupportedOperation unless the object answers `seekable()` (or the like) with True.
pub fn check_able(vm: &mut Vm, object: Value, method: &str) -> Outcome<()> {
    let answer = vm.call_method(object, method, &[])?;
    if answer.is(Value::TRUE) {
        return Ok(());
    }
    Err(unsupported(vm, &format!("File or stream is not {method}.")))
}

fn close(vm: &mut Vm, args: Args) -> Outcome {
    close_base(vm, args[0])
}

/// `_IOBase.close`: flushes, then is closed even if that failed.
pub fn close_base(vm: &mut Vm, object: Value) -> Outcome {
    if io(vm, object)?.closed {
        return Ok(Value::NONE);
    }
    let flushed = vm.call_method(object, "flush", &[]);
    io(vm, object)?.closed = true;
    flushed.map(|_| Value::NONE)
}

/// The finalizer: closes what is open; a failure is reported, not raised.
fn finalize(vm: &mut Vm, args: Args) -> Outcome {
    let object = args[0];
    if super::bytes::needs_no_close(vm, object) {
        return Ok(Value::NONE);
    }
    let open = match is_closed(vm, object) {
        Ok(closed) => !closed,
        Err(Raised) => {
            // Never opened, or detached: there is nothing to close.
            vm.take_pending();
            false
        }
    };
    if open {
        io(vm, object)?.finalizing = true;
        if let Err(Raised) = vm.call_method(object, "close", &[]) {
            // That a standard stream could not be written was said when the program ended.
            if super::streams::is_standard(vm, object) && vm.module_state.contains_key("program ended") {
                vm.take_pending();
            } else {
                vm.unraisable(object, "Exception ignored while finalizing file");
            }
        }
    }
    Ok(Value::NONE)
}

fn next(vm: &mut Vm, args: Args) -> Outcome {
    let line = vm.call_method(args[0], "readline", &[])?;
    if vm.len(line)? == 0 { Ok(Value::UNSET) } else { Ok(line) }
}

/// A limit argument: negative for None and none.
pub fn limit(vm: &mut Vm, v: Option<Value>) -> Outcome<i64> {
    match some(v) {
        None => Ok(-1),
        Some(v) if vm.has_index(v) => vm.index_i64(v),
        Some(v) => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("argument should be integer or None, not '{name}'")))
        }
    }
}

/// The bytes that a method answered with.
fn answered_bytes(vm: &mut Vm, answer: Value, method: &str) -> Outcome<&'static [u8]> {
    match vm.is_bytes(answer).then(|| vm.bytes_like(answer)).flatten() {
        Some(bytes) => Ok(bytes),
        None => {
            let name = vm.type_name(answer);
            let class = vm.exceptions.OSError;
            Err(vm.raise_text(class, &format!("{method}() should have returned a bytes object, not '{name}'")))
        }
    }
}

/// Reads byte by byte, or what `peek` shows to be there.
fn read_line(vm: &mut Vm, args: Args) -> Outcome {
    let limit = limit(vm, args.given(1))?;
    let name = vm.intern("peek");
    let peek = vm.get_attr_or_unset(args[0], name)?;
    let mut line: Vec<u8> = vec![];
    while limit < 0 || (line.len() as i64) < limit {
        let mut ahead = 1;
        if !peek.is(Value::UNSET) {
            let shown = vm.call(peek, &[Value::small_int(1)])?;
            let shown = answered_bytes(vm, shown, "peek")?;
            if !shown.is_empty() {
                ahead = memchr::memchr(b'\n', shown).map_or(shown.len(), |i| i + 1);
                if limit >= 0 {
                    ahead = ahead.min(limit as usize - line.len());
                }
            }
        }
        let part = vm.call_method(args[0], "read", &[Value::small_int(ahead as isize)])?;
        let part = answered_bytes(vm, part, "read")?;
        line.extend_from_slice(part);
        if part.is_empty() || line.ends_with(b"\n") {
            break;
        }
    }
    vm.new_bytes(&line)
}

fn read_lines(vm: &mut Vm, args: Args) -> Outcome {
    let hint = limit(vm, args.given(1))?;
    let list = vm.new_list(&[])?;
    let mut length = 0;
    vm.for_each(args[0], |vm, line| {
        vm.list_append(list, line)?;
        if hint > 0 {
            length += vm.len(line)? as i64;
        }
        Ok(hint <= 0 || length <= hint)
    })?;
    Ok(list)
}

fn write_lines(vm: &mut Vm, args: Args) -> Outcome {
    let stream = args[0];
    check_closed(vm, stream)?;
    vm.for_each(args[1], |vm, line| {
        vm.call_method(stream, "write", &[line])?;
        Ok(true)
    })?;
    Ok(Value::NONE)
}
