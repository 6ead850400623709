//! Machine IR as the register allocator wants it: operands with constraints, calls with clobbers, critical edges split,
//! unreachable blocks dropped, blocks in reverse postorder.
//!
//! Each [`Lowered`] instruction is a [`Kind`] whose fields are indices into its own operands, so that emission looks up
//! where each of them ended. The values of an exit follow the instruction's own operands, as `Any` and `Late`: they may
//! be anywhere, and are alive after the instruction has written its result.
//!
//! Three things are decided here to spare registers and moves. A `Move` is a second name for its source. A constant
//! that only exits need is not made. A two-address operation overwrites the operand that nothing else needs, if there
//! is one.

mod calls;
mod conditions;
mod facts;
mod form;
mod insts;
mod layout;
mod operands;

pub(crate) use form::*;

use crate::Target;
use crate::compile::CompileError;
use crate::mir::*;
use crate::target::Registers;
use facts::{ValueFacts, value_facts};
use layout::{Item, Layout};
use regalloc2 as ra;

/// Lowers a verified function.
pub(crate) fn lower(func: &MFunction, target: Target, registers: &Registers) -> Result<Lowered, CompileError> {
    let layout = Layout::of(func);
    let mut lowering = Lowering::new(func, target, registers);
    for (position, item) in layout.items.iter().enumerate() {
        lowering.start_block(item);
        match *item {
            Item::Block(block) => {
                if position == 0 {
                    lowering.lower_params();
                }
                for inst in &func.blocks[block.index()].insts {
                    lowering.lower_inst(inst)?;
                }
                lowering.lower_terminator(block, &layout)?;
            }
            Item::Split { from, edge, .. } => {
                let terminator = func.blocks[from.index()].terminator.as_ref().expect("verified");
                let edge = terminator.edges()[edge];
                lowering.push(Kind::Jump);
                lowering.add_edge(layout.position_of_block(edge.block), &edge.args);
            }
        }
        lowering.end_block();
    }
    lowering.link_predecessors();
    lowering.out.emission_order = layout.emission_order(func);
    Ok(lowering.out)
}

struct Lowering<'a> {
    func: &'a MFunction,
    target: Target,
    registers: &'a Registers,
    facts: Vec<ValueFacts>,
    out: Lowered,
    /// Operands of the instruction being made.
    operands: Vec<ra::Operand>,
    block: LBlock,
}

impl<'a> Lowering<'a> {
    fn new(func: &'a MFunction, target: Target, registers: &'a Registers) -> Lowering<'a> {
        let out = Lowered {
            insts: Vec::new(),
            operands: Vec::new(),
            blocks: Vec::new(),
            emission_order: Vec::new(),
            vregs: func.classes.len(),
            word_bytes: target.word_bytes(),
            outgoing: 0,
            has_calls: false,
            sets_context: false,
            tables: Vec::new(),
        };
        let facts = value_facts(func, target);
        Lowering { func, target, registers, facts, out, operands: Vec::new(), block: LBlock::default() }
    }

    fn start_block(&mut self, item: &Item) {
        self.block = LBlock { first: self.out.insts.len() as u32, ..LBlock::default() };
        match *item {
            Item::Block(block) => {
                let data = &self.func.blocks[block.index()];
                self.block.source = Some(block);
                self.block.cold = data.cold;
                self.block.params = data.params.iter().map(|&reg| self.vreg(reg)).collect();
            }
            Item::Split { cold, .. } => self.block.cold = cold,
        }
    }

    fn end_block(&mut self) {
        self.block.end = self.out.insts.len() as u32;
        self.out.blocks.push(std::mem::take(&mut self.block));
    }

    fn add_edge(&mut self, position: usize, args: &[VReg]) {
        self.block.succs.push(ra::Block::new(position));
        let args = args.iter().map(|&reg| self.vreg(reg)).collect();
        self.block.args.push(args);
    }

    fn link_predecessors(&mut self) {
        for index in 0..self.out.blocks.len() {
            for succ in self.out.blocks[index].succs.clone() {
                self.out.blocks[succ.index()].preds.push(ra::Block::new(index));
            }
        }
    }
}
