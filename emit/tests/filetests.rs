//! Files of machine IR under `filetests/`, each with sections that say what must come of it:
//!
//! - `;;; verify`: the verifier's breaches, one a line.
//! - `;;; asm x86-64`, `;;; asm x86-32`: the machine code.
//! - `;;; exits x86-64`: where each exit finds its values, and each call's record.
//! - `;;; run`: calls of the first function with arguments, and what they return or by which exit they leave. Both
//!   allocators must agree.
//!
//! Every file must print as it parses. `PYSPEC_BLESS=1` rewrites the expectations.

mod support;

use pyspec_emit::mir::{Class, MFunction, parse, verify};
use pyspec_emit::{Allocator, Options, Target, compile, disassemble};
use std::fmt::Write;
use std::path::Path;
use support::{Outcome, THUNK, result_classes, run};

#[test]
fn files_give_what_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/filetests");
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("entry").path()).collect();
    files.sort();
    assert!(files.len() > 5, "the files are there");
    let bless = std::env::var_os("PYSPEC_BLESS").is_some();
    let mut failures = String::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a readable file");
        let actual = process(&text);
        if bless && actual != text {
            std::fs::write(&file, &actual).expect("writable");
        } else if actual != text {
            writeln!(failures, "{}:\n{}", file.display(), difference(&text, &actual)).expect("a string");
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

fn difference(expected: &str, actual: &str) -> String {
    let (mut old, mut new) = (expected.lines(), actual.lines());
    let mut number = 0;
    loop {
        number += 1;
        match (old.next(), new.next()) {
            (Some(a), Some(b)) if a == b => {}
            (None, None) => return "only line ends differ".into(),
            (a, b) => return format!("  line {number}\n  - {}\n  + {}", a.unwrap_or(""), b.unwrap_or("")),
        }
    }
}

/// The file with what its sections really give.
fn process(text: &str) -> String {
    let sections: Vec<&str> = text.split("\n;;; ").collect();
    let source = sections[0];
    let functions = parse(source).unwrap_or_else(|error| panic!("{error}\n{source}"));
    check_print(&functions);
    let mut out = source.trim_end().to_string();
    out.push('\n');
    for section in &sections[1..] {
        let (kind, body) = section.split_once('\n').unwrap_or((section, ""));
        let result: String = match kind {
            "verify" => functions.iter().flat_map(verify).map(|breach| breach + "\n").collect(),
            "asm x86-64" => functions.iter().map(|func| asm(func, Target::X86_64)).collect(),
            "asm x86-32" => functions.iter().map(|func| asm(func, Target::X86)).collect(),
            "exits x86-64" => functions.iter().map(exits).collect(),
            "run" => body.lines().filter(|line| !line.is_empty()).map(|line| run_line(&functions[0], line)).collect(),
            other => panic!("`{other}` is no kind of section"),
        };
        write!(out, "\n;;; {kind}\n{result}").expect("a string");
    }
    out
}

/// Printing is the inverse of parsing.
fn check_print(functions: &[MFunction]) {
    let text: String = functions.iter().map(|func| func.to_string()).collect();
    let again = parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let second: String = again.iter().map(|func| func.to_string()).collect();
    assert_eq!(text, second);
    assert_eq!(functions, again);
}

fn options(allocator: Allocator) -> Options {
    Options { allocator, check: true, ..Options::new(THUNK) }
}

fn asm(func: &MFunction, target: Target) -> String {
    match compile(func, target, &options(Allocator::Full)) {
        Ok(code) => disassemble(&code, target),
        Err(error) => format!("{error}\n"),
    }
}

fn exits(func: &MFunction) -> String {
    let code = compile(func, Target::X86_64, &options(Allocator::Full)).expect("compiles");
    let mut text = String::new();
    for site in &code.exits {
        writeln!(text, "exit {} {:?}", site.client, site.locations).expect("a string");
    }
    for site in &code.calls {
        writeln!(text, "record {} {:?} dead {:?}", site.client, site.locations, site.dead).expect("a string");
    }
    writeln!(text, "frame {:?}", code.frame).expect("a string");
    text
}

/// `(1, 2.5) = …`
fn run_line(func: &MFunction, line: &str) -> String {
    let call = line.split(" = ").next().expect("a first part").trim();
    let args = call.trim_start_matches('(').trim_end_matches(')');
    let (mut ints, mut floats) = (Vec::new(), Vec::new());
    for (arg, &param) in args.split(',').map(str::trim).filter(|arg| !arg.is_empty()).zip(&func.params) {
        match func.class(param) {
            Class::Int => ints.push(arg.parse::<i64>().expect("an int") as u64),
            Class::Float => floats.push(arg.parse::<f64>().expect("a float")),
        }
    }
    if cfg!(not(target_arch = "x86_64")) {
        return format!("{line}\n");
    }
    let outcomes = [Allocator::Full, Allocator::Fast].map(|allocator| {
        let code = compile(func, Target::X86_64, &options(allocator)).expect("compiles");
        show(func, run(func, &code, &ints, &floats))
    });
    assert_eq!(outcomes[0], outcomes[1], "{line}: the allocators differ");
    format!("{call} = {}\n", outcomes[0])
}

fn show(func: &MFunction, outcome: Outcome) -> String {
    let value = |bits: u64, class: Class| match class {
        Class::Int => (bits as i64).to_string(),
        Class::Float => format!("{:?}", f64::from_bits(bits)),
    };
    match outcome {
        Outcome::Returned(values) => {
            let values: Vec<_> =
                values.iter().zip(result_classes(func)).map(|(&bits, class)| value(bits, class)).collect();
            values.join(", ")
        }
        Outcome::Left(client, values) => {
            let exit = func.exits.iter().find(|exit| exit.client == client).expect("an exit of this function");
            let values: Vec<_> =
                values.iter().zip(&exit.values).map(|(&bits, &reg)| value(bits, func.class(reg))).collect();
            format!("exit {client} [{}]", values.join(", "))
        }
    }
}
