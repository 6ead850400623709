//! The command line: `pyspec run`, `analyze`, `build`, `report`, `dump`. One binary is everything: it is also the template
//! of the executables that it builds, so a start that finds an image in itself runs that.

mod analyze;
mod build;
mod dump;
mod library;
mod output;
mod progress;
mod python_options;
mod report;
mod run;
mod stats;
mod template;
mod world;

use clap::{Parser, Subcommand};
use std::io::Write;

#[derive(Parser, Debug)]
#[command(
    version,
    about = "Makes Python programs small and fast without asking for annotations",
    after_help = "Examples:\n  pyspec run main.py\n  pyspec analyze main.py\n  pyspec build main.py -o app\n\nA first argument that begins with '-' means `run`: pyspec -c 'print(1)'"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Runs a program, as python does.
    #[command(disable_help_flag = true)]
    Run {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Predicts the instance shapes of a program's classes.
    Analyze(analyze::Arguments),
    /// Compiles a program to one native executable.
    Build(build::Arguments),
    /// Runs an executable that was built, and sets what was predicted beside what came to be.
    Report(report::Arguments),
    /// Prints a program at a stage of its way to machine code.
    Dump(dump::Arguments),
}

/// Bytes of native stack for programs, the most that the process may have: deep recursion ends in RecursionError
/// long before.
const STACKS: [usize; 3] = [512 << 20, 64 << 20, 8 << 20];

fn main() {
    // The main thread's stack is the system's to limit; a thread's is ours.
    let worker = STACKS.iter().find_map(|&size| std::thread::Builder::new().stack_size(size).spawn(start_here).ok());
    let Some(worker) = worker else {
        eprintln!("pyspec: cannot start: the limit of memory or threads leaves no room for a stack");
        std::process::exit(1);
    };
    hold_signals(libc::SIG_BLOCK);
    end(worker.join().unwrap_or(134))
}

/// The life of the program's thread. In a process that the program forked there is no other to end it.
fn start_here() -> i32 {
    let process = std::process::id();
    let status = start();
    if std::process::id() == process { status } else { end(status) }
}

fn end(status: i32) -> ! {
    if status == pyspec_runtime::interp::run::INTERRUPTED {
        end_by_interrupt();
    }
    std::process::exit(status)
}

/// Signals are for the program's thread, which may hold them back: this one, which only waits, takes none.
fn hold_signals(how: i32) {
    let mut all = std::mem::MaybeUninit::uninit();
    // SAFETY: the set is filled before it is used.
    unsafe {
        libc::sigfillset(all.as_mut_ptr());
        libc::pthread_sigmask(how, all.as_ptr(), std::ptr::null_mut());
    }
}

/// Ends the process as SIGINT does where nobody handles it.
fn end_by_interrupt() {
    hold_signals(libc::SIG_UNBLOCK);
    // SAFETY: plain calls on this process; nothing runs any more that minds the signal.
    unsafe {
        libc::signal(libc::SIGINT, libc::SIG_DFL);
        libc::kill(libc::getpid(), libc::SIGINT);
    }
}

fn start() -> i32 {
    let arguments: Vec<String> = std::env::args_os().map(|a| a.to_string_lossy().into_owned()).collect();
    if template::is_truncated() {
        let _ = writeln!(std::io::stderr(), "{}: this executable is truncated", arguments[0]);
        return 1;
    }
    if let Some(found) = template::image() {
        return run::run_image(found, arguments);
    }
    let python =
        std::path::Path::new(&arguments[0]).file_name().is_some_and(|n| n.to_string_lossy().starts_with("python"));
    let first = arguments.get(1).map(String::as_str).unwrap_or_default();
    if python || (first.starts_with('-') && !["--help", "--version", "-h", "-V"].contains(&first)) {
        return run::run(&arguments[1..]);
    }
    match Cli::parse().command {
        Command::Run { arguments } => run::run(&arguments),
        Command::Analyze(arguments) => analyze::run(arguments),
        Command::Build(arguments) => build::run(arguments),
        Command::Report(arguments) => report::run(arguments),
        Command::Dump(arguments) => dump::run(arguments),
    }
}
