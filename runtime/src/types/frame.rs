//! `frame` objects: a frame looked at from Python.
//!
//! While the frame runs, the object knows its base and reads the places themselves. When it ends, its
//! places are copied into the object. A generator's frame lies in the generator, which the object
//! then refers to instead.

use super::frame_locals::{cell_content, cell_or_value};
use crate::compiled::{Looked, Walk};
use crate::interp::code::{code_of, frame_code, function_of};
use crate::interp::dispatch::{Base, Pc};
use crate::interp::frame::{OBSERVED, caller, generator_base, generator_of, link};
use crate::interp::generator::{CREATED, RUNNING, SUSPENDED};
use crate::interp::trace::{BEFORE, NO_LINES, OPCODES, YIELDED};
use crate::native::{Args, Outcome, TypeTable, getter, native, setter};
use crate::object::Gc;
use crate::object::layout::{Code, Frame, Function, Generator};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::blob::flags;
use pyspec_abi::effects::Effect;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// `frame`.
pub static TABLE: TypeTable = TypeTable {
    map: id::FRAME,
    name: "frame",
    module: "builtins",
    doc: "",
    rows: &[
        getter("f_back", back),
        getter("f_code", |_, args| Ok(code(of(args)).value())),
        getter("f_globals", |_, args| Ok(function(of(args)).globals.get())),
        getter("f_builtins", |_, args| Ok(function(of(args)).builtins.get())),
        getter("f_locals", |vm, args| vm.frame_locals(args[0])),
        getter("f_lasti", lasti),
        getter("f_lineno", |vm, args| {
            let line = vm.frame_line(of(args));
            Ok(if line == 0 { Value::NONE } else { Value::small_int(line as isize) })
        }),
        getter("f_trace", |_, args| {
            let v = of(args).trace.get();
            Ok(if v.is_ptr() { v } else { Value::NONE })
        }),
        setter("f_trace", |vm, args| {
            let function = if args[1].is(Value::NONE) { Value::UNSET } else { args[1] };
            of(args).trace.set(&mut vm.heap, args[0], function);
            vm.look_again();
            Ok(Value::NONE)
        }),
        getter("f_trace_lines", |_, args| Ok(Value::bool(of(args).flags.int() & NO_LINES == 0))),
        setter("f_trace_lines", |vm, args| set_wanted(vm, args, NO_LINES, true)),
        getter("f_trace_opcodes", |_, args| Ok(Value::bool(of(args).flags.int() & OPCODES != 0))),
        setter("f_trace_opcodes", |vm, args| set_wanted(vm, args, OPCODES, false)),
        getter("f_generator", |_, args| {
            let v = of(args).generator.get();
            Ok(if v.is(Value::UNSET) { Value::NONE } else { v })
        }),
        native("clear", "(self, /)", Effect::PYTHON, clear),
        native("__repr__", "(self, /)", Effect::ALLOC, repr),
    ],
};

fn of(args: Args) -> Gc<Frame> {
    // SAFETY: the call checked the receiver.
    unsafe { Gc::from_value_unchecked(args[0]) }
}

/// Sets a bit of the events that are wanted to a bool, or to its opposite.
fn set_wanted(vm: &mut Vm, args: Args, bit: isize, opposite: bool) -> Outcome {
    let value = args[1];
    if !value.is_bool() {
        return Err(vm.type_error("attribute value type must be bool"));
    }
    let flags = of(args).flags.int() & !bit;
    let on = value.is(Value::TRUE) != opposite;
    of(args).flags.set_plain(Value::small_int(if on { flags | bit } else { flags }));
    Ok(Value::NONE)
}

/// Flag of a frame object: a copy of what a compiled frame held. The events that are wanted are others.
pub(super) const COPY: isize = 1 << 8;

pub(super) fn function(frame: Gc<Frame>) -> Gc<Function> {
    // SAFETY: set when the object is made.
    unsafe { Gc::from_value_unchecked(frame.function.get()) }
}

pub(crate) fn code(frame: Gc<Frame>) -> Gc<Code> {
    code_of(function(frame))
}

pub(super) fn generator(frame: Gc<Frame>) -> Option<Gc<Generator>> {
    let g = frame.generator.get();
    // SAFETY: nothing else is put there.
    if g.is_ptr() { Some(unsafe { Gc::from_value_unchecked(g) }) } else { None }
}

/// Base of the frame while it runs.
pub(super) fn running(frame: Gc<Frame>) -> Option<Base> {
    let base = frame.base.get();
    if base.is_int() { Some((base.bits() & !1) as Base) } else { None }
}

fn back(vm: &mut Vm, args: Args) -> Outcome {
    let frame = of(args);
    let base = match (running(frame), generator(frame)) {
        (Some(base), _) => base,
        (None, Some(g)) if g.state.get().is(RUNNING) => generator_base(g),
        _ => return Ok(frame.back.get()),
    };
    vm.frame_back(base)
}

fn lasti(vm: &mut Vm, args: Args) -> Outcome {
    let frame = of(args);
    let pc = vm.frame_pc(frame);
    Ok(Value::small_int(if pc.is_null() { -1 } else { 4 * code(frame).info().offset(pc) as isize }))
}

fn clear(vm: &mut Vm, args: Args) -> Outcome {
    let frame = of(args);
    if running(frame).is_some() {
        return Err(vm.runtime_error("cannot clear an executing frame"));
    }
    if let Some(g) = generator(frame) {
        match g.state.get() {
            RUNNING => return Err(vm.runtime_error("cannot clear an executing frame")),
            SUSPENDED => return Err(vm.runtime_error("cannot clear a suspended frame")),
            _ => vm.close_generator(g)?,
        };
    }
    frame.places.set_plain(Value::UNSET);
    frame.extra.set_plain(Value::UNSET);
    frame.trace.set_plain(Value::UNSET);
    Ok(Value::NONE)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let frame = of(args);
    let code = code(frame);
    let (file, name) = (vm.str_lossy(code.filename.get()), vm.str_lossy(code.name.get()));
    let line = vm.frame_line(frame);
    let address = args[0].addr();
    vm.new_str(&format!("<frame at {address:#x}, file '{file}', line {line}, code {name}>"))
}

impl Frame {
    /// A frame of a function of which nothing else is known.
    pub(super) fn init_fields(&self, function: Value) {
        self.function.init(function);
        self.base.init(Value::NONE);
        self.places.init(Value::UNSET);
        self.generator.init(Value::UNSET);
        self.back.init(Value::NONE);
        self.pc.init(Value::NONE);
        self.extra.init(Value::UNSET);
        self.trace.init(Value::UNSET);
        self.flags.init(Value::small_int(0));
        self.traced_line.init(Value::UNSET);
    }
}

impl Vm {
    /// The frame object of a running frame.
    ///
    /// # Safety
    /// `base` is a frame of this thread.
    pub unsafe fn frame_object(&mut self, base: Base) -> Outcome {
        // SAFETY: the caller's promise.
        unsafe {
            let on_stack = self.on_stack(base);
            if on_stack && link(base) & OBSERVED != 0 {
                return Ok(*base.sub(1));
            }
            if !on_stack {
                let known = generator_of(base).frame_object.get();
                if !known.is(Value::UNSET) {
                    return Ok(known);
                }
            }
            let frame = self.alloc::<Frame>(id::FRAME, Scan::Values, Frame::SLOTS)?;
            frame.init_fields(*base.sub(3));
            if on_stack {
                frame.base.init(Value::from_bits(base as usize | 1));
                *base.sub(1) = frame.value();
                let word = base.sub(4).cast::<usize>();
                *word |= OBSERVED;
            } else {
                let g = generator_of(base);
                frame.generator.init(g.value());
                g.frame_object.set(&mut self.heap, g.value(), frame.value());
            }
            Ok(frame.value())
        }
    }

    /// The frame object of a generator, running or not.
    pub fn generator_frame(&mut self, g: Gc<Generator>) -> Outcome {
        // SAFETY: a generator's base is a frame.
        unsafe { self.frame_object(generator_base(g)) }
    }

    /// Makes the object of a frame that becomes a generator's the generator's.
    pub(crate) fn move_frame_object(&mut self, base: Base, g: Gc<Generator>) {
        // SAFETY: the frame is observed.
        let object = unsafe { *base.sub(1) };
        // SAFETY: as above.
        let frame: Gc<Frame> = unsafe { Gc::from_value_unchecked(object) };
        frame.base.set_plain(Value::NONE);
        frame.generator.set(&mut self.heap, object, g.value());
        g.frame_object.set(&mut self.heap, g.value(), object);
        // SAFETY: the frame on the stack is no longer observed.
        unsafe { *base.sub(4).cast::<usize>() &= !OBSERVED };
    }

    /// Copies an observed frame that ends into its object.
    pub(crate) fn detach_frame(&mut self, base: Base, pc: Pc) {
        // SAFETY: the frame is observed, so its object is there.
        unsafe {
            let object = *base.sub(1);
            let frame: Gc<Frame> = Gc::from_value_unchecked(object);
            let n = frame_code(base).info().named as usize;
            let back = self.frame_back(base).unwrap_or(Value::NONE);
            self.keep_places(frame, base, n);
            frame.back.set(&mut self.heap, object, back);
            frame.base.set_plain(Value::NONE);
            frame.pc.set_plain(Value::from_bits(pc as usize | 1));
        }
    }

    /// Object of the nearest frame below that programs see, None if there is none.
    ///
    /// # Safety is the caller's
    /// `base` is a running frame.
    pub(crate) fn frame_back(&mut self, base: Base) -> Outcome {
        let mut walk = Walk::new(self);
        while let Some(met) = walk.next(self) {
            if matches!(met, Looked::Running(at, _) if at == base) {
                return Ok(self.next_seen(&mut walk)?.unwrap_or(Value::NONE));
            }
        }
        // A frame that has just ended, or that no walk meets since compiled code goes on in it.
        // SAFETY: its link is still there.
        let (mut at, _) = unsafe { caller(base) };
        // SAFETY: the chain of running frames.
        unsafe {
            while !at.is_null() && frame_code(at).info().flags & flags::PRELUDE != 0 {
                (at, _) = caller(at);
            }
            if at.is_null() { Ok(Value::NONE) } else { self.frame_object(at) }
        }
    }

    /// `sys._getframe(depth)`; the innermost is frame 0. `None`: not that deep.
    pub fn current_frame(&mut self, depth: usize) -> Outcome<Option<Value>> {
        let mut walk = Walk::new(self);
        let mut left = depth;
        while left > 0 {
            match walk.next(self) {
                None => return Ok(None),
                // SAFETY: the chain of running frames.
                Some(Looked::Running(base, _)) if unsafe { frame_code(base).info().flags & flags::PRELUDE != 0 } => {}
                Some(_) => left -= 1,
            }
        }
        self.next_seen(&mut walk)
    }

    /// The function whose frame is `depth` frames up, UNSET if it is not that deep.
    pub fn running_function(&mut self, depth: usize) -> Value {
        let mut walk = Walk::new(self);
        for _ in 0..depth {
            if walk.next(self).is_none() {
                break;
            }
        }
        match walk.next(self) {
            // SAFETY: the chain of running frames.
            Some(Looked::Running(base, _)) => unsafe { *base.sub(3) },
            Some(Looked::Compiled(frame)) => {
                let data = self.code_of_compiled_frame(frame);
                // SAFETY: code data lives as long as the process.
                unsafe { (*data).function_object }
            }
            None => Value::UNSET,
        }
    }

    /// Globals of the innermost frame.
    pub fn current_globals(&mut self) -> Option<Value> {
        match Walk::new(self).next(self)? {
            // SAFETY: the chain of running frames.
            Looked::Running(base, _) => Some(unsafe { function_of(base).globals.get() }),
            Looked::Compiled(frame) => {
                let data = self.code_of_compiled_frame(frame);
                // SAFETY: code data lives as long as the process; its function object is a function.
                let function: Gc<Function> = unsafe { Gc::from_value_unchecked((*data).function_object) };
                Some(function.globals.get())
            }
        }
    }

    /// `locals()` of the innermost frame.
    pub fn current_locals(&mut self) -> Outcome {
        match self.current_frame(0)? {
            Some(frame) => self.frame_locals_snapshot(frame),
            None => Err(self.system_error("frame does not exist")),
        }
    }

    /// For `super()`: (content of the `__class__` cell, first argument) of the innermost frame, UNSET where there is none.
    pub fn super_arguments(&mut self) -> (Value, Value) {
        let base = self.thread.base;
        if base.is_null() {
            return (Value::UNSET, Value::UNSET);
        }
        // SAFETY: a running frame; the place holds a cell since entry.
        unsafe {
            let data = frame_code(base).info();
            let class = data.function().class_place().map_or(Value::UNSET, |p| cell_content(*base.add(p)));
            let first = if data.params_places > 0 { cell_or_value(*base) } else { Value::UNSET };
            (class, first)
        }
    }

    /// Instruction that a frame is at or ended at.
    pub fn frame_pc(&self, frame: Gc<Frame>) -> Pc {
        if let Some(g) = generator(frame) {
            if g.state.get().is(CREATED) {
                return std::ptr::null();
            }
            if !g.state.get().is(RUNNING) {
                return (g.pc.get().bits() & !3) as Pc;
            }
            return self.running_pc(generator_base(g));
        }
        match running(frame) {
            Some(base) => self.running_pc(base),
            None if frame.pc.get().is_int() => (frame.pc.get().bits() & !3) as Pc,
            None => std::ptr::null(),
        }
    }

    fn running_pc(&self, wanted: Base) -> Pc {
        let own = (self.thread.base, self.thread.pc);
        let others = self.interp.threads.parked.iter().map(|p| (p.1.state.base, p.1.state.pc));
        let mut outermost = None;
        for (mut base, mut pc) in std::iter::once(own).chain(others) {
            while !base.is_null() && base != wanted {
                // SAFETY: the chain of running frames.
                (base, pc) = unsafe { caller(base) };
            }
            if !base.is_null() {
                return pc;
            }
            outermost.get_or_insert(pc);
        }
        outermost.unwrap_or(std::ptr::null())
    }

    /// Line that a frame is at, 0: none.
    pub fn frame_line(&self, frame: Gc<Frame>) -> u32 {
        let data = code(frame).info();
        let pc = self.frame_pc(frame);
        if pc.is_null() || frame.traced_line.get().is(BEFORE) {
            return data.function().first_line();
        }
        let back = frame.traced_line.get().is(YIELDED) as u32;
        data.function().position(data.offset(pc).saturating_sub(back)).line
    }
}
