//! Loading without `importlib`: parents first, then a native module, a unit or a file.

use super::find::Found;
use crate::native::{ModuleTable, Outcome, Raised};
use crate::vm::Vm;
use pyspec_abi::Value;

/// Folder that the embedded library's files are said to lie in.
pub const LIBRARY: &str = "<library>";

impl Vm {
    /// Loads a module without `importlib`, its parents first.
    pub fn load_plainly(&mut self, name: &str) -> Outcome {
        let loaded = self.dict_get_text(self.modules, name)?;
        if !loaded.is(Value::UNSET) {
            return Ok(loaded);
        }
        if matches!(name, "_frozen_importlib" | "_frozen_importlib_external") && !self.importing.starting {
            self.start_importlib()?;
            return self.loaded_module(name);
        }
        let parent = match name.rsplit_once('.') {
            Some((parent, _)) => self.load_parent(name, parent)?,
            None => Value::UNSET,
        };
        // A package may have entered its submodule itself.
        let loaded = self.dict_get_text(self.modules, name)?;
        if !loaded.is(Value::UNSET) {
            return Ok(loaded);
        }
        let module = match self.find_module(name, parent)? {
            Found::Native(table) => self.load_native(table)?,
            Found::Unit => self.load_embedded(name, name)?,
            Found::File { path, package } => self.load_file(name, &path, package)?,
            Found::Namespace => return self.load_by_finders(name),
            Found::Nothing => return Err(self.no_module(name, format!("No module named '{name}'"))),
        };
        if let Some((parent, last)) = name.rsplit_once('.') {
            let parent = self.dict_get_text(self.modules, parent)?;
            if parent.is_ptr() {
                self.set_attr_text(parent, last, module)?;
            }
        }
        Ok(module)
    }

    /// The package that a module lies in.
    fn load_parent(&mut self, name: &str, parent: &str) -> Outcome {
        let key = self.intern(parent);
        self.loaded_or_load(key)?;
        // A module may have put another in its place.
        let package = self.loaded_module(parent)?;
        let path = self.names.__path__;
        if self.dict_get_text(self.modules, name)?.is(Value::UNSET)
            && self.get_attr_or_unset(package, path)?.is(Value::UNSET)
        {
            let text = format!("No module named '{name}'; '{parent}' is not a package");
            return Err(self.no_module(name, text));
        }
        Ok(package)
    }

    /// Runs a module from a file.
    fn load_file(&mut self, name: &str, path: &str, package: bool) -> Outcome {
        let source = match std::fs::read(path) {
            Ok(source) => source,
            Err(e) => return Err(self.import_error(format!("cannot read '{path}': {e}"))),
        };
        let code = self.compile_bytes(&source, path, Default::default(), &Default::default())?;
        self.run_module_code(name, code, path, package)
    }

    /// Runs a module of the embedded library or the executable under a name, mostly its own.
    pub fn load_embedded(&mut self, name: &str, unit: &str) -> Outcome {
        let Some((code, package)) = self.embedded_code(unit)? else {
            return Err(self.no_module(name, format!("No module named '{name}'")));
        };
        let file = self.get_attr_text(code, "co_filename")?;
        let file = self.str_lossy(file);
        self.run_module_code(name, code, &file, package)
    }

    /// The code object of an embedded module, and whether it is a package.
    pub fn embedded_code(&mut self, name: &str) -> Outcome<Option<(Value, bool)>> {
        let Some(package) = self.library.and_then(|library| library.has(name)) else { return Ok(None) };
        if let Some((_, code)) = self.importing.codes.iter().find(|(known, _)| known == name) {
            return Ok(Some((*code, package)));
        }
        let Some(unit) = self.library.and_then(|library| library.find(name)) else { return Ok(None) };
        let code = self.load_unit(unit.0)?;
        self.importing.codes.push((name.into(), code));
        Ok(Some((code, package)))
    }

    /// Makes a module, runs its body, and takes it out of `sys.modules` again if that raised.
    fn run_module_code(&mut self, name: &str, code: Value, file: &str, package: bool) -> Outcome {
        let module = self.begin_module(name, file, package)?;
        let ident = self.thread_ident();
        self.importing.initializing.push((name.into(), ident));
        let result = self.run_body(module, code);
        self.importing.initializing.retain(|(known, thread)| known != name || *thread != ident);
        if let Err(Raised) = result {
            let exception = self.take_pending();
            let key = self.intern(name);
            self.dict_remove(self.modules, key)?;
            return Err(self.set_pending(exception));
        }
        self.loaded_module(name)
    }

    fn run_body(&mut self, module: Value, code: Value) -> Outcome {
        self.describe_module(module)?;
        let globals = self.instance_dict(module)?;
        self.run_code(code, globals, Value::NONE)
    }

    /// A module in `sys.modules` whose body is about to run.
    fn begin_module(&mut self, name: &str, file: &str, package: bool) -> Outcome {
        let module = crate::types::module::make_undescribed(self, name)?;
        let globals = self.instance_dict(module)?;
        let home = if package { name } else { name.rsplit_once('.').map_or("", |(parent, _)| parent) };
        let home = self.new_str(home)?;
        self.dict_set_text(globals, "__package__", home)?;
        let path = self.new_str(file)?;
        self.dict_set_text(globals, "__file__", path)?;
        if package {
            let folder = self.new_str(file.rsplit_once('/').map_or("", |(folder, _)| folder))?;
            let path = self.new_list(&[folder])?;
            self.dict_set_text(globals, "__path__", path)?;
        }
        let builtins = self.builtins;
        self.dict_set_text(globals, "__builtins__", builtins)?;
        self.dict_set_text(self.modules, name, module)?;
        Ok(module)
    }

    /// Makes a native module and enters it into `sys.modules`.
    pub fn load_native(&mut self, table: &'static ModuleTable) -> Outcome {
        let module = crate::types::module::make_undescribed(self, table.name)?;
        let doc = self.new_str(table.doc)?;
        self.set_module_attr(module, "__doc__", doc)?;
        let package = self.intern("");
        self.set_module_attr(module, "__package__", package)?;
        let owner = self.intern(table.name);
        for row in table.functions {
            let function = self.new_native(row, Value::UNSET, owner)?;
            self.set_module_attr(module, row.name, function)?;
        }
        self.dict_set_text(self.modules, table.name, module)?;
        if let Some(init) = table.init {
            init(self, module)?;
        }
        self.describe_module(module)?;
        Ok(module)
    }
}
