//! Modules: read on first import, names of modules, globals and builtins.

use super::objects::{self, ObjId, Object};
use super::{Broken, Class, NodeId, Solver};
use crate::template::{self, ModuleId, ModuleInfo, Symbol};

impl Solver<'_> {
    /// The module of this name, read if it is new.
    pub fn load(&mut self, name: &str) -> ModuleId {
        if let Some(&module) = self.module_numbers.get(name) {
            return module;
        }
        let module = self.new_module(name);
        let whole = self.native_groups.get(name).is_some_and(|g| g.is_whole);
        if !whole && let Some(found) = self.resolver.find(name) {
            self.load_file(module, &found.path, found.is_package);
        } else if !self.module_rows.contains_key(&module) {
            self.give_up(objects::IMPORT, &format!("import of {name}"));
        }
        module
    }

    /// Enters a module without reading it.
    pub fn new_module(&mut self, name: &str) -> ModuleId {
        let module = self.program.modules.len() as ModuleId;
        self.module_numbers.insert(name.into(), module);
        self.program.modules.push(ModuleInfo { name: name.into(), is_native: true, ..ModuleInfo::default() });
        self.add_module_rows(module, name);
        module
    }

    /// Reads a module's file and starts its body.
    pub fn load_file(&mut self, module: ModuleId, path: &str, is_package: bool) {
        let system = self.resolver.system();
        system.note("analyzing", path);
        let start = system.cpu_seconds();
        let source = match system.read(path) {
            Ok(source) => source,
            Err(message) => return self.broken.push(Broken { path: path.into(), line: 0, message }),
        };
        let lowered = crate::front::lower(&source, path);
        self.front_seconds += system.cpu_seconds() - start;
        let hir = match lowered {
            Ok(hir) => hir,
            Err((line, message)) => return self.broken.push(Broken { path: path.into(), line, message }),
        };
        let lines = source.iter().filter(|&&b| b == b'\n').count() as u32 + 1;
        self.lines += u64::from(lines);
        let info = &mut self.program.modules[module as usize];
        info.path = path.into();
        info.is_package = is_package;
        info.is_native = false;
        info.lines = lines;
        info.is_main =
            if info.name == "__main__" { Some(true) } else { (!self.scripts.contains(&info.name)).then_some(false) };
        self.start_module(module, &hir);
    }

    /// Makes a lowered module's templates and starts its body.
    pub fn start_module(&mut self, module: ModuleId, hir: &pyspec_front::hir::Module) {
        let start = self.resolver.system().cpu_seconds();
        self.program.modules[module as usize].is_native = false;
        let maps = template::build_module(&mut self.program, module, hir, self.keep);
        let first = self.program.modules[module as usize].functions.0;
        self.maps.extend(maps.into_iter().enumerate().map(|(i, m)| (first + i as u32, m)));
        while self.classes.len() < self.program.classes.len() {
            let c = self.classes.len();
            let names = self.program.classes[c].names.iter().copied().collect();
            let mro = vec![c as u32, self.known.object];
            self.classes.push(Class { is_user: true, names, mro, ..Class::default() });
        }
        self.template_seconds += self.resolver.system().cpu_seconds() - start;
        let body = self.program.modules[module as usize].body;
        let here = self.here;
        self.instance(body, 0);
        self.here = here;
    }

    /// `import a.b.c`: every package on the way, each an attribute of the one before. Gives the last.
    fn import(&mut self, name: &str) -> ModuleId {
        let mut parent: Option<ModuleId> = None;
        let mut last = 0;
        let ends = name.match_indices('.').map(|m| m.0).chain([name.len()]);
        let mut start = 0;
        for end in ends {
            last = self.load(&name[..end]);
            if let Some(parent) = parent {
                let part = self.program.symbols.get(&name[start..end]);
                let n = self.global(parent, part);
                let o = self.object(Object::Module(last));
                self.add(n, o);
            }
            parent = Some(last);
            start = end + 1;
        }
        last
    }

    pub(super) fn import_statement(&mut self, name: Symbol, top: bool, to: NodeId) {
        let name = self.program.symbols.name(name).to_string();
        let mut module = self.import(&name);
        if top && let Some(dot) = name.find('.') {
            module = self.load(&name[..dot]);
        }
        let o = self.object(Object::Module(module));
        self.add(to, o);
    }

    pub(super) fn import_from(&mut self, module: Symbol, name: Symbol, to: NodeId) {
        let from = self.program.symbols.name(module).to_string();
        let module = self.import(&from);
        let text = self.program.symbols.name(name).to_string();
        let info = &self.program.modules[module as usize];
        if info.is_package || info.is_native {
            // The package's own `from . import name` binds the name that it looks for: the submodule comes first.
            let inner = format!("{from}.{text}");
            if self.exists(&inner) {
                self.import(&inner);
            }
        }
        self.module_attr(module, name, to);
    }

    pub(super) fn import_star(&mut self, into: ModuleId, from: Symbol) {
        let name = self.program.symbols.name(from).to_string();
        let from = self.import(&name);
        let info = &self.program.modules[from as usize];
        let mut names: Vec<Symbol> = match &info.all {
            Some(all) => all.clone(),
            None => {
                let public = |s: &&Symbol| !self.program.symbols.name(**s).starts_with('_');
                info.globals.keys().filter(public).copied().collect()
            }
        };
        if let Some(rows) = self.module_rows.get(&from) {
            names.extend(rows.keys().copied());
        }
        names.sort_unstable();
        names.dedup();
        for name in names {
            self.program.modules[into as usize].globals.entry(name).or_default().elsewhere = true;
            let n = self.global(into, name);
            self.module_attr(from, name, n);
        }
    }

    fn exists(&mut self, name: &str) -> bool {
        self.module_numbers.contains_key(name)
            || self.native_groups.contains_key(name)
            || self.resolver.find(name).is_some()
    }

    pub(super) fn module_attr(&mut self, module: ModuleId, name: Symbol, to: NodeId) {
        if let Some(&row) = self.module_rows.get(&module).and_then(|r| r.get(&name)) {
            return self.row_value(row, None, to);
        }
        let info = &self.program.modules[module as usize];
        if info.is_native && !self.globals.contains_key(&(module, name)) {
            return self.native_attr(module, name, to);
        }
        let (is_known, is_package) = (info.globals.contains_key(&name), info.is_package);
        let full = format!("{}.{}", info.name, self.program.symbols.name(name));
        let n = self.global(module, name);
        self.edge(n, to);
        if is_known {
            return;
        }
        if is_package && self.exists(&full) {
            self.import(&full);
        } else if self.is_module_text(name) {
            self.add(to, objects::STR);
        } else if let Some(getattr) = self.module_getattr(module) {
            // PEP 562: the module's own `__getattr__` answers.
            let text = self.object(Object::Text(name));
            let args = vec![self.constant(text)];
            let site = self.explicit_site(args, to);
            self.trigger(getattr, super::trigger::Trigger::Call(site));
        }
    }

    fn module_getattr(&mut self, module: ModuleId) -> Option<NodeId> {
        let name = self.words.getattr;
        self.program.modules[module as usize].globals.contains_key(&name).then(|| self.global(module, name))
    }

    fn native_attr(&mut self, module: ModuleId, name: Symbol, to: NodeId) {
        if let Some(&row) = self.module_rows.get(&module).and_then(|r| r.get(&self.words.every)) {
            return self.row_value(row, None, to);
        }
        let text = self.program.symbols.name(name).to_string();
        let full = if module == 0 { text } else { format!("{}.{text}", self.program.modules[module as usize].name) };
        if module != 0 && self.exists(&full) {
            let inner = self.import(&full);
            let o = self.object(Object::Module(inner));
            return self.add(to, o);
        }
        if full == "dataclasses.field" {
            let o = self.object(Object::Special(objects::Special::Field));
            return self.add(to, o);
        }
        match self.class_names.get(&full) {
            Some(&c) => {
                let o = self.object(Object::Class(c));
                self.add(to, o);
            }
            None => {
                self.give_up(objects::IMPORT, &full);
                self.add(to, objects::IMPORT);
            }
        }
    }

    fn is_module_text(&self, name: Symbol) -> bool {
        matches!(self.program.symbols.name(name), "__name__" | "__file__" | "__doc__" | "__package__")
    }

    pub(super) fn load_global(&mut self, module: ModuleId, name: Symbol, to: NodeId) {
        let n = self.global(module, name);
        self.edge(n, to);
        if self.program.modules[module as usize].globals.contains_key(&name) {
            return;
        }
        if let Some(o) = self.builtin(name) {
            match o {
                Ok(o) => self.add(to, o),
                Err(row) => self.row_value(row, None, to),
            }
        } else if self.is_module_text(name) {
            self.add(to, objects::STR);
        }
    }

    /// The builtin of this name: an object, or a row.
    fn builtin(&mut self, name: Symbol) -> Option<Result<ObjId, u32>> {
        use objects::Special;
        let special = match self.program.symbols.name(name) {
            "getattr" => Some(Special::GetAttr),
            "setattr" => Some(Special::SetAttr),
            "vars" => Some(Special::Vars),
            _ => None,
        };
        if let Some(special) = special {
            return Some(Ok(self.object(Object::Special(special))));
        }
        if let Some(&row) = self.module_rows.get(&0).and_then(|r| r.get(&name)) {
            return Some(Err(row));
        }
        let &c = self.class_names.get(self.program.symbols.name(name))?;
        Some(Ok(self.object(Object::Class(c))))
    }
}
