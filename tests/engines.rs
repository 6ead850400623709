//! The corpus on every engine: each program prints what CPython printed, whatever runs it.
//!
//! | engine | how |
//! | --- | --- |
//! | interpreter | `pyspec run` |
//! | under stress | a collection at every Nth allocation, the heap verified after each |
//! | executable | `pyspec build` |
//! | without passes | `--no-passes` |
//! | wrong plans | `--perturb SEED`: every prediction is made wrong |
//! | forced exits | `--force-exits`: every guard fails when it is first reached |
//!
//! The slow ones take a rotating part of the corpus, all of it when `PYSPEC_LONG` is set. The binary is the one that
//! this test was built with, or `PYSPEC_BINARY`. Beside `NAME.py` lie `NAME.out`, and where they matter `NAME.args`,
//! `NAME.exit` and `NAME.err` (what standard error ends with).

mod common;

use common::{Scratch, binary, pyspec, scratch};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Seconds after which a program hangs.
const TIMEOUT: &str = "300";

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Every program with recorded output, in order, that does not wait for something.
fn programs() -> Vec<PathBuf> {
    let waiting = waiting();
    all_programs().into_iter().filter(|p| !waiting.contains(&name_of(p))).collect()
}

fn all_programs() -> Vec<PathBuf> {
    let mut found = vec![];
    let mut folders = vec![corpus()];
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
    let text = std::fs::read_to_string(corpus().join("waiting.txt")).unwrap_or_default();
    text.lines().filter_map(|l| l.split_whitespace().next()).filter(|l| !l.starts_with('#')).map(String::from).collect()
}

fn name_of(program: &Path) -> String {
    program.strip_prefix(corpus()).expect("in the corpus").display().to_string()
}

/// What lies beside a program, by extension.
fn beside(program: &Path, extension: &str) -> Option<String> {
    std::fs::read_to_string(program.with_extension(extension)).ok()
}

/// What differs from what was recorded, `None` if nothing does.
fn difference(program: &Path, output: &Output) -> Option<String> {
    let name = name_of(program);
    let errors = String::from_utf8_lossy(&output.stderr);
    let last = errors.lines().last().unwrap_or_default();
    let expected = std::fs::read(program.with_extension("out")).expect("recorded output");
    if output.stdout != expected {
        let (got, expected) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&expected));
        let same = got.lines().zip(expected.lines()).take_while(|(a, b)| a == b).count();
        let show = |text: &str| text.lines().nth(same).unwrap_or("<end>").to_string();
        return Some(format!("{name}:{}: expected {:?}, got {:?}; {last}", same + 1, show(&expected), show(&got)));
    }
    let status = beside(program, "exit").map_or(0, |text| text.trim().parse().expect("an exit status"));
    if output.status.code() != Some(status) {
        return Some(format!("{name}: exit status {status} expected, got {}; {last}", output.status));
    }
    let end = beside(program, "err").unwrap_or_default();
    (!errors.trim_end().ends_with(end.trim_end()))
        .then(|| format!("{name}: standard error ends with {last:?}, not {:?}", end.trim_end()))
}

fn is_long() -> bool {
    std::env::var_os("PYSPEC_LONG").is_some_and(|v| !v.is_empty())
}

/// A number that changes from day to day.
fn day() -> usize {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    now.as_secs() as usize / 86_400
}

/// Takes every `step`-th program, beginning with one that changes from day to day.
fn part(programs: Vec<PathBuf>, step: usize) -> Vec<PathBuf> {
    if is_long() { programs } else { programs.into_iter().skip(day() % step).step_by(step).collect() }
}

/// Variants of an engine: all of them, or one that changes from day to day.
fn variants<T: Copy>(all: &[T]) -> Vec<T> {
    if is_long() { all.to_vec() } else { vec![all[day() % all.len()]] }
}

/// Runs the programs on an engine, as many at a time as there are cores.
fn check(engine: &str, programs: &[PathBuf], run: impl Fn(&Path) -> Output + Sync) {
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(vec![]));
    let work = || {
        while let Some(program) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Some(what) = difference(program, &run(program)) {
                failures.lock().expect("no panic").push(what);
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(work))));
    let mut failures = failures.into_inner().expect("no panic");
    failures.sort();
    println!("{engine}: {} of {} programs", programs.len() - failures.len(), programs.len());
    assert!(failures.is_empty(), "{engine}:\n{}", failures.join("\n"));
    assert!(!programs.is_empty(), "{engine}: no program ran");
}

/// A command that gives up after a while, with the program's arguments.
fn limited(command: &Path, words: &[&str], program: &Path) -> Command {
    let mut limited = Command::new("timeout");
    limited.arg(TIMEOUT).arg(command).args(words).env("PYTHONHASHSEED", "0").stdin(std::process::Stdio::null());
    if words.first() == Some(&"run") {
        limited.arg(program);
    }
    limited.args(beside(program, "args").unwrap_or_default().split_whitespace());
    limited
}

fn interpret(program: &Path) -> Command {
    limited(&binary(), &["run"], program)
}

#[test]
fn the_interpreter_prints_what_cpython_prints() {
    check("interpreter", &programs(), |p| interpret(p).output().expect("it starts"));
}

#[test]
fn programs_that_wait_still_wait() {
    let waiting = waiting();
    let unexpected: Vec<String> = all_programs()
        .into_iter()
        .filter(|p| waiting.contains(&name_of(p)))
        .filter(|p| difference(p, &interpret(p).output().expect("it starts")).is_none())
        .map(|p| name_of(&p))
        .collect();
    assert!(unexpected.is_empty(), "these run now, take them out of corpus/waiting.txt: {}", unexpected.join(", "));
}

#[test]
fn collections_at_any_allocation_change_nothing() {
    for interval in variants(&["97", "251", "1009"]) {
        check(&format!("interpreter, a collection every {interval} allocations"), &part(programs(), 6), |p| {
            interpret(p).env("PYSPEC_GC_STRESS", interval).env("PYSPEC_GC_VERIFY", "1").output().expect("it starts")
        });
    }
}

/// Executables in the making and their figures, added up.
struct Builder {
    folder: Scratch,
    options: Vec<String>,
    entered: AtomicUsize,
    exits: AtomicUsize,
}

impl Builder {
    fn new(name: &str, options: &[&str]) -> Builder {
        let options = options.iter().map(|o| o.to_string()).collect();
        Builder { folder: scratch(name), options, entered: AtomicUsize::new(0), exits: AtomicUsize::new(0) }
    }

    /// Builds and runs a program.
    fn run(&self, program: &Path) -> Output {
        let app = self.folder.join(name_of(program).replace(['/', '.'], "_"));
        let mut build = pyspec();
        build.arg("build").arg(program).arg("-o").arg(&app).args(&self.options);
        let built = build.output().expect("it starts");
        if !built.status.success() {
            return built;
        }
        let stats = app.with_extension("json");
        let output = limited(&app, &[], program).env("PYSPEC_STATS", &stats).output().expect("it starts");
        let figures = std::fs::read_to_string(&stats).unwrap_or_default();
        let figures: serde_json::Value = serde_json::from_str(&figures).unwrap_or_default();
        for (sum, name) in [(&self.entered, "entered"), (&self.exits, "exits")] {
            sum.fetch_add(figures[name].as_u64().unwrap_or(0) as usize, Ordering::Relaxed);
        }
        let _ = std::fs::remove_file(&app);
        let _ = std::fs::remove_file(&stats);
        output
    }

    /// Times that compiled code was entered, and left before its end.
    fn figures(&self) -> (usize, usize) {
        (self.entered.load(Ordering::Relaxed), self.exits.load(Ordering::Relaxed))
    }
}

#[test]
fn executables_print_what_cpython_prints() {
    let builder = Builder::new("plain", &[]);
    check("executable", &part(programs(), 3), |p| builder.run(p));
    assert!(builder.figures().0 > 0, "no compiled code ran");
}

#[test]
fn passes_change_speed_only() {
    let builder = Builder::new("no-passes", &["--no-passes"]);
    check("executable without passes", &part(programs(), 6), |p| builder.run(p));
    assert!(builder.figures().0 > 0, "no compiled code ran");
}

#[test]
fn wrong_predictions_cost_speed_only() {
    for seed in variants(&["0", "1", "2", "3"]) {
        let builder = Builder::new(&format!("wrong-{seed}"), &["--perturb", seed]);
        check(&format!("executable, predictions made wrong by {seed}"), &part(programs(), 6), |p| builder.run(p));
        let (entered, exits) = builder.figures();
        assert!(entered > 0 && exits > 0, "compiled code was entered {entered} times, {exits} guards failed");
    }
}

#[test]
fn every_guard_may_fail() {
    let builder = Builder::new("forced", &["--force-exits"]);
    check("executable, every guard fails at first", &part(programs(), 6), |p| builder.run(p));
    let (entered, exits) = builder.figures();
    assert!(entered > 0 && exits > 100, "compiled code was entered {entered} times, {exits} guards failed");
}

#[test]
fn compiled_code_runs_and_guards_fail_where_predictions_are_wrong() {
    let program = corpus().join("programs/order_book.py");
    let figures = |options: &[&str]| {
        let builder = Builder::new(&format!("figures{}", options.concat()), options);
        builder.run(&program);
        builder.figures()
    };
    let (entered, exits) = figures(&[]);
    assert!(entered > 0, "no compiled code ran");
    let (_, wrong) = figures(&["--perturb", "3"]);
    assert!(wrong > exits, "wrong predictions, but no guard failed: {wrong} exits, {exits} without");
}
