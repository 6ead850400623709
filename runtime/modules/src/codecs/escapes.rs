//! `unicode-escape` and `raw-unicode-escape`: text as Python writes it in literals.

use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome, Raised};
use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};

/// (bytes, how many characters they stand for).
pub fn encode(vm: &mut Vm, args: Args, raw: bool) -> Outcome {
    if !vm.is_str(args[0]) {
        return Err(vm.must_be_str(args[0], "argument 1"));
    }
    let mut out = vec![];
    let text = Wtf8::from_bytes(vm.str_bytes(args[0])).expect("a str is WTF-8");
    for c in text.code_points() {
        encode_one(c.to_u32(), raw, &mut out);
    }
    let n = vm.len(args[0])? as isize;
    let bytes = vm.new_bytes(&out)?;
    vm.new_tuple(&[bytes, Value::small_int(n)])
}

fn encode_one(c: u32, raw: bool, out: &mut Vec<u8>) {
    match c {
        0x10000.. => out.extend(format!("\\U{c:08x}").bytes()),
        0x100.. => out.extend(format!("\\u{c:04x}").bytes()),
        _ if raw => out.push(c as u8),
        0x09 => out.extend(b"\\t"),
        0x0a => out.extend(b"\\n"),
        0x0d => out.extend(b"\\r"),
        0x5c => out.extend(b"\\\\"),
        0x20..0x7f => out.push(c as u8),
        _ => out.extend(format!("\\x{c:02x}").bytes()),
    }
}

/// (text, how many bytes it took).
pub fn decode(vm: &mut Vm, args: Args, raw: bool) -> Outcome {
    let bytes = super::input_bytes(vm, args[0])?;
    let errors = super::errors_name(vm, args.given(1))?;
    let last = args.given(2).map_or(Ok(true), |v| vm.truth(v))?;
    let mut out = Wtf8Buf::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            out.push(CodePoint::from(bytes[at]));
            at += 1;
            continue;
        }
        match one(&bytes[at..], raw) {
            Step::Took(n, c) => {
                if let Some(c) = c {
                    out.push(c);
                }
                at += n;
            }
            Step::Plain => {
                out.push(CodePoint::from(b'\\'));
                at += 1;
            }
            Step::Bad(n, _) if !last && at + n == bytes.len() => break,
            Step::Bad(n, why) => match errors.as_str() {
                "ignore" => at += n,
                "replace" => {
                    out.push(CodePoint::from('\u{fffd}'));
                    at += n;
                }
                _ => return Err(refused(vm, &bytes, at, at + n, raw, why)),
            },
        }
    }
    let text = vm.new_str_wtf8(out.as_bytes())?;
    vm.new_tuple(&[text, Value::small_int(at as isize)])
}

/// What a backslash begins.
enum Step {
    /// So many bytes stand for a character, or none.
    Took(usize, Option<CodePoint>),
    /// The backslash stands for itself.
    Plain,
    /// So many bytes are wrong.
    Bad(usize, &'static str),
}

fn one(rest: &[u8], raw: bool) -> Step {
    let simple = |c: u8| Step::Took(2, Some(CodePoint::from(c)));
    match rest.get(1).copied() {
        Some(b'u') => hexadecimal(rest, 4, "truncated \\uXXXX escape"),
        Some(b'U') => hexadecimal(rest, 8, "truncated \\UXXXXXXXX escape"),
        _ if raw => Step::Plain,
        None => Step::Bad(1, "\\ at end of string"),
        Some(b'\n') => Step::Took(2, None),
        Some(c @ (b'\\' | b'\'' | b'"')) => simple(c),
        Some(b'a') => simple(7),
        Some(b'b') => simple(8),
        Some(b'f') => simple(12),
        Some(b'n') => simple(b'\n'),
        Some(b'r') => simple(b'\r'),
        Some(b't') => simple(b'\t'),
        Some(b'v') => simple(11),
        Some(b'x') => hexadecimal(rest, 2, "truncated \\xXX escape"),
        Some(b'0'..=b'7') => {
            let n = rest[1..].iter().take(3).take_while(|b| (b'0'..=b'7').contains(*b)).count();
            let c = rest[1..=n].iter().fold(0, |c, b| c * 8 + u32::from(b - b'0'));
            Step::Took(1 + n, CodePoint::from_u32(c))
        }
        Some(b'N') => named(rest),
        Some(_) => Step::Plain,
    }
}

fn hexadecimal(rest: &[u8], n: usize, why: &'static str) -> Step {
    let digits = rest[2..].iter().take(n).take_while(|b| b.is_ascii_hexdigit()).count();
    if digits < n {
        return Step::Bad(2 + digits, why);
    }
    let text = std::str::from_utf8(&rest[2..2 + n]).expect("hexadecimal digits");
    match u32::from_str_radix(text, 16).ok().and_then(CodePoint::from_u32) {
        Some(c) => Step::Took(2 + n, Some(c)),
        None => Step::Bad(2 + n, "illegal Unicode character"),
    }
}

fn named(rest: &[u8]) -> Step {
    if rest.get(2) != Some(&b'{') {
        return Step::Bad(2, "malformed \\N character escape");
    }
    let Some(end) = rest.iter().position(|b| *b == b'}') else {
        return Step::Bad(rest.len(), "malformed \\N character escape");
    };
    let name = String::from_utf8_lossy(&rest[3..end]);
    match rustpython_unicode::lookup_character(&name) {
        Some(c) => Step::Took(end + 1, Some(CodePoint::from(c))),
        None => Step::Bad(end + 1, "unknown Unicode character name"),
    }
}

fn refused(vm: &mut Vm, bytes: &[u8], start: usize, end: usize, raw: bool, why: &str) -> Raised {
    let result = (|| {
        let codec = vm.new_str(if raw { "rawunicodeescape" } else { "unicodeescape" })?;
        let (bytes, why) = (vm.new_bytes(bytes)?, vm.new_str(why)?);
        let (start, end) = (Value::small_int(start as isize), Value::small_int(end as isize));
        let class = vm.exceptions.UnicodeDecodeError.value();
        vm.call(class, &[codec, bytes, start, end, why])
    })();
    match result {
        Ok(exception) => vm.set_pending(exception),
        Err(raised) => raised,
    }
}
