//! Start and end of a program: `sys`, the main module, the exit status.

use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Outcome, Raised};

/// What runs as `__main__`.
pub enum Main {
    /// Source text with its file name; `folder`: it is the `__main__` of a folder that is run.
    Source { text: Vec<u8>, file: String, folder: bool },
    /// A unit that was lowered before; `module`: its own name if it runs as `-m` runs one.
    Unit { words: &'static mut [u32], file: String, module: Option<String> },
    /// A module by its name, as `-m` runs it.
    Module(String),
}

/// Runs a program from its start to its flushed end; gives the exit status.
pub fn run(vm: &mut Vm, main: Main, folder: Option<String>) -> i32 {
    let status = match prepare(vm, folder) {
        Ok(()) => match run_main(vm, main) {
            Ok(()) => 0,
            Err(Raised) => vm.report_uncaught(),
        },
        Err(Raised) => vm.report_uncaught(),
    };
    finish(vm, status)
}

/// Makes `sys`, puts the main program's folder first on its path.
fn prepare(vm: &mut Vm, folder: Option<String>) -> Outcome<()> {
    crate::sys::environment::read(vm);
    vm.options.utf8_mode = utf8_mode(vm);
    vm.load_plainly("sys")?;
    let sys = vm.sys;
    vm.load_plainly("_signal")?;
    if !vm.options.no_site {
        crate::site_builtins::install(vm)?;
    }
    if let Some(folder) = folder {
        let from_root = std::path::absolute(if folder.is_empty() { "." } else { &folder });
        vm.importing.first_folder = from_root.ok().map(|folder| folder.display().to_string());
        let folder = vm.new_str(&folder)?;
        let path = vm.get_attr_text(sys, "path")?;
        vm.call_method(path, "insert", &[Value::small_int(0), folder])?;
    }
    crate::sys::environment::apply_warnings(vm)
}

/// Whether texts are UTF-8 whatever the locale says: where an option or a variable asks for it, or in the C locale.
/// Here they are so anyway; programs see the difference in names of encodings.
fn utf8_mode(vm: &Vm) -> bool {
    if vm.options.utf8_mode || vm.options.x_options.iter().any(|o| o == "utf8=0") {
        return vm.options.utf8_mode;
    }
    let variable = std::env::var("PYTHONUTF8").ok().filter(|_| !vm.options.ignore_environment);
    match variable.as_deref() {
        Some("1") => return true,
        Some("0") => return false,
        _ => {}
    }
    matches!(locale().as_deref(), None | Some("C" | "POSIX"))
}

/// The locale for characters that the environment asks for.
pub fn locale() -> Option<String> {
    ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()))
}

fn run_main(vm: &mut Vm, main: Main) -> Outcome<()> {
    if let Main::Module(name) = main {
        return run_module(vm, &name);
    }
    let globals = main_globals(vm, file_of(&main))?;
    match main {
        Main::Source { text, file, folder } => {
            if folder {
                place_in_package(vm, globals, "__main__", &file)?;
            }
            let code = vm.compile_main(&text, &file)?;
            // The parser is not needed again.
            pyspec_runtime::heap::release_code_pages();
            vm.run_code(code, globals, Value::NONE)?;
        }
        Main::Unit { words, file, module } => {
            if let Some(name) = module {
                place_in_package(vm, globals, &name, &file)?;
            }
            pyspec_runtime::heap::release_code_pages();
            vm.run_module(words, globals)?;
        }
        Main::Module(_) => unreachable!("handled above"),
    }
    Ok(())
}

fn file_of(main: &Main) -> Option<&str> {
    match main {
        Main::Source { file, .. } | Main::Unit { file, .. } => {
            Some(file).filter(|f| !f.starts_with('<')).map(|f| f.as_str())
        }
        Main::Module(_) => None,
    }
}

/// The globals of a fresh `__main__` in `sys.modules`.
fn main_globals(vm: &mut Vm, file: Option<&str>) -> Outcome {
    let module = vm.new_module("__main__")?;
    let modules = vm.modules;
    vm.dict_set_text(modules, "__main__", module)?;
    let builtins = vm.get_attr_text(vm.sys, "modules")?;
    let builtins = vm.dict_get_text(builtins, "builtins")?;
    if let Some(file) = file {
        let file = vm.new_str(file)?;
        vm.set_module_attr(module, "__file__", file)?;
    }
    vm.set_module_attr(module, "__builtins__", builtins)?;
    vm.instance_dict(module)
}

/// What `-m` does to a main module of this name: its package is imported, and its globals say where it lies.
fn place_in_package(vm: &mut Vm, globals: Value, name: &str, file: &str) -> Outcome<()> {
    let parent = name.rsplit_once('.').map_or("", |(parent, _)| parent);
    if !parent.is_empty() {
        vm.import_module(parent)?;
    }
    let package = vm.new_str(parent)?;
    vm.dict_set_text(globals, "__package__", package)?;
    let machinery = vm.import_module("importlib.machinery")?;
    let (name, file) = (vm.new_str(name)?, vm.new_str(file)?);
    let spec = vm.call_method(machinery, "ModuleSpec", &[name, Value::NONE])?;
    vm.set_attr_text(spec, "origin", file)?;
    vm.dict_set_text(globals, "__spec__", spec)?;
    Ok(())
}

/// `-m NAME` through the library's runpy.
fn run_module(vm: &mut Vm, name: &str) -> Outcome<()> {
    main_globals(vm, None)?;
    let runpy = vm.load_plainly("runpy")?;
    let name = vm.new_str(name)?;
    vm.call_method(runpy, "_run_module_as_main", &[name])?;
    Ok(())
}

/// Waits for the threads, then runs what the program registered for its end.
fn wind_up(vm: &mut Vm) -> Outcome<()> {
    let threading = vm.dict_get_text(vm.modules, "threading")?;
    let threads = if threading.is(Value::UNSET) { vm.dict_get_text(vm.modules, "_thread")? } else { threading };
    if !threads.is(Value::UNSET)
        && let Err(Raised) = vm.call_method(threads, "_shutdown", &[])
    {
        vm.unraisable(threads, "Exception ignored on threading shutdown");
    }
    crate::atexit::run(vm)
}

/// Runs the finalizers of all that is left, twice, as some make new objects; files that are open are written out.
fn finalize(vm: &mut Vm) {
    vm.module_state.insert("program ended", Box::new(()));
    for _ in 0..2 {
        vm.heap.queue_all_finalizers();
        vm.run_finalizers();
    }
}

/// Flushes the streams; a failure to do so is an error of the program.
fn finish(vm: &mut Vm, status: i32) -> i32 {
    if vm.modules.is_ptr() && wind_up(vm).is_err() {
        vm.take_pending();
    }
    // What finalizers print comes after; a failure to write is said once, here.
    let flushed = !vm.sys.is_ptr() || crate::io::streams::flush_all(vm);
    // Ending takes other code than running did.
    pyspec_runtime::heap::release_code_pages();
    finalize(vm);
    let flushed = (!vm.sys.is_ptr() || crate::io::streams::flush_all(vm)) && flushed;
    if flushed { status } else { 120 }
}
