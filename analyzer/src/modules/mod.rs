//! Where modules come from: names to files, through a [`System`].
//!
//! Analysis itself touches no files: the command line hands it a system of the disk,
//! `build` one with the embedded library in it, tests one in memory.

mod memory;
mod resolve;

pub use memory::MemorySystem;
pub use resolve::{Found, Resolver, module_name_of};

/// Where modules of a name come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// The first folder on the path that has it.
    Path,
    /// This folder, whatever the path says.
    Root(&'static str),
    /// It has no file.
    Native,
}

/// What analysis may ask of the world.
pub trait System {
    /// The bytes of a file, or why there are none.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
    /// Whether there is such a file.
    fn is_file(&self, path: &str) -> bool;
    /// Names of a folder's entries, sorted, folders with a `/` at the end; empty where there is no folder.
    fn list(&self, folder: &str) -> Vec<String>;
    /// Where the module of this name comes from when the program runs.
    fn origin(&self, _name: &str) -> Origin {
        Origin::Path
    }
    /// Whether a file is of the library that every program has.
    fn is_library(&self, _path: &str) -> bool {
        false
    }
    /// Analysis or compilation has come to `what`, in a phase such as "analyzing": for people who wait.
    fn note(&self, _phase: &'static str, _what: &str) {}
    /// CPU seconds so far, for timings; 0 where nobody measures.
    fn cpu_seconds(&self) -> f64 {
        0.0
    }
}
