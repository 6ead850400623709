//! Code objects.

/// The malloc'd part of a code object.
pub struct CodeData {}
