//! `_sitebuiltins`, and the names that `site` adds to the builtins: `exit`, `help` and so on. They are made when a
//! program starts, without the library's `site`: what they need of the library they import when they are called.

use crate::util::{add_type, class_arg, give_dict, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, NativeKind, Outcome, Raised, TypeTable, getter, native};
use pyspec_runtime::object::Rooted;

const PY: Effect = Effect::PYTHON;
/// How many lines of a text are shown at once.
const PAGE: usize = 23;
/// How the end of input is typed.
const END_OF_INPUT: &str = "Ctrl-D (i.e. EOF)";
const CREDITS: &str = "Thanks to CWI, CNRI, BeOpen, Zope Corporation, the Python Software\nFoundation, and a cast of thousands for supporting Python\ndevelopment.  See www.python.org for more information.";
const LICENSE: &str = "See https://www.python.org/psf/license/";

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_sitebuiltins",
    doc: "The objects used by the site module to add custom builtins.",
    functions: &[],
    init: Some(|vm, module| {
        for table in [&QUITTER, &PRINTER, &HELPER] {
            let class = add_type(vm, module, table)?;
            give_dict(vm, class);
        }
        Ok(())
    }),
};

static QUITTER: TypeTable = TypeTable {
    map: 0,
    name: "Quitter",
    module: "_sitebuiltins",
    doc: "",
    rows: &[
        native("__new__", "(cls, name, eof)", PY, |vm, a| {
            let object = new(vm, a[0], None)?;
            vm.set_attr_text(object, "name", a[1])?;
            vm.set_attr_text(object, "eof", a[2])?;
            Ok(object)
        })
        .kind(NativeKind::StaticMethod),
        native("__repr__", "(self, /)", PY, |vm, a| {
            let (name, eof) = (vm.get_attr_text(a[0], "name")?, vm.get_attr_text(a[0], "eof")?);
            let text = format!("Use {}() or {} to exit", vm.str_text(name)?, vm.str_text(eof)?);
            vm.new_str(&text)
        }),
        native("__call__", "(self, code=None)", PY, quit),
        getter("__dict__", pyspec_runtime::types::object::get_dict),
    ],
};

static PRINTER: TypeTable = TypeTable {
    map: 0,
    name: "_Printer",
    module: "_sitebuiltins",
    doc: "Shows a longer text: as its repr if that fits a screen, page by page when called.",
    rows: &[
        native("__new__", "(cls, name, data, files=(), dirs=())", PY, |vm, a| {
            let (name, text) = (vm.expect_str(a[1], "name")?, vm.expect_str(a[2], "data")?);
            let mut printer = Printer { name, text, files: vec![] };
            if let (Some(files), Some(folders)) = (a.given(3), a.given(4)) {
                printer.files = paths(vm, files, folders)?;
            }
            new(vm, a[0], Some(printer))
        })
        .kind(NativeKind::StaticMethod),
        native("__repr__", "(self, /)", PY, |vm, a| {
            let printer = this::<Printer>(vm, a[0])?;
            let text = printer.read();
            if text.split('\n').count() <= PAGE {
                return vm.new_str(&text);
            }
            let name = &printer.name;
            let hint = format!("Type {name}() to see the full {name} text");
            vm.new_str(&hint)
        }),
        native("__call__", "(self)", PY, page),
        getter("__dict__", pyspec_runtime::types::object::get_dict),
    ],
};

static HELPER: TypeTable = TypeTable {
    map: 0,
    name: "_Helper",
    module: "_sitebuiltins",
    doc: "The builtin 'help': passes its arguments on to pydoc.help, which is interactive without any.",
    rows: &[
        native("__new__", "(cls, /)", PY, |vm, a| new(vm, a[0], None)).kind(NativeKind::StaticMethod),
        native("__repr__", "(self, /)", PY, |vm, _| {
            vm.new_str("Type help() for interactive help, or help(object) for help about object.")
        }),
        native("__call__", "(self, *args, **kwds)", PY, |vm, a| {
            let pydoc = vm.import_module("pydoc")?;
            let help = vm.get_attr_text(pydoc, "help")?;
            vm.call_star(help, a[1], a.get(2))
        }),
        getter("__dict__", pyspec_runtime::types::object::get_dict),
    ],
};

state! {
    /// A text with its name, and the files that are looked for first.
    struct Printer { name: String, text: String, files: Vec<String> }
}

state! {
    /// All that it has is in its dict.
    struct Empty { none: bool }
}

impl Printer {
    fn read(&self) -> String {
        let found = self.files.iter().find_map(|path| std::fs::read_to_string(path).ok());
        found.filter(|text| !text.is_empty()).unwrap_or_else(|| self.text.clone())
    }
}

fn new(vm: &mut Vm, class: Value, printer: Option<Printer>) -> Outcome {
    let class = class_arg(vm, class)?;
    match printer {
        Some(printer) => vm.new_payload(class, Box::new(printer), 0),
        None => vm.new_payload(class, Box::new(Empty { none: true }), 0),
    }
}

fn paths(vm: &mut Vm, files: Value, folders: Value) -> Outcome<Vec<String>> {
    let mut paths = vec![];
    let (files, folders) = (vm.collect_items(files)?, vm.collect_items(folders)?);
    for folder in folders.iter() {
        for file in files.iter() {
            let (folder, file) = (vm.expect_str(*folder, "dirs")?, vm.expect_str(*file, "files")?);
            paths.push(format!("{folder}/{file}"));
        }
    }
    Ok(paths)
}

/// Shells whose input is not a terminal hear of the end by its being closed.
fn quit(vm: &mut Vm, args: Args) -> Outcome {
    let sys = vm.sys;
    let closed = vm.get_attr_text(sys, "stdin").and_then(|stdin| vm.call_method(stdin, "close", &[]));
    if let Err(Raised) = closed {
        vm.take_pending();
    }
    let (class, code) = (vm.exceptions.SystemExit, args.or(1, Value::NONE));
    Err(vm.raise_with(class, &[code]))
}

fn page(vm: &mut Vm, args: Args) -> Outcome {
    let text = this::<Printer>(vm, args[0])?.read();
    let lines: Vec<&str> = text.split('\n').collect();
    for (n, part) in lines.chunks(PAGE).enumerate() {
        if n > 0 && !wants_more(vm)? {
            break;
        }
        let text = vm.new_str(&part.join("\n"))?;
        call_builtin(vm, "print", &[text])?;
    }
    Ok(Value::NONE)
}

fn wants_more(vm: &mut Vm) -> Outcome<bool> {
    let prompt = vm.new_str("Hit Return for more, or q (and Return) to quit: ")?;
    loop {
        let key = call_builtin(vm, "input", &[prompt])?;
        match vm.str_text(key)?.as_str() {
            "" => return Ok(true),
            "q" => return Ok(false),
            _ => {}
        }
    }
}

fn call_builtin(vm: &mut Vm, name: &str, args: &[Value]) -> Outcome {
    let builtins = vm.builtins;
    let function = vm.dict_get_text(builtins, name)?;
    vm.call(function, args)
}

/// Adds the names to the builtins.
pub fn install(vm: &mut Vm) -> Outcome<()> {
    let module = vm.load_plainly(MODULE.name)?;
    let eof = vm.new_str(END_OF_INPUT)?;
    let mut made = Rooted::new();
    for name in ["quit", "exit"] {
        let text = vm.new_str(name)?;
        let object = vm.call_method(module, "Quitter", &[text, eof])?;
        made.push(object);
    }
    let sys = vm.sys;
    let copyright = vm.get_attr_text(sys, "copyright")?;
    let (credits, license) = (vm.new_str(CREDITS)?, vm.new_str(LICENSE)?);
    for (name, text) in [("copyright", copyright), ("credits", credits), ("license", license)] {
        let name = vm.new_str(name)?;
        let object = vm.call_method(module, "_Printer", &[name, text])?;
        made.push(object);
    }
    let help = vm.call_method(module, "_Helper", &[])?;
    made.push(help);
    let builtins = vm.builtins;
    for (name, object) in ["quit", "exit", "copyright", "credits", "license", "help"].into_iter().zip(made.iter()) {
        vm.dict_set_text(builtins, name, *object)?;
    }
    Ok(())
}
