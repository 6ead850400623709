//! What a call by name finds before its arguments are evaluated, as it lies in the call's window.
//!
//! | function (`w+1`) | first argument (`w+4`) | |
//! | --- | --- | --- |
//! | a function or native of the class | the receiver | what `FINDMETHOD` leaves for a method |
//! | unset | the attribute | what it leaves for anything else that can be called |
//! | [`LATER`] | the receiver | compiled code: a method of a builtin class, which nothing replaces |
//! | [`Program`], as an int | the receiver | compiled code: a function by its number in the program |
//!
//! Compiled code that knows the receiver's class guards it where the interpreter would look the method up, and has no
//! function object at hand: its exits leave one of the last two, which the interpreter resolves when it calls.

use crate::Value;

/// The method is still to be looked up.
pub const LATER: Value = Value::NONE;

/// Bits of the number of a function within its module.
const FUNCTION_BITS: u32 = 24;

/// A function of the compiled program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Program {
    pub module: u32,
    /// Its number in the module.
    pub function: u32,
    /// Whether the receiver is its first argument: else it is dropped, as of a static method.
    pub bound: bool,
}

impl Program {
    /// The int that stands for it; `None`: numbers so large have no place.
    pub fn value(self) -> Option<Value> {
        if self.function >> FUNCTION_BITS != 0 {
            return None;
        }
        Value::try_int(((self.module as i64) << FUNCTION_BITS | self.function as i64) << 1 | i64::from(self.bound))
    }

    /// What stands for a function, read.
    pub fn from_value(found: Value) -> Option<Program> {
        if !found.is_int() {
            return None;
        }
        let bits = found.as_int() as u64;
        let (bound, bits) = (bits & 1 != 0, bits >> 1);
        let function = bits as u32 & ((1 << FUNCTION_BITS) - 1);
        Some(Program { module: (bits >> FUNCTION_BITS) as u32, function, bound })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_of_the_program_come_back() {
        for (module, function, bound) in [(0, 0, true), (3, 17, false), (40_000, (1 << 24) - 1, true)] {
            let program = Program { module, function, bound };
            assert_eq!(Program::from_value(program.value().expect("in place")), Some(program));
        }
        assert_eq!(Program { module: 0, function: 1 << 24, bound: true }.value(), None);
        assert_eq!(Program::from_value(LATER), None);
        assert_eq!(Program::from_value(Value::UNSET), None);
    }
}
