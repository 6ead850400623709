//! Who runs when: policies, priorities, processors.

use super::classes;
use super::macros::answered;
use crate::system_calls::{c_int, check, done};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, NativeKind, Outcome, TypeTable, native};

const PY: Effect = Effect::PYTHON;

pub static ROWS: &[Native] = &[
    answered!("sched_get_priority_max" "(policy)" sched_get_priority_max c_int),
    answered!("sched_get_priority_min" "(policy)" sched_get_priority_min c_int),
    answered!("sched_getscheduler" "(pid, /)" sched_getscheduler c_int),
    native("sched_setscheduler", "(pid, policy, param, /)", PY, |vm, a| {
        let (pid, policy, given) = (c_int(vm, a[0])?, c_int(vm, a[1])?, parameter(vm, a[2])?);
        // SAFETY: a whole struct.
        done(vm, &[], unsafe { libc::sched_setscheduler(pid, policy, &given) })
    }),
    native("sched_getparam", "(pid, /)", PY, |vm, a| {
        let pid = c_int(vm, a[0])?;
        // SAFETY: zero is a value of the struct.
        let mut given: libc::sched_param = unsafe { std::mem::zeroed() };
        // SAFETY: the struct is ours.
        let answer = unsafe { libc::sched_getparam(pid, &mut given) };
        check(vm, &[], answer.into())?;
        let class = classes(vm).priority;
        vm.new_struct(class, &[Value::small_int(given.sched_priority as isize)])
    }),
    native("sched_setparam", "(pid, param, /)", PY, |vm, a| {
        let (pid, given) = (c_int(vm, a[0])?, parameter(vm, a[1])?);
        // SAFETY: a whole struct.
        done(vm, &[], unsafe { libc::sched_setparam(pid, &given) })
    }),
    native("sched_rr_get_interval", "(pid, /)", PY, |vm, a| {
        let pid = c_int(vm, a[0])?;
        let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: the struct is ours.
        let answer = unsafe { libc::sched_rr_get_interval(pid, &mut time) };
        check(vm, &[], answer.into())?;
        vm.new_float(time.tv_sec as f64 + 1e-9 * time.tv_nsec as f64)
    }),
    native("sched_getaffinity", "(pid, /)", PY, |vm, a| {
        let pid = c_int(vm, a[0])?;
        // SAFETY: zero is a value of the set.
        let mut processors: libc::cpu_set_t = unsafe { std::mem::zeroed() };
        // SAFETY: the set has its size.
        let answer = unsafe { libc::sched_getaffinity(pid, size_of::<libc::cpu_set_t>(), &mut processors) };
        check(vm, &[], answer.into())?;
        let set = vm.new_set()?;
        for i in 0..libc::CPU_SETSIZE as usize {
            // SAFETY: a number below the size.
            if unsafe { libc::CPU_ISSET(i, &processors) } {
                vm.set_add(set, Value::small_int(i as isize))?;
            }
        }
        Ok(set)
    }),
    native("sched_setaffinity", "(pid, mask, /)", PY, |vm, a| {
        let pid = c_int(vm, a[0])?;
        // SAFETY: zero is a value of the set.
        let mut processors: libc::cpu_set_t = unsafe { std::mem::zeroed() };
        for v in vm.collect_items(a[1])?.iter() {
            if !vm.is_int(*v) {
                let kind = vm.type_name(*v);
                return Err(
                    vm.type_error(format!("expected an iterator of ints, but iterator yielded <class '{kind}'>"))
                );
            }
            match vm.index_i64(*v)? {
                n if n < 0 => return Err(vm.value_error("negative CPU number")),
                n if n < libc::CPU_SETSIZE.into() => {
                    // SAFETY: a number below the size.
                    unsafe { libc::CPU_SET(n as usize, &mut processors) }
                }
                n if n > i32::MAX.into() => return Err(vm.overflow_error("CPU number too large")),
                _ => return Err(crate::system_calls::os_error(vm, libc::EINVAL, &[])),
            }
        }
        // SAFETY: the set has its size.
        done(vm, &[], unsafe { libc::sched_setaffinity(pid, size_of::<libc::cpu_set_t>(), &processors) })
    }),
];

/// What `sched_param` has instead of a tuple's constructor.
static PARAMETER: TypeTable = TypeTable {
    map: 0,
    name: "sched_param",
    module: "posix",
    doc: "Currently has only one field: sched_priority",
    rows: &[
        native("__new__", "(cls, sched_priority)", PY, |vm, a| {
            let class = crate::util::class_arg(vm, a[0])?;
            vm.new_struct(class, &[a[1]])
        })
        .kind(NativeKind::StaticMethod),
        native("__reduce__", "(self, /)", PY, reduce),
    ],
};

/// Makes the type of priorities.
pub fn make_class(vm: &mut Vm) -> Outcome<pyspec_runtime::object::class::ClassRef> {
    let class = vm.new_struct_type("posix", PARAMETER.name, PARAMETER.doc, &["sched_priority"], 1)?;
    vm.fill_class(class, &PARAMETER)?;
    vm.class_changed(class);
    Ok(class)
}

fn reduce(vm: &mut Vm, a: Args) -> Outcome {
    let (class, priority) = (vm.class_of(a[0]).value(), vm.get_attr_text(a[0], "sched_priority")?);
    let given = vm.new_tuple(&[priority])?;
    vm.new_tuple(&[class, given])
}

/// A priority that a program gave.
pub fn parameter(vm: &mut Vm, v: Value) -> Outcome<libc::sched_param> {
    if vm.class_of(v) != classes(vm).priority {
        return Err(vm.type_error("must have a sched_param object"));
    }
    let priority = vm.get_attr_text(v, "sched_priority")?;
    let priority = vm.index_i64(priority)?;
    match i32::try_from(priority) {
        Ok(sched_priority) => Ok(libc::sched_param { sched_priority }),
        Err(_) => Err(vm.overflow_error("sched_priority out of range")),
    }
}
