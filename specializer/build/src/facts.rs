//! Analysis's answers in the specializer's terms.

use crate::heat::Heat;
use pyspec_abi::blob::Const;
use pyspec_abi::builtins::Builtin;
use pyspec_abi::ops::{Op, WINDOW_HEADER};
use pyspec_abi::shape::ShapePlan;
use pyspec_analyzer::Analysis;
use pyspec_analyzer::solve::objects::Object;
use pyspec_analyzer::template::{ClassId, FuncId, ModuleId};
use pyspec_analyzer::types::{Target, Type, TypeSummary};
use pyspec_front::hir::Module;
use pyspec_runtime::object::map::FIRST_PLANNED;
use pyspec_specializer::build::{immediate_bits, is_generator};
use pyspec_specializer::facts::{ClassFacts, Facts};
use pyspec_specializer::program::FunctionId;
use pyspec_specializer::types::{Item, PlanId, Ty};
use std::collections::HashMap;

/// Predictions for some modules of an analysed program.
pub struct AnalysisFacts<'a> {
    analysis: &'a Analysis<'a>,
    /// Analysis's number of each module that is compiled.
    modules: Vec<ModuleId>,
    hir: &'a [Module],
    plan_of: HashMap<ClassId, PlanId>,
    class_of: Vec<ClassId>,
    classes: Vec<ClassFacts>,
    /// The plans themselves, which the running classes adopt.
    pub plans: Vec<ShapePlan>,
    /// Which functions are worth compiling; all if there is none.
    heat: Option<Heat>,
}

impl<'a> AnalysisFacts<'a> {
    /// Facts for modules, in the order in which the specializer has them. `only_warm`: functions that nobody calls or
    /// that run once stay interpreted.
    pub fn new(
        analysis: &'a Analysis<'a>,
        modules: Vec<ModuleId>,
        hir: &'a [Module],
        plans: Vec<ShapePlan>,
        only_warm: bool,
    ) -> AnalysisFacts<'a> {
        let heat = only_warm.then(|| Heat::new(analysis, &modules, hir));
        let mut this = AnalysisFacts {
            analysis,
            modules,
            hir,
            plan_of: HashMap::new(),
            class_of: vec![],
            classes: vec![],
            plans: vec![],
            heat,
        };
        let mut next_map = FIRST_PLANNED;
        for plan in plans {
            let Some(class) = this.find_class(&plan) else { continue };
            let id = PlanId(this.classes.len() as u32);
            this.plan_of.insert(class, id);
            this.class_of.push(class);
            this.classes.push(ClassFacts {
                name: plan.qualname.clone(),
                attributes: plan.attributes.iter().map(|a| a.name.clone()).collect(),
                types: vec![Ty::Any; plan.attributes.len()],
                map_base: next_map,
                init: None,
                dead: id.0,
                settled: plan.slotted || plan.attributes.iter().all(|a| !a.optional),
                slotted: plan.slotted,
            });
            next_map += plan.attributes.len() as u32 + 1;
            this.plans.push(plan);
        }
        this.complete_classes();
        this
    }

    fn find_class(&self, plan: &ShapePlan) -> Option<ClassId> {
        let program = &self.analysis.solver.program;
        let module = self.modules.iter().copied().find(|&m| program.modules[m as usize].name == plan.module)?;
        let class = program
            .classes
            .iter()
            .position(|c| c.module == module && c.qualname == plan.qualname && c.statement_line == plan.line)?;
        let shape = self.analysis.shape(class as ClassId)?;
        // Attributes that are absent at times would make holes in the order of the maps.
        (shape.has_slots == plan.slotted && plan.attributes.iter().all(|a| !a.name.is_empty()))
            .then_some(class as ClassId)
    }

    fn complete_classes(&mut self) {
        for i in 0..self.classes.len() {
            let plan = PlanId(i as u32);
            self.classes[i].init = self
                .method(plan, "__init__")
                .filter(|_| !self.defines(plan, "__new__") && !self.defines(plan, "__del__"));
            let types = self.plans[i].attributes.iter().map(|a| named_type(&a.types)).collect();
            self.classes[i].types = types;
        }
    }

    /// Whether the class or one above it, `object` excepted, has something of this name.
    fn defines(&self, plan: PlanId, name: &str) -> bool {
        let solver = &self.analysis.solver;
        let Some(symbol) = solver.program.symbols.find(name) else { return false };
        match solver.find(self.class_of[plan.0 as usize], symbol, None) {
            Some((_, row)) => row.is_none(),
            None => false,
        }
    }

    /// Whether the class finds one of its `__slots__`, or a base's, by this name.
    fn is_slot(&self, plan: PlanId, name: &str) -> bool {
        let solver = &self.analysis.solver;
        let Some(symbol) = solver.program.symbols.find(name) else { return false };
        let names_it = |m: &ClassId| solver.program.classes[*m as usize].slots.iter().flatten().any(|s| *s == symbol);
        match solver.find(self.class_of[plan.0 as usize], symbol, None) {
            Some((owner, _)) => names_it(&owner),
            None => solver.classes[self.class_of[plan.0 as usize] as usize].mro.iter().any(names_it),
        }
    }

    fn analysed(&self, f: FunctionId) -> Option<FuncId> {
        self.analysis.function(self.modules[f.module as usize], f.function)
    }

    fn compiled(&self, f: FuncId) -> Option<FunctionId> {
        let info = &self.analysis.solver.program.functions[f as usize];
        let module = self.modules.iter().position(|&m| m == info.module)?;
        Some(FunctionId { module: module as u32, function: info.index })
    }

    fn ty(&self, summary: &TypeSummary) -> Ty {
        // One type beside None: a prediction that the guards test. None itself only when nothing else is possible.
        match summary.likely() {
            Some(t) => {
                let ty = self.one(t);
                let mixed = summary.types.contains(&Type::None);
                if mixed && !ty.is_predicted() { Ty::Any } else { ty }
            }
            None if summary.types == [Type::None] && !summary.is_open => Ty::None,
            None => self.one_container(summary),
        }
    }

    /// Lists of this and lists of that are lists, whatever is in them; tuples likewise.
    fn one_container(&self, summary: &TypeSummary) -> Ty {
        let some = summary.types.iter().filter(|t| **t != Type::None);
        match some.map(|t| self.one(t)).reduce(Ty::meet) {
            Some(ty @ (Ty::List(_) | Ty::Tuple(_))) => ty,
            _ => Ty::Any,
        }
    }

    fn one(&self, t: &Type) -> Ty {
        match t {
            Type::Int => Ty::Int,
            Type::Float => Ty::Float,
            Type::Bool => Ty::Bool,
            Type::Str => Ty::Str,
            Type::List(item) => Ty::List(self.item(item)),
            Type::Tuple(item) => Ty::Tuple(self.item(item)),
            Type::Dict(..) => Ty::Dict,
            Type::Builtin(name) if name == "array.array" => Ty::Array,
            Type::Instance(c) => self.plan_of.get(c).map_or(Ty::Any, |p| Ty::Instance(*p)),
            Type::Class(c) => self.plan_of.get(c).map_or(Ty::Any, |p| Ty::Class(*p)),
            Type::Function(f) => self.compiled(*f).map_or(Ty::Any, Ty::Function),
            _ => Ty::Any,
        }
    }

    fn item(&self, summary: &TypeSummary) -> Item {
        match self.ty(summary) {
            Ty::Int => Item::Int,
            Ty::Float => Item::Float,
            Ty::Bool => Item::Bool,
            Ty::Str => Item::Str,
            Ty::List(Item::Int) => Item::ListOfInt,
            Ty::List(Item::Float) => Item::ListOfFloat,
            Ty::List(_) => Item::List,
            Ty::Instance(c) => Item::Instance(c),
            _ => Item::Unknown,
        }
    }

    /// The state of the loop that FORPREP `n` prepares, over `enumerate` or `zip`, if that was just made from lists.
    fn pairs(&self, func: FuncId, f: FunctionId, n: u32, is_zip: bool) -> Ty {
        let (Some(prepare), Some(made)) = (self.insn(f, n), n.checked_sub(1)) else { return Ty::Any };
        let Some(call) = self.insn(f, made).filter(|i| i.op == Op::CALL && i.a == prepare.b) else { return Ty::Any };
        let place = |i: u16| self.analysis.place_type(func, made, call.b + WINDOW_HEADER as u16 + i);
        let argument = |i: u16| match self.ty(&place(i)) {
            Ty::List(item) => Some(item),
            _ => None,
        };
        let state = match (is_zip, call.c) {
            (false, 1 | 2) => argument(0).map(Ty::EnumerateState),
            (true, 2) => argument(0).zip(argument(1)).map(|(a, b)| Ty::ZipState(a, b)),
            _ => None,
        };
        state.unwrap_or(Ty::Any)
    }

    fn insn(&self, f: FunctionId, n: u32) -> Option<&pyspec_front::hir::Insn> {
        let f = &self.hir[f.module as usize].functions[f.function as usize];
        f.blocks.iter().flat_map(|b| &b.insns).nth(n as usize)
    }
}

/// The type that a plan's attribute names.
fn named_type(types: &[String]) -> Ty {
    match types {
        [t] if t == "int" => Ty::Int,
        [t] if t == "float" => Ty::Float,
        [t] if t == "bool" => Ty::Bool,
        _ => Ty::Any,
    }
}

impl Facts for AnalysisFacts<'_> {
    fn param(&self, f: FunctionId, i: usize) -> Ty {
        let Some(func) = self.analysed(f) else { return Ty::Any };
        self.ty(&self.analysis.argument_type(func, i as u32))
    }

    fn result(&self, f: FunctionId, n: u32) -> Ty {
        let (Some(func), Some(insn)) = (self.analysed(f), self.insn(f, n)) else { return Ty::Any };
        if insn.op == Op::FORPREP {
            let iterable = self.analysis.place_type(func, n, insn.b);
            return match iterable.likely() {
                Some(Type::Builtin(name)) if name == "range" => Ty::RangeState,
                Some(Type::Builtin(name)) if name == "enumerate" || name == "zip" => {
                    self.pairs(func, f, n, name == "zip")
                }
                _ => Ty::Any,
            };
        }
        self.ty(&self.analysis.written_type(func, n, insn.a))
    }

    fn result_at(&self, f: FunctionId, n: u32, place: u16) -> Ty {
        let Some(func) = self.analysed(f) else { return Ty::Any };
        self.ty(&self.analysis.written_type(func, n, place))
    }

    fn returns(&self, f: FunctionId) -> Ty {
        let Some(func) = self.analysed(f) else { return Ty::Any };
        // Of a generator the type is that of its end; a call gives the generator.
        if is_generator(&self.hir[f.module as usize].functions[f.function as usize]) {
            return Ty::Any;
        }
        self.ty(&self.analysis.return_type(func))
    }

    fn method(&self, plan: PlanId, name: &str) -> Option<FunctionId> {
        let solver = &self.analysis.solver;
        let symbol = solver.program.symbols.find(name)?;
        let (owner, row) = solver.find(self.class_of[plan.0 as usize], symbol, None)?;
        if row.is_some() {
            return None;
        }
        let object = solver.find_object(Object::Class(owner))?;
        let node = *solver.attrs.get(&(object, symbol))?;
        match solver.items(node) {
            [only] => match solver.objects[*only as usize] {
                Object::Function(f) => self.compiled(f),
                _ => None,
            },
            _ => None,
        }
    }

    fn classes_of(&self, f: FunctionId, n: u32, place: u16) -> Vec<PlanId> {
        let Some(func) = self.analysed(f) else { return vec![] };
        let summary = self.analysis.place_type(func, n, place);
        let classes = summary.types.iter().filter(|t| **t != Type::None).map(|t| match t {
            Type::Instance(c) => self.plan_of.get(c).copied(),
            _ => None,
        });
        classes.collect::<Option<Vec<PlanId>>>().unwrap_or_default()
    }

    fn only_target(&self, f: FunctionId, n: u32) -> Option<(FunctionId, bool)> {
        match self.analysis.call_targets(self.analysed(f)?, n)[..] {
            [Target::Function { function, bound }] => self.compiled(function).map(|f| (f, bound)),
            _ => None,
        }
    }

    fn builtin_called(&self, f: FunctionId, n: u32) -> Option<Builtin> {
        match &self.analysis.call_targets(self.analysed(f)?, n)[..] {
            [Target::Builtin(name)] => Builtin::named(name),
            // The name of a class of another module begins with that one's.
            [Target::Class(c)] => Builtin::named(&self.analysis.solver.class_name(*c)),
            _ => None,
        }
    }

    fn defaults(&self, f: FunctionId) -> Option<Vec<u64>> {
        let module = &self.hir[f.module as usize];
        let mut made = module.functions.iter().flat_map(|outer| outer.blocks.iter()).flat_map(|b| {
            let at = |i: &pyspec_front::hir::Insn| i.op == Op::MAKEFUNCTION && i.x == f.function as u64;
            b.insns.iter().position(at).map(|i| (b, i))
        });
        let (block, at) = made.next()?;
        let window = block.insns[at].b;
        let given = block.insns[..at].iter().rev().find(|i| i.a == window)?;
        let outer = module.functions.iter().find(|o| o.blocks.iter().any(|b| std::ptr::eq(b, block)))?;
        if made.next().is_some() || given.op != Op::LOADK {
            return None;
        }
        match &outer.consts[given.x as usize] {
            Const::Tuple(items) => items.iter().map(immediate_bits).collect(),
            _ => None,
        }
    }

    fn cold(&self, f: FunctionId, has_loop: bool) -> Option<&'static str> {
        let (heat, f) = (self.heat.as_ref()?, self.analysed(f)?);
        if !heat.is_called(f) {
            Some("nobody was seen to call it")
        } else if !heat.is_warm(f) && !has_loop {
            Some("it runs once")
        } else {
            None
        }
    }

    fn plain_attribute(&self, plan: PlanId, name: &str) -> bool {
        let hooks = ["__getattribute__", "__setattr__", "__getattr__", "__del__"];
        let is_slot = self.classes[plan.0 as usize].slotted && self.is_slot(plan, name);
        (is_slot || !self.defines(plan, name)) && !hooks.iter().any(|h| self.defines(plan, h))
    }

    fn always_true(&self, plan: PlanId) -> bool {
        !["__bool__", "__len__"].iter().any(|special| self.defines(plan, special))
    }

    fn class(&self, plan: PlanId) -> &ClassFacts {
        &self.classes[plan.0 as usize]
    }
}
