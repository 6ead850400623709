//! `pyspec report`: runs an executable and sets what was predicted beside what came to be.
//!
//! | file | holds |
//! | --- | --- |
//! | `rows.rs` | predictions and figures brought together, a row per class |
//! | `text.rs`, `json.rs`, `plot.rs` | the report, written |
//!
//! The report alone goes to standard output: what the program prints goes to standard error.

mod json;
mod plot;
mod rows;
mod text;

use crate::stats::{self, Figures};
use rows::Report;
use std::os::fd::AsFd;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// Arguments of `pyspec report`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  pyspec report ./app\n  pyspec report ./app --format json -- ARGS\n  pyspec report ./app --plot classes.svg\n\nWhat the program prints goes to standard error."
)]
pub struct Arguments {
    /// An executable that `pyspec build` made.
    executable: PathBuf,
    /// How the report is written.
    #[arg(long, value_parser = ["text", "json"], default_value = "text")]
    format: String,
    /// Draws the bytes of each class, CPython's beside ours.
    #[arg(long, value_name = "FILE.svg")]
    plot: Option<PathBuf>,
    /// Reports classes of libraries too.
    #[arg(long)]
    library: bool,
    /// The program's arguments.
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Runs and reports; gives the exit status, which is the program's where that failed.
pub fn run(arguments: Arguments) -> i32 {
    match report(&arguments) {
        Ok(status) => status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0)),
        Err(message) => {
            eprintln!("pyspec report: {message}");
            1
        }
    }
}

fn report(arguments: &Arguments) -> Result<ExitStatus, String> {
    let name = arguments.executable.display();
    let bytes = std::fs::read(&arguments.executable).map_err(|e| format!("cannot read '{name}': {e}"))?;
    pyspec_build::image::check(&bytes)
        .map_err(|why| format!("'{name}' is not an executable made by pyspec build: {why}"))?;
    let (status, figures) = figures_of_run(arguments)?;
    let report = Report::new(&name.to_string(), status, figures, arguments.library);
    if let Some(file) = &arguments.plot {
        plot::write(&report, file).map_err(|e| format!("cannot write '{}': {e}", file.display()))?;
    }
    let text = if arguments.format == "json" { json::report(&report) } else { text::report(&report) };
    crate::output::print(&text).map_err(|e| format!("cannot write the report: {e}"))?;
    Ok(status)
}

/// Runs the program, its output on standard error.
fn figures_of_run(arguments: &Arguments) -> Result<(ExitStatus, Figures), String> {
    let file = std::env::temp_dir().join(format!("pyspec-report-{}.json", std::process::id()));
    let output = std::io::stderr().as_fd().try_clone_to_owned().map_err(|e| e.to_string())?;
    // A name without a slash would be looked for on the path.
    let program = std::fs::canonicalize(&arguments.executable).map_err(|e| e.to_string())?;
    let run = Command::new(&program)
        .args(&arguments.arguments)
        .env(stats::VARIABLE, &file)
        .stdout(Stdio::from(output))
        .status();
    let figures = read_figures(&file);
    let _ = std::fs::remove_file(&file);
    let status = run.map_err(|e| format!("cannot run '{}': {e}", arguments.executable.display()))?;
    let figures = figures.map_err(|e| format!("the program left no figures ({status}): {e}"))?;
    Ok((status, figures))
}

fn read_figures(file: &Path) -> Result<Figures, String> {
    let text = std::fs::read_to_string(file).map_err(|e| e.to_string())?;
    serde_json::from_str(&text).map_err(|e| e.to_string())
}
