//! Subscripts and slices of strings, and the bounds of searching methods.

use super::wtf8;
use crate::native::Outcome;
use crate::object::Gc;
use crate::object::layout::Slice;
use crate::types::sequence::Bounds;
use crate::vm::Vm;
use pyspec_abi::Value;

impl Vm {
    /// Optional start and end arguments of searching methods, fitted to a length; `None`: start is behind the end.
    pub fn search_bounds(
        &mut self,
        start: Option<Value>,
        end: Option<Value>,
        len: usize,
    ) -> Outcome<Option<(usize, usize)>> {
        let mut given = |v: Option<Value>| v.map(|v| self.slice_index(v, 0)).transpose();
        let (start, end) = (given(start)?, given(end)?);
        let n = len as i64;
        let place = |i: i64| if i < 0 { (i + n).max(0) } else { i };
        let (start, end) = (start.map_or(0, place), end.map_or(n, place).min(n));
        Ok(if start > end || start > n { None } else { Some((start as usize, end as usize)) })
    }

    /// Character `i` of an exact string, counted from the end if negative; `None`: out of range.
    #[inline]
    pub fn str_char(&mut self, string: Value, i: i64) -> Outcome<Option<Value>> {
        let text = self.str_text_of(string);
        let index = if i < 0 { i + text.chars as i64 } else { i };
        if index < 0 || index >= text.chars as i64 {
            return Ok(None);
        }
        if text.ascii {
            let byte = text.bytes[index as usize];
            return Ok(Some(self.latin1_char(byte)));
        }
        let flat = self.flatten(string)?;
        let c = self.str_text_of(flat).at(index as usize);
        self.new_char(c).map(Some)
    }

    /// `string[key]`.
    pub fn str_get_item(&mut self, string: Value, key: Value) -> Outcome {
        let string = self.exact(string);
        if let Some(slice) = Gc::<Slice>::from_value(self, key) {
            let bounds = self.slice_unpack(slice)?.adjust(self.str_len(string));
            return self.str_slice(string, bounds);
        }
        if !self.has_index(key) {
            let name = self.type_name(key);
            return Err(self.type_error(format!("string indices must be integers, not '{name}'")));
        }
        let i = self.index_subscript(key)?;
        match self.str_char(string, i)? {
            Some(c) => Ok(c),
            None => Err(self.index_error("string index out of range")),
        }
    }

    /// A slice of an exact string.
    pub fn str_slice(&mut self, string: Value, bounds: Bounds) -> Outcome {
        let text = self.str_text_of(string);
        if bounds.step == 1 && bounds.count == text.chars {
            return Ok(string);
        }
        if bounds.count == 0 {
            return Ok(self.empty_str());
        }
        let start = bounds.start as usize;
        if text.ascii && bounds.step == 1 {
            return self.new_text(&text.bytes[start..start + bounds.count], true, bounds.count);
        }
        let flat = self.flatten(string)?;
        let text = self.str_text_of(flat);
        if bounds.step == 1 {
            return self.new_str_wtf8(text.slice(start, start + bounds.count));
        }
        let mut out = Vec::with_capacity(bounds.count);
        if text.ascii {
            out.extend((0..bounds.count).map(|i| text.bytes[bounds.at(i)]));
        } else {
            (0..bounds.count).for_each(|i| wtf8::push(&mut out, text.at(bounds.at(i))));
        }
        self.new_str_wtf8(&out)
    }
}
