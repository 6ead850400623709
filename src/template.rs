//! The reserved sections that make this binary a template: `pyspec build` copies it and fills them.
//!
//! Each needs flags of its own, or the linker merges them with others; the build script places them at fixed
//! addresses.

use pyspec_build::image::{self, Found};
use std::arch::global_asm;

global_asm!(
    ".section .pyspec_text,\"axR\",@progbits",
    ".globl pyspec_text_start",
    "pyspec_text_start:",
    ".zero 64",
    ".section .pyspec_data,\"awR\",@progbits",
    ".globl pyspec_data_start",
    "pyspec_data_start:",
    ".zero 64",
    ".section .pyspec_end,\"aR\",@progbits",
    ".zero 64",
    ".text",
);

unsafe extern "C" {
    static pyspec_text_start: u8;
    static mut pyspec_data_start: u8;
}

/// Whether the file that this process was started from ends before what its program headers name: what lies beyond
/// the end cannot be touched.
pub fn is_truncated() -> bool {
    // SAFETY: asks for words that the system left for the process.
    let (headers, count) = unsafe { (libc::getauxval(libc::AT_PHDR), libc::getauxval(libc::AT_PHNUM)) };
    if headers == 0 {
        return false;
    }
    // SAFETY: the program headers of this process, which are mapped with its first page.
    let headers = unsafe { std::slice::from_raw_parts(headers as *const libc::Elf64_Phdr, count as usize) };
    let end = headers.iter().map(|h| h.p_offset + h.p_filesz).max().unwrap_or(0);
    std::fs::metadata("/proc/self/exe").is_ok_and(|file| file.len() < end)
}

/// The image in this executable, if it was built from a program.
pub fn image() -> Option<Found> {
    // The text section must not be dropped by the linker.
    std::hint::black_box(&raw const pyspec_text_start);
    // SAFETY: the start of the data section, which nobody else uses.
    unsafe { image::find(&raw mut pyspec_data_start) }
}
