//! What tests that start the binary share.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::path::PathBuf;
use std::process::Command;

/// The binary that this test was built with, or `PYSPEC_BINARY`.
pub fn binary() -> PathBuf {
    std::env::var_os("PYSPEC_BINARY").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_pyspec")), PathBuf::from)
}

/// A command that starts it.
pub fn pyspec() -> Command {
    Command::new(binary())
}

/// An empty folder for a test, which goes when the test passes.
pub fn scratch(name: &str) -> Scratch {
    let folder = std::env::temp_dir().join(format!("pyspec-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    Scratch(folder)
}

/// See [`scratch`].
pub struct Scratch(PathBuf);

impl std::ops::Deref for Scratch {
    type Target = std::path::Path;
    fn deref(&self) -> &std::path::Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}
