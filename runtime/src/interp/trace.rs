//! `sys.settrace` and `sys.setprofile`: a second table of handlers, each of which first looks whether there is
//! an event, then goes to the ordinary handler.
//!
//! Ordinary execution pays nothing: a loop of the interpreter takes its table when it begins, and the table
//! goes on from handler to handler. The native that sets a function is called from a loop which still has the
//! ordinary one; it ends as if it had raised, with nothing pending, so that [`super::unwind::raise`] puts its
//! result in place and goes on with the other table.
//!
//! A frame that is watched has a frame object. Its `traced_line` says how far it is: UNSET before its `call`
//! event, 0 before its first line, [`YIELDED`] in a generator that is to have a `call` when it goes on.

use super::code::frame_code;
use super::dispatch::operand::{Insn, get};
use super::dispatch::{Base, Ctx, Handler, Handlers, Next, Pc, TABLE, Table};
use super::frame::{OBSERVED, caller, generator_of, link};
use crate::native::{Args, Outcome, Raised};
use crate::object::Gc;
use crate::object::layout::Frame;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::blob::flags;
use pyspec_abi::ops::Op;
use std::collections::HashMap;
use std::rc::Rc;

/// `f_trace_lines` is off.
pub const NO_LINES: isize = 1;
/// `f_trace_opcodes` is on.
pub const OPCODES: isize = 2;

/// The line of a frame that has yielded: that of the `yield`.
pub const YIELDED: Value = Value::small_int(-1);

/// The line of a frame during its `call`: that of its `def`.
pub const BEFORE: Value = Value::small_int(-2);

/// What watches one thread; UNSET: no such function.
pub struct Watch {
    pub trace: Value,
    pub profile: Value,
    /// Whether a function of it is running: it is not watched itself.
    busy: bool,
    /// The frame stepped through last, and what is known of it.
    base: usize,
    lines: Lines,
    last: u32,
}

/// First instructions of the lines of a function, as (offset, line); line 0: none.
type Lines = Rc<[(u32, u32)]>;

/// All that is watched.
#[derive(Default)]
pub struct Watches {
    pub by_thread: HashMap<u64, Watch>,
    lines: HashMap<usize, Lines>,
    /// A loop is to take its table anew.
    switch: bool,
}

/// The handlers of watched execution.
static WATCHED: Handlers = {
    let mut t = [Handler(watched); 512];
    let mut i = 256;
    while i < 512 {
        t[i] = TABLE.0[i];
        i += 1;
    }
    Handlers(t)
};

/// Looks whether there is an event before the instruction at `pc`.
unsafe fn watched(c: Ctx, pc: Pc, base: Base, t: Table) -> Next {
    // SAFETY: as for every handler.
    unsafe {
        if (*c).interp.watches.by_thread.is_empty() {
            return (TABLE.0[*pc.cast::<u8>() as usize].0)(c, pc, base, TABLE.0.as_ptr());
        }
        if (*c).step(pc, base).is_err() {
            return super::unwind::raise(c, pc, base, t);
        }
        // Neither what is fused nor compiled code: each instruction by itself.
        let insn = Insn::at(pc, base);
        let byte = if insn.wide() { pyspec_abi::ops::WIDE } else { insn.op as u8 };
        (TABLE.0[byte as usize].0)(c, pc, base, t)
    }
}

impl Vm {
    /// The handlers that the running thread's code is to have.
    #[inline(always)]
    pub(super) fn table(&self) -> Table {
        if self.interp.watches.by_thread.is_empty() { TABLE.0.as_ptr() } else { self.table_of_thread() }
    }

    #[cold]
    #[inline(never)]
    fn table_of_thread(&self) -> Table {
        match self.interp.watches.by_thread.get(&self.thread.ident) {
            Some(watch) if !watch.busy => WATCHED.0.as_ptr(),
            _ => TABLE.0.as_ptr(),
        }
    }

    /// The running thread's function of `sys.settrace`, or that of `sys.setprofile`; None: there is none.
    pub fn watcher(&self, profile: bool) -> Value {
        let found = self.interp.watches.by_thread.get(&self.thread.ident);
        let v = found.map_or(Value::UNSET, |w| if profile { w.profile } else { w.trace });
        if v.is(Value::UNSET) { Value::NONE } else { v }
    }

    /// `sys.settrace` or `sys.setprofile`; None ends it. `args` are the native's, whose outcome this is.
    pub fn set_watcher(&mut self, args: Args, function: Value, profile: bool) -> Outcome {
        let given = if function.is(Value::NONE) { Value::UNSET } else { function };
        let empty: Lines = Rc::new([]);
        let ident = self.thread.ident;
        let watch = self.interp.watches.by_thread.entry(ident).or_insert_with(|| Watch {
            trace: Value::UNSET,
            profile: Value::UNSET,
            busy: false,
            base: 0,
            lines: empty,
            last: 0,
        });
        *(if profile { &mut watch.profile } else { &mut watch.trace }) = given;
        watch.base = 0;
        let busy = watch.busy;
        if watch.trace.is(Value::UNSET) && watch.profile.is(Value::UNSET) && !busy {
            self.interp.watches.by_thread.remove(&ident);
            return Ok(Value::NONE);
        }
        if !given.is(Value::UNSET) {
            self.note_running()?;
        }
        if !busy && self.called_by_loop(args) {
            self.interp.watches.switch = true;
            return Err(Raised);
        }
        Ok(Value::NONE)
    }

    /// `function(*args)`, watched even if a function that watches calls it.
    pub fn call_watched(&mut self, function: Value, args: Value) -> Outcome {
        let ident = self.thread.ident;
        let set = |vm: &mut Vm, busy: bool| {
            let watch = vm.interp.watches.by_thread.get_mut(&ident)?;
            Some(std::mem::replace(&mut watch.busy, busy))
        };
        let busy = set(self, false);
        let result = self.call_star(function, args, Value::UNSET);
        if let Some(busy) = busy {
            set(self, busy);
        }
        result
    }

    /// What runs already has had its `call`.
    fn note_running(&mut self) -> Outcome<()> {
        let mut base = self.thread.base;
        while !base.is_null() {
            // SAFETY: the chain of running frames.
            let frame = unsafe { self.frame_object(base)? };
            let frame = self.cast::<Frame>(frame).expect("a frame");
            if frame.traced_line.get().is(Value::UNSET) {
                frame.traced_line.set_plain(Value::small_int(0));
            }
            // SAFETY: as above.
            (base, _) = unsafe { caller(base) };
        }
        Ok(())
    }

    /// Whether a native's arguments lie in the running frame, so that an instruction of its called it.
    fn called_by_loop(&self, args: Args) -> bool {
        let base = self.thread.base;
        if base.is_null() {
            return false;
        }
        // SAFETY: the running frame.
        let places = unsafe { frame_code(base) }.info().places as usize;
        (base as usize..base as usize + 8 * places).contains(&args.address())
    }

    /// After a raise with nothing pending: the frame goes on behind its call with the table of now.
    pub(super) fn takes_table(&mut self) -> bool {
        self.thread.pending.is(Value::UNSET) && std::mem::take(&mut self.interp.watches.switch)
    }

    fn watch(&mut self) -> Option<&mut Watch> {
        let ident = self.thread.ident;
        self.interp.watches.by_thread.get_mut(&ident).filter(|w| !w.busy)
    }

    /// Another line may have begun to be watched: the frame is looked at anew.
    pub(crate) fn look_again(&mut self) {
        if let Some(watch) = self.watch() {
            watch.base = 0;
        }
    }

    /// The events before the instruction at `pc`.
    ///
    /// # Safety
    /// `pc` and `base` are the running frame's.
    unsafe fn step(&mut self, pc: Pc, base: Base) -> Outcome<()> {
        // SAFETY: the caller's promise.
        unsafe {
            let data = frame_code(base).info();
            let begins = data.is_generator() && self.on_stack(base);
            if data.flags & flags::PRELUDE != 0 || begins || self.watch().is_none() {
                return Ok(());
            }
            (self.thread.base, self.thread.pc) = (base, pc);
            let at = data.offset(pc);
            if self.watch().is_some_and(|w| w.base != base as usize) {
                self.enter(base, at)?;
            }
            let frame = self.watched_frame(base);
            if !frame.trace.get().is(Value::UNSET) {
                self.line(frame, base, at)?;
            }
            let insn = Insn::at(pc, base);
            match insn.op {
                Op::RETURN => self.leave_frame(frame, get(base, insn.a()), Value::UNSET)?,
                Op::YIELD => self.leave_frame(frame, get(base, insn.b()), YIELDED)?,
                _ => {}
            }
            Ok(())
        }
    }

    /// The object of a frame that has one.
    unsafe fn watched_frame(&self, base: Base) -> Gc<Frame> {
        // SAFETY: `enter` made it.
        unsafe {
            let object = if self.on_stack(base) { *base.sub(1) } else { generator_of(base).frame_object.get() };
            Gc::from_value_unchecked(object)
        }
    }

    /// Control came to a frame: its `call` if it was not there before.
    unsafe fn enter(&mut self, base: Base, at: u32) -> Outcome<()> {
        // SAFETY: the caller's promise.
        let (frame, lines) = unsafe { (self.frame_object(base)?, self.lines_of(base)) };
        let frame = self.cast::<Frame>(frame).expect("a frame");
        let came = frame.traced_line.get();
        if came.is(Value::UNSET) || came.is(YIELDED) {
            if came.is(Value::UNSET) {
                frame.traced_line.set_plain(BEFORE);
            }
            let (trace, profile) = self.watch().map_or((Value::UNSET, Value::UNSET), |w| (w.trace, w.profile));
            if !trace.is(Value::UNSET) {
                let local = self.tell(trace, frame, "call", Value::NONE)?;
                let local = if local.is(Value::NONE) { Value::UNSET } else { local };
                frame.trace.set(&mut self.heap, frame.value(), local);
            }
            if !profile.is(Value::UNSET) {
                self.tell(profile, frame, "call", Value::NONE)?;
            }
            // A generator goes on in the line of its `yield`.
            let line = if came.is(YIELDED) { line_at(&lines, at.saturating_sub(1)).1 } else { 0 };
            frame.traced_line.set_plain(Value::small_int(line as isize));
        }
        if let Some(watch) = self.watch() {
            (watch.base, watch.lines, watch.last) = (base as usize, lines, at);
        }
        Ok(())
    }

    unsafe fn lines_of(&mut self, base: Base) -> Lines {
        // SAFETY: the caller's promise.
        let data = unsafe { frame_code(base) }.info();
        let key = std::ptr::from_ref(data) as usize;
        if let Some(lines) = self.interp.watches.lines.get(&key) {
            return lines.clone();
        }
        let mut lines: Vec<(u32, u32)> = vec![];
        for (at, position) in data.function().positions() {
            if lines.last().is_none_or(|l| l.1 != position.line) {
                lines.push((at, position.line));
            }
        }
        if lines.is_empty() {
            lines.push((0, data.function().first_line()));
        }
        let lines: Lines = lines.into();
        self.interp.watches.lines.insert(key, lines.clone());
        lines
    }

    /// A `line` where another begins, or where a jump back comes to the beginning of one; `opcode` if asked for.
    fn line(&mut self, frame: Gc<Frame>, base: Base, at: u32) -> Outcome<()> {
        let Some(watch) = self.watch() else { return Ok(()) };
        if watch.base != base as usize {
            return Ok(());
        }
        let (start, line) = line_at(&watch.lines, at);
        let again = at <= std::mem::replace(&mut watch.last, at) && at == start;
        let wanted = frame.flags.int();
        let before = frame.traced_line.int();
        if line != 0 && (line as isize != before || again) {
            frame.traced_line.set_plain(Value::small_int(line as isize));
            if wanted & NO_LINES == 0 {
                self.tell_local(frame, "line", Value::NONE)?;
            }
        }
        if wanted & OPCODES != 0 {
            self.tell_local(frame, "opcode", Value::NONE)?;
        }
        Ok(())
    }

    /// The frame ends or yields with a value.
    fn leave_frame(&mut self, frame: Gc<Frame>, value: Value, then: Value) -> Outcome<()> {
        if !frame.trace.get().is(Value::UNSET) {
            self.tell_local(frame, "return", value)?;
        }
        let profile = self.watch().map_or(Value::UNSET, |w| w.profile);
        if !profile.is(Value::UNSET) {
            self.tell(profile, frame, "return", value)?;
        }
        frame.traced_line.set_plain(then);
        self.look_again();
        Ok(())
    }

    /// The pending exception came to the frame at `base`. What watches may raise another in its place.
    ///
    /// # Safety
    /// `base` is the running frame, published.
    #[cold]
    pub(super) unsafe fn watch_raised(&mut self, exception: Value, base: Base) -> Outcome<()> {
        // SAFETY: the caller's promise.
        unsafe {
            let Some(frame) = self.frame_if_watched(base) else { return Ok(()) };
            if frame.trace.get().is(Value::UNSET) {
                return Ok(());
            }
            let class = self.class_of(exception).value();
            let traceback = self.as_exception(exception).map_or(Value::NONE, |e| e.traceback.get());
            let traceback = if traceback.is(Value::UNSET) { Value::NONE } else { traceback };
            let what = self.new_tuple(&[class, exception, traceback])?;
            self.tell_local(frame, "exception", what)
        }
    }

    /// The frame at `base` ends by an exception.
    ///
    /// # Safety
    /// `base` is the running frame, published.
    #[cold]
    pub(super) unsafe fn watch_unwound(&mut self, base: Base) -> Outcome<()> {
        // SAFETY: the caller's promise.
        match unsafe { self.frame_if_watched(base) } {
            Some(frame) => self.leave_frame(frame, Value::NONE, Value::UNSET),
            None => Ok(()),
        }
    }

    unsafe fn frame_if_watched(&mut self, base: Base) -> Option<Gc<Frame>> {
        self.watch()?;
        // SAFETY: the caller's promise.
        unsafe {
            let there = if self.on_stack(base) {
                link(base) & OBSERVED != 0
            } else {
                !generator_of(base).frame_object.get().is(Value::UNSET)
            };
            there.then(|| self.watched_frame(base))
        }
    }

    /// Tells the frame's own function, and has its result for the next time.
    fn tell_local(&mut self, frame: Gc<Frame>, event: &str, what: Value) -> Outcome<()> {
        let local = frame.trace.get();
        let next = self.tell(local, frame, event, what)?;
        if !next.is(Value::NONE) {
            frame.trace.set(&mut self.heap, frame.value(), next);
        }
        Ok(())
    }

    /// Calls a function that watches; if it raises, nothing is watched any more.
    fn tell(&mut self, function: Value, frame: Gc<Frame>, event: &str, what: Value) -> Outcome {
        let Some(watch) = self.watch() else { return Ok(Value::NONE) };
        watch.busy = true;
        let (base, pc) = (self.thread.base, self.thread.pc);
        let event = self.intern(event);
        let outcome = self.call(function, &[frame.value(), event, what]);
        (self.thread.base, self.thread.pc) = (base, pc);
        let ident = self.thread.ident;
        if let Some(watch) = self.interp.watches.by_thread.get_mut(&ident) {
            watch.busy = false;
            if outcome.is_err() {
                (watch.trace, watch.profile) = (Value::UNSET, Value::UNSET);
            }
            if watch.trace.is(Value::UNSET) && watch.profile.is(Value::UNSET) {
                self.interp.watches.by_thread.remove(&ident);
            }
        }
        outcome
    }
}

/// The line that an instruction is on, and its first instruction.
fn line_at(lines: &Lines, at: u32) -> (u32, u32) {
    let i = lines.partition_point(|l| l.0 <= at);
    if i == 0 { (0, 0) } else { lines[i - 1] }
}
