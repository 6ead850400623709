//! The pipeline, top to bottom, and what it leaves behind.

use crate::builtins::BuiltinFacts;
use crate::modules::{Resolver, System, module_name_of};
use crate::shapes::{self, Shape, Slot};
use crate::solve::{Broken, GivenUp, Solver};
use crate::template::{ClassId, FuncId, ModuleId, ModuleInfo, Symbol};
use pyspec_abi::shape::{PlannedAttribute, Representation, ShapePlan};

/// Where the program starts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Entry {
    /// A file that is run.
    Script(String),
    /// A module that is run, as `-m` does.
    Module(String),
    /// Files and folders of a library: all their modules, their public names the entries.
    Library(Vec<String>),
}

/// How to analyse.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// Folders to look for imports in, after the entry's own; the library last.
    pub roots: Vec<String>,
    /// Keep what queries about types of places need.
    pub keep_types: bool,
}

/// CPU seconds per phase.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Timings {
    pub front: f64,
    pub templates: f64,
    pub solve: f64,
    pub shapes: f64,
    pub lines: u64,
}

/// What was found out.
pub struct Analysis<'a> {
    pub solver: Solver<'a>,
    /// Every class that was made, in the order of the class statements.
    pub shapes: Vec<Shape>,
    pub timings: Timings,
    own_folders: Vec<String>,
}

/// Folders that are never part of a library's own modules.
const SKIPPED: [&str; 5] = ["__pycache__", "test", "tests", "idlelib", "node_modules"];

/// Analyses a program. Errors are in the result.
pub fn analyze<'a>(system: &'a dyn System, entry: &Entry, options: &Options, facts: &dyn BuiltinFacts) -> Analysis<'a> {
    let start = system.cpu_seconds();
    let (own_folders, start_files) = entry_files(system, entry, &options.roots);
    let mut roots = own_folders.clone();
    roots.extend(options.roots.iter().cloned());
    let resolver = Resolver::new(system, roots);
    let mut solver = Solver::new(resolver, facts, options.keep_types);
    solver.scripts = start_files.iter().map(|f| f.0.clone()).collect();
    // First tier: what the entry reaches.
    for (name, path) in start_files {
        if name == "__main__" {
            solver.main = solver.new_module("__main__");
            if let Entry::Module(_) = entry {
                let name = module_name_of(system, &path).1;
                let package = name.rfind('.').map_or("", |i| &name[..i]);
                solver.program.modules[solver.main as usize].package = package.into();
                if !package.is_empty() {
                    solver.load(package);
                }
            }
            solver.load_file(solver.main, &path, false);
        } else {
            solver.load(&name);
        }
        solver.run();
    }
    solver.follow_unseen();
    solver.first_instances = solver.instances.len() as u32;
    let first_tier: Vec<u32> = solver.nodes.iter().map(|n| n.items.len() as u32).collect();
    // Second tier: what nobody calls, of the program itself.
    let folders = own_folders.clone();
    solver.reach_the_rest(&|s, module| is_own(&s.program.modules[module as usize], &folders));
    let solved = system.cpu_seconds();
    let shapes = shapes::predict(&solver, &first_tier);
    let done = system.cpu_seconds();
    let timings = Timings {
        front: solver.front_seconds,
        templates: solver.template_seconds,
        solve: solved - start - solver.front_seconds - solver.template_seconds,
        shapes: done - solved,
        lines: solver.lines,
    };
    Analysis { solver, shapes, timings, own_folders }
}

/// The folders that the program's own modules lie in, and the modules to start from.
fn entry_files(system: &dyn System, entry: &Entry, roots: &[String]) -> (Vec<String>, Vec<(String, String)>) {
    let mut folders: Vec<String> = vec![];
    let mut files = vec![];
    let mut add = |folder: String| {
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    };
    match entry {
        Entry::Script(path) => {
            add(module_name_of(system, path).0);
            add(folder_of(path));
            files.push(("__main__".to_string(), path.clone()));
        }
        Entry::Module(name) => {
            let mut resolver = Resolver::new(system, roots.to_vec());
            let found = resolver.find(&format!("{name}.__main__")).or_else(|| resolver.find(name));
            let path = found.map_or(String::new(), |f| f.path);
            add(module_name_of(system, &path).0);
            files.push(("__main__".to_string(), path));
        }
        Entry::Library(paths) => {
            for path in paths {
                if system.is_file(path) {
                    let (folder, name) = module_name_of(system, path);
                    add(folder);
                    files.push((name, path.clone()));
                    continue;
                }
                let path = path.trim_end_matches('/');
                let init = format!("{path}/__init__.py");
                let (folder, prefix) = if system.is_file(&init) {
                    let (folder, name) = module_name_of(system, &init);
                    (folder, format!("{name}."))
                } else {
                    (path.to_string(), String::new())
                };
                add(folder);
                let below = Resolver::new(system, vec![]).below(path, &prefix, &SKIPPED);
                files.extend(below.into_iter().filter(|f| !f.0.is_empty()));
            }
        }
    }
    (folders, files)
}

fn folder_of(path: &str) -> String {
    path.rfind('/').map_or(String::new(), |i| path[..i].to_string())
}

fn is_own(module: &ModuleInfo, folders: &[String]) -> bool {
    let inside = |f: &String| f.is_empty() || module.path.strip_prefix(f.as_str()).is_some_and(|p| p.starts_with('/'));
    !module.path.is_empty() && folders.iter().any(inside)
}

impl Analysis<'_> {
    /// Whether a module is the program's own, not a library's.
    pub fn is_own(&self, module: ModuleId) -> bool {
        is_own(&self.solver.program.modules[module as usize], &self.own_folders)
    }

    /// Whether an executable has to bring a module along: it is the program's own, or was found on the path. One that
    /// does not parse stays where it is: who imports it gets the error.
    pub fn is_brought_along(&self, module: ModuleId) -> bool {
        let path = &self.solver.program.modules[module as usize].path;
        !path.is_empty() && !self.solver.system().is_library(path)
    }

    /// Files that could not be read or lowered.
    pub fn errors(&self) -> &[Broken] {
        &self.solver.broken
    }

    /// Where analysis gave up and why, in the order of files and lines.
    pub fn given_up(&self) -> Vec<&GivenUp> {
        let mut out: Vec<&GivenUp> = self.solver.given_up.iter().collect();
        let path = |g: &GivenUp| &self.solver.program.modules[g.module as usize].path;
        out.sort_by(|a, b| (path(a), a).cmp(&(path(b), b)));
        out
    }

    /// The module of this name, if it was reached.
    pub fn module(&self, name: &str) -> Option<ModuleId> {
        self.solver.module_numbers.get(name).copied()
    }

    /// Function `index` of a module.
    pub fn function(&self, module: ModuleId, index: u32) -> Option<FuncId> {
        let (first, count) = self.solver.program.modules[module as usize].functions;
        (index < count).then_some(first + index)
    }

    /// The shape of a class.
    pub fn shape(&self, class: ClassId) -> Option<&Shape> {
        self.shapes.binary_search_by_key(&class, |s| s.class).ok().map(|i| &self.shapes[i])
    }

    /// What `build` embeds and a running class adopts: classes that the program instantiates.
    pub fn plans(&self) -> Vec<ShapePlan> {
        let plan = |shape: &Shape| {
            if let Some(names) = shape.has_slots.then(|| self.slot_names(shape.class)).flatten() {
                return self.slotted_plan(shape, &names);
            }
            let info = &self.solver.program.classes[shape.class as usize];
            ShapePlan {
                module: self.solver.program.modules[info.module as usize].name.clone(),
                qualname: info.qualname.clone(),
                line: info.statement_line,
                attributes: shape.slots.iter().map(|slot| self.planned(slot)).collect(),
                slotted: false,
                confidence: shape.confidence,
            }
        };
        self.shapes.iter().filter(|s| s.is_instantiated && !s.slots.is_empty()).map(plan).collect()
    }

    fn planned(&self, slot: &Slot) -> PlannedAttribute {
        PlannedAttribute {
            name: self.solver.program.symbols.name(slot.name).into(),
            representation: slot.representation(),
            optional: slot.optional,
            types: slot.types.clone().unwrap_or_default(),
        }
    }

    /// The plan of a class with `__slots__`: all that these name, in the order in which they lie in instances.
    fn slotted_plan(&self, shape: &Shape, names: &[Symbol]) -> ShapePlan {
        let info = &self.solver.program.classes[shape.class as usize];
        let attribute = |&name: &Symbol| match shape.slots.iter().find(|s| s.name == name) {
            Some(slot) => self.planned(slot),
            None => PlannedAttribute {
                name: self.solver.program.symbols.name(name).into(),
                representation: Representation::Value,
                optional: true,
                types: vec![],
            },
        };
        ShapePlan {
            module: self.solver.program.modules[info.module as usize].name.clone(),
            qualname: info.qualname.clone(),
            line: info.statement_line,
            attributes: names.iter().map(attribute).collect(),
            slotted: true,
            confidence: shape.confidence,
        }
    }

    /// What `__slots__` of a class and its bases name, as far as that is all that instances have. A private name is
    /// another one at run time.
    fn slot_names(&self, class: ClassId) -> Option<Vec<Symbol>> {
        let solver = &self.solver;
        let mut names = vec![];
        for &m in solver.classes[class as usize].mro.iter().rev() {
            names.extend(solver.program.classes[m as usize].slots.iter().flatten().copied());
        }
        let text = |name: &Symbol| solver.program.symbols.name(*name);
        names.retain(|n| text(n) != "__weakref__");
        let is_plain = |n: &Symbol| text(n) != "__dict__" && (!text(n).starts_with("__") || text(n).ends_with("__"));
        names.iter().all(is_plain).then_some(names)
    }
}
