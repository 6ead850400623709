//! What `sys` tells of the interpreter's inside.

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, native};
use pyspec_runtime::object::Rooted;

const PY: Effect = Effect::PYTHON;
const PURE: Effect = Effect::PURE;

pub static ROWS: &[Native] = &[
    native("_current_frames", "()", PY, |vm, _| {
        let frames = vm.frames_of_threads()?;
        dict_by_thread(vm, &frames)
    }),
    native("_current_exceptions", "()", PY, |vm, _| {
        let handled = vm.exceptions_of_threads();
        dict_by_thread(vm, &handled)
    }),
    native("_getframemodulename", "(depth=0)", PY, |vm, a| {
        let depth = a.given(0).map_or(Ok(0), |v| vm.index_i64(v))?;
        let function = vm.running_function(depth.max(0) as usize);
        if function.is(Value::UNSET) { Ok(Value::NONE) } else { vm.get_attr_text(function, "__module__") }
    }),
    native("call_tracing", "(func, args, /)", PY, |vm, a| {
        if vm.as_tuple(a[1]).is_none() {
            let kind = vm.type_name(a[1]);
            return Err(vm.type_error(format!("call_tracing() argument 2 must be tuple, not {kind}")));
        }
        vm.call_watched(a[0], a[1])
    }),
    native("getallocatedblocks", "()", PURE, |vm, _| {
        let (old, young) = (vm.heap.old_objects(), vm.heap.young_objects());
        let count = old.values().chain(young.values()).map(|count| count.objects).sum::<u64>();
        vm.new_int(count as i64)
    }),
    native("getunicodeinternedsize", "(*, _only_immortal=False)", PURE, |vm, _| {
        Ok(Value::small_int(vm.interned.len() as isize))
    }),
    native("_is_interned", "(string, /)", PURE, |vm, a| {
        if !vm.is_str(a[0]) {
            let kind = vm.type_name(a[0]);
            return Err(vm.type_error(format!("_is_interned() argument must be str, not {kind}")));
        }
        Ok(Value::bool(vm.is_interned(a[0])))
    }),
    native("_is_immortal", "(op, /)", PURE, |vm, a| Ok(Value::bool(!a[0].is_ptr() || !vm.heap.contains(a[0].bits())))),
    native("_is_gil_enabled", "()", PURE, |_, _| Ok(Value::TRUE)),
    native("_get_cpu_count_config", "()", PURE, |_, _| Ok(Value::small_int(-1))),
    native("_clear_internal_caches", "()", PURE, |_, _| Ok(Value::NONE)),
    native("getdlopenflags", "()", PURE, |vm, _| Ok(Value::small_int(*loading(vm) as isize))),
    native("setdlopenflags", "(flags, /)", PURE, |vm, a| {
        let flags = crate::system_calls::c_int(vm, a[0])?;
        *loading(vm) = flags;
        Ok(Value::NONE)
    }),
    native("activate_stack_trampoline", "(backend, /)", PURE, |vm, a| {
        let name = vm.expect_str(a[0], "activate_stack_trampoline() argument")?;
        Err(vm.value_error(if name == "perf" || name == "perf_jit" {
            "perf trampoline not available".to_string()
        } else {
            format!("invalid backend: {name}")
        }))
    }),
    native("deactivate_stack_trampoline", "()", PURE, |_, _| Ok(Value::NONE)),
    native("is_stack_trampoline_active", "()", PURE, |_, _| Ok(Value::FALSE)),
    native("is_remote_debug_enabled", "()", PURE, |_, _| Ok(Value::FALSE)),
    native("remote_exec", "(pid, script)", PURE, |vm, _| Err(vm.runtime_error("Remote debugging is not enabled"))),
];

/// Flags for libraries to be loaded: kept for the program, which finds what it set.
fn loading(vm: &mut Vm) -> &mut i32 {
    let new = || -> Box<dyn std::any::Any> { Box::new(libc::RTLD_NOW) };
    vm.module_state.entry("dlopen flags").or_insert_with(new).downcast_mut().expect("this module's state")
}

fn dict_by_thread(vm: &mut Vm, all: &[(u64, Value)]) -> Outcome {
    let held: Vec<Value> = all.iter().map(|entry| entry.1).collect();
    let held = Rooted::from_slice(&held);
    let dict = vm.new_dict()?;
    for ((ident, _), value) in all.iter().zip(held.iter()) {
        let ident = vm.new_int(*ident as i64)?;
        vm.dict_set(dict, ident, *value)?;
    }
    Ok(dict)
}

/// Adds the functions and what they are called beside.
pub fn init(vm: &mut Vm, sys: Value) -> Outcome<()> {
    let owner = vm.intern("sys");
    for row in ROWS {
        let function = vm.new_native(row, Value::UNSET, owner)?;
        vm.set_module_attr(sys, row.name, function)?;
    }
    let library = vm.new_str("<library>")?;
    vm.set_module_attr(sys, "_stdlib_dir", library)?;
    let nothing = vm.new_str("")?;
    vm.set_module_attr(sys, "_framework", nothing)?;
    vm.set_module_attr(sys, "_home", Value::NONE)?;
    let own = vm.new_str("pyspec")?;
    let git = vm.new_tuple(&[own, nothing, nothing])?;
    vm.set_module_attr(sys, "_git", git)?;
    threads(vm, sys)
}

fn threads(vm: &mut Vm, sys: Value) -> Outcome<()> {
    let class = vm.new_struct_type("sys", "thread_info", "How threads are made.", &["name", "lock", "version"], 3)?;
    let mut version = [0u8; 64];
    // SAFETY: the room has the size given.
    let n = unsafe { libc::confstr(libc::_CS_GNU_LIBPTHREAD_VERSION, version.as_mut_ptr().cast(), version.len()) };
    let version = &version[..n.clamp(1, version.len()) - 1];
    let (name, lock) = (vm.new_str("pthread")?, vm.new_str("mutex+cond")?);
    let version = if version.is_empty() { Value::NONE } else { vm.new_str(&String::from_utf8_lossy(version))? };
    let info = vm.new_struct(class, &[name, lock, version])?;
    vm.set_module_attr(sys, "thread_info", info)
}

/// `sys._debugmallocstats`: what the collector knows, on the stream for errors.
pub fn print_stats(vm: &mut Vm, _args: Args) -> Outcome {
    let text = format!("{} bytes in use of {}\n", vm.heap.used_bytes(), vm.heap.size());
    vm.write_stderr(&text);
    Ok(Value::NONE)
}
