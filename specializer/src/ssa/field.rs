//! What a field of an instruction can be: how it is visited, printed and read.

use super::parse::Words;
use super::{BitOp, CachedCall, Cc, ExitId, FloatOp, IntOp, Val};
use crate::program::FunctionId;
use crate::types::{PlanId, Rep};
use pyspec_abi::builtins::Builtin;
use pyspec_abi::helpers::{self, Helper};
use std::fmt::Write;

/// A field.
pub trait Field: Sized {
    /// Its values.
    fn uses(&self, _f: &mut dyn FnMut(Val)) {}
    /// Its values, to replace them.
    fn uses_mut(&mut self, _f: &mut dyn FnMut(&mut Val)) {}
    /// Its exits.
    fn exits(&self, _f: &mut dyn FnMut(ExitId)) {}
    /// Its exits, to replace them.
    fn exits_mut(&mut self, _f: &mut dyn FnMut(&mut ExitId)) {}
    /// Its text alone.
    fn text(&self) -> String;
    /// Appends it to an instruction's text; `first`: no field came before.
    fn print(&self, out: &mut String, first: &mut bool) {
        let separator = if std::mem::replace(first, false) { " " } else { ", " };
        write!(out, "{separator}{}", self.text()).expect("a string takes everything");
    }
    /// Reads it.
    fn parse(words: &mut Words) -> Result<Self, String>;
}

impl Field for Val {
    fn uses(&self, f: &mut dyn FnMut(Val)) {
        f(*self);
    }
    fn uses_mut(&mut self, f: &mut dyn FnMut(&mut Val)) {
        f(self);
    }
    fn text(&self) -> String {
        self.to_string()
    }
    fn parse(words: &mut Words) -> Result<Val, String> {
        words.id('v').map(Val)
    }
}

impl Field for Vec<Val> {
    fn uses(&self, f: &mut dyn FnMut(Val)) {
        self.iter().for_each(|v| f(*v));
    }
    fn uses_mut(&mut self, f: &mut dyn FnMut(&mut Val)) {
        self.iter_mut().for_each(f);
    }
    fn text(&self) -> String {
        let values: Vec<String> = self.iter().map(Val::to_string).collect();
        format!("[{}]", values.join(", "))
    }
    fn parse(words: &mut Words) -> Result<Vec<Val>, String> {
        words.expect("[")?;
        let mut values = vec![];
        while !words.take("]") {
            values.push(Val::parse(words)?);
        }
        Ok(values)
    }
}

impl Field for ExitId {
    fn exits(&self, f: &mut dyn FnMut(ExitId)) {
        f(*self);
    }
    fn exits_mut(&mut self, f: &mut dyn FnMut(&mut ExitId)) {
        f(self);
    }
    fn text(&self) -> String {
        format!("else {self}")
    }
    fn print(&self, out: &mut String, first: &mut bool) {
        *first = false;
        write!(out, " {}", self.text()).expect("a string takes everything");
    }
    fn parse(words: &mut Words) -> Result<ExitId, String> {
        words.expect("else")?;
        words.id('x').map(ExitId)
    }
}

impl Field for Option<ExitId> {
    fn exits(&self, f: &mut dyn FnMut(ExitId)) {
        self.iter().for_each(|x| f(*x));
    }
    fn exits_mut(&mut self, f: &mut dyn FnMut(&mut ExitId)) {
        self.iter_mut().for_each(f);
    }
    fn text(&self) -> String {
        self.map_or(String::new(), |x| x.text())
    }
    fn print(&self, out: &mut String, first: &mut bool) {
        if let Some(x) = self {
            x.print(out, first);
        }
    }
    fn parse(words: &mut Words) -> Result<Option<ExitId>, String> {
        if words.peek() == Some("else") { ExitId::parse(words).map(Some) } else { Ok(None) }
    }
}

impl Field for FunctionId {
    fn text(&self) -> String {
        format!("{}.{}", self.module, self.function)
    }
    fn parse(words: &mut Words) -> Result<FunctionId, String> {
        let word = words.next()?;
        let (module, function) = word.split_once('.').ok_or_else(|| format!("{word} is no function"))?;
        let number = |text: &str| text.parse().map_err(|_| format!("{word} is no function"));
        Ok(FunctionId { module: number(module)?, function: number(function)? })
    }
}

impl Field for PlanId {
    fn text(&self) -> String {
        self.0.to_string()
    }
    fn parse(words: &mut Words) -> Result<PlanId, String> {
        words.number().map(PlanId)
    }
}

impl Field for Helper {
    fn text(&self) -> String {
        self.row().name.into()
    }
    fn parse(words: &mut Words) -> Result<Helper, String> {
        let word = words.next()?;
        let found = helpers::ALL.iter().copied().find(|h| h.row().name == word);
        found.ok_or_else(|| format!("no helper {word}"))
    }
}

impl Field for Builtin {
    fn text(&self) -> String {
        self.name().into()
    }
    fn parse(words: &mut Words) -> Result<Builtin, String> {
        let word = words.next()?;
        Builtin::named(word).ok_or_else(|| format!("no builtin {word}"))
    }
}

/// Bits: of a float, or of a word.
impl Field for u64 {
    fn text(&self) -> String {
        format!("{self:#x}")
    }
    fn parse(words: &mut Words) -> Result<u64, String> {
        let word = words.next()?;
        let digits = word.strip_prefix("0x").ok_or_else(|| format!("{word} is no hexadecimal number"))?;
        u64::from_str_radix(digits, 16).map_err(|_| format!("{word} is no hexadecimal number"))
    }
}

/// `-` stands for none.
impl Field for Option<Val> {
    fn uses(&self, f: &mut dyn FnMut(Val)) {
        self.iter().for_each(|v| f(*v));
    }
    fn uses_mut(&mut self, f: &mut dyn FnMut(&mut Val)) {
        self.iter_mut().for_each(f);
    }
    fn text(&self) -> String {
        self.map_or("-".into(), |v| v.to_string())
    }
    fn parse(words: &mut Words) -> Result<Option<Val>, String> {
        if words.take("-") { Ok(None) } else { Val::parse(words).map(Some) }
    }
}

/// Instructions with so many fields that they are kept in a box.
macro_rules! boxed_fields {
    ($($ty:ident { $($field:ident),* })*) => {$(
        impl Field for Box<$ty> {
            fn uses(&self, f: &mut dyn FnMut(Val)) {
                $( self.$field.uses(f); )*
            }
            fn uses_mut(&mut self, f: &mut dyn FnMut(&mut Val)) {
                $( self.$field.uses_mut(f); )*
            }
            fn exits(&self, f: &mut dyn FnMut(ExitId)) {
                $( self.$field.exits(f); )*
            }
            fn exits_mut(&mut self, f: &mut dyn FnMut(&mut ExitId)) {
                $( self.$field.exits_mut(f); )*
            }
            fn text(&self) -> String {
                let mut text = String::new();
                self.print(&mut text, &mut true);
                text
            }
            fn print(&self, out: &mut String, first: &mut bool) {
                $( self.$field.print(out, first); )*
            }
            fn parse(words: &mut Words) -> Result<Box<$ty>, String> {
                Ok(Box::new($ty { $( $field: Field::parse(words)? ),* }))
            }
        }
    )*};
}
boxed_fields! {
    CachedCall { function, n, callee, proxy, class, args, window, exit }
}

macro_rules! plain_fields {
    ($($ty:ty),*) => {$(
        impl Field for $ty {
            fn text(&self) -> String {
                self.to_string()
            }
            fn parse(words: &mut Words) -> Result<$ty, String> {
                words.number()
            }
        }
    )*};
}
plain_fields!(i64, u32, u16, u8, bool);

/// A field that is one of some names.
macro_rules! named_fields {
    ($($ty:ident { $($variant:ident $text:literal),* })*) => {$(
        impl Field for $ty {
            fn text(&self) -> String {
                match self { $($ty::$variant => $text.into()),* }
            }
            fn parse(words: &mut Words) -> Result<$ty, String> {
                match words.next()? {
                    $($text => Ok($ty::$variant),)*
                    word => Err(format!("unexpected {word}")),
                }
            }
        }
    )*};
}
named_fields! {
    IntOp { Add "add", Sub "sub", Mul "mul" }
    BitOp { And "and", Or "or", Xor "xor" }
    FloatOp { Add "add", Sub "sub", Mul "mul", Div "div" }
    Cc { Lt "lt", Le "le", Eq "eq", Ne "ne", Gt "gt", Ge "ge" }
    Rep { Tagged "tagged", Int "int", Float "float", Bool "bool" }
}
