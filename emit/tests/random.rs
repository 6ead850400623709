//! Random functions, compiled by both allocators, do what machine IR means: the same results, the same exits, the same
//! values at them. The seeds are fixed, `PYSPEC_SEEDS=N` tries more of them.

mod support;

use pyspec_emit::mir::*;
use pyspec_emit::{Allocator, ExitStyle, Options, Target, compile};
use support::eval::eval;
use support::{ADD_HELPER, HALF_HELPER, Outcome, THUNK, resolve, run};

#[test]
fn compiled_code_means_what_it_says() {
    let seeds: u64 = std::env::var("PYSPEC_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(150);
    let mut left = 0;
    for seed in 0..seeds {
        let func = Generator::function(seed);
        let breaches = verify(&func);
        assert!(breaches.is_empty(), "seed {seed}: {breaches:?}\n{func}");
        for allocator in [Allocator::Full, Allocator::Fast] {
            let options =
                Options { allocator, exits: ExitStyle::Call { thunk: THUNK }, check: true, ..Options::new(THUNK) };
            let code = compile(&func, Target::X86_64, &options)
                .unwrap_or_else(|error| panic!("seed {seed} {allocator:?}: {error}\n{func}"));
            let mut random = Random(seed ^ 0x5555);
            for _ in 0..8 {
                let ints: Vec<u64> = (0..INTS).map(|_| random.int() as u64).collect();
                let floats: Vec<f64> = (0..FLOATS).map(|_| random.float()).collect();
                let args: Vec<u64> = ints.iter().copied().chain(floats.iter().map(|float| float.to_bits())).collect();
                let Some(expected) = eval(&func, &args, 1000) else { continue };
                let actual = run(&func, &code, &ints, &floats);
                if let Outcome::Left(..) = actual {
                    left += 1;
                }
                let same = is_same(&expected, &actual);
                assert!(same, "seed {seed} {allocator:?}\n{expected:?}\n{actual:?}\n{args:?}\n{func}");
            }
        }
        // The other target has no machine to run on here, but must compile and pass the allocator's checker.
        let options = Options { check: true, ..Options::new(THUNK) };
        match compile(&func, Target::X86, &options) {
            Ok(_) | Err(pyspec_emit::CompileError::Unsupported(_)) => {}
            Err(error) => panic!("seed {seed} on x86-32: {error}\n{func}"),
        }
    }
    assert!(left > 0, "some functions left by an exit");
}

/// The same but for which NaN it is: the processor keeps its first operand's, and sums may be turned around.
fn is_same(a: &Outcome, b: &Outcome) -> bool {
    let same = |a: &[u64], b: &[u64]| {
        let is_nan = |bits: u64| f64::from_bits(bits).is_nan();
        a.len() == b.len() && a.iter().zip(b).all(|(&a, &b)| a == b || (is_nan(a) && is_nan(b)))
    };
    match (a, b) {
        (Outcome::Returned(a), Outcome::Returned(b)) => same(a, b),
        (Outcome::Left(x, a), Outcome::Left(y, b)) => x == y && same(a, b),
        _ => false,
    }
}

const INTS: usize = 4;
const FLOATS: usize = 3;

/// xorshift
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        if self.0 == 0 {
            self.0 = 0x9e37_79b9_7f4a_7c15;
        }
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 11) as usize % limit
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    fn int(&mut self) -> i64 {
        let small = self.below(200) as i64 - 100;
        self.pick(&[small, small, 0, 1, -1, i64::MAX, i64::MIN, 1 << 31, -(1 << 31), 0x1234_5678_9abc])
    }

    fn float(&mut self) -> f64 {
        let small = self.below(200) as f64 / 8.0 - 10.0;
        self.pick(&[small, small, 0.0, -0.0, f64::NAN, f64::INFINITY, 1e300, -1e-300, 4503599627370497.5])
    }
}

struct Generator {
    random: Random,
    b: Builder,
    /// Values that are defined here.
    ints: Vec<VReg>,
    floats: Vec<VReg>,
    slot: Slot,
    exits: u32,
}

impl Generator {
    fn function(seed: u64) -> MFunction {
        let mut b = Builder::new(format!("random{seed}"), Convention::SystemV);
        let ints = (0..INTS).map(|_| b.param(Class::Int)).collect();
        let floats = (0..FLOATS).map(|_| b.param(Class::Float)).collect();
        let slot = b.func.new_slot(64);
        let mut generator =
            Generator { random: Random(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) + 1), b, ints, floats, slot, exits: 0 };
        for disp in (0..64).step_by(8) {
            generator.b.store_imm(Size::Word, disp, Addr::slot(slot, disp));
        }
        generator.region(3);
        generator.instructions(4);
        let (int, float) = (generator.int(), generator.float());
        generator.b.ret(&[int, float]);
        generator.b.finish()
    }

    fn int(&mut self) -> VReg {
        // Late values more often than early ones.
        let len = self.ints.len();
        let from = if self.random.below(2) == 0 { len.saturating_sub(6) } else { 0 };
        self.ints[from + self.random.below(len - from)]
    }

    fn float(&mut self) -> VReg {
        let len = self.floats.len();
        self.floats[self.random.below(len)]
    }

    fn exit(&mut self) -> Exit {
        let mut values = Vec::new();
        for _ in 0..self.random.below(8) {
            values.push(if self.random.below(3) == 0 { self.float() } else { self.int() });
        }
        self.exits += 1;
        self.b.exit(self.exits, values)
    }

    fn maybe_exit(&mut self) -> Option<Exit> {
        if self.random.below(4) == 0 { Some(self.exit()) } else { None }
    }

    fn addr(&mut self, bytes: i32) -> Addr {
        let room = 64 - bytes;
        if self.random.below(2) == 0 {
            let index = self.int();
            let index = self.b.alu(AluOp::And, index, 3);
            let scale = self.random.pick(&[Scale::One, Scale::Two, Scale::Four, Scale::Eight]);
            let disp = self.random.below((room - 24).max(1) as usize) as i32;
            return Addr { base: Base::Slot(self.slot), index: Some((index, scale)), disp };
        }
        Addr::slot(self.slot, self.random.below(room as usize + 1) as i32)
    }

    fn operand(&mut self, size: Size) -> Operand {
        let bytes = match size {
            Size::S8 => 1,
            Size::S16 => 2,
            Size::S32 => 4,
            Size::Word => 8,
        };
        match self.random.below(6) {
            0 => Operand::Mem(self.addr(bytes)),
            1 | 2 => Operand::Imm(self.random.pick(&[0, 1, -1, 5, 127, 128, -128, 255, 0x7fff_ffff, -0x7fff_ffff])),
            _ => Operand::Reg(self.int()),
        }
    }

    fn test(&mut self) -> Test {
        use FloatCc::*;
        let size = self.random.pick(&[Size::S8, Size::S16, Size::S32, Size::Word, Size::Word, Size::Word]);
        match self.random.below(4) {
            0 => {
                let cc = self.random.pick(&[Eq, Ne, Lt, Le, Gt, Ge, NotLt, NotLe, NotGt, NotGe, Ordered, Unordered]);
                Test::float(cc, self.float(), self.float())
            }
            kind => {
                let mut a = self.operand(size);
                let b = self.operand(size);
                if matches!(a, Operand::Imm(_)) || matches!((a, b), (Operand::Mem(_), Operand::Mem(_))) {
                    a = Operand::Reg(self.int());
                }
                if kind == 1 {
                    return Test::Bits { any: self.random.below(2) == 0, size, a, mask: b };
                }
                let ccs = [IntCc::Eq, IntCc::Ne, IntCc::Lt, IntCc::Le, IntCc::Gt, IntCc::Ge];
                let unsigned = [IntCc::Below, IntCc::BelowEq, IntCc::Above, IntCc::AboveEq];
                let cc = if self.random.below(2) == 0 { self.random.pick(&ccs) } else { self.random.pick(&unsigned) };
                Test::sized(cc, size, a, b)
            }
        }
    }

    fn instructions(&mut self, most: usize) {
        for _ in 0..self.random.below(most) + 1 {
            self.instruction();
        }
    }

    fn instruction(&mut self) {
        let (dst, fdst) = (self.b.int(), self.b.float());
        let (mut int, mut float) = (Some(dst), None);
        let inst = match self.random.below(22) {
            0..=4 => {
                let op = self.random.pick(&[AluOp::Add, AluOp::Sub, AluOp::Mul, AluOp::And, AluOp::Or, AluOp::Xor]);
                let can_overflow = matches!(op, AluOp::Add | AluOp::Sub | AluOp::Mul);
                let overflow = if can_overflow { self.maybe_exit() } else { None };
                Inst::Alu { op, dst, a: self.int(), b: self.operand(Size::Word), overflow }
            }
            5 => {
                let op = self.random.pick(&[ShiftOp::Shl, ShiftOp::Shr, ShiftOp::Sar, ShiftOp::Rol, ShiftOp::Ror]);
                let count = if self.random.below(2) == 0 {
                    Operand::Imm(self.random.below(64) as i32)
                } else {
                    self.int().into()
                };
                Inst::Shift { op, dst, a: self.int(), count }
            }
            6 => {
                use UnaryOp::*;
                let op = self.random.pick(&[Neg, Not, Zext8, Zext16, Zext32, Sext8, Sext16, Sext32]);
                let overflow = if op == Neg { self.maybe_exit() } else { None };
                Inst::Unary { op, dst, a: self.int(), overflow }
            }
            7 => {
                let (a, b) = (self.int(), self.int());
                let a = self.b.shift(ShiftOp::Sar, a, 1); // not the least int
                let b = self.b.alu(AluOp::Or, b, 1); // not 0
                let rem = self.b.int();
                self.ints.push(rem);
                Inst::Div { floor: self.random.below(2) == 0, quot: dst, rem, a, b }
            }
            8 => Inst::Set { dst, test: self.test() },
            9 => Inst::Select { dst, test: self.test(), yes: self.int(), no: self.int() },
            10 => {
                (int, float) = (None, Some(fdst));
                Inst::Select { dst: fdst, test: self.test(), yes: self.float(), no: self.float() }
            }
            11 => {
                int = None;
                Inst::Guard { test: self.test(), exit: self.exit() }
            }
            12 | 13 => {
                (int, float) = (None, Some(fdst));
                let op = self.random.pick(&[FloatOp::Add, FloatOp::Sub, FloatOp::Mul, FloatOp::Div]);
                Inst::Float { op, dst: fdst, a: self.float(), b: self.float().into() }
            }
            14 => {
                use FloatUnaryOp::*;
                (int, float) = (None, Some(fdst));
                let op = self.random.pick(&[Sqrt, Neg, Abs, Floor, Ceil, Trunc, Nearest]);
                Inst::FloatUnary { op, dst: fdst, a: self.float() }
            }
            15 => {
                (int, float) = (None, Some(fdst));
                Inst::IntToFloat { dst: fdst, a: self.int() }
            }
            16 => Inst::FloatToInt { dst, a: self.float() },
            17 => {
                let (ty, bytes) = self.random.pick(&[
                    (MemType::U8, 1),
                    (MemType::I8, 1),
                    (MemType::U16, 2),
                    (MemType::I16, 2),
                    (MemType::U32, 4),
                    (MemType::I32, 4),
                    (MemType::Word, 8),
                ]);
                let addr = self.addr(bytes);
                if self.random.below(2) == 0 {
                    int = None;
                    Inst::Store { ty, src: self.int(), addr }
                } else {
                    Inst::Load { ty, dst, addr }
                }
            }
            20 => {
                let args = vec![self.int(), self.int()];
                let record = self.maybe_exit();
                Inst::Call(Box::new(Call { target: CallTarget::Symbol(ADD_HELPER), args, results: vec![dst], record }))
            }
            21 => {
                (int, float) = (None, Some(fdst));
                let target = self.b.imm(resolve(HALF_HELPER) as i64);
                let args = vec![self.float()];
                Inst::Call(Box::new(Call { target: CallTarget::Reg(target), args, results: vec![fdst], record: None }))
            }
            18 => {
                int = None;
                let op = self.random.pick(&[AluOp::Add, AluOp::Sub, AluOp::And, AluOp::Or, AluOp::Xor]);
                let (size, bytes) = self.random.pick(&[(Size::S8, 1), (Size::S16, 2), (Size::S32, 4), (Size::Word, 8)]);
                let src = if self.random.below(2) == 0 { Operand::Imm(7) } else { self.int().into() };
                Inst::AluMem { op, size, addr: self.addr(bytes), src }
            }
            _ => {
                let value = self.random.int();
                Inst::Imm { dst, value }
            }
        };
        self.b.push(inst);
        self.ints.extend(int);
        self.floats.extend(float);
    }

    /// Straight code, a diamond, a loop or a switch, nested.
    fn region(&mut self, depth: u32) {
        self.instructions(8);
        if depth == 0 {
            return;
        }
        match self.random.below(4) {
            0 => self.region(depth - 1),
            1 => self.diamond(depth),
            2 => self.counted_loop(depth),
            _ => self.switch(depth),
        }
        self.instructions(5);
    }

    /// Ends the current block by jumping to `join` with two ints and a float of what is defined.
    fn jump_to(&mut self, join: Block) {
        let args = [self.int(), self.int(), self.float()];
        self.b.jump(join, &args);
    }

    fn join_block(&mut self) -> (Block, [VReg; 3]) {
        let join = self.b.block();
        let params = [Class::Int, Class::Int, Class::Float].map(|class| self.b.block_param(join, class));
        (join, params)
    }

    fn arm(&mut self, block: Block, join: Block, depth: u32) {
        let defined = (self.ints.len(), self.floats.len());
        self.b.switch_to(block);
        self.region(depth - 1);
        self.jump_to(join);
        self.ints.truncate(defined.0);
        self.floats.truncate(defined.1);
    }

    fn enter_join(&mut self, join: Block, params: [VReg; 3]) {
        self.b.switch_to(join);
        self.ints.extend(&params[..2]);
        self.floats.push(params[2]);
    }

    fn diamond(&mut self, depth: u32) {
        let test = self.test();
        let yes = if self.random.below(3) == 0 { self.b.cold_block() } else { self.b.block() };
        let (join, params) = self.join_block();
        if self.random.below(2) == 0 {
            // One side goes to the join at once: a critical edge.
            let args = [self.int(), self.int(), self.float()];
            self.b.branch(test, yes, Edge::new(join, args));
        } else {
            let no = self.b.block();
            self.b.branch(test, yes, no);
            self.arm(no, join, depth);
        }
        self.arm(yes, join, depth);
        self.enter_join(join, params);
    }

    fn counted_loop(&mut self, depth: u32) {
        let zero = self.b.imm(0);
        let head = self.b.block();
        let count = self.b.block_param(head, Class::Int);
        let (int, float) = (self.b.block_param(head, Class::Int), self.b.block_param(head, Class::Float));
        let args = [zero, self.int(), self.float()];
        self.b.jump(head, &args);
        self.b.switch_to(head);
        self.ints.extend([count, int]);
        self.floats.push(float);
        self.region(depth - 1);
        let next = self.b.alu(AluOp::Add, count, 1);
        let after = self.b.block();
        let back = Edge::new(head, [next, self.int(), self.float()]);
        self.b.branch(Test::int(IntCc::Lt, next, 3), back, after);
        self.b.switch_to(after);
    }

    fn switch(&mut self, depth: u32) {
        let index = self.int();
        let index = self.b.alu(AluOp::And, index, 7);
        let (join, params) = self.join_block();
        let arms: Vec<Block> = (0..2).map(|_| self.b.block()).collect();
        let mut targets: Vec<Edge> = Vec::new();
        for _ in 0..self.random.below(6) {
            targets.push(if self.random.below(3) == 0 {
                Edge::new(join, [self.int(), self.int(), self.float()])
            } else {
                self.random.pick(&arms).into()
            });
        }
        let default = Edge::from(arms[0]);
        targets.push(arms[1].into());
        self.b.end(Terminator::Switch { index, targets, default });
        arms.iter().for_each(|&arm| self.arm(arm, join, depth));
        self.enter_join(join, params);
    }
}
