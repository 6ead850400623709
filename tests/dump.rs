//! `pyspec dump` of small programs, exactly: `tests/filetests/STAGE/NAME.py` ends with the dump as comments below a
//! mark. A line `# func: NAME` asks for one function. `PYSPEC_BLESS=1` writes the dumps anew.

mod common;

use common::pyspec;
use std::path::{Path, PathBuf};

/// Stages, and the least number of cases that each is to have.
const STAGES: &[(&str, usize)] =
    &[("hir", 3), ("types", 3), ("shapes", 3), ("bytecode", 2), ("ssa", 3), ("mir", 1), ("asm", 1)];
const MARK: &str = "# ---- dump\n";

fn cases(stage: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/filetests").join(stage);
    let entries = std::fs::read_dir(folder).expect("a folder for each stage").flatten();
    let mut files: Vec<PathBuf> =
        entries.map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "py")).collect();
    files.sort();
    files
}

/// What the command prints for a file, from the file's folder so that names are short.
fn dump(stage: &str, file: &Path) -> String {
    let text = std::fs::read_to_string(file).expect("a case");
    let mut command = pyspec();
    command.current_dir(file.parent().expect("a folder")).args(["dump", "--sample-layout", "--stage", stage]);
    command.arg(file.file_name().expect("a name"));
    if let Some(name) = text.lines().find_map(|l| l.strip_prefix("# func: ")) {
        command.args(["--func", name]);
    }
    let output = command.output().expect("it starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {errors}", file.display());
    String::from_utf8(output.stdout).expect("text")
}

/// A dump as comments.
fn commented(dump: &str) -> String {
    dump.lines().map(|line| format!("# {line}").trim_end().to_string() + "\n").collect()
}

#[test]
fn dumps_are_as_recorded() {
    let mut wrong = vec![];
    for (stage, least) in STAGES {
        let files = cases(stage);
        assert!(files.len() >= *least, "{stage}: {} cases", files.len());
        for file in files {
            let text = std::fs::read_to_string(&file).expect("a case");
            let program = text.split(MARK).next().expect("a first part");
            let found = format!("{program}{MARK}{}", commented(&dump(stage, &file)));
            if std::env::var_os("PYSPEC_BLESS").is_some() {
                std::fs::write(&file, found).expect("the folder is writable");
            } else if found != text {
                let differs = found.lines().zip(text.lines()).find(|(a, b)| a != b);
                wrong.push(format!("{}: {differs:?}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "PYSPEC_BLESS=1 writes what is right now:\n{}", wrong.join("\n"));
}

#[test]
fn two_runs_print_the_same() {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/programs/order_book.py");
    for stage in ["shapes", "asm"] {
        assert_eq!(dump(stage, &program), dump(stage, &program), "{stage}");
    }
}

#[test]
fn what_is_printed_parses_and_prints_the_same() {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/programs/order_book.py");
    let hir = dump("hir", &program);
    let module = pyspec_front::text::parse(&hir).expect("HIR that parses");
    assert_eq!(pyspec_front::text::module(&module), hir);
    let mir = dump("mir", &program);
    let functions = pyspec_emit::mir::parse(&mir).expect("machine IR that parses");
    assert!(functions.len() > 30);
    assert_eq!(functions.iter().map(|f| f.to_string()).collect::<String>(), mir);
}

#[test]
fn what_cannot_be_dumped_is_said() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/programs/order_book.py");
    let fails = |arguments: &[&str], why: &str| {
        let output = pyspec().arg("dump").args(arguments).arg(&file).output().expect("it starts");
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && errors.contains(why), "{errors}");
    };
    fails(&["--stage=hir", "--func=nothing"], "has no nothing");
    fails(&["--stage=ssa", "--func=nothing"], "'nothing' is not compiled: there is none");
    fails(&["--stage=ssa", "--func=Level"], "class bodies");
    fails(&["--stage=wrong"], "invalid value");
}
