//! Codecs between text and bytes: UTF-8, UTF-16, UTF-32, Latin-1, ASCII and the escapes, with error handlers.
//!
//! An unknown encoding or handler goes to the `_codecs` module, if it is loaded: programs register both there.

use super::wtf8;
use crate::native::{Outcome, Raised};
use crate::vm::Vm;
use pyspec_abi::Value;

/// A codec that the runtime has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Codec {
    Utf8,
    Latin1,
    Ascii,
    /// With a byte order mark.
    Utf16,
    Utf16Le,
    Utf16Be,
    /// With a byte order mark.
    Utf32,
    Utf32Le,
    Utf32Be,
}

impl Codec {
    /// By one of its names.
    pub fn find(name: &str) -> Option<Codec> {
        let plain: String =
            name.chars().map(|c| if matches!(c, '_' | ' ') { '-' } else { c.to_ascii_lowercase() }).collect();
        Some(match plain.as_str() {
            "utf-8" | "utf8" | "u8" | "utf" | "cp65001" => Codec::Utf8,
            "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "8859" | "l1" | "cp819" | "latin" => Codec::Latin1,
            "ascii" | "us-ascii" | "646" | "ansi-x3.4-1968" => Codec::Ascii,
            "utf-16" | "utf16" | "u16" => Codec::Utf16,
            "utf-16-le" | "utf-16le" | "utf16-le" => Codec::Utf16Le,
            "utf-16-be" | "utf-16be" | "utf16-be" => Codec::Utf16Be,
            "utf-32" | "utf32" | "u32" => Codec::Utf32,
            "utf-32-le" | "utf-32le" | "utf32-le" => Codec::Utf32Le,
            "utf-32-be" | "utf-32be" | "utf32-be" => Codec::Utf32Be,
            _ => return None,
        })
    }

    /// As errors name it.
    pub fn name(self) -> &'static str {
        match self {
            Codec::Utf8 => "utf-8",
            Codec::Latin1 => "latin-1",
            Codec::Ascii => "ascii",
            Codec::Utf16 => "utf-16",
            Codec::Utf16Le => "utf-16-le",
            Codec::Utf16Be => "utf-16-be",
            Codec::Utf32 => "utf-32",
            Codec::Utf32Le => "utf-32-le",
            Codec::Utf32Be => "utf-32-be",
        }
    }

    /// Why it cannot encode a code point.
    fn reason(self) -> &'static str {
        match self {
            Codec::Latin1 => "ordinal not in range(256)",
            Codec::Ascii => "ordinal not in range(128)",
            _ => "surrogates not allowed",
        }
    }

    /// Appends a code point; whether it can be encoded.
    fn put(self, out: &mut Vec<u8>, c: u32) -> bool {
        match self {
            Codec::Latin1 | Codec::Ascii => {
                let fits = c < if self == Codec::Ascii { 0x80 } else { 0x100 };
                if fits {
                    out.push(c as u8);
                }
                fits
            }
            _ if (0xd800..0xe000).contains(&c) => false,
            _ => {
                self.put_unit(out, c);
                true
            }
        }
    }

    /// Appends a code point, surrogates too, in a Unicode encoding.
    fn put_unit(self, out: &mut Vec<u8>, c: u32) {
        let units = |out: &mut Vec<u8>, big: bool| {
            let mut unit = |u: u16| out.extend(if big { u.to_be_bytes() } else { u.to_le_bytes() });
            if c < 0x1_0000 {
                unit(c as u16);
            } else {
                unit(0xd800 + ((c - 0x1_0000) >> 10) as u16);
                unit(0xdc00 + (c & 0x3ff) as u16);
            }
        };
        match self {
            Codec::Utf16 | Codec::Utf16Le => units(out, false),
            Codec::Utf16Be => units(out, true),
            Codec::Utf32 | Codec::Utf32Le => out.extend(c.to_le_bytes()),
            Codec::Utf32Be => out.extend(c.to_be_bytes()),
            _ => wtf8::push(out, c),
        }
    }
}

/// What an error handler answers: text in its place, or bytes as they are, and where to go on.
pub struct Answer {
    pub text: Vec<u32>,
    pub raw: Vec<u8>,
    pub resume: usize,
}

/// A fault in what is decoded, bytes `start..end`, or encoded, code points `start..end`.
#[derive(Clone, Copy)]
pub struct Fault<'a> {
    /// As the exception names the encoding.
    pub encoding: &'a str,
    pub start: usize,
    pub end: usize,
    pub reason: &'a str,
    /// The runtime's codec, if it is one: some handlers depend on it.
    pub codec: Option<Codec>,
}

impl Codec {
    fn fault(self, start: usize, end: usize, reason: &'static str) -> Fault<'static> {
        Fault { encoding: self.name(), start, end, reason, codec: Some(self) }
    }
}

impl Vm {
    /// `string.encode(encoding, errors)`.
    pub fn encode(&mut self, string: Value, encoding: &str, errors: &str) -> Outcome<Vec<u8>> {
        match Codec::find(encoding) {
            Some(codec) => self.encode_by(string, codec, errors),
            None => {
                let result = self.call_codecs("encode", string, encoding, errors)?;
                match self.bytes_like(result) {
                    Some(bytes) => Ok(bytes.to_vec()),
                    None => {
                        let name = self.type_name(result);
                        Err(self.type_error(format!(
                            "'{encoding}' encoder returned '{name}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
                        )))
                    }
                }
            }
        }
    }

    /// `bytes.decode(encoding, errors)`, a `str`.
    pub fn decode(&mut self, bytes: &[u8], encoding: &str, errors: &str) -> Outcome {
        match Codec::find(encoding) {
            Some(codec) => {
                let (text, _) = self.decode_by(bytes, codec, errors, true)?;
                self.new_str_wtf8(&text)
            }
            None => {
                let object = self.new_bytes(bytes)?;
                let result = self.call_codecs("decode", object, encoding, errors)?;
                if self.is_str(result) {
                    return Ok(result);
                }
                let name = self.type_name(result);
                Err(self.type_error(format!(
                    "'{encoding}' decoder returned '{name}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
                )))
            }
        }
    }

    /// The `_codecs` module, UNSET while it is not loaded.
    fn codecs_module(&mut self) -> Outcome {
        if self.modules.is(Value::UNSET) {
            return Ok(Value::UNSET);
        }
        let modules = self.modules;
        self.dict_get_text(modules, "_codecs")
    }

    fn call_codecs(&mut self, function: &str, object: Value, encoding: &str, errors: &str) -> Outcome {
        let module = self.codecs_module()?;
        if module.is(Value::UNSET) {
            return Err(self.lookup_error(format!("unknown encoding: {encoding}")));
        }
        let encoding = self.new_str(encoding)?;
        let errors = self.new_str(errors)?;
        self.call_method(module, function, &[object, encoding, errors])
    }

    /// Encodes by a codec of the runtime.
    pub fn encode_by(&mut self, string: Value, codec: Codec, errors: &str) -> Outcome<Vec<u8>> {
        let text = self.str_text_of(string);
        if text.ascii && matches!(codec, Codec::Utf8 | Codec::Ascii | Codec::Latin1) {
            return Ok(text.bytes.to_vec());
        }
        if codec == Codec::Utf8 && std::str::from_utf8(text.bytes).is_ok() {
            return Ok(text.bytes.to_vec());
        }
        let points: Vec<u32> = wtf8::points(text.bytes).collect();
        let mut out = Vec::with_capacity(text.bytes.len());
        if matches!(codec, Codec::Utf16 | Codec::Utf32) {
            codec.put_unit(&mut out, 0xfeff);
        }
        let mut at = 0;
        while at < points.len() {
            if codec.put(&mut out, points[at]) {
                at += 1;
                continue;
            }
            let mut scratch = vec![];
            let end = (at + 1..points.len()).find(|i| codec.put(&mut scratch, points[*i])).unwrap_or(points.len());
            let answer = self.encode_fault(string, &points, codec.fault(at, end, codec.reason()), errors)?;
            out.extend(answer.raw);
            for c in answer.text {
                if !codec.put(&mut out, c) {
                    return Err(self.encode_error(string, codec.name(), at, end, codec.reason()));
                }
            }
            at = answer.resume;
        }
        Ok(out)
    }

    /// Lets the handler answer a fault in encoding.
    pub fn encode_fault(&mut self, string: Value, points: &[u32], fault: Fault, errors: &str) -> Outcome<Answer> {
        let run = &points[fault.start..fault.end];
        let mut answer = Answer { text: vec![], raw: vec![], resume: fault.end };
        let ascii_like = !matches!(
            fault.codec,
            Some(Codec::Utf16 | Codec::Utf16Le | Codec::Utf16Be | Codec::Utf32 | Codec::Utf32Le | Codec::Utf32Be)
        );
        match errors {
            "ignore" => {}
            "replace" => answer.text.extend(run.iter().map(|_| u32::from(b'?'))),
            "backslashreplace" => answer.text.extend(run.iter().flat_map(|c| backslash(*c))),
            "xmlcharrefreplace" => {
                answer.text.extend(run.iter().flat_map(|c| format!("&#{c};").into_bytes()).map(u32::from))
            }
            "namereplace" => answer.text.extend(run.iter().flat_map(|c| named(*c))),
            "surrogateescape" if ascii_like && run.iter().all(|c| (0xdc80..0xdd00).contains(c)) => {
                answer.raw.extend(run.iter().map(|c| (c - 0xdc00) as u8));
            }
            "surrogatepass" if run.iter().all(|c| (0xd800..0xe000).contains(c)) && passes(fault.codec) => {
                let codec = fault.codec.expect("a Unicode codec");
                run.iter().for_each(|c| codec.put_unit(&mut answer.raw, *c));
            }
            _ => {
                let raised = self.encode_error(string, fault.encoding, fault.start, fault.end, fault.reason);
                if matches!(errors, "strict" | "surrogateescape" | "surrogatepass") {
                    return Err(raised);
                }
                return self.custom_handler(errors, points.len());
            }
        }
        Ok(answer)
    }

    /// Calls a registered handler with the pending exception.
    fn custom_handler(&mut self, errors: &str, len: usize) -> Outcome<Answer> {
        let exception = self.take_pending();
        let module = self.codecs_module()?;
        if module.is(Value::UNSET) {
            return Err(self.lookup_error(format!("unknown error handler name '{errors}'")));
        }
        let name = self.new_str(errors)?;
        let handler = self.call_method(module, "lookup_error", &[name])?;
        let result = self.call(handler, &[exception])?;
        let is_tuple = self.class_of(result).has(crate::object::class::class_flags::TUPLE);
        let items = if is_tuple { self.tuple_items(result) } else { &[] };
        let [replacement, position] = *items else {
            return Err(self.type_error("encoding error handler must return (str/bytes, int) tuple"));
        };
        let mut answer = Answer { text: vec![], raw: vec![], resume: 0 };
        if let Some(text) = self.text(replacement) {
            answer.text.extend(wtf8::points(text.bytes));
        } else if let Some(bytes) = self.bytes_like(replacement) {
            answer.raw.extend_from_slice(bytes);
        } else {
            return Err(self.type_error("encoding error handler must return (str/bytes, int) tuple"));
        }
        let position = self.index_i64(position)?;
        let resume = if position < 0 { position + len as i64 } else { position };
        if resume < 0 || resume > len as i64 {
            return Err(self.index_error(format!("position {position} from error handler out of bounds")));
        }
        answer.resume = resume as usize;
        Ok(answer)
    }

    /// Raises UnicodeEncodeError.
    pub fn encode_error(&mut self, string: Value, encoding: &str, start: usize, end: usize, reason: &str) -> Raised {
        let class = self.exceptions.UnicodeEncodeError;
        self.codec_error(class, encoding, string, start, end, reason)
    }

    fn codec_error(
        &mut self,
        class: crate::object::class::ClassRef,
        encoding: &str,
        object: Value,
        start: usize,
        end: usize,
        reason: &str,
    ) -> Raised {
        let mut args = || -> Outcome<[Value; 5]> {
            let encoding = self.new_str(encoding)?;
            let reason = self.new_str(reason)?;
            Ok([encoding, object, Value::small_int(start as isize), Value::small_int(end as isize), reason])
        };
        match args() {
            Ok(args) => self.raise_with(class, &args),
            Err(raised) => raised,
        }
    }

    /// Decodes by a codec of the runtime: text and bytes consumed (all of them if `last`).
    pub fn decode_by(&mut self, bytes: &[u8], codec: Codec, errors: &str, last: bool) -> Outcome<(Vec<u8>, usize)> {
        match codec {
            Codec::Utf8 => self.decode_utf8(bytes, errors, last),
            Codec::Latin1 => {
                let mut out = Vec::with_capacity(bytes.len());
                bytes.iter().for_each(|b| wtf8::push(&mut out, u32::from(*b)));
                Ok((out, bytes.len()))
            }
            Codec::Ascii => self.decode_ascii(bytes, errors),
            Codec::Utf16 | Codec::Utf16Le | Codec::Utf16Be => self.decode_utf16(bytes, codec, errors, last),
            Codec::Utf32 | Codec::Utf32Le | Codec::Utf32Be => self.decode_utf32(bytes, codec, errors, last),
        }
    }

    /// Lets the handler answer a fault in decoding: appends its text, gives the position to go on at.
    pub fn decode_fault(&mut self, out: &mut Vec<u8>, bytes: &[u8], fault: Fault, errors: &str) -> Outcome<usize> {
        let Fault { encoding, start, end, reason, codec } = fault;
        let run = &bytes[start..end];
        match errors {
            "ignore" => return Ok(end),
            "replace" => {
                wtf8::push(out, 0xfffd);
                return Ok(end);
            }
            "backslashreplace" => {
                out.extend(run.iter().flat_map(|b| format!("\\x{b:02x}").into_bytes()));
                return Ok(end);
            }
            "surrogateescape" => {
                let escaped = run.iter().take_while(|b| **b >= 0x80).count();
                if escaped > 0 {
                    run[..escaped].iter().for_each(|b| wtf8::push(out, 0xdc00 + u32::from(*b)));
                    return Ok(start + escaped);
                }
            }
            "surrogatepass" => {
                if let Some((c, width)) = codec.and_then(|codec| surrogate_at(&bytes[start..], codec)) {
                    wtf8::push(out, c);
                    return Ok(start + width);
                }
            }
            _ => {}
        }
        let class = self.exceptions.UnicodeDecodeError;
        let object = self.new_bytes(bytes)?;
        let raised = self.codec_error(class, encoding, object, start, end, reason);
        if matches!(errors, "strict" | "surrogateescape" | "surrogatepass") {
            return Err(raised);
        }
        let answer = self.custom_handler(errors, bytes.len())?;
        answer.text.iter().for_each(|c| wtf8::push(out, *c));
        Ok(answer.resume)
    }

    fn decode_utf8(&mut self, bytes: &[u8], errors: &str, last: bool) -> Outcome<(Vec<u8>, usize)> {
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            let error = match std::str::from_utf8(&bytes[at..]) {
                Ok(text) => {
                    out.extend_from_slice(text.as_bytes());
                    return Ok((out, bytes.len()));
                }
                Err(error) => error,
            };
            let start = at + error.valid_up_to();
            out.extend_from_slice(&bytes[at..start]);
            let fault = match error.error_len() {
                None if !last => return Ok((out, start)),
                None => Codec::Utf8.fault(start, bytes.len(), "unexpected end of data"),
                Some(n) => {
                    let bad_start = matches!(bytes[start], 0x80..0xc2 | 0xf5..);
                    let reason = if bad_start { "invalid start byte" } else { "invalid continuation byte" };
                    Codec::Utf8.fault(start, start + n, reason)
                }
            };
            at = self.decode_fault(&mut out, bytes, fault, errors)?;
        }
        Ok((out, bytes.len()))
    }

    fn decode_ascii(&mut self, bytes: &[u8], errors: &str) -> Outcome<(Vec<u8>, usize)> {
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] < 0x80 {
                out.push(bytes[at]);
                at += 1;
                continue;
            }
            let fault = Codec::Ascii.fault(at, at + 1, "ordinal not in range(128)");
            at = self.decode_fault(&mut out, bytes, fault, errors)?;
        }
        Ok((out, bytes.len()))
    }

    fn decode_utf16(&mut self, bytes: &[u8], codec: Codec, errors: &str, last: bool) -> Outcome<(Vec<u8>, usize)> {
        let (codec, mut at) = match (codec, bytes) {
            (Codec::Utf16, [0xff, 0xfe, ..]) => (Codec::Utf16Le, 2),
            (Codec::Utf16, [0xfe, 0xff, ..]) => (Codec::Utf16Be, 2),
            (Codec::Utf16, _) => (Codec::Utf16Le, 0),
            _ => (codec, 0),
        };
        let unit = |i: usize| {
            let pair = [*bytes.get(i)?, *bytes.get(i + 1)?];
            Some(u32::from(if codec == Codec::Utf16Be { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }))
        };
        let mut out = Vec::with_capacity(bytes.len());
        while at < bytes.len() {
            let fault = match (unit(at), unit(at + 2)) {
                (None, _) if !last => return Ok((out, at)),
                (None, _) => codec.fault(at, bytes.len(), "truncated data"),
                (Some(high @ 0xd800..0xdc00), Some(low @ 0xdc00..0xe000)) => {
                    wtf8::push(&mut out, 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
                    at += 4;
                    continue;
                }
                (Some(0xd800..0xdc00), None) if !last => return Ok((out, at)),
                (Some(0xd800..0xdc00), None) => codec.fault(at, bytes.len(), "unexpected end of data"),
                (Some(0xd800..0xdc00), _) => codec.fault(at, at + 2, "illegal UTF-16 surrogate"),
                (Some(0xdc00..0xe000), _) => codec.fault(at, at + 2, "illegal encoding"),
                (Some(c), _) => {
                    wtf8::push(&mut out, c);
                    at += 2;
                    continue;
                }
            };
            at = self.decode_fault(&mut out, bytes, fault, errors)?;
        }
        Ok((out, bytes.len()))
    }

    fn decode_utf32(&mut self, bytes: &[u8], codec: Codec, errors: &str, last: bool) -> Outcome<(Vec<u8>, usize)> {
        let (codec, mut at) = match (codec, bytes) {
            (Codec::Utf32, [0xff, 0xfe, 0, 0, ..]) => (Codec::Utf32Le, 4),
            (Codec::Utf32, [0, 0, 0xfe, 0xff, ..]) => (Codec::Utf32Be, 4),
            (Codec::Utf32, _) => (Codec::Utf32Le, 0),
            _ => (codec, 0),
        };
        let mut out = Vec::with_capacity(bytes.len());
        while at < bytes.len() {
            let fault = match bytes.get(at..at + 4) {
                None if !last => return Ok((out, at)),
                None => codec.fault(at, bytes.len(), "truncated data"),
                Some(quad) => {
                    let quad: [u8; 4] = quad.try_into().expect("four bytes");
                    let c = if codec == Codec::Utf32Be { u32::from_be_bytes(quad) } else { u32::from_le_bytes(quad) };
                    match c {
                        0xd800..0xe000 => {
                            codec.fault(at, at + 4, "code point in surrogate code point range(0xd800, 0xe000)")
                        }
                        0..0x11_0000 => {
                            wtf8::push(&mut out, c);
                            at += 4;
                            continue;
                        }
                        _ => codec.fault(at, at + 4, "code point not in range(0x110000)"),
                    }
                }
            };
            at = self.decode_fault(&mut out, bytes, fault, errors)?;
        }
        Ok((out, bytes.len()))
    }
}

/// Whether `surrogatepass` works with a codec.
fn passes(codec: Option<Codec>) -> bool {
    codec.is_some_and(|c| !matches!(c, Codec::Ascii | Codec::Latin1))
}

/// A surrogate encoded by itself at the start of `bytes`, and its width.
fn surrogate_at(bytes: &[u8], codec: Codec) -> Option<(u32, usize)> {
    let c = match (codec, bytes) {
        (Codec::Utf8, [0xed, b @ 0xa0..0xc0, c @ 0x80..0xc0, ..]) => {
            return Some((0xd000 | u32::from(b & 0x3f) << 6 | u32::from(c & 0x3f), 3));
        }
        (Codec::Utf16Le, [a, b, ..]) => (u32::from(u16::from_le_bytes([*a, *b])), 2),
        (Codec::Utf16Be, [a, b, ..]) => (u32::from(u16::from_be_bytes([*a, *b])), 2),
        (Codec::Utf32Le, [a, b, c, d, ..]) => (u32::from_le_bytes([*a, *b, *c, *d]), 4),
        (Codec::Utf32Be, [a, b, c, d, ..]) => (u32::from_be_bytes([*a, *b, *c, *d]), 4),
        _ => return None,
    };
    if (0xd800..0xe000).contains(&c.0) { Some(c) } else { None }
}

/// `\xNN`, `\uNNNN` or `\UNNNNNNNN`.
pub fn backslash(c: u32) -> Vec<u32> {
    let text = match c {
        0..0x100 => format!("\\x{c:02x}"),
        0x100..0x1_0000 => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    };
    text.bytes().map(u32::from).collect()
}

/// `\N{…}`, or the escape of what has no name.
fn named(c: u32) -> Vec<u32> {
    match wtf8::to_char(c).and_then(rustpython_unicode::character_name) {
        Some(name) => format!("\\N{{{name}}}").bytes().map(u32::from).collect(),
        None => backslash(c),
    }
}

/// `unicode_escape` encoding of text.
pub fn unicode_escape(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in wtf8::points(text) {
        match c {
            0x09 => out.extend(b"\\t"),
            0x0a => out.extend(b"\\n"),
            0x0d => out.extend(b"\\r"),
            0x5c => out.extend(b"\\\\"),
            0x20..0x7f => out.push(c as u8),
            _ => out.extend(backslash(c).into_iter().map(|c| c as u8)),
        }
    }
    out
}

/// `raw_unicode_escape` encoding of text.
pub fn raw_unicode_escape(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in wtf8::points(text) {
        match c {
            0..0x100 => out.push(c as u8),
            _ => out.extend(backslash(c).into_iter().map(|c| c as u8)),
        }
    }
    out
}

/// `raw_unicode_escape` decoding: `\u` and `\U` after an odd number of backslashes; the position of a bad one.
pub fn raw_unicode_unescape(bytes: &[u8]) -> Result<Vec<u8>, (usize, usize, &'static str)> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = match (bytes[at], bytes.get(at + 1)) {
            (b'\\', Some(b'u')) => 4,
            (b'\\', Some(b'U')) => 8,
            (b'\\', Some(b'\\')) => {
                out.extend(b"\\\\");
                at += 2;
                continue;
            }
            (byte, _) => {
                wtf8::push(&mut out, u32::from(byte));
                at += 1;
                continue;
            }
        };
        let (c, n) = hex_prefix(&bytes[at + 2..], digits);
        if n < digits {
            let reason = if digits == 4 { "truncated \\uXXXX escape" } else { "truncated \\UXXXXXXXX escape" };
            return Err((at, at + 2 + n, reason));
        }
        if c > 0x10_ffff {
            return Err((at, at + 10, "\\Uxxxxxxxx out of range"));
        }
        wtf8::push(&mut out, c);
        at += 2 + digits;
    }
    Ok(out)
}

/// Up to `max` hexadecimal digits: value and count.
pub fn hex_prefix(bytes: &[u8], max: usize) -> (u32, usize) {
    let digits = bytes.iter().take(max).take_while(|b| b.is_ascii_hexdigit()).count();
    let value = bytes[..digits].iter().fold(0u32, |v, b| v << 4 | char::from(*b).to_digit(16).expect("a digit"));
    (value, digits)
}

/// `unicode_escape` decoding; the place and reason of a bad escape.
pub fn unicode_unescape(bytes: &[u8]) -> Result<Vec<u8>, (usize, usize, &'static str)> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            wtf8::push(&mut out, u32::from(bytes[at]));
            at += 1;
            continue;
        }
        let start = at;
        let Some(kind) = bytes.get(at + 1) else { return Err((start, bytes.len(), "\\ at end of string")) };
        at += 2;
        match kind {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(*kind),
            b'a' => out.push(7),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'n' => out.push(10),
            b'r' => out.push(13),
            b't' => out.push(9),
            b'v' => out.push(11),
            b'0'..=b'7' => {
                let digits = bytes[at - 1..].iter().take(3).take_while(|b| matches!(b, b'0'..=b'7')).count();
                let value = bytes[at - 1..at - 1 + digits].iter().fold(0, |v, b| v * 8 + u32::from(b - b'0'));
                wtf8::push(&mut out, value);
                at += digits - 1;
            }
            b'x' | b'u' | b'U' => {
                let (wanted, reason) = match kind {
                    b'x' => (2, "truncated \\xXX escape"),
                    b'u' => (4, "truncated \\uXXXX escape"),
                    _ => (8, "truncated \\UXXXXXXXX escape"),
                };
                let (c, n) = hex_prefix(&bytes[at..], wanted);
                at += n;
                if n < wanted {
                    return Err((start, at, reason));
                }
                if c > 0x10_ffff {
                    return Err((start, at, "illegal Unicode character"));
                }
                wtf8::push(&mut out, c);
            }
            b'N' => {
                let end = bytes[at..].iter().position(|b| *b == b'}').filter(|_| bytes.get(at) == Some(&b'{'));
                let Some(end) = end else { return Err((start, bytes.len().min(at), "malformed \\N character escape")) };
                let name = String::from_utf8_lossy(&bytes[at + 1..at + end]).into_owned();
                at += end + 1;
                match rustpython_unicode::lookup_character(&name) {
                    Some(c) => wtf8::push(&mut out, c as u32),
                    None => return Err((start, at, "unknown Unicode character name")),
                }
            }
            other => {
                out.push(b'\\');
                wtf8::push(&mut out, u32::from(*other));
            }
        }
    }
    Ok(out)
}
