//! The exception classes.
//!
//! All share one layout: args, traceback, cause, context, notes, and `data`, an array of the fields
//! that a class has beside them (`errno`, `value`, …). What a class's constructor does with
//! its arguments is an [`Init`].

pub use crate::protocol::raise::Exceptions;

use crate::native::{Args, Native, Outcome, Raised, TypeTable, getter, native, setter};
use crate::object::class::{ClassRef, Special, class_flags as flag};
use crate::object::gc::Gc;
use crate::object::layout::Exception;
use crate::object::lookup::array_slot;
use crate::object::rooted::ToRooted;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// What a constructor does beyond keeping the arguments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Init {
    /// Nothing.
    Plain,
    /// The first argument is the value, None without.
    Value,
    /// None without arguments, the argument if there is one, else the tuple.
    Code,
    Os,
    Syntax,
    /// The only argument is the message; the rest by keyword.
    Import,
    /// Keywords fill the fields.
    Keywords,
    UnicodeEncode,
    UnicodeDecode,
    UnicodeTranslate,
    Group,
}

/// One class.
struct Row {
    name: &'static str,
    bases: &'static [&'static str],
    init: Init,
    /// Names of the fields in `data`.
    fields: &'static [&'static str],
    rows: &'static [Native],
    doc: &'static str,
}

macro_rules! exceptions {
    ($($name:ident ($($base:ident)*) $doc:literal $(, $init:ident [$($field:literal)*] $rows:expr)?;)*) => {
        const ROWS: &[Row] = &[$(exceptions!(@row $name ($($base)*) $doc $(, $init [$($field)*] $rows)?)),*];
    };
    (@row $name:ident ($($base:ident)*) $doc:literal) => {
        Row { name: stringify!($name), bases: &[$(stringify!($base)),*], init: Init::Plain, fields: &[], rows: &[], doc: $doc }
    };
    (@row $name:ident ($($base:ident)*) $doc:literal, $init:ident [$($field:literal)*] $rows:expr) => {
        Row { name: stringify!($name), bases: &[$(stringify!($base)),*], init: Init::$init, fields: &[$($field),*], rows: $rows, doc: $doc }
    };
}

exceptions! {
    Exception(BaseException) "Common base class for all non-exit exceptions.";
    GeneratorExit(BaseException) "Request that a generator exit.";
    KeyboardInterrupt(BaseException) "Program interrupted by user.";
    SystemExit(BaseException) "Request to exit from the interpreter.", Code ["code"] FIELD1;
    BaseExceptionGroup(BaseException) "A combination of multiple unrelated exceptions.", Group ["message" "exceptions"] GROUP;
    ArithmeticError(Exception) "Base class for arithmetic errors.";
    FloatingPointError(ArithmeticError) "Floating-point operation failed.";
    OverflowError(ArithmeticError) "Result too large to be represented.";
    ZeroDivisionError(ArithmeticError) "Second argument to a division or modulo operation was zero.";
    AssertionError(Exception) "Assertion failed.";
    AttributeError(Exception) "Attribute not found.", Keywords ["name" "obj"] FIELD2;
    BufferError(Exception) "Buffer error.";
    EOFError(Exception) "Read beyond end of file.";
    ImportError(Exception) "Import can't find module, or can't find name in module.", Import ["msg" "name" "path" "name_from"] IMPORT;
    ModuleNotFoundError(ImportError) "Module not found.", Import ["msg" "name" "path" "name_from"] &[];
    LookupError(Exception) "Base class for lookup errors.";
    IndexError(LookupError) "Sequence index out of range.";
    KeyError(LookupError) "Mapping key not found.", Plain [] KEY;
    MemoryError(Exception) "Out of memory.";
    NameError(Exception) "Name not found globally.", Keywords ["name"] FIELD1;
    UnboundLocalError(NameError) "Local name referenced but not bound to a value.", Keywords ["name"] &[];
    OSError(Exception) "Base class for I/O related errors.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] OS;
    BlockingIOError(OSError) "I/O operation would block.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    ChildProcessError(OSError) "Child process error.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    ConnectionError(OSError) "Connection error.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    BrokenPipeError(ConnectionError) "Broken pipe.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    ConnectionAbortedError(ConnectionError) "Connection aborted.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    ConnectionRefusedError(ConnectionError) "Connection refused.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    ConnectionResetError(ConnectionError) "Connection reset.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    FileExistsError(OSError) "File already exists.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    FileNotFoundError(OSError) "File not found.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    InterruptedError(OSError) "Interrupted by signal.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    IsADirectoryError(OSError) "Operation doesn't work on directories.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    NotADirectoryError(OSError) "Operation only works on directories.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    PermissionError(OSError) "Not enough permissions.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    ProcessLookupError(OSError) "Process not found.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    TimeoutError(OSError) "Timeout expired.", Os ["errno" "strerror" "filename" "filename2" "characters_written"] &[];
    ReferenceError(Exception) "Weak ref proxy used after referent went away.";
    RuntimeError(Exception) "Unspecified run-time error.";
    NotImplementedError(RuntimeError) "Method or function hasn't been implemented yet.";
    PythonFinalizationError(RuntimeError) "Operation blocked during Python finalization.";
    RecursionError(RuntimeError) "Recursion limit exceeded.";
    StopAsyncIteration(Exception) "Signal the end from iterator.__anext__().";
    StopIteration(Exception) "Signal the end from iterator.__next__().", Value ["value"] FIELD1;
    SyntaxError(Exception) "Invalid syntax.", Syntax ["msg" "filename" "lineno" "offset" "text" "end_lineno" "end_offset" "print_file_and_line" "_metadata"] SYNTAX;
    IndentationError(SyntaxError) "Improper indentation.", Syntax ["msg" "filename" "lineno" "offset" "text" "end_lineno" "end_offset" "print_file_and_line" "_metadata"] &[];
    TabError(IndentationError) "Improper mixture of spaces and tabs.", Syntax ["msg" "filename" "lineno" "offset" "text" "end_lineno" "end_offset" "print_file_and_line" "_metadata"] &[];
    _IncompleteInputError(SyntaxError) "incomplete input.", Syntax ["msg" "filename" "lineno" "offset" "text" "end_lineno" "end_offset" "print_file_and_line" "_metadata"] &[];
    SystemError(Exception) "Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, along with the traceback,\nthe Python version, and the hardware/OS platform and version.";
    TypeError(Exception) "Inappropriate argument type.";
    ValueError(Exception) "Inappropriate argument value (of correct type).";
    UnicodeError(ValueError) "Unicode related error.";
    UnicodeDecodeError(UnicodeError) "Unicode decoding error.", UnicodeDecode ["encoding" "object" "start" "end" "reason"] UNICODE;
    UnicodeEncodeError(UnicodeError) "Unicode encoding error.", UnicodeEncode ["encoding" "object" "start" "end" "reason"] UNICODE;
    UnicodeTranslateError(UnicodeError) "Unicode translation error.", UnicodeTranslate ["encoding" "object" "start" "end" "reason"] UNICODE;
    ExceptionGroup(BaseExceptionGroup Exception) "", Group ["message" "exceptions"] &[];
    Warning(Exception) "Base class for warning categories.";
    BytesWarning(Warning) "Base class for warnings about bytes and buffer related problems, mostly\nrelated to conversion from str or comparing to str.";
    DeprecationWarning(Warning) "Base class for warnings about deprecated features.";
    EncodingWarning(Warning) "Base class for warnings about encodings.";
    FutureWarning(Warning) "Base class for warnings about constructs that will change semantically\nin the future.";
    ImportWarning(Warning) "Base class for warnings about probable mistakes in module imports";
    PendingDeprecationWarning(Warning) "Base class for warnings about features which will be deprecated\nin the future.";
    ResourceWarning(Warning) "Base class for warnings about resource usage.";
    RuntimeWarning(Warning) "Base class for warnings about dubious runtime behavior.";
    SyntaxWarning(Warning) "Base class for warnings about dubious syntax.";
    UnicodeWarning(Warning) "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems.";
    UserWarning(Warning) "Base class for warnings generated by user code.";
}

/// `BaseException`.
pub static TABLE: TypeTable = TypeTable {
    map: id::EXCEPTION,
    name: "BaseException",
    module: "builtins",
    doc: "Common base class for all exceptions.",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", Effect::PYTHON, new)
            .kind(crate::native::NativeKind::StaticMethod),
        native("__init__", "(self, /, *args, **kwargs)", Effect::PYTHON, init),
        native("__repr__", "(self, /)", Effect::PYTHON, repr),
        native("__str__", "(self, /)", Effect::PYTHON, str_),
        native("__reduce__", "(self, /)", Effect::PYTHON, reduce),
        native("__setstate__", "(self, state, /)", Effect::PYTHON, set_state),
        native("with_traceback", "(self, tb, /)", Effect::PYTHON, with_traceback),
        native("add_note", "(self, note, /)", Effect::PYTHON, add_note),
        getter("__dict__", super::object::get_dict),
        setter("__dict__", super::object::set_dict),
        getter("args", get_args),
        setter("args", set_args),
        getter("__traceback__", get_traceback),
        setter("__traceback__", set_traceback),
        getter("__cause__", get_cause),
        setter("__cause__", set_cause),
        getter("__context__", get_context),
        setter("__context__", set_context),
        getter("__suppress_context__", get_suppress),
        setter("__suppress_context__", set_suppress),
    ],
};

macro_rules! fields {
    ($($get:ident $set:ident $i:literal)*) => {$(
        fn $get(vm: &mut Vm, args: Args) -> Outcome {
            Ok(field(vm, args[0], $i))
        }
        fn $set(vm: &mut Vm, args: Args) -> Outcome {
            set_field(vm, args[0], $i, args[1])?;
            Ok(Value::NONE)
        }
    )*};
}
fields! { get0 set0 0 get1 set1 1 get2 set2 2 get3 set3 3 get4 set4 4 get5 set5 5 get6 set6 6 get7 set7 7 get8 set8 8 }
type Function = crate::native::NativeFn;
const GETTERS: [Function; 9] = [get0, get1, get2, get3, get4, get5, get6, get7, get8];
const SETTERS: [Function; 9] = [set0, set1, set2, set3, set4, set5, set6, set7, set8];

const fn reading(name: &'static str, i: usize) -> Native {
    getter(name, GETTERS[i])
}
const fn writing(name: &'static str, i: usize) -> Native {
    setter(name, SETTERS[i])
}

const FIELD1: &[Native] = &[];
const FIELD2: &[Native] = &[];
static KEY_ROWS: [Native; 1] = [native("__str__", "(self, /)", Effect::PYTHON, key_str)];
const KEY: &[Native] = &KEY_ROWS;
static IMPORT_ROWS: [Native; 1] = [native("__str__", "(self, /)", Effect::PYTHON, import_str)];
const IMPORT: &[Native] = &IMPORT_ROWS;
static OS_ROWS: [Native; 2] = [
    native("__str__", "(self, /)", Effect::PYTHON, os_str),
    native("__reduce__", "(self, /)", Effect::PYTHON, os_reduce),
];
const OS: &[Native] = &OS_ROWS;
static SYNTAX_ROWS: [Native; 1] = [native("__str__", "(self, /)", Effect::PYTHON, syntax_str)];
const SYNTAX: &[Native] = &SYNTAX_ROWS;
static UNICODE_ROWS: [Native; 1] = [native("__str__", "(self, /)", Effect::PYTHON, unicode_str)];
const UNICODE: &[Native] = &UNICODE_ROWS;
static GROUP_ROWS: [Native; 4] = [
    native("__str__", "(self, /)", Effect::PYTHON, group_str),
    native("derive", "(self, excs, /)", Effect::PYTHON, group_derive),
    native("split", "(self, matcher_value, /)", Effect::PYTHON, group_split),
    native("subgroup", "(self, matcher_value, /)", Effect::PYTHON, group_subgroup),
];
const GROUP: &[Native] = &GROUP_ROWS;

/// Makes the classes and fills `vm.exceptions`.
pub fn make_classes(vm: &mut Vm) -> Outcome<()> {
    let base = vm.builtin_class(id::EXCEPTION);
    base.info().inline_slots = 1;
    vm.make_terminator(base);
    let mut known: Vec<(&'static str, ClassRef)> = vec![("BaseException", base)];
    for row in ROWS {
        let bases: Vec<ClassRef> = row.bases.iter().map(|b| find(&known, b)).collect();
        let class = vm.native_class(row.name, &bases, id::EXCEPTION, None)?;
        class.info().inline_slots = 1;
        vm.make_terminator(class);
        fill(vm, class, row)?;
        known.push((row.name, class));
    }
    vm.exceptions = Exceptions::collect(|name| find(&known, name));
    vm.exception_classes = known;
    Ok(())
}

fn find(known: &[(&'static str, ClassRef)], name: &str) -> ClassRef {
    known.iter().find(|k| k.0 == name).unwrap_or_else(|| panic!("exception {name} comes before its use")).1
}

fn fill(vm: &mut Vm, class: ClassRef, row: &'static Row) -> Outcome<()> {
    let parent = ROWS.iter().find(|r| r.name == row.bases[0]);
    let inherits = parent.is_some_and(|p| p.fields == row.fields);
    if !inherits {
        for (i, name) in row.fields.iter().enumerate() {
            let rows: &'static mut [Native; 2] = Box::leak(Box::new([reading(name, i), writing(name, i)]));
            let name = vm.intern(name);
            let attribute = vm.new_getset(Some(&rows[0]), Some(&rows[1]), name, class)?;
            vm.class_put(class, name, attribute)?;
        }
    }
    for row in row.rows {
        vm.add_row(class, row, &[])?;
    }
    if row.init == Init::Group && row.bases == ["BaseException"] {
        let generic = Box::leak(Box::new(
            native("__class_getitem__", "(cls, item, /)", Effect::PYTHON, class_getitem)
                .kind(crate::native::NativeKind::ClassMethod),
        ));
        vm.add_row(class, generic, &[])?;
    }
    let doc = if row.doc.is_empty() { Value::NONE } else { vm.new_str(row.doc)? };
    vm.class_put(class, vm.names.__doc__, doc)?;
    vm.class_changed(class);
    Ok(())
}

fn class_getitem(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_generic_alias(args[0], args[1])
}

/// The row of the nearest builtin class.
fn row_of(vm: &Vm, class: ClassRef) -> Option<&'static Row> {
    vm.mro_of(class).into_iter().find_map(|c| {
        let name = vm.exception_classes.iter().find(|k| k.1 == c)?.0;
        ROWS.iter().find(|r| r.name == name)
    })
}

impl Vm {
    /// An exception of a builtin class, as its constructor makes it of positional arguments.
    pub fn new_exception(&mut self, class: ClassRef, args: &[Value]) -> Outcome {
        let exception = self.blank_exception(class, args)?;
        let class = self.class_of(exception.value());
        if let Some(row) = row_of(self, class) {
            initialise(self, exception.value(), row, args, Value::UNSET)?;
        }
        Ok(exception.value())
    }

    fn blank_exception(&mut self, class: ClassRef, args: &[Value]) -> Outcome<Gc<Exception>> {
        let tuple = self.new_tuple(args)?;
        let object = self.new_instance(class)?;
        // SAFETY: the class has BaseException as its base.
        let exception: Gc<Exception> = unsafe { Gc::from_value_unchecked(object) };
        exception.args.set(&mut self.heap, object, tuple);
        exception.traceback.set_plain(Value::NONE);
        exception.cause.set_plain(Value::NONE);
        exception.context.set_plain(Value::NONE);
        exception.flags.set_plain(Value::small_int(0));
        exception.notes.set_plain(Value::UNSET);
        exception.data.set_plain(Value::UNSET);
        Ok(exception)
    }

    /// The exception in a value.
    pub fn as_exception(&self, value: Value) -> Option<Gc<Exception>> {
        Gc::from_value(self, value)
    }

    /// Makes `exception` come while the one being handled is handled: sets its context.
    pub fn chain_context(&mut self, exception: Value) {
        let handling = self.thread.handling;
        let (Some(e), Some(h)) = (self.as_exception(exception), self.as_exception(handling)) else { return };
        if e == h || e.context.get().is(handling) {
            return;
        }
        // A context may not lead back to the exception itself. A program can have made a ring elsewhere in the
        // chain: a second walker at half the speed meets the first there (Floyd).
        let (mut at, mut slow, mut step) = (h, h, false);
        while let Some(next) = self.as_exception(at.context.get()) {
            if next == e {
                at.context.set_plain(Value::NONE);
                break;
            }
            at = next;
            if at == slow {
                break;
            }
            step = !step;
            if !step && let Some(behind) = self.as_exception(slow.context.get()) {
                slow = behind;
            }
        }
        e.context.set(&mut self.heap, exception, handling);
    }

    /// Field `i` of what a class keeps beside the common fields (`StopIteration.value` is 0), UNSET: not set.
    pub fn exception_field(&self, exception: Value, i: usize) -> Value {
        let Some(e) = self.as_exception(exception) else { return Value::UNSET };
        let data = e.data.get();
        if data.is(Value::UNSET) || i >= self.array_len(data) {
            return Value::UNSET;
        }
        // SAFETY: within the array.
        unsafe { *array_slot(data, i) }
    }

    /// Sets field `i`.
    pub fn set_exception_field(&mut self, exception: Value, i: usize, value: Value) -> Outcome<()> {
        set_field(self, exception, i, value)
    }
}

fn field(vm: &Vm, exception: Value, i: usize) -> Value {
    let v = vm.exception_field(exception, i);
    if v.is(Value::UNSET) { Value::NONE } else { v }
}

fn set_field(vm: &mut Vm, exception: Value, i: usize, value: Value) -> Outcome<()> {
    let e = receiver(vm, exception)?;
    let mut data = e.data.get();
    if data.is(Value::UNSET) || i >= vm.array_len(data) {
        let old: crate::object::Rooted = (0..9).map(|i| vm.exception_field(exception, i)).collect();
        data = vm.new_array(9)?;
        old.iter().enumerate().for_each(|(i, v)| vm.write_array(data, i, *v));
        e.data.set(&mut vm.heap, exception, data);
    }
    vm.write_array(data, i, value);
    Ok(())
}

fn receiver(vm: &mut Vm, value: Value) -> Outcome<Gc<Exception>> {
    match vm.as_exception(value) {
        Some(e) => Ok(e),
        None => {
            let name = vm.type_name(value);
            Err(vm.type_error(format!("descriptor requires a 'BaseException' object but received a '{name}'")))
        }
    }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let Some(mut class) = vm.as_class(args[0]) else {
        return Err(vm.type_error("BaseException.__new__(X): X is not a type object"));
    };
    let items = vm.tuple_items(args[1]).rooted();
    let row = row_of(vm, class);
    if class == vm.exceptions.OSError
        && let Some(exact) = os_class(vm, &items)
    {
        class = exact;
    }
    if row.is_some_and(|r| r.init == Init::Group) {
        return group_new(vm, class, &items);
    }
    let exception = vm.blank_exception(class, &items)?;
    // What does not wait for `__init__`: subclasses that forget to call it still have these.
    if let Some(row) = row.filter(|r| matches!(r.init, Init::Os | Init::Value | Init::Code)) {
        initialise(vm, exception.value(), row, &items, Value::UNSET)?;
    }
    Ok(exception.value())
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    let exception = receiver(vm, args[0])?;
    let class = vm.class_of(args[0]);
    let items = vm.tuple_items(args[1]).rooted();
    let row = row_of(vm, class);
    let takes_keywords = row.is_some_and(|r| matches!(r.init, Init::Keywords | Init::Import));
    if !args[2].is(Value::UNSET) && vm.dict_len(args[2]) > 0 && !takes_keywords {
        let name = class_name(vm, class);
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    if row.is_none_or(|r| !matches!(r.init, Init::Os | Init::Group)) {
        let tuple = vm.new_tuple(&items)?;
        exception.args.set(&mut vm.heap, args[0], tuple);
    }
    if let Some(row) = row {
        initialise(vm, args[0], row, &items, args[2])?;
    }
    Ok(Value::NONE)
}

fn class_name(vm: &Vm, class: ClassRef) -> String {
    vm.str_lossy(class.name.get())
}

fn initialise(vm: &mut Vm, e: Value, row: &'static Row, args: &[Value], keywords: Value) -> Outcome<()> {
    match row.init {
        Init::Plain | Init::Group => Ok(()),
        Init::Value => set_field(vm, e, 0, args.first().copied().unwrap_or(Value::NONE)),
        Init::Code => {
            let code = match args {
                [] => Value::NONE,
                [one] => *one,
                _ => vm.new_tuple(args)?,
            };
            set_field(vm, e, 0, code)
        }
        Init::Keywords => from_keywords(vm, e, row.name, row.fields, keywords),
        Init::Import => {
            from_keywords(vm, e, row.name, row.fields, keywords)?;
            set_field(vm, e, 0, if let [message] = args { *message } else { Value::NONE })
        }
        Init::Os => os_init(vm, e, args),
        Init::Syntax => syntax_init(vm, e, args),
        Init::UnicodeDecode | Init::UnicodeEncode => unicode_init(vm, e, row, args, 5),
        Init::UnicodeTranslate => unicode_init(vm, e, row, args, 4),
    }
}

fn from_keywords(vm: &mut Vm, e: Value, class: &str, fields: &[&str], keywords: Value) -> Outcome<()> {
    if keywords.is(Value::UNSET) {
        return Ok(());
    }
    let mut at = 0;
    while let Some((key, value, next)) = vm.dict_entry(keywords, at) {
        at = next;
        let name = vm.str_lossy(key);
        match fields.iter().position(|f| *f == name && *f != "msg") {
            Some(i) => set_field(vm, e, i, value)?,
            None => return Err(vm.type_error(format!("{class}() got an unexpected keyword argument '{name}'"))),
        }
    }
    Ok(())
}

/// The subclass of OSError for an errno.
fn os_class(vm: &Vm, args: &[Value]) -> Option<ClassRef> {
    if !(2..=5).contains(&args.len()) || !args[0].is_int() {
        return None;
    }
    let name = match args[0].as_int() as i32 {
        libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => "BlockingIOError",
        libc::EPIPE | libc::ESHUTDOWN => "BrokenPipeError",
        libc::ECHILD => "ChildProcessError",
        libc::ECONNABORTED => "ConnectionAbortedError",
        libc::ECONNREFUSED => "ConnectionRefusedError",
        libc::ECONNRESET => "ConnectionResetError",
        libc::EEXIST => "FileExistsError",
        libc::ENOENT => "FileNotFoundError",
        libc::EISDIR => "IsADirectoryError",
        libc::ENOTDIR => "NotADirectoryError",
        libc::EINTR => "InterruptedError",
        libc::EACCES | libc::EPERM => "PermissionError",
        libc::ESRCH => "ProcessLookupError",
        libc::ETIMEDOUT => "TimeoutError",
        _ => return None,
    };
    Some(find(&vm.exception_classes, name))
}

fn os_init(vm: &mut Vm, e: Value, args: &[Value]) -> Outcome<()> {
    if !(2..=5).contains(&args.len()) {
        return Ok(());
    }
    set_field(vm, e, 0, args[0])?;
    set_field(vm, e, 1, args[1])?;
    let blocking = find(&vm.exception_classes, "BlockingIOError");
    if let Some(written) = args.get(2)
        && vm.is_subtype(vm.class_of(e), blocking)
        && vm.has_index(*written)
    {
        // How much was written before the call would have had to wait.
        let written = vm.index(*written)?;
        return set_field(vm, e, 4, written);
    }
    if let Some(name) = args.get(2).filter(|n| !n.is(Value::NONE)) {
        set_field(vm, e, 2, *name)?;
        if let Some(second) = args.get(4).filter(|n| !n.is(Value::NONE)) {
            set_field(vm, e, 3, *second)?;
        }
        // The file names are not among the arguments that show.
        let short = vm.new_tuple(&args[..2])?;
        receiver(vm, e)?.args.set(&mut vm.heap, e, short);
    }
    Ok(())
}

fn os_str(vm: &mut Vm, args: Args) -> Outcome {
    let e = args[0];
    let [errno, text, name, second] = [0, 1, 2, 3].map(|i| vm.exception_field(e, i));
    if errno.is(Value::UNSET) || text.is(Value::UNSET) {
        return str_(vm, args);
    }
    let mut message = format!("[Errno {}] {}", vm.str_text(errno)?, vm.str_text(text)?);
    if !name.is(Value::UNSET) && !name.is(Value::NONE) {
        message += &format!(": {}", vm.repr_text(name)?);
        if !second.is(Value::UNSET) && !second.is(Value::NONE) {
            message += &format!(" -> {}", vm.repr_text(second)?);
        }
    }
    vm.new_str(&message)
}

fn os_reduce(vm: &mut Vm, args: Args) -> Outcome {
    let e = receiver(vm, args[0])?;
    let mut items = vm.tuple_items(e.args.get()).rooted();
    let [name, second] = [2, 3].map(|i| vm.exception_field(args[0], i));
    if items.len() == 2 && !name.is(Value::UNSET) {
        items.push(name);
        if !second.is(Value::UNSET) {
            items.extend([Value::NONE, second]);
        }
    }
    let items = vm.new_tuple(&items)?;
    reduce_with(vm, args[0], items)
}

fn syntax_init(vm: &mut Vm, e: Value, args: &[Value]) -> Outcome<()> {
    if let Some(message) = args.first() {
        set_field(vm, e, 0, *message)?;
    }
    if args.len() == 2 {
        let info = vm.collect_items(args[1])?;
        if info.len() < 4 {
            let n = info.len();
            return Err(vm.type_error(format!("function missing required argument '{}' (pos {})", "filename", n + 1)));
        }
        if info.len() == 5 {
            return Err(vm.type_error("end_offset must be provided when end_lineno is provided"));
        }
        for i in 0..info.len().min(7) {
            set_field(vm, e, 1 + i, info[i])?;
        }
    }
    Ok(())
}

fn syntax_str(vm: &mut Vm, args: Args) -> Outcome {
    let e = args[0];
    let message = field(vm, e, 0);
    let text = vm.str_text(message)?;
    let (file, line) = (field(vm, e, 1), field(vm, e, 2));
    let file = vm.is_str(file).then(|| vm.str_lossy(file));
    let file = file.map(|f| f.rsplit('/').next().unwrap_or_default().to_string());
    let line = vm.int_value(line);
    let text = match (file, line) {
        (Some(f), Some(l)) => format!("{text} ({f}, line {l})"),
        (Some(f), None) => format!("{text} ({f})"),
        (None, Some(l)) => format!("{text} (line {l})"),
        (None, None) => text,
    };
    vm.new_str(&text)
}

fn unicode_init(vm: &mut Vm, e: Value, row: &Row, args: &[Value], count: usize) -> Outcome<()> {
    if args.len() != count {
        let (name, n) = (row.name, args.len());
        return Err(vm.type_error(format!("{name}() takes exactly {count} arguments ({n} given)")));
    }
    let first = 5 - count;
    for (i, v) in args.iter().enumerate() {
        set_field(vm, e, first + i, *v)?;
    }
    Ok(())
}

fn unicode_str(vm: &mut Vm, args: Args) -> Outcome {
    let e = args[0];
    let [encoding, object, start, end, reason] = [0, 1, 2, 3, 4].map(|i| vm.exception_field(e, i));
    if object.is(Value::UNSET) {
        return vm.new_str("");
    }
    let (start, end) = (vm.int_value(start).unwrap_or(0), vm.int_value(end).unwrap_or(0));
    let reason = vm.str_text(reason)?;
    let class = vm.class_of(e);
    let init = row_of(vm, class).map(|r| r.init);
    let codec = if encoding.is(Value::UNSET) { String::new() } else { vm.str_text(encoding)? };
    let one = end == start + 1;
    let message = if init == Some(Init::UnicodeDecode) {
        match vm.bytes_like(object).and_then(|b| b.get(start as usize)).filter(|_| one) {
            Some(byte) => format!("'{codec}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"),
            None => format!("'{codec}' codec can't decode bytes in position {start}-{}: {reason}", end - 1),
        }
    } else {
        let verb = if init == Some(Init::UnicodeTranslate) {
            "can't translate".into()
        } else {
            format!("'{codec}' codec can't encode")
        };
        let index = vm.new_int(start)?;
        let character = if one { vm.get_item(object, index).ok() } else { None };
        match character {
            Some(c) => {
                let code = code_point(vm, c);
                let shown = match code {
                    0..=0xff => format!("\\x{code:02x}"),
                    0x100..=0xffff => format!("\\u{code:04x}"),
                    _ => format!("\\U{code:08x}"),
                };
                format!("{verb} character '{shown}' in position {start}: {reason}")
            }
            None => format!("{verb} characters in position {start}-{}: {reason}", end - 1),
        }
    };
    vm.new_str(&message)
}

/// The code point of a string of one.
fn code_point(vm: &Vm, string: Value) -> u32 {
    match *vm.str_bytes(string) {
        [a, ..] if a < 0x80 => a as u32,
        [a, b] => (a as u32 & 0x1f) << 6 | (b as u32 & 0x3f),
        [a, b, c] => (a as u32 & 0xf) << 12 | (b as u32 & 0x3f) << 6 | (c as u32 & 0x3f),
        [a, b, c, d] => (a as u32 & 7) << 18 | (b as u32 & 0x3f) << 12 | (c as u32 & 0x3f) << 6 | (d as u32 & 0x3f),
        _ => 0,
    }
}

fn import_str(vm: &mut Vm, args: Args) -> Outcome {
    let message = vm.exception_field(args[0], 0);
    if !message.is(Value::UNSET) && vm.is_str(message) { Ok(message) } else { str_(vm, args) }
}

fn key_str(vm: &mut Vm, args: Args) -> Outcome {
    let e = receiver(vm, args[0])?;
    match vm.tuple_items(e.args.get()) {
        [key] => vm.repr(*key),
        _ => str_(vm, args),
    }
}

fn str_(vm: &mut Vm, args: Args) -> Outcome {
    let e = receiver(vm, args[0])?;
    match vm.tuple_items(e.args.get()) {
        [] => vm.new_str(""),
        [one] => vm.to_str(*one),
        _ => vm.repr(e.args.get()),
    }
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let e = receiver(vm, args[0])?;
    let name = class_name(vm, vm.class_of(args[0]));
    let text = match vm.tuple_items(e.args.get()) {
        [one] => format!("{name}({})", vm.repr_text(*one)?),
        _ => format!("{name}{}", vm.repr_text(e.args.get())?),
    };
    vm.new_str(&text)
}

fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    let e = receiver(vm, args[0])?;
    reduce_with(vm, args[0], e.args.get())
}

fn reduce_with(vm: &mut Vm, e: Value, items: Value) -> Outcome {
    let class = vm.class_of(e).value();
    let has_state = !vm.instance_items(e).is_empty();
    if !has_state {
        return vm.new_tuple(&[class, items]);
    }
    let dict = vm.instance_dict(e)?;
    vm.new_tuple(&[class, items, dict])
}

fn set_state(vm: &mut Vm, args: Args) -> Outcome {
    if args[1].is(Value::NONE) {
        return Ok(Value::NONE);
    }
    let mut at = 0;
    while let Some((key, value, next)) = vm.dict_entry(args[1], at) {
        at = next;
        let key = vm.intern_value(key);
        vm.set_attr(args[0], key, value)?;
    }
    Ok(Value::NONE)
}

fn with_traceback(vm: &mut Vm, args: Args) -> Outcome {
    set_traceback(vm, args)?;
    Ok(args[0])
}

fn add_note(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_str(args[1]) {
        let name = vm.type_name(args[1]);
        return Err(vm.type_error(format!("add_note() argument must be str, not {name}")));
    }
    let notes = vm.get_attr_or_unset(args[0], vm.names.__notes__)?;
    if notes.is(Value::UNSET) {
        let list = vm.new_list(&[args[1]])?;
        vm.set_attr(args[0], vm.names.__notes__, list)?;
        return Ok(Value::NONE);
    }
    if !vm.map_has_value(notes, flag::LIST) {
        return Err(vm.type_error("Cannot add note: __notes__ is not a list"));
    }
    vm.list_append(notes, args[1])?;
    Ok(Value::NONE)
}

fn get_args(vm: &mut Vm, args: Args) -> Outcome {
    Ok(receiver(vm, args[0])?.args.get())
}

fn set_args(vm: &mut Vm, args: Args) -> Outcome {
    if args[1].is(Value::UNSET) {
        return Err(vm.type_error("args may not be deleted"));
    }
    let items = vm.collect_items(args[1])?;
    let tuple = vm.new_tuple(&items)?;
    receiver(vm, args[0])?.args.set(&mut vm.heap, args[0], tuple);
    Ok(Value::NONE)
}

fn get_traceback(vm: &mut Vm, args: Args) -> Outcome {
    Ok(receiver(vm, args[0])?.traceback.get())
}

fn set_traceback(vm: &mut Vm, args: Args) -> Outcome {
    let (e, value) = (args[0], args[1]);
    if value.is(Value::UNSET) {
        return Err(vm.type_error("__traceback__ may not be deleted"));
    }
    if !value.is(Value::NONE) && !(value.is_ptr() && crate::object::map_of(value) == id::TRACEBACK) {
        return Err(vm.type_error("__traceback__ must be a traceback or None"));
    }
    receiver(vm, e)?.traceback.set(&mut vm.heap, e, value);
    Ok(Value::NONE)
}

fn get_cause(vm: &mut Vm, args: Args) -> Outcome {
    Ok(receiver(vm, args[0])?.cause.get())
}

fn set_cause(vm: &mut Vm, args: Args) -> Outcome {
    let (e, value) = (args[0], args[1]);
    chained(vm, value, "__cause__", "exception cause")?;
    let exception = receiver(vm, e)?;
    exception.cause.set(&mut vm.heap, e, value);
    exception.flags.set_plain(Value::small_int(exception.flags.int() | 1));
    Ok(Value::NONE)
}

fn chained(vm: &mut Vm, value: Value, name: &str, what: &str) -> Result<(), Raised> {
    if value.is(Value::UNSET) {
        return Err(vm.type_error(format!("{name} may not be deleted")));
    }
    if !value.is(Value::NONE) && vm.as_exception(value).is_none() {
        return Err(vm.type_error(format!("{what} must be None or derive from BaseException")));
    }
    Ok(())
}

fn get_context(vm: &mut Vm, args: Args) -> Outcome {
    Ok(receiver(vm, args[0])?.context.get())
}

fn set_context(vm: &mut Vm, args: Args) -> Outcome {
    chained(vm, args[1], "__context__", "exception context")?;
    receiver(vm, args[0])?.context.set(&mut vm.heap, args[0], args[1]);
    Ok(Value::NONE)
}

fn get_suppress(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(receiver(vm, args[0])?.flags.int() & 1 != 0))
}

fn set_suppress(vm: &mut Vm, args: Args) -> Outcome {
    if !args[1].is_bool() {
        return Err(vm.type_error("attribute value type must be bool"));
    }
    let e = receiver(vm, args[0])?;
    e.flags.set_plain(Value::small_int(e.flags.int() & !1 | args[1].is(Value::TRUE) as isize));
    Ok(Value::NONE)
}

fn group_new(vm: &mut Vm, class: ClassRef, args: &[Value]) -> Outcome {
    let name = class_name(vm, class);
    if args.len() != 2 {
        let n = args.len();
        return Err(vm.type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({n} given)")));
    }
    if !vm.is_str(args[0]) {
        let found = vm.type_name(args[0]);
        return Err(vm.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {found}")));
    }
    let sequence = vm.class_of(args[1]);
    if vm.special(sequence, Special::GetItem).is_none() || sequence.has(flag::DICT) {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let items = vm.collect_items(args[1])?;
    if items.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let mut all_plain = true;
    for (i, item) in items.iter().enumerate() {
        if vm.as_exception(*item).is_none() {
            return Err(vm.value_error(format!("Item {i} of second argument (exceptions) is not an exception")));
        }
        all_plain &= vm.is_subtype(vm.class_of(*item), vm.exceptions.Exception);
    }
    let (base, plain) = (vm.exceptions.BaseExceptionGroup, vm.exceptions.ExceptionGroup);
    let class = if class == base && all_plain { plain } else { class };
    if !all_plain && vm.is_subtype(class, vm.exceptions.Exception) {
        let message = if class == plain {
            "Cannot nest BaseExceptions in an ExceptionGroup".into()
        } else {
            format!("Cannot nest BaseExceptions in '{name}'")
        };
        return Err(vm.type_error(message));
    }
    let exception = vm.blank_exception(class, args)?.value();
    set_field(vm, exception, 0, args[0])?;
    let tuple = vm.new_tuple(&items)?;
    set_field(vm, exception, 1, tuple)?;
    Ok(exception)
}

fn group_str(vm: &mut Vm, args: Args) -> Outcome {
    let (message, items) = (field(vm, args[0], 0), field(vm, args[0], 1));
    let n = vm.tuple_items(items).len();
    let text = vm.str_text(message)?;
    let plural = if n == 1 { "" } else { "s" };
    vm.new_str(&format!("{text} ({n} sub-exception{plural})"))
}

fn group_derive(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.exceptions.BaseExceptionGroup;
    let message = field(vm, args[0], 0);
    group_new(vm, class, &[message, args[1]])
}

fn matches(vm: &mut Vm, e: Value, matcher: Value) -> Outcome<bool> {
    let is_type = vm.as_class(matcher).is_some() || vm.map_has_value(matcher, flag::TUPLE);
    if is_type {
        return vm.is_instance(e, matcher);
    }
    let answer = vm.call(matcher, &[e])?;
    vm.truth(answer)
}

fn check_matcher(vm: &mut Vm, matcher: Value) -> Outcome<()> {
    let one = |vm: &Vm, v: Value| vm.as_class(v).is_some_and(|c| c.has(flag::EXCEPTION));
    let fine = if vm.map_has_value(matcher, flag::TUPLE) {
        vm.tuple_items(matcher).iter().all(|m| one(vm, *m))
    } else if vm.as_class(matcher).is_some() {
        one(vm, matcher)
    } else {
        vm.is_callable(matcher)
    };
    if fine {
        Ok(())
    } else {
        Err(vm.type_error("expected an exception type, a tuple of exception types, or a callable (other than a class)"))
    }
}

/// (part that matches, part that does not), each UNSET if empty.
pub fn split(vm: &mut Vm, e: Value, matcher: Value) -> Outcome<(Value, Value)> {
    if matches(vm, e, matcher)? {
        return Ok((e, Value::UNSET));
    }
    let class = vm.class_of(e);
    if !vm.is_subtype(class, vm.exceptions.BaseExceptionGroup) {
        return Ok((Value::UNSET, e));
    }
    let items = vm.tuple_items(field(vm, e, 1)).rooted();
    let mut yes = crate::object::Rooted::new();
    let mut no = crate::object::Rooted::new();
    for item in items {
        let (a, b) = split(vm, item, matcher)?;
        if !a.is(Value::UNSET) {
            yes.push(a);
        }
        if !b.is(Value::UNSET) {
            no.push(b);
        }
    }
    let yes = part(vm, e, &yes)?;
    let no = part(vm, e, &no)?;
    Ok((yes, no))
}

/// A group like `e` of these.
fn part(vm: &mut Vm, e: Value, items: &[Value]) -> Outcome {
    if items.is_empty() {
        return Ok(Value::UNSET);
    }
    let list = vm.new_list(items)?;
    let group = vm.call_method(e, "derive", &[list])?;
    let (Some(from), Some(to)) = (vm.as_exception(e), vm.as_exception(group)) else {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    };
    to.traceback.set(&mut vm.heap, group, from.traceback.get());
    to.cause.set(&mut vm.heap, group, from.cause.get());
    to.context.set(&mut vm.heap, group, from.context.get());
    to.flags.set_plain(from.flags.get());
    let notes = vm.get_attr_or_unset(e, vm.names.__notes__)?;
    if !notes.is(Value::UNSET) {
        let items = vm.collect_items(notes)?;
        let copy = vm.new_list(&items)?;
        vm.set_attr(group, vm.names.__notes__, copy)?;
    }
    Ok(group)
}

fn group_split(vm: &mut Vm, args: Args) -> Outcome {
    check_matcher(vm, args[1])?;
    let (yes, no) = split(vm, args[0], args[1])?;
    let none = |v: Value| if v.is(Value::UNSET) { Value::NONE } else { v };
    vm.new_tuple(&[none(yes), none(no)])
}

fn group_subgroup(vm: &mut Vm, args: Args) -> Outcome {
    check_matcher(vm, args[1])?;
    let (yes, _) = split(vm, args[0], args[1])?;
    Ok(if yes.is(Value::UNSET) { Value::NONE } else { yes })
}
