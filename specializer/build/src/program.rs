//! `pyspec build`: from a program's files to an executable.

use crate::facts::AnalysisFacts;
use crate::image::{self, ModuleUnit};
use crate::link;
use crate::object;
use pyspec_abi::blob::Unit;
use pyspec_abi::shape::ShapePlan;
use pyspec_analyzer::{Analysis, DefaultFacts, Entry, System, analyze};
use pyspec_emit::executable::{Image, ImageSymbol, Part, Template, write_executable, write_whole};
use pyspec_front::hir::Module;
use pyspec_front::{CompileOptions, Mode};
use pyspec_specializer::compile::{Options, Watcher, compile};
use pyspec_specializer::facts::{Facts, Source};
use pyspec_specializer::program::{Program, Unsupported};
use pyspec_specializer::types::PlanId;
use serde_json::json;
use std::path::Path;
use std::time::Instant;

/// What is built.
#[derive(Clone, Debug)]
pub struct Input {
    /// What runs.
    pub main: Main,
    /// Where imports are looked for after the main program's folder.
    pub roots: Vec<String>,
}

/// What runs as `__main__`.
#[derive(Clone, Debug)]
pub enum Main {
    /// A file.
    File(String),
    /// A module or package by its name, as `-m` runs it: found on [`Input::roots`].
    Module(String),
}

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Emit {
    /// One native executable.
    #[default]
    Executable,
    /// The compiled functions as a relocatable object, see [`object`].
    Object,
}

/// How.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// See [`Options::print_after`].
    pub print_after: Option<String>,
    pub no_passes: bool,
    /// See [`Options::only`].
    pub only: Option<String>,
    /// See [`Options::force_exits`].
    pub force_exits: bool,
    /// Compiles for a made-up layout of the context: only for printing.
    pub sample_layout: bool,
    /// What is written.
    pub emit: Emit,
    /// Makes every plan wrong, by [`ShapePlan::perturb`] with this seed: for tests.
    pub perturb: Option<u64>,
}

/// Why nothing was built; the message is whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BuildError(pub String);

/// What was built, for reports.
#[derive(Clone, Debug, Default)]
pub struct Built {
    pub functions: usize,
    pub unsupported: Vec<(String, String)>,
    pub text_bytes: usize,
    pub image_bytes: usize,
    /// Size of the file.
    pub file_bytes: usize,
    pub plans: usize,
    /// (phase, seconds).
    pub timings: Vec<(&'static str, f64)>,
    pub printed: String,
}

/// Builds `output` from a program and the template, which is the running binary's own file.
pub fn build(
    system: &dyn System,
    input: &Input,
    template: &[u8],
    output: &Path,
    options: &BuildOptions,
) -> Result<Built, BuildError> {
    let mut clock = Clock { built: Built::default(), last: Instant::now() };
    let analysis = analyzed(system, input)?;
    clock.phase("analyze");
    let lowered = lower(system, input, &analysis)?;
    clock.phase("lower");
    let facts = facts(&analysis, &lowered, options);
    let program = specialize(system, &lowered, &facts, options, &mut clock);
    clock.phase("compile");
    let cannot_write = |e| BuildError(format!("pyspec build: cannot write '{}': {e}", output.display()));
    if options.emit == Emit::Object {
        let bytes = object::object(&program, &lowered.units);
        clock.built.text_bytes = program.functions.iter().flat_map(|f| &f.entries).map(|e| e.code.bytes.len()).sum();
        clock.built.file_bytes = bytes.len();
        write_whole(output, &bytes, 0o666).map_err(cannot_write)?;
        clock.phase("write");
        return Ok(clock.built);
    }
    let template = Template::parse(template)
        .map_err(|e| BuildError(format!("pyspec build: this binary cannot be filled in: {e}")))?;
    let prediction = prediction(&analysis, &lowered.names, &program);
    let image = link_image(&program, &template, &lowered.units, &facts, &prediction);
    clock.built.text_bytes = image.text.len();
    clock.built.image_bytes = image.data.len();
    clock.phase("link");
    let bytes = template.fill(&image).map_err(|e| BuildError(format!("pyspec build: {e}")))?;
    clock.built.file_bytes = bytes.len();
    system.note("writing", &output.display().to_string());
    write_executable(output, &bytes).map_err(cannot_write)?;
    clock.phase("write");
    Ok(clock.built)
}

/// What the compiler prints of a program where [`BuildOptions::print_after`] says; nothing is written.
pub fn dump(system: &dyn System, input: &Input, options: &BuildOptions) -> Result<String, BuildError> {
    let mut clock = Clock { built: Built::default(), last: Instant::now() };
    let analysis = analyzed(system, input)?;
    let lowered = lower(system, input, &analysis)?;
    let facts = facts(&analysis, &lowered, options);
    let program = specialize(system, &lowered, &facts, options, &mut clock);
    if let (Some(name), true) = (&options.only, clock.built.printed.is_empty()) {
        let is_it = |u: &&Unsupported| u.name == *name || u.name.ends_with(&format!(".{name}"));
        let why = program.unsupported.iter().find(is_it).map_or("there is none", |u| u.reason.as_str());
        return Err(BuildError(format!("pyspec dump: '{name}' is not compiled: {why}")));
    }
    Ok(clock.built.printed)
}

/// Predictions for the program's own modules, wrong ones if that is asked for.
fn facts<'a>(analysis: &'a Analysis, lowered: &'a Lowered, options: &BuildOptions) -> AnalysisFacts<'a> {
    let mut plans = analysis.plans();
    if let Some(seed) = options.perturb {
        plans.iter_mut().enumerate().for_each(|(i, p)| p.perturb(seed + i as u64));
    }
    let ids = lowered.names.iter().map(|n| analysis.module(n).expect("it was analysed")).collect();
    // Who asks for a function, or tests the compiler with wrong predictions, wants whatever can be compiled.
    let asked = options.only.is_some() || options.print_after.is_some();
    let only_warm = !(asked || options.force_exits || options.perturb.is_some());
    AnalysisFacts::new(analysis, ids, &lowered.hir, plans, only_warm)
}

/// The name of the last pass: what is printed after it is what is lowered.
pub fn last_pass() -> &'static str {
    pyspec_specializer::passes::PASSES.last().map_or("build", |pass| pass.name)
}

struct Clock {
    built: Built,
    last: Instant,
}

impl Clock {
    fn phase(&mut self, name: &'static str) {
        self.built.timings.push((name, self.last.elapsed().as_secs_f64()));
        self.last = Instant::now();
    }
}

fn analyzed<'a>(system: &'a dyn System, input: &Input) -> Result<Analysis<'a>, BuildError> {
    let entry = match &input.main {
        Main::File(file) if !system.is_file(file) => {
            return Err(BuildError(format!("pyspec build: can't open file '{file}': No such file")));
        }
        Main::File(file) => Entry::Script(file.clone()),
        Main::Module(name) => Entry::Module(name.clone()),
    };
    let options = pyspec_analyzer::Options { roots: input.roots.clone(), keep_types: true };
    Ok(analyze(system, &entry, &options, &DefaultFacts))
}

/// The modules that are compiled, the main one first.
#[derive(Default)]
struct Lowered {
    names: Vec<String>,
    hir: Vec<Module>,
    units: Vec<ModuleUnit>,
    /// For each function, the pc of each resume point.
    pcs: Vec<Vec<Vec<u32>>>,
}

/// The file of the main module. Of what `-m` names analysis has found it.
fn main_file(input: &Input, analysis: &Analysis) -> Result<String, BuildError> {
    let name = match &input.main {
        Main::File(file) => return Ok(file.clone()),
        Main::Module(name) => name,
    };
    let main = analysis.module("__main__").expect("it was analysed");
    let path = analysis.solver.program.modules[main as usize].path.clone();
    let why = match path.rsplit('/').next() {
        Some("") | None => format!("No module named {name}"),
        Some("__init__.py") => {
            format!("No module named {name}.__main__; '{name}' is a package and cannot be directly executed")
        }
        Some(_) => return Ok(path),
    };
    Err(BuildError(format!("pyspec build: {why}")))
}

/// What the main module is called where it runs: `__main__`, or with `-m` its own name, from which its package follows.
fn main_name(input: &Input, path: &str) -> String {
    match &input.main {
        Main::File(_) => "__main__".into(),
        Main::Module(name) if path.ends_with("/__main__.py") && !name.ends_with(".__main__") => {
            format!("{name}.__main__")
        }
        Main::Module(name) => name.clone(),
    }
}

/// The program's own modules, the main one first, lowered and encoded.
fn lower(system: &dyn System, input: &Input, analysis: &Analysis) -> Result<Lowered, BuildError> {
    let program = &analysis.solver.program;
    let main = main_file(input, analysis)?;
    let mut own: Vec<(String, String, bool)> = vec![("__main__".into(), main, false)];
    for (i, m) in program.modules.iter().enumerate() {
        if m.name != "__main__" && analysis.is_brought_along(i as u32) {
            own.push((m.name.clone(), m.path.clone(), m.is_package));
        }
    }
    let mut lowered = Lowered::default();
    for (name, path, is_package) in own {
        let bytes = system.read(&path).map_err(|e| BuildError(format!("pyspec build: can't read '{path}': {e}")))?;
        let module = pyspec_front::compile(&bytes, &path, Mode::Exec, &CompileOptions::default());
        let module = module.map_err(|e| BuildError(e.report()))?;
        let encoded = pyspec_front::encode(&module);
        let source = String::from_utf8_lossy(&bytes).into_owned();
        let run_as = if name == "__main__" { main_name(input, &path) } else { name.clone() };
        lowered.units.push(ModuleUnit { name: run_as, is_package, words: encoded.words, source, path });
        lowered.pcs.push(encoded.pcs);
        lowered.names.push(name);
        lowered.hir.push(module);
    }
    Ok(lowered)
}

/// Collects what is printed, and tells of each function.
struct Watching<'a> {
    system: &'a dyn System,
    printed: String,
}

impl Watcher for Watching<'_> {
    fn begins(&mut self, function: &str) {
        self.system.note("compiling", function);
    }

    fn prints(&mut self, text: &str) {
        self.printed.push_str(text);
    }
}

fn specialize(
    system: &dyn System,
    lowered: &Lowered,
    facts: &AnalysisFacts,
    options: &BuildOptions,
    clock: &mut Clock,
) -> Program {
    let Lowered { names, hir, units, pcs } = lowered;
    let offsets: Vec<Vec<u32>> = units
        .iter()
        .map(|u| {
            let unit = Unit::new(&u.words).expect("encoded just now");
            (0..unit.len()).map(|i| unit.function(i).code_offset() as u32).collect()
        })
        .collect();
    let source = Source { modules: hir, pcs, code_offsets: &offsets, facts };
    let context = if options.sample_layout {
        pyspec_abi::helpers::ContextLayout::SAMPLE
    } else {
        pyspec_runtime::compiled::context_layout()
    };
    let how = Options {
        print_after: options.print_after.clone(),
        no_passes: options.no_passes,
        only: options.only.clone(),
        force_exits: options.force_exits,
        context,
    };
    let mut watching = Watching { system, printed: String::new() };
    let program = compile(&source, names, &how, &mut watching);
    clock.built.printed = watching.printed;
    clock.built.functions = program.functions.len();
    clock.built.plans = facts.plans.len();
    clock.built.unsupported = program.unsupported.iter().map(|u| (u.name.clone(), u.reason.clone())).collect();
    program
}

/// What the executable's report sets beside what came to be.
fn prediction(analysis: &Analysis, modules: &[String], program: &Program) -> String {
    let mut report = pyspec_analyzer::report::json::report(analysis, false, false);
    let interpreted = program.unsupported.iter().map(|u| json!({"function": u.name, "reason": u.reason}));
    report["interpreted"] = interpreted.collect();
    report["modules"] = json!(modules);
    report.to_string()
}

fn link_image(
    program: &Program,
    template: &Template,
    units: &[ModuleUnit],
    facts: &AnalysisFacts,
    prediction: &str,
) -> Image {
    let (offsets, _) = image::unit_offsets(image::cell_count(program), units);
    let addresses: Vec<u64> = offsets.iter().map(|&o| template.data_address() + o as u64).collect();
    let linked = link::link(program, template.text_address(), template.data_address(), &addresses);
    let plans: Vec<(ShapePlan, _)> =
        facts.plans.iter().enumerate().map(|(i, p)| (p.clone(), facts.class(PlanId(i as u32)))).collect();
    let data = image::data(program, &linked, units, &plans, prediction, template.text_address());
    let mut symbols = vec![];
    for (f, starts) in program.functions.iter().zip(&linked.starts) {
        for (e, &start) in f.entries.iter().zip(starts) {
            let name = e.symbol(&f.name);
            symbols.push(ImageSymbol { name, part: Part::Text, offset: start as u64, size: e.code.bytes.len() as u64 });
        }
    }
    Image { text: linked.text, data, symbols }
}
