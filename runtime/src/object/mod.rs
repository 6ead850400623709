//! Objects: typed pointers, layouts of the builtins, maps, classes, attributes.

pub mod alloc;
pub mod array;
pub mod class;
pub mod gc;
pub mod layout;
pub mod map;
pub mod rooted;

pub use gc::{Field, Gc, Object, Raw, header_of, map_of};
pub use rooted::Rooted;
