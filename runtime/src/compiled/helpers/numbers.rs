//! Numbers: boxes, operators, comparisons, truth.

use super::*;

pub(super) extern "sysv64" fn box_int(vm: &mut Vm, i: u64) -> u64 {
    value(vm.new_int(i as i64))
}

pub(super) extern "sysv64" fn box_float(vm: &mut Vm, f: f64) -> u64 {
    value(vm.new_float(f))
}

pub(super) extern "sysv64" fn binary(vm: &mut Vm, op: u64, a: Value, b: Value) -> u64 {
    value(vm.binary(binary_of(op as u8), a, b))
}

pub(super) extern "sysv64" fn inplace(vm: &mut Vm, op: u64, a: Value, b: Value) -> u64 {
    value(vm.inplace(binary_of(op as u8), a, b))
}

pub(super) extern "sysv64" fn compare(vm: &mut Vm, op: u64, a: Value, b: Value) -> u64 {
    value(vm.compare(COMPARISONS[op as usize], a, b))
}

pub(super) extern "sysv64" fn compare_truth(vm: &mut Vm, op: u64, a: Value, b: Value) -> u64 {
    truth_status(vm.compare_truth(COMPARISONS[op as usize], a, b))
}

pub(super) extern "sysv64" fn truth(vm: &mut Vm, v: Value) -> u64 {
    truth_status(vm.truth(v))
}

pub(super) extern "sysv64" fn same_number(vm: &mut Vm, a: Value, b: Value) -> u64 {
    1 + vm.is_same(a, b) as u64
}

pub(super) extern "sysv64" fn not_implemented(vm: &mut Vm, op: u64, a: Value, b: Value) -> u64 {
    value(Err(vm.no_operator(binary_of(op as u8), a, b)))
}

pub(super) extern "sysv64" fn negative(vm: &mut Vm, v: Value) -> u64 {
    value(vm.negative(v))
}

pub(super) extern "sysv64" fn contains(vm: &mut Vm, item: Value, container: Value) -> u64 {
    truth_status(vm.contains(container, item))
}

pub(super) extern "sysv64" fn float_pow(_vm: &mut Vm, a: f64, b: f64) -> f64 {
    a.powf(b)
}

pub(super) extern "sysv64" fn float_mod(_vm: &mut Vm, a: f64, b: f64) -> f64 {
    float_divmod(a, b).1
}

pub(super) extern "sysv64" fn float_floor_div(_vm: &mut Vm, a: f64, b: f64) -> f64 {
    float_divmod(a, b).0
}

/// Floored quotient and remainder with the divisor's sign, as the language defines them.
pub(super) fn float_divmod(a: f64, b: f64) -> (f64, f64) {
    let mut rem = a % b;
    let mut quot = (a - rem) / b;
    if rem != 0.0 {
        if (b < 0.0) != (rem < 0.0) {
            rem += b;
            quot -= 1.0;
        }
    } else {
        rem = 0f64.copysign(b);
    }
    if quot == 0.0 {
        return (0f64.copysign(a / b), rem);
    }
    let floor = quot.floor();
    (if quot - floor > 0.5 { floor + 1.0 } else { floor }, rem)
}
