//! What the specializer asks of analysis. Predictions, all of them: each is guarded where it is used.

use crate::program::FunctionId;
use crate::types::{PlanId, Ty};
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
    /// Whether a class of the program (or a class above it) has anything that gets between an
    /// attribute's name and its slot: descriptor, property, `__getattr__`, `__setattr__`, `__slots__`.
    fn plain_attribute(&self, plan: PlanId, name: &str) -> bool;
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
}

impl ClassFacts {
    /// Number of the slot that holds an attribute.
    pub fn slot(&self, name: &str) -> Option<u32> {
        self.attributes.iter().position(|a| a == name).map(|i| i as u32)
    }

    /// The last map id of the run.
    pub fn map_last(&self) -> u32 {
        self.map_base + self.attributes.len() as u32
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
