//! Module names to files along the roots, as CPython's path finder goes: a package before a module.

use super::{Origin, System};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// A module's file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    pub path: String,
    /// Whether it is a package's `__init__.py`.
    pub is_package: bool,
}

/// Finds modules and remembers what it found, folders listed once.
pub struct Resolver<'a> {
    system: &'a dyn System,
    roots: Vec<String>,
    folders: FxHashMap<String, Rc<[String]>>,
    found: FxHashMap<String, Option<Found>>,
}

impl<'a> Resolver<'a> {
    /// Looks along `roots` in order.
    pub fn new(system: &'a dyn System, roots: Vec<String>) -> Resolver<'a> {
        Resolver { system, roots, folders: FxHashMap::default(), found: FxHashMap::default() }
    }

    /// The system it looks in.
    pub fn system(&self) -> &'a dyn System {
        self.system
    }

    /// The file of the module `name`.
    pub fn find(&mut self, name: &str) -> Option<Found> {
        if let Some(found) = self.found.get(name) {
            return found.clone();
        }
        let hit = match self.system.origin(name) {
            Origin::Native => None,
            Origin::Root(root) => self.in_folder(&join(root, name)),
            Origin::Path => self.on_path(name),
        };
        self.found.insert(name.into(), hit.clone());
        hit
    }

    /// A module of a package is in its folder, another below one of the roots: packages without `__init__.py`
    /// have parts in several.
    fn on_path(&mut self, name: &str) -> Option<Found> {
        if let Some((parent, last)) = name.rsplit_once('.')
            && let Some(parent) = self.find(parent)
        {
            let folder = parent.path.strip_suffix("/__init__.py").filter(|_| parent.is_package)?;
            return self.in_folder(&join(folder, last));
        }
        let relative = name.replace('.', "/");
        (0..self.roots.len()).find_map(|i| {
            let base = join(&self.roots[i], &relative);
            self.in_folder(&base)
        })
    }

    /// Files below `folder` that are modules, as (name, path), packages first in each folder.
    pub fn below(&mut self, folder: &str, prefix: &str, skip: &[&str]) -> Vec<(String, String)> {
        let mut out = vec![];
        for entry in self.entries(folder).iter() {
            if let Some(name) = entry.strip_suffix('/') {
                if !name.contains(['.', '-']) && !skip.contains(&name) {
                    let inner = join(folder, name);
                    out.extend(self.below(&inner, &format!("{prefix}{name}."), skip));
                }
            } else if let Some(stem) = entry.strip_suffix(".py") {
                let name =
                    if stem == "__init__" { prefix.trim_end_matches('.').into() } else { format!("{prefix}{stem}") };
                out.push((name, join(folder, entry)));
            }
        }
        out
    }

    fn in_folder(&mut self, base: &str) -> Option<Found> {
        let (folder, stem) = match base.rfind('/') {
            Some(i) => (&base[..i], &base[i + 1..]),
            None => ("", base),
        };
        let entries = self.entries(folder);
        let has = |name: &str| entries.binary_search_by(|e| e.as_str().cmp(name)).is_ok();
        if has(&format!("{stem}/")) {
            let path = format!("{base}/__init__.py");
            if self.system.is_file(&path) {
                return Some(Found { path, is_package: true });
            }
        }
        has(&format!("{stem}.py")).then(|| Found { path: format!("{base}.py"), is_package: false })
    }

    fn entries(&mut self, folder: &str) -> Rc<[String]> {
        if let Some(entries) = self.folders.get(folder) {
            return Rc::clone(entries);
        }
        let mut entries = self.system.list(folder);
        entries.sort();
        let entries: Rc<[String]> = entries.into();
        self.folders.insert(folder.into(), Rc::clone(&entries));
        entries
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.into() } else { format!("{}/{name}", folder.trim_end_matches('/')) }
}

/// The folder that a file's imports start from, and the file's module name from there:
/// packages above the file are part of the name.
pub fn module_name_of(system: &dyn System, path: &str) -> (String, String) {
    let (mut folder, file) = match path.rfind('/') {
        Some(i) => (path[..i].to_string(), &path[i + 1..]),
        None => (String::new(), path),
    };
    let stem = file.strip_suffix(".py").unwrap_or(file);
    let mut name = if stem == "__init__" { String::new() } else { stem.to_string() };
    while system.is_file(&join(&folder, "__init__.py")) {
        let (up, package) = match folder.rfind('/') {
            Some(i) => (folder[..i].to_string(), folder[i + 1..].to_string()),
            None => (String::new(), folder.clone()),
        };
        name = if name.is_empty() { package } else { format!("{package}.{name}") };
        if up == folder {
            break;
        }
        folder = up;
    }
    (folder, name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::modules::MemorySystem;

    #[test]
    fn packages_come_before_modules() {
        let system = MemorySystem::new([("r/a.py", ""), ("r/a/__init__.py", ""), ("r/a/b.py", "")]);
        let mut resolver = Resolver::new(&system, vec!["r".into()]);
        assert_eq!(resolver.find("a").map(|f| f.path), Some("r/a/__init__.py".into()));
        assert_eq!(resolver.find("a.b").map(|f| f.path), Some("r/a/b.py".into()));
        assert_eq!(resolver.find("c"), None);
    }

    #[test]
    fn packages_hide_what_comes_later_and_folders_without_init_do_not() {
        let files = [("r/a/__init__.py", ""), ("s/a/b.py", ""), ("r/n/x.py", ""), ("s/n/y.py", ""), ("s/b.py", "")];
        let system = MemorySystem::new(files);
        let mut resolver = Resolver::new(&system, vec!["r".into(), "s".into()]);
        let mut path = |name| resolver.find(name).map(|f| f.path);
        assert_eq!(path("a.b"), None);
        assert_eq!(path("n.x").as_deref(), Some("r/n/x.py"));
        assert_eq!(path("n.y").as_deref(), Some("s/n/y.py"));
        assert_eq!(path("b").as_deref(), Some("s/b.py"));
    }

    #[test]
    fn names_come_from_paths() {
        let system = MemorySystem::new([("r/a/__init__.py", ""), ("r/a/b.py", "")]);
        assert_eq!(module_name_of(&system, "r/a/b.py"), ("r".into(), "a.b".into()));
    }
}
