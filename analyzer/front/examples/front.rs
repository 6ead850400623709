//! Compiles files and folders: `front hir FILE`, `front code FILE`, `front check PATH…`.

use pyspec_front::{CompileOptions, Mode, compile, disassemble, encode, text};
use std::path::{Path, PathBuf};

fn files(path: &Path, out: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let mut entries: Vec<_> = std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).collect();
        entries.sort();
        entries.iter().for_each(|e| files(e, out));
    } else if path.extension().is_some_and(|e| e == "py") {
        out.push(path.into());
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let mut list = vec![];
    args[1..].iter().for_each(|a| files(Path::new(a), &mut list));
    let (mut good, mut lines, mut words) = (0, 0, 0);
    let start = std::time::Instant::now();
    for path in &list {
        let source = std::fs::read(path).unwrap();
        let module = match compile(&source, &path.to_string_lossy(), Mode::Exec, &CompileOptions::default()) {
            Ok(m) => m,
            Err(e) => {
                println!("{e}");
                continue;
            }
        };
        good += 1;
        lines += source.iter().filter(|&&b| b == b'\n').count();
        match args[0].as_str() {
            "hir" => print!("{}", text::module(&module)),
            "code" => print!("{}", disassemble(&encode(&module).words)),
            "verify" => pyspec_front::verify(&module).iter().for_each(|b| println!("{}: {b}", path.display())),
            _ => words += encode(&module).words.len(),
        }
    }
    if args[0] == "check" {
        println!("{good} of {} files, {lines} lines, {words} words, {:?}", list.len(), start.elapsed());
    }
}
