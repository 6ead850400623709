//! `seek` and `tell` of text.
//!
//! A position is where the decoder stood last with nothing in hand, and what to do from there: its flags, how
//! many bytes to feed it, how many characters to skip. Where all is zero it is the plain position in bytes. To
//! `tell` within a chunk, the bytes of the chunk are decoded again: first up to a guess, then byte by byte up to
//! the character, and of the states on the way the last one with nothing in hand is taken.

use super::state::text_of;
use super::text::{Coder, attached, open};
use super::{decoder, file, text_write, unsupported};
use dashu_int::IBig;
use dashu_int::ops::BitTest;
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};
use pyspec_runtime::types::str::wtf8;

/// A position.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Cookie {
    start: u64,
    flags: u32,
    feed: u32,
    skip: u32,
    last: bool,
}

impl Cookie {
    fn pack(&self) -> IBig {
        let word = |n: u32, at: usize| IBig::from(n) << at;
        IBig::from(self.start)
            + word(self.flags, 64)
            + word(self.feed, 96)
            + word(self.skip, 128)
            + word(self.last.into(), 160)
    }

    fn unpack(packed: &IBig) -> Cookie {
        let bits =
            |at: usize, n: usize| -> u64 { (0..n).filter(|i| packed.bit(at + i)).fold(0, |word, i| word | 1 << i) };
        Cookie {
            start: bits(0, 64),
            flags: bits(64, 32) as u32,
            feed: bits(96, 32) as u32,
            skip: bits(128, 32) as u32,
            last: packed.bit(160),
        }
    }
}

/// `tell`.
pub fn tell(vm: &mut Vm, args: Args) -> Outcome {
    let this = args[0];
    open(vm, this)?;
    let state = text_of(vm, this)?;
    if !state.seekable {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    if !state.telling {
        let class = vm.exceptions.OSError;
        return Err(vm.raise_text(class, "telling position disabled by next() call"));
    }
    text_write::write_pending(vm, this)?;
    vm.call_method(this, "flush", &[])?;
    let buffer = text_of(vm, this)?.buffer;
    let at = vm.call_method(buffer, "tell", &[])?;
    let state = text_of(vm, this)?;
    let Some((flags, input)) = state.snapshot.clone().filter(|_| state.decoder != Coder::None) else {
        return Ok(at);
    };
    let start = vm.index_i64(at)? - input.len() as i64;
    let state = text_of(vm, this)?;
    let chars = wtf8::count(&state.decoded[..state.used]);
    let mut cookie = Cookie { start: start as u64, flags: flags as u32, ..Cookie::default() };
    if chars > 0 {
        let (bytes, flags) = decoder::get_state(vm, this)?;
        let progress = text_of(vm, this)?.progress;
        let found = search(vm, this, &input, chars, cookie);
        decoder::set_state(vm, this, &bytes, flags)?;
        text_of(vm, this)?.progress.seen = progress.seen;
        cookie = found?;
    }
    vm.new_big(&cookie.pack())
}

/// Counts the characters that a decoder gives for some bytes.
fn decoded_chars(vm: &mut Vm, this: Value, bytes: &[u8], last: bool) -> Outcome<usize> {
    Ok(wtf8::count(&decoder::decode(vm, this, bytes, last)?))
}

/// The position after `chars` characters of what `input` decodes to, from the position before it.
fn search(vm: &mut Vm, this: Value, input: &[u8], chars: usize, from: Cookie) -> Outcome<Cookie> {
    let flags = i64::from(from.flags);
    // As many bytes as have no more characters, by a guess that is halved, and leave nothing in hand.
    let mut skipped = input.len().min(chars);
    let (mut start, mut done) = (from, 0);
    while skipped > 0 {
        decoder::set_state(vm, this, &[], flags)?;
        let n = decoded_chars(vm, this, &input[..skipped], false)?;
        if n <= chars {
            let (held, flags) = decoder::get_state(vm, this)?;
            if held.is_empty() {
                start.start += skipped as u64;
                start.flags = flags as u32;
                done = n;
                break;
            }
            skipped -= held.len().min(skipped);
        } else {
            skipped /= 2;
        }
    }
    if skipped == 0 {
        decoder::set_state(vm, this, &[], flags)?;
    }
    let mut cookie = Cookie { skip: (chars - done) as u32, ..start };
    if cookie.skip == 0 {
        return Ok(cookie);
    }
    step(vm, this, &input[skipped..], chars - done, &mut cookie)?;
    Ok(cookie)
}

/// Goes on byte by byte until there are `chars` characters more.
fn step(vm: &mut Vm, this: Value, input: &[u8], chars: usize, cookie: &mut Cookie) -> Outcome<()> {
    // Bytes and characters since the state that the cookie begins at, and characters before it.
    let (mut fed, mut seen, mut before) = (0, 0, 0);
    for byte in input {
        fed += 1;
        seen += decoded_chars(vm, this, std::slice::from_ref(byte), false)?;
        let (held, flags) = decoder::get_state(vm, this)?;
        if held.is_empty() && before + seen <= chars {
            before += seen;
            cookie.start += fed;
            cookie.flags = flags as u32;
            cookie.skip = (chars - before) as u32;
            (fed, seen) = (0, 0);
        }
        if before + seen >= chars {
            cookie.feed = if cookie.skip > 0 { fed as u32 } else { 0 };
            return Ok(());
        }
    }
    // The rest comes out only at the end of the stream.
    seen += decoded_chars(vm, this, &[], true)?;
    (cookie.feed, cookie.last) = (fed as u32, true);
    if before + seen < chars {
        let class = vm.exceptions.OSError;
        return Err(vm.raise_text(class, "can't reconstruct logical file position"));
    }
    Ok(())
}

/// `seek`.
pub fn seek(vm: &mut Vm, args: Args) -> Outcome {
    let this = args[0];
    attached(vm, this)?;
    open(vm, this)?;
    if !text_of(vm, this)?.seekable {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    let whence = args.given(2).map_or(Ok(0), |v| vm.index_i64(v))?;
    let mut target = args[1];
    match whence {
        0 => {}
        1 => {
            if vm.truth(target)? {
                return Err(unsupported(vm, "can't do nonzero cur-relative seeks"));
            }
            // To here: the same as telling, with all buffers written out.
            target = vm.call_method(this, "tell", &[])?;
        }
        2 => {
            if vm.truth(target)? {
                return Err(unsupported(vm, "can't do nonzero end-relative seeks"));
            }
            return seek_to_end(vm, this);
        }
        _ => return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    }
    let Some(packed) = vm.big_value(target) else {
        file::offset(vm, target)?;
        return Err(vm.type_error("an integer is required"));
    };
    if packed < IBig::ZERO {
        let shown = vm.repr_text(target)?;
        return Err(vm.value_error(format!("negative seek position {shown}")));
    }
    vm.call_method(this, "flush", &[])?;
    go_to(vm, this, Cookie::unpack(&packed))?;
    Ok(target)
}

fn forget(vm: &mut Vm, this: Value) -> Outcome<()> {
    let state = text_of(vm, this)?;
    state.set_decoded(vec![]);
    state.snapshot = None;
    Ok(())
}

fn seek_to_end(vm: &mut Vm, this: Value) -> Outcome {
    vm.call_method(this, "flush", &[])?;
    forget(vm, this)?;
    if text_of(vm, this)?.decoder != Coder::None {
        decoder::reset(vm, this)?;
    }
    let buffer = text_of(vm, this)?.buffer;
    let at = vm.call_method(buffer, "seek", &[Value::small_int(0), Value::small_int(2)])?;
    let start = !vm.truth(at)?;
    set_encoder(vm, this, start)?;
    Ok(at)
}

fn go_to(vm: &mut Vm, this: Value, cookie: Cookie) -> Outcome<()> {
    let buffer = text_of(vm, this)?.buffer;
    let start = vm.new_big(&IBig::from(cookie.start))?;
    vm.call_method(buffer, "seek", &[start])?;
    forget(vm, this)?;
    if text_of(vm, this)?.decoder != Coder::None {
        if cookie == Cookie::default() {
            decoder::reset(vm, this)?;
        } else {
            decoder::set_state(vm, this, &[], cookie.flags.into())?;
        }
    }
    if cookie.skip > 0 {
        let input = vm.call_method(buffer, "read", &[Value::small_int(cookie.feed as isize)])?;
        let Some(input) = vm.is_bytes(input).then(|| vm.bytes_like(input)).flatten().map(<[u8]>::to_vec) else {
            let name = vm.type_name(input);
            let text = format!("underlying read() should have returned a bytes object, not '{name}'");
            return Err(vm.type_error(text));
        };
        let text = decoder::decode(vm, this, &input, cookie.last)?;
        if wtf8::count(&text) < cookie.skip as usize {
            let class = vm.exceptions.OSError;
            return Err(vm.raise_text(class, "can't restore logical file position"));
        }
        let state = text_of(vm, this)?;
        state.set_decoded(text);
        state.used = wtf8::advance(&state.decoded, 0, cookie.skip as usize);
        state.snapshot = Some((cookie.flags.into(), input));
    } else {
        text_of(vm, this)?.snapshot = Some((cookie.flags.into(), vec![]));
    }
    set_encoder(vm, this, cookie.start == 0 && cookie.flags == 0)
}

/// At the start of a stream the encoder begins anew, with its mark; elsewhere it writes none.
fn set_encoder(vm: &mut Vm, this: Value, at_start: bool) -> Outcome<()> {
    let Coder::Object(encoder) = text_of(vm, this)?.encoder else { return Ok(()) };
    if at_start {
        vm.call_method(encoder, "reset", &[])?;
    } else {
        vm.call_method(encoder, "setstate", &[Value::small_int(0)])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_packed_and_unpacked() {
        let cookie = Cookie { start: u64::MAX - 1, flags: 7, feed: 1 << 31, skip: 3, last: true };
        assert_eq!(Cookie::unpack(&cookie.pack()), cookie);
        let plain = Cookie { start: 8192, ..Cookie::default() };
        assert_eq!(plain.pack(), IBig::from(8192));
        assert_eq!(Cookie::unpack(&IBig::from(5)).start, 5);
    }
}
