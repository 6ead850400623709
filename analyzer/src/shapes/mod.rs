//! Shapes: in which order, and how surely, instances get their attributes.
//!
//! The walk along a class's constructor gives the *paths*, ordered lists of attributes. Their
//! merge, and after it what is stored from outside in source order, is the *layout*: one for all
//! paths, attributes that some instances lack being optional.

mod growth;
mod layout;
mod predict;
mod walk;

pub use layout::Path;
pub use predict::{Shape, Slot, predict};
