//! The rules of SSA. Every breach is reported, with its line.
//!
//! - a value is defined once, and its definition dominates every use; an exit's values are uses where the exit is named;
//! - operands and results have the representations of the instruction's row, helpers' arguments those of the helper's;
//! - an edge hands over one argument for each parameter, in its representation;
//! - a branch tests a bool, a block that control reaches has an end, what is named exists;
//! - what is virtual is named by exits and other virtual objects alone;
//! - a place is filled once by an exit and lies in the window, or is a constructor's `CONSTRUCTED`; only a call's
//!   `boxed` exit and a comparison's `odd` one await a value.

use super::dominators::Dominators;
use super::text::{exit as exit_text, instruction, terminator};
use super::{BlockId, Edge, ExitId, Func, Inst, Kind, Operand, Term, Val};
use crate::types::Rep;
use pyspec_abi::exits::CONSTRUCTED;
use pyspec_abi::helpers::Class;

/// Checks a function.
///
/// # Errors
/// All breaches, a line each.
pub fn verify(func: &Func) -> Result<(), String> {
    let mut check =
        Check { func, doms: Dominators::of(func), defined: vec![None; func.values.len()], breaches: vec![] };
    check.definitions();
    for b in check.doms.order.clone() {
        check.block(b);
    }
    if check.breaches.is_empty() { Ok(()) } else { Err(format!("{}:\n{}", func.name, check.breaches.join("\n"))) }
}

/// Where a value is defined: block, and index of the instruction plus 1 (0: parameter).
type Place = (BlockId, usize);

struct Check<'a> {
    func: &'a Func,
    doms: Dominators,
    defined: Vec<Option<Place>>,
    breaches: Vec<String>,
}

impl Check<'_> {
    fn breach(&mut self, b: BlockId, line: &str, what: impl std::fmt::Display) {
        self.breaches.push(format!("{b}: {line}: {what}"));
    }

    fn definitions(&mut self) {
        self.func.params.iter().for_each(|&v| self.define(BlockId(0), v, 0, "parameter"));
        for (i, block) in self.func.blocks.iter().enumerate() {
            let b = BlockId(i as u32);
            block.params.iter().for_each(|&v| self.define(b, v, 0, "parameter"));
            for (k, inst) in block.insts.iter().enumerate() {
                if let Some(v) = inst.result {
                    self.define(b, v, k + 1, &instruction(self.func, inst));
                }
            }
        }
    }

    fn define(&mut self, b: BlockId, v: Val, at: usize, line: &str) {
        match self.defined.get_mut(v.index()) {
            None => self.breach(b, line, format!("{v} has no representation")),
            Some(Some(_)) => self.breach(b, line, format!("{v} is defined twice")),
            Some(slot) => *slot = Some((b, at)),
        }
    }

    fn block(&mut self, b: BlockId) {
        let block = &self.func.blocks[b.index()];
        for (k, inst) in block.insts.iter().enumerate() {
            self.instruction(b, k + 1, inst);
        }
        let (end, line) = (block.insts.len() + 1, terminator(&block.term));
        block.term.each_use(|v| self.used(b, end, v, &line));
        block.term.each_use(|v| self.must_exist(b, v, &line));
        match &block.term {
            Term::Open => self.breach(b, &line, "control reaches a block without an end"),
            Term::Branch { test, .. } if self.func.rep(*test) != Rep::Bool => self.breach(b, &line, "not a bool"),
            Term::Exit(x) => self.exit(b, end, *x, None, &line),
            _ => {}
        }
        block.term.edges().for_each(|e| self.edge(b, e, &line));
    }

    fn used(&mut self, b: BlockId, at: usize, v: Val, line: &str) {
        match self.defined.get(v.index()).copied().flatten() {
            None => self.breach(b, line, format!("{v} is never defined")),
            Some((d, k)) if d == b && k < at => {}
            Some((d, _)) if d != b && self.doms.is_reached(d) && self.doms.dominates(d, b) => {}
            Some(_) => self.breach(b, line, format!("the definition of {v} does not dominate its use")),
        }
    }

    /// What is virtual is no value: exits and other virtual objects alone name it.
    fn must_exist(&mut self, b: BlockId, v: Val, line: &str) {
        let Some((d, k)) = self.defined.get(v.index()).copied().flatten() else { return };
        let by = k.checked_sub(1).and_then(|k| self.func.blocks[d.index()].insts.get(k));
        if by.is_some_and(|inst| matches!(inst.kind, Kind::Virtual { .. })) {
            self.breach(b, line, format!("{v} is virtual"));
        }
    }

    fn edge(&mut self, b: BlockId, e: &Edge, line: &str) {
        let Some(target) = self.func.blocks.get(e.block.index()) else {
            return self.breach(b, line, format!("no block {}", e.block));
        };
        if target.params.len() != e.args.len() {
            return self.breach(b, line, format!("{} takes {} arguments", e.block, target.params.len()));
        }
        for (&p, &a) in target.params.iter().zip(&e.args) {
            if self.func.rep(p) != self.func.rep(a) {
                self.breach(b, line, format!("{a} has not the representation of {p}"));
            }
        }
    }

    fn instruction(&mut self, b: BlockId, at: usize, inst: &Inst) {
        let line = instruction(self.func, inst);
        inst.kind.each_use(|v| self.used(b, at, v, &line));
        if !matches!(inst.kind, Kind::Virtual { .. }) {
            inst.kind.each_use(|v| self.must_exist(b, v, &line));
        }
        if inst.result.map(|v| self.func.rep(v)) != inst.kind.result() {
            self.breach(b, &line, "the result has another representation than the row says");
        }
        self.operands(b, &inst.kind, &line);
        let boxed = match inst.kind {
            Kind::CallFast { boxed, .. } => boxed,
            Kind::AnyCmp { odd, .. } => Some(odd),
            _ => None,
        };
        inst.kind.each_exit(|x| self.exit(b, at, x, boxed, &line));
    }

    fn operands(&mut self, b: BlockId, kind: &Kind, line: &str) {
        let mut reps = vec![];
        kind.each_use(|v| reps.push(self.func.rep(v)));
        let wanted: Vec<Operand> = match kind {
            Kind::Help { helper, .. } => helper.row().args.iter().map(|c| operand(*c)).collect(),
            Kind::CallFast { .. } | Kind::Pack { .. } | Kind::Instance { .. } | Kind::Virtual { .. } => {
                vec![Operand::Any; reps.len()]
            }
            Kind::CachedCall(_) => vec![Operand::Tagged; reps.len()],
            kind => kind.operands().to_vec(),
        };
        if wanted.len() != reps.len() {
            return self.breach(b, line, format!("{} operands are wanted", wanted.len()));
        }
        for (i, (want, have)) in wanted.into_iter().zip(reps).enumerate() {
            if want != Operand::Any && want != of_rep(have) {
                self.breach(b, line, format!("operand {i} should be {want:?}"));
            }
        }
    }

    fn exit(&mut self, b: BlockId, at: usize, x: ExitId, boxed: Option<ExitId>, line: &str) {
        let Some(exit) = self.func.exits.get(x.index()) else {
            return self.breach(b, line, format!("no exit {x}"));
        };
        if exit.awaits.is_some() != (boxed == Some(x)) {
            self.breach(b, line, format!("{x} awaits a value that does not come, or the other way round"));
        }
        let text = format!("{line} → {x} {}", exit_text(exit));
        if exit.frames.is_empty() {
            self.breach(b, &text, "no frame");
        }
        for frame in &exit.frames {
            let mut places: Vec<u16> = frame.places.iter().map(|p| p.0).collect();
            places.sort();
            places.dedup();
            let outside = |&p: &u16| p != CONSTRUCTED && p as u32 >= self.func.places;
            if places.len() != frame.places.len() || places.iter().any(outside) {
                self.breach(b, &text, "a place twice, or outside the window");
            }
            frame.places.iter().for_each(|&(_, v)| self.used(b, at, v, &text));
        }
    }
}

fn operand(class: Class) -> Operand {
    match class {
        Class::Value => Operand::Tagged,
        Class::Word => Operand::Int,
        Class::Float => Operand::Float,
        Class::Status => Operand::Bool,
        Class::Nothing => unreachable!("no argument is nothing"),
    }
}

fn of_rep(rep: Rep) -> Operand {
    match rep {
        Rep::Tagged => Operand::Tagged,
        Rep::Int => Operand::Int,
        Rep::Float => Operand::Float,
        Rep::Bool => Operand::Bool,
    }
}
