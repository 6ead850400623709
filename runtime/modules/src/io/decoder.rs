//! The decoder of a text stream: one of the runtime's codecs, or an object of `codecs`.

use super::state::text_of;
use super::text::Coder;
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::Outcome;
use pyspec_runtime::types::str::codec::Codec;

/// The text that a decoder answered with.
pub fn decoded_text(vm: &mut Vm, v: Value) -> Outcome<Vec<u8>> {
    match vm.text(v) {
        Some(text) => Ok(text.bytes.to_vec()),
        None => {
            let name = vm.type_name(v);
            Err(vm.type_error(format!("decoder should return a string result, not '{name}'")))
        }
    }
}

/// What `getstate` of a decoder object says.
pub fn decoder_state(vm: &mut Vm, decoder: Value) -> Outcome<(Value, i64)> {
    let state = vm.call_method(decoder, "getstate", &[])?;
    let items = if vm.as_tuple(state).is_some() { vm.tuple_items(state) } else { &[] };
    let &[bytes, flag] = items else { return Err(vm.type_error("illegal decoder state")) };
    if !vm.is_bytes(bytes) {
        let name = vm.type_name(bytes);
        return Err(
            vm.type_error(format!("illegal decoder state: the first item should be a bytes object, not '{name}'"))
        );
    }
    let flag = vm.index_i64(flag)?;
    Ok((bytes, flag))
}

/// The text of the next bytes.
pub fn decode(vm: &mut Vm, this: Value, input: &[u8], last: bool) -> Outcome<Vec<u8>> {
    match text_of(vm, this)?.decoder {
        Coder::Own(codec) => decode_here(vm, this, codec, input, last),
        Coder::Object(decoder) => {
            let bytes = vm.new_bytes(input)?;
            let text = vm.call_method(decoder, "decode", &[bytes, Value::bool(last)])?;
            decoded_text(vm, text)
        }
        Coder::None => Err(super::unsupported(vm, "not readable")),
    }
}

fn decode_here(vm: &mut Vm, this: Value, codec: Codec, input: &[u8], last: bool) -> Outcome<Vec<u8>> {
    let state = text_of(vm, this)?;
    let plain =
        state.rest.is_empty() && (input.is_ascii() || codec == Codec::Utf8 && std::str::from_utf8(input).is_ok());
    let text = if plain {
        input.to_vec()
    } else {
        let joined: Vec<u8> = state.rest.iter().chain(input).copied().collect();
        let errors = state.errors_text.clone();
        let (text, consumed) = vm.decode_by(&joined, codec, &errors, last)?;
        text_of(vm, this)?.rest = joined[consumed..].to_vec();
        text
    };
    let state = text_of(vm, this)?;
    let ends = state.ends;
    Ok(if ends.universal { state.progress.feed(text, ends.translate, last) } else { text })
}

/// Bytes not decoded yet, and flags.
pub fn get_state(vm: &mut Vm, this: Value) -> Outcome<(Vec<u8>, i64)> {
    let state = text_of(vm, this)?;
    match state.decoder {
        Coder::Object(decoder) => {
            let (bytes, flag) = decoder_state(vm, decoder)?;
            Ok((vm.bytes_like(bytes).unwrap_or_default().to_vec(), flag))
        }
        _ => Ok((state.rest.clone(), i64::from(state.progress.pending))),
    }
}

/// Goes back to a state.
pub fn set_state(vm: &mut Vm, this: Value, bytes: &[u8], flags: i64) -> Outcome<()> {
    let state = text_of(vm, this)?;
    if let Coder::Object(decoder) = state.decoder {
        let (bytes, flags) = (vm.new_bytes(bytes)?, vm.new_int(flags)?);
        let argument = vm.new_tuple(&[bytes, flags])?;
        vm.call_method(decoder, "setstate", &[argument])?;
        return Ok(());
    }
    state.rest = bytes.to_vec();
    state.progress.pending = flags & 1 != 0;
    Ok(())
}

/// Goes back to the start.
pub fn reset(vm: &mut Vm, this: Value) -> Outcome<()> {
    let state = text_of(vm, this)?;
    if let Coder::Object(decoder) = state.decoder {
        vm.call_method(decoder, "reset", &[])?;
        return Ok(());
    }
    state.rest.clear();
    state.progress = Default::default();
    Ok(())
}
