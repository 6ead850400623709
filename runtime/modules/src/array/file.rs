//! Arrays in files.

use super::{from_bytes, of};
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};

/// Bytes written at once.
const BLOCK: usize = 64 << 10;

/// `fromfile(f, n)`: what there is of `n` items is appended, EOFError if that is not all.
pub fn read(vm: &mut Vm, args: Args) -> Outcome {
    let n = vm.index_i64(args[2])?;
    if n < 0 {
        return Err(vm.value_error("negative count"));
    }
    let Some(wanted) = (n as usize).checked_mul(of(vm, args[0])?.size()).filter(|&n| n < isize::MAX as usize) else {
        return Err(vm.raise_out_of_memory());
    };
    let size = vm.new_int(wanted as i64)?;
    let data = vm.call_method(args[1], "read", &[size])?;
    let Some(bytes) = vm.bytes_like(data) else {
        return Err(vm.type_error("read() didn't return bytes"));
    };
    let bytes = bytes.to_vec();
    from_bytes(vm, args[0], &bytes)?;
    if bytes.len() == wanted {
        return Ok(Value::NONE);
    }
    let class = vm.exceptions.EOFError;
    Err(vm.raise_text(class, "read() didn't return enough bytes"))
}

/// `tofile(f)`.
pub fn write(vm: &mut Vm, args: Args) -> Outcome {
    let data = of(vm, args[0])?.data.to_vec();
    for block in data.chunks(BLOCK) {
        let block = vm.new_bytes(block)?;
        vm.call_method(args[1], "write", &[block])?;
    }
    Ok(Value::NONE)
}
