//! The standard streams: made at start-up, flushed at the end.

use super::top::says_closed;
use super::{buffered, file, text};
use crate::util::class_of;
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Outcome, Raised};

/// Makes the three streams and puts them into `sys`.
pub fn install(vm: &mut Vm, sys: Value) -> Outcome<()> {
    vm.load_plainly("_io")?;
    for (descriptor, name) in [(0, "stdin"), (1, "stdout"), (2, "stderr")] {
        let stream = if is_open(descriptor) { stream(vm, descriptor, name)? } else { Value::NONE };
        vm.set_module_attr(sys, name, stream)?;
        vm.set_module_attr(sys, &format!("__{name}__"), stream)?;
    }
    Ok(())
}

fn is_open(descriptor: i32) -> bool {
    // SAFETY: asks about a descriptor.
    unsafe { libc::fcntl(descriptor, libc::F_GETFD) >= 0 }
}

fn stream(vm: &mut Vm, descriptor: i32, name: &str) -> Outcome {
    let writing = descriptor != 0;
    let (encoding, errors) = coding(vm, descriptor);
    let class = class_of(vm, &file::TABLE).value();
    let mode = vm.intern(if writing { "wb" } else { "rb" });
    let raw = vm.call(class, &[Value::small_int(descriptor as isize), mode, Value::FALSE])?;
    let key = vm.names.name;
    let shown = vm.new_str(&format!("<{name}>"))?;
    vm.set_attr(raw, key, shown)?;
    // SAFETY: asks about a descriptor.
    let terminal = unsafe { libc::isatty(descriptor) } == 1;
    let unbuffered = unbuffered(vm) && writing;
    let buffer = if unbuffered {
        raw
    } else {
        let class = class_of(vm, if writing { &buffered::WRITER } else { &buffered::READER }).value();
        vm.call(class, &[raw])?
    };
    let class = class_of(vm, &text::TABLE).value();
    let (encoding, errors, newline) = (vm.new_str(&encoding)?, vm.new_str(&errors)?, vm.intern("\n"));
    let by_line = !unbuffered && (terminal || descriptor == 2);
    let flags = [Value::bool(by_line), Value::bool(unbuffered)];
    let stream = vm.call(class, &[buffer, encoding, errors, newline, flags[0], flags[1]])?;
    let mode = vm.intern(if writing { "w" } else { "r" });
    vm.set_attr_text(stream, "mode", mode)?;
    Ok(stream)
}

fn unbuffered(vm: &Vm) -> bool {
    let variable = || std::env::var_os("PYTHONUNBUFFERED").is_some_and(|v| !v.is_empty());
    vm.options.unbuffered || !vm.options.ignore_environment && variable()
}

/// Encoding and errors: PYTHONIOENCODING may give both. What goes to stderr can always be written.
fn coding(vm: &Vm, descriptor: i32) -> (String, String) {
    let given = if vm.options.ignore_environment { None } else { std::env::var("PYTHONIOENCODING").ok() };
    let given = given.unwrap_or_default();
    let (encoding, errors) = given.split_once(':').unwrap_or((&given, ""));
    let or = |text: &str, default: &str| if text.is_empty() { default.to_string() } else { text.to_string() };
    // In the C locale what cannot be decoded comes through as it is.
    let plain = matches!(crate::start::locale().as_deref(), None | Some("C" | "POSIX" | "C.UTF-8" | "C.utf8"));
    let lenient = if plain && given.is_empty() { "surrogateescape" } else { "strict" };
    let errors = if descriptor == 2 { "backslashreplace".into() } else { or(errors, lenient) };
    (or(encoding, "utf-8"), errors)
}

/// Flushes the standard streams; `false` if what a program wrote is lost.
pub fn flush_all(vm: &mut Vm) -> bool {
    let stdout = flush(vm, "stdout");
    if stdout.is_err() {
        report(vm);
    }
    let stderr = flush(vm, "stderr");
    if stderr.is_err() {
        vm.take_pending();
    }
    stdout.is_ok() && stderr.is_ok()
}

/// Whether a stream is the program's output or error stream.
pub fn is_standard(vm: &mut Vm, stream: Value) -> bool {
    ["stdout", "stderr"].into_iter().any(|name| {
        let (sys, key) = (vm.sys, vm.intern(name));
        vm.get_attr_or_unset(sys, key).is_ok_and(|found| found.is(stream))
    })
}

fn report(vm: &mut Vm) {
    let exception = vm.take_pending();
    let text = vm.traceback_text(exception);
    vm.write_stderr(&format!("Exception ignored while flushing sys.stdout:\n{text}"));
}

fn flush(vm: &mut Vm, name: &str) -> Outcome<()> {
    let (sys, key) = (vm.sys, vm.intern(name));
    let stream = match vm.get_attr_or_unset(sys, key) {
        Ok(stream) if !stream.is(Value::UNSET) && !stream.is(Value::NONE) => stream,
        Ok(_) => return Ok(()),
        Err(Raised) => {
            vm.take_pending();
            return Ok(());
        }
    };
    if says_closed(vm, stream) {
        return Ok(());
    }
    vm.call_method(stream, "flush", &[]).map(|_| ())
}
