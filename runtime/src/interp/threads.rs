//! Threads: the system's, under one lock.
//!
//! Whoever holds the lock owns the context; what belongs to a thread (its [`ThreadState`], calls in the
//! making, its chain of rooted vectors) is put aside when it lets go and back when it takes the lock. The
//! lock changes hands around blocking calls and at safepoints, where a waiter that has waited 5 ms
//! asks for it by setting `poll`.

use super::dispatch::Base;
use crate::heap::{ThreadId, with_registers_on_stack};
use crate::native::Outcome;
use crate::vm::{ThreadState, Vm};
use pyspec_abi::Value;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Bit of `poll`: another thread waits for the lock.
pub const POLL_SWITCH: u32 = 2;
/// How long a waiter waits before it asks.
const INTERVAL: Duration = Duration::from_millis(5);

/// The lock of the context.
#[derive(Default)]
pub struct Lock {
    /// Whether some thread has it, and how many wait.
    state: Mutex<(bool, u32)>,
    free: Condvar,
}

impl Lock {
    fn take(&self, poll: *const AtomicU32) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.1 += 1;
        while state.0 {
            let (next, timeout) = self.free.wait_timeout(state, INTERVAL).unwrap_or_else(PoisonError::into_inner);
            state = next;
            if timeout.timed_out() && state.0 {
                // SAFETY: the context outlives its threads.
                unsafe { (*poll).fetch_or(POLL_SWITCH, Ordering::Relaxed) };
            }
        }
        *state = (true, state.1 - 1);
    }

    fn release(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0 = false;
        drop(state);
        self.free.notify_one();
    }

    fn wanted(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1 > 0
    }
}

/// What belongs to a thread, while it does not have the lock.
pub struct Parked {
    pub state: ThreadState,
    pub scratch: Vec<(Base, usize)>,
    pub rooted: crate::object::rooted::Chain,
    pub heap_id: Option<ThreadId>,
}

/// State of all threads.
pub struct Threads {
    pub lock: std::sync::Arc<Lock>,
    /// Threads without the lock, by identifier.
    pub parked: Vec<(u64, Box<Parked>)>,
    /// What a thread that has not begun yet will call.
    pub starting: Vec<Value>,
    pub heap_id: Option<ThreadId>,
    pub count: usize,
    pub main: u64,
    next: u64,
}

impl Default for Threads {
    fn default() -> Threads {
        let lock = Lock { state: Mutex::new((true, 0)), free: Condvar::new() };
        Threads {
            lock: std::sync::Arc::new(lock),
            parked: vec![],
            starting: vec![],
            heap_id: None,
            count: 0,
            main: 0,
            next: 0,
        }
    }
}

/// A pointer that another thread gets.
struct Shared(*mut Vm);
// SAFETY: it is used by whoever holds the lock only.
unsafe impl Send for Shared {}

fn empty_state(vm: &Vm, ident: u64) -> ThreadState {
    let mut state = vm.blank_thread_state();
    state.ident = ident;
    state
}

impl Vm {
    /// A thread's part of the context before it has run anything.
    pub fn blank_thread_state(&self) -> ThreadState {
        ThreadState {
            stack_limit: std::ptr::null_mut(),
            top: std::ptr::null_mut(),
            base: std::ptr::null_mut(),
            pc: std::ptr::null(),
            pending: Value::UNSET,
            copied: [Value::UNSET; 2],
            handling: Value::NONE,
            depth: 0,
            stack: std::ptr::null_mut(),
            native_limit: 0,
            anchor: 0,
            compiled: crate::compiled::Running::default(),
            context: Value::UNSET,
            ident: 0,
        }
    }

    /// `poll`, as other threads and signal handlers set it.
    pub fn poll_flag(&mut self) -> *const AtomicU32 {
        (&raw mut self.poll).cast()
    }

    /// `_thread.get_ident()`.
    pub fn thread_ident(&mut self) -> u64 {
        if self.thread.ident == 0 {
            self.thread.ident = system_ident();
            if self.interp.threads.main == 0 {
                self.interp.threads.main = self.thread.ident;
            }
        }
        self.thread.ident
    }

    /// Lets other threads have the context while `f` runs, which gets no `Vm`.
    pub(crate) fn without_lock<T>(&mut self, f: impl FnOnce() -> T) -> T {
        if self.interp.threads.count == 0 {
            return f();
        }
        let ident = self.thread_ident();
        let blank = empty_state(self, 0);
        let parked = Box::new(Parked {
            state: std::mem::replace(&mut self.thread, blank),
            scratch: std::mem::take(&mut self.interp.scratch),
            rooted: crate::object::Rooted::take_chain(),
            heap_id: self.interp.threads.heap_id,
        });
        self.interp.threads.parked.push((ident, parked));
        let lock = self.interp.threads.lock.clone();
        let poll = self.poll_flag();
        with_registers_on_stack(|sp| {
            if let Some(id) = self.interp.threads.heap_id {
                self.heap.park_thread(id, sp);
            }
            lock.release();
            let result = f();
            lock.take(poll);
            let at = self.interp.threads.parked.iter().position(|p| p.0 == ident).expect("parked by this thread");
            let (_, parked) = self.interp.threads.parked.swap_remove(at);
            self.thread = parked.state;
            self.interp.scratch = parked.scratch;
            crate::object::Rooted::put_chain(parked.rooted);
            self.interp.threads.heap_id = parked.heap_id;
            if let Some(id) = parked.heap_id {
                self.heap.unpark_thread(id);
            }
            result
        })
    }

    /// Forks by `f`, the number of the child or zero in it. The child has this thread only: the lock is whole, and
    /// what belongs to the others is forgotten.
    pub fn fork(&mut self, f: impl FnOnce() -> i32) -> i32 {
        let lock = self.interp.threads.lock.clone();
        let mut state = lock.state.lock().unwrap_or_else(PoisonError::into_inner);
        let pid = f();
        if pid == 0 {
            *state = (true, 0);
        }
        drop(state);
        if pid == 0 {
            self.forget_other_threads();
        }
        pid
    }

    fn forget_other_threads(&mut self) {
        for (_, parked) in std::mem::take(&mut self.interp.threads.parked) {
            if let Some(id) = parked.heap_id {
                self.heap.unregister_thread(id);
            }
            // Its stack and its vectors are no one's to free.
            std::mem::forget(parked);
        }
        self.interp.threads.starting.clear();
        self.interp.threads.count = 0;
        self.interp.threads.main = self.thread_ident();
    }

    /// At a safepoint: hands the lock to a thread that asked for it.
    pub(crate) fn switch_threads(&mut self) {
        if self.interp.threads.lock.wanted() {
            self.without_lock(std::thread::yield_now);
        }
    }

    /// Starts a thread that calls `function(*args, **kwargs)`; its identifier. `None`: the system gives no more.
    pub fn start_thread(&mut self, function: Value, args: Value, kwargs: Value, stack: usize) -> Outcome<Option<u64>> {
        self.thread_ident();
        if self.interp.threads.heap_id.is_none() {
            self.interp.threads.heap_id = self.heap.current_thread();
        }
        self.interp.threads.starting.extend([function, args, kwargs]);
        self.interp.threads.count += 1;
        self.interp.threads.next += 1;
        let shared = Shared(self);
        let lock = self.interp.threads.lock.clone();
        let (tell, told) = std::sync::mpsc::channel();
        let builder = std::thread::Builder::new().stack_size(if stack == 0 { 64 << 20 } else { stack.max(1 << 20) });
        let call = [function, args, kwargs].map(Value::bits);
        let spawned = builder.spawn(move || {
            let shared = shared;
            let _ = tell.send(system_ident());
            // SAFETY: the context outlives its threads, and this one has the lock from here on.
            unsafe {
                lock.take((&raw const (*shared.0).poll).cast());
                (*shared.0).thread_main(call.map(Value::from_bits));
            }
            lock.release();
        });
        match spawned {
            Ok(_) => Ok(told.recv().ok()),
            Err(_) => {
                self.interp.threads.count -= 1;
                let n = self.interp.threads.starting.len();
                self.interp.threads.starting.truncate(n - 3);
                Ok(None)
            }
        }
    }

    /// The life of a thread, with the lock held. The values are roots (and pinned) as `starting` until here.
    fn thread_main(&mut self, call: [Value; 3]) {
        let id = self.heap.register_thread(super::frame::native_sp() + 256);
        self.heap.unpark_thread(id);
        self.interp.threads.heap_id = Some(id);
        self.thread = empty_state(self, system_ident());
        let starting = &mut self.interp.threads.starting;
        if let Some(at) = starting.chunks_exact(3).position(|c| c == call) {
            starting.drain(3 * at..3 * at + 3);
        }
        if self.call_star(call[0], call[1], call[2]).is_err() {
            let exit = self.exceptions.SystemExit;
            let pending = self.thread.pending;
            if self.is_subtype(self.class_of(pending), exit) {
                self.take_pending();
            } else {
                self.unraisable(call[0], "Exception ignored in thread started by");
            }
        }
        self.free_stack();
        // In a child that this thread forked it counts as none.
        self.interp.threads.count = self.interp.threads.count.saturating_sub(1);
        self.interp.threads.heap_id = None;
        self.heap.unregister_thread(id);
    }

    /// The exception that each thread handles, or None, by identifier.
    pub fn exceptions_of_threads(&mut self) -> Vec<(u64, Value)> {
        let seen = |v: Value| if v.is(Value::UNSET) { Value::NONE } else { v };
        let mut all = vec![(self.thread_ident(), seen(self.thread.handling))];
        all.extend(self.interp.threads.parked.iter().map(|p| (p.0, seen(p.1.state.handling))));
        all
    }

    /// Calls `f` as if the thread at `i` of the parked ones ran: what it holds is seen by the collector either way.
    pub(crate) fn as_parked<T>(&mut self, i: usize, f: impl FnOnce(&mut Vm) -> T) -> T {
        self.swap_parked(i);
        let result = f(self);
        self.swap_parked(i);
        result
    }

    fn swap_parked(&mut self, i: usize) {
        let parked = &mut self.interp.threads.parked[i].1;
        std::mem::swap(&mut self.thread, &mut parked.state);
        std::mem::swap(&mut self.interp.scratch, &mut parked.scratch);
    }

    /// Visits what threads without the lock hold.
    pub(crate) fn visit_parked(&mut self, roots: &mut crate::heap::RootVisitor<'_>) {
        for v in &self.interp.threads.starting {
            roots.ambiguous(v.bits());
        }
        let mut parked = std::mem::take(&mut self.interp.threads.parked);
        for (_, p) in &mut parked {
            let state = &mut p.state;
            let [frame, exception] = &mut state.copied;
            for v in [&mut state.pending, frame, exception, &mut state.handling, &mut state.context] {
                roots.slot(v);
            }
            crate::object::Rooted::visit_chain(&p.rooted, |v| roots.ambiguous(v.bits()));
            std::mem::swap(&mut self.thread, &mut p.state);
            std::mem::swap(&mut self.interp.scratch, &mut p.scratch);
            super::visit_stack(self, roots);
            std::mem::swap(&mut self.thread, &mut p.state);
            std::mem::swap(&mut self.interp.scratch, &mut p.scratch);
        }
        self.interp.threads.parked = parked;
    }
}

/// The system's name for the running thread.
fn system_ident() -> u64 {
    // SAFETY: always succeeds.
    unsafe { libc::pthread_self() as u64 }
}
