//! A system of files in memory, for tests.

use super::System;
use std::collections::BTreeMap;

/// Files by path.
#[derive(Clone, Default, Debug)]
pub struct MemorySystem {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemorySystem {
    /// With these files.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> MemorySystem {
        MemorySystem { files: files.into_iter().map(|(p, s)| (p.to_string(), s.as_bytes().to_vec())).collect() }
    }
}

impl System for MemorySystem {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.files.get(path).cloned().ok_or_else(|| "no such file".into())
    }

    fn is_file(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{}/", folder.trim_end_matches('/')) };
        let mut out: Vec<String> = vec![];
        for path in self.files.keys().filter_map(|p| p.strip_prefix(&prefix)) {
            let entry = match path.find('/') {
                Some(i) => path[..=i].to_string(),
                None => path.to_string(),
            };
            if out.last() != Some(&entry) {
                out.push(entry);
            }
        }
        out
    }
}
