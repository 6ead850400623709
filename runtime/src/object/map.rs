//! Maps: what attributes an object has, in which order, and where they are.
//!
//! A map describes one attribute and points back to the rest; the chain ends in a terminator that
//! holds the class. Maps are immutable and shared: adding an attribute follows a transition edge.
//! The idea is Self's; the names are PyPy's.
//!
//! ```text
//! class P                    slots of an object with room for two attributes
//!   map 90 {}                [ x | y ]
//!   map 91 {x}   90 +x       map 93 moved y out: [ x | → overflow [ y z ] ]
//!   map 92 {y}   91 +y
//!   map 93 {y@0} 91          reached only through 94
//!   map 94 {z@1} 93 +z       the edge stands at 92
//! ```
//! An object whose attributes cannot be told in advance (names that are computed, keys that are no
//! strings) is *devolved*: its map has no attributes and its last slot holds a dict.

use super::class::ClassRef;
use pyspec_abi::Value;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// Where an attribute's value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Location {
    /// Byte offset from the header.
    Inline(u16),
    /// Index into the overflow array, whose address is in the last inline slot.
    Overflow(u16),
}

/// How the objects on a map keep attributes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MapKind {
    /// They have none beyond the fields of their type.
    Fixed,
    /// In slots, as the chain of maps says.
    Attributes,
    /// In a dict, which is in the last inline slot.
    Devolved,
}

/// One map.
pub struct Map {
    pub class: Option<ClassRef>,
    /// 0: this is a terminator.
    pub parent: u32,
    /// Interned name of the attribute added last; UNSET in a terminator.
    pub name: Value,
    pub location: Location,
    pub kind: MapKind,
    /// The end of the chain.
    pub terminator: u32,
    /// Attributes in the chain.
    pub count: u16,
    /// Slots of the fields that come before the attributes.
    pub base_slots: u16,
    /// Inline attribute slots of objects on this map.
    pub inline_slots: u16,
    /// Bit i: slot i holds a value; for `Scan::Map` objects.
    pub bitmap: u64,
    /// (name, next map), in the order they came to be.
    pub transitions: Vec<(Value, u32)>,
    /// In a terminator: the map of devolved objects, 0: none yet.
    pub devolved: u32,
    /// Where each attribute is, for long chains.
    index: OnceCell<FxHashMap<Value, Location>>,
}

/// Chains up to this length are walked.
const SHORT_CHAIN: u16 = 8;
/// A map with more outgoing edges than this gets no more: the names are computed.
const MAX_FAN_OUT: usize = 128;
/// Objects with more attributes than this are dicts.
const MAX_ATTRIBUTES: u16 = 1000;

impl Map {
    /// A map that ends a chain.
    pub fn terminator(class: Option<ClassRef>, kind: MapKind, base_slots: u16, inline_slots: u16, bitmap: u64) -> Map {
        Map {
            class,
            parent: 0,
            name: Value::UNSET,
            location: Location::Inline(0),
            kind,
            terminator: 0,
            count: 0,
            base_slots,
            inline_slots,
            bitmap,
            transitions: vec![],
            devolved: 0,
            index: OnceCell::new(),
        }
    }

    /// Byte offset of inline attribute slot `i`.
    #[inline]
    pub fn offset(&self, i: u16) -> u16 {
        8 * (1 + self.base_slots + i)
    }

    /// Byte offset of the slot that holds the overflow array or the dict.
    #[inline]
    pub fn last_offset(&self) -> u16 {
        self.offset(self.inline_slots - 1)
    }

    /// Whether some attributes are in an overflow array.
    #[inline]
    pub fn overflows(&self) -> bool {
        matches!(self.location, Location::Overflow(_))
    }

    /// Slots of an object on this map, without the header.
    #[inline]
    pub fn slots(&self) -> usize {
        (self.base_slots + self.inline_slots) as usize
    }
}

/// First id of the maps that were planned when an executable was built: its code holds them as constants.
pub const FIRST_PLANNED: u32 = 1 << 24;

/// All maps, by id.
#[derive(Default)]
pub struct MapTable {
    maps: Vec<Option<Box<Map>>>,
    planned: Vec<Option<Box<Map>>>,
    free: Vec<u32>,
}

impl MapTable {
    /// The map with this id.
    ///
    /// # Panics
    /// If no map has it: ids come from headers and caches, which never hold dead ones.
    #[inline(always)]
    pub fn get(&self, id: u32) -> &Map {
        if id >= FIRST_PLANNED {
            return self.planned[(id - FIRST_PLANNED) as usize].as_deref().expect("an adopted plan's map");
        }
        self.maps[id as usize].as_deref().expect("a live map id")
    }

    /// The map with this id, if there is one.
    pub fn find_map(&self, id: u32) -> Option<&Map> {
        match id.checked_sub(FIRST_PLANNED) {
            Some(planned) => self.planned.get(planned as usize)?.as_deref(),
            None => self.maps.get(id as usize)?.as_deref(),
        }
    }

    /// The map with this id, to change.
    #[inline(always)]
    pub fn get_mut(&mut self, id: u32) -> &mut Map {
        if id >= FIRST_PLANNED {
            return self.planned[(id - FIRST_PLANNED) as usize].as_deref_mut().expect("an adopted plan's map");
        }
        self.maps[id as usize].as_deref_mut().expect("a live map id")
    }

    /// Makes the maps of a plan for a class that adopts it: a terminator at id `first`, then one for each name.
    pub fn adopt(&mut self, first: u32, terminator: Map, names: &[Value]) {
        let end = (first - FIRST_PLANNED) as usize + names.len() + 1;
        self.planned.resize_with(self.planned.len().max(end), || None);
        let mut from = terminator;
        from.terminator = first;
        for (i, &name) in names.iter().enumerate() {
            let id = first + i as u32;
            let mut next = Map::terminator(from.class, from.kind, from.base_slots, from.inline_slots, from.bitmap);
            (next.parent, next.name, next.count, next.terminator) = (id, name, i as u16 + 1, first);
            next.location = Location::Inline(from.offset(i as u16));
            from.transitions.push((name, id + 1));
            self.planned[(id - FIRST_PLANNED) as usize] = Some(Box::new(from));
            from = next;
        }
        self.planned[end - 1] = Some(Box::new(from));
    }

    /// A new map's id.
    pub fn add(&mut self, map: Map) -> u32 {
        let id = self.free.pop().unwrap_or_else(|| {
            self.maps.resize_with(self.maps.len().max(pyspec_abi::types::FIRST_DYNAMIC as usize), || None);
            self.maps.push(None);
            self.maps.len() as u32 - 1
        });
        self.set_builtin(id, map);
        id
    }

    /// Puts a builtin's map at its fixed id.
    pub fn set_builtin(&mut self, id: u32, mut map: Map) {
        self.maps.resize_with(self.maps.len().max(pyspec_abi::types::FIRST_DYNAMIC as usize), || None);
        if map.parent == 0 {
            map.terminator = id;
        }
        self.maps[id as usize] = Some(Box::new(map));
    }

    /// Every live map with its id.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Map)> {
        let planned = self.planned.iter().enumerate().map(|(i, map)| (FIRST_PLANNED + i as u32, map));
        let maps = self.maps.iter().enumerate().map(|(id, map)| (id as u32, map));
        maps.chain(planned).filter_map(|(id, map)| Some((id, map.as_deref()?)))
    }

    /// Where objects on `map` have attribute `name` (interned).
    pub fn find(&self, map: u32, name: Value) -> Option<Location> {
        let mut at = self.get(map);
        if at.count > SHORT_CHAIN {
            return at.index.get_or_init(|| self.attributes(map).into_iter().collect()).get(&name).copied();
        }
        while at.parent != 0 {
            if at.name.is(name) {
                return Some(at.location);
            }
            at = self.get(at.parent);
        }
        None
    }

    /// (name, location) of the attributes of objects on `map`, in order.
    pub fn attributes(&self, map: u32) -> Vec<(Value, Location)> {
        let mut all = vec![];
        let mut at = self.get(map);
        while at.parent != 0 {
            all.push((at.name, at.location));
            at = self.get(at.parent);
        }
        all.reverse();
        all
    }

    /// The map after adding `name`; `None`: the object must be devolved.
    pub fn transition(&mut self, map: u32, name: Value) -> Option<u32> {
        let from = self.get(map);
        if let Some((_, next)) = from.transitions.iter().find(|(n, _)| n.is(name)) {
            return Some(*next);
        }
        if from.transitions.len() >= MAX_FAN_OUT || from.count >= MAX_ATTRIBUTES {
            return None;
        }
        let next = if from.count < from.inline_slots {
            self.successor(map, name, Location::Inline(from.offset(from.count)))
        } else if let Location::Overflow(i) = from.location {
            self.successor(map, name, Location::Overflow(i + 1))
        } else {
            // The attribute in the last slot makes room for the overflow array.
            let (parent, last) = (from.parent, from.name);
            let moved = self.successor(parent, last, Location::Overflow(0));
            self.successor(moved, name, Location::Overflow(1))
        };
        self.get_mut(map).transitions.push((name, next));
        Some(next)
    }

    fn successor(&mut self, parent: u32, name: Value, location: Location) -> u32 {
        let from = self.get(parent);
        let mut map = Map::terminator(from.class, from.kind, from.base_slots, from.inline_slots, from.bitmap);
        (map.parent, map.name, map.location, map.count) = (parent, name, location, from.count + 1);
        map.terminator = from.terminator;
        self.add(map)
    }

    /// The map of devolved objects that were on `map`.
    pub fn devolved(&mut self, map: u32) -> u32 {
        let terminator = self.get(map).terminator;
        let from = self.get(terminator);
        if from.devolved != 0 {
            return from.devolved;
        }
        let map = Map::terminator(from.class, MapKind::Devolved, from.base_slots, from.inline_slots, from.bitmap);
        let id = self.add(map);
        self.get_mut(terminator).devolved = id;
        id
    }
}
