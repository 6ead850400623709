//! The passes, one file each, in the order in which they run.

mod advances;
mod blocks;
mod dead;
mod edit;
mod fold;
mod gvn;
mod instances;
mod memory;
mod params;
mod peel;
mod ranges;
mod slices;
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
    params, fold, gvn, memory, fold, gvn, memory, unbox, fold, dead, virtuals, instances, params, unbox, fold,
    dead, blocks,
    // What the first iteration of a loop proves for the others.
    peel, params, fold, gvn, memory, fold, gvn, memory, unbox, fold, dead, instances, params, unbox, fold, ranges,
    gvn, advances, slices, dead, virtuals, dead, blocks
}

/// Runs all passes; `after` is told each one's name and result. Debug builds verify in between. Where `instances_show`
/// these are made, all of them: somebody may take one out of a waiting frame and change it.
pub fn run(func: &mut Func, instances_show: bool, mut after: impl FnMut(&str, &Func)) {
    check(func, "build");
    for pass in PASSES.iter().filter(|p| !(instances_show && p.name == "instances")) {
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
