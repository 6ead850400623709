//! `_thread`: locks and threads.

mod hooks;

use crate::system_calls::errno;
use crate::util::{add_type, class_of, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::heap::Payload;
use pyspec_runtime::native::{Args, ModuleTable, Native, NativeKind, Outcome, TypeTable, getter, native};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_thread",
    doc: "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
    functions: ROWS,
    init: Some(init),
};

const IO: Effect = Effect::SWITCHES;
/// The longest wait, in seconds.
const TIMEOUT_MAX: f64 = 9223372036.0;

static ROWS: &[Native] = &[
    native("allocate_lock", "()", Effect::ALLOC, allocate_lock),
    native("allocate", "()", Effect::ALLOC, allocate_lock),
    native("get_ident", "()", Effect::PURE, |vm, _| {
        let ident = vm.thread_ident();
        vm.new_int(ident as i64)
    })
    .summary("i"),
    native("_get_main_thread_ident", "()", Effect::PURE, |vm, _| {
        vm.thread_ident();
        let ident = vm.interp.threads.main;
        vm.new_int(ident as i64)
    })
    .summary("i"),
    native("get_native_id", "()", Effect::PURE, |_, _| {
        // SAFETY: always succeeds.
        Ok(Value::small_int(unsafe { libc::gettid() } as isize))
    })
    .summary("i"),
    native("_is_main_interpreter", "()", Effect::PURE, |_, _| Ok(Value::TRUE)),
    native("daemon_threads_allowed", "()", Effect::PURE, |_, _| Ok(Value::TRUE)),
    native("_count", "()", Effect::PURE, |vm, _| Ok(Value::small_int(vm.interp.threads.count as isize))),
    native("start_new_thread", "(function, args, kwargs={}, /)", IO, start_new_thread),
    native("start_new", "(function, args, kwargs={}, /)", IO, start_new_thread),
    native("start_joinable_thread", "(function, handle=None, daemon=True)", IO, start_joinable_thread),
    native("_make_thread_handle", "(ident, /)", Effect::ALLOC, |vm, args| {
        let ident = vm.index_i64(args[0])? as u64;
        let state = HandleState { ident, started: true, ..HandleState::default() };
        new_handle(vm, Arc::new(Handle { state: Mutex::new(state), changed: Condvar::new() }))
    }),
    native("_shutdown", "()", IO, |vm, _| shutdown(vm)),
    native("stack_size", "(size=0, /)", Effect::RAISE, stack_size),
    native("exit", "()", Effect::RAISE, exit),
    native("exit_thread", "()", Effect::RAISE, exit),
    native("interrupt_main", "(signum=<unrepresentable>, /)", Effect::RAISE, hooks::interrupt_main),
    native("_excepthook", "(exceptHookArgs, /)", IO, hooks::except_hook),
    native("set_name", "(name)", Effect::RAISE, set_name),
];

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let lock = add_type(vm, module, &LOCK)?;
    lock.info().flags &= !pyspec_runtime::object::class::class_flags::BASE_TYPE;
    vm.set_module_attr(module, "LockType", lock.value())?;
    add_type(vm, module, &RLOCK)?;
    add_type(vm, module, &HANDLE)?;
    crate::local::add(vm, module)?;
    hooks::init(vm, module)?;
    let longest = vm.new_float(TIMEOUT_MAX)?;
    vm.set_module_attr(module, "TIMEOUT_MAX", longest)?;
    let error = vm.exceptions.RuntimeError.value();
    vm.set_module_attr(module, "error", error)
}

/// What can be waited for: a lock's owner and depth (0: free).
#[derive(Default)]
struct Gate {
    state: Mutex<(u64, usize)>,
    free: Condvar,
}

impl Gate {
    fn state(&self) -> std::sync::MutexGuard<'_, (u64, usize)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the lock once nobody has it; whether that was before the deadline.
    fn take(&self, owner: u64, deadline: Option<Instant>) -> bool {
        let mut state = self.state();
        while state.1 > 0 {
            match deadline {
                None => state = self.free.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(at) => {
                    let left = at.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return false;
                    }
                    state = self.free.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        }
        *state = (owner, 1);
        true
    }
}

struct Lock(Arc<Gate>);
impl Payload for Lock {
    fn holds_values(&self) -> bool {
        false
    }
}

struct RLock(Arc<Gate>);
impl Payload for RLock {
    fn holds_values(&self) -> bool {
        false
    }
}

static LOCK: TypeTable = TypeTable {
    map: 0,
    name: "lock",
    module: "_thread",
    doc: "A lock object is a synchronization primitive.",
    rows: &[
        native("__new__", "(cls, /)", Effect::ALLOC, |vm, args| crate::util::make(vm, args[0], Lock(Arc::default())))
            .kind(NativeKind::StaticMethod),
        native("acquire", "(self, blocking=True, timeout=-1)", IO, lock_acquire).summary("b"),
        native("acquire_lock", "(self, blocking=True, timeout=-1)", IO, lock_acquire).summary("b"),
        native("release", "(self, /)", IO, lock_release),
        native("release_lock", "(self, /)", IO, lock_release),
        native("locked", "(self, /)", Effect::PURE, locked).summary("b"),
        native("locked_lock", "(self, /)", Effect::PURE, locked).summary("b"),
        native("_at_fork_reinit", "(self, /)", Effect::PURE, |vm, args| {
            this::<Lock>(vm, args[0])?.0 = Arc::default();
            Ok(Value::NONE)
        }),
        native("__enter__", "(self, /)", IO, lock_acquire),
        native("__exit__", "(self, /, *args)", IO, lock_release),
        native("__repr__", "(self, /)", Effect::ALLOC, |vm, args| {
            let held = this::<Lock>(vm, args[0])?.0.state().1 > 0;
            let word = if held { "locked" } else { "unlocked" };
            let address = vm.id_text(args[0]);
            vm.new_str(&format!("<{word} _thread.lock object at {address}>"))
        }),
    ],
};

static RLOCK: TypeTable = TypeTable {
    map: 0,
    name: "RLock",
    module: "_thread",
    doc: "",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", Effect::ALLOC, |vm, args| {
            crate::util::make(vm, args[0], RLock(Arc::default()))
        })
        .kind(NativeKind::StaticMethod),
        native("acquire", "(self, blocking=True, timeout=-1)", IO, rlock_acquire).summary("b"),
        native("release", "(self, /)", IO, rlock_release),
        native("locked", "(self, /)", Effect::PURE, |vm, args| {
            Ok(Value::bool(this::<RLock>(vm, args[0])?.0.state().1 > 0))
        })
        .summary("b"),
        native("_is_owned", "(self, /)", Effect::PURE, |vm, args| {
            let ident = vm.thread_ident();
            let (owner, depth) = *this::<RLock>(vm, args[0])?.0.state();
            Ok(Value::bool(depth > 0 && owner == ident))
        }),
        native("_recursion_count", "(self, /)", Effect::PURE, |vm, args| {
            let ident = vm.thread_ident();
            let (owner, depth) = *this::<RLock>(vm, args[0])?.0.state();
            Ok(Value::small_int(if owner == ident { depth as isize } else { 0 }))
        }),
        native("_release_save", "(self, /)", IO, release_save),
        native("_acquire_restore", "(self, state, /)", IO, acquire_restore),
        native("_at_fork_reinit", "(self, /)", Effect::PURE, |vm, args| {
            this::<RLock>(vm, args[0])?.0 = Arc::default();
            Ok(Value::NONE)
        }),
        native("__enter__", "(self, /)", IO, rlock_acquire),
        native("__exit__", "(self, /, *args)", IO, rlock_release),
        native("__repr__", "(self, /)", Effect::ALLOC, |vm, args| {
            let (owner, depth) = *this::<RLock>(vm, args[0])?.0.state();
            let word = if depth > 0 { "locked" } else { "unlocked" };
            let (name, address) = (vm.full_type_name(args[0]), vm.id_text(args[0]));
            let owner = if depth > 0 { owner } else { 0 };
            vm.new_str(&format!("<{word} {name} object owner={owner} count={depth} at {address}>"))
        }),
    ],
};

fn allocate_lock(vm: &mut Vm, _args: Args) -> Outcome {
    let class = class_of(vm, &LOCK);
    vm.new_payload(class, Box::new(Lock(Arc::default())), 0)
}

/// How long `acquire` may wait: `None` for not at all, else the deadline if there is one.
fn patience(vm: &mut Vm, args: Args) -> Outcome<Option<Option<Instant>>> {
    let blocking = match args.given(1) {
        Some(v) => vm.truth(v)?,
        None => true,
    };
    let timeout = match args.given(2) {
        Some(v) => vm.to_f64(v)?,
        None => -1.0,
    };
    if !blocking {
        if timeout != -1.0 {
            return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
        }
        return Ok(None);
    }
    if timeout < 0.0 && timeout != -1.0 {
        return Err(vm.value_error("timeout value must be a non-negative number"));
    }
    if timeout > TIMEOUT_MAX {
        return Err(vm.overflow_error("timeout value is too large"));
    }
    Ok(Some(if timeout < 0.0 { None } else { Some(Instant::now() + Duration::from_secs_f64(timeout)) }))
}

/// Takes a gate, letting other threads run meanwhile.
fn wait(vm: &mut Vm, lock: Value, gate: &Arc<Gate>, patience: Option<Option<Instant>>) -> Outcome<bool> {
    let ident = vm.thread_ident();
    if gate.take(ident, Some(Instant::now())) {
        return Ok(true);
    }
    let Some(deadline) = patience else { return Ok(false) };
    // In short steps, so that signals are seen.
    loop {
        let step = Instant::now() + Duration::from_millis(50);
        let until = deadline.map_or(step, |d| d.min(step));
        if vm.blocking(&[lock], || gate.take(ident, Some(until))) {
            return Ok(true);
        }
        vm.safepoint()?;
        if deadline.is_some_and(|d| Instant::now() >= d) {
            return Ok(false);
        }
    }
}

fn lock_acquire(vm: &mut Vm, args: Args) -> Outcome {
    let patience = patience(vm, args)?;
    let gate = this::<Lock>(vm, args[0])?.0.clone();
    Ok(Value::bool(wait(vm, args[0], &gate, patience)?))
}

fn lock_release(vm: &mut Vm, args: Args) -> Outcome {
    let gate = this::<Lock>(vm, args[0])?.0.clone();
    let mut state = gate.state();
    if state.1 == 0 {
        return Err(vm.runtime_error("release unlocked lock"));
    }
    *state = (0, 0);
    gate.free.notify_one();
    Ok(Value::NONE)
}

fn locked(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(this::<Lock>(vm, args[0])?.0.state().1 > 0))
}

fn rlock_acquire(vm: &mut Vm, args: Args) -> Outcome {
    let ident = vm.thread_ident();
    let gate = this::<RLock>(vm, args[0])?.0.clone();
    {
        let mut state = gate.state();
        if state.1 > 0 && state.0 == ident {
            state.1 += 1;
            return Ok(Value::TRUE);
        }
    }
    let patience = patience(vm, args)?;
    Ok(Value::bool(wait(vm, args[0], &gate, patience)?))
}

fn rlock_release(vm: &mut Vm, args: Args) -> Outcome {
    let ident = vm.thread_ident();
    let gate = this::<RLock>(vm, args[0])?.0.clone();
    let mut state = gate.state();
    if state.1 == 0 || state.0 != ident {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    state.1 -= 1;
    if state.1 == 0 {
        gate.free.notify_one();
    }
    Ok(Value::NONE)
}

fn release_save(vm: &mut Vm, args: Args) -> Outcome {
    let gate = this::<RLock>(vm, args[0])?.0.clone();
    let (owner, depth) = std::mem::take(&mut *gate.state());
    if depth == 0 {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    gate.free.notify_one();
    let owner = vm.new_int(owner as i64)?;
    vm.new_tuple(&[Value::small_int(depth as isize), owner])
}

fn acquire_restore(vm: &mut Vm, args: Args) -> Outcome {
    let [depth, _] = *vm.tuple_items(args[1]) else {
        return Err(vm.type_error("_acquire_restore() argument 1 must be a pair"));
    };
    let depth = vm.index_i64(depth)? as usize;
    let gate = this::<RLock>(vm, args[0])?.0.clone();
    wait(vm, args[0], &gate, Some(None))?;
    gate.state().1 = depth;
    Ok(Value::NONE)
}

/// A thread as others see it.
struct Handle {
    state: Mutex<HandleState>,
    changed: Condvar,
}

#[derive(Default, Clone, Copy)]
struct HandleState {
    ident: u64,
    started: bool,
    done: bool,
}

impl Handle {
    fn get(&self) -> HandleState {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, f: impl FnOnce(&mut HandleState)) {
        f(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_all();
    }

    /// Waits for the end up to `until`; whether it came.
    fn wait(&self, until: Instant) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while !state.done {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}

struct HandleObject(Arc<Handle>);
impl Payload for HandleObject {
    fn holds_values(&self) -> bool {
        false
    }
}

static HANDLE: TypeTable = TypeTable {
    map: 0,
    name: "_ThreadHandle",
    module: "_thread",
    doc: "",
    rows: &[
        native("__new__", "(cls, /)", Effect::ALLOC, |vm, args| {
            let handle = Handle { state: Mutex::default(), changed: Condvar::new() };
            crate::util::make(vm, args[0], HandleObject(Arc::new(handle)))
        })
        .kind(NativeKind::StaticMethod),
        native("join", "(self, timeout=None, /)", IO, join),
        native("is_done", "(self, /)", Effect::PURE, |vm, args| {
            Ok(Value::bool(this::<HandleObject>(vm, args[0])?.0.get().done))
        }),
        native("_set_done", "(self, /)", Effect::PURE, |vm, args| {
            let handle = this::<HandleObject>(vm, args[0])?.0.clone();
            if !handle.get().started {
                return Err(vm.runtime_error("thread not started"));
            }
            handle.change(|s| s.done = true);
            Ok(Value::NONE)
        }),
        getter("ident", |vm, args| {
            let ident = this::<HandleObject>(vm, args[0])?.0.get().ident;
            vm.new_int(ident as i64)
        }),
        native("__repr__", "(self, /)", Effect::ALLOC, |vm, args| {
            let ident = this::<HandleObject>(vm, args[0])?.0.get().ident;
            vm.new_str(&format!("<_ThreadHandle object: ident={ident}>"))
        }),
    ],
};

fn new_handle(vm: &mut Vm, handle: Arc<Handle>) -> Outcome {
    let class = class_of(vm, &HANDLE);
    vm.new_payload(class, Box::new(HandleObject(handle)), 0)
}

fn join(vm: &mut Vm, args: Args) -> Outcome {
    let handle = this::<HandleObject>(vm, args[0])?.0.clone();
    let deadline = match args.given(1).filter(|v| !v.is(Value::NONE)) {
        Some(v) => {
            let seconds = vm.to_f64(v)?;
            if seconds < 0.0 { None } else { Some(Instant::now() + Duration::from_secs_f64(seconds.min(TIMEOUT_MAX))) }
        }
        None => None,
    };
    let state = handle.get();
    if !state.started {
        return Err(vm.runtime_error("thread not started"));
    }
    if !state.done && state.ident == vm.thread_ident() {
        return Err(vm.runtime_error("Cannot join current thread"));
    }
    wait_for(vm, args[0], &handle, deadline)?;
    Ok(Value::NONE)
}

/// Waits for a thread's end, or the deadline.
fn wait_for(vm: &mut Vm, pin: Value, handle: &Arc<Handle>, deadline: Option<Instant>) -> Outcome<()> {
    loop {
        let step = Instant::now() + Duration::from_millis(50);
        let until = deadline.map_or(step, |d| d.min(step));
        if vm.blocking(&[pin], || handle.wait(until)) || deadline.is_some_and(|d| Instant::now() >= d) {
            return Ok(());
        }
        vm.safepoint()?;
    }
}

/// In a child, where only this thread goes on: the others have ended.
pub fn after_fork(vm: &mut Vm) {
    let ident = vm.thread_ident();
    let all = std::mem::take(&mut shared(vm).handles);
    for handle in all.iter().filter_map(std::sync::Weak::upgrade) {
        // A thread that was looking at its handle just then took the lock with it.
        if let Ok(mut state) = handle.state.try_lock()
            && state.started
            && state.ident != ident
        {
            state.done = true;
        }
    }
    let shared = shared(vm);
    shared.waited.retain(|handle| handle.state.try_lock().is_ok_and(|state| !state.done));
    shared.handles = all;
}

/// What all threads of the program share.
#[derive(Default)]
struct Shared {
    /// Those that threads were started with.
    handles: Vec<std::sync::Weak<Handle>>,
    /// Threads that the program's end waits for.
    waited: Vec<Arc<Handle>>,
    stack: usize,
}

fn shared(vm: &mut Vm) -> &mut Shared {
    let new = || -> Box<dyn std::any::Any> { Box::new(Shared::default()) };
    vm.module_state.entry("_thread").or_insert_with(new).downcast_mut().expect("this module's state")
}

fn start_new_thread(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_callable(args[0]) {
        return Err(vm.type_error("first arg must be callable"));
    }
    let kind = vm.type_name(args[1]);
    if vm.as_tuple(args[1]).is_none() {
        let _ = kind;
        return Err(vm.type_error("2nd arg must be a tuple"));
    }
    let keywords = args.or(2, Value::UNSET);
    if !keywords.is(Value::UNSET) && !vm.is_dict(keywords) {
        return Err(vm.type_error("optional 3rd arg must be a dictionary"));
    }
    let stack = shared(vm).stack;
    match vm.start_thread(args[0], args[1], keywords, stack)? {
        Some(ident) => vm.new_int(ident as i64),
        None => Err(vm.runtime_error("can't start new thread")),
    }
}

/// Calls the function of a joinable thread and says when it has ended.
static RUN: Native = native("_run", "(handle, function, /)", IO, |vm, args| {
    let ident = vm.thread_ident();
    let handle = this::<HandleObject>(vm, args[0])?.0.clone();
    handle.change(|s| s.ident = ident);
    let result = vm.call(args[1], &[]);
    if result.is_err() {
        let exit = vm.exceptions.SystemExit;
        if vm.pending_is(exit) {
            vm.take_pending();
        } else {
            vm.unraisable(args[1], "Exception ignored in thread started by");
        }
    }
    handle.change(|s| s.done = true);
    Ok(Value::NONE)
});

fn start_joinable_thread(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_callable(args[0]) {
        return Err(vm.type_error("thread function must be callable"));
    }
    let object = match args.given(1).filter(|v| !v.is(Value::NONE)) {
        Some(handle) => handle,
        None => new_handle(vm, Arc::new(Handle { state: Mutex::default(), changed: Condvar::new() }))?,
    };
    let handle = this::<HandleObject>(vm, object)?.0.clone();
    if handle.get().started {
        return Err(vm.runtime_error("thread already started"));
    }
    let daemon = match args.given(2) {
        Some(v) => vm.truth(v)?,
        None => true,
    };
    let run = vm.new_native(&RUN, Value::UNSET, Value::NONE)?;
    let call = vm.new_tuple(&[object, args[0]])?;
    handle.change(|s| s.started = true);
    let stack = shared(vm).stack;
    let Some(ident) = vm.start_thread(run, call, Value::UNSET, stack)? else {
        handle.change(|s| s.started = false);
        return Err(vm.runtime_error("can't start new thread"));
    };
    handle.change(|s| s.ident = ident);
    let all = &mut shared(vm).handles;
    all.retain(|h| h.strong_count() > 0);
    all.push(Arc::downgrade(&handle));
    if !daemon {
        let all = &mut shared(vm).waited;
        all.retain(|h| !h.get().done);
        all.push(handle);
    }
    Ok(object)
}

/// Waits for all threads that are no daemons.
fn shutdown(vm: &mut Vm) -> Outcome {
    while let Some(handle) = shared(vm).waited.pop() {
        if handle.get().ident != vm.thread_ident() {
            wait_for(vm, Value::NONE, &handle, None)?;
        }
    }
    Ok(Value::NONE)
}

fn stack_size(vm: &mut Vm, args: Args) -> Outcome {
    let before = shared(vm).stack;
    if let Some(size) = args.given(0) {
        let size = vm.index_i64(size)?;
        if size < 0 {
            return Err(vm.value_error("size must be 0 or a positive value"));
        }
        if size > 0 && size < 32768 {
            return Err(vm.value_error(format!("size not valid: {size} bytes")));
        }
        shared(vm).stack = size as usize;
    }
    Ok(Value::small_int(before as isize))
}

fn exit(vm: &mut Vm, _args: Args) -> Outcome {
    let class = vm.exceptions.SystemExit;
    Err(vm.raise_with(class, &[]))
}

fn set_name(vm: &mut Vm, args: Args) -> Outcome {
    let mut name = vm.expect_str(args[0], "set_name() argument 'name'")?.into_bytes();
    name.truncate(15);
    name.retain(|b| *b != 0);
    name.push(0);
    // SAFETY: a C string of up to 16 bytes.
    if unsafe { libc::prctl(libc::PR_SET_NAME, name.as_ptr()) } < 0 {
        return Err(crate::system_calls::os_error(vm, errno(), &[]));
    }
    Ok(Value::NONE)
}
