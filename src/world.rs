//! What analysis sees of the world: the disk, and the embedded library as a folder of its own.

use crate::progress::Progress;
use pyspec_analyzer::disk::Disk;
use pyspec_analyzer::modules::{Origin, System};
use pyspec_library::Entry;
use pyspec_modules::search_path::{self, LIBRARY};
use pyspec_runtime::builtin_functions::import::ALWAYS_EMBEDDED;
use pyspec_runtime::vm::Options;

/// Files as the operating system has them, and below `<library>` those of the library.
pub struct World {
    progress: Progress,
}

impl World {
    /// The world, which tells people how far a command is.
    pub fn new() -> World {
        World { progress: Progress::new() }
    }
}

/// Folders where `pyspec run` looks for imports after the program's own: PYTHONPATH, the library, installed packages.
pub fn roots() -> Vec<String> {
    let executable = std::env::current_exe().map(|p| p.display().to_string()).unwrap_or_default();
    search_path::folders(&Options { executable, ..Options::default() })
}

/// The same for what `-m` names: the current folder comes first.
pub fn module_roots() -> Vec<String> {
    let here = std::env::current_dir().map(|folder| folder.display().to_string()).unwrap_or_default();
    std::iter::once(here).chain(roots()).collect()
}

/// The path within the library.
fn within(path: &str) -> Option<&str> {
    path.strip_prefix(LIBRARY).map(|rest| rest.trim_matches('/'))
}

fn entry(path: &str) -> Option<&'static Entry> {
    let entries = pyspec_library::entries();
    entries.binary_search_by_key(&path, |e| e.path).ok().map(|i| &entries[i])
}

impl System for World {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match within(path) {
            Some(inner) => entry(inner).map(|e| e.source().into_bytes()).ok_or_else(|| "the library lacks it".into()),
            None => Disk.read(path),
        }
    }

    fn is_file(&self, path: &str) -> bool {
        within(path).map_or_else(|| Disk.is_file(path), |inner| entry(inner).is_some())
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let Some(inner) = within(folder) else { return Disk.list(folder) };
        let prefix = if inner.is_empty() { String::new() } else { format!("{inner}/") };
        let entries = pyspec_library::entries();
        let first = entries.partition_point(|e| e.path < prefix.as_str());
        let mut names: Vec<String> = vec![];
        for rest in entries[first..].iter().map_while(|e| e.path.strip_prefix(prefix.as_str())) {
            names.push(rest.find('/').map_or(rest, |slash| &rest[..=slash]).to_string());
        }
        names.sort();
        names.dedup();
        names
    }

    fn note(&self, phase: &'static str, what: &str) {
        self.progress.note(phase, what);
    }

    fn cpu_seconds(&self) -> f64 {
        Disk.cpu_seconds()
    }

    fn origin(&self, name: &str) -> Origin {
        if pyspec_modules::MODULES.iter().any(|table| table.name == name) {
            Origin::Native
        } else if ALWAYS_EMBEDDED.contains(&name) {
            Origin::Root(LIBRARY)
        } else {
            Origin::Path
        }
    }

    fn is_library(&self, path: &str) -> bool {
        path.starts_with(LIBRARY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pyspec_analyzer::modules::Resolver;

    #[test]
    fn the_library_is_a_folder() {
        let world = World::new();
        assert!(world.is_file("<library>/json/decoder.py"));
        assert!(!world.is_file("<library>/json"));
        assert_eq!(world.list("<library>/json").first().map(String::as_str), Some("__init__.py"));
        assert!(world.list(LIBRARY).contains(&"json/".to_string()));
        assert!(world.read("<library>/heapq.py").expect("it is there").starts_with(b"\"\"\"Heap queue"));
    }

    #[test]
    fn names_come_from_where_imports_find_them() {
        let world = World::new();
        let mut resolver = Resolver::new(&world, vec![LIBRARY.into()]);
        let path = |r: &mut Resolver, name| r.find(name).map(|f| f.path);
        assert_eq!(path(&mut resolver, "json.decoder").as_deref(), Some("<library>/json/decoder.py"));
        assert_eq!(path(&mut resolver, "json.nothing"), None);
        assert_eq!(path(&mut resolver, "itertools"), None, "native modules have no file");
        let mut resolver = Resolver::new(&world, vec![]);
        assert_eq!(path(&mut resolver, "os").as_deref(), Some("<library>/os.py"), "no file hides it");
    }
}
