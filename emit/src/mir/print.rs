//! The text form of machine IR, an instruction a line. [`super::parse`] is its inverse.

use super::*;
use std::fmt::{Display, Formatter, Result};

/// Items with commas between.
struct List<'a, T>(&'a [T]);

impl<T: Display> Display for List<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (number, item) in self.0.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            write!(f, "{comma}{item}")?;
        }
        Ok(())
    }
}

/// `(a, b)`, or nothing where there are none.
struct Args<'a>(&'a [VReg]);

impl Display for Args<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, "({})", List(self.0)) }
    }
}

impl Display for Addr {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("[")?;
        let mut is_first = true;
        let mut part = |f: &mut Formatter<'_>, part: &dyn Display| {
            let plus = if std::mem::take(&mut is_first) { "" } else { " + " };
            write!(f, "{plus}{part}")
        };
        match self.base {
            Base::Reg(reg) => part(f, &reg)?,
            Base::Context => part(f, &"context")?,
            Base::Slot(slot) => part(f, &slot)?,
            Base::Absolute => {}
        }
        if let Some((reg, scale)) = self.index {
            part(f, &format_args!("{reg}*{}", scale.bytes()))?;
        }
        match (is_first, self.disp) {
            (true, disp) => write!(f, "{disp}]"),
            (_, 0) => f.write_str("]"),
            (_, disp) if disp < 0 => write!(f, " - {}]", disp.unsigned_abs()),
            (_, disp) => write!(f, " + {disp}]"),
        }
    }
}

impl Display for Operand {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Operand::Reg(reg) => reg.fmt(f),
            Operand::Imm(value) => value.fmt(f),
            Operand::Mem(addr) => addr.fmt(f),
        }
    }
}

/// A size that is not the usual one.
struct Suffix(Size);

impl Display for Suffix {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.0 == Size::Word { Ok(()) } else { write!(f, ".{}", self.0.name()) }
    }
}

impl Display for Test {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Test::Int { cc, size, a, b } => write!(f, "int.{}{} {a}, {b}", cc.name(), Suffix(*size)),
            Test::Bits { any, size, a, mask } => {
                write!(f, "bits.{}{} {a}, {mask}", if *any { "any" } else { "none" }, Suffix(*size))
            }
            Test::Float { cc, a, b } => write!(f, "float.{} {a}, {b}", cc.name()),
        }
    }
}

impl Display for CallTarget {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            CallTarget::Symbol(symbol) => symbol.fmt(f),
            CallTarget::Address(address) => write!(f, "{address:#x}"),
            CallTarget::Reg(reg) => reg.fmt(f),
            CallTarget::Mem(addr) => addr.fmt(f),
        }
    }
}

impl Display for Edge {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}{}", self.block, Args(&self.args))
    }
}

/// ` else x0` where there is an exit.
struct Else(Option<Exit>);

impl Display for Else {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.0.map_or(Ok(()), |exit| write!(f, " else {exit}"))
    }
}

impl Display for Inst {
    /// Without the results, which need their classes.
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Inst::Imm { value, .. } => write!(f, "imm {value}"),
            Inst::FloatImm { bits, .. } => write!(f, "fimm {bits:#x} ; {:?}", f64::from_bits(*bits)),
            Inst::SymbolAddr { symbol, addend, .. } => write!(f, "symbol {symbol}, {addend}"),
            Inst::Move { src, .. } => write!(f, "move {src}"),
            Inst::Alu { op, a, b, overflow, .. } => write!(f, "{} {a}, {b}{}", op.name(), Else(*overflow)),
            Inst::AluMem { op, size, addr, src } => write!(f, "{}.{} {addr}, {src}", op.name(), size.name()),
            Inst::Shift { op, a, count, .. } => write!(f, "{} {a}, {count}", op.name()),
            Inst::Div { floor, a, b, .. } => write!(f, "div.{} {a}, {b}", if *floor { "floor" } else { "trunc" }),
            Inst::Unary { op, a, overflow, .. } => write!(f, "{} {a}{}", op.name(), Else(*overflow)),
            Inst::Lea { addr, .. } => write!(f, "lea {addr}"),
            Inst::Load { ty, addr, .. } => write!(f, "load.{} {addr}", ty.name()),
            Inst::Store { ty, src, addr } => write!(f, "store.{} {src}, {addr}", ty.name()),
            Inst::StoreImm { size, value, addr } => write!(f, "storeimm.{} {value}, {addr}", size.name()),
            Inst::Set { test, .. } => write!(f, "set {test}"),
            Inst::Select { test, yes, no, .. } => write!(f, "select {test}, {yes}, {no}"),
            Inst::Guard { test, exit } => write!(f, "guard {test} else {exit}"),
            Inst::Float { op, a, b, .. } => write!(f, "{} {a}, {b}", op.name()),
            Inst::FloatUnary { op, a, .. } => write!(f, "{} {a}", op.name()),
            Inst::IntToFloat { a, .. } => write!(f, "int_to_float {a}"),
            Inst::FloatToInt { a, .. } => write!(f, "float_to_int {a}"),
            Inst::BitsToFloat { a, .. } => write!(f, "bits_to_float {a}"),
            Inst::FloatToBits { a, .. } => write!(f, "float_to_bits {a}"),
            Inst::Call(call) => {
                write!(f, "call {}({})", call.target, List(&call.args))?;
                call.record.map_or(Ok(()), |record| write!(f, " record {record}"))
            }
            Inst::Context { .. } => f.write_str("context"),
            Inst::SetContext { src } => write!(f, "set_context {src}"),
            Inst::StackPointer { .. } => f.write_str("stack_pointer"),
        }
    }
}

impl Display for Terminator {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Terminator::Jump(edge) => write!(f, "jump {edge}"),
            Terminator::Branch { test, yes, no } => write!(f, "br {test} then {yes} else {no}"),
            Terminator::Switch { index, targets, default } => {
                write!(f, "switch {index} [{}] else {default}", List(targets))
            }
            Terminator::Return(values) if values.is_empty() => f.write_str("ret"),
            Terminator::Return(values) => write!(f, "ret {}", List(values)),
            Terminator::TailCall { target, args } => write!(f, "tail {target}({})", List(args)),
            Terminator::Exit(exit) => write!(f, "exit {exit}"),
            Terminator::Trap => f.write_str("trap"),
        }
    }
}

impl Display for MFunction {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let typed = |regs: &[VReg]| {
            let regs: Vec<String> = regs.iter().map(|&reg| format!("{reg}: {}", self.class(reg).name())).collect();
            regs.join(", ")
        };
        writeln!(f, "function {:?}({}) {}", self.name, typed(&self.params), self.convention.name())?;
        for (index, bytes) in self.slots.iter().enumerate() {
            writeln!(f, "slot {} = {bytes}", Slot(index as u32))?;
        }
        for (index, exit) in self.exits.iter().enumerate() {
            writeln!(f, "exit {} = {} [{}]", Exit(index as u32), exit.client, List(&exit.values))?;
        }
        for (index, block) in self.blocks.iter().enumerate() {
            write!(f, "{}", Block(index as u32))?;
            if !block.params.is_empty() {
                write!(f, "({})", typed(&block.params))?;
            }
            writeln!(f, "{}:", if block.cold { " cold" } else { "" })?;
            for inst in &block.insts {
                f.write_str("  ")?;
                let mut results = Vec::new();
                inst.for_each_def(&mut |reg| {
                    let class = if self.class(reg) == Class::Float { ": float" } else { "" };
                    results.push(format!("{reg}{class}"));
                });
                if !results.is_empty() {
                    write!(f, "{} = ", results.join(", "))?;
                }
                writeln!(f, "{inst}")?;
            }
            if let Some(terminator) = &block.terminator {
                writeln!(f, "  {terminator}")?;
            }
        }
        Ok(())
    }
}
