//! `pyspec build`.

use crate::world::{self, World};
use pyspec_build::{BuildOptions, Built, Emit, Input, Main, build};
use std::fmt::Write;
use std::path::PathBuf;

/// Arguments of `pyspec build`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  pyspec build main.py -o app && ./app\n  pyspec build main.py -o app --timings\n  pyspec build -m package -o app\n  pyspec build main.py --emit obj -o app.o"
)]
pub struct Arguments {
    /// The program's main file, or a folder with a __main__.py.
    #[arg(required_unless_present = "module", conflicts_with = "module")]
    main: Option<String>,
    /// A module or package, as python's -m runs it.
    #[arg(short, value_name = "MODULE")]
    module: Option<String>,
    /// Where the executable goes.
    #[arg(short, long)]
    output: PathBuf,
    /// What is written: an executable, or the compiled functions as a relocatable object.
    #[arg(long, value_parser = ["exe", "obj"], default_value = "exe", hide_possible_values = false)]
    emit: String,
    /// Prints how long each phase took.
    #[arg(long)]
    timings: bool,
    /// Prints the SSA of every function after a pass (`build` for the first).
    #[arg(long, value_name = "PASS")]
    print_after: Option<String>,
    /// Leaves out all passes.
    #[arg(long, hide = true)]
    no_passes: bool,
    /// Compiles only the function of this qualified name.
    #[arg(long, value_name = "NAME", hide = true)]
    only: Option<String>,
    /// Makes every guard fail when it is first reached: for tests.
    #[arg(long, hide = true)]
    force_exits: bool,
    /// Makes every prediction wrong: for tests.
    #[arg(long, hide = true)]
    perturb: Option<u64>,
}

/// Builds; gives the exit status.
pub fn run(arguments: Arguments) -> i32 {
    let (main, roots) = match (arguments.main, arguments.module) {
        (Some(file), _) => (Main::File(main_file(file)), world::roots()),
        (None, module) => (Main::Module(module.unwrap_or_default()), world::module_roots()),
    };
    let template = match std::env::current_exe().and_then(std::fs::read) {
        Ok(bytes) => bytes,
        Err(e) => {
            eprintln!("pyspec build: cannot read this binary: {e}");
            return 1;
        }
    };
    let options = BuildOptions {
        print_after: arguments.print_after,
        no_passes: arguments.no_passes,
        only: arguments.only,
        force_exits: arguments.force_exits,
        perturb: arguments.perturb,
        emit: if arguments.emit == "obj" { Emit::Object } else { Emit::Executable },
        ..BuildOptions::default()
    };
    let world = World::new();
    let built = build(&world, &Input { main, roots }, &template, &arguments.output, &options);
    drop(world);
    match built {
        Ok(built) => {
            let timings = if arguments.timings { timings(&built) } else { String::new() };
            crate::output::finish("build", &(built.printed + &timings), 0)
        }
        Err(e) => {
            eprintln!("{}", e.0);
            1
        }
    }
}

fn main_file(path: String) -> String {
    let is_folder = std::path::Path::new(&path).is_dir();
    if is_folder { format!("{}/__main__.py", path.trim_end_matches('/')) } else { path }
}

fn timings(built: &Built) -> String {
    let mut text = String::new();
    for (phase, seconds) in &built.timings {
        let _ = writeln!(text, "{phase:>8} {seconds:.3} s");
    }
    let _ = writeln!(
        text,
        "{} functions compiled, {} interpreted, {} classes planned, {} bytes of code",
        built.functions,
        built.unsupported.len(),
        built.plans,
        built.text_bytes
    );
    text
}
