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

/// The image in this executable, if it was built from a program.
pub fn image() -> Option<Found> {
    // The text section must not be dropped by the linker.
    std::hint::black_box(&raw const pyspec_text_start);
    // SAFETY: the start of the data section, which nobody else uses.
    unsafe { image::find(&raw mut pyspec_data_start) }
}
