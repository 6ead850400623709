//! Reading text.

use super::state::text_of;
use super::text::{Coder, open};
use super::{base, decoder, reading, text_write, unsupported};
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};
use pyspec_runtime::types::str::wtf8;

/// Fails unless it can be read; writes what is pending, so that it can be read back.
pub fn begin(vm: &mut Vm, this: Value) -> Outcome<()> {
    open(vm, this)?;
    let state = text_of(vm, this)?;
    if state.decoder == Coder::None {
        return Err(unsupported(vm, "not readable"));
    }
    if state.pending.is_empty() { Ok(()) } else { text_write::write_pending(vm, this) }
}

/// A str of text of which is known whether all is ASCII.
pub fn string(vm: &mut Vm, text: &[u8], ascii: bool) -> Outcome {
    if ascii && text.len() > 1 {
        // The bytes are outside the heap, so that making the string leaves them alone.
        return vm.new_ascii_with(text.len(), |out| out.copy_from_slice(text));
    }
    vm.new_str_wtf8(text)
}

/// Reads and decodes the next chunk in place of what was decoded; `false` at the end.
pub fn read_chunk(vm: &mut Vm, this: Value, wanted: usize) -> Outcome<bool> {
    let state = text_of(vm, this)?;
    let (size, telling) = (state.chunk.max(wanted), state.telling);
    let before = if telling { Some(decoder::get_state(vm, this)?) } else { None };
    let input = read_bytes(vm, this, size)?;
    let ended = input.is_empty();
    let text = decoder::decode(vm, this, &input, ended)?;
    let any = !text.is_empty() || !ended;
    let state = text_of(vm, this)?;
    state.set_decoded(text);
    if let Some((mut bytes, flags)) = before {
        if bytes.is_empty() {
            bytes = input;
        } else {
            bytes.extend_from_slice(&input);
        }
        state.snapshot = Some((flags, bytes));
    }
    Ok(any)
}

/// The next bytes of the buffer, none at the end.
fn read_bytes(vm: &mut Vm, this: Value, size: usize) -> Outcome<Vec<u8>> {
    let state = text_of(vm, this)?;
    let (buffer, once) = (state.buffer, state.once);
    if state.quick {
        super::buffered::open(vm, buffer, "read of closed file")?;
        let mut out = Vec::with_capacity(size);
        reading::read_once(vm, buffer, size, &mut out)?;
        return Ok(out);
    }
    let method = if once { "read1" } else { "read" };
    let answer = vm.call_method(buffer, method, &[Value::small_int(size as isize)])?;
    match vm.buffer_bytes(answer) {
        Some(bytes) => Ok(bytes),
        None => {
            let name = vm.type_name(answer);
            let text = format!("underlying {method}() should have returned a bytes-like object, not '{name}'");
            Err(vm.type_error(text))
        }
    }
}

/// Takes up to `n` characters of the decoded text; gives how many there were.
fn take(vm: &mut Vm, this: Value, n: usize, out: &mut Vec<u8>) -> Outcome<usize> {
    let state = text_of(vm, this)?;
    let left = state.left();
    let (bytes, chars) = if state.ascii {
        let bytes = n.min(left.len());
        (bytes, bytes)
    } else {
        let bytes = wtf8::advance(left, 0, n);
        (bytes, wtf8::count(&left[..bytes]))
    };
    out.extend_from_slice(&left[..bytes]);
    state.used += bytes;
    Ok(chars)
}

/// `read`.
pub fn read(vm: &mut Vm, args: Args) -> Outcome {
    let n = base::limit(vm, args.given(1))?;
    let this = args[0];
    begin(vm, this)?;
    if n < 0 {
        return read_all(vm, this);
    }
    let (n, mut out, mut chars) = (n as usize, vec![], 0);
    loop {
        chars += take(vm, this, n - chars, &mut out)?;
        if chars == n || !read_chunk(vm, this, n - chars)? {
            break;
        }
    }
    vm.new_str_wtf8(&out)
}

fn read_all(vm: &mut Vm, this: Value) -> Outcome {
    let mut out = text_of(vm, this)?.left().to_vec();
    let (buffer, quick) = (text_of(vm, this)?.buffer, text_of(vm, this)?.quick);
    let answer = if quick {
        super::buffered::open(vm, buffer, "read of closed file")?;
        super::buffered::alone(vm, buffer, |vm| reading::read_all(vm, buffer))?
    } else {
        vm.call_method(buffer, "read", &[])?
    };
    if answer.is(Value::NONE) {
        let class = super::exception(vm, "BlockingIOError");
        return Err(vm.raise_text(class, "Read returned None."));
    }
    let text = match text_of(vm, this)?.decoder {
        Coder::Object(object) => {
            let text = vm.call_method(object, "decode", &[answer, Value::TRUE])?;
            decoder::decoded_text(vm, text)?
        }
        _ => {
            let Some(bytes) = vm.buffer_bytes(answer) else {
                let name = vm.type_name(answer);
                return Err(vm.type_error(format!("a bytes-like object is required, not '{name}'")));
            };
            decoder::decode(vm, this, &bytes, true)?
        }
    };
    let state = text_of(vm, this)?;
    state.set_decoded(vec![]);
    state.snapshot = None;
    if out.is_empty() {
        return vm.new_str_wtf8(&text);
    }
    out.extend_from_slice(&text);
    vm.new_str_wtf8(&out)
}
