//! Modules that need no files: the executable's own, then the embedded library's.

use pyspec_build::image::FoundModule;
use pyspec_runtime::vm::Library;
use std::sync::Mutex;

/// What the runtime is handed.
pub struct Modules {
    own: Mutex<Vec<FoundModule>>,
    own_names: Vec<(&'static str, bool)>,
}

impl Modules {
    /// The library, and an executable's modules before it.
    pub fn new(own: Vec<FoundModule>) -> Modules {
        let own_names = own.iter().map(|m| (m.name, m.is_package)).collect();
        Modules { own: Mutex::new(own), own_names }
    }
}

impl Library for Modules {
    fn has(&self, name: &str) -> Option<bool> {
        let own = self.own_names.iter().find(|(own, _)| *own == name).map(|(_, package)| *package);
        own.or_else(|| pyspec_library::find(name).map(|entry| entry.package))
    }

    fn find(&self, name: &str) -> Option<(&'static mut [u32], bool)> {
        let mut own = self.own.lock().expect("no panic while it is held");
        if let Some(i) = own.iter().position(|m| m.name == name) {
            let module = own.swap_remove(i);
            return Some((module.words, module.is_package));
        }
        let entry = pyspec_library::find(name)?;
        // SAFETY: a module is loaded once, by the thread that holds the runtime's lock.
        Some((unsafe { entry.unit() }, entry.package))
    }

    fn is_program(&self, name: &str) -> bool {
        self.own_names.iter().any(|(own, _)| *own == name)
    }

    fn source(&self, name: &str) -> Option<String> {
        Some(pyspec_library::find(name)?.source())
    }

    fn names(&self) -> Vec<&'static str> {
        pyspec_library::entries().iter().map(|e| e.name).collect()
    }
}
