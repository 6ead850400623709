//! `posix`: the system's calls, as `os` takes them.

mod constants;
mod folders;
pub mod fork;
mod identity;
mod limits;
mod macros;
mod nodes;
mod paths;
mod process;
mod scheduling;
mod spawn;
mod special;
mod stat;
mod terminals;
mod transfer;
mod wait;

use crate::system_calls::{
    c_int, check, done, errno, fs_bytes, fs_name, fspath, os_error, path_arg, wait as until_done,
};
use crate::util::{add_type, hidden_type, some};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, native};
use pyspec_runtime::object::class::ClassRef;
use std::ffi::CString;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "posix",
    doc: "This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.",
    functions: FUNCTIONS,
    init: Some(init),
};

const PY: Effect = Effect::PYTHON;

static FUNCTIONS: &[Native] = &[
    native("stat", "(path, *, dir_fd=None, follow_symlinks=True)", PY, stat::stat),
    native("lstat", "(path, *, dir_fd=None)", PY, stat::lstat),
    native("fstat", "(fd)", PY, |vm, a| {
        c_int(vm, a[0])?;
        let path = path_arg(vm, a[0], "fstat", true)?;
        stat::stat_at(vm, &path, libc::AT_FDCWD, true)
    }),
    native("listdir", "(path=None)", PY, folders::listdir),
    native("scandir", "(path=None)", PY, folders::scandir),
    native("fspath", "(path)", PY, |vm, a| fspath(vm, a[0])),
    native("getcwd", "()", PY, |vm, _| getcwd(vm, false)),
    native("getcwdb", "()", PY, |vm, _| getcwd(vm, true)),
    native("chdir", "(path)", PY, |vm, a| {
        let p = path_arg(vm, a[0], "chdir", true)?;
        // SAFETY: the path ends in zero.
        let answer = unsafe { if p.fd >= 0 { libc::fchdir(p.fd) } else { libc::chdir(p.ptr()) } };
        done(vm, &[a[0]], answer)
    }),
    native("fchdir", "(fd)", PY, |vm, a| {
        let fd = crate::select::descriptor(vm, a[0])?;
        // SAFETY: a number.
        done(vm, &[], unsafe { libc::fchdir(fd) })
    }),
    native("mkdir", "(path, mode=511, *, dir_fd=None)", PY, |vm, a| {
        let p = path_arg(vm, a[0], "mkdir", false)?;
        let mode = mode_or(vm, a.given(1), 0o777)?;
        let dir = dir_fd(vm, a.given(2))?;
        // SAFETY: the path ends in zero.
        done(vm, &[a[0]], unsafe { libc::mkdirat(dir, p.ptr(), mode) })
    }),
    native("rmdir", "(path, *, dir_fd=None)", PY, |vm, a| unlink_as(vm, a, "rmdir", libc::AT_REMOVEDIR)),
    native("unlink", "(path, *, dir_fd=None)", PY, |vm, a| unlink_as(vm, a, "unlink", 0)),
    native("remove", "(path, *, dir_fd=None)", PY, |vm, a| unlink_as(vm, a, "remove", 0)),
    native("rename", "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", PY, |vm, a| rename(vm, a, "rename")),
    native("replace", "(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", PY, |vm, a| rename(vm, a, "replace")),
    native("link", "(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", PY, |vm, a| {
        let (from, to) = (path_arg(vm, a[0], "link", false)?, path_arg(vm, a[1], "link", false)?);
        let (from_dir, to_dir) = (dir_fd(vm, a.given(2))?, dir_fd(vm, a.given(3))?);
        let follow = a.given(4).map_or(Ok(false), |v| vm.truth(v))?;
        let flags = if follow { libc::AT_SYMLINK_FOLLOW } else { 0 };
        // SAFETY: the paths end in zero.
        done(vm, &[a[0], a[1]], unsafe { libc::linkat(from_dir, from.ptr(), to_dir, to.ptr(), flags) })
    }),
    native("symlink", "(src, dst, target_is_directory=False, *, dir_fd=None)", PY, |vm, a| {
        let (from, to) = (path_arg(vm, a[0], "symlink", false)?, path_arg(vm, a[1], "symlink", false)?);
        let dir = dir_fd(vm, a.given(3))?;
        // SAFETY: the paths end in zero.
        done(vm, &[a[0], a[1]], unsafe { libc::symlinkat(from.ptr(), dir, to.ptr()) })
    }),
    native("readlink", "(path, *, dir_fd=None)", PY, |vm, a| {
        let p = path_arg(vm, a[0], "readlink", false)?;
        let dir = dir_fd(vm, a.given(1))?;
        let mut buffer = vec![0u8; 4096];
        // SAFETY: the path ends in zero; the buffer has the length given.
        let answer = unsafe { libc::readlinkat(dir, p.ptr(), buffer.as_mut_ptr().cast(), buffer.len()) };
        let n = check(vm, &[a[0]], answer as i64)?;
        fs_name(vm, &buffer[..n as usize], p.bytes)
    }),
    native("access", "(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", PY, |vm, a| {
        let p = path_arg(vm, a[0], "access", false)?;
        let (mode, dir) = (c_int(vm, a[1])?, dir_fd(vm, a.given(2))?);
        let effective = a.given(3).map_or(Ok(false), |v| vm.truth(v))?;
        let follow = a.given(4).map_or(Ok(true), |v| vm.truth(v))?;
        let flags = if effective { libc::AT_EACCESS } else { 0 } | if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
        // SAFETY: the path ends in zero.
        Ok(Value::bool(unsafe { libc::faccessat(dir, p.ptr(), mode, flags) } == 0))
    }),
    native("chmod", "(path, mode, *, dir_fd=None, follow_symlinks=True)", PY, |vm, a| {
        let p = path_arg(vm, a[0], "chmod", true)?;
        let (mode, dir) = (mode_or(vm, a.given(1), 0)?, dir_fd(vm, a.given(2))?);
        // SAFETY: the path ends in zero.
        let answer =
            unsafe { if p.fd >= 0 { libc::fchmod(p.fd, mode) } else { libc::fchmodat(dir, p.ptr(), mode, 0) } };
        done(vm, &[a[0]], answer)
    }),
    native("fchmod", "(fd, mode)", PY, |vm, a| {
        let (fd, mode) = (c_int(vm, a[0])?, mode_or(vm, a.given(1), 0)?);
        // SAFETY: numbers.
        done(vm, &[], unsafe { libc::fchmod(fd, mode) })
    }),
    native("umask", "(mask, /)", PY, |vm, a| {
        let mask = mode_or(vm, a.given(0), 0)?;
        // SAFETY: a number.
        Ok(Value::small_int(unsafe { libc::umask(mask) } as isize))
    }),
    native("utime", "(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)", PY, utime),
    native("truncate", "(path, length)", PY, |vm, a| {
        let (p, length) = (path_arg(vm, a[0], "truncate", true)?, vm.index_i64(a[1])?);
        // SAFETY: the path ends in zero.
        let answer = unsafe { if p.fd >= 0 { libc::ftruncate(p.fd, length) } else { libc::truncate(p.ptr(), length) } };
        done(vm, &[a[0]], answer)
    }),
    native("ftruncate", "(fd, length, /)", PY, |vm, a| {
        crate::system_calls::warn_of_bool(vm, a[0])?;
        let (fd, length) = (c_int(vm, a[0])?, vm.index_i64(a[1])?);
        // SAFETY: numbers.
        done(vm, &[], unsafe { libc::ftruncate(fd, length) })
    }),
    native("open", "(path, flags, mode=511, *, dir_fd=None)", PY, |vm, a| {
        let p = path_arg(vm, a[0], "open", false)?;
        let flags = c_int(vm, a[1])? | libc::O_CLOEXEC;
        let (mode, dir) = (mode_or(vm, a.given(2), 0o777)?, dir_fd(vm, a.given(3))?);
        // SAFETY: the path ends in zero.
        let fd = until_done(vm, &[a[0]], || unsafe { libc::openat(dir, p.ptr(), flags, mode) } as i64)?;
        Ok(Value::small_int(fd as isize))
    }),
    native("close", "(fd)", PY, |vm, a| {
        let fd = c_int(vm, a[0])?;
        // SAFETY: a number.
        done(vm, &[], unsafe { libc::close(fd) })
    }),
    native("closerange", "(fd_low, fd_high, /)", PY, |vm, a| {
        for fd in c_int(vm, a[0])?..c_int(vm, a[1])? {
            // SAFETY: a number.
            unsafe { libc::close(fd) };
        }
        Ok(Value::NONE)
    }),
    native("read", "(fd, length, /)", PY, |vm, a| {
        let (fd, length) = (c_int(vm, a[0])?, vm.index_i64(a[1])?);
        if length < 0 {
            return Err(os_error(vm, libc::EINVAL, &[]));
        }
        let mut buffer = vec![0u8; length as usize];
        // SAFETY: the buffer has the length given.
        let n = until_done(vm, &[], || unsafe { libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len()) } as i64)?;
        vm.new_bytes(&buffer[..n as usize])
    }),
    native("readinto", "(fd, buffer, /)", PY, |vm, a| {
        let fd = c_int(vm, a[0])?;
        let room = crate::io::generic::room_in(vm, a[1], "readinto")?;
        let mut bytes = vec![0u8; room];
        // SAFETY: the buffer has the length given.
        let n = until_done(vm, &[], || unsafe { libc::read(fd, bytes.as_mut_ptr().cast(), room) } as i64)?;
        crate::io::generic::put_into(vm, a[1], &bytes[..n as usize]);
        vm.new_int(n)
    }),
    native("write", "(fd, data, /)", PY, |vm, a| {
        let (fd, data) = (c_int(vm, a[0])?, vm.buffer(a[1])?);
        // SAFETY: the buffer has the length given.
        let n = until_done(vm, &[], || unsafe { libc::write(fd, data.as_ptr().cast(), data.len()) } as i64)?;
        vm.new_int(n)
    }),
    native("lseek", "(fd, position, how, /)", PY, |vm, a| {
        let (fd, to, how) = (c_int(vm, a[0])?, vm.index_i64(a[1])?, c_int(vm, a[2])?);
        // SAFETY: numbers.
        let at = check(vm, &[], unsafe { libc::lseek(fd, to, how) })?;
        vm.new_int(at)
    }),
    native("dup", "(fd, /)", PY, |vm, a| {
        let fd = c_int(vm, a[0])?;
        // SAFETY: numbers.
        let fd = check(vm, &[], unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) } as i64)?;
        vm.new_int(fd)
    }),
    native("dup2", "(fd, fd2, inheritable=True)", PY, |vm, a| {
        let (fd, to) = (c_int(vm, a[0])?, c_int(vm, a[1])?);
        let inherited = a.given(2).map_or(Ok(true), |v| vm.truth(v))?;
        // SAFETY: numbers.
        check(vm, &[], unsafe { libc::dup2(fd, to) } as i64)?;
        inheritable(vm, to, inherited)?;
        Ok(a[1])
    }),
    native("pipe", "()", PY, |vm, _| {
        let mut ends = [0i32; 2];
        // SAFETY: room for two.
        let answer = unsafe { libc::pipe(ends.as_mut_ptr()) };
        check(vm, &[], answer as i64)?;
        for fd in ends {
            inheritable(vm, fd, false)?;
        }
        vm.new_tuple(&ends.map(|fd| Value::small_int(fd as isize)))
    }),
    native("isatty", "(fd, /)", PY, |vm, a| {
        let fd = c_int(vm, a[0])?;
        // SAFETY: a number.
        Ok(Value::bool(unsafe { libc::isatty(fd) } == 1))
    }),
    native("fsync", "(fd)", PY, |vm, a| {
        let fd = crate::select::descriptor(vm, a[0])?;
        // SAFETY: a number.
        until_done(vm, &[], || unsafe { libc::fsync(fd) } as i64)?;
        Ok(Value::NONE)
    }),
    native("get_inheritable", "(fd, /)", PY, |vm, a| {
        let fd = c_int(vm, a[0])?;
        // SAFETY: numbers.
        let flags = check(vm, &[], unsafe { libc::fcntl(fd, libc::F_GETFD) } as i64)?;
        Ok(Value::bool(flags as i32 & libc::FD_CLOEXEC == 0))
    }),
    native("set_inheritable", "(fd, inheritable, /)", PY, |vm, a| {
        let (fd, wanted) = (c_int(vm, a[0])?, vm.truth(a[1])?);
        inheritable(vm, fd, wanted)?;
        Ok(Value::NONE)
    }),
    native("get_blocking", "(fd, /)", PY, |vm, a| {
        let fd = c_int(vm, a[0])?;
        // SAFETY: numbers.
        let flags = check(vm, &[], unsafe { libc::fcntl(fd, libc::F_GETFL) } as i64)?;
        Ok(Value::bool(flags as i32 & libc::O_NONBLOCK == 0))
    }),
    native("set_blocking", "(fd, blocking, /)", PY, |vm, a| {
        let (fd, wanted) = (c_int(vm, a[0])?, vm.truth(a[1])?);
        // SAFETY: numbers.
        let flags = check(vm, &[], unsafe { libc::fcntl(fd, libc::F_GETFL) } as i64)? as i32;
        let flags = if wanted { flags & !libc::O_NONBLOCK } else { flags | libc::O_NONBLOCK };
        // SAFETY: numbers.
        done(vm, &[], unsafe { libc::fcntl(fd, libc::F_SETFL, flags) })
    }),
    native("device_encoding", "(fd)", PY, |vm, a| {
        let fd = c_int(vm, a[0])?;
        // SAFETY: a number.
        if unsafe { libc::isatty(fd) } == 1 { vm.new_str("UTF-8") } else { Ok(Value::NONE) }
    }),
    native("get_terminal_size", "(fd=1, /)", PY, process::terminal_size),
    native("urandom", "(size, /)", PY, |vm, a| {
        let size = vm.index_i64(a[0])?;
        if size < 0 {
            return Err(vm.value_error("negative argument not allowed"));
        }
        process::random_bytes(vm, size as usize)
    }),
    native("getrandom", "(size, flags=0)", PY, |vm, a| {
        let size = vm.index_i64(a[0])?;
        if size < 0 {
            return Err(os_error(vm, libc::EINVAL, &[]));
        }
        process::random_bytes(vm, size as usize)
    }),
    native("strerror", "(code, /)", PY, |vm, a| {
        let number = c_int(vm, a[0])?;
        vm.new_str(&crate::system_calls::error_text(number))
    }),
    native("putenv", "(name, value, /)", PY, |vm, a| {
        let (name, value) = (environment_text(vm, a[0])?, environment_text(vm, a[1])?);
        if name.as_bytes().contains(&b'=') {
            return Err(vm.value_error("illegal environment variable name"));
        }
        // SAFETY: both end in zero.
        done(vm, &[], unsafe { libc::setenv(name.as_ptr(), value.as_ptr(), 1) })
    }),
    native("unsetenv", "(name, /)", PY, |vm, a| {
        let name = environment_text(vm, a[0])?;
        // SAFETY: it ends in zero.
        done(vm, &[], unsafe { libc::unsetenv(name.as_ptr()) })
    }),
    native("_create_environ", "()", PY, |vm, _| environment(vm)),
    native("system", "(command)", PY, process::system),
    native("_exit", "(status)", PY, |vm, a| {
        let status = c_int(vm, a[0])?;
        // SAFETY: ends the process.
        unsafe { libc::_exit(status) }
    }),
    native("abort", "()", PY, |_, _| std::process::abort()),
    native("kill", "(pid, signal, /)", PY, |vm, a| {
        let (pid, signal) = (c_int(vm, a[0])?, c_int(vm, a[1])?);
        // SAFETY: numbers.
        done(vm, &[], unsafe { libc::kill(pid, signal) })?;
        // What this process sends to itself takes effect at once.
        vm.safepoint()?;
        Ok(Value::NONE)
    }),
    native("execv", "(path, argv, /)", PY, process::execv),
    native("execve", "(path, argv, env)", PY, process::execve),
    native("uname", "()", PY, process::uname),
    native("times", "()", PY, process::times),
    native("cpu_count", "()", PY, |_, _| {
        Ok(std::thread::available_parallelism().map_or(Value::NONE, |n| Value::small_int(n.get() as isize)))
    }),
    native("getloadavg", "()", PY, process::load),
    native("sched_yield", "()", PY, |_, _| {
        std::thread::yield_now();
        Ok(Value::NONE)
    }),
    // SAFETY: these ask about the process.
    native("getpid", "()", PY, |vm, _| vm.new_int(unsafe { libc::getpid() } as i64)),
    native("getppid", "()", PY, |vm, _| vm.new_int(unsafe { libc::getppid() } as i64)),
    native("getpgrp", "()", PY, |vm, _| vm.new_int(unsafe { libc::getpgrp() } as i64)),
    native("getuid", "()", PY, |vm, _| vm.new_int(unsafe { libc::getuid() } as i64)),
    native("geteuid", "()", PY, |vm, _| vm.new_int(unsafe { libc::geteuid() } as i64)),
    native("getgid", "()", PY, |vm, _| vm.new_int(unsafe { libc::getgid() } as i64)),
    native("getegid", "()", PY, |vm, _| vm.new_int(unsafe { libc::getegid() } as i64)),
];

/// The types that results are of.
pub struct Classes {
    statvfs: ClassRef,
    waited: ClassRef,
    priority: ClassRef,
    stat: ClassRef,
    uname: ClassRef,
    times: ClassRef,
    terminal: ClassRef,
}

/// Those of this context.
pub fn classes(vm: &Vm) -> &Classes {
    vm.module_state["posix"].downcast_ref().expect("the module's types")
}

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    add_type(vm, module, &folders::ENTRY)?;
    hidden_type(vm, &folders::ENTRIES)?;
    let types = Classes {
        stat: vm.new_struct_type(
            "os",
            "stat_result",
            "stat_result: Result from stat, fstat, or lstat.",
            stat::FIELDS,
            10,
        )?,
        statvfs: vm.new_struct_type(
            "os",
            "statvfs_result",
            "statvfs_result: Result from statvfs or fstatvfs.",
            nodes::STATVFS,
            10,
        )?,
        waited: vm.new_struct_type("posix", "waitid_result", "waitid_result: Result from waitid.", wait::RESULT, 5)?,
        priority: scheduling::make_class(vm)?,
        uname: vm.new_struct_type(
            "posix",
            "uname_result",
            "uname_result: Result from os.uname().",
            process::UNAME,
            5,
        )?,
        times: vm.new_struct_type(
            "posix",
            "times_result",
            "times_result: Result from os.times().",
            process::TIMES,
            5,
        )?,
        terminal: vm.new_struct_type(
            "os",
            "terminal_size",
            "A tuple of (columns, lines) for holding terminal window size",
            &["columns", "lines"],
            2,
        )?,
    };
    let named = [
        ("statvfs_result", types.statvfs),
        ("waitid_result", types.waited),
        ("sched_param", types.priority),
        ("stat_result", types.stat),
        ("uname_result", types.uname),
        ("times_result", types.times),
        ("terminal_size", types.terminal),
    ];
    for (name, class) in named {
        vm.set_module_attr(module, name, class.value())?;
    }
    vm.module_state.insert("posix", Box::new(types));
    for (name, value) in
        constants::CONSTANTS.iter().chain(constants::LINUX).chain(constants::PLAIN).chain(spawn::ACTIONS)
    {
        let value = vm.new_int(*value)?;
        vm.set_module_attr(module, name, value)?;
    }
    let mut have = vec![];
    for name in constants::HAVE {
        have.push(vm.intern(name));
    }
    let have = vm.new_list(&have)?;
    vm.set_module_attr(module, "_have_functions", have)?;
    limits::init(vm, module)?;
    fork::init(vm)?;
    more_functions(vm, module)?;
    let error = vm.exceptions.OSError.value();
    vm.set_module_attr(module, "error", error)?;
    let environ = environment(vm)?;
    vm.set_module_attr(module, "environ", environ)
}

/// The functions of the parts.
fn more_functions(vm: &mut Vm, module: Value) -> Outcome<()> {
    let parts = [
        fork::ROWS,
        identity::ROWS,
        limits::ROWS,
        nodes::ROWS,
        paths::ROWS,
        scheduling::ROWS,
        spawn::ROWS,
        special::ROWS,
        terminals::ROWS,
        transfer::ROWS,
        wait::ROWS,
    ];
    let owner = vm.intern(MODULE.name);
    for row in parts.into_iter().flatten() {
        let function = vm.new_native(row, Value::UNSET, owner)?;
        vm.set_module_attr(module, row.name, function)?;
    }
    Ok(())
}

/// The environment as a dict of bytes.
fn environment(vm: &mut Vm) -> Outcome {
    use std::os::unix::ffi::OsStrExt;
    let dict = vm.new_dict()?;
    for (name, value) in std::env::vars_os() {
        let name = vm.new_bytes(name.as_bytes())?;
        let value = vm.new_bytes(value.as_bytes())?;
        vm.dict_set(dict, name, value)?;
    }
    Ok(dict)
}

fn environment_text(vm: &mut Vm, v: Value) -> Outcome<CString> {
    let bytes = fs_bytes(vm, v)?;
    CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))
}

/// A `dir_fd` argument.
pub fn dir_fd(vm: &mut Vm, v: Option<Value>) -> Outcome<i32> {
    let Some(v) = some(v) else { return Ok(libc::AT_FDCWD) };
    if !vm.has_index(v) {
        let kind = vm.type_name(v);
        return Err(vm.type_error(format!("argument should be integer or None, not {kind}")));
    }
    c_int(vm, v)
}

fn mode_or(vm: &mut Vm, v: Option<Value>, default: libc::mode_t) -> Outcome<libc::mode_t> {
    v.map_or(Ok(default), |v| Ok(c_int(vm, v)? as libc::mode_t))
}

fn getcwd(vm: &mut Vm, as_bytes: bool) -> Outcome {
    use std::os::unix::ffi::OsStrExt;
    match std::env::current_dir() {
        Ok(path) => fs_name(vm, path.as_os_str().as_bytes(), as_bytes),
        Err(e) => Err(os_error(vm, e.raw_os_error().unwrap_or_else(errno), &[])),
    }
}

fn unlink_as(vm: &mut Vm, a: Args, name: &str, flags: i32) -> Outcome {
    let p = path_arg(vm, a[0], name, false)?;
    let dir = dir_fd(vm, a.given(1))?;
    // SAFETY: the path ends in zero.
    done(vm, &[a[0]], unsafe { libc::unlinkat(dir, p.ptr(), flags) })
}

fn rename(vm: &mut Vm, a: Args, name: &str) -> Outcome {
    let (from, to) = (path_arg(vm, a[0], name, false)?, path_arg(vm, a[1], name, false)?);
    let (from_dir, to_dir) = (dir_fd(vm, a.given(2))?, dir_fd(vm, a.given(3))?);
    // SAFETY: the paths end in zero.
    done(vm, &[a[0], a[1]], unsafe { libc::renameat(from_dir, from.ptr(), to_dir, to.ptr()) })
}

fn inheritable(vm: &mut Vm, fd: i32, wanted: bool) -> Outcome<()> {
    // SAFETY: numbers.
    let answer = unsafe { libc::fcntl(fd, libc::F_SETFD, if wanted { 0 } else { libc::FD_CLOEXEC }) };
    check(vm, &[], answer as i64)?;
    Ok(())
}

fn utime(vm: &mut Vm, a: Args) -> Outcome {
    let p = path_arg(vm, a[0], "utime", true)?;
    let (times, nanos) = (some(a.given(1)), some(a.given(2)));
    let dir = dir_fd(vm, a.given(3))?;
    let follow = a.given(4).map_or(Ok(true), |v| vm.truth(v))?;
    let now = libc::timespec { tv_sec: 0, tv_nsec: libc::UTIME_NOW };
    let mut both = [now, now];
    if let Some(pair) = times.or(nanos) {
        if times.is_some() && nanos.is_some() {
            return Err(vm.value_error("utime: you may specify either 'times' or 'ns' but not both"));
        }
        let items = vm.collect_items(pair)?;
        if items.len() != 2 {
            let which = if nanos.is_some() { "'ns' must be" } else { "'times' must be either" };
            let or = if nanos.is_some() { "" } else { " or None" };
            return Err(vm.type_error(format!("utime: {which} a tuple of two ints{or}")));
        }
        for (slot, v) in both.iter_mut().zip(items.iter()) {
            let total = match (nanos, vm.float_value(*v)) {
                (None, Some(f)) => (f * 1e9).floor() as i64,
                (None, None) => vm.index_i64(*v)?.saturating_mul(1_000_000_000),
                _ => vm.index_i64(*v)?,
            };
            slot.tv_sec = total.div_euclid(1_000_000_000);
            slot.tv_nsec = total.rem_euclid(1_000_000_000);
        }
    }
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    // SAFETY: the path ends in zero, there are two times.
    let answer = unsafe {
        if p.fd >= 0 {
            libc::futimens(p.fd, both.as_ptr())
        } else {
            libc::utimensat(dir, p.ptr(), both.as_ptr(), flags)
        }
    };
    done(vm, &[a[0]], answer)
}
