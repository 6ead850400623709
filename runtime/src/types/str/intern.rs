//! Interned strings, and the strings of one Latin-1 character.

use super::{Text, flat_text};
use crate::object::Gc;
use crate::object::layout::Str;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// Table of interned strings: open addressing by hash. All are old objects, which never move.
#[derive(Default)]
pub struct Interner {
    slots: Vec<Option<Value>>,
    used: usize,
    /// The empty string, then those of one Latin-1 character.
    short: Vec<Option<Value>>,
}

impl Interner {
    /// Every interned string: roots.
    pub fn values(&self) -> impl Iterator<Item = Value> + '_ {
        self.slots.iter().chain(&self.short).filter_map(|v| *v)
    }

    /// The same, to be visited as roots.
    pub fn visit(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        self.slots.iter_mut().chain(&mut self.short).flatten().for_each(visit);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.used
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Slot of this text or the free slot where it belongs.
    fn find(&self, hash: u64, bytes: &[u8]) -> usize {
        let mask = self.slots.len() - 1;
        let mut i = hash as usize & mask;
        while let Some(value) = self.slots[i] {
            // SAFETY: the table holds flat strings.
            let gc: Gc<Str> = unsafe { Gc::from_value_unchecked(value) };
            if gc.hash.get() == hash && flat_text(gc).bytes == bytes {
                return i;
            }
            i = (i + 1) & mask;
        }
        i
    }

    fn grow(&mut self) {
        let old = std::mem::take(&mut self.slots);
        self.slots = vec![None; (old.len() * 2).max(1024)];
        for value in old.into_iter().flatten() {
            // SAFETY: the table holds flat strings.
            let gc: Gc<Str> = unsafe { Gc::from_value_unchecked(value) };
            let i = self.find(gc.hash.get(), flat_text(gc).bytes);
            self.slots[i] = Some(value);
        }
    }
}

impl Vm {
    /// The interned string of these bytes.
    pub fn intern_bytes(&mut self, bytes: &[u8]) -> Value {
        if (self.interned.used + 1) * 2 > self.interned.slots.len() {
            self.interned.grow();
        }
        let hash = super::siphash::hash_text(self.hash_seed, bytes) as u64;
        let slot = self.interned.find(hash, bytes);
        if let Some(value) = self.interned.slots[slot] {
            return value;
        }
        let value = self.short_or_old(bytes, hash);
        self.interned.slots[slot] = Some(value);
        self.interned.used += 1;
        value
    }

    /// The cached short string, or a new old one with its hash.
    fn short_or_old(&mut self, bytes: &[u8], hash: u64) -> Value {
        let text = Text::of(bytes);
        if text.chars <= 1 && text.bytes.first().is_none_or(|b| *b < 0xc4) {
            let value = if bytes.is_empty() { self.empty_str() } else { self.latin1_char(text.at(0) as u8) };
            // SAFETY: short strings are flat.
            let gc: Gc<Str> = unsafe { Gc::from_value_unchecked(value) };
            gc.hash.set(hash);
            gc.meta.set(gc.meta.get() | super::INTERNED);
            return value;
        }
        let value = self.old_text(text);
        // SAFETY: just made.
        let gc: Gc<Str> = unsafe { Gc::from_value_unchecked(value) };
        gc.hash.set(hash);
        gc.meta.set(gc.meta.get() | super::INTERNED);
        value
    }

    /// An old flat string.
    fn old_text(&mut self, text: Text) -> Value {
        let words = 2 + text.bytes.len().div_ceil(8) + if text.ascii { 0 } else { super::index_words(text.chars) };
        let string: Gc<Str> = match self.alloc_old(id::STR, Scan::Leaf, words) {
            Ok(string) => string,
            Err(_) => panic!("out of memory for an interned string"),
        };
        string.meta.set(text.bytes.len() as u64 | if text.ascii { super::ASCII } else { 0 });
        string.hash.set(0);
        // SAFETY: room for the bytes was made just now.
        unsafe {
            std::ptr::copy_nonoverlapping(text.bytes.as_ptr(), super::flat_data(string.value()), text.bytes.len())
        };
        if !text.ascii {
            Vm::write_index(string.value(), text.chars);
        }
        string.value()
    }

    fn short(&mut self, i: usize, bytes: &[u8]) -> Value {
        if self.interned.short.is_empty() {
            self.interned.short = vec![None; 257];
        }
        match self.interned.short[i] {
            Some(value) => value,
            None => {
                let value = self.old_text(Text::of(bytes));
                self.interned.short[i] = Some(value);
                value
            }
        }
    }

    /// `''`.
    #[inline]
    pub fn empty_str(&mut self) -> Value {
        self.short(0, b"")
    }

    /// The string of one Latin-1 character: always the same object.
    #[inline]
    pub fn latin1_char(&mut self, c: u8) -> Value {
        match self.interned.short.get(1 + c as usize) {
            Some(Some(value)) => *value,
            _ => {
                let mut bytes = vec![];
                super::wtf8::push(&mut bytes, u32::from(c));
                self.short(1 + c as usize, &bytes)
            }
        }
    }

    /// Whether an exact string is interned.
    pub fn is_interned(&self, string: Value) -> bool {
        Gc::<Str>::from_value(self, string).is_some_and(|s| s.meta.get() & super::INTERNED != 0)
    }
}
