//! The facts that compiled code, analysis and runtime share: value tags, object
//! headers, instruction rows, code blobs, shape plans and exit records.
//!
//! Deliberately absent: anything that allocates objects, runs Python or touches
//! the operating system. Everything here is data and arithmetic on data.

pub mod blob;
pub mod builtins;
pub mod effects;
pub mod exits;
pub mod found;
pub mod header;
pub mod helpers;
pub mod intrinsics;
pub mod layouts;
pub mod ops;
pub mod params;
pub mod shape;
pub mod sites;
pub mod types;
pub mod value;

pub use header::Header;
pub use value::Value;
