//! Python in, the dump of a stage out: each file's expectation is the comment below its mark.
//! `PYSPEC_BLESS=1` rewrites it.

use pyspec_analyzer::DefaultFacts;
use pyspec_analyzer::cli::{Arguments, Format, Output, Stage, dump, run};
use pyspec_analyzer::modules::MemorySystem;
use std::path::{Path, PathBuf};

const MARK: &str = "# expected:\n";

fn files(stage: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/filetests").join(stage);
    let mut out: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder").map(|e| e.expect("an entry").path()).collect();
    out.sort();
    out
}

fn check(name: &str, stage: Stage) {
    let mut wrong = vec![];
    for path in files(name) {
        let text = std::fs::read_to_string(&path).expect("a file");
        let (source, expected) = text.split_once(MARK).unwrap_or((&text, ""));
        let system = MemorySystem::new([("main.py", source)]);
        let arguments = Arguments { paths: vec!["main.py".into()], ..Arguments::default() };
        let output = dump(&system, &arguments, stage, None, &DefaultFacts);
        let got: String = output.text.lines().map(|l| format!("# {l}").trim_end().to_string() + "\n").collect();
        if got == expected {
            continue;
        }
        if std::env::var_os("PYSPEC_BLESS").is_some() {
            std::fs::write(&path, format!("{source}{MARK}{got}")).expect("written");
        } else {
            wrong.push(format!("{}:\n{got}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn types() {
    check("types", Stage::Types);
}

#[test]
fn shapes() {
    check("shapes", Stage::Shapes);
}

fn analyze(files: &[(&str, &str)], path: &str, format: Format) -> Output {
    let system = MemorySystem::new(files.iter().copied());
    run(&system, &Arguments { paths: vec![path.into()], format, ..Arguments::default() }, &DefaultFacts)
}

#[test]
fn two_runs_print_the_same() {
    for path in files("shapes") {
        let text = std::fs::read_to_string(&path).expect("a file");
        for format in [Format::Text, Format::Json] {
            let [a, b] = [0, 1].map(|_| analyze(&[("main.py", &text)], "main.py", format));
            assert_eq!(a, b);
        }
    }
}

#[test]
fn imports_are_followed_and_missing_ones_are_reasons() {
    let files = [
        ("p/main.py", "import a, nowhere\nx = a.A(1)\n"),
        ("p/a.py", "class A:\n    def __init__(self, v):\n        self.v = v\n"),
    ];
    let output = analyze(&files, "p/main.py", Format::Text);
    assert!(output.text.contains("class a.A  p/a.py:1  proved"), "{}", output.text);
    assert!(output.text.contains("p/main.py:1: import: import of nowhere"), "{}", output.text);
    assert_eq!(output.status, 0);
}

#[test]
fn errors_have_a_place_and_a_status() {
    let output = analyze(&[("main.py", "x = (\n")], "main.py", Format::Text);
    assert_eq!(output.status, 1);
    assert!(output.errors.starts_with("pyspec: main.py:1: "), "{}", output.errors);
    let output = analyze(&[], "nothing.py", Format::Text);
    assert_eq!((output.status, output.text.as_str()), (2, ""));
}

#[test]
fn a_module_is_run_with_its_package() {
    let files = [
        ("r/p/__init__.py", ""),
        ("r/p/a.py", "class A:\n    def __init__(self, v):\n        self.v = v\n"),
        ("r/p/__main__.py", "from .a import A\nx = A(1.5)\n"),
    ];
    let system = MemorySystem::new(files);
    let arguments = Arguments { module: Some("p".into()), roots: vec!["r".into()], ..Arguments::default() };
    let output = run(&system, &arguments, &DefaultFacts);
    assert!(output.text.contains("{v: float}"), "{}", output.text);
}
