//! Analyses programs from the disk, for measuring: `analyze [--json] [--timings] [--all] [--root DIR]… [--stage types|shapes] PATH…`.

use pyspec_analyzer::cli::{Arguments, Format, Stage, dump, run};
use pyspec_analyzer::{DefaultFacts, disk::Disk};

fn main() {
    let mut arguments = Arguments::default();
    let mut stage = None;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--json" => arguments.format = Format::Json,
            "--timings" => arguments.timings = true,
            "--all" => arguments.library = true,
            "--root" => arguments.roots.extend(words.next()),
            "--stage" => stage = words.next(),
            _ => arguments.paths.push(word),
        }
    }
    let output = match stage.as_deref() {
        Some("types") => dump(&Disk, &arguments, Stage::Types, None, &DefaultFacts),
        Some(_) => dump(&Disk, &arguments, Stage::Shapes, None, &DefaultFacts),
        None => run(&Disk, &arguments, &DefaultFacts),
    };
    print!("{}", output.text);
    eprint!("{}", output.errors);
    std::process::exit(output.status);
}
