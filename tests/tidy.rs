//! Facts about the tree that hold for good: which crate may use which, unsafe blocks that give their
//! reason, files that say what they are.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// (crate, folder, crates of ours that it may depend on).
const LAYERS: &[(&str, &str, &[&str])] = &[
    ("pyspec-abi", "runtime/abi", &[]),
    ("pyspec-front", "analyzer/front", &["abi"]),
    ("pyspec-analyzer", "analyzer", &["abi", "front"]),
    ("pyspec-emit", "emit", &[]),
    ("pyspec-specializer", "specializer", &["abi", "front", "analyzer", "emit"]),
    ("pyspec-runtime", "runtime", &["abi", "front"]),
    ("pyspec-modules", "runtime/modules", &["abi", "front", "runtime"]),
    ("pyspec-library", "runtime/library", &["abi", "front"]),
    (
        "pyspec-build",
        "specializer/build",
        &["abi", "front", "analyzer", "specializer", "emit", "runtime", "modules", "library"],
    ),
];

#[test]
fn arrows_go_one_way() {
    let mut breaches = vec![];
    for (name, folder, allowed) in LAYERS {
        let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).expect("a manifest");
        let shipped = manifest.split("[dev-dependencies]").next().expect("a first part");
        for line in shipped.lines() {
            if let Some(used) = line.strip_prefix("pyspec-") {
                let used = used.split(['.', ' ', '=']).next().expect("a name");
                if !allowed.contains(&used) {
                    breaches.push(format!("{name} may not use pyspec-{used}"));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Every Rust file of ours.
fn sources() -> Vec<PathBuf> {
    let mut files = vec![];
    let mut folders: Vec<PathBuf> =
        ["src", "analyzer", "specializer", "emit", "runtime", "tests"].iter().map(|f| root().join(f)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn unsafe_blocks_give_their_reason() {
    let mut breaches = vec![];
    for file in sources() {
        let text = fs::read_to_string(&file).expect("a source file");
        let lines: Vec<&str> = text.lines().collect();
        for (i, line) in lines.iter().enumerate() {
            let code = line.split("//").next().expect("a first part");
            if !code.contains(concat!("unsafe", " {")) {
                continue;
            }
            let near = &lines[i.saturating_sub(8)..=i];
            if !near.iter().any(|l| l.contains("SAFETY:")) {
                breaches.push(format!("{}:{}: unsafe without SAFETY", file.display(), i + 1));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn files_say_what_they_are() {
    let mute: Vec<String> = sources()
        .iter()
        .filter(|f| !fs::read_to_string(f).expect("a source file").starts_with("//"))
        .map(|f| f.display().to_string())
        .collect();
    assert!(mute.is_empty(), "no header in {}", mute.join(", "));
}

#[test]
fn only_one_module_names_the_parser() {
    let named: Vec<String> = sources()
        .iter()
        .filter(|f| !f.starts_with(root().join("analyzer/front")) && !f.starts_with(root().join("tests")))
        .filter(|f| fs::read_to_string(f).expect("a source file").contains("ruff_python_parser"))
        .map(|f| f.display().to_string())
        .collect();
    assert!(named.is_empty(), "the parser is named outside of front: {}", named.join(", "));
}
