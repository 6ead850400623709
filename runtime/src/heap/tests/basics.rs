//! The least that a heap must do.

use super::world::*;
use crate::heap::*;
use pyspec_abi::header::*;
use pyspec_abi::value::Value;

#[test]
fn survivors_move_and_keep_their_fields() {
    let mut w = World::new();
    let inner = w.node(&[int(7), Value::NONE]);
    let outer = w.node(&[inner, int(1), inner]);
    let root = w.root(outer);
    w.minor();
    let moved = w.at(root);
    assert_ne!(moved, outer);
    assert!(head(moved).has(GC_OLD));
    assert_eq!(get(moved, 0), get(moved, 2));
    assert_ne!(get(moved, 0), inner);
    assert_eq!(get(get(moved, 0), 0), int(7));
    w.minor();
    w.major();
    assert_eq!(w.at(root), moved, "old objects stay");
}

#[test]
fn garbage_is_freed() {
    let mut w = World::new();
    for _ in 0..200_000 {
        w.node(&[int(1), int(2), int(3)]);
    }
    assert!(w.heap.stats().minors > 5);
    assert!(w.heap.size() < 2 << 20, "{}", w.heap.size());
}

#[test]
fn old_garbage_is_freed_by_a_major() {
    let mut w = World::new();
    let root = w.root(Value::NONE);
    for i in 0..50_000 {
        let node = w.node(&[int(i), Value::NONE]);
        *slot(node, 1) = w.at(root); // read after the allocation, which can move it
        w.set_root(root, Some(node));
    }
    w.major();
    let full = w.heap.used_bytes();
    assert!(full >= 50_000 * 24, "{full}");
    w.set_root(root, None);
    w.major();
    assert!(w.heap.used_bytes() < full / 20);
    w.assert_sound();
}

#[test]
fn old_to_young_stores_are_remembered() {
    let mut w = World::new();
    let outer = w.node(&[Value::NONE, Value::NONE]);
    let root = w.root(outer);
    w.minor();
    let outer = w.at(root);
    for i in 0..5 {
        let young = w.node(&[int(i)]);
        w.store(outer, 1, young);
        w.assert_sound();
        w.minor();
        assert_eq!(get(get(outer, 1), 0), int(i));
    }
}

#[test]
fn mixed_objects_are_scanned_by_their_bitmap() {
    let mut w = World::new();
    let a = w.node(&[int(1)]);
    let b = w.node(&[int(2)]);
    let raw = Value::from_bits(a.bits());
    let root = w.make(MIXED, Scan::Map, &[a, raw, b, raw]);
    let root = w.root(root);
    w.minor();
    let o = w.at(root);
    assert_eq!((get(get(o, 0), 0), get(get(o, 2), 0)), (int(1), int(2)));
    assert_eq!((get(o, 1), get(o, 3)), (raw, raw), "raw words are left alone");
    w.major();
    assert_eq!(get(get(o, 0), 0), int(1));
}

#[test]
fn large_arrays_live_and_die() {
    let mut w = World::new();
    let array = w.heap.alloc(NODE, Scan::Array, 100_000).expect("memory");
    let root = w.root(array);
    assert_eq!(head(array).slots(), 0);
    assert_eq!(w.heap.slots_of(array), 100_000);
    w.minor();
    assert_eq!(w.at(root), array, "large objects stay");
    let young = w.node(&[int(5)]);
    w.store_array(array, 77_777, young);
    w.minor();
    assert_eq!(get(get(array, 77_777), 0), int(5));
    w.set_root(root, None);
    w.major();
    assert_eq!(w.heap.size() >> 15, 0);
}

#[test]
fn old_from_birth() {
    let mut w = World::new();
    let class = w.heap.alloc_old(NODE, Scan::Values, 4).expect("memory");
    let root = w.root(class);
    let young = w.node(&[int(3)]);
    *slot(class, 2) = young; // no barrier needed yet
    w.minor();
    assert_eq!(w.at(root), class);
    assert_eq!(get(get(class, 2), 0), int(3));
    w.major();
    assert_eq!(w.at(root), class);
}

#[test]
fn hard_limit() {
    let mut w = World::with(HeapConfig { max_heap: 8 << 20, region: 64 << 20, ..HeapConfig::default() });
    let root = w.root(Value::NONE);
    let mut made = 0;
    while let Ok(node) = w.heap.alloc(NODE, Scan::Values, 2) {
        *slot(node, 0) = w.at(root);
        *slot(node, 1) = int(made);
        w.set_root(root, Some(node));
        made += 1;
    }
    assert!(made > 200_000, "{made}");
    assert_eq!(w.heap.alloc(NODE, Scan::Array, 1 << 40), Err(OutOfMemory));
    assert_eq!(w.heap.alloc(NODE, Scan::Array, usize::MAX), Err(OutOfMemory));
    w.set_root(root, None);
    assert!(w.heap.alloc(NODE, Scan::Array, 100_000).is_ok());
}
