//! `time`: clocks, sleeping, and dates by the system's calendar.

mod calendar;

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, native};

/// The module.
pub static MODULE: ModuleTable =
    ModuleTable { name: "time", doc: "Clocks, and waiting.", functions: ROWS, init: Some(init) };

const CLOCK: Effect = Effect::ALLOC;

static ROWS: &[Native] = &[
    native("time", "()", CLOCK, |vm, _| seconds(vm, libc::CLOCK_REALTIME)).summary("f"),
    native("time_ns", "()", CLOCK, |vm, _| nanoseconds(vm, libc::CLOCK_REALTIME)).summary("i"),
    native("monotonic", "()", CLOCK, |vm, _| seconds(vm, libc::CLOCK_MONOTONIC)).summary("f"),
    native("monotonic_ns", "()", CLOCK, |vm, _| nanoseconds(vm, libc::CLOCK_MONOTONIC)).summary("i"),
    native("perf_counter", "()", CLOCK, |vm, _| seconds(vm, libc::CLOCK_MONOTONIC)).summary("f"),
    native("perf_counter_ns", "()", CLOCK, |vm, _| nanoseconds(vm, libc::CLOCK_MONOTONIC)).summary("i"),
    native("process_time", "()", CLOCK, |vm, _| seconds(vm, libc::CLOCK_PROCESS_CPUTIME_ID)).summary("f"),
    native("process_time_ns", "()", CLOCK, |vm, _| nanoseconds(vm, libc::CLOCK_PROCESS_CPUTIME_ID)).summary("i"),
    native("thread_time", "()", CLOCK, |vm, _| seconds(vm, libc::CLOCK_THREAD_CPUTIME_ID)).summary("f"),
    native("thread_time_ns", "()", CLOCK, |vm, _| nanoseconds(vm, libc::CLOCK_THREAD_CPUTIME_ID)).summary("i"),
    native("clock_gettime", "(clk_id, /)", CLOCK, |vm, a| {
        let clock = clock(vm, a[0])?;
        seconds(vm, clock)
    }),
    native("clock_gettime_ns", "(clk_id, /)", CLOCK, |vm, a| {
        let clock = clock(vm, a[0])?;
        nanoseconds(vm, clock)
    }),
    native("clock_settime", "(clk_id, time, /)", CLOCK, |vm, a| {
        let clock = clock(vm, a[0])?;
        let time = vm.to_f64(a[1])?;
        if time.is_nan() || time.abs() >= 9e9 {
            return Err(vm.overflow_error("timestamp out of range for platform time_t"));
        }
        set_clock(vm, clock, (time * 1e9).floor() as i64)
    }),
    native("clock_settime_ns", "(clk_id, time, /)", CLOCK, |vm, a| {
        let (clock, time) = (clock(vm, a[0])?, vm.index_i64(a[1])?);
        set_clock(vm, clock, time)
    }),
    native("pthread_getcpuclockid", "(thread_id, /)", CLOCK, |vm, a| {
        let (thread, mut clock) = (vm.index_i64(a[0])?, 0);
        unsafe extern "C" {
            fn pthread_getcpuclockid(thread: libc::pthread_t, clock: *mut libc::clockid_t) -> i32;
        }
        // SAFETY: the number is ours; that the thread lives is the program's part, as in C.
        match unsafe { pthread_getcpuclockid(thread as libc::pthread_t, &mut clock) } {
            0 => vm.new_int(clock.into()),
            error => Err(crate::system_calls::os_error(vm, error, &[])),
        }
    }),
    native("clock_getres", "(clk_id, /)", CLOCK, |vm, a| {
        let clock = clock(vm, a[0])?;
        vm.new_float(resolution(clock))
    }),
    native("get_clock_info", "(name, /)", CLOCK, clock_info),
    native("sleep", "(seconds, /)", Effect::SWITCHES, sleep),
];

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    for (name, clock) in CLOCKS {
        vm.set_module_attr(module, name, Value::small_int(*clock as isize))?;
    }
    calendar::init(vm, module)
}

static CLOCKS: &[(&str, libc::clockid_t)] = &[
    ("CLOCK_REALTIME", libc::CLOCK_REALTIME),
    ("CLOCK_MONOTONIC", libc::CLOCK_MONOTONIC),
    ("CLOCK_MONOTONIC_RAW", libc::CLOCK_MONOTONIC_RAW),
    ("CLOCK_BOOTTIME", libc::CLOCK_BOOTTIME),
    ("CLOCK_PROCESS_CPUTIME_ID", libc::CLOCK_PROCESS_CPUTIME_ID),
    ("CLOCK_THREAD_CPUTIME_ID", libc::CLOCK_THREAD_CPUTIME_ID),
    ("CLOCK_TAI", libc::CLOCK_TAI),
];

/// A clock by its number.
fn clock(vm: &mut Vm, v: Value) -> Outcome<libc::clockid_t> {
    let clock = crate::system_calls::c_int(vm, v)?;
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the time goes to a local.
    let answer = unsafe { libc::clock_gettime(clock, &mut t) };
    crate::system_calls::check(vm, &[], answer.into())?;
    Ok(clock)
}

fn set_clock(vm: &mut Vm, clock: libc::clockid_t, nanos: i64) -> Outcome {
    const SECOND: i64 = 1_000_000_000;
    let time = libc::timespec { tv_sec: nanos.div_euclid(SECOND), tv_nsec: nanos.rem_euclid(SECOND) };
    // SAFETY: a whole struct.
    crate::system_calls::done(vm, &[], unsafe { libc::clock_settime(clock, &time) })
}

fn resolution(clock: libc::clockid_t) -> f64 {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the time goes to a local.
    unsafe { libc::clock_getres(clock, &mut t) };
    t.tv_sec as f64 + t.tv_nsec as f64 / 1e9
}

fn clock_info(vm: &mut Vm, args: Args) -> Outcome {
    let name = vm.expect_str(args[0], "get_clock_info() argument 1")?;
    let (clock, text, adjustable) = match name.as_str() {
        "time" => (libc::CLOCK_REALTIME, "clock_gettime(CLOCK_REALTIME)", true),
        "monotonic" | "perf_counter" => (libc::CLOCK_MONOTONIC, "clock_gettime(CLOCK_MONOTONIC)", false),
        "process_time" => (libc::CLOCK_PROCESS_CPUTIME_ID, "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", false),
        "thread_time" => (libc::CLOCK_THREAD_CPUTIME_ID, "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", false),
        _ => return Err(vm.value_error("unknown clock")),
    };
    let info = crate::simple_namespace::new(vm)?;
    let (text, resolution) = (vm.new_str(text)?, vm.new_float(resolution(clock))?);
    vm.set_attr_text(info, "implementation", text)?;
    vm.set_attr_text(info, "monotonic", Value::bool(!adjustable))?;
    vm.set_attr_text(info, "adjustable", Value::bool(adjustable))?;
    vm.set_attr_text(info, "resolution", resolution)?;
    Ok(info)
}

fn read(clock: libc::clockid_t) -> i64 {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the time goes to a local.
    unsafe { libc::clock_gettime(clock, &mut t) };
    t.tv_sec * 1_000_000_000 + t.tv_nsec
}

fn seconds(vm: &mut Vm, clock: libc::clockid_t) -> Outcome {
    vm.new_float(read(clock) as f64 / 1e9)
}

fn nanoseconds(vm: &mut Vm, clock: libc::clockid_t) -> Outcome {
    vm.new_int(read(clock))
}

fn sleep(vm: &mut Vm, args: Args) -> Outcome {
    let seconds = vm.to_f64(args[0])?;
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(vm.value_error("sleep length must be non-negative"));
    }
    let end = read(libc::CLOCK_MONOTONIC) + (seconds.min(9e9) * 1e9) as i64;
    let until = libc::timespec { tv_sec: end / 1_000_000_000, tv_nsec: end % 1_000_000_000 };
    loop {
        let answer = vm.blocking(&[], || {
            // SAFETY: the time is a local; what is left is not asked for.
            unsafe { libc::clock_nanosleep(libc::CLOCK_MONOTONIC, libc::TIMER_ABSTIME, &until, std::ptr::null_mut()) }
        });
        vm.safepoint()?;
        // Signals' handlers may raise; else the sleep goes on.
        if answer != libc::EINTR {
            return Ok(Value::NONE);
        }
    }
}
