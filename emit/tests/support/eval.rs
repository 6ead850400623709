//! Machine IR carried out directly: the meaning that compiled code is compared with. No calls but of the helpers, no
//! addresses but slots.

use super::{ADD_HELPER, HALF_HELPER, Outcome};
use pyspec_emit::mir::*;

/// Runs a function of ints and floats; `None` when it takes more than `fuel` blocks.
pub fn eval(func: &MFunction, args: &[u64], mut fuel: u32) -> Option<Outcome> {
    let mut regs = vec![0u64; func.classes.len()];
    func.params.iter().zip(args).for_each(|(param, &arg)| regs[param.index()] = arg);
    let mut slots: Vec<Vec<u8>> = func.slots.iter().map(|&bytes| vec![0xee; bytes as usize]).collect();
    let mut block = Block(0);
    loop {
        fuel = fuel.checked_sub(1)?;
        let data = &func.blocks[block.index()];
        let leave = |regs: &[u64], exit: Exit| {
            let exit = &func.exits[exit.index()];
            Some(Outcome::Left(exit.client, exit.values.iter().map(|value| regs[value.index()]).collect()))
        };
        for inst in &data.insts {
            if let Some(exit) = step(inst, &mut regs, &mut slots) {
                return leave(&regs, exit);
            }
        }
        let edge = match data.terminator.as_ref().expect("verified") {
            Terminator::Jump(edge) => edge,
            Terminator::Branch { test, yes, no } => {
                if holds(test, &regs, &slots) {
                    yes
                } else {
                    no
                }
            }
            Terminator::Switch { index, targets, default } => {
                targets.get(regs[index.index()] as usize).unwrap_or(default)
            }
            Terminator::Return(values) => {
                return Some(Outcome::Returned(values.iter().map(|value| regs[value.index()]).collect()));
            }
            Terminator::Exit(exit) => return leave(&regs, *exit),
            other => panic!("no meaning here: {other}"),
        };
        let args: Vec<u64> = edge.args.iter().map(|arg| regs[arg.index()]).collect();
        let params = &func.blocks[edge.block.index()].params;
        params.iter().zip(args).for_each(|(param, arg)| regs[param.index()] = arg);
        block = edge.block;
    }
}

fn place<'a>(addr: &Addr, regs: &[u64], slots: &'a [Vec<u8>]) -> (usize, &'a [u8]) {
    let Base::Slot(slot) = addr.base else { panic!("only slots are memory here") };
    let index = addr.index.map_or(0, |(reg, scale)| regs[reg.index()].wrapping_mul(scale.bytes() as u64));
    let start = index.wrapping_add_signed(addr.disp as i64) as usize;
    (slot.index(), &slots[slot.index()][start..])
}

fn read(addr: &Addr, bytes: usize, regs: &[u64], slots: &[Vec<u8>]) -> u64 {
    let (_, rest) = place(addr, regs, slots);
    let mut word = [0; 8];
    word[..bytes].copy_from_slice(&rest[..bytes]);
    u64::from_le_bytes(word)
}

fn write(addr: &Addr, bytes: usize, value: u64, regs: &[u64], slots: &mut [Vec<u8>]) {
    let (slot, rest) = place(addr, regs, slots);
    let start = slots[slot].len() - rest.len();
    slots[slot][start..start + bytes].copy_from_slice(&value.to_le_bytes()[..bytes]);
}

fn bytes_of(size: Size) -> usize {
    match size {
        Size::S8 => 1,
        Size::S16 => 2,
        Size::S32 => 4,
        Size::Word => 8,
    }
}

fn sign_extend(value: u64, bytes: usize) -> u64 {
    let unused = 64 - 8 * bytes as u32;
    ((value << unused) as i64 >> unused) as u64
}

fn operand(operand: &Operand, size: Size, regs: &[u64], slots: &[Vec<u8>]) -> u64 {
    match operand {
        Operand::Reg(reg) => regs[reg.index()],
        Operand::Imm(value) => *value as i64 as u64,
        Operand::Mem(addr) => read(addr, bytes_of(size), regs, slots),
    }
}

fn float(bits: u64) -> f64 {
    f64::from_bits(bits)
}

fn holds(test: &Test, regs: &[u64], slots: &[Vec<u8>]) -> bool {
    match test {
        Test::Int { cc, size, a, b } => {
            let bytes = bytes_of(*size);
            let unused = 64 - 8 * bytes as u32;
            let (a, b) = (operand(a, *size, regs, slots) << unused, operand(b, *size, regs, slots) << unused);
            let (signed_a, signed_b) = (a as i64, b as i64);
            match cc {
                IntCc::Eq => a == b,
                IntCc::Ne => a != b,
                IntCc::Lt => signed_a < signed_b,
                IntCc::Le => signed_a <= signed_b,
                IntCc::Gt => signed_a > signed_b,
                IntCc::Ge => signed_a >= signed_b,
                IntCc::Below => a < b,
                IntCc::BelowEq => a <= b,
                IntCc::Above => a > b,
                IntCc::AboveEq => a >= b,
            }
        }
        Test::Bits { any, size, a, mask } => {
            let unused = 64 - 8 * bytes_of(*size) as u32;
            let common = operand(a, *size, regs, slots) & operand(mask, *size, regs, slots);
            (common << unused != 0) == *any
        }
        Test::Float { cc, a, b } => {
            let (a, b) = (float(regs[a.index()]), float(regs[b.index()]));
            match cc {
                FloatCc::Eq => a == b,
                FloatCc::Ne => a != b,
                FloatCc::Lt => a < b,
                FloatCc::Le => a <= b,
                FloatCc::Gt => a > b,
                FloatCc::Ge => a >= b,
                FloatCc::NotLt => a.partial_cmp(&b).is_none_or(|order| order.is_ge()),
                FloatCc::NotLe => a.partial_cmp(&b).is_none_or(|order| order.is_gt()),
                FloatCc::NotGt => a.partial_cmp(&b).is_none_or(|order| order.is_le()),
                FloatCc::NotGe => a.partial_cmp(&b).is_none_or(|order| order.is_lt()),
                FloatCc::Ordered => a.partial_cmp(&b).is_some(),
                FloatCc::Unordered => a.partial_cmp(&b).is_none(),
            }
        }
    }
}

/// Carries out one instruction; an exit if it leaves.
fn step(inst: &Inst, regs: &mut [u64], slots: &mut [Vec<u8>]) -> Option<Exit> {
    match inst {
        Inst::Imm { dst, value } => regs[dst.index()] = *value as u64,
        Inst::FloatImm { dst, bits } => regs[dst.index()] = *bits,
        Inst::Move { dst, src } => regs[dst.index()] = regs[src.index()],
        Inst::Alu { op, dst, a, b, overflow } => {
            let (a, b) = (regs[a.index()] as i64, operand(b, Size::Word, regs, slots) as i64);
            let (value, overflows) = alu(*op, a, b);
            if overflows && overflow.is_some() {
                return *overflow;
            }
            regs[dst.index()] = value as u64;
        }
        Inst::AluMem { op, size, addr, src } => {
            let bytes = bytes_of(*size);
            let (old, src) = (read(addr, bytes, regs, slots) as i64, operand(src, *size, regs, slots) as i64);
            write(addr, bytes, alu(*op, old, src).0 as u64, regs, slots);
        }
        Inst::Shift { op, dst, a, count } => {
            let (a, count) = (regs[a.index()], operand(count, Size::Word, regs, slots) as u32 % 64);
            regs[dst.index()] = match op {
                ShiftOp::Shl => a << count,
                ShiftOp::Shr => a >> count,
                ShiftOp::Sar => (a as i64 >> count) as u64,
                ShiftOp::Rol => a.rotate_left(count),
                ShiftOp::Ror => a.rotate_right(count),
            };
        }
        Inst::Div { floor, quot, rem, a, b } => {
            let (a, b) = (regs[a.index()] as i64, regs[b.index()] as i64);
            let (mut q, mut r) = (a / b, a % b);
            if *floor && r != 0 && (r < 0) != (b < 0) {
                q -= 1;
                r += b;
            }
            regs[quot.index()] = q as u64;
            regs[rem.index()] = r as u64;
        }
        Inst::Unary { op, dst, a, overflow } => {
            let a = regs[a.index()];
            if *op == UnaryOp::Neg && a as i64 == i64::MIN && overflow.is_some() {
                return *overflow;
            }
            regs[dst.index()] = match op {
                UnaryOp::Neg => a.wrapping_neg(),
                UnaryOp::Not => !a,
                UnaryOp::Zext8 => a as u8 as u64,
                UnaryOp::Zext16 => a as u16 as u64,
                UnaryOp::Zext32 => a as u32 as u64,
                UnaryOp::Sext8 => sign_extend(a, 1),
                UnaryOp::Sext16 => sign_extend(a, 2),
                UnaryOp::Sext32 => sign_extend(a, 4),
                UnaryOp::TopBit => 63 - a.leading_zeros() as u64,
                UnaryOp::LowBit => a.trailing_zeros() as u64,
            };
        }
        Inst::Load { ty, dst, addr } => {
            regs[dst.index()] = match ty {
                MemType::U8 => read(addr, 1, regs, slots),
                MemType::I8 => sign_extend(read(addr, 1, regs, slots), 1),
                MemType::U16 => read(addr, 2, regs, slots),
                MemType::I16 => sign_extend(read(addr, 2, regs, slots), 2),
                MemType::U32 => read(addr, 4, regs, slots),
                MemType::I32 => sign_extend(read(addr, 4, regs, slots), 4),
                MemType::Word | MemType::F64 => read(addr, 8, regs, slots),
                MemType::F32 => (f32::from_bits(read(addr, 4, regs, slots) as u32) as f64).to_bits(),
            };
        }
        Inst::Store { ty, src, addr } => {
            let value = regs[src.index()];
            match ty {
                MemType::U8 | MemType::I8 => write(addr, 1, value, regs, slots),
                MemType::U16 | MemType::I16 => write(addr, 2, value, regs, slots),
                MemType::U32 | MemType::I32 => write(addr, 4, value, regs, slots),
                MemType::Word | MemType::F64 => write(addr, 8, value, regs, slots),
                MemType::F32 => write(addr, 4, (float(value) as f32).to_bits() as u64, regs, slots),
            }
        }
        Inst::StoreImm { size, value, addr } => write(addr, bytes_of(*size), *value as i64 as u64, regs, slots),
        Inst::Set { dst, test } => regs[dst.index()] = holds(test, regs, slots) as u64,
        Inst::Select { dst, test, yes, no } => {
            regs[dst.index()] = regs[if holds(test, regs, slots) { yes } else { no }.index()];
        }
        Inst::Guard { test, exit } => {
            if holds(test, regs, slots) {
                return Some(*exit);
            }
        }
        Inst::Float { op, dst, a, b } => {
            let (a, b) = (float(regs[a.index()]), float(operand(b, Size::Word, regs, slots)));
            let value = match op {
                FloatOp::Add => a + b,
                FloatOp::Sub => a - b,
                FloatOp::Mul => a * b,
                FloatOp::Div => a / b,
            };
            regs[dst.index()] = value.to_bits();
        }
        Inst::FloatUnary { op, dst, a } => {
            let a = float(regs[a.index()]);
            let value = match op {
                FloatUnaryOp::Sqrt => a.sqrt(),
                FloatUnaryOp::Neg => -a,
                FloatUnaryOp::Abs => a.abs(),
                FloatUnaryOp::Floor => a.floor(),
                FloatUnaryOp::Ceil => a.ceil(),
                FloatUnaryOp::Trunc => a.trunc(),
                FloatUnaryOp::Nearest => a.round_ties_even(),
            };
            regs[dst.index()] = value.to_bits();
        }
        Inst::IntToFloat { dst, a } => regs[dst.index()] = (regs[a.index()] as i64 as f64).to_bits(),
        Inst::FloatToInt { dst, a } => {
            let a = float(regs[a.index()]);
            let fits = (-9223372036854775808.0..9223372036854775808.0).contains(&a);
            regs[dst.index()] = if fits { a as i64 } else { i64::MIN } as u64;
        }
        Inst::BitsToFloat { dst, a } | Inst::FloatToBits { dst, a } => regs[dst.index()] = regs[a.index()],
        Inst::Call(call) => {
            let callee = match call.target {
                CallTarget::Symbol(symbol) => symbol,
                CallTarget::Reg(_) => HALF_HELPER,
                other => panic!("no meaning here: {other}"),
            };
            let arg = |number: usize| regs[call.args[number].index()];
            regs[call.results[0].index()] = match callee {
                ADD_HELPER => arg(0).wrapping_add(arg(1)),
                HALF_HELPER => (float(arg(0)) / 2.0).to_bits(),
                other => panic!("{other} names nothing"),
            };
        }
        other => panic!("no meaning here: {other}"),
    }
    None
}

fn alu(op: AluOp, a: i64, b: i64) -> (i64, bool) {
    match op {
        AluOp::Add => a.overflowing_add(b),
        AluOp::Sub => a.overflowing_sub(b),
        AluOp::Mul => a.overflowing_mul(b),
        AluOp::And => (a & b, false),
        AluOp::Or => (a | b, false),
        AluOp::Xor => (a ^ b, false),
    }
}
