//! Values to bytes.

use super::{MOST_DEEP, REFERRED};
use pyspec_abi::Value;
use pyspec_abi::types as id;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Outcome, Raised};
use pyspec_runtime::object::map_of;
use std::collections::HashMap;

struct Writer {
    out: Vec<u8>,
    version: i64,
    code: bool,
    /// Numbers of the objects written so far, by identity; asking for it keeps an object in its place.
    seen: HashMap<i64, u32>,
    depth: usize,
}

/// The bytes of a value.
pub fn write(vm: &mut Vm, value: Value, version: i64, code: bool) -> Outcome<Vec<u8>> {
    let mut writer = Writer { out: vec![], version, code, seen: HashMap::new(), depth: 0 };
    writer.value(vm, value)?;
    Ok(writer.out)
}

fn refused(vm: &mut Vm) -> Raised {
    vm.value_error("unmarshallable object")
}

impl Writer {
    fn value(&mut self, vm: &mut Vm, v: Value) -> Outcome<()> {
        if self.depth >= MOST_DEEP {
            return Err(vm.value_error("object too deeply nested to marshal"));
        }
        self.depth += 1;
        let result = self.value_inside(vm, v);
        self.depth -= 1;
        result
    }

    fn value_inside(&mut self, vm: &mut Vm, v: Value) -> Outcome<()> {
        match v {
            Value::NONE => self.out.push(b'N'),
            Value::TRUE => self.out.push(b'T'),
            Value::FALSE => self.out.push(b'F'),
            Value::ELLIPSIS => self.out.push(b'.'),
            _ if v.is(vm.exceptions.StopIteration.value()) => self.out.push(b'S'),
            _ if v.is_ptr() => return self.object(vm, v),
            _ => return self.number(vm, v, 0),
        }
        Ok(())
    }

    /// A reference to an object that was written before, or the object.
    fn object(&mut self, vm: &mut Vm, v: Value) -> Outcome<()> {
        let mut flag = 0;
        if self.version >= 3 {
            let identity = vm.id(v)?;
            let identity = vm.int_value(identity).unwrap_or(0);
            if let Some(&number) = self.seen.get(&identity) {
                self.out.push(b'r');
                self.size(number as usize);
                return Ok(());
            }
            self.seen.insert(identity, self.seen.len() as u32);
            flag = REFERRED;
        }
        let map = map_of(v);
        match map {
            id::LIST => self.items(vm, v, b'[' | flag),
            id::TUPLE if self.version >= 4 && vm.tuple_items(v).len() < 256 => {
                let items = pyspec_runtime::object::Rooted::from_slice(vm.tuple_items(v));
                self.out.extend([b')' | flag, items.len() as u8]);
                items.iter().try_for_each(|item| self.value(vm, *item))
            }
            id::TUPLE => self.items(vm, v, b'(' | flag),
            id::DICT | id::INSTANCE_DICT => self.dict(vm, v, flag),
            id::SET => self.set(vm, v, b'<' | flag),
            id::FROZENSET => self.set(vm, v, b'>' | flag),
            id::SLICE => self.slice(vm, v, flag),
            id::CODE => self.code(vm, v, flag),
            _ if vm.is_exact_str(v) => {
                self.text(vm, v, flag);
                Ok(())
            }
            _ => self.number(vm, v, flag),
        }
    }

    fn size(&mut self, n: usize) {
        self.out.extend((n as u32).to_le_bytes());
    }

    fn items(&mut self, vm: &mut Vm, v: Value, kind: u8) -> Outcome<()> {
        let items = vm.collect_items(v)?;
        self.out.push(kind);
        self.size(items.len());
        items.iter().try_for_each(|item| self.value(vm, *item))
    }

    fn dict(&mut self, vm: &mut Vm, v: Value, flag: u8) -> Outcome<()> {
        self.out.push(b'{' | flag);
        for (key, value) in vm.dict_pairs(v).iter() {
            self.value(vm, key)?;
            self.value(vm, value)?;
        }
        self.out.push(b'0');
        Ok(())
    }

    /// Members in the order of their own bytes, so that equal sets give equal bytes.
    fn set(&mut self, vm: &mut Vm, v: Value, kind: u8) -> Outcome<()> {
        let items = vm.collect_items(v)?;
        self.out.push(kind);
        self.size(items.len());
        let mut order = vec![];
        for i in 0..items.len() {
            order.push((write(vm, items[i], self.version, self.code)?, i));
        }
        order.sort();
        order.into_iter().try_for_each(|(_, i)| self.value(vm, items[i]))
    }

    fn slice(&mut self, vm: &mut Vm, v: Value, flag: u8) -> Outcome<()> {
        if self.version < 5 {
            return Err(refused(vm));
        }
        self.out.push(b':' | flag);
        for part in ["start", "stop", "step"] {
            let part = vm.get_attr_text(v, part)?;
            self.value(vm, part)?;
        }
        Ok(())
    }

    fn text(&mut self, vm: &mut Vm, v: Value, flag: u8) {
        let bytes = vm.str_bytes(v);
        let interned = self.version >= 1 && vm.is_interned(v);
        if self.version >= 4 && bytes.is_ascii() {
            let (short, long) = if interned { (b'Z', b'A') } else { (b'z', b'a') };
            if bytes.len() < 256 {
                self.out.extend([short | flag, bytes.len() as u8]);
            } else {
                self.out.push(long | flag);
                self.size(bytes.len());
            }
        } else {
            self.out.push(if interned { b't' } else { b'u' } | flag);
            self.size(bytes.len());
        }
        self.out.extend_from_slice(bytes);
    }

    fn float(&mut self, f: f64) {
        if self.version > 1 {
            return self.out.extend(f.to_le_bytes());
        }
        let text = pyspec_runtime::types::float::text::repr(f);
        self.out.push(text.len() as u8);
        self.out.extend_from_slice(text.as_bytes());
    }

    fn number(&mut self, vm: &mut Vm, v: Value, flag: u8) -> Outcome<()> {
        let binary = self.version > 1;
        if vm.is_exact_int(v) {
            return self.int(vm, v, flag);
        }
        if let Some(f) = vm.exact_float(v) {
            self.out.push(if binary { b'g' } else { b'f' } | flag);
            self.float(f);
        } else if v.is_ptr() && map_of(v) == id::COMPLEX {
            let (re, im) = vm.complex_of(v).expect("a complex number");
            self.out.push(if binary { b'y' } else { b'x' } | flag);
            self.float(re);
            self.float(im);
        } else {
            let exact = v.is_ptr() && matches!(map_of(v), id::BYTES | id::BYTEARRAY | id::MEMORYVIEW);
            let Some(bytes) = (if exact { vm.buffer_bytes(v) } else { None }) else {
                return Err(refused(vm));
            };
            self.out.push(b's' | flag);
            self.size(bytes.len());
            self.out.extend(bytes);
        }
        Ok(())
    }

    fn int(&mut self, vm: &mut Vm, v: Value, flag: u8) -> Outcome<()> {
        if let Some(n) = vm.int_value(v).and_then(|n| i32::try_from(n).ok()) {
            self.out.push(b'i' | flag);
            self.out.extend(n.to_le_bytes());
            return Ok(());
        }
        let big = vm.big_value(v).expect("an int");
        let (sign, magnitude) = big.into_parts();
        let digits = fifteen_bits(&magnitude.to_le_bytes());
        self.out.push(b'l' | flag);
        let n = digits.len() as i32;
        let n = if sign == dashu_int::Sign::Negative { -n } else { n };
        self.out.extend(n.to_le_bytes());
        digits.iter().for_each(|d| self.out.extend(d.to_le_bytes()));
        Ok(())
    }

    fn code(&mut self, vm: &mut Vm, v: Value, flag: u8) -> Outcome<()> {
        if !self.code {
            return Err(vm.value_error("marshalling code objects is disallowed"));
        }
        let (words, index) = vm.code_words(v);
        self.out.push(b'c' | flag);
        self.size(words.len());
        words.iter().for_each(|w| self.out.extend(w.to_le_bytes()));
        self.size(index);
        for name in ["co_filename", "co_name", "co_qualname"] {
            let text = vm.get_attr_text(v, name)?;
            self.value(vm, text)?;
        }
        Ok(())
    }
}

/// Little-endian bytes as digits of fifteen bits.
fn fifteen_bits(bytes: &[u8]) -> Vec<u16> {
    let (mut digits, mut held, mut bits) = (vec![], 0u32, 0);
    for byte in bytes {
        held |= u32::from(*byte) << bits;
        bits += 8;
        if bits >= 15 {
            digits.push((held & 0x7fff) as u16);
            held >>= 15;
            bits -= 15;
        }
    }
    digits.push(held as u16);
    while digits.last() == Some(&0) {
        digits.pop();
    }
    digits
}
