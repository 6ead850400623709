//! The format specification mini-language, shared by `str`, `int`, `float` and `complex`, and `%` formatting.
//!
//! ```text
//! [[fill]align][sign]["z"]["#"]["0"][width][grouping]["." precision [grouping]][type]
//! ```

pub mod number;
pub mod percent;
mod quick;
pub mod spec;
pub mod value;

pub use spec::Spec;
