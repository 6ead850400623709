//! Interned names.

use rustc_hash::FxHashMap;

/// A name. The top bit is free for the solver's keys.
pub type Symbol = u32;

/// The table of names.
#[derive(Default)]
pub struct Symbols {
    numbers: FxHashMap<Box<str>, Symbol>,
    names: Vec<Box<str>>,
}

impl Symbols {
    /// The symbol of a name.
    pub fn get(&mut self, name: &str) -> Symbol {
        if let Some(&symbol) = self.numbers.get(name) {
            return symbol;
        }
        let symbol = self.names.len() as Symbol;
        self.names.push(name.into());
        self.numbers.insert(name.into(), symbol);
        symbol
    }

    /// The symbol of a name that was seen before.
    pub fn find(&self, name: &str) -> Option<Symbol> {
        self.numbers.get(name).copied()
    }

    /// The name of a symbol.
    pub fn name(&self, symbol: Symbol) -> &str {
        &self.names[symbol as usize]
    }
}
