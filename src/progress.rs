//! One line on a terminal that says what a long command is at; nothing where standard error is no terminal.

use indicatif::{ProgressBar, ProgressStyle};
use std::cell::Cell;
use std::time::{Duration, Instant};

/// How long a command runs before it says anything.
const PATIENCE: Duration = Duration::from_millis(300);

/// The line, which is wiped when this goes.
pub struct Progress {
    bar: ProgressBar,
    begun: Instant,
    phase: Cell<&'static str>,
}

impl Progress {
    /// Begins; shows nothing at once.
    pub fn new() -> Progress {
        let style = ProgressStyle::with_template("{prefix} {pos}: {wide_msg}").expect("a good template");
        let bar = ProgressBar::new_spinner().with_style(style);
        Progress { bar, begun: Instant::now(), phase: Cell::new("") }
    }

    /// The command has come to `what`, in a phase such as "analyzing".
    pub fn note(&self, phase: &'static str, what: &str) {
        if self.bar.is_hidden() {
            return;
        }
        if self.phase.replace(phase) != phase {
            self.bar.set_position(0);
        }
        if self.begun.elapsed() > PATIENCE {
            self.bar.set_prefix(phase);
            self.bar.set_message(what.to_string());
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
