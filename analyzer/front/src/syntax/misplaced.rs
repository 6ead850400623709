//! Tokens that stand where no grammar has them, and that CPython has words of its own for.

use super::tokens::is_start;
use super::{Context, Fault};
use crate::parse::{Ranged, TextRange, TokenKind};

/// Letters of string prefixes that do not go together.
const INCOMPATIBLE: [(char, char); 7] =
    [('u', 'b'), ('u', 'r'), ('u', 'f'), ('u', 't'), ('b', 'f'), ('b', 't'), ('f', 't')];

impl Context<'_> {
    /// What is to be said of the token at which the parser complains.
    pub fn misplaced(&self, i: usize) -> Option<Fault> {
        self.statement_in_conditional(i).or_else(|| self.no_field(i)).or_else(|| self.wrong_prefix(i))
    }

    /// `1 if x else pass` and `pass if x else 1`.
    fn statement_in_conditional(&self, i: usize) -> Option<Fault> {
        use TokenKind::{Break, Continue, Else, If, Newline, Pass};
        let start = self.line_start(i);
        if !matches!(self.kind(i)?, Pass | Break | Continue) || i == start {
            return None;
        }
        let range = self.token(i)?.range();
        if self.before(i, 1) == Some(Else) {
            let has_test = self.tokens[start + 1..i].iter().any(|t| t.kind() == If);
            return has_test.then(|| self.fail("expected expression after 'else', but statement is given", range));
        }
        let mut rest = self.tokens[i + 1..].iter().map(|t| t.kind()).take_while(|&k| k != Newline);
        let goes_on = rest.next() == Some(If) && rest.any(|k| k == Else);
        goes_on.then(|| self.fail("expected expression before 'if', but statement is given", range))
    }

    /// The braces of an f-string with something in them that begins no expression.
    fn no_field(&self, i: usize) -> Option<Fault> {
        use TokenKind as T;
        let first = if self.before(i, 1) == Some(T::Star) { i - 1 } else { i };
        let begins_field = match self.before(first, 2) {
            Some(T::FStringMiddle | T::TStringMiddle | T::Rbrace) => true,
            _ => first >= 2 && self.token(first - 2).is_some_and(is_start),
        };
        let said_elsewhere = matches!(
            self.kind(first)?,
            T::Rbrace | T::Exclamation | T::Colon | T::Equal | T::Lambda | T::FStringEnd | T::TStringEnd
        );
        if self.before(first, 1) != Some(T::Lbrace) || !begins_field || said_elsewhere {
            return None;
        }
        let message = format!("{}-string: expecting a valid expression after '{{'", self.letter(i));
        Some(self.fail(message, self.token(first)?.range()))
    }

    /// `bf""`.
    fn wrong_prefix(&self, i: usize) -> Option<Fault> {
        let (name, string) = (self.token(i.checked_sub(1)?)?, self.token(i)?);
        let is_string = string.kind() == TokenKind::String || is_start(string);
        if !is_string || name.kind() != TokenKind::Name || name.end() != string.start() {
            return None;
        }
        let prefix = self.text(name.range()).to_ascii_lowercase();
        if !prefix.chars().all(|c| "burft".contains(c)) {
            return None;
        }
        let (a, b) = INCOMPATIBLE.iter().find(|(a, b)| prefix.contains(*a) && prefix.contains(*b))?;
        let range = TextRange::new(name.start(), name.end());
        Some(self.fail(format!("'{a}' and '{b}' prefixes are incompatible"), range))
    }
}
