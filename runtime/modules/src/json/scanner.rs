//! The scanner: values out of a text. Positions are bytes inside, characters towards programs.

use super::{DEEPEST, PY};
use crate::util::{make, state, this};
use pyspec_abi::Value;
use pyspec_abi::types as id;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, NativeKind, Outcome, Raised, TypeTable, getter, native};
use pyspec_runtime::object::{Rooted, map_of};
use pyspec_runtime::types::str::{Text, wtf8};
use std::borrow::Cow;
use std::collections::HashMap;

/// `make_scanner`.
pub static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "Scanner",
    module: "_json",
    doc: "JSON scanner object",
    rows: &[
        native("__new__", "(cls, context)", PY, new).kind(NativeKind::StaticMethod),
        native("__call__", "(self, string, idx)", PY, call),
        getter("strict", |vm, a| Ok(Value::bool(this::<Scanner>(vm, a[0])?.strict))),
        getter("object_hook", |vm, a| Ok(this::<Scanner>(vm, a[0])?.object_hook)),
        getter("object_pairs_hook", |vm, a| Ok(this::<Scanner>(vm, a[0])?.pairs_hook)),
        getter("parse_float", |vm, a| Ok(this::<Scanner>(vm, a[0])?.parse_float)),
        getter("parse_int", |vm, a| Ok(this::<Scanner>(vm, a[0])?.parse_int)),
        getter("parse_constant", |vm, a| Ok(this::<Scanner>(vm, a[0])?.parse_constant)),
    ],
};

state! {
    struct Scanner {
        strict: bool,
        object_hook: Value,
        pairs_hook: Value,
        parse_float: Value,
        parse_int: Value,
        parse_constant: Value,
    }
}

fn new(vm: &mut Vm, a: Args) -> Outcome {
    let strict = vm.get_attr_text(a[1], "strict")?;
    let mut values = Rooted::new();
    for name in ["object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant"] {
        let value = vm.get_attr_text(a[1], name)?;
        values.push(value);
    }
    let scanner = Scanner {
        strict: vm.truth(strict)?,
        object_hook: values[0],
        pairs_hook: values[1],
        parse_float: values[2],
        parse_int: values[3],
        parse_constant: values[4],
    };
    make(vm, a[0], scanner)
}

/// One text being read.
struct Reading<'a> {
    bytes: Cow<'a, [u8]>,
    document: Value,
    strict: bool,
    scanner: Option<&'a Scanner>,
    depth: usize,
    /// Keys met before, by their text as it stands in the document.
    keys: HashMap<Vec<u8>, Value>,
    /// Keeps them alive.
    kept: Rooted,
}

impl<'a> Reading<'a> {
    /// The text of an argument, which does not move. One that shares its bytes with others is copied.
    fn new(vm: &mut Vm, document: Value, strict: bool) -> Outcome<Reading<'a>> {
        let Some(text) = vm.text(document) else {
            let kind = vm.type_name(document);
            return Err(vm.type_error(format!("first argument must be a string, not {kind}")));
        };
        let own = map_of(document) == id::STR;
        let bytes = if own { Cow::Borrowed(text.bytes) } else { Cow::Owned(text.bytes.to_vec()) };
        Ok(Reading { bytes, document, strict, scanner: None, depth: 0, keys: HashMap::new(), kept: Rooted::new() })
    }

    fn at(&self, i: usize) -> Option<u8> {
        self.bytes.get(i).copied()
    }

    fn skip_space(&self, mut i: usize) -> usize {
        while matches!(self.at(i), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            i += 1;
        }
        i
    }

    /// The character at a byte.
    fn number(&self, at: usize) -> usize {
        Text::of(&self.bytes).number(at.min(self.bytes.len())) + at.saturating_sub(self.bytes.len())
    }

    fn error(&self, vm: &mut Vm, message: &str, at: usize) -> Raised {
        let position = Value::small_int(self.number(at) as isize);
        let document = self.document;
        let made = vm.import_module("json.decoder").and_then(|decoder| {
            let message = vm.new_str(message)?;
            vm.call_method(decoder, "JSONDecodeError", &[message, document, position])
        });
        match made {
            Ok(error) => vm.set_pending(error),
            Err(raised) => raised,
        }
    }

    /// Nothing begins here.
    fn no_value(&self, vm: &mut Vm, at: usize) -> Raised {
        vm.stop_iteration(Value::small_int(self.number(at) as isize))
    }

    /// A value, and where it ends.
    fn value(&mut self, vm: &mut Vm, at: usize) -> Outcome<(Value, usize)> {
        let scanner = self.scanner.expect("values are read by a scanner");
        let rest = &self.bytes[at.min(self.bytes.len())..];
        match self.at(at) {
            Some(b'"') => self.string(vm, at + 1),
            Some(b'{') => self.nested(vm, "object", |reading, vm| reading.object(vm, at + 1, scanner)),
            Some(b'[') => self.nested(vm, "array", |reading, vm| reading.array(vm, at + 1)),
            Some(b'n') if rest.starts_with(b"null") => Ok((Value::NONE, at + 4)),
            Some(b't') if rest.starts_with(b"true") => Ok((Value::TRUE, at + 4)),
            Some(b'f') if rest.starts_with(b"false") => Ok((Value::FALSE, at + 5)),
            Some(b'N') if rest.starts_with(b"NaN") => constant(vm, scanner, "NaN", at),
            Some(b'I') if rest.starts_with(b"Infinity") => constant(vm, scanner, "Infinity", at),
            Some(b'-') if rest.starts_with(b"-Infinity") => constant(vm, scanner, "-Infinity", at),
            Some(b'-' | b'0'..=b'9') => self.numeral(vm, at, scanner),
            _ => Err(self.no_value(vm, at)),
        }
    }

    fn nested(
        &mut self,
        vm: &mut Vm,
        what: &str,
        read: impl FnOnce(&mut Self, &mut Vm) -> Outcome<(Value, usize)>,
    ) -> Outcome<(Value, usize)> {
        if self.depth == DEEPEST {
            let about = format!("maximum recursion depth exceeded while decoding a JSON {what} from a unicode string");
            return Err(vm.recursion_error(about));
        }
        vm.check_native_stack()?;
        self.depth += 1;
        let read = read(self, vm);
        self.depth -= 1;
        read
    }

    fn array(&mut self, vm: &mut Vm, at: usize) -> Outcome<(Value, usize)> {
        let list = vm.new_list(&[])?;
        let mut i = self.skip_space(at);
        if self.at(i) == Some(b']') {
            return Ok((list, i + 1));
        }
        loop {
            let (value, end) = self.value(vm, i)?;
            vm.list_append(list, value)?;
            i = self.skip_space(end);
            match self.at(i) {
                Some(b']') => return Ok((list, i + 1)),
                Some(b',') => {}
                _ => return Err(self.error(vm, "Expecting ',' delimiter", i)),
            }
            let comma = i;
            i = self.skip_space(i + 1);
            if self.at(i) == Some(b']') {
                return Err(self.error(vm, "Illegal trailing comma before end of array", comma));
            }
        }
    }

    fn object(&mut self, vm: &mut Vm, at: usize, scanner: &Scanner) -> Outcome<(Value, usize)> {
        let pairs = !scanner.pairs_hook.is(Value::NONE);
        let target = if pairs { vm.new_list(&[])? } else { vm.new_dict()? };
        let mut i = self.skip_space(at);
        if self.at(i) == Some(b'}') {
            return Ok((hooked(vm, scanner, target)?, i + 1));
        }
        loop {
            if self.at(i) != Some(b'"') {
                return Err(self.error(vm, "Expecting property name enclosed in double quotes", i));
            }
            let (key, end) = self.key(vm, i + 1)?;
            i = self.skip_space(end);
            if self.at(i) != Some(b':') {
                return Err(self.error(vm, "Expecting ':' delimiter", i));
            }
            i = self.skip_space(i + 1);
            let (value, end) = self.value(vm, i)?;
            if pairs {
                let pair = vm.new_tuple(&[key, value])?;
                vm.list_append(target, pair)?;
            } else {
                vm.dict_set(target, key, value)?;
            }
            i = self.skip_space(end);
            match self.at(i) {
                Some(b'}') => return Ok((hooked(vm, scanner, target)?, i + 1)),
                Some(b',') => {}
                _ => return Err(self.error(vm, "Expecting ',' delimiter", i)),
            }
            let comma = i;
            i = self.skip_space(i + 1);
            if self.at(i) == Some(b'}') {
                return Err(self.error(vm, "Illegal trailing comma before end of object", comma));
            }
        }
    }

    /// A key: the same text is the same object.
    fn key(&mut self, vm: &mut Vm, at: usize) -> Outcome<(Value, usize)> {
        let plain = self.plain(at);
        if self.at(at + plain) == Some(b'"')
            && let Some(key) = self.keys.get(&self.bytes[at..at + plain])
        {
            return Ok((*key, at + plain + 1));
        }
        let (key, end) = self.string(vm, at)?;
        if self.at(at + plain) == Some(b'"') {
            self.kept.push(key);
            self.keys.insert(self.bytes[at..at + plain].to_vec(), key);
        }
        Ok((key, end))
    }

    /// How many bytes from here on stand for themselves.
    fn plain(&self, at: usize) -> usize {
        self.bytes[at..].iter().take_while(|b| **b >= 0x20 && **b != b'"' && **b != b'\\').count()
    }

    /// The text from behind its quote on, and where it ends.
    fn string(&self, vm: &mut Vm, start: usize) -> Outcome<(Value, usize)> {
        let mut out = vec![];
        let mut i = start;
        loop {
            let plain = self.plain(i);
            let part = &self.bytes[i..i + plain];
            i += plain;
            match self.at(i) {
                Some(b'"') if out.is_empty() => return Ok((vm.new_str_wtf8(part)?, i + 1)),
                Some(b'"') => {
                    out.extend_from_slice(part);
                    return Ok((vm.new_str_wtf8(&out)?, i + 1));
                }
                None => return Err(self.error(vm, "Unterminated string starting at", start.saturating_sub(1))),
                Some(b'\\') => {
                    out.extend_from_slice(part);
                    i = self.escape(vm, &mut out, i, start)?;
                }
                Some(_) if self.strict => return Err(self.error(vm, "Invalid control character at", i)),
                Some(control) => {
                    out.extend_from_slice(part);
                    out.push(control);
                    i += 1;
                }
            }
        }
    }

    /// What the backslash at `i` begins; gives where it ends.
    fn escape(&self, vm: &mut Vm, out: &mut Vec<u8>, i: usize, start: usize) -> Outcome<usize> {
        let plain = match self.at(i + 1) {
            None => return Err(self.error(vm, "Unterminated string starting at", start.saturating_sub(1))),
            Some(c @ (b'"' | b'\\' | b'/')) => c,
            Some(b'b') => 0x08,
            Some(b'f') => 0x0c,
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'u') => return self.unit_escape(vm, out, i),
            Some(_) => return Err(self.error(vm, "Invalid \\escape", i)),
        };
        out.push(plain);
        Ok(i + 2)
    }

    fn unit_escape(&self, vm: &mut Vm, out: &mut Vec<u8>, i: usize) -> Outcome<usize> {
        let mut c = self.unit(vm, i)?;
        let mut end = i + 6;
        // Two halves are one character.
        if c & 0xfc00 == 0xd800 && self.bytes[end..].starts_with(b"\\u") && end + 6 < self.bytes.len() {
            let low = self.unit(vm, end)?;
            if low & 0xfc00 == 0xdc00 {
                c = 0x10000 + ((c & 0x3ff) << 10 | low & 0x3ff);
                end += 6;
            }
        }
        wtf8::push(out, c);
        Ok(end)
    }

    /// The four digits of the escape whose backslash is at `i`; something must follow them.
    fn unit(&self, vm: &mut Vm, i: usize) -> Outcome<u32> {
        let digits =
            self.bytes.get(i + 2..i + 6).filter(|d| i + 6 < self.bytes.len() && d.iter().all(u8::is_ascii_hexdigit));
        let Some(digits) = digits else { return Err(self.error(vm, "Invalid \\uXXXX escape", i + 1)) };
        let digit = |d: &u8| char::from(*d).to_digit(16).unwrap_or(0);
        Ok(digits.iter().fold(0, |all, d| all << 4 | digit(d)))
    }

    fn numeral(&self, vm: &mut Vm, start: usize, scanner: &Scanner) -> Outcome<(Value, usize)> {
        let digits = |from: usize| self.bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        let mut i = start + usize::from(self.at(start) == Some(b'-'));
        i += match self.at(i) {
            Some(b'0') => 1,
            Some(b'1'..=b'9') => digits(i),
            _ => return Err(self.no_value(vm, start)),
        };
        let mut whole = true;
        if self.at(i) == Some(b'.') && digits(i + 1) > 0 {
            i += 1 + digits(i + 1);
            whole = false;
        }
        if matches!(self.at(i), Some(b'e' | b'E')) {
            let from = i + 1 + usize::from(matches!(self.at(i + 1), Some(b'+' | b'-')));
            if from < self.bytes.len() && digits(from) > 0 {
                i = from + digits(from);
                whole = false;
            }
        }
        let text = &self.bytes[start..i];
        let (parse, builtin) = if whole { (scanner.parse_int, id::INT) } else { (scanner.parse_float, id::FLOAT) };
        if parse.is(vm.builtin_class(builtin).value())
            && let Some(value) = quick_number(vm, text, whole)
        {
            return Ok((value?, i));
        }
        let text = vm.new_str_wtf8(text)?;
        Ok((vm.call(parse, &[text])?, i))
    }
}

/// A number that needs nothing of Python's own reading.
fn quick_number(vm: &mut Vm, text: &[u8], whole: bool) -> Option<Outcome> {
    let text = std::str::from_utf8(text).ok()?;
    if whole { text.parse().ok().map(|i| vm.new_int(i)) } else { text.parse().ok().map(|f| vm.new_float(f)) }
}

fn constant(vm: &mut Vm, scanner: &Scanner, name: &str, at: usize) -> Outcome<(Value, usize)> {
    let text = vm.new_str(name)?;
    Ok((vm.call(scanner.parse_constant, &[text])?, at + name.len()))
}

/// What the program makes of an object.
fn hooked(vm: &mut Vm, scanner: &Scanner, object: Value) -> Outcome {
    if !scanner.pairs_hook.is(Value::NONE) {
        return vm.call(scanner.pairs_hook, &[object]);
    }
    if !scanner.object_hook.is(Value::NONE) {
        return vm.call(scanner.object_hook, &[object]);
    }
    Ok(object)
}

fn call(vm: &mut Vm, a: Args) -> Outcome {
    let scanner: &Scanner = this::<Scanner>(vm, a[0])?;
    let mut reading = Reading::new(vm, a[1], scanner.strict)?;
    reading.scanner = Some(scanner);
    let start = vm.index_i64(a[2])?;
    if start < 0 {
        return Err(vm.value_error("idx cannot be negative"));
    }
    let length = vm.str_len(a[1]);
    if start as usize >= length {
        return Err(vm.stop_iteration(a[2]));
    }
    let at = vm.str_text_of(a[1]).byte(start as usize);
    let (value, end) = reading.value(vm, at)?;
    let end = Value::small_int(vm.str_text_of(a[1]).number(end) as isize);
    vm.new_tuple(&[value, end])
}

/// `scanstring(string, end, strict=True)`: the text whose quote is before `end`.
pub fn scan_string(vm: &mut Vm, a: Args) -> Outcome {
    let strict = a.given(2).map_or(Ok(true), |v| vm.truth(v))?;
    let reading = Reading::new(vm, a[0], strict)?;
    let start = vm.index_i64(a[1])?;
    if start < 0 || start as usize > vm.str_len(a[0]) {
        return Err(vm.value_error("end is out of bounds"));
    }
    let at = vm.str_text_of(a[0]).byte(start as usize);
    let (text, end) = reading.string(vm, at)?;
    let end = Value::small_int(vm.str_text_of(a[0]).number(end) as isize);
    vm.new_tuple(&[text, end])
}
