//! f-strings and t-strings.

use super::Lower;
use crate::error::Result;
use crate::hir::Place;
use crate::literal;
use crate::parse::Ranged;
use crate::parse::ast::{self, ConversionFlag, FStringPart, InterpolatedElement, InterpolatedStringElement as Element};
use pyspec_abi::blob::Const;
use pyspec_abi::intrinsics::Intrinsic;
use pyspec_abi::ops::Op;

/// A piece of an f-string: text that stands in the source, or a value.
enum Piece<'a> {
    Text(Vec<u8>),
    Value(&'a InterpolatedElement),
}

impl<'a> Lower<'a> {
    pub fn fstring(&mut self, e: &'a ast::ExprFString, dst: Place) -> Result {
        let mut pieces = vec![];
        for part in e.value.iter() {
            match part {
                FStringPart::Literal(s) => text(&mut pieces, literal::string(self.source, s)),
                FStringPart::FString(f) => self.pieces(&f.elements, f.flags.into(), true, &mut pieces),
            }
        }
        self.join(pieces, e, dst)
    }

    fn pieces(&self, elements: &'a [Element], flags: ast::AnyStringFlags, debug: bool, pieces: &mut Vec<Piece<'a>>) {
        for element in elements {
            match element {
                Element::Literal(l) => text(pieces, literal::middle(self.source, l, flags)),
                Element::Interpolation(i) => {
                    if let Some(d) = i.debug_text.as_ref().filter(|_| debug) {
                        text(pieces, d.as_str().replace("\r\n", "\n").into_bytes());
                    }
                    pieces.push(Piece::Value(i));
                }
            }
        }
    }

    /// Joins pieces into one string.
    fn join(&mut self, pieces: Vec<Piece<'a>>, node: &impl Ranged, dst: Place) -> Result {
        self.at(node);
        match &pieces[..] {
            [] => {
                self.f.constant(dst, &Const::Str(vec![]));
                return Ok(());
            }
            [Piece::Text(t)] => {
                self.f.constant(dst, &Const::Str(t.clone()));
                return Ok(());
            }
            [Piece::Value(v)] => return self.formatted(v, dst),
            _ => {}
        }
        let mark = self.f.mark();
        let w = self.f.temps(pieces.len());
        for (i, piece) in pieces.iter().enumerate() {
            let p = w.wrapping_add(i as Place);
            match piece {
                Piece::Text(t) => {
                    self.at(node);
                    self.f.constant(p, &Const::Str(t.clone()));
                }
                Piece::Value(v) => self.formatted(v, p)?,
            }
        }
        self.at(node);
        self.f.emit(Op::STRING, dst, w, pieces.len() as Place);
        self.f.reset(mark);
        Ok(())
    }

    /// A value converted and formatted.
    fn formatted(&mut self, v: &'a InterpolatedElement, dst: Place) -> Result {
        let mark = self.f.mark();
        let c = conversion(v);
        match &v.format_spec {
            None => {
                let p = self.operand_hint(&v.expression, self.scratch(dst))?;
                self.at(v);
                self.f.emit(Op::FORMAT, dst, p, c);
            }
            Some(spec) => {
                let w = self.f.temps(2);
                self.expr_to(&v.expression, w)?;
                self.format_spec(spec, v, w + 1)?;
                self.at(v);
                self.f.emit(Op::FORMATSPEC, dst, w, c);
            }
        }
        self.f.reset(mark);
        Ok(())
    }

    fn format_spec(
        &mut self,
        spec: &'a ast::InterpolatedStringFormatSpec,
        v: &'a InterpolatedElement,
        dst: Place,
    ) -> Result {
        let mut pieces = vec![];
        let flags = literal::flags_around(self.source, v.range);
        self.pieces(&spec.elements, flags, true, &mut pieces);
        self.join(pieces, spec, dst)
    }

    /// A template: strings and interpolations in turn.
    pub fn tstring(&mut self, e: &'a ast::ExprTString, dst: Place) -> Result {
        let mut pieces = vec![];
        for t in e.value.iter() {
            self.pieces(&t.elements, t.flags.into(), true, &mut pieces);
        }
        let w = self.f.temps(pieces.len());
        for (i, piece) in pieces.iter().enumerate() {
            let p = w.wrapping_add(i as Place);
            match piece {
                Piece::Text(t) => {
                    self.at(e);
                    self.f.constant(p, &Const::Str(t.clone()));
                }
                Piece::Value(v) => self.interpolation(v, p)?,
            }
        }
        let t = self.f.temp();
        self.at(e);
        self.f.emit(Op::TUPLE, t, w, pieces.len() as Place);
        self.f.intrinsic(Intrinsic::BuildTemplate, dst, t, 1);
        Ok(())
    }

    fn interpolation(&mut self, v: &'a InterpolatedElement, dst: Place) -> Result {
        let mark = self.f.mark();
        let w = self.f.temps(4);
        self.expr_to(&v.expression, w)?;
        self.at(v);
        let text = self.string(&interpolated_text(self.source, v));
        self.f.constant(w + 1, &text);
        match v.conversion {
            ConversionFlag::None if v.debug_text.is_some() && v.format_spec.is_none() => {
                self.f.constant(w + 2, &Const::Str(b"r".to_vec()));
            }
            ConversionFlag::None => self.f.none(w + 2),
            c => {
                let c = c.to_char().expect("a conversion has a letter");
                self.f.constant(w + 2, &Const::Str(vec![c as u8]));
            }
        }
        match &v.format_spec {
            Some(spec) => self.format_spec(spec, v, w + 3)?,
            None => self.f.constant(w + 3, &Const::Str(vec![])),
        }
        self.at(v);
        self.f.intrinsic(Intrinsic::Interpolation, dst, w, 4);
        self.f.reset(mark);
        Ok(())
    }
}

/// The expression of an interpolation as it is written.
pub fn interpolated_text(source: &crate::source::Source, v: &InterpolatedElement) -> String {
    match &v.debug_text {
        Some(d) => d.as_str().trim_end().trim_end_matches('=').trim().to_string(),
        None => source.slice(expression_range(source, v)).trim().to_string(),
    }
}

/// The text between the brace and what ends the expression, parentheses included.
fn expression_range(source: &crate::source::Source, v: &InterpolatedElement) -> crate::parse::TextRange {
    let start = v.range.start() + crate::parse::TextSize::from(1);
    let after = &source.text[v.expression.range().end().to_usize()..v.range.end().to_usize()];
    let end = after.find(['!', ':', '}']).unwrap_or(0);
    crate::parse::TextRange::new(start, v.expression.range().end() + crate::parse::TextSize::from(end as u32))
}

fn text(pieces: &mut Vec<Piece>, t: Vec<u8>) {
    if t.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(Piece::Text(last)) => last.extend(t),
        _ => pieces.push(Piece::Text(t)),
    }
}

/// Number of a conversion in FORMAT; `{x=}` without a format means `!r`.
fn conversion(v: &InterpolatedElement) -> Place {
    match v.conversion {
        ConversionFlag::None if v.debug_text.is_some() && v.format_spec.is_none() => 2,
        ConversionFlag::None => 0,
        ConversionFlag::Str => 1,
        ConversionFlag::Repr => 2,
        ConversionFlag::Ascii => 3,
    }
}
