//! Ends of lines: what a `newline` argument means, translation, `IncrementalNewlineDecoder`.

use super::decoder::{decoded_text, decoder_state};
use crate::util::{make, some, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::heap::Payload;
use pyspec_runtime::native::{Args, NativeKind, Outcome, TypeTable, getter, native};

const PY: Effect = Effect::PYTHON;

/// What a `newline` argument asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ends {
    /// Lines end in any of the three ways.
    pub universal: bool,
    /// Each of them is read as `\n`.
    pub translate: bool,
    /// How lines end, where it is only one way.
    pub read: &'static str,
    /// What `\n` is written as.
    pub write: Option<&'static str>,
}

impl Default for Ends {
    fn default() -> Ends {
        Ends { universal: false, translate: false, read: "\n", write: None }
    }
}

/// Reads a `newline` argument that is None or a str; errors show it quoted or plain.
pub fn ends(vm: &mut Vm, newline: Value, quoted: bool) -> Outcome<Ends> {
    let plain = Ends::default();
    if newline.is(Value::NONE) {
        return Ok(Ends { universal: true, translate: true, ..plain });
    }
    Ok(match vm.str_bytes(newline) {
        b"" => Ends { universal: true, ..plain },
        b"\n" => plain,
        b"\r" => Ends { read: "\r", write: Some("\r"), ..plain },
        b"\r\n" => Ends { read: "\r\n", write: Some("\r\n"), ..plain },
        _ => {
            let shown = if quoted { vm.repr_text(newline)? } else { vm.str_lossy(newline) };
            return Err(vm.value_error(format!("illegal newline value: {shown}")));
        }
    })
}

impl Ends {
    /// The end of the first line in `text`, behind its end; `None` if it has none.
    pub fn find(&self, text: &[u8]) -> Option<usize> {
        if self.translate || !self.universal && self.read == "\n" {
            return memchr::memchr(b'\n', text).map(|i| i + 1);
        }
        if self.universal {
            let i = memchr::memchr2(b'\n', b'\r', text)?;
            return Some(if text[i] == b'\r' && text.get(i + 1) == Some(&b'\n') { i + 2 } else { i + 1 });
        }
        memchr::memmem::find(text, self.read.as_bytes()).map(|i| i + self.read.len())
    }
}

/// `\r` seen.
const CR: u8 = 1;
/// `\n` seen.
const LF: u8 = 2;
/// `\r\n` seen.
const CRLF: u8 = 4;

/// Where a stream of text is with its line ends.
#[derive(Clone, Copy, Default, Debug)]
pub struct Progress {
    /// A `\r` at the end was held back: a `\n` may follow.
    pub pending: bool,
    /// Ways seen.
    pub seen: u8,
}

impl Progress {
    /// The next piece of text, translated if asked for.
    pub fn feed(&mut self, text: Vec<u8>, translate: bool, last: bool) -> Vec<u8> {
        let mut text = text;
        if self.pending && (!text.is_empty() || last) {
            text.insert(0, b'\r');
            self.pending = false;
        }
        if !last && text.ends_with(b"\r") {
            text.pop();
            self.pending = true;
        }
        if memchr::memchr(b'\r', &text).is_none() {
            if self.seen & LF == 0 && memchr::memchr(b'\n', &text).is_some() {
                self.seen |= LF;
            }
            return text;
        }
        if !translate {
            self.look(&text);
            return text;
        }
        self.translated(&text)
    }

    /// Notes which ends occur.
    fn look(&mut self, text: &[u8]) {
        let mut at = 0;
        while let Some(i) = memchr::memchr2(b'\n', b'\r', &text[at..]) {
            let i = at + i;
            at = i + 1;
            if text[i] == b'\n' {
                self.seen |= LF;
            } else if text.get(at) == Some(&b'\n') {
                self.seen |= CRLF;
                at += 1;
            } else {
                self.seen |= CR;
            }
        }
    }

    fn translated(&mut self, text: &[u8]) -> Vec<u8> {
        self.look(text);
        let mut out = Vec::with_capacity(text.len());
        let mut at = 0;
        while let Some(i) = memchr::memchr(b'\r', &text[at..]) {
            out.extend_from_slice(&text[at..at + i]);
            out.push(b'\n');
            at += i + 1;
            if text.get(at) == Some(&b'\n') {
                at += 1;
            }
        }
        out.extend_from_slice(&text[at..]);
        out
    }

    /// `newlines`: None, a str or a tuple of them.
    pub fn newlines(&self, vm: &mut Vm) -> Outcome {
        let mut all = vec![];
        for (bit, text) in [(CR, "\r"), (LF, "\n"), (CRLF, "\r\n")] {
            if self.seen & bit != 0 {
                // Interned: nothing moves or frees them.
                all.push(vm.intern(text));
            }
        }
        match all.as_slice() {
            [] => Ok(Value::NONE),
            [one] => Ok(*one),
            all => vm.new_tuple(all),
        }
    }
}

/// `IncrementalNewlineDecoder`.
pub static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "IncrementalNewlineDecoder",
    module: "_io",
    doc: "Codec used when reading a file in universal newlines mode.",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", PY, |vm, a| {
            make(vm, a[0], Newlines { decoder: Value::UNSET, translate: false, progress: Progress::default() })
        })
        .kind(NativeKind::StaticMethod),
        native("__init__", "(self, /, decoder, translate, errors='strict')", PY, |vm, a| {
            let translate = vm.truth(a[2])?;
            let state = this::<Newlines>(vm, a[0])?;
            (state.decoder, state.translate, state.progress) = (a[1], translate, Progress::default());
            Ok(Value::NONE)
        }),
        native("decode", "(self, /, input, final=False)", PY, decode),
        native("getstate", "(self, /)", PY, get_state),
        native("setstate", "(self, state, /)", PY, set_state),
        native("reset", "(self, /)", PY, |vm, a| {
            let state = ready(vm, a[0])?;
            state.progress = Progress::default();
            let decoder = state.decoder;
            if decoder.is(Value::NONE) { Ok(decoder) } else { vm.call_method(decoder, "reset", &[]) }
        }),
        getter("newlines", |vm, a| {
            let progress = ready(vm, a[0])?.progress;
            progress.newlines(vm)
        }),
    ],
};

/// The decoder's state.
struct Newlines {
    decoder: Value,
    translate: bool,
    progress: Progress,
}

impl Payload for Newlines {
    fn trace(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        visit(&mut self.decoder);
    }
}

fn ready(vm: &mut Vm, object: Value) -> Outcome<&'static mut Newlines> {
    let state = this::<Newlines>(vm, object)?;
    if state.decoder.is(Value::UNSET) {
        return Err(vm.value_error("IncrementalNewlineDecoder.__init__() not called"));
    }
    Ok(state)
}

fn decode(vm: &mut Vm, args: Args) -> Outcome {
    let decoder = ready(vm, args[0])?.decoder;
    let last = args.given(2).map_or(Ok(false), |v| vm.truth(v))?;
    let text = match some(Some(decoder)) {
        Some(decoder) => vm.call_method(decoder, "decode", &[args[1], Value::bool(last)])?,
        None => args[1],
    };
    let text = decoded_text(vm, text)?;
    let state = ready(vm, args[0])?;
    let text = state.progress.feed(text, state.translate, last);
    vm.new_str_wtf8(&text)
}

fn get_state(vm: &mut Vm, args: Args) -> Outcome {
    let state = ready(vm, args[0])?;
    let (decoder, pending) = (state.decoder, state.progress.pending);
    let (bytes, flag) = match some(Some(decoder)) {
        Some(decoder) => decoder_state(vm, decoder)?,
        None => (vm.new_bytes(&[])?, 0),
    };
    let flag = vm.new_int(flag << 1 | i64::from(pending))?;
    vm.new_tuple(&[bytes, flag])
}

fn set_state(vm: &mut Vm, args: Args) -> Outcome {
    if vm.as_tuple(args[1]).is_none() {
        return Err(vm.type_error("state argument must be a tuple"));
    }
    let &[bytes, flag] = vm.tuple_items(args[1]) else {
        return Err(vm.type_error("setstate(): illegal state argument"));
    };
    let Ok(flag) = vm.index_i64(flag) else {
        vm.take_pending();
        return Err(vm.type_error("setstate(): illegal state argument"));
    };
    let state = ready(vm, args[0])?;
    state.progress.pending = flag & 1 != 0;
    let decoder = state.decoder;
    if decoder.is(Value::NONE) {
        return Ok(decoder);
    }
    let flag = vm.new_int(flag >> 1)?;
    let inner = vm.new_tuple(&[bytes, flag])?;
    vm.call_method(decoder, "setstate", &[inner])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fed(pieces: &[&str], translate: bool) -> (String, u8) {
        let mut progress = Progress::default();
        let mut out = String::new();
        for (i, piece) in pieces.iter().enumerate() {
            let text = progress.feed(piece.as_bytes().to_vec(), translate, i + 1 == pieces.len());
            out += std::str::from_utf8(&text).expect("whole characters");
        }
        (out, progress.seen)
    }

    #[test]
    fn ends_are_translated_across_pieces() {
        assert_eq!(fed(&["a\r", "\nb\rc\n"], true), ("a\nb\nc\n".into(), CR | LF | CRLF));
        assert_eq!(fed(&["a\r", "b\r"], true), ("a\nb\n".into(), CR));
        assert_eq!(fed(&["a\r", "", "\n"], false), ("a\r\n".into(), CRLF));
        assert_eq!(fed(&["plain"], true), ("plain".into(), 0));
    }

    #[test]
    fn lines_end_as_asked() {
        let universal = Ends { universal: true, ..Ends::default() };
        assert_eq!(universal.find(b"a\r\nb"), Some(3));
        assert_eq!(universal.find(b"a\rb"), Some(2));
        assert_eq!(universal.find(b"ab"), None);
        let both = Ends { read: "\r\n", ..Ends::default() };
        assert_eq!(both.find(b"a\nb\r\nc"), Some(5));
        assert_eq!(both.find(b"a\r"), None);
        assert_eq!(Ends::default().find(b"a\rb\nc"), Some(4));
    }
}
