//! f-strings and t-strings: pieces of text that meet become one constant.

use super::{Build, Tree};
use crate::literal;
use crate::parse::{TextRange, TextSize, ast};
use ast::{ConversionFlag, FStringPart, InterpolatedElement, InterpolatedStringElement as Element};
use pyspec_abi::blob::Const;

/// Values in the making: text waits until it is known where it ends.
#[derive(Default)]
struct Values {
    done: Vec<Tree>,
    waiting: Option<(Vec<u8>, TextRange)>,
}

impl Build<'_> {
    pub fn fstring(&self, e: &ast::ExprFString) -> Tree {
        let mut values = Values::default();
        for part in e.value.iter() {
            match part {
                FStringPart::Literal(s) => values.text(literal::string(self.source, s), s.range),
                FStringPart::FString(f) => self.elements(&f.elements, f.flags.into(), false, &mut values),
            }
        }
        let values = self.finished(values);
        self.node("JoinedStr", e.range, vec![values])
    }

    pub fn tstring(&self, e: &ast::ExprTString) -> Tree {
        let mut values = Values::default();
        for t in e.value.iter() {
            self.elements(&t.elements, t.flags.into(), true, &mut values);
        }
        let values = self.finished(values);
        self.node("TemplateStr", e.range, vec![values])
    }

    fn elements(&self, elements: &[Element], flags: ast::AnyStringFlags, template: bool, values: &mut Values) {
        for element in elements {
            match element {
                Element::Literal(l) => values.text(literal::middle(self.source, l, flags), l.range),
                Element::Interpolation(i) => {
                    if let Some(debug) = &i.debug_text {
                        let start = i.range.start() + TextSize::from(1);
                        let shown = debug.as_str().replace("\r\n", "\n");
                        let length = TextSize::from(debug.as_str().len() as u32);
                        values.text(shown.into_bytes(), TextRange::at(start, length));
                    }
                    self.flush(values);
                    values.done.push(self.value(i, template));
                }
            }
        }
    }

    fn value(&self, i: &InterpolatedElement, template: bool) -> Tree {
        let conversion = match i.conversion {
            ConversionFlag::None if i.debug_text.is_some() && i.format_spec.is_none() => b'r' as i64,
            flag => flag as i8 as i64,
        };
        let spec = match &i.format_spec {
            Some(spec) => {
                let mut values = Values::default();
                let flags = literal::flags_around(self.source, i.range);
                self.elements(&spec.elements, flags, false, &mut values);
                let values = self.finished(values);
                // The colon is part of it.
                let range = TextRange::new(spec.range.start() - TextSize::from(1), spec.range.end());
                self.node("JoinedStr", range, vec![values])
            }
            None => Tree::None,
        };
        let value = self.expr(&i.expression);
        if template {
            let text = Tree::Const(Const::Str(crate::lower::fstring::interpolated_text(self.source, i).into_bytes()));
            return self.node("Interpolation", i.range, vec![value, text, Tree::Number(conversion), spec]);
        }
        self.node("FormattedValue", i.range, vec![value, Tree::Number(conversion), spec])
    }

    fn flush(&self, values: &mut Values) {
        if let Some((text, range)) = values.waiting.take()
            && !text.is_empty()
        {
            values.done.push(self.constant(&range, Const::Str(text)));
        }
    }

    fn finished(&self, mut values: Values) -> Tree {
        self.flush(&mut values);
        Tree::List(values.done)
    }
}

impl Values {
    fn text(&mut self, text: Vec<u8>, range: TextRange) {
        match &mut self.waiting {
            _ if text.is_empty() => {}
            Some((before, whole)) => {
                before.extend(text);
                *whole = whole.cover(range);
            }
            None => self.waiting = Some((text, range)),
        }
    }
}
