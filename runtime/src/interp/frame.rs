//! Frames: where they are, how they end, and how to walk them.
//!
//! ```text
//! base[-4]  link: the caller's instruction, bits 0..2: OBSERVED, SPECIAL
//! base[-3]  function
//! base[-2]  extra: of a special frame, action << 48 | caller's base | 1
//! base[-1]  frame object, if OBSERVED
//! base[0]…  places
//! ```
//! A plain link's instruction is a narrow `CALL`, `CALLM` or `CALLFOUND` of a caller on the stack, so that base and
//! destination can be read from it. All else is special.

use super::code::{CodeData, frame_code};
use super::dispatch::{Base, Pc, operand};
use crate::native::{Outcome, Raised};
use crate::object::Gc;
use crate::object::layout::Generator;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::ops::WINDOW_HEADER;

/// Link bit: a frame object exists.
pub const OBSERVED: usize = 1;
/// Link bit: the extra word says what to do.
pub const SPECIAL: usize = 2;

/// What a special frame's result is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub enum Action {
    /// Field a of the caller's instruction, which is done.
    Result = 0,
    /// Constructor: must be None; field a gets the object at base[-5].
    Construct = 1,
    /// The loop ends with it.
    Native = 2,
    /// Nothing; the caller's instruction is done.
    Discard = 3,
    /// A left operand's method of a binary operator or comparison: field a, unless it is NotImplemented.
    Operator = 4,
    /// The same for a method of an operator in place.
    InPlace = 5,
    /// `__contains__`: field a gets its truth, or the opposite.
    Truth = 6,
    Untruth = 7,
    /// A generator resumed by the loop's instruction FORNEXT, narrow.
    ForNext = 8,
    /// A generator resumed by a native.
    GenNative = 9,
    /// A generator resumed by DELEGATE.
    Delegate = 10,
    /// `__len__`: field a gets the length.
    Length = 11,
    /// `__iter__`: field a gets the iterator.
    Iterator = 12,
    /// `__iter__`: the state of the loop at field a begins with the iterator.
    LoopIterator = 13,
    /// `__next__` called by the loop's instruction FORNEXT, narrow; StopIteration ends the loop.
    LoopItem = 14,
    /// A generator resumed by a narrow CALL whose first argument's place gathers what it yields: in a list for
    /// `list` and `tuple`, in a set, as a verdict or a sum (see `handlers::gathering`).
    GatherList = 16,
    GatherTuple = 17,
    GatherSet = 18,
    GatherAny = 19,
    GatherAll = 20,
    GatherSum = 21,
}

impl Action {
    /// The action in an extra word.
    pub fn of(extra: usize) -> Action {
        match extra >> 48 {
            0 => Action::Result,
            1 => Action::Construct,
            2 => Action::Native,
            3 => Action::Discard,
            4 => Action::Operator,
            5 => Action::InPlace,
            6 => Action::Truth,
            7 => Action::Untruth,
            8 => Action::ForNext,
            9 => Action::GenNative,
            10 => Action::Delegate,
            11 => Action::Length,
            12 => Action::Iterator,
            13 => Action::LoopIterator,
            14 => Action::LoopItem,
            16 => Action::GatherList,
            17 => Action::GatherTuple,
            18 => Action::GatherSet,
            19 => Action::GatherAny,
            20 => Action::GatherAll,
            21 => Action::GatherSum,
            n => unreachable!("action {n}"),
        }
    }
}

/// Slots of the value stack of a thread: 256 MiB of addresses, touched as needed.
const STACK_WORDS: usize = 32 << 20;
/// Frames are not begun in the last words: the largest frame fits there.
const STACK_SLACK: usize = 80 << 10;

const BASE_MASK: usize = 0x0000_ffff_ffff_fff8;

/// The word for `extra`.
#[inline(always)]
pub fn extra_word(action: Action, caller: *const Value) -> Value {
    // SAFETY: the low bit is set.
    unsafe { Value::from_bits_unchecked((action as usize) << 48 | caller as usize | 1) }
}

/// The word for `link`.
#[inline(always)]
pub fn link_word(pc: Pc, bits: usize) -> Value {
    // SAFETY: a pc is not null where this is used with no bits.
    unsafe { Value::from_bits_unchecked(pc as usize | bits) }
}

/// A frame's link.
///
/// # Safety
/// `base` is a frame.
#[inline(always)]
pub unsafe fn link(base: *const Value) -> usize {
    // SAFETY: the caller's promise.
    unsafe { *base.sub(4).cast::<usize>() }
}

/// A frame's extra word.
///
/// # Safety
/// `base` is a frame.
#[inline(always)]
pub unsafe fn extra(base: *const Value) -> usize {
    // SAFETY: the caller's promise.
    unsafe { *base.sub(2).cast::<usize>() }
}

/// The caller's base of a special frame.
#[inline(always)]
pub fn extra_base(extra: usize) -> Base {
    (extra & BASE_MASK) as Base
}

/// The caller: its base (null: none) and the instruction it waits at.
///
/// # Safety
/// `base` is a frame that runs or waits.
pub unsafe fn caller(base: *const Value) -> (Base, Pc) {
    // SAFETY: the caller's promise.
    unsafe {
        let link = link(base);
        let pc = (link & !3) as Pc;
        if link & SPECIAL != 0 {
            return (extra_base(extra(base)), pc);
        }
        (base.sub(operand::b::<false>(pc) + WINDOW_HEADER).cast_mut(), pc)
    }
}

/// Words between a generator object's address and its frame's base.
pub const GENERATOR_WORDS: usize = Generator::SLOTS + 1;

const _: () = {
    use pyspec_abi::layouts::{GENERATOR_FRAME, GENERATOR_FUNCTION, GENERATOR_PC};
    assert!(GENERATOR_FRAME == 8 * GENERATOR_WORDS);
    assert!(GENERATOR_PC == std::mem::offset_of!(Generator, pc));
    assert!(GENERATOR_FUNCTION == std::mem::offset_of!(Generator, function));
};

/// The generator whose frame this is.
///
/// # Safety
/// `base` is a frame on the heap.
#[inline(always)]
pub unsafe fn generator_of(base: *const Value) -> Gc<Generator> {
    // SAFETY: the caller's promise.
    unsafe { Gc::from_value_unchecked(Value::from_bits_unchecked(base.sub(GENERATOR_WORDS) as usize)) }
}

/// Base of a generator's frame.
#[inline(always)]
pub fn generator_base(generator: Gc<Generator>) -> Base {
    (generator.value().bits() as *mut Value).wrapping_add(GENERATOR_WORDS)
}

impl Vm {
    /// Makes the value stack of this thread if it has none.
    #[inline]
    pub fn ensure_stack(&mut self) {
        if self.thread.stack.is_null() {
            self.make_stack();
        }
    }

    #[cold]
    fn make_stack(&mut self) {
        // SAFETY: a fresh private mapping.
        let start = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                STACK_WORDS * size_of::<Value>(),
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        assert!(start != libc::MAP_FAILED, "no memory for the value stack");
        self.thread.stack = start.cast();
        self.thread.top = self.thread.stack;
        self.thread.stack_limit = self.thread.stack.wrapping_add(STACK_WORDS - STACK_SLACK);
        if self.thread.native_limit == 0 {
            self.thread.native_limit = native_limit();
        }
    }

    /// Gives a thread's stack back.
    pub fn free_stack(&mut self) {
        if !self.thread.stack.is_null() {
            // SAFETY: mapped by `make_stack`; no frame is on it any more.
            unsafe { libc::munmap(self.thread.stack.cast(), STACK_WORDS * size_of::<Value>()) };
            self.thread.stack = std::ptr::null_mut();
        }
    }

    /// Whether a frame is on this thread's stack (else it is in a generator).
    #[inline(always)]
    pub fn on_stack(&self, base: *const Value) -> bool {
        // A frame of another thread is on that one's stack.
        (base as usize).wrapping_sub(self.thread.stack as usize) < STACK_WORDS * size_of::<Value>()
            || self.interp.threads.count > 0 && !base.is_null() && !self.heap.contains(base as usize)
    }

    /// First word of the stack that no frame uses, when the innermost frame is at `base`.
    pub fn top_above(&self, base: *const Value) -> Base {
        if base.is_null() {
            return self.thread.stack;
        }
        // SAFETY: `base` is a frame.
        unsafe {
            if self.on_stack(base) {
                base.add(frame_code(base).info().places as usize).cast_mut()
            } else {
                (generator_of(base).top.get().bits() & !7) as Base
            }
        }
    }

    /// Counts a call. RecursionError beyond the limit.
    #[inline]
    pub fn enter_call(&mut self) -> Outcome<()> {
        self.thread.depth += 1;
        if self.thread.depth > self.interp.recursion_limit || native_sp() < self.thread.native_limit {
            return Err(self.too_deep());
        }
        Ok(())
    }

    /// The opposite of [`Vm::enter_call`], which may have failed.
    #[inline]
    pub fn leave_call(&mut self) {
        self.thread.depth -= 1;
    }

    /// Raises RecursionError; the frames below stay counted.
    #[cold]
    #[inline(never)]
    pub fn too_deep(&mut self) -> Raised {
        // Room for the handlers that words it.
        let limit = std::mem::replace(&mut self.interp.recursion_limit, u32::MAX);
        let native = std::mem::replace(&mut self.thread.native_limit, 0);
        let raised = self.recursion_error("maximum recursion depth exceeded");
        self.interp.recursion_limit = limit;
        self.thread.native_limit = native;
        raised
    }

    /// Visits the values in this thread's frames: `slot` gets places that hold values, `maybe` words that may
    /// be stale, `active` the generators that run.
    pub fn visit_frames(&mut self, visit: &mut dyn FrameVisitor) {
        for &(start, n) in &self.interp.scratch {
            // SAFETY: ranges of the value stack.
            (0..n).for_each(|i| visit.maybe(unsafe { *start.add(i).cast::<usize>() }));
        }
        let (mut base, mut pc) = (self.thread.base, self.thread.pc);
        while !base.is_null() {
            // SAFETY: the published chain of frames.
            unsafe {
                let heap = !self.on_stack(base);
                if heap {
                    if !self.is_entered(base) {
                        forget_dead_places(frame_code(base).info(), base, pc);
                    }
                    visit.active(generator_of(base).value());
                }
                // The function may have moved; its code, and the code's data, never do.
                visit.slot(&mut *base.sub(3));
                let link = link(base);
                if link & OBSERVED != 0 {
                    visit.slot(&mut *base.sub(1));
                }
                if link & SPECIAL != 0 && extra(base) >> 48 == Action::Construct as usize {
                    visit.slot(&mut *base.sub(5));
                }
                if !heap && !self.is_stepping(base) && !self.is_out_of_date(base) {
                    visit_places(frame_code(base).info(), base, pc, visit);
                }
                (base, pc) = caller(base);
            }
        }
    }
}

/// What the collector does with the places of frames.
pub trait FrameVisitor {
    /// A place that holds a value.
    fn slot(&mut self, place: &mut Value);
    /// A word that may be a stale value.
    fn maybe(&mut self, word: usize);
    /// A generator that runs: it stays where it is, and its slots are scanned.
    fn active(&mut self, generator: Value);
}

unsafe fn visit_places(code: &CodeData, base: Base, pc: Pc, visit: &mut dyn FrameVisitor) {
    let named = code.named as usize;
    // SAFETY: the frame has these places; named ones hold values since entry.
    unsafe {
        for i in 0..named {
            visit.slot(&mut *base.add(i));
        }
        match code.function().live(code.offset(pc)) {
            Some(bits) => {
                for (w, &word) in bits.iter().enumerate() {
                    let mut word = word;
                    while word != 0 {
                        let i = named + 32 * w + word.trailing_zeros() as usize;
                        if *base.add(i).cast::<usize>() != 0 {
                            visit.slot(&mut *base.add(i));
                        }
                        word &= word - 1;
                    }
                }
            }
            None => (named..code.places as usize).for_each(|i| visit.maybe(*base.add(i).cast::<usize>())),
        }
    }
}

/// Empties the temporaries of a running generator's frame that nothing reads before something writes them: its object
/// is scanned whole.
///
/// # Safety
/// The interpreter runs the frame, and is at `pc`.
unsafe fn forget_dead_places(code: &CodeData, base: Base, pc: Pc) {
    let Some(live) = code.function().live(code.offset(pc)) else { return };
    for i in code.named as usize..code.places as usize {
        let at = i - code.named as usize;
        if live.get(at / 32).is_none_or(|word| word >> (at % 32) & 1 == 0) {
            // SAFETY: a place of the frame; what is no pointer needs no barrier.
            unsafe { *base.add(i) = Value::UNSET };
        }
    }
}

/// The native stack pointer, nearly.
#[inline(always)]
pub fn native_sp() -> usize {
    let mark = 0u8;
    std::ptr::from_ref(&mark) as usize
}

/// The lowest address that a native stack may grow to, with room to word an error. Natives that nest deeper than this
/// are lost in their recursion: each collection scans all of it.
pub fn native_floor(start: usize, size: usize) -> usize {
    (start + (size / 8).min(512 << 10)).max((start + size).saturating_sub(MOST_NATIVE_STACK))
}

/// Bytes of native stack that are used at most.
const MOST_NATIVE_STACK: usize = 64 << 20;

/// How deep this thread's native stack may grow.
fn native_limit() -> usize {
    // SAFETY: plain C calls on the calling thread's attributes.
    unsafe {
        let mut attributes = std::mem::zeroed::<libc::pthread_attr_t>();
        let (mut start, mut size) = (std::ptr::null_mut(), 0usize);
        if libc::pthread_getattr_np(libc::pthread_self(), &mut attributes) == 0 {
            libc::pthread_attr_getstack(&attributes, &mut start, &mut size);
            libc::pthread_attr_destroy(&mut attributes);
        }
        if start.is_null() { 0 } else { native_floor(start as usize, size) }
    }
}
