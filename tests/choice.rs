//! Which functions `build` compiles: those that are likely to run more than once.

mod common;

use common::{pyspec, scratch};

const PROGRAM: &str = "\
import threading

def never():
    return 1

def once():
    return helper_once() + table()[3]

def helper_once():
    return 1

def table():
    return [i * i for i in range(10)]

def in_loop(n):
    return below(n) + 1

def below(n):
    return n + 1

def recursive(n):
    return recursive(n - 1) + 1 if n else 0

def callback():
    print('called back')

class Vector:
    def __init__(self, x):
        self.x = x

    def __add__(self, other):
        return Vector(self.x + other.x)

total = once() + recursive(5)
for i in range(100):
    total += in_loop(i)
thread = threading.Thread(target=callback)
thread.start()
thread.join()
print(total, (Vector(1) + Vector(2)).x)
";

#[test]
fn cold_functions_stay_interpreted() {
    let folder = scratch("choice");
    let (main, app) = (folder.join("main.py"), folder.join("app"));
    std::fs::write(&main, PROGRAM).expect("a file");
    let build = pyspec().arg("build").arg(&main).arg("-o").arg(&app).output().expect("it starts");
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
    let report = pyspec().arg("report").arg(&app).args(["--format", "json"]).output().expect("it starts");
    assert!(String::from_utf8_lossy(&report.stderr).contains("called back\n5165 3\n"));
    let report: serde_json::Value = serde_json::from_slice(&report.stdout).expect("JSON");
    let interpreted = report["compiled"]["interpreted"].as_array().expect("functions");
    let reason = |name: &str| {
        let found = interpreted.iter().find(|f| f["function"] == name);
        found.map(|f| f["reason"].as_str().expect("a reason").to_string())
    };
    assert_eq!(reason("never").as_deref(), Some("nobody was seen to call it"));
    assert_eq!(reason("once").as_deref(), Some("it runs once"));
    assert_eq!(reason("helper_once").as_deref(), Some("it runs once"));
    for warm in ["table", "in_loop", "below", "recursive", "callback", "Vector.__add__", "Vector.__init__"] {
        assert_eq!(reason(warm), None, "{warm}");
    }
}
