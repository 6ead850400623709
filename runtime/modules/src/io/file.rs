//! `FileIO`: a descriptor, read and written without a buffer.

use super::base::close_base;
use super::generic::{put_into, room_in};
use super::state::{cannot_pickle, file_of, io};
use super::unsupported;
use crate::system_calls::{errno, os_error, wait};
use crate::util::some;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome, Raised, TypeTable, getter, native, setter};

const IO: Effect = Effect::SWITCHES;

/// A file's state.
pub struct File {
    /// -1: closed, or never opened.
    pub fd: i32,
    pub created: bool,
    pub readable: bool,
    pub writable: bool,
    pub appending: bool,
    /// Known once it was asked.
    pub seekable: Option<bool>,
    /// Whether closing the object closes the descriptor.
    pub close: bool,
    /// The block size that the system advises.
    pub block: i64,
}

impl Default for File {
    fn default() -> File {
        File {
            fd: -1,
            created: false,
            readable: false,
            writable: false,
            appending: false,
            seekable: None,
            close: true,
            block: super::DEFAULT_BUFFER_SIZE as i64,
        }
    }
}

impl File {
    /// As `mode` shows it.
    pub fn mode(&self) -> &'static str {
        match (self.created, self.appending, self.readable, self.writable) {
            (true, _, true, _) => "xb+",
            (true, ..) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, ..) => "ab",
            (_, _, true, true) => "rb+",
            (_, _, true, false) => "rb",
            _ => "wb",
        }
    }
}

/// `FileIO`.
pub static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "FileIO",
    module: "_io",
    doc: "Open a file.\n\nThe mode can be 'r' (default), 'w', 'x' or 'a' for reading,\nwriting, exclusive creation or appending.",
    rows: &[
        native("__init__", "(self, /, file, mode='r', closefd=True, opener=None)", IO, super::file_open::init),
        native("read", "(self, size=-1, /)", IO, read),
        native("readall", "(self, /)", IO, |vm, a| read_all(vm, a[0])),
        native("readinto", "(self, buffer, /)", IO, read_into),
        native("write", "(self, b, /)", IO, write),
        native("seek", "(self, pos, whence=0, /)", IO, seek),
        native("tell", "(self, /)", IO, |vm, a| {
            let at = seek_to(vm, a[0], 0, libc::SEEK_CUR)?;
            vm.new_int(at)
        }),
        native("truncate", "(self, size=None, /)", IO, truncate),
        native("close", "(self, /)", IO, close),
        native("seekable", "(self, /)", IO, |vm, a| Ok(Value::bool(is_seekable(vm, a[0])?))),
        native("readable", "(self, /)", IO, |vm, a| {
            descriptor(vm, a[0])?;
            Ok(Value::bool(file_of(vm, a[0])?.readable))
        }),
        native("writable", "(self, /)", IO, |vm, a| {
            descriptor(vm, a[0])?;
            Ok(Value::bool(file_of(vm, a[0])?.writable))
        }),
        native("fileno", "(self, /)", IO, |vm, a| Ok(Value::small_int(descriptor(vm, a[0])? as isize))),
        native("isatty", "(self, /)", IO, is_terminal),
        native("_isatty_open_only", "(self, /)", IO, is_terminal),
        native("_dealloc_warn", "(self, source, /)", IO, |vm, a| {
            warn_unclosed(vm, a[0], a[1]);
            Ok(Value::NONE)
        }),
        native("__repr__", "(self, /)", IO, repr),
        native("__getstate__", "(self, /)", IO, cannot_pickle),
        getter("closed", |vm, a| Ok(Value::bool(file_of(vm, a[0])?.fd < 0))),
        getter("closefd", |vm, a| Ok(Value::bool(file_of(vm, a[0])?.close))),
        getter("mode", |vm, a| {
            let mode = file_of(vm, a[0])?.mode();
            vm.new_str(mode)
        }),
        getter("_blksize", |vm, a| {
            let size = file_of(vm, a[0])?.block;
            vm.new_int(size)
        }),
        setter("_blksize", |vm, a| {
            let size = vm.index_i64(a[1])?;
            file_of(vm, a[0])?.block = size;
            Ok(Value::NONE)
        }),
    ],
};

fn closed_error(vm: &mut Vm) -> Raised {
    vm.value_error("I/O operation on closed file")
}

fn mode_error(vm: &mut Vm, action: &str) -> Raised {
    unsupported(vm, &format!("File not open for {action}"))
}

/// The open descriptor.
pub fn descriptor(vm: &mut Vm, file: Value) -> Outcome<i32> {
    match file_of(vm, file)?.fd {
        fd if fd < 0 => Err(closed_error(vm)),
        fd => Ok(fd),
    }
}

fn readable_descriptor(vm: &mut Vm, file: Value) -> Outcome<i32> {
    let fd = descriptor(vm, file)?;
    if file_of(vm, file)?.readable { Ok(fd) } else { Err(mode_error(vm, "reading")) }
}

/// The number of bytes that a call moved, `None` if it would have had to wait.
fn moved(vm: &mut Vm, file: Value, mut call: impl FnMut() -> isize) -> Outcome<Option<usize>> {
    loop {
        let (answer, number) = vm.blocking(&[file], || {
            let answer = call();
            (answer, errno())
        });
        match number {
            _ if answer >= 0 => return Ok(Some(answer as usize)),
            libc::EINTR => vm.safepoint()?,
            libc::EAGAIN => return Ok(None),
            _ => return Err(os_error(vm, number, &[])),
        }
    }
}

/// Reads up to `n` bytes behind what is in `out`.
pub fn read_some(vm: &mut Vm, file: Value, out: &mut Vec<u8>, n: usize) -> Outcome<Option<usize>> {
    let fd = readable_descriptor(vm, file)?;
    out.reserve(n);
    let room = out.spare_capacity_mut().as_mut_ptr();
    // SAFETY: `n` bytes of room were made; nobody else has the vector.
    let got = moved(vm, file, || unsafe { libc::read(fd, room.cast(), n) })?;
    // SAFETY: the system wrote that many.
    unsafe { out.set_len(out.len() + got.unwrap_or(0)) };
    Ok(got)
}

/// Writes what the system takes at once.
pub fn write_some(vm: &mut Vm, file: Value, bytes: &[u8]) -> Outcome<Option<usize>> {
    let fd = descriptor(vm, file)?;
    if !file_of(vm, file)?.writable {
        return Err(mode_error(vm, "writing"));
    }
    // SAFETY: the slice is readable and lies outside the heap.
    moved(vm, file, || unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) })
}

/// Reads to the end behind what is in `out`; `false` if nothing was there yet.
pub fn read_rest(vm: &mut Vm, file: Value, out: &mut Vec<u8>) -> Outcome<bool> {
    let fd = readable_descriptor(vm, file)?;
    let mut step = left_of(fd).map_or(super::DEFAULT_BUFFER_SIZE, |n| n + 1);
    let mut any = false;
    loop {
        match read_some(vm, file, out, step)? {
            None => return Ok(any),
            Some(0) => return Ok(true),
            Some(_) => any = true,
        }
        step = (out.capacity() - out.len()).max(super::DEFAULT_BUFFER_SIZE);
    }
}

/// Bytes between the position and the end, as far as the system says.
fn left_of(fd: i32) -> Option<usize> {
    // SAFETY: asks about a descriptor, with memory for the answer.
    unsafe {
        let mut stat: libc::stat = std::mem::zeroed();
        if libc::fstat(fd, &mut stat) != 0 || stat.st_size <= 0 {
            return None;
        }
        let at = libc::lseek(fd, 0, libc::SEEK_CUR);
        (at >= 0).then(|| (stat.st_size - at).max(0) as usize)
    }
}

fn read(vm: &mut Vm, args: Args) -> Outcome {
    readable_descriptor(vm, args[0])?;
    let size = super::base::limit(vm, args.given(1))?;
    if size < 0 {
        return vm.call_method(args[0], "readall", &[]);
    }
    let mut out = vec![];
    match read_some(vm, args[0], &mut out, (size as usize).min(1 << 30))? {
        Some(_) => vm.new_bytes(&out),
        None => Ok(Value::NONE),
    }
}

fn read_all(vm: &mut Vm, file: Value) -> Outcome {
    let mut out = vec![];
    if !read_rest(vm, file, &mut out)? {
        return Ok(Value::NONE);
    }
    vm.new_bytes(&out)
}

fn read_into(vm: &mut Vm, args: Args) -> Outcome {
    readable_descriptor(vm, args[0])?;
    let room = room_in(vm, args[1], "readinto")?;
    let mut out = vec![];
    match read_some(vm, args[0], &mut out, room)? {
        Some(n) => {
            put_into(vm, args[1], &out);
            Ok(Value::small_int(n as isize))
        }
        None => Ok(Value::NONE),
    }
}

fn write(vm: &mut Vm, args: Args) -> Outcome {
    descriptor(vm, args[0])?;
    if !file_of(vm, args[0])?.writable {
        return Err(mode_error(vm, "writing"));
    }
    let bytes = vm.buffer(args[1])?;
    let written = write_some(vm, args[0], &bytes)?;
    // A signal may have cut the write short: its handler runs before the program goes on.
    vm.safepoint()?;
    match written {
        Some(n) => Ok(Value::small_int(n as isize)),
        None => Ok(Value::NONE),
    }
}

/// An offset argument.
pub fn offset(vm: &mut Vm, v: Value) -> Outcome<i64> {
    if vm.float_value(v).is_some() || !vm.has_index(v) {
        let name = vm.type_name(v);
        return Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")));
    }
    vm.index_i64(v)
}

/// Moves the position; gives the new one.
pub fn seek_to(vm: &mut Vm, file: Value, to: i64, whence: i32) -> Outcome<i64> {
    let fd = descriptor(vm, file)?;
    // SAFETY: moves a descriptor's position.
    let at = unsafe { libc::lseek(fd, to, whence) };
    if at < 0 {
        return Err(os_error(vm, errno(), &[]));
    }
    file_of(vm, file)?.seekable = Some(true);
    Ok(at)
}

fn seek(vm: &mut Vm, args: Args) -> Outcome {
    descriptor(vm, args[0])?;
    let to = offset(vm, args[1])?;
    let whence = args.given(2).map_or(Ok(0), |v| vm.index_i64(v))?;
    let at = seek_to(vm, args[0], to, whence as i32)?;
    vm.new_int(at)
}

/// Whether the position can be moved.
pub fn is_seekable(vm: &mut Vm, file: Value) -> Outcome<bool> {
    let fd = descriptor(vm, file)?;
    let state = file_of(vm, file)?;
    if state.seekable.is_none() {
        // SAFETY: asks for a descriptor's position.
        state.seekable = Some(unsafe { libc::lseek(fd, 0, libc::SEEK_CUR) } >= 0);
    }
    Ok(state.seekable == Some(true))
}

fn truncate(vm: &mut Vm, args: Args) -> Outcome {
    let fd = descriptor(vm, args[0])?;
    if !file_of(vm, args[0])?.writable {
        return Err(mode_error(vm, "writing"));
    }
    let size = match some(args.given(1)) {
        Some(v) => offset(vm, v)?,
        None => seek_to(vm, args[0], 0, libc::SEEK_CUR)?,
    };
    // SAFETY: sets a file's length.
    wait(vm, &[], || unsafe { libc::ftruncate(fd, size) } as i64)?;
    vm.new_int(size)
}

fn is_terminal(vm: &mut Vm, args: Args) -> Outcome {
    let fd = descriptor(vm, args[0])?;
    // SAFETY: asks about a descriptor.
    Ok(Value::bool(unsafe { libc::isatty(fd) } == 1))
}

fn close(vm: &mut Vm, args: Args) -> Outcome {
    let file = args[0];
    let base = close_base(vm, file);
    let state = file_of(vm, file)?;
    if !state.close {
        state.fd = -1;
        return base;
    }
    let failed = if base.is_err() { vm.take_pending() } else { Value::UNSET };
    if io(vm, file)?.finalizing {
        warn_unclosed(vm, file, file);
    }
    let closed = close_descriptor(vm, file);
    if failed.is(Value::UNSET) {
        return closed;
    }
    if closed.is_err() {
        let second = vm.take_pending();
        vm.set_attr_text(second, "__context__", failed)?;
        return Err(vm.set_pending(second));
    }
    Err(vm.set_pending(failed))
}

/// Gives the descriptor back to the system.
pub fn close_descriptor(vm: &mut Vm, file: Value) -> Outcome {
    let fd = std::mem::replace(&mut file_of(vm, file)?.fd, -1);
    if fd < 0 {
        return Ok(Value::NONE);
    }
    // SAFETY: the descriptor is this object's.
    let (answer, number) = vm.blocking(&[file], || (unsafe { libc::close(fd) }, errno()));
    // A close that a signal interrupted has closed.
    if answer < 0 && number != libc::EINTR { Err(os_error(vm, number, &[])) } else { Ok(Value::NONE) }
}

/// ResourceWarning for a file that the program forgot to close.
pub fn warn_unclosed(vm: &mut Vm, file: Value, source: Value) {
    let Ok(state) = file_of(vm, file) else {
        vm.take_pending();
        return;
    };
    if state.fd < 0 || !state.close {
        return;
    }
    if warn(vm, source).is_err() {
        let class = vm.exceptions.ResourceWarning;
        if vm.pending_is(class) {
            vm.unraisable(source, "Exception ignored in");
        } else {
            vm.take_pending();
        }
    }
}

fn warn(vm: &mut Vm, source: Value) -> Outcome<()> {
    let warnings = vm.dict_get_text(vm.modules, "warnings")?;
    if warnings.is(Value::UNSET) || warnings.is(Value::NONE) {
        return Ok(());
    }
    let text = vm.repr_text(source)?;
    let text = vm.new_str(&format!("unclosed file {text}"))?;
    let class = vm.exceptions.ResourceWarning.value();
    vm.call_method(warnings, "warn", &[text, class, Value::small_int(1), source])?;
    Ok(())
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let state = file_of(vm, args[0])?;
    let (fd, mode, close) = (state.fd, state.mode(), if state.close { "True" } else { "False" });
    let class = vm.full_type_name(args[0]);
    if fd < 0 {
        return vm.new_str(&format!("<{class} [closed]>"));
    }
    let key = vm.names.name;
    let name = vm.get_attr_or_unset(args[0], key)?;
    if name.is(Value::UNSET) {
        return vm.new_str(&format!("<{class} fd={fd} mode='{mode}' closefd={close}>"));
    }
    let short = vm.type_name(args[0]);
    let name = named(vm, args[0], name, &short)?;
    vm.new_str(&format!("<{class} name={name} mode='{mode}' closefd={close}>"))
}

/// The repr of a stream's name, which may refer to the stream.
pub fn named(vm: &mut Vm, stream: Value, name: Value, class: &str) -> Outcome<String> {
    match vm.guarded_repr(stream, |vm| vm.repr(name))? {
        Some(text) => Ok(vm.str_lossy(text)),
        None => Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__"))),
    }
}
