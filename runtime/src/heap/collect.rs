//! The order of a collection, and when there is one.
//!
//! A minor: find what ambiguous roots point to, while line states still tell;
//! settle that, move the rest of what lives, clear weak references, queue
//! finalizers, drop payloads, sweep. A major is a minor, then: mark, clear weak
//! references, queue finalizers, let the runtime clear its caches, drop payloads,
//! sweep, and set the size at which the next one comes.

use super::blocks::BLOCK;
use super::minor::Age;
use super::roots::{Marked, RootPhase, scrub_stack, with_registers_on_stack};
use super::stats::cpu_ns;
use super::words::address;
use super::{Event, Heap};
use pyspec_abi::Value;

/// How much to collect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Collection {
    /// The nursery, and everything if the heap has grown enough.
    Auto,
    /// The nursery.
    Minor,
    /// Everything.
    Major,
}

/// When the next collections come.
pub(super) struct Policy {
    /// The size from which a minor is followed by a major.
    pub threshold: usize,
}

impl Heap {
    /// Collects now. Registers and the running thread's stack are scanned.
    pub fn collect(&mut self, kind: Collection) {
        scrub_stack();
        self.collect_here(kind);
    }

    /// Collects everything, and says of each of these old objects whether more than a word of a native stack, which may
    /// be stale, led to it. Those of which it says no may be gone.
    pub fn collect_probing(&mut self, objects: &[Value]) -> Vec<bool> {
        debug_assert!(objects.iter().all(|&o| !self.is_young(o)), "young objects may move");
        self.probes = objects.iter().map(|&o| (address(o), false)).collect();
        self.collect(Collection::Major);
        std::mem::take(&mut self.probes).into_iter().map(|probe| probe.1).collect()
    }

    /// Collects everything, but takes these words of native stacks (addresses, ascending) for no references.
    pub fn collect_sparing(&mut self, dead: Vec<usize>) {
        self.dead_words = dead;
        self.collect(Collection::Major);
        self.dead_words = Vec::new();
    }

    #[inline(never)]
    pub(super) fn collect_here(&mut self, kind: Collection) {
        with_registers_on_stack(|sp| self.collect_from(kind, sp));
    }

    fn collect_from(&mut self, kind: Collection, sp: usize) {
        self.take_census();
        let start = cpu_ns();
        let before = self.used_bytes();
        let claimed = self.nursery.claimed;
        self.stats.peak_footprint = self.stats.peak_footprint.max(self.space.footprint());
        (self.copied, self.pinned, self.root_words) = (0, 0, 0);
        self.last_bitmap = (u64::MAX, 0);
        let pins = self.find_pins(sp);
        self.minor(&pins);
        self.adapt_nursery(claimed);
        let major = kind == Collection::Major || kind == Collection::Auto && self.size() > self.policy.threshold;
        if major {
            self.major(&pins);
        }
        self.finish(Event {
            kind: if major { Collection::Major } else { Collection::Minor },
            before,
            after: self.used_bytes(),
            pause_ns: cpu_ns() - start,
            copied: self.copied,
            pinned: self.pinned,
            footprint: self.space.footprint(),
        });
    }

    fn finish(&mut self, event: Event) {
        self.stats.add(event);
        self.stats.peak_footprint = self.stats.peak_footprint.max(event.footprint);
        if (self.stats.minors + self.stats.majors).is_power_of_two() {
            super::release_code_pages();
        }
        if let Some(mut source) = self.roots.source {
            // SAFETY: `set_roots` asked for a source that is there and not borrowed now.
            unsafe { source.as_mut() }.on_collected(&event);
        }
        if self.config.verify {
            let breaches = self.verify();
            assert!(breaches.is_empty(), "the heap is broken after {event:?}:\n{}", breaches.join("\n"));
        }
    }

    fn find_pins(&mut self, sp: usize) -> Vec<usize> {
        let mut pins = self.visit_roots(RootPhase::Pin);
        self.scan_stacks(sp, &mut pins);
        pins
    }

    fn major(&mut self, pins: &[usize]) {
        self.mark(pins);
        self.process_weak(Age::Old);
        self.queue_finalizable_old();
        self.retain_weak(Age::Old);
        if let Some(mut source) = self.roots.source {
            // SAFETY: `set_roots` asked for a source that is there and not borrowed now.
            unsafe { source.as_mut() }.on_marked(&Marked { heap: self });
        }
        self.drop_dead_payloads(Age::Old);
        self.sweep_all();
        self.set_threshold();
    }

    /// The next major comes at a multiple of what this one left, within bounds.
    fn set_threshold(&mut self) {
        let live = self.size();
        let grown = (live as f64 * self.config.growth) as usize;
        self.policy.threshold = grown.min(live.saturating_add(self.config.max_delta)).max(self.config.min_heap);
        // What can be used before then is kept, the rest goes back to the system.
        self.space.coalesce(self.policy.threshold.saturating_sub(live) + self.nursery.budget);
    }

    /// A nursery of which a good part survives, or whose roots take long to scan, grows, but not beyond a quarter of the
    /// heap: later, more would be dead. Where most survives, as while a program builds what it keeps, that would be
    /// memory for nothing. One of which hardly anything survives shrinks to what it was.
    fn adapt_nursery(&mut self, claimed: usize) {
        let roots = self.root_words * size_of::<usize>();
        if claimed < self.nursery.budget / 2 {
            return;
        }
        let some_survives = self.copied > claimed / 8 && self.copied < claimed / 2;
        if some_survives || roots > claimed / 8 {
            let most = (self.size() / 4).clamp(self.config.nursery, self.config.nursery_max);
            self.nursery.budget = (self.nursery.budget * 2).min(most).max(self.nursery.budget);
        } else if self.copied + roots < claimed / 64 {
            self.nursery.budget = (self.nursery.budget / 2).max(self.config.nursery).max(BLOCK);
        }
    }
}
