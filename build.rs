//! Link arguments of the `pyspec` binary: not position-independent, reserved sections at fixed
//! addresses, the unwinder linked in, so that an executable needs the C library alone.

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR").expect("set by cargo");
    // A stand-in for the shared libgcc_s that names the static archives.
    fs::write(Path::new(&out).join("libgcc_s.so"), "INPUT(-l:libgcc_eh.a -l:libgcc.a)\n").expect("OUT_DIR is writable");
    println!("cargo::rustc-link-search=native={out}");
    for argument in [
        "-no-pie",
        "-Wl,--section-start=.pyspec_text=0x20000000",
        "-Wl,--section-start=.pyspec_data=0x30000000",
        "-Wl,--section-start=.pyspec_end=0x60000000",
    ] {
        println!("cargo::rustc-link-arg-bin=pyspec={argument}");
    }
}
