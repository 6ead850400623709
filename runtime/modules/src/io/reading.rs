//! Reading through a buffer.

use super::base::limit;
use super::buffered::{alone, open, rewind};
use super::generic::{put_into, room_in};
use super::state::buffered_of;
use super::{file, is_exact, writing};
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome, Raised};

/// Reads up to `n` bytes of the raw stream behind what is in `out`; `None`: there are none yet.
fn raw_read(vm: &mut Vm, this: Value, out: &mut Vec<u8>, n: usize) -> Outcome<Option<usize>> {
    let state = buffered_of(vm, this)?;
    let (raw, quick) = (state.raw, state.quick);
    let got = if quick { file::read_some(vm, raw, out, n)? } else { read_by_method(vm, raw, out, n)? };
    let state = buffered_of(vm, this)?;
    if state.at >= 0 {
        state.at += got.unwrap_or(0) as i64;
    }
    Ok(got)
}

/// `raw.readinto(memory)`.
fn read_by_method(vm: &mut Vm, raw: Value, out: &mut Vec<u8>, n: usize) -> Outcome<Option<usize>> {
    let array = vm.new_bytearray(&vec![0; n])?;
    let view = vm.new_memoryview(array)?;
    let count = vm.call_method(raw, "readinto", &[view])?;
    if count.is(Value::NONE) {
        return Ok(None);
    }
    let count = match vm.index_i64(count) {
        Ok(count) => count,
        Err(Raised) => return Err(failed_from(vm, "raw readinto() failed")),
    };
    if count < 0 || count as usize > n {
        let class = vm.exceptions.OSError;
        let text = format!("raw readinto() returned invalid length {count} (should have been between 0 and {n})");
        return Err(vm.raise_text(class, &text));
    }
    out.extend_from_slice(&vm.bytes_like(array).unwrap_or_default()[..count as usize]);
    Ok(Some(count as usize))
}

/// OSError whose cause is the exception that is pending.
fn failed_from(vm: &mut Vm, text: &str) -> Raised {
    let cause = vm.take_pending();
    let class = vm.exceptions.OSError;
    let raised = vm.raise_text(class, text);
    let error = vm.take_pending();
    for name in ["__cause__", "__context__"] {
        if let Err(raised) = vm.set_attr_text(error, name, cause) {
            return raised;
        }
    }
    vm.set_pending(error);
    raised
}

/// Fills the buffer, in which nothing is left.
fn fill(vm: &mut Vm, this: Value) -> Outcome<Option<usize>> {
    let state = buffered_of(vm, this)?;
    let size = state.size;
    state.forget();
    let mut ahead = std::mem::take(&mut state.ahead);
    let got = raw_read(vm, this, &mut ahead, size);
    buffered_of(vm, this)?.ahead = ahead;
    got
}

/// Before reading, what waits to be written is written.
fn begin(vm: &mut Vm, this: Value) -> Outcome<()> {
    if !buffered_of(vm, this)?.waiting.is_empty() {
        writing::write_out(vm, this)?;
    }
    Ok(())
}

/// Takes up to `n` bytes of what was read ahead.
fn take(vm: &mut Vm, this: Value, n: usize, out: &mut Vec<u8>) -> Outcome<usize> {
    let state = buffered_of(vm, this)?;
    let n = n.min(state.left().len());
    out.extend_from_slice(&state.left()[..n]);
    state.used += n;
    Ok(n)
}

/// `read`.
pub fn read(vm: &mut Vm, args: Args) -> Outcome {
    let n = limit(vm, args.given(1))?;
    if n < -1 {
        return Err(vm.value_error("read length must be non-negative or -1"));
    }
    let this = args[0];
    open(vm, this, "read of closed file")?;
    if n == -1 {
        return alone(vm, this, |vm| read_all(vm, this));
    }
    let n = n as usize;
    let state = buffered_of(vm, this)?;
    if state.waiting.is_empty() && state.left().len() >= n {
        let bytes = vm.new_bytes(&state.left()[..n])?;
        buffered_of(vm, this)?.used += n;
        return Ok(bytes);
    }
    let mut out = vec![];
    match alone(vm, this, |vm| read_exactly(vm, this, n, &mut out))? {
        true => vm.new_bytes(&out),
        false => Ok(Value::NONE),
    }
}

/// Reads until there are `n` bytes or no more come; `false`: none, and the stream has not ended.
pub fn read_exactly(vm: &mut Vm, this: Value, n: usize, out: &mut Vec<u8>) -> Outcome<bool> {
    begin(vm, this)?;
    take(vm, this, n, out)?;
    while out.len() < n {
        let (missing, size) = (n - out.len(), buffered_of(vm, this)?.size);
        let got = if missing >= size {
            // Whole blocks go past the buffer.
            buffered_of(vm, this)?.forget();
            raw_read(vm, this, out, missing - missing % size)?
        } else {
            let got = fill(vm, this)?;
            take(vm, this, missing, out)?;
            got
        };
        match got {
            Some(0) => return Ok(true),
            None => return Ok(!out.is_empty()),
            Some(_) => {}
        }
    }
    Ok(true)
}

/// Everything up to the end, as bytes; None if there is nothing yet.
pub fn read_all(vm: &mut Vm, this: Value) -> Outcome {
    begin(vm, this)?;
    let mut out = vec![];
    take(vm, this, usize::MAX, &mut out)?;
    let state = buffered_of(vm, this)?;
    state.forget();
    let (raw, quick) = (state.raw, state.quick);
    if quick {
        let before = out.len();
        let any = file::read_rest(vm, raw, &mut out)?;
        let state = buffered_of(vm, this)?;
        if state.at >= 0 {
            state.at += (out.len() - before) as i64;
        }
        return if any || before > 0 { vm.new_bytes(&out) } else { Ok(Value::NONE) };
    }
    read_all_by_methods(vm, this, raw, out)
}

fn read_all_by_methods(vm: &mut Vm, this: Value, raw: Value, mut out: Vec<u8>) -> Outcome {
    let key = vm.intern("readall");
    let read_all = vm.get_attr_or_unset(raw, key)?;
    let whole = !read_all.is(Value::UNSET);
    loop {
        let part = if whole { vm.call(read_all, &[])? } else { vm.call_method(raw, "read", &[])? };
        if part.is(Value::NONE) {
            return if out.is_empty() { Ok(part) } else { vm.new_bytes(&out) };
        }
        let Some(bytes) = vm.is_bytes(part).then(|| vm.bytes_like(part)).flatten() else {
            let method = if whole { "readall" } else { "read" };
            return Err(vm.type_error(format!("{method}() should return bytes")));
        };
        out.extend_from_slice(bytes);
        let state = buffered_of(vm, this)?;
        if state.at >= 0 {
            state.at += bytes.len() as i64;
        }
        if whole || bytes.is_empty() {
            return vm.new_bytes(&out);
        }
    }
}

/// `peek`: what is ahead, at least a byte if there is one.
pub fn peek(vm: &mut Vm, args: Args) -> Outcome {
    let this = args[0];
    open(vm, this, "peek of closed file")?;
    alone(vm, this, |vm| {
        begin(vm, this)?;
        if buffered_of(vm, this)?.left().is_empty() {
            fill(vm, this)?;
        }
        let left = buffered_of(vm, this)?.left();
        vm.new_bytes(left)
    })
}

/// `read1`.
pub fn read1(vm: &mut Vm, args: Args) -> Outcome {
    let this = args[0];
    let n = args.given(1).map_or(Ok(-1), |v| vm.index_i64(v))?;
    let n = if n < 0 { buffered_of(vm, this)?.size } else { n as usize };
    open(vm, this, "read of closed file")?;
    let mut out = vec![];
    read_once(vm, this, n, &mut out)?;
    vm.new_bytes(&out)
}

/// Appends up to `n` bytes, with at most one call of the system.
pub fn read_once(vm: &mut Vm, this: Value, n: usize, out: &mut Vec<u8>) -> Outcome<()> {
    if n == 0 {
        return Ok(());
    }
    alone(vm, this, |vm| {
        begin(vm, this)?;
        if take(vm, this, n, out)? == 0 {
            buffered_of(vm, this)?.forget();
            raw_read(vm, this, out, n)?;
        }
        Ok(())
    })
}

/// `readinto` and `readinto1`.
pub fn read_into(vm: &mut Vm, args: Args, once: bool) -> Outcome {
    let this = args[0];
    super::buffered::attached(vm, this)?;
    let room = room_in(vm, args[1], if once { "readinto1" } else { "readinto" })?;
    open(vm, this, "readinto of closed file")?;
    let mut out = vec![];
    let any = if once {
        alone(vm, this, |vm| read_into_once(vm, this, room, &mut out))?;
        true
    } else {
        alone(vm, this, |vm| read_exactly(vm, this, room, &mut out))?
    };
    if !any {
        return Ok(Value::NONE);
    }
    put_into(vm, args[1], &out);
    Ok(Value::small_int(out.len() as isize))
}

/// What is ahead, and what one call gives if there is nothing or much room.
fn read_into_once(vm: &mut Vm, this: Value, room: usize, out: &mut Vec<u8>) -> Outcome<()> {
    begin(vm, this)?;
    let taken = take(vm, this, room, out)?;
    let missing = room - taken;
    if missing > buffered_of(vm, this)?.size {
        buffered_of(vm, this)?.forget();
        raw_read(vm, this, out, missing)?;
    } else if taken == 0 && missing > 0 {
        fill(vm, this)?;
        take(vm, this, missing, out)?;
    }
    Ok(())
}

/// `readline`.
pub fn read_line(vm: &mut Vm, args: Args) -> Outcome {
    let limit = limit(vm, args.given(1))?;
    open(vm, args[0], "readline of closed file")?;
    line(vm, args[0], limit)
}

/// A line with its end, of up to `limit` bytes.
fn line(vm: &mut Vm, this: Value, limit: i64) -> Outcome {
    let most = if limit < 0 { usize::MAX } else { limit as usize };
    let left = buffered_of(vm, this)?.left();
    if let Some(end) = memchr::memchr(b'\n', &left[..left.len().min(most)]) {
        let bytes = vm.new_bytes(&left[..=end])?;
        buffered_of(vm, this)?.used += end + 1;
        return Ok(bytes);
    }
    let mut out = vec![];
    alone(vm, this, |vm| {
        begin(vm, this)?;
        while out.len() < most {
            let left = buffered_of(vm, this)?.left();
            let room = left.len().min(most - out.len());
            let end = memchr::memchr(b'\n', &left[..room]);
            take(vm, this, end.map_or(room, |i| i + 1), &mut out)?;
            if end.is_some() || out.len() == most || fill(vm, this)?.unwrap_or(0) == 0 {
                break;
            }
        }
        Ok(())
    })?;
    vm.new_bytes(&out)
}

/// `__next__`: a subclass may have a `readline` of its own.
pub fn next(vm: &mut Vm, args: Args) -> Outcome {
    let this = args[0];
    let native = is_exact(vm, this, &super::buffered::READER) || is_exact(vm, this, &super::buffered::RANDOM);
    let line = if native {
        open(vm, this, "I/O operation on closed file.")?;
        line(vm, this, -1)?
    } else {
        let line = vm.call_method(this, "readline", &[])?;
        if !vm.is_bytes(line) {
            let (class, name) = (vm.exceptions.OSError, vm.type_name(line));
            let text = format!("readline() should have returned a bytes object, not '{name}'");
            return Err(vm.raise_text(class, &text));
        }
        line
    };
    Ok(if vm.bytes_like(line).is_some_and(<[u8]>::is_empty) { Value::UNSET } else { line })
}

/// Before writing, the raw stream is moved back by what was read ahead.
pub fn end_reading(vm: &mut Vm, this: Value) -> Outcome<()> {
    if buffered_of(vm, this)?.ahead.is_empty() { Ok(()) } else { rewind(vm, this) }
}
