//! What `bytes(…)` and `bytearray(…)` are made from.

use crate::native::Outcome;
use crate::object::class::Special;
use crate::vm::Vm;
use pyspec_abi::Value;

impl Vm {
    /// A byte from an int argument; `what` is `byte` or `bytes`.
    pub fn byte_value(&mut self, value: Value, what: &str) -> Outcome<u8> {
        match self.index_clamped(value)? {
            b @ 0..256 => Ok(b as u8),
            _ => Err(self.value_error(format!("{what} must be in range(0, 256)"))),
        }
    }

    /// Bytes of a buffer or of an iterable of ints, as `int.from_bytes` takes them.
    pub fn bytes_from_object(&mut self, value: Value) -> Outcome<Vec<u8>> {
        if let Some(bytes) = self.bytes_by_method(value)? {
            return Ok(bytes);
        }
        self.bytes_from_items(value, "bytes", "cannot convert '", "' object to bytes")
    }

    /// By `__bytes__` or a buffer.
    fn bytes_by_method(&mut self, value: Value) -> Outcome<Option<Vec<u8>>> {
        if let Some(bytes) = self.bytes_of(value).filter(|_| self.exact(value).is(value)) {
            return Ok(Some(bytes.to_vec()));
        }
        if let Some(result) = self.call_special(value, Special::Bytes, &[]) {
            let result = result?;
            if self.is_bytes(result) {
                return Ok(self.bytes_of(result).map(<[u8]>::to_vec));
            }
            let name = self.type_name(result);
            return Err(self.type_error(format!("__bytes__ returned non-bytes (type {name})")));
        }
        Ok(self.buffer_bytes(value))
    }

    /// By a buffer or an iterable of ints.
    pub fn bytes_from_items(&mut self, value: Value, what: &str, before: &str, after: &str) -> Outcome<Vec<u8>> {
        if let Some(bytes) = self.buffer_bytes(value) {
            return Ok(bytes);
        }
        if self.is_str(value) || !self.is_iterable(value) {
            let name = self.type_name(value);
            return Err(self.type_error(format!("{before}{name}{after}")));
        }
        let iterator = self.iter(value)?;
        let mut bytes = vec![];
        loop {
            let item = self.next(iterator)?;
            if item.is(Value::UNSET) {
                return Ok(bytes);
            }
            bytes.push(self.byte_value(item, what)?);
        }
    }

    /// `bytes(source, encoding, errors)`; `what` words range errors.
    pub fn bytes_argument(
        &mut self,
        source: Option<Value>,
        encoding: Option<Value>,
        errors: Option<Value>,
        what: &str,
    ) -> Outcome<Vec<u8>> {
        let class = if what == "byte" { "bytearray" } else { "bytes" };
        let mut text = |v: Option<Value>, name: &str| match v {
            Some(v) => self.expect_str(v, &format!("{class}() argument '{name}'")).map(Some),
            None => Ok(None),
        };
        let (encoding, errors) = (text(encoding, "encoding")?, text(errors, "errors")?);
        let coded = encoding.is_some() || errors.is_some();
        let Some(source) = source else {
            if coded {
                return Err(self.type_error(if encoding.is_some() {
                    "encoding without a string argument"
                } else {
                    "errors without a string argument"
                }));
            }
            return Ok(vec![]);
        };
        if self.is_str(source) {
            let Some(encoding) = encoding else { return Err(self.type_error("string argument without an encoding")) };
            return self.encode(source, &encoding, errors.as_deref().unwrap_or("strict"));
        }
        if coded {
            return Err(self.type_error(if encoding.is_some() {
                "encoding without a string argument"
            } else {
                "errors without a string argument"
            }));
        }
        if class == "bytes"
            && let Some(bytes) = self.bytes_by_method(source)?
        {
            return Ok(bytes);
        }
        if self.is_int(source) || self.has_special(source, Special::Index) {
            let count = self.index_count(source)?;
            return match usize::try_from(count) {
                Ok(n) if n < 1 << 40 => Ok(vec![0; n]),
                Ok(_) => Err(self.memory_error("")),
                Err(_) => Err(self.value_error("negative count")),
            };
        }
        let before = "cannot convert '";
        self.bytes_from_items(
            source,
            what,
            before,
            if class == "bytes" { "' object to bytes" } else { "' object to bytearray" },
        )
    }
}

/// `fromhex`: pairs of digits, white space between them.
pub fn from_hex(text: &[u8]) -> Result<Vec<u8>, Option<usize>> {
    let mut out = Vec::with_capacity(text.len() / 2);
    let mut at = 0;
    let digit = |at: usize| text.get(at).and_then(|b| char::from(*b).to_digit(16));
    while at < text.len() {
        if text[at].is_ascii_whitespace() || text[at] == 0x0b {
            at += 1;
            continue;
        }
        let Some(high) = digit(at) else { return Err(Some(at)) };
        match digit(at + 1) {
            Some(low) => out.push((high * 16 + low) as u8),
            None if at + 1 >= text.len() || text[at + 1].is_ascii_whitespace() => return Err(None),
            None => return Err(Some(at + 1)),
        }
        at += 2;
    }
    Ok(out)
}
