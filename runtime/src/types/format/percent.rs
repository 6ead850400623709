//! `%` formatting of `str`, `bytes` and `bytearray`.

use super::number::{format_float, format_int};
use super::spec::SpecError;
use crate::native::{Outcome, Raised};
use crate::object::class::{Special, class_flags};
use crate::types::int::Int;
use crate::types::str::wtf8;
use crate::vm::Vm;
use pyspec_abi::Value;

/// A conversion: `%(key)#0-+ 5.3ld`.
#[derive(Default, Debug)]
struct Directive {
    alternate: bool,
    zero: bool,
    left: bool,
    plus: bool,
    space: bool,
    width: Option<usize>,
    precision: Option<usize>,
}

/// The values on the right.
struct Arguments {
    /// The items of a tuple, or the one value.
    tuple: Value,
    single: bool,
    used: usize,
    /// Whether the right side may be subscripted by keys.
    mapping: bool,
    keyed: bool,
}

/// One formatting.
struct Formatter<'a> {
    text: &'a [u8],
    at: usize,
    out: Vec<u8>,
    args: Arguments,
    /// Whether the result is bytes.
    bytes: bool,
}

impl Vm {
    /// `template % values`: bytes of text, or bytes if `bytes`.
    pub fn percent_format(&mut self, template: &[u8], values: Value, bytes: bool) -> Outcome<Vec<u8>> {
        let is_tuple = self.class_of(values).has(class_flags::TUPLE);
        let mapping = !is_tuple
            && !self.is_str(values)
            && self.bytes_like(values).is_none()
            && self.has_special(values, Special::GetItem);
        let args = Arguments { tuple: values, single: !is_tuple, used: 0, mapping, keyed: false };
        let mut f = Formatter { text: template, at: 0, out: Vec::with_capacity(template.len() + 16), args, bytes };
        f.run(self)?;
        Ok(f.out)
    }

    fn incomplete(&mut self) -> Raised {
        self.value_error("incomplete format")
    }
}

impl Formatter<'_> {
    fn run(&mut self, vm: &mut Vm) -> Outcome<()> {
        while self.at < self.text.len() {
            let next = crate::types::str::find::find_byte(&self.text[self.at..], b'%')
                .map_or(self.text.len(), |i| self.at + i);
            self.out.extend_from_slice(&self.text[self.at..next]);
            self.at = next;
            if next < self.text.len() {
                self.at += 1;
                self.directive(vm)?;
            }
        }
        let args = &self.args;
        let left = if args.single {
            args.used == 0 && !args.mapping && !args.keyed
        } else {
            args.used < vm.tuple_items(args.tuple).len()
        };
        if left && !args.keyed {
            let what = if self.bytes {
                "not all arguments converted during bytes formatting"
            } else {
                "not all arguments converted during string formatting"
            };
            return Err(vm.type_error(what));
        }
        Ok(())
    }

    fn next_value(&mut self, vm: &mut Vm) -> Outcome {
        let items =
            if self.args.single { std::slice::from_ref(&self.args.tuple) } else { vm.tuple_items(self.args.tuple) };
        let used = self.args.used;
        match items.get(used) {
            Some(value) => {
                let value = *value;
                self.args.used += 1;
                Ok(value)
            }
            None => Err(vm.type_error("not enough arguments for format string")),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// `*` or digits.
    fn number(&mut self, vm: &mut Vm, what: &str) -> Outcome<Option<i64>> {
        if self.peek() == Some(b'*') {
            self.at += 1;
            let value = self.next_value(vm)?;
            if !vm.is_int(value) {
                return Err(vm.type_error("* wants int"));
            }
            return match vm.int_value(value) {
                Some(n) if n.unsigned_abs() <= i32::MAX as u64 || what == "width" => Ok(Some(n)),
                _ => Err(vm.overflow_error("Python int too large to convert to C int")),
            };
        }
        let start = self.at;
        let mut n: i64 = 0;
        let limit = if what == "width" { i64::MAX } else { i64::from(i32::MAX) };
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            n = match n.checked_mul(10).and_then(|n| n.checked_add(i64::from(digit - b'0'))) {
                Some(n) if n <= limit => n,
                _ => return Err(vm.value_error(format!("{what} too big"))),
            };
            self.at += 1;
        }
        Ok(if self.at == start { None } else { Some(n) })
    }

    /// The value of `%(key)`.
    fn keyed_value(&mut self, vm: &mut Vm) -> Outcome {
        if !self.args.mapping {
            return Err(vm.type_error("format requires a mapping"));
        }
        let start = self.at + 1;
        let (mut at, mut depth) = (start, 1);
        while depth > 0 {
            match self.text.get(at) {
                None => return Err(vm.value_error("incomplete format key")),
                Some(b'(') => depth += 1,
                Some(b')') => depth -= 1,
                _ => {}
            }
            at += 1;
        }
        let key = &self.text[start..at - 1];
        self.at = at;
        self.args.keyed = true;
        let key = if self.bytes { vm.new_bytes(key)? } else { vm.new_str_wtf8(key)? };
        vm.get_item(self.args.tuple, key)
    }

    /// `%s`, `%d` and `%.2f` of values that need no method; `false`: nothing is done.
    fn simple(&mut self, vm: &Vm) -> bool {
        let Some(value) = (if self.args.single {
            std::slice::from_ref(&self.args.tuple).get(self.args.used)
        } else {
            vm.tuple_items(self.args.tuple).get(self.args.used)
        }) else {
            return false;
        };
        let (value, rest) = (*value, &self.text[self.at..]);
        let (spec, length): (&[u8], usize) = match rest {
            [b's', ..] if vm.is_exact_str(value) && vm.str_bytes(value).is_ascii() => {
                self.out.extend_from_slice(vm.str_bytes(value));
                self.at += 1;
                self.args.used += 1;
                return true;
            }
            [b's' | b'd', ..] if value.is_int() => (b"", 1),
            [b'.', b'0'..=b'9', b'f', ..] if !value.is_int() => (&rest[..3], 3),
            _ => return false,
        };
        if !vm.quick_format(&mut self.out, value, spec) {
            return false;
        }
        self.at += length;
        self.args.used += 1;
        true
    }

    fn directive(&mut self, vm: &mut Vm) -> Outcome<()> {
        if self.peek() == Some(b'%') {
            self.at += 1;
            self.out.push(b'%');
            return Ok(());
        }
        if !self.bytes && self.simple(vm) {
            return Ok(());
        }
        let keyed = if self.peek() == Some(b'(') { Some(self.keyed_value(vm)?) } else { None };
        let mut d = Directive::default();
        while let Some(flag) = self.peek() {
            match flag {
                b'#' => d.alternate = true,
                b'0' => d.zero = true,
                b'-' => d.left = true,
                b'+' => d.plus = true,
                b' ' => d.space = true,
                _ => break,
            }
            self.at += 1;
        }
        if let Some(width) = self.number(vm, "width")? {
            d.left |= width < 0;
            d.width = Some(width.unsigned_abs() as usize);
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            d.precision = Some(self.number(vm, "precision")?.unwrap_or(0).max(0) as usize);
        }
        if let Some(b'h' | b'l' | b'L') = self.peek() {
            self.at += 1;
        }
        if self.at >= self.text.len() {
            return Err(vm.incomplete());
        }
        let at = self.at;
        let (kind, width) = if self.bytes { (u32::from(self.text[at]), 1) } else { wtf8::decode(self.text, at) };
        self.at += width;
        let value = match keyed {
            Some(value) => value,
            None => self.next_value(vm)?,
        };
        self.convert(vm, &d, kind, value, at)
    }

    fn convert(&mut self, vm: &mut Vm, d: &Directive, kind: u32, value: Value, at: usize) -> Outcome<()> {
        match char::from_u32(kind).unwrap_or('\u{fffd}') {
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => self.int(vm, d, kind as u8, value),
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => self.float(vm, d, kind as u8, value),
            'c' => self.char(vm, d, value),
            's' | 'r' | 'a' if !self.bytes => {
                let shown = match kind as u8 {
                    b's' => vm.to_str(value)?,
                    b'r' => vm.repr(value)?,
                    _ => vm.ascii(value)?,
                };
                self.pad_text(d, vm.str_bytes(shown));
                Ok(())
            }
            'r' | 'a' => {
                let shown = vm.ascii(value)?;
                self.pad_text(d, vm.str_bytes(shown));
                Ok(())
            }
            'b' | 's' if self.bytes => {
                let bytes = self.bytes_value(vm, value)?;
                self.pad_text(d, &bytes);
                Ok(())
            }
            shown => {
                let index = if self.bytes { at } else { wtf8::count(&self.text[..at]) };
                let shown = if (31 < kind && kind < 127) || kind >= 0xa0 { shown } else { '?' };
                Err(vm.value_error(format!("unsupported format character '{shown}' (0x{kind:x}) at index {index}")))
            }
        }
    }

    /// Bytes of an argument of `%b`.
    fn bytes_value(&mut self, vm: &mut Vm, value: Value) -> Outcome<Vec<u8>> {
        if let Some(bytes) = vm.bytes_like(value) {
            return Ok(bytes.to_vec());
        }
        if let Some(bytes) = vm.buffer_bytes(value) {
            return Ok(bytes);
        }
        if let Some(result) = vm.call_special(value, Special::Bytes, &[]) {
            let result = result?;
            return match vm.bytes_like(result) {
                Some(bytes) => Ok(bytes.to_vec()),
                None => {
                    let name = vm.type_name(result);
                    Err(vm.type_error(format!("__bytes__ returned non-bytes (type {name})")))
                }
            };
        }
        let name = vm.type_name(value);
        Err(vm.type_error(format!(
            "%b requires a bytes-like object, or an object that implements __bytes__, not '{name}'"
        )))
    }

    /// Text cut to the precision and padded.
    fn pad_text(&mut self, d: &Directive, text: &[u8]) {
        let units = if self.bytes { text.len() } else { wtf8::count(text) };
        let (text, units) = match d.precision {
            Some(p) if p < units => (&text[..if self.bytes { p } else { wtf8::advance(text, 0, p) }], p),
            _ => (text, units),
        };
        let fill = d.width.unwrap_or(0).saturating_sub(units);
        if !d.left {
            self.out.extend(std::iter::repeat_n(b' ', fill));
        }
        self.out.extend_from_slice(text);
        if d.left {
            self.out.extend(std::iter::repeat_n(b' ', fill));
        }
    }

    fn char(&mut self, vm: &mut Vm, d: &Directive, value: Value) -> Outcome<()> {
        let d = Directive { precision: None, width: d.width, left: d.left, ..Directive::default() };
        if self.bytes {
            let byte = self.byte(vm, value)?;
            self.pad_text(&d, &[byte]);
            return Ok(());
        }
        if let Some(text) = vm.text(value) {
            if text.chars != 1 {
                let n = text.chars;
                return Err(
                    vm.type_error(format!("%c requires an int or a unicode character, not a string of length {n}"))
                );
            }
            self.pad_text(&d, text.bytes);
            return Ok(());
        }
        if !vm.is_int(value) && !vm.has_special(value, Special::Index) {
            let name = vm.type_name(value);
            return Err(vm.type_error(format!("%c requires an int or a unicode character, not {name}")));
        }
        match vm.index_clamped(value)? {
            c @ 0..0x11_0000 => {
                let mut text = vec![];
                wtf8::push(&mut text, c as u32);
                self.pad_text(&d, &text);
                Ok(())
            }
            _ => Err(vm.overflow_error("%c arg not in range(0x110000)")),
        }
    }

    /// The byte of `%c`.
    fn byte(&mut self, vm: &mut Vm, value: Value) -> Outcome<u8> {
        if let Some(bytes) = vm.bytes_like(value) {
            if let [byte] = bytes {
                return Ok(*byte);
            }
            let (name, n) = (vm.type_name(value), bytes.len());
            return Err(vm.type_error(format!(
                "%c requires an integer in range(256) or a single byte, not a {name} object of length {n}"
            )));
        }
        if !vm.is_int(value) && !vm.has_special(value, Special::Index) {
            let name = vm.type_name(value);
            return Err(vm.type_error(format!("%c requires an integer in range(256) or a single byte, not {name}")));
        }
        match vm.index_clamped(value)? {
            c @ 0..256 => Ok(c as u8),
            _ => Err(vm.overflow_error("%c arg not in range(256)")),
        }
    }

    /// The int of `%d` and its like.
    fn int_value(&mut self, vm: &mut Vm, kind: u8, value: Value) -> Outcome<Int> {
        if let Some(int) = vm.int_of(value) {
            return Ok(int);
        }
        let hex = matches!(kind, b'o' | b'x' | b'X');
        let special = if hex { Special::Index } else { Special::Int };
        let usable = !vm.is_str(value) && (vm.has_special(value, special) || vm.has_special(value, Special::Index));
        if usable {
            let int = if hex { vm.index(value)? } else { crate::types::int::rows::to_int(vm, value)? };
            return Ok(vm.int_of(int).expect("an int"));
        }
        let (kind, name) = (kind as char, vm.type_name(value));
        let wanted = if hex { "an integer is required" } else { "a real number is required" };
        Err(vm.type_error(format!("%{kind} format: {wanted}, not {name}")))
    }

    fn int(&mut self, vm: &mut Vm, d: &Directive, kind: u8, value: Value) -> Outcome<()> {
        let int = self.int_value(vm, kind, value)?;
        if matches!(kind, b'd' | b'i' | b'u') {
            vm.check_int_digits(&int)?;
        }
        let spec: &[u8] = match (kind, d.alternate) {
            (b'o', false) => b"o",
            (b'o', true) => b"#o",
            (b'x', false) => b"x",
            (b'x', true) => b"#x",
            (b'X', false) => b"X",
            (b'X', true) => b"#X",
            _ => b"d",
        };
        let text = match format_int(&int, spec, "int", || Ok(0.0)) {
            Ok(text) => text,
            Err(error) => return Err(vm.raise_spec(error)),
        };
        let (sign, rest) = self.sign(d, &text);
        let (prefix, digits) = rest
            .split_at(if d.alternate && kind != b'd' && rest.first() == Some(&b'0') && rest.len() > 2 { 2 } else { 0 });
        // The precision is the least number of digits.
        let mut body: Vec<u8> =
            std::iter::repeat_n(b'0', d.precision.unwrap_or(0).saturating_sub(digits.len())).collect();
        body.extend_from_slice(digits);
        self.pad_number(d, sign, prefix, &body, d.zero && !d.left);
        Ok(())
    }

    fn float(&mut self, vm: &mut Vm, d: &Directive, kind: u8, value: Value) -> Outcome<()> {
        let f = vm.to_f64(value)?;
        let alternate = if d.alternate { "#" } else { "" };
        let spec = format!("{alternate}.{}{}", d.precision.unwrap_or(6), kind as char);
        let text = match format_float(f, spec.as_bytes(), "float") {
            Ok(text) => text,
            Err(SpecError::Value(text) | SpecError::Overflow(text)) => return Err(vm.value_error(text)),
        };
        let (sign, body) = self.sign(d, &text);
        self.pad_number(d, sign, b"", body, d.zero && !d.left && f.is_finite());
        Ok(())
    }

    /// The sign to show and the text without one.
    fn sign<'t>(&self, d: &Directive, text: &'t [u8]) -> (&'static [u8], &'t [u8]) {
        match text {
            [b'-', rest @ ..] => (b"-", rest),
            rest if d.plus => (b"+", rest),
            rest if d.space => (b" ", rest),
            rest => (b"", rest),
        }
    }

    fn pad_number(&mut self, d: &Directive, sign: &[u8], prefix: &[u8], body: &[u8], zeros: bool) {
        let fill = d.width.unwrap_or(0).saturating_sub(sign.len() + prefix.len() + body.len());
        if !d.left && !zeros {
            self.out.extend(std::iter::repeat_n(b' ', fill));
        }
        self.out.extend_from_slice(sign);
        self.out.extend_from_slice(prefix);
        if zeros {
            self.out.extend(std::iter::repeat_n(b'0', fill));
        }
        self.out.extend_from_slice(body);
        if d.left {
            self.out.extend(std::iter::repeat_n(b' ', fill));
        }
    }
}
