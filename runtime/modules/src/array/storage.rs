//! The items of an array, where compiled code finds them.

use pyspec_abi::Value;
use pyspec_abi::layouts::machine_items::{F64, I32, I64, OTHER, U8};
use pyspec_runtime::heap::Payload;
use pyspec_runtime::protocol::machine_array::MachineItems;

/// Items of one machine type. Compiled code reads the first field, which every change of size brings up to date.
#[repr(C)]
pub struct Array {
    items: MachineItems,
    pub code: u8,
    pub data: Bytes,
    /// Weak references to its views: while one is in use, the size is fixed.
    pub views: Vec<Value>,
}

/// The items' bytes: they change in place, or by the array's own methods.
pub struct Bytes(Vec<u8>);

impl std::ops::Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl std::ops::DerefMut for Bytes {
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}

impl Payload for Array {
    fn holds_values(&self) -> bool {
        true
    }

    fn trace(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        self.views.iter_mut().for_each(visit);
    }
}

impl Array {
    /// Items of a type code, as bytes.
    pub fn new(code: u8, data: Vec<u8>) -> Array {
        let kind = match code {
            b'd' => F64,
            b'l' | b'q' => I64,
            b'i' => I32,
            b'B' => U8,
            _ => OTHER,
        };
        let items = MachineItems { first: std::ptr::null_mut(), count: 0, kind };
        let mut array = Array { items, code, data: Bytes(data), views: vec![] };
        array.changed();
        array
    }

    /// Bytes of an item.
    pub fn size(&self) -> usize {
        match self.code {
            b'b' | b'B' => 1,
            b'h' | b'H' => 2,
            b'l' | b'L' | b'q' | b'Q' | b'd' => 8,
            _ => 4,
        }
    }

    pub fn count(&self) -> usize {
        self.data.len() / self.size()
    }

    /// Other contents in the same storage.
    pub fn replace(&mut self, data: &[u8]) {
        self.data.0.clear();
        self.extend(data);
    }

    /// More bytes at the end.
    pub fn extend(&mut self, data: &[u8]) {
        self.data.0.extend_from_slice(data);
        self.changed();
    }

    /// Other bytes for some.
    pub fn splice(&mut self, range: std::ops::Range<usize>, data: &[u8]) {
        self.data.0.splice(range, data.iter().copied());
        self.changed();
    }

    fn changed(&mut self) {
        self.items.first = self.data.0.as_mut_ptr();
        self.items.count = self.count();
    }

    pub fn is_text(&self) -> bool {
        matches!(self.code, b'u' | b'w')
    }

    pub fn limits(&self) -> (i128, i128) {
        let bits = 8 * self.size() as u32;
        if matches!(self.code, b'b' | b'h' | b'i' | b'l' | b'q') {
            (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1)
        } else {
            (0, (1i128 << bits) - 1)
        }
    }
}
