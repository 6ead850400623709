//! Maps: what attributes an object has, in which order, and where they are.
//!
//! A map describes one attribute and points back to the rest; the chain ends in a terminator that
//! holds the class. Maps are immutable and shared: adding an attribute follows a transition edge.
//! The idea is Self's; the names are PyPy's.

use super::class::ClassRef;
use pyspec_abi::Value;

/// Where an attribute's value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Location {
    /// Byte offset from the header.
    Inline(u16),
    /// Index into the overflow array, whose address is in the last inline slot.
    Overflow(u16),
}

/// One map.
pub struct Map {
    pub class: Option<ClassRef>,
    /// 0: this is a terminator.
    pub parent: u32,
    /// Interned name of the attribute added last; UNSET in a terminator.
    pub name: Value,
    pub location: Location,
    /// Attributes in the chain.
    pub count: u16,
    /// Inline attribute slots of objects on this map.
    pub inline_slots: u16,
    /// Bit i: slot i holds a value; for `Scan::Map` objects.
    pub bitmap: u64,
    /// (name, next map), in the order they came to be.
    pub transitions: Vec<(Value, u32)>,
    /// Objects that came to be on this map, for reports.
    pub births: u64,
}

/// All maps, by id.
#[derive(Default)]
pub struct MapTable {
    maps: Vec<Option<Box<Map>>>,
    free: Vec<u32>,
}

impl MapTable {
    /// The map with this id.
    ///
    /// # Panics
    /// If no map has it: ids come from headers and caches, which never hold dead ones.
    #[inline(always)]
    pub fn get(&self, id: u32) -> &Map {
        self.maps[id as usize].as_deref().expect("a live map id")
    }

    /// The map with this id, to change.
    #[inline(always)]
    pub fn get_mut(&mut self, id: u32) -> &mut Map {
        self.maps[id as usize].as_deref_mut().expect("a live map id")
    }

    /// A new map's id.
    pub fn add(&mut self, map: Map) -> u32 {
        let id = self.free.pop().unwrap_or_else(|| {
            self.maps.resize_with(self.maps.len().max(pyspec_abi::types::FIRST_DYNAMIC as usize), || None);
            self.maps.push(None);
            self.maps.len() as u32 - 1
        });
        self.maps[id as usize] = Some(Box::new(map));
        id
    }

    /// Puts a builtin's map at its fixed id.
    pub fn set_builtin(&mut self, id: u32, map: Map) {
        self.maps.resize_with(self.maps.len().max(pyspec_abi::types::FIRST_DYNAMIC as usize), || None);
        self.maps[id as usize] = Some(Box::new(map));
    }
}
