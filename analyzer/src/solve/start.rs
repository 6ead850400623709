//! A fresh solver: the facts' classes, the fixed objects, the names that matter.

use super::escape::UNSEEN;
use super::objects::{self, Object};
use super::{Class, Solver};
use crate::builtins::{BuiltinFacts, Expr, Group, Row};
use crate::modules::Resolver;
use crate::template::{ClassId, ClassInfo, ModuleId, ModuleInfo, Program, Symbol};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;
use std::sync::Arc;

macro_rules! words {
    ($($field:ident $name:expr),* $(,)?) => {
        /// Symbols that the solver looks for.
        #[allow(missing_docs, reason = "each is the name beside it")]
        #[derive(Clone, Copy, Debug)]
        pub struct Words { $(pub $field: Symbol,)* pub positions: [Symbol; 16] }
        impl Words {
            fn new(p: &mut Program) -> Words {
                let positions = std::array::from_fn(|i| p.symbols.get(&format!("<{i}>")));
                Words { $($field: p.symbols.get($name),)* positions }
            }
        }
    };
}

words!(
    init "__init__", new "__new__", call "__call__", iter "__iter__", next "__next__", getitem "__getitem__",
    setitem "__setitem__", get "__get__", set "__set__", getattr "__getattr__", dict "__dict__", class "__class__",
    name "__name__", fget "fget", fset "fset", wrapped "<function>", set_name "__set_name__", post_init "__post_init__",
    default "default", factory "default_factory", update "update", self_ "__self__", func "__func__", value "value",
    raw_value "_value_", raw_name "_name_", member_name "name", objclass "__objclass__", sort_order "_sort_order_",
    missing "__missing__", metaclass "metaclass", setter "setter", deleter "deleter", getter "getter",
    bool_ "__bool__", len "__len__", element "<element>", values "<values>", any_value "<any>", result "<result>",
    iterated "<iterated>", every "*", dynamic "<dynamic>", bound_args "<arguments>",
);

macro_rules! known {
    ($($field:ident $name:expr),* $(,)?) => {
        /// Classes of the facts that the solver treats in a way of their own.
        #[allow(missing_docs, reason = "each is the class beside it")]
        #[derive(Clone, Copy, Debug, Default)]
        pub struct Known { $(pub $field: ClassId),* }
        impl Known {
            fn new(names: &FxHashMap<String, ClassId>) -> Known {
                Known { $($field: *names.get($name).unwrap_or_else(|| panic!("the facts lack the class {}", $name))),* }
            }
        }
    };
}

known!(
    object "object", type_ "type", property "property", staticmethod "staticmethod", classmethod "classmethod",
    list "list", tuple "tuple", dict "dict", set "set", frozenset "frozenset", slice "slice", generator "generator",
    coroutine "coroutine", function "function", method "method", module "module", super_ "super", range "range",
    str_ "str", builtin "builtin_function_or_method", exception "BaseException", cached "functools.cached_property",
    partial "functools.partial", field "dataclasses.Field", file "_io.TextIOWrapper", count "itertools.count",
);

impl<'a> Solver<'a> {
    /// A solver that knows the facts and nothing else.
    pub fn new(resolver: Resolver<'a>, facts: &dyn BuiltinFacts, keep: bool) -> Solver<'a> {
        let mut program = Program::default();
        let words = Words::new(&mut program);
        program.modules.push(ModuleInfo { name: "builtins".into(), is_native: true, ..ModuleInfo::default() });
        let mut s = Solver {
            program,
            resolver,
            keep,
            maps: FxHashMap::default(),
            nodes: vec![],
            edges: vec![],
            triggers: vec![],
            queue: VecDeque::new(),
            objects: vec![],
            object_numbers: FxHashMap::default(),
            attrs: FxHashMap::default(),
            attr_order: vec![],
            classes: vec![],
            instances: vec![],
            instance_numbers: FxHashMap::default(),
            function_instances: FxHashMap::default(),
            sites: vec![],
            connected: FxHashSet::default(),
            cells: FxHashMap::default(),
            globals: FxHashMap::default(),
            module_numbers: FxHashMap::default(),
            module_rows: FxHashMap::default(),
            native_groups: FxHashMap::default(),
            rows: vec![],
            class_names: FxHashMap::default(),
            constants: FxHashMap::default(),
            keys: FxHashMap::default(),
            waiting: FxHashMap::default(),
            late_names: FxHashMap::default(),
            unknown_stores: FxHashMap::default(),
            by_name: FxHashSet::default(),
            concatenations: FxHashMap::default(),
            escaped: FxHashSet::default(),
            to_escape: VecDeque::new(),
            decorator: 0,
            unseen_site: 0,
            first_instances: 0,
            site_count: 0,
            here: (0, 0),
            given_up: FxHashSet::default(),
            broken: vec![],
            words,
            known: Known::default(),
            main: 0,
            scripts: FxHashSet::default(),
            lines: 0,
            front_seconds: 0.0,
            template_seconds: 0.0,
        };
        let unseen = s.node();
        assert_eq!(unseen, UNSEEN, "it is the first node");
        s.load_facts(facts.groups());
        s.make_unseen_site();
        s.make_decorator();
        s
    }

    fn load_facts(&mut self, groups: Vec<Group>) {
        for cause in 0..objects::NONE {
            self.object(Object::Unknown(cause));
        }
        let (modules, classes): (Vec<Group>, Vec<Group>) = groups.into_iter().partition(|g| g.is_module);
        for group in classes {
            let name = self.program.symbols.get(&group.name);
            let c = self.new_class(name, 0, false);
            self.class_names.insert(group.name.clone(), c);
            let base = group.base.map(|b| {
                *self.class_names.get(&b).unwrap_or_else(|| panic!("the base {b} of {} comes first", group.name))
            });
            self.classes[c as usize].bases = base.map(Some).into_iter().collect();
            for row in group.rows {
                let name = self.program.symbols.get(&row.name);
                self.rows.push(Arc::new(row));
                self.classes[c as usize].rows.insert(name, self.rows.len() as u32 - 1);
            }
        }
        self.known = Known::new(&self.class_names);
        for c in 0..self.classes.len() as ClassId {
            self.linearize(c);
        }
        for (i, name) in objects::FIXED.iter().enumerate() {
            let o = self.object(Object::Instance(self.class_names[*name]));
            assert_eq!(o, objects::NONE + i as u32, "fixed objects have fixed numbers");
        }
        let object = self.object(Object::Class(self.known.object));
        assert_eq!(object, objects::OBJECT_CLASS, "fixed objects have fixed numbers");
        for group in modules {
            self.native_groups.insert(group.name.clone(), group);
        }
        self.module_numbers.insert("builtins".into(), 0);
        self.add_module_rows(0, "builtins");
    }

    fn make_decorator(&mut self) {
        let row = Row { name: "decorator".into(), is_value: false, result: Expr::Same, effects: vec![] };
        self.rows.push(Arc::new(row));
        self.decorator = self.object(Object::Row(self.rows.len() as u32 - 1));
    }

    /// Gives a module the rows of its name, if there are any.
    pub(super) fn add_module_rows(&mut self, module: ModuleId, name: &str) {
        let Some(group) = self.native_groups.get(name).cloned() else { return };
        for row in group.rows {
            let name = self.program.symbols.get(&row.name);
            self.rows.push(Arc::new(row));
            self.module_rows.entry(module).or_default().insert(name, self.rows.len() as u32 - 1);
        }
    }

    /// A class that no class statement of a module makes.
    pub(super) fn new_class(&mut self, name: Symbol, module: ModuleId, is_user: bool) -> ClassId {
        let c = self.program.classes.len() as ClassId;
        let qualname = self.program.symbols.name(name).to_string();
        self.program.classes.push(ClassInfo { name, qualname, module, ..ClassInfo::default() });
        self.classes.push(Class { mro: vec![c, self.known.object], is_user, ..Class::default() });
        c
    }
}
