//! A format specification, parsed. Pure.

use crate::types::str::wtf8;

/// What a specification says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    pub fill: u32,
    /// `<`, `>`, `=` or `^`.
    pub align: Option<u8>,
    /// Whether the alignment was written (a `0` before the width implies `=`).
    pub align_given: bool,
    /// Whether zero padding was asked for by a `0` before the width.
    pub zero: bool,
    /// `+`, `-` or a space.
    pub sign: Option<u8>,
    /// `z`: no negative zero.
    pub no_negative_zero: bool,
    /// `#`.
    pub alternate: bool,
    pub width: Option<usize>,
    /// `,` or `_`.
    pub grouping: Option<u8>,
    pub precision: Option<usize>,
    pub fraction_grouping: Option<u8>,
    /// The type's code point; `None`: not given.
    pub kind: Option<u32>,
}

/// A specification that cannot be, with the text of its exception.
#[derive(Debug, PartialEq, Eq)]
pub enum SpecError {
    Value(String),
    Overflow(String),
}

/// A ValueError.
pub fn bad<T>(text: impl Into<String>) -> Result<T, SpecError> {
    Err(SpecError::Value(text.into()))
}

fn is_align(c: u32) -> bool {
    matches!(char::from_u32(c), Some('<' | '>' | '=' | '^'))
}

/// Reads code points.
struct Reader {
    points: Vec<u32>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.points.get(self.at).map(|c| char::from_u32(*c).unwrap_or('\u{fffd}'))
    }

    fn accept(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += 1;
        }
        found
    }

    /// A decimal number of any script.
    fn number(&mut self) -> Result<Option<usize>, SpecError> {
        let start = self.at;
        let mut n: usize = 0;
        while let Some(digit) = self.points.get(self.at).and_then(|c| crate::types::str::classify::decimal_value(*c)) {
            n = match n.checked_mul(10).and_then(|n| n.checked_add(digit as usize)) {
                Some(n) if n <= isize::MAX as usize => n,
                _ => return bad("Too many decimal digits in format string"),
            };
            self.at += 1;
        }
        Ok(if self.at == start { None } else { Some(n) })
    }

    /// `,` or `_`, not both.
    fn grouping(&mut self) -> Result<Option<u8>, SpecError> {
        let first = if self.accept(',') {
            b','
        } else if self.accept('_') {
            b'_'
        } else {
            return Ok(None);
        };
        match self.peek() {
            Some(',') if first == b',' => bad("Cannot specify ',' with ','."),
            Some('_') if first == b'_' => bad("Cannot specify '_' with '_'."),
            Some(',' | '_') => bad("Cannot specify both ',' and '_'."),
            _ => Ok(Some(first)),
        }
    }
}

impl Spec {
    /// Parses. `type_name` is shown in errors; `default_kind` is what an omitted type means.
    pub fn parse(text: &[u8], type_name: &str, default_align: u8, default_kind: u8) -> Result<Spec, SpecError> {
        let mut r = Reader { points: wtf8::points(text).collect(), at: 0 };
        let mut spec = Spec {
            fill: u32::from(b' '),
            align: None,
            align_given: false,
            zero: false,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: None,
            grouping: None,
            precision: None,
            fraction_grouping: None,
            kind: None,
        };
        let mut fill_given = false;
        if r.points.len() >= 2 && is_align(r.points[1]) {
            spec.fill = r.points[0];
            spec.align = Some(r.points[1] as u8);
            (spec.align_given, fill_given) = (true, true);
            r.at = 2;
        } else if r.points.first().is_some_and(|c| is_align(*c)) {
            spec.align = Some(r.points[0] as u8);
            spec.align_given = true;
            r.at = 1;
        }
        if let Some(c @ ('+' | '-' | ' ')) = r.peek() {
            spec.sign = Some(c as u8);
            r.at += 1;
        }
        spec.no_negative_zero = r.accept('z');
        spec.alternate = r.accept('#');
        if !fill_given && r.peek() == Some('0') {
            spec.fill = u32::from(b'0');
            spec.zero = true;
            if !spec.align_given && default_align == b'>' {
                spec.align = Some(b'=');
            }
            r.at += 1;
        }
        spec.width = r.number()?;
        spec.grouping = r.grouping()?;
        if r.accept('.') {
            spec.precision = r.number()?;
            spec.fraction_grouping = r.grouping()?;
            if spec.precision.is_none() && spec.fraction_grouping.is_none() {
                return bad("Format specifier missing precision");
            }
        }
        spec.finish(&r, text, type_name, default_kind)
    }

    fn finish(mut self, r: &Reader, text: &[u8], type_name: &str, default_kind: u8) -> Result<Spec, SpecError> {
        match r.points.len() - r.at {
            0 => {}
            1 => self.kind = Some(r.points[r.at]),
            _ => {
                let shown = wtf8::lossy(text);
                return bad(format!("Invalid format specifier '{shown}' for object of type '{type_name}'"));
            }
        }
        let kind = char::from_u32(self.kind.unwrap_or(u32::from(default_kind))).unwrap_or('\u{fffd}');
        for grouping in [self.grouping, self.fraction_grouping].into_iter().flatten() {
            let fine = match kind {
                'd' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F' => true,
                'b' | 'o' | 'x' | 'X' => grouping == b'_',
                _ => self.kind.is_none() && default_kind != b's',
            };
            if !fine {
                let grouping = grouping as char;
                return if kind > ' ' && kind < '\x7f' {
                    bad(format!("Cannot specify '{grouping}' with '{kind}'."))
                } else {
                    bad(format!("Cannot specify '{grouping}' with '\\x{:x}'.", kind as u32))
                };
            }
        }
        Ok(self)
    }

    /// `Unknown format code`.
    pub fn unknown<T>(&self, type_name: &str) -> Result<T, SpecError> {
        let kind = self.kind.and_then(char::from_u32).unwrap_or('\u{fffd}');
        if kind > ' ' && kind < '\x7f' {
            bad(format!("Unknown format code '{kind}' for object of type '{type_name}'"))
        } else {
            bad(format!("Unknown format code '\\x{:x}' for object of type '{type_name}'", kind as u32))
        }
    }

    /// Pads text of `chars` code points to the width.
    pub fn pad(&self, text: &[u8], chars: usize, default_align: u8) -> Vec<u8> {
        let total = self.width.unwrap_or(0).saturating_sub(chars);
        let left = match self.align.unwrap_or(default_align) {
            b'>' | b'=' => total,
            b'^' => total / 2,
            _ => 0,
        };
        let mut out = Vec::with_capacity(text.len() + total);
        (0..left).for_each(|_| wtf8::push(&mut out, self.fill));
        out.extend_from_slice(text);
        (left..total).for_each(|_| wtf8::push(&mut out, self.fill));
        out
    }
}
