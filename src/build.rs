//! `pyspec build`.

use crate::world::{self, World};
use pyspec_build::{BuildOptions, Input, build};
use std::fmt::Write;
use std::path::PathBuf;

/// Arguments of `pyspec build`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  pyspec build main.py -o app && ./app\n  pyspec build main.py -o app --timings")]
pub struct Arguments {
    /// The program's main file, or a folder with a __main__.py.
    main: String,
    /// Where the executable goes.
    #[arg(short, long)]
    output: PathBuf,
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
    let main = if std::path::Path::new(&arguments.main).is_dir() {
        format!("{}/__main__.py", arguments.main.trim_end_matches('/'))
    } else {
        arguments.main
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
        ..BuildOptions::default()
    };
    let input = Input { main, roots: world::roots() };
    match build(&World, &input, &template, &arguments.output, &options) {
        Ok(built) => {
            let mut text = built.printed;
            if arguments.timings {
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
            }
            crate::output::finish("build", &text, 0)
        }
        Err(e) => {
            eprintln!("{}", e.0);
            1
        }
    }
}
