//! Ways in: modules, `exec`, `eval`, the main program; and what ends it.

use crate::native::{Outcome, Raised};
use crate::object::Gc;
use crate::object::layout::Code;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::blob::flags;

/// Status of a program that ended by KeyboardInterrupt, beyond those that programs can give: the process is to end
/// by the signal, so that a shell's script stops too.
pub const INTERRUPTED: i32 = 0x100 | 130;

impl Vm {
    /// Runs a unit's module body in the dict `globals`, which must have its `__name__` and `__builtins__`.
    pub fn run_module(&mut self, words: &'static mut [u32], globals: Value) -> Outcome {
        let code = self.load_unit(words)?;
        self.run_code(code, globals, Value::NONE)
    }

    /// Runs a module's, `exec`'s or `eval`'s code object; `locals` None: the globals.
    pub fn run_code(&mut self, code: Value, globals: Value, locals: Value) -> Outcome {
        let f = self.make_function(code, globals)?;
        self.run_code_function(f.value(), locals)
    }

    /// The same with a closure for the code's free variables.
    pub fn run_code_with_closure(&mut self, code: Value, globals: Value, locals: Value, closure: Value) -> Outcome {
        let f = self.make_function(code, globals)?;
        f.closure.init(closure);
        self.run_code_function(f.value(), locals)
    }

    fn run_code_function(&mut self, f: Value, locals: Value) -> Outcome {
        // SAFETY: a function was made just now.
        let code: Gc<Code> = unsafe {
            Gc::from_value_unchecked(Gc::<crate::object::layout::Function>::from_value_unchecked(f).code.get())
        };
        if code.info().flags & (flags::MODULE | flags::CLASS) == 0 {
            return self.call(f, &[]);
        }
        self.call_body(f, locals)
    }

    /// Calls the body of a module or class: place 0 is the namespace.
    pub fn call_body(&mut self, f: Value, namespace: Value) -> Outcome {
        self.call_nested_body(f, namespace)
    }

    /// A code object of source text.
    pub fn load_words(&mut self, words: Vec<u32>) -> Outcome {
        self.load_unit(words.leak())
    }

    /// Prints the pending exception as the end of the program does, gives the exit status.
    pub fn report_uncaught(&mut self) -> i32 {
        let exception = self.take_pending();
        let exit = self.exceptions.SystemExit;
        if self.is_subtype(self.class_of(exception), exit) {
            return self.exit_status(exception);
        }
        let interrupt = self.is_subtype(self.class_of(exception), self.exceptions.KeyboardInterrupt);
        if self.call_excepthook(exception).is_err() {
            let second = self.take_pending();
            if self.is_subtype(self.class_of(second), exit) {
                return self.exit_status(second);
            }
            self.write_stderr("Error in sys.excepthook:\n");
            let text = self.traceback_text(second);
            self.write_stderr(&text);
            self.write_stderr("\nOriginal exception was:\n");
            let text = self.traceback_text(exception);
            self.write_stderr(&text);
        }
        if interrupt { INTERRUPTED } else { 1 }
    }

    fn call_excepthook(&mut self, exception: Value) -> Outcome<()> {
        let name = self.names.excepthook;
        let sys = self.sys;
        let hook = if sys.is_ptr() { self.get_attr_or_unset(sys, name)? } else { Value::UNSET };
        if hook.is(Value::UNSET) {
            let text = self.traceback_text(exception);
            self.write_stderr(&text);
            return Ok(());
        }
        let class = self.class_of(exception).value();
        let traceback = self.as_exception(exception).map_or(Value::NONE, |e| e.traceback.get());
        self.call(hook, &[class, exception, traceback])?;
        Ok(())
    }

    /// Status of a SystemExit; prints its message, if it is one.
    fn exit_status(&mut self, exception: Value) -> i32 {
        let code = self.get_attr_text(exception, "code").unwrap_or(Value::NONE);
        if code.is(Value::NONE) {
            return 0;
        }
        if let Some(i) = self.int_value(code) {
            return (i & 0xff) as i32;
        }
        // An int that C cannot hold is -1.
        if self.is_int(code) {
            return 255;
        }
        let text = self.str_text(code).unwrap_or_default();
        self.write_stderr(&format!("{text}\n"));
        1
    }

    /// Writes to `sys.stderr`, or to the process's if there is none that works.
    pub fn write_stderr(&mut self, text: &str) {
        let written = self.write_sys_stderr(text);
        if !matches!(written, Ok(true)) {
            self.take_pending();
            eprint!("{text}");
        }
    }

    fn write_sys_stderr(&mut self, text: &str) -> Outcome<bool> {
        let sys = self.sys;
        if !sys.is_ptr() {
            return Ok(false);
        }
        let name = self.names.stderr;
        let stream = self.get_attr_or_unset(sys, name)?;
        // A program without an error stream wants no errors shown; one that has lost it does.
        if stream.is(Value::UNSET) || stream.is(Value::NONE) {
            return Ok(stream.is(Value::NONE));
        }
        let text = self.new_str(text)?;
        self.call_method(stream, "write", &[text])?;
        let _ = self.call_method(stream, "flush", &[]).map_err(|Raised| self.take_pending());
        Ok(true)
    }
}
