//! The pipeline, top to bottom: choose, build, passes, lower, emit, exit records.

use crate::build::{self, Entry};
use crate::choose;
use crate::facts::{Generic, Source};
use crate::lower::{self, Held, LoweredExit, Symbols};
use crate::passes;
use crate::program::{CompiledEntry, CompiledFunction, FunctionId, Program, SymbolTarget, Unsupported};
use crate::ssa::Reason;
use crate::types::Rep;
use pyspec_abi::Value;
use pyspec_abi::exits::{ExitFrame, ExitRecord, Location, VirtualObject};
use pyspec_abi::helpers::ContextLayout;
use pyspec_emit::{self as emit, Target};
use std::collections::{HashMap, HashSet};

/// How to compile.
#[derive(Clone, Debug)]
pub struct Options {
    /// Prints SSA after this pass (or `build`), machine IR (`mir`) or machine code (`asm`) to the watcher.
    pub print_after: Option<String>,
    /// Leaves out all passes.
    pub no_passes: bool,
    /// Compiles only functions whose qualified name is this: to find which one goes wrong.
    pub only: Option<String>,
    /// Every guard fails when it is first reached: for tests.
    pub force_exits: bool,
    /// Where the context's fields are.
    pub context: ContextLayout,
}

/// Who follows a compilation.
pub trait Watcher {
    /// A function's turn has come.
    fn begins(&mut self, _function: &str) {}
    /// What [`Options::print_after`] asks for.
    fn prints(&mut self, text: &str);
}

/// Compiles every function that is worth it.
pub fn compile(source: &Source, names: &[String], options: &Options, watcher: &mut dyn Watcher) -> Program {
    let mut chosen = choose::choose(source);
    if let Some(only) = &options.only {
        chosen.functions.retain(|c| source.function(c.id).qualname == *only);
    }
    let fast: HashSet<FunctionId> = chosen.functions.iter().filter(|f| f.fast).map(|f| f.id).collect();
    let mut compiler = Compiler {
        source,
        options,
        watcher,
        symbols: Symbols::default(),
        program: Program { modules: names.to_vec(), unsupported: chosen.unsupported, ..Program::default() },
        code_index: HashMap::new(),
        thunk: 0,
        instances_show: takes_locals_of_frames(source),
    };
    compiler.symbols.forced = options.force_exits.then_some(0);
    compiler.thunk = compiler.symbols.symbol(SymbolTarget::ExitThunk).0;
    for choice in &chosen.functions {
        compiler.function(choice, &fast);
    }
    let mut program = compiler.program;
    program.symbols = compiler.symbols.targets;
    program
}

struct Compiler<'a> {
    source: &'a Source<'a>,
    options: &'a Options,
    watcher: &'a mut dyn Watcher,
    symbols: Symbols,
    program: Program,
    code_index: HashMap<FunctionId, u32>,
    thunk: u32,
    /// See [`takes_locals_of_frames`].
    instances_show: bool,
}

/// Whether the program looks at the locals of frames, by the only name that they have.
fn takes_locals_of_frames(source: &Source) -> bool {
    let functions = source.modules.iter().flat_map(|m| &m.functions);
    functions.flat_map(|f| &f.names).any(|n| n == "f_locals")
}

impl Compiler<'_> {
    fn function(&mut self, choice: &choose::Choice, fast: &HashSet<FunctionId>) {
        let f = self.source.function(choice.id);
        let name = format!("{}.{}", self.program.modules[choice.id.module as usize], f.qualname);
        self.watcher.begins(&name);
        let is_generator = build::is_generator(f);
        let mut kinds = vec![if is_generator { Entry::Generator } else { Entry::Boxed }];
        if build::is_taken_whole(f) {
            kinds.push(Entry::Whole);
        }
        if choice.fast {
            kinds.push(Entry::Fast);
            if !build::is_tagged(self.source, choice.id) {
                kinds.push(Entry::Tagged);
            }
        }
        let loops = if is_generator { &[] } else { &choice.loops[..] };
        kinds.extend(loops.iter().map(|&b| Entry::Loop(b)));
        let mut entries = vec![];
        for generic in [false, true] {
            for &kind in &kinds {
                let nothing = Generic { facts: self.source.facts, function: choice.id, fast: kind == Entry::Fast };
                let cautious = Source { facts: &nothing, ..*self.source };
                match self.entry(if generic { &cautious } else { self.source }, choice.id, kind, fast) {
                    Ok(entry) => entries.push(CompiledEntry { generic, ..entry }),
                    Err(reason) => {
                        let relied_on = kind == Entry::Fast && !entries.is_empty();
                        assert!(!relied_on, "{name}: callers rely on its fast entry: {reason}");
                        self.program.unsupported.push(Unsupported { id: choice.id, name, reason });
                        return;
                    }
                }
            }
            if !entries.iter().any(predicts) {
                break;
            }
        }
        self.program.functions.push(CompiledFunction { id: choice.id, name, entries });
    }

    fn entry(
        &mut self,
        source: &Source,
        id: FunctionId,
        kind: Entry,
        fast: &HashSet<FunctionId>,
    ) -> Result<CompiledEntry, String> {
        let program = build::Program { source, fast };
        let mut func = build::build(&program, id, kind)?;
        self.print("build", &func);
        if !self.options.no_passes {
            let shows = self.instances_show;
            passes::run(&mut func, shows, |stage, func| self.print(stage, func));
        }
        let lowered = lower::lower(&func, kind, &mut self.symbols, self.source, self.options.context);
        self.print_text("mir", || lowered.mir.to_string());
        let options = emit::Options::new(emit::mir::Symbol(self.thunk));
        let code = emit::compile(&lowered.mir, Target::X86_64, &options).map_err(|e| e.to_string())?;
        let title = |what: String| format!("{} as {kind:?}:\n{what}", func.name);
        self.print_text("asm", || title(emit::disassemble(&code, Target::X86_64)));
        let records = code
            .exits
            .iter()
            .map(|site| self.record(&lowered.exits[site.client as usize], &site.locations, &[]))
            .collect();
        let calls = code
            .calls
            .iter()
            .map(|site| self.record(&lowered.exits[site.client as usize], &site.locations, &site.dead))
            .collect();
        let pcs = match kind {
            Entry::Boxed => vec![0],
            Entry::Fast | Entry::Tagged | Entry::Whole => vec![],
            Entry::Loop(b) => {
                let f = self.source.function(id);
                vec![self.source.pc(id, build::live::starts(f)[b as usize] as u32)]
            }
            Entry::Generator => build::resume_offsets(source, id),
        };
        Ok(CompiledEntry { kind, generic: false, pcs, code, records, calls })
    }

    fn print(&mut self, stage: &str, func: &crate::ssa::Func) {
        self.print_text(stage, || crate::ssa::text::print(func));
    }

    fn print_text(&mut self, stage: &str, text: impl FnOnce() -> String) {
        if self.options.print_after.as_deref() == Some(stage) {
            self.watcher.prints(&text());
        }
    }

    fn record(&mut self, exit: &LoweredExit, locations: &[emit::Location], dead: &[u32]) -> ExitRecord {
        let frames = exit
            .frames
            .iter()
            .map(|(function, at, slots)| ExitFrame {
                code: self.code(*function),
                pc: self.source.pc(*function, *at),
                places: slots.iter().map(|&(place, held)| (place, location(held, locations))).collect(),
            })
            .collect();
        let items = |held: &[Held]| held.iter().map(|&h| location(h, locations)).collect();
        let virtuals =
            exit.virtuals.iter().map(|(map, held)| VirtualObject { map: *map, fields: items(held) }).collect();
        let base = location(Held::Value(0, Rep::Tagged), locations);
        ExitRecord { base, frames, virtuals, dead: dead.to_vec(), reason: exit.reason as u16 }
    }

    fn code(&mut self, id: FunctionId) -> u32 {
        *self.code_index.entry(id).or_insert_with(|| {
            self.program.codes.push(id);
            self.program.codes.len() as u32 - 1
        })
    }
}

/// Whether code leaves where predictions are wrong.
fn predicts(entry: &CompiledEntry) -> bool {
    let reasons = [Reason::Type, Reason::Map, Reason::Index, Reason::Zero, Reason::Callee, Reason::Dead, Reason::Boxed];
    entry.records.iter().any(|r| reasons.iter().any(|&reason| reason as u16 == r.reason))
}

/// Where a place's value is, and how it is held there.
fn location(held: Held, locations: &[emit::Location]) -> Location {
    let (value, rep) = match held {
        Held::Value(value, rep) => (value, rep),
        Held::Virtual(n) => return Location::Virtual(n),
    };
    match (locations[value], rep) {
        (emit::Location::Gpr(r), Rep::Tagged) => Location::Register(r),
        (emit::Location::Gpr(r), Rep::Int) => Location::IntRegister(r),
        (emit::Location::Gpr(r), Rep::Bool) => Location::BoolRegister(r),
        (emit::Location::Xmm(r), _) => Location::FloatRegister(r),
        (emit::Location::Stack(s), Rep::Tagged) => Location::Stack(s),
        (emit::Location::Stack(s), Rep::Int) => Location::IntStack(s),
        (emit::Location::Stack(s), Rep::Bool) => Location::BoolStack(s),
        (emit::Location::Stack(s), Rep::Float) => Location::FloatStack(s),
        (emit::Location::Int(i), Rep::Tagged) => Location::Constant(i as u64),
        (emit::Location::Int(i), Rep::Bool) => Location::Constant(Value::bool(i != 0).bits() as u64),
        (emit::Location::Int(i), _) => match Value::try_int(i) {
            Some(v) => Location::Constant(v.bits() as u64),
            None => Location::IntConstant(i),
        },
        (emit::Location::Float(bits), _) => match Value::try_float(f64::from_bits(bits)) {
            Some(v) => Location::Constant(v.bits() as u64),
            None => Location::FloatConstant(bits),
        },
        (place, rep) => unreachable!("a {rep:?} in {place:?}"),
    }
}
