//! `str`.

/// Table of interned strings.
#[derive(Default)]
pub struct Interner {}
