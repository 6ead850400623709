//! Items and slices of arrays.

use super::storage::Array;
use super::{encode, item, of, plain, resizable};
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};
use pyspec_runtime::object::Gc;
use pyspec_runtime::object::layout::Slice;

fn place(vm: &mut Vm, array: Value, key: Value, what: &str) -> Outcome<usize> {
    if !vm.has_index(key) {
        return Err(vm.type_error("array indices must be integers"));
    }
    let i = vm.index_subscript(key)?;
    let n = of(vm, array)?.count() as i64;
    let i = if i < 0 { i + n } else { i };
    if i < 0 || i >= n {
        return Err(vm.index_error(what));
    }
    Ok(i as usize)
}

pub fn get_item(vm: &mut Vm, args: Args) -> Outcome {
    if let Some(slice) = Gc::<Slice>::from_value(vm, args[1]) {
        let slice = vm.slice_unpack(slice)?;
        let s = of(vm, args[0])?;
        let (bounds, size) = (slice.adjust(s.count()), s.size());
        let mut data = Vec::with_capacity(bounds.count * size);
        for k in 0..bounds.count {
            let at = bounds.at(k) * size;
            data.extend_from_slice(&s.data[at..at + size]);
        }
        return plain(vm, s.code, data);
    }
    let i = place(vm, args[0], args[1], "array index out of range")?;
    Ok(item(vm, args[0], i)?.unwrap_or(Value::NONE))
}

pub fn set_item(vm: &mut Vm, args: Args) -> Outcome {
    let Some(slice) = Gc::<Slice>::from_value(vm, args[1]) else {
        let error = "array assignment index out of range";
        place(vm, args[0], args[1], error)?;
        let (bytes, size) = encode(vm, args[0], args[2])?;
        // The value's `__index__` may have made the array shorter.
        let i = place(vm, args[0], args[1], error)?;
        of(vm, args[0])?.data[i * size..(i + 1) * size].copy_from_slice(&bytes[..size]);
        return Ok(Value::NONE);
    };
    let Some(other) = vm.payload::<Array>(args[2]) else {
        let name = vm.type_name(args[2]);
        return Err(vm.type_error(format!("can only assign array (not \"{name}\") to array slice")));
    };
    let (code, data) = (other.code, other.data.to_vec());
    let slice = vm.slice_unpack(slice)?;
    let s = of(vm, args[0])?;
    if s.code != code {
        return Err(vm.type_error("bad argument type for built-in operation"));
    }
    let (bounds, size) = (slice.adjust(s.count()), s.size());
    if slice.step == 1 {
        if bounds.count * size != data.len() {
            resizable(vm, args[0])?;
        }
        let start = (bounds.start as usize * size).min(s.data.len());
        s.splice(start..start + bounds.count * size, &data);
        return Ok(Value::NONE);
    }
    let given = data.len() / size;
    if given != bounds.count {
        let count = bounds.count;
        return Err(
            vm.value_error(format!("attempt to assign array of size {given} to extended slice of size {count}"))
        );
    }
    for k in 0..bounds.count {
        let at = bounds.at(k) * size;
        s.data[at..at + size].copy_from_slice(&data[k * size..(k + 1) * size]);
    }
    Ok(Value::NONE)
}

pub fn del_item(vm: &mut Vm, args: Args) -> Outcome {
    let mut gone: Vec<usize> = vec![];
    if let Some(slice) = Gc::<Slice>::from_value(vm, args[1]) {
        let slice = vm.slice_unpack(slice)?;
        let bounds = slice.adjust(of(vm, args[0])?.count());
        gone.extend((0..bounds.count).map(|k| bounds.at(k)));
        gone.sort_unstable();
    } else {
        gone.push(place(vm, args[0], args[1], "array assignment index out of range")?);
    }
    let s = resizable(vm, args[0])?;
    let size = s.size();
    let mut gone = gone.into_iter().peekable();
    let mut kept = Vec::with_capacity(s.data.len());
    for (i, item) in s.data.chunks(size).enumerate() {
        if gone.next_if_eq(&i).is_none() {
            kept.extend_from_slice(item);
        }
    }
    s.replace(&kept);
    Ok(Value::NONE)
}
