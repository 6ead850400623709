//! The 8 bytes in front of every object.
//!
//! ```text
//! bits  0..32  map id
//! bits 32..40  collector's byte, see the `GC_` constants
//! bits 40..48  which of its layout's recorded attribute orders the object took
//! bits 48..50  scan kind, see [`Scan`]
//! bit  50      immortal: part of an executable's image
//! bits 51..64  size in 8-byte slots without the header; 0: large, the length is in the block table
//! ```

/// An object's first word.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Header(pub u64);

/// Old and not logged: what the write barrier tests.
pub const GC_OLD: u64 = 1 << 32;
/// A large array that is on the list of arrays with dirty cards.
pub const GC_CARDS: u64 = 2 << 32;
/// Lies in blocks of its own.
pub const GC_LARGE: u64 = 4 << 32;
/// Evacuated: the low 32 bits are the new address, in 8-byte units from the heap's start.
pub const GC_FORWARDED: u64 = 8 << 32;
/// Young and must stay where it is (`id()`, a pinned buffer).
pub const GC_PINNED: u64 = 16 << 32;
/// Its address was used as its hash.
pub const GC_HASHED: u64 = 32 << 32;
/// Has a finalizer that has not run.
pub const GC_FINALIZER: u64 = 64 << 32;
/// Some weak reference points here.
pub const GC_WEAKREFERENCED: u64 = 128 << 32;
/// Part of an image: never freed or moved.
pub const IMMORTAL: u64 = 1 << 50;

/// Position of the order byte.
pub const ORDER_SHIFT: u32 = 40;
/// Position of the scan kind.
pub const SCAN_SHIFT: u32 = 48;
/// Position of the size.
pub const SIZE_SHIFT: u32 = 51;
/// The largest size that the header can say, in slots.
pub const MAX_INLINE_SLOTS: usize = (1 << 13) - 1;
/// Bytes of a header.
pub const HEADER_BYTES: usize = 8;

/// How the collector finds the values in an object. Zero words are skipped in every kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Scan {
    /// Every slot is a value.
    Values = 0,
    /// No slot is.
    Leaf = 1,
    /// Every slot is a value, and the object may be large: its writes go through cards.
    Array = 2,
    /// The map's bitmap says which slots are.
    Map = 3,
}

impl Header {
    /// The header of a young object. `slots` is 0 for a large one.
    #[inline(always)]
    pub const fn new(map: u32, scan: Scan, slots: usize) -> Header {
        debug_assert!(slots <= MAX_INLINE_SLOTS);
        Header(map as u64 | ((scan as u64) << SCAN_SHIFT) | ((slots as u64) << SIZE_SHIFT))
    }

    /// Id of the object's map.
    #[inline(always)]
    pub const fn map(self) -> u32 {
        self.0 as u32
    }

    /// The same header on another map.
    #[inline(always)]
    pub const fn with_map(self, map: u32) -> Header {
        Header((self.0 & !0xffff_ffff) | map as u64)
    }

    /// Which recorded order the object took.
    #[inline(always)]
    pub const fn order(self) -> u8 {
        (self.0 >> ORDER_SHIFT) as u8
    }

    /// How the collector scans it.
    #[inline(always)]
    pub const fn scan(self) -> Scan {
        match (self.0 >> SCAN_SHIFT) & 3 {
            0 => Scan::Values,
            1 => Scan::Leaf,
            2 => Scan::Array,
            _ => Scan::Map,
        }
    }

    /// Size in slots without the header, 0 if large.
    #[inline(always)]
    pub const fn slots(self) -> usize {
        (self.0 >> SIZE_SHIFT) as usize
    }

    /// Whether all of `bits` are set.
    #[inline(always)]
    pub const fn has(self, bits: u64) -> bool {
        self.0 & bits == bits
    }
}

impl std::fmt::Debug for Header {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "map {} {:?} slots {} gc {:#04x}", self.map(), self.scan(), self.slots(), (self.0 >> 32) as u8)
    }
}
