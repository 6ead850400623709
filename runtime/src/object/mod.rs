//! Objects: typed pointers, layouts of the builtins, maps, classes, attributes.

pub mod alloc;
pub mod array;
pub mod class;
pub mod construct;
pub mod gc;
pub mod instance;
pub mod layout;
pub mod lookup;
pub mod map;
pub mod mro;
pub mod plans;
pub mod rooted;
pub mod roots;

pub use gc::{Field, Gc, Object, Raw, header_of, map_of};
pub use rooted::Rooted;
