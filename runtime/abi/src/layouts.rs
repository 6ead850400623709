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
/// Boxed `float`: its bits.
pub const FLOAT_BITS: usize = 8;
/// `range`: start, stop, step as values.
pub const RANGE_START: usize = 8;
/// See [`RANGE_START`].
pub const RANGE_STOP: usize = 16;
/// See [`RANGE_START`].
pub const RANGE_STEP: usize = 24;
/// `function`: its code object.
pub const FUNCTION_CODE: usize = 8;
/// `function`: its closure tuple or UNSET.
pub const FUNCTION_CLOSURE: usize = 16;
/// First slot of a plain instance.
pub const INSTANCE_FIRST: usize = 8;
/// Plain instance: one of its first-class slots per 8 bytes.
pub const SLOT_BYTES: usize = 8;
