//! `sys`.

mod coroutines;
pub mod environment;
mod hooks;
mod internals;
mod limits;

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, native};

/// The module; start-up makes it before anything is imported.
pub static MODULE: ModuleTable = ModuleTable {
    name: "sys",
    doc: "The interpreter's own variables and functions.",
    functions: ROWS,
    init: Some(init),
};

const PURE: Effect = Effect::PURE;
const PY: Effect = Effect::PYTHON;

/// The language that this is.
pub const VERSION: (isize, isize, isize) = (3, 14, 7);

/// What `sys.copyright` says of the language.
const COPYRIGHT: &str = "Copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved.\n\nCopyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\nCopyright (c) 1995-2001 Corporation for National Research Initiatives.\nAll Rights Reserved.\n\nCopyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved.";

static ROWS: &[Native] = &[
    native("exit", "(status=None, /)", PY, exit),
    native("getrecursionlimit", "()", PURE, |vm, _| Ok(Value::small_int(vm.interp.recursion_limit as isize))),
    native("setrecursionlimit", "(limit, /)", PURE, limits::set_recursion_limit),
    native("getsizeof", "(object, default=None)", PY, get_size),
    native("getrefcount", "(object, /)", PURE, |_, _| Ok(Value::small_int(1))),
    native("intern", "(string, /)", PURE, intern),
    native("exc_info", "()", PURE, exc_info),
    native("exception", "()", PURE, |vm, _| Ok(vm.thread.handling)),
    native("excepthook", "(exctype, value, traceback, /)", PY, except_hook),
    native("displayhook", "(object, /)", PY, display_hook),
    native("unraisablehook", "(unraisable, /)", PY, unraisable_hook),
    native("getdefaultencoding", "()", PURE, |vm, _| vm.new_str("utf-8")),
    native("getfilesystemencoding", "()", PURE, |vm, _| vm.new_str("utf-8")),
    native("getfilesystemencodeerrors", "()", PURE, |vm, _| vm.new_str("surrogateescape")),
    native("getswitchinterval", "()", PURE, |vm, _| {
        let interval = *limits::switch_interval(vm);
        vm.new_float(interval)
    }),
    native("setswitchinterval", "(interval, /)", PURE, |vm, a| {
        let interval = vm.to_f64(a[0])?;
        if interval <= 0.0 {
            return Err(vm.value_error("switch interval must be strictly positive"));
        }
        *limits::switch_interval(vm) = interval;
        Ok(Value::NONE)
    }),
    native("is_finalizing", "()", PURE, |vm, _| Ok(Value::bool(vm.interp.finalizing))),
    native("audit", "(event, /, *args)", PURE, |_, _| Ok(Value::NONE)),
    native("addaudithook", "(hook)", PURE, |_, _| Ok(Value::NONE)),
    native("get_int_max_str_digits", "()", PURE, limits::get_digits),
    native("set_int_max_str_digits", "(maxdigits)", PURE, limits::set_digits),
    native("breakpointhook", "(*args, **kws)", PY, hooks::breakpoint_hook),
    native("settrace", "(function, /)", PY, |vm, a| vm.set_watcher(a, a[0], false)),
    native("setprofile", "(function, /)", PY, |vm, a| vm.set_watcher(a, a[0], true)),
    native("_getframe", "(depth=0, /)", PY, get_frame),
    native("get_asyncgen_hooks", "()", PURE, coroutines::get_hooks),
    native(
        "set_asyncgen_hooks",
        "(firstiter=<unrepresentable>, finalizer=<unrepresentable>)",
        PY,
        coroutines::set_hooks,
    ),
    native("get_coroutine_origin_tracking_depth", "()", PURE, coroutines::get_depth),
    native("set_coroutine_origin_tracking_depth", "(depth)", PURE, coroutines::set_depth),
    native("gettrace", "()", PURE, |vm, _| Ok(vm.watcher(false))),
    native("getprofile", "()", PURE, |vm, _| Ok(vm.watcher(true))),
    native("_clear_type_descriptors", "(type, /)", PY, clear_type_descriptors),
    native("_debugmallocstats", "()", PY, internals::print_stats),
    native("_clear_type_cache", "()", PURE, |_, _| Ok(Value::NONE)),
];

fn unset_to_none(v: Value) -> Value {
    if v.is(Value::UNSET) { Value::NONE } else { v }
}

fn init(vm: &mut Vm, sys: Value) -> Outcome<()> {
    vm.sys = sys;
    let modules = vm.modules;
    vm.set_module_attr(sys, "modules", modules)?;
    let numbers = [
        ("maxsize", i64::MAX),
        ("maxunicode", 0x10ffff),
        ("hexversion", (VERSION.0 as i64) << 24 | (VERSION.1 as i64) << 16 | (VERSION.2 as i64) << 8 | 0xf0),
        ("api_version", 1013),
    ];
    for (name, n) in numbers {
        let n = vm.new_int(n)?;
        vm.set_module_attr(sys, name, n)?;
    }
    let executable = vm.options.executable.clone();
    let version = format!("{}.{}.{} (pyspec {}) [Rust]", VERSION.0, VERSION.1, VERSION.2, env!("CARGO_PKG_VERSION"));
    let texts = [
        ("version", version.as_str()),
        ("platform", "linux"),
        ("byteorder", "little"),
        ("copyright", COPYRIGHT),
        ("executable", &executable),
        ("_base_executable", &executable),
        ("platlibdir", "lib"),
        ("abiflags", ""),
        ("float_repr_style", "short"),
        ("ps1", ">>> "),
        ("ps2", "... "),
    ];
    for (name, text) in texts {
        let text = vm.new_str(text)?;
        vm.set_module_attr(sys, name, text)?;
    }
    for name in ["pycache_prefix", "last_exc", "__interactivehook__"] {
        vm.set_module_attr(sys, name, Value::NONE)?;
    }
    let quiet = vm.options.dont_write_bytecode;
    vm.set_module_attr(sys, "dont_write_bytecode", Value::bool(quiet))?;
    environment::set(vm, sys)?;
    for name in ["excepthook", "displayhook", "unraisablehook", "breakpointhook"] {
        let hook = vm.get_attr_text(sys, name)?;
        vm.set_module_attr(sys, &format!("__{name}__"), hook)?;
    }
    compiler(vm, sys)?;
    coroutines::init(vm)?;
    internals::init(vm, sys)?;
    arguments(vm, sys)?;
    versions(vm, sys)?;
    numbers_of_types(vm, sys)?;
    names_of_modules(vm, sys)?;
    super::io::streams::install(vm, sys)
}

/// `sys._jit`: nothing is compiled while a program runs.
fn compiler(vm: &mut Vm, sys: Value) -> Outcome<()> {
    static ROWS: &[Native] = &[
        native("is_available", "()", PURE, |_, _| Ok(Value::FALSE)),
        native("is_enabled", "()", PURE, |_, _| Ok(Value::FALSE)),
        native("is_active", "()", PURE, |_, _| Ok(Value::FALSE)),
    ];
    let module = vm.new_module("_jit")?;
    let owner = vm.intern("sys");
    for row in ROWS {
        let function = vm.new_native(row, Value::UNSET, owner)?;
        vm.set_module_attr(module, row.name, function)?;
    }
    vm.set_module_attr(sys, "_jit", module)
}

fn arguments(vm: &mut Vm, sys: Value) -> Outcome<()> {
    let argv = vm.options.argv.clone();
    for name in ["argv", "orig_argv"] {
        let mut items = pyspec_runtime::object::Rooted::new();
        for a in &argv {
            let a = vm.new_str(a)?;
            items.push(a);
        }
        let list = vm.new_list(&items)?;
        vm.set_module_attr(sys, name, list)?;
    }
    super::search_path::install(vm, sys)
}

fn versions(vm: &mut Vm, sys: Value) -> Outcome<()> {
    let class = vm.new_struct_type(
        "sys",
        "version_info",
        "The language's version.",
        &["major", "minor", "micro", "releaselevel", "serial"],
        5,
    )?;
    let level = vm.new_str("final")?;
    let int = Value::small_int;
    let info = vm.new_struct(class, &[int(VERSION.0), int(VERSION.1), int(VERSION.2), level, int(0)])?;
    vm.set_module_attr(sys, "version_info", info)?;
    crate::simple_namespace::make_class(vm, sys)?;
    let implementation = crate::simple_namespace::new(vm)?;
    for (attribute, text) in [("name", "pyspec"), ("cache_tag", "pyspec-314")] {
        let text = vm.new_str(text)?;
        vm.set_attr_text(implementation, attribute, text)?;
    }
    vm.set_attr_text(implementation, "version", info)?;
    vm.set_attr_text(implementation, "supports_isolated_interpreters", Value::FALSE)?;
    let hex = vm.get_attr_text(sys, "hexversion")?;
    vm.set_attr_text(implementation, "hexversion", hex)?;
    vm.set_module_attr(sys, "implementation", implementation)?;
    flags(vm, sys)
}

fn flags(vm: &mut Vm, sys: Value) -> Outcome<()> {
    let class = vm.new_struct_type(
        "sys",
        "flags",
        "The command line's flags.",
        &[
            "debug",
            "inspect",
            "interactive",
            "optimize",
            "dont_write_bytecode",
            "no_user_site",
            "no_site",
            "ignore_environment",
            "verbose",
            "bytes_warning",
            "quiet",
            "hash_randomization",
            "isolated",
            "dev_mode",
            "utf8_mode",
            "warn_default_encoding",
            "safe_path",
            "int_max_str_digits",
            "gil",
            "thread_inherit_context",
            "context_aware_warnings",
        ],
        18,
    )?;
    let o = vm.options.clone();
    limits::digits_at_start(vm);
    let digits = vm.int_max_str_digits();
    let int = |n: usize| Value::small_int(n as isize);
    let items = [
        int(0),
        int(o.inspect as usize),
        int(0),
        int(o.optimize as usize),
        int(o.dont_write_bytecode as usize),
        int(0),
        int(o.no_site as usize),
        int(o.ignore_environment as usize),
        int(o.verbose as usize),
        int(0),
        int(o.quiet as usize),
        int(1),
        int(o.isolated as usize),
        Value::bool(o.dev_mode),
        int(o.utf8_mode as usize),
        int(o.x_options.iter().any(|o| o == "warn_default_encoding") as usize),
        Value::bool(o.safe_path),
        int(digits),
        int(1),
        int(0),
        int(0),
    ];
    let flags = vm.new_struct(class, &items)?;
    vm.set_module_attr(sys, "flags", flags)
}

fn numbers_of_types(vm: &mut Vm, sys: Value) -> Outcome<()> {
    let class = vm.new_struct_type(
        "sys",
        "float_info",
        "What floats can hold.",
        &[
            "max",
            "max_exp",
            "max_10_exp",
            "min",
            "min_exp",
            "min_10_exp",
            "dig",
            "mant_dig",
            "epsilon",
            "radix",
            "rounds",
        ],
        11,
    )?;
    let int = Value::small_int;
    let (max, min, epsilon) = (vm.new_float(f64::MAX)?, vm.new_float(f64::MIN_POSITIVE)?, vm.new_float(f64::EPSILON)?);
    let items = [max, int(1024), int(308), min, int(-1021), int(-307), int(15), int(53), epsilon, int(2), int(1)];
    let info = vm.new_struct(class, &items)?;
    vm.set_module_attr(sys, "float_info", info)?;
    let class = vm.new_struct_type(
        "sys",
        "int_info",
        "How ints are held.",
        &["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"],
        4,
    )?;
    let info = vm.new_struct(class, &[int(30), int(4), int(4300), int(640)])?;
    vm.set_module_attr(sys, "int_info", info)?;
    let class = vm.new_struct_type(
        "sys",
        "hash_info",
        "How numbers are hashed.",
        &["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"],
        9,
    )?;
    let algorithm = vm.new_str("siphash13")?;
    let modulus = vm.new_int((1 << 61) - 1)?;
    let items = [int(64), modulus, int(314159), int(0), int(1000003), algorithm, int(64), int(128), int(0)];
    let info = vm.new_struct(class, &items)?;
    vm.set_module_attr(sys, "hash_info", info)
}

fn names_of_modules(vm: &mut Vm, sys: Value) -> Outcome<()> {
    let mut natives = pyspec_runtime::object::Rooted::new();
    let mut names: Vec<&str> = vm.native_modules.iter().map(|m| m.name).chain(["builtins"]).collect();
    names.sort_unstable();
    for name in names {
        let name = vm.intern(name);
        natives.push(name);
    }
    let tuple = vm.new_tuple(&natives)?;
    vm.set_module_attr(sys, "builtin_module_names", tuple)?;
    let library = vm.library.map(|l| l.names()).unwrap_or_default();
    for name in library.into_iter().filter(|n| !n.contains('.')) {
        let name = vm.intern(name);
        natives.push(name);
    }
    let set = vm.new_frozenset(&natives)?;
    vm.set_module_attr(sys, "stdlib_module_names", set)
}

fn exit(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.exceptions.SystemExit.value();
    let status = args.or(0, Value::NONE);
    let exception = match status {
        status if status.is(Value::NONE) => vm.call(class, &[])?,
        // A tuple is the exception's arguments.
        status if vm.as_tuple(status).is_some() => vm.call_star(class, status, Value::UNSET)?,
        status => vm.call(class, &[status])?,
    };
    Err(vm.set_pending(exception))
}

/// Takes the descriptors that would keep a class alive out of it, for whoever makes it anew.
fn clear_type_descriptors(vm: &mut Vm, args: Args) -> Outcome {
    let Some(class) = vm.as_class(args[0]) else {
        let got = vm.type_name(args[0]);
        return Err(vm.type_error(format!("argument must be a type, not {got}")));
    };
    if class.has(pyspec_runtime::object::class::class_flags::IMMUTABLE) {
        return Err(vm.type_error("argument is immutable"));
    }
    for name in ["__dict__", "__weakref__"] {
        let name = vm.intern(name);
        vm.class_remove(class, name);
    }
    vm.class_changed(class);
    Ok(Value::NONE)
}

fn get_size(vm: &mut Vm, args: Args) -> Outcome {
    vm.call_method(args[0], "__sizeof__", &[])
}

fn intern(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_str(args[0]) {
        let name = vm.type_name(args[0]);
        return Err(vm.type_error(format!("intern() argument must be str, not {name}")));
    }
    Ok(vm.intern_value(args[0]))
}

fn exc_info(vm: &mut Vm, _args: Args) -> Outcome {
    let exception = vm.thread.handling;
    if exception.is(Value::NONE) || exception.is(Value::UNSET) {
        return vm.new_tuple(&[Value::NONE, Value::NONE, Value::NONE]);
    }
    let class = vm.class_of(exception).value();
    let traceback = vm.get_attr_text(exception, "__traceback__")?;
    vm.new_tuple(&[class, exception, traceback])
}

fn except_hook(vm: &mut Vm, args: Args) -> Outcome {
    let text = vm.traceback_text(args[1]);
    vm.write_stderr(&text);
    Ok(Value::NONE)
}

fn unraisable_hook(vm: &mut Vm, args: Args) -> Outcome {
    let [exception, message, object] = [
        vm.get_attr_text(args[0], "exc_value")?,
        vm.get_attr_text(args[0], "err_msg")?,
        vm.get_attr_text(args[0], "object")?,
    ];
    let message = if message.is(Value::NONE) { String::new() } else { vm.str_text(message)? };
    let head = match (message.is_empty(), object.is(Value::NONE)) {
        (_, true) => format!("{message}:"),
        (true, _) => format!("Exception ignored in: {}", vm.repr_text(object)?),
        (false, _) => format!("{message}: {}", vm.repr_text(object)?),
    };
    let text = if vm.as_exception(exception).is_some() { vm.traceback_text(exception) } else { String::new() };
    vm.write_stderr(&format!("{head}\n{text}"));
    Ok(Value::NONE)
}

fn display_hook(vm: &mut Vm, args: Args) -> Outcome {
    if args[0].is(Value::NONE) {
        return Ok(Value::NONE);
    }
    let text = vm.repr_text(args[0])?;
    let text = vm.new_str(&format!("{text}\n"))?;
    let sys = vm.sys;
    let stdout = vm.get_attr_text(sys, "stdout")?;
    vm.call_method(stdout, "write", &[text])?;
    let builtins = vm.builtins;
    vm.dict_set_text(builtins, "_", args[0])?;
    Ok(Value::NONE)
}

fn get_frame(vm: &mut Vm, args: Args) -> Outcome {
    let depth = args.given(0).map_or(Ok(0), |v| vm.index_i64(v))?;
    match vm.current_frame(depth.max(0) as usize)? {
        Some(frame) => Ok(frame),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}
