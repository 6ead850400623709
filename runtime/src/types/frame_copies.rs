//! What is seen of frames that are not the interpreter's to show: copies of compiled ones and of those of other threads.
//!
//! A copy cannot find its caller later, so that one is made with all below it that are compiled. They are chained from the
//! innermost outwards, as the frames lie on the native stack: marks ascend.

use super::frame::COPY;
use crate::compiled::{CompiledFrame, Looked, Walk};
use crate::interp::code::{CodeData, frame_code, slot};
use crate::interp::dispatch::Pc;
use crate::native::Outcome;
use crate::object::layout::{Array, Frame};
use crate::object::{Gc, Rooted, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::blob::flags;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;
use std::cmp::Ordering;

/// The copy of a compiled frame in the chain that begins with `first`, which is moved up to where it lies or would lie:
/// who walks outwards passes the chain once.
fn copy_among(first: &mut Value, frame: CompiledFrame) -> Option<Gc<Frame>> {
    // The chain goes on below the compiled frames, where objects are no copies.
    while first.is_ptr() && map_of(*first) == id::FRAME {
        // SAFETY: the map says so.
        let copy: Gc<Frame> = unsafe { Gc::from_value_unchecked(*first) };
        let mark = copy.generator.get();
        if copy.flags.int() & COPY == 0 || !mark.is_int() {
            return None;
        }
        match mark.as_int().cmp(&frame.mark().as_int()) {
            Ordering::Less => *first = copy.back.get(),
            Ordering::Equal => return Some(copy),
            Ordering::Greater => return None,
        }
    }
    None
}

impl Vm {
    /// Object of the next frame of a walk that programs see.
    pub(super) fn next_seen(&mut self, walk: &mut Walk) -> Outcome<Option<Value>> {
        let mut innermost: Option<Gc<Frame>> = None;
        let mut last: Option<Gc<Frame>> = None;
        let mut known = self.copies_for_exception();
        while let Some(met) = walk.next(self) {
            if let Looked::Compiled(frame) = met
                && let Some(object) = copy_among(&mut known, frame)
            {
                match last {
                    Some(last) => last.back.set(&mut self.heap, last.value(), object.value()),
                    None => self.thread.copied[0] = object.value(),
                }
                return Ok(Some(innermost.unwrap_or(object).value()));
            }
            let (object, is_compiled) = match met {
                // SAFETY: the chain of running frames.
                Looked::Running(base, _) if unsafe { frame_code(base).info().flags & flags::PRELUDE != 0 } => continue,
                // SAFETY: as above.
                Looked::Running(base, _) => (unsafe { self.frame_object(base)? }, false),
                Looked::Compiled(frame) => (self.compiled_frame_object(frame)?, true),
            };
            // SAFETY: a frame object.
            let object: Gc<Frame> = unsafe { Gc::from_value_unchecked(object) };
            if let Some(last) = last {
                last.back.set(&mut self.heap, last.value(), object.value());
            }
            let first = *innermost.get_or_insert(object);
            if last.is_none() && is_compiled {
                self.thread.copied = [object.value(), self.thread.pending];
            }
            last = Some(object);
            // A compiled frame's object is a copy, which cannot find its caller later.
            if !is_compiled {
                return Ok(Some(first.value()));
            }
        }
        Ok(innermost.map(Gc::value))
    }

    /// The copies that were made when the exception on its way came to the frames above, from the innermost: each of
    /// them would make copies of all below.
    fn copies_for_exception(&self) -> Value {
        let [first, exception] = self.thread.copied;
        let same = !exception.is(Value::UNSET) && exception.is(self.thread.pending);
        if same { first } else { Value::NONE }
    }

    /// Whether the compiled frame that this is a copy of may not have ended: another one of its code may lie where it
    /// was. Those of other threads run as they like.
    pub(super) fn may_still_run(&mut self, copy: Gc<Frame>) -> bool {
        let mark = copy.generator.get();
        if !mark.is_int() {
            return true;
        }
        let mut walk = Walk::new(self);
        while let Some(met) = walk.next(self) {
            if matches!(met, Looked::Compiled(frame) if frame.mark().is(mark)) {
                return true;
            }
        }
        false
    }

    /// An object with what a compiled frame holds now.
    fn compiled_frame_object(&mut self, frame: CompiledFrame) -> Outcome {
        let (data, pc, held) = self.read_compiled_frame(frame);
        let object = self.frame_copy(data, pc, &held)?;
        object.generator.set_plain(frame.mark());
        Ok(object.value())
    }

    /// An object of a frame that holds this, at an instruction of its code.
    fn frame_copy(&mut self, data: *mut CodeData, pc: Pc, held: &Rooted) -> Outcome<Gc<Frame>> {
        let places = self.alloc::<Array>(id::ARRAY, Scan::Array, held.len().max(1))?;
        for (i, v) in held.iter().enumerate() {
            // SAFETY: the array has as many slots.
            unsafe { *slot(places.value(), i) = *v };
        }
        let keep = Rooted::from_slice(&[places.value()]);
        let object = self.alloc::<Frame>(id::FRAME, Scan::Values, Frame::SLOTS)?;
        // SAFETY: code data lives as long as the process.
        object.init_fields(unsafe { (*data).function_object });
        object.places.set(&mut self.heap, object.value(), keep[0]);
        object.flags.init(Value::small_int(COPY));
        object.pc.set_plain(Value::from_bits(pc as usize | 1));
        Ok(object)
    }

    /// The innermost frame of each thread, by identifier. Those of threads that do not run now are copies, since
    /// they go on while the program looks.
    pub fn frames_of_threads(&mut self) -> Outcome<Vec<(u64, Value)>> {
        let mut keep = Rooted::new();
        let own = self.current_frame(0)?.unwrap_or(Value::NONE);
        keep.push(own);
        let mut all = vec![(self.thread_ident(), own)];
        for i in 0..self.interp.threads.parked.len() {
            let frames = self.as_parked(i, Vm::copies_of_frames);
            let mut inner: Option<Value> = None;
            let mut last: Option<Gc<Frame>> = None;
            for (data, pc, held) in frames {
                let frame = self.frame_copy(data, pc, &held)?;
                keep.push(frame.value());
                if let Some(last) = last {
                    last.back.set(&mut self.heap, last.value(), frame.value());
                }
                last = Some(frame);
                inner.get_or_insert(frame.value());
            }
            if let Some(inner) = inner {
                all.push((self.interp.threads.parked[i].0, inner));
            }
        }
        Ok(all)
    }

    /// What the running thread's frames hold, from the innermost.
    fn copies_of_frames(&mut self) -> Vec<(*mut CodeData, Pc, Rooted)> {
        let mut walk = Walk::new(self);
        let mut all = vec![];
        while let Some(met) = walk.next(self) {
            match met {
                // SAFETY: the chain of the thread's frames, whose named places hold values.
                Looked::Running(base, pc) => unsafe {
                    let data: *mut CodeData = std::ptr::from_ref(frame_code(base).info()).cast_mut();
                    if (*data).flags & flags::PRELUDE == 0 {
                        let held = std::slice::from_raw_parts(base, (*data).named as usize);
                        all.push((data, pc, Rooted::from_slice(held)));
                    }
                },
                Looked::Compiled(frame) => all.push(self.read_compiled_frame(frame)),
            }
        }
        all
    }
}
