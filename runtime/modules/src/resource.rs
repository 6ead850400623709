//! `resource`: limits and use of the system's means.

use crate::system_calls::{c_int, done, errno, os_error};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Outcome, native};
use pyspec_runtime::object::class::ClassRef;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "resource",
    doc: "",
    functions: &[
        native("getrlimit", "(resource, /)", PY, get_limit),
        native("setrlimit", "(resource, limits, /)", PY, set_limit),
        native("getrusage", "(who, /)", PY, usage),
        native("getpagesize", "()", PY, |_, _| Ok(Value::small_int(4096))),
    ],
    init: Some(init),
};

const PY: Effect = Effect::PYTHON;

const FIELDS: &[&str] = &[
    "ru_utime",
    "ru_stime",
    "ru_maxrss",
    "ru_ixrss",
    "ru_idrss",
    "ru_isrss",
    "ru_minflt",
    "ru_majflt",
    "ru_nswap",
    "ru_inblock",
    "ru_oublock",
    "ru_msgsnd",
    "ru_msgrcv",
    "ru_nsignals",
    "ru_nvcsw",
    "ru_nivcsw",
];

const CONSTANTS: &[(&str, i64)] = &[
    ("RLIMIT_CPU", libc::RLIMIT_CPU as i64),
    ("RLIMIT_FSIZE", libc::RLIMIT_FSIZE as i64),
    ("RLIMIT_DATA", libc::RLIMIT_DATA as i64),
    ("RLIMIT_STACK", libc::RLIMIT_STACK as i64),
    ("RLIMIT_CORE", libc::RLIMIT_CORE as i64),
    ("RLIMIT_NOFILE", libc::RLIMIT_NOFILE as i64),
    ("RLIMIT_AS", libc::RLIMIT_AS as i64),
    ("RLIMIT_RSS", libc::RLIMIT_RSS as i64),
    ("RLIMIT_NPROC", libc::RLIMIT_NPROC as i64),
    ("RLIMIT_MEMLOCK", libc::RLIMIT_MEMLOCK as i64),
    ("RUSAGE_SELF", libc::RUSAGE_SELF as i64),
    ("RUSAGE_CHILDREN", libc::RUSAGE_CHILDREN as i64),
    ("RUSAGE_THREAD", libc::RUSAGE_THREAD as i64),
    ("RLIM_INFINITY", -1),
];

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    for (name, number) in CONSTANTS {
        vm.set_module_attr(module, name, Value::small_int(*number as isize))?;
    }
    let error = vm.exceptions.OSError.value();
    vm.set_module_attr(module, "error", error)?;
    let class = vm.new_struct_type("resource", "struct_rusage", "Use of means.", FIELDS, FIELDS.len())?;
    vm.set_module_attr(module, "struct_rusage", class.value())?;
    vm.module_state.insert("resource", Box::new(class));
    Ok(())
}

fn kind(vm: &mut Vm, v: Value) -> Outcome<i32> {
    match c_int(vm, v)? {
        kind if (0..16).contains(&kind) => Ok(kind),
        _ => Err(vm.value_error("invalid resource specified")),
    }
}

fn get_limit(vm: &mut Vm, args: Args) -> Outcome {
    let kind = kind(vm, args[0])?;
    let mut limits = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the struct is ours.
    if unsafe { libc::getrlimit(kind as _, &mut limits) } < 0 {
        return Err(os_error(vm, errno(), &[]));
    }
    let (soft, hard) = (vm.new_int(limits.rlim_cur as i64)?, vm.new_int(limits.rlim_max as i64)?);
    vm.new_tuple(&[soft, hard])
}

fn set_limit(vm: &mut Vm, args: Args) -> Outcome {
    let kind = kind(vm, args[0])?;
    let pair = vm.collect_items(args[1])?;
    if pair.len() != 2 {
        return Err(vm.value_error("expected a tuple of 2 integers"));
    }
    let (soft, hard) = (vm.index_i64(pair[0])?, vm.index_i64(pair[1])?);
    let limits = libc::rlimit { rlim_cur: soft as u64, rlim_max: hard as u64 };
    // SAFETY: the struct is whole.
    done(vm, &[], unsafe { libc::setrlimit(kind as _, &limits) })
}

fn usage(vm: &mut Vm, args: Args) -> Outcome {
    let who = c_int(vm, args[0])?;
    // SAFETY: zero is a value of the struct.
    let mut u: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: the struct is ours.
    if unsafe { libc::getrusage(who, &mut u) } < 0 {
        return Err(vm.value_error("invalid who parameter"));
    }
    result(vm, &u)
}

/// A use of means as programs see it; the module is loaded.
pub fn result(vm: &mut Vm, u: &libc::rusage) -> Outcome {
    let mut items = pyspec_runtime::object::Rooted::new();
    for time in [u.ru_utime, u.ru_stime] {
        let seconds = vm.new_float(time.tv_sec as f64 + time.tv_usec as f64 * 1e-6)?;
        items.push(seconds);
    }
    let numbers = [
        u.ru_maxrss,
        u.ru_ixrss,
        u.ru_idrss,
        u.ru_isrss,
        u.ru_minflt,
        u.ru_majflt,
        u.ru_nswap,
        u.ru_inblock,
        u.ru_oublock,
        u.ru_msgsnd,
        u.ru_msgrcv,
        u.ru_nsignals,
        u.ru_nvcsw,
        u.ru_nivcsw,
    ];
    for number in numbers {
        let number = vm.new_int(number)?;
        items.push(number);
    }
    let class = *vm.module_state["resource"].downcast_ref::<ClassRef>().expect("the class");
    vm.new_struct(class, &items)
}
