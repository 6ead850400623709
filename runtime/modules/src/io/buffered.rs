//! `BufferedReader`, `BufferedWriter`, `BufferedRandom`: bytes held back on their way from and to a raw stream.
//!
//! One state serves all three. What was read ahead and what waits to be written are two buffers, of which at
//! most one is filled: a switch writes out the one or moves the raw stream's position back by the other.
//! `at` caches the raw stream's position, behind what was read ahead and before what waits.
//!
//! Only one thread is inside at a time: `busy` names it, as system calls let others run.

use super::base::{check_able, is_closed};
use super::file::named;
use super::state::{buffered_of, cannot_pickle, io};
use super::{DEFAULT_BUFFER_SIZE, file, is_exact, reading, writing};
use crate::util::some;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, Raised, TypeTable, getter, native};
use std::time::Duration;

const IO: Effect = Effect::SWITCHES;

/// What a buffer is connected to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Link {
    /// `__init__` did not run or failed.
    None,
    Open,
    Detached,
}

/// A buffer's state.
pub struct Buffered {
    pub raw: Value,
    pub link: Link,
    pub readable: bool,
    pub writable: bool,
    /// The raw stream is exactly a `FileIO`.
    pub quick: bool,
    /// Bytes that it holds at most.
    pub size: usize,
    /// Read ahead; the program has had the first `used`.
    pub ahead: Vec<u8>,
    pub used: usize,
    /// Waits to be written.
    pub waiting: Vec<u8>,
    /// The raw stream's position; -1: unknown.
    pub at: i64,
    /// The thread inside; 0: none.
    busy: u64,
}

impl Buffered {
    /// Before `__init__`.
    pub fn new(readable: bool, writable: bool) -> Buffered {
        Buffered {
            raw: Value::UNSET,
            link: Link::None,
            readable,
            writable,
            quick: false,
            size: DEFAULT_BUFFER_SIZE,
            ahead: vec![],
            used: 0,
            waiting: vec![],
            at: -1,
            busy: 0,
        }
    }

    /// Bytes outside the heap.
    pub fn memory(&self) -> usize {
        self.ahead.capacity() + self.waiting.capacity()
    }

    /// Whether a thread is inside.
    pub fn is_busy(&self) -> bool {
        self.busy != 0
    }

    /// What can be read at once.
    pub fn left(&self) -> &[u8] {
        &self.ahead[self.used..]
    }

    /// Forgets what was read ahead.
    pub fn forget(&mut self) {
        self.ahead.clear();
        self.used = 0;
    }
}

macro_rules! table {
    ($name:ident, $text:literal, $doc:literal, $rows:expr) => {
        /// The class of that name.
        pub static $name: TypeTable = TypeTable { map: 0, name: $text, module: "_io", doc: $doc, rows: $rows };
    };
}
table! { READER, "BufferedReader", "Create a new buffered reader using the given readable raw IO object.", READER_ROWS }
table! { WRITER, "BufferedWriter", "A buffer for a writeable sequential RawIO object.\n\nThe constructor creates a BufferedWriter for the given writeable raw\nstream. If the buffer_size is not given, it defaults to\nDEFAULT_BUFFER_SIZE.", WRITER_ROWS }
table! { RANDOM, "BufferedRandom", "A buffered interface to random access streams.\n\nThe constructor creates a reader and writer for a seekable stream,\nraw, given in the first argument. If the buffer_size is omitted it\ndefaults to DEFAULT_BUFFER_SIZE.", RANDOM_ROWS }

const INIT: Native = native("__init__", "(self, /, raw, buffer_size=DEFAULT_BUFFER_SIZE)", IO, init);
const DETACH: Native = native("detach", "(self, /)", IO, detach);
const SIMPLE_FLUSH: Native = native("flush", "(self, /)", IO, |vm, a| {
    open(vm, a[0], "flush of closed file")?;
    pass(vm, a, "flush")
});
const FLUSH: Native = native("flush", "(self, /)", IO, |vm, a| {
    flush(vm, a[0])?;
    Ok(Value::NONE)
});
const CLOSE: Native = native("close", "(self, /)", IO, close);
const SEEKABLE: Native = native("seekable", "(self, /)", IO, |vm, a| pass(vm, a, "seekable"));
const READABLE: Native = native("readable", "(self, /)", IO, |vm, a| pass(vm, a, "readable"));
const WRITABLE: Native = native("writable", "(self, /)", IO, |vm, a| pass(vm, a, "writable"));
const FILENO: Native = native("fileno", "(self, /)", IO, |vm, a| pass(vm, a, "fileno"));
const ISATTY: Native = native("isatty", "(self, /)", IO, |vm, a| pass(vm, a, "isatty"));
const WARN: Native = native("_dealloc_warn", "(self, source, /)", IO, |vm, a| {
    let state = buffered_of(vm, a[0])?;
    if state.link == Link::Open {
        let raw = state.raw;
        if vm.call_method(raw, "_dealloc_warn", &[a[1]]).is_err() {
            vm.take_pending();
        }
    }
    Ok(Value::NONE)
});
const READ: Native = native("read", "(self, size=-1, /)", IO, reading::read);
const PEEK: Native = native("peek", "(self, size=0, /)", IO, reading::peek);
const READ1: Native = native("read1", "(self, size=-1, /)", IO, reading::read1);
const READINTO: Native = native("readinto", "(self, buffer, /)", IO, |vm, a| reading::read_into(vm, a, false));
const READINTO1: Native = native("readinto1", "(self, buffer, /)", IO, |vm, a| reading::read_into(vm, a, true));
const READLINE: Native = native("readline", "(self, size=-1, /)", IO, reading::read_line);
const NEXT: Native = native("__next__", "(self, /)", IO, reading::next);
const WRITE: Native = native("write", "(self, buffer, /)", IO, writing::write);
const SEEK: Native = native("seek", "(self, target, whence=0, /)", IO, seek);
const TELL: Native = native("tell", "(self, /)", IO, |vm, a| {
    attached(vm, a[0])?;
    let at = tell(vm, a[0])?;
    vm.new_int(at)
});
const TRUNCATE: Native = native("truncate", "(self, pos=None, /)", IO, truncate);
const REPR: Native = native("__repr__", "(self, /)", IO, repr);
const STATE: Native = native("__getstate__", "(self, /)", IO, cannot_pickle);
const RAW: Native = getter("raw", |vm, a| {
    attached(vm, a[0])?;
    Ok(buffered_of(vm, a[0])?.raw)
});
const CLOSED: Native = getter("closed", |vm, a| pass_attribute(vm, a, "closed"));
const NAME: Native = getter("name", |vm, a| pass_attribute(vm, a, "name"));
const MODE: Native = getter("mode", |vm, a| pass_attribute(vm, a, "mode"));

static READER_ROWS: &[Native] = &[
    INIT,
    DETACH,
    SIMPLE_FLUSH,
    CLOSE,
    SEEKABLE,
    READABLE,
    FILENO,
    ISATTY,
    WARN,
    READ,
    PEEK,
    READ1,
    READINTO,
    READINTO1,
    READLINE,
    NEXT,
    SEEK,
    TELL,
    TRUNCATE,
    REPR,
    STATE,
    RAW,
    CLOSED,
    NAME,
    MODE,
];
static WRITER_ROWS: &[Native] = &[
    INIT, DETACH, FLUSH, CLOSE, SEEKABLE, WRITABLE, FILENO, ISATTY, WARN, WRITE, SEEK, TELL, TRUNCATE, REPR, STATE,
    RAW, CLOSED, NAME, MODE,
];
static RANDOM_ROWS: &[Native] = &[
    INIT, DETACH, FLUSH, CLOSE, SEEKABLE, READABLE, WRITABLE, FILENO, ISATTY, WARN, READ, PEEK, READ1, READINTO,
    READINTO1, READLINE, NEXT, WRITE, SEEK, TELL, TRUNCATE, REPR, STATE, RAW, CLOSED, NAME, MODE,
];

/// `__init__` of all three.
fn init(vm: &mut Vm, args: Args) -> Outcome {
    let (this, raw) = (args[0], args[1]);
    let state = buffered_of(vm, this)?;
    state.link = Link::None;
    let (readable, writable) = (state.readable, state.writable);
    if readable && writable {
        check_able(vm, raw, "seekable")?;
    }
    if readable {
        check_able(vm, raw, "readable")?;
    }
    if writable {
        check_able(vm, raw, "writable")?;
    }
    let size = match args.given(2) {
        Some(v) => vm.index_i64(v)?,
        None => DEFAULT_BUFFER_SIZE as i64,
    };
    if size <= 0 {
        return Err(vm.value_error("buffer size must be strictly positive"));
    }
    let quick = is_exact(vm, raw, &file::TABLE);
    let state = buffered_of(vm, this)?;
    *state = Buffered { raw, link: Link::Open, quick, size: size as usize, ..Buffered::new(readable, writable) };
    // Streams without a position are fine too.
    if raw_tell(vm, this).is_err() {
        vm.take_pending();
    }
    Ok(Value::NONE)
}

/// Fails unless there is a raw stream.
pub fn attached(vm: &mut Vm, this: Value) -> Outcome<()> {
    match buffered_of(vm, this)?.link {
        Link::Open => Ok(()),
        Link::None => Err(vm.value_error("I/O operation on uninitialized object")),
        Link::Detached => Err(vm.value_error("raw stream has been detached")),
    }
}

/// Whether the raw stream is closed.
fn closed(vm: &mut Vm, this: Value) -> Outcome<bool> {
    let state = buffered_of(vm, this)?;
    let raw = state.raw;
    if state.quick { Ok(super::state::file_of(vm, raw)?.fd < 0) } else { is_closed(vm, raw) }
}

/// Fails unless there is a raw stream that is open.
pub fn open(vm: &mut Vm, this: Value, message: &str) -> Outcome<()> {
    attached(vm, this)?;
    if closed(vm, this)? { Err(vm.value_error(message)) } else { Ok(()) }
}

fn pass(vm: &mut Vm, args: Args, method: &str) -> Outcome {
    attached(vm, args[0])?;
    let raw = buffered_of(vm, args[0])?.raw;
    vm.call_method(raw, method, &[])
}

fn pass_attribute(vm: &mut Vm, args: Args, name: &str) -> Outcome {
    attached(vm, args[0])?;
    let raw = buffered_of(vm, args[0])?.raw;
    vm.get_attr_text(raw, name)
}

/// Runs `f` as the only thread inside.
pub fn alone<T>(vm: &mut Vm, this: Value, f: impl FnOnce(&mut Vm) -> Outcome<T>) -> Outcome<T> {
    let me = vm.thread_ident();
    loop {
        let busy = &mut buffered_of(vm, this)?.busy;
        if *busy == 0 {
            *busy = me;
            break;
        }
        if *busy == me {
            let shown = vm.repr_text(this)?;
            return Err(vm.runtime_error(format!("reentrant call inside {shown}")));
        }
        vm.blocking(&[this], || std::thread::sleep(Duration::from_micros(200)));
        vm.safepoint()?;
    }
    let result = f(vm);
    if let Some(super::state::Io { kind: super::state::Kind::Buffered(state), .. }) = vm.payload(this) {
        state.busy = 0;
    }
    result
}

/// Asks the raw stream for its position.
pub fn raw_tell(vm: &mut Vm, this: Value) -> Outcome<i64> {
    let state = buffered_of(vm, this)?;
    let (raw, quick) = (state.raw, state.quick);
    state.at = -1;
    let at = if quick {
        file::seek_to(vm, raw, 0, libc::SEEK_CUR)?
    } else {
        let at = vm.call_method(raw, "tell", &[])?;
        position(vm, at)?
    };
    buffered_of(vm, this)?.at = at;
    Ok(at)
}

/// A position that a raw stream answered with.
fn position(vm: &mut Vm, v: Value) -> Outcome<i64> {
    let at = file::offset(vm, v)?;
    if at < 0 {
        let class = vm.exceptions.OSError;
        return Err(vm.raise_text(class, &format!("Raw stream returned invalid position {at}")));
    }
    Ok(at)
}

/// Moves the raw stream's position.
pub fn raw_seek(vm: &mut Vm, this: Value, to: i64, whence: i64) -> Outcome<i64> {
    let state = buffered_of(vm, this)?;
    let (raw, quick) = (state.raw, state.quick);
    state.at = -1;
    let at = if quick {
        file::seek_to(vm, raw, to, whence as i32)?
    } else {
        let to = vm.new_int(to)?;
        let at = vm.call_method(raw, "seek", &[to, Value::small_int(whence as isize)])?;
        position(vm, at)?
    };
    buffered_of(vm, this)?.at = at;
    Ok(at)
}

/// The program's position: the raw stream's less what is ahead, and what waits.
pub fn tell(vm: &mut Vm, this: Value) -> Outcome<i64> {
    let at = raw_tell(vm, this)?;
    let state = buffered_of(vm, this)?;
    // Devices whose position stays 0 are read all the same.
    Ok((at - state.left().len() as i64 + state.waiting.len() as i64).max(0))
}

/// Moves the raw stream's position back to the program's, and forgets what was ahead.
pub fn rewind(vm: &mut Vm, this: Value) -> Outcome<()> {
    let ahead = buffered_of(vm, this)?.left().len() as i64;
    if ahead > 0 {
        raw_seek(vm, this, -ahead, 1)?;
    }
    buffered_of(vm, this)?.forget();
    Ok(())
}

/// `flush`: writes out what waits; the raw stream's position is then the program's.
pub fn flush(vm: &mut Vm, this: Value) -> Outcome<()> {
    open(vm, this, "flush of closed file")?;
    alone(vm, this, |vm| flush_inside(vm, this))
}

fn flush_inside(vm: &mut Vm, this: Value) -> Outcome<()> {
    writing::write_out(vm, this)?;
    if buffered_of(vm, this)?.readable { rewind(vm, this) } else { Ok(()) }
}

fn seek(vm: &mut Vm, args: Args) -> Outcome {
    let this = args[0];
    let whence = args.given(2).map_or(Ok(0), |v| vm.index_i64(v))?;
    attached(vm, this)?;
    if !(0..=4).contains(&whence) {
        return Err(vm.value_error(format!("whence value {whence} unsupported")));
    }
    open(vm, this, "seek of closed file")?;
    let raw = buffered_of(vm, this)?.raw;
    check_able(vm, raw, "seekable")?;
    let target = file::offset(vm, args[1])?;
    let at = seek_to(vm, this, target, whence)?;
    vm.new_int(at)
}

/// Moves the program's position, within what is ahead where that does.
pub fn seek_to(vm: &mut Vm, this: Value, target: i64, whence: i64) -> Outcome<i64> {
    if matches!(whence, 0 | 1) && !buffered_of(vm, this)?.left().is_empty() {
        let at = match buffered_of(vm, this)?.at {
            -1 => raw_tell(vm, this)?,
            at => at,
        };
        let state = buffered_of(vm, this)?;
        let here = at - state.left().len() as i64;
        let move_by = if whence == 0 { target - here } else { target };
        if move_by >= -(state.used as i64) && move_by <= state.left().len() as i64 {
            state.used = (state.used as i64 + move_by) as usize;
            return Ok((here + move_by).max(0));
        }
    }
    alone(vm, this, |vm| {
        writing::write_out(vm, this)?;
        let ahead = buffered_of(vm, this)?.left().len() as i64;
        let target = if whence == 1 { target - ahead } else { target };
        let at = raw_seek(vm, this, target, whence)?;
        buffered_of(vm, this)?.forget();
        Ok(at)
    })
}

fn truncate(vm: &mut Vm, args: Args) -> Outcome {
    let this = args[0];
    open(vm, this, "truncate of closed file")?;
    if !buffered_of(vm, this)?.writable {
        return Err(super::unsupported(vm, "truncate"));
    }
    alone(vm, this, |vm| {
        flush_inside(vm, this)?;
        let raw = buffered_of(vm, this)?.raw;
        let size = vm.call_method(raw, "truncate", &[args.or(1, Value::NONE)])?;
        if raw_tell(vm, this).is_err() {
            vm.take_pending();
        }
        Ok(size)
    })
}

fn detach(vm: &mut Vm, args: Args) -> Outcome {
    attached(vm, args[0])?;
    vm.call_method(args[0], "flush", &[])?;
    let state = buffered_of(vm, args[0])?;
    state.link = Link::Detached;
    Ok(std::mem::replace(&mut state.raw, Value::NONE))
}

fn close(vm: &mut Vm, args: Args) -> Outcome {
    let this = args[0];
    attached(vm, this)?;
    if closed(vm, this)? {
        return Ok(Value::NONE);
    }
    let raw = buffered_of(vm, this)?.raw;
    if io(vm, this)?.finalizing && vm.call_method(raw, "_dealloc_warn", &[this]).is_err() {
        vm.take_pending();
    }
    let flushed = vm.call_method(this, "flush", &[]);
    let result = both(vm, flushed, |vm| alone(vm, this, |vm| vm.call_method(raw, "close", &[])));
    if let Some(super::state::Io { kind: super::state::Kind::Buffered(state), .. }) = vm.payload(this) {
        // Nothing can be read or written any more.
        state.ahead = vec![];
        state.used = 0;
        state.waiting = vec![];
    }
    result
}

/// Does the second thing whatever became of the first; an exception of the first is the context of the second's.
pub fn both(vm: &mut Vm, first: Outcome, second: impl FnOnce(&mut Vm) -> Outcome) -> Outcome {
    let Err(Raised) = first else { return second(vm) };
    let error = vm.take_pending();
    if second(vm).is_err() {
        let later = vm.take_pending();
        vm.set_attr_text(later, "__context__", error)?;
        return Err(vm.set_pending(later));
    }
    Err(vm.set_pending(error))
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.full_type_name(args[0]);
    let key = vm.names.name;
    let name = match vm.get_attr_or_unset(args[0], key) {
        Ok(name) => name,
        // There is no name without a raw stream.
        Err(raised) => {
            let class = vm.exceptions.ValueError;
            if !vm.pending_is(class) {
                return Err(raised);
            }
            vm.take_pending();
            Value::UNSET
        }
    };
    if name.is(Value::UNSET) {
        return vm.new_str(&format!("<{class}>"));
    }
    let short = vm.type_name(args[0]);
    let name = named(vm, args[0], some(Some(name)).unwrap_or(Value::NONE), &short)?;
    vm.new_str(&format!("<{class} name={name}>"))
}
