//! `__import__`.
//!
//! A program that asks nothing of `importlib` imports without it: native modules, the executable's and
//! the embedded library's units and files on `sys.path` are found and run here ([`load`], [`find`]).
//! When something looks at what only `importlib` makes (a module's `__spec__`, `sys.meta_path`), its two
//! bootstrap modules run, and every module gets the spec it would have had ([`bootstrap`]). From then on
//! modules still load here as long as `sys.meta_path` and `sys.path_hooks` are as `importlib` left them.

mod bootstrap;
mod find;
mod load;
mod threads;

pub use find::ALWAYS_EMBEDDED;

use crate::native::{Outcome, Raised};
use crate::vm::Vm;
use pyspec_abi::Value;

/// What the context remembers of imports.
pub struct Importing {
    /// `_frozen_importlib`; UNSET: did not run yet.
    pub bootstrap: Value,
    /// The folder that start-up put first on `sys.path`, from the root.
    pub first_folder: Option<String>,
    /// `_library_importer`.
    helper: Value,
    /// Tuples of what `sys.meta_path` and `sys.path_hooks` held at first.
    meta_path: Value,
    path_hooks: Value,
    /// The bootstrap modules are running.
    starting: bool,
    /// Modules whose body runs: full name, and the thread that runs it.
    initializing: Vec<(String, u64)>,
    /// Threads that wait for a module of another.
    waiting: Vec<(u64, String)>,
    /// Code of the embedded modules that were loaded, by full name: a unit is loaded once.
    codes: Vec<(String, Value)>,
}

impl Default for Importing {
    fn default() -> Importing {
        Importing {
            bootstrap: Value::UNSET,
            first_folder: None,
            helper: Value::UNSET,
            meta_path: Value::UNSET,
            path_hooks: Value::UNSET,
            starting: false,
            initializing: vec![],
            waiting: vec![],
            codes: vec![],
        }
    }
}

impl Importing {
    /// Every value in it, for the collector.
    pub fn values(&mut self) -> impl Iterator<Item = &mut Value> {
        [&mut self.bootstrap, &mut self.helper, &mut self.meta_path, &mut self.path_hooks]
            .into_iter()
            .chain(self.codes.iter_mut().map(|(_, code)| code))
    }
}

impl Vm {
    /// `__import__(name, globals, fromlist=fromlist, level=level)`.
    pub fn import_name(&mut self, name: Value, globals: Value, fromlist: Value, level: usize) -> Outcome {
        let full = if level > 0 {
            let text = self.absolute_name(name, globals, level)?;
            self.intern(&text)
        } else {
            self.intern_value(name)
        };
        let module = self.loaded_or_load(full)?;
        if !fromlist.is(Value::NONE) && !fromlist.is(Value::UNSET) && self.truth(fromlist)? {
            let path = self.names.__path__;
            if !self.get_attr_or_unset(module, path)?.is(Value::UNSET) {
                self.with_submodules(module, fromlist, false)?;
            }
            return Ok(module);
        }
        let text = self.str_lossy(name);
        if text.is_empty() {
            return Ok(module);
        }
        let Some((head, rest)) = text.split_once('.') else { return Ok(module) };
        if level == 0 {
            let head = self.intern(head);
            return self.loaded_or_load(head);
        }
        let full = self.str_lossy(full);
        self.loaded_module(&full[..full.len() - rest.len() - 1])
    }

    /// The module of this full name, from `sys.modules` if it is there and nobody else is still making it.
    fn loaded_or_load(&mut self, name: Value) -> Outcome {
        let loaded = self.get_loaded(name)?;
        if loaded.is(Value::UNSET) {
            let text = self.str_lossy(name);
            return self.find_and_load(&text);
        }
        if loaded.is(Value::NONE) {
            let text = self.str_lossy(name);
            return Err(self.no_module(&text, format!("import of {text} halted; None in sys.modules")));
        }
        if !self.importing.initializing.is_empty() {
            let text = self.str_lossy(name);
            self.wait_for_module(&text)?;
        }
        Ok(loaded)
    }

    /// An entry of `sys.modules`, which a program may have replaced by another mapping.
    fn get_loaded(&mut self, name: Value) -> Outcome {
        self.dict_get(self.modules, name)
    }

    fn loaded_module(&mut self, name: &str) -> Outcome {
        let module = self.dict_get_text(self.modules, name)?;
        if module.is(Value::UNSET) {
            let key = self.new_str(name)?;
            return Err(self.key_error(key));
        }
        Ok(module)
    }

    /// Loads a module that is not in `sys.modules`, by the finders if a program changed them.
    fn find_and_load(&mut self, name: &str) -> Outcome {
        if !self.uses_finders()? {
            return self.load_plainly(name);
        }
        self.load_by_finders(name)
    }

    /// For `from package import names`: submodules among the names are loaded too.
    fn with_submodules(&mut self, module: Value, names: Value, all: bool) -> Outcome<()> {
        for name in self.collect_items(names)?.iter() {
            let name = *name;
            if !self.is_str(name) {
                return Err(self.bad_name(module, name, all));
            }
            if self.str_bytes(name) == b"*" {
                let key = self.names.__all__;
                let listed = self.get_attr_or_unset(module, key)?;
                if !all && !listed.is(Value::UNSET) {
                    self.with_submodules(module, listed, true)?;
                }
                continue;
            }
            let name = self.intern_value(name);
            if self.get_attr_or_unset(module, name)?.is(Value::UNSET) {
                self.try_submodule(module, name)?;
            }
        }
        Ok(())
    }

    /// Loads a submodule if there is one; an error inside it is the program's.
    fn try_submodule(&mut self, package: Value, name: Value) -> Outcome<()> {
        let package = self.get_attr_text(package, "__name__")?;
        let full = format!("{}.{}", self.str_lossy(package), self.str_lossy(name));
        let key = self.intern(&full);
        let Err(Raised) = self.loaded_or_load(key) else { return Ok(()) };
        let exception = self.take_pending();
        if self.is_instance(exception, self.exceptions.ModuleNotFoundError.value())? {
            let missing = self.get_attr_text(exception, "name")?;
            let halted = self.get_loaded(key)?.is(Value::NONE);
            if self.is_str(missing) && self.str_lossy(missing) == full && !halted {
                return Ok(());
            }
        }
        Err(self.set_pending(exception))
    }

    fn bad_name(&mut self, module: Value, name: Value, all: bool) -> Raised {
        let got = self.type_name(name);
        let place = if all {
            match self.get_attr_text(module, "__name__") {
                Ok(name) => format!("{}.__all__", self.str_lossy(name)),
                Err(raised) => return raised,
            }
        } else {
            "``from list''".into()
        };
        self.type_error(format!("Item in {place} must be str, not {got}"))
    }

    /// The full name that a relative import means, from the importing module's package.
    fn absolute_name(&mut self, name: Value, globals: Value, level: usize) -> Outcome<String> {
        let package = self.package_of(globals)?;
        if package.is_empty() {
            return Err(self.import_error("attempted relative import with no known parent package"));
        }
        let mut package = package.as_str();
        for _ in 1..level {
            match package.rsplit_once('.') {
                Some((outer, _)) => package = outer,
                None => return Err(self.import_error("attempted relative import beyond top-level package")),
            }
        }
        let name = self.str_lossy(name);
        Ok(if name.is_empty() { package.into() } else { format!("{package}.{name}") })
    }

    /// The package that relative imports of a module start from: what `__package__`, else its spec, else its name says.
    fn package_of(&mut self, globals: Value) -> Outcome<String> {
        if !self.is_dict(globals) {
            return Err(self.type_error("globals must be a dict"));
        }
        let package = self.dict_get_text(globals, "__package__")?;
        if !package.is(Value::UNSET) && !package.is(Value::NONE) {
            if !self.is_str(package) {
                return Err(self.type_error("package must be a string"));
            }
            return Ok(self.str_lossy(package));
        }
        let spec = self.dict_get_text(globals, "__spec__")?;
        if !spec.is(Value::UNSET) && !spec.is(Value::NONE) {
            let parent = self.get_attr_text(spec, "parent")?;
            if !self.is_str(parent) {
                return Err(self.type_error("__spec__.parent must be a string"));
            }
            return Ok(self.str_lossy(parent));
        }
        let text = "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__";
        self.warn(self.exceptions.ImportWarning, text)?;
        let name = self.dict_get_text(globals, "__name__")?;
        if name.is(Value::UNSET) {
            let key = self.new_str("'__name__' not in globals")?;
            return Err(self.key_error(key));
        }
        if !self.is_str(name) {
            return Err(self.type_error("__name__ must be a string"));
        }
        let name = self.str_lossy(name);
        let is_package = !self.dict_get_text(globals, "__path__")?.is(Value::UNSET);
        Ok(if is_package { name } else { name.rsplit_once('.').map_or(String::new(), |(parent, _)| parent.into()) })
    }

    /// ModuleNotFoundError that knows which module it is about.
    fn no_module(&mut self, name: &str, message: String) -> Raised {
        let raised = self.module_not_found_error(message);
        let exception = self.take_pending();
        let filled = self.new_str(name).and_then(|name| self.set_attr_text(exception, "name", name));
        if filled.is_ok() { self.set_pending(exception) } else { raised }
    }
}
