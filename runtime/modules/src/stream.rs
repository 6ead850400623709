//! The standard streams as text: what `sys.stdin`, `sys.stdout` and `sys.stderr` are until a program
//! replaces them.

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::heap::Payload;
use pyspec_runtime::native::{Args, Native, Outcome, TypeTable, getter, native};
use std::io::{BufRead, Read, Write};

const IO: Effect = Effect::SWITCHES;

static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "TextIOWrapper",
    module: "_io",
    doc: "Text over a descriptor of the process.",
    rows: ROWS,
};

static ROWS: &[Native] = &[
    native("write", "(self, text, /)", IO, write).summary("i"),
    native("writelines", "(self, lines, /)", IO, write_lines),
    native("flush", "(self, /)", IO, flush),
    native("fileno", "(self, /)", Effect::PURE, |vm, args| {
        Ok(Value::small_int(stream(vm, args[0])?.descriptor as isize))
    }),
    native("isatty", "(self, /)", Effect::PURE, isatty),
    native("readable", "(self, /)", Effect::PURE, |vm, args| Ok(Value::bool(stream(vm, args[0])?.descriptor == 0))),
    native("writable", "(self, /)", Effect::PURE, |vm, args| Ok(Value::bool(stream(vm, args[0])?.descriptor != 0))),
    native("seekable", "(self, /)", Effect::PURE, |_, _| Ok(Value::FALSE)),
    native("read", "(self, size=-1, /)", IO, read),
    native("readline", "(self, size=-1, /)", IO, read_line),
    native("readlines", "(self, hint=-1, /)", IO, read_lines),
    native("__iter__", "(self, /)", Effect::PURE, |_, args| Ok(args[0])),
    native("__next__", "(self, /)", IO, next_line),
    native("__enter__", "(self, /)", Effect::PURE, |_, args| Ok(args[0])),
    native("__exit__", "(self, /, *args)", IO, flush),
    native("close", "(self, /)", IO, flush),
    native("reconfigure", "(self, **options)", IO, reconfigure),
    getter("closed", |_, _| Ok(Value::FALSE)),
    getter("encoding", |vm, _| vm.new_str("utf-8")),
    getter("errors", |vm, args| {
        let errors = if stream(vm, args[0])?.descriptor == 2 { "backslashreplace" } else { "strict" };
        vm.new_str(errors)
    }),
    getter("newlines", |_, _| Ok(Value::NONE)),
    getter("line_buffering", |vm, args| Ok(Value::bool(stream(vm, args[0])?.by_line))),
    getter("name", |vm, args| {
        let name = ["<stdin>", "<stdout>", "<stderr>"][stream(vm, args[0])?.descriptor as usize];
        vm.new_str(name)
    }),
    getter("mode", |vm, args| {
        let mode = if stream(vm, args[0])?.descriptor == 0 { "r" } else { "w" };
        vm.new_str(mode)
    }),
];

/// Bytes that wait before they are written.
const BUFFER: usize = 8192;

/// A stream's state.
struct Stream {
    descriptor: u8,
    by_line: bool,
    waiting: Vec<u8>,
}

impl Payload for Stream {
    fn holds_values(&self) -> bool {
        false
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

impl Stream {
    fn flush(&mut self) -> std::io::Result<()> {
        let bytes = std::mem::take(&mut self.waiting);
        match self.descriptor {
            1 => std::io::stdout().write_all(&bytes).and_then(|()| std::io::stdout().flush()),
            2 => std::io::stderr().write_all(&bytes),
            _ => Ok(()),
        }
    }
}

fn stream(vm: &mut Vm, object: Value) -> Outcome<&'static mut Stream> {
    match vm.payload::<Stream>(object) {
        Some(stream) => Ok(stream),
        None => Err(vm.type_error("not a standard stream")),
    }
}

/// Makes the three streams and puts them into `sys`.
pub fn install(vm: &mut Vm, sys: Value) -> Outcome<()> {
    let class = vm.new_type(&TABLE, &[])?;
    for (descriptor, name) in ["stdin", "stdout", "stderr"].into_iter().enumerate() {
        // SAFETY: asks about a descriptor.
        let terminal = unsafe { libc::isatty(descriptor as i32) } == 1;
        let by_line = terminal || descriptor == 2 || vm.options.unbuffered;
        let state = Stream { descriptor: descriptor as u8, by_line, waiting: vec![] };
        let object = vm.new_payload(class, Box::new(state), 0)?;
        vm.set_module_attr(sys, name, object)?;
        vm.set_module_attr(sys, &format!("__{name}__"), object)?;
    }
    Ok(())
}

fn write(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_str(args[1]) {
        let name = vm.type_name(args[1]);
        return Err(vm.type_error(format!("write() argument must be str, not {name}")));
    }
    let bytes = vm.str_bytes(args[1]);
    if std::str::from_utf8(bytes).is_err() && stream(vm, args[0])?.descriptor != 2 {
        return Err(vm.unicode_error("'utf-8' codec can't encode characters: surrogates not allowed"));
    }
    let count = bytes.iter().filter(|b| **b & 0xc0 != 0x80).count();
    let s = stream(vm, args[0])?;
    s.waiting.extend_from_slice(bytes);
    if s.waiting.len() >= BUFFER || (s.by_line && bytes.contains(&b'\n')) {
        let result = s.flush();
        os_result(vm, result)?;
    }
    Ok(Value::small_int(count as isize))
}

fn os_result(vm: &mut Vm, result: std::io::Result<()>) -> Outcome<()> {
    match result {
        Ok(()) => Ok(()),
        Err(e) => {
            let number = Value::small_int(e.raw_os_error().unwrap_or(0) as isize);
            // SAFETY: the C library's text for an error number lives long enough to be copied.
            let text = unsafe { std::ffi::CStr::from_ptr(libc::strerror(number.as_int() as i32)) };
            let text = text.to_string_lossy().into_owned();
            let text = vm.new_str(&text)?;
            let class = vm.exceptions.OSError;
            let error = vm.call(class.value(), &[number, text])?;
            Err(vm.set_pending(error))
        }
    }
}

fn write_lines(vm: &mut Vm, args: Args) -> Outcome {
    for line in vm.collect_items(args[1])?.iter() {
        vm.call_method(args[0], "write", &[*line])?;
    }
    Ok(Value::NONE)
}

fn flush(vm: &mut Vm, args: Args) -> Outcome {
    let result = stream(vm, args[0])?.flush();
    os_result(vm, result)?;
    Ok(Value::NONE)
}

fn isatty(vm: &mut Vm, args: Args) -> Outcome {
    let descriptor = stream(vm, args[0])?.descriptor as i32;
    // SAFETY: asks about a descriptor.
    Ok(Value::bool(unsafe { libc::isatty(descriptor) } == 1))
}

fn read(vm: &mut Vm, args: Args) -> Outcome {
    let size = args.given(1).map_or(Ok(-1), |v| vm.index_clamped(v))?;
    let mut text = String::new();
    let result = if size < 0 {
        std::io::stdin().read_to_string(&mut text).map(|_| ())
    } else {
        let mut bytes = vec![];
        let result = std::io::stdin().take(size as u64).read_to_end(&mut bytes).map(|_| ());
        text = String::from_utf8_lossy(&bytes).into_owned();
        result
    };
    os_result(vm, result)?;
    vm.new_str(&text)
}

fn read_line(vm: &mut Vm, _args: Args) -> Outcome {
    let mut line = vec![];
    let result = std::io::stdin().lock().read_until(b'\n', &mut line).map(|_| ());
    os_result(vm, result)?;
    vm.new_str(&String::from_utf8_lossy(&line))
}

fn read_lines(vm: &mut Vm, args: Args) -> Outcome {
    let mut lines = pyspec_runtime::object::Rooted::new();
    loop {
        let line = read_line(vm, args)?;
        if vm.str_bytes(line).is_empty() {
            return vm.new_list(&lines);
        }
        lines.push(line);
    }
}

fn next_line(vm: &mut Vm, args: Args) -> Outcome {
    let line = read_line(vm, args)?;
    if vm.str_bytes(line).is_empty() {
        return Err(vm.stop_iteration(Value::NONE));
    }
    Ok(line)
}

fn reconfigure(vm: &mut Vm, args: Args) -> Outcome {
    let value = vm.dict_get_text(args[1], "line_buffering")?;
    if !value.is(Value::UNSET) && !value.is(Value::NONE) {
        let by_line = vm.truth(value)?;
        stream(vm, args[0])?.by_line = by_line;
    }
    Ok(Value::NONE)
}
