//! Bytes to values.

use super::{MOST_DEEP, REFERRED};
use dashu_int::{IBig, UBig};
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Outcome, Raised};
use pyspec_runtime::object::Rooted;

/// Where the bytes come from.
pub enum Source<'a> {
    Bytes(&'a [u8]),
    /// An object with `read`.
    File(Value),
}

struct Reader<'a> {
    source: Source<'a>,
    code: bool,
    /// Objects that may be referred to, UNSET while one is being read that cannot contain itself.
    seen: Rooted,
    depth: usize,
}

/// The value at the start of the bytes.
pub fn read(vm: &mut Vm, source: Source, code: bool) -> Outcome {
    let mut reader = Reader { source, code, seen: Rooted::new(), depth: 0 };
    match reader.value(vm)? {
        Value::UNSET => Err(vm.type_error("NULL object in marshal data for object")),
        value => Ok(value),
    }
}

fn bad(vm: &mut Vm, what: &str) -> Raised {
    vm.value_error(format!("bad marshal data ({what})"))
}

impl Reader<'_> {
    fn bytes(&mut self, vm: &mut Vm, n: usize) -> Outcome<Vec<u8>> {
        match &mut self.source {
            Source::Bytes(all) => match all.split_at_checked(n) {
                Some((head, rest)) => {
                    *all = rest;
                    Ok(head.to_vec())
                }
                None => Err(vm.eof_error("marshal data too short")),
            },
            Source::File(file) => {
                let file = *file;
                let count = vm.new_int(n as i64)?;
                let bytes = vm.call_method(file, "read", &[count])?;
                let bytes = vm.buffer(bytes)?;
                if bytes.len() > n {
                    let got = bytes.len();
                    return Err(
                        vm.value_error(format!("read() returned too much data: {n} bytes requested, {got} returned"))
                    );
                }
                if bytes.len() < n {
                    return Err(vm.eof_error("EOF read where not expected"));
                }
                Ok(bytes)
            }
        }
    }

    fn byte(&mut self, vm: &mut Vm) -> Outcome<u8> {
        if let Source::Bytes(all) = &mut self.source
            && let Some((first, rest)) = all.split_first()
        {
            *all = rest;
            return Ok(*first);
        }
        if matches!(self.source, Source::Bytes(_)) {
            return Err(vm.eof_error("EOF read where object expected"));
        }
        Ok(self.bytes(vm, 1)?[0])
    }

    fn long(&mut self, vm: &mut Vm) -> Outcome<i32> {
        Ok(i32::from_le_bytes(self.bytes(vm, 4)?.try_into().expect("four bytes")))
    }

    fn size(&mut self, vm: &mut Vm, what: &str) -> Outcome<usize> {
        let n = self.long(vm)?;
        usize::try_from(n).map_err(|_| bad(vm, &format!("{what} size out of range")))
    }

    /// The next value, UNSET at the mark that ends a dict.
    fn value(&mut self, vm: &mut Vm) -> Outcome {
        if self.depth >= MOST_DEEP {
            return Err(vm.value_error("recursion limit exceeded"));
        }
        self.depth += 1;
        let kind = self.byte(vm);
        let value = kind.and_then(|kind| self.of_kind(vm, kind & !REFERRED, kind & REFERRED != 0));
        self.depth -= 1;
        value
    }

    /// A value inside another.
    fn part(&mut self, vm: &mut Vm, of: &str) -> Outcome {
        match self.value(vm)? {
            Value::UNSET => Err(vm.type_error(format!("NULL object in marshal data for {of}"))),
            value => Ok(value),
        }
    }

    fn keep(&mut self, referred: bool, value: Value) -> Value {
        if referred {
            self.seen.push(value);
        }
        value
    }

    /// A place for an object whose parts come first.
    fn reserve(&mut self, referred: bool) -> Option<usize> {
        referred.then(|| {
            self.seen.push(Value::UNSET);
            self.seen.len() - 1
        })
    }

    fn fill(&mut self, place: Option<usize>, value: Value) -> Value {
        if let Some(i) = place {
            self.seen[i] = value;
        }
        value
    }

    fn of_kind(&mut self, vm: &mut Vm, kind: u8, referred: bool) -> Outcome {
        let value = match kind {
            b'0' => return Ok(Value::UNSET),
            b'N' => return Ok(Value::NONE),
            b'T' => return Ok(Value::TRUE),
            b'F' => return Ok(Value::FALSE),
            b'.' => return Ok(Value::ELLIPSIS),
            b'S' => return Ok(vm.exceptions.StopIteration.value()),
            b'r' => return self.reference(vm),
            b'[' | b'{' | b'<' => return self.open(vm, kind, referred),
            b'(' | b')' | b'>' | b':' | b'c' => {
                let place = self.reserve(referred);
                let value = self.closed(vm, kind)?;
                return Ok(self.fill(place, value));
            }
            b'i' => {
                let n = self.long(vm)?;
                vm.new_int(n.into())?
            }
            b'l' => self.big(vm)?,
            b'g' | b'f' => {
                let f = self.float(vm, kind == b'g')?;
                vm.new_float(f)?
            }
            b'y' | b'x' => {
                let re = self.float(vm, kind == b'y')?;
                let im = self.float(vm, kind == b'y')?;
                vm.new_complex(re, im)?
            }
            b's' => {
                let n = self.size(vm, "bytes object")?;
                let bytes = self.bytes(vm, n)?;
                vm.new_bytes(&bytes)?
            }
            b'a' | b'A' | b'z' | b'Z' | b't' | b'u' => self.text(vm, kind)?,
            _ => return Err(bad(vm, "unknown type code")),
        };
        Ok(self.keep(referred, value))
    }

    fn reference(&mut self, vm: &mut Vm) -> Outcome {
        let i = self.long(vm)?;
        match usize::try_from(i).ok().and_then(|i| self.seen.get(i).copied()) {
            Some(value) if !value.is(Value::UNSET) => Ok(value),
            _ => Err(bad(vm, "invalid reference")),
        }
    }

    /// Containers that may contain themselves.
    fn open(&mut self, vm: &mut Vm, kind: u8, referred: bool) -> Outcome {
        if kind == b'{' {
            let dict = vm.new_dict()?;
            self.keep(referred, dict);
            loop {
                let key = self.value(vm)?;
                if key.is(Value::UNSET) {
                    return Ok(dict);
                }
                let value = self.part(vm, "dict")?;
                vm.dict_set(dict, key, value)?;
            }
        }
        let (what, list) = if kind == b'[' { ("list", true) } else { ("set", false) };
        let n = self.size(vm, what)?;
        let container = if list { vm.new_list(&[])? } else { vm.new_set()? };
        self.keep(referred, container);
        for _ in 0..n {
            let item = self.part(vm, what)?;
            if list {
                vm.list_append(container, item)?;
            } else {
                vm.set_add(container, item)?;
            }
        }
        Ok(container)
    }

    /// Objects that are made from their parts.
    fn closed(&mut self, vm: &mut Vm, kind: u8) -> Outcome {
        let mut parts = Rooted::new();
        let (n, what) = match kind {
            b')' => (self.byte(vm)? as usize, "tuple"),
            b'(' => (self.size(vm, "tuple")?, "tuple"),
            b'>' => (self.size(vm, "set")?, "set"),
            b':' => (3, "slice"),
            _ => return self.code(vm),
        };
        for _ in 0..n {
            let part = self.part(vm, what)?;
            parts.push(part);
        }
        match kind {
            b'>' => vm.new_frozenset(&parts),
            b':' => vm.new_slice(parts[0], parts[1], parts[2]),
            _ => vm.new_tuple(&parts),
        }
    }

    fn big(&mut self, vm: &mut Vm) -> Outcome {
        let n = self.long(vm)?;
        let mut magnitude = UBig::ZERO;
        let digits = self.bytes(vm, 2 * n.unsigned_abs() as usize)?;
        for (i, digit) in digits.chunks_exact(2).enumerate().rev() {
            let digit = u16::from_le_bytes([digit[0], digit[1]]);
            if digit > 0x7fff {
                return Err(bad(vm, "digit out of range in long"));
            }
            if digit == 0 && i + 1 == n.unsigned_abs() as usize {
                return Err(bad(vm, "unnormalized long data"));
            }
            magnitude = (magnitude << 15) + digit;
        }
        let magnitude = IBig::from(magnitude);
        vm.new_big(&if n < 0 { -magnitude } else { magnitude })
    }

    fn float(&mut self, vm: &mut Vm, binary: bool) -> Outcome<f64> {
        if binary {
            return Ok(f64::from_le_bytes(self.bytes(vm, 8)?.try_into().expect("eight bytes")));
        }
        let n = self.byte(vm)? as usize;
        let text = self.bytes(vm, n)?;
        let number = std::str::from_utf8(&text).ok().and_then(|text| text.parse().ok());
        number.ok_or_else(|| bad(vm, "float"))
    }

    fn text(&mut self, vm: &mut Vm, kind: u8) -> Outcome {
        let n = if matches!(kind, b'z' | b'Z') { self.byte(vm)? as usize } else { self.size(vm, "string")? };
        let bytes = self.bytes(vm, n)?;
        let plain = matches!(kind, b'a' | b'A' | b'z' | b'Z');
        if plain && !bytes.is_ascii() || !plain && !valid(&bytes) {
            return Err(bad(vm, "invalid text"));
        }
        if matches!(kind, b'A' | b'Z' | b't') {
            return Ok(vm.intern_bytes(&bytes));
        }
        vm.new_str_wtf8(&bytes)
    }

    fn code(&mut self, vm: &mut Vm) -> Outcome {
        if !self.code {
            return Err(vm.value_error("unmarshalling code objects is disallowed"));
        }
        let n = self.size(vm, "code")?;
        let bytes = self.bytes(vm, 4 * n)?;
        let words = bytes.chunks_exact(4).map(|w| u32::from_le_bytes(w.try_into().expect("four bytes"))).collect();
        let index = self.size(vm, "code")?;
        let mut names = Rooted::new();
        for _ in 0..3 {
            let name = self.part(vm, "code")?;
            names.push(name);
        }
        vm.code_from_words(words, index, &names)
    }
}

/// Whether it is UTF-8, surrogates allowed.
fn valid(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok() || rustpython_wtf8::Wtf8::from_bytes(bytes).is_some()
}
