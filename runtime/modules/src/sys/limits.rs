//! Limits of `sys` that a program can move: recursion, digits of ints.

use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};
use pyspec_runtime::types::int::text::DIGITS_THRESHOLD;

pub fn set_recursion_limit(vm: &mut Vm, args: Args) -> Outcome {
    let limit = vm.index_i64(args[0])?;
    if limit < 1 {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    }
    if limit <= vm.thread.depth as i64 {
        let depth = vm.thread.depth;
        return Err(vm.recursion_error(format!(
            "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
        )));
    }
    vm.interp.recursion_limit = limit.min(u32::MAX as i64) as u32;
    Ok(Value::NONE)
}

pub fn get_digits(vm: &mut Vm, _args: Args) -> Outcome {
    Ok(Value::small_int(vm.int_max_str_digits() as isize))
}

pub fn set_digits(vm: &mut Vm, args: Args) -> Outcome {
    let digits = vm.index_i64(args[0])?;
    let Some(digits) = allowed_digits(digits) else {
        return Err(vm.value_error(format!("maxdigits must be 0 or larger than {DIGITS_THRESHOLD}")));
    };
    vm.set_int_max_str_digits(digits);
    Ok(Value::NONE)
}

/// A number of digits that can be a limit.
fn allowed_digits(digits: i64) -> Option<usize> {
    usize::try_from(digits).ok().filter(|&d| d == 0 || d >= DIGITS_THRESHOLD)
}

/// The limit that `-X int_max_str_digits` or the environment gives; what cannot be one is passed over.
pub fn digits_at_start(vm: &mut Vm) {
    let option = vm.options.x_options.iter().rev().find_map(|o| o.strip_prefix("int_max_str_digits="));
    let variable = std::env::var("PYTHONINTMAXSTRDIGITS").ok().filter(|_| !vm.options.ignore_environment);
    let given = option.map(str::to_owned).or(variable);
    if let Some(digits) = given.and_then(|text| text.parse().ok()).and_then(allowed_digits) {
        vm.set_int_max_str_digits(digits);
    }
}

/// How long a thread runs before it lets another run, as the program set it; the lock has its own measure.
pub fn switch_interval(vm: &mut Vm) -> &mut f64 {
    let new = || -> Box<dyn std::any::Any> { Box::new(0.005f64) };
    vm.module_state.entry("switch interval").or_insert_with(new).downcast_mut().expect("this module's state")
}
