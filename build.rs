//! Link arguments of the `pyspec` binary: not position-independent, reserved sections at fixed
//! addresses, the unwinder linked in, so that an executable needs the C library alone; what every start
//! executes lies side by side.

use std::path::Path;
use std::{env, fs};

/// Patterns of functions' names, see `bench/touched.py`, which makes it.
const TOUCHED: &str = "src/touched.txt";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={TOUCHED}");
    let out = env::var("OUT_DIR").expect("set by cargo");
    let out = Path::new(&out);
    // A stand-in for the shared libgcc_s that names the static archives.
    fs::write(out.join("libgcc_s.so"), "INPUT(-l:libgcc_eh.a -l:libgcc.a)\n").expect("OUT_DIR is writable");
    println!("cargo::rustc-link-search=native={}", out.display());
    let touched = fs::read_to_string(TOUCHED).expect("it is in the package");
    let order = out.join("order.ld");
    fs::write(&order, order_script(&touched)).expect("OUT_DIR is writable");
    for argument in [
        "-no-pie",
        "-Wl,--section-start=.pyspec_text=0x20000000",
        "-Wl,--section-start=.pyspec_data=0x30000000",
        "-Wl,--section-start=.pyspec_end=0x60000000",
        &format!("-Wl,-T,{}", order.display()),
    ] {
        println!("cargo::rustc-link-arg-bin=pyspec={argument}");
    }
}

/// Crates of analysis and compilation: a program's run needs no generic function in the form that they use.
const ELSEWHERE: [&str; 8] = ["analyzer", "specializer", "emit", "regalloc2", "clap", "object", "goblin", "iced"];

/// A linker script that adds a section of the functions that patterns name, in their order, to the usual ones.
fn order_script(patterns: &str) -> String {
    let excluded = ELSEWHERE.map(|name| format!("*{name}*")).join(" ");
    let line = |name: &str| {
        let part = |kind: &str| format!("EXCLUDE_FILE({excluded}) .text.{kind}{name}");
        format!("    *({} {})\n", part(""), part("unlikely."))
    };
    let sections: String = patterns.lines().map(line).collect();
    format!("SECTIONS {{\n  .text.touched : {{\n{sections}  }}\n}}\nINSERT BEFORE .text;\n")
}
