//! `str.format`: replacement fields. `{name.attribute[item]!conversion:spec}`, the spec may hold fields.

use super::wtf8;
use crate::native::{Outcome, Raised};
use crate::vm::Vm;
use pyspec_abi::Value;

/// Where fields get their values.
#[derive(Clone, Copy)]
pub struct Sources {
    /// Tuple of positional arguments, UNSET for `format_map`.
    pub args: Value,
    /// Dict or mapping of named ones.
    pub mapping: Value,
}

/// Automatic numbering, or that numbers were written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    Automatic(usize),
    Manual,
}

/// A part of a template.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'a> {
    Literal(&'a [u8]),
    Field { name: &'a [u8], conversion: Option<u32>, spec: &'a [u8], nested: bool },
}

/// Splits a template into parts; pure.
pub struct Parser<'a> {
    text: &'a [u8],
    at: usize,
}

/// Text of a ValueError.
pub type TemplateError = String;

fn bad<T>(text: &str) -> Result<T, TemplateError> {
    Err(text.into())
}

impl<'a> Parser<'a> {
    /// Of a whole template.
    pub fn new(text: &'a [u8]) -> Parser<'a> {
        Parser { text, at: 0 }
    }

    /// The next part, `None` at the end.
    pub fn next_part(&mut self) -> Result<Option<Part<'a>>, TemplateError> {
        let text = self.text;
        if self.at >= text.len() {
            return Ok(None);
        }
        let start = self.at;
        let brace = text[start..].iter().position(|b| matches!(b, b'{' | b'}')).map(|i| start + i);
        let Some(brace) = brace else {
            self.at = text.len();
            return Ok(Some(Part::Literal(&text[start..])));
        };
        if text.get(brace + 1) == Some(&text[brace]) {
            // A doubled brace is one.
            self.at = brace + 2;
            return Ok(Some(Part::Literal(&text[start..=brace])));
        }
        if brace > start {
            self.at = brace;
            return Ok(Some(Part::Literal(&text[start..brace])));
        }
        if text[brace] == b'}' {
            return bad("Single '}' encountered in format string");
        }
        if brace + 1 == text.len() {
            return bad("Single '{' encountered in format string");
        }
        self.at = brace + 1;
        self.field().map(Some)
    }

    fn field(&mut self) -> Result<Part<'a>, TemplateError> {
        let text = self.text;
        let start = self.at;
        let (mut at, mut bracket) = (start, false);
        // The name ends at `:` or `!` outside brackets.
        let end = loop {
            match text.get(at) {
                None => return bad("expected '}' before end of string"),
                Some(b'{') => return bad("unexpected '{' in field name"),
                Some(b'[') => bracket = true,
                Some(b']') => bracket = false,
                Some(b'}' | b':' | b'!') if !bracket => break at,
                _ => {}
            }
            at += 1;
        };
        let name = &text[start..end];
        self.at = end;
        let mut conversion = None;
        if text[end] == b'!' {
            if end + 1 >= text.len() {
                return bad("end of string while looking for conversion specifier");
            }
            if text[end + 1] == b'}' {
                return bad("unmatched '{' in format spec");
            }
            let (c, width) = wtf8::decode(text, end + 1);
            conversion = Some(c);
            self.at = end + 1 + width;
            match text.get(self.at) {
                None => return bad("unmatched '{' in format spec"),
                Some(b'}' | b':') => {}
                Some(_) => return bad("expected ':' after conversion specifier"),
            }
        }
        if text[self.at] == b'}' {
            self.at += 1;
            return Ok(Part::Field { name, conversion, spec: b"", nested: false });
        }
        self.spec(name, conversion)
    }

    fn spec(&mut self, name: &'a [u8], conversion: Option<u32>) -> Result<Part<'a>, TemplateError> {
        let start = self.at + 1;
        let (mut at, mut depth, mut nested) = (start, 1, false);
        loop {
            match self.text.get(at) {
                None => return bad("unmatched '{' in format spec"),
                Some(b'{') => {
                    depth += 1;
                    nested = true;
                }
                Some(b'}') => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        self.at = at + 1;
        Ok(Part::Field { name, conversion, spec: &self.text[start..at], nested })
    }
}

/// The first part of a field's name and what follows: `.attribute` and `[item]`.
pub fn split_name(name: &[u8]) -> (&[u8], &[u8]) {
    let end = name.iter().position(|b| matches!(b, b'.' | b'[')).unwrap_or(name.len());
    name.split_at(end)
}

/// A step into a field's value.
#[derive(Debug, PartialEq, Eq)]
pub enum Step<'a> {
    Attribute(&'a [u8]),
    Item(&'a [u8]),
}

/// The steps of `.a[b]…`.
pub fn steps(mut rest: &[u8]) -> Result<Vec<Step<'_>>, TemplateError> {
    let mut steps = vec![];
    while let Some(first) = rest.first() {
        match first {
            b'.' => {
                let (name, more) = split_name(&rest[1..]);
                if name.is_empty() {
                    return bad("Empty attribute in format string");
                }
                steps.push(Step::Attribute(name));
                rest = more;
            }
            b'[' => {
                let Some(end) = rest.iter().position(|b| *b == b']') else {
                    return bad("Missing ']' in format string");
                };
                if end == 1 {
                    return bad("Empty attribute in format string");
                }
                steps.push(Step::Item(&rest[1..end]));
                rest = &rest[end + 1..];
            }
            _ => return bad("Only '.' or '[' may follow ']' in format field specifier"),
        }
    }
    Ok(steps)
}

/// A number as a field's name: `None` if it is none, an error if it is too long.
pub fn field_number(name: &[u8]) -> Result<Option<usize>, TemplateError> {
    if name.is_empty() || !name.iter().all(u8::is_ascii_digit) {
        return Ok(None);
    }
    let text = std::str::from_utf8(name).expect("digits");
    match text.parse::<usize>() {
        Ok(n) if n <= isize::MAX as usize => Ok(Some(n)),
        _ => bad("Too many decimal digits in format string"),
    }
}

impl Vm {
    fn template_error(&mut self, text: TemplateError) -> Raised {
        self.value_error(text)
    }

    /// `template.format(*args, **mapping)`.
    pub fn format_template(&mut self, template: Value, sources: Sources) -> Outcome {
        let text = self.str_bytes(template).to_vec();
        let mut numbering = Numbering::Unknown;
        let out = self.expand(&text, sources, &mut numbering, 2)?;
        self.new_str_wtf8(&out)
    }

    fn expand(&mut self, text: &[u8], sources: Sources, numbering: &mut Numbering, depth: u32) -> Outcome<Vec<u8>> {
        if depth == 0 {
            return Err(self.value_error("Max string recursion exceeded"));
        }
        let mut out = Vec::with_capacity(text.len() + 16);
        let mut parser = Parser::new(text);
        loop {
            let part = match parser.next_part() {
                Ok(Some(part)) => part,
                Ok(None) => return Ok(out),
                Err(error) => return Err(self.template_error(error)),
            };
            match part {
                Part::Literal(literal) => out.extend_from_slice(literal),
                Part::Field { name, conversion, spec, nested } => {
                    let value = self.field_value(name, sources, numbering)?;
                    let value = self.convert_field(value, conversion)?;
                    let expanded;
                    let spec = if nested {
                        expanded = self.expand(spec, sources, numbering, depth - 1)?;
                        &expanded
                    } else {
                        spec
                    };
                    let shown = self.format_bytes(value, spec)?;
                    out.extend_from_slice(self.str_bytes(shown));
                }
            }
        }
    }

    fn field_value(&mut self, name: &[u8], sources: Sources, numbering: &mut Numbering) -> Outcome {
        let (first, rest) = split_name(name);
        let number = match field_number(first) {
            Ok(number) => number,
            Err(error) => return Err(self.template_error(error)),
        };
        let index = match (first.is_empty(), number) {
            (true, _) => Some(self.automatic(numbering)?),
            (false, Some(n)) => {
                if let Numbering::Automatic(_) = numbering {
                    return Err(
                        self.value_error("cannot switch from automatic field numbering to manual field specification")
                    );
                }
                *numbering = Numbering::Manual;
                Some(n)
            }
            _ => None,
        };
        let mut value = match index {
            Some(n) => self.positional(sources, n)?,
            None => {
                let key = self.new_str_wtf8(first)?;
                if sources.mapping.is(Value::UNSET) {
                    return Err(self.key_error(key));
                }
                self.get_item(sources.mapping, key)?
            }
        };
        let steps = match steps(rest) {
            Ok(steps) => steps,
            Err(error) => return Err(self.template_error(error)),
        };
        for step in steps {
            value = match step {
                Step::Attribute(name) => {
                    let name = self.intern_bytes(name);
                    self.get_attr(value, name)?
                }
                Step::Item(item) => {
                    let key = match field_number(item) {
                        Ok(Some(n)) => self.new_int(n as i64)?,
                        Ok(None) => self.new_str_wtf8(item)?,
                        Err(error) => return Err(self.template_error(error)),
                    };
                    self.get_item(value, key)?
                }
            };
        }
        Ok(value)
    }

    fn automatic(&mut self, numbering: &mut Numbering) -> Outcome<usize> {
        let n = match numbering {
            Numbering::Unknown => 0,
            Numbering::Automatic(n) => *n,
            Numbering::Manual => {
                return Err(
                    self.value_error("cannot switch from manual field specification to automatic field numbering")
                );
            }
        };
        *numbering = Numbering::Automatic(n + 1);
        Ok(n)
    }

    fn positional(&mut self, sources: Sources, n: usize) -> Outcome {
        if sources.args.is(Value::UNSET) {
            return Err(self.value_error("Format string contains positional fields"));
        }
        match self.tuple_items(sources.args).get(n) {
            Some(value) => Ok(*value),
            None => Err(self.index_error(format!("Replacement index {n} out of range for positional args tuple"))),
        }
    }

    /// `!r`, `!s`, `!a`.
    pub fn convert_field(&mut self, value: Value, conversion: Option<u32>) -> Outcome {
        match conversion.map(char::from_u32) {
            None => Ok(value),
            Some(Some('r')) => self.repr(value),
            Some(Some('s')) => self.to_str(value),
            Some(Some('a')) => self.ascii(value),
            Some(Some(c)) if c > ' ' && c < '\x7f' => {
                Err(self.value_error(format!("Unknown conversion specifier {c}")))
            }
            Some(c) => {
                let c = c.map_or(0xfffd, |c| c as u32);
                Err(self.value_error(format!("Unknown conversion specifier \\x{c:x}")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Result<Vec<String>, String> {
        let mut parser = Parser::new(text.as_bytes());
        let mut out = vec![];
        while let Some(part) = parser.next_part()? {
            out.push(match part {
                Part::Literal(t) => String::from_utf8_lossy(t).into_owned(),
                Part::Field { name, conversion, spec, nested } => format!(
                    "<{}|{:?}|{}|{nested}>",
                    String::from_utf8_lossy(name),
                    conversion.and_then(char::from_u32),
                    String::from_utf8_lossy(spec)
                ),
            });
        }
        Ok(out)
    }

    #[test]
    fn templates() {
        let ok = |v: &[&str]| Ok(v.iter().map(|s| s.to_string()).collect::<Vec<_>>());
        assert_eq!(parts("a{{b}}{0.x[y]!r:>{w}}c"), ok(&["a{", "b}", "<0.x[y]|Some('r')|>{w}|true>", "c"]));
        for (text, error) in [
            ("{", "Single '{' encountered in format string"),
            ("}", "Single '}' encountered in format string"),
            ("{0", "expected '}' before end of string"),
            ("{0[}", "expected '}' before end of string"),
            ("{0!}", "unmatched '{' in format spec"),
            ("{0!r", "unmatched '{' in format spec"),
            ("{0!rr}", "expected ':' after conversion specifier"),
            ("{0:x{", "unmatched '{' in format spec"),
        ] {
            assert_eq!(parts(text), Err(error.to_string()), "{text}");
        }
        assert_eq!(steps(b".a[b]"), Ok(vec![Step::Attribute(b"a"), Step::Item(b"b")]));
        assert_eq!(steps(b"[0]x"), Err("Only '.' or '[' may follow ']' in format field specifier".into()));
    }
}
