//! `_posixsubprocess`: starting another program, with everything between fork and exec in one function.
//!
//! Between the two the child allocates nothing (another thread may have held the allocator's lock), unless the
//! program gave a `preexec_fn`, which is at its own risk.

use crate::system_calls::{c_int, errno, fs_bytes, os_error};
use crate::util::some;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Outcome, native};
use std::ffi::CString;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_posixsubprocess",
    doc: "A POSIX helper for the subprocess module.",
    functions: &[native(
        "fork_exec",
        "(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, umask, preexec_fn, /)",
        Effect::SWITCHES,
        fork_exec,
    )],
    init: None,
};

/// Strings as `exec` takes them: pointers that end in null. The strings live behind them.
struct Strings {
    _texts: Vec<CString>,
    pointers: Vec<*const libc::c_char>,
}

fn strings(vm: &mut Vm, v: Value) -> Outcome<Strings> {
    let mut texts = vec![];
    for item in vm.collect_items(v)?.iter() {
        let path = crate::system_calls::fspath(vm, *item)?;
        let bytes = fs_bytes(vm, path)?;
        match CString::new(bytes) {
            Ok(text) => texts.push(text),
            Err(_) => return Err(vm.value_error("embedded null byte")),
        }
    }
    let pointers = texts.iter().map(|t| t.as_ptr()).chain([std::ptr::null()]).collect();
    Ok(Strings { _texts: texts, pointers })
}

/// What the child does, in plain data.
struct Plan {
    arguments: Strings,
    executables: Strings,
    environment: Option<Strings>,
    folder: Option<Strings>,
    close: bool,
    keep: Vec<i32>,
    /// Read end for the child's input, and the parent's end; the same for output and errors.
    input: [i32; 2],
    output: [i32; 2],
    errors: [i32; 2],
    /// Where failures are told.
    tell: i32,
    restore_signals: bool,
    session: bool,
    group: i32,
    gid: Option<libc::gid_t>,
    groups: Option<Vec<libc::gid_t>>,
    uid: Option<libc::uid_t>,
    umask: i32,
    first: Value,
}

fn fork_exec(vm: &mut Vm, args: Args) -> Outcome {
    let plan = plan(vm, args)?;
    // SAFETY: the child goes on below and ends there.
    let fork = || unsafe { libc::fork() };
    // A `preexec_fn` is a program of its own.
    let pid = if plan.first.is(Value::NONE) { fork() } else { crate::posix::fork::fork(vm, fork)? };
    match pid {
        -1 => Err(os_error(vm, errno(), &[])),
        0 => child(vm, &plan),
        pid => vm.new_int(pid.into()),
    }
}

fn plan(vm: &mut Vm, a: Args) -> Outcome<Plan> {
    let mut fd = |i: usize| c_int(vm, a[i]);
    let (input, output, errors) = ([fd(6)?, fd(7)?], [fd(9)?, fd(8)?], [fd(11)?, fd(10)?]);
    let (tell, group, umask) = (fd(13)?, fd(16)?, fd(20)?);
    let mut keep = vec![tell];
    for item in vm.collect_items(a[3])?.iter() {
        keep.push(c_int(vm, *item)?);
    }
    keep.sort_unstable();
    let one = |vm: &mut Vm, v: Value| -> Outcome<Strings> {
        let list = vm.new_list(&[v])?;
        strings(vm, list)
    };
    let folder = match some(a.given(4)) {
        Some(v) => Some(one(vm, v)?),
        None => None,
    };
    let environment = match some(a.given(5)) {
        Some(v) => Some(strings(vm, v)?),
        None => None,
    };
    let mut id = |i: usize| match some(a.given(i)) {
        Some(v) => vm.index_i64(v).map(|n| Some(n as u32)),
        None => Ok(None),
    };
    let (gid, uid) = (id(17)?, id(19)?);
    let groups = match some(a.given(18)) {
        Some(v) => {
            let mut groups = vec![];
            for item in vm.collect_items(v)?.iter() {
                groups.push(vm.index_i64(*item)? as libc::gid_t);
            }
            Some(groups)
        }
        None => None,
    };
    let (arguments, executables) = (strings(vm, a[0])?, strings(vm, a[1])?);
    let [close, restore_signals, session] = [vm.truth(a[2])?, vm.truth(a[14])?, vm.truth(a[15])?];
    let first = a.or(21, Value::NONE);
    Ok(Plan {
        arguments,
        executables,
        environment,
        folder,
        close,
        keep,
        input,
        output,
        errors,
        tell,
        restore_signals,
        session,
        group,
        gid,
        groups,
        uid,
        umask,
        first,
    })
}

/// The child: prepares, becomes the other program, or tells why not and ends.
fn child(vm: &mut Vm, plan: &Plan) -> ! {
    let why = match prepare(plan) {
        Err(why) => why,
        Ok(()) if !plan.first.is(Value::NONE) && vm.call(plan.first, &[]).is_err() => {
            tell(plan, b"SubprocessError:0:Exception occurred in preexec_fn.")
        }
        Ok(()) => become_it(plan),
    };
    let mut message = [0u8; 64];
    let head = b"OSError:";
    message[..head.len()].copy_from_slice(head);
    let mut n = head.len();
    for shift in (0..8).rev() {
        let digit = (errno() >> (4 * shift)) & 15;
        if digit != 0 || n > head.len() || shift == 0 {
            message[n] = b"0123456789abcdef"[digit as usize];
            n += 1;
        }
    }
    message[n] = b':';
    message[n + 1..n + 1 + why.len()].copy_from_slice(why);
    tell(plan, &message[..n + 1 + why.len()])
}

fn tell(plan: &Plan, message: &[u8]) -> ! {
    // SAFETY: writes a slice to a descriptor and ends the process.
    unsafe {
        libc::write(plan.tell, message.as_ptr().cast(), message.len());
        libc::_exit(255)
    }
}

/// A failed call, as the parent's library knows it.
type Why = &'static [u8];

fn check(answer: i32) -> Result<i32, Why> {
    if answer < 0 { Err(b"noexec") } else { Ok(answer) }
}

fn prepare(plan: &Plan) -> Result<(), Why> {
    // SAFETY: descriptors and numbers; the strings are C strings of the plan.
    unsafe {
        for fd in plan.keep.iter().filter(|fd| **fd != plan.tell) {
            check(libc::fcntl(*fd, libc::F_SETFD, 0))?;
        }
        for end in [plan.input[1], plan.output[1], plan.errors[1]] {
            if end >= 0 {
                libc::close(end);
            }
        }
        let (mut output, mut errors) = (plan.output[0], plan.errors[0]);
        if output == 0 {
            output = check(libc::dup(output))?;
        }
        while (0..=1).contains(&errors) {
            errors = check(libc::dup(errors))?;
        }
        for (from, to) in [(plan.input[0], 0), (output, 1), (errors, 2)] {
            if from == to {
                check(libc::fcntl(from, libc::F_SETFD, 0))?;
            } else if from >= 0 {
                check(libc::dup2(from, to))?;
            }
        }
        if let Some(folder) = &plan.folder
            && libc::chdir(folder.pointers[0]) < 0
        {
            return Err(b"noexec:chdir");
        }
        if plan.umask >= 0 {
            libc::umask(plan.umask as libc::mode_t);
        }
        if plan.restore_signals {
            for signal in [libc::SIGPIPE, libc::SIGXFSZ] {
                libc::signal(signal, libc::SIG_DFL);
            }
        }
        if plan.session {
            libc::setsid();
        }
        if plan.group >= 0 {
            check(libc::setpgid(0, plan.group))?;
        }
        if let Some(groups) = &plan.groups {
            check(libc::setgroups(groups.len(), groups.as_ptr()))?;
        }
        if let Some(gid) = plan.gid {
            check(libc::setregid(gid, gid))?;
        }
        if let Some(uid) = plan.uid {
            check(libc::setreuid(uid, uid))?;
        }
    }
    Ok(())
}

fn become_it(plan: &Plan) -> Why {
    if plan.close {
        close_others(&plan.keep);
    }
    unsafe extern "C" {
        static environ: *const *const libc::c_char;
    }
    // SAFETY: arrays of C strings that end in null; on success nothing comes after.
    unsafe {
        let environment = plan.environment.as_ref().map_or(environ, |e| e.pointers.as_ptr());
        let mut worst = libc::ENOENT;
        for executable in plan.executables.pointers.iter().filter(|e| !e.is_null()) {
            libc::execve(*executable, plan.arguments.pointers.as_ptr(), environment);
            if !matches!(errno(), libc::ENOENT | libc::ENOTDIR) {
                worst = errno();
            }
        }
        *libc::__errno_location() = worst;
    }
    b""
}

/// Closes all descriptors from 3 on but those in the sorted list.
fn close_others(keep: &[i32]) {
    let close = |from: u32, to: u32| {
        if from <= to {
            // SAFETY: closes descriptors that the new program shall not have.
            unsafe { libc::syscall(libc::SYS_close_range, from, to, 0) };
        }
    };
    let mut from = 3;
    for fd in keep.iter().map(|fd| *fd as u32).filter(|fd| *fd >= 3) {
        if fd > from {
            close(from, fd - 1);
        }
        from = fd + 1;
    }
    close(from, u32::MAX);
}
