//! Opening a `FileIO`: its mode, the descriptor, what the system says of it.

use super::state::file_of;
use crate::system_calls::{PathArg, errno, fs_bytes, fspath, os_error};
use crate::util::some;
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome, Raised};

/// A mode of `FileIO`.
#[derive(Clone, Copy, Default)]
struct Mode {
    created: bool,
    readable: bool,
    writable: bool,
    appending: bool,
    flags: i32,
}

fn parse(vm: &mut Vm, text: &str) -> Outcome<Mode> {
    let mut mode = Mode::default();
    let (mut kinds, mut plus) = (0, 0);
    for c in text.chars() {
        match c {
            'r' => mode.readable = true,
            'w' => {
                mode.writable = true;
                mode.flags |= libc::O_CREAT | libc::O_TRUNC;
            }
            'x' => {
                (mode.writable, mode.created) = (true, true);
                mode.flags |= libc::O_CREAT | libc::O_EXCL;
            }
            'a' => {
                (mode.writable, mode.appending) = (true, true);
                mode.flags |= libc::O_CREAT | libc::O_APPEND;
            }
            'b' => continue,
            '+' => plus += 1,
            _ => return Err(vm.value_error(format!("invalid mode: {text}"))),
        }
        kinds += i32::from(c != '+');
    }
    if kinds != 1 || plus > 1 {
        return Err(vm.value_error("Must have exactly one of create/read/write/append mode and at most one plus"));
    }
    if plus == 1 {
        (mode.readable, mode.writable) = (true, true);
    }
    mode.flags |= libc::O_CLOEXEC
        | match (mode.readable, mode.writable) {
            (true, true) => libc::O_RDWR,
            (true, false) => libc::O_RDONLY,
            _ => libc::O_WRONLY,
        };
    Ok(mode)
}

/// `FileIO.__init__`.
pub fn init(vm: &mut Vm, args: Args) -> Outcome {
    let (file, name) = (args[0], args[1]);
    if file_of(vm, file)?.fd >= 0 {
        release(vm, file)?;
    }
    let mode = match args.given(2) {
        Some(v) if vm.is_str(v) => vm.str_lossy(v),
        Some(v) => return Err(vm.must_be_str(v, "FileIO() argument 'mode'")),
        None => "r".into(),
    };
    let close = args.given(3).map_or(Ok(true), |v| vm.truth(v))?;
    let given = given_descriptor(vm, name)?;
    let path = if given.is_none() { Some(path(vm, name)?) } else { None };
    let mode = parse(vm, &mode)?;
    let fd = match (given, path) {
        (Some(fd), _) => fd,
        (None, Some(_)) if !close => return Err(vm.value_error("Cannot use closefd=False with file name")),
        (None, Some(path)) => match some(args.given(4)) {
            Some(opener) => open_by(vm, opener, name, mode.flags)?,
            None => open_path(vm, &path, mode.flags)?,
        },
        (None, None) => unreachable!("a file has a descriptor or a path"),
    };
    let state = file_of(vm, file)?;
    state.fd = fd;
    state.close = close;
    state.seekable = None;
    (state.created, state.readable) = (mode.created, mode.readable);
    (state.writable, state.appending) = (mode.writable, mode.appending);
    if let Err(Raised) = inspect(vm, file, name).and_then(|()| finish(vm, file, name)) {
        abandon(vm, file, given.is_some())?;
        return Err(Raised);
    }
    Ok(Value::NONE)
}

fn release(vm: &mut Vm, file: Value) -> Outcome<()> {
    if file_of(vm, file)?.close {
        super::file::close_descriptor(vm, file)?;
    }
    file_of(vm, file)?.fd = -1;
    Ok(())
}

/// After a failure: what was opened here is closed, what was given is not.
fn abandon(vm: &mut Vm, file: Value, given: bool) -> Outcome<()> {
    let error = vm.take_pending();
    if !given && super::file::close_descriptor(vm, file).is_err() {
        vm.take_pending();
    }
    file_of(vm, file)?.fd = -1;
    vm.set_pending(error);
    Ok(())
}

/// A descriptor given in place of a name.
fn given_descriptor(vm: &mut Vm, name: Value) -> Outcome<Option<i32>> {
    if vm.big_value(name).is_none() && !matches!(name, Value::TRUE | Value::FALSE) {
        return Ok(None);
    }
    if matches!(name, Value::TRUE | Value::FALSE) {
        let class = vm.exceptions.RuntimeWarning;
        vm.warn(class, "bool is used as a file descriptor")?;
    }
    let fd = crate::system_calls::c_int(vm, name)?;
    if fd < 0 {
        return Err(vm.value_error("negative file descriptor"));
    }
    Ok(Some(fd))
}

fn path(vm: &mut Vm, name: Value) -> Outcome<PathArg> {
    let path = fspath(vm, name)?;
    let raw = fs_bytes(vm, path)?;
    match std::ffi::CString::new(raw) {
        Ok(text) => Ok(PathArg { text, fd: -1, value: name, bytes: false }),
        Err(_) => Err(vm.value_error("embedded null byte")),
    }
}

fn open_by(vm: &mut Vm, opener: Value, name: Value, flags: i32) -> Outcome<i32> {
    let answer = vm.call(opener, &[name, Value::small_int(flags as isize)])?;
    let Some(fd) = vm.int_value(answer) else {
        return Err(vm.type_error("expected integer from opener"));
    };
    if fd < 0 {
        return Err(vm.value_error(format!("opener returned {fd}")));
    }
    // SAFETY: changes a flag of a descriptor.
    unsafe { libc::fcntl(fd as i32, libc::F_SETFD, libc::FD_CLOEXEC) };
    Ok(fd as i32)
}

fn open_path(vm: &mut Vm, path: &PathArg, flags: i32) -> Outcome<i32> {
    let mut collected = false;
    loop {
        // SAFETY: a C string that lives while the call runs.
        let (fd, number) = vm.blocking(&[path.value], || {
            let fd = unsafe { libc::open(path.ptr(), flags, 0o666) };
            (fd, errno())
        });
        match number {
            _ if fd >= 0 => return Ok(fd),
            libc::EINTR => vm.safepoint()?,
            // Files that nothing refers to any more hold descriptors until a collection finds them.
            libc::EMFILE | libc::ENFILE if !collected => {
                collected = true;
                vm.heap.collect(pyspec_runtime::heap::Collection::Major);
                vm.run_finalizers();
            }
            _ => return Err(os_error(vm, number, &[path.value])),
        }
    }
}

/// Folders are no files; the block size tells how much to buffer.
fn inspect(vm: &mut Vm, file: Value, name: Value) -> Outcome<()> {
    let fd = file_of(vm, file)?.fd;
    // SAFETY: asks about a descriptor, with memory for the answer.
    let (answer, stat) = unsafe {
        let mut stat: libc::stat = std::mem::zeroed();
        (libc::fstat(fd, &mut stat), stat)
    };
    if answer != 0 {
        let number = errno();
        return if number == libc::EBADF { Err(os_error(vm, number, &[])) } else { Ok(()) };
    }
    if stat.st_mode & libc::S_IFMT == libc::S_IFDIR {
        return Err(os_error(vm, libc::EISDIR, &[name]));
    }
    if stat.st_blksize > 1 {
        file_of(vm, file)?.block = stat.st_blksize;
    }
    Ok(())
}

fn finish(vm: &mut Vm, file: Value, name: Value) -> Outcome<()> {
    let key = vm.names.name;
    vm.set_attr(file, key, name)?;
    let state = file_of(vm, file)?;
    if state.appending {
        // SAFETY: moves a descriptor's position; a pipe has none.
        let at = unsafe { libc::lseek(state.fd, 0, libc::SEEK_END) };
        if at < 0 && errno() != libc::ESPIPE {
            return Err(os_error(vm, errno(), &[]));
        }
    }
    Ok(())
}
