//! `pyspec dump`: a program at a stage of its way to machine code. Two runs print the same bytes.

use crate::world::{self, World};
use pyspec_analyzer::DefaultFacts;
use pyspec_analyzer::cli::{self, Stage};
use pyspec_build::{BuildOptions, Input, Main, dump};
use pyspec_front::{CompileOptions, Mode};

/// Arguments of `pyspec dump`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Stages: hir (what the front end makes), types and shapes (what analysis finds), bytecode, ssa (after all passes, or after --pass), mir (machine IR), asm.\n\nExamples:\n  pyspec dump --stage=hir main.py\n  pyspec dump --stage=ssa main.py --func=Point.length"
)]
pub struct Arguments {
    /// What is printed.
    #[arg(long, value_parser = ["hir", "types", "shapes", "bytecode", "ssa", "mir", "asm"])]
    stage: String,
    /// The program's main file.
    file: String,
    /// Only the function, for shapes the class, with this qualified name.
    #[arg(long, value_name = "NAME")]
    func: Option<String>,
    /// For ssa: after this pass, `build` is before the first.
    #[arg(long)]
    pass: Option<String>,
    /// Uses made-up offsets of the context's fields, which do not change with the runtime: for tests.
    #[arg(long, hide = true)]
    sample_layout: bool,
}

/// Dumps; gives the exit status.
pub fn run(arguments: Arguments) -> i32 {
    match text(&arguments) {
        Ok(text) => crate::output::finish("dump", &text, 0),
        Err(message) => {
            eprintln!("{}", message.trim_end());
            1
        }
    }
}

fn text(arguments: &Arguments) -> Result<String, String> {
    let only = arguments.func.as_deref();
    let found = match arguments.stage.as_str() {
        "hir" => sections(&pyspec_front::text::module(&module(&arguments.file)?), "def ", only),
        "bytecode" => {
            let words = pyspec_front::encode(&module(&arguments.file)?).words;
            sections(&pyspec_front::disassemble(&words), "function ", only)
        }
        "types" => analysis(arguments, Stage::Types)?,
        "shapes" => analysis(arguments, Stage::Shapes)?,
        _ => return compiler(arguments),
    };
    match only {
        Some(name) if found.is_empty() => Err(format!("pyspec dump: '{}' has no {name}", arguments.file)),
        _ => Ok(found),
    }
}

fn module(file: &str) -> Result<pyspec_front::hir::Module, String> {
    let source = std::fs::read(file).map_err(|e| format!("pyspec dump: cannot read '{file}': {e}"))?;
    let module = pyspec_front::compile(&source, file, Mode::Exec, &CompileOptions::default());
    module.map_err(|e| e.report())
}

/// The parts of a dump that begin with `start`, or the one of the function of this name, without what comes before.
fn sections(dump: &str, start: &str, only: Option<&str>) -> String {
    let Some(name) = only else { return dump.into() };
    let is_wanted = |header: &str| header.split(' ').take(3).any(|word| word.trim_matches(['"', '\'']) == name);
    let mut out = String::new();
    let mut inside = false;
    for line in dump.lines() {
        if line.starts_with(start) {
            inside = is_wanted(line);
        }
        if inside {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

fn analysis(arguments: &Arguments, stage: Stage) -> Result<String, String> {
    let of = cli::Arguments {
        paths: vec![arguments.file.clone()],
        roots: world::roots(),
        keep_types: true,
        ..cli::Arguments::default()
    };
    let output = cli::dump(&World::new(), &of, stage, arguments.func.as_deref(), &DefaultFacts);
    if output.status == 0 { Ok(output.text) } else { Err(output.errors) }
}

fn compiler(arguments: &Arguments) -> Result<String, String> {
    let input = Input { main: Main::File(arguments.file.clone()), roots: world::roots() };
    let after = match arguments.stage.as_str() {
        "ssa" => arguments.pass.clone().unwrap_or_else(|| pyspec_build::last_pass().into()),
        other => other.into(),
    };
    let options = BuildOptions {
        print_after: Some(after),
        only: arguments.func.clone(),
        sample_layout: arguments.sample_layout,
        ..BuildOptions::default()
    };
    dump(&World::new(), &input, &options).map_err(|e| e.0)
}
