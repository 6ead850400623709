//! Operators: exact builtins first, then special methods with the language's rules of precedence.
//!
//! A class that Python code makes overrides an operator by a method that counts as arithmetic. Builtin
//! sequences concatenate and repeat by other slots, which come last: `[1] * X()` asks `X.__rmul__` first.

use crate::native::{Outcome, Raised};
use crate::object::class::{ClassRef, Special, class_flags};
use crate::object::{Gc, map_of};
use crate::types::complex::complex_binary;
use crate::types::float as floats;
use crate::types::int as ints;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::types as id;

/// A binary operator, in the order of the instruction table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    MatMul,
    LShift,
    RShift,
    And,
    Or,
    Xor,
    DivMod,
}

impl Binary {
    /// The special method, its reflected and its in-place one (division with remainder has none of those).
    pub const fn specials(self) -> (Special, Special, Special) {
        match self {
            Binary::Add => (Special::Add, Special::RAdd, Special::IAdd),
            Binary::Sub => (Special::Sub, Special::RSub, Special::ISub),
            Binary::Mul => (Special::Mul, Special::RMul, Special::IMul),
            Binary::Div => (Special::TrueDiv, Special::RTrueDiv, Special::ITrueDiv),
            Binary::FloorDiv => (Special::FloorDiv, Special::RFloorDiv, Special::IFloorDiv),
            Binary::Mod => (Special::Mod, Special::RMod, Special::IMod),
            Binary::Pow => (Special::Pow, Special::RPow, Special::IPow),
            Binary::MatMul => (Special::MatMul, Special::RMatMul, Special::IMatMul),
            Binary::LShift => (Special::LShift, Special::RLShift, Special::ILShift),
            Binary::RShift => (Special::RShift, Special::RRShift, Special::IRShift),
            Binary::And => (Special::And, Special::RAnd, Special::IAnd),
            Binary::Or => (Special::Or, Special::ROr, Special::IOr),
            Binary::Xor => (Special::Xor, Special::RXor, Special::IXor),
            Binary::DivMod => (Special::DivMod, Special::RDivMod, Special::DivMod),
        }
    }

    /// As messages show it.
    const fn symbol(self) -> &'static str {
        match self {
            Binary::Add => "+",
            Binary::Sub => "-",
            Binary::Mul => "*",
            Binary::Div => "/",
            Binary::FloorDiv => "//",
            Binary::Mod => "%",
            Binary::Pow => "** or pow()",
            Binary::MatMul => "@",
            Binary::LShift => "<<",
            Binary::RShift => ">>",
            Binary::And => "&",
            Binary::Or => "|",
            Binary::Xor => "^",
            Binary::DivMod => "divmod()",
        }
    }

    /// The operator from its number in an instruction.
    pub const fn from_number(n: u8) -> Option<Binary> {
        Some(match n {
            0 => Binary::Add,
            1 => Binary::Sub,
            2 => Binary::Mul,
            3 => Binary::Div,
            4 => Binary::FloorDiv,
            5 => Binary::Mod,
            6 => Binary::Pow,
            7 => Binary::MatMul,
            8 => Binary::LShift,
            9 => Binary::RShift,
            10 => Binary::And,
            11 => Binary::Or,
            12 => Binary::Xor,
            13 => Binary::DivMod,
            _ => return None,
        })
    }
}

/// An operand of exact arithmetic.
enum Number {
    Int,
    Float(f64),
    Complex((f64, f64)),
}

/// What exact number a value is; `None` for everything else, instances of subclasses included.
#[inline]
fn number(vm: &Vm, v: Value) -> Option<Number> {
    if v.is_int() || v.is_bool() {
        return Some(Number::Int);
    }
    if let Some(f) = v.to_flonum() {
        return Some(Number::Float(f));
    }
    if !v.is_ptr() {
        return None;
    }
    match map_of(v) {
        id::BIG_INT => Some(Number::Int),
        id::FLOAT => vm.exact_float(v).map(Number::Float),
        id::COMPLEX => vm.complex_of(v).map(Number::Complex),
        _ => None,
    }
}

/// Int arithmetic; `None`: ints have no such operator.
fn int_binary(vm: &mut Vm, op: Binary, a: Value, b: Value) -> Option<Outcome> {
    Some(match op {
        Binary::Add => ints::int_add(vm, a, b),
        Binary::Sub => ints::int_sub(vm, a, b),
        Binary::Mul => ints::int_mul(vm, a, b),
        Binary::Div => ints::int_true_div(vm, a, b),
        Binary::FloorDiv => ints::int_floor_div(vm, a, b),
        Binary::Mod => ints::int_mod(vm, a, b),
        Binary::Pow => ints::int_pow(vm, a, b),
        Binary::LShift => ints::int_lshift(vm, a, b),
        Binary::RShift => ints::int_rshift(vm, a, b),
        Binary::And => ints::int_and(vm, a, b),
        Binary::Or => ints::int_or(vm, a, b),
        Binary::Xor => ints::int_xor(vm, a, b),
        Binary::DivMod => ints::int_divmod(vm, a, b),
        Binary::MatMul => return None,
    })
}

/// Float arithmetic; `None`: floats have no such operator.
fn float_binary(vm: &mut Vm, op: Binary, a: f64, b: f64) -> Option<Outcome> {
    Some(match op {
        Binary::Add => vm.make_float(a + b),
        Binary::Sub => vm.make_float(a - b),
        Binary::Mul => vm.make_float(a * b),
        Binary::Div => floats::float_div(vm, a, b),
        Binary::FloorDiv => floats::float_floor_div(vm, a, b),
        Binary::Mod => floats::float_mod(vm, a, b),
        Binary::Pow => floats::float_pow(vm, a, b),
        Binary::DivMod => floats::float_divmod(vm, a, b),
        _ => return None,
    })
}

/// Arithmetic of ints and floats in place whose result is a float and cannot fail; `None`: something else.
#[inline]
pub fn mixed_binary(vm: &mut Vm, op: Binary, a: Value, b: Value) -> Option<Outcome> {
    let (x, y) = match (a.to_flonum(), b.to_flonum()) {
        (Some(x), Some(y)) => (x, y),
        (Some(x), None) if b.is_int() => (x, exact_f64(b)?),
        (None, Some(y)) if a.is_int() => (exact_f64(a)?, y),
        (None, None) if op == Binary::Div && a.is_int() && b.is_int() => (exact_f64(a)?, exact_f64(b)?),
        _ => return None,
    };
    Some(match op {
        Binary::Add => vm.make_float(x + y),
        Binary::Sub => vm.make_float(x - y),
        Binary::Mul => vm.make_float(x * y),
        Binary::Div if y != 0.0 => vm.make_float(x / y),
        _ => return None,
    })
}

/// An int in place as a float that is exactly it.
#[inline(always)]
fn exact_f64(v: Value) -> Option<f64> {
    let i = v.as_int();
    if i.unsigned_abs() <= 1 << 53 { Some(i as f64) } else { None }
}

/// Arithmetic of two exact numbers; `None`: not two of them, or no such operator.
fn number_binary(vm: &mut Vm, op: Binary, a: Value, b: Value) -> Option<Outcome> {
    use crate::types::complex::Operand;
    let (x, y) = (number(vm, a)?, number(vm, b)?);
    let real = |vm: &mut Vm, n: &Number, v: Value| match n {
        Number::Int => ints::int_to_f64(vm, v),
        Number::Float(f) => Ok(*f),
        Number::Complex((re, _)) => Ok(*re),
    };
    match (&x, &y) {
        (Number::Int, Number::Int) => int_binary(vm, op, a, b),
        (Number::Complex(_), _) | (_, Number::Complex(_)) => {
            let operand = |vm: &mut Vm, n: &Number, v: Value| match n {
                Number::Complex(parts) => Ok(Operand::Complex(*parts)),
                n => real(vm, n, v).map(Operand::Real),
            };
            let x = match operand(vm, &x, a) {
                Ok(x) => x,
                Err(raised) => return Some(Err(raised)),
            };
            match operand(vm, &y, b) {
                Ok(y) => complex_binary(vm, op, x, y),
                Err(raised) => Some(Err(raised)),
            }
        }
        _ => {
            if matches!(op, Binary::MatMul | Binary::LShift | Binary::RShift | Binary::And | Binary::Or | Binary::Xor) {
                return None;
            }
            let x = match real(vm, &x, a) {
                Ok(x) => x,
                Err(raised) => return Some(Err(raised)),
            };
            match real(vm, &y, b) {
                Ok(y) => float_binary(vm, op, x, y),
                Err(raised) => Some(Err(raised)),
            }
        }
    }
}

impl Vm {
    /// `a op b`.
    pub fn binary(&mut self, op: Binary, a: Value, b: Value) -> Outcome {
        if let Some(result) = number_binary(self, op, a, b) {
            return result;
        }
        if self.is_exact_str(a) {
            match op {
                Binary::Add if self.is_exact_str(b) => return self.str_concat(a, b),
                Binary::Mul if b.is_int() => return self.str_repeat(a, b),
                _ => {}
            }
        }
        if let Some(outcome) = self.combine_containers(op, a, b) {
            return outcome;
        }
        let result = self.binary_specials(op, a, b)?;
        if !result.is(Value::NOT_IMPLEMENTED) {
            return Ok(result);
        }
        Err(self.binary_error(op, op.symbol(), a, b))
    }

    /// An operator on two exact lists, or sets, whose classes need not be asked; `None`: it is none such.
    #[inline]
    fn combine_containers(&mut self, op: Binary, a: Value, b: Value) -> Option<Outcome> {
        if !a.is_ptr() || !b.is_ptr() {
            return None;
        }
        if op == Binary::Add && map_of(a) == id::LIST && map_of(b) == id::LIST {
            // SAFETY: the maps say so.
            return Some(unsafe { self.list_concat(Gc::from_value_unchecked(a), Gc::from_value_unchecked(b)) });
        }
        self.combine_sets(op, a, b)
    }

    /// `a op= b`, the new value of a.
    pub fn inplace(&mut self, op: Binary, a: Value, b: Value) -> Outcome {
        if let Some(result) = number_binary(self, op, a, b) {
            return result;
        }
        if op == Binary::Add && self.is_exact_str(a) && self.is_exact_str(b) {
            return self.str_concat(a, b);
        }
        let (_, _, special) = op.specials();
        let class = self.class_of(a);
        let found = self.special(class, special);
        // A builtin sequence extends itself by a slot that comes after the arithmetic ones.
        let late = found.is_some_and(|f| is_sequence_slot(op, class, f));
        if found.is_some() && !late {
            let result = self.call_operator(a, special, b)?;
            if !result.is(Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        let result = if late { self.reflected_only(op, a, b)? } else { self.binary_specials(op, a, b)? };
        if !result.is(Value::NOT_IMPLEMENTED) {
            return Ok(result);
        }
        if late {
            let result = self.call_operator(a, special, b)?;
            if !result.is(Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        Err(self.inplace_error(op, a, b))
    }

    /// The rest of an operator whose first method, the left operand's (`left`) or that of the operator in place,
    /// has returned NotImplemented.
    pub fn binary_after(&mut self, op: Binary, in_place: bool, left: bool, a: Value, b: Value) -> Outcome {
        let result = if left {
            let (_, reflected, _) = op.specials();
            let (class_a, class_b) = (self.class_of(a), self.class_of(b));
            let right = if class_a == class_b { None } else { self.special(class_b, reflected) };
            match right {
                Some(f) if is_sequence_slot(op, class_b, f) => match op {
                    Binary::Mul => self.sequence_operator(op, b, reflected, a)?,
                    _ => Value::NOT_IMPLEMENTED,
                },
                Some(_) => self.call_operator(b, reflected, a)?,
                None => Value::NOT_IMPLEMENTED,
            }
        } else {
            self.binary_specials(op, a, b)?
        };
        if !result.is(Value::NOT_IMPLEMENTED) {
            return Ok(result);
        }
        Err(if in_place { self.inplace_error(op, a, b) } else { self.binary_error(op, op.symbol(), a, b) })
    }

    #[cold]
    fn inplace_error(&mut self, op: Binary, a: Value, b: Value) -> Raised {
        let symbol = match op {
            Binary::Pow => "**=".to_owned(),
            _ => format!("{}=", op.symbol()),
        };
        self.binary_error(op, &symbol, a, b)
    }

    /// Special methods of both operands; NotImplemented if none answers.
    fn binary_specials(&mut self, op: Binary, a: Value, b: Value) -> Outcome {
        let (special, reflected, _) = op.specials();
        let (class_a, class_b) = (self.class_of(a), self.class_of(b));
        let left = self.special(class_a, special);
        let mut right = if class_a == class_b { None } else { self.special(class_b, reflected) };
        let late_left = left.is_some_and(|f| is_sequence_slot(op, class_a, f));
        let late_right = right.is_some_and(|f| is_sequence_slot(op, class_b, f));
        if right.is_some() && !late_right && self.overrides(class_a, class_b, reflected) {
            let result = self.call_operator(b, reflected, a)?;
            if !result.is(Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
            right = None;
        }
        if left.is_some() && !late_left {
            let result = self.call_operator(a, special, b)?;
            if !result.is(Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        if right.is_some() && !late_right {
            let result = self.call_operator(b, reflected, a)?;
            if !result.is(Value::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        if late_left {
            return self.sequence_operator(op, a, special, b);
        }
        if late_right && op == Binary::Mul {
            return self.sequence_operator(op, b, reflected, a);
        }
        Ok(Value::NOT_IMPLEMENTED)
    }

    /// The reflected method of the right operand alone.
    fn reflected_only(&mut self, op: Binary, a: Value, b: Value) -> Outcome {
        let (_, reflected, _) = op.specials();
        let (class_a, class_b) = (self.class_of(a), self.class_of(b));
        let Some(right) = self.special(class_b, reflected) else { return Ok(Value::NOT_IMPLEMENTED) };
        if class_a == class_b || is_sequence_slot(op, class_b, right) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        self.call_operator(b, reflected, a)
    }

    /// Whether `class_b` is a subclass of `class_a` with a reflected method of its own.
    fn overrides(&mut self, class_a: ClassRef, class_b: ClassRef, reflected: Special) -> bool {
        self.is_subtype(class_b, class_a) && self.special(class_a, reflected) != self.special(class_b, reflected)
    }

    /// Concatenation or repetition by a builtin sequence.
    fn sequence_operator(&mut self, op: Binary, sequence: Value, special: Special, other: Value) -> Outcome {
        if op == Binary::Mul && !self.is_int(other) && !self.has_special(other, Special::Index) {
            let name = self.type_name(other);
            return Err(self.type_error(format!("can't multiply sequence by non-int of type '{name}'")));
        }
        self.call_operator(sequence, special, other)
    }

    fn call_operator(&mut self, receiver: Value, special: Special, other: Value) -> Outcome {
        match self.call_special(receiver, special, &[other]) {
            Some(result) => result,
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// Whether the object's class has a special method (one set to None does not count).
    pub fn has_special(&mut self, object: Value, special: Special) -> bool {
        let class = self.class_of(object);
        self.special(class, special).is_some_and(|f| !f.is(Value::NONE))
    }

    /// Whether it counts as a number: `__int__`, `__float__` or `__index__`.
    pub fn is_number(&mut self, object: Value) -> bool {
        self.is_int(object)
            || [Special::Float, Special::Index, Special::Int].iter().any(|s| self.has_special(object, *s))
    }

    /// TypeError for operands that no method takes.
    #[cold]
    pub(crate) fn no_operator(&mut self, op: Binary, a: Value, b: Value) -> Raised {
        self.binary_error(op, op.symbol(), a, b)
    }

    #[cold]
    fn binary_error(&mut self, op: Binary, symbol: &str, a: Value, b: Value) -> Raised {
        let (x, y) = (self.type_name(a), self.type_name(b));
        let hint =
            if op == Binary::RShift && a.is_ptr() && map_of(a) == id::NATIVE && self.native_name(a) == Some("print") {
                ". Did you mean \"print(<message>, file=<output_stream>)\"?"
            } else {
                ""
            };
        self.type_error(format!("unsupported operand type(s) for {symbol}: '{x}' and '{y}'{hint}"))
    }

    /// Name of a native function object.
    fn native_name(&self, value: Value) -> Option<&'static str> {
        let native = crate::object::Gc::<crate::object::layout::Native>::from_value(self, value)?;
        // SAFETY: native tables are static.
        Some(unsafe { &*native.row.get() }.name)
    }

    fn unary(&mut self, special: Special, symbol: &str, v: Value) -> Outcome {
        match self.call_special(v, special, &[]) {
            Some(result) => result,
            None => {
                let name = self.type_name(v);
                Err(self.type_error(format!("bad operand type for {symbol}: '{name}'")))
            }
        }
    }

    /// `-v`.
    pub fn negative(&mut self, v: Value) -> Outcome {
        match number(self, v) {
            Some(Number::Int) => ints::int_neg(self, v),
            Some(Number::Float(f)) => self.make_float(-f),
            _ => self.unary(Special::Neg, "unary -", v),
        }
    }

    /// `+v`.
    pub fn positive(&mut self, v: Value) -> Outcome {
        match number(self, v) {
            Some(Number::Int) => ints::int_pos(self, v),
            Some(_) => Ok(v),
            None => self.unary(Special::Pos, "unary +", v),
        }
    }

    /// `~v`.
    pub fn invert(&mut self, v: Value) -> Outcome {
        if self.is_exact_int(v) {
            return ints::int_invert(self, v);
        }
        if v.is_bool() {
            return crate::types::bool_::bool_invert(self, v);
        }
        self.unary(Special::Invert, "unary ~", v)
    }

    /// `abs(v)`.
    pub fn absolute(&mut self, v: Value) -> Outcome {
        match number(self, v) {
            Some(Number::Int) => ints::int_abs(self, v),
            Some(Number::Float(f)) => self.make_float(f.abs()),
            _ => self.unary(Special::Abs, "abs()", v),
        }
    }

    /// `pow(a, b, modulus)`.
    pub fn power(&mut self, a: Value, b: Value, modulus: Value) -> Outcome {
        if modulus.is(Value::NONE) {
            return self.binary(Binary::Pow, a, b);
        }
        if self.is_exact_int(a) && self.is_exact_int(b) && self.is_exact_int(modulus) {
            return ints::int_pow_mod(self, a, b, modulus);
        }
        for (receiver, special, args) in [(a, Special::Pow, [b, modulus]), (b, Special::RPow, [a, modulus])] {
            if let Some(result) = self.call_special(receiver, special, &args) {
                let result = result?;
                if !result.is(Value::NOT_IMPLEMENTED) {
                    return Ok(result);
                }
            }
        }
        let numbers = [a, b, modulus].iter().all(|v| number(self, *v).is_some());
        if numbers {
            return Err(self.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
        }
        let (x, y, z) = (self.type_name(a), self.type_name(b), self.type_name(modulus));
        Err(self.type_error(format!("unsupported operand type(s) for ** or pow(): '{x}', '{y}', '{z}'")))
    }
}

/// Whether this method of a class is a builtin sequence's concatenation or repetition.
fn is_sequence_slot(op: Binary, class: ClassRef, method: Value) -> bool {
    const SEQUENCES: u32 = class_flags::LIST
        | class_flags::TUPLE
        | class_flags::STR
        | class_flags::BYTES
        | class_flags::BYTEARRAY
        | class_flags::SEQUENCE;
    matches!(op, Binary::Add | Binary::Mul)
        && class.has(SEQUENCES)
        && method.is_ptr()
        && matches!(map_of(method), id::NATIVE | id::NATIVE_METHOD | id::WRAPPER)
}
