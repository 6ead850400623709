//! Random programs against a model of what must live.
//!
//! Every object carries its number, and the model knows each number's fields. After
//! every step that collected, the graph below the roots is compared with the model.

use super::world::*;
use crate::heap::*;
use pyspec_abi::header::Scan;
use pyspec_abi::value::Value;
use std::collections::{HashMap, HashSet};

/// Roots of a program.
const ROOTS: usize = 24;
/// Slots of a large array.
const LARGE: usize = 1500;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Node,
    Mixed,
    Array,
    Weak,
    Owner,
}

impl Kind {
    fn map(self) -> u32 {
        match self {
            Kind::Node | Kind::Array => NODE,
            Kind::Mixed => MIXED,
            Kind::Weak => WEAK,
            Kind::Owner => OWNER,
        }
    }

    fn scan(self) -> Scan {
        match self {
            Kind::Node => Scan::Values,
            Kind::Array => Scan::Array,
            _ => Scan::Map,
        }
    }

    /// Where the object's number is.
    fn number_slot(self) -> usize {
        match self {
            Kind::Weak | Kind::Owner => 2,
            _ => 0,
        }
    }

    /// Slots that can hold other objects.
    fn slots(self, size: usize) -> Vec<usize> {
        match self {
            Kind::Node => (1..size).collect(),
            // Most of an array stays empty; these spread over its cards.
            Kind::Array => (1..size).step_by(61).collect(),
            Kind::Mixed => vec![2],
            Kind::Weak | Kind::Owner => vec![1],
        }
    }
}

/// What the model knows of an object.
struct Known {
    kind: Kind,
    size: usize,
    fields: HashMap<usize, usize>,
    hash: Option<usize>,
    place: Option<usize>,
    finalizer: bool,
    /// Some collection found it dead; a finalizer may have brought it back.
    died: bool,
    /// For weak references.
    referent: Option<usize>,
}

/// The second value of an owner: in its payload.
struct Held(Option<Value>);

impl Payload for Held {
    fn trace(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        self.0.iter_mut().for_each(visit);
    }
}

/// Key of a payload's value among the fields.
const IN_PAYLOAD: usize = usize::MAX;

fn held(owner: Value) -> &'static mut Held {
    // SAFETY: every owner of this program has such a payload.
    unsafe { &mut *Heap::payload_unchecked::<Held>(owner) }
}

struct Program {
    w: World,
    known: Vec<Known>,
    /// Numbers of the objects at the roots.
    roots: [Option<usize>; ROOTS],
    /// Numbers behind the ambiguous words.
    ambiguous: Vec<usize>,
    seed: u64,
    collections: usize,
    /// Whether the region is so small that allocations fail.
    may_fail: bool,
}

impl Program {
    fn new(config: HeapConfig, seed: u64) -> Program {
        let mut w = World::with(config);
        w.table().roots = vec![None; ROOTS];
        let may_fail = w.heap.config().max_heap != usize::MAX;
        Program { w, known: vec![], roots: [None; ROOTS], ambiguous: vec![], seed, collections: 0, may_fail }
    }

    fn random(&mut self, below: usize) -> usize {
        self.seed = self.seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.seed >> 33) as usize % below
    }

    /// A root that holds an object, and that object's number.
    fn some_root(&mut self) -> Option<(usize, usize)> {
        let root = self.random(ROOTS);
        Some((root, self.roots[root]?))
    }

    fn step(&mut self) {
        match self.random(24) {
            0..=7 => self.make_node(),
            8 => self.make(Kind::Array, LARGE),
            9 => self.make(Kind::Mixed, 4),
            10..=13 => self.store(),
            14 => self.load(),
            15 => self.drop_root(),
            16 => self.hash(),
            17 => self.pin(),
            18 => self.register_finalizer(),
            19 => self.make_weak(),
            20 => self.make_owner(),
            21 => self.change_ambiguous(),
            22 => self.grow(),
            _ if self.random(4) == 0 => self.w.major(),
            _ => self.w.minor(),
        }
        self.after_step();
    }

    fn make_node(&mut self) {
        let most = if self.random(10) == 0 { 200 } else { 6 };
        let size = 1 + self.random(most);
        self.make(Kind::Node, size);
    }

    fn learn(&mut self, kind: Kind, size: usize) -> usize {
        let fields = HashMap::new();
        self.known.push(Known {
            kind,
            size,
            fields,
            hash: None,
            place: None,
            finalizer: false,
            died: false,
            referent: None,
        });
        self.known.len() - 1
    }

    /// A new object at some root, its fields filled from the roots.
    fn make(&mut self, kind: Kind, size: usize) {
        let object = self.w.heap.alloc(kind.map(), kind.scan(), size);
        self.settle_model();
        let Ok(object) = object else {
            assert!(self.may_fail, "out of memory");
            return (0..ROOTS / 2).for_each(|_| self.drop_root());
        };
        self.install(kind, size, object);
    }

    fn install(&mut self, kind: Kind, size: usize, object: Value) {
        let number = self.learn(kind, size);
        *slot(object, kind.number_slot()) = int(number as isize);
        if kind == Kind::Mixed {
            // Raw words that look like pointers into the heap.
            for raw in [1, 3] {
                *slot(object, raw) = Value::from_bits(object.bits() + 8 * self.random(1000));
            }
        }
        for index in kind.slots(size).into_iter().take(5) {
            if let Some((root, other)) = self.some_root() {
                *slot(object, index) = self.w.at(root);
                self.known[number].fields.insert(index, other);
            }
        }
        let root = self.random(ROOTS);
        self.w.set_root(root, Some(object));
        self.roots[root] = Some(number);
    }

    fn make_weak(&mut self) {
        let object = self.w.heap.alloc(WEAK, Scan::Map, 3).expect("memory");
        self.settle_model();
        let Some((root, referent)) = self.some_root() else { return };
        *slot(object, WEAK_REFERENT) = self.w.at(root);
        self.install(Kind::Weak, 3, object);
        self.known.last_mut().expect("just learnt").referent = Some(referent);
        self.w.heap.register_weak(object);
    }

    fn make_owner(&mut self) {
        let held = self.some_root();
        let value = held.map(|(root, _)| self.w.at(root));
        let object = self.w.heap.alloc_payload(OWNER, 3, Box::new(Held(value))).expect("memory");
        self.settle_model();
        self.install(Kind::Owner, 3, object);
        let fields = &mut self.known.last_mut().expect("just learnt").fields;
        fields.extend(held.map(|(_, number)| (IN_PAYLOAD, number)));
    }

    fn store(&mut self) {
        let (Some((root, number)), Some((from, other))) = (self.some_root(), self.some_root()) else { return };
        let (object, value) = (self.w.at(root), self.w.at(from));
        let known = &self.known[number];
        let (kind, slots) = (known.kind, known.kind.slots(known.size));
        if kind == Kind::Owner && self.random(2) == 0 {
            held(object).0 = Some(value);
            self.known[number].fields.insert(IN_PAYLOAD, other);
            return;
        }
        if slots.is_empty() {
            return;
        }
        let index = slots[self.random(slots.len())];
        if kind == Kind::Array {
            self.w.store_array(object, index, value);
        } else {
            self.w.store(object, index, value);
        }
        self.known[number].fields.insert(index, other);
    }

    /// Takes a field to a root.
    fn load(&mut self) {
        let Some((from, number)) = self.some_root() else { return };
        let mut fields: Vec<(usize, usize)> = self.known[number].fields.iter().map(|(&k, &v)| (k, v)).collect();
        fields.sort();
        if fields.is_empty() {
            return;
        }
        let (index, other) = fields[self.random(fields.len())];
        let object = self.w.at(from);
        let value = if index == IN_PAYLOAD { held(object).0.expect("a value") } else { get(object, index) };
        let root = self.random(ROOTS);
        self.w.set_root(root, Some(value));
        self.roots[root] = Some(other);
    }

    fn drop_root(&mut self) {
        let root = self.random(ROOTS);
        self.w.set_root(root, None);
        self.roots[root] = None;
    }

    fn hash(&mut self) {
        let Some((root, number)) = self.some_root() else { return };
        if self.known[number].kind == Kind::Array {
            return; // their addresses change when they grow
        }
        let object = self.w.at(root);
        let hash = self.w.heap.hash_of(object);
        assert_eq!(*self.known[number].hash.get_or_insert(hash), hash, "hash of {number}");
    }

    fn pin(&mut self) {
        let Some((root, number)) = self.some_root() else { return };
        if self.known[number].kind == Kind::Array {
            return;
        }
        let object = self.w.at(root);
        self.w.heap.pin(object);
        assert_eq!(*self.known[number].place.get_or_insert(object.addr()), object.addr());
    }

    fn register_finalizer(&mut self) {
        let Some((root, number)) = self.some_root() else { return };
        if self.known[number].kind == Kind::Array {
            return;
        }
        let object = self.w.at(root);
        self.w.heap.register_finalizer(object);
        self.known[number].finalizer = true;
    }

    /// Adds a word that points somewhere into an object, or takes one away.
    fn change_ambiguous(&mut self) {
        if self.ambiguous.len() > 3 {
            let index = self.random(self.ambiguous.len());
            let number = self.ambiguous.swap_remove(index);
            self.w.table().ambiguous.swap_remove(index);
            if !self.ambiguous.contains(&number) {
                // Promoted in place or not: from here on it is not watched.
                self.known[number].place = None;
            }
            return;
        }
        let Some((root, number)) = self.some_root() else { return };
        let known = &self.known[number];
        if known.kind == Kind::Array {
            return;
        }
        let (object, inside) = (self.w.at(root).addr(), (known.size + 1) * 8);
        let word = object + self.random(inside);
        self.w.table().ambiguous.push(word);
        self.ambiguous.push(number);
        self.known[number].place = Some(object);
    }

    /// Grows a large array that nothing but one root refers to.
    fn grow(&mut self) {
        if self.may_fail {
            return;
        }
        self.make(Kind::Array, LARGE);
        self.after_step();
        let number = self.known.len() - 1;
        let root = self.roots.iter().position(|&n| n == Some(number)).expect("just installed");
        let (array, size) =
            (self.w.at(root), LARGE + self.random(3 * LARGE) * if self.random(3) == 0 { 30 } else { 1 });
        // SAFETY: the root is the only reference, and is overwritten at once. Were
        // there a collection inside, the array would be reachable from the root.
        let array = unsafe { self.w.heap.grow_large(array, size) }.expect("memory");
        self.w.set_root(root, Some(array));
        self.known[number].size = size;
        self.settle_model();
        *slot(array, size - 1) = int(1);
        assert_eq!(self.w.heap.slots_of(array), size);
    }

    /// The numbers that roots lead to, with what ambiguous words keep.
    fn reachable(&self) -> HashSet<usize> {
        let mut seen = HashSet::new();
        let mut stack: Vec<usize> = self.roots.iter().flatten().chain(&self.ambiguous).copied().collect();
        while let Some(number) = stack.pop() {
            if seen.insert(number) {
                stack.extend(self.known[number].fields.values());
            }
        }
        seen
    }

    fn after_step(&mut self) {
        self.settle_model();
    }

    /// If there was a collection since the last call: compares everything.
    /// Must be called before the model learns what happened after it.
    fn settle_model(&mut self) {
        let collections = self.w.table().events.len();
        if collections == self.collections {
            return;
        }
        self.collections = collections;
        let reachable = self.reachable();
        for (number, known) in self.known.iter_mut().enumerate() {
            known.died |= !reachable.contains(&number);
        }
        self.compare(&reachable);
        while let Some(object) = self.w.heap.take_finalizable() {
            self.resurrect(object, &reachable);
        }
        while self.w.heap.take_cleared_weak().is_some() {}
    }

    /// Checks that an object was rightly finalized, and keeps it.
    fn resurrect(&mut self, object: Value, reachable: &HashSet<usize>) {
        let at = [0, 2].into_iter().find_map(|index| {
            let number = get(object, index).as_int() as usize;
            let fits = get(object, index).is_int() && self.known.get(number)?.kind.number_slot() == index;
            fits.then_some(number)
        });
        let number = at.expect("a finalized object has its number");
        let known = &mut self.known[number];
        assert!(known.finalizer, "{number} was finalized twice");
        assert!(!reachable.contains(&number), "{number} was finalized alive");
        known.finalizer = false;
        let root = self.random(ROOTS);
        self.w.set_root(root, Some(object));
        self.roots[root] = Some(number);
    }

    /// Walks the real graph beside the model.
    fn compare(&mut self, reachable: &HashSet<usize>) {
        let mut stack: Vec<(Value, usize)> = Vec::new();
        for root in 0..ROOTS {
            if let Some(number) = self.roots[root] {
                stack.push((self.w.at(root), number));
            }
        }
        for &number in &self.ambiguous {
            let place = self.known[number].place.expect("watched");
            stack.push((Value::from_bits(place), number));
        }
        let mut places = HashMap::new();
        while let Some((object, number)) = stack.pop() {
            if let Some(before) = places.insert(number, object) {
                assert_eq!(before, object, "{number} is in two places");
                continue;
            }
            self.compare_object(object, number);
            for (&index, &other) in &self.known[number].fields {
                let value = if index == IN_PAYLOAD { held(object).0.expect("a value") } else { get(object, index) };
                stack.push((value, other));
            }
        }
        assert_eq!(places.len(), reachable.len());
    }

    fn compare_object(&self, object: Value, number: usize) {
        let known = &self.known[number];
        assert_eq!(get(object, known.kind.number_slot()), int(number as isize));
        assert_eq!(self.w.heap.slots_of(object), known.size, "size of {number}");
        if let Some(place) = known.place {
            assert_eq!(object.addr(), place, "{number} was to stay");
        }
        if let Some(referent) = known.referent {
            match get(object, WEAK_REFERENT) {
                Value::NONE => assert!(self.known[referent].died, "{number} lost {referent}"),
                target => assert_eq!(get(target, self.known[referent].kind.number_slot()), int(referent as isize)),
            }
        }
    }

    /// The end: dead weak references are cleared, and no garbage is left.
    fn finish(&mut self) {
        self.w.major();
        self.settle_model();
        let reachable = self.reachable();
        for root in 0..ROOTS {
            let Some(number) = self.roots[root] else { continue };
            if let Some(referent) = self.known[number].referent.filter(|r| !reachable.contains(r)) {
                self.w.major();
                assert_eq!(get(self.w.at(root), WEAK_REFERENT), Value::NONE, "{referent} is dead");
            }
        }
        self.settle_model();
        for _ in 0..200 {
            (0..ROOTS).for_each(|root| self.w.set_root(root, None));
            self.roots = [None; ROOTS];
            self.ambiguous.clear();
            self.w.table().ambiguous.clear();
            self.w.major();
            self.settle_model();
            if self.roots.iter().all(Option::is_none) {
                break;
            }
        }
        self.w.major();
        assert_eq!(self.w.heap.size(), 0);
    }
}

fn run(config: HeapConfig, seed: u64, steps: usize) {
    let mut program = Program::new(config, seed);
    for _ in 0..steps {
        program.step();
    }
    program.finish();
}

fn config() -> HeapConfig {
    HeapConfig {
        region: 1 << 30,
        nursery: 64 << 10,
        min_heap: 256 << 10,
        poison: true,
        verify: true,
        ..HeapConfig::default()
    }
}

/// Seeds per test; `PYSPEC_HEAP_FUZZ` asks for more.
fn seeds(first: u64) -> std::ops::Range<u64> {
    let more = std::env::var("PYSPEC_HEAP_FUZZ").ok().and_then(|n| n.parse().ok());
    first..first + more.unwrap_or(4)
}

#[test]
fn random_programs() {
    for seed in seeds(0) {
        run(config(), seed, 1000);
    }
}

#[test]
fn random_programs_under_stress() {
    for seed in seeds(10_000) {
        run(HeapConfig { stress: 1 + seed as usize % 3, ..config() }, seed, 300);
    }
}

#[test]
fn random_programs_in_a_small_region() {
    // Evacuation runs out of blocks now and then, and leaves objects where they are.
    for seed in seeds(20_000) {
        run(HeapConfig { region: 4 << 20, max_heap: 3 << 20, ..config() }, seed, 500);
    }
}
