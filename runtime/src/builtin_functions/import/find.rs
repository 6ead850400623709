//! Where a module is: the order in which places are asked is `sys.path`'s, with the embedded library
//! at the entry that stands for it.

use super::load::LIBRARY;
use crate::native::{ModuleTable, Outcome};
use crate::vm::Vm;
use pyspec_abi::Value;
use std::path::Path;

/// What a name stands for.
pub enum Found {
    Native(&'static ModuleTable),
    /// A unit of the library or the executable.
    Unit,
    File {
        path: String,
        package: bool,
    },
    /// Folders without `__init__.py`.
    Namespace,
    Nothing,
}

/// Modules that no file on the path hides: CPython has them in its executable.
pub const ALWAYS_EMBEDDED: &[&str] = &[
    "_collections_abc",
    "_sitebuiltins",
    "abc",
    "codecs",
    "genericpath",
    "importlib",
    "io",
    "ntpath",
    "os",
    "posixpath",
    "runpy",
    "site",
    "stat",
];

impl Vm {
    pub(super) fn find_module(&mut self, name: &str, parent: Value) -> Outcome<Found> {
        if let Some(table) = self.native_modules.iter().copied().find(|table| table.name == name) {
            return Ok(Found::Native(table));
        }
        let embedded = self.library.is_some_and(|library| library.has(name).is_some());
        if self.library.is_some_and(|library| library.is_program(name)) || ALWAYS_EMBEDDED.contains(&name) && embedded {
            return Ok(Found::Unit);
        }
        let path = self.search_path(parent)?;
        let mut namespace = false;
        if !path.is(Value::UNSET) {
            let last = name.rsplit_once('.').map_or(name, |(_, last)| last);
            for folder in self.collect_items(path)?.iter() {
                if !self.is_str(*folder) {
                    continue;
                }
                let folder = self.str_lossy(*folder);
                if folder.starts_with(LIBRARY) {
                    if embedded {
                        return Ok(Found::Unit);
                    }
                    continue;
                }
                match in_folder(&folder, last) {
                    Found::Namespace => namespace = true,
                    Found::Nothing => {}
                    found => return Ok(found),
                }
            }
        }
        // Start-up has no path yet, and a program may drop the library's entry.
        if embedded && parent.is(Value::UNSET) {
            return Ok(Found::Unit);
        }
        Ok(if namespace { Found::Namespace } else { Found::Nothing })
    }

    /// The parent's path, `sys.path` for a module without one.
    fn search_path(&mut self, parent: Value) -> Outcome {
        if parent.is_ptr() {
            let key = self.names.__path__;
            return self.get_attr_or_unset(parent, key);
        }
        if self.sys.is_ptr() { self.get_attr_text_or_unset(self.sys, "path") } else { Ok(Value::UNSET) }
    }
}

/// The module `last` in a folder on disk.
fn in_folder(folder: &str, last: &str) -> Found {
    let base = absolute(folder).join(last);
    let (init, file) = (base.join("__init__.py"), base.with_file_name(format!("{last}.py")));
    for (path, package) in [(init, true), (file, false)] {
        if path.is_file() {
            return Found::File { path: path.display().to_string(), package };
        }
    }
    if base.is_dir() { Found::Namespace } else { Found::Nothing }
}

/// A folder of the path, from the root; empty: where the program is run.
fn absolute(folder: &str) -> std::path::PathBuf {
    match folder {
        _ if folder.starts_with('/') => Path::new(folder).into(),
        "" => std::env::current_dir().unwrap_or_default(),
        _ => std::env::current_dir().unwrap_or_default().join(folder),
    }
}
