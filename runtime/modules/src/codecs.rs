//! `_codecs`: the registry of codecs and error handlers, and the runtime's own codecs as functions.

mod escapes;
mod utf7;

use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, native};
use pyspec_runtime::types::str::codec::{self, Codec};

/// The module.
pub static MODULE: ModuleTable = ModuleTable { name: "_codecs", doc: "", functions: ROWS, init: Some(init) };

const PY: Effect = Effect::PYTHON;

const UTF7: &str = "utf-7";

macro_rules! codec {
    ($encode:literal, $decode:literal, $name:expr) => {
        [
            native($encode, "(str, errors=None, /)", PY, |vm, args| encode_with(vm, args, $name)),
            native($decode, "(data, errors=None, final=False, /)", PY, |vm, args| decode_with(vm, args, $name)),
        ]
    };
}

static PAIRS: &[[Native; 2]] = &[
    codec!("utf_8_encode", "utf_8_decode", "utf-8"),
    codec!("ascii_encode", "ascii_decode", "ascii"),
    codec!("latin_1_encode", "latin_1_decode", "latin-1"),
    codec!("utf_16_encode", "utf_16_decode", "utf-16"),
    codec!("utf_16_le_encode", "utf_16_le_decode", "utf-16-le"),
    codec!("utf_16_be_encode", "utf_16_be_decode", "utf-16-be"),
    codec!("utf_32_encode", "utf_32_decode", "utf-32"),
    codec!("utf_32_le_encode", "utf_32_le_decode", "utf-32-le"),
    codec!("utf_32_be_encode", "utf_32_be_decode", "utf-32-be"),
    codec!("utf_7_encode", "utf_7_decode", UTF7),
    codec!("unicode_escape_encode", "unicode_escape_decode", "unicode-escape"),
    codec!("raw_unicode_escape_encode", "raw_unicode_escape_decode", "raw-unicode-escape"),
];

static ROWS: &[Native] = &[
    native("register", "(search_function, /)", PY, |vm, args| {
        if !vm.is_callable(args[0]) {
            return Err(vm.type_error("argument must be callable"));
        }
        let list = part(vm, SEARCH)?;
        vm.list_append(list, args[0])?;
        Ok(Value::NONE)
    }),
    native("unregister", "(search_function, /)", PY, |vm, args| {
        let list = part(vm, SEARCH)?;
        for i in (0..vm.list_len(list)).rev() {
            if vm.list_get(list, i).is(args[0]) {
                vm.del_item(list, Value::small_int(i as isize))?;
            }
        }
        let cache = part(vm, CACHE)?;
        vm.call_method(cache, "clear", &[])
    }),
    native("lookup", "(encoding, /)", PY, |vm, args| {
        let name = vm.expect_str(args[0], "lookup() argument")?;
        lookup(vm, &name)
    }),
    native("encode", "(obj, encoding='utf-8', errors='strict')", PY, |vm, args| transcode(vm, args, 0)),
    native("decode", "(obj, encoding='utf-8', errors='strict')", PY, |vm, args| transcode(vm, args, 1)),
    native("register_error", "(errors, handler, /)", PY, |vm, args| {
        if !vm.is_callable(args[1]) {
            return Err(vm.type_error("handler must be callable"));
        }
        let registry = part(vm, ERRORS)?;
        vm.dict_set(registry, args[0], args[1])?;
        Ok(Value::NONE)
    }),
    native("_unregister_error", "(errors, /)", PY, |vm, args| {
        let registry = part(vm, ERRORS)?;
        let found = vm.dict_remove(registry, args[0])?;
        Ok(Value::bool(!found.is(Value::UNSET)))
    }),
    native("lookup_error", "(name, /)", PY, lookup_error),
    native("readbuffer_encode", "(data, errors=None, /)", PY, |vm, args| {
        let bytes = input_bytes(vm, args[0])?;
        pair(vm, &bytes)
    }),
    native("utf_16_ex_decode", "(data, errors=None, byteorder=0, final=False, /)", PY, |vm, args| {
        decode_in_order(vm, args, [Codec::Utf16Le, Codec::Utf16Be], &[0xff, 0xfe])
    }),
    native("utf_32_ex_decode", "(data, errors=None, byteorder=0, final=False, /)", PY, |vm, args| {
        decode_in_order(vm, args, [Codec::Utf32Le, Codec::Utf32Be], &[0xff, 0xfe, 0, 0])
    }),
    native("escape_decode", "(data, errors=None, /)", PY, escape_decode),
    native("escape_encode", "(data, errors=None, /)", PY, |vm, args| {
        let bytes = vm.buffer(args[0])?;
        let mut out = vec![];
        for &b in &bytes {
            match b {
                b'\\' | b'\'' => out.extend([b'\\', b]),
                b'\t' => out.extend(b"\\t"),
                b'\n' => out.extend(b"\\n"),
                b'\r' => out.extend(b"\\r"),
                0x20..0x7f => out.push(b),
                _ => out.extend(format!("\\x{b:02x}").bytes()),
            }
        }
        let out = vm.new_bytes(&out)?;
        vm.new_tuple(&[out, Value::small_int(bytes.len() as isize)])
    }),
    native("charmap_encode", "(str, errors=None, mapping=None, /)", PY, charmap_encode),
    native("charmap_decode", "(data, errors=None, mapping=None, /)", PY, charmap_decode),
    native("charmap_build", "(map, /)", PY, |vm, args| {
        let table = vm.new_dict()?;
        let text = vm.expect_str(args[0], "charmap_build() argument")?;
        for (i, c) in text.chars().enumerate() {
            if c != '\u{fffe}' {
                vm.dict_set(table, Value::small_int(c as isize), Value::small_int(i as isize))?;
            }
        }
        Ok(table)
    }),
];

const SEARCH: &str = "_search_path";
const CACHE: &str = "_search_cache";
const ERRORS: &str = "_error_registry";

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let owner = vm.intern("_codecs");
    for row in PAIRS.iter().flatten() {
        let function = vm.new_native(row, Value::UNSET, owner)?;
        vm.set_module_attr(module, row.name, function)?;
    }
    let list = vm.new_list(&[])?;
    vm.set_module_attr(module, SEARCH, list)?;
    for name in [CACHE, ERRORS] {
        let dict = vm.new_dict()?;
        vm.set_module_attr(module, name, dict)?;
    }
    let registry = vm.get_attr_text(module, ERRORS)?;
    for row in HANDLERS {
        let function = vm.new_native(row, Value::UNSET, owner)?;
        let name = row.name.strip_suffix("_errors").expect("handlers are named so");
        vm.dict_set_text(registry, name, function)?;
    }
    Ok(())
}

/// A part of the registry, which the module keeps.
fn part(vm: &mut Vm, name: &str) -> Outcome {
    let module = vm.dict_get_text(vm.modules, "_codecs")?;
    vm.get_attr_text(module, name)
}

fn lookup(vm: &mut Vm, name: &str) -> Outcome {
    let normal: String = name.to_lowercase().replace(' ', "_");
    let cache = part(vm, CACHE)?;
    let known = vm.dict_get_text(cache, &normal)?;
    if !known.is(Value::UNSET) {
        return Ok(known);
    }
    let list = part(vm, SEARCH)?;
    if vm.list_len(list) == 0 {
        vm.import_module("encodings")?;
    }
    let argument = vm.new_str(&normal)?;
    for i in 0.. {
        if i >= vm.list_len(list) {
            break;
        }
        let search = vm.list_get(list, i);
        let found = vm.call(search, &[argument])?;
        if found.is(Value::NONE) {
            continue;
        }
        if vm.as_tuple(found).is_none() || vm.tuple_items(found).len() != 4 {
            return Err(vm.type_error("codec search functions must return 4-tuples"));
        }
        vm.dict_set_text(cache, &normal, found)?;
        return Ok(found);
    }
    Err(vm.lookup_error(format!("unknown encoding: {name}")))
}

/// `codecs.encode` (0) or `decode` (1) by a registered codec of any kind.
fn transcode(vm: &mut Vm, args: Args, which: usize) -> Outcome {
    let name = match args.given(1) {
        Some(v) => vm.expect_str(v, "argument 'encoding'")?,
        None => "utf-8".into(),
    };
    let info = lookup(vm, &name)?;
    let function = vm.tuple_items(info)[which];
    let result = match args.given(2) {
        Some(errors) => vm.call(function, &[args[0], errors])?,
        None => vm.call(function, &[args[0]])?,
    };
    if vm.as_tuple(result).is_none() || vm.tuple_items(result).len() != 2 {
        let what = if which == 0 { "encoder" } else { "decoder" };
        return Err(vm.type_error(format!("{what} must return a tuple (object, integer)")));
    }
    Ok(vm.tuple_items(result)[0])
}

fn lookup_error(vm: &mut Vm, args: Args) -> Outcome {
    let registry = part(vm, ERRORS)?;
    let found = vm.dict_get(registry, args[0])?;
    if found.is(Value::UNSET) {
        let name = vm.str_lossy(args[0]);
        return Err(vm.lookup_error(format!("unknown error handler name '{name}'")));
    }
    Ok(found)
}

fn errors_name(vm: &mut Vm, v: Option<Value>) -> Outcome<String> {
    match v.filter(|v| !v.is(Value::NONE)) {
        Some(v) => vm.expect_str(v, "argument 'errors'"),
        None => Ok("strict".into()),
    }
}

fn length(vm: &mut Vm, string: Value) -> Outcome {
    Ok(Value::small_int(vm.len(string)? as isize))
}

fn encode_with(vm: &mut Vm, args: Args, name: &str) -> Outcome {
    if name.contains("escape") {
        return escapes::encode(vm, args, name.starts_with("raw"));
    }
    if !vm.is_str(args[0]) {
        return Err(vm.must_be_str(args[0], "argument 1"));
    }
    let errors = errors_name(vm, args.given(1))?;
    let bytes = match Codec::find(name) {
        Some(codec) => vm.encode_by(args[0], codec, &errors)?,
        None if name == UTF7 => utf7::encode(vm.str_bytes(args[0])),
        None if name == "unicode-escape" => codec::unicode_escape(vm.str_bytes(args[0])),
        None => codec::raw_unicode_escape(vm.str_bytes(args[0])),
    };
    let bytes = vm.new_bytes(&bytes)?;
    let n = length(vm, args[0])?;
    vm.new_tuple(&[bytes, n])
}

fn input_bytes(vm: &mut Vm, v: Value) -> Outcome<Vec<u8>> {
    if vm.is_str(v) { Ok(vm.str_bytes(v).to_vec()) } else { vm.buffer(v) }
}

fn pair(vm: &mut Vm, bytes: &[u8]) -> Outcome {
    let out = vm.new_bytes(bytes)?;
    vm.new_tuple(&[out, Value::small_int(bytes.len() as isize)])
}

fn decode_with(vm: &mut Vm, args: Args, name: &str) -> Outcome {
    if name.contains("escape") {
        return escapes::decode(vm, args, name.starts_with("raw"));
    }
    let bytes = vm.buffer(args[0])?;
    let errors = errors_name(vm, args.given(1))?;
    let last = match args.given(2) {
        Some(v) => vm.truth(v)?,
        None => matches!(name, "ascii" | "latin-1"),
    };
    let (text, consumed) = match Codec::find(name) {
        Some(codec) => vm.decode_by(&bytes, codec, &errors, last)?,
        None if name == UTF7 => utf7::decode(vm, &bytes, &errors, last)?,
        None => (unescape(vm, &bytes, name, &errors)?, bytes.len()),
    };
    let text = vm.new_str_wtf8(&text)?;
    vm.new_tuple(&[text, Value::small_int(consumed as isize)])
}

/// Decodes one of the two codecs of escapes.
fn unescape(vm: &mut Vm, bytes: &[u8], name: &str, errors: &str) -> Outcome<Vec<u8>> {
    let raw = name.starts_with("raw");
    let decode = if raw { codec::raw_unicode_unescape } else { codec::unicode_unescape };
    let encoding = if raw { "rawunicodeescape" } else { "unicodeescape" };
    let (mut out, mut at) = (vec![], 0);
    loop {
        match decode(&bytes[at..]) {
            Ok(text) => {
                out.extend(text);
                return Ok(out);
            }
            Err((start, end, reason)) => {
                out.extend(decode(&bytes[at..at + start]).unwrap_or_default());
                let fault = codec::Fault { encoding, start: at + start, end: at + end, reason, codec: None };
                at = vm.decode_fault(&mut out, bytes, fault, errors)?;
            }
        }
    }
}

/// Decodes in a byte order that is given (-1: little, 1: big) or (0) that a mark at the start tells, which is told too.
fn decode_in_order(vm: &mut Vm, args: Args, codecs: [Codec; 2], mark: &[u8]) -> Outcome {
    let bytes = vm.buffer(args[0])?;
    let errors = errors_name(vm, args.given(1))?;
    let mut order = args.given(2).map_or(Ok(0), |v| vm.index_i64(v))?.signum();
    let last = args.given(3).map_or(Ok(false), |v| vm.truth(v))?;
    let mut start = 0;
    if order == 0 && bytes.len() >= mark.len() {
        let found = &bytes[..mark.len()];
        if found == mark {
            (order, start) = (-1, mark.len());
        } else if found.iter().rev().eq(mark) {
            (order, start) = (1, mark.len());
        }
    }
    let codec = codecs[usize::from(order > 0)];
    let (text, consumed) = vm.decode_by(&bytes[start..], codec, &errors, last)?;
    let text = vm.new_str_wtf8(&text)?;
    vm.new_tuple(&[text, Value::small_int((start + consumed) as isize), Value::small_int(order as isize)])
}

fn escape_decode(vm: &mut Vm, args: Args) -> Outcome {
    let bytes = input_bytes(vm, args[0])?;
    let mut out = vec![];
    let mut i = 0;
    while i < bytes.len() {
        let b = bytes[i];
        i += 1;
        if b != b'\\' {
            out.push(b);
            continue;
        }
        let Some(&c) = bytes.get(i) else { return Err(vm.value_error("Trailing \\ in string")) };
        i += 1;
        match c {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(c),
            b'a' => out.push(7),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'n' => out.push(10),
            b'r' => out.push(13),
            b't' => out.push(9),
            b'v' => out.push(11),
            b'0'..=b'7' => {
                let mut n = u32::from(c - b'0');
                for _ in 0..2 {
                    match bytes.get(i) {
                        Some(d @ b'0'..=b'7') => n = n * 8 + u32::from(d - b'0'),
                        _ => break,
                    }
                    i += 1;
                }
                out.push(n as u8);
            }
            b'x' => {
                let digits = bytes.get(i..i + 2).and_then(|d| std::str::from_utf8(d).ok());
                match digits.and_then(|d| u8::from_str_radix(d, 16).ok()) {
                    Some(n) => {
                        out.push(n);
                        i += 2;
                    }
                    None => return Err(vm.value_error(format!("invalid \\x escape at position {}", i - 2))),
                }
            }
            _ => out.extend([b'\\', c]),
        }
    }
    let out = vm.new_bytes(&out)?;
    vm.new_tuple(&[out, Value::small_int(bytes.len() as isize)])
}

/// What a mapping says of a code: UNSET if nothing.
fn mapped(vm: &mut Vm, mapping: Value, code: usize) -> Outcome {
    if vm.is_dict(mapping) {
        return vm.dict_get(mapping, Value::small_int(code as isize));
    }
    match vm.get_item(mapping, Value::small_int(code as isize)) {
        Ok(v) => Ok(v),
        Err(raised) => {
            let lookup = vm.exceptions.LookupError;
            if !vm.pending_is(lookup) {
                return Err(raised);
            }
            vm.take_pending();
            Ok(Value::UNSET)
        }
    }
}

fn charmap_decode(vm: &mut Vm, args: Args) -> Outcome {
    let mapping = args.or(2, Value::NONE);
    if mapping.is(Value::NONE) {
        return decode_with(vm, args, "latin-1");
    }
    let bytes = vm.buffer(args[0])?;
    let errors = errors_name(vm, args.given(1))?;
    let mut out: Vec<u8> = vec![];
    // The usual table is a str of 256 characters.
    let table: Option<Vec<char>> =
        if vm.is_str(mapping) { Some(vm.str_lossy(mapping).chars().collect()) } else { None };
    let mut i = 0;
    while i < bytes.len() {
        let code = bytes[i] as usize;
        let found = match &table {
            Some(table) => table.get(code).filter(|c| **c != '\u{fffe}').map(|c| c.to_string().into_bytes()),
            None => {
                let v = mapped(vm, mapping, code)?;
                if v.is(Value::UNSET) || v.is(Value::NONE) {
                    None
                } else if vm.is_str(v) {
                    Some(vm.str_bytes(v).to_vec())
                } else {
                    let c = vm.index_i64(v)?;
                    let chr = vm.dict_get_text(vm.builtins, "chr")?;
                    if c == 0xfffe {
                        None
                    } else {
                        let c = vm.new_int(c)?;
                        let c = vm.call(chr, &[c])?;
                        Some(vm.str_bytes(c).to_vec())
                    }
                }
            }
        };
        match found {
            Some(text) => {
                out.extend(text);
                i += 1;
            }
            None => {
                let fault = pyspec_runtime::types::str::codec::Fault {
                    encoding: "charmap",
                    start: i,
                    end: i + 1,
                    reason: "character maps to <undefined>",
                    codec: None,
                };
                i = vm.decode_fault(&mut out, &bytes, fault, &errors)?;
            }
        }
    }
    let text = vm.new_str_wtf8(&out)?;
    vm.new_tuple(&[text, Value::small_int(bytes.len() as isize)])
}

fn charmap_encode(vm: &mut Vm, args: Args) -> Outcome {
    let mapping = args.or(2, Value::NONE);
    if mapping.is(Value::NONE) {
        return encode_with(vm, args, "latin-1");
    }
    let errors = errors_name(vm, args.given(1))?;
    let string = args[0];
    let list = vm.collect_items(string)?;
    let mut points: Vec<u32> = vec![];
    for v in list.iter() {
        let text = vm.str_bytes(*v);
        points.push(point(text));
    }
    let mut out: Vec<u8> = vec![];
    let mut i = 0;
    while i < points.len() {
        let v = mapped(vm, mapping, points[i] as usize)?;
        if !v.is(Value::UNSET) && !v.is(Value::NONE) {
            put_mapped(vm, &mut out, v)?;
            i += 1;
            continue;
        }
        let mut end = i + 1;
        while end < points.len() {
            let v = mapped(vm, mapping, points[end] as usize)?;
            if !v.is(Value::UNSET) && !v.is(Value::NONE) {
                break;
            }
            end += 1;
        }
        let fault = pyspec_runtime::types::str::codec::Fault {
            encoding: "charmap",
            start: i,
            end,
            reason: "character maps to <undefined>",
            codec: None,
        };
        let answer = vm.encode_fault(string, &points, fault, &errors)?;
        out.extend(&answer.raw);
        for c in &answer.text {
            let v = mapped(vm, mapping, *c as usize)?;
            if v.is(Value::UNSET) || v.is(Value::NONE) {
                return Err(vm.encode_error(string, "charmap", i, end, "character maps to <undefined>"));
            }
            put_mapped(vm, &mut out, v)?;
        }
        i = answer.resume;
    }
    let out = vm.new_bytes(&out)?;
    vm.new_tuple(&[out, Value::small_int(points.len() as isize)])
}

fn put_mapped(vm: &mut Vm, out: &mut Vec<u8>, v: Value) -> Outcome<()> {
    if let Some(bytes) = vm.bytes_like(v) {
        out.extend_from_slice(bytes);
        return Ok(());
    }
    match vm.index_i64(v)? {
        n @ 0..=255 => out.push(n as u8),
        _ => return Err(vm.type_error("character mapping must be in range(256)")),
    }
    Ok(())
}

/// The code point of one character in WTF-8.
fn point(text: &[u8]) -> u32 {
    let first = u32::from(text[0]);
    let (mut c, n) = match text.len() {
        1 => (first, 0),
        2 => (first & 0x1f, 1),
        3 => (first & 0xf, 2),
        _ => (first & 7, 3),
    };
    for b in &text[1..=n] {
        c = c << 6 | u32::from(b & 0x3f);
    }
    c
}

macro_rules! handler {
    ($name:literal) => {
        native(concat!($name, "_errors"), "(exception, /)", PY, |vm, args| handle(vm, args[0], $name))
    };
}

/// The handlers that are always there, as functions.
static HANDLERS: &[Native] = &[
    handler!("strict"),
    handler!("ignore"),
    handler!("replace"),
    handler!("backslashreplace"),
    handler!("xmlcharrefreplace"),
    handler!("namereplace"),
    handler!("surrogateescape"),
    handler!("surrogatepass"),
];

/// Answers an exception as the handler of this name does: (replacement, position).
fn handle(vm: &mut Vm, exception: Value, name: &str) -> Outcome {
    let class = vm.class_of(exception);
    let encoding_fault = vm.is_subtype(class, vm.exceptions.UnicodeEncodeError);
    let decoding_fault = vm.is_subtype(class, vm.exceptions.UnicodeDecodeError);
    if name == "strict" && vm.is_subtype(class, vm.exceptions.Exception) {
        return Err(vm.set_pending(exception));
    }
    if !encoding_fault && !decoding_fault {
        let what = vm.type_name(exception);
        return Err(vm.type_error(format!("don't know how to handle {what} in error callback")));
    }
    let get = |vm: &mut Vm, name: &str| vm.get_attr_text(exception, name);
    let object = get(vm, "object")?;
    let (start, end) = (get(vm, "start")?, get(vm, "end")?);
    let (start, end) = (vm.index_i64(start)? as usize, vm.index_i64(end)? as usize);
    let (encoding, reason) = (get(vm, "encoding")?, get(vm, "reason")?);
    let (encoding, reason) = (vm.str_lossy(encoding), vm.str_lossy(reason));
    let codec = Codec::find(&encoding);
    let fault = pyspec_runtime::types::str::codec::Fault { encoding: &encoding, start, end, reason: &reason, codec };
    if decoding_fault {
        let bytes = vm.buffer(object)?;
        let mut out = vec![];
        let resume = vm.decode_fault(&mut out, &bytes, fault, name)?;
        let text = vm.new_str_wtf8(&out)?;
        return vm.new_tuple(&[text, Value::small_int(resume as isize)]);
    }
    let mut points = vec![];
    let characters = vm.collect_items(object)?;
    for c in characters.iter() {
        points.push(point(vm.str_bytes(*c)));
    }
    let answer = vm.encode_fault(object, &points, fault, name)?;
    let replacement = if answer.raw.is_empty() {
        let text: String = answer.text.iter().filter_map(|c| char::from_u32(*c)).collect();
        vm.new_str(&text)?
    } else {
        vm.new_bytes(&answer.raw)?
    };
    vm.new_tuple(&[replacement, Value::small_int(answer.resume as isize)])
}
