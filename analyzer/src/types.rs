//! What values may be, for the specializer: types of places, arguments, results, globals, and
//! the targets of calls.

use crate::analysis::Analysis;
use crate::solve::NodeId;
use crate::solve::objects::{self, ObjId, Object};
use crate::template::{ClassId, Constraint, FIRST_PARAM, FuncId, ModuleId, RESULT, Var};
use pyspec_front::hir::Place;

/// Deepest nesting of element types.
const DEEPEST: u32 = 2;

/// One thing a value may be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Type {
    None,
    Int,
    Float,
    Bool,
    Str,
    Bytes,
    /// A list of these.
    List(Box<TypeSummary>),
    /// A tuple of these, whatever their places.
    Tuple(Box<TypeSummary>),
    /// A dict with these keys and values.
    Dict(Box<TypeSummary>, Box<TypeSummary>),
    /// An instance of the class itself (subclasses are other types).
    Instance(ClassId),
    /// The class itself.
    Class(ClassId),
    Function(FuncId),
    /// A function bound to an instance.
    Method(FuncId),
    Module(ModuleId),
    /// Anything else of the builtins, by the name of its type.
    Builtin(String),
}

/// All that a value may be.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TypeSummary {
    pub types: Vec<Type>,
    /// It may be something else; true of what was never reached, too.
    pub is_open: bool,
}

impl TypeSummary {
    /// The only type, if there is just one and nothing else is possible.
    pub fn exact(&self) -> Option<&Type> {
        match &self.types[..] {
            [only] if !self.is_open => Some(only),
            _ => None,
        }
    }

    /// The only type beside None, however sure.
    pub fn likely(&self) -> Option<&Type> {
        let mut some = self.types.iter().filter(|t| **t != Type::None);
        match (some.next(), some.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }
}

/// Where a call may go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A function, with or without a receiver before the arguments.
    Function { function: FuncId, bound: bool },
    /// A class that is called.
    Class(ClassId),
    /// A builtin or native, by name.
    Builtin(String),
    /// Something that was not followed.
    Unknown,
}

/// What is known of a global.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GlobalFact {
    /// Bound by one store of the module's body that runs once.
    pub bound_once: bool,
    pub summary: TypeSummary,
}

impl Analysis<'_> {
    /// The type of a place where instruction `n` reads it (else where it writes it).
    /// Needs [`crate::Options::keep_types`].
    pub fn place_type(&self, f: FuncId, n: u32, place: Place) -> TypeSummary {
        self.var_type(f, self.solver.maps.get(&f).and_then(|m| m.at(n, place)))
    }

    /// The type of what instruction `n` writes to a place.
    pub fn written_type(&self, f: FuncId, n: u32, place: Place) -> TypeSummary {
        self.var_type(f, self.solver.maps.get(&f).and_then(|m| m.written(n, place)))
    }

    /// The type of a place at the entry of a block.
    pub fn entry_type(&self, f: FuncId, block: u32, place: Place) -> TypeSummary {
        self.var_type(f, self.solver.maps.get(&f).and_then(|m| m.at_entry(block, place)))
    }

    /// The type of parameter `i`, in place order.
    pub fn argument_type(&self, f: FuncId, i: u32) -> TypeSummary {
        self.var_type(f, Some(FIRST_PARAM + i))
    }

    /// The type of what a function returns (of a generator: at its end).
    pub fn return_type(&self, f: FuncId) -> TypeSummary {
        self.var_type(f, Some(RESULT))
    }

    /// Whether the program was seen to call a function, or to run a body.
    pub fn is_reached(&self, f: FuncId) -> bool {
        self.solver.function_instances.contains_key(&f)
    }

    /// What a module's global may be.
    pub fn global(&self, module: ModuleId, name: &str) -> Option<GlobalFact> {
        let symbol = self.solver.program.symbols.find(name)?;
        let uses = self.solver.program.modules[module as usize].globals.get(&symbol)?;
        let node = self.solver.globals.get(&(module, symbol)).copied();
        let items = node.map_or(&[][..], |n| self.solver.items(n));
        Some(GlobalFact { bound_once: uses.stores == 1 && !uses.elsewhere, summary: self.summary(items, DEEPEST) })
    }

    /// Where the call of instruction `n` may go.
    pub fn call_targets(&self, f: FuncId, n: u32) -> Vec<Target> {
        let Some(map) = self.solver.maps.get(&f) else { return vec![Target::Unknown] };
        let template = &self.solver.program.functions[f as usize].template;
        let mut out = vec![];
        for constraint in template.constraints.get(map.constraints(n)).unwrap_or_default() {
            match *constraint {
                Constraint::Call { callee, .. } => {
                    for o in self.objects(f, callee) {
                        self.target(o, &mut out);
                    }
                }
                Constraint::CallMethod { object, name, .. } => {
                    for o in self.objects(f, object) {
                        self.method_target(o, name, &mut out);
                    }
                }
                _ => {}
            }
        }
        if out.is_empty() {
            out.push(Target::Unknown);
        }
        out
    }

    fn target(&self, o: ObjId, out: &mut Vec<Target>) {
        let s = &self.solver;
        let target = match s.objects[o as usize] {
            Object::Function(function) => Target::Function { function, bound: false },
            Object::Bound(function, _) => match s.objects[function as usize] {
                Object::Function(function) => Target::Function { function, bound: true },
                _ => Target::Unknown,
            },
            Object::Class(c) => Target::Class(c),
            Object::Row(_) | Object::BoundRow(..) | Object::Special(_) => Target::Builtin(s.callable_name(o)),
            _ => Target::Unknown,
        };
        if !out.contains(&target) {
            out.push(target);
        }
    }

    fn method_target(&self, o: ObjId, name: u32, out: &mut Vec<Target>) {
        let s = &self.solver;
        if objects::is_unknown(o) {
            return self.target(o, out);
        }
        let (class, after) = match s.objects[o as usize] {
            Object::Super(after, receiver) => (s.class_of(receiver), Some(after)),
            Object::Module(m) => {
                let items = s.globals.get(&(m, name)).map_or(&[][..], |&n| s.items(n));
                return items.iter().for_each(|&o| self.target(o, out));
            }
            Object::Class(c) => (c, None),
            _ => (s.class_of(o), None),
        };
        let bound = !matches!(s.objects[o as usize], Object::Class(_));
        let target = match s.find(class, name, after) {
            Some((k, None)) => {
                let node = s.find_object(Object::Class(k)).and_then(|k| s.attrs.get(&(k, name)));
                for &found in node.map_or(&[][..], |&n| s.items(n)) {
                    match s.objects[found as usize] {
                        Object::Function(function) => out.push(Target::Function { function, bound }),
                        _ => self.target(found, out),
                    }
                }
                return;
            }
            Some((k, Some(_))) => Target::Builtin(format!("{}.{}", s.class_name(k), s.program.symbols.name(name))),
            None => Target::Unknown,
        };
        if !out.contains(&target) {
            out.push(target);
        }
    }

    /// Objects of a variable in all instances of its function.
    fn objects(&self, f: FuncId, v: Var) -> Vec<ObjId> {
        let mut out = vec![];
        for &i in self.solver.function_instances.get(&f).map_or(&[][..], |i| i) {
            let node: NodeId = self.solver.instances[i as usize].base + v;
            for &o in self.solver.items(node) {
                if !out.contains(&o) {
                    out.push(o);
                }
            }
        }
        out
    }

    fn var_type(&self, f: FuncId, v: Option<Var>) -> TypeSummary {
        let Some(v) = v else { return TypeSummary { types: vec![], is_open: true } };
        let mut summary = self.summary(&self.objects(f, v), DEEPEST);
        summary.is_open |= summary.types.is_empty();
        summary
    }

    fn summary(&self, items: &[ObjId], depth: u32) -> TypeSummary {
        let mut out = TypeSummary::default();
        for &o in items {
            if objects::is_unknown(o) {
                out.is_open = true;
                continue;
            }
            let t = self.type_of(o, depth);
            if !out.types.contains(&t) {
                out.types.push(t);
            }
        }
        out
    }

    fn part(&self, o: ObjId, name: u32, depth: u32) -> Box<TypeSummary> {
        let node = self.solver.attrs.get(&(o, name)).copied();
        let items = node.map_or(&[][..], |n| self.solver.items(n));
        let open = TypeSummary { types: vec![], is_open: true };
        Box::new(if depth == 0 { open } else { self.summary(items, depth - 1) })
    }

    fn type_of(&self, o: ObjId, depth: u32) -> Type {
        let s = &self.solver;
        let (known, words) = (s.known, s.words);
        match s.objects[o as usize] {
            _ if o == objects::NONE => Type::None,
            _ if o == objects::INT || o == objects::BIG_INT => Type::Int,
            _ if o == objects::FLOAT => Type::Float,
            _ if o == objects::BOOL => Type::Bool,
            _ if o == objects::STR => Type::Str,
            _ if o == objects::BYTES => Type::Bytes,
            Object::Text(_) => Type::Str,
            Object::Site(c, _) if c == known.list => Type::List(self.part(o, words.element, depth)),
            Object::Site(c, _) if c == known.tuple => Type::Tuple(self.part(o, words.element, depth)),
            Object::Site(c, _) if c == known.dict => {
                Type::Dict(self.part(o, words.element, depth), self.part(o, words.values, depth))
            }
            Object::Instance(c) if s.classes[c as usize].is_user => Type::Instance(c),
            Object::Class(c) => Type::Class(c),
            Object::Function(f) => Type::Function(f),
            Object::Bound(f, _) => match s.objects[f as usize] {
                Object::Function(f) => Type::Method(f),
                _ => Type::Builtin("method".into()),
            },
            Object::Module(m) => Type::Module(m),
            _ => Type::Builtin(s.type_name(o)),
        }
    }

    /// A summary as dumps print it.
    pub fn show(&self, summary: &TypeSummary) -> String {
        let mut parts: Vec<String> = summary.types.iter().map(|t| self.show_type(t)).collect();
        parts.sort();
        if summary.is_open || parts.is_empty() {
            parts.push("?".into());
        }
        parts.join(" | ")
    }

    fn show_type(&self, t: &Type) -> String {
        let s = &self.solver;
        match t {
            Type::None => "None".into(),
            Type::Int => "int".into(),
            Type::Float => "float".into(),
            Type::Bool => "bool".into(),
            Type::Str => "str".into(),
            Type::Bytes => "bytes".into(),
            Type::List(e) => format!("list[{}]", self.show(e)),
            Type::Tuple(e) => format!("tuple[{}, ...]", self.show(e)),
            Type::Dict(k, v) => format!("dict[{}, {}]", self.show(k), self.show(v)),
            Type::Instance(c) => s.class_name(*c),
            Type::Class(c) => format!("type[{}]", s.class_name(*c)),
            Type::Function(f) => format!("def {}", s.program.functions[*f as usize].qualname),
            Type::Method(f) => format!("method {}", s.program.functions[*f as usize].qualname),
            Type::Module(m) => format!("module {}", s.program.modules[*m as usize].name),
            Type::Builtin(name) => name.clone(),
        }
    }
}
