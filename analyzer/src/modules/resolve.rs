//! Module names to files along the roots, as CPython's path finder goes: a package before a module.

use super::System;
use rustc_hash::FxHashMap;

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
    folders: FxHashMap<String, Vec<String>>,
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
        let relative = name.replace('.', "/");
        let mut hit = None;
        for i in 0..self.roots.len() {
            let base = join(&self.roots[i], &relative);
            if let Some(found) = self.in_folder(&base) {
                hit = Some(found);
                break;
            }
        }
        self.found.insert(name.into(), hit.clone());
        hit
    }

    /// Files below `folder` that are modules, as (name, path), packages first in each folder.
    pub fn below(&mut self, folder: &str, prefix: &str, skip: &[&str]) -> Vec<(String, String)> {
        let mut out = vec![];
        for entry in self.entries(folder) {
            if let Some(name) = entry.strip_suffix('/') {
                if !name.contains(['.', '-']) && !skip.contains(&name) {
                    let inner = join(folder, name);
                    out.extend(self.below(&inner, &format!("{prefix}{name}."), skip));
                }
            } else if let Some(stem) = entry.strip_suffix(".py") {
                let name =
                    if stem == "__init__" { prefix.trim_end_matches('.').into() } else { format!("{prefix}{stem}") };
                out.push((name, join(folder, &entry)));
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

    fn entries(&mut self, folder: &str) -> Vec<String> {
        if let Some(entries) = self.folders.get(folder) {
            return entries.clone();
        }
        let mut entries = self.system.list(folder);
        entries.sort();
        self.folders.insert(folder.into(), entries.clone());
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
        assert_eq!(module_name_of(&system, "r/a/b.py"), ("r".into(), "a.b".into()));
    }
}
