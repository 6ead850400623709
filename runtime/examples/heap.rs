//! Times the heap alone: `heap PROGRAM SIZE`, programs `trees`, `million`, `list`, `floats`, `churn`.
//!
//! Prints seconds of CPU, peak memory, and what the collector did.

use pyspec_abi::Value;
use pyspec_abi::header::Scan;
use pyspec_runtime::heap::*;
use std::ptr::NonNull;

const NODE: u32 = 1;
const POINT: u32 = 2;
const FLOAT: u32 = 3;
const ARRAY: u32 = 4;

struct NoRoots;

impl RootSource for NoRoots {
    fn visit_roots(&mut self, _roots: &mut RootVisitor<'_>) {}
    fn bitmap(&self, _map: u32) -> u64 {
        0
    }
    fn on_collected(&mut self, event: &Event) {
        if std::env::var_os("HEAP_LOG").is_some() {
            println!("{event:?}");
        }
    }
}

fn new(heap: &mut Heap, map: u32, scan: Scan, slots: usize) -> Value {
    heap.alloc(map, scan, slots).expect("memory")
}

fn slot(object: Value, index: usize) -> *mut Value {
    (object.addr() + 8 + 8 * index) as *mut Value
}

fn get(object: Value, index: usize) -> Value {
    // SAFETY: the programs read slots that they have written.
    unsafe { *slot(object, index) }
}

fn init(object: Value, index: usize, value: Value) {
    // SAFETY: the programs write slots that their objects have.
    unsafe { *slot(object, index) = value }
}

fn int(i: usize) -> Value {
    Value::small_int(i as isize)
}

#[inline(never)]
fn tree(heap: &mut Heap, depth: usize) -> Value {
    let (left, right) = match depth {
        0 => (Value::NONE, Value::NONE),
        _ => (tree(heap, depth - 1), tree(heap, depth - 1)),
    };
    let node = new(heap, NODE, Scan::Values, 2);
    init(node, 0, left);
    init(node, 1, right);
    node
}

#[inline(never)]
fn check(node: Value) -> usize {
    if get(node, 0).is_ptr() { 1 + check(get(node, 0)) + check(get(node, 1)) } else { 1 }
}

fn trees(heap: &mut Heap, depth: usize) -> usize {
    let stretch = tree(heap, depth + 1);
    let mut sum = check(stretch);
    let long = tree(heap, depth);
    for small in (4..=depth).step_by(2) {
        for _ in 0..1usize << (depth - small + 4) {
            sum += check(tree(heap, small));
        }
    }
    sum + check(long)
}

fn point(heap: &mut Heap, i: usize) -> Value {
    let point = new(heap, POINT, Scan::Values, 3);
    (0..3).for_each(|k| init(point, k, int(i + k)));
    point
}

fn boxed(heap: &mut Heap, x: f64) -> Value {
    let float = new(heap, FLOAT, Scan::Leaf, 1);
    // SAFETY: a float has one raw slot.
    unsafe { *slot(float, 0).cast::<f64>() = x }
    float
}

fn float(object: Value) -> f64 {
    // SAFETY: a float has one raw slot.
    unsafe { *slot(object, 0).cast::<f64>() }
}

/// A list: length and array.
fn append(heap: &mut Heap, list: Value, value: Value) {
    let length = get(list, 0).as_int() as usize;
    let mut array = get(list, 1);
    if length == heap.slots_of(array) {
        array = grow(heap, array, length, (length + (length >> 3) + 7) & !3);
        heap.barrier(list);
        init(list, 1, array);
    }
    init(array, length, value);
    heap.barrier_array(array, slot(array, length));
    init(list, 0, int(length + 1));
}

fn grow(heap: &mut Heap, array: Value, length: usize, capacity: usize) -> Value {
    if length > 1023 {
        // SAFETY: only the list refers to its array, and it is told at once.
        return unsafe { heap.grow_large(array, capacity) }.expect("memory");
    }
    let longer = new(heap, ARRAY, Scan::Array, capacity);
    (0..length).for_each(|i| init(longer, i, get(array, i)));
    longer
}

fn new_list(heap: &mut Heap) -> Value {
    let array = new(heap, ARRAY, Scan::Array, 4);
    let list = new(heap, NODE, Scan::Values, 2);
    init(list, 0, int(0));
    init(list, 1, array);
    list
}

fn million(heap: &mut Heap, count: usize) -> usize {
    let list = new_list(heap);
    for i in 0..count {
        let point = point(heap, i);
        append(heap, list, point);
    }
    (0..count).map(|i| get(get(get(list, 1), i), 2).as_int() as usize).sum()
}

fn list(heap: &mut Heap, count: usize) -> usize {
    let head = new(heap, NODE, Scan::Values, 2);
    init(head, 0, int(0));
    init(head, 1, Value::NONE);
    let mut tail = head;
    for i in 1..count {
        let node = new(heap, NODE, Scan::Values, 2);
        init(node, 0, int(i));
        init(node, 1, Value::NONE);
        heap.barrier(tail);
        init(tail, 1, node);
        tail = node;
    }
    let (mut sum, mut node) = (0, head);
    while node.is_ptr() {
        sum += get(node, 0).as_int() as usize;
        node = get(node, 1);
    }
    sum
}

fn floats(heap: &mut Heap, count: usize) -> usize {
    let list = new_list(heap);
    let mut x = boxed(heap, 1.0);
    for _ in 0..count {
        let a = boxed(heap, float(x) * 1.0000001);
        let b = boxed(heap, float(a) + 0.5);
        x = boxed(heap, float(b) - 0.5);
        append(heap, list, x);
    }
    let mut seed = 12345u64;
    for _ in 0..2 * count {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let i = (seed >> 33) as usize % count;
        let replaced = boxed(heap, float(get(get(list, 1), i)) + 1.0);
        let array = get(list, 1);
        init(array, i, replaced);
        heap.barrier_array(array, slot(array, i));
    }
    (0..count).map(|i| float(get(get(list, 1), i))).sum::<f64>() as usize
}

fn churn(heap: &mut Heap, count: usize) -> usize {
    let ring = new(heap, ARRAY, Scan::Array, 1024);
    let mut last = 0;
    for i in 0..count {
        let point = point(heap, i);
        if i % 64 == 0 {
            init(ring, (i / 64) % 1024, point);
            heap.barrier_array(ring, slot(ring, (i / 64) % 1024));
        } else {
            last += get(std::hint::black_box(point), 0).as_int() as usize & 1;
        }
    }
    last
}

#[inline(never)]
fn run(heap: &mut Heap, program: &str, size: usize) -> usize {
    match program {
        "trees" => trees(heap, size),
        "million" => million(heap, size),
        "list" => list(heap, size),
        "floats" => floats(heap, size),
        "churn" => churn(heap, size),
        _ => panic!("no such program"),
    }
}

fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

fn cpu_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call writes to the struct that it is given.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let program = arguments.get(1).map_or("trees", |a| a);
    let size = arguments.get(2).and_then(|a| a.parse().ok()).unwrap_or(16);
    let mut source = NoRoots;
    let mut heap = Heap::new(HeapConfig::from_env(|name| std::env::var(name).ok())).expect("a region");
    let source: NonNull<dyn RootSource> = NonNull::from(&mut source);
    // SAFETY: the source lives as long as the heap.
    unsafe { heap.set_roots(source) };
    let local = 0usize;
    heap.register_thread(&raw const local as usize + 256);
    let result = run(&mut heap, program, size);
    let stats = heap.stats();
    println!("{program} {size}: {result}, {:.3} s, peak {:.1} MB", cpu_seconds(), peak_megabytes());
    for (name, count, total, longest) in [
        ("minors", stats.minors, stats.minor_ns, stats.longest_minor_ns),
        ("majors", stats.majors, stats.major_ns, stats.longest_major_ns),
    ] {
        println!("  {name} {count}: {:.1} ms, longest {:.2} ms", total as f64 / 1e6, longest as f64 / 1e6);
    }
    println!("  copied {:.1} MB, pinned {}", stats.copied as f64 / 1e6, stats.pinned);
}
