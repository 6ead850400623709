//! Timers of the process that end in a signal.

use crate::system_calls::{c_int, errno, error_text};
use crate::util::{class_of, hidden_type, new_exception};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Native, Outcome, Raised, TypeTable, native};

const PY: Effect = Effect::PYTHON;

pub static ROWS: &[Native] = &[
    native("setitimer", "(which, seconds, interval=0.0, /)", PY, |vm, a| {
        let which = c_int(vm, a[0])?;
        let value = span(vm, a[1])?;
        let interval = match a.given(2) {
            Some(v) => span(vm, v)?,
            None => libc::timeval { tv_sec: 0, tv_usec: 0 },
        };
        let new = libc::itimerval { it_interval: interval, it_value: value };
        let mut old = new;
        // SAFETY: whole structs.
        let answer = unsafe { libc::setitimer(which as _, &new, &mut old) };
        if answer != 0 { Err(failed(vm)) } else { both(vm, &old) }
    }),
    native("getitimer", "(which, /)", PY, |vm, a| {
        let which = c_int(vm, a[0])?;
        // SAFETY: zero is a value of the struct.
        let mut now: libc::itimerval = unsafe { std::mem::zeroed() };
        // SAFETY: the struct is ours.
        let answer = unsafe { libc::getitimer(which as _, &mut now) };
        if answer != 0 { Err(failed(vm)) } else { both(vm, &now) }
    }),
];

/// Keeps the class of errors as an attribute.
static KEEPER: TypeTable = TypeTable { map: 0, name: "keeper", module: "_signal", doc: "", rows: &[] };

/// Makes the class of errors.
pub fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let base = vm.exceptions.OSError;
    let error = new_exception(vm, base, "signal", "itimer_error")?;
    let (keeper, key) = (hidden_type(vm, &KEEPER)?, vm.intern("error"));
    vm.class_put(keeper, key, error)?;
    vm.set_module_attr(module, "ItimerError", error)
}

fn failed(vm: &mut Vm) -> Raised {
    let number = errno();
    let (keeper, key) = (class_of(vm, &KEEPER), vm.intern("error"));
    let class = vm.class_own(keeper, key).expect("put there when the module was made");
    let error =
        vm.new_str(&error_text(number)).and_then(|text| vm.call(class, &[Value::small_int(number as isize), text]));
    match error {
        Ok(error) => vm.set_pending(error),
        Err(raised) => raised,
    }
}

/// Seconds, rounded up so that a short time is not none.
fn span(vm: &mut Vm, v: Value) -> Outcome<libc::timeval> {
    let seconds = vm.to_f64(v)?;
    let micros = (seconds * 1e6).ceil();
    if micros.is_nan() || micros.abs() >= 9e18 {
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    }
    let micros = micros as i64;
    Ok(libc::timeval { tv_sec: micros.div_euclid(1_000_000), tv_usec: micros.rem_euclid(1_000_000) })
}

fn both(vm: &mut Vm, timer: &libc::itimerval) -> Outcome {
    let seconds = |t: libc::timeval| t.tv_sec as f64 + t.tv_usec as f64 * 1e-6;
    let (left, every) = (vm.new_float(seconds(timer.it_value))?, vm.new_float(seconds(timer.it_interval))?);
    vm.new_tuple(&[left, every])
}
