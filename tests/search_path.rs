//! `run`, `analyze` and `build` find modules in the same places in the same order.

mod common;

use common::{Scratch, pyspec, scratch};
use std::path::Path;
use std::process::Command;

/// Module `first` is in every place, each other one lacks it in one place more.
const PLACES: [&str; 3] = ["program", "path", "venv/lib/python3.14/site-packages"];
const MODULES: [&str; 3] = ["first", "second", "third"];

const MAIN: &str = "\
import first, second, third, inner.part, linked, random
for module in first, second, third, inner.part, linked:
    print(module.Where().place)
print(random.Random is not None, type(random.random()).__name__)
";

fn module(folder: &Path, name: &str, place: &str) {
    let text = format!("class Where:\n    def __init__(self):\n        self.place = {place:?}\n");
    let path = folder.join(format!("{name}.py"));
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

fn program() -> Scratch {
    let folder = scratch("search-path");
    for (i, place) in PLACES.iter().enumerate() {
        for name in &MODULES[..=i] {
            module(&folder.join(place), name, place);
        }
    }
    let site = folder.join(PLACES[2]);
    module(&site, "inner/part", "a package");
    std::fs::write(site.join("inner/__init__.py"), "").expect("a file");
    // The library comes before installed packages: nobody reads this.
    module(&site, "random", "not the library");
    module(&folder.join("elsewhere"), "linked", "a .pth file's folder");
    std::fs::write(site.join("links.pth"), format!("{}\n", folder.join("elsewhere").display())).expect("a file");
    std::fs::write(folder.join("venv/pyvenv.cfg"), "").expect("a file");
    std::fs::write(folder.join("program/main.py"), MAIN).expect("a file");
    folder
}

fn in_environment<'a>(command: &'a mut Command, folder: &Path) -> &'a mut Command {
    command.env("PYTHONPATH", folder.join("path")).env("VIRTUAL_ENV", folder.join("venv"))
}

fn output(command: &mut Command) -> String {
    let output = command.output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn modules_are_found_where_the_program_finds_them() {
    let folder = program();
    let main = folder.join("program/main.py");
    let expected = format!("{}\na package\na .pth file's folder\nTrue float\n", PLACES.join("\n"));
    assert_eq!(output(in_environment(pyspec().arg("run").arg(&main), &folder)), expected);

    let analyze = || {
        let mut command = pyspec();
        command.arg("analyze").arg(&main).args(["--library", "--format", "json"]);
        command
    };
    let report = output(in_environment(&mut analyze(), &folder));
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    let file = |class: &str| {
        let classes = report["classes"].as_array().expect("classes");
        let found = classes.iter().find(|c| c["class"] == class).unwrap_or_else(|| panic!("no {class}"));
        found["file"].as_str().expect("a file").to_string()
    };
    for (name, place) in MODULES.iter().zip(PLACES) {
        assert_eq!(file(&format!("{name}.Where")), folder.join(place).join(format!("{name}.py")).display().to_string());
    }
    assert_eq!(file("inner.part.Where"), folder.join(PLACES[2]).join("inner/part.py").display().to_string());
    assert_eq!(file("linked.Where"), folder.join("elsewhere/linked.py").display().to_string());
    assert_eq!(file("random.Random"), "<library>/random.py");
    let plain = output(analyze().env_remove("PYTHONPATH").env_remove("VIRTUAL_ENV"));
    assert!(plain.contains("import of second"), "it is nowhere without PYTHONPATH");

    // The executable brings the modules along.
    let app = folder.join("app");
    output(in_environment(pyspec().arg("build").arg(&main).arg("-o").arg(&app), &folder));
    assert_eq!(output(Command::new(&app).env_remove("PYTHONPATH").env_remove("VIRTUAL_ENV")), expected);
}

#[test]
fn a_module_for_another_language_is_left_to_who_imports_it() {
    let folder = scratch("search-path-broken");
    std::fs::create_dir_all(folder.join("path")).expect("a folder");
    std::fs::write(folder.join("path/old.py"), "print 'hello'\n").expect("a file");
    let main = folder.join("main.py");
    std::fs::write(&main, "try:\n    import old\nexcept SyntaxError:\n    print('too old')\n").expect("a file");
    let app = folder.join("app");
    output(pyspec().arg("build").arg(&main).arg("-o").arg(&app).env("PYTHONPATH", folder.join("path")));
    assert_eq!(output(Command::new(&app).env("PYTHONPATH", folder.join("path"))), "too old\n");
}
