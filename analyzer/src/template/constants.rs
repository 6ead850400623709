//! Constants and immediates to the solver's objects.

use super::{Index, Symbols};
use crate::solve::objects;
use pyspec_abi::blob::Const;
use pyspec_abi::value::Value;

/// The longest string that is told apart by its text: names of attributes, keys.
const LONGEST_NAME: usize = 32;

/// The fixed object of an immediate, None for unset.
pub fn immediate(bits: u64) -> Option<u32> {
    let value = Value::from_bits(bits as usize);
    Some(if value.is_int() {
        objects::INT
    } else if value.is(Value::UNSET) {
        return None;
    } else if value.is(Value::NONE) {
        objects::NONE
    } else if value.is_bool() {
        objects::BOOL
    } else if value.is(Value::ELLIPSIS) {
        objects::ELLIPSIS
    } else if value.is(Value::NOT_IMPLEMENTED) {
        objects::NOT_IMPLEMENTED
    } else {
        objects::FLOAT
    })
}

/// The fixed object of a constant that is no tuple.
pub fn constant(c: &Const) -> u32 {
    match c {
        Const::None => objects::NONE,
        Const::Ellipsis => objects::ELLIPSIS,
        Const::Bool(_) => objects::BOOL,
        Const::Int(_) => objects::INT,
        Const::BigInt(_) => objects::BIG_INT,
        Const::Float(_) => objects::FLOAT,
        Const::Complex(..) => objects::COMPLEX,
        Const::Str(_) => objects::STR,
        Const::Bytes(_) => objects::BYTES,
        Const::Tuple(_) | Const::FrozenSet(_) | Const::Slice(_) => objects::UNSUPPORTED,
    }
}

/// The text of a string that looks like a name.
pub fn name_of(c: &Const) -> Option<&str> {
    let Const::Str(bytes) = c else { return None };
    let text = std::str::from_utf8(bytes).ok()?;
    let fits = |(i, b): (usize, u8)| b == b'_' || b.is_ascii_alphabetic() || i > 0 && b.is_ascii_digit();
    (!text.is_empty() && text.len() <= LONGEST_NAME && text.bytes().enumerate().all(fits)).then_some(text)
}

/// The text of any string constant.
pub fn text_of(c: &Const) -> Option<&str> {
    match c {
        Const::Str(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    }
}

/// A constant as a subscript.
pub fn index(c: &Const, symbols: &mut Symbols) -> Index {
    match c {
        Const::Int(i) if (0..256).contains(i) => Index::Position(*i as u32),
        Const::Str(_) => text_of(c).map_or(Index::Any, |t| Index::Key(symbols.get(t))),
        _ => Index::Any,
    }
}
