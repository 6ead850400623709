//! The table of instructions: a row gives name, fields, the representations of the operands, the result's.
//!
//! Printing, parsing, visiting and the verifier read the rows; what an instruction may do is in `effects`.

use super::field::Field;
use super::parse::Words;
use super::{BitOp, CachedCall, Cc, ExitId, FloatOp, IntOp, Val};
use crate::program::FunctionId;
use crate::types::{PlanId, Rep};
use pyspec_abi::builtins::Builtin;
use pyspec_abi::helpers::Helper;

/// What an operand must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    Tagged,
    Int,
    Float,
    Bool,
    /// Any representation.
    Any,
    /// As many as there are, each as the callee's row says.
    Callee,
}

macro_rules! kinds {
    (
        constants { $( $(#[$cd:meta])* $C:ident $ct:literal ($cty:ty) $cr:ident; )* }
        bare { $( $(#[$ud:meta])* $U:ident $ut:literal $ur:ident; )* }
        boxed { $( $(#[$bd:meta])* $B:ident $bt:literal ($bty:ty) $br:ident; )* }
        rows { $( $(#[$d:meta])* $N:ident $t:literal { $( $f:ident : $ty:ty ),* } [ $($op:ident)* ] $result:expr; )* }
    ) => {
        /// What an instruction does. `Option<ExitId>` is the exit of arithmetic that a pass may prove safe.
        #[derive(Clone, PartialEq, Eq, Hash, Debug)]
        pub enum Kind {
            $( $(#[$cd])* $C($cty), )*
            $( $(#[$ud])* $U, )*
            $( $(#[$bd])* $B($bty), )*
            $( $(#[$d])* $N { $($f: $ty),* }, )*
        }

        #[allow(unused_variables, reason = "a row uses the fields that it needs")]
        impl Kind {
            /// The name in text.
            pub fn name(&self) -> &'static str {
                match self {
                    $( Kind::$C(_) => $ct, )*
                    $( Kind::$U => $ut, )*
                    $( Kind::$B(_) => $bt, )*
                    $( Kind::$N { .. } => $t, )*
                }
            }

            /// Representation of its result, `None` if it has none.
            pub fn result(&self) -> Option<Rep> {
                match self {
                    $( Kind::$C(_) => Some(Rep::$cr), )*
                    $( Kind::$U => Some(Rep::$ur), )*
                    $( Kind::$B(_) => Some(Rep::$br), )*
                    $( Kind::$N { $($f),* } => $result, )*
                }
            }

            /// What its operands must be, in order.
            pub fn operands(&self) -> &'static [Operand] {
                match self {
                    $( Kind::$C(_) => &[], )*
                    $( Kind::$U => &[], )*
                    $( Kind::$B(_) => &[Operand::Callee], )*
                    $( Kind::$N { .. } => &[$(Operand::$op),*], )*
                }
            }

            /// Calls `f` with every operand.
            pub fn each_use(&self, mut f: impl FnMut(Val)) {
                let visit: &mut dyn FnMut(Val) = &mut f;
                match self {
                    $( Kind::$C(_) => {} )*
                    $( Kind::$U => {} )*
                    $( Kind::$B(fields) => fields.uses(visit), )*
                    $( Kind::$N { $($f),* } => { $( $f.uses(visit); )* } )*
                }
            }

            /// Calls `f` with every operand, to replace it.
            pub fn each_use_mut(&mut self, mut f: impl FnMut(&mut Val)) {
                let visit: &mut dyn FnMut(&mut Val) = &mut f;
                match self {
                    $( Kind::$C(_) => {} )*
                    $( Kind::$U => {} )*
                    $( Kind::$B(fields) => fields.uses_mut(visit), )*
                    $( Kind::$N { $($f),* } => { $( $f.uses_mut(visit); )* } )*
                }
            }

            /// Calls `f` with every exit.
            pub fn each_exit(&self, mut f: impl FnMut(ExitId)) {
                let visit: &mut dyn FnMut(ExitId) = &mut f;
                match self {
                    $( Kind::$C(_) => {} )*
                    $( Kind::$U => {} )*
                    $( Kind::$B(fields) => fields.exits(visit), )*
                    $( Kind::$N { $($f),* } => { $( $f.exits(visit); )* } )*
                }
            }

            /// Calls `f` with every exit, to replace it.
            pub fn each_exit_mut(&mut self, mut f: impl FnMut(&mut ExitId)) {
                let visit: &mut dyn FnMut(&mut ExitId) = &mut f;
                match self {
                    $( Kind::$C(_) => {} )*
                    $( Kind::$U => {} )*
                    $( Kind::$B(fields) => fields.exits_mut(visit), )*
                    $( Kind::$N { $($f),* } => { $( $f.exits_mut(visit); )* } )*
                }
            }

            /// Its text: the name, then the fields in the row's order, exits behind `else`.
            pub fn print(&self, out: &mut String) {
                out.push_str(self.name());
                let mut first = true;
                match self {
                    $( Kind::$C(value) => value.print(out, &mut first), )*
                    $( Kind::$U => {} )*
                    $( Kind::$B(fields) => fields.print(out, &mut first), )*
                    $( Kind::$N { $($f),* } => { $( $f.print(out, &mut first); )* } )*
                }
            }

            /// Reads what [`Kind::print`] wrote.
            pub fn parse(words: &mut Words) -> Result<Kind, String> {
                let name = words.next()?;
                match name {
                    $( $ct => Ok(Kind::$C(Field::parse(words)?)), )*
                    $( $ut => Ok(Kind::$U), )*
                    $( $bt => Ok(Kind::$B(Field::parse(words)?)), )*
                    $( $t => Ok(Kind::$N { $($f: Field::parse(words)?),* }), )*
                    _ => Err(format!("no instruction {name}")),
                }
            }
        }
    };
}

const TAGGED: Option<Rep> = Some(Rep::Tagged);
const INT: Option<Rep> = Some(Rep::Int);
const FLOAT: Option<Rep> = Some(Rep::Float);
const BOOL: Option<Rep> = Some(Rep::Bool);

kinds! {
    constants {
        Int "int" (i64) Int;
        Float "float" (u64) Float;
        Bool "bool" (bool) Bool;
        /// The bits of an immediate, an int in place or a flonum.
        Tagged "tagged" (u64) Tagged;
    }
    bare {
        /// The function object of the frame.
        FrameFunction "frame_function" Tagged;
        /// The generator whose frame is compiled.
        Generator "generator" Tagged;
        /// Word offset, in its function's code, of the instruction at which the generator goes on; of one that is taken
        /// whole, who takes it.
        ResumeOffset "resume_offset" Int;
    }
    boxed {
        /// A call of what its instruction's site remembers; all else through the window.
        CachedCall "cached_call" (Box<CachedCall>) Tagged;
    }
    rows {
        /// A constant of a function that is an object: leaves while the runtime has not made it.
        Object "object" { function: FunctionId, index: u32, exit: ExitId } [] TAGGED;

        // Ints, floats, bools.
        IntBin "int_bin" { op: IntOp, a: Val, b: Val, overflow: Option<ExitId> } [Int Int] INT;
        IntBit "int_bit" { op: BitOp, a: Val, b: Val } [Int Int] INT;
        IntNeg "int_neg" { a: Val, overflow: Option<ExitId> } [Int] INT;
        IntNot "int_not" { a: Val } [Int] INT;
        /// Floored quotient; leaves for b = 0 and the one overflow.
        IntFloorDiv "int_floor_div" { a: Val, b: Val, exit: ExitId } [Int Int] INT;
        /// Remainder with the sign of b; leaves for b = 0.
        IntMod "int_mod" { a: Val, b: Val, exit: ExitId } [Int Int] INT;
        /// `a << b`; leaves unless 0 <= b < 63 and nothing is lost.
        IntShl "int_shl" { a: Val, b: Val, exit: ExitId } [Int Int] INT;
        /// `a >> b`; leaves unless 0 <= b < 64.
        IntShr "int_shr" { a: Val, b: Val, exit: ExitId } [Int Int] INT;
        IntCmp "int_cmp" { cc: Cc, a: Val, b: Val } [Int Int] BOOL;
        /// How many items a range has.
        RangeCount "range_count" { start: Val, stop: Val, step: Val } [Int Int Int] INT;
        IntToFloat "int_to_float" { a: Val } [Int] FLOAT;
        BoolToInt "bool_to_int" { a: Val } [Bool] INT;
        FloatBin "float_bin" { op: FloatOp, a: Val, b: Val } [Float Float] FLOAT;
        FloatNeg "float_neg" { a: Val } [Float] FLOAT;
        FloatAbs "float_abs" { a: Val } [Float] FLOAT;
        FloatSqrt "float_sqrt" { a: Val } [Float] FLOAT;
        FloatCmp "float_cmp" { cc: Cc, a: Val, b: Val } [Float Float] BOOL;
        BoolNot "bool_not" { a: Val } [Bool] BOOL;
        /// Same word: None, bools, objects.
        Is "is" { a: Val, b: Val } [Tagged Tagged] BOOL;

        // Between representations.
        /// Tagged to int; leaves unless it is an int in place, or one whose magnitude has 63 bits.
        UnboxInt "unbox_int" { a: Val, exit: ExitId } [Tagged] INT;
        /// Tagged to int; leaves unless it is an int in place.
        UnboxSmall "unbox_small" { a: Val, exit: ExitId } [Tagged] INT;
        /// Tagged to float; leaves unless it is a float (boxed ones too).
        UnboxFloat "unbox_float" { a: Val, exit: ExitId } [Tagged] FLOAT;
        UnboxBool "unbox_bool" { a: Val, exit: ExitId } [Tagged] BOOL;
        /// Tagged number to float: an int in place is converted; leaves unless it is an exact int in place or float.
        UnboxNumber "unbox_number" { a: Val, exit: ExitId } [Tagged] FLOAT;
        /// Any representation to tagged.
        Box "box" { a: Val } [Any] TAGGED;

        // Guards.
        /// Leaves unless `a` points to an object whose map is in `first..=last`.
        GuardMap "guard_map" { a: Val, first: u32, last: u32, exit: ExitId } [Tagged] None;
        /// Leaves unless the word is this one.
        GuardWord "guard_word" { a: Val, word: u64, exit: ExitId } [Tagged] None;
        /// Leaves if the word is this one.
        GuardNotWord "guard_not_word" { a: Val, word: u64, exit: ExitId } [Tagged] None;
        /// Leaves unless the bool is `expect`.
        GuardBool "guard_bool" { a: Val, expect: bool, exit: ExitId } [Bool] None;
        /// Leaves if an assumption cell is set.
        GuardAlive "guard_alive" { cell: u32, exit: ExitId } [] None;
        /// Leaves unless `a` is a function object with the code of this function.
        GuardFunction "guard_function" { a: Val, function: FunctionId, exit: ExitId } [Tagged] None;
        /// Leaves unless `a` is the class that adopted the plan.
        GuardClass "guard_class" { a: Val, plan: PlanId, exit: ExitId } [Tagged] None;

        /// Leaves unless `a` is a function of `builtins`, or the class.
        GuardBuiltin "guard_builtin" { a: Val, builtin: Builtin, exit: ExitId } [Tagged] None;

        // Memory.
        /// Word at a byte offset of an object, as a tagged value; zero reads as unset.
        Load "load" { object: Val, offset: u32 } [Tagged] TAGGED;
        /// Stores a tagged value; `barrier`: the object may be old and the value young.
        Store "store" { object: Val, offset: u32, value: Val, barrier: bool } [Tagged Tagged] None;
        /// Writes the map id into the object's header.
        SetMap "set_map" { object: Val, map: u32 } [Tagged] None;
        /// The tagged int at an offset, as an int.
        LoadLen "load_len" { object: Val, offset: u32 } [Tagged] INT;
        /// Item of an array object by an index that is in range.
        LoadItem "load_item" { array: Val, index: Val } [Tagged Int] TAGGED;
        StoreItem "store_item" { array: Val, index: Val, value: Val, barrier: bool } [Tagged Int Tagged] None;
        /// Item of a tuple by an index in range.
        LoadTupleItem "load_tuple_item" { tuple: Val, index: Val } [Tagged Int] TAGGED;
        /// `index`, plus `len` if negative; leaves unless 0 <= it < len.
        CheckIndex "check_index" { index: Val, len: Val, exit: ExitId } [Int Int] INT;
        /// Leaves unless `index`, which is not negative, is less than `len`.
        GuardIndex "guard_index" { index: Val, len: Val, exit: ExitId } [Int Int] None;
        /// Address of the state of an exact `array.array` of floats, or of ints; leaves otherwise. It never changes.
        ArrayState "array_state" { array: Val, float: bool, exit: ExitId } [Tagged] INT;
        /// How many items it has now.
        ArrayLen "array_len" { array: Val, state: Val } [Tagged Int] INT;
        /// Item by an index in range. The array is an operand so that it lives.
        ArrayFloat "array_float" { array: Val, state: Val, index: Val } [Tagged Int Int] FLOAT;
        ArrayInt "array_int" { array: Val, state: Val, index: Val } [Tagged Int Int] INT;
        SetArrayFloat "set_array_float" { array: Val, state: Val, index: Val, value: Val } [Tagged Int Int Float] None;
        /// Leaves if the item has too few bits.
        SetArrayInt "set_array_int" { array: Val, state: Val, index: Val, value: Val, exit: ExitId }
            [Tagged Int Int Int] None;
        /// A new object on a map, slots zero. Collects at most; leaves if memory is out.
        New "new" { map: u32, slots: u32, exit: ExitId } [] TAGGED;
        /// A global's value through the instruction's cache; leaves if unset or not cached and not found.
        Global "global" { function: FunctionId, n: u32, exit: ExitId } [] TAGGED;

        // Calls.
        /// A helper with tagged and unboxed arguments as its row says; a raising one leaves by `exit`.
        Help "help" { helper: Helper, args: Vec<Val>, exit: Option<ExitId> } [Callee] helper_result(*helper);
        /// A new tuple, or a slice or range of three parts, by its map; the items are put into the window from `place` on.
        Pack "pack" { map: u32, place: u16, items: Vec<Val>, exit: ExitId } [Callee] TAGGED;
        /// A new instance of a planned class, by its map: its first slots hold the items, the others nothing. It cannot fail:
        /// where memory is out, whatever allocates next raises.
        Instance "instance" { map: u32, slots: u32, items: Vec<Val> } [Callee] TAGGED;
        /// A tuple, slice or instance that only exits refer to: they make it.
        Virtual "virtual" { map: u32, items: Vec<Val> } [Callee] TAGGED;
        /// Address of an instruction of a unit, for helpers that use its cache.
        Site "site" { function: FunctionId, n: u32 } [] INT;
        /// Writes the function object of the frame.
        StoreFrameFunction "store_frame_function" { value: Val } [Tagged] None;
        /// A generator will wait at an instruction.
        Suspend "suspend" { object: Val, function: FunctionId, n: u32 } [Tagged] None;
        /// The attribute that instruction n of a function names, of an object on one of the maps that the instruction's
        /// site remembers at an offset; all else through the helper.
        CachedGet "cached_get" { function: FunctionId, n: u32, object: Val, exit: ExitId } [Tagged] TAGGED;
        /// What the FINDMETHOD n of a function finds for an object, which is in the window as well, at its address: the
        /// function that the instruction's site remembers for the map; all else through the helper.
        CachedFind "cached_find" { function: FunctionId, n: u32, object: Val, address: Val, exit: ExitId } [Tagged Int] TAGGED;
        /// A store to such an attribute.
        CachedSet "cached_set" { function: FunctionId, n: u32, object: Val, value: Val, exit: ExitId } [Tagged Tagged] None;
        /// A binary operator (by number) on values of which nothing is known: ints and floats in place in machine code,
        /// all else through the helper.
        AnyBin "any_bin" { op: u8, inplace: bool, a: Val, b: Val, exit: ExitId } [Tagged Tagged] TAGGED;
        /// A comparison of such values. A result that is no bool leaves by `odd`, whose exit has [`super::Exit::awaits`].
        AnyCmp "any_cmp" { cc: Cc, a: Val, b: Val, exit: ExitId, odd: ExitId } [Tagged Tagged] BOOL;
        /// An item of a container of which nothing is known: a list by an int in machine code.
        AnyItem "any_item" { object: Val, key: Val, exit: ExitId } [Tagged Any] TAGGED;
        /// `a is b`, of numbers by value.
        Same "same" { a: Val, b: Val } [Tagged Tagged] BOOL;
        /// The map of an object, 0 of an immediate.
        MapOf "map_of" { a: Val } [Tagged] INT;
        /// Raises for a binary operator (by number) whose method has given NotImplemented.
        CheckImplemented "check_implemented" { op: u8, result: Val, a: Val, b: Val, exit: ExitId } [Tagged Tagged Tagged] None;
        /// A compiled function's fast entry, its result in `result`'s representation. `raised` leaves with the
        /// exception pending; a value that does not fit an unboxed `result` leaves by `boxed`, whose exit has
        /// [`super::Exit::awaits`].
        CallFast "call_fast" { function: FunctionId, args: Vec<Val>, result: Rep, raised: ExitId, boxed: Option<ExitId> }
            [Callee] Some(*result);
        /// Writes a tagged value into the frame's window.
        StorePlace "store_place" { place: u16, value: Val } [Tagged] None;
        /// Reads the window.
        LoadPlace "load_place" { place: u16 } [] TAGGED;
        /// Address of a place of the window.
        PlaceAddr "place_addr" { place: u16 } [] INT;
        /// Safepoint of a loop: leaves if anything is to be done that may run Python.
        Poll "poll" { exit: ExitId } [] None;
    }
}

/// Representation of a helper's result: a status is a bool (its raised case has left).
pub fn helper_result(helper: Helper) -> Option<Rep> {
    use pyspec_abi::helpers::Class;
    match helper.row().result {
        Class::Value => Some(Rep::Tagged),
        Class::Word => Some(Rep::Int),
        Class::Float => Some(Rep::Float),
        Class::Status => Some(Rep::Bool),
        Class::Nothing => None,
    }
}
