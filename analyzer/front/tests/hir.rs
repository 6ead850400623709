//! Programs and the HIR they lower to: `hir/*.py` beside `hir/*.hir`. `BLESS=1` writes the latter.

use pyspec_front::{CompileOptions, Mode, compile, text, verify};

#[test]
fn programs_lower_as_recorded() {
    let folder = format!("{}/tests/hir", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<_> = std::fs::read_dir(&folder).expect("the cases").flatten().map(|e| e.path()).collect();
    names.retain(|p| p.extension().is_some_and(|e| e == "py"));
    names.sort();
    assert!(!names.is_empty());
    let mut wrong = vec![];
    for path in names {
        let source = std::fs::read(&path).expect("a case");
        let name = path.file_name().expect("a name").to_string_lossy();
        let module = compile(&source, &name, Mode::Exec, &CompileOptions::default()).expect("a program");
        assert_eq!(verify(&module), Vec::<String>::new(), "{name}");
        let ours = text::module(&module);
        assert_eq!(text::parse(&ours), Ok(module), "{name}");
        let expected = path.with_extension("hir");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&expected, &ours).expect("the folder is writable");
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != ours {
            wrong.push(format!("{name}:\n{ours}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
