//! Functions that make or move text.

use crate::native::{Args, Native, Outcome, native};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use std::io::Write;

const PY: Effect = Effect::PYTHON;

/// The rows.
pub static ROWS: &[Native] = &[
    native("ascii", "(obj, /)", PY, ascii).summary("str"),
    native("format", "(value, format_spec='', /)", PY, format).summary("str"),
    native("input", "(prompt='', /)", Effect::SWITCHES, input).summary("str"),
    native("print", "(*args, sep=' ', end='\\n', file=None, flush=False)", Effect::SWITCHES, print).summary("None"),
    native("repr", "(obj, /)", PY, repr).summary("str"),
];

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    vm.repr(args[0])
}

fn ascii(vm: &mut Vm, args: Args) -> Outcome {
    vm.ascii(args[0])
}

fn format(vm: &mut Vm, args: Args) -> Outcome {
    let Some(spec) = args.given(1) else { return vm.format(args[0], "") };
    if !vm.is_str(spec) {
        let name = vm.type_name(spec);
        return Err(vm.type_error(format!("format() argument 2 must be str, not {name}")));
    }
    vm.format_value(args[0], spec)
}

/// `sep` or `end`: None and omitted mean the default.
fn separator(vm: &mut Vm, v: Value, name: &str, default: &str) -> Outcome {
    if v.is(Value::UNSET) || v.is(Value::NONE) {
        return Ok(vm.intern(default));
    }
    if vm.is_str(v) {
        return Ok(v);
    }
    let given = vm.type_name(v);
    Err(vm.type_error(format!("{name} must be None or a string, not {given}")))
}

/// A stream of `sys`.
fn stream(vm: &mut Vm, name: Value, text: &str) -> Outcome {
    let found = if vm.sys.is_ptr() { vm.get_attr_or_unset(vm.sys, name)? } else { Value::UNSET };
    if found.is(Value::UNSET) { Err(vm.runtime_error(format!("lost sys.{text}"))) } else { Ok(found) }
}

/// The arguments are sep, end, file, flush, *args.
fn print(vm: &mut Vm, args: Args) -> Outcome {
    let mut file = args.or(2, Value::NONE);
    if file.is(Value::NONE) {
        if !vm.sys.is_ptr() {
            return print_early(vm, args);
        }
        let name = vm.names.stdout;
        file = stream(vm, name, "stdout")?;
        // Without a console there may be none.
        if file.is(Value::NONE) {
            return Ok(Value::NONE);
        }
    }
    let sep = separator(vm, args.get(0), "sep", " ")?;
    let end = separator(vm, args.get(1), "end", "\n")?;
    if !print_at_once(vm, file, sep, end, args[4])? {
        print_parts(vm, file, sep, end, args[4])?;
    }
    if let Some(flag) = args.given(3)
        && vm.truth(flag)?
    {
        let name = vm.names.flush;
        let flush = vm.get_attr(file, name)?;
        vm.call(flush, &[])?;
    }
    Ok(Value::NONE)
}

/// Values that are shown without running anything of the program's are written as one text, if the stream
/// takes it; whether it did.
fn print_at_once(vm: &mut Vm, file: Value, sep: Value, end: Value, items: Value) -> Outcome<bool> {
    let Some(sink) = vm.text_sink else { return Ok(false) };
    let mut line = Vec::with_capacity(80);
    for (i, item) in vm.tuple_items(items).iter().enumerate() {
        if i > 0 {
            line.extend_from_slice(vm.str_bytes(sep));
        }
        if item.is_int() {
            let _ = write!(line, "{}", item.as_int());
        } else if vm.is_exact_str(*item) {
            line.extend_from_slice(vm.str_bytes(*item));
        } else if matches!(*item, Value::NONE | Value::TRUE | Value::FALSE) || vm.float_value(*item).is_some() {
            let text = vm.to_str(*item)?;
            line.extend_from_slice(vm.str_bytes(text));
        } else {
            return Ok(false);
        }
    }
    line.extend_from_slice(vm.str_bytes(end));
    if std::str::from_utf8(&line).is_err() {
        return Ok(false);
    }
    match sink(vm, file, &line) {
        Some(written) => written.map(|()| true),
        None => Ok(false),
    }
}

fn print_parts(vm: &mut Vm, file: Value, sep: Value, end: Value, items: Value) -> Outcome<()> {
    let write = vm.names.write;
    let write = vm.get_attr(file, write)?;
    for (i, item) in vm.tuple_items(items).iter().enumerate() {
        if i > 0 {
            vm.call(write, &[sep])?;
        }
        let text = vm.to_str(*item)?;
        vm.call(write, &[text])?;
    }
    vm.call(write, &[end])?;
    Ok(())
}

/// While there is no `sys`: straight to the descriptor.
fn print_early(vm: &mut Vm, args: Args) -> Outcome {
    let sep = separator(vm, args.get(0), "sep", " ")?;
    let end = separator(vm, args.get(1), "end", "\n")?;
    let mut out = vec![];
    for (i, item) in vm.tuple_items(args[4]).iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(vm.str_bytes(sep));
        }
        let text = vm.to_str(*item)?;
        out.extend_from_slice(vm.str_bytes(text));
    }
    out.extend_from_slice(vm.str_bytes(end));
    match std::io::stdout().write_all(&out) {
        Ok(()) => Ok(Value::NONE),
        Err(error) => Err(vm.os_error(error.to_string())),
    }
}

fn input(vm: &mut Vm, args: Args) -> Outcome {
    let (stdin, stdout) = (vm.names.stdin, vm.names.stdout);
    let file = stream(vm, stdin, "stdin")?;
    let out = stream(vm, stdout, "stdout")?;
    if let Some(prompt) = args.given(0) {
        let text = vm.to_str(prompt)?;
        vm.call_method(out, "write", &[text])?;
    }
    vm.call_method(out, "flush", &[])?;
    let line = vm.call_method(file, "readline", &[])?;
    if !vm.is_str(line) {
        return Err(vm.type_error("object.readline() returned non-string"));
    }
    let bytes = vm.str_bytes(line);
    if bytes.is_empty() {
        return Err(vm.eof_error("EOF when reading a line"));
    }
    let text = bytes.strip_suffix(b"\n").unwrap_or(bytes).to_vec();
    vm.new_str_wtf8(&text)
}
