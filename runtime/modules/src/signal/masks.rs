//! Sets of signals: which are held back, which have come, waiting for some of them.

use super::{NSIG, class_of_info};
use crate::system_calls::{c_int, check, done, errno, os_error};
use crate::util::some;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Native, Outcome, native};
use std::mem::MaybeUninit;
use std::time::{Duration, Instant};

const PY: Effect = Effect::PYTHON;

/// Fields of what `sigwaitinfo()` gives.
pub const INFO: &[&str] = &["si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band"];

pub static ROWS: &[Native] = &[
    native("pthread_sigmask", "(how, mask, /)", PY, |vm, a| {
        let (how, new) = (c_int(vm, a[0])?, set(vm, a[1])?);
        let mut old = empty();
        // SAFETY: whole sets.
        let error = unsafe { libc::pthread_sigmask(how, &new, &mut old) };
        if error != 0 {
            return Err(os_error(vm, error, &[]));
        }
        // What was held back may have come by now.
        vm.safepoint()?;
        numbers(vm, &old)
    }),
    native("pthread_kill", "(thread_id, signalnum, /)", PY, |vm, a| {
        let (thread, signal) = (vm.index_i64(a[0])?, c_int(vm, a[1])?);
        // SAFETY: numbers; that the thread lives is the program's part, as in C.
        let error = unsafe { libc::pthread_kill(thread as libc::pthread_t, signal) };
        if error != 0 {
            return Err(os_error(vm, error, &[]));
        }
        vm.safepoint()?;
        Ok(Value::NONE)
    }),
    native("sigpending", "()", PY, |vm, _| {
        let mut waiting = empty();
        // SAFETY: the set is ours.
        let answer = unsafe { libc::sigpending(&mut waiting) };
        check(vm, &[], answer.into())?;
        numbers(vm, &waiting)
    }),
    native("sigwait", "(sigset, /)", PY, |vm, a| {
        let (wanted, mut signal) = (set(vm, a[0])?, 0);
        // SAFETY: a whole set; the number is ours.
        let error = vm.blocking(&[], || unsafe { libc::sigwait(&wanted, &mut signal) });
        if error != 0 { Err(os_error(vm, error, &[])) } else { Ok(Value::small_int(signal as isize)) }
    }),
    native("sigwaitinfo", "(sigset, /)", PY, |vm, a| {
        let wanted = set(vm, a[0])?;
        match information(vm, &wanted, None)? {
            Some(info) => info_object(vm, &info),
            None => unreachable!("it waits without end"),
        }
    }),
    native("sigtimedwait", "(sigset, timeout, /)", PY, |vm, a| {
        let wanted = set(vm, a[0])?;
        let seconds = vm.to_f64(a[1])?;
        if seconds < 0.0 {
            return Err(vm.value_error("timeout must be non-negative"));
        }
        let Ok(time) = Duration::try_from_secs_f64(seconds) else {
            return Err(vm.overflow_error("timestamp out of range for platform time_t"));
        };
        match information(vm, &wanted, Some(time))? {
            Some(info) => info_object(vm, &info),
            None => Ok(Value::NONE),
        }
    }),
    native("pidfd_send_signal", "(pidfd, signalnum, siginfo=None, flags=0, /)", PY, |vm, a| {
        let (fd, signal) = (c_int(vm, a[0])?, c_int(vm, a[1])?);
        if some(a.given(2)).is_some() {
            return Err(vm.type_error("siginfo must be None"));
        }
        let flags = a.given(3).map_or(Ok(0), |v| c_int(vm, v))?;
        let none = std::ptr::null::<libc::siginfo_t>();
        // SAFETY: numbers, and no information of the program's.
        done(vm, &[], unsafe { libc::syscall(libc::SYS_pidfd_send_signal, fd, signal, none, flags) } as i32)
    }),
];

fn empty() -> libc::sigset_t {
    let mut set = MaybeUninit::uninit();
    // SAFETY: this makes one of the memory.
    unsafe {
        libc::sigemptyset(set.as_mut_ptr());
        set.assume_init()
    }
}

/// The set of the numbers in an iterable.
pub fn set(vm: &mut Vm, v: Value) -> Outcome<libc::sigset_t> {
    let mut set = empty();
    for item in vm.collect_items(v)?.iter() {
        let n = vm.index_clamped(*item)?;
        if !(1..NSIG).contains(&n) {
            let most = NSIG - 1;
            return Err(vm.value_error(format!("signal number {n} out of range [1; {most}]")));
        }
        // SAFETY: a signal's number.
        unsafe { libc::sigaddset(&mut set, n as i32) };
    }
    Ok(set)
}

fn numbers(vm: &mut Vm, set: &libc::sigset_t) -> Outcome {
    let all = vm.new_set()?;
    for n in 1..NSIG {
        // SAFETY: a signal's number.
        if unsafe { libc::sigismember(set, n as i32) } == 1 {
            vm.set_add(all, Value::small_int(n as isize))?;
        }
    }
    Ok(all)
}

/// Waits for one of the signals; `None`: the time was over. Handlers of others run in between.
fn information(vm: &mut Vm, wanted: &libc::sigset_t, time: Option<Duration>) -> Outcome<Option<libc::siginfo_t>> {
    let end = time.map(|time| Instant::now() + time);
    loop {
        let left = end.map(|end| end.saturating_duration_since(Instant::now()));
        let left = left.map(|t| libc::timespec { tv_sec: t.as_secs() as i64, tv_nsec: t.subsec_nanos().into() });
        let (answer, error, info) = vm.blocking(&[], || {
            let mut info = MaybeUninit::<libc::siginfo_t>::zeroed();
            // SAFETY: a whole set, room for the answer; zero is a value of it.
            unsafe {
                let answer = match &left {
                    Some(left) => libc::sigtimedwait(wanted, info.as_mut_ptr(), left),
                    None => libc::sigwaitinfo(wanted, info.as_mut_ptr()),
                };
                (answer, errno(), info.assume_init())
            }
        });
        match error {
            _ if answer >= 0 => return Ok(Some(info)),
            libc::EAGAIN => return Ok(None),
            libc::EINTR => vm.safepoint()?,
            error => return Err(os_error(vm, error, &[])),
        }
    }
}

fn info_object(vm: &mut Vm, info: &libc::siginfo_t) -> Outcome {
    // SAFETY: the fields of a signal sent by a process; others have numbers there too.
    let (pid, user, status) = unsafe { (info.si_pid(), info.si_uid(), info.si_status()) };
    let numbers = [info.si_signo, info.si_code, info.si_errno, pid, user as i32, status, 0];
    let class = class_of_info(vm);
    vm.new_struct(class, &numbers.map(|n| Value::small_int(n as isize)))
}
