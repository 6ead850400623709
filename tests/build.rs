//! What `pyspec build` takes and what it writes.

mod common;

use common::{Scratch, pyspec, scratch};
use object::{Object, ObjectSymbol};
use std::collections::HashSet;
use std::path::Path;
use std::process::Command;

const FILES: [(&str, &str); 4] = [
    ("pkg/__init__.py", "print('init', __name__)\nlimit = 5\n"),
    (
        "pkg/__main__.py",
        "from . import limit\nfrom .sub.deep import Thing\nimport sys\n\
         print(__name__, __package__, __spec__.name, __spec__.parent, sys.argv[1:])\n\
         total = 0\nfor i in range(5000):\n    total += Thing(i).double()\nprint(total, limit)\n",
    ),
    ("pkg/sub/__init__.py", ""),
    (
        "pkg/sub/deep.py",
        "class Thing:\n    def __init__(self, a):\n        self.a = a\n    def double(self):\n        return self.a * 2\n\
         if __name__ == '__main__':\n    print('deep', __package__, Thing(4).double())\n",
    ),
];

fn package(name: &str) -> Scratch {
    let folder = scratch(name);
    for (path, text) in FILES {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

fn build(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let output = pyspec().current_dir(folder).arg("build").args(arguments).output().expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text.into_owned())
}

fn printed(command: &mut Command) -> String {
    let output = command.output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_package_and_a_module_are_built_as_they_are_run() {
    let folder = package("build-module");
    for (module, expected) in [
        ("pkg", "init pkg\n__main__ pkg pkg.__main__ pkg ['x']\n24995000 5\n"),
        ("pkg.sub.deep", "init pkg\ndeep pkg.sub 8\n"),
    ] {
        let (built, text) = build(&folder, &["-m", module, "-o", "app"]);
        assert!(built, "{text}");
        assert_eq!(printed(Command::new(folder.join("app")).arg("x").current_dir("/")), expected);
        assert_eq!(printed(pyspec().current_dir(&*folder).args(["run", "-m", module, "x"])), expected);
    }
    let why = |module| build(&folder, &["-m", module, "-o", "none"]);
    assert_eq!(why("nothing"), (false, "pyspec build: No module named nothing\n".into()));
    let (built, text) = why("pkg.sub");
    assert!(!built && text.contains("'pkg.sub' is a package and cannot be directly executed"), "{text}");
    assert!(!folder.join("none").exists());
}

#[test]
fn an_object_holds_every_function_and_needs_the_runtime_alone() {
    let folder = package("build-object");
    let (built, text) = build(&folder, &["-m", "pkg", "--emit", "obj", "-o", "pkg.o"]);
    assert!(built, "{text}");
    let bytes = std::fs::read(folder.join("pkg.o")).expect("it was written");
    let file = object::File::parse(&*bytes).expect("an object");
    let mut defined = HashSet::new();
    for symbol in file.symbols().filter(|s| s.is_global()) {
        let name = symbol.name().expect("a name");
        if symbol.is_undefined() {
            assert!(name.starts_with("pyspec_"), "{name} is not the runtime's");
        } else {
            defined.insert(name);
        }
    }
    for name in ["pkg.sub.deep.Thing.double", "pkg.sub.deep.Thing.double.fast", "unit.pkg.sub.deep"] {
        assert!(defined.contains(name), "{name}");
    }
}
