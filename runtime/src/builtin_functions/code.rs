//! Functions that compile and run programs, or look at the running frame.

use crate::native::{Args, Native, Outcome, native};
use crate::object::layout::Code;
use crate::object::{Gc, Rooted, map_of};
use crate::vm::Vm;
use pyspec_abi::blob::flags;
use pyspec_abi::effects::Effect;
use pyspec_abi::{Value, types as id};
use pyspec_front::{CompileOptions, Mode};

const PY: Effect = Effect::PYTHON;

/// The rows.
pub static ROWS: &[Native] = &[
    native("__build_class__", "(func=<unrepresentable>, name=<unrepresentable>, /, *bases, **kwds)", PY, build_class),
    native("__import__", "(name, globals=None, locals=None, fromlist=(), level=0)", PY, import),
    native("breakpoint", "(*args, **kws)", PY, breakpoint),
    native(
        "compile",
        "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
        PY,
        compile,
    ),
    native("eval", "(source, /, globals=None, locals=None)", PY, eval),
    native("exec", "(source, /, globals=None, locals=None, *, closure=None)", PY, exec),
    native("globals", "()", Effect::PURE, globals),
    native("locals", "()", Effect::ALLOC, locals),
    native(
        "open",
        "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
        Effect::SWITCHES,
        open,
    ),
];

/// `PyCF_ONLY_AST`: a tree instead of code.
const ONLY_AST: i64 = 0x400;
/// `PyCF_ALLOW_TOP_LEVEL_AWAIT`.
const TOP_LEVEL_AWAIT: i64 = 0x2000;
/// `CO_FUTURE_ANNOTATIONS`.
const FUTURE_ANNOTATIONS: i64 = 0x0100_0000;
/// Flags that `compile` knows: those of `__future__` and of `ast`.
const KNOWN: i64 = 0x01fe_0000 | 0x7f00 | 0x10 | 0x0fff_f000;

impl Vm {
    /// The namespace of the running frame, for `vars()` and `dir()`.
    pub fn caller_locals(&mut self) -> Outcome {
        self.current_locals()
    }

    /// A code object of source text.
    pub fn compile_source(
        &mut self,
        source: &[u8],
        is_text: bool,
        filename: &str,
        mode: Mode,
        options: &CompileOptions,
    ) -> Outcome {
        // A str has been decoded: its bytes are taken as they are, whatever a cookie says.
        match (is_text, std::str::from_utf8(source)) {
            (true, Ok(text)) => self.compile_text(text, filename, mode, options),
            _ => self.compile_bytes(source, filename, mode, options),
        }
    }

    /// The text of a program given as a str or bytes, and whether it was a str; `None`: it is neither.
    pub(super) fn source_text(&mut self, source: Value, what: &str) -> Outcome<Option<(Vec<u8>, bool)>> {
        let (text, is_text) = if self.is_str(source) {
            (self.str_bytes(source).to_vec(), true)
        } else {
            match self.bytes_like(source) {
                Some(bytes) => (bytes.to_vec(), false),
                None => match self.buffer(source) {
                    Ok(bytes) => (bytes, false),
                    Err(_) => {
                        self.take_pending();
                        return Ok(None);
                    }
                },
            }
        };
        if text.contains(&0) {
            let _ = what;
            let class = self.exceptions.SyntaxError;
            return Err(self.raise_text(class, "source code string cannot contain null bytes"));
        }
        Ok(Some((text, is_text)))
    }

    /// The options that code compiled on behalf of the running frame inherits.
    fn inherited_options(&mut self) -> CompileOptions {
        let future = self.running_code_flags() & flags::FUTURE_ANNOTATIONS != 0;
        CompileOptions { optimize: self.options.optimize, future_annotations: future, top_level_await: false }
    }

    fn running_code_flags(&mut self) -> u32 {
        let function = self.running_function(0);
        match Gc::<crate::object::layout::Function>::from_value(self, function) {
            // SAFETY: a function's code is a code object.
            Some(function) => unsafe { Gc::<Code>::from_value_unchecked(function.code.get()) }.info().flags,
            None => 0,
        }
    }

    fn as_code(&self, v: Value) -> Option<Gc<Code>> {
        Gc::from_value(self, v)
    }

    /// The namespaces of `eval` and `exec`, with `__builtins__` in the globals.
    fn namespaces(&mut self, args: Args, name: &str) -> Outcome<(Value, Value)> {
        let (globals, locals) = (args.or(1, Value::NONE), args.or(2, Value::NONE));
        let (globals, locals) = if globals.is(Value::NONE) {
            let current = self.current_globals().unwrap_or(Value::UNSET);
            if current.is(Value::UNSET) {
                return Err(self.system_error("globals and locals cannot be NULL"));
            }
            (current, if locals.is(Value::NONE) { self.current_locals()? } else { locals })
        } else {
            if !self.is_dict(globals) {
                let given = self.type_name(globals);
                let mapping = self.has_index_item(globals);
                return Err(self.type_error(match name {
                    "eval" if !mapping => "globals must be a dict".to_string(),
                    "eval" => "globals must be a real dict; try eval(code, {}, mapping)".to_string(),
                    _ => format!("exec() globals must be a dict, not {given}"),
                }));
            }
            self.expose_dict(globals)?;
            (globals, if locals.is(Value::NONE) { globals } else { locals })
        };
        if !self.has_index_item(locals) {
            let given = self.type_name(locals);
            return Err(self.type_error(match name {
                "eval" => "locals must be a mapping".to_string(),
                _ => format!("locals must be a mapping or None, not {given}"),
            }));
        }
        let key = self.names.__builtins__;
        if self.dict_get(globals, key)?.is(Value::UNSET) {
            let builtins = self.running_builtins();
            self.dict_set(globals, key, builtins)?;
        }
        // A body that is given its globals as its namespace runs as a module's.
        Ok((globals, if locals.is(globals) { Value::NONE } else { locals }))
    }

    /// Whether it can be indexed, as a mapping must.
    fn has_index_item(&mut self, v: Value) -> bool {
        let class = self.class_of(v);
        self.special(class, crate::object::class::Special::GetItem).is_some()
    }

    fn running_builtins(&mut self) -> Value {
        let function = self.running_function(0);
        match Gc::<crate::object::layout::Function>::from_value(self, function) {
            Some(function) => function.builtins.get(),
            None => self.builtins,
        }
    }

    /// Runs `eval`'s or `exec`'s code.
    fn run_in(&mut self, code: Gc<Code>, globals: Value, locals: Value, closure: Value) -> Outcome {
        if closure.is(Value::NONE) {
            self.run_code(code.value(), globals, locals)
        } else {
            self.run_code_with_closure(code.value(), globals, locals, closure)
        }
    }
}

fn globals(vm: &mut Vm, _args: Args) -> Outcome {
    Ok(vm.current_globals().unwrap_or(Value::NONE))
}

fn locals(vm: &mut Vm, _args: Args) -> Outcome {
    vm.current_locals()
}

fn eval(vm: &mut Vm, args: Args) -> Outcome {
    let (globals, locals) = vm.namespaces(args, "eval")?;
    if let Some(code) = vm.as_code(args[0]) {
        if free_variables(code) > 0 {
            return Err(vm.type_error("code object passed to eval() may not contain free variables"));
        }
        return vm.run_in(code, globals, locals, Value::NONE);
    }
    let Some((text, is_text)) = vm.source_text(args[0], "eval")? else {
        return Err(vm.type_error("eval() arg 1 must be a string, bytes or code object"));
    };
    let start = text.iter().position(|c| !b" \t".contains(c)).unwrap_or(text.len());
    let options = vm.inherited_options();
    let code = vm.compile_source(&text[start..], is_text, "<string>", Mode::Eval, &options)?;
    let code = vm.as_code(code).expect("it was just made");
    vm.run_in(code, globals, locals, Value::NONE)
}

fn free_variables(code: Gc<Code>) -> usize {
    code.info().function().free_len()
}

fn exec(vm: &mut Vm, args: Args) -> Outcome {
    let closure = args.or(3, Value::NONE);
    let (globals, locals) = vm.namespaces(args, "exec")?;
    if let Some(code) = vm.as_code(args[0]) {
        check_closure(vm, code, closure)?;
        vm.run_in(code, globals, locals, closure)?;
        return Ok(Value::NONE);
    }
    if !closure.is(Value::NONE) {
        return Err(vm.type_error("closure can only be used when source is a code object"));
    }
    let Some((text, is_text)) = vm.source_text(args[0], "exec")? else {
        return Err(vm.type_error("exec() arg 1 must be a string, bytes or code object"));
    };
    let options = vm.inherited_options();
    let code = vm.compile_source(&text, is_text, "<string>", Mode::Exec, &options)?;
    let code = vm.as_code(code).expect("it was just made");
    vm.run_in(code, globals, locals, Value::NONE)?;
    Ok(Value::NONE)
}

fn check_closure(vm: &mut Vm, code: Gc<Code>, closure: Value) -> Outcome<()> {
    let free = free_variables(code);
    if free == 0 {
        if closure.is(Value::NONE) {
            return Ok(());
        }
        return Err(vm.type_error("cannot use a closure with this code object"));
    }
    let cells = if closure.is_ptr() && map_of(closure) == id::TUPLE { vm.tuple_items(closure) } else { &[] };
    if cells.len() == free && cells.iter().all(|cell| cell.is_ptr() && map_of(*cell) == id::CELL) {
        return Ok(());
    }
    if closure.is(Value::NONE) {
        return Err(vm.type_error("code object passed to exec() may not contain free variables"));
    }
    Err(vm.type_error(format!("code object requires a closure of exactly length {free}")))
}

/// The arguments are source, filename, mode, flags, dont_inherit, optimize, _feature_version.
fn compile(vm: &mut Vm, args: Args) -> Outcome {
    let filename = file_name(vm, args[1])?;
    let mode_text = vm.expect_str(args[2], "compile() argument 'mode'")?;
    let given = match args.given(3) {
        Some(flags) => vm.index_i64(flags)?,
        None => 0,
    };
    if given & !KNOWN != 0 {
        return Err(vm.value_error("compile(): unrecognised flags"));
    }
    let inherit = match args.given(4) {
        Some(flag) => !vm.truth(flag)?,
        None => true,
    };
    let optimize = match args.given(5) {
        Some(level) => vm.index_i64(level)?,
        None => -1,
    };
    if !(-1..=2).contains(&optimize) {
        return Err(vm.value_error("compile(): invalid optimize value"));
    }
    let inherited = vm.inherited_options();
    let options = CompileOptions {
        optimize: if optimize < 0 { inherited.optimize } else { optimize as u8 },
        future_annotations: given & FUTURE_ANNOTATIONS != 0 || (inherit && inherited.future_annotations),
        top_level_await: given & TOP_LEVEL_AWAIT != 0,
    };
    let is_tree = !vm.is_str(args[0]) && vm.bytes_like(args[0]).is_none();
    if given & ONLY_AST != 0 || is_tree {
        return compile_tree(vm, args, given, optimize);
    }
    let mode = match mode_text.as_str() {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ => return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    };
    let Some((text, is_text)) = vm.source_text(args[0], "compile")? else {
        return Err(vm.type_error("compile() arg 1 must be a string, bytes or AST object"));
    };
    let start =
        if mode == Mode::Eval { text.iter().position(|c| !b" \t".contains(c)).unwrap_or(text.len()) } else { 0 };
    vm.compile_source(&text[start..], is_text, &filename, mode, &options)
}

/// Trees are the business of the native module `_ast`.
fn compile_tree(vm: &mut Vm, args: Args, flags: i64, optimize: i64) -> Outcome {
    if vm.bytes_like(args[0]).is_none() && !vm.is_str(args[0]) && vm.buffer(args[0]).is_ok() {
        let bytes = vm.buffer(args[0])?;
        let bytes = vm.new_bytes(&bytes)?;
        return vm.call_builtin_compile(bytes, args);
    }
    if !vm.thread.pending.is(Value::UNSET) {
        vm.take_pending();
    }
    let module = vm.import_module("_ast")?;
    let function = vm.get_attr_text(module, "_compile")?;
    let (flags, optimize) = (vm.new_int(flags)?, vm.new_int(optimize)?);
    let filename = file_name(vm, args[1])?;
    let filename = vm.new_str(&filename)?;
    vm.call(function, &[args[0], filename, args[2], flags, optimize])
}

impl Vm {
    /// `compile` again, of bytes taken out of a buffer.
    fn call_builtin_compile(&mut self, bytes: Value, args: Args) -> Outcome {
        let window: Vec<Value> = std::iter::once(bytes).chain(args.iter().skip(1)).collect();
        let window = Rooted::from_slice(&window);
        // SAFETY: the vector is rooted, and stays until the call returns.
        compile(self, unsafe { Args::new(window.as_ptr(), window.len()) })
    }
}

/// A file name given as str, bytes or path.
fn file_name(vm: &mut Vm, v: Value) -> Outcome<String> {
    if vm.is_str(v) {
        return Ok(vm.str_lossy(v));
    }
    if let Some(bytes) = vm.bytes_like(v) {
        return Ok(String::from_utf8_lossy(bytes).into_owned());
    }
    match vm.call_special(v, crate::object::class::Special::FsPath, &[]) {
        Some(path) => {
            let path = path?;
            file_name(vm, path)
        }
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {name}")))
        }
    }
}

/// The arguments are func, name, *bases, **kwds.
fn build_class(vm: &mut Vm, args: Args) -> Outcome {
    if args.given(1).is_none() {
        return Err(vm.type_error("__build_class__: not enough arguments"));
    }
    if !args[0].is_ptr() || map_of(args[0]) != id::FUNCTION {
        return Err(vm.type_error("__build_class__: func must be a function"));
    }
    if !vm.is_str(args[1]) {
        return Err(vm.type_error("__build_class__: name is not a string"));
    }
    let keywords = if vm.dict_len(args[3]) > 0 { args[3] } else { Value::UNSET };
    vm.build_class(args[0], args[1], args[2], keywords)
}

fn import(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_str(args[0]) {
        return Err(vm.type_error("module name must be a string"));
    }
    let level = match args.given(4) {
        Some(level) => vm.index_i64(level)?,
        None => 0,
    };
    if level < 0 {
        return Err(vm.value_error("level must be >= 0"));
    }
    if level == 0 && vm.str_bytes(args[0]).is_empty() {
        return Err(vm.value_error("Empty module name"));
    }
    let globals = args.or(1, Value::NONE);
    let fromlist = args.or(3, Value::NONE);
    vm.import_name(args[0], globals, fromlist, level as usize)
}

fn breakpoint(vm: &mut Vm, args: Args) -> Outcome {
    let hook = vm.get_attr_text(vm.sys, "breakpointhook");
    match hook {
        Ok(hook) => vm.call_star(hook, args[0], args[1]),
        Err(_) => {
            vm.take_pending();
            Err(vm.runtime_error("lost sys.breakpointhook"))
        }
    }
}

fn open(vm: &mut Vm, args: Args) -> Outcome {
    let module = vm.import_module("_io")?;
    let function = vm.get_attr_text(module, "open")?;
    let defaults = ["file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"];
    let mut values = Rooted::new();
    let mut names = Rooted::new();
    values.push(args[0]);
    for (i, name) in defaults.iter().enumerate().skip(1) {
        if let Some(value) = args.given(i) {
            values.push(value);
            let name = vm.intern(name);
            names.push(name);
        }
    }
    vm.call_keywords(function, &values, &names)
}
