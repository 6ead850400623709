//! `str`: two forms, one accessor.
//!
//! *Flat*: the bytes (see [`wtf8`]) lie in the object; text beyond ASCII carries, behind the bytes, its
//! number of code points and the byte position of every 64th. *Shared*: the first bytes of a buffer that
//! grows at its end. Appending to a string that ends where its buffer is filled extends the buffer in
//! place, so a loop of `s += x` is linear. The strings of one buffer never see bytes beyond their length.
//!
//! The words of a shared string are tagged ints, so that the collector may scan every slot:
//! `meta` is `length << 1 | 1` and bit 63 for ASCII, `hash` stays 0. Hash and index of a
//! shared string are those of its flat twin, which then replaces the buffer.

pub mod build;
pub mod case;
pub mod classify;
pub mod codec;
pub mod find;
pub mod intern;
pub mod repr;
pub mod rows;
pub mod siphash;
pub mod slice;
pub mod split;
pub mod template;
#[cfg(test)]
mod tests;
pub mod translate;
pub mod wtf8;

pub use intern::Interner;
pub use rows::TABLE;

use crate::native::Outcome;
use crate::object::layout::{ByteStore, Str, StrShared};
use crate::object::{Gc, map_of};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// Bit of `meta`: all bytes are ASCII.
pub const ASCII: u64 = 1 << 63;
/// Bit of `meta` of a flat string: interned.
pub const INTERNED: u64 = 1 << 62;
/// Mask of the length in a flat string's `meta`.
pub const LENGTH: u64 = INTERNED - 1;
/// Code points between two entries of the index.
const STRIDE: usize = 64;
/// Bytes of a flat string's header and fields.
const FLAT_BYTES: usize = 24;

/// A string looked at: its bytes and what is known of them.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// Whether all are ASCII, so that code points are bytes.
    pub ascii: bool,
    /// Number of code points.
    pub chars: usize,
    /// Byte positions of code points 64, 128, …; empty where there is no index.
    index: &'a [u32],
}

impl<'a> Text<'a> {
    /// Of bytes outside the heap.
    pub fn of(bytes: &'a [u8]) -> Text<'a> {
        let ascii = bytes.is_ascii();
        Text { bytes, ascii, chars: if ascii { bytes.len() } else { wtf8::count(bytes) }, index: &[] }
    }

    /// Byte position of code point `i` (at most `chars`).
    #[inline]
    pub fn byte(&self, i: usize) -> usize {
        if self.ascii {
            return i;
        }
        if i >= self.chars {
            return self.bytes.len();
        }
        match (i / STRIDE).min(self.index.len()) {
            0 => wtf8::advance(self.bytes, 0, i),
            k => wtf8::advance(self.bytes, self.index[k - 1] as usize, i - k * STRIDE),
        }
    }

    /// Number of the code point that begins at byte `at`.
    #[inline]
    pub fn number(&self, at: usize) -> usize {
        if self.ascii {
            return at;
        }
        let k = self.index.partition_point(|p| *p as usize <= at);
        let from = if k == 0 { 0 } else { self.index[k - 1] as usize };
        k * STRIDE + wtf8::count(&self.bytes[from..at])
    }

    /// Bytes of code points `start..end`.
    #[inline]
    pub fn slice(&self, start: usize, end: usize) -> &'a [u8] {
        &self.bytes[self.byte(start)..self.byte(end)]
    }

    /// Code point `i`.
    #[inline]
    pub fn at(&self, i: usize) -> u32 {
        wtf8::decode(self.bytes, self.byte(i)).0
    }
}

/// Words of the index of a text that is not ASCII.
fn index_words(chars: usize) -> usize {
    1 + (chars.saturating_sub(1) / STRIDE).div_ceil(2)
}

/// The bytes that follow a flat string's fields.
///
/// # Safety
/// `string` points to a flat string.
#[inline(always)]
unsafe fn flat_data(string: Value) -> *mut u8 {
    (string.bits() + FLAT_BYTES) as *mut u8
}

/// A flat string looked at.
#[inline]
fn flat_text<'a>(string: Gc<Str>) -> Text<'a> {
    let meta = string.meta.get();
    let len = (meta & LENGTH) as usize;
    // SAFETY: a flat string's bytes and index lie in the object behind its fields, as `new_flat` wrote them.
    unsafe {
        let data = flat_data(string.value());
        let bytes = std::slice::from_raw_parts(data, len);
        if meta & ASCII != 0 {
            return Text { bytes, ascii: true, chars: len, index: &[] };
        }
        let tail = data.add(len.next_multiple_of(8));
        let chars = *tail.cast::<u64>() as usize;
        let index = std::slice::from_raw_parts(tail.add(8).cast::<u32>(), chars.saturating_sub(1) / STRIDE);
        Text { bytes, ascii: false, chars, index }
    }
}

/// The growing buffer behind shared strings: words for fill and capacity, then the bytes.
#[derive(Clone, Copy)]
struct Buffer(Value);

impl Buffer {
    const HEAD: usize = 16;

    fn of(string: Gc<StrShared>) -> Option<Buffer> {
        let buffer = string.buffer.get();
        if map_of(buffer) == id::BYTES_STORE { Some(Buffer(buffer)) } else { None }
    }

    fn word(self, i: usize) -> *mut u64 {
        (self.0.bits() + 8 + 8 * i) as *mut u64
    }

    fn fill(self) -> usize {
        // SAFETY: a string buffer's first word is its fill mark.
        unsafe { *self.word(0) as usize }
    }

    fn capacity(self) -> usize {
        // SAFETY: a string buffer's second word is its capacity.
        unsafe { *self.word(1) as usize }
    }

    fn data(self) -> *mut u8 {
        (self.0.bits() + 8 + Buffer::HEAD) as *mut u8
    }

    /// Appends; there is room.
    fn append(self, bytes: &[u8]) {
        let fill = self.fill();
        assert!(fill + bytes.len() <= self.capacity(), "room in a string buffer");
        // SAFETY: checked above; `bytes` may lie in the same buffer, before the fill mark.
        unsafe {
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), self.data().add(fill), bytes.len());
            *self.word(0) = (fill + bytes.len()) as u64;
        }
    }
}

/// A shared string looked at.
fn shared_text<'a>(string: Gc<StrShared>) -> Text<'a> {
    let Some(buffer) = Buffer::of(string) else {
        // SAFETY: what is no buffer is the flat twin.
        return flat_text(unsafe { Gc::from_value_unchecked(string.buffer.get()) });
    };
    let meta = string.meta.get();
    let len = ((meta & !ASCII) >> 1) as usize;
    // SAFETY: the first `len` bytes of the buffer are written and never change.
    let bytes = unsafe { std::slice::from_raw_parts(buffer.data(), len) };
    Text { bytes, ascii: meta & ASCII != 0, chars: string.chars.int() as usize, index: &[] }
}

impl Vm {
    /// The exact builtin inside an instance of a subclass of `int`, `str`, `float`, …; anything else is itself.
    #[inline(always)]
    pub fn exact(&self, value: Value) -> Value {
        if value.is_ptr() && map_of(value) >= id::FIRST_DYNAMIC { self.exact_of_wrapped(value) } else { value }
    }

    #[inline(never)]
    fn exact_of_wrapped(&self, value: Value) -> Value {
        match Gc::<crate::object::layout::Wrapped>::from_value(self, value) {
            Some(wrapped) => wrapped.value.get(),
            None => value,
        }
    }

    /// What `__new__` of the builtin on `map` gives for `class`: the exact value, or an instance of the subclass around it.
    pub fn of_class(&mut self, class: crate::object::class::ClassRef, map: u32, exact: Value) -> Outcome {
        if class == self.builtin_class(map) { Ok(exact) } else { self.wrap(class, exact) }
    }

    /// Whether it is a `str` itself, no instance of a subclass.
    #[inline(always)]
    pub fn is_exact_str(&self, value: Value) -> bool {
        value.is_ptr() && matches!(map_of(value), id::STR | id::STR_SHARED)
    }

    /// The text of a `str` or an instance of a subclass, `None` for others. Borrowed from the heap.
    #[inline]
    pub fn text<'a>(&self, value: Value) -> Option<Text<'a>> {
        if !value.is_ptr() {
            return None;
        }
        match map_of(value) {
            // SAFETY: the map says what it is.
            id::STR => Some(flat_text(unsafe { Gc::from_value_unchecked(value) })),
            // SAFETY: the map says what it is.
            id::STR_SHARED => Some(shared_text(unsafe { Gc::from_value_unchecked(value) })),
            id::FIRST_DYNAMIC.. => {
                let exact = self.exact(value);
                if exact.is(value) { None } else { self.text(exact) }
            }
            _ => None,
        }
    }

    /// The text of a value known to be a `str`.
    ///
    /// # Panics
    /// If it is none.
    #[inline]
    pub fn str_text_of<'a>(&self, value: Value) -> Text<'a> {
        self.text(value).expect("a str")
    }

    /// `len(string)`.
    pub fn str_len(&self, string: Value) -> usize {
        self.str_text_of(string).chars
    }

    /// A flat string with room for `len` bytes, not written yet, and the place to write them.
    fn new_flat(&mut self, len: usize, ascii: bool, chars: usize) -> Outcome<(Value, *mut u8)> {
        let words = 2 + len.div_ceil(8) + if ascii { 0 } else { index_words(chars) };
        let string: Gc<Str> = self.alloc(id::STR, Scan::Leaf, words)?;
        string.meta.set(len as u64 | if ascii { ASCII } else { 0 });
        string.hash.set(0);
        // SAFETY: just made.
        Ok((string.value(), unsafe { flat_data(string.value()) }))
    }

    /// Writes the index behind the bytes of a flat string that is not ASCII.
    fn write_index(string: Value, chars: usize) {
        // SAFETY: `new_flat` left room for the index of `chars` code points.
        unsafe {
            let gc: Gc<Str> = Gc::from_value_unchecked(string);
            let len = (gc.meta.get() & LENGTH) as usize;
            let data = flat_data(string);
            let bytes = std::slice::from_raw_parts(data, len);
            let tail = data.add(len.next_multiple_of(8));
            *tail.cast::<u64>() = chars as u64;
            let index = tail.add(8).cast::<u32>();
            let (mut seen, mut entry) = (0, 0);
            for (at, byte) in bytes.iter().enumerate() {
                if wtf8::is_start(*byte) {
                    if seen == (entry + 1) * STRIDE {
                        *index.add(entry) = at as u32;
                        entry += 1;
                    }
                    seen += 1;
                }
            }
        }
    }

    /// A flat string of `bytes`, which may lie in the heap: the reference itself pins its object.
    pub(crate) fn new_text(&mut self, bytes: &[u8], ascii: bool, chars: usize) -> Outcome {
        if chars <= 1 {
            if bytes.is_empty() {
                return Ok(self.empty_str());
            }
            let (c, _) = wtf8::decode(bytes, 0);
            if c < 256 {
                return Ok(self.latin1_char(c as u8));
            }
        }
        let (string, data) = self.new_flat(bytes.len(), ascii, chars)?;
        // SAFETY: room for them was made just now.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), data, bytes.len()) };
        if !ascii {
            Vm::write_index(string, chars);
        }
        Ok(string)
    }

    /// A flat string made by `fill`, which writes all of `len` ASCII bytes and takes no `Vm`.
    pub fn new_ascii_with(&mut self, len: usize, fill: impl FnOnce(&mut [u8])) -> Outcome {
        let (string, data) = self.new_flat(len, true, len)?;
        // SAFETY: room for them was made just now; a byte has no invalid value, and the heap's memory is zeroed.
        let bytes = unsafe { std::slice::from_raw_parts_mut(data, len) };
        fill(bytes);
        debug_assert!(bytes.is_ascii());
        Ok(string)
    }

    /// The string of one code point.
    pub fn new_char(&mut self, c: u32) -> Outcome {
        if c < 256 {
            return Ok(self.latin1_char(c as u8));
        }
        let mut bytes = vec![];
        wtf8::push(&mut bytes, c);
        self.new_text(&bytes, false, 1)
    }

    /// The flat twin of an exact string.
    pub fn flatten(&mut self, string: Value) -> Outcome {
        let Some(shared) = Gc::<StrShared>::from_value(self, string) else { return Ok(string) };
        if Buffer::of(shared).is_some() {
            let text = shared_text(shared);
            let flat = self.new_text(text.bytes, text.ascii, text.chars)?;
            shared.buffer.set(&mut self.heap, string, flat);
        }
        Ok(shared.buffer.get())
    }

    /// `hash(string)` of a `str` or an instance of a subclass; never 0 or -1.
    pub fn str_hash(&mut self, string: Value) -> Outcome<i64> {
        let exact = self.exact(string);
        let flat = self.flatten(exact)?;
        let gc = Gc::<Str>::from_value(self, flat).expect("a flat str");
        if gc.hash.get() == 0 {
            let hash = siphash::hash_text(self.hash_seed, flat_text(gc).bytes);
            gc.hash.set(hash as u64);
        }
        Ok(gc.hash.get() as i64)
    }

    /// Whether two strings (or instances of subclasses) have the same text.
    #[inline]
    pub fn str_equal(&self, a: Value, b: Value) -> bool {
        a.is(b) || self.str_bytes(a) == self.str_bytes(b)
    }

    /// Concatenation of two exact strings.
    pub fn str_concat(&mut self, a: Value, b: Value) -> Outcome {
        let (left, right) = (self.str_text_of(a), self.str_text_of(b));
        if left.bytes.is_empty() {
            return Ok(b);
        }
        if right.bytes.is_empty() {
            return Ok(a);
        }
        let total = left.bytes.len() + right.bytes.len();
        if total >= SHARE_FROM && left.bytes.len() >= right.bytes.len() {
            return self.str_append(a, left, right);
        }
        let ascii = left.ascii && right.ascii;
        let chars = left.chars + right.chars;
        let (string, data) = self.new_flat(total, ascii, chars)?;
        // SAFETY: room for both was made just now; neither lies in the new object.
        unsafe {
            std::ptr::copy_nonoverlapping(left.bytes.as_ptr(), data, left.bytes.len());
            std::ptr::copy_nonoverlapping(right.bytes.as_ptr(), data.add(left.bytes.len()), right.bytes.len());
        }
        if !ascii {
            Vm::write_index(string, chars);
        }
        Ok(string)
    }

    /// Concatenation in the shared form.
    fn str_append(&mut self, a: Value, left: Text, right: Text) -> Outcome {
        let total = left.bytes.len() + right.bytes.len();
        let own = Gc::<StrShared>::from_value(self, a).and_then(Buffer::of);
        let buffer = match own {
            Some(buffer) if buffer.fill() == left.bytes.len() && buffer.capacity() >= total => buffer,
            _ => {
                // Flat strings that are joined once waste half their size; those that grow save the copies.
                let capacity = (total + total / 2).next_multiple_of(8);
                let slots = (Buffer::HEAD + capacity) / 8;
                let store: Gc<ByteStore> = self.alloc(id::BYTES_STORE, Scan::Leaf, slots)?;
                let buffer = Buffer(store.value());
                // SAFETY: a new store of that size.
                unsafe {
                    *buffer.word(0) = 0;
                    *buffer.word(1) = capacity as u64;
                }
                buffer.append(left.bytes);
                buffer
            }
        };
        buffer.append(right.bytes);
        let string: Gc<StrShared> = self.alloc(id::STR_SHARED, Scan::Values, StrShared::SLOTS)?;
        let ascii = if left.ascii && right.ascii { ASCII } else { 0 };
        string.meta.set((total as u64) << 1 | 1 | ascii);
        string.hash.set(0);
        string.chars.init(Value::small_int((left.chars + right.chars) as isize));
        string.buffer.init(buffer.0);
        Ok(string.value())
    }
}

/// From this length on, a concatenation makes a buffer that can grow.
const SHARE_FROM: usize = 256;
