//! The module's functions: `open` and its like.

use super::state::file_of;
use super::{DEFAULT_BUFFER_SIZE, base, buffered, exception, file, text};
use crate::util::{class_of, some};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, Raised, TypeTable, native};

const IO: Effect = Effect::SWITCHES;

/// Rows of the module.
pub static ROWS: &[Native] = &[
    native(
        "open",
        "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
        IO,
        open,
    ),
    native("open_code", "(path)", IO, |vm, a| {
        if !vm.is_str(a[0]) {
            return Err(vm.must_be_str(a[0], "open_code() argument 'path'"));
        }
        let mode = vm.new_str("rb")?;
        let open = vm.builtin_named("open")?;
        vm.call(open, &[a[0], mode])
    }),
    native("text_encoding", "(encoding, stacklevel=2, /)", IO, |vm, a| {
        if !a[0].is(Value::NONE) {
            return Ok(a[0]);
        }
        let level = a.given(1).map_or(Ok(2), |v| vm.index_i64(v))?;
        warn_default_encoding(vm, level)?;
        let name = if vm.options.utf8_mode { "utf-8" } else { "locale" };
        Ok(vm.intern(name))
    }),
];

/// EncodingWarning, where `-X warn_default_encoding` asks for it.
pub fn warn_default_encoding(vm: &mut Vm, level: i64) -> Outcome<()> {
    let variable = || !vm.options.ignore_environment && std::env::var_os("PYTHONWARNDEFAULTENCODING").is_some();
    if vm.options.x_options.iter().any(|o| o == "warn_default_encoding") || variable() {
        let class = exception(vm, "EncodingWarning").value();
        let warnings = vm.load_plainly("warnings")?;
        let text = vm.new_str("'encoding' argument not specified")?;
        vm.call_method(warnings, "warn", &[text, class, Value::small_int(level as isize)])?;
    }
    Ok(())
}

/// What a mode says.
#[derive(Default)]
struct Mode {
    creating: bool,
    reading: bool,
    writing: bool,
    appending: bool,
    updating: bool,
    text: bool,
    binary: bool,
}

fn parse(vm: &mut Vm, text: &str) -> Outcome<Mode> {
    let mut mode = Mode::default();
    let mut bad = false;
    for c in text.chars() {
        let flag = match c {
            'x' => &mut mode.creating,
            'r' => &mut mode.reading,
            'w' => &mut mode.writing,
            'a' => &mut mode.appending,
            '+' => &mut mode.updating,
            't' => &mut mode.text,
            'b' => &mut mode.binary,
            _ => {
                bad = true;
                break;
            }
        };
        bad |= std::mem::replace(flag, true);
    }
    if bad {
        let shown = vm.new_str(text)?;
        let shown = vm.repr_text(shown)?;
        return Err(vm.value_error(format!("invalid mode: {shown}")));
    }
    if mode.text && mode.binary {
        return Err(vm.value_error("can't have text and binary mode at once"));
    }
    let kinds = [mode.creating, mode.reading, mode.writing, mode.appending];
    if kinds.iter().filter(|k| **k).count() != 1 {
        return Err(vm.value_error("must have exactly one of create/read/write/append mode"));
    }
    Ok(mode)
}

impl Mode {
    /// As `FileIO` takes it.
    fn raw(&self) -> String {
        let parts = [
            (self.creating, 'x'),
            (self.reading, 'r'),
            (self.writing, 'w'),
            (self.appending, 'a'),
            (self.updating, '+'),
        ];
        parts.iter().filter(|p| p.0).map(|p| p.1).collect()
    }

    /// The kind of buffer.
    fn buffer(&self) -> &'static TypeTable {
        if self.updating {
            &buffered::RANDOM
        } else if self.reading {
            &buffered::READER
        } else {
            &buffered::WRITER
        }
    }
}

/// `open`: file, mode, buffering, encoding, errors, newline, closefd, opener.
fn open(vm: &mut Vm, args: Args) -> Outcome {
    let name = if vm.big_value(args[0]).is_some() { args[0] } else { crate::system_calls::fspath(vm, args[0])? };
    let mode_value = match args.given(1) {
        Some(v) if vm.is_str(v) => v,
        Some(v) => return Err(vm.must_be_str(v, "open() argument 'mode'")),
        None => vm.intern("r"),
    };
    let text = vm.str_lossy(mode_value);
    let buffering = args.given(2).map_or(Ok(-1), |v| vm.index_i64(v))?;
    for (i, name) in [(3, "encoding"), (4, "errors"), (5, "newline")] {
        if let Some(v) = some(args.given(i))
            && !vm.is_str(v)
        {
            let given = vm.type_name(v);
            return Err(vm.type_error(format!("open() argument '{name}' must be str or None, not {given}")));
        }
    }
    let mode = parse(vm, &text)?;
    if mode.binary {
        for (i, what) in [(3, "an encoding"), (4, "an errors"), (5, "a newline")] {
            if some(args.given(i)).is_some() {
                return Err(vm.value_error(format!("binary mode doesn't take {what} argument")));
            }
        }
        if buffering == 1 {
            let class = vm.exceptions.RuntimeWarning;
            let text =
                "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
            vm.warn(class, text)?;
        }
    }
    let raw_mode = vm.new_str(&mode.raw())?;
    let class = class_of(vm, &file::TABLE).value();
    let close = args.or(6, Value::TRUE);
    let raw = vm.call(class, &[name, raw_mode, close, args.or(7, Value::NONE)])?;
    match over(vm, raw, &mode, mode_value, buffering, args) {
        Ok(stream) => Ok(stream),
        Err(Raised) => Err(give_up(vm, raw)),
    }
}

/// Closes what was opened before the failure that is pending.
fn give_up(vm: &mut Vm, raw: Value) -> Raised {
    let error = vm.take_pending();
    if vm.call_method(raw, "close", &[]).is_err() {
        vm.take_pending();
    }
    vm.set_pending(error)
}

/// The streams over the raw one.
fn over(vm: &mut Vm, raw: Value, mode: &Mode, mode_value: Value, buffering: i64, args: Args) -> Outcome {
    let terminal = buffering < 0 && {
        let fd = file::descriptor(vm, raw)?;
        // SAFETY: asks about a descriptor.
        unsafe { libc::isatty(fd) == 1 }
    };
    let by_line = terminal || buffering == 1;
    let size = match buffering {
        _ if by_line || buffering < 0 => {
            let block = file_of(vm, raw)?.block;
            block.min(8 << 20).max(DEFAULT_BUFFER_SIZE as i64)
        }
        n => n,
    };
    if size == 0 {
        return if mode.binary { Ok(raw) } else { Err(vm.value_error("can't have unbuffered text I/O")) };
    }
    let class = class_of(vm, mode.buffer()).value();
    let buffer = vm.call(class, &[raw, Value::small_int(size as isize)])?;
    if mode.binary {
        return Ok(buffer);
    }
    let class = class_of(vm, &text::TABLE).value();
    let or_none = |i: usize| args.or(i, Value::NONE);
    let wrapper = vm.call(class, &[buffer, or_none(3), or_none(4), or_none(5), Value::bool(by_line)])?;
    vm.set_attr_text(wrapper, "mode", mode_value)?;
    Ok(wrapper)
}

/// Whether an object says that it is closed; one without the attribute is open.
pub fn says_closed(vm: &mut Vm, object: Value) -> bool {
    base::is_closed(vm, object).unwrap_or_else(|Raised| {
        vm.take_pending();
        false
    })
}
