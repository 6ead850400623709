//! UTF-7: ASCII stands for itself, all else in sections of base 64 between `+` and a character that is none of it.

use pyspec_runtime::Vm;
use pyspec_runtime::native::Outcome;
use pyspec_runtime::types::str::codec::Fault;
use pyspec_runtime::types::str::wtf8;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn digit(b: u8) -> Option<u32> {
    DIGITS.iter().position(|d| *d == b).map(|i| i as u32)
}

/// Whether a character is written as it is.
fn is_direct(c: u32) -> bool {
    match c {
        0x09 | 0x0a | 0x0d => true,
        0x20..=0x7d => c != u32::from(b'+') && c != u32::from(b'\\'),
        _ => false,
    }
}

/// Bits that have not been written, or read, yet.
#[derive(Default)]
struct Bits {
    held: u32,
    count: u32,
}

impl Bits {
    fn push_unit(&mut self, out: &mut Vec<u8>, unit: u32) {
        self.held = self.held << 16 | unit;
        self.count += 16;
        while self.count >= 6 {
            self.count -= 6;
            out.push(DIGITS[(self.held >> self.count & 63) as usize]);
        }
        self.held &= (1 << self.count) - 1;
    }

    /// The last digit is filled with zeros.
    fn flush(&mut self, out: &mut Vec<u8>) {
        if self.count > 0 {
            out.push(DIGITS[(self.held << (6 - self.count) & 63) as usize]);
        }
        *self = Bits::default();
    }
}

/// The bytes of a text.
pub fn encode(text: &[u8]) -> Vec<u8> {
    let (mut out, mut bits, mut inside) = (vec![], Bits::default(), false);
    for c in wtf8::points(text) {
        if is_direct(c) {
            if inside {
                bits.flush(&mut out);
                inside = false;
                if c == u32::from(b'-') || digit(c as u8).is_some() {
                    out.push(b'-');
                }
            }
            out.push(c as u8);
        } else if !inside && c == u32::from(b'+') {
            out.extend(b"+-");
        } else {
            if !inside {
                out.push(b'+');
                inside = true;
            }
            match c.checked_sub(0x10000) {
                Some(high) => {
                    bits.push_unit(&mut out, 0xd800 | high >> 10);
                    bits.push_unit(&mut out, 0xdc00 | high & 0x3ff);
                }
                None => bits.push_unit(&mut out, c),
            }
        }
    }
    if inside {
        bits.flush(&mut out);
        out.push(b'-');
    }
    out
}

/// A section being read: where it began, in bytes and in what has been written, and half of a character.
struct Section {
    start: usize,
    written: usize,
    bits: Bits,
    high: Option<u32>,
}

impl Section {
    fn take(&mut self, out: &mut Vec<u8>, digit: u32) {
        self.bits.held = self.bits.held << 6 | digit;
        self.bits.count += 6;
        if self.bits.count < 16 {
            return;
        }
        self.bits.count -= 16;
        let unit = self.bits.held >> self.bits.count;
        self.bits.held &= (1 << self.bits.count) - 1;
        if let Some(high) = self.high.take() {
            if unit & 0xfc00 == 0xdc00 {
                wtf8::push(out, 0x10000 + ((high & 0x3ff) << 10 | unit & 0x3ff));
                return;
            }
            wtf8::push(out, high);
        }
        if unit & 0xfc00 == 0xd800 {
            self.high = Some(unit);
        } else {
            wtf8::push(out, unit);
        }
    }

    /// What is wrong if it ends here.
    fn fault(&self) -> Option<&'static str> {
        match self.bits.count {
            6.. => Some("partial character in shift sequence"),
            1.. if self.bits.held != 0 => Some("non-zero padding bits in shift sequence"),
            _ => None,
        }
    }
}

/// The text of bytes, and how many were read: without `last` an open section is left for later.
pub fn decode(vm: &mut Vm, bytes: &[u8], errors: &str, last: bool) -> Outcome<(Vec<u8>, usize)> {
    let (mut out, mut at) = (vec![], 0);
    let mut section: Option<Section> = None;
    loop {
        let Some(&b) = bytes.get(at) else {
            let Some(open) = section.take() else { return Ok((out, at)) };
            if !last {
                out.truncate(open.written);
                return Ok((out, open.start));
            }
            if open.high.is_some() || open.fault().is_some() {
                at = fault(vm, &mut out, bytes, open.start..bytes.len(), "unterminated shift sequence", errors)?;
            }
            continue;
        };
        if let Some(open) = &mut section {
            if let Some(digit) = digit(b) {
                open.take(&mut out, digit);
                at += 1;
                continue;
            }
            if let Some(reason) = open.fault() {
                let start = open.start;
                section = None;
                at = fault(vm, &mut out, bytes, start..at + 1, reason, errors)?;
                continue;
            }
            if let Some(high) = open.high.take()
                && b < 0x80
                && b != b'+'
            {
                wtf8::push(&mut out, high);
            }
            section = None;
            at += usize::from(b == b'-');
            continue;
        }
        match (b, bytes.get(at + 1)) {
            (b'+', Some(b'-')) => {
                out.push(b'+');
                at += 2;
            }
            (b'+', Some(next)) if digit(*next).is_none() => {
                at = fault(vm, &mut out, bytes, at..at + 2, "ill-formed sequence", errors)?;
            }
            (b'+', _) => {
                section = Some(Section { start: at, written: out.len(), bits: Bits::default(), high: None });
                at += 1;
            }
            (0..0x80, _) => {
                out.push(b);
                at += 1;
            }
            _ => at = fault(vm, &mut out, bytes, at..at + 1, "unexpected special character", errors)?,
        }
    }
}

fn fault(
    vm: &mut Vm,
    out: &mut Vec<u8>,
    bytes: &[u8],
    range: std::ops::Range<usize>,
    reason: &str,
    errors: &str,
) -> Outcome<usize> {
    let fault = Fault { encoding: "utf7", start: range.start, end: range.end, reason, codec: None };
    vm.decode_fault(out, bytes, fault, errors)
}
