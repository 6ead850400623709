//! The frame: sizes of its parts, the registers it saves, and where the operands of an instruction are.

use crate::Target;
use crate::compile::FrameLayout;
use crate::lower::{Lowered, Op};
use crate::mir::*;
use crate::target::{CONTEXT, Registers};
use regalloc2 as ra;

/// Sizes of the parts of the frame, in bytes.
pub(super) struct Frame {
    pub outgoing: i32,
    /// What the prologue subtracts.
    pub local: i32,
    pub saved: Vec<u8>,
    pub slots: Vec<i32>,
    pub word: i32,
}

impl Frame {
    pub fn of(
        func: &MFunction,
        lowered: &Lowered,
        output: &ra::Output,
        target: Target,
        registers: &Registers,
    ) -> Frame {
        let word = target.word_bytes() as i32;
        let align = |value: i32, to: i32| (value + to - 1) & -to;
        let outgoing = align(lowered.outgoing as i32, 8);
        let mut top = align(outgoing + output.num_spillslots as i32 * word, 8);
        let mut slots = Vec::with_capacity(func.slots.len());
        for &bytes in &func.slots {
            slots.push(top);
            top = align(top + bytes as i32, 8);
        }
        let saved = match func.convention {
            Convention::Compiled => Vec::new(),
            Convention::SystemV => saved_registers(lowered, output, registers),
        };
        let above = (saved.len() as i32 + 1) * word;
        let local = if top == 0 && !lowered.has_calls { 0 } else { align(top + above, 16) - above };
        Frame { outgoing, local, saved, slots, word }
    }

    pub fn size(&self) -> i32 {
        self.local + self.saved.len() as i32 * self.word
    }

    pub fn spill(&self, slot: ra::SpillSlot) -> i32 {
        self.outgoing + slot.index() as i32 * self.word
    }

    pub fn layout(&self) -> FrameLayout {
        // The register that was pushed last is lowest.
        let place = |number: usize| self.local + (self.saved.len() - 1 - number) as i32 * self.word;
        FrameLayout {
            size: self.size() as u32,
            saved: self.saved.iter().enumerate().map(|(number, &reg)| (reg, place(number))).collect(),
            slots: self.slots.clone(),
        }
    }
}

/// Registers that C wants back and that the body, or what it calls, writes.
fn saved_registers(lowered: &Lowered, output: &ra::Output, registers: &Registers) -> Vec<u8> {
    let mut written = ra::PRegSet::empty();
    output.allocs.iter().filter_map(|place| place.as_reg()).for_each(|reg| written.add(reg));
    for (_, ra::Edit::Move { from, to }) in &output.edits {
        [from, to].into_iter().filter_map(|place| place.as_reg()).for_each(|reg| written.add(reg));
    }
    if lowered.has_calls {
        written.union_from(registers.clobbers);
    }
    let is_written = |&reg: &u8| written.contains(ra::PReg::new(reg as usize, ra::RegClass::Int));
    let mut saved: Vec<u8> = registers.callee_saved.iter().copied().filter(is_written).collect();
    if lowered.sets_context {
        saved.push(CONTEXT);
    }
    saved
}

/// Where the operands of one instruction ended.
#[derive(Clone, Copy)]
pub(super) struct Places<'a>(pub &'a [ra::Allocation]);

impl Places<'_> {
    pub fn reg(self, op: Op) -> u8 {
        self.0[op as usize].as_reg().expect("constrained to a register").hw_enc() as u8
    }

    pub fn is_reg(self, op: Op) -> bool {
        self.0[op as usize].is_reg()
    }
}
