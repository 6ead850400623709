//! An exit is taken: the interpreter's frame is written from where its values are.

use super::thunk::Saved;
use super::{EXITS_BEFORE_CLOSING, EntryKind};
use crate::interp::code::CodeData;
use crate::interp::dispatch::{Base, Pc, run};
use crate::interp::frame::{Action, SPECIAL, extra_word, link_word};
use crate::native::Outcome;
use crate::object::Rooted;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::exits::{ExitRecord, Location};
use pyspec_abi::helpers::status;

/// Value and status, as compiled code returns them.
#[repr(C)]
pub struct Returned {
    pub value: u64,
    pub status: u64,
}

/// The reason with which an exception is pending, see the specializer's list.
const RAISED: u16 = 9;
/// The reason with which finalizers, signals or other threads wait: they are served once the window is filled.
const POLL: u16 = 11;
const COLD: u16 = 13;

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
    let Some(entry) = vm.compiled.at_address(address) else {
        unreachable!("an exit at {address:#x}, where no code is")
    };
    saved.epilogue = entry.epilogue as u64;
    let i = entry.exits.binary_search_by_key(&address, |e| e.0).expect("every exit has a record");
    entry.taken[i] += 1;
    let (kind, function, arrivals) = (entry.kind, entry.function, entry.taken[i]);
    let record: *const ExitRecord = &raw const entry.exits[i].1;
    vm.compiled.exits += 1;
    // SAFETY: what is installed stays as it is as long as the process runs.
    let record = unsafe { &*record };
    if arrivals > EXITS_BEFORE_CLOSING && counts(record.reason) {
        vm.close_entries(function);
    }
    // SAFETY: registers and stack as the record describes them.
    unsafe { vm.leave_compiled(record, kind, &Machine { saved, sp }) }
}

/// Where an exit's values are read from.
struct Machine<'a> {
    saved: &'a Saved,
    sp: usize,
}

impl Machine<'_> {
    /// A word of the function's native frame.
    unsafe fn stack(&self, offset: i32) -> u64 {
        // SAFETY: the record names slots of the frame only.
        unsafe { *((self.sp as isize + offset as isize) as *const u64) }
    }

    /// An untagged word.
    unsafe fn word(&self, location: &Location) -> u64 {
        match *location {
            Location::Register(r) => self.saved.general[r as usize],
            // SAFETY: the caller's promise.
            Location::Stack(s) => unsafe { self.stack(s) },
            ref other => unreachable!("a base in {other:?}"),
        }
    }

    /// A value, boxed where it is not; may collect.
    unsafe fn value(&self, vm: &mut Vm, location: &Location) -> Outcome {
        let tagged = |bits: u64| if bits == 0 { Value::UNSET } else { Value::from_bits(bits as usize) };
        // SAFETY: the caller's promise.
        unsafe {
            match *location {
                Location::Register(r) => Ok(tagged(self.saved.general[r as usize])),
                Location::Stack(s) => Ok(tagged(self.stack(s))),
                Location::Constant(bits) => Ok(tagged(bits)),
                Location::IntRegister(r) => vm.new_int(self.saved.general[r as usize] as i64),
                Location::IntStack(s) => vm.new_int(self.stack(s) as i64),
                Location::IntConstant(i) => vm.new_int(i),
                Location::FloatRegister(r) => vm.new_float(self.saved.float[r as usize]),
                Location::FloatStack(s) => vm.new_float(f64::from_bits(self.stack(s))),
                Location::FloatConstant(bits) => vm.new_float(f64::from_bits(bits)),
                Location::BoolRegister(r) => Ok(Value::bool(self.saved.general[r as usize] & 1 != 0)),
                Location::BoolStack(s) => Ok(Value::bool(self.stack(s) & 1 != 0)),
                Location::Unset => Ok(Value::UNSET),
                Location::Virtual(_) => unreachable!("no pass makes virtual objects"),
            }
        }
    }
}

impl Vm {
    /// Rebuilds the frame of a record and goes on: in the interpreter that entered, or nested for compiled callers.
    unsafe fn leave_compiled(&mut self, record: &ExitRecord, kind: EntryKind, machine: &Machine) -> Returned {
        let [frame] = &record.frames[..] else { unreachable!("nothing is inlined: one frame per exit") };
        let key = self.compiled.program.as_ref().expect("code is installed").codes[frame.code as usize];
        let data: *mut CodeData = self.compiled.code_data[&key];
        // An exception on its way stays out of what boxing may raise.
        let pending = std::mem::replace(&mut self.thread.pending, Value::UNSET);
        let mut values = Rooted::from_slice(&[pending]);
        // SAFETY: the caller's promise; the code data lives as long as the process.
        unsafe {
            let base = machine.word(&record.base) as Base;
            for (_, location) in &frame.places {
                let value = machine.value(self, location).unwrap_or(Value::UNSET);
                values.push(value);
            }
            for i in 0..(*data).named as usize {
                *base.add(i) = Value::UNSET;
            }
            for ((place, _), value) in frame.places.iter().zip(&values[1..]) {
                *base.add(*place as usize) = *value;
            }
            self.thread.pending = pending;
            let pc = (*data).entry.add(frame.pc as usize);
            if matches!(kind, EntryKind::Boxed | EntryKind::Loop) {
                let mut raised = record.reason == RAISED;
                if record.reason == POLL {
                    (self.thread.base, self.thread.pc) = (base, pc);
                    raised = self.safepoint().is_err();
                }
                self.compiled.resume = Some((pc, base));
                return Returned { value: 0, status: if raised { status::RAISED } else { status::RESUME } };
            }
            self.finish_nested_frame(data, pc, base, record.reason)
        }
    }

    /// Runs a compiled caller's frame to its end in the interpreter.
    unsafe fn finish_nested_frame(&mut self, data: *mut CodeData, pc: Pc, base: Base, reason: u16) -> Returned {
        let (outer, outer_pc) = (self.thread.base, self.thread.pc);
        // SAFETY: the window's header words are reserved below its base.
        unsafe {
            *base.sub(4) = link_word(outer_pc, SPECIAL);
            if !(*data).has_free {
                *base.sub(3) = (*data).function_object;
            }
            *base.sub(2) = extra_word(Action::Native, outer);
            *base.sub(1) = Value::NONE;
            self.thread.top = base.sub(4);
        }
        let mut raised = reason == RAISED;
        if reason == POLL {
            (self.thread.base, self.thread.pc) = (base, pc);
            raised = self.safepoint().is_err();
        }
        let barrier = std::mem::replace(&mut self.compiled.barrier, 0);
        // SAFETY: a complete frame with a native caller.
        let outcome = unsafe {
            if raised {
                let landing = self.unwind(pc, base, true);
                if landing.pc.is_null() { Err(crate::native::Raised) } else { run(self, landing.pc, landing.base) }
            } else {
                run(self, pc, base)
            }
        };
        self.compiled.barrier = barrier;
        self.thread.base = outer;
        self.thread.pc = outer_pc;
        match outcome {
            Ok(value) => Returned { value: value.bits() as u64, status: status::BOXED },
            Err(_) => Returned { value: 0, status: status::RAISED },
        }
    }

    /// Takes the entries of a function out of its code: from now on it is interpreted.
    fn close_entries(&mut self, function: super::FunctionKey) {
        if let Some(&data) = self.compiled.code_data.get(&function) {
            // SAFETY: code data lives as long as the process.
            unsafe {
                (*data).unpatch();
                if (*data).tagged_entry != 0 {
                    (*data).tagged_entry = 0;
                    self.forget_sites();
                }
            }
        }
    }
}
