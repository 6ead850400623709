//! Source text to code objects, for `compile`, `exec`, `eval` and imports.

use crate::native::{Outcome, Raised};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_front::{CompileOptions, ErrorKind, Mode, SyntaxError};

impl Vm {
    /// The module code object of a source file's bytes.
    pub fn compile_bytes(&mut self, source: &[u8], filename: &str, mode: Mode, options: &CompileOptions) -> Outcome {
        let module = pyspec_front::compile(source, filename, mode, options);
        self.compiled_module(module)
    }

    /// The code object of a text.
    pub fn compile_text(&mut self, text: &str, filename: &str, mode: Mode, options: &CompileOptions) -> Outcome {
        let module = pyspec_front::compile_text(text.to_string(), filename, mode, options);
        self.compiled_module(module)
    }

    fn compiled_module(&mut self, module: Result<pyspec_front::hir::Module, SyntaxError>) -> Outcome {
        match module {
            Ok(module) => {
                for warning in &module.warnings {
                    self.syntax_warning(&module.filename, warning)?;
                }
                self.load_words(pyspec_front::encode(&module).words)
            }
            Err(e) => Err(self.raise_syntax_error(&e)),
        }
    }

    /// Issues a SyntaxWarning; where the filters make it an exception, that is a SyntaxError with its place.
    #[cold]
    fn syntax_warning(&mut self, filename: &str, warning: &pyspec_front::Warning) -> Outcome<()> {
        let warnings = self.import_module("warnings")?;
        let category = self.exception_named("SyntaxWarning");
        let (message, file) = (self.new_str(&warning.message)?, self.new_str(filename)?);
        let line = Value::small_int(warning.line as isize);
        let Err(raised) = self.call_method(warnings, "warn_explicit", &[message, category.value(), file, line]) else {
            return Ok(());
        };
        if !self.pending_is(category) {
            return Err(raised);
        }
        self.take_pending();
        let col = warning.text.get(..warning.col as usize).map_or(0, |before| before.chars().count()) as u32 + 1;
        Err(self.raise_syntax_error(&SyntaxError {
            kind: ErrorKind::Syntax,
            message: warning.message.replace(" Such sequences will not work in the future.", ""),
            filename: filename.into(),
            line: warning.line,
            col,
            end_line: warning.line,
            end_col: col as i32,
            text: Some(warning.text.clone()),
        }))
    }

    fn exception_named(&self, name: &str) -> crate::object::class::ClassRef {
        let found = self.exception_classes.iter().find(|(n, _)| *n == name);
        found.expect("a builtin exception").1
    }

    /// Raises what the front end says is wrong with a text.
    #[cold]
    pub fn raise_syntax_error(&mut self, e: &SyntaxError) -> Raised {
        let class = match e.kind {
            ErrorKind::Syntax => self.exceptions.SyntaxError,
            ErrorKind::Indentation => self.exceptions.IndentationError,
            ErrorKind::Tab => self.exceptions.TabError,
            ErrorKind::Value => return self.value_error(&e.message),
            ErrorKind::TooDeep => return self.memory_error(&e.message),
        };
        match self.syntax_error_arguments(e) {
            Ok((message, details)) => self.raise_with(class, &[message, details]),
            Err(raised) => raised,
        }
    }

    fn syntax_error_arguments(&mut self, e: &SyntaxError) -> Outcome<(Value, Value)> {
        let message = self.new_str(&e.message)?;
        let filename = self.new_str(&e.filename)?;
        let text = match &e.text {
            Some(text) => self.new_str(text)?,
            None => Value::NONE,
        };
        let number = |n: i64| Value::small_int(n as isize);
        let details = self.new_tuple(&[
            filename,
            number(e.line as i64),
            number(e.col as i64),
            text,
            number(e.end_line as i64),
            number(e.end_col as i64),
        ])?;
        Ok((message, details))
    }

    /// The code object of a program's text, as the command line asks for it.
    pub fn compile_main(&mut self, source: &[u8], filename: &str) -> Outcome {
        let options = CompileOptions { optimize: self.options.optimize, ..CompileOptions::default() };
        self.compile_bytes(source, filename, Mode::Exec, &options)
    }

    /// Runs a program's text as `__main__` in `globals`; gives the exit status, uncaught exceptions reported.
    pub fn run_main(&mut self, source: &[u8], filename: &str, globals: Value) -> i32 {
        let code = self.compile_main(source, filename);
        match code.and_then(|code| self.run_code(code, globals, Value::NONE)) {
            Ok(_) => 0,
            Err(Raised) => self.report_uncaught(),
        }
    }
}
