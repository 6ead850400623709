//! `int.to_bytes` and `int.from_bytes`.

use super::Int;
use crate::native::{Args, Outcome};
use crate::vm::Vm;
use dashu_base::{BitTest, Sign};
use dashu_int::{IBig, UBig};
use pyspec_abi::Value;

/// Why an int does not fit its bytes.
enum Misfit {
    Negative,
    TooBig,
}

/// Two's complement or magnitude, least byte first.
fn little_bytes(i: &IBig, length: usize, signed: bool) -> Result<Vec<u8>, Misfit> {
    let negative = i.sign() == Sign::Negative;
    if negative && !signed {
        return Err(Misfit::Negative);
    }
    // A negative one is the complement of its predecessor's magnitude.
    let magnitude = if negative { (-(i + IBig::ONE)).into_parts().1 } else { i.clone().into_parts().1 };
    let room = (length * 8).saturating_sub(usize::from(signed));
    if magnitude.bit_len() > room || signed && length == 0 && negative {
        return Err(Misfit::TooBig);
    }
    let mut bytes = magnitude.to_le_bytes().into_vec();
    bytes.resize(length, 0);
    if negative {
        bytes.iter_mut().for_each(|b| *b = !*b);
    }
    Ok(bytes)
}

/// The inverse.
fn of_little_bytes(bytes: &[u8], signed: bool) -> IBig {
    let magnitude = IBig::from(UBig::from_le_bytes(bytes));
    if signed && bytes.last().is_some_and(|b| b & 0x80 != 0) {
        magnitude - (IBig::ONE << (bytes.len() * 8))
    } else {
        magnitude
    }
}

/// Whether the byte order argument says little.
fn is_little(vm: &mut Vm, order: Option<Value>, function: &str) -> Outcome<bool> {
    let Some(order) = order else { return Ok(false) };
    let Some(text) = vm.text(order) else {
        let name = vm.type_name(order);
        return Err(vm.type_error(format!("{function}() argument 'byteorder' must be str, not {name}")));
    };
    match text.bytes {
        b"little" => Ok(true),
        b"big" => Ok(false),
        _ => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
    }
}

/// `(self, /, length=1, byteorder='big', *, signed=False)`
pub fn to_bytes(vm: &mut Vm, args: Args) -> Outcome {
    let length = match args.given(1) {
        Some(length) => vm.index_i64(length)?,
        None => 1,
    };
    let little = is_little(vm, args.given(2), "to_bytes")?;
    let signed = match args.given(3) {
        Some(signed) => vm.truth(signed)?,
        None => false,
    };
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error("length argument must be non-negative"));
    };
    let i = vm.int_of(args[0]).unwrap_or(Int::Small(0)).into_big();
    match little_bytes(&i, length, signed) {
        Ok(mut bytes) => {
            if !little {
                bytes.reverse();
            }
            vm.new_bytes(&bytes)
        }
        Err(Misfit::Negative) => Err(vm.overflow_error("can't convert negative int to unsigned")),
        Err(Misfit::TooBig) => Err(vm.overflow_error("int too big to convert")),
    }
}

/// `(cls, /, bytes, byteorder='big', *, signed=False)`
pub fn from_bytes(vm: &mut Vm, args: Args) -> Outcome {
    let little = is_little(vm, args.given(2), "from_bytes")?;
    let signed = match args.given(3) {
        Some(signed) => vm.truth(signed)?,
        None => false,
    };
    let mut bytes = vm.bytes_from_object(args[1])?;
    if !little {
        bytes.reverse();
    }
    let i = vm.make_big(&of_little_bytes(&bytes, signed))?;
    let exact = args[0].is(vm.builtin_class(pyspec_abi::types::INT).value());
    if exact { Ok(i) } else { vm.call(args[0], &[i]) }
}
