//! Writing through a buffer.

use super::buffered::{alone, open};
use super::reading::end_reading;
use super::state::buffered_of;
use super::{exception, file};
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome, Raised};

/// `write`.
pub fn write(vm: &mut Vm, args: Args) -> Outcome {
    let this = args[0];
    super::buffered::attached(vm, this)?;
    if vm.is_str(args[1]) {
        return Err(vm.type_error("a bytes-like object is required, not 'str'"));
    }
    open(vm, this, "write to closed file")?;
    let n = match vm.bytes_like(args[1]) {
        Some(bytes) if put(vm, this, bytes)? => bytes.len(),
        _ => {
            let bytes = vm.buffer(args[1])?;
            open(vm, this, "write to closed file")?;
            write_bytes(vm, this, &bytes)?;
            bytes.len()
        }
    };
    Ok(Value::small_int(n as isize))
}

/// Puts bytes into the buffer, if nothing else has to be done for that.
#[inline]
pub fn put(vm: &mut Vm, this: Value, bytes: &[u8]) -> Outcome<bool> {
    let state = buffered_of(vm, this)?;
    if !state.ahead.is_empty() || state.waiting.len() + bytes.len() > state.size || state.is_busy() {
        return Ok(false);
    }
    state.waiting.extend_from_slice(bytes);
    Ok(true)
}

/// Writes all of `bytes`, which lie outside the heap, or as much as can be held back.
pub fn write_bytes(vm: &mut Vm, this: Value, bytes: &[u8]) -> Outcome<()> {
    alone(vm, this, |vm| {
        // Another thread may have closed it meanwhile.
        open(vm, this, "write to closed file")?;
        end_reading(vm, this)?;
        let state = buffered_of(vm, this)?;
        if state.waiting.len() + bytes.len() <= state.size {
            state.waiting.extend_from_slice(bytes);
            return Ok(());
        }
        write_more(vm, this, bytes)
    })
}

/// Writes what does not fit into the buffer.
fn write_more(vm: &mut Vm, this: Value, bytes: &[u8]) -> Outcome<()> {
    let size = buffered_of(vm, this)?.size;
    if let Err(Raised) = write_out(vm, this) {
        let blocking = exception(vm, "BlockingIOError");
        if !vm.pending_is(blocking) {
            return Err(Raised);
        }
        let state = buffered_of(vm, this)?;
        let room = size.saturating_sub(state.waiting.len());
        state.waiting.extend_from_slice(&bytes[..room.min(bytes.len())]);
        if bytes.len() <= room {
            vm.take_pending();
            return Ok(());
        }
        vm.take_pending();
        return Err(would_block(vm, room));
    }
    let mut rest = bytes;
    while rest.len() > size {
        match raw_write(vm, this, rest)? {
            Some(n) => rest = &rest[n..],
            None if rest.len() > size => {
                let written = bytes.len() - rest.len() + size;
                buffered_of(vm, this)?.waiting.extend_from_slice(&rest[..size]);
                return Err(would_block(vm, written));
            }
            None => break,
        }
        vm.safepoint()?;
    }
    buffered_of(vm, this)?.waiting.extend_from_slice(rest);
    Ok(())
}

/// BlockingIOError that says how many bytes were taken.
fn would_block(vm: &mut Vm, written: usize) -> Raised {
    let class = exception(vm, "BlockingIOError").value();
    let error = vm.new_str("write could not complete without blocking").and_then(|text| {
        vm.call(class, &[Value::small_int(libc::EAGAIN as isize), text, Value::small_int(written as isize)])
    });
    match error {
        Ok(error) => vm.set_pending(error),
        Err(raised) => raised,
    }
}

/// Writes what waits, all of it.
pub fn write_out(vm: &mut Vm, this: Value) -> Outcome<()> {
    let state = buffered_of(vm, this)?;
    if state.waiting.is_empty() {
        return Ok(());
    }
    let waiting = std::mem::take(&mut state.waiting);
    let mut written = 0;
    let result = loop {
        if written == waiting.len() {
            break Ok(());
        }
        match raw_write(vm, this, &waiting[written..]) {
            Ok(Some(n)) => written += n,
            Ok(None) => break Err(would_block(vm, 0)),
            Err(raised) => break Err(raised),
        }
        // Long writes let signals in.
        if written < waiting.len()
            && let Err(raised) = vm.safepoint()
        {
            break Err(raised);
        }
    };
    let mut waiting = waiting;
    waiting.drain(..written);
    let state = buffered_of(vm, this)?;
    // The program may have written from within, to a stream of its own.
    waiting.append(&mut state.waiting);
    state.waiting = waiting;
    result
}

/// Writes what the raw stream takes at once; `None`: nothing now.
fn raw_write(vm: &mut Vm, this: Value, bytes: &[u8]) -> Outcome<Option<usize>> {
    let state = buffered_of(vm, this)?;
    let (raw, quick) = (state.raw, state.quick);
    let n = if quick { file::write_some(vm, raw, bytes)? } else { write_by_method(vm, raw, bytes)? };
    let state = buffered_of(vm, this)?;
    if state.at >= 0 {
        state.at += n.unwrap_or(0) as i64;
    }
    Ok(n)
}

fn write_by_method(vm: &mut Vm, raw: Value, bytes: &[u8]) -> Outcome<Option<usize>> {
    let copy = vm.new_bytes(bytes)?;
    let view = vm.new_memoryview(copy)?;
    let n = vm.call_method(raw, "write", &[view])?;
    if n.is(Value::NONE) {
        return Ok(None);
    }
    let n = vm.index_i64(n)?;
    if n < 0 || n as usize > bytes.len() {
        let (class, most) = (vm.exceptions.OSError, bytes.len());
        let text = format!("raw write() returned invalid length {n} (should have been between 0 and {most})");
        return Err(vm.raise_text(class, &text));
    }
    Ok(Some(n as usize))
}
