//! The passes, one file each, in the order in which they run.

mod dead;
mod guards;

use crate::ssa::Func;

/// A pass.
pub struct Pass {
    pub name: &'static str,
    pub run: fn(&mut Func),
}

/// The order.
pub const PASSES: &[Pass] = &[Pass { name: "guards", run: guards::guards }, Pass { name: "dead", run: dead::dead }];
