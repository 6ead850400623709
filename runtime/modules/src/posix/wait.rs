//! Waiting for children, and what a status says.

use super::classes;
use crate::system_calls::{c_int, wait as until_done};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, native};

const PY: Effect = Effect::PYTHON;

/// Fields of `waitid()`.
pub const RESULT: &[&str] = &["si_pid", "si_uid", "si_signo", "si_status", "si_code"];

/// A question about a status.
macro_rules! asked {
    ($name:literal $ask:ident bool) => {
        native($name, "(status)", PY, |vm, a| Ok(Value::bool(libc::$ask(c_int(vm, a[0])?))))
    };
    ($name:literal $ask:ident number) => {
        native($name, "(status)", PY, |vm, a| Ok(Value::small_int(libc::$ask(c_int(vm, a[0])?) as isize)))
    };
}

pub static ROWS: &[Native] = &[
    asked!("WIFEXITED" WIFEXITED bool),
    asked!("WIFSIGNALED" WIFSIGNALED bool),
    asked!("WIFSTOPPED" WIFSTOPPED bool),
    asked!("WIFCONTINUED" WIFCONTINUED bool),
    asked!("WCOREDUMP" WCOREDUMP bool),
    asked!("WEXITSTATUS" WEXITSTATUS number),
    asked!("WTERMSIG" WTERMSIG number),
    asked!("WSTOPSIG" WSTOPSIG number),
    native("waitstatus_to_exitcode", "(status)", PY, exit_code),
    native("wait", "()", PY, |vm, _| pair(vm, -1, 0)),
    native("waitpid", "(pid, options, /)", PY, |vm, a| {
        let (pid, options) = (c_int(vm, a[0])?, c_int(vm, a[1])?);
        pair(vm, pid, options)
    }),
    native("wait3", "(options)", PY, |vm, a| {
        let options = c_int(vm, a[0])?;
        with_usage(vm, -1, options)
    }),
    native("wait4", "(pid, options)", PY, |vm, a| {
        let (pid, options) = (c_int(vm, a[0])?, c_int(vm, a[1])?);
        with_usage(vm, pid, options)
    }),
    native("waitid", "(idtype, id, options, /)", PY, |vm, a| {
        let (kind, id, options) = (c_int(vm, a[0])?, vm.index_i64(a[1])?, c_int(vm, a[2])?);
        // SAFETY: zero is a value of the struct.
        let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
        // SAFETY: the struct is ours.
        until_done(vm, &[], || unsafe { libc::waitid(kind as _, id as _, &mut info, options) } as i64)?;
        // SAFETY: `waitid` writes these fields, or leaves them zero if no child has changed.
        let (pid, user, status) = unsafe { (info.si_pid(), info.si_uid(), info.si_status()) };
        if pid == 0 {
            return Ok(Value::NONE);
        }
        let items = [i64::from(pid), user.into(), info.si_signo.into(), status.into(), info.si_code.into()];
        let class = classes(vm).waited;
        vm.new_struct(class, &items.map(|n| Value::small_int(n as isize)))
    }),
];

fn pair(vm: &mut Vm, pid: i32, options: i32) -> Outcome {
    let mut status = 0;
    // SAFETY: the status is ours.
    let pid = until_done(vm, &[], || unsafe { libc::waitpid(pid, &mut status, options) } as i64)?;
    vm.new_tuple(&[Value::small_int(pid as isize), Value::small_int(status as isize)])
}

fn with_usage(vm: &mut Vm, pid: i32, options: i32) -> Outcome {
    let mut status = 0;
    // SAFETY: zero is a value of the struct.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: both are ours.
    let pid = until_done(vm, &[], || unsafe { libc::wait4(pid, &mut status, options, &mut usage) } as i64)?;
    vm.import_module("resource")?;
    let usage = crate::resource::result(vm, &usage)?;
    vm.new_tuple(&[Value::small_int(pid as isize), Value::small_int(status as isize), usage])
}

fn exit_code(vm: &mut Vm, a: Args) -> Outcome {
    let status = c_int(vm, a[0])?;
    if libc::WIFEXITED(status) {
        return Ok(Value::small_int(libc::WEXITSTATUS(status) as isize));
    }
    if libc::WIFSIGNALED(status) {
        return Ok(Value::small_int(-libc::WTERMSIG(status) as isize));
    }
    if libc::WIFSTOPPED(status) {
        let signal = libc::WSTOPSIG(status);
        return Err(vm.value_error(format!("process stopped by delivery of signal {signal}")));
    }
    Err(vm.value_error(format!("invalid wait status: {status}")))
}
