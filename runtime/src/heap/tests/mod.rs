//! Tests of the heap through its public interface, with a small runtime that
//! reports roots from a table.

mod basics;
mod collected;
mod fuzz;
mod stacks;
mod world;
