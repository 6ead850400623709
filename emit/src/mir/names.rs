//! Names of operations in the text form, as tables that printer and parser share.

use super::*;

macro_rules! names {
    ($($type:ident { $($variant:ident $name:literal),* $(,)? })*) => {$(
        impl $type {
            /// Name in the text form.
            pub fn name(self) -> &'static str {
                match self {
                    $($type::$variant => $name,)*
                }
            }

            /// The inverse of [`Self::name`].
            pub fn from_name(name: &str) -> Option<$type> {
                match name {
                    $($name => Some($type::$variant),)*
                    _ => None,
                }
            }
        }
    )*};
}

names! {
    Class { Int "int", Float "float" }
    Convention { SystemV "sysv", Compiled "compiled" }
    MemType {
        U8 "u8", I8 "i8", U16 "u16", I16 "i16", U32 "u32", I32 "i32", Word "word", F64 "f64", F32 "f32",
    }
    Size { S8 "s8", S16 "s16", S32 "s32", Word "word" }
    AluOp { Add "add", Sub "sub", Mul "mul", And "and", Or "or", Xor "xor" }
    ShiftOp { Shl "shl", Shr "shr", Sar "sar", Rol "rol", Ror "ror" }
    UnaryOp {
        Neg "neg", Not "not", Zext8 "zext8", Zext16 "zext16", Zext32 "zext32", Sext8 "sext8", Sext16 "sext16",
        Sext32 "sext32", TopBit "topbit", LowBit "lowbit",
    }
    FloatOp { Add "fadd", Sub "fsub", Mul "fmul", Div "fdiv" }
    FloatUnaryOp {
        Sqrt "fsqrt", Neg "fneg", Abs "fabs", Floor "ffloor", Ceil "fceil", Trunc "ftrunc", Nearest "fnearest",
    }
    IntCc {
        Eq "eq", Ne "ne", Lt "lt", Le "le", Gt "gt", Ge "ge", Below "below", BelowEq "below_eq", Above "above",
        AboveEq "above_eq",
    }
    FloatCc {
        Eq "eq", Ne "ne", Lt "lt", Le "le", Gt "gt", Ge "ge", NotLt "not_lt", NotLe "not_le", NotGt "not_gt",
        NotGe "not_ge", Ordered "ordered", Unordered "unordered",
    }
}
