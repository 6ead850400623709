//! What is known of each value before lowering: other names, constants, how often it is used and by whom.

use crate::Target;
use crate::compile::Location;
use crate::mir::*;

/// What is known of a value before lowering.
#[derive(Clone, Copy, Default)]
pub(super) struct ValueFacts {
    /// The value that a `Move` copies.
    pub alias: Option<VReg>,
    pub constant: Option<Location>,
    /// Uses as an operand or on an edge.
    pub uses: u32,
    /// Uses by exits.
    pub exit_uses: u32,
}

/// Facts by number of the register.
pub(super) fn value_facts(func: &MFunction, target: Target) -> Vec<ValueFacts> {
    let mut facts = vec![ValueFacts::default(); func.classes.len()];
    for block in &func.blocks {
        for inst in &block.insts {
            match *inst {
                Inst::Move { dst, src } => facts[dst.index()].alias = Some(src),
                Inst::Imm { dst, value } => facts[dst.index()].constant = Some(Location::Int(value)),
                Inst::FloatImm { dst, bits } => facts[dst.index()].constant = Some(Location::Float(bits)),
                // On x86-32 the context is the first parameter.
                Inst::Context { dst } if !target.is_64() => facts[dst.index()].alias = Some(func.params[0]),
                _ => {}
            }
        }
    }
    for index in 0..facts.len() {
        let mut source = VReg(index as u32);
        while let Some(next) = facts[source.index()].alias {
            source = next;
        }
        if source.index() != index {
            facts[index].alias = Some(source);
        }
    }
    count_uses(func, &mut facts);
    facts
}

fn count_uses(func: &MFunction, facts: &mut [ValueFacts]) {
    let source = |facts: &[ValueFacts], reg: VReg| facts[reg.index()].alias.unwrap_or(reg).index();
    let count_exit = |facts: &mut [ValueFacts], exit: Option<Exit>| {
        for &reg in exit.map_or(&[][..], |exit| &func.exits[exit.index()].values) {
            let index = source(facts, reg);
            facts[index].exit_uses += 1;
        }
    };
    let count_use = |facts: &mut [ValueFacts], reg: VReg| {
        let index = source(facts, reg);
        facts[index].uses += 1;
    };
    for block in &func.blocks {
        // A move is but another name.
        for inst in block.insts.iter().filter(|inst| !matches!(inst, Inst::Move { .. })) {
            inst.for_each_use(&mut |reg| count_use(facts, reg));
            count_exit(facts, inst.exit());
        }
        if let Some(terminator) = &block.terminator {
            terminator.for_each_use(&mut |reg| count_use(facts, reg));
            count_exit(facts, terminator.exit());
        }
    }
}
