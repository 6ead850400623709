//! Which functions are likely to run more than once: from the call graph, and from the loops that calls stand in.
//!
//! ```text
//! def setup(): table(); ...      called once, from the module: cold
//! for line in lines: work(line)  work and what it calls are warm, in loops or not
//! def walk(n): ... walk(n.left)  what calls itself is warm
//! ```
//! What code that was not seen, a builtin or an operator calls is warm too: nothing says how often it does.
//! A cold function with a loop is still worth compiling, that is for the compiler to see.

use pyspec_analyzer::Analysis;
use pyspec_analyzer::template::{FuncId, ModuleId};
use pyspec_front::hir::{Function, Module};
use std::collections::{HashMap, HashSet};

/// Functions by how often they are likely to run.
pub struct Heat {
    called: HashSet<FuncId>,
    warm: HashSet<FuncId>,
}

impl Heat {
    /// Of an analysed program; `modules` and `hir` are those that are compiled.
    pub fn new(analysis: &Analysis, modules: &[ModuleId], hir: &[Module]) -> Heat {
        let callers = analysis.callers();
        let graph = Graph { analysis, modules, hir };
        let called: HashSet<FuncId> = callers.keys().copied().filter(|&f| analysis.is_called(f)).collect();
        let mut callees: HashMap<FuncId, Vec<FuncId>> = HashMap::new();
        let mut warm = HashSet::new();
        for (&f, callers) in callers.iter().filter(|(f, _)| called.contains(f)) {
            let calls = || callers.calls.iter().filter(|c| graph.is_body(c.0) || called.contains(&c.0));
            if callers.by_others || calls().any(|&(g, n)| graph.is_in_loop(g, n)) {
                warm.insert(f);
            }
            for &(g, _) in calls() {
                callees.entry(g).or_default().push(f);
            }
        }
        warm.extend(called.iter().copied().filter(|&f| reaches(&callees, f, f)));
        let mut work: Vec<FuncId> = warm.iter().copied().collect();
        while let Some(f) = work.pop() {
            for &g in callees.get(&f).into_iter().flatten() {
                if warm.insert(g) {
                    work.push(g);
                }
            }
        }
        Heat { called, warm }
    }

    /// Whether anything calls the function that the program itself reaches.
    pub fn is_called(&self, f: FuncId) -> bool {
        self.called.contains(&f)
    }

    /// Whether it is likely to run more than once.
    pub fn is_warm(&self, f: FuncId) -> bool {
        self.warm.contains(&f)
    }
}

struct Graph<'a> {
    analysis: &'a Analysis<'a>,
    modules: &'a [ModuleId],
    hir: &'a [Module],
}

impl Graph<'_> {
    /// A module's or class's body: nobody calls it, it runs.
    fn is_body(&self, f: FuncId) -> bool {
        use pyspec_abi::blob::flags;
        self.analysis.solver.program.functions[f as usize].flags & (flags::MODULE | flags::CLASS) != 0
    }

    /// Whether instruction `n` of a function stands in a loop; of what is not compiled nobody knows.
    fn is_in_loop(&self, f: FuncId, n: u32) -> bool {
        let info = &self.analysis.solver.program.functions[f as usize];
        match self.modules.iter().position(|&m| m == info.module) {
            Some(module) => is_in_loop(&self.hir[module].functions[info.index as usize], n),
            None => true,
        }
    }
}

/// Whether instruction `n` stands between a loop's head and a jump back to it.
fn is_in_loop(f: &Function, n: u32) -> bool {
    let mut first = 0;
    let block = f.blocks.iter().position(|b| {
        first += b.insns.len();
        (n as usize) < first
    });
    let Some(block) = block.map(|b| b as u32) else { return false };
    f.blocks.iter().enumerate().skip(block as usize).any(|(b, from)| {
        let mut targets = from.insns.last().into_iter().flat_map(|i| i.successors());
        targets.any(|to| to.0 <= block && to.0 <= b as u32)
    })
}

/// Whether calls lead from one function to another.
fn reaches(callees: &HashMap<FuncId, Vec<FuncId>>, from: FuncId, to: FuncId) -> bool {
    let mut seen = HashSet::new();
    let mut work = vec![from];
    while let Some(f) = work.pop() {
        for &g in callees.get(&f).into_iter().flatten() {
            if g == to {
                return true;
            }
            if seen.insert(g) {
                work.push(g);
            }
        }
    }
    false
}
