//! Runs compiled functions inside of the test process and reports by which exit they left, with what values.

#![allow(dead_code)] // each test uses a part

pub mod eval;

use pyspec_emit::memory::{Code, CodeMemory};
use pyspec_emit::mir::{Class, MFunction, Symbol, Terminator};
use pyspec_emit::{CompiledCode, Location};
use std::cell::RefCell;

/// Exits go here.
pub const THUNK: Symbol = Symbol(0);
/// A helper that destroys every register that a call may destroy and returns the sum of its two arguments.
pub const ADD_HELPER: Symbol = Symbol(1);
/// A helper that returns its float argument halved.
pub const HALF_HELPER: Symbol = Symbol(2);

// Saves all registers in the order of their numbers, lets the handler decode them, drops the exit's frame by its own
// epilogue.
std::arch::global_asm!(
    ".globl emit_test_thunk",
    "emit_test_thunk:",
    "push r15; push r14; push r13; push r12; push r11; push r10; push r9; push r8",
    "push rdi; push rsi; push rbp; sub rsp, 8; push rbx; push rdx; push rcx; push rax",
    "sub rsp, 128",
    "movsd [rsp], xmm0; movsd [rsp+8], xmm1; movsd [rsp+16], xmm2; movsd [rsp+24], xmm3",
    "movsd [rsp+32], xmm4; movsd [rsp+40], xmm5; movsd [rsp+48], xmm6; movsd [rsp+56], xmm7",
    "movsd [rsp+64], xmm8; movsd [rsp+72], xmm9; movsd [rsp+80], xmm10; movsd [rsp+88], xmm11",
    "movsd [rsp+96], xmm12; movsd [rsp+104], xmm13; movsd [rsp+112], xmm14; movsd [rsp+120], xmm15",
    "mov rdi, rsp; mov rbx, rsp; and rsp, -16",
    "call {handler}",
    "mov rcx, rax",
    "lea rsp, [rbx + 128 + 16*8 + 8]",
    "mov rbx, [rbx + 128 + 24]",
    "jmp rcx",
    ".globl emit_test_add",
    "emit_test_add:",
    "lea rax, [rdi + rsi]",
    "mov rcx, -1; mov rdx, -1; mov rsi, -1; mov rdi, -1; mov r8, -1; mov r9, -1; mov r10, -1; mov r11, -1",
    "pcmpeqd xmm0, xmm0; pcmpeqd xmm1, xmm1; pcmpeqd xmm2, xmm2; pcmpeqd xmm15, xmm15",
    "ret",
    handler = sym handle_exit,
);

unsafe extern "C" {
    fn emit_test_thunk();
    fn emit_test_add();
}

extern "C" fn halve(value: f64) -> f64 {
    value / 2.0
}

struct Running {
    code: CompiledCode,
    base: u64,
    left: Option<(u32, Vec<u64>)>,
}

thread_local! {
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
}

/// Returns the address at which the frame is taken down.
extern "C" fn handle_exit(saved: *const u64) -> u64 {
    RUNNING.with_borrow_mut(|running| {
        let running = running.as_mut().expect("only functions that run here leave by this thunk");
        // SAFETY: the thunk pushed 16 floats, 16 general registers and was itself called from the exit's stub.
        let word = |index: usize| unsafe { *saved.add(index) };
        let offset = (word(32) - running.base) as u32;
        let site =
            running.code.exits.iter().find(|site| site.return_offset == offset).expect("an exit of this function");
        let frame = saved.wrapping_add(33) as u64;
        let value = |location: &Location| match *location {
            Location::Gpr(number) => word(16 + number as usize),
            Location::Xmm(number) => word(number as usize),
            // SAFETY: inside of the frame that the exit leaves.
            Location::Stack(offset) => unsafe { *((frame as i64 + offset as i64) as *const u64) },
            Location::Int(value) => value as u64,
            Location::Float(bits) => bits,
        };
        running.left = Some((site.client, site.locations.iter().map(value).collect()));
        running.base + running.code.epilogue.expect("there is one where there are exits") as u64
    })
}

/// How a call ended.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    Returned(Vec<u64>),
    Left(u32, Vec<u64>),
}

pub fn resolve(symbol: Symbol) -> u64 {
    match symbol {
        THUNK => emit_test_thunk as *const () as u64,
        ADD_HELPER => emit_test_add as *const () as u64,
        HALF_HELPER => halve as *const () as u64,
        other => panic!("{other} names nothing"),
    }
}

/// Classes of what a function returns.
pub fn result_classes(func: &MFunction) -> Vec<Class> {
    let returned = func.blocks.iter().find_map(|block| match &block.terminator {
        Some(Terminator::Return(values)) => Some(values.iter().map(|&value| func.class(value)).collect()),
        _ => None,
    });
    returned.unwrap_or_default()
}

/// Calls a function of C's convention; `ints` and `floats` are its arguments by class.
pub fn run(func: &MFunction, code: &CompiledCode, ints: &[u64], floats: &[f64]) -> Outcome {
    let mut memory = CodeMemory::new(1 << 16).expect("code memory");
    let installed = memory.install_function(code, &mut resolve).expect("installed");
    let base = installed.address();
    RUNNING.set(Some(Running { code: code.clone(), base, left: None }));
    let results = call(&installed, &result_classes(func), ints, floats);
    let running = RUNNING.take().expect("set above");
    memory.free(installed);
    match running.left {
        Some((client, values)) => Outcome::Left(client, values),
        None => Outcome::Returned(results),
    }
}

fn call(code: &Code, results: &[Class], ints: &[u64], floats: &[f64]) -> Vec<u64> {
    #[repr(C)]
    struct IntInt(u64, u64);
    #[repr(C)]
    struct IntFloat(u64, f64);
    macro_rules! call_as {
        ($result:ty) => {{
            type Function = extern "C" fn(
                u64,
                u64,
                u64,
                u64,
                u64,
                u64,
                f64,
                f64,
                f64,
                f64,
                f64,
                f64,
                f64,
                f64,
                u64,
                u64,
                u64,
            ) -> $result;
            // SAFETY: the code takes some of these arguments, in C's places, and returns in C's registers.
            let function: Function = unsafe { std::mem::transmute(code.address() as usize) };
            let int = |index: usize| ints.get(index).copied().unwrap_or(0);
            let float = |index: usize| floats.get(index).copied().unwrap_or(0.0);
            function(
                int(0),
                int(1),
                int(2),
                int(3),
                int(4),
                int(5),
                float(0),
                float(1),
                float(2),
                float(3),
                float(4),
                float(5),
                float(6),
                float(7),
                int(6),
                int(7),
                int(8),
            )
        }};
    }
    match results {
        [] => {
            call_as!(());
            Vec::new()
        }
        [Class::Int] => vec![call_as!(u64)],
        [Class::Float] => vec![call_as!(f64).to_bits()],
        [Class::Int, Class::Int] => {
            let IntInt(a, b) = call_as!(IntInt);
            vec![a, b]
        }
        [Class::Int, Class::Float] => {
            let IntFloat(a, b) = call_as!(IntFloat);
            vec![a, b.to_bits()]
        }
        other => panic!("no C function returns {other:?}"),
    }
}
