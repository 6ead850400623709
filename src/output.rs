//! What commands print: a reader that went away ends them quietly, anything else that fails is said.

use std::io::{self, Write};

/// Prints to standard output.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Prints to standard output; the exit status that `status` becomes.
pub fn finish(command: &str, text: &str, status: i32) -> i32 {
    match print(text) {
        Ok(()) => status,
        Err(e) => {
            let _ = writeln!(io::stderr(), "pyspec {command}: cannot write to standard output: {e}");
            1
        }
    }
}
