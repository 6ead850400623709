//! `time`: clocks and sleeping.

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
    native("sleep", "(seconds, /)", Effect::SWITCHES, sleep),
];

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    for (name, n) in [("timezone", 0), ("altzone", 0), ("daylight", 0)] {
        vm.set_module_attr(module, name, Value::small_int(n))?;
    }
    Ok(())
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
    let duration = std::time::Duration::from_secs_f64(seconds.min(1e9));
    vm.blocking(&[], || std::thread::sleep(duration));
    vm.safepoint()?;
    Ok(Value::NONE)
}
