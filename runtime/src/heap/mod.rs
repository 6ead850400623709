//! The garbage-collected heap.
//!
//! A mark-region heap: blocks of 32 KiB made of lines of 128 bytes. Objects are
//! allocated by bumping a cursor through free lines ([`alloc`]). A *minor* collection
//! empties the nursery: what is reached moves to dense old blocks, except what
//! an ambiguous root points to, which becomes old where it is ([`minor`]). Old
//! objects never move. A *major* marks ([`mark`]) and frees lines ([`sweep`]).
//!
//! Native stacks and registers are ambiguous roots: scanned word by word, pointers
//! into an object count ([`find`], [`roots`]). What the runtime reports and what
//! objects hold is precise. A word is a pointer if it is not zero and its low
//! three bits are; pointers outside the region (an executable's image, code,
//! malloc'd memory) are left alone.
//!
//! | file | idea |
//! | --- | --- |
//! | [`words`] | the plain loads and stores |
//! | [`blocks`] | the region, its tables, free blocks |
//! | [`alloc`], [`large`] | small and large objects |
//! | [`barrier`] | stores into old objects |
//! | [`roots`], [`find`] | roots, threads, ambiguous words |
//! | [`minor`], [`mark`], [`sweep`], [`collect`] | collections |
//! | [`weak`], [`finalizers`], [`payload`], [`hash`] | what Python asks of its objects |
//! | [`code_pages`] | memory that is not the heap's |
//! | [`config`], [`stats`], [`census`], [`verify`] | tuning, figures, invariants |
//!
//! Deliberately absent: what an object means. Maps are asked for one bitmap.

mod alloc;
mod barrier;
mod blocks;
mod census;
mod code_pages;
mod collect;
mod config;
mod finalizers;
mod find;
mod graph;
mod hash;
mod large;
mod mark;
mod minor;
mod payload;
mod roots;
mod stats;
mod sweep;
#[cfg(test)]
mod tests;
mod verify;
mod weak;
mod words;

pub use alloc::HeapFront;
pub use census::{Count, Counts};
pub use code_pages::{release as release_code_pages, release_also};
pub use collect::Collection;
pub use config::HeapConfig;
pub use payload::{PAYLOAD_SLOT, Payload};
pub use roots::{Marked, Moved, RootSource, RootVisitor, ThreadId, ThreadStack, with_registers_on_stack};
pub use stats::{Event, Stats};
pub use weak::{WEAK_CALLBACK, WEAK_REFERENT};

use pyspec_abi::value::Value;
use std::collections::HashMap;

/// The hard limit, or the region, is too small: a `MemoryError`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutOfMemory;

/// A heap. It lies at the front of the context, so that compiled code finds [`HeapFront`] there.
#[repr(C)]
pub struct Heap {
    /// What inline allocation uses.
    pub front: HeapFront,
    config: HeapConfig,
    space: blocks::Space,
    nursery: alloc::Nursery,
    old: alloc::OldSpace,
    remembered: barrier::Remembered,
    roots: roots::Roots,
    weak: weak::Weak,
    finalizers: finalizers::Finalizers,
    payloads: payload::Payloads,
    policy: collect::Policy,
    stats: Stats,
    /// What came to be, if that is counted.
    born: Option<Counts>,
    /// What is reached and not yet looked at.
    stack: Vec<usize>,
    /// The last map asked about and its bitmap.
    last_bitmap: (u64, u64),
    /// Objects of which a major tells whether anything but an ambiguous root reaches them.
    probes: Vec<(usize, bool)>,
    /// See [`Heap::collect_sparing`].
    dead_words: Vec<usize>,
    /// Map ids of live objects, if the runtime wants them.
    seen_maps: Option<roots::MapSet>,
    /// Bytes moved by the running collection.
    copied: usize,
    /// Objects that it had to leave in place.
    pinned: usize,
    /// Words of precise roots that it looked at.
    root_words: usize,
    /// Sizes of the image's large objects, which no block table has.
    image_slots: HashMap<usize, usize>,
    /// Collections by stress.
    stress_count: usize,
}

const _: () = assert!(std::mem::offset_of!(Heap, front) == 0);

impl Heap {
    /// An empty heap. Memory is taken when it is used.
    pub fn new(config: HeapConfig) -> Result<Heap, OutOfMemory> {
        Ok(Heap {
            front: HeapFront::default(),
            space: blocks::Space::reserve(config.region)?,
            nursery: alloc::Nursery::new(config.nursery),
            old: Default::default(),
            remembered: Default::default(),
            roots: Default::default(),
            weak: Default::default(),
            finalizers: Default::default(),
            payloads: Default::default(),
            policy: collect::Policy { threshold: config.min_heap },
            stats: Stats::default(),
            born: None,
            stack: Vec::new(),
            last_bitmap: (u64::MAX, 0),
            probes: Vec::new(),
            dead_words: Vec::new(),
            seen_maps: None,
            copied: 0,
            pinned: 0,
            root_words: 0,
            image_slots: HashMap::new(),
            stress_count: 0,
            config,
        })
    }

    /// Whether an address lies in this heap. Objects of the image do not.
    #[inline(always)]
    pub fn contains(&self, address: usize) -> bool {
        self.space.contains(address)
    }

    /// Whether an object can still move. Objects of the image cannot.
    #[inline(always)]
    pub fn is_young(&self, object: Value) -> bool {
        let object = words::address(object);
        self.space.contains(object) && !self.space.is_old(object)
    }

    /// Size of an object in slots, large ones included.
    #[inline(always)]
    pub fn slots_of(&self, object: Value) -> usize {
        self.slots_at(words::address(object))
    }

    #[inline(always)]
    fn slots_at(&self, object: usize) -> usize {
        match words::header(object).slots() {
            0 if !self.space.contains(object) => self.image_slots[&object],
            0 => self.space.blocks[self.space.block_of(object)].slots,
            slots => slots,
        }
    }

    /// Tells the size of an image object whose header cannot say it.
    pub fn set_image_slots(&mut self, object: Value, slots: usize) {
        self.image_slots.insert(words::address(object), slots);
    }

    /// The object that an arbitrary word points to or into, if any: for tools that look from outside.
    pub fn object_at(&self, word: usize) -> Option<Value> {
        self.find(word).map(words::value)
    }

    /// From now on majors note which map ids live objects have.
    pub fn note_maps(&mut self, on: bool) {
        self.seen_maps = on.then(Default::default);
    }

    /// The settings.
    pub fn config(&self) -> &HeapConfig {
        &self.config
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        self.drop_all_payloads();
    }
}
