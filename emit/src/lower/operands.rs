//! Operands of the instruction being made: each function adds one and returns its index.

use super::Lowering;
use super::form::{ExitUse, ExitValue, Kind, LInst, Mem, MemBase, Op};
use crate::mir::*;
use regalloc2 as ra;

impl Lowering<'_> {
    pub(super) fn resolve(&self, reg: VReg) -> VReg {
        self.facts[reg.index()].alias.unwrap_or(reg)
    }

    pub(super) fn vreg(&self, reg: VReg) -> ra::VReg {
        let reg = self.resolve(reg);
        ra::VReg::new(reg.index(), class_of(self.func.class(reg)))
    }

    pub(super) fn temp(&mut self, class: Class) -> ra::VReg {
        self.out.vregs += 1;
        ra::VReg::new(self.out.vregs - 1, class_of(class))
    }

    pub(super) fn operand(&mut self, operand: ra::Operand) -> Op {
        self.operands.push(operand);
        Op::try_from(self.operands.len() - 1).expect("an instruction has few operands of its own")
    }

    pub(super) fn use_reg(&mut self, reg: VReg) -> Op {
        let reg = self.vreg(reg);
        self.operand(ra::Operand::reg_use(reg))
    }

    pub(super) fn use_any(&mut self, reg: VReg) -> Op {
        let reg = self.vreg(reg);
        self.operand(ra::Operand::any_use(reg))
    }

    /// Used after results have been written.
    pub(super) fn use_late(&mut self, reg: VReg, constraint: ra::OperandConstraint) -> Op {
        let reg = self.vreg(reg);
        self.operand(ra::Operand::new(reg, constraint, ra::OperandKind::Use, ra::OperandPos::Late))
    }

    pub(super) fn use_fixed(&mut self, reg: VReg, place: ra::PReg) -> Op {
        let reg = self.vreg(reg);
        self.operand(ra::Operand::reg_fixed_use(reg, place))
    }

    /// A register whose low byte has a name of its own: the first of two such operands is `eax`, the second `ecx`.
    pub(super) fn use_byte(&mut self, reg: VReg, number: usize) -> Op {
        if self.target.is_64() {
            self.use_reg(reg)
        } else {
            self.use_fixed(reg, ra::PReg::new(number, ra::RegClass::Int))
        }
    }

    pub(super) fn def(&mut self, reg: VReg) -> Op {
        let reg = self.vreg(reg);
        self.operand(ra::Operand::reg_def(reg))
    }

    pub(super) fn def_fixed(&mut self, reg: VReg, place: ra::PReg) -> Op {
        let reg = self.vreg(reg);
        self.operand(ra::Operand::reg_fixed_def(reg, place))
    }

    pub(super) fn def_reusing(&mut self, reg: VReg, input: Op) -> Op {
        let reg = self.vreg(reg);
        self.operand(ra::Operand::reg_reuse_def(reg, input as usize))
    }

    pub(super) fn def_temp(&mut self, class: Class) -> Op {
        let temp = self.temp(class);
        self.operand(ra::Operand::reg_def(temp))
    }

    /// A temporary that is written while the inputs are still needed.
    pub(super) fn def_temp_early(&mut self, class: Class) -> Op {
        let temp = self.temp(class);
        self.operand(ra::Operand::reg_def_at_start(temp))
    }

    pub(super) fn mem(&mut self, addr: Addr) -> Mem {
        let base = match addr.base {
            Base::Reg(base) => MemBase::Reg(self.use_reg(base)),
            Base::Context if self.target.is_64() => MemBase::Context,
            Base::Context => MemBase::Reg(self.use_reg(self.func.params[0])),
            Base::Slot(slot) => MemBase::Slot(slot),
            Base::Absolute => MemBase::Absolute,
        };
        let index = addr.index.map(|(index, scale)| (self.use_reg(index), scale));
        Mem { base, index, disp: addr.disp }
    }

    /// Adds the instruction whose operands were collected.
    pub(super) fn push(&mut self, kind: Kind) {
        self.push_full(kind, None, ra::PRegSet::empty());
    }

    pub(super) fn push_exiting(&mut self, kind: Kind, exit: Option<Exit>) {
        self.push_full(kind, exit, ra::PRegSet::empty());
    }

    pub(super) fn push_full(&mut self, kind: Kind, exit: Option<Exit>, clobbers: ra::PRegSet) {
        let exit = exit.map(|exit| self.exit_use(exit));
        let first = self.out.operands.len() as u32;
        self.out.operands.append(&mut self.operands);
        self.out.insts.push(LInst { kind, first, end: self.out.operands.len() as u32, exit, clobbers });
    }

    /// Appends an exit's values to the operands, except those that are constant.
    pub(super) fn exit_use(&mut self, exit: Exit) -> ExitUse {
        let data = &self.func.exits[exit.index()];
        let mut values = Vec::with_capacity(data.values.len());
        for &reg in &data.values {
            let reg = self.resolve(reg);
            if let Some(constant) = self.facts[reg.index()].constant {
                values.push(ExitValue::Constant(constant));
                continue;
            }
            values.push(ExitValue::Op(self.operands.len() as u16));
            self.operands.push(ra::Operand::new(
                self.vreg(reg),
                ra::OperandConstraint::Any,
                ra::OperandKind::Use,
                ra::OperandPos::Late,
            ));
        }
        ExitUse { client: data.client, values }
    }

    /// A definition whose low byte has a name: `eax` or `ecx` on x86-32.
    pub(super) fn def_byte(&mut self, reg: Option<VReg>, number: usize) -> Op {
        let vreg = match reg {
            Some(reg) => self.vreg(reg),
            None => self.temp(Class::Int),
        };
        self.operand(if self.target.is_64() {
            ra::Operand::reg_def(vreg)
        } else {
            ra::Operand::reg_fixed_def(vreg, ra::PReg::new(number, ra::RegClass::Int))
        })
    }
}

fn class_of(class: Class) -> ra::RegClass {
    match class {
        Class::Int => ra::RegClass::Int,
        Class::Float => ra::RegClass::Float,
    }
}
