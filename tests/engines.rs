//! The corpus on every engine: each program prints what CPython printed, whatever runs it.
//!
//! Engines: the interpreter; the interpreter with collections forced and the heap verified; the compiled
//! executable; the executable with every prediction made wrong. The slow ones take a rotating part of the corpus,
//! all of it when `PYSPEC_LONG` is set. The binary is the one that this test was built with, or `PYSPEC_BINARY`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn binary() -> PathBuf {
    std::env::var_os("PYSPEC_BINARY").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_pyspec")), PathBuf::from)
}

/// Every program with recorded output, in order.
fn programs() -> Vec<PathBuf> {
    let mut found = vec![];
    let mut folders = vec![root().join("corpus")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "py") && path.with_extension("out").is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Programs that no engine can run yet, each with what it needs: relative to the corpus, a line each.
fn waiting() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("corpus/waiting.txt")).unwrap_or_default();
    text.lines().filter_map(|l| l.split_whitespace().next()).filter(|l| !l.starts_with('#')).map(String::from).collect()
}

fn name_of(program: &Path) -> String {
    program.strip_prefix(root().join("corpus")).expect("in the corpus").display().to_string()
}

fn is_waiting(program: &Path) -> bool {
    waiting().contains(&name_of(program))
}

/// What differs from the recorded output, `None` if nothing does.
fn difference(program: &Path, output: &Output) -> Option<String> {
    let expected = std::fs::read(program.with_extension("out")).expect("recorded output");
    if output.stdout == expected {
        return None;
    }
    let (got, expected) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&expected));
    let line = got
        .lines()
        .zip(expected.lines())
        .position(|(a, b)| a != b)
        .unwrap_or(got.lines().count().min(expected.lines().count()));
    let show = |text: &str| text.lines().nth(line).unwrap_or("<end>").to_string();
    let errors = String::from_utf8_lossy(&output.stderr);
    let last = errors.lines().last().unwrap_or_default();
    Some(format!("{}:{}: expected {:?}, got {:?}; {last}", name_of(program), line + 1, show(&expected), show(&got)))
}

/// Takes every `step`-th program, beginning with one that changes from day to day.
fn part(programs: Vec<PathBuf>, step: usize) -> Vec<PathBuf> {
    if std::env::var_os("PYSPEC_LONG").is_some_and(|v| !v.is_empty()) {
        return programs;
    }
    let day =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs() / 86_400;
    programs.into_iter().skip(day as usize % step).step_by(step).collect()
}

fn check(engine: &str, programs: Vec<PathBuf>, run: impl Fn(&Path) -> Output) {
    let mut failures = vec![];
    let mut passed = 0;
    for program in programs.iter().filter(|p| !is_waiting(p)) {
        match difference(program, &run(program)) {
            None => passed += 1,
            Some(what) => failures.push(what),
        }
    }
    println!("{engine}: {passed} programs");
    assert!(failures.is_empty(), "{engine}:\n{}", failures.join("\n"));
    assert!(passed > 0, "{engine}: no program ran");
}

fn interpret(program: &Path) -> Command {
    let mut command = Command::new(binary());
    command.arg("run").arg(program).env("PYTHONHASHSEED", "0");
    command
}

#[test]
fn the_interpreter_prints_what_cpython_prints() {
    check("interpreter", programs(), |p| interpret(p).output().expect("it starts"));
}

#[test]
fn programs_that_wait_still_wait() {
    let unexpected: Vec<String> = programs()
        .into_iter()
        .filter(|p| is_waiting(p))
        .filter(|p| difference(p, &interpret(p).output().expect("it starts")).is_none())
        .map(|p| name_of(&p))
        .collect();
    assert!(unexpected.is_empty(), "these run now, take them out of corpus/waiting.txt: {}", unexpected.join(", "));
}

#[test]
fn collections_at_any_allocation_change_nothing() {
    check("interpreter under stress", part(programs(), 6), |p| {
        interpret(p).env("PYSPEC_GC_STRESS", "97").env("PYSPEC_GC_VERIFY", "1").output().expect("it starts")
    });
}

/// Builds and runs a program; the figures of the run.
fn built(program: &Path, options: &[&str], tag: &str) -> (Output, String) {
    let name = name_of(program).replace(['/', '.'], "_");
    let app = std::env::temp_dir().join(format!("pyspec-{}-{tag}-{name}", std::process::id()));
    let build =
        Command::new(binary()).arg("build").arg(program).arg("-o").arg(&app).args(options).output().expect("it starts");
    assert!(build.status.success(), "{}: {}", name_of(program), String::from_utf8_lossy(&build.stderr));
    let stats = app.with_extension("json");
    let output = Command::new(&app).env("PYTHONHASHSEED", "0").env("PYSPEC_STATS", &stats).output().expect("it starts");
    let figures = std::fs::read_to_string(&stats).unwrap_or_default();
    let _ = std::fs::remove_file(&app);
    let _ = std::fs::remove_file(&stats);
    (output, figures)
}

/// A figure of the run by name.
fn figure(figures: &str, name: &str) -> u64 {
    let after = figures.split_once(&format!("\"{name}\": ")).map_or("", |s| s.1);
    after.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

#[test]
fn executables_print_what_cpython_prints() {
    check("executable", part(programs(), 3), |p| built(p, &[], "plain").0);
}

#[test]
fn wrong_predictions_cost_speed_only() {
    check("executable, every prediction wrong", part(programs(), 6), |p| built(p, &["--perturb", "1"], "wrong").0);
}

#[test]
fn compiled_code_runs_and_guards_fail_where_predictions_are_wrong() {
    let program = root().join("corpus/programs/order_book.py");
    let (_, figures) = built(&program, &[], "figures");
    assert!(figure(&figures, "entered") > 0, "no compiled code ran: {figures}");
    let (_, wrong) = built(&program, &["--perturb", "3"], "guards");
    assert!(figure(&wrong, "exits") > 0, "wrong predictions, but no guard failed: {wrong}");
}
