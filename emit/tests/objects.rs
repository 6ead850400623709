//! Kernels as relocatable objects, linked with a C program by `gcc` and `gcc -m32`, give the right answers and the right
//! values at their exits.

#[allow(dead_code)] // each test uses some of the kernels
#[path = "support/kernels.rs"]
mod kernels;

use kernels::Checks;
use pyspec_emit::mir::Symbol;
use pyspec_emit::object_file::{DataKind, ObjectFile};
use pyspec_emit::{Allocator, ExitStyle, Location, Options, RelocKind, Relocation, Target, compile};
use std::path::{Path, PathBuf};
use std::process::Command;

const THUNK: Symbol = Symbol(0);
const CELLS: Symbol = Symbol(1);
/// The kernel that a record belongs to.
const FIRST_KERNEL: u32 = 10;

#[test]
fn x86_64_objects_run() {
    for style in [ExitStyle::Call { thunk: THUNK }, ExitStyle::Cell { thunk: THUNK, cells: CELLS }] {
        link_and_run(Target::X86_64, Allocator::Full, style, &[]);
    }
    link_and_run(Target::X86_64, Allocator::Fast, ExitStyle::Call { thunk: THUNK }, &[]);
}

#[test]
fn x86_32_objects_run() {
    if !has_32_bit_compiler() {
        println!("skipped: gcc -m32 links nothing here (package gcc-multilib)");
        return;
    }
    for style in [ExitStyle::Call { thunk: THUNK }, ExitStyle::Cell { thunk: THUNK, cells: CELLS }] {
        link_and_run(Target::X86, Allocator::Full, style, &["-m32"]);
    }
}

fn has_32_bit_compiler() -> bool {
    let folder = folder("probe");
    let source = folder.join("probe.c");
    std::fs::write(&source, "#include <math.h>\nint main(void) { return 0; }\n").expect("writable");
    let mut gcc = Command::new("gcc");
    gcc.arg("-m32").arg(&source).arg("-o").arg(folder.join("probe"));
    gcc.output().is_ok_and(|output| output.status.success())
}

fn link_and_run(target: Target, allocator: Allocator, style: ExitStyle, flags: &[&str]) {
    let folder =
        folder(&format!("objects-{}-{allocator:?}-{}", target.word_bits(), matches!(style, ExitStyle::Cell { .. })));
    let object = folder.join("kernels.o");
    std::fs::write(&object, object_of(target, allocator, style)).expect("writable");
    let program = folder.join("program");
    let driver = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kernels/driver.c");
    // Addresses in read-only data and of exits' cells are absolute.
    let mut gcc = Command::new("gcc");
    gcc.args(flags)
        .args(["-O1", "-no-pie", "-msse2", "-mfpmath=sse", "-o"])
        .arg(&program)
        .arg(&driver)
        .arg(&object)
        .arg("-lm");
    let built = gcc.output().expect("gcc runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let ran = Command::new(&program).output().expect("the program runs");
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "ok\n", "{target:?} {allocator:?} {style:?}");
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn object_of(target: Target, allocator: Allocator, style: ExitStyle) -> Vec<u8> {
    let options = Options { allocator, exits: style, check: true, ..Options::new(THUNK) };
    let mut object = ObjectFile::new(target);
    let kernels = kernels::all(target, Checks(true));
    let mut records = Records { bytes: Vec::new(), relocations: Vec::new(), count: 0, target };
    for (number, kernel) in kernels.iter().enumerate() {
        let code = compile(kernel, target, &options).expect("compiles");
        let symbol = Symbol(FIRST_KERNEL + number as u32);
        // Each kernel has cells of its own.
        let name_of = |symbol: Symbol| match symbol {
            THUNK => "exit_thunk".to_string(),
            CELLS => format!("{}_cells", kernel.name),
            other => kernels[(other.0 - FIRST_KERNEL) as usize].name.clone(),
        };
        object.add_function(&kernel.name, &code, &name_of);
        let mut cells = Records { bytes: Vec::new(), relocations: Vec::new(), count: 0, target };
        for site in &code.exits {
            records.add_exit(
                symbol,
                site.return_offset,
                code.epilogue.expect("there are exits"),
                site.client,
                &site.locations,
            );
            cells.address(symbol, site.call_offset);
            cells.bytes.resize(cells.bytes.len().next_multiple_of(8), 0);
        }
        object.add_data(
            &format!("{}_cells", kernel.name),
            DataKind::Writable,
            &cells.bytes,
            &cells.relocations,
            &name_of,
        );
    }
    let name_of = |symbol: Symbol| kernels[(symbol.0 - FIRST_KERNEL) as usize].name.clone();
    object.add_data("exit_records", DataKind::ReadOnly, &records.bytes, &records.relocations, &name_of);
    let count = (records.count as u64).to_le_bytes();
    object.add_data("exit_record_count", DataKind::ReadOnly, &count, &[], &name_of);
    object.finish()
}

/// Records as the driver declares them.
struct Records {
    bytes: Vec<u8>,
    relocations: Vec<Relocation>,
    count: u32,
    target: Target,
}

impl Records {
    fn address(&mut self, symbol: Symbol, offset: u32) {
        let kind = if self.target == Target::X86_64 { RelocKind::Abs64 } else { RelocKind::Abs32 };
        self.relocations.push(Relocation { offset: self.bytes.len() as u32, kind, symbol, addend: offset as i64 });
        // Objects for x86-32 keep the addend in place.
        self.bytes.extend_from_slice(&(offset as u64).to_le_bytes()[..self.target.word_bytes() as usize]);
    }

    fn add_exit(&mut self, symbol: Symbol, at: u32, epilogue: u32, client: u32, locations: &[Location]) {
        self.address(symbol, at);
        self.address(symbol, epilogue);
        let mut places = locations.iter().map(|location| match *location {
            Location::Gpr(number) => number as i32,
            Location::Xmm(number) => 1 << 24 | number as i32,
            Location::Stack(offset) => 2 << 24 | offset,
            Location::Int(value) => 3 << 24 | value as i32,
            Location::Float(_) => unreachable!("no kernel has a constant float at an exit"),
        });
        let numbers = [client as i32, locations.len() as i32];
        let places: [i32; 6] = std::array::from_fn(|_| places.next().unwrap_or(0));
        numbers.iter().chain(&places).for_each(|number| self.bytes.extend_from_slice(&number.to_le_bytes()));
        self.count += 1;
    }
}
