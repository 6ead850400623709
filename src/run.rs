//! `pyspec run`, and the start of an executable that was built.

use crate::library::Modules;
use crate::python_options::{self, Target};
use pyspec_build::image::Found;
use pyspec_modules::start::{self, Main};
use pyspec_runtime::Vm;
use pyspec_runtime::vm::Options;
use std::io::Read;

/// What `pyspec run --help` prints.
const HELP: &str = "usage: pyspec run [option] ... [-c cmd | -m mod | file | -] [arg] ...
Runs a Python program on pyspec's own runtime; the options are python's.
  -c cmd   program passed in as string
  -m mod   run library module as a script
  -O       remove asserts      -B  (nothing is written anyway)
  -E -I -P -S -u -v -q -W -X  as python has them
Examples:
  pyspec run main.py --verbose
  pyspec run -c 'print(6 * 7)'
";

/// Runs with python's command line; gives the exit status.
pub fn run(arguments: &[String]) -> i32 {
    let (target, mut options) = match python_options::parse(arguments) {
        Ok(parsed) => parsed,
        Err(message) => {
            eprintln!("{message}\nusage: pyspec run [option] ... [-c cmd | -m mod | file | -] [arg] ...");
            return 2;
        }
    };
    options.executable = std::env::current_exe().map(|p| p.display().to_string()).unwrap_or_default();
    let (main, folder) = match target {
        Target::Help => {
            return crate::output::finish("run", HELP, 0);
        }
        Target::Version => {
            let version = format!("Python 3.14.7 (pyspec {})\n", env!("CARGO_PKG_VERSION"));
            return crate::output::finish("run", &version, 0);
        }
        Target::Module(name) => {
            let here = std::env::current_dir().map(|folder| folder.display().to_string());
            (Main::Module(name), Some(here.unwrap_or_default()))
        }
        Target::Command(text) => {
            (Main::Source { text: text.into_bytes(), file: "<string>".into(), folder: false }, Some(String::new()))
        }
        Target::Stdin => {
            let mut text = vec![];
            if let Err(e) = std::io::stdin().read_to_end(&mut text) {
                eprintln!("pyspec: can't read standard input: {e}");
                return 2;
            }
            (Main::Source { text, file: "<stdin>".into(), folder: false }, Some(String::new()))
        }
        Target::File(file) => match file_main(&file) {
            Ok(found) => found,
            Err((message, status)) => {
                eprintln!("{message}");
                return status;
            }
        },
    };
    let folder = folder.filter(|_| !options.safe_path);
    with_runtime(options, vec![], None, main, folder)
}

/// A file, or a folder's `__main__.py`, with the folder that goes on the path; or a message and an exit status.
fn file_main(file: &str) -> Result<(Main, Option<String>), (String, i32)> {
    let path = std::path::Path::new(file);
    let is_folder = path.is_dir();
    let (path, folder) = if is_folder {
        (path.join("__main__.py"), file.trim_end_matches('/').to_string())
    } else {
        let folder = std::fs::canonicalize(path).unwrap_or(path.to_path_buf());
        (path.to_path_buf(), folder.parent().map(|p| p.display().to_string()).unwrap_or_default())
    };
    match std::fs::read(&path) {
        Ok(text) => {
            // As CPython names it: absolute, its links and dots left alone.
            let named = if path.is_absolute() { path } else { std::env::current_dir().unwrap_or_default().join(path) };
            Ok((Main::Source { text, file: named.display().to_string(), folder: is_folder }, Some(folder)))
        }
        Err(e) if is_folder && e.kind() == std::io::ErrorKind::NotFound => {
            Err((format!("pyspec: can't find '__main__' module in '{file}'"), 1))
        }
        Err(e) => {
            let number = e.raw_os_error().unwrap_or(0);
            let text = e.to_string();
            let text = text.split(" (os error").next().unwrap_or_default();
            Err((format!("pyspec: can't open file '{}': [Errno {number}] {text}", path.display()), 2))
        }
    }
}

/// Runs the program in an executable's image.
pub fn run_image(found: Found, arguments: Vec<String>) -> i32 {
    let Found { mut modules, program, prediction } = found;
    let main = modules.remove(0);
    let executable = std::env::current_exe().map(|p| p.display().to_string()).unwrap_or_default();
    let folder = std::path::Path::new(&executable).parent().map(|p| p.display().to_string());
    let options = Options { argv: arguments, executable, ..Options::default() };
    with_runtime(
        options,
        modules,
        Some((program, prediction)),
        Main::Unit {
            words: main.words,
            file: main.path.into(),
            module: Some(main.name).filter(|name| *name != "__main__").map(Into::into),
        },
        folder,
    )
}

fn with_runtime(
    options: Options,
    own: Vec<pyspec_build::image::FoundModule>,
    program: Option<(pyspec_runtime::compiled::Program, &str)>,
    main: Main,
    folder: Option<String>,
) -> i32 {
    let library: &'static Modules = Box::leak(Box::new(Modules::new(own)));
    let mut vm = Vm::new(options, pyspec_modules::MODULES, Some(library));
    crate::stats::begin(&mut vm);
    let prediction = program.map(|(program, prediction)| {
        vm.install(program);
        prediction
    });
    let status = start::run(&mut vm, main, folder);
    crate::stats::write(&mut vm, prediction);
    // Everything goes with the process.
    std::mem::forget(vm);
    status
}
