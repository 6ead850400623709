//! `str.translate` and `str.maketrans`.

use super::wtf8;
use crate::native::{Args, Outcome};
use crate::vm::Vm;
use pyspec_abi::Value;

/// What a table makes of a code point.
enum Mapped {
    Itself,
    Deleted,
    Point(u32),
    Text(Value),
}

fn lookup(vm: &mut Vm, table: Value, c: u32) -> Outcome<Mapped> {
    let key = vm.new_int(i64::from(c))?;
    let value = match vm.get_item(table, key) {
        Ok(value) => value,
        Err(raised) => {
            let pending = vm.thread.pending;
            let lookup_error = vm.exceptions.LookupError;
            if vm.is_subtype(vm.class_of(pending), lookup_error) {
                vm.take_pending();
                return Ok(Mapped::Itself);
            }
            return Err(raised);
        }
    };
    if value.is(Value::NONE) {
        return Ok(Mapped::Deleted);
    }
    if vm.is_int(value) {
        return match vm.int_value(value) {
            Some(c @ 0..0x11_0000) => Ok(Mapped::Point(c as u32)),
            _ => Err(vm.value_error("character mapping must be in range(0x110000)")),
        };
    }
    if vm.is_str(value) {
        return Ok(Mapped::Text(value));
    }
    Err(vm.type_error("character mapping must return integer, None or str"))
}

/// `(self, table, /)`
pub fn translate(vm: &mut Vm, args: Args) -> Outcome {
    let points: Vec<u32> = wtf8::points(vm.str_bytes(args[0])).collect();
    let mut out = Vec::with_capacity(points.len());
    // What ASCII characters become, remembered.
    let mut known: Vec<Option<Vec<u8>>> = vec![None; 128];
    for c in points {
        if let Some(Some(bytes)) = known.get(c as usize) {
            out.extend_from_slice(bytes);
            continue;
        }
        let start = out.len();
        match lookup(vm, args[1], c)? {
            Mapped::Itself => wtf8::push(&mut out, c),
            Mapped::Deleted => {}
            Mapped::Point(c) => wtf8::push(&mut out, c),
            Mapped::Text(text) => out.extend_from_slice(vm.str_bytes(text)),
        }
        if let Some(slot) = known.get_mut(c as usize) {
            *slot = Some(out[start..].to_vec());
        }
    }
    vm.new_str_wtf8(&out)
}

/// `(x, y=<unset>, z=<unset>, /)`
pub fn maketrans(vm: &mut Vm, args: Args) -> Outcome {
    let table = vm.new_dict()?;
    match args.given(1) {
        None => from_dict(vm, table, args[0])?,
        Some(to) => from_strings(vm, table, args[0], to, args.given(2))?,
    }
    Ok(table)
}

fn from_dict(vm: &mut Vm, table: Value, dict: Value) -> Outcome<()> {
    if !vm.class_of(dict).has(crate::object::class::class_flags::DICT) {
        return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
    }
    let mut position = 0;
    while let Some((key, value, next)) = vm.dict_entry(dict, position) {
        position = next;
        let key = if let Some(text) = vm.text(key) {
            if text.chars != 1 {
                return Err(vm.value_error("string keys in translate table must be of length 1"));
            }
            vm.new_int(i64::from(text.at(0)))?
        } else if vm.is_int(key) {
            key
        } else {
            return Err(vm.type_error("keys in translate table must be strings or integers"));
        };
        vm.dict_set(table, key, value)?;
    }
    Ok(())
}

fn from_strings(vm: &mut Vm, table: Value, from: Value, to: Value, delete: Option<Value>) -> Outcome<()> {
    for (i, v) in [(2, Some(to)), (3, delete)] {
        if let Some(v) = v.filter(|v| !vm.is_str(*v)) {
            return Err(vm.must_be_str(v, &format!("maketrans() argument {i}")));
        }
    }
    if !vm.is_str(from) {
        return Err(vm.type_error("first maketrans argument must be a string if there is a second argument"));
    }
    if vm.str_len(from) != vm.str_len(to) {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    let from: Vec<u32> = wtf8::points(vm.str_bytes(from)).collect();
    let to: Vec<u32> = wtf8::points(vm.str_bytes(to)).collect();
    for (a, b) in from.into_iter().zip(to) {
        let b = vm.new_int(i64::from(b))?;
        let a = vm.new_int(i64::from(a))?;
        vm.dict_set(table, a, b)?;
    }
    if let Some(delete) = delete {
        for c in wtf8::points(vm.str_bytes(delete)).collect::<Vec<_>>() {
            let key = vm.new_int(i64::from(c))?;
            vm.dict_set(table, key, Value::NONE)?;
        }
    }
    Ok(())
}
