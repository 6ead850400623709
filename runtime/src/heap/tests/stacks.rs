//! Native stacks as roots, threads, growing arrays, memory given back.

use super::world::*;
use crate::heap::*;
use pyspec_abi::header::*;
use pyspec_abi::value::Value;

/// An address in the caller's frame or above.
fn stack_base() -> usize {
    let local = 0usize;
    std::hint::black_box(&raw const local) as usize + 4096
}

/// Builds and checks a tree whose nodes only the native stack refers to.
fn tree(w: &mut World, depth: usize) -> Value {
    if depth == 0 {
        return w.node(&[int(1), Value::NONE]);
    }
    let left = tree(w, depth - 1);
    let right = tree(w, depth - 1);
    w.node(&[left, right])
}

fn count(node: Value) -> usize {
    if get(node, 0).is_int() { 1 } else { count(get(node, 0)) + count(get(node, 1)) }
}

#[test]
fn trees_on_the_native_stack() {
    for stress in [0, 1, 7] {
        let depth = if stress == 1 { 5 } else { 9 };
        let mut w = World::with(HeapConfig {
            stress,
            poison: true,
            verify: stress != 0,
            region: 64 << 20,
            nursery: 64 << 10,
            ..HeapConfig::default()
        });
        let thread = w.heap.register_thread(stack_base());
        for _ in 0..3 {
            let whole = tree(&mut w, depth);
            assert_eq!(count(whole), 1 << depth);
        }
        w.heap.unregister_thread(thread);
        w.major();
        assert_eq!(w.heap.size(), 0);
    }
}

#[test]
fn a_parked_thread_keeps_what_its_stack_holds() {
    let mut w = World::new();
    let node = w.node(&[int(4)]);
    let fake = [0usize, 3, node.addr() + 1, 9];
    let base = fake.as_ptr_range().end as usize;
    let thread = w.heap.register_thread(base);
    w.heap.park_thread(thread, fake.as_ptr() as usize);
    w.minor();
    assert_eq!(get(node, 0), int(4));
    w.heap.unpark_thread(thread);
    w.heap.park_thread(thread, base);
    w.major();
    assert_eq!(w.heap.object_at(node.addr()), None);
}

#[test]
fn callee_saved_registers_are_on_the_stack() {
    let node = std::hint::black_box(0x5555_0000_1234usize);
    let found = with_registers_on_stack(|sp| {
        let base = stack_base();
        // SAFETY: the words between are this thread's stack.
        (sp..base).step_by(8).any(|word| unsafe { std::ptr::read_volatile(word as *const usize) } == node)
    });
    std::hint::black_box(node);
    assert!(found);
}

#[test]
fn arrays_grow_in_place_and_by_moving_pages() {
    let mut w = World::new();
    let array = w.heap.alloc(NODE, Scan::Array, 2000).expect("memory");
    let root = w.root(array);
    let mut size = 2000;
    let mut blocker = None;
    while size < 3_000_000 {
        let array = w.at(root);
        for index in [0, size / 2, size - 1] {
            let node = w.node(&[int(index as isize)]);
            w.store_array(w.at(root), index, node);
        }
        let next = size * 3 / 2;
        // SAFETY: the root is the only reference and is overwritten at once.
        let grown = unsafe { w.heap.grow_large(w.at(root), next) }.expect("memory");
        w.set_root(root, Some(grown));
        for index in [0, size / 2, size - 1] {
            assert_eq!(get(get(grown, index), 0), int(index as isize));
        }
        for index in size..next {
            // SAFETY: the new slots are the array's.
            assert_eq!(unsafe { *(grown.addr() as *const usize).add(1 + index) }, 0);
        }
        if array == grown {
            // Something behind it, so that the next growth has to move.
            let other = w.heap.alloc(NODE, Scan::Array, 2000).expect("memory");
            blocker = Some(blocker.unwrap_or_else(|| w.root(other)));
            w.set_root(blocker.expect("set"), Some(other));
        }
        w.minor();
        size = next;
    }
    w.major();
    assert_eq!(w.heap.slots_of(w.at(root)), size);
    w.set_root(root, None);
    if let Some(blocker) = blocker {
        w.set_root(blocker, None);
    }
    w.major();
    assert_eq!(w.heap.size(), 0);
}

#[test]
fn cards_remember_stores_into_large_arrays() {
    let mut w = World::new();
    let root = w.root(Value::NONE);
    let array = w.heap.alloc(NODE, Scan::Array, 5000).expect("memory");
    w.set_root(root, Some(array));
    w.minor();
    for index in (0..5000).step_by(7) {
        let node = w.node(&[int(index as isize)]);
        w.store_array(array, index, node);
        if index % 5 == 0 {
            w.minor();
        }
    }
    w.assert_sound();
    w.minor();
    // In bulk: the barrier comes first here.
    w.heap.barrier_range(array, 1000, 500);
    for index in 1000..1500 {
        let node = w.node(&[int(-1)]);
        *slot(array, index) = node;
    }
    w.minor();
    w.major();
    for index in (0..5000).step_by(7) {
        let expected = if (1000..1500).contains(&index) { -1 } else { index as isize };
        assert_eq!(get(get(array, index), 0), int(expected));
    }
    assert!(!head(array).has(GC_CARDS));
}

#[test]
fn the_threshold_follows_growth_and_delta() {
    for (max_delta, least, most) in [(usize::MAX, 3, 12), (1 << 20, 12, 60)] {
        let mut w =
            World::with(HeapConfig { max_delta, nursery_max: 512 << 10, region: 256 << 20, ..HeapConfig::default() });
        let root = w.root(Value::NONE);
        for i in 0..1_000_000 {
            let node = w.node(&[int(i), Value::NONE]);
            *slot(node, 1) = w.at(root);
            w.set_root(root, Some(node));
        }
        let majors = w.heap.stats().majors;
        assert!((least..most).contains(&majors), "{majors}");
    }
}

#[test]
fn arrays_shrink_and_find_zeros_when_they_grow_again() {
    let mut w = World::new();
    let array = w.heap.alloc(NODE, Scan::Array, 50_000).expect("memory");
    let root = w.root(array);
    for round in 0..2 {
        for index in 0..50_000 {
            *slot(array, index) = int(7);
        }
        w.heap.shrink_large(array, 1500);
        assert_eq!((w.heap.slots_of(array), w.heap.size()), (1500, 1 << 15), "round {round}");
        w.minor();
        // SAFETY: the root is the only reference and is overwritten at once.
        let grown = unsafe { w.heap.grow_large(array, 50_000) }.expect("memory");
        assert_eq!(grown, array, "the blocks behind are free");
        assert_eq!(get(array, 1499), int(7));
        for index in 1500..50_000 {
            // SAFETY: the slots are the array's.
            assert_eq!(unsafe { *(array.addr() as *const usize).add(1 + index) }, 0);
        }
    }
    w.set_root(root, None);
    w.major();
    assert_eq!(w.heap.size(), 0);
}
