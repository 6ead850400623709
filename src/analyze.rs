//! `pyspec analyze`.

use crate::world::{self, World};
use pyspec_analyzer::DefaultFacts;
use pyspec_analyzer::cli::{self, Format};

/// Arguments of `pyspec analyze`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  pyspec analyze main.py\n  pyspec analyze src/ --format json")]
pub struct Arguments {
    /// Files or folders.
    paths: Vec<String>,
    /// A module, as -m runs it.
    #[arg(short)]
    module: Option<String>,
    /// How the report is written.
    #[arg(long, value_parser = ["text", "json"], default_value = "text")]
    format: String,
    /// Prints how long each phase took.
    #[arg(long)]
    timings: bool,
    /// Reports classes of libraries too.
    #[arg(long)]
    library: bool,
    /// Folders where imports are looked for, after the program's own.
    #[arg(long)]
    path: Vec<String>,
}

/// Analyzes; gives the exit status.
pub fn run(arguments: Arguments) -> i32 {
    let roots = if arguments.module.is_some() { world::module_roots() } else { world::roots() };
    let roots = arguments.path.into_iter().chain(roots).collect();
    let format = if arguments.format == "json" { Format::Json } else { Format::Text };
    let arguments = cli::Arguments {
        paths: arguments.paths,
        module: arguments.module,
        format,
        timings: arguments.timings,
        library: arguments.library,
        roots,
        keep_types: false,
    };
    let world = World::new();
    let output = cli::run(&world, &arguments, &DefaultFacts);
    drop(world);
    eprint!("{}", output.errors);
    crate::output::finish("analyze", &output.text, output.status)
}
