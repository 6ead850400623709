//! The rows of `str`.

use super::{case, classify, find, split, template, translate, wtf8};
use crate::native::{Args, Native, NativeKind, Outcome, Raised, TypeTable, native};
use crate::protocol::compare::Comparison;
use crate::types::int::rows::spec_type_error;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;
use std::ops::Range;

/// The type.
pub static TABLE: TypeTable = TypeTable {
    map: id::STR,
    name: "str",
    module: "builtins",
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to 'utf-8'.\nerrors defaults to 'strict'.",
    rows: ROWS,
};

const E: Effect = Effect::ALLOC.or(Effect::RAISE);
const P: Effect = Effect::PYTHON;

const ROWS: &[Native] = &[
    native("__new__", "(cls, object='', encoding='utf-8', errors='strict')", P, new),
    native("__repr__", "(self, /)", E, repr),
    native("__str__", "(self, /)", E, str),
    native("__hash__", "(self, /)", E, hash),
    native("__len__", "(self, /)", Effect::PURE, len),
    native("__iter__", "(self, /)", E, iter),
    native("__contains__", "(self, key, /)", E, contains),
    native("__getitem__", "(self, key, /)", P, get_item),
    native("__add__", "(self, value, /)", E, add),
    native("__mul__", "(self, value, /)", P, mul),
    native("__rmul__", "(self, value, /)", P, mul),
    native("__mod__", "(self, value, /)", P, modulo),
    native("__rmod__", "(self, value, /)", P, rmodulo),
    native("__eq__", "(self, value, /)", Effect::PURE, eq),
    native("__ne__", "(self, value, /)", Effect::PURE, ne),
    native("__lt__", "(self, value, /)", Effect::PURE, lt),
    native("__le__", "(self, value, /)", Effect::PURE, le),
    native("__gt__", "(self, value, /)", Effect::PURE, gt),
    native("__ge__", "(self, value, /)", Effect::PURE, ge),
    native("__format__", "(self, format_spec, /)", E, format_method),
    native("__getnewargs__", "(self, /)", E, getnewargs),
    native("__sizeof__", "(self, /)", E, sizeof),
    native("encode", "(self, /, encoding='utf-8', errors='strict')", P, encode),
    native("replace", "(self, old, new, /, count=-1)", P, replace),
    native("split", "(self, /, sep=None, maxsplit=-1)", P, split_method),
    native("rsplit", "(self, /, sep=None, maxsplit=-1)", P, rsplit),
    native("splitlines", "(self, /, keepends=False)", P, splitlines),
    native("join", "(self, iterable, /)", P, join),
    native("capitalize", "(self, /)", E, capitalize),
    native("casefold", "(self, /)", E, casefold),
    native("title", "(self, /)", E, title),
    native("lower", "(self, /)", E, lower),
    native("upper", "(self, /)", E, upper),
    native("swapcase", "(self, /)", E, swapcase),
    native("center", "(self, width, fillchar=' ', /)", P, center),
    native("ljust", "(self, width, fillchar=' ', /)", P, ljust),
    native("rjust", "(self, width, fillchar=' ', /)", P, rjust),
    native("zfill", "(self, width, /)", P, zfill),
    native("expandtabs", "(self, /, tabsize=8)", P, expandtabs),
    native("count", "(self, sub, start=None, end=None, /)", P, count),
    native("find", "(self, sub, start=None, end=None, /)", P, find_method),
    native("rfind", "(self, sub, start=None, end=None, /)", P, rfind),
    native("index", "(self, sub, start=None, end=None, /)", P, index),
    native("rindex", "(self, sub, start=None, end=None, /)", P, rindex),
    native("startswith", "(self, prefix, start=None, end=None, /)", P, startswith),
    native("endswith", "(self, suffix, start=None, end=None, /)", P, endswith),
    native("removeprefix", "(self, prefix, /)", E, removeprefix),
    native("removesuffix", "(self, suffix, /)", E, removesuffix),
    native("partition", "(self, sep, /)", E, partition),
    native("rpartition", "(self, sep, /)", E, rpartition),
    native("strip", "(self, chars=None, /)", E, strip),
    native("lstrip", "(self, chars=None, /)", E, lstrip),
    native("rstrip", "(self, chars=None, /)", E, rstrip),
    native("translate", "(self, table, /)", P, translate::translate),
    native("maketrans", "(x, y=None, z=None, /)", P, translate::maketrans).kind(NativeKind::StaticMethod),
    native("format", "(self, /, *args, **kwargs)", P, format),
    native("format_map", "(self, mapping, /)", P, format_map),
    native("isalpha", "(self, /)", Effect::PURE, isalpha),
    native("isalnum", "(self, /)", Effect::PURE, isalnum),
    native("isascii", "(self, /)", Effect::PURE, isascii),
    native("isdecimal", "(self, /)", Effect::PURE, isdecimal),
    native("isdigit", "(self, /)", Effect::PURE, isdigit),
    native("isnumeric", "(self, /)", Effect::PURE, isnumeric),
    native("isidentifier", "(self, /)", Effect::PURE, isidentifier),
    native("islower", "(self, /)", Effect::PURE, islower),
    native("isupper", "(self, /)", Effect::PURE, isupper),
    native("istitle", "(self, /)", Effect::PURE, istitle),
    native("isspace", "(self, /)", Effect::PURE, isspace),
    native("isprintable", "(self, /)", Effect::PURE, isprintable),
];

/// The receiver's bytes.
fn this<'a>(vm: &Vm, args: Args) -> &'a [u8] {
    vm.str_bytes(args[0])
}

/// Text of an argument; TypeError `what must be str, not …`.
fn argument<'a>(vm: &mut Vm, value: Value, what: &str) -> Outcome<&'a [u8]> {
    match vm.text(value) {
        Some(text) => Ok(text.bytes),
        None => Err(vm.must_be_str(value, what)),
    }
}

/// A piece of the receiver: itself if it is all of it and exact.
fn piece(vm: &mut Vm, string: Value, part: &[u8]) -> Outcome {
    if part.len() == vm.str_bytes(string).len() {
        return Ok(vm.exact(string));
    }
    vm.new_str_wtf8(part)
}

/// Pieces as a list.
fn pieces(vm: &mut Vm, text: &[u8], parts: Vec<Range<usize>>) -> Outcome {
    let mut items = crate::object::Rooted::new();
    items.reserve(parts.len());
    for part in parts {
        let item = vm.new_str_wtf8(&text[part])?;
        items.push(item);
    }
    vm.new_list(&items)
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::STR)?;
    let (object, encoding, errors) = (args.given(1), args.given(2), args.given(3));
    for (v, name) in [(encoding, "encoding"), (errors, "errors")] {
        if let Some(v) = v.filter(|v| !vm.is_str(*v)) {
            return Err(vm.must_be_str(v, &format!("str() argument '{name}'")));
        }
    }
    let string = match object {
        None => vm.empty_str(),
        Some(object) if encoding.is_none() && errors.is_none() => vm.to_str(object)?,
        Some(object) => decode_object(vm, object, encoding, errors)?,
    };
    if class == vm.builtin_class(id::STR) {
        return Ok(string);
    }
    let exact = vm.exact(string);
    vm.wrap(class, exact)
}

fn decode_object(vm: &mut Vm, object: Value, encoding: Option<Value>, errors: Option<Value>) -> Outcome {
    if vm.is_str(object) {
        return Err(vm.type_error("decoding str is not supported"));
    }
    let Some(bytes) = vm.buffer_bytes(object) else {
        let name = vm.type_name(object);
        return Err(vm.type_error(format!("decoding to str: need a bytes-like object, {name} found")));
    };
    let encoding = encoding.map_or_else(|| "utf-8".into(), |e| vm.str_lossy(e));
    let errors = errors.map_or_else(|| "strict".into(), |e| vm.str_lossy(e));
    vm.decode(&bytes, &encoding, &errors)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    vm.str_repr(args[0])
}

fn str(vm: &mut Vm, args: Args) -> Outcome {
    Ok(vm.exact(args[0]))
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let hash = vm.str_hash(args[0])?;
    vm.new_int(hash)
}

fn len(vm: &mut Vm, args: Args) -> Outcome {
    let len = vm.str_len(args[0]);
    vm.new_int(len as i64)
}

fn iter(vm: &mut Vm, args: Args) -> Outcome {
    let string = vm.exact(args[0]);
    vm.new_iterator(id::STR_ITERATOR, string, 0)
}

fn contains(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(vm.str_contains(args[0], args[1])?))
}

fn get_item(vm: &mut Vm, args: Args) -> Outcome {
    vm.str_get_item(args[0], args[1])
}

fn add(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_str(args[1]) {
        let name = vm.type_name(args[1]);
        return Err(vm.type_error(format!("can only concatenate str (not \"{name}\") to str")));
    }
    let (a, b) = (vm.exact(args[0]), vm.exact(args[1]));
    vm.str_concat(a, b)
}

fn mul(vm: &mut Vm, args: Args) -> Outcome {
    let string = vm.exact(args[0]);
    vm.str_repeat(string, args[1])
}

fn modulo(vm: &mut Vm, args: Args) -> Outcome {
    vm.str_percent(args[0], args[1])
}

fn rmodulo(vm: &mut Vm, args: Args) -> Outcome {
    if vm.is_str(args[1]) { vm.str_percent(args[1], args[0]) } else { Ok(Value::NOT_IMPLEMENTED) }
}

macro_rules! comparisons {
    ($($name:ident $op:ident;)*) => {
        $(fn $name(vm: &mut Vm, args: Args) -> Outcome {
            match vm.text(args[1]) {
                Some(other) => Ok(Value::bool(Comparison::$op.holds(Some(this(vm, args).cmp(other.bytes))))),
                None => Ok(Value::NOT_IMPLEMENTED),
            }
        })*
    };
}

comparisons! {
    eq Eq;
    ne Ne;
    lt Lt;
    le Le;
    gt Gt;
    ge Ge;
}

fn format_method(vm: &mut Vm, args: Args) -> Outcome {
    match vm.text(args[1]) {
        Some(spec) => vm.format_str(args[0], spec.bytes),
        None => Err(spec_type_error(vm, args[1])),
    }
}

fn getnewargs(vm: &mut Vm, args: Args) -> Outcome {
    let string = vm.exact(args[0]);
    vm.new_tuple(&[string])
}

fn sizeof(vm: &mut Vm, args: Args) -> Outcome {
    // As CPython counts: header and units of the widest code point.
    let text = vm.str_text_of(args[0]);
    let widest = if text.ascii { 0 } else { wtf8::points(text.bytes).max().unwrap_or(0) };
    let size = match widest {
        0..0x80 => 41 + text.chars,
        0x80..0x100 => 58 + text.chars,
        0x100..0x1_0000 => 58 + 2 * text.chars,
        _ => 60 + 4 * text.chars,
    };
    vm.new_int(size as i64)
}

/// Encoding and error handler from two optional arguments.
fn codec_arguments(vm: &mut Vm, args: Args, method: &str) -> Outcome<(String, String)> {
    let mut both = [String::from("utf-8"), String::from("strict")];
    for (i, name) in ["encoding", "errors"].iter().enumerate() {
        if let Some(v) = args.given(i + 1) {
            both[i] = vm.expect_str(v, &format!("{method}() argument '{name}'"))?;
        }
    }
    let [encoding, errors] = both;
    Ok((encoding, errors))
}

fn encode(vm: &mut Vm, args: Args) -> Outcome {
    let (encoding, errors) = codec_arguments(vm, args, "encode")?;
    let bytes = vm.encode(args[0], &encoding, &errors)?;
    vm.new_bytes(&bytes)
}

/// A limit argument: -1 is none.
fn limit(vm: &mut Vm, value: Option<Value>) -> Outcome<usize> {
    match value {
        Some(v) => Ok(usize::try_from(vm.index_i64(v)?).unwrap_or(usize::MAX)),
        None => Ok(usize::MAX),
    }
}

fn replace(vm: &mut Vm, args: Args) -> Outcome {
    argument(vm, args[1], "replace() argument 1")?;
    argument(vm, args[2], "replace() argument 2")?;
    let limit = limit(vm, args.given(3))?;
    let (old, new) = (vm.str_bytes(args[1]), vm.str_bytes(args[2]));
    let text = this(vm, args);
    match find::replace(text, old, new, limit, |at| wtf8::width(text[at])) {
        Some(replaced) => vm.new_str_wtf8(&replaced),
        None => Ok(vm.exact(args[0])),
    }
}

/// Separator of a splitting method; `None`: white space.
fn separator<'a>(vm: &mut Vm, value: Value) -> Outcome<Option<&'a [u8]>> {
    if value.is(Value::NONE) {
        return Ok(None);
    }
    match vm.text(value) {
        Some(text) if text.bytes.is_empty() => Err(vm.value_error("empty separator")),
        Some(text) => Ok(Some(text.bytes)),
        None => {
            let name = vm.type_name(value);
            Err(vm.type_error(format!("must be str or None, not {name}")))
        }
    }
}

fn split_method(vm: &mut Vm, args: Args) -> Outcome {
    let limit = limit(vm, args.given(2))?;
    let text = this(vm, args);
    let parts = match separator(vm, args.or(1, Value::NONE))? {
        Some(separator) => split::split(text, separator, limit),
        None => split::split_space(text, limit, classify::is_space, wtf8::decode),
    };
    pieces(vm, text, parts)
}

fn rsplit(vm: &mut Vm, args: Args) -> Outcome {
    let limit = limit(vm, args.given(2))?;
    let text = this(vm, args);
    let parts = match separator(vm, args.or(1, Value::NONE))? {
        Some(separator) => split::rsplit(text, separator, limit),
        None => split::rsplit_space(text, limit, classify::is_space, split::back),
    };
    pieces(vm, text, parts)
}

fn splitlines(vm: &mut Vm, args: Args) -> Outcome {
    let keep = match args.given(1) {
        Some(v) => vm.truth(v)?,
        None => false,
    };
    let text = this(vm, args);
    pieces(vm, text, split::lines(text, keep))
}

fn join(vm: &mut Vm, args: Args) -> Outcome {
    vm.str_join_iterable(args[0], args[1])
}

macro_rules! mappings {
    ($($name:ident $function:path;)*) => {
        $(fn $name(vm: &mut Vm, args: Args) -> Outcome {
            let mapped = $function(this(vm, args));
            vm.new_str_wtf8(&mapped)
        })*
    };
}

mappings! {
    capitalize case::capitalize;
    casefold case::casefold;
    title case::title;
    lower case::lower;
    upper case::upper;
    swapcase case::swapcase;
}

/// Width and fill of a padding method; `None`: nothing to pad.
fn padding(vm: &mut Vm, args: Args) -> Outcome<Option<(usize, u32)>> {
    let width = vm.index_i64(args[1])?;
    let fill = match args.given(2) {
        None => u32::from(b' '),
        Some(v) => match vm.text(v) {
            Some(text) if text.chars == 1 => text.at(0),
            Some(_) => return Err(vm.type_error("The fill character must be exactly one character long")),
            None => {
                let name = vm.type_name(v);
                return Err(vm.type_error(format!("The fill character must be a unicode character, not {name}")));
            }
        },
    };
    let missing = width - vm.str_len(args[0]) as i64;
    Ok(if missing > 0 { Some((missing as usize, fill)) } else { None })
}

fn padded(vm: &mut Vm, args: Args, left: impl FnOnce(usize, usize) -> usize) -> Outcome {
    let Some((missing, fill)) = padding(vm, args)? else { return Ok(vm.exact(args[0])) };
    let text = vm.str_text_of(args[0]);
    let left = left(missing, text.chars);
    let mut out = Vec::with_capacity(text.bytes.len() + missing);
    (0..left).for_each(|_| wtf8::push(&mut out, fill));
    out.extend_from_slice(text.bytes);
    (left..missing).for_each(|_| wtf8::push(&mut out, fill));
    vm.new_str_wtf8(&out)
}

/// How much of the padding of `center` goes to the left.
pub fn center_left(missing: usize, len: usize) -> usize {
    missing / 2 + (missing & (missing + len) & 1)
}

fn center(vm: &mut Vm, args: Args) -> Outcome {
    padded(vm, args, center_left)
}

fn ljust(vm: &mut Vm, args: Args) -> Outcome {
    padded(vm, args, |_, _| 0)
}

fn rjust(vm: &mut Vm, args: Args) -> Outcome {
    padded(vm, args, |missing, _| missing)
}

/// `zfill` on bytes: zeros behind a sign.
pub fn zero_filled(text: &[u8], missing: usize) -> Vec<u8> {
    let sign = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let mut out = text[..sign].to_vec();
    out.extend(std::iter::repeat_n(b'0', missing));
    out.extend_from_slice(&text[sign..]);
    out
}

fn zfill(vm: &mut Vm, args: Args) -> Outcome {
    let width = vm.index_i64(args[1])?;
    let missing = width - vm.str_len(args[0]) as i64;
    if missing <= 0 {
        return Ok(vm.exact(args[0]));
    }
    let filled = zero_filled(this(vm, args), missing as usize);
    vm.new_str_wtf8(&filled)
}

/// Tabs as spaces up to the next stop; columns begin anew at line ends. `is_start`: a byte that begins a unit.
pub fn tabs_expanded(text: &[u8], tab: i64, is_start: impl Fn(u8) -> bool) -> Vec<u8> {
    let (mut out, mut column) = (Vec::with_capacity(text.len()), 0);
    for byte in text {
        if *byte == b'\t' {
            if tab > 0 {
                let spaces = tab - column % tab;
                out.extend(std::iter::repeat_n(b' ', spaces as usize));
                column += spaces;
            }
        } else {
            out.push(*byte);
            if matches!(byte, b'\n' | b'\r') {
                column = 0;
            } else if is_start(*byte) {
                column += 1;
            }
        }
    }
    out
}

fn expandtabs(vm: &mut Vm, args: Args) -> Outcome {
    let tab = match args.given(1) {
        Some(v) => vm.index_i64(v)?,
        None => 8,
    };
    let expanded = tabs_expanded(this(vm, args), tab, wtf8::is_start);
    vm.new_str_wtf8(&expanded)
}

/// What a searching method searches: text, the byte where it begins, and the needle. `None`: nothing can be found.
struct Search<'a> {
    /// The receiver up to the end asked for.
    text: &'a [u8],
    from: usize,
    needle: &'a [u8],
    chars: usize,
}

fn search<'a>(vm: &mut Vm, args: Args, what: &str) -> Outcome<Option<Search<'a>>> {
    argument(vm, args[1], what)?;
    // An index makes positions quick, and bounds may run Python: flatten and measure first.
    let string = vm.exact(args[0]);
    let len = vm.str_len(string);
    let (given_start, given_end) = (some(args.given(2)), some(args.given(3)));
    let needle = vm.str_bytes(args[1]);
    if given_start.is_none() && given_end.is_none() {
        return Ok(Some(Search { text: vm.str_bytes(string), from: 0, needle, chars: len }));
    }
    let Some((start, end)) = vm.search_bounds(given_start, given_end, len)? else { return Ok(None) };
    let text = vm.str_text_of(string);
    let needle = vm.str_bytes(args[1]);
    Ok(Some(Search { text: &text.bytes[..text.byte(end)], from: text.byte(start), needle, chars: end - start }))
}

/// An optional argument for which None means omitted.
pub fn some(value: Option<Value>) -> Option<Value> {
    value.filter(|v| !v.is(Value::NONE))
}

fn count(vm: &mut Vm, args: Args) -> Outcome {
    let n = match search(vm, args, "count() argument 1")? {
        Some(s) => find::count(&s.text[s.from..], s.needle, s.chars),
        None => 0,
    };
    vm.new_int(n as i64)
}

/// Number of the code point where the needle is, -1 if it is nowhere.
fn position(vm: &mut Vm, args: Args, what: &str, last: bool) -> Outcome<i64> {
    let Some(s) = search(vm, args, what)? else { return Ok(-1) };
    let found = if last {
        find::rfind(&s.text[s.from..], s.needle).map(|i| i + s.from)
    } else {
        find::find(s.text, s.needle, s.from)
    };
    Ok(found.map_or(-1, |at| vm.str_text_of(args[0]).number(at) as i64))
}

fn find_method(vm: &mut Vm, args: Args) -> Outcome {
    let at = position(vm, args, "find() argument 1", false)?;
    vm.new_int(at)
}

fn rfind(vm: &mut Vm, args: Args) -> Outcome {
    let at = position(vm, args, "rfind() argument 1", true)?;
    vm.new_int(at)
}

fn found(vm: &mut Vm, at: i64) -> Outcome {
    if at < 0 { Err(vm.value_error("substring not found")) } else { vm.new_int(at) }
}

fn index(vm: &mut Vm, args: Args) -> Outcome {
    let at = position(vm, args, "index() argument 1", false)?;
    found(vm, at)
}

fn rindex(vm: &mut Vm, args: Args) -> Outcome {
    let at = position(vm, args, "rindex() argument 1", true)?;
    found(vm, at)
}

/// `startswith` and `endswith`.
fn affix(vm: &mut Vm, args: Args, method: &str, test: fn(&[u8], &[u8]) -> bool) -> Outcome {
    let string = vm.exact(args[0]);
    let len = vm.str_len(string);
    let bounds = vm.search_bounds(some(args.given(2)), some(args.given(3)), len)?;
    let is_tuple = vm.class_of(args[1]).has(crate::object::class::class_flags::TUPLE);
    let single = [args[1]];
    let affixes = if is_tuple { vm.tuple_items(args[1]) } else { &single };
    affix_among(vm, string, bounds, affixes, is_tuple, method, test)
}

#[allow(clippy::too_many_arguments, reason = "one call site")]
fn affix_among(
    vm: &mut Vm,
    string: Value,
    bounds: Option<(usize, usize)>,
    affixes: &[Value],
    is_tuple: bool,
    method: &str,
    test: fn(&[u8], &[u8]) -> bool,
) -> Outcome {
    for affix in affixes {
        let Some(affix_text) = vm.text(*affix) else {
            let name = vm.type_name(*affix);
            return Err(vm.type_error(if is_tuple {
                format!("tuple for {method} must only contain str, not {name}")
            } else {
                format!("{method} first arg must be str or a tuple of str, not {name}")
            }));
        };
        if let Some((start, end)) = bounds {
            let part = vm.str_text_of(string).slice(start, end);
            if test(part, affix_text.bytes) {
                return Ok(Value::TRUE);
            }
        }
    }
    Ok(Value::FALSE)
}

fn startswith(vm: &mut Vm, args: Args) -> Outcome {
    affix(vm, args, "startswith", |text, prefix| text.starts_with(prefix))
}

fn endswith(vm: &mut Vm, args: Args) -> Outcome {
    affix(vm, args, "endswith", |text, suffix| text.ends_with(suffix))
}

fn removeprefix(vm: &mut Vm, args: Args) -> Outcome {
    let prefix = argument(vm, args[1], "removeprefix() argument")?;
    let text = this(vm, args);
    piece(vm, args[0], text.strip_prefix(prefix).unwrap_or(text))
}

fn removesuffix(vm: &mut Vm, args: Args) -> Outcome {
    let suffix = argument(vm, args[1], "removesuffix() argument")?;
    let text = this(vm, args);
    piece(vm, args[0], text.strip_suffix(suffix).unwrap_or(text))
}

/// The separator of `partition`.
fn partition_separator<'a>(vm: &mut Vm, value: Value) -> Outcome<&'a [u8]> {
    match vm.text(value) {
        Some(text) if text.bytes.is_empty() => Err(vm.value_error("empty separator")),
        Some(text) => Ok(text.bytes),
        None => {
            let name = vm.type_name(value);
            Err(vm.type_error(format!("must be str, not {name}")))
        }
    }
}

fn partition(vm: &mut Vm, args: Args) -> Outcome {
    let separator = partition_separator(vm, args[1])?;
    let text = this(vm, args);
    match find::find(text, separator, 0) {
        Some(at) => three(vm, &text[..at], args[1], &text[at + separator.len()..]),
        None => {
            let empty = vm.empty_str();
            let string = vm.exact(args[0]);
            vm.new_tuple(&[string, empty, empty])
        }
    }
}

fn rpartition(vm: &mut Vm, args: Args) -> Outcome {
    let separator = partition_separator(vm, args[1])?;
    let text = this(vm, args);
    match find::rfind(text, separator) {
        Some(at) => three(vm, &text[..at], args[1], &text[at + separator.len()..]),
        None => {
            let empty = vm.empty_str();
            let string = vm.exact(args[0]);
            vm.new_tuple(&[empty, empty, string])
        }
    }
}

fn three(vm: &mut Vm, left: &[u8], separator: Value, right: &[u8]) -> Outcome {
    let left = vm.new_str_wtf8(left)?;
    let right = vm.new_str_wtf8(right)?;
    let separator = vm.exact(separator);
    vm.new_tuple(&[left, separator, right])
}

fn stripped(vm: &mut Vm, args: Args, left: bool, right: bool, method: &str) -> Outcome {
    let text = this(vm, args);
    let chars = args.or(1, Value::NONE);
    let part = if chars.is(Value::NONE) {
        classify::trim(text, left, right)
    } else if let Some(chars) = vm.text(chars) {
        let drop: Vec<u32> = wtf8::points(chars.bytes).collect();
        classify::trim_by(text, left, right, |c| drop.contains(&c))
    } else {
        return Err(vm.type_error(format!("{method} arg must be None or str")));
    };
    piece(vm, args[0], part)
}

fn strip(vm: &mut Vm, args: Args) -> Outcome {
    stripped(vm, args, true, true, "strip")
}

fn lstrip(vm: &mut Vm, args: Args) -> Outcome {
    stripped(vm, args, true, false, "lstrip")
}

fn rstrip(vm: &mut Vm, args: Args) -> Outcome {
    stripped(vm, args, false, true, "rstrip")
}

fn format(vm: &mut Vm, args: Args) -> Outcome {
    vm.format_template(args[0], template::Sources { args: args[1], mapping: args[2] })
}

fn format_map(vm: &mut Vm, args: Args) -> Outcome {
    vm.format_template(args[0], template::Sources { args: Value::UNSET, mapping: args[1] })
}

macro_rules! tests {
    ($($name:ident $function:path;)*) => {
        $(fn $name(vm: &mut Vm, args: Args) -> Outcome {
            Ok(Value::bool($function(this(vm, args))))
        })*
    };
}

tests! {
    isalpha classify::is_alpha;
    isalnum classify::is_alnum;
    isascii classify::is_ascii;
    isdecimal classify::is_decimal;
    isdigit classify::is_digit;
    isnumeric classify::is_numeric;
    isidentifier classify::is_identifier;
    islower classify::is_lower;
    isupper classify::is_upper;
    istitle classify::is_title;
    isspace classify::is_all_space;
    isprintable classify::is_all_printable;
}

impl Vm {
    /// `string % values`.
    pub fn str_percent(&mut self, string: Value, values: Value) -> Outcome {
        let template = self.str_bytes(string).to_vec();
        let text = self.percent_format(&template, values, false)?;
        self.new_str_wtf8(&text)
    }

    /// `part in string`.
    pub fn str_contains(&mut self, string: Value, part: Value) -> Outcome<bool> {
        match self.text(part) {
            Some(part) => Ok(find::find(self.str_bytes(string), part.bytes, 0).is_some()),
            None => Err(self.not_in_string(part)),
        }
    }

    #[cold]
    fn not_in_string(&mut self, part: Value) -> Raised {
        let name = self.type_name(part);
        self.type_error(format!("'in <string>' requires string as left operand, not {name}"))
    }
}
