//! The loops that the back end is measured by, for both widths: what the specializer would make of them.
//!
//! Objects have a 32-bit map id first and their fields from byte 8 on; a list is its length and the address of its
//! items, words from byte 8 on. The first argument is the thread's record, whose first word is a flag.

use pyspec_emit::Target;
use pyspec_emit::mir::*;

/// Guards and overflow checks, or none.
#[derive(Clone, Copy, PartialEq)]
pub struct Checks(pub bool);

/// Map ids that the guards ask for.
pub const BODY_MAP: i32 = 7;
pub const COUNTER_MAP: i32 = 9;

struct Kernel {
    b: Builder,
    checks: bool,
    word: i32,
    scale: Scale,
}

impl Kernel {
    fn new(name: &str, target: Target, checks: Checks) -> Kernel {
        let word = target.word_bytes();
        Kernel {
            b: Builder::new(name, Convention::SystemV),
            checks: checks.0,
            word: word as i32,
            scale: Scale::of(word).expect("a word is a scale"),
        }
    }

    fn guard(&mut self, test: Test, client: u32, values: &[VReg]) {
        if self.checks {
            let exit = self.b.exit(client, values);
            self.b.guard(test, exit);
        }
    }

    fn guard_map(&mut self, object: VReg, map: i32, client: u32, values: &[VReg]) {
        self.guard(Test::sized(IntCc::Ne, Size::S32, Addr::base(object, 0), map), client, values);
    }

    fn checked(&mut self, op: AluOp, a: VReg, b: impl Into<Operand>, client: u32, values: &[VReg]) -> VReg {
        if self.checks {
            let exit = self.b.exit(client, values);
            self.b.alu_or_exit(op, a, b, exit)
        } else {
            self.b.alu(op, a, b)
        }
    }

    fn param(&mut self) -> VReg {
        self.b.param(Class::Int)
    }

    /// A block with int parameters.
    fn block<const N: usize>(&mut self) -> (Block, [VReg; N]) {
        let block = self.b.block();
        (block, std::array::from_fn(|_| self.b.block_param(block, Class::Int)))
    }

    fn item(&mut self, items: VReg, index: VReg) -> VReg {
        self.b.load(MemType::Word, Addr::indexed(items, index, self.scale, 0))
    }
}

/// All kernels by name.
pub fn all(target: Target, checks: Checks) -> Vec<MFunction> {
    vec![
        int_loop(target, checks),
        nbody(target, checks),
        method(target, checks),
        sieve("byte_sieve", target, checks, false),
        sieve("word_sieve", target, checks, true),
    ]
}

/// `for i in range(n): s = (s + i * 3) ^ (i >> 2)`
pub fn int_loop(target: Target, checks: Checks) -> MFunction {
    let mut k = Kernel::new("int_loop", target, checks);
    let (context, n) = (k.param(), k.param());
    let flag = k.b.load(MemType::Word, Addr::base(context, 0));
    let zero = k.b.imm(0);
    let (body, [i, s]) = k.block();
    let (done, [result]) = k.block();
    k.b.branch(Test::int(IntCc::Gt, n, 0), Edge::new(body, [zero, zero]), Edge::new(done, [zero]));
    k.b.switch_to(body);
    k.guard(Test::sized(IntCc::Ne, Size::S32, Addr::base(flag, 0), 0), 0, &[i, s]);
    let product = k.checked(AluOp::Mul, i, 3, 1, &[i, s]);
    let sum = k.checked(AluOp::Add, product, s, 2, &[i, s]);
    let quarter = k.b.shift(ShiftOp::Sar, i, 2);
    let mixed = k.b.alu(AluOp::Xor, sum, quarter);
    let next = k.b.alu(AluOp::Add, i, 1);
    k.b.branch(Test::int(IntCc::Lt, next, n), Edge::new(body, [next, mixed]), Edge::new(done, [mixed]));
    k.b.switch_to(done);
    k.b.ret(&[result]);
    k.b.finish()
}

/// `advance` of the nbody benchmark: one guard an object, one for the division.
pub fn nbody(target: Target, checks: Checks) -> MFunction {
    let mut k = Kernel::new("nbody", target, checks);
    let (_context, list, dt, steps) = (k.param(), k.param(), k.b.param(Class::Float), k.param());
    let n = k.b.load(MemType::Word, Addr::base(list, 8));
    let items = k.b.load(MemType::Word, Addr::base(list, 8 + k.word));
    let zero = k.b.imm(0);
    let (step, [s]) = k.block();
    let (outer, [i]) = k.block();
    let (inner, [j]) = k.block();
    let (inner_done, []) = k.block();
    let (moves, []) = k.block();
    let (move_one, [m]) = k.block();
    let (step_done, []) = k.block();
    let (done, []) = k.block();
    k.b.branch(Test::int(IntCc::Gt, steps, 0), Edge::new(step, [zero]), done);

    k.b.switch_to(step);
    k.b.branch(Test::int(IntCc::Gt, n, 0), Edge::new(outer, [zero]), moves);

    k.b.switch_to(outer);
    let a = k.item(items, i);
    k.guard_map(a, BODY_MAP, 1, &[i, s]);
    let first = k.b.alu(AluOp::Add, i, 1);
    k.b.branch(Test::int(IntCc::Lt, first, n), Edge::new(inner, [first]), inner_done);

    k.b.switch_to(inner);
    let b = k.item(items, j);
    k.guard_map(b, BODY_MAP, 2, &[i, j, s]);
    nbody_pair(&mut k, a, b, dt, &[i, j, s]);
    let next = k.b.alu(AluOp::Add, j, 1);
    k.b.branch(Test::int(IntCc::Lt, next, n), Edge::new(inner, [next]), inner_done);

    k.b.switch_to(inner_done);
    let next = k.b.alu(AluOp::Add, i, 1);
    k.b.branch(Test::int(IntCc::Lt, next, n), Edge::new(outer, [next]), moves);

    k.b.switch_to(moves);
    k.b.branch(Test::int(IntCc::Gt, n, 0), Edge::new(move_one, [zero]), step_done);

    k.b.switch_to(move_one);
    let a = k.item(items, m);
    k.guard_map(a, BODY_MAP, 4, &[m, s]);
    for field in [8, 16, 24] {
        let speed = k.b.load(MemType::F64, Addr::base(a, field + 24));
        let way = k.b.float_op(FloatOp::Mul, speed, dt);
        let place = k.b.float_op(FloatOp::Add, way, Addr::base(a, field));
        k.b.store(MemType::F64, place, Addr::base(a, field));
    }
    let next = k.b.alu(AluOp::Add, m, 1);
    k.b.branch(Test::int(IntCc::Lt, next, n), Edge::new(move_one, [next]), step_done);

    k.b.switch_to(step_done);
    let next = k.b.alu(AluOp::Add, s, 1);
    k.b.branch(Test::int(IntCc::Lt, next, steps), Edge::new(step, [next]), done);

    k.b.switch_to(done);
    let zero = k.b.imm(0);
    k.b.ret(&[zero]);
    k.b.finish()
}

fn nbody_pair(k: &mut Kernel, a: VReg, b: VReg, dt: VReg, live: &[VReg]) {
    let distance: Vec<VReg> = [8, 16, 24]
        .map(|field| {
            let place = k.b.load(MemType::F64, Addr::base(a, field));
            k.b.float_op(FloatOp::Sub, place, Addr::base(b, field))
        })
        .to_vec();
    let squares: Vec<VReg> = distance.iter().map(|&d| k.b.float_op(FloatOp::Mul, d, d)).collect();
    let sum = k.b.float_op(FloatOp::Add, squares[0], squares[1]);
    let sum = k.b.float_op(FloatOp::Add, sum, squares[2]);
    let zero = k.b.float_imm(0.0);
    k.guard(Test::float(FloatCc::Eq, sum, zero), 3, live);
    let root = k.b.float_unary(FloatUnaryOp::Sqrt, sum);
    let cube = k.b.float_op(FloatOp::Mul, root, sum);
    let magnitude = k.b.float_op(FloatOp::Div, dt, cube);
    for (object, other, op) in [(a, b, FloatOp::Sub), (b, a, FloatOp::Add)] {
        let pull = k.b.float_op(FloatOp::Mul, magnitude, Addr::base(other, 56));
        for (&d, field) in distance.iter().zip([32, 40, 48]) {
            let change = k.b.float_op(FloatOp::Mul, d, pull);
            let speed = k.b.load(MemType::F64, Addr::base(object, field));
            let speed = k.b.float_op(op, speed, change);
            k.b.store(MemType::F64, speed, Addr::base(object, field));
        }
    }
}

/// `for i in range(n): r += objects[i & 1].add(i)`, where `add` masks its sum to 16 bits; inlined.
pub fn method(target: Target, checks: Checks) -> MFunction {
    let mut k = Kernel::new("method", target, checks);
    let (_context, objects, n) = (k.param(), k.param(), k.param());
    let zero = k.b.imm(0);
    let (body, [i, r]) = k.block();
    let (done, [result]) = k.block();
    k.b.branch(Test::int(IntCc::Gt, n, 0), Edge::new(body, [zero, zero]), Edge::new(done, [zero]));
    k.b.switch_to(body);
    let which = k.b.alu(AluOp::And, i, 1);
    let object = k.item(objects, which);
    k.guard_map(object, COUNTER_MAP, 1, &[i, r]);
    let total = k.b.load(MemType::Word, Addr::base(object, 8));
    let total = k.checked(AluOp::Add, total, i, 2, &[i, r]);
    let total = k.b.alu(AluOp::And, total, 0xffff);
    k.b.store(MemType::Word, total, Addr::base(object, 8));
    let sum = k.checked(AluOp::Add, total, r, 3, &[i, r]);
    let next = k.b.alu(AluOp::Add, i, 1);
    k.b.branch(Test::int(IntCc::Lt, next, n), Edge::new(body, [next, sum]), Edge::new(done, [sum]));
    k.b.switch_to(done);
    k.b.ret(&[result]);
    k.b.finish()
}

/// The sieve of Eratosthenes over bytes or words, a bounds check at each access.
pub fn sieve(name: &str, target: Target, checks: Checks, words: bool) -> MFunction {
    let mut k = Kernel::new(name, target, checks);
    let (_context, array, n) = (k.param(), k.param(), k.param());
    let (size, scale) = if words { (Size::Word, k.scale) } else { (Size::S8, Scale::One) };
    let len = k.b.load(MemType::Word, Addr::base(array, 8));
    let data = k.b.load(MemType::Word, Addr::base(array, 8 + k.word));
    let two = k.b.imm(2);
    let zero = k.b.imm(0);
    let (outer, [i, count]) = k.block();
    let (prime, []) = k.block();
    let (inner, [j]) = k.block();
    let (next_outer, [counted]) = k.block();
    let (done, [result]) = k.block();
    k.b.branch(Test::int(IntCc::Gt, n, 2), Edge::new(outer, [two, zero]), Edge::new(done, [zero]));

    k.b.switch_to(outer);
    k.guard(Test::int(IntCc::AboveEq, i, len), 1, &[i, count]);
    let is_prime = Test::sized(IntCc::Ne, size, Addr::indexed(data, i, scale, 0), 0);
    k.b.branch(is_prime, prime, Edge::new(next_outer, [count]));

    k.b.switch_to(prime);
    let more = k.b.alu(AluOp::Add, count, 1);
    let square = k.b.alu(AluOp::Mul, i, i);
    k.b.branch(Test::int(IntCc::Lt, square, n), Edge::new(inner, [square]), Edge::new(next_outer, [more]));

    k.b.switch_to(inner);
    k.guard(Test::int(IntCc::AboveEq, j, len), 2, &[i, j, more]);
    k.b.store_imm(size, 0, Addr::indexed(data, j, scale, 0));
    let next = k.b.alu(AluOp::Add, j, i);
    k.b.branch(Test::int(IntCc::Lt, next, n), Edge::new(inner, [next]), Edge::new(next_outer, [more]));

    k.b.switch_to(next_outer);
    let next = k.b.alu(AluOp::Add, i, 1);
    k.b.branch(Test::int(IntCc::Lt, next, n), Edge::new(outer, [next, counted]), Edge::new(done, [counted]));

    k.b.switch_to(done);
    k.b.ret(&[result]);
    k.b.finish()
}
