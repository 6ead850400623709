//! How fast compiled kernels run beside `gcc -O2` with the same checks, and how long compiling takes.
//! `cargo bench -p pyspec-emit`; the runs of all rows are interleaved.

#[allow(dead_code)] // the tests use more of it
#[path = "../tests/support/kernels.rs"]
mod kernels;

use kernels::{BODY_MAP, COUNTER_MAP, Checks};
use pyspec_emit::memory::CodeMemory;
use pyspec_emit::mir::*;
use pyspec_emit::{Allocator, Options, Target, compile};
use std::ffi::{CString, c_void};
use std::process::Command;
use std::time::{Duration, Instant};

const THUNK: Symbol = Symbol(0);

#[repr(C)]
struct Context {
    flag: *const i32,
    left: i64,
}

#[repr(C)]
#[derive(Clone)]
struct Body {
    map: u32,
    gc: u32,
    fields: [f64; 7],
}

#[repr(C)]
struct List {
    map: u32,
    gc: u32,
    len: i64,
    items: *mut c_void,
}

#[repr(C)]
struct Counter {
    map: u32,
    gc: u32,
    total: i64,
}

/// The reference functions, compiled and loaded.
fn reference() -> impl Fn(&str) -> usize {
    let folder = std::env::temp_dir();
    let library = folder.join(format!("pyspec-emit-reference-{}.so", std::process::id()));
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/reference.c");
    let status = Command::new("gcc")
        .args(["-O2", "-shared", "-fPIC", "-fno-math-errno", "-o"])
        .arg(&library)
        .arg(source)
        .status();
    assert!(status.is_ok_and(|status| status.success()), "gcc compiles the reference");
    let path = CString::new(library.to_str().expect("a plain path")).expect("no zero bytes");
    // SAFETY: the library was just made and runs nothing when loaded.
    let handle = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_NOW) };
    assert!(!handle.is_null(), "the reference loads");
    std::fs::remove_file(&library).expect("removable");
    move |name| {
        let name = CString::new(name).expect("no zero bytes");
        // SAFETY: the handle is open.
        unsafe { libc::dlsym(handle, name.as_ptr()) as usize }
    }
}

fn sun() -> Vec<Body> {
    let planets = [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47841760435743],
        [4.8414, -1.1603, -0.1036, 0.6063, 2.8119, -0.0252, 0.03769],
        [8.3433, 4.1247, -0.4035, -1.0107, 1.8256, 0.0084, 0.01128],
        [12.8943, -15.1111, -0.2233, 1.0827, 0.8687, -0.0108, 0.00172],
        [15.3796, -25.9193, 0.1792, 0.9790, 0.5946, -0.0347, 0.00203],
    ];
    planets.iter().map(|&fields| Body { map: BODY_MAP as u32, gc: 0, fields }).collect()
}

/// Calls a kernel at an address once and returns a number by which runs can be compared.
fn call(kernel: &str, address: usize, n: i64) -> i64 {
    static FLAG: i32 = 0;
    let mut context = Context { flag: &FLAG, left: 0 };
    let context = &raw mut context;
    // SAFETY: each kernel is called with the arguments that it was written for.
    unsafe {
        match kernel {
            "int_loop" => std::mem::transmute::<usize, extern "C" fn(*mut Context, i64) -> i64>(address)(context, n),
            "nbody" => {
                let mut bodies = sun();
                let mut items: Vec<*mut Body> = bodies.iter_mut().map(|body| &raw mut *body).collect();
                let mut list = List { map: 1, gc: 0, len: 5, items: items.as_mut_ptr().cast() };
                std::mem::transmute::<usize, extern "C" fn(*mut Context, *mut List, f64, i64) -> i64>(address)(
                    context,
                    &raw mut list,
                    0.01,
                    n,
                );
                (bodies[0].fields[0] * 1e9) as i64
            }
            "method" => {
                let mut a = [0, 5].map(|total| Counter { map: COUNTER_MAP as u32, gc: 0, total });
                let [x, y] = &mut a;
                let objects = [&raw mut *x, &raw mut *y];
                let call =
                    std::mem::transmute::<usize, extern "C" fn(*mut Context, *const *mut Counter, i64) -> i64>(address);
                call(context, objects.as_ptr(), n)
            }
            _ => {
                let word = if kernel == "word_sieve" { 8 } else { 1 };
                let mut bytes = vec![1u8; n as usize * word];
                let mut list = List { map: 3, gc: 0, len: n, items: bytes.as_mut_ptr().cast() };
                let call = std::mem::transmute::<usize, extern "C" fn(*mut Context, *mut List, i64) -> i64>(address);
                call(context, &raw mut list, n)
            }
        }
    }
}

fn cpu() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: fills in the record.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn main() {
    let reference = reference();
    let mut memory = CodeMemory::new(1 << 20).expect("code memory");
    println!("{:<12} {:>12} {:>12} {:>12}   ns each", "kernel", "gcc -O2", "checks", "no checks");
    let (checked, plain) = (kernels::all(Target::X86_64, Checks(true)), kernels::all(Target::X86_64, Checks(false)));
    for (with, without) in checked.iter().zip(&plain) {
        let mut install = |func: &MFunction| {
            let code = compile(func, Target::X86_64, &Options::new(THUNK)).expect("compiles");
            // No exit is taken here.
            let code = memory.install_function(&code, &mut |_| 0).expect("installed");
            code.address() as usize
        };
        let rows = [reference(&format!("c_{}", with.name)), install(with), install(without)];
        let n = match with.name.as_str() {
            "nbody" => 100_000,
            "byte_sieve" => 500_000,
            "word_sieve" => 100_000,
            _ => 10_000_000,
        };
        let mut times = [const { Vec::new() }; 3];
        let mut result = None;
        for _ in 0..15 {
            for (row, times) in rows.iter().zip(&mut times) {
                let start = cpu();
                let value = call(&with.name, *row, n);
                times.push(cpu() - start);
                assert_eq!(*result.get_or_insert(value), value, "{}", with.name);
            }
        }
        let [gcc, checks, none] = times.map(|times| median(times).as_secs_f64() * 1e9 / n as f64);
        println!("{:<12} {gcc:>12.3} {checks:>12.3} {none:>12.3}", with.name);
    }
    println!();
    for target in [Target::X86_64, Target::X86] {
        for allocator in [Allocator::Full, Allocator::Fast] {
            let func = trace(target, 400, 12);
            let options = Options { allocator, ..Options::new(THUNK) };
            let mut bytes = 0;
            let times = (0..25).map(|_| {
                let start = Instant::now();
                bytes = compile(&func, target, &options).map_or(0, |code| code.bytes.len());
                start.elapsed()
            });
            let time = median(times.collect());
            println!("trace of 400, {} bits, {allocator:?}: {time:?}, {bytes} bytes", target.word_bits());
        }
    }
}

/// A loop of one block: arithmetic on twelve variables, a guard or checked sum at each fourth, `live` values an exit.
fn trace(target: Target, ops: usize, live: usize) -> MFunction {
    let word = target.word_bytes() as i32;
    let mut b = Builder::new("trace", Convention::SystemV);
    let (_context, object, n) = (b.param(Class::Int), b.param(Class::Int), b.param(Class::Int));
    let mut init: Vec<VReg> = (1..13).map(|slot| b.load(MemType::Word, Addr::base(object, word * slot))).collect();
    init.push(b.imm(0));
    let (body, done) = (b.block(), b.block());
    let mut values: Vec<VReg> = init.iter().map(|_| b.block_param(body, Class::Int)).collect();
    let result = b.block_param(done, Class::Int);
    b.branch(Test::int(IntCc::Gt, n, 0), Edge::new(body, init.clone()), Edge::new(done, [init[0]]));
    b.switch_to(body);
    let mut seed = 0x1234_5678u64;
    let mut random = |limit: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed as usize % limit
    };
    for op in 0..ops {
        let (a, c, place) = (values[random(12)], values[random(12)], random(12));
        let field = Addr::base(object, word * random(64) as i32);
        values[place] = match op % 8 {
            0 | 1 => b.alu(AluOp::Add, a, c),
            2 => b.alu(AluOp::Xor, a, c),
            3 => b.load(MemType::Word, field),
            4 => {
                let exit = b.exit(op as u32, &values[..live]);
                b.alu_or_exit(AluOp::Add, a, c, exit)
            }
            5 => b.shift(ShiftOp::Shl, a, 3),
            6 => {
                b.store(MemType::Word, a, field);
                b.alu(AluOp::Mul, a, c)
            }
            _ => {
                let exit = b.exit(op as u32, &values[..live]);
                b.guard(Test::sized(IntCc::Ne, Size::S32, Addr::base(object, 0), 77 + op as i32), exit);
                b.alu(AluOp::Sub, a, c)
            }
        };
    }
    values[12] = b.alu(AluOp::Add, values[12], 1);
    let back = Edge::new(body, values.clone());
    b.branch(Test::int(IntCc::Lt, values[12], n), back, Edge::new(done, [values[0]]));
    b.switch_to(done);
    b.ret(&[result]);
    b.finish()
}
