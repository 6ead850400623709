//! `__import__`: through `importlib`'s bootstrap once it is loaded, before that straight from the
//! native modules and the embedded library.

use crate::native::{ModuleTable, Outcome};
use crate::vm::Vm;
use pyspec_abi::Value;

impl Vm {
    /// `__import__(name, globals, fromlist=fromlist, level=level)`.
    pub fn import_name(&mut self, name: Value, globals: Value, fromlist: Value, level: usize) -> Outcome {
        let bootstrap = self.dict_get_text(self.modules, "_frozen_importlib")?;
        if level > 0 {
            if bootstrap.is(Value::UNSET) {
                return Err(self.import_error("relative imports need importlib"));
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
        if !loaded.is(Value::UNSET) {
            return Ok(loaded);
        }
        let parent = match name.rsplit_once('.') {
            Some((parent, _)) => self.load_plainly(parent)?,
            None => Value::UNSET,
        };
        let table = self.native_modules.iter().copied().find(|table| table.name == name);
        let module = match table {
            Some(table) => self.load_native(table)?,
            None => self.load_embedded(name)?,
        };
        if parent.is_ptr()
            && let Some((_, last)) = name.rsplit_once('.')
        {
            self.set_attr_text(parent, last, module)?;
        }
        Ok(module)
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
        let module = self.new_module(name)?;
        self.dict_set_text(self.modules, name, module)?;
        let home = if package { name } else { name.rsplit_once('.').map_or("", |(parent, _)| parent) };
        let home = self.new_str(home)?;
        self.set_module_attr(module, "__package__", home)?;
        if package {
            let path = self.new_list(&[])?;
            self.set_module_attr(module, "__path__", path)?;
        }
        let globals = self.instance_dict(module)?;
        let builtins = self.builtins;
        self.dict_set_text(globals, "__builtins__", builtins)?;
        if let Err(raised) = self.run_module(unit, globals) {
            let exception = self.take_pending();
            let key = self.intern(name);
            self.dict_remove(self.modules, key)?;
            self.set_pending(exception);
            return Err(raised);
        }
        self.dict_get_text(self.modules, name)
    }
}
