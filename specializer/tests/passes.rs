//! Passes on SSA text: `tests/passes/PASS/CASE.txt` holds what it does in words, the function before, a line of dashes,
//! the function after. `BLESS=1` writes what comes out. In the folder `verify`, behind the dashes stand the breaches.

use pyspec_specializer::passes::PASSES;
use pyspec_specializer::ssa::{Func, parse, text, verify};
use std::path::{Path, PathBuf};

fn cases(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/passes").join(folder);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut found: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    found.sort();
    assert!(!found.is_empty(), "{}: no cases", folder.display());
    found
}

fn parsed(path: &Path, text: &str) -> Func {
    parse::parse(text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Runs `f` on what stands before the dashes of every case and compares with what stands behind.
fn check(folder: &str, f: impl Fn(&Path, Func) -> String) {
    let mut wrong = vec![];
    for path in cases(folder) {
        let content = std::fs::read_to_string(&path).expect("a text");
        let (before, after) = content.split_once("\n----\n").unwrap_or((content.trim_end(), ""));
        let got = f(&path, parsed(&path, before));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, format!("{before}\n----\n{got}")).expect("it can be written");
        } else if got != after {
            wrong.push(format!("{}:\n{got}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_pass_does_what_its_cases_say() {
    let mut names: Vec<&str> = PASSES.iter().map(|p| p.name).collect();
    names.sort();
    names.dedup();
    for name in names {
        let pass = PASSES.iter().find(|p| p.name == name).expect("a pass");
        check(name, |path, mut func| {
            verify::verify(&func).unwrap_or_else(|e| panic!("{}: before: {e}", path.display()));
            (pass.run)(&mut func);
            verify::verify(&func).unwrap_or_else(|e| panic!("{}: after: {e}", path.display()));
            text::print(&func)
        });
    }
}

#[test]
fn the_verifier_reports_each_breach() {
    check("verify", |_, func| verify::verify(&func).err().map_or("fine\n".into(), |e| e + "\n"));
}

#[test]
fn text_and_parser_are_inverses() {
    for folder in ["gvn", "memory", "fold"] {
        for path in cases(folder) {
            let content = std::fs::read_to_string(&path).expect("a text");
            let printed = text::print(&parsed(&path, content.split("\n----\n").next().expect("a part")));
            assert_eq!(text::print(&parsed(&path, &printed)), printed, "{}", path.display());
        }
    }
}
