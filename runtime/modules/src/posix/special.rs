//! Descriptors that stand for other things than files: counters, timers, memory, processes; and name spaces.

use super::macros::{answered, checked};
use crate::system_calls::{c_int, check, done, os_error, path_arg, unsigned, wait};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, native};

const PY: Effect = Effect::PYTHON;
const SECOND: i64 = 1_000_000_000;

pub static ROWS: &[Native] = &[
    native("pipe2", "(flags, /)", PY, |vm, a| {
        let (flags, mut ends) = (c_int(vm, a[0])?, [0i32; 2]);
        // SAFETY: room for two.
        let answer = unsafe { libc::pipe2(ends.as_mut_ptr(), flags) };
        check(vm, &[], answer.into())?;
        vm.new_tuple(&ends.map(|fd| Value::small_int(fd as isize)))
    }),
    native("memfd_create", "(name, flags=MFD_CLOEXEC)", PY, |vm, a| {
        let name = path_arg(vm, a[0], "memfd_create", false)?;
        let flags = a.given(1).map_or(Ok(libc::MFD_CLOEXEC), |v| Ok(vm.index_i64(v)? as u32))?;
        // SAFETY: the name ends in zero.
        let fd = check(vm, &[], unsafe { libc::memfd_create(name.ptr(), flags) }.into())?;
        vm.new_int(fd)
    }),
    native("eventfd", "(initval, flags=EFD_CLOEXEC)", PY, |vm, a| {
        let start = vm.index_i64(a[0])?;
        let flags = a.given(1).map_or(Ok(libc::EFD_CLOEXEC), |v| c_int(vm, v))?;
        let Ok(start) = u32::try_from(start) else { return Err(vm.overflow_error("initval out of range")) };
        // SAFETY: numbers.
        let fd = check(vm, &[], unsafe { libc::eventfd(start, flags) }.into())?;
        vm.new_int(fd)
    }),
    native("eventfd_read", "(fd)", PY, |vm, a| {
        let (fd, mut count) = (c_int(vm, a[0])?, 0u64);
        // SAFETY: the count has eight bytes.
        wait(vm, &[], || unsafe { libc::read(fd, (&raw mut count).cast(), 8) } as i64)?;
        unsigned(vm, count)
    }),
    native("eventfd_write", "(fd, value)", PY, |vm, a| {
        let (fd, value) = (c_int(vm, a[0])?, vm.index(a[1])?);
        let count = vm.big_value(value).and_then(|n| u64::try_from(n).ok());
        let Some(count) = count else { return Err(vm.overflow_error("value out of range")) };
        // SAFETY: the count has eight bytes.
        wait(vm, &[], || unsafe { libc::write(fd, (&raw const count).cast(), 8) } as i64)?;
        Ok(Value::NONE)
    }),
    native("timerfd_create", "(clockid, /, *, flags=<unrepresentable>)", PY, |vm, a| {
        let clock = c_int(vm, a[0])?;
        let flags = a.given(1).map_or(Ok(libc::TFD_CLOEXEC), |v| c_int(vm, v))?;
        // SAFETY: numbers.
        let fd = check(vm, &[], unsafe { libc::timerfd_create(clock, flags) }.into())?;
        vm.new_int(fd)
    }),
    native("timerfd_settime", "(fd, /, *, flags=0, initial=0.0, interval=0.0)", PY, |vm, a| {
        set_timer(vm, a, seconds, floats)
    }),
    native("timerfd_settime_ns", "(fd, /, *, flags=0, initial=0, interval=0)", PY, |vm, a| {
        set_timer(vm, a, |vm, v| vm.index_i64(v), ints)
    }),
    native("timerfd_gettime", "(fd, /)", PY, |vm, a| get_timer(vm, a, floats)),
    native("timerfd_gettime_ns", "(fd, /)", PY, |vm, a| get_timer(vm, a, ints)),
    native("pidfd_open", "(pid, flags=0)", PY, |vm, a| {
        let (pid, flags) = (c_int(vm, a[0])?, a.given(1).map_or(Ok(0), |v| c_int(vm, v))?);
        // SAFETY: numbers.
        let fd = check(vm, &[], unsafe { libc::syscall(libc::SYS_pidfd_open, pid, flags) })?;
        vm.new_int(fd)
    }),
    checked!("unshare" "(flags)" unshare c_int),
    native("setns", "(fd, nstype=0)", PY, |vm, a| {
        let fd = crate::select::descriptor(vm, a[0])?;
        let kind = a.given(1).map_or(Ok(0), |v| c_int(vm, v))?;
        // SAFETY: numbers.
        done(vm, &[], unsafe { libc::setns(fd, kind) })
    }),
    answered!("posix_openpt" "(oflag, /)" posix_openpt c_int),
    checked!("grantpt" "(fd, /)" grantpt c_int),
    checked!("unlockpt" "(fd, /)" unlockpt c_int),
];

fn seconds(vm: &mut Vm, v: Value) -> Outcome<i64> {
    Ok((vm.to_f64(v)? * SECOND as f64).round() as i64)
}

fn spec(nanos: i64) -> libc::timespec {
    libc::timespec { tv_sec: nanos.div_euclid(SECOND), tv_nsec: nanos.rem_euclid(SECOND) }
}

fn both(vm: &mut Vm, times: &libc::itimerspec, show: Show) -> Outcome {
    let nanos = |t: libc::timespec| t.tv_sec * SECOND + t.tv_nsec;
    let (initial, interval) = (show(vm, nanos(times.it_value))?, show(vm, nanos(times.it_interval))?);
    vm.new_tuple(&[initial, interval])
}

type Show = fn(&mut Vm, i64) -> Outcome;

fn set_timer(vm: &mut Vm, a: Args, read: fn(&mut Vm, Value) -> Outcome<i64>, show: Show) -> Outcome {
    let (fd, flags) = (c_int(vm, a[0])?, a.given(1).map_or(Ok(0), |v| c_int(vm, v))?);
    let initial = a.given(2).map_or(Ok(0), |v| read(vm, v))?;
    let interval = a.given(3).map_or(Ok(0), |v| read(vm, v))?;
    let new = libc::itimerspec { it_interval: spec(interval), it_value: spec(initial) };
    let mut old = libc::itimerspec { it_interval: spec(0), it_value: spec(0) };
    // SAFETY: whole structs.
    let answer = unsafe { libc::timerfd_settime(fd, flags, &new, &mut old) };
    check(vm, &[], answer.into())?;
    both(vm, &old, show)
}

fn floats(vm: &mut Vm, nanos: i64) -> Outcome {
    vm.new_float(nanos as f64 * 1e-9)
}

fn ints(vm: &mut Vm, nanos: i64) -> Outcome {
    vm.new_int(nanos)
}

fn get_timer(vm: &mut Vm, a: Args, show: Show) -> Outcome {
    let fd = c_int(vm, a[0])?;
    let mut now = libc::itimerspec { it_interval: spec(0), it_value: spec(0) };
    // SAFETY: the struct is ours.
    let answer = unsafe { libc::timerfd_gettime(fd, &mut now) };
    if answer < 0 {
        return Err(os_error(vm, crate::system_calls::errno(), &[]));
    }
    both(vm, &now, show)
}
