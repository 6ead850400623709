//! Byte offsets, from an object's header, of the fields that compiled code touches.
//! The runtime asserts each against its `#[repr(C)]` structs.

/// `list`: length as a tagged int.
pub const LIST_LEN: usize = 8;
/// `list`: the array object that holds the items, capacity = its slots.
pub const LIST_ITEMS: usize = 16;
/// First slot of an array object.
pub const ARRAY_FIRST: usize = 8;
/// `tuple`: length as a tagged int.
pub const TUPLE_LEN: usize = 8;
/// `tuple`: first item.
pub const TUPLE_FIRST: usize = 16;
/// `cell`: its content.
pub const CELL_VALUE: usize = 8;
/// An int beyond 63 bits: how many words its magnitude has, negative if the int is.
pub const BIG_INT_LEN: usize = 8;
/// The same: its lowest word.
pub const BIG_INT_WORD: usize = 16;
/// Boxed `float`: its bits.
pub const FLOAT_BITS: usize = 8;
/// `range`: start, stop, step as values.
pub const RANGE_START: usize = 8;
/// See [`RANGE_START`].
pub const RANGE_STOP: usize = 16;
/// See [`RANGE_START`].
pub const RANGE_STEP: usize = 24;
/// Iterators over lists: the list, unset when exhausted.
pub const ITERATOR_TARGET: usize = 8;
/// The same: index of the next item as a tagged int.
pub const ITERATOR_INDEX: usize = 16;
/// `enumerate`: the iterator that it takes from.
pub const ENUMERATE_ITERATOR: usize = 8;
/// `enumerate`: the next number as a value.
pub const ENUMERATE_NUMBER: usize = 16;
/// `zip`: the tuple of its iterators.
pub const ZIP_ITERATORS: usize = 8;
/// Natives: their row.
pub const NATIVE_ROW: usize = 8;
/// `function`: its code object.
pub const FUNCTION_CODE: usize = 8;
/// `function`: its closure tuple or UNSET.
pub const FUNCTION_CLOSURE: usize = 16;
/// Owner of Rust state: pointer to the pointer to it.
pub const PAYLOAD: usize = 8;
/// State of an `array.array`: its items' address, from the state's start.
pub const MACHINE_ITEMS: usize = 0;
/// The same: how many there are.
pub const MACHINE_COUNT: usize = 8;
/// The same: one of [`machine_items`], 32 bits.
pub const MACHINE_KIND: usize = 16;
/// Generators and coroutines: address of the instruction where it goes on, with bit 0 set.
pub const GENERATOR_PC: usize = 48;
/// Generators and coroutines: the function, among the words before the frame's places.
pub const GENERATOR_FUNCTION: usize = 88;
/// Generators and coroutines: the frame's first place.
pub const GENERATOR_FRAME: usize = 112;
/// First slot of a plain instance.
pub const INSTANCE_FIRST: usize = 8;
/// Plain instance: one of its first-class slots per 8 bytes.
pub const SLOT_BYTES: usize = 8;

/// Byte offset of slot `k` of a plain instance.
pub const fn slot_offset(k: usize) -> u32 {
    (INSTANCE_FIRST + SLOT_BYTES * k) as u32
}

/// What the items of an `array.array` are, as far as compiled code reads and writes them.
pub mod machine_items {
    /// Anything else.
    pub const OTHER: u32 = 0;
    /// 64-bit floats.
    pub const F64: u32 = 1;
    /// Signed ints of 64 bits.
    pub const I64: u32 = 2;
    /// Signed ints of 32 bits.
    pub const I32: u32 = 3;
    /// Bytes.
    pub const U8: u32 = 4;
}
