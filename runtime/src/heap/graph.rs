//! What an object refers to, for programs that ask the collector.

use super::Heap;
use super::minor::low_bits;
use super::words::*;
use pyspec_abi::header::*;
use pyspec_abi::value::Value;
use std::cell::RefCell;

impl Heap {
    /// The pointers in an object's fields and in what it owns beside them, in that order.
    pub fn references(&mut self, object: Value) -> Vec<Value> {
        let object = address(object);
        let head = header(object);
        let mut found = Vec::new();
        let mut note = |i: usize| {
            let word = load(slot(object, i));
            if is_pointer(word) {
                found.push(value(word));
            }
        };
        match head.scan() {
            Scan::Leaf => {}
            Scan::Values => (0..head.slots()).for_each(&mut note),
            Scan::Array => (0..self.slots_at(object)).for_each(&mut note),
            Scan::Map => {
                let bits = self.bitmap(head.map()) & low_bits(head.slots());
                (0..64).filter(|i| bits >> i & 1 == 1).for_each(&mut note);
            }
        }
        if self.space.contains(object) && self.space.payloads.get(object - self.space.base) {
            let owned = RefCell::new(Vec::new());
            self.trace_payload(object, |_, bits| {
                owned.borrow_mut().push(value(bits));
                bits
            });
            found.extend(owned.into_inner());
        }
        found
    }
}
