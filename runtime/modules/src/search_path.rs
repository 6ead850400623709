//! `sys.path` and `sys.prefix`: PYTHONPATH, the embedded library, then the folders of installed packages.
//!
//! Installed packages are those of a virtual environment (`pyvenv.cfg` beside the executable or above it,
//! else what VIRTUAL_ENV names), of the folder the executable lies in, and the user's.

use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::Outcome;
use pyspec_runtime::object::Rooted;
use pyspec_runtime::vm::Options;
use std::path::{Path, PathBuf};

/// The entry that stands for the embedded library.
pub const LIBRARY: &str = "<library>";

/// Sets `sys.path` and the prefixes.
pub fn install(vm: &mut Vm, sys: Value) -> Outcome<()> {
    let environment = environment(&vm.options);
    let prefix = environment.as_ref().map_or("/usr".into(), |folder| folder.display().to_string());
    for (name, prefix) in
        [("prefix", &*prefix), ("exec_prefix", &prefix), ("base_prefix", "/usr"), ("base_exec_prefix", "/usr")]
    {
        let prefix = vm.new_str(prefix)?;
        vm.set_module_attr(sys, name, prefix)?;
    }
    let mut items = Rooted::new();
    for folder in folders_in(&vm.options, environment.as_deref()) {
        let folder = vm.new_str(&folder)?;
        items.push(folder);
    }
    let path = vm.new_list(&items)?;
    vm.set_module_attr(sys, "path", path)
}

/// The entries of `sys.path`, but for the program's own folder before them.
pub fn folders(options: &Options) -> Vec<String> {
    folders_in(options, environment(options).as_deref())
}

fn folders_in(options: &Options, environment: Option<&Path>) -> Vec<String> {
    let mut folders = vec![];
    if !options.ignore_environment {
        let given = std::env::var("PYTHONPATH").unwrap_or_default();
        folders.extend(given.split(':').filter(|folder| !folder.is_empty()).map(String::from));
    }
    folders.push(LIBRARY.into());
    if !options.no_site {
        for site in sites(options, environment) {
            add_site(&mut folders, &site);
        }
    }
    folders
}

/// The virtual environment that the program runs in.
fn environment(options: &Options) -> Option<PathBuf> {
    let executable = Path::new(&options.executable);
    let beside = executable.ancestors().skip(1).take(2).find(|folder| folder.join("pyvenv.cfg").is_file());
    if let Some(folder) = beside {
        return Some(folder.into());
    }
    if options.ignore_environment {
        return None;
    }
    let named = PathBuf::from(std::env::var_os("VIRTUAL_ENV")?);
    named.join("pyvenv.cfg").is_file().then_some(named)
}

/// Folders of installed packages, those that there are.
fn sites(options: &Options, environment: Option<&Path>) -> Vec<PathBuf> {
    let mut found = vec![];
    if let Some(environment) = environment {
        found.extend(packages_of(environment));
        return found;
    }
    let executable = Path::new(&options.executable);
    found.extend(executable.ancestors().nth(2).and_then(packages_of));
    if !options.isolated
        && std::env::var_os("PYTHONNOUSERSITE").is_none()
        && let Some(home) = std::env::var_os("HOME")
    {
        let user = Path::new(&home).join(".local/lib/python3.14/site-packages");
        found.extend(user.is_dir().then_some(user));
    }
    found
}

/// `lib/python3.14/site-packages` of a prefix; another version's if the environment was made for that.
fn packages_of(prefix: &Path) -> Option<PathBuf> {
    let lib = prefix.join("lib");
    let own = lib.join("python3.14/site-packages");
    if own.is_dir() {
        return Some(own);
    }
    let mut others: Vec<PathBuf> = std::fs::read_dir(lib)
        .ok()?
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("python3."))
        .map(|entry| entry.path().join("site-packages"))
        .filter(|folder| folder.is_dir())
        .collect();
    others.sort();
    others.pop()
}

/// A folder of packages, and the folders that its `.pth` files name.
fn add_site(folders: &mut Vec<String>, site: &Path) {
    folders.push(site.display().to_string());
    let Ok(entries) = std::fs::read_dir(site) else { return };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "pth"))
        .collect();
    files.sort();
    for file in files {
        for line in std::fs::read_to_string(file).unwrap_or_default().lines().map(str::trim) {
            if line.is_empty() || line.starts_with(['#']) || line.starts_with("import ") || line.starts_with("import\t")
            {
                continue;
            }
            let folder = site.join(line).display().to_string();
            if Path::new(&folder).exists() && !folders.contains(&folder) {
                folders.push(folder);
            }
        }
    }
}
