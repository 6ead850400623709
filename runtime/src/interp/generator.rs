//! Generators and coroutines from the outside: making, sending, throwing, closing.

use super::dispatch::{Base, Pc, operand, run};
use super::frame::{Action, generator_base};
use super::handlers::{activate, sent_place};
use crate::native::{Outcome, Raised};
use crate::object::class::Special;
use crate::object::layout::{Frame, Generator};
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::blob::flags;
use pyspec_abi::header::Scan;
use pyspec_abi::ops::Op;
use pyspec_abi::types as id;

/// States.
pub const CREATED: Value = Value::small_int(0);
pub const SUSPENDED: Value = Value::small_int(1);
pub const RUNNING: Value = Value::small_int(2);
pub const FINISHED: Value = Value::small_int(3);

/// What a generator is given.
#[derive(Clone, Copy)]
pub enum Resume {
    Send(Value),
    Throw(Value),
}

impl Vm {
    /// Moves the frame at `base` into a new generator that will go on after `pc`.
    ///
    /// # Safety
    /// `base` is the running frame, on the stack, of a generator's code.
    pub unsafe fn make_generator(&mut self, pc: Pc, base: Base) -> Outcome<Gc<Generator>> {
        // SAFETY: the caller's promise.
        unsafe {
            let code = super::code::frame_code(base);
            let data = code.info();
            let map = match data.flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) {
                flags::COROUTINE => id::COROUTINE,
                flags::ASYNC_GENERATOR => id::ASYNC_GENERATOR,
                _ => id::GENERATOR,
            };
            let places = data.places as usize;
            let g = self.alloc::<Generator>(map, Scan::Values, Generator::SLOTS + places)?;
            let f = super::code::function_of(base);
            g.state.init(CREATED);
            g.name.init(f.name.get());
            g.qualname.init(f.qualname.get());
            g.handling.init(Value::UNSET);
            g.outer.init(Value::UNSET);
            g.pc.init(Value::from_bits(pc as usize | 1));
            g.extra.init(Value::UNSET);
            g.frame_object.init(Value::UNSET);
            g.top.init(Value::small_int(0));
            g.link.init(Value::small_int(0));
            g.function.init(f.value());
            g.frame_extra.init(Value::small_int(0));
            g.frame.init(Value::NONE);
            let to = generator_base(g);
            let named = data.named as usize;
            for i in 0..places {
                *to.add(i) = if i < named { *base.add(i) } else { Value::UNSET };
            }
            // The frame object, if somebody looked already, becomes the generator's.
            if super::frame::link(base) & super::frame::OBSERVED != 0 {
                self.move_frame_object(base, g);
            }
            if data.flags & flags::GENERATOR == 0 || has_finally(data) {
                self.heap.register_finalizer(g.value());
            }
            if map == id::COROUTINE && self.interp.origin_depth > 0 {
                let origin = self.coroutine_origin()?;
                g.extra.set(&mut self.heap, g.value(), origin);
            }
            Ok(g)
        }
    }

    /// (file, line, function) of the frames that the coroutine of the running frame is made in, nearest first.
    #[cold]
    fn coroutine_origin(&mut self) -> Outcome {
        let mut places = crate::object::Rooted::new();
        for depth in 1..=self.interp.origin_depth as usize {
            let Some(frame) = self.current_frame(depth)? else { break };
            let frame = self.cast::<crate::object::layout::Frame>(frame).expect("a frame");
            let line = Value::small_int(self.frame_line(frame) as isize);
            let code = crate::types::frame::code(frame);
            let place = self.new_tuple(&[code.filename.get(), line, code.name.get()])?;
            places.push(place);
        }
        self.new_tuple(&places)
    }

    /// An error if a generator cannot be sent `value` now. Finished ones are the caller's.
    pub fn check_resumable(&mut self, g: Gc<Generator>, value: Value) -> Outcome<()> {
        let state = g.state.get();
        let kind = kind_of(g);
        if state.is(RUNNING) {
            return Err(self.value_error(format!("{kind} already executing")));
        }
        if state.is(CREATED) && !value.is(Value::NONE) {
            return Err(self.type_error(format!("can't send non-None value to a just-started {kind}")));
        }
        if state.is(FINISHED) && map_of(g.value()) == id::COROUTINE {
            return Err(self.runtime_error("cannot reuse already awaited coroutine"));
        }
        Ok(())
    }

    /// Ends a generator's frame.
    pub fn finish_generator(&mut self, g: Gc<Generator>) {
        self.thread.depth -= 1;
        self.thread.handling = g.outer.get();
        self.end_generator(g);
    }

    /// Makes a generator one that has ended. Whoever looks at its frame finds what was in its places.
    fn end_generator(&mut self, g: Gc<Generator>) {
        g.state.set_plain(FINISHED);
        g.outer.set_plain(Value::UNSET);
        g.handling.set_plain(Value::UNSET);
        if !g.frame_object.get().is(Value::UNSET) {
            self.detach_generator(g);
        }
        self.clear_generator(g);
    }

    /// Copies the frame of a generator that ends into the object that shows it.
    #[cold]
    fn detach_generator(&mut self, g: Gc<Generator>) {
        let base = generator_base(g);
        let pc = if self.thread.base == base { self.thread.pc as usize } else { g.pc.get().bits() & !3 };
        // SAFETY: nothing else is put there, and a generator is its own frame.
        unsafe {
            let frame: Gc<Frame> = Gc::from_value_unchecked(g.frame_object.get());
            self.keep_places(frame, base, super::code::frame_code(base).info().named as usize);
            frame.generator.set_plain(Value::UNSET);
            frame.pc.set_plain(Value::from_bits(pc | 1));
        }
        g.frame_object.set_plain(Value::UNSET);
    }

    /// Forgets what a finished generator's places hold.
    pub fn clear_generator(&mut self, g: Gc<Generator>) {
        let base = generator_base(g);
        let n = self.heap.slots_of(g.value()) - Generator::SLOTS;
        if map_of(g.value()) == id::GENERATOR {
            g.extra.set_plain(Value::UNSET);
        }
        // SAFETY: these are the generator's places.
        (0..n).for_each(|i| unsafe { *base.add(i) = Value::UNSET });
    }

    /// Runs a generator until it yields or returns (`interp.returned` says which).
    pub fn resume(&mut self, g: Gc<Generator>, how: Resume) -> Outcome {
        if g.state.get().is(FINISHED) {
            if let Resume::Throw(e) = how {
                return Err(self.set_pending(e));
            }
            if map_of(g.value()) == id::COROUTINE {
                return Err(self.runtime_error("cannot reuse already awaited coroutine"));
            }
            self.interp.returned = true;
            return Ok(Value::NONE);
        }
        let sent = if let Resume::Send(v) = how { v } else { Value::NONE };
        if matches!(how, Resume::Send(_))
            && let Some(outcome) = self.send_to_body(g, sent)
        {
            return outcome;
        }
        self.check_resumable(g, sent)?;
        self.ensure_stack();
        if self.thread.depth >= self.interp.recursion_limit || super::frame::native_sp() < self.thread.native_limit {
            return Err(self.too_deep());
        }
        let (base, pc) = (self.thread.base, self.thread.pc);
        if let Resume::Throw(e) = how
            && let Some(outcome) = self.throw_into_delegate(g, e)
        {
            return outcome;
        }
        let scratch = self.interp.scratch.len();
        let top = self.free_above(base);
        self.heap.barrier(g.value());
        g.top.set_plain(Value::from_bits(top as usize | 1));
        // SAFETY: the generator is suspended, and everything above `top` is free.
        let outcome = unsafe {
            activate(self, pc, base, g, Action::GenNative);
            self.interp.scratch.push((top, 0));
            let outcome = match how {
                Resume::Send(v) => {
                    let at = sent_place(g, v);
                    run(self, at, generator_base(g))
                }
                Resume::Throw(e) => {
                    let at = (g.pc.get().bits() & !3) as Pc;
                    self.thread.pending = e;
                    let landing = self.unwind(at, generator_base(g), true);
                    if landing.pc.is_null() { Err(Raised) } else { run(self, landing.pc, landing.base) }
                }
            };
            self.interp.scratch.truncate(scratch);
            outcome
        };
        self.thread.base = base;
        self.thread.pc = pc;
        std::hint::black_box(g.value());
        outcome
    }

    /// Next item of a generator, UNSET when it has returned.
    pub fn generator_next(&mut self, g: Gc<Generator>) -> Outcome {
        let v = self.resume(g, Resume::Send(Value::NONE))?;
        Ok(if self.interp.returned { Value::UNSET } else { v })
    }

    /// Throws into what a generator delegates to, if it does. `None`: throw into the generator itself.
    fn throw_into_delegate(&mut self, g: Gc<Generator>, e: Value) -> Option<Outcome> {
        let inner = self.delegate_of(g)?;
        g.state.set_plain(RUNNING);
        let thrown = self.throw_to(inner, e);
        g.state.set_plain(SUSPENDED);
        let at = (g.pc.get().bits() & !3) as Pc;
        match thrown {
            // It has no `throw`, or is closed: the exception is raised here.
            Ok(None) => None,
            Ok(Some((v, false))) => {
                self.interp.returned = false;
                Some(Ok(v))
            }
            Ok(Some((v, true))) => {
                // SAFETY: the instruction is a DELEGATE; the generator goes on after it with the result.
                unsafe {
                    self.heap.barrier(g.value());
                    *generator_base(g).add(operand::a_any(at)) = v;
                    let after = operand::after_any(at);
                    Some(self.resume_at(g, after))
                }
            }
            Err(Raised) => {
                let raised = self.take_pending();
                Some(self.resume_plain_throw(g, raised))
            }
        }
    }

    /// What a suspended generator delegates to.
    pub fn delegate_of(&self, g: Gc<Generator>) -> Option<Value> {
        if !g.state.get().is(SUSPENDED) {
            return None;
        }
        let at = (g.pc.get().bits() & !3) as Pc;
        // SAFETY: a suspended generator's pc is an instruction of its code.
        unsafe {
            if operand::op_any(at) != Op::DELEGATE {
                return None;
            }
            Some(*generator_base(g).add(operand::b_any(at)))
        }
    }

    fn resume_plain_throw(&mut self, g: Gc<Generator>, e: Value) -> Outcome {
        let (base, pc) = (self.thread.base, self.thread.pc);
        let scratch = self.interp.scratch.len();
        let top = self.free_above(base);
        self.heap.barrier(g.value());
        g.top.set_plain(Value::from_bits(top as usize | 1));
        // SAFETY: as in `resume`.
        let outcome = unsafe {
            activate(self, pc, base, g, Action::GenNative);
            self.interp.scratch.push((top, 0));
            self.thread.pending = e;
            let at = (g.pc.get().bits() & !3) as Pc;
            let landing = self.unwind(at, generator_base(g), true);
            if landing.pc.is_null() { Err(Raised) } else { run(self, landing.pc, landing.base) }
        };
        self.interp.scratch.truncate(scratch);
        self.thread.base = base;
        self.thread.pc = pc;
        outcome
    }

    unsafe fn resume_at(&mut self, g: Gc<Generator>, at: Pc) -> Outcome {
        let (base, pc) = (self.thread.base, self.thread.pc);
        let scratch = self.interp.scratch.len();
        let top = self.free_above(base);
        g.top.set_plain(Value::from_bits(top as usize | 1));
        // SAFETY: as in `resume`.
        let outcome = unsafe {
            activate(self, pc, base, g, Action::GenNative);
            self.interp.scratch.push((top, 0));
            run(self, at, generator_base(g))
        };
        self.interp.scratch.truncate(scratch);
        self.thread.base = base;
        self.thread.pc = pc;
        outcome
    }

    /// Sends a value to any iterator; `interp.returned` says whether it is exhausted, then with its value.
    pub fn send_to(&mut self, it: Value, sent: Value) -> Outcome {
        if it.is_ptr() && matches!(map_of(it), id::GENERATOR | id::COROUTINE) {
            // SAFETY: the map says so.
            return self.resume(unsafe { Gc::from_value_unchecked(it) }, Resume::Send(sent));
        }
        let outcome = if sent.is(Value::NONE) {
            let class = self.class_of(it);
            match self.special(class, Special::Next) {
                Some(next) => self.call_unbound(next, it, &[]),
                None => {
                    let name = self.type_name(it);
                    Err(self.type_error(format!("'{name}' object is not an iterator")))
                }
            }
        } else {
            self.call_method(it, "send", &[sent])
        };
        self.delegated(outcome)
    }

    /// The outcome of `__next__`, `send` or `throw`: StopIteration is a return.
    fn delegated(&mut self, outcome: Outcome) -> Outcome {
        match outcome {
            Ok(v) if !v.is(Value::UNSET) => {
                self.interp.returned = false;
                Ok(v)
            }
            // A native iterator that is exhausted.
            Ok(_) => {
                self.interp.returned = true;
                Ok(Value::NONE)
            }
            Err(Raised) => {
                let v = self.stop_value()?;
                self.interp.returned = true;
                Ok(v)
            }
        }
    }

    /// The value of the pending StopIteration, which is dropped; any other exception goes on.
    pub fn stop_value(&mut self) -> Outcome {
        let pending = self.thread.pending;
        let class = self.exceptions.StopIteration;
        if !self.is_subtype(self.class_of(pending), class) {
            return Err(Raised);
        }
        self.thread.pending = Value::UNSET;
        self.get_attr_text(pending, "value")
    }

    /// Throws into any iterator: `None` if it cannot take it, else the value and whether it returned it.
    fn throw_to(&mut self, it: Value, e: Value) -> Outcome<Option<(Value, bool)>> {
        let exit = self.exceptions.GeneratorExit;
        if self.is_subtype(self.class_of(e), exit) {
            self.close_any(it)?;
            return Ok(None);
        }
        if it.is_ptr() && matches!(map_of(it), id::GENERATOR | id::COROUTINE) {
            // SAFETY: the map says so.
            let v = self.resume(unsafe { Gc::from_value_unchecked(it) }, Resume::Throw(e));
            let v = self.delegated(v.map(|v| if self.interp.returned { Value::UNSET } else { v }).inspect(|_| ()));
            return Ok(Some((v?, self.interp.returned)));
        }
        let name = self.intern("throw");
        let method = self.get_attr_or_unset(it, name)?;
        if method.is(Value::UNSET) {
            return Ok(None);
        }
        let outcome = self.call(method, &[e]);
        let v = self.delegated(outcome)?;
        Ok(Some((v, self.interp.returned)))
    }

    fn close_any(&mut self, it: Value) -> Outcome<()> {
        if it.is_ptr() && matches!(map_of(it), id::GENERATOR | id::COROUTINE) {
            // SAFETY: the map says so.
            return self.close_generator(unsafe { Gc::from_value_unchecked(it) }).map(|_| ());
        }
        let name = self.intern("close");
        let method = self.get_attr_or_unset(it, name)?;
        if !method.is(Value::UNSET) {
            self.call(method, &[])?;
        }
        Ok(())
    }

    /// Whether nothing in a suspended generator would see that it is closed.
    fn ends_at_once(&self, g: Gc<Generator>) -> bool {
        let pc = (g.pc.get().bits() & !3) as Pc;
        // SAFETY: a suspended generator's pc is an instruction of its code.
        unsafe {
            let code = super::code::frame_code(generator_base(g)).info();
            let at = code.offset(pc);
            g.state.get().is(SUSPENDED)
                && operand::op_any(pc) == Op::YIELD
                && !code.exceptions.iter().any(|r| r.start <= at && at < r.end)
        }
    }

    /// `generator.close()`: its return value, if GeneratorExit makes it return one.
    pub fn close_generator(&mut self, g: Gc<Generator>) -> Outcome {
        let state = g.state.get();
        if state.is(CREATED) || state.is(FINISHED) {
            g.state.set_plain(FINISHED);
            self.clear_generator(g);
            return Ok(Value::NONE);
        }
        if self.ends_at_once(g) {
            // SAFETY: the generator is suspended at an instruction of its code.
            unsafe {
                let (pc, base) = ((g.pc.get().bits() & !3) as Pc, generator_base(g));
                self.close_loops(base, super::code::frame_code(base).info().offset(pc), None);
            }
            self.end_generator(g);
            return Ok(Value::NONE);
        }
        let class = self.exceptions.GeneratorExit;
        let exit = self.new_exception(class, &[])?;
        match self.resume(g, Resume::Throw(exit)) {
            Ok(v) if self.interp.returned => Ok(v),
            Ok(_) => {
                let kind = kind_of(g);
                Err(self.runtime_error(format!("{kind} ignored GeneratorExit")))
            }
            Err(Raised) => {
                let pending = self.thread.pending;
                let class = self.class_of(pending);
                let stop = self.exceptions.StopIteration;
                if self.is_subtype(class, self.exceptions.GeneratorExit) || self.is_subtype(class, stop) {
                    self.thread.pending = Value::UNSET;
                    return Ok(Value::NONE);
                }
                Err(Raised)
            }
        }
    }
}

/// What messages call it.
pub fn kind_of(g: Gc<Generator>) -> &'static str {
    match map_of(g.value()) {
        id::COROUTINE => "coroutine",
        id::ASYNC_GENERATOR => "async generator",
        _ => "generator",
    }
}

/// Whether closing early can run anything.
fn has_finally(data: &super::code::CodeData) -> bool {
    !data.exceptions.is_empty()
}
