//! The passes, one file each, in the order in which they run.

mod advances;
mod blocks;
mod dead;
mod edit;
mod fold;
mod gvn;
mod memory;
mod params;
mod peel;
mod ranges;
mod unbox;
mod virtuals;

use crate::ssa::Func;

/// A pass.
pub struct Pass {
    pub name: &'static str,
    pub run: fn(&mut Func),
}

macro_rules! passes {
    ($($name:ident),*) => {
        /// The order. A pass that stands twice profits from what came between.
        pub const PASSES: &[Pass] = &[$(Pass { name: stringify!($name), run: $name::$name }),*];
    };
}

passes! {
    // What stands there.
    params, fold, gvn, memory, fold, gvn, memory, unbox, fold, dead, blocks,
    // What the first iteration of a loop proves for the others.
    peel, params, fold, gvn, memory, fold, gvn, memory, unbox, fold, ranges, gvn, advances, dead, virtuals, blocks
}

/// Runs all passes; `after` is told each one's name and result. Debug builds verify in between.
pub fn run(func: &mut Func, mut after: impl FnMut(&str, &Func)) {
    check(func, "build");
    for pass in PASSES {
        (pass.run)(func);
        check(func, pass.name);
        after(pass.name, func);
    }
}

/// Panics if a rule of SSA is broken: then the builder or a pass is wrong, whatever the program was.
fn check(func: &Func, stage: &str) {
    if cfg!(debug_assertions)
        && let Err(breaches) = crate::ssa::verify::verify(func)
    {
        panic!("after {stage}: {breaches}");
    }
}
