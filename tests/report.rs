//! `pyspec report` on executables, and on files that are none.

mod common;

use common::{pyspec, scratch};
use std::path::Path;
use std::process::Output;

const PROGRAM: &str = "\
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

class Slotted:
    __slots__ = ('a', 'b', 'c')
    def __init__(self, n):
        self.a = self.b = self.c = n

class Surprise:
    def __init__(self):
        self.first = 1

def work(n):
    total = 0
    for i in range(n):
        p = Point(i, i + 1)
        seen = [p]
        total += p.x + p.y
    return total

class Passing:
    def __init__(self, n):
        self.n = n

def passing(n):
    total = 0
    for i in range(n):
        total += Passing(i).n
    return total

print(work(100_000))
passing(100_000)
kept = [Slotted(i) for i in range(500)]
odd = Surprise()
setattr(odd, chr(115) + input(), 2)
";

/// Builds the program; its executable.
fn built(folder: &Path) -> std::path::PathBuf {
    let (main, app) = (folder.join("main.py"), folder.join("app"));
    std::fs::write(&main, PROGRAM).expect("a file");
    let build = pyspec().arg("build").arg(&main).arg("-o").arg(&app).output().expect("it starts");
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
    app
}

fn report(app: &Path, options: &[&str]) -> Output {
    pyspec()
        .arg("report")
        .arg(app)
        .args(options)
        .stdin(std::fs::File::open(app.with_file_name("main.py")).expect("a file"))
        .output()
        .expect("it starts")
}

fn class<'a>(report: &'a serde_json::Value, name: &str) -> &'a serde_json::Value {
    let classes = report["classes"].as_array().expect("classes");
    classes.iter().find(|c| c["class"] == name).unwrap_or_else(|| panic!("{name} in {report:#}"))
}

#[test]
fn what_came_to_be_stands_beside_what_was_predicted() {
    let folder = scratch("report");
    let app = built(&folder);
    let output = report(&app, &["--format", "json"]);
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "10000000000\n", "the program prints to standard error");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let point = class(&json, "__main__.Point");
    assert_eq!(point["instances"], 100_000);
    assert_eq!(point["shapes"]["came_to_be"], 1);
    assert_eq!(point["shapes"]["as_predicted"], 1);
    assert_eq!(point["instance_bytes"]["cpython"], 96);
    assert_eq!(point["instance_bytes"]["measured"], 24.0);
    let passing = class(&json, "__main__.Passing");
    assert_eq!(passing["instances"], 0, "its slots are in registers");
    let slotted = class(&json, "__main__.Slotted");
    assert_eq!((&slotted["instances"], &slotted["live"]), (&500.into(), &500.into()));
    assert_eq!((&slotted["slots"]["came_to_be"], &slotted["instance_bytes"]["cpython"]), (&3.into(), &64.into()));
    let surprise = class(&json, "__main__.Surprise");
    assert_eq!((&surprise["instances"], &surprise["slots"]["came_to_be"]), (&1.into(), &2.into()));
    assert_eq!(surprise["shapes"]["as_predicted"], 0, "analysis cannot know a computed name");
    assert!(json["collector"]["minors"].as_u64() > Some(0));
    assert!(json["compiled"]["functions"].as_u64() > Some(1));
    assert!(json["entered"].as_u64() > Some(0));
    let text = report(&app, &["--plot", &folder.join("plot.svg").display().to_string()]);
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(
        text.contains("__main__.Point") && text.contains("100500 instances") | text.contains("100501 instances"),
        "{text}"
    );
    assert!(text.contains("not made"), "{text}");
    let plot = std::fs::read_to_string(folder.join("plot.svg")).expect("a plot");
    assert!(plot.starts_with("<svg") && plot.contains("__main__.Slotted"));
}

#[test]
fn what_is_no_executable_of_ours_is_named_as_such() {
    let folder = scratch("report-bad");
    let app = built(&folder);
    let whole = std::fs::read(&app).expect("the executable");
    let refused = |bytes: &[u8], why: &str| {
        let file = folder.join("bad");
        std::fs::write(&file, bytes).expect("a file");
        let output = report(&file, &[]);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{errors}");
        assert!(errors.contains("is not an executable made by pyspec build") && errors.contains(why), "{errors}");
        assert_eq!(errors.lines().count(), 1, "{errors}");
    };
    refused(&whole[..whole.len() / 2], "truncated");
    refused(&whole[..whole.len() - 1], "");
    refused(&whole[..100], "truncated");
    refused(b"#!/bin/sh\n", "no executable file");
    refused(b"", "no executable file");
    refused(&std::fs::read("/bin/true").expect("a program"), "no section");
    let missing = report(&folder.join("missing"), &[]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("cannot read"));
}
