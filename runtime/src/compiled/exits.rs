//! An exit is taken: the interpreter's frame is written from where its values are.

use super::thunk::Saved;
use super::{Compiled, EXITS_BEFORE_CLOSING, EntryKind, Taken};
use crate::interp::code::CodeData;
use crate::interp::dispatch::{Base, Pc, operand, run};
use crate::interp::frame::{Action, SPECIAL, extra_word, link_word};
use crate::native::Outcome;
use crate::object::Rooted;
use crate::object::instance::field_at;
use crate::types::sequence::Unpacked;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::exits::reason::{COLD, POLL, RAISED};
use pyspec_abi::exits::{CONSTRUCTED, ExitFrame, ExitRecord, Location, VirtualObject};
use pyspec_abi::header::Scan;
use pyspec_abi::helpers::status;
use pyspec_abi::layouts::slot_offset;
use pyspec_abi::ops::{Op, WIDE, WINDOW_HEADER};
use pyspec_abi::types as id;

/// Value and status, as compiled code returns them.
#[repr(C)]
pub struct Returned {
    pub value: u64,
    pub status: u64,
}

/// Whether an exit for this reason says that a prediction is wrong.
fn counts(reason: u16) -> bool {
    !matches!(reason, RAISED | POLL | COLD)
}

/// Called by the thunk.
///
/// # Safety
/// `saved` are the registers at the exit whose `call` returns to `address`, `sp` the stack pointer of
/// the function's body, and `vm` the running context.
pub unsafe extern "sysv64" fn exit_taken(vm: *mut Vm, saved: *mut Saved, address: usize, sp: usize) -> Returned {
    // SAFETY: the caller's promise.
    let (vm, saved) = unsafe { (&mut *vm, &mut *saved) };
    let taken = vm.compiled.taken_at(address);
    taken.count += 1;
    saved.epilogue = taken.epilogue as u64;
    // This frame is the interpreter's from now on; those below it are still compiled.
    let below = sp + taken.frame + 8;
    let (kind, function, generic, arrivals) = (taken.kind, taken.function, taken.generic, taken.count);
    let record: *const ExitRecord = &raw const taken.record;
    vm.thread.anchor = below;
    vm.compiled.exits += 1;
    // SAFETY: what was taken once stays where it is as long as the process runs.
    let record = unsafe { &*record };
    if arrivals == EXITS_BEFORE_CLOSING && counts(record.reason) {
        vm.close_entries(function, generic);
    }
    // SAFETY: registers and stack as the record describes them.
    unsafe { vm.leave_compiled(record, kind, &Machine { saved: Some(saved), sp }) }
}

/// Where an exit's values are read from.
pub(super) struct Machine<'a> {
    /// The registers at an exit; a frame that waits at a call has its values on the stack.
    saved: Option<&'a Saved>,
    sp: usize,
}

impl Machine<'_> {
    /// A frame that waits at a call.
    pub(super) fn of_stack(sp: usize) -> Machine<'static> {
        Machine { saved: None, sp }
    }

    fn general(&self, r: u8) -> u64 {
        self.saved.expect("a record of a call names no registers").general[r as usize]
    }

    fn float(&self, r: u8) -> f64 {
        self.saved.expect("a record of a call names no registers").float[r as usize]
    }

    /// A word of the function's native frame.
    unsafe fn stack(&self, offset: i32) -> u64 {
        // SAFETY: the record names slots of the frame only.
        unsafe { *((self.sp as isize + offset as isize) as *const u64) }
    }

    /// An untagged word.
    pub(super) unsafe fn word(&self, location: &Location) -> u64 {
        match *location {
            Location::Register(r) => self.general(r),
            // SAFETY: the caller's promise.
            Location::Stack(s) => unsafe { self.stack(s) },
            ref other => unreachable!("a base in {other:?}"),
        }
    }

    /// A value, boxed where it is not; may collect. `made` are the virtual objects so far.
    pub(super) unsafe fn value(&self, vm: &mut Vm, location: &Location, made: &[Value]) -> Outcome {
        let tagged = |bits: u64| if bits == 0 { Value::UNSET } else { Value::from_bits(bits as usize) };
        // SAFETY: the caller's promise.
        unsafe {
            match *location {
                Location::Register(r) => Ok(tagged(self.general(r))),
                Location::Stack(s) => Ok(tagged(self.stack(s))),
                Location::Constant(bits) => Ok(tagged(bits)),
                Location::IntRegister(r) => vm.new_int(self.general(r) as i64),
                Location::IntStack(s) => vm.new_int(self.stack(s) as i64),
                Location::IntConstant(i) => vm.new_int(i),
                Location::FloatRegister(r) => vm.new_float(self.float(r)),
                Location::FloatStack(s) => vm.new_float(f64::from_bits(self.stack(s))),
                Location::FloatConstant(bits) => vm.new_float(f64::from_bits(bits)),
                Location::BoolRegister(r) => Ok(Value::bool(self.general(r) & 1 != 0)),
                Location::BoolStack(s) => Ok(Value::bool(self.stack(s) & 1 != 0)),
                Location::Unset => Ok(Value::UNSET),
                Location::Virtual(n) => Ok(made[n as usize]),
            }
        }
    }
}

impl Compiled {
    /// The exit that returns to an address, its record decoded when it is first asked for.
    fn taken_at(&mut self, address: usize) -> &mut Taken {
        let program = &self.program;
        self.taken.entry(address).or_insert_with(|| {
            let Some(entry) = program.as_ref().and_then(|p| p.entries.at_address(address)) else {
                unreachable!("an exit at {address:#x}, where no code is")
            };
            let record = entry.exits.record((address - entry.start) as u32);
            let (function, kind, generic) = (entry.function, entry.kind, entry.generic);
            let (epilogue, frame) = (entry.epilogue, entry.frame);
            Box::new(Taken { record, count: 0, function, kind, generic, epilogue, frame })
        })
    }
}

impl Vm {
    /// Rebuilds the frames of a record and goes on: in the interpreter that entered, or nested for compiled callers.
    unsafe fn leave_compiled(&mut self, record: &ExitRecord, kind: EntryKind, machine: &Machine) -> Returned {
        // An exception on its way stays out of what boxing may raise.
        let pending = std::mem::replace(&mut self.thread.pending, Value::UNSET);
        let mut values = Rooted::from_slice(&[pending]);
        // SAFETY: the caller's promise; the code data lives as long as the process.
        unsafe {
            let mut made = Rooted::default();
            for object in &record.virtuals {
                let value = self.materialise(object, machine, &made).unwrap_or(Value::UNSET);
                made.push(value);
            }
            for (_, location) in record.frames.iter().flat_map(|f| &f.places) {
                let value = machine.value(self, location, &made).unwrap_or(Value::UNSET);
                values.push(value);
            }
            self.thread.pending = pending;
            let outer = machine.word(&record.base) as Base;
            let outer_data = self.code_of_exit(&record.frames[0]);
            let (mut base, mut taken, mut pc, mut caller) = (outer, 1, std::ptr::null(), outer_data);
            for (i, frame) in record.frames.iter().enumerate() {
                let data = self.code_of_exit(frame);
                if i > 0 {
                    // What a generator calls has its frame in the window of the body, on the stack.
                    let is_body = i == 1 && kind.is_body();
                    let window = if is_body { self.body_window() } else { base };
                    base = self.begin_inlined((base, pc, caller), window, frame, &values[taken..], data);
                }
                // What the collector takes for live holds a value, whether or not the record has one for it.
                for i in 0..(*data).places as usize {
                    *base.add(i) = Value::UNSET;
                }
                caller = data;
                for ((place, _), value) in frame.places.iter().zip(&values[taken..]) {
                    if *place != CONSTRUCTED {
                        *base.add(*place as usize) = *value;
                    }
                }
                taken += frame.places.len();
                pc = (*data).entry.add(frame.pc as usize);
            }
            if kind.is_body() || matches!(kind, EntryKind::Boxed | EntryKind::Loop) {
                let mut raised = record.reason == RAISED;
                if record.reason == POLL {
                    (self.thread.base, self.thread.pc) = (base, pc);
                    raised = self.safepoint().is_err();
                }
                self.thread.compiled.resume = Some((pc, base));
                return Returned { value: 0, status: if raised { status::RAISED } else { status::RESUME } };
            }
            self.finish_nested_frame(outer_data, outer, pc, base, record.reason)
        }
    }

    /// Makes an object that compiled code left to its exits.
    pub(super) unsafe fn materialise(&mut self, object: &VirtualObject, machine: &Machine, made: &[Value]) -> Outcome {
        let mut items = Rooted::default();
        for location in &object.fields {
            // SAFETY: the caller's promise.
            let item = unsafe { machine.value(self, location, made)? };
            items.push(item);
        }
        match (object.map, &items[..]) {
            (id::TUPLE, items) => self.new_tuple(items),
            (id::RANGE, &[start, stop, step]) => self.new_range(start, stop, step),
            // Not the list: the part of it that a slice takes.
            (id::LIST, &[list, start, stop, step]) => {
                let [start, stop, step] = [start, stop, step].map(|v| self.int_value(v).expect("an int of 64 bits"));
                // SAFETY: compiled code has looked at the map.
                let list = unsafe { crate::object::Gc::from_value_unchecked(list) };
                self.list_get_slice(list, Unpacked { start, stop, step })
            }
            (id::SLICE, &[start, stop, step]) => self.new_slice(start, stop, step),
            (map, items) => {
                let slots = self.maps.get(map).slots();
                let object = self.alloc_surely(map, Scan::Values, slots);
                for (k, &item) in items.iter().enumerate() {
                    field_at(object, slot_offset(k) as u16).init(item);
                }
                Ok(object)
            }
        }
    }

    /// An object that compiled code takes for made already: where the limit of memory is reached, one beyond it. Who
    /// allocates next gets the MemoryError.
    pub(super) fn alloc_surely(&mut self, map: u32, scan: Scan, slots: usize) -> Value {
        let object = self.heap.alloc(map, scan, slots).or_else(|_| self.heap.alloc_old(map, scan, slots));
        object.expect("the address space is as large as objects can need")
    }

    pub(super) fn code_of_exit(&self, frame: &ExitFrame) -> *mut CodeData {
        let program = self.compiled.program.as_ref().expect("code is installed");
        let [module, function] = program.codes[frame.code as usize];
        self.compiled.code_data[&(module, function)]
    }

    /// The function that compiled code left by its number, and whether it takes the receiver: see `pyspec_abi::found`.
    pub fn found_function(&self, found: Value) -> Option<(Value, bool)> {
        let program = pyspec_abi::found::Program::from_value(found)?;
        let data = self.compiled.code_data[&(program.module, program.function)];
        // SAFETY: code data is never freed.
        Some((unsafe { (*data).function_object }, program.bound))
    }

    /// The window on the stack of the generator's body that was entered last.
    fn body_window(&self) -> Base {
        let running = self.thread.compiled.active.last().expect("a body runs");
        running.window.wrapping_add(WINDOW_HEADER)
    }

    /// Writes the header of an inlined frame, whose caller waits at an instruction and has its window at `places`. Its
    /// base.
    unsafe fn begin_inlined(
        &mut self,
        (base, pc, caller): (Base, Pc, *mut CodeData),
        places: Base,
        frame: &ExitFrame,
        values: &[Value],
        data: *mut CodeData,
    ) -> Base {
        self.thread.depth += 1;
        let made = frame.places.iter().position(|(place, _)| *place == CONSTRUCTED);
        // SAFETY: the window of a call, or what is behind the caller's frame; compiled code has reserved it.
        unsafe {
            let bytes = pc.cast::<u8>();
            // Calls are never patched; of a fused instruction it is the first.
            let op = Op::from_byte(if *bytes == WIDE { *bytes.add(1) } else { *bytes });
            let is_call = op.is_some_and(Op::is_plain_call);
            let window = if is_call { operand::b_any(pc) } else { (*caller).places as usize };
            let mut nb = places.add(window + WINDOW_HEADER);
            let action = match made {
                Some(i) => {
                    nb = nb.add(1);
                    *nb.sub(5) = values[i];
                    Action::Construct
                }
                None if op == Some(Op::SETITEM) => Action::Discard,
                None => Action::Result,
            };
            *nb.sub(4) = link_word(pc, SPECIAL);
            *nb.sub(3) = (*data).function_object;
            *nb.sub(2) = extra_word(action, base);
            *nb.sub(1) = Value::NONE;
            nb
        }
    }

    /// Runs a compiled caller's frame, which begins at `first`, to its end in the interpreter, from `pc` in the frame at
    /// `base` that it may be waiting for.
    unsafe fn finish_nested_frame(
        &mut self,
        data: *mut CodeData,
        first: Base,
        pc: Pc,
        base: Base,
        reason: u16,
    ) -> Returned {
        let (outer, outer_pc) = (self.thread.base, self.thread.pc);
        // SAFETY: the window's header words are reserved below its base.
        unsafe {
            *first.sub(4) = link_word(outer_pc, SPECIAL);
            if !(*data).has_free {
                *first.sub(3) = (*data).function_object;
            }
            *first.sub(2) = extra_word(Action::Native, outer);
            *first.sub(1) = Value::NONE;
            self.thread.top = first.sub(4);
        }
        let mut raised = reason == RAISED;
        if reason == POLL {
            (self.thread.base, self.thread.pc) = (base, pc);
            raised = self.safepoint().is_err();
        }
        let barrier = std::mem::replace(&mut self.thread.compiled.barrier, 0);
        // SAFETY: a complete frame with a native caller.
        let outcome = unsafe {
            if raised {
                let landing = self.unwind(pc, base, true);
                if landing.pc.is_null() { Err(crate::native::Raised) } else { run(self, landing.pc, landing.base) }
            } else {
                run(self, pc, base)
            }
        };
        self.thread.compiled.barrier = barrier;
        self.thread.base = outer;
        self.thread.pc = outer_pc;
        match outcome {
            Ok(value) => Returned { value: value.bits() as u64, status: status::BOXED },
            Err(_) => Returned { value: 0, status: status::RAISED },
        }
    }

    /// Takes the entries of a function out of its code: it goes over to the body that predicts nothing, or from that to
    /// the interpreter.
    fn close_entries(&mut self, function: super::FunctionKey, generic: bool) {
        let Some(&data) = self.compiled.code_data.get(&function) else { return };
        let Some(program) = &self.compiled.program else { return };
        let entries = if generic { vec![] } else { program.entries.interpreter_entries(function, true) };
        let tagged = if generic { 0 } else { program.entries.tagged(function, true) };
        let whole = if generic { 0 } else { program.entries.whole(function, true) };
        let fast = program.entries.of(function, true).find(|e| e.kind == EntryKind::Fast);
        // SAFETY: code data and cells live as long as the process; a fast entry takes what the other one takes.
        unsafe {
            (*data).unpatch();
            entries.into_iter().for_each(|(offset, entry)| (*data).patch(offset, entry));
            (*data).tagged_entry = tagged;
            (*data).whole_entry = whole;
            if let Some(fast) = fast {
                program.fast_cells.of(function).for_each(|(_, cell)| *cell = fast.start as u64);
            }
        }
        self.forget_sites();
    }
}
