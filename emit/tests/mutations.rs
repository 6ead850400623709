//! Broken text never panics: it is refused by the parser, by the verifier, or compiles.

mod support;

use pyspec_emit::mir::{parse, verify};
use pyspec_emit::{CompileError, Options, Target, compile};
use std::path::Path;
use support::THUNK;

#[test]
fn mutated_files_do_not_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/filetests");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("entry").path()).collect();
    files.sort();
    let mut seed = 0x1234_5678_9abc_def1u64;
    let mut random = |limit: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 8) as usize % limit.max(1)
    };
    let (mut refused, mut invalid, mut compiled) = (0, 0, 0);
    for file in files {
        let text = std::fs::read_to_string(&file).expect("readable");
        let source = text.split("\n;;; ").next().expect("a first part");
        for _ in 0..300 {
            let mut words: Vec<&str> = source.split_inclusive([' ', '\n']).collect();
            for _ in 0..random(3) + 1 {
                let (at, from) = (random(words.len()), random(words.len()));
                match random(4) {
                    0 => drop(words.remove(at)),
                    1 => words.insert(at, words[from]),
                    2 => words.swap(at, from),
                    _ => words[at] = words[from],
                }
            }
            let Ok(functions) = parse(&words.concat()) else {
                refused += 1;
                continue;
            };
            for func in &functions {
                if !verify(func).is_empty() {
                    invalid += 1;
                    continue;
                }
                for target in [Target::X86_64, Target::X86] {
                    match compile(func, target, &Options { check: true, ..Options::new(THUNK) }) {
                        Ok(_) => compiled += 1,
                        Err(CompileError::Unsupported(_)) => {}
                        Err(error) => panic!("{}: {error}\n{func}", file.display()),
                    }
                }
            }
        }
    }
    assert!(
        refused > 100 && invalid > 50 && compiled > 100,
        "{refused} refused, {invalid} invalid, {compiled} compiled"
    );
}
