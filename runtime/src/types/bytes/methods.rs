//! The methods that `bytes` and `bytearray` share.

use crate::native::{Args, Outcome, Raised};
use crate::object::class::{Special, class_flags};
use crate::object::layout::Slice;
use crate::object::{Gc, Rooted};
use crate::protocol::compare::Comparison;
use crate::types::str::rows::{center_left, some, tabs_expanded, zero_filled};
use crate::types::str::{case, classify, find, repr as text_repr, split};
use crate::vm::Vm;
use pyspec_abi::Value;
use std::ops::Range;

/// The receiver's bytes.
pub fn this<'a>(vm: &Vm, args: Args) -> &'a [u8] {
    vm.bytes_of(args[0]).expect("bytes or a bytearray")
}

/// A result of the receiver's kind.
pub fn result(vm: &mut Vm, args: Args, bytes: &[u8]) -> Outcome {
    if vm.is_bytes(args[0]) { vm.make_bytes(bytes) } else { vm.new_bytearray(bytes) }
}

/// The receiver unchanged: a `bytes` itself, a copy of a `bytearray`.
fn unchanged(vm: &mut Vm, args: Args) -> Outcome {
    if vm.is_bytes(args[0]) { Ok(vm.exact(args[0])) } else { vm.new_bytearray(this(vm, args)) }
}

/// A piece of the receiver.
fn piece(vm: &mut Vm, args: Args, part: &[u8]) -> Outcome {
    if part.len() == this(vm, args).len() { unchanged(vm, args) } else { result(vm, args, part) }
}

fn pieces(vm: &mut Vm, args: Args, parts: Vec<Range<usize>>) -> Outcome {
    let mut items = Rooted::new();
    for part in parts {
        let bytes = this(vm, args)[part].to_vec();
        let item = result(vm, args, &bytes)?;
        items.push(item);
    }
    vm.new_list(&items)
}

pub fn len(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_int(this(vm, args).len() as i64)
}

pub fn hash_bytes(vm: &mut Vm, args: Args) -> Outcome {
    let hash = crate::types::str::siphash::hash_bytes(vm.hash_seed, this(vm, args));
    vm.new_int(hash)
}

/// What is searched for: bytes, or one byte.
fn needle(vm: &mut Vm, value: Value) -> Outcome<Vec<u8>> {
    if let Some(bytes) = vm.buffer_bytes(value) {
        return Ok(bytes);
    }
    if vm.is_int(value) || vm.has_special(value, Special::Index) {
        return Ok(vec![vm.byte_value(value, "byte")?]);
    }
    let name = vm.type_name(value);
    Err(vm.type_error(format!("argument should be integer or bytes-like object, not '{name}'")))
}

pub fn contains(vm: &mut Vm, args: Args) -> Outcome {
    let item = args[1];
    let needle = if vm.is_int(item) || vm.has_special(item, Special::Index) {
        vec![vm.byte_value(item, "byte")?]
    } else {
        vm.buffer(item)?
    };
    Ok(Value::bool(find::find(this(vm, args), &needle, 0).is_some()))
}

pub fn get_item(vm: &mut Vm, args: Args) -> Outcome {
    if let Some(slice) = Gc::<Slice>::from_value(vm, args[1]) {
        let unpacked = vm.slice_unpack(slice)?;
        let bytes = this(vm, args);
        let bounds = unpacked.adjust(bytes.len());
        if bounds.step == 1 {
            return piece(vm, args, &bytes[bounds.start.max(0) as usize..][..bounds.count]);
        }
        let items: Vec<u8> = (0..bounds.count).map(|i| bytes[bounds.at(i)]).collect();
        return result(vm, args, &items);
    }
    let i = index(vm, args)?;
    Ok(Value::small_int(this(vm, args)[i] as isize))
}

/// The position that a subscript means.
pub fn index(vm: &mut Vm, args: Args) -> Outcome<usize> {
    if !vm.has_index(args[1]) {
        let (name, what) = (vm.type_name(args[1]), if vm.is_bytes(args[0]) { "byte" } else { "bytearray" });
        return Err(vm.type_error(format!("{what} indices must be integers or slices, not {name}")));
    }
    let i = vm.index_subscript(args[1])?;
    match crate::types::sequence::wrap_index(i, this(vm, args).len()) {
        Some(i) => Ok(i),
        None => {
            let text = if vm.is_bytes(args[0]) { "index out of range" } else { "bytearray index out of range" };
            Err(vm.index_error(text))
        }
    }
}

pub fn add(vm: &mut Vm, args: Args) -> Outcome {
    let Some(other) = vm.buffer_bytes(args[1]) else {
        let (name, of) = (vm.type_name(args[1]), vm.type_name(args[0]));
        return Err(vm.type_error(format!("can't concat {name} to {of}")));
    };
    let mut joined = this(vm, args).to_vec();
    joined.extend(other);
    result(vm, args, &joined)
}

/// `times` copies.
pub fn repeated(vm: &mut Vm, bytes: &[u8], times: Value) -> Outcome<Vec<u8>> {
    let times = vm.index_count(times)?.max(0) as usize;
    match bytes.len().checked_mul(times) {
        Some(n) if n < 1 << 40 => Ok(bytes.to_vec().repeat(times)),
        Some(n) if n < isize::MAX as usize => Err(vm.memory_error("")),
        _ => Err(vm.overflow_error("repeated bytes are too long")),
    }
}

pub fn mul(vm: &mut Vm, args: Args) -> Outcome {
    let repeated = repeated(vm, this(vm, args), args[1])?;
    result(vm, args, &repeated)
}

pub fn modulo(vm: &mut Vm, args: Args) -> Outcome {
    let template = this(vm, args).to_vec();
    let formatted = vm.percent_format(&template, args[1], true)?;
    result(vm, args, &formatted)
}

pub fn rmodulo(_vm: &mut Vm, _args: Args) -> Outcome {
    Ok(Value::NOT_IMPLEMENTED)
}

macro_rules! comparisons {
    ($($name:ident $op:ident;)*) => {
        $(pub fn $name(vm: &mut Vm, args: Args) -> Outcome {
            // A bytearray compares with any buffer, bytes with bytes alone.
            if let Some(other) = vm.bytes_of(args[1]) {
                return Ok(Value::bool(Comparison::$op.holds(Some(this(vm, args).cmp(other)))));
            }
            if !vm.map_has_value(args[0], crate::object::class::class_flags::BYTEARRAY) {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            match vm.buffer_bytes(args[1]) {
                Some(other) => Ok(Value::bool(Comparison::$op.holds(Some(this(vm, args).cmp(&other[..]))))),
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

pub fn decode(vm: &mut Vm, args: Args) -> Outcome {
    let mut both = [String::from("utf-8"), String::from("strict")];
    for (i, name) in ["encoding", "errors"].iter().enumerate() {
        if let Some(v) = args.given(i + 1) {
            both[i] = vm.expect_str(v, &format!("decode() argument '{name}'"))?;
        }
    }
    let bytes = this(vm, args).to_vec();
    vm.decode(&bytes, &both[0], &both[1])
}

/// Hexadecimal digits, in groups with a separator.
pub fn hex_text(vm: &mut Vm, bytes: &[u8], separator: Option<Value>, group: Option<Value>) -> Outcome {
    let separator = match separator {
        None => None,
        Some(v) => Some(hex_separator(vm, v)?),
    };
    let group = match group {
        Some(v) => vm.index_i64(v)?,
        None => 1,
    };
    let size = group.unsigned_abs() as usize;
    let mut out = String::with_capacity(bytes.len() * 3);
    for (i, byte) in bytes.iter().enumerate() {
        let place = if group > 0 { bytes.len() - i } else { i };
        if let Some(separator) = separator.filter(|_| i > 0 && size > 0 && place % size == 0) {
            out.push(separator);
        }
        out.push(char::from_digit(u32::from(byte >> 4), 16).expect("four bits"));
        out.push(char::from_digit(u32::from(byte & 15), 16).expect("four bits"));
    }
    vm.new_str(&out)
}

fn hex_separator(vm: &mut Vm, v: Value) -> Outcome<char> {
    let bytes = match (vm.text(v), vm.bytes_of(v)) {
        (Some(text), _) if text.chars == 1 => text.bytes,
        (None, Some(bytes)) if bytes.len() == 1 => bytes,
        (None, None) => {
            let name = vm.type_name(v);
            return Err(vm.type_error(format!("object of type '{name}' has no len()")));
        }
        _ => return Err(vm.value_error("sep must be length 1.")),
    };
    match bytes {
        [byte] if byte.is_ascii() => Ok(*byte as char),
        _ => Err(vm.value_error("sep must be ASCII.")),
    }
}

pub fn hex(vm: &mut Vm, args: Args) -> Outcome {
    let bytes = this(vm, args).to_vec();
    hex_text(vm, &bytes, args.given(1), args.given(2))
}

pub fn fromhex(vm: &mut Vm, args: Args) -> Outcome {
    let text = match vm.text(args[1]) {
        Some(text) => text.bytes.to_vec(),
        None => match vm.buffer_bytes(args[1]) {
            Some(bytes) => bytes,
            None => {
                let name = vm.type_name(args[1]);
                return Err(vm.type_error(format!("fromhex() argument must be str or bytes-like, not {name}")));
            }
        },
    };
    match super::construct::from_hex(&text) {
        Ok(bytes) => {
            let bytes = vm.make_bytes(&bytes)?;
            if args[0].is(vm.builtin_class(pyspec_abi::types::BYTES).value()) {
                Ok(bytes)
            } else {
                vm.call(args[0], &[bytes])
            }
        }
        Err(Some(at)) => Err(vm.value_error(format!("non-hexadecimal number found in fromhex() arg at position {at}"))),
        Err(None) => Err(vm.value_error("fromhex() arg must contain an even number of hexadecimal digits")),
    }
}

/// A limit argument: -1 is none.
fn limit(vm: &mut Vm, value: Option<Value>) -> Outcome<usize> {
    match value {
        Some(v) => Ok(usize::try_from(vm.index_i64(v)?).unwrap_or(usize::MAX)),
        None => Ok(usize::MAX),
    }
}

pub fn replace(vm: &mut Vm, args: Args) -> Outcome {
    let (old, new) = (vm.buffer(args[1])?, vm.buffer(args[2])?);
    let limit = limit(vm, args.given(3))?;
    match find::replace(this(vm, args), &old, &new, limit, |_| 1) {
        Some(replaced) => result(vm, args, &replaced),
        None => unchanged(vm, args),
    }
}

fn is_space(c: u32) -> bool {
    matches!(c, 9..=13 | 32)
}

/// Separator of a splitting method; `None`: white space.
fn separator(vm: &mut Vm, value: Value) -> Outcome<Option<Vec<u8>>> {
    if value.is(Value::NONE) {
        return Ok(None);
    }
    let bytes = vm.buffer(value)?;
    if bytes.is_empty() { Err(vm.value_error("empty separator")) } else { Ok(Some(bytes)) }
}

pub fn split(vm: &mut Vm, args: Args) -> Outcome {
    let limit = limit(vm, args.given(2))?;
    let separator = separator(vm, args.or(1, Value::NONE))?;
    let text = this(vm, args);
    let parts = match separator {
        Some(separator) => split::split(text, &separator, limit),
        None => split::split_space(text, limit, is_space, |t, i| (u32::from(t[i]), 1)),
    };
    pieces(vm, args, parts)
}

pub fn rsplit(vm: &mut Vm, args: Args) -> Outcome {
    let limit = limit(vm, args.given(2))?;
    let separator = separator(vm, args.or(1, Value::NONE))?;
    let text = this(vm, args);
    let parts = match separator {
        Some(separator) => split::rsplit(text, &separator, limit),
        None => split::rsplit_space(text, limit, is_space, |t, end| (u32::from(t[end - 1]), end - 1)),
    };
    pieces(vm, args, parts)
}

pub fn splitlines(vm: &mut Vm, args: Args) -> Outcome {
    let keep = match args.given(1) {
        Some(v) => vm.truth(v)?,
        None => false,
    };
    pieces(vm, args, split::byte_lines(this(vm, args), keep))
}

pub fn join(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_iterable(args[1]) {
        return Err(vm.type_error("can only join an iterable"));
    }
    let items = vm.collect_items(args[1])?;
    let glue = this(vm, args).to_vec();
    let mut out = vec![];
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(&glue);
        }
        match vm.buffer_bytes(*item) {
            Some(bytes) => out.extend(bytes),
            None => {
                let name = vm.type_name(*item);
                return Err(vm.type_error(format!("sequence item {i}: expected a bytes-like object, {name} found")));
            }
        }
    }
    result(vm, args, &out)
}

macro_rules! mappings {
    ($($name:ident |$bytes:ident| $body:expr;)*) => {
        $(pub fn $name(vm: &mut Vm, args: Args) -> Outcome {
            let mut $bytes = this(vm, args).to_vec();
            $body;
            result(vm, args, &$bytes)
        })*
    };
}

mappings! {
    lower |b| b.make_ascii_lowercase();
    upper |b| b.make_ascii_uppercase();
    swapcase |b| case::ascii_swapcase(&mut b);
    title |b| case::ascii_title(&mut b);
    capitalize |b| {
        b.make_ascii_lowercase();
        if let Some(first) = b.first_mut() {
            first.make_ascii_uppercase();
        }
    };
}

fn padded(vm: &mut Vm, args: Args, method: &str, left: impl FnOnce(usize, usize) -> usize) -> Outcome {
    let width = vm.index_i64(args[1])?;
    let fill = match args.given(2) {
        None => b' ',
        Some(v) => match vm.bytes_of(v) {
            Some([byte]) => *byte,
            Some(bytes) => {
                let (n, of) = (bytes.len(), vm.type_name(v));
                return Err(vm.type_error(format!(
                    "{method}(): argument 2 must be a byte string of length 1, not a {of} object of length {n}"
                )));
            }
            None => {
                let name = vm.type_name(v);
                return Err(
                    vm.type_error(format!("{method}() argument 2 must be a byte string of length 1, not {name}"))
                );
            }
        },
    };
    let bytes = this(vm, args);
    let missing = width - bytes.len() as i64;
    if missing <= 0 {
        return unchanged(vm, args);
    }
    let left = left(missing as usize, bytes.len());
    let mut out = vec![fill; left];
    out.extend_from_slice(bytes);
    out.resize(bytes.len() + missing as usize, fill);
    result(vm, args, &out)
}

pub fn center(vm: &mut Vm, args: Args) -> Outcome {
    padded(vm, args, "center", center_left)
}

pub fn ljust(vm: &mut Vm, args: Args) -> Outcome {
    padded(vm, args, "ljust", |_, _| 0)
}

pub fn rjust(vm: &mut Vm, args: Args) -> Outcome {
    padded(vm, args, "rjust", |missing, _| missing)
}

pub fn zfill(vm: &mut Vm, args: Args) -> Outcome {
    let width = vm.index_i64(args[1])?;
    let bytes = this(vm, args);
    let missing = width - bytes.len() as i64;
    if missing <= 0 {
        return unchanged(vm, args);
    }
    let filled = zero_filled(bytes, missing as usize);
    result(vm, args, &filled)
}

pub fn expandtabs(vm: &mut Vm, args: Args) -> Outcome {
    let tab = match args.given(1) {
        Some(v) => vm.index_i64(v)?,
        None => 8,
    };
    let expanded = tabs_expanded(this(vm, args), tab, |_| true);
    result(vm, args, &expanded)
}

/// Where to search: the receiver's bytes `from..to`, `None`: nowhere.
fn bounds(vm: &mut Vm, args: Args) -> Outcome<Option<(usize, usize)>> {
    let len = this(vm, args).len();
    vm.search_bounds(some(args.given(2)), some(args.given(3)), len)
}

pub fn count(vm: &mut Vm, args: Args) -> Outcome {
    let needle = needle(vm, args[1])?;
    let n = match bounds(vm, args)? {
        Some((from, to)) => find::count(&this(vm, args)[from..to], &needle, to - from),
        None => 0,
    };
    vm.new_int(n as i64)
}

fn position(vm: &mut Vm, args: Args, last: bool) -> Outcome<i64> {
    let needle = needle(vm, args[1])?;
    let Some((from, to)) = bounds(vm, args)? else { return Ok(-1) };
    let text = &this(vm, args)[..to];
    let found =
        if last { find::rfind(&text[from..], &needle).map(|i| i + from) } else { find::find(text, &needle, from) };
    Ok(found.map_or(-1, |i| i as i64))
}

fn found(vm: &mut Vm, at: i64) -> Outcome {
    if at < 0 { Err(vm.value_error("subsection not found")) } else { vm.new_int(at) }
}

pub fn find_method(vm: &mut Vm, args: Args) -> Outcome {
    let at = position(vm, args, false)?;
    vm.new_int(at)
}

pub fn rfind(vm: &mut Vm, args: Args) -> Outcome {
    let at = position(vm, args, true)?;
    vm.new_int(at)
}

pub fn index_method(vm: &mut Vm, args: Args) -> Outcome {
    let at = position(vm, args, false)?;
    found(vm, at)
}

pub fn rindex(vm: &mut Vm, args: Args) -> Outcome {
    let at = position(vm, args, true)?;
    found(vm, at)
}

fn affix(vm: &mut Vm, args: Args, method: &str, test: fn(&[u8], &[u8]) -> bool) -> Outcome {
    let bounds = bounds(vm, args)?;
    let is_tuple = vm.class_of(args[1]).has(class_flags::TUPLE);
    let single = [args[1]];
    let affixes = if is_tuple { vm.tuple_items(args[1]) } else { &single };
    for affix in affixes {
        let affix = match vm.buffer_bytes(*affix) {
            Some(bytes) => bytes,
            None => return Err(affix_error(vm, *affix, method, is_tuple)),
        };
        if bounds.is_some_and(|(from, to)| test(&this(vm, args)[from..to], &affix)) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

#[cold]
fn affix_error(vm: &mut Vm, affix: Value, method: &str, is_tuple: bool) -> Raised {
    let name = vm.type_name(affix);
    vm.type_error(if is_tuple {
        format!("a bytes-like object is required, not '{name}'")
    } else {
        format!("{method} first arg must be bytes or a tuple of bytes, not {name}")
    })
}

pub fn startswith(vm: &mut Vm, args: Args) -> Outcome {
    affix(vm, args, "startswith", |b, a| b.starts_with(a))
}

pub fn endswith(vm: &mut Vm, args: Args) -> Outcome {
    affix(vm, args, "endswith", |b, a| b.ends_with(a))
}

pub fn removeprefix(vm: &mut Vm, args: Args) -> Outcome {
    let prefix = vm.buffer(args[1])?;
    let bytes = this(vm, args);
    piece(vm, args, bytes.strip_prefix(prefix.as_slice()).unwrap_or(bytes))
}

pub fn removesuffix(vm: &mut Vm, args: Args) -> Outcome {
    let suffix = vm.buffer(args[1])?;
    let bytes = this(vm, args);
    piece(vm, args, bytes.strip_suffix(suffix.as_slice()).unwrap_or(bytes))
}

fn partitioned(vm: &mut Vm, args: Args, last: bool) -> Outcome {
    let separator = vm.buffer(args[1])?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let bytes = this(vm, args).to_vec();
    let at = if last { find::rfind(&bytes, &separator) } else { find::find(&bytes, &separator, 0) };
    let parts = match at {
        Some(at) => [&bytes[..at], &separator, &bytes[at + separator.len()..]],
        None if last => [&[][..], &[], &bytes],
        None => [&bytes[..], &[], &[]],
    };
    let mut items = Rooted::new();
    for part in parts {
        let item = result(vm, args, part)?;
        items.push(item);
    }
    vm.new_tuple(&items)
}

pub fn partition(vm: &mut Vm, args: Args) -> Outcome {
    partitioned(vm, args, false)
}

pub fn rpartition(vm: &mut Vm, args: Args) -> Outcome {
    partitioned(vm, args, true)
}

fn stripped(vm: &mut Vm, args: Args, left: bool, right: bool) -> Outcome {
    let drop = match some(args.given(1)) {
        Some(chars) => vm.buffer(chars)?,
        None => b" \t\n\r\x0b\x0c".to_vec(),
    };
    let bytes = this(vm, args);
    let mut part = bytes;
    while let ([first, rest @ ..], true) = (part, left) {
        if !drop.contains(first) {
            break;
        }
        part = rest;
    }
    while let ([rest @ .., last], true) = (part, right) {
        if !drop.contains(last) {
            break;
        }
        part = rest;
    }
    piece(vm, args, part)
}

pub fn strip(vm: &mut Vm, args: Args) -> Outcome {
    stripped(vm, args, true, true)
}

pub fn lstrip(vm: &mut Vm, args: Args) -> Outcome {
    stripped(vm, args, true, false)
}

pub fn rstrip(vm: &mut Vm, args: Args) -> Outcome {
    stripped(vm, args, false, true)
}

pub fn translate(vm: &mut Vm, args: Args) -> Outcome {
    let delete = match args.given(2) {
        Some(v) => vm.buffer(v)?,
        None => vec![],
    };
    let table = match some(args.given(1)) {
        Some(table) => {
            let table = vm.buffer(table)?;
            if table.len() != 256 {
                return Err(vm.value_error("translation table must be 256 characters long"));
            }
            Some(table)
        }
        None => None,
    };
    let kept = this(vm, args).iter().filter(|b| !delete.contains(b));
    let out: Vec<u8> = kept.map(|b| table.as_ref().map_or(*b, |t| t[*b as usize])).collect();
    result(vm, args, &out)
}

pub fn maketrans(vm: &mut Vm, args: Args) -> Outcome {
    let (from, to) = (vm.buffer(args[0])?, vm.buffer(args[1])?);
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    from.iter().zip(&to).for_each(|(a, b)| table[*a as usize] = *b);
    vm.make_bytes(&table)
}

/// Whether there are bytes and all satisfy.
fn all(bytes: &[u8], test: impl Fn(&u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(test)
}

macro_rules! tests {
    ($($name:ident |$bytes:ident| $body:expr;)*) => {
        $(pub fn $name(vm: &mut Vm, args: Args) -> Outcome {
            let $bytes = this(vm, args);
            Ok(Value::bool($body))
        })*
    };
}

/// The ASCII bytes alone, for tests that ignore others.
fn ascii_only(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|b| if b.is_ascii() { *b } else { b'.' }).collect()
}

tests! {
    isalpha |b| all(b, u8::is_ascii_alphabetic);
    isalnum |b| all(b, u8::is_ascii_alphanumeric);
    isascii |b| b.is_ascii();
    isdigit |b| all(b, u8::is_ascii_digit);
    isspace |b| all(b, |b| is_space(u32::from(*b)));
    islower |b| classify::is_lower(&ascii_only(b));
    isupper |b| classify::is_upper(&ascii_only(b));
    istitle |b| classify::is_title(&ascii_only(b));
}

pub fn repr_bytes(vm: &mut Vm, args: Args) -> Outcome {
    let mut out = b"b".to_vec();
    out.extend(text_repr::bytes(this(vm, args)));
    vm.new_str_wtf8(&out)
}
