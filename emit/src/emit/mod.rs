//! Allocated instructions to bytes.
//!
//! Hot blocks come first, then cold ones, exit stubs, the shared epilogue, constants. A block that the allocator left
//! empty but for its jump is jumped over. Branches backwards take the short form where it reaches; those forwards, and
//! everything that may be patched, take four bytes.
//!
//! The frame, from the stack pointer up: arguments of calls, spilled values, the function's slots, saved registers, the
//! return address. The stack pointer does not move between prologue and epilogue.

mod arith;
mod branches;
mod finish;
mod frame;
mod insts;

use crate::asm::{Asm, Rm, Width};
use crate::compile::{CompileStats, CompiledCode, Location, Options, RelocKind, Relocation};
use crate::hoist::hoistable_moves;
use crate::lower::Lowered;
use crate::mir::*;
use crate::spills::dead_at_calls;
use crate::target::{Registers, STACK};
use crate::{CompileError, Target};
use frame::{Frame, Places};
use regalloc2 as ra;
use std::collections::HashMap;

/// What four relative bytes lead to.
#[derive(Clone, Copy)]
enum Label {
    Block(usize),
    Stub(usize),
    /// A float constant.
    Constant(usize),
    Table(usize),
}

struct Stub {
    client: u32,
    jumps: Vec<u32>,
    locations: Vec<Location>,
}

struct Emitter<'a> {
    target: Target,
    lowered: &'a Lowered,
    output: &'a ra::Output,
    asm: Asm,
    frame: Frame,
    /// For each block, the block of moves that comes before its branch, and the same the other way round.
    hoisted: Vec<Option<usize>>,
    is_hoisted: Vec<bool>,
    fixups: Vec<(u32, Label)>,
    block_offsets: Vec<Option<u32>>,
    stubs: Vec<Stub>,
    constants: Vec<u64>,
    /// See [`dead_at_calls`].
    dead: HashMap<u32, Vec<u32>>,
    code: CompiledCode,
}

/// Makes the bytes.
pub(crate) fn emit(
    func: &MFunction,
    lowered: &Lowered,
    output: &ra::Output,
    target: Target,
    registers: &Registers,
    options: &Options,
) -> Result<CompiledCode, CompileError> {
    let hoisted = hoistable_moves(lowered, output);
    let mut is_hoisted = vec![false; hoisted.len()];
    hoisted.iter().flatten().for_each(|&moves| is_hoisted[moves] = true);
    let mut emitter = Emitter {
        hoisted,
        is_hoisted,
        target,
        lowered,
        output,
        asm: Asm::new(target.is_64()),
        frame: Frame::of(func, lowered, output, target, registers),
        fixups: Vec::new(),
        block_offsets: vec![None; lowered.blocks.len()],
        stubs: Vec::new(),
        constants: Vec::new(),
        dead: dead_at_calls(lowered, output),
        code: CompiledCode::default(),
    };
    emitter.emit_prologue();
    emitter.emit_blocks(options.align_loops);
    let hot_bytes = emitter.asm.position();
    emitter.emit_stubs(options.exits);
    emitter.code.code_bytes = emitter.asm.position();
    emitter.emit_constants();
    emitter.apply_fixups();
    let mut code = emitter.code;
    code.bytes = emitter.asm.bytes;
    code.frame = emitter.frame.layout();
    code.block_offsets = vec![None; func.blocks.len()];
    for (block, offset) in lowered.blocks.iter().zip(emitter.block_offsets) {
        if let Some(source) = block.source {
            code.block_offsets[source.index()] = offset;
        }
    }
    code.stats = CompileStats {
        insts: lowered.insts.len() as u32,
        spill_slots: output.num_spillslots as u32,
        moves: output.edits.len() as u32,
        hot_bytes,
    };
    Ok(code)
}

fn width(size: Size) -> Width {
    match size {
        Size::S8 => Width::B8,
        Size::S16 => Width::B16,
        Size::S32 => Width::B32,
        Size::Word => Width::Word,
    }
}

/// Numbers of the arithmetic instructions: `op << 3 | form` is the opcode.
fn alu_number(op: AluOp) -> u8 {
    match op {
        AluOp::Add => 0,
        AluOp::Or => 1,
        AluOp::And => 4,
        AluOp::Sub => 5,
        AluOp::Xor => 6,
        AluOp::Mul => unreachable!("multiplication has opcodes of its own"),
    }
}

const CMP: u8 = 7;

impl Emitter<'_> {
    fn emit_prologue(&mut self) {
        for &reg in &self.frame.saved {
            self.asm.op_reg(false, 0x50, reg);
        }
        if self.frame.local > 0 {
            self.asm.alu_imm(Width::Word, 5, Rm::Reg(STACK), self.frame.local);
        }
    }

    /// Takes the frame down, up to the return address.
    pub(super) fn emit_unwind(&mut self) {
        if self.frame.local > 0 {
            self.asm.alu_imm(Width::Word, 0, Rm::Reg(STACK), self.frame.local);
        }
        for &reg in self.frame.saved.iter().rev() {
            self.asm.op_reg(false, 0x58, reg);
        }
    }

    fn emit_blocks(&mut self, align_loops: bool) {
        let blocks = self.lowered.emission_order.iter().copied();
        let order: Vec<usize> = blocks.filter(|&block| block == 0 || !self.is_empty(block)).collect();
        let heads = if align_loops { self.loop_heads(&order) } else { vec![false; self.lowered.blocks.len()] };
        for (position, &block) in order.iter().enumerate() {
            if heads[block] {
                self.asm.align(32);
            }
            self.block_offsets[block] = Some(self.asm.position());
            let next = order.get(position + 1).copied();
            for item in self.output.block_insts_and_edits(self.lowered, ra::Block::new(block)) {
                match item {
                    ra::InstOrEdit::Edit(ra::Edit::Move { from, to }) => self.emit_move(*from, *to),
                    ra::InstOrEdit::Inst(inst) => self.emit_inst(inst, block, next),
                }
            }
        }
    }

    pub(super) fn emit_moves_of(&mut self, block: usize) {
        for item in self.output.block_insts_and_edits(self.lowered, ra::Block::new(block)) {
            if let ra::InstOrEdit::Edit(ra::Edit::Move { from, to }) = item {
                self.emit_move(*from, *to);
            }
        }
    }

    /// Hot blocks that a later hot block jumps to, or itself.
    fn loop_heads(&self, order: &[usize]) -> Vec<bool> {
        let mut position = vec![usize::MAX; self.lowered.blocks.len()];
        order.iter().enumerate().for_each(|(at, &block)| position[block] = at);
        let mut heads = vec![false; self.lowered.blocks.len()];
        let is_hot = |block: usize| !self.lowered.blocks[block].cold;
        for (at, &block) in order.iter().enumerate().filter(|&(_, &block)| is_hot(block)) {
            for &succ in &self.lowered.blocks[block].succs {
                let succ = self.final_target(succ);
                if position[succ] <= at && is_hot(succ) {
                    heads[succ] = true;
                }
            }
        }
        heads
    }

    /// The four bytes just written lead to a label.
    pub(super) fn fix_here(&mut self, label: Label) {
        self.fixups.push((self.asm.position() - 4, label));
    }

    pub(super) fn relocate_here(&mut self, kind: RelocKind, symbol: Symbol, addend: i64) {
        let bytes = if kind == RelocKind::Abs64 { 8 } else { 4 };
        let offset = self.asm.position() - bytes;
        self.code.relocations.push(Relocation { offset, kind, symbol, addend });
    }
}
