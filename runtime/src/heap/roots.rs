//! Roots: what the runtime reports precisely, and stacks scanned conservatively.
//!
//! The runtime implements [`RootSource`]. Its `visit_roots` runs up to three
//! times in a collection, each time with a visitor that looks at one thing: first
//! at what must stay where it is (ambiguous words, running frames), then at
//! the places that a minor updates, then, in a major, at what gets marked. So a
//! place may be a temporary that is written back after the call.

use super::Heap;
use super::words::*;
use pyspec_abi::value::Value;
use std::ptr::NonNull;

/// What the runtime does for the collector. Nothing here may allocate, store
/// into objects, or touch the [`Heap`] other than through the arguments.
pub trait RootSource {
    /// Reports every root that is not on a native stack.
    fn visit_roots(&mut self, roots: &mut RootVisitor<'_>);

    /// Which slots of a [`Scan::Map`](pyspec_abi::header::Scan::Map) object of this map hold
    /// values: bit i says slot i. Slots beyond 63 hold none.
    fn bitmap(&self, map: u32) -> u64;

    /// A major has marked what lives, and frees nothing before this returns: the
    /// place to clear weak inline caches and caches of map ids.
    fn on_marked(&mut self, _marked: &Marked<'_>) {}

    /// The young objects that live are where they stay: the place to see to tables that keep nothing alive.
    fn on_moved(&mut self, _moved: &Moved<'_>) {}

    /// Bytes of storage that belongs to an object alone, for reports.
    fn storage(&self, _object: Value) -> usize {
        0
    }

    /// A collection has ended.
    fn on_collected(&mut self, _event: &super::Event) {}
}

/// What a major found, for [`RootSource::on_marked`].
pub struct Marked<'h> {
    pub(super) heap: &'h Heap,
}

impl Marked<'_> {
    /// Whether an object lives. Objects of the image always do.
    pub fn is_marked(&self, object: Value) -> bool {
        let object = address(object);
        !self.heap.space.contains(object) || self.heap.space.marks.get(object - self.heap.space.base)
    }

    /// Whether a live object has this map. Only after [`Heap::note_maps`]; true else.
    pub fn is_map_seen(&self, map: u32) -> bool {
        self.heap.seen_maps.as_ref().is_none_or(|seen| seen.contains(map))
    }
}

/// What a minor found, for [`RootSource::on_moved`].
pub struct Moved<'h> {
    pub(super) heap: &'h Heap,
}

impl Moved<'_> {
    /// Where an object is now; `None`: it was not reached.
    pub fn now(&self, object: Value) -> Option<Value> {
        self.heap.reached(address(object)).map(value)
    }
}

/// A set of map ids.
#[derive(Default)]
pub(super) struct MapSet(Vec<u64>);

impl MapSet {
    #[inline(always)]
    pub fn insert(&mut self, map: u32) {
        let word = map as usize >> 6;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (map & 63);
    }
    fn contains(&self, map: u32) -> bool {
        self.0.get(map as usize >> 6).is_some_and(|word| word & (1 << (map & 63)) != 0)
    }
    pub fn clear(&mut self) {
        self.0.fill(0);
    }
}

/// What a walk over the roots is looking for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RootPhase {
    Pin,
    Update,
    Mark,
}

/// Receives the roots.
pub struct RootVisitor<'h> {
    pub(super) heap: &'h mut Heap,
    pub(super) phase: RootPhase,
    /// Objects that must stay where they are.
    pub(super) pins: Vec<usize>,
}

impl RootVisitor<'_> {
    /// Whether roots that are old objects, which never move, matter to this walk: a major's.
    pub fn wants_old(&self) -> bool {
        self.phase == RootPhase::Mark
    }

    /// A place that holds a value. The collector may change it.
    #[inline]
    pub fn slot(&mut self, place: &mut Value) {
        let bits = self.word(place.bits());
        *place = Value::from_bits(bits);
    }

    /// Places that hold values or nothing.
    #[inline]
    pub fn slots(&mut self, places: &mut [Option<Value>]) {
        if self.phase == RootPhase::Pin {
            return;
        }
        self.heap.root_words += places.len();
        for value in places.iter_mut().flatten() {
            self.slot(value);
        }
    }

    /// The words from `start` to `end`, each a value or zero.
    ///
    /// # Safety
    /// The range is readable and writable, and holds nothing else.
    pub unsafe fn range(&mut self, start: *mut Value, end: *mut Value) {
        let words = (end as usize - start as usize) / size_of::<Value>();
        // SAFETY: the caller vouches for the range; a zero word is `None`.
        self.slots(unsafe { std::slice::from_raw_parts_mut(start as *mut Option<Value>, words) });
    }

    /// A word that may point to or into an object, or not: what it points to lives and stays.
    pub fn ambiguous(&mut self, word: usize) {
        if self.phase == RootPhase::Pin
            && let Some(object) = self.heap.find(word)
        {
            self.pins.push(object);
        }
    }

    /// An object that runs code as a frame (an active generator's): it stays where
    /// it is, and its slots are scanned, since they are written without a barrier.
    pub fn frame(&mut self, frame: Value) {
        let object = frame.addr();
        match self.phase {
            RootPhase::Pin if self.heap.space.contains(object) => self.pins.push(object),
            RootPhase::Update if self.heap.space.contains(object) => self.heap.scan_for_young(object),
            RootPhase::Pin | RootPhase::Update => {}
            RootPhase::Mark => self.heap.mark_word(object),
        }
    }

    #[inline(always)]
    fn word(&mut self, bits: usize) -> usize {
        if !is_pointer(bits) {
            return bits;
        }
        match self.phase {
            RootPhase::Pin => bits,
            RootPhase::Update => self.heap.update(bits),
            RootPhase::Mark => {
                self.heap.mark_word(bits);
                bits
            }
        }
    }
}

/// A thread's native stack.
#[derive(Clone, Copy, Debug)]
pub struct ThreadStack {
    /// The end that does not move.
    pub base: usize,
    /// Where the stack ended when the thread last let go of the lock.
    pub sp: usize,
}

/// Names a registered thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ThreadId(usize);

#[derive(Default)]
pub(super) struct Roots {
    pub source: Option<NonNull<dyn RootSource>>,
    /// Registered threads; a `None` is free.
    threads: Vec<Option<ThreadStack>>,
    /// The thread that runs.
    current: Option<ThreadId>,
    /// Values outside the heap that running calls read from: (address of the first, how many).
    lent: Vec<(usize, usize)>,
}

impl Heap {
    /// Where roots come from.
    ///
    /// # Safety
    /// `source` outlives the heap or the next call, and is not borrowed when a
    /// collection can happen. If the heap is part of a larger struct, as in the
    /// context, the source is a small struct with a raw pointer to that, through
    /// which it reads fields other than the heap.
    pub unsafe fn set_roots(&mut self, source: NonNull<dyn RootSource>) {
        self.roots.source = Some(source);
    }

    /// Registers a thread, whose stack begins at `base` and grows down.
    /// The first one is the one that runs.
    pub fn register_thread(&mut self, base: usize) -> ThreadId {
        let stack = Some(ThreadStack { base, sp: base });
        let id = match self.roots.threads.iter().position(Option::is_none) {
            Some(free) => {
                self.roots.threads[free] = stack;
                ThreadId(free)
            }
            None => {
                self.roots.threads.push(stack);
                ThreadId(self.roots.threads.len() - 1)
            }
        };
        self.roots.current.get_or_insert(id);
        id
    }

    /// Forgets a thread that has ended.
    pub fn unregister_thread(&mut self, id: ThreadId) {
        self.roots.threads[id.0] = None;
        if self.roots.current == Some(id) {
            self.roots.current = None;
        }
    }

    /// The running thread is about to let go of the lock; `sp` is below everything
    /// that it keeps, its callee-saved registers included (see [`with_registers_on_stack`]).
    pub fn park_thread(&mut self, id: ThreadId, sp: usize) {
        if let Some(stack) = &mut self.roots.threads[id.0] {
            stack.sp = sp;
        }
        self.roots.current = None;
    }

    /// The thread that runs.
    pub fn current_thread(&self) -> Option<ThreadId> {
        self.roots.current
    }

    /// This thread runs again.
    pub fn unpark_thread(&mut self, id: ThreadId) {
        self.roots.current = Some(id);
    }

    /// From now until [`Heap::unlend`] what the slice holds neither moves nor dies, wherever the slice lies.
    #[inline(always)]
    pub fn lend(&mut self, values: &[Value]) {
        self.roots.lent.push((values.as_ptr() as usize, values.len()));
    }

    /// Ends the newest [`Heap::lend`].
    #[inline(always)]
    pub fn unlend(&mut self) {
        self.roots.lent.pop();
    }

    /// What lent slices point to.
    fn scan_lent(&self, pins: &mut Vec<usize>) {
        for &(first, len) in &self.roots.lent {
            // The lender's call still borrows the slice.
            pins.extend((0..len).filter_map(|i| self.find(load(first + i * size_of::<Value>()))));
        }
    }

    /// What every stack may point to; `sp` is the running thread's.
    pub(super) fn scan_stacks(&mut self, sp: usize, pins: &mut Vec<usize>) {
        self.scan_lent(pins);
        for (i, stack) in self.roots.threads.iter().enumerate() {
            let Some(stack) = stack else { continue };
            let sp = if self.roots.current == Some(ThreadId(i)) { sp } else { stack.sp };
            let first = sp & !(size_of::<usize>() - 1);
            for word in (first..stack.base).step_by(size_of::<usize>()) {
                if self.dead_words.binary_search(&word).is_ok() {
                    continue;
                }
                // A stack's words are always readable; they need not be values.
                pins.extend(self.find(load(word)));
            }
        }
    }

    /// Runs the roots once, in a phase; gives what was pinned.
    pub(super) fn visit_roots(&mut self, phase: RootPhase) -> Vec<usize> {
        let Some(mut source) = self.roots.source else { return Vec::new() };
        let mut visitor = RootVisitor { heap: self, phase, pins: Vec::new() };
        // SAFETY: `set_roots` asked for a source that is there and not borrowed now.
        unsafe { source.as_mut() }.visit_roots(&mut visitor);
        visitor.pins
    }

    /// Asks the runtime which slots of a map's objects are values.
    #[inline(always)]
    pub(super) fn bitmap(&mut self, map: u32) -> u64 {
        if self.last_bitmap.0 != map as u64 {
            self.last_bitmap = (map as u64, self.ask_bitmap(map));
        }
        self.last_bitmap.1
    }

    #[inline(never)]
    pub(super) fn ask_bitmap(&self, map: u32) -> u64 {
        // SAFETY: as in `visit_roots`.
        self.roots.source.map_or(0, |source| unsafe { source.as_ref() }.bitmap(map))
    }
}

/// Runs `f` with a stack pointer below which nothing of the caller's is, the
/// callee-saved registers stored above it.
#[inline(never)]
pub fn with_registers_on_stack<R>(f: impl FnOnce(usize) -> R) -> R {
    let mut registers = [0usize; 12];
    // SAFETY: stores registers into an array of this frame.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        std::arch::asm!(
            "mov [{r}], rbx", "mov [{r} + 8], rbp", "mov [{r} + 16], r12", "mov [{r} + 24], r13",
            "mov [{r} + 32], r14", "mov [{r} + 40], r15",
            r = in(reg) registers.as_mut_ptr(), options(nostack, preserves_flags)
        );
    }
    // SAFETY: as above.
    #[cfg(target_arch = "x86")]
    unsafe {
        std::arch::asm!(
            "mov [{r}], ebx", "mov [{r} + 4], ebp", "mov [{r} + 8], esi", "mov [{r} + 12], edi",
            r = in(reg) registers.as_mut_ptr(), options(nostack, preserves_flags)
        );
    }
    // SAFETY: as above.
    #[cfg(target_arch = "aarch64")]
    unsafe {
        std::arch::asm!(
            "stp x19, x20, [{r}]", "stp x21, x22, [{r}, #16]", "stp x23, x24, [{r}, #32]",
            "stp x25, x26, [{r}, #48]", "stp x27, x28, [{r}, #64]", "str x29, [{r}, #80]",
            r = in(reg) registers.as_mut_ptr(), options(nostack, preserves_flags)
        );
    }
    let sp = std::hint::black_box(registers.as_mut_ptr()) as usize;
    let result = f(sp);
    std::hint::black_box(&registers);
    result
}

/// Overwrites what returned calls left below the stack pointer, so that an
/// explicit collection finds no stale pointers there.
#[inline(never)]
pub(super) fn scrub_stack() {
    let mut dead = [0usize; 1024];
    std::hint::black_box(&mut dead);
}
