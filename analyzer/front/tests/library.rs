//! CPython's library: all of it lowers, obeys the rules of HIR, prints and parses the same.

use pyspec_front::{CompileOptions, Mode, compile, encode, text, verify};
use std::path::{Path, PathBuf};

fn files(path: &Path, out: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).expect("the library's folder");
        entries.flatten().for_each(|e| files(&e.path(), out));
    } else if path.extension().is_some_and(|e| e == "py") {
        out.push(path.into());
    }
}

#[test]
fn lowers_verifies_and_round_trips() {
    let mut list = vec![];
    files(Path::new(rustpython_pylib::LIB_PATH), &mut list);
    list.sort();
    assert!(list.len() > 600, "the library is not there");
    let mut wrong = vec![];
    for path in &list {
        let source = std::fs::read(path).expect("a file of the library");
        let name = path.file_name().expect("a name").to_string_lossy();
        let module = match compile(&source, &name, Mode::Exec, &CompileOptions::default()) {
            Ok(m) => m,
            Err(e) => {
                wrong.push(e.to_string());
                continue;
            }
        };
        wrong.extend(verify(&module).into_iter().map(|b| format!("{name}: {b}")));
        match text::parse(&text::module(&module)) {
            Ok(again) if again == module => {}
            Ok(_) => wrong.push(format!("{name}: text form reads back differently")),
            Err(e) => wrong.push(format!("{name}: {e}")),
        }
        let encoded = encode(&module);
        let unit = pyspec_abi::blob::Unit::new(&encoded.words).expect("a unit");
        assert_eq!(unit.len(), module.functions.len());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
