//! Strings made of others: repetition, joining, and a buffer to build text in.

use super::wtf8;
use crate::native::Outcome;
use crate::object::Rooted;
use crate::vm::Vm;
use pyspec_abi::Value;

impl Vm {
    /// `string * count` of an exact string.
    pub fn str_repeat(&mut self, string: Value, count: Value) -> Outcome {
        let count = self.index_count(count)?.max(0) as usize;
        let text = self.str_text_of(string);
        if count == 0 || text.bytes.is_empty() {
            return Ok(self.empty_str());
        }
        if count == 1 {
            return Ok(string);
        }
        let Some(len) = text.bytes.len().checked_mul(count).filter(|len| *len < 1 << 40) else {
            return Err(if text.bytes.len().checked_mul(count).is_none_or(|l| l > isize::MAX as usize) {
                self.overflow_error("repeated string is too long")
            } else {
                self.memory_error("")
            });
        };
        if text.ascii {
            return self.new_ascii_with(len, |out| fill_repeated(out, text.bytes));
        }
        let repeated = text.bytes.repeat(count);
        self.new_text(&repeated, false, text.chars * count)
    }

    /// `separator.join(items)` of exact strings or instances of subclasses.
    pub fn str_join(&mut self, separator: Value, items: &[Value]) -> Outcome {
        if let [only] = items
            && self.is_exact_str(*only)
        {
            return Ok(*only);
        }
        let glue = self.str_text_of(separator);
        let (mut len, mut chars, mut ascii) = (0, 0, items.len() < 2 || glue.ascii);
        for (i, item) in items.iter().enumerate() {
            let Some(text) = self.text(*item) else {
                let name = self.type_name(*item);
                return Err(self.type_error(format!("sequence item {i}: expected str instance, {name} found")));
            };
            len += text.bytes.len();
            chars += text.chars;
            ascii &= text.ascii;
        }
        let gaps = items.len().saturating_sub(1);
        (len, chars) = (len + gaps * glue.bytes.len(), chars + gaps * glue.chars);
        if chars == 0 {
            return Ok(self.empty_str());
        }
        let (string, data) = self.new_flat(len, ascii, chars)?;
        let mut at = 0;
        let glue = self.str_bytes(separator);
        for (i, item) in items.iter().enumerate() {
            for part in [if i == 0 { &[] } else { glue }, self.str_bytes(*item)] {
                // SAFETY: `len` bytes were made room for, the sum of these parts.
                unsafe { std::ptr::copy_nonoverlapping(part.as_ptr(), data.add(at), part.len()) };
                at += part.len();
            }
        }
        if !ascii {
            Vm::write_index(string, chars);
        }
        Ok(string)
    }

    /// `separator.join(iterable)`.
    pub fn str_join_iterable(&mut self, separator: Value, iterable: Value) -> Outcome {
        let items: Rooted = if self.is_iterable(iterable) {
            self.collect_items(iterable)?
        } else {
            return Err(self.type_error("can only join an iterable"));
        };
        self.str_join(separator, &items)
    }

    /// Whether `iter()` could work.
    pub fn is_iterable(&mut self, v: Value) -> bool {
        use crate::object::class::Special;
        self.has_special(v, Special::Iter) || self.has_special(v, Special::GetItem)
    }
}

/// Fills `out` with copies of `unit`, doubling.
fn fill_repeated(out: &mut [u8], unit: &[u8]) {
    if let [byte] = unit {
        out.fill(*byte);
        return;
    }
    out[..unit.len()].copy_from_slice(unit);
    let mut done = unit.len();
    while done < out.len() {
        let n = done.min(out.len() - done);
        out.copy_within(..n, done);
        done += n;
    }
}

/// Text under construction: knows whether it is ASCII and how many code points it has.
#[derive(Default)]
pub struct Builder {
    bytes: Vec<u8>,
}

impl Builder {
    /// An empty one.
    pub fn new() -> Builder {
        Builder::default()
    }

    /// Appends a code point.
    pub fn push(&mut self, c: u32) {
        wtf8::push(&mut self.bytes, c);
    }

    /// Appends text.
    pub fn push_bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// What there is.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The string.
    pub fn finish(self, vm: &mut Vm) -> Outcome {
        vm.new_str_wtf8(&self.bytes)
    }
}
