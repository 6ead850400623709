//! A second opinion on what is Python: the library through `rustpython-parser`, which must
//! accept and reject as we do, but for the differences listed here with their reasons.

use pyspec_front::{CompileOptions, Mode, compile};
use std::path::{Path, PathBuf};

/// Files that only we accept: they use the f-strings of PEP 701, template strings (PEP 750) or
/// exception types without parentheses (PEP 758), which the second parser does not know.
const DIFFER: &[&str] =
    &["annotationlib.py", "dataclasses.py", "site.py", "string/templatelib.py", "traceback.py", "turtle.py"];

fn files(path: &Path, out: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).expect("the library's folder");
        entries.flatten().for_each(|e| files(&e.path(), out));
    } else if path.extension().is_some_and(|e| e == "py") {
        out.push(path.into());
    }
}

fn second(source: &str) -> bool {
    use rustpython_parser::{Mode, parse};
    parse(source, Mode::Module, "f.py").is_ok()
}

#[test]
fn both_accept_the_library() {
    let root = Path::new(rustpython_pylib::LIB_PATH);
    let mut list = vec![];
    files(root, &mut list);
    list.sort();
    let mut differ = vec![];
    for path in list {
        let name = path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
        let Ok(source) = std::fs::read_to_string(&path) else { continue };
        let ours = compile(source.as_bytes(), &name, Mode::Exec, &CompileOptions::default()).is_ok();
        if ours != second(&source) {
            differ.push(name);
        }
    }
    assert_eq!(differ, DIFFER);
}

#[test]
fn both_reject_what_cpython_rejects() {
    let folder = format!("{}/tests/errors", env!("CARGO_MANIFEST_DIR"));
    let (mut both, mut only_we) = (0, 0);
    for name in ["tokens", "statements", "expressions"] {
        let text = std::fs::read_to_string(format!("{folder}/{name}.txt")).expect("the cases");
        for case in text.trim_end().split("\n====\n") {
            let (source, want) = case.rsplit_once("\n---\n").expect("a case has two parts");
            let source = format!("{source}\n");
            let ours = compile(source.as_bytes(), "f.py", Mode::Exec, &CompileOptions::default()).is_ok();
            assert_eq!(ours, want == "no error", "{source}");
            match second(&source) {
                false => both += 1,
                true => only_we += 1,
            }
        }
    }
    // The second parser has no compile stage: `return` outside a function and its like pass it.
    assert!(both > 2 * only_we, "{both} rejected by both, {only_we} by us alone");
}
