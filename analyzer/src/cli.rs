//! `pyspec analyze` and `pyspec dump --stage=types|shapes`, without the parsing of arguments.

use crate::analysis::{Analysis, Entry, Options, analyze};
use crate::builtins::BuiltinFacts;
use crate::modules::System;
use crate::report::{dump, json, text};

/// How the report is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    #[default]
    Text,
    Json,
}

/// Stages that analysis can dump.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    Types,
    Shapes,
}

/// The command's arguments.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Arguments {
    /// A file, a folder, or several of either.
    pub paths: Vec<String>,
    /// A module instead, as `-m` runs it.
    pub module: Option<String>,
    pub format: Format,
    pub timings: bool,
    /// Classes of libraries too.
    pub library: bool,
    /// Folders to look for imports in, the library's last.
    pub roots: Vec<String>,
    /// See [`Options::keep_types`].
    pub keep_types: bool,
}

/// What the command prints and how it exits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Output {
    pub text: String,
    pub errors: String,
    pub status: i32,
}

/// Runs `analyze`.
pub fn run(system: &dyn System, arguments: &Arguments, facts: &dyn BuiltinFacts) -> Output {
    with_analysis(system, arguments, facts, |analysis| match arguments.format {
        Format::Text => text::report(analysis, arguments.library, arguments.timings),
        Format::Json => {
            let report = json::report(analysis, arguments.library, arguments.timings);
            format!("{}\n", serde_json::to_string_pretty(&report).expect("a report is JSON"))
        }
    })
}

/// Runs `dump` for a stage.
pub fn dump(
    system: &dyn System,
    arguments: &Arguments,
    stage: Stage,
    function: Option<&str>,
    facts: &dyn BuiltinFacts,
) -> Output {
    with_analysis(system, arguments, facts, |analysis| match stage {
        Stage::Types => dump::types(analysis, function),
        Stage::Shapes => dump::shapes(analysis, function),
    })
}

/// The entry that paths mean: one file is a script, a folder with `__main__.py` runs that.
pub fn entry_of(system: &dyn System, arguments: &Arguments) -> Result<Entry, String> {
    if let Some(name) = &arguments.module {
        return Ok(Entry::Module(name.clone()));
    }
    for path in &arguments.paths {
        if !system.is_file(path) && system.list(path).is_empty() {
            return Err(format!("pyspec: {path}: no such file or folder, or nothing in it"));
        }
    }
    match &arguments.paths[..] {
        [] => Err("pyspec: nothing to analyze".into()),
        [path] if system.is_file(path) => Ok(Entry::Script(path.clone())),
        [path] if system.is_file(&format!("{}/__main__.py", path.trim_end_matches('/'))) => {
            Ok(Entry::Script(format!("{}/__main__.py", path.trim_end_matches('/'))))
        }
        paths => Ok(Entry::Library(paths.to_vec())),
    }
}

fn with_analysis(
    system: &dyn System,
    arguments: &Arguments,
    facts: &dyn BuiltinFacts,
    print: impl FnOnce(&Analysis) -> String,
) -> Output {
    let entry = match entry_of(system, arguments) {
        Ok(entry) => entry,
        Err(message) => return Output { text: String::new(), errors: format!("{message}\n"), status: 2 },
    };
    let options = Options { roots: arguments.roots.clone(), keep_types: arguments.keep_types };
    let analysis = analyze(system, &entry, &options, facts);
    let mut errors = String::new();
    // A library module that cannot be read is a reason in the report; the program's own is an error.
    let mut status = 0;
    for e in analysis.errors() {
        errors.push_str(&format!("pyspec: {}:{}: {}\n", e.path, e.line, e.message));
        status = 1;
    }
    let text = print(&analysis);
    // The process ends next: taking millions of sets apart would be a fifteenth of its time.
    std::mem::forget(analysis);
    Output { text, errors, status }
}
