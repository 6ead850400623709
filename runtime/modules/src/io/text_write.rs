//! Writing text.

use super::state::{buffered_of, text_of};
use super::text::{Coder, open};
use super::{decoder, unsupported, writing};
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};
use pyspec_runtime::types::str::codec::Codec;

/// `write`.
pub fn write(vm: &mut Vm, args: Args) -> Outcome {
    let (this, text) = (args[0], args[1]);
    let Some(found) = vm.text(text) else {
        let name = vm.type_name(text);
        return Err(vm.type_error(format!("write() argument must be str, not {name}")));
    };
    let (chars, bytes) = (found.chars, found.bytes);
    open(vm, this)?;
    let state = text_of(vm, this)?;
    if state.encoder == Coder::None {
        return Err(unsupported(vm, "not writable"));
    }
    let line_end = state.line_buffering && memchr::memchr2(b'\n', b'\r', bytes).is_some();
    let translated = state.ends.write.filter(|_| memchr::memchr(b'\n', bytes).is_some());
    if translated.is_none() && encodes_as_is(state.encoder, found.ascii, bytes) {
        // As it lies in memory is how it is encoded.
        append(vm, this, bytes, line_end)?;
    } else {
        let encoded = encode(vm, this, text, translated)?;
        append(vm, this, &encoded, line_end)?;
    }
    Ok(Value::small_int(chars as isize))
}

/// What `print` writes, if the stream is exactly a text stream whose bytes these are.
pub fn put_text(vm: &mut Vm, this: Value, text: &[u8]) -> Option<Outcome<()>> {
    if !super::is_exact(vm, this, &super::text::TABLE) {
        return None;
    }
    let state = text_of(vm, this).ok()?;
    let plain = match state.encoder {
        Coder::Own(Codec::Utf8) => true,
        Coder::Own(_) => text.is_ascii(),
        _ => false,
    };
    if !plain || state.ends.write.is_some() {
        return None;
    }
    let line_end = state.line_buffering && memchr::memchr2(b'\n', b'\r', text).is_some();
    Some(open(vm, this).and_then(|()| append(vm, this, text, line_end)))
}

/// Whether the encoded text is the string's own bytes.
fn encodes_as_is(encoder: Coder, ascii: bool, bytes: &[u8]) -> bool {
    match encoder {
        Coder::Own(_) if ascii => true,
        Coder::Own(Codec::Utf8) => std::str::from_utf8(bytes).is_ok(),
        _ => false,
    }
}

/// Encodes a str, its `\n` as `end`.
fn encode(vm: &mut Vm, this: Value, text: Value, end: Option<&str>) -> Outcome<Vec<u8>> {
    let text = match end {
        Some(end) => {
            let mut out = vec![];
            for piece in vm.str_bytes(text).split_inclusive(|b| *b == b'\n') {
                match piece.strip_suffix(b"\n") {
                    Some(piece) => {
                        out.extend_from_slice(piece);
                        out.extend_from_slice(end.as_bytes());
                    }
                    None => out.extend_from_slice(piece),
                }
            }
            vm.new_str_wtf8(&out)?
        }
        None => text,
    };
    let state = text_of(vm, this)?;
    match state.encoder {
        Coder::Own(codec) => {
            let errors = state.errors_text.clone();
            vm.encode_by(text, codec, &errors)
        }
        Coder::Object(encoder) => {
            let bytes = vm.call_method(encoder, "encode", &[text])?;
            match vm.is_bytes(bytes).then(|| vm.bytes_like(bytes)).flatten() {
                Some(bytes) => Ok(bytes.to_vec()),
                None => {
                    let name = vm.type_name(bytes);
                    Err(vm.type_error(format!("encoder should return a bytes object, not '{name}'")))
                }
            }
        }
        Coder::None => Err(unsupported(vm, "not writable")),
    }
}

/// Whether what is pending has to go before `more` bytes come.
fn is_full(vm: &mut Vm, this: Value, more: usize) -> Outcome<bool> {
    let state = text_of(vm, this)?;
    Ok(!state.pending.is_empty() && state.pending.len() + more > state.chunk)
}

/// Adds encoded text to what is pending, and passes it on if it is time to.
fn append(vm: &mut Vm, this: Value, bytes: &[u8], flush_too: bool) -> Outcome<()> {
    if is_full(vm, this, bytes.len())? {
        // The bytes may lie in the heap: they are copied before anything else runs.
        let bytes = bytes.to_vec();
        while is_full(vm, this, bytes.len())? {
            write_pending(vm, this)?;
        }
        text_of(vm, this)?.pending.extend_from_slice(&bytes);
    } else {
        text_of(vm, this)?.pending.extend_from_slice(bytes);
    }
    let state = text_of(vm, this)?;
    if state.pending.len() >= state.chunk || flush_too || state.write_through {
        write_pending(vm, this)?;
    }
    if flush_too {
        flush_buffer(vm, this)?;
    }
    let state = text_of(vm, this)?;
    if state.snapshot.is_some() {
        state.set_decoded(vec![]);
        state.snapshot = None;
    }
    if state.decoder != Coder::None && (!state.rest.is_empty() || !matches!(state.decoder, Coder::Own(_))) {
        decoder::reset(vm, this)?;
    }
    Ok(())
}

/// Gives what is pending to the buffer.
pub fn write_pending(vm: &mut Vm, this: Value) -> Outcome<()> {
    let state = text_of(vm, this)?;
    if state.pending.is_empty() {
        return Ok(());
    }
    let (buffer, quick) = (state.buffer, state.quick);
    let mut pending = std::mem::take(&mut state.pending);
    if quick {
        super::buffered::open(vm, buffer, "write to closed file")?;
        if !writing::put(vm, buffer, &pending)? {
            writing::write_bytes(vm, buffer, &pending)?;
        }
    } else {
        let bytes = vm.new_bytes(&pending)?;
        vm.call_method(buffer, "write", &[bytes])?;
    }
    // The room is used again, unless the program has written from within.
    let state = text_of(vm, this)?;
    if state.pending.is_empty() {
        pending.clear();
        state.pending = pending;
    }
    Ok(())
}

fn flush_buffer(vm: &mut Vm, this: Value) -> Outcome {
    let state = text_of(vm, this)?;
    let buffer = state.buffer;
    if state.quick && buffered_of(vm, buffer)?.writable {
        super::buffered::flush(vm, buffer)?;
        return Ok(Value::NONE);
    }
    vm.call_method(buffer, "flush", &[])
}

/// `flush`.
pub fn flush(vm: &mut Vm, this: Value) -> Outcome {
    let state = text_of(vm, this)?;
    state.telling = state.seekable;
    write_pending(vm, this)?;
    flush_buffer(vm, this)
}
