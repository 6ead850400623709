//! Texts between quotes.

use super::PY;
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Native, Outcome, native};
use pyspec_runtime::types::str::wtf8;

/// Every character as it is, if it may stand there.
pub const ENCODE: Native = native("encode_basestring", "(string, /)", PY, |vm, a| encoded(vm, a[0], false));
/// Others than ASCII as escapes.
pub const ENCODE_ASCII: Native = native("encode_basestring_ascii", "(string, /)", PY, |vm, a| encoded(vm, a[0], true));

fn encoded(vm: &mut Vm, v: Value, ascii: bool) -> Outcome {
    let Some(text) = vm.text(v) else {
        let kind = vm.type_name(v);
        return Err(vm.type_error(format!("first argument must be a string, not {kind}")));
    };
    let mut out = vec![];
    push(&mut out, text.bytes, ascii);
    vm.new_str_wtf8(&out)
}

/// Whether a byte stands for itself.
fn is_plain(b: u8, ascii: bool) -> bool {
    b >= 0x20 && b != b'"' && b != b'\\' && !(ascii && b >= 0x7f)
}

/// Adds a text in quotes.
pub fn push(out: &mut Vec<u8>, text: &[u8], ascii: bool) {
    out.push(b'"');
    let mut at = 0;
    while at < text.len() {
        let plain = text[at..].iter().take_while(|b| is_plain(**b, ascii)).count();
        out.extend_from_slice(&text[at..at + plain]);
        at += plain;
        if at < text.len() {
            let (c, n) = wtf8::decode(text, at);
            push_escape(out, c);
            at += n;
        }
    }
    out.push(b'"');
}

fn push_escape(out: &mut Vec<u8>, c: u32) {
    let short = match c {
        0x22 => b'"',
        0x5c => b'\\',
        0x08 => b'b',
        0x0c => b'f',
        0x0a => b'n',
        0x0d => b'r',
        0x09 => b't',
        _ => {
            if let Some(high) = c.checked_sub(0x10000) {
                push_unit(out, 0xd800 | high >> 10 & 0x3ff);
                push_unit(out, 0xdc00 | high & 0x3ff);
            } else {
                push_unit(out, c);
            }
            return;
        }
    };
    out.extend([b'\\', short]);
}

fn push_unit(out: &mut Vec<u8>, unit: u32) {
    out.extend(format!("\\u{unit:04x}").into_bytes());
}
