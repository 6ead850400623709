//! `fork`: the child goes on with the thread that asked, and with nothing of the others.

use crate::system_calls::{errno, os_error};
use crate::util::{class_of, hidden_type};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, Raised, TypeTable, native};

const PY: Effect = Effect::PYTHON;

pub static ROWS: &[Native] = &[
    native("fork", "()", PY, |vm, _| {
        // SAFETY: the child has this thread, which goes on below.
        let pid = fork(vm, || unsafe { libc::fork() })?;
        vm.new_int(pid.into())
    }),
    native("forkpty", "()", PY, |vm, _| {
        let mut master = -1;
        let null = std::ptr::null_mut();
        // SAFETY: as above; the number is ours.
        let pid = fork(vm, || unsafe {
            libc::forkpty(&mut master, null, null.cast_const().cast(), null.cast_const().cast())
        })?;
        vm.new_tuple(&[Value::small_int(pid as isize), Value::small_int(master as isize)])
    }),
    native(
        "register_at_fork",
        "(*, before=<unrepresentable>, after_in_child=<unrepresentable>, after_in_parent=<unrepresentable>)",
        PY,
        register,
    ),
];

/// When functions are called, in the order of the arguments.
const WHEN: [&str; 3] = ["before", "after_in_child", "after_in_parent"];

/// Keeps a list of functions for each.
static HOOKS: TypeTable = TypeTable { map: 0, name: "hooks", module: "posix", doc: "", rows: &[] };

/// Makes the lists.
pub fn init(vm: &mut Vm) -> Outcome<()> {
    let class = hidden_type(vm, &HOOKS)?;
    for when in WHEN {
        let (key, list) = (vm.intern(when), vm.new_list(&[])?);
        vm.class_put(class, key, list)?;
    }
    Ok(())
}

fn hooks(vm: &mut Vm, when: &str) -> Value {
    let (class, key) = (class_of(vm, &HOOKS), vm.intern(when));
    vm.class_own(class, key).expect("put there when the module was made")
}

fn register(vm: &mut Vm, a: Args) -> Outcome {
    let given: Vec<(&str, Value)> = (0..3).filter_map(|i| a.given(i).map(|v| (WHEN[i], v))).collect();
    if given.is_empty() {
        return Err(vm.type_error("At least one argument is required."));
    }
    for (when, function) in &given {
        if !vm.is_callable(*function) {
            let kind = vm.type_name(*function);
            return Err(vm.type_error(format!("'{when}' must be callable, not {kind}")));
        }
    }
    for (when, function) in given {
        let list = hooks(vm, when);
        vm.list_append(list, function)?;
    }
    Ok(Value::NONE)
}

/// Calls what was registered; what is to be done before a fork is done in reverse order.
fn run(vm: &mut Vm, when: &str) {
    let list = hooks(vm, when);
    let n = vm.list_len(list);
    for i in 0..n {
        let function = vm.list_get(list, if when == WHEN[0] { n - 1 - i } else { i });
        if let Err(Raised) = vm.call(function, &[]) {
            vm.unraisable(function, "Exception ignored in fork handler");
        }
    }
}

/// Forks by `f`, with all that is to happen around it.
pub fn fork(vm: &mut Vm, f: impl FnOnce() -> i32) -> Outcome<i32> {
    if vm.module_state.contains_key("program ended") {
        let found = vm.exception_classes.iter().find(|c| c.0 == "PythonFinalizationError");
        let class = found.expect("a builtin exception").1;
        return Err(vm.raise_text(class, "can't fork at interpreter shutdown"));
    }
    run(vm, WHEN[0]);
    let alone = vm.interp.threads.count == 0;
    let pid = vm.fork(f);
    if pid < 0 {
        let error = errno();
        run(vm, WHEN[2]);
        return Err(os_error(vm, error, &[]));
    }
    if pid == 0 {
        crate::signal::after_fork(vm);
        crate::thread::after_fork(vm);
        run(vm, WHEN[1]);
        return Ok(pid);
    }
    run(vm, WHEN[2]);
    if !alone {
        let own = std::process::id();
        let category = vm.exceptions.DeprecationWarning;
        let about = "is multi-threaded, use of fork() may lead to deadlocks in the child.";
        vm.warn(category, &format!("This process (pid={own}) {about}"))?;
    }
    Ok(pid)
}
