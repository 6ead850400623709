//! `StringIO`: a file of text in memory.

use super::base::limit;
use super::bytes::{own_attributes, set_attributes};
use super::file::offset;
use super::is_exact;
use super::newline::{Ends, Progress, ends};
use super::state::chars_of;
use crate::util::{itself, some};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome, TypeTable, getter, native};
use pyspec_runtime::types::str::wtf8;

const PY: Effect = Effect::PYTHON;

/// Text in memory. Positions are in characters; `byte` is where `at` lies, if within the text.
pub struct Chars {
    pub data: Vec<u8>,
    /// All of it is ASCII, so that positions are bytes.
    ascii: bool,
    at: usize,
    byte: usize,
    state: State,
    ends: Ends,
    /// The `newline` argument, for pickles.
    newline: Option<&'static str>,
    progress: Progress,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// `__init__` did not run.
    None,
    Open,
    Closed,
}

impl Default for Chars {
    fn default() -> Chars {
        Chars {
            data: vec![],
            ascii: true,
            at: 0,
            byte: 0,
            state: State::None,
            ends: Ends::default(),
            newline: Some("\n"),
            progress: Progress::default(),
        }
    }
}

/// `StringIO`.
pub static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "StringIO",
    module: "_io",
    doc: "Text I/O implementation using an in-memory buffer.\n\nThe initial_value argument sets the value of object.  The newline\nargument is like the one of TextIOWrapper's constructor.",
    rows: &[
        native("__init__", "(self, /, initial_value='', newline='\\n')", PY, init),
        native("getvalue", "(self, /)", PY, |vm, a| {
            let state = open(vm, a[0])?;
            super::text_read::string(vm, &state.data, state.ascii)
        }),
        native("tell", "(self, /)", PY, |vm, a| {
            let at = open(vm, a[0])?.at;
            vm.new_int(at as i64)
        }),
        native("read", "(self, size=-1, /)", PY, |vm, a| {
            open(vm, a[0])?;
            let n = limit(vm, a.given(1))?;
            let state = open(vm, a[0])?;
            let ascii = state.ascii;
            let text = state.take(if n < 0 { usize::MAX } else { n as usize });
            super::text_read::string(vm, text, ascii)
        }),
        native("readline", "(self, size=-1, /)", PY, |vm, a| {
            open(vm, a[0])?;
            let n = limit(vm, a.given(1))?;
            take_line(vm, a[0], n)
        }),
        native("__iter__", "(self, /)", PY, |vm, a| {
            open(vm, a[0])?;
            itself(vm, a)
        }),
        native("__next__", "(self, /)", PY, next),
        native("write", "(self, s, /)", PY, write),
        native("seek", "(self, pos, whence=0, /)", PY, seek),
        native("truncate", "(self, pos=None, /)", PY, truncate),
        native("close", "(self, /)", PY, |vm, a| {
            let state = chars_of(vm, a[0])?;
            state.state = State::Closed;
            state.data = vec![];
            Ok(Value::NONE)
        }),
        native("seekable", "(self, /)", PY, yes),
        native("readable", "(self, /)", PY, yes),
        native("writable", "(self, /)", PY, yes),
        native("__getstate__", "(self, /)", PY, get_state),
        native("__setstate__", "(self, state, /)", PY, set_state),
        getter("closed", |vm, a| {
            initialised(vm, a[0])?;
            Ok(Value::bool(chars_of(vm, a[0])?.state == State::Closed))
        }),
        getter("line_buffering", |vm, a| {
            open(vm, a[0])?;
            Ok(Value::FALSE)
        }),
        getter("newlines", |vm, a| {
            let state = open(vm, a[0])?;
            let (universal, progress) = (state.ends.universal, state.progress);
            if universal { progress.newlines(vm) } else { Ok(Value::NONE) }
        }),
    ],
};

impl Chars {
    /// Moves to a character.
    fn go(&mut self, at: usize) {
        self.byte = if self.ascii {
            at.min(self.data.len())
        } else if at >= self.at && self.byte < self.data.len() {
            wtf8::advance(&self.data, self.byte, at - self.at)
        } else {
            wtf8::advance(&self.data, 0, at)
        };
        self.at = at;
    }

    /// Whether the position is behind the end.
    fn beyond(&self) -> bool {
        self.byte == self.data.len() && self.at > self.length()
    }

    fn length(&self) -> usize {
        if self.ascii { self.data.len() } else { wtf8::count(&self.data) }
    }

    /// What is left, at most `n` characters, and moves behind it.
    fn take(&mut self, n: usize) -> &[u8] {
        let start = self.byte;
        if start >= self.data.len() {
            return &[];
        }
        if self.ascii {
            self.byte = start + n.min(self.data.len() - start);
            self.at = self.byte;
        } else {
            self.byte =
                if n >= self.data.len() - start { self.data.len() } else { wtf8::advance(&self.data, start, n) };
            self.at += wtf8::count(&self.data[start..self.byte]);
        }
        &self.data[start..self.byte]
    }

    /// Puts text over what is at the position.
    fn put(&mut self, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        if self.beyond() {
            let missing = self.at - self.length();
            self.data.resize(self.data.len() + missing, 0);
            self.byte = self.data.len();
        }
        let chars = if text.is_ascii() { text.len() } else { wtf8::count(text) };
        if self.byte < self.data.len() {
            let end = if self.ascii {
                (self.byte + chars).min(self.data.len())
            } else {
                wtf8::advance(&self.data, self.byte, chars)
            };
            self.data.splice(self.byte..end, text.iter().copied());
        } else {
            self.data.extend_from_slice(text);
        }
        self.ascii &= chars == text.len();
        self.at += chars;
        self.byte += text.len();
    }
}

fn initialised(vm: &mut Vm, object: Value) -> Outcome<()> {
    if chars_of(vm, object)?.state == State::None {
        return Err(vm.value_error("I/O operation on uninitialized object"));
    }
    Ok(())
}

fn open(vm: &mut Vm, object: Value) -> Outcome<&'static mut Chars> {
    let state = chars_of(vm, object)?;
    match state.state {
        State::Open => Ok(state),
        State::None => Err(vm.value_error("I/O operation on uninitialized object")),
        State::Closed => Err(vm.value_error("I/O operation on closed file")),
    }
}

fn yes(vm: &mut Vm, args: Args) -> Outcome {
    open(vm, args[0])?;
    Ok(Value::TRUE)
}

fn init(vm: &mut Vm, args: Args) -> Outcome {
    let newline = match args.given(2) {
        Some(v) if v.is(Value::NONE) || vm.is_str(v) => v,
        Some(v) => {
            let name = vm.type_name(v);
            return Err(vm.type_error(format!("newline must be str or None, not {name}")));
        }
        None => vm.intern("\n"),
    };
    let initial = some(args.given(1));
    if let Some(v) = initial
        && !vm.is_str(v)
    {
        let name = vm.type_name(v);
        return Err(vm.type_error(format!("initial_value must be str or None, not {name}")));
    }
    set_up(vm, args[0], newline)?;
    if let Some(v) = initial {
        put(vm, args[0], v)?;
        open(vm, args[0])?.go(0);
    }
    Ok(Value::NONE)
}

fn set_up(vm: &mut Vm, object: Value, newline: Value) -> Outcome<()> {
    let ends = ends(vm, newline, true)?;
    let named = ["", "\n", "\r", "\r\n"];
    let kept =
        if newline.is(Value::NONE) { None } else { named.into_iter().find(|n| n.as_bytes() == vm.str_bytes(newline)) };
    let state = chars_of(vm, object)?;
    *state = Chars { state: State::Open, ends, newline: kept, ..Chars::default() };
    Ok(())
}

/// Writes a str, its line ends as asked for.
fn put(vm: &mut Vm, object: Value, text: Value) -> Outcome<()> {
    let bytes = vm.str_bytes(text);
    let state = open(vm, object)?;
    let before = state.data.capacity();
    if state.ends.universal {
        let translate = state.ends.translate;
        let text = state.progress.feed(bytes.to_vec(), translate, true);
        state.put(&text);
    } else if let Some(end) = state.ends.write.filter(|_| bytes.contains(&b'\n')) {
        let mut out = Vec::with_capacity(bytes.len() + 8);
        for byte in bytes {
            if *byte == b'\n' { out.extend_from_slice(end.as_bytes()) } else { out.push(*byte) }
        }
        state.put(&out);
    } else {
        state.put(bytes);
    }
    let grown = state.data.capacity() as isize - before as isize;
    if grown > 0 {
        vm.heap.note_external(grown);
    }
    Ok(())
}

fn write(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_str(args[1]) {
        let name = vm.type_name(args[1]);
        return Err(vm.type_error(format!("string argument expected, got '{name}'")));
    }
    open(vm, args[0])?;
    put(vm, args[0], args[1])?;
    Ok(Value::small_int(vm.str_len(args[1]) as isize))
}

fn take_line(vm: &mut Vm, object: Value, limit: i64) -> Outcome {
    let state = open(vm, object)?;
    let left = state.data.get(state.byte..).unwrap_or_default();
    let end = state.ends.find(left).unwrap_or(left.len());
    let mut chars = if state.ascii { end } else { wtf8::count(&left[..end]) };
    if limit >= 0 {
        chars = chars.min(limit as usize);
    }
    let ascii = state.ascii;
    let text = state.take(chars);
    super::text_read::string(vm, text, ascii)
}

fn next(vm: &mut Vm, args: Args) -> Outcome {
    open(vm, args[0])?;
    let line = if is_exact(vm, args[0], &TABLE) {
        take_line(vm, args[0], -1)?
    } else {
        let line = vm.call_method(args[0], "readline", &[])?;
        if !vm.is_str(line) {
            let (class, name) = (vm.exceptions.OSError, vm.type_name(line));
            return Err(vm.raise_text(class, &format!("readline() should have returned a str object, not '{name}'")));
        }
        line
    };
    Ok(if vm.str_bytes(line).is_empty() { Value::UNSET } else { line })
}

fn seek(vm: &mut Vm, args: Args) -> Outcome {
    open(vm, args[0])?;
    let to = offset(vm, args[1])?;
    let whence = args.given(2).map_or(Ok(0), |v| vm.index_i64(v))?;
    let state = open(vm, args[0])?;
    let at = match whence {
        0 if to < 0 => return Err(vm.value_error(format!("Negative seek position {to}"))),
        0 => to as usize,
        1 | 2 if to != 0 => {
            let class = vm.exceptions.OSError;
            return Err(vm.raise_text(class, "Can't do nonzero cur-relative seeks"));
        }
        1 => state.at,
        2 => state.length(),
        _ => return Err(vm.value_error(format!("Invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    state.go(at);
    vm.new_int(at as i64)
}

fn truncate(vm: &mut Vm, args: Args) -> Outcome {
    open(vm, args[0])?;
    let size = match some(args.given(1)) {
        Some(v) => offset(vm, v)?,
        None => open(vm, args[0])?.at as i64,
    };
    if size < 0 {
        return Err(vm.value_error(format!("Negative size value {size}")));
    }
    let state = open(vm, args[0])?;
    let end = if state.ascii { size as usize } else { wtf8::advance(&state.data, 0, size as usize) };
    state.data.truncate(end);
    let at = state.at;
    state.byte = 0;
    state.at = 0;
    state.go(at);
    vm.new_int(size)
}

fn get_state(vm: &mut Vm, args: Args) -> Outcome {
    let value = vm.call_method(args[0], "getvalue", &[])?;
    let state = open(vm, args[0])?;
    let (at, newline) = (state.at, state.newline);
    let newline = newline.map_or(Value::NONE, |n| vm.intern(n));
    let at = vm.new_int(at as i64)?;
    let attributes = own_attributes(vm, args[0])?;
    vm.new_tuple(&[value, newline, at, attributes])
}

fn set_state(vm: &mut Vm, args: Args) -> Outcome {
    if chars_of(vm, args[0])?.state == State::Closed {
        open(vm, args[0])?;
    }
    let &[value, newline, at, attributes, ..] =
        (if vm.as_tuple(args[1]).is_some() { vm.tuple_items(args[1]) } else { &[] })
    else {
        let (own, given) = (vm.type_name(args[0]), vm.type_name(args[1]));
        return Err(vm.type_error(format!("{own}.__setstate__ argument should be 4-tuple, got {given}")));
    };
    for (v, what) in [(value, "initial_value"), (newline, "newline")] {
        if !v.is(Value::NONE) && !vm.is_str(v) {
            let name = vm.type_name(v);
            return Err(vm.type_error(format!("{what} must be str or None, not {name}")));
        }
    }
    set_up(vm, args[0], newline)?;
    if vm.is_str(value) {
        // The value was translated when it was written.
        let bytes = vm.str_bytes(value);
        open(vm, args[0])?.put(bytes);
    }
    if !vm.has_index(at) {
        let name = vm.type_name(at);
        return Err(vm.type_error(format!("third item of state must be an integer, got {name}")));
    }
    let at = vm.index_i64(at)?;
    if at < 0 {
        return Err(vm.value_error("position value cannot be negative"));
    }
    open(vm, args[0])?.go(at as usize);
    set_attributes(vm, args[0], attributes, "fourth")?;
    Ok(Value::NONE)
}
