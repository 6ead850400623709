//! Lines of text.

use super::state::text_of;
use super::text::open;
use super::text_read::{begin, read_chunk, string};
use super::{base, is_exact, text};
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};
use pyspec_runtime::types::str::wtf8;

/// `readline`.
pub fn read_line(vm: &mut Vm, args: Args) -> Outcome {
    let limit = base::limit(vm, args.given(1))?;
    let most = if limit < 0 { usize::MAX } else { limit as usize };
    line(vm, args[0], most)
}

/// `__next__`: a subclass may have a `readline` of its own.
pub fn next(vm: &mut Vm, args: Args) -> Outcome {
    let this = args[0];
    text::attached(vm, this)?;
    text_of(vm, this)?.telling = false;
    let found = if is_exact(vm, this, &text::TABLE) {
        line(vm, this, usize::MAX)?
    } else {
        let found = vm.call_method(this, "readline", &[])?;
        if !vm.is_str(found) {
            let (class, name) = (vm.exceptions.OSError, vm.type_name(found));
            return Err(vm.raise_text(class, &format!("readline() should have returned a str object, not '{name}'")));
        }
        found
    };
    if !vm.str_bytes(found).is_empty() {
        return Ok(found);
    }
    let state = text_of(vm, this)?;
    state.snapshot = None;
    state.telling = state.seekable;
    Ok(Value::UNSET)
}

/// The next line, of up to `most` characters.
fn line(vm: &mut Vm, this: Value, most: usize) -> Outcome {
    begin(vm, this)?;
    let state = text_of(vm, this)?;
    // Almost always the whole line is there.
    if most == usize::MAX
        && let Some(end) = state.ends.find(state.left())
    {
        let (from, ascii) = (state.used, state.ascii);
        state.used += end;
        let text: &'static [u8] = &text_of(vm, this)?.decoded[from..from + end];
        return string(vm, text, ascii);
    }
    long_line(vm, this, most)
}

/// A line over several chunks.
fn long_line(vm: &mut Vm, this: Value, most: usize) -> Outcome {
    let (mut out, mut chars) = (vec![], 0);
    loop {
        let state = text_of(vm, this)?;
        let left = state.left();
        // An end of two characters may lie on both sides of the seam.
        let split = state.ends.read == "\r\n" && out.ends_with(b"\r") && left.first() == Some(&b'\n');
        let end = if split { Some(1) } else { state.ends.find(left) };
        let mut bytes = end.unwrap_or(left.len());
        let allowed =
            if state.ascii { bytes.min(most - chars) } else { wtf8::advance(&left[..bytes], 0, most - chars) };
        let cut = allowed < bytes;
        bytes = allowed;
        chars += if most == usize::MAX { 0 } else { wtf8::count(&left[..bytes]) };
        out.extend_from_slice(&left[..bytes]);
        state.used += bytes;
        if end.is_some() || cut || chars == most {
            break;
        }
        if !more(vm, this)? {
            let state = text_of(vm, this)?;
            state.set_decoded(vec![]);
            state.snapshot = None;
            break;
        }
    }
    vm.new_str_wtf8(&out)
}

/// Reads chunks until there is text; `false` at the end.
fn more(vm: &mut Vm, this: Value) -> Outcome<bool> {
    loop {
        open(vm, this)?;
        if !read_chunk(vm, this, 0)? {
            return Ok(false);
        }
        if !text_of(vm, this)?.left().is_empty() {
            return Ok(true);
        }
    }
}
