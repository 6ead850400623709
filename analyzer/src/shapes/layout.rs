//! Ordered lists of attributes, and their merge.

use crate::template::Symbol;

/// Attributes in the order of their first store, each with whether it is always there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Path(pub Vec<(Symbol, bool)>);

/// Paths are kept apart up to this number.
const MOST_PATHS: usize = 8;

impl Path {
    /// The attribute is stored, for sure or perhaps.
    pub fn store(&mut self, name: Symbol, sure: bool) {
        match self.0.iter_mut().find(|x| x.0 == name) {
            Some(known) => known.1 |= sure,
            None => self.0.push((name, sure)),
        }
    }

    /// The attribute is deleted, perhaps on some ways only.
    pub fn delete(&mut self, name: Symbol) {
        if let Some(known) = self.0.iter_mut().find(|x| x.0 == name) {
            known.1 = false;
        }
    }

    fn position(&self, name: Symbol) -> Option<usize> {
        self.0.iter().position(|x| x.0 == name)
    }

    /// The least layout that both fit: the common order is kept, what only one has is optional.
    pub fn merge(&self, other: &Path) -> Path {
        let mut out = Path::default();
        let mut next = 0;
        for &(name, sure) in &self.0 {
            let Some(at) = other.position(name) else {
                out.0.push((name, false));
                continue;
            };
            while next < at {
                let skipped = other.0[next].0;
                if self.position(skipped).is_none() && out.position(skipped).is_none() {
                    out.0.push((skipped, false));
                }
                next += 1;
            }
            out.0.push((name, sure && other.0[at].1));
        }
        for &(name, _) in &other.0 {
            if out.position(name).is_none() {
                out.0.push((name, false));
            }
        }
        out
    }
}

/// The merge of all paths; nothing if there are none.
pub fn merge_all(paths: &[Path]) -> Path {
    let mut rest = paths.iter();
    let Some(first) = rest.next() else { return Path::default() };
    rest.fold(first.clone(), |a, b| a.merge(b))
}

/// Adds `more` to `paths`, each once, merging them when they are too many. Says whether it changed.
pub fn join(paths: &mut Vec<Path>, more: &[Path]) -> bool {
    let before = paths.clone();
    for p in more {
        if !paths.contains(p) {
            paths.push(p.clone());
        }
    }
    if paths.len() > MOST_PATHS {
        *paths = vec![merge_all(paths)];
    }
    *paths != before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merging_keeps_the_common_order() {
        let a = Path(vec![(1, true), (2, true), (3, true)]);
        let b = Path(vec![(1, true), (4, true), (3, true)]);
        assert_eq!(a.merge(&b), Path(vec![(1, true), (2, false), (4, false), (3, true)]));
    }

    #[test]
    fn too_many_paths_become_one() {
        let mut paths = vec![];
        for n in 0..9 {
            join(&mut paths, &[Path(vec![(0, true), (n + 1, true)])]);
        }
        assert_eq!(paths.len(), 1);
        assert_eq!(paths[0].0[0], (0, true));
        assert!(paths[0].0[1..].iter().all(|x| !x.1));
    }
}
