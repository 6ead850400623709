//! The call graph as the solver left it: who calls a function, and from which instruction.

use crate::analysis::Analysis;
use crate::template::FuncId;
use rustc_hash::{FxHashMap, FxHashSet};

/// Calls of one function.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Callers {
    /// Calling functions, each with the number of the instruction, in order.
    pub calls: Vec<(FuncId, u32)>,
    /// It is called by others too: operators, builtins, code that was not seen.
    pub by_others: bool,
}

impl Analysis<'_> {
    /// Whether the program was seen to call a function, or to hand it to code that may: not only what nobody calls
    /// was tried in the end.
    pub fn is_called(&self, f: FuncId) -> bool {
        let first = self.solver.function_instances.get(&f).and_then(|i| i.first());
        first.is_some_and(|&i| i < self.solver.first_instances)
    }

    /// Who calls each function. Needs [`crate::Options::keep_types`].
    pub fn callers(&self) -> FxHashMap<FuncId, Callers> {
        let mut out: FxHashMap<FuncId, Callers> = FxHashMap::default();
        let mut seen = FxHashSet::default();
        for (origin, function) in self.solver.call_edges() {
            if !seen.insert((origin, function)) {
                continue;
            }
            let callers = out.entry(function).or_default();
            let at = origin.and_then(|(f, constraint)| Some((f, self.solver.maps.get(&f)?.instruction(constraint)?)));
            match at {
                Some(call) => callers.calls.push(call),
                None => callers.by_others = true,
            }
        }
        out.values_mut().for_each(|c| c.calls.sort_unstable());
        out
    }
}
