//! `_bisect`.

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, native};
use pyspec_runtime::protocol::compare::Comparison;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_bisect",
    doc: "Bisection algorithms.\n\nThis module provides support for maintaining a list in sorted order without\nhaving to sort the list after each insertion.",
    functions: FUNCTIONS,
    init: None,
};

const PY: Effect = Effect::PYTHON;

static FUNCTIONS: &[Native] = &[
    native("bisect_right", "(a, x, lo=0, hi=None, *, key=None)", PY, |vm, a| find(vm, a, true, false)),
    native("bisect_left", "(a, x, lo=0, hi=None, *, key=None)", PY, |vm, a| find(vm, a, false, false)),
    native("insort_right", "(a, x, lo=0, hi=None, *, key=None)", PY, |vm, a| insort(vm, a, true)),
    native("insort_left", "(a, x, lo=0, hi=None, *, key=None)", PY, |vm, a| insort(vm, a, false)),
    native("bisect", "(a, x, lo=0, hi=None, *, key=None)", PY, |vm, a| find(vm, a, true, false)),
    native("insort", "(a, x, lo=0, hi=None, *, key=None)", PY, |vm, a| insort(vm, a, true)),
];

fn find(vm: &mut Vm, args: Args, right: bool, keyed: bool) -> Outcome {
    let key = args.or(4, Value::NONE);
    let x = if keyed && !key.is(Value::NONE) { vm.call(key, &[args[1]])? } else { args[1] };
    let mut lo = args.given(2).map_or(Ok(0), |v| vm.index_i64(v))?;
    if lo < 0 {
        return Err(vm.value_error("lo must be non-negative"));
    }
    let mut hi = match args.or(3, Value::NONE) {
        Value::NONE => vm.len(args[0])? as i64,
        v => vm.index_i64(v)?,
    };
    while lo < hi {
        let middle = lo + (hi - lo) / 2;
        let mut item = vm.get_item(args[0], Value::small_int(middle as isize))?;
        if !key.is(Value::NONE) {
            item = vm.call(key, &[item])?;
        }
        let go_left = if right {
            vm.compare_truth(Comparison::Lt, x, item)?
        } else {
            !vm.compare_truth(Comparison::Lt, item, x)?
        };
        if go_left {
            hi = middle;
        } else {
            lo = middle + 1;
        }
    }
    vm.new_int(lo)
}

fn insort(vm: &mut Vm, args: Args, right: bool) -> Outcome {
    let i = find(vm, args, right, true)?;
    vm.call_method(args[0], "insert", &[i, args[1]])?;
    Ok(Value::NONE)
}
