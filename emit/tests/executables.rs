//! A template that two linkers made is filled in: the result runs, names its functions, and survives `strip`.

#[allow(dead_code)] // each test uses some of the kernels
#[path = "support/kernels.rs"]
mod kernels;

use kernels::Checks;
use pyspec_emit::executable::{ExecutableError, Image, ImageSymbol, Part, Template, write_executable};
use pyspec_emit::mir::Symbol;
use pyspec_emit::{Options, Target, compile};
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("executables");
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// The template as linked with the given flags; `None` where the linker is missing.
fn link(name: &str, flags: &[String]) -> Option<PathBuf> {
    let program = folder().join(format!("template-{name}"));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/template/template.c");
    let mut gcc = Command::new("gcc");
    gcc.args(["-O1", "-no-pie", "-o"]).arg(&program).arg(source).args(flags);
    for (section, address) in [("text", "0x10000000"), ("data", "0x20000000"), ("end", "0x40000000")] {
        gcc.arg(format!("-Wl,--section-start=.pyspec_{section}={address}"));
    }
    let output = gcc.output().expect("gcc runs");
    if !output.status.success() {
        println!("skipped: {}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    Some(program)
}

fn gnu() -> PathBuf {
    link("gnu", &[]).expect("gcc links")
}

fn lld() -> Option<PathBuf> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output().ok()?.stdout;
    let sysroot = String::from_utf8(sysroot).ok()?;
    let folder = format!("{}/lib/rustlib/x86_64-unknown-linux-gnu/bin/gcc-ld", sysroot.trim());
    link("lld", &["-fuse-ld=lld".into(), format!("-B{folder}")])
}

/// The int loop of the kernels, and data that names it.
fn image(template: &Template, data_bytes: usize) -> Image {
    let kernel = kernels::int_loop(Target::X86_64, Checks(false));
    let code = compile(&kernel, Target::X86_64, &Options::new(Symbol(0))).expect("compiles");
    assert!(code.relocations.is_empty(), "without checks it needs nothing");
    let mut data = Vec::new();
    // Entry, address of the flag (somewhere in the data that is zero), room for the result.
    for word in [template.text_address(), template.data_address() + 32, 0, 0, 0] {
        data.extend_from_slice(&word.to_le_bytes());
    }
    data.resize(data_bytes, 0x5a);
    let size = code.bytes.len() as u64;
    let symbols = vec![
        ImageSymbol { name: "main.total <locals>".into(), part: Part::Text, offset: 0, size },
        ImageSymbol { name: "main.image".into(), part: Part::Data, offset: 0, size: data.len() as u64 },
    ];
    Image { text: code.bytes, data, symbols }
}

fn output(program: &Path) -> String {
    let output = loop {
        match Command::new(program).output() {
            // A child that another test has forked and not yet started still holds the file that was just written.
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
            result => break result.expect("it starts"),
        }
    };
    assert!(output.status.success(), "{}: {:?}", program.display(), output.status);
    String::from_utf8(output.stdout).expect("text")
}

fn run_tool(tool: &str, args: &[&str], program: &Path) -> String {
    let output = Command::new(tool).args(args).arg(program).output().expect("binutils are there");
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn check(linked: &Path, name: &str) {
    let bytes = std::fs::read(linked).expect("readable");
    assert_eq!(output(linked), "empty\n");
    let template = Template::parse(&bytes).expect("a template");
    assert_eq!((template.text_address(), template.data_address()), (0x1000_0000, 0x2000_0000));
    for (size, data_bytes) in [("small", 64), ("large", 3_000_001)] {
        let image = image(&template, data_bytes);
        let filled = template.fill(&image).expect("it fits");
        assert_eq!(filled, template.fill(&image).expect("it fits"), "the same bytes each time");
        let program = folder().join(format!("{name}-{size}"));
        write_executable(&program, &filled).expect("written");
        // sum for n = 10, and a helper of the template's own
        assert_eq!(output(&program), "139 1000\n");
        let names = run_tool("nm", &[], &program);
        assert!(names.contains("0000000010000000 T main.total <locals>"), "{names}");
        assert!(names.contains("0000000020000000 D main.image"), "{names}");
        assert!(names.contains("template_helper"), "the template's own names stay");
        let code = run_tool("objdump", &["-d", "-j", ".pyspec_text"], &program);
        assert!(code.contains("<main.total <locals>>:"), "{code}");
        run_tool("readelf", &["-a", "-W"], &program);
        run_tool("strip", &[], &program);
        assert_eq!(output(&program), "139 1000\n", "after strip");
    }
}

#[test]
fn gnu_template_is_filled() {
    check(&gnu(), "gnu");
}

#[test]
fn lld_template_is_filled() {
    if let Some(linked) = lld() {
        check(&linked, "lld");
    }
}

#[test]
fn stripped_template_is_filled_without_names() {
    let linked = folder().join("template-stripped");
    std::fs::copy(gnu_copy("for-strip"), &linked).expect("copied");
    run_tool("strip", &[], &linked);
    let bytes = std::fs::read(&linked).expect("readable");
    let template = Template::parse(&bytes).expect("a template");
    let program = folder().join("from-stripped");
    write_executable(&program, &template.fill(&image(&template, 64)).expect("it fits")).expect("written");
    assert_eq!(output(&program), "139 1000\n");
}

/// A template of its own for a test that changes it.
fn gnu_copy(name: &str) -> PathBuf {
    link(name, &[]).expect("gcc links")
}

#[test]
fn broken_templates_are_errors() {
    let bytes = std::fs::read(gnu_copy("for-breaking")).expect("readable");
    assert!(matches!(Template::parse(b"#!/bin/sh\n"), Err(ExecutableError::Template(_))));
    for len in (0..bytes.len()).step_by(97) {
        if let Ok(template) = Template::parse(&bytes[..len]) {
            let _ = template.fill(&Image::default());
        }
    }
    // Every byte of the headers wrong in turn: an error or a result, no panic.
    let section_headers = u64::from_le_bytes(bytes[40..48].try_into().expect("eight bytes")) as usize;
    let places = (0..64 + 56 * 14).chain(section_headers..bytes.len());
    for at in places {
        for flip in [0x01, 0x80, 0xff] {
            let mut broken = bytes.clone();
            broken[at] ^= flip;
            if let Ok(template) = Template::parse(&broken) {
                let _ = template.fill(&Image { text: vec![1], data: vec![2], symbols: Vec::new() });
            }
        }
    }
}

#[test]
fn too_large_a_program_is_an_error() {
    let bytes = std::fs::read(gnu_copy("for-size")).expect("readable");
    let template = Template::parse(&bytes).expect("a template");
    let image = Image { text: vec![0; 0x1000_0001], ..Image::default() };
    assert!(matches!(template.fill(&image), Err(ExecutableError::TooLarge(_))));
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let place = folder().join("whole");
    std::fs::create_dir_all(&place).expect("a folder");
    let program = place.join("app");
    write_executable(&program, b"first").expect("written");
    write_executable(&program, b"second").expect("written again");
    assert_eq!(std::fs::read(&program).expect("readable"), b"second");
    let missing = place.join("missing").join("app");
    assert_eq!(write_executable(&missing, b"x").expect_err("no such folder").kind(), std::io::ErrorKind::NotFound);
    write_executable(&place, b"x").expect_err("a folder is in the way");
    write_executable(Path::new("/"), b"x").expect_err("not a file");
    let left: Vec<_> =
        std::fs::read_dir(&place).expect("readable").map(|entry| entry.expect("entry").file_name()).collect();
    assert_eq!(left, ["app"]);
}
