//! What the specializer asks of analysis. Predictions, all of them: each is guarded where it is used.

use crate::program::FunctionId;
use crate::types::{PlanId, Rep, Ty};
use pyspec_abi::builtins::Builtin;
use pyspec_front::hir::Module;

/// Predictions about the program.
pub trait Facts {
    /// Type of parameter `i` (a place).
    fn param(&self, function: FunctionId, i: usize) -> Ty;
    /// Type of what instruction `n` (of `func@n`) defines: attributes, items, calls, globals.
    fn result(&self, function: FunctionId, n: u32) -> Ty;
    /// The same for one of several places that an instruction defines.
    fn result_at(&self, function: FunctionId, n: u32, place: u16) -> Ty {
        let _ = (function, n, place);
        Ty::Any
    }
    /// What a function returns.
    fn returns(&self, function: FunctionId) -> Ty;
    /// The method that `name` is on instances of a planned class, if it is one function.
    fn method(&self, plan: PlanId, name: &str) -> Option<FunctionId>;
    /// The planned classes that the value of a place before instruction `n` is an instance of, beside None; empty if it
    /// may be anything else.
    fn classes_of(&self, function: FunctionId, n: u32, place: u16) -> Vec<PlanId> {
        let _ = (function, n, place);
        vec![]
    }
    /// The only function that the method call at instruction `n` may go to, and whether the receiver is its first argument.
    fn only_target(&self, function: FunctionId, n: u32) -> Option<(FunctionId, bool)> {
        let _ = (function, n);
        None
    }
    /// The builtin that the call at instruction `n` goes to.
    fn builtin_called(&self, function: FunctionId, n: u32) -> Option<Builtin> {
        let _ = (function, n);
        None
    }
    /// What the last parameters of a function are if a call omits them, as bits of immediate values, if its only
    /// statement gives them as constants.
    fn defaults(&self, function: FunctionId) -> Option<Vec<u64>> {
        let _ = function;
        None
    }
    /// Why the calls of a function do not make it worth compiling, if that is so.
    fn cold(&self, function: FunctionId, has_loop: bool) -> Option<&'static str> {
        let _ = (function, has_loop);
        None
    }
    /// Whether a class of the program (or a class above it) has anything that gets between an
    /// attribute's name and its slot: descriptor, property, `__getattr__`, `__setattr__`.
    fn plain_attribute(&self, plan: PlanId, name: &str) -> bool;
    /// Whether instances of a planned class are true, whatever they hold: nothing defines `__bool__` or `__len__`.
    fn always_true(&self, plan: PlanId) -> bool {
        let _ = plan;
        false
    }
    /// The plan.
    fn class(&self, plan: PlanId) -> &ClassFacts;
}

/// A planned class as compiled code sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassFacts {
    pub name: String,
    /// Attributes in slot order.
    pub attributes: Vec<String>,
    /// Predicted type of each.
    pub types: Vec<Ty>,
    /// Map id of the terminator; attribute k is added by map `map_base + k + 1`.
    pub map_base: u32,
    /// `__init__`, if it is a function of the program and `__new__` is object's.
    pub init: Option<FunctionId>,
    /// Assumption cell of the class.
    pub dead: u32,
    /// Whether every instance gets all attributes: else some come in other orders, on other maps, and a guard of the
    /// plan's maps would often fail.
    pub settled: bool,
    /// Whether it has `__slots__`: one map, and each slot may be unset.
    pub slotted: bool,
}

impl ClassFacts {
    /// Number of the slot that holds an attribute.
    pub fn slot(&self, name: &str) -> Option<u32> {
        self.attributes.iter().position(|a| a == name).map(|i| i as u32)
    }

    /// The last map id of the run.
    pub fn map_last(&self) -> u32 {
        if self.slotted { self.map_base } else { self.map_base + self.attributes.len() as u32 }
    }

    /// The first map on which instances have slot `k`.
    pub fn map_with(&self, k: u32) -> u32 {
        if self.slotted { self.map_base } else { self.map_base + k + 1 }
    }
}

/// The analysed program as the specializer takes it.
pub struct Source<'a> {
    /// HIR of each module, in the order of `Program::modules`.
    pub modules: &'a [Module],
    /// For each module, for each function: pc of each resume point (index N).
    pub pcs: &'a [Vec<Vec<u32>>],
    /// For each module, for each function: word offset of its code in the unit.
    pub code_offsets: &'a [Vec<u32>],
    pub facts: &'a dyn Facts,
}

impl<'a> Source<'a> {
    /// A function's HIR.
    pub fn function(&self, id: FunctionId) -> &'a pyspec_front::hir::Function {
        &self.modules[id.module as usize].functions[id.function as usize]
    }

    /// The pc of resume point `n`.
    pub fn pc(&self, id: FunctionId, n: u32) -> u32 {
        self.pcs[id.module as usize][id.function as usize][n as usize]
    }

    /// The word in the unit of resume point `n`.
    pub fn word(&self, id: FunctionId, n: u32) -> u32 {
        self.code_offsets[id.module as usize][id.function as usize] + self.pc(id, n)
    }
}

impl crate::lower::Words for Source<'_> {
    fn word(&self, function: FunctionId, n: u32) -> u32 {
        Source::word(self, function, n)
    }

    fn pc(&self, function: FunctionId, n: u32) -> u32 {
        Source::pc(self, function, n)
    }

    fn cache(&self, function: FunctionId, n: u32) -> u32 {
        let (_, _, insn) = self.function(function).numbered().nth(n as usize).expect("an instruction");
        let wide = insn.fields().iter().any(|&p| p > 255);
        self.word(function, n) + 1 + u32::from(wide) + (insn.op.trailing_words() - insn.op.row().cache as usize) as u32
    }
}

/// Facts for a body that predicts nothing, to which a function goes over when predictions are often wrong. What others
/// call stays as it is: the representations of its fast entry.
pub struct Generic<'a> {
    pub facts: &'a dyn Facts,
    pub function: FunctionId,
    /// Whether it is for the fast entry, whose arguments come unboxed.
    pub fast: bool,
}

impl Facts for Generic<'_> {
    fn param(&self, function: FunctionId, i: usize) -> Ty {
        let ty = self.facts.param(function, i);
        if function == self.function && (!self.fast || ty.rep() == Rep::Tagged) { Ty::Any } else { ty }
    }
    fn result(&self, _: FunctionId, _: u32) -> Ty {
        Ty::Any
    }
    fn returns(&self, function: FunctionId) -> Ty {
        self.facts.returns(function)
    }
    fn method(&self, plan: PlanId, name: &str) -> Option<FunctionId> {
        self.facts.method(plan, name)
    }
    fn plain_attribute(&self, plan: PlanId, name: &str) -> bool {
        self.facts.plain_attribute(plan, name)
    }
    fn always_true(&self, plan: PlanId) -> bool {
        self.facts.always_true(plan)
    }
    fn class(&self, plan: PlanId) -> &ClassFacts {
        self.facts.class(plan)
    }
}

/// No predictions at all: what tests and unanalysed code use.
pub struct NoFacts;

impl Facts for NoFacts {
    fn param(&self, _: FunctionId, _: usize) -> Ty {
        Ty::Any
    }
    fn result(&self, _: FunctionId, _: u32) -> Ty {
        Ty::Any
    }
    fn returns(&self, _: FunctionId) -> Ty {
        Ty::Any
    }
    fn method(&self, _: PlanId, _: &str) -> Option<FunctionId> {
        None
    }
    fn plain_attribute(&self, _: PlanId, _: &str) -> bool {
        false
    }
    fn class(&self, plan: PlanId) -> &ClassFacts {
        unreachable!("{plan:?}: nothing predicts a class here")
    }
}
