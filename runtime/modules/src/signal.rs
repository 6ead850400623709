//! `_signal`: the system's handler notes a signal and asks for a safepoint, where the main thread runs
//! the program's handler.

pub mod masks;
mod timers;

use crate::util::{class_of, hidden_type};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, TypeTable, native};
use pyspec_runtime::object::class::ClassRef;
use std::sync::atomic::{AtomicI32, AtomicPtr, AtomicU32, AtomicU64, Ordering};

const PY: Effect = Effect::PYTHON;
/// One more than the highest signal.
const NSIG: i64 = 65;
/// Bit of `poll` that asks for a safepoint because of a signal.
const POLL_SIGNAL: u32 = 4;

/// Signals that have arrived and wait for a safepoint, one bit each.
static ARRIVED: AtomicU64 = AtomicU64::new(0);
/// `poll` of the context.
static POLL: AtomicPtr<AtomicU32> = AtomicPtr::new(std::ptr::null_mut());
/// The thread that runs handlers.
static MAIN: AtomicU64 = AtomicU64::new(0);
/// Where the number of a signal is written as a byte too.
static WAKEUP: AtomicI32 = AtomicI32::new(-1);

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_signal",
    doc: "This module provides mechanisms to use signal handlers in Python.",
    functions: &[
        native("signal", "(signalnum, handler, /)", PY, set_handler),
        native("getsignal", "(signalnum, /)", PY, |vm, a| {
            let number = number(vm, a[0])?;
            handler_of(vm, number)
        }),
        DEFAULT_INT,
        native("raise_signal", "(signalnum, /)", PY, |vm, a| {
            let number = number(vm, a[0])?;
            // SAFETY: asks the system to signal this process.
            if unsafe { libc::raise(number as i32) } != 0 {
                return Err(crate::system_calls::os_error(vm, crate::system_calls::errno(), &[]));
            }
            vm.safepoint()?;
            Ok(Value::NONE)
        }),
        native("alarm", "(seconds, /)", PY, |vm, a| {
            let seconds = vm.index_i64(a[0])?;
            // SAFETY: sets this process's timer.
            vm.new_int(i64::from(unsafe { libc::alarm(seconds as u32) }))
        }),
        native("pause", "()", PY, |vm, _| {
            // SAFETY: waits for a signal.
            vm.blocking(&[], || unsafe { libc::pause() });
            vm.safepoint()?;
            Ok(Value::NONE)
        }),
        native("strsignal", "(signalnum, /)", PY, |vm, a| {
            let number = number(vm, a[0])?;
            // SAFETY: the text is copied at once, under the lock.
            let text = unsafe {
                let text = libc::strsignal(number as i32);
                if text.is_null() { None } else { Some(std::ffi::CStr::from_ptr(text).to_string_lossy().into_owned()) }
            };
            match text {
                Some(text) if !text.starts_with("Unknown") => vm.new_str(&text),
                _ => Ok(Value::NONE),
            }
        }),
        native("siginterrupt", "(signalnum, flag, /)", PY, |vm, a| {
            let (signal, flag) = (number(vm, a[0])?, crate::system_calls::c_int(vm, a[1])?);
            restart(signal as i32, flag == 0);
            Ok(Value::NONE)
        }),
        native("set_wakeup_fd", "(fd, /, *, warn_on_full_buffer=True)", PY, |vm, a| {
            let fd = crate::system_calls::c_int(vm, a[0])?;
            if vm.thread_ident() != vm.interp.threads.main {
                return Err(vm.value_error("set_wakeup_fd only works in main thread of the main interpreter"));
            }
            if fd >= 0 {
                // SAFETY: a number.
                let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
                crate::system_calls::check(vm, &[], flags.into())?;
                if flags & libc::O_NONBLOCK == 0 {
                    return Err(vm.value_error(format!("the fd {fd} must be in non-blocking mode")));
                }
            }
            Ok(Value::small_int(WAKEUP.swap(fd as i32, Ordering::Relaxed) as isize))
        }),
        native("valid_signals", "()", PY, |vm, _| {
            let set = vm.new_set()?;
            for n in (1..NSIG).filter(|n| !matches!(n, 32 | 33)) {
                vm.set_add(set, Value::small_int(n as isize))?;
            }
            Ok(set)
        }),
    ],
    init: Some(init),
};

const DEFAULT_INT: Native = native("default_int_handler", "(signalnum, frame, /)", PY, |vm, _| {
    let class = vm.exceptions.KeyboardInterrupt;
    Err(vm.raise_with(class, &[]))
});

/// Keeps the handlers in its dict.
static HANDLERS: TypeTable = TypeTable { map: 0, name: "handlers", module: "_signal", doc: "", rows: &[] };

const NUMBERS: &[(&str, i32)] = &[
    ("SIGHUP", libc::SIGHUP),
    ("SIGINT", libc::SIGINT),
    ("SIGQUIT", libc::SIGQUIT),
    ("SIGILL", libc::SIGILL),
    ("SIGTRAP", libc::SIGTRAP),
    ("SIGABRT", libc::SIGABRT),
    ("SIGIOT", libc::SIGABRT),
    ("SIGBUS", libc::SIGBUS),
    ("SIGFPE", libc::SIGFPE),
    ("SIGKILL", libc::SIGKILL),
    ("SIGUSR1", libc::SIGUSR1),
    ("SIGSEGV", libc::SIGSEGV),
    ("SIGUSR2", libc::SIGUSR2),
    ("SIGPIPE", libc::SIGPIPE),
    ("SIGALRM", libc::SIGALRM),
    ("SIGTERM", libc::SIGTERM),
    ("SIGSTKFLT", 16),
    ("SIGCHLD", libc::SIGCHLD),
    ("SIGCLD", libc::SIGCHLD),
    ("SIGCONT", libc::SIGCONT),
    ("SIGSTOP", libc::SIGSTOP),
    ("SIGTSTP", libc::SIGTSTP),
    ("SIGTTIN", libc::SIGTTIN),
    ("SIGTTOU", libc::SIGTTOU),
    ("SIGURG", libc::SIGURG),
    ("SIGXCPU", libc::SIGXCPU),
    ("SIGXFSZ", libc::SIGXFSZ),
    ("SIGVTALRM", libc::SIGVTALRM),
    ("SIGPROF", libc::SIGPROF),
    ("SIGWINCH", libc::SIGWINCH),
    ("SIGIO", libc::SIGIO),
    ("SIGPOLL", libc::SIGIO),
    ("SIGPWR", libc::SIGPWR),
    ("SIGSYS", libc::SIGSYS),
    ("SIGRTMIN", 34),
    ("SIGRTMAX", 64),
    ("SIG_DFL", 0),
    ("SIG_IGN", 1),
    ("NSIG", NSIG as i32),
    ("ITIMER_REAL", 0),
    ("ITIMER_VIRTUAL", 1),
    ("ITIMER_PROF", 2),
    ("SIG_BLOCK", libc::SIG_BLOCK),
    ("SIG_UNBLOCK", libc::SIG_UNBLOCK),
    ("SIG_SETMASK", libc::SIG_SETMASK),
];

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    for (name, n) in NUMBERS {
        vm.set_module_attr(module, name, Value::small_int(*n as isize))?;
    }
    let owner = vm.intern(MODULE.name);
    for row in masks::ROWS.iter().chain(timers::ROWS) {
        let function = vm.new_native(row, Value::UNSET, owner)?;
        vm.set_module_attr(module, row.name, function)?;
    }
    timers::init(vm, module)?;
    let about = "struct_siginfo: Result from sigwaitinfo or sigtimedwait.";
    let class = vm.new_struct_type("signal", "struct_siginfo", about, masks::INFO, masks::INFO.len())?;
    vm.set_module_attr(module, "struct_siginfo", class.value())?;
    vm.module_state.insert("_signal", Box::new(class));
    let class = hidden_type(vm, &HANDLERS)?;
    let handlers = vm.new_dict()?;
    let key = vm.intern("handlers");
    vm.class_put(class, key, handlers)?;
    MAIN.store(vm.thread_ident(), Ordering::Relaxed);
    POLL.store(vm.poll_flag().cast_mut(), Ordering::Relaxed);
    if vm.interp.threads.main == 0 {
        vm.interp.threads.main = vm.thread_ident();
    }
    vm.interp.on_signal = Some(deliver);
    for n in 1..NSIG {
        let mut now = std::mem::MaybeUninit::<libc::sigaction>::zeroed();
        // SAFETY: asks only; the answer has room.
        let known = unsafe { libc::sigaction(n as i32, std::ptr::null(), now.as_mut_ptr()) } == 0;
        // SAFETY: zeroed or written.
        let ignored = known && unsafe { now.assume_init() }.sa_sigaction == libc::SIG_IGN;
        vm.dict_set(handlers, Value::small_int(n as isize), Value::small_int(isize::from(ignored)))?;
    }
    let interrupt = vm.get_attr_text(module, "default_int_handler")?;
    let key = Value::small_int(libc::SIGINT as isize);
    if vm.dict_get(handlers, key)?.is(Value::small_int(0)) {
        vm.dict_set(handlers, key, interrupt)?;
        install(libc::SIGINT, catcher());
    }
    Ok(())
}

fn class_of_info(vm: &Vm) -> ClassRef {
    *vm.module_state["_signal"].downcast_ref().expect("the class")
}

/// In a child: what had come for the parent is not for it, and its one thread is the main one.
pub fn after_fork(vm: &mut Vm) {
    ARRIVED.store(0, Ordering::Relaxed);
    let ident = vm.thread_ident();
    vm.interp.threads.main = ident;
    MAIN.store(ident, Ordering::Relaxed);
}

/// What `interrupt_main` does: nothing if the signal is ignored or does what it does by default.
pub fn arrive(vm: &mut Vm, number: i64) -> Outcome<()> {
    if !(1..NSIG).contains(&number) {
        return Err(vm.value_error("signal number out of range"));
    }
    vm.load_plainly(MODULE.name)?;
    let handler = handler_of(vm, number)?;
    if vm.is_callable(handler) {
        simulate(number as i32);
    }
    Ok(())
}

/// Notes a signal for the main thread's next safepoint.
fn simulate(signal: i32) {
    ARRIVED.fetch_or(1 << (signal - 1), Ordering::Relaxed);
    let poll = POLL.load(Ordering::Relaxed);
    if !poll.is_null() {
        // SAFETY: the context outlives the program's handlers.
        unsafe { (*poll).fetch_or(POLL_SIGNAL, Ordering::Release) };
    }
}

fn handlers(vm: &mut Vm) -> Outcome {
    let class = class_of(vm, &HANDLERS);
    let key = vm.intern("handlers");
    Ok(vm.class_own(class, key).expect("put there when the module was made"))
}

fn handler_of(vm: &mut Vm, number: i64) -> Outcome {
    let handlers = handlers(vm)?;
    let found = vm.dict_get(handlers, Value::small_int(number as isize))?;
    Ok(if found.is(Value::UNSET) { Value::NONE } else { found })
}

fn number(vm: &mut Vm, v: Value) -> Outcome<i64> {
    let n = vm.index_i64(v)?;
    if (1..NSIG).contains(&n) { Ok(n) } else { Err(vm.value_error("signal number out of range")) }
}

/// Runs on whatever thread the system picked: only notes. The main thread, which runs the handlers, must hear of
/// it even while it waits in a call of the system, so another thread passes the signal on to it.
extern "C" fn note(signal: i32) {
    let main = MAIN.load(Ordering::Relaxed) as libc::pthread_t;
    // SAFETY: the main thread lives as long as the process; both calls are allowed in handlers.
    unsafe {
        if main != 0 && libc::pthread_self() != main {
            libc::pthread_kill(main, signal);
            return;
        }
    }
    simulate(signal);
    let fd = WAKEUP.load(Ordering::Relaxed);
    if fd >= 0 {
        let byte = signal as u8;
        // SAFETY: one byte from this frame; `write` may be called in handlers.
        unsafe { libc::write(fd, (&raw const byte).cast(), 1) };
    }
}

fn catcher() -> usize {
    note as extern "C" fn(i32) as usize
}

fn install(signal: i32, action: usize) -> bool {
    // SAFETY: a whole structure; the handler only touches atomics.
    unsafe {
        let mut new: libc::sigaction = std::mem::zeroed();
        new.sa_sigaction = action;
        libc::sigemptyset(&mut new.sa_mask);
        libc::sigaction(signal, &new, std::ptr::null_mut()) == 0
    }
}

/// Whether calls of the system go on by themselves after a signal.
fn restart(signal: i32, on: bool) {
    // SAFETY: whole structures.
    unsafe {
        let mut now: libc::sigaction = std::mem::zeroed();
        if libc::sigaction(signal, std::ptr::null(), &mut now) == 0 {
            now.sa_flags = if on { now.sa_flags | libc::SA_RESTART } else { now.sa_flags & !libc::SA_RESTART };
            libc::sigaction(signal, &now, std::ptr::null_mut());
        }
    }
}

fn set_handler(vm: &mut Vm, args: Args) -> Outcome {
    if vm.thread_ident() != vm.interp.threads.main {
        return Err(vm.value_error("signal only works in main thread of the main interpreter"));
    }
    let number = number(vm, args[0])?;
    let (handler, kept) = if vm.is_callable(args[1]) {
        (catcher(), args[1])
    } else {
        match vm.int_value(args[1]) {
            Some(0) => (libc::SIG_DFL, Value::small_int(0)),
            Some(1) => (libc::SIG_IGN, Value::small_int(1)),
            _ => {
                let text = "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object";
                return Err(vm.type_error(text));
            }
        }
    };
    let before = handler_of(vm, number)?;
    if !install(number as i32, handler) {
        return Err(crate::system_calls::os_error(vm, crate::system_calls::errno(), &[]));
    }
    let handlers = handlers(vm)?;
    vm.dict_set(handlers, Value::small_int(number as isize), kept)?;
    Ok(before)
}

/// At a safepoint of the main thread: runs the handlers of what has arrived.
fn deliver(vm: &mut Vm) -> Outcome<()> {
    let mut arrived = ARRIVED.swap(0, Ordering::Acquire);
    while arrived != 0 {
        let signal = arrived.trailing_zeros() + 1;
        arrived &= arrived - 1;
        let handler = handler_of(vm, i64::from(signal))?;
        if !vm.is_callable(handler) {
            // Only what a handler was there for is noted.
            let what = vm.new_str(&format!("Signal {signal} ignored due to race condition"))?;
            let class = vm.exceptions.OSError;
            let _ = vm.raise_with(class, &[what]);
            vm.unraisable(Value::NONE, "Exception ignored in");
            continue;
        }
        let frame = vm.current_frame(0)?.unwrap_or(Value::NONE);
        if let Err(raised) = vm.call(handler, &[Value::small_int(signal as isize), frame]) {
            // The rest waits for the next safepoint.
            ARRIVED.fetch_or(arrived, Ordering::Relaxed);
            return Err(raised);
        }
    }
    Ok(())
}
