//! A stand-in for the runtime: a heap, a table of roots, a few map ids.

use crate::heap::*;
use pyspec_abi::header::{Header, Scan};
use pyspec_abi::value::Value;
use std::ptr::NonNull;

/// Every slot is a value.
pub const NODE: u32 = 1;
/// Slots 0 and 2 are values, the others raw.
pub const MIXED: u32 = 2;
/// A weak reference: referent, callback.
pub const WEAK: u32 = 3;
/// Owns a payload; slot 1 is a value.
pub const OWNER: u32 = 4;

/// What the collector asks for.
#[derive(Default)]
pub struct Table {
    pub roots: Vec<Option<Value>>,
    pub ambiguous: Vec<usize>,
    pub frames: Vec<Value>,
    pub events: Vec<Event>,
    /// Asked after marking: an object, and the answer.
    pub watched: Option<Value>,
    pub watched_alive: Option<bool>,
    pub maps_seen: Vec<u32>,
}

impl RootSource for Table {
    fn visit_roots(&mut self, roots: &mut RootVisitor<'_>) {
        roots.slots(&mut self.roots);
        self.ambiguous.iter().for_each(|&word| roots.ambiguous(word));
        self.frames.iter().for_each(|&frame| roots.frame(frame));
    }

    fn bitmap(&self, map: u32) -> u64 {
        match map {
            MIXED => 0b101,
            WEAK | OWNER => 0b10,
            _ => u64::MAX,
        }
    }

    fn on_marked(&mut self, marked: &Marked<'_>) {
        self.watched_alive = self.watched.map(|object| marked.is_marked(object));
        self.maps_seen = (0..100).filter(|&map| marked.is_map_seen(map)).collect();
    }

    fn on_collected(&mut self, event: &Event) {
        self.events.push(*event);
    }
}

/// A heap and its table. Objects in it live as long as a root leads to them: no stack is scanned.
pub struct World {
    pub heap: Heap,
    table: Box<Table>,
}

impl World {
    pub fn new() -> World {
        World::with(HeapConfig { region: 256 << 20, poison: true, verify: true, ..HeapConfig::default() })
    }

    pub fn with(config: HeapConfig) -> World {
        let mut heap = Heap::new(config).expect("a region");
        let mut table = Box::<Table>::default();
        let source: NonNull<dyn RootSource> = NonNull::from(&mut *table);
        // SAFETY: the table is boxed and dropped with the heap, and only borrowed between collections.
        unsafe { heap.set_roots(source) };
        World { heap, table }
    }

    pub fn table(&mut self) -> &mut Table {
        &mut self.table
    }

    /// Appends a root; gives its index.
    pub fn root(&mut self, value: Value) -> usize {
        self.table.roots.push(Some(value));
        self.table.roots.len() - 1
    }

    pub fn at(&self, root: usize) -> Value {
        self.table.roots[root].expect("a value")
    }

    pub fn set_root(&mut self, root: usize, value: Option<Value>) {
        self.table.roots[root] = value;
    }

    pub fn node(&mut self, fields: &[Value]) -> Value {
        self.make(NODE, Scan::Values, fields)
    }

    /// Fields must be reachable otherwise if a collection can come.
    pub fn make(&mut self, map: u32, scan: Scan, fields: &[Value]) -> Value {
        let object = self.heap.alloc(map, scan, fields.len()).expect("memory");
        for (i, &field) in fields.iter().enumerate() {
            *slot(object, i) = field;
        }
        object
    }

    pub fn store(&mut self, object: Value, index: usize, field: Value) {
        *slot(object, index) = field;
        self.heap.barrier(object)
    }

    pub fn store_array(&mut self, array: Value, index: usize, field: Value) {
        *slot(array, index) = field;
        self.heap.barrier_array(array, slot(array, index))
    }

    pub fn minor(&mut self) {
        self.heap.collect(Collection::Minor);
    }

    pub fn major(&mut self) {
        self.heap.collect(Collection::Major);
    }

    /// Live objects, counted by walking the blocks: everything that the last collection kept.
    pub fn assert_sound(&self) {
        assert_eq!(self.heap.verify(), Vec::<String>::new());
    }
}

pub fn int(i: isize) -> Value {
    Value::small_int(i)
}

pub fn head(object: Value) -> Header {
    // SAFETY: the tests look at live objects.
    unsafe { *(object.addr() as *const Header) }
}

pub fn slot(object: Value, index: usize) -> &'static mut Value {
    // SAFETY: the tests look at slots of live objects, one at a time.
    unsafe { &mut *((object.addr() + 8 + index * 8) as *mut Value) }
}

pub fn get(object: Value, index: usize) -> Value {
    *slot(object, index)
}
