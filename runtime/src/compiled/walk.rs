//! The frames of a thread, compiled ones among them.
//!
//! ```text
//! interpreter's frame C          thread.base: what runs, or what called the native that asks
//!   compiled g, inlined h        between an activation's anchor and its entry, by the records of return addresses
//!   compiled f                   the frame that was entered: its window in the interpreter is out of date
//! interpreter's frame B
//! ```
//! Compiled code leaves its stack pointer (the *anchor*) in the context before each call that may run Python code. Below
//! it lies the call's return address, whose record says which functions wait there and where their places are; the
//! entry's frame size leads to the next return address. Each entry from the interpreter keeps the anchor of the
//! activation below.

use super::EntryKind;
use super::exits::Machine;
use crate::interp::code::CodeData;
use crate::interp::dispatch::{Base, Pc};
use crate::interp::frame::caller;
use crate::object::Rooted;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::exits::{CONSTRUCTED, ExitFrame, ExitRecord};

/// A frame that was met.
#[derive(Clone, Copy, Debug)]
pub enum Looked {
    /// Of the interpreter, at an instruction.
    Running(Base, Pc),
    /// Of compiled code.
    Compiled(CompiledFrame),
}

/// Where a frame of compiled code is found.
#[derive(Clone, Copy, Debug)]
pub struct CompiledFrame {
    /// Stack pointer of the native frame.
    sp: usize,
    /// Which of the record's frames, from the innermost.
    inner: usize,
}

impl CompiledFrame {
    /// Where it is as an int: two frames that are there at one time differ in it.
    pub fn mark(self) -> Value {
        Value::small_int(((self.sp >> 3) << 6 | (self.inner & 63)) as isize)
    }

    /// It in its record.
    fn of(self, record: &ExitRecord) -> &ExitFrame {
        &record.frames[record.frames.len() - 1 - self.inner]
    }
}

/// A walk from the innermost frame outwards.
pub struct Walk {
    base: Base,
    pc: Pc,
    /// Activations that have not been passed.
    active: usize,
    anchor: usize,
    /// In compiled code: the next frame.
    compiled: Option<CompiledFrame>,
}

impl Walk {
    /// From the innermost frame of the running thread.
    pub fn new(vm: &Vm) -> Walk {
        let (base, pc) = (vm.thread.base, vm.thread.pc);
        Walk { base, pc, active: vm.thread.compiled.active.len(), anchor: vm.thread.anchor, compiled: None }
    }

    /// The next frame.
    pub fn next(&mut self, vm: &Vm) -> Option<Looked> {
        loop {
            if let Some(frame) = self.compiled {
                if let Some(found) = self.next_compiled(vm, frame) {
                    return Some(found);
                }
                continue;
            }
            if self.base.is_null() {
                return None;
            }
            let entered = self.active.checked_sub(1).map(|i| vm.thread.compiled.active[i]);
            if entered.is_some_and(|a| a.base == self.base) || vm.is_stepping(self.base) {
                self.compiled = Some(CompiledFrame { sp: self.anchor, inner: 0 });
                continue;
            }
            let met = Looked::Running(self.base, self.pc);
            // SAFETY: the chain of running frames.
            (self.base, self.pc) = unsafe { caller(self.base) };
            return Some(met);
        }
    }

    /// The frame, or `None` at the end of an activation.
    fn next_compiled(&mut self, vm: &Vm, frame: CompiledFrame) -> Option<Looked> {
        let Some((record, kind, size)) = vm.compiled.record_at(frame.sp) else {
            self.leave_activation(vm);
            return None;
        };
        let is_last = frame.inner + 1 == record.frames.len();
        if !is_last {
            self.compiled = Some(CompiledFrame { inner: frame.inner + 1, ..frame });
        } else if kind.is_called_by_compiled() {
            self.compiled = Some(CompiledFrame { sp: frame.sp + size + 8, inner: 0 });
        } else {
            self.leave_activation(vm);
        }
        Some(Looked::Compiled(frame))
    }

    /// Goes on below the frame that was entered.
    fn leave_activation(&mut self, vm: &Vm) {
        self.compiled = None;
        self.active -= 1;
        let entered = vm.thread.compiled.active[self.active];
        self.anchor = entered.outer_anchor;
        // SAFETY: the frame that compiled code was entered from, in the chain of running frames.
        (self.base, self.pc) = unsafe { caller(entered.base) };
    }
}

impl super::Compiled {
    /// Of the innermost function of a native frame: its stack pointer, the record of the call it waits at, its entry's kind.
    pub(super) fn native_frame(&self, frame: CompiledFrame) -> Option<(usize, ExitRecord, EntryKind)> {
        if frame.inner != 0 {
            return None;
        }
        self.record_at(frame.sp).map(|(record, kind, _)| (frame.sp, record, kind))
    }

    /// The record of the call above a stack pointer of compiled code, its entry's kind, and the frame's size.
    fn record_at(&self, sp: usize) -> Option<(ExitRecord, EntryKind, usize)> {
        if sp == 0 {
            return None;
        }
        // SAFETY: an anchor, or the stack pointer of a caller: the return address of its call lies below.
        let address = unsafe { *((sp - 8) as *const usize) };
        let entry = self.program.as_ref()?.entries.at_address(address)?;
        Some((entry.exits.record((address - entry.start) as u32), entry.kind, entry.frame))
    }
}

impl Vm {
    /// The code of a compiled frame.
    pub(crate) fn code_of_compiled_frame(&self, frame: CompiledFrame) -> *mut CodeData {
        let (record, ..) = self.compiled.record_at(frame.sp).expect("a walk has found it");
        self.code_of_exit(frame.of(&record))
    }

    /// The code of a compiled frame, the instruction it waits at, and its named places as they are now.
    pub(crate) fn read_compiled_frame(&mut self, frame: CompiledFrame) -> (*mut CodeData, Pc, Rooted) {
        let (record, ..) = self.compiled.record_at(frame.sp).expect("a walk has found it");
        let at = frame.of(&record);
        let data = self.code_of_exit(at);
        let machine = Machine::of_stack(frame.sp);
        let mut made = Rooted::default();
        // SAFETY: the frame waits at the call whose record this is, which names no registers; code data lives as long
        // as the process.
        unsafe {
            for object in &record.virtuals {
                let value = self.materialise(object, &machine, &made).unwrap_or(Value::UNSET);
                made.push(value);
            }
            let mut places: Rooted = (0..(*data).named).map(|_| Value::UNSET).collect();
            for (place, location) in at.places.iter().filter(|p| p.0 != CONSTRUCTED && (p.0 as u32) < (*data).named) {
                let value = machine.value(self, location, &made).unwrap_or(Value::UNSET);
                places[*place as usize] = value;
            }
            (data, (*data).entry.add(at.pc as usize), places)
        }
    }
}
