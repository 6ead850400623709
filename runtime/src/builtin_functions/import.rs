//! `__import__`: through `importlib`'s bootstrap once it is loaded, else straight from the native modules,
//! the executable's or the embedded library's units, and files on `sys.path`.

use crate::native::{ModuleTable, Outcome};
use crate::vm::Vm;
use pyspec_abi::Value;

impl Vm {
    /// `__import__(name, globals, fromlist=fromlist, level=level)`.
    pub fn import_name(&mut self, name: Value, globals: Value, fromlist: Value, level: usize) -> Outcome {
        let bootstrap = self.dict_get_text(self.modules, "_frozen_importlib")?;
        if level > 0 {
            if bootstrap.is(Value::UNSET) {
                let name = self.absolute_name(name, globals, level)?;
                let name = self.intern(&name);
                let module = self.loaded_or_load(bootstrap, name)?;
                return if fromlist.is(Value::NONE) {
                    Ok(module)
                } else {
                    self.with_submodules(bootstrap, module, fromlist)
                };
            }
            let level = Value::small_int(level as isize);
            return self.call_method(bootstrap, "__import__", &[name, globals, Value::NONE, fromlist, level]);
        }
        let module = self.loaded_or_load(bootstrap, name)?;
        if !fromlist.is(Value::NONE) && self.truth(fromlist)? {
            return self.with_submodules(bootstrap, module, fromlist);
        }
        let text = self.str_lossy(name);
        match text.split_once('.') {
            None => Ok(module),
            Some((head, _)) => {
                let head = self.intern(head);
                self.loaded_or_load(bootstrap, head)
            }
        }
    }

    /// The module of this full name, from `sys.modules` if it is there.
    fn loaded_or_load(&mut self, bootstrap: Value, name: Value) -> Outcome {
        let loaded = self.dict_get(self.modules, name)?;
        if !loaded.is(Value::UNSET) && !loaded.is(Value::NONE) {
            return Ok(loaded);
        }
        if bootstrap.is(Value::UNSET) {
            let text = self.str_lossy(name);
            return self.load_plainly(&text);
        }
        let import = self.dict_get_text(self.builtins, "__import__")?;
        self.call_method(bootstrap, "_find_and_load", &[name, import])
    }

    /// For `from package import names`: submodules among the names are loaded too.
    fn with_submodules(&mut self, bootstrap: Value, module: Value, fromlist: Value) -> Outcome {
        let path = self.names.__path__;
        if self.get_attr_or_unset(module, path)?.is(Value::UNSET) {
            return Ok(module);
        }
        if !bootstrap.is(Value::UNSET) {
            let import = self.dict_get_text(self.builtins, "__import__")?;
            return self.call_method(bootstrap, "_handle_fromlist", &[module, fromlist, import]);
        }
        let key = self.names.__name__;
        let package = self.get_attr(module, key)?;
        let package = self.str_lossy(package);
        for item in self.collect_items(fromlist)?.iter() {
            let name = self.intern_value(*item);
            if self.get_attr_or_unset(module, name)?.is(Value::UNSET) {
                let full = format!("{package}.{}", self.str_lossy(name));
                if self.load_plainly(&full).is_err() {
                    self.take_pending();
                }
            }
        }
        Ok(module)
    }

    /// Loads a native or embedded module without `importlib`, its parents first.
    pub fn load_plainly(&mut self, name: &str) -> Outcome {
        let loaded = self.dict_get_text(self.modules, name)?;
        if loaded.is(Value::NONE) {
            return Err(self.module_not_found_error(format!("import of {name} halted; None in sys.modules")));
        }
        if !loaded.is(Value::UNSET) {
            return Ok(loaded);
        }
        let parent = match name.rsplit_once('.') {
            Some((parent, _)) => self.load_plainly(parent)?,
            None => Value::UNSET,
        };
        // A package may have entered its submodule itself.
        let loaded = self.dict_get_text(self.modules, name)?;
        if !loaded.is(Value::UNSET) {
            return Ok(loaded);
        }
        let table = self.native_modules.iter().copied().find(|table| table.name == name);
        let module = match table {
            Some(table) => self.load_native(table)?,
            None => match self.find_file(name, parent)? {
                Some(found) => self.load_file(name, &found)?,
                None => self.load_embedded(name)?,
            },
        };
        if parent.is_ptr()
            && let Some((_, last)) = name.rsplit_once('.')
        {
            self.set_attr_text(parent, last, module)?;
        }
        Ok(module)
    }

    /// The full name that a relative import means, from the importing module's package.
    fn absolute_name(&mut self, name: Value, globals: Value, level: usize) -> Outcome<String> {
        let package = self.dict_get_text(globals, "__package__")?;
        let mut package = if self.is_str(package) {
            self.str_lossy(package)
        } else {
            let key = self.names.__name__;
            let module = self.dict_get(globals, key)?;
            let module = if self.is_str(module) { self.str_lossy(module) } else { String::new() };
            let is_package = !self.dict_get_text(globals, "__path__")?.is(Value::UNSET);
            if is_package { module } else { module.rsplit_once('.').map_or(String::new(), |m| m.0.into()) }
        };
        if package.is_empty() {
            return Err(self.import_error("attempted relative import with no known parent package"));
        }
        for _ in 1..level {
            match package.rsplit_once('.') {
                Some((outer, _)) => package = outer.into(),
                None => return Err(self.import_error("attempted relative import beyond top-level package")),
            }
        }
        let name = self.str_lossy(name);
        Ok(if name.is_empty() { package } else { format!("{package}.{name}") })
    }

    /// The file of a module on its parent's path or `sys.path`: (path, whether it is a package's).
    fn find_file(&mut self, name: &str, parent: Value) -> Outcome<Option<(String, bool)>> {
        let path = if parent.is_ptr() {
            let key = self.names.__path__;
            self.get_attr_or_unset(parent, key)?
        } else if self.sys.is_ptr() {
            let sys = self.sys;
            self.get_attr_text(sys, "path")?
        } else {
            Value::UNSET
        };
        if path.is(Value::UNSET) || self.library_first(name) {
            return Ok(None);
        }
        let last = name.rsplit_once('.').map_or(name, |(_, last)| last);
        for folder in self.collect_items(path)?.iter() {
            if !self.is_str(*folder) {
                continue;
            }
            let folder = self.str_lossy(*folder);
            let base = if folder.is_empty() { last.to_string() } else { format!("{folder}/{last}") };
            for (file, package) in [(format!("{base}/__init__.py"), true), (format!("{base}.py"), false)] {
                if std::path::Path::new(&file).is_file() {
                    return Ok(Some((file, package)));
                }
            }
        }
        Ok(None)
    }

    /// Whether the executable's own units come before files.
    fn library_first(&self, name: &str) -> bool {
        self.library.is_some_and(|l| l.is_program(name))
    }

    /// Runs a module from a file.
    fn load_file(&mut self, name: &str, (file, package): &(String, bool)) -> Outcome {
        let source = match std::fs::read(file) {
            Ok(source) => source,
            Err(e) => return Err(self.import_error(format!("cannot read '{file}': {e}"))),
        };
        let code = self.compile_bytes(&source, file, Default::default(), &Default::default())?;
        let module = self.begin_module(name, *package, Some(file))?;
        let globals = self.instance_dict(module)?;
        let result = self.run_code(code, globals, Value::NONE);
        self.end_module(name, result)
    }

    /// A module in `sys.modules` whose body is about to run.
    fn begin_module(&mut self, name: &str, package: bool, file: Option<&str>) -> Outcome {
        let module = self.new_module(name)?;
        self.dict_set_text(self.modules, name, module)?;
        let home = if package { name } else { name.rsplit_once('.').map_or("", |(parent, _)| parent) };
        let home = self.new_str(home)?;
        self.set_module_attr(module, "__package__", home)?;
        if let Some(file) = file {
            let path = self.new_str(file)?;
            self.set_module_attr(module, "__file__", path)?;
        }
        if package {
            let folder = file.and_then(|f| f.rsplit_once('/')).map(|f| f.0);
            let items = match folder {
                Some(folder) => vec![self.new_str(folder)?],
                None => vec![],
            };
            let path = self.new_list(&items)?;
            self.set_module_attr(module, "__path__", path)?;
        }
        let globals = self.instance_dict(module)?;
        let builtins = self.builtins;
        self.dict_set_text(globals, "__builtins__", builtins)?;
        Ok(module)
    }

    /// The module after its body ran; one whose body raised is taken out again.
    fn end_module(&mut self, name: &str, result: Outcome) -> Outcome {
        if let Err(raised) = result {
            let exception = self.take_pending();
            let key = self.intern(name);
            self.dict_remove(self.modules, key)?;
            self.set_pending(exception);
            return Err(raised);
        }
        self.dict_get_text(self.modules, name)
    }

    /// Makes a native module and enters it into `sys.modules`.
    pub fn load_native(&mut self, table: &'static ModuleTable) -> Outcome {
        let module = self.new_module(table.name)?;
        let doc = self.new_str(table.doc)?;
        self.set_module_attr(module, "__doc__", doc)?;
        let owner = self.intern(table.name);
        for row in table.functions {
            let function = self.new_native(row, Value::UNSET, owner)?;
            self.set_module_attr(module, row.name, function)?;
        }
        self.dict_set_text(self.modules, table.name, module)?;
        if let Some(init) = table.init {
            init(self, module)?;
        }
        Ok(module)
    }

    /// Runs a module of the embedded library.
    fn load_embedded(&mut self, name: &str) -> Outcome {
        let found = self.library.and_then(|library| library.find(name));
        let Some((unit, package)) = found else {
            return Err(self.module_not_found_error(format!("No module named '{name}'")));
        };
        let module = self.begin_module(name, package, None)?;
        let globals = self.instance_dict(module)?;
        let result = self.run_module(unit, globals);
        let module = self.end_module(name, result)?;
        if name == "importlib._bootstrap" {
            // What it loads is found here too: the library has no files for its finders.
            let imp = self.load_plainly("_imp")?;
            let find = self.get_attr_text(imp, "_find_and_load")?;
            self.set_attr_text(module, "_find_and_load", find)?;
        }
        Ok(module)
    }
}
