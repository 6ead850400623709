//! What the collector has done: one event per collection, and their totals.

use super::{Collection, Heap};

/// One collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Minor or major; a major includes the minor that opens it.
    pub kind: Collection,
    /// Bytes in use before it, young ones included.
    pub before: usize,
    /// Bytes in use after it.
    pub after: usize,
    /// CPU time of this thread, in nanoseconds.
    pub pause_ns: u64,
    /// Bytes of survivors that moved.
    pub copied: usize,
    /// Young objects that stayed because of an ambiguous root.
    pub pinned: usize,
    /// Bytes of blocks in use after it.
    pub footprint: usize,
}

/// Totals since the start.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stats {
    /// Collections that were only minor.
    pub minors: u64,
    /// Major collections.
    pub majors: u64,
    /// CPU time of all minors, in nanoseconds.
    pub minor_ns: u64,
    /// CPU time of all majors, in nanoseconds.
    pub major_ns: u64,
    /// The longest minor.
    pub longest_minor_ns: u64,
    /// The longest major.
    pub longest_major_ns: u64,
    /// Bytes of survivors that moved.
    pub copied: u64,
    /// Objects that stayed because of an ambiguous root.
    pub pinned: u64,
    /// The largest footprint that a collection found or left.
    pub peak_footprint: usize,
    /// The latest collection.
    pub last: Option<Event>,
}

impl Stats {
    pub(super) fn add(&mut self, event: Event) {
        let (count, total, longest) = match event.kind {
            Collection::Major => (&mut self.majors, &mut self.major_ns, &mut self.longest_major_ns),
            _ => (&mut self.minors, &mut self.minor_ns, &mut self.longest_minor_ns),
        };
        *count += 1;
        *total += event.pause_ns;
        *longest = (*longest).max(event.pause_ns);
        self.copied += event.copied as u64;
        self.pinned += event.pinned as u64;
        self.last = Some(event);
    }
}

impl Heap {
    /// Totals since the start.
    pub fn stats(&self) -> &Stats {
        &self.stats
    }

    /// Bytes in use: live lines and large blocks as of the last collection, and what was claimed since.
    pub fn used_bytes(&self) -> usize {
        self.space.live_bytes() + self.nursery.claimed
    }

    /// Bytes of blocks in use and of payloads outside: what growth and the hard limit look at.
    pub fn size(&self) -> usize {
        self.space.footprint() + self.payloads.bytes
    }
}

/// CPU time of this thread in nanoseconds.
pub(super) fn cpu_ns() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call writes to the struct that it is given.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}
