//! What collections tell the runtime, and what they do with unusual objects:
//! finalizers, weak references, payloads, hashes, pins, frames, the image.

use super::world::*;
use crate::heap::*;
use pyspec_abi::header::*;
use pyspec_abi::value::Value;
use std::cell::Cell;
use std::rc::Rc;

fn finalizable(w: &mut World, fields: &[Value]) -> Value {
    let object = w.node(fields);
    w.heap.register_finalizer(object);
    object
}

/// Takes the whole queue: the first field of each object.
fn queued(w: &mut World) -> Vec<isize> {
    std::iter::from_fn(|| w.heap.take_finalizable()).map(|object| get(object, 0).as_int()).collect()
}

/// Makes garbage either young or old before it is collected.
fn for_both_ages(test: impl Fn(&mut World, fn(&mut World))) {
    for age in [|_: &mut World| {}, |w: &mut World| w.minor()] {
        test(&mut World::new(), age);
    }
}

#[test]
fn finalizers_run_once_and_before_what_they_refer_to() {
    for_both_ages(|w, age| {
        let buffer = finalizable(w, &[int(3)]);
        let middle = w.node(&[buffer]);
        let text = finalizable(w, &[int(2), middle, buffer]);
        let top = finalizable(w, &[int(1), buffer, text]);
        let alone = finalizable(w, &[int(4)]);
        let (root, other) = (w.root(top), w.root(alone));
        age(w);
        w.set_root(other, None);
        w.major();
        assert_eq!(queued(w), [4]);
        w.set_root(root, None);
        w.major();
        assert_eq!(queued(w), [1, 2, 3]);
        w.major();
        assert_eq!(queued(w), []);
    });
}

#[test]
fn an_older_parent_comes_before_a_younger_child() {
    for_both_ages(|w, age| {
        let parent = finalizable(w, &[int(1), Value::NONE]);
        let child = finalizable(w, &[int(2)]);
        *slot(parent, 1) = child;
        let root = w.root(parent);
        age(w);
        w.set_root(root, None);
        w.major();
        assert_eq!(queued(w), [1, 2]);
    });
}

#[test]
fn a_cycle_with_finalizers_is_queued_whole() {
    for_both_ages(|w, age| {
        let a = finalizable(w, &[int(1), Value::NONE]);
        let b = finalizable(w, &[int(2), a]);
        *slot(a, 1) = b;
        let root = w.root(a);
        age(w);
        w.set_root(root, None);
        w.major();
        let mut order = queued(w);
        order.sort();
        assert_eq!(order, [1, 2]);
    });
}

#[test]
fn a_resurrected_object_is_ordinary() {
    for_both_ages(|w, age| {
        let inner = w.node(&[int(9)]);
        let object = finalizable(w, &[int(1), inner]);
        let root = w.root(object);
        age(w);
        w.set_root(root, None);
        w.minor();
        w.major();
        w.major(); // the queue keeps it alive
        let back = w.heap.take_finalizable().expect("queued");
        w.set_root(root, Some(back));
        w.major();
        assert_eq!(get(get(w.at(root), 1), 0), int(9));
        w.set_root(root, None);
        w.major();
        assert_eq!(queued(w), []);
        assert_eq!(w.heap.size(), 0);
    });
}

#[test]
fn the_end_queues_everything_latest_first() {
    let mut w = World::new();
    for i in 1..=3 {
        let object = finalizable(&mut w, &[int(i)]);
        w.root(object);
        w.minor();
    }
    w.heap.queue_all_finalizers();
    assert_eq!(queued(&mut w), [3, 2, 1]);
}

fn weak(w: &mut World, referent: Value, callback: Value) -> Value {
    let object = w.make(WEAK, Scan::Map, &[referent, callback]);
    w.heap.register_weak(object);
    object
}

#[test]
fn weak_references_follow_and_are_cleared() {
    for_both_ages(|w, age| {
        let target = w.node(&[int(5)]);
        let callback = w.node(&[int(6)]);
        let reference = weak(w, target, callback);
        let silent = weak(w, target, Value::NONE);
        let roots = [w.root(target), w.root(reference), w.root(silent)];
        age(w);
        w.major();
        assert_eq!(get(w.at(roots[1]), WEAK_REFERENT), w.at(roots[0]));
        assert!(!w.heap.has_pending());
        w.set_root(roots[0], None);
        w.major();
        assert_eq!(get(w.at(roots[1]), WEAK_REFERENT), Value::NONE);
        assert_eq!(get(w.at(roots[2]), WEAK_REFERENT), Value::NONE);
        assert_eq!(w.heap.take_cleared_weak(), Some(w.at(roots[1])));
        assert_eq!(w.heap.take_cleared_weak(), None);
        w.major();
        assert!(!w.heap.has_pending());
    });
}

#[test]
fn a_weak_reference_is_cleared_before_the_finalizer_is_queued() {
    for_both_ages(|w, age| {
        let inner = w.node(&[int(7)]);
        let object = finalizable(w, &[int(1), inner]);
        let to_object = weak(w, object, Value::NONE);
        let to_inner = weak(w, inner, Value::NONE);
        let roots = [w.root(object), w.root(to_object), w.root(to_inner)];
        age(w);
        w.set_root(roots[0], None);
        w.major();
        assert_eq!(get(w.at(roots[1]), WEAK_REFERENT), Value::NONE);
        assert_eq!(get(w.at(roots[2]), WEAK_REFERENT), Value::NONE);
        let back = w.heap.take_finalizable().expect("queued");
        assert_eq!(get(get(back, 1), 0), int(7));
    });
}

#[test]
fn a_dying_weak_reference_calls_nothing() {
    for_both_ages(|w, age| {
        let target = w.node(&[int(5)]);
        let callback = w.node(&[int(6)]);
        let reference = weak(w, target, callback);
        let roots = [w.root(target), w.root(reference)];
        age(w);
        roots.iter().for_each(|&root| w.set_root(root, None));
        w.major();
        assert!(!w.heap.has_pending());
    });
}

/// Counts its drop; holds values.
struct Counted(Rc<Cell<u32>>, Vec<Value>);

impl Payload for Counted {
    fn trace(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        self.1.iter_mut().for_each(visit);
    }
    fn bytes(&self) -> usize {
        1000
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

fn payload(object: Value) -> &'static mut Counted {
    // SAFETY: the tests make such owners only.
    unsafe { &mut *Heap::payload_unchecked::<Counted>(object) }
}

#[test]
fn payloads_are_traced_and_dropped() {
    for_both_ages(|w, age| {
        let drops = Rc::new(Cell::new(0));
        let inner = w.node(&[int(1)]);
        let owner =
            w.heap.alloc_payload(OWNER, 2, Box::new(Counted(drops.clone(), vec![inner, int(3)]))).expect("memory");
        *slot(owner, 1) = inner;
        let root = w.root(owner);
        age(w);
        w.major();
        let owner = w.at(root);
        assert_eq!(get(payload(owner).1[0], 0), int(1));
        assert_eq!(payload(owner).1[0], get(owner, 1));
        // SAFETY: no other reference to the payload is in use.
        assert!(unsafe { w.heap.payload::<Counted>(owner) }.is_some());
        // Stored without a barrier.
        let young = w.node(&[int(2)]);
        payload(owner).1.push(young);
        w.minor();
        assert_eq!(get(payload(owner).1[2], 0), int(2));
        assert_eq!(w.heap.size() % 1000, (w.heap.size() >> 15 << 15) % 1000);
        w.set_root(root, None);
        w.minor();
        assert_eq!(drops.get(), 0);
        w.major();
        assert_eq!(drops.get(), 1);
        assert_eq!(w.heap.size(), 0);
    });
}

#[test]
fn a_payload_is_traced_while_its_owner_is_allocated() {
    let mut w = World::with(HeapConfig { stress: 1, poison: true, region: 64 << 20, ..HeapConfig::default() });
    let drops = Rc::new(Cell::new(0));
    let root = w.root(Value::NONE);
    for i in 0..20 {
        let inner = w.node(&[int(i)]);
        let owner = w.heap.alloc_payload(OWNER, 2, Box::new(Counted(drops.clone(), vec![inner]))).expect("memory");
        w.set_root(root, Some(owner));
        assert_eq!(get(payload(owner).1[0], 0), int(i));
    }
}

#[test]
fn a_chain_of_payloads_lives() {
    for_both_ages(|w, age| {
        let drops = Rc::new(Cell::new(0));
        let root = w.root(int(0));
        for i in 0..1000 {
            let next = vec![w.at(root)];
            let owner = w.heap.alloc_payload(OWNER, 2, Box::new(Counted(drops.clone(), next))).expect("memory");
            *slot(owner, 1) = int(i);
            w.set_root(root, Some(owner));
        }
        age(w);
        w.major();
        let mut owner = w.at(root);
        for i in (0..1000).rev() {
            assert_eq!(get(owner, 1), int(i));
            owner = payload(owner).1[0];
        }
        assert_eq!(drops.get(), 0);
        w.set_root(root, None);
        w.major();
        assert_eq!(drops.get(), 1000);
    });
}

#[test]
fn young_payloads_are_dropped_by_a_minor_and_all_at_the_end() {
    let drops = Rc::new(Cell::new(0));
    let mut w = World::new();
    w.heap.alloc_payload(OWNER, 2, Box::new(Counted(drops.clone(), Vec::new()))).expect("memory");
    w.minor();
    assert_eq!(drops.get(), 1);
    w.heap.alloc_payload(OWNER, 2, Box::new(Counted(drops.clone(), Vec::new()))).expect("memory");
    drop(w);
    assert_eq!(drops.get(), 2);
}

fn hash(w: &mut World, object: Value) -> usize {
    w.heap.hash_of(object)
}

#[test]
fn hashes_stay() {
    let mut w = World::new();
    let hashed = w.node(&[int(1), int(2), int(3)]);
    let before = hash(&mut w, hashed);
    let other = w.node(&[int(4)]);
    let roots = [w.root(hashed), w.root(other)];
    w.minor();
    let now = w.at(roots[0]);
    assert_ne!(now, hashed);
    assert_eq!(head(now).slots(), 3, "the kept hash does not count as a slot");
    assert_eq!(hash(&mut w, now), before);
    let other = w.at(roots[1]);
    let late = hash(&mut w, other);
    w.major();
    assert_eq!(hash(&mut w, now), before);
    assert_eq!((hash(&mut w, other), head(other).has(GC_HASHED)), (late, false));
    assert_eq!(get(now, 2), int(3));
}

#[test]
fn a_kept_hash_on_a_line_of_its_own_survives() {
    let mut w = World::new();
    // Fills a line with its header, so that the hash begins the next one.
    let object = w.node(&[int(1); 15]);
    let before = hash(&mut w, object);
    let root = w.root(object);
    w.minor();
    w.major();
    for _ in 0..5000 {
        w.node(&[int(2); 3]);
    }
    let object = w.at(root);
    assert_eq!(hash(&mut w, object), before);
}

#[test]
fn a_hashed_object_that_is_promoted_in_place_keeps_its_hash() {
    let mut w = World::new();
    let object = w.node(&[int(1)]);
    let before = hash(&mut w, object);
    w.table().ambiguous.push(object.addr() + 8);
    let root = w.root(object);
    w.minor();
    assert_eq!(w.at(root), object);
    assert!(!head(object).has(GC_HASHED));
    assert_eq!(hash(&mut w, object), before);
}

#[test]
fn pinned_objects_stay_but_can_die() {
    let mut w = World::new();
    let (kept, lost) = (w.node(&[int(1)]), w.node(&[int(2)]));
    w.heap.pin(kept);
    w.heap.pin(lost);
    let root = w.root(kept);
    w.minor();
    assert_eq!(w.at(root), kept);
    assert_eq!(w.heap.object_at(lost.addr()), None);
    w.major();
    assert_eq!(get(w.at(root), 0), int(1));
}

#[test]
fn ambiguous_words_keep_alive_and_in_place() {
    let mut w = World::new();
    let inner = w.node(&[int(7)]);
    let outer = w.node(&[int(1), inner, int(2)]);
    let base = outer.addr();
    // Inside, odd, one past the end, and plain noise.
    w.table().ambiguous.extend([base + 25, base + 32, 0, 1, usize::MAX, base + (1 << 30)]);
    w.minor();
    assert_eq!(get(outer, 2), int(2));
    assert_eq!(get(get(outer, 1), 0), int(7));
    assert!(w.heap.object_at(base + 31).is_some());
    w.major();
    assert_eq!(get(get(outer, 1), 0), int(7));
    w.table().ambiguous.clear();
    w.major();
    assert_eq!(w.heap.size(), 0);
}

#[test]
fn frames_stay_and_are_scanned_without_a_barrier() {
    for_both_ages(|w, age| {
        let frame = w.node(&[int(1), Value::NONE]);
        let root = w.root(frame);
        age(w);
        let frame = w.at(root);
        w.table().frames.push(frame);
        w.set_root(root, None);
        for i in 0..3 {
            let young = w.node(&[int(i)]);
            *slot(frame, 1) = young;
            // Rule 5 does not hold for running frames: collect without verifying in between.
            w.minor();
            assert_eq!(get(get(frame, 1), 0), int(i));
        }
        w.major();
        assert_eq!(get(get(frame, 1), 0), int(2));
    });
}

#[test]
fn image_objects_are_roots_once_stored_into() {
    let mut w = World::new();
    let mut image = [Header::new(NODE, Scan::Values, 2).0 | GC_OLD | IMMORTAL, 0, 0];
    let object = Value::from_bits(image.as_mut_ptr() as usize);
    for i in 0..3 {
        let young = w.node(&[int(i)]);
        w.store(object, 0, young);
        w.store(object, 1, object);
        w.minor();
        assert_eq!(get(get(object, 0), 0), int(i));
        w.major();
        assert_eq!(get(get(object, 0), 0), int(i));
    }
    assert_eq!(get(object, 1), object);
    assert_eq!(hash(&mut w, object), object.addr());
    let root = w.root(object);
    w.major();
    assert_eq!(w.at(root), object);
    assert!(!head(object).has(GC_OLD));
}

#[test]
fn a_large_image_array_is_scanned_whole() {
    let mut w = World::new();
    let mut image = vec![0u64; 9001];
    image[0] = Header::new(NODE, Scan::Array, 0).0 | GC_OLD | GC_LARGE | IMMORTAL;
    let array = Value::from_bits(image.as_mut_ptr() as usize);
    w.heap.set_image_slots(array, 9000);
    let root = w.root(Value::NONE);
    let node = w.node(&[int(1)]);
    w.set_root(root, Some(node));
    w.minor();
    // The image is the only one to refer to an object that is old already.
    let old = w.at(root);
    w.store_array(array, 8999, old);
    w.set_root(root, None);
    w.major();
    assert_eq!(get(get(array, 8999), 0), int(1));
}

#[test]
fn the_runtime_hears_what_was_marked() {
    let mut w = World::new();
    w.heap.note_maps(true);
    let kept = w.make(17, Scan::Leaf, &[int(0)]);
    let lost = w.make(18, Scan::Leaf, &[int(0)]);
    let roots = [w.root(kept), w.root(lost)];
    w.minor();
    for (root, alive) in [(0, true), (1, false)] {
        w.table().watched = Some(w.at(roots[root]));
        w.set_root(roots[1], None);
        w.major();
        assert_eq!(w.table().watched_alive, Some(alive));
        assert_eq!(w.table().maps_seen, [17]);
        let again = w.make(18, Scan::Leaf, &[int(0)]);
        w.set_root(roots[1], Some(again));
        w.minor();
    }
}

#[test]
fn events_tell_what_happened() {
    let mut w = World::new();
    let kept = w.node(&[int(1), int(2), int(3)]);
    let still = w.node(&[int(1)]);
    w.root(kept);
    w.table().ambiguous.push(still.addr());
    w.minor();
    w.major();
    let events = &w.table().events;
    assert_eq!(events.iter().map(|e| e.kind).collect::<Vec<_>>(), [Collection::Minor, Collection::Major]);
    assert_eq!((events[0].copied, events[0].pinned), (32, 1));
    assert_eq!((w.heap.stats().minors, w.heap.stats().majors), (1, 1));
}
