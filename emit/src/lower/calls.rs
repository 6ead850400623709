//! What goes between functions: parameters, arguments, calls, and the ends of blocks.

use super::Lowering;
use super::form::{Kind, LTarget, Mem, MemBase};
use super::layout::Layout;
use crate::compile::CompileError;
use crate::mir::*;
use regalloc2 as ra;

/// Where arguments go.
pub(super) enum ArgPlace {
    Reg(ra::PReg),
    Stack(u32),
}

impl Lowering<'_> {
    pub(super) fn arg_places(&self, args: &[VReg]) -> (Vec<ArgPlace>, u32) {
        let (mut ints, mut floats, mut bytes) = (0, 0, 0);
        let mut places = Vec::with_capacity(args.len());
        for &arg in args {
            let (pool, used, size) = match self.func.class(arg) {
                Class::Int => (&self.registers.int_args, &mut ints, self.target.word_bytes()),
                Class::Float => (&self.registers.float_args, &mut floats, 8),
            };
            if let Some(&reg) = pool.get(*used) {
                *used += 1;
                places.push(ArgPlace::Reg(reg));
            } else {
                places.push(ArgPlace::Stack(bytes));
                bytes += size;
            }
        }
        (places, bytes)
    }

    pub(super) fn lower_params(&mut self) {
        let (places, _) = self.arg_places(&self.func.params);
        for (&param, place) in self.func.params.iter().zip(&places) {
            if let ArgPlace::Reg(reg) = place {
                self.def_fixed(param, *reg);
            }
        }
        self.push(Kind::Args);
        for (&param, place) in self.func.params.iter().zip(&places) {
            if let ArgPlace::Stack(offset) = *place {
                let mem = Mem { base: MemBase::Incoming(offset), index: None, disp: 0 };
                let dst = self.def(param);
                self.push(Kind::Load { ty: stack_type(self.func.class(param)), dst, mem });
            }
        }
    }

    pub(super) fn lower_call(&mut self, call: &Call) {
        self.out.has_calls = true;
        let (places, bytes) = self.arg_places(&call.args);
        self.out.outgoing = self.out.outgoing.max(bytes);
        for (&arg, place) in call.args.iter().zip(&places) {
            if let ArgPlace::Stack(offset) = *place {
                let src = self.use_reg(arg);
                let mem = Mem { base: MemBase::Outgoing(offset), index: None, disp: 0 };
                self.push(Kind::Store { ty: stack_type(self.func.class(arg)), src, mem, temp: 0 });
            }
        }
        for (&arg, place) in call.args.iter().zip(&places) {
            if let ArgPlace::Reg(reg) = *place {
                self.use_fixed(arg, reg);
            }
        }
        let target = match call.target {
            CallTarget::Symbol(symbol) => LTarget::Symbol(symbol),
            CallTarget::Address(address) => LTarget::Address(address),
            CallTarget::Reg(reg) => LTarget::Op(self.use_reg(reg)),
            CallTarget::Mem(addr) => LTarget::Mem(self.mem(addr)),
        };
        let mut clobbers = self.registers.clobbers;
        let mut ints = 0;
        for &result in &call.results {
            let reg = match self.func.class(result) {
                Class::Int => {
                    ints += 1;
                    self.registers.results[ints - 1]
                }
                Class::Float => self.registers.float_result,
            };
            clobbers.remove(reg);
            self.def_fixed(result, reg);
        }
        self.push_full(Kind::Call { target }, call.record, clobbers);
    }

    pub(super) fn lower_terminator(&mut self, block: Block, layout: &Layout) -> Result<(), CompileError> {
        let terminator = self.func.blocks[block.index()].terminator.as_ref().expect("verified");
        match *terminator {
            Terminator::Jump(_) => self.push(Kind::Jump),
            // One way is no choice, and its edge is not split.
            Terminator::Switch { ref targets, .. } if targets.is_empty() => self.push(Kind::Jump),
            Terminator::Branch { test, .. } => {
                let test = self.test(test);
                self.push(Kind::Branch { test });
            }
            Terminator::Switch { index, ref targets, .. } => {
                // A table pays from about four targets on; x86-32 cannot address one from the code.
                if self.target.is_64() && targets.len() > 3 {
                    self.lower_switch_table(index);
                } else {
                    let index = self.use_reg(index);
                    self.push(Kind::SwitchChain { index });
                }
            }
            Terminator::Return(ref values) => {
                let mut ints = 0;
                for &value in values {
                    let place = match self.func.class(value) {
                        Class::Int => {
                            ints += 1;
                            self.registers.results[ints - 1]
                        }
                        Class::Float => self.registers.float_result,
                    };
                    self.use_fixed(value, place);
                }
                self.push(Kind::Return);
            }
            Terminator::TailCall { target, ref args } => self.lower_tail_call(target, args)?,
            Terminator::Exit(exit) => self.push_exiting(Kind::Leave, Some(exit)),
            Terminator::Trap => self.push(Kind::Trap),
        }
        for (number, edge) in terminator.edges().into_iter().enumerate() {
            match layout.split_position.get(&(block, number)) {
                Some(&position) => self.add_edge(position, &[]),
                None => self.add_edge(layout.position_of_block(edge.block), &edge.args),
            }
        }
        if let Some(Kind::SwitchJump { .. }) = self.out.insts.last().map(|inst| &inst.kind) {
            self.out.tables.push(self.block.succs.clone());
        }
        Ok(())
    }

    pub(super) fn lower_switch_table(&mut self, index: VReg) {
        let index = self.use_reg(index);
        let dst = self.temp(Class::Int);
        let dst_op = self.operand(ra::Operand::reg_def_at_start(dst));
        let temp = self.def_temp_early(Class::Int);
        self.push(Kind::SwitchAddr { index, dst: dst_op, temp, table: self.out.tables.len() });
        let addr = self.operand(ra::Operand::reg_use(dst));
        self.push(Kind::SwitchJump { addr });
    }

    pub(super) fn lower_tail_call(&mut self, target: CallTarget, args: &[VReg]) -> Result<(), CompileError> {
        let (places, bytes) = self.arg_places(args);
        if bytes > 0 {
            return Err(CompileError::Unsupported("a tail call with arguments on the stack".into()));
        }
        // The target must outlive the frame and its saved registers, so it is in the scratch register.
        let scratch = self.registers.scratch;
        let loaded = match target {
            CallTarget::Mem(addr) => {
                let temp = self.temp(Class::Int);
                let mem = self.mem(addr);
                let dst = self.operand(ra::Operand::reg_def(temp));
                self.push(Kind::Load { ty: MemType::Word, dst, mem });
                Some(temp)
            }
            CallTarget::Reg(reg) => Some(self.vreg(reg)),
            CallTarget::Symbol(_) | CallTarget::Address(_) => None,
        };
        for (&arg, place) in args.iter().zip(&places) {
            if let ArgPlace::Reg(reg) = *place {
                self.use_fixed(arg, reg);
            }
        }
        let target = match (target, loaded) {
            (_, Some(reg)) => LTarget::Op(self.operand(ra::Operand::reg_fixed_use(reg, scratch))),
            (CallTarget::Symbol(symbol), None) => LTarget::Symbol(symbol),
            (CallTarget::Address(address), None) => LTarget::Address(address),
            (CallTarget::Reg(_) | CallTarget::Mem(_), None) => unreachable!("loaded above"),
        };
        self.push(Kind::TailCall { target });
        Ok(())
    }
}

/// How an argument lies on the stack.
fn stack_type(class: Class) -> MemType {
    match class {
        Class::Int => MemType::Word,
        Class::Float => MemType::F64,
    }
}
