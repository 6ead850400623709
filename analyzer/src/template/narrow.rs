//! Branches: what each way says about the values that were tested.

use super::build::Builder;
use super::environment::Environment;
use super::instruction::Known;
use super::*;
use pyspec_front::hir::{Insn, Place};

/// A test of one variable.
#[derive(Clone, Copy, Debug)]
enum Narrowing {
    Test(Var, Test),
    Instance {
        value: Var,
        class: Var,
        negated: bool,
    },
    /// It is the other variable.
    Is(Var, Var),
}

impl Builder<'_> {
    /// A branch on the truth of `place`: to the jump target where it is `sense`, else on.
    pub(super) fn branch(&mut self, b: usize, insn: &Insn, place: Place, sense: bool) {
        let v = self.get(place);
        let env = std::mem::take(&mut self.env);
        let settled = self.settled(v);
        let mut targets = insn.successors();
        for way in [sense, !sense] {
            let Some(to) = targets.next() else { break };
            if settled == Some(!way) {
                continue;
            }
            let mut narrowed = env.clone();
            self.narrow(&mut narrowed, to.0 as usize, v, way);
            self.flow(b, to.0 as usize, narrowed);
        }
        self.env = env;
    }

    /// The truth of what is the same in every run: nobody imports a module under the name `__main__`, and
    /// `TYPE_CHECKING` is for other readers.
    fn settled(&self, tested: Var) -> Option<bool> {
        match self.known[tested as usize] {
            Known::IsMain { negated } => {
                let module = self.program.functions[self.id as usize].module;
                let is_main = self.program.modules[module as usize].is_main?;
                Some(is_main != negated)
            }
            Known::Global(name) | Known::Attribute(name) => {
                (self.program.symbols.name(name) == "TYPE_CHECKING").then_some(false)
            }
            Known::Not(inner) => self.settled(inner).map(|truth| !truth),
            Known::Truth(inner) => self.settled(inner),
            _ => None,
        }
    }

    fn narrow(&mut self, env: &mut Environment, to: usize, tested: Var, truth: bool) {
        let narrowing = match self.known[tested as usize] {
            Known::IsNone { value, negated } => {
                Narrowing::Test(value, if truth != negated { Test::IsNone } else { Test::NotNone })
            }
            Known::IsInstance { value, class } => Narrowing::Instance { value, class, negated: !truth },
            Known::IsCallable(value) if truth => Narrowing::Test(value, Test::Callable),
            Known::Caught { exception, caught } if truth => Narrowing::Is(exception, caught),
            Known::Not(inner) => return self.narrow(env, to, inner, !truth),
            Known::Truth(inner) => return self.narrow(env, to, inner, truth),
            Known::Compared | Known::IsCallable(_) | Known::Caught { .. } | Known::IsMain { .. } => return,
            _ => Narrowing::Test(tested, if truth { Test::Truthy } else { Test::Falsy }),
        };
        let value = match narrowing {
            Narrowing::Test(v, _) | Narrowing::Is(v, _) | Narrowing::Instance { value: v, .. } => v,
        };
        let held = (0..env.slots.len()).any(|s| env.slots[s] == value && self.is_live(to, s));
        if !held && !env.in_path(value) {
            return;
        }
        let new = match narrowing {
            Narrowing::Is(_, other) => other,
            Narrowing::Test(from, test) => {
                let to = self.var();
                self.push(Constraint::Filter { from, to, test });
                to
            }
            Narrowing::Instance { value: from, class, negated } => {
                let to = self.var();
                self.push(Constraint::IsInstance { from, class, to, negated });
                to
            }
        };
        self.out.aliases.push((new, value));
        self.known[new as usize] = match self.known[value as usize] {
            // What is known of the tested value's making holds for the narrowed one.
            known @ (Known::Global(_) | Known::Attribute(_) | Known::Class(_) | Known::Function(_)) => known,
            _ => self.known[new as usize],
        };
        env.replace(value, new);
    }
}
