//! Options of python's command line, and the variables that stand for them.

mod common;

use common::{pyspec, scratch};
use std::process::Output;

/// Prints whether asserts run, a docstring, and what `sys` says of the options.
const SHOW: &str = "\
import sys
def f():
    'text'
try:
    assert not sys
    ran = False
except AssertionError:
    ran = True
print(ran, __debug__, f.__doc__, sys.flags.optimize, sys.warnoptions, sys._xoptions)
";
const WARN: &str = "import warnings\nwarnings.warn('careful')";

fn run(options: &[&str], variables: &[(&str, &str)], program: &str) -> Output {
    let mut command = pyspec();
    command.env_remove("PYTHONWARNINGS").env_remove("PYTHONOPTIMIZE");
    command.arg("run").args(options).args(["-c", program]).envs(variables.iter().copied()).output().expect("it starts")
}

fn shown(options: &[&str], variables: &[(&str, &str)]) -> String {
    String::from_utf8(run(options, variables, SHOW).stdout).expect("text")
}

#[test]
fn asserts_and_docstrings_go_with_optimization() {
    assert_eq!(shown(&[], &[]), "True True text 0 [] {}\n");
    assert_eq!(shown(&["-O"], &[]), "False False text 1 [] {}\n");
    assert_eq!(shown(&["-OO"], &[]), "False False None 2 [] {}\n");
    assert_eq!(shown(&[], &[("PYTHONOPTIMIZE", "2")]), "False False None 2 [] {}\n");
    assert_eq!(shown(&["-E"], &[("PYTHONOPTIMIZE", "2")]), "True True text 0 [] {}\n");
}

#[test]
fn warnings_are_filtered_from_the_start() {
    let said = |options: &[&str], variables: &[(&str, &str)]| {
        let output = run(options, variables, WARN);
        (output.status.code(), String::from_utf8(output.stderr).expect("text"))
    };
    assert_eq!(said(&["-W", "ignore"], &[]), (Some(0), String::new()));
    let (status, text) = said(&["-Werror"], &[]);
    assert!(status == Some(1) && text.ends_with("UserWarning: careful\n"), "{text}");
    assert_eq!(said(&[], &[("PYTHONWARNINGS", "error")]).0, Some(1));
    // The command line has the last word.
    assert_eq!(said(&["-W", "ignore"], &[("PYTHONWARNINGS", "error")]), (Some(0), String::new()));
    assert_eq!(
        shown(&["-W", "once", "-X", "a=1", "-X", "b"], &[]),
        "True True text 0 ['once'] {'a': '1', 'b': True}\n"
    );
}

#[test]
fn a_folder_runs_its_main_module() {
    let folder = scratch("options-folder");
    let output = pyspec().arg("run").arg(&*folder).output().expect("it starts");
    let text = String::from_utf8(output.stderr).expect("text");
    assert_eq!(text, format!("pyspec: can't find '__main__' module in '{}'\n", folder.display()));
    assert_eq!(output.status.code(), Some(1));
    std::fs::write(folder.join("__main__.py"), "print(__name__, repr(__package__), __spec__.name)").expect("a file");
    let output = pyspec().arg("run").arg(&*folder).output().expect("it starts");
    assert_eq!(String::from_utf8(output.stdout).expect("text"), "__main__ '' __main__\n");
}
