//! What `call thunk` of an exit runs: saves every register, lets [`super::exits::exit_taken`] rebuild the
//! frame, then takes the compiled frame down and returns to whoever entered it.

use std::arch::global_asm;

/// Registers at an exit, as the thunk saves them.
#[repr(C)]
pub struct Saved {
    /// By encoding: rax rcx rdx rbx rsp rbp rsi rdi r8 … r15 (rsp is not meaningful).
    pub general: [u64; 16],
    pub float: [f64; 16],
    /// Written by the handler: where the frame is taken down.
    pub epilogue: u64,
}

// 16 + 16 words and the epilogue: 264 bytes, which with the return address keeps the stack aligned.
global_asm!(
    ".globl pyspec_exit_thunk",
    "pyspec_exit_thunk:",
    "sub rsp, 264",
    "mov [rsp], rax",
    "mov [rsp + 8], rcx",
    "mov [rsp + 16], rdx",
    "mov [rsp + 24], rbx",
    "mov [rsp + 40], rbp",
    "mov [rsp + 48], rsi",
    "mov [rsp + 56], rdi",
    "mov [rsp + 64], r8",
    "mov [rsp + 72], r9",
    "mov [rsp + 80], r10",
    "mov [rsp + 88], r11",
    "mov [rsp + 96], r12",
    "mov [rsp + 104], r13",
    "mov [rsp + 112], r14",
    "mov [rsp + 120], r15",
    "movsd [rsp + 128], xmm0",
    "movsd [rsp + 136], xmm1",
    "movsd [rsp + 144], xmm2",
    "movsd [rsp + 152], xmm3",
    "movsd [rsp + 160], xmm4",
    "movsd [rsp + 168], xmm5",
    "movsd [rsp + 176], xmm6",
    "movsd [rsp + 184], xmm7",
    "movsd [rsp + 192], xmm8",
    "movsd [rsp + 200], xmm9",
    "movsd [rsp + 208], xmm10",
    "movsd [rsp + 216], xmm11",
    "movsd [rsp + 224], xmm12",
    "movsd [rsp + 232], xmm13",
    "movsd [rsp + 240], xmm14",
    "movsd [rsp + 248], xmm15",
    "mov rdi, r15",
    "mov rsi, rsp",
    "mov rdx, [rsp + 264]",
    "lea rcx, [rsp + 272]",
    "call {handler}",
    "mov r11, [rsp + 256]",
    "add rsp, 272",
    "jmp r11",
    handler = sym super::exits::exit_taken,
);

unsafe extern "C" {
    fn pyspec_exit_thunk();
}

/// Address of the thunk.
pub fn exit_thunk() -> usize {
    pyspec_exit_thunk as *const () as usize
}
