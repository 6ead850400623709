//! `TextIOWrapper`: text over a buffered stream of bytes.
//!
//! UTF-8, Latin-1 and ASCII are decoded and encoded here; other encodings go through the incremental coders of
//! `codecs`. Text is held as the strings of the runtime hold it, so that a line is one copy.

use super::base::is_closed;
use super::buffered::both;
use super::file::named;
use super::newline::{Ends, Progress};
use super::state::{buffered_of, cannot_pickle, io, text_of};
use super::{buffered, line, position, text_open, text_read, text_write};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome, TypeTable, getter, native, setter};
use pyspec_runtime::types::str::codec::Codec;

const IO: Effect = Effect::SWITCHES;

/// What a stream of text is connected to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Link {
    /// `__init__` did not run or failed.
    #[default]
    None,
    Open,
    Detached,
}

/// How bytes become text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Coder {
    /// Not at all: the buffer cannot be read (or written).
    #[default]
    None,
    /// Here.
    Own(Codec),
    /// By an object with the methods of `codecs`' incremental coders.
    Object(Value),
}

/// A text stream's state.
pub struct Text {
    pub link: Link,
    pub buffer: Value,
    /// The buffer is exactly one of the builtin ones.
    pub quick: bool,
    /// It has a `read1`.
    pub once: bool,
    pub encoding: Value,
    pub errors: Value,
    /// The same, for the codecs here.
    pub errors_text: String,
    pub decoder: Coder,
    pub encoder: Coder,
    pub ends: Ends,
    pub line_buffering: bool,
    pub write_through: bool,
    pub seekable: bool,
    /// `tell` works: it does not between the items of an iteration.
    pub telling: bool,
    /// Bytes to ask the buffer for, and to hold back before it gets them.
    pub chunk: usize,
    /// Encoded, not yet given to the buffer.
    pub pending: Vec<u8>,
    /// Decoded; the program has had the first `used` bytes.
    pub decoded: Vec<u8>,
    pub used: usize,
    /// All of `decoded` is ASCII.
    pub ascii: bool,
    /// The decoder's flags before, and the bytes of, the last chunk.
    pub snapshot: Option<(i64, Vec<u8>)>,
    /// Bytes that the codec here has not decoded yet: an incomplete character.
    pub rest: Vec<u8>,
    pub progress: Progress,
}

impl Default for Text {
    fn default() -> Text {
        Text {
            link: Link::None,
            buffer: Value::NONE,
            quick: false,
            once: false,
            encoding: Value::NONE,
            errors: Value::NONE,
            errors_text: String::new(),
            decoder: Coder::None,
            encoder: Coder::None,
            ends: Ends::default(),
            line_buffering: false,
            write_through: false,
            seekable: false,
            telling: false,
            chunk: 8192,
            pending: vec![],
            decoded: vec![],
            used: 0,
            ascii: true,
            snapshot: None,
            rest: vec![],
            progress: Progress::default(),
        }
    }
}

impl Text {
    /// What the collector must see.
    pub fn values(&mut self) -> impl IntoIterator<Item = &mut Value> {
        let objects = [&mut self.decoder, &mut self.encoder].into_iter().filter_map(|c| match c {
            Coder::Object(v) => Some(v),
            _ => None,
        });
        [&mut self.buffer, &mut self.encoding, &mut self.errors].into_iter().chain(objects)
    }

    /// Bytes outside the heap.
    pub fn memory(&self) -> usize {
        self.pending.capacity() + self.decoded.capacity()
    }

    /// Decoded text that the program has not had.
    pub fn left(&self) -> &[u8] {
        &self.decoded[self.used..]
    }

    /// Puts other text in place of what was decoded.
    pub fn set_decoded(&mut self, text: Vec<u8>) {
        self.ascii = text.is_ascii();
        self.decoded = text;
        self.used = 0;
    }
}

/// `TextIOWrapper`.
pub static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "TextIOWrapper",
    module: "_io",
    doc: "Character and line based layer over a BufferedIOBase object, buffer.",
    rows: &[
        native(
            "__init__",
            "(self, /, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
            IO,
            text_open::init,
        ),
        native(
            "reconfigure",
            "(self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
            IO,
            text_open::reconfigure,
        ),
        native("detach", "(self, /)", IO, detach),
        native("write", "(self, text, /)", IO, text_write::write),
        native("read", "(self, size=-1, /)", IO, text_read::read),
        native("readline", "(self, size=-1, /)", IO, line::read_line),
        native("__next__", "(self, /)", IO, line::next),
        native("flush", "(self, /)", IO, |vm, a| {
            open(vm, a[0])?;
            text_write::flush(vm, a[0])
        }),
        native("close", "(self, /)", IO, close),
        native("seek", "(self, cookie, whence=0, /)", IO, position::seek),
        native("tell", "(self, /)", IO, position::tell),
        native("truncate", "(self, pos=None, /)", IO, |vm, a| {
            attached(vm, a[0])?;
            vm.call_method(a[0], "flush", &[])?;
            let buffer = text_of(vm, a[0])?.buffer;
            vm.call_method(buffer, "truncate", &[a.or(1, Value::NONE)])
        }),
        native("fileno", "(self, /)", IO, |vm, a| pass(vm, a, "fileno")),
        native("seekable", "(self, /)", IO, |vm, a| pass(vm, a, "seekable")),
        native("readable", "(self, /)", IO, |vm, a| pass(vm, a, "readable")),
        native("writable", "(self, /)", IO, |vm, a| pass(vm, a, "writable")),
        native("isatty", "(self, /)", IO, |vm, a| pass(vm, a, "isatty")),
        native("__repr__", "(self, /)", IO, repr),
        native("__getstate__", "(self, /)", IO, cannot_pickle),
        getter("encoding", |vm, a| {
            initialised(vm, a[0])?;
            Ok(text_of(vm, a[0])?.encoding)
        }),
        getter("errors", |vm, a| {
            initialised(vm, a[0])?;
            Ok(text_of(vm, a[0])?.errors)
        }),
        getter("buffer", |vm, a| {
            attached(vm, a[0])?;
            Ok(text_of(vm, a[0])?.buffer)
        }),
        getter("line_buffering", |vm, a| Ok(Value::bool(text_of(vm, a[0])?.line_buffering))),
        getter("write_through", |vm, a| Ok(Value::bool(text_of(vm, a[0])?.write_through))),
        getter("newlines", |vm, a| {
            attached(vm, a[0])?;
            let state = text_of(vm, a[0])?;
            match state.decoder {
                Coder::Own(_) => {
                    let progress = state.progress;
                    progress.newlines(vm)
                }
                Coder::Object(decoder) => {
                    let key = vm.intern("newlines");
                    let found = vm.get_attr_or_unset(decoder, key)?;
                    Ok(if found.is(Value::UNSET) { Value::NONE } else { found })
                }
                Coder::None => Ok(Value::NONE),
            }
        }),
        getter("name", |vm, a| {
            attached(vm, a[0])?;
            let (buffer, key) = (text_of(vm, a[0])?.buffer, vm.names.name);
            vm.get_attr(buffer, key)
        }),
        getter("closed", |vm, a| {
            attached(vm, a[0])?;
            Ok(Value::bool(closed(vm, a[0])?))
        }),
        getter("_CHUNK_SIZE", |vm, a| {
            attached(vm, a[0])?;
            let size = text_of(vm, a[0])?.chunk;
            vm.new_int(size as i64)
        }),
        setter("_CHUNK_SIZE", |vm, a| {
            attached(vm, a[0])?;
            if a[1].is(Value::UNSET) {
                return Err(vm.attribute_error("cannot delete attribute"));
            }
            let size = vm.index_i64(a[1])?;
            if size <= 0 {
                return Err(vm.value_error("a strictly positive integer is required"));
            }
            text_of(vm, a[0])?.chunk = size as usize;
            Ok(Value::NONE)
        }),
    ],
};

fn initialised(vm: &mut Vm, this: Value) -> Outcome<()> {
    match text_of(vm, this)?.link {
        Link::None => Err(vm.value_error("I/O operation on uninitialized object")),
        _ => Ok(()),
    }
}

/// Fails unless there is a buffer.
pub fn attached(vm: &mut Vm, this: Value) -> Outcome<()> {
    match text_of(vm, this)?.link {
        Link::Open => Ok(()),
        Link::None => Err(vm.value_error("I/O operation on uninitialized object")),
        Link::Detached => Err(vm.value_error("underlying buffer has been detached")),
    }
}

fn closed(vm: &mut Vm, this: Value) -> Outcome<bool> {
    let state = text_of(vm, this)?;
    let buffer = state.buffer;
    if state.quick {
        let below = buffered_of(vm, buffer)?;
        if below.quick && below.link == buffered::Link::Open {
            let raw = below.raw;
            return Ok(super::state::file_of(vm, raw)?.fd < 0);
        }
    }
    is_closed(vm, buffer)
}

/// Fails unless there is a buffer that is open.
pub fn open(vm: &mut Vm, this: Value) -> Outcome<()> {
    attached(vm, this)?;
    if closed(vm, this)? { Err(vm.value_error("I/O operation on closed file.")) } else { Ok(()) }
}

fn pass(vm: &mut Vm, args: Args, method: &str) -> Outcome {
    attached(vm, args[0])?;
    let buffer = text_of(vm, args[0])?.buffer;
    vm.call_method(buffer, method, &[])
}

fn detach(vm: &mut Vm, args: Args) -> Outcome {
    attached(vm, args[0])?;
    vm.call_method(args[0], "flush", &[])?;
    let state = text_of(vm, args[0])?;
    state.link = Link::Detached;
    Ok(std::mem::replace(&mut state.buffer, Value::NONE))
}

fn close(vm: &mut Vm, args: Args) -> Outcome {
    let this = args[0];
    attached(vm, this)?;
    if is_closed(vm, this)? {
        return Ok(Value::NONE);
    }
    let buffer = text_of(vm, this)?.buffer;
    if io(vm, this)?.finalizing {
        let key = vm.intern("_dealloc_warn");
        let warn = vm.get_attr_or_unset(buffer, key)?;
        if !warn.is(Value::UNSET) && vm.call(warn, &[this]).is_err() {
            vm.take_pending();
        }
    }
    let flushed = vm.call_method(this, "flush", &[]);
    both(vm, flushed, |vm| vm.call_method(buffer, "close", &[]))
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    initialised(vm, args[0])?;
    let class = vm.type_name(args[0]);
    let mut text = format!("<{}", vm.full_type_name(args[0]));
    for attribute in ["name", "mode"] {
        let key = vm.intern(attribute);
        let value = match vm.get_attr_or_unset(args[0], key) {
            Ok(value) => value,
            // A detached stream has no name.
            Err(raised) => {
                let class = vm.exceptions.ValueError;
                if !vm.pending_is(class) {
                    return Err(raised);
                }
                vm.take_pending();
                Value::UNSET
            }
        };
        if !value.is(Value::UNSET) {
            text += &format!(" {attribute}={}", named(vm, args[0], value, &class)?);
        }
    }
    let encoding = text_of(vm, args[0])?.encoding;
    text += &format!(" encoding={}>", vm.repr_text(encoding)?);
    vm.new_str(&text)
}
