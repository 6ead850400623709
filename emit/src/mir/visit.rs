//! What an instruction reads, writes and may leave by: the one place that lists it, for verifier and lowering.

use super::*;

type Visit<'a> = &'a mut dyn FnMut(VReg);

impl Addr {
    /// Registers of the address.
    pub fn for_each_use(&self, visit: Visit) {
        if let Base::Reg(reg) = self.base {
            visit(reg);
        }
        if let Some((reg, _)) = self.index {
            visit(reg);
        }
    }
}

impl Operand {
    /// Registers of the operand.
    pub fn for_each_use(&self, visit: Visit) {
        match self {
            Operand::Reg(reg) => visit(*reg),
            Operand::Mem(addr) => addr.for_each_use(visit),
            Operand::Imm(_) => {}
        }
    }
}

impl Operand {
    fn addr(&self) -> Option<&Addr> {
        match self {
            Operand::Mem(addr) => Some(addr),
            _ => None,
        }
    }
}

impl Test {
    fn for_each_addr(&self, visit: &mut dyn FnMut(&Addr)) {
        if let Test::Int { a, b, .. } | Test::Bits { a, mask: b, .. } = self {
            a.addr().into_iter().chain(b.addr()).for_each(visit);
        }
    }

    /// Registers that are compared.
    pub fn for_each_use(&self, visit: Visit) {
        match self {
            Test::Int { a, b, .. } | Test::Bits { a, mask: b, .. } => {
                a.for_each_use(visit);
                b.for_each_use(visit);
            }
            Test::Float { a, b, .. } => {
                visit(*a);
                visit(*b);
            }
        }
    }
}

impl CallTarget {
    /// Registers that name the target.
    pub fn for_each_use(&self, visit: Visit) {
        match self {
            CallTarget::Reg(reg) => visit(*reg),
            CallTarget::Mem(addr) => addr.for_each_use(visit),
            CallTarget::Symbol(_) | CallTarget::Address(_) => {}
        }
    }
}

impl Inst {
    /// Addresses that it names.
    pub fn for_each_addr(&self, visit: &mut dyn FnMut(&Addr)) {
        match self {
            Inst::Lea { addr, .. }
            | Inst::Load { addr, .. }
            | Inst::Store { addr, .. }
            | Inst::StoreImm { addr, .. }
            | Inst::AluMem { addr, .. } => visit(addr),
            Inst::Alu { b, .. } | Inst::Float { b, .. } => b.addr().into_iter().for_each(visit),
            Inst::Set { test, .. } | Inst::Select { test, .. } | Inst::Guard { test, .. } => test.for_each_addr(visit),
            Inst::Call(call) => {
                if let CallTarget::Mem(addr) = &call.target {
                    visit(addr);
                }
            }
            _ => {}
        }
    }

    /// Registers that are read, the values of exits excepted.
    pub fn for_each_use(&self, visit: Visit) {
        match self {
            Inst::Imm { .. }
            | Inst::FloatImm { .. }
            | Inst::SymbolAddr { .. }
            | Inst::Context { .. }
            | Inst::StackPointer { .. } => {}
            Inst::Move { src, .. } | Inst::SetContext { src } => visit(*src),
            Inst::Alu { a, b, .. } | Inst::Float { a, b, .. } => {
                visit(*a);
                b.for_each_use(visit);
            }
            Inst::AluMem { addr, src, .. } => {
                addr.for_each_use(visit);
                src.for_each_use(visit);
            }
            Inst::Shift { a, count, .. } => {
                visit(*a);
                count.for_each_use(visit);
            }
            Inst::Div { a, b, .. } => {
                visit(*a);
                visit(*b);
            }
            Inst::Unary { a, .. }
            | Inst::FloatUnary { a, .. }
            | Inst::IntToFloat { a, .. }
            | Inst::FloatToInt { a, .. }
            | Inst::BitsToFloat { a, .. }
            | Inst::FloatToBits { a, .. } => visit(*a),
            Inst::Lea { addr, .. } | Inst::Load { addr, .. } | Inst::StoreImm { addr, .. } => {
                addr.for_each_use(visit);
            }
            Inst::Store { src, addr, .. } => {
                visit(*src);
                addr.for_each_use(visit);
            }
            Inst::Set { test, .. } | Inst::Guard { test, .. } => test.for_each_use(visit),
            Inst::Select { test, yes, no, .. } => {
                test.for_each_use(visit);
                visit(*yes);
                visit(*no);
            }
            Inst::Call(call) => {
                call.target.for_each_use(visit);
                call.args.iter().for_each(|&arg| visit(arg));
            }
        }
    }

    /// Registers that are written.
    pub fn for_each_def(&self, visit: Visit) {
        match self {
            Inst::Imm { dst, .. }
            | Inst::FloatImm { dst, .. }
            | Inst::SymbolAddr { dst, .. }
            | Inst::Move { dst, .. }
            | Inst::Alu { dst, .. }
            | Inst::Shift { dst, .. }
            | Inst::Unary { dst, .. }
            | Inst::Lea { dst, .. }
            | Inst::Load { dst, .. }
            | Inst::Set { dst, .. }
            | Inst::Select { dst, .. }
            | Inst::Float { dst, .. }
            | Inst::FloatUnary { dst, .. }
            | Inst::IntToFloat { dst, .. }
            | Inst::FloatToInt { dst, .. }
            | Inst::BitsToFloat { dst, .. }
            | Inst::FloatToBits { dst, .. }
            | Inst::Context { dst }
            | Inst::StackPointer { dst } => visit(*dst),
            Inst::Div { quot, rem, .. } => {
                visit(*quot);
                visit(*rem);
            }
            Inst::Call(call) => call.results.iter().for_each(|&result| visit(result)),
            Inst::AluMem { .. }
            | Inst::Store { .. }
            | Inst::StoreImm { .. }
            | Inst::Guard { .. }
            | Inst::SetContext { .. } => {}
        }
    }

    /// The exit that it may leave by, or the record of a call.
    pub fn exit(&self) -> Option<Exit> {
        match self {
            Inst::Alu { overflow, .. } | Inst::Unary { overflow, .. } => *overflow,
            Inst::Guard { exit, .. } => Some(*exit),
            Inst::Call(call) => call.record,
            _ => None,
        }
    }
}

impl Terminator {
    /// Addresses that it names.
    pub fn for_each_addr(&self, visit: &mut dyn FnMut(&Addr)) {
        match self {
            Terminator::Branch { test, .. } => test.for_each_addr(visit),
            Terminator::TailCall { target: CallTarget::Mem(addr), .. } => visit(addr),
            _ => {}
        }
    }

    /// Edges in a fixed order: a branch's `yes` and `no`, a switch's targets and its default.
    pub fn edges(&self) -> Vec<&Edge> {
        match self {
            Terminator::Jump(edge) => vec![edge],
            Terminator::Branch { yes, no, .. } => vec![yes, no],
            Terminator::Switch { targets, default, .. } => targets.iter().chain([default]).collect(),
            Terminator::Return(_) | Terminator::TailCall { .. } | Terminator::Exit(_) | Terminator::Trap => Vec::new(),
        }
    }

    /// Registers that are read, arguments of edges included, the values of exits excepted.
    pub fn for_each_use(&self, visit: Visit) {
        match self {
            Terminator::Branch { test, .. } => test.for_each_use(visit),
            Terminator::Switch { index, .. } => visit(*index),
            Terminator::Return(values) => values.iter().for_each(|&value| visit(value)),
            Terminator::TailCall { target, args } => {
                target.for_each_use(visit);
                args.iter().for_each(|&arg| visit(arg));
            }
            Terminator::Jump(_) | Terminator::Exit(_) | Terminator::Trap => {}
        }
        for edge in self.edges() {
            edge.args.iter().for_each(|&arg| visit(arg));
        }
    }

    /// The exit that it leaves by.
    pub fn exit(&self) -> Option<Exit> {
        match self {
            Terminator::Exit(exit) => Some(*exit),
            _ => None,
        }
    }
}
