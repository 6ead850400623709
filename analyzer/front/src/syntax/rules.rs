//! The parser's complaints in CPython's words.

use super::tokens::is_start;
use super::{Context, Fault};
use crate::error::ErrorKind;
use crate::messages::expression_name;
use crate::parse::ast::{self, Expr};
use crate::parse::visitor::{self, Visitor};
use crate::parse::{
    InterpolatedStringErrorType, ParseErrorType, Ranged, TextRange, TextSize, TokenKind, UnsupportedSyntaxError,
    UnsupportedSyntaxErrorKind,
};

impl Context<'_> {
    /// Words one complaint.
    pub fn explain(&self, e: &ParseErrorType, at: TextRange) -> Fault {
        use ParseErrorType as E;
        let i = self.index(at.start());
        if let Some(fault) = self.misplaced(i) {
            return fault;
        }
        match e {
            E::UnexpectedIndentation => self.unexpected_indent(at),
            E::OtherError(text) => self.other(text, at, i),
            E::ExpectedToken { expected, found } => self.expected(*expected, *found, at, i),
            E::SimpleStatementsOnSameLine => self.same_line(at, i),
            E::ExpectedExpression => self.no_expression(at, i),
            E::EmptyImportNames if self.kind(i) == Some(TokenKind::Newline) => {
                self.fail("Expected one or more names after 'import'", TextRange::empty(at.start()))
            }
            E::EmptyTypeParams => self.fail("Type parameter list cannot be empty", TextRange::empty(at.start())),
            E::InvalidAssignmentTarget => self.assignment_target(at, i),
            E::InvalidNamedAssignmentTarget => {
                self.fail(format!("cannot use assignment expressions with {}", self.named(at)), at)
            }
            E::InvalidAugmentedAssignmentTarget => {
                self.fail(format!("'{}' is an illegal expression for augmented assignment", self.named(at)), at)
            }
            E::InvalidAnnotatedAssignmentTarget => self.fail("illegal target for annotation", at),
            E::InvalidDeleteTarget => self.fail(format!("cannot delete {}", self.named(at)), at),
            E::UnparenthesizedGeneratorExpression => self.bare_generator(at, i),
            E::UnparenthesizedTupleExpression => self.invalid(self.first(at, TokenKind::Comma)),
            E::InvalidYieldExpressionUsage => self.invalid(self.token_range(i)),
            E::InvalidStarredExpressionUsage => self.starred(at, i),
            E::PositionalAfterKeywordArgument => {
                self.fail("positional argument follows keyword argument", self.closing(i))
            }
            E::PositionalAfterKeywordUnpacking => {
                self.fail("positional argument follows keyword argument unpacking", self.closing(i))
            }
            E::InvalidArgumentUnpackingOrder => {
                let start = self.token_range(i.saturating_sub(1)).start();
                let message = "iterable argument unpacking follows keyword argument unpacking";
                self.fail(message, TextRange::new(start, at.end()))
            }
            E::NonDefaultParamAfterDefaultParam => {
                self.fail("parameter without a default follows parameter with a default", self.token_range(i))
            }
            E::ParamAfterVarKeywordParam => {
                self.fail("arguments cannot follow var-keyword argument", self.token_range(i))
            }
            E::VarParameterWithDefault => {
                let stars = |k| matches!(k, TokenKind::Star | TokenKind::DoubleStar);
                let star = self.tokens[..i].iter().rfind(|t| stars(t.kind()));
                let double = star.is_some_and(|t| t.kind() == TokenKind::DoubleStar);
                let kind = if double { "keyword" } else { "positional" };
                self.fail(format!("var-{kind} argument cannot have default value"), at)
            }
            E::ExpectedKeywordParam => self.bare_star(i),
            E::ExpectedRealNumber => self.fail("real number required in complex literal", at),
            E::ExpectedImaginaryNumber => self.fail("imaginary number required in complex literal", at),
            E::InvalidMatchPatternTarget if self.before(i, 1) == Some(TokenKind::As) => {
                self.fail("cannot use '_' as a target", at)
            }
            E::FStringError(f) => self.in_string(f, "f", at, i),
            E::TStringError(f) => self.in_string(f, "t", at, i),
            E::IterableUnpackingInComprehension => self.fail("iterable unpacking cannot be used in comprehension", at),
            E::EmptySlice
            | E::EmptyGlobalNames
            | E::EmptyNonlocalNames
            | E::EmptyDeleteTargets
            | E::UnexpectedTokenAfterAsync(_)
            | E::UnexpectedExpressionToken => self.invalid(at),
            _ => self.invalid(self.token_range(i)),
        }
    }

    /// Syntax that only later versions have.
    pub fn unsupported(&self, e: &UnsupportedSyntaxError) -> Fault {
        match e.kind {
            UnsupportedSyntaxErrorKind::UnpackingInComprehension(_) if self.text(e.range).starts_with("**") => {
                let stars = TextRange::at(e.range.start(), TextSize::from(2));
                self.fail("dict unpacking cannot be used in dict comprehension", stars)
            }
            UnsupportedSyntaxErrorKind::UnpackingInComprehension(_) => {
                self.fail("iterable unpacking cannot be used in comprehension", e.range)
            }
            UnsupportedSyntaxErrorKind::ParenthesizedKeywordArgumentName => {
                let equal = self.token_range(self.index(e.range.end()));
                let inside = TextRange::new(e.range.start() + TextSize::from(1), equal.end());
                self.fail("expression cannot contain assignment, perhaps you meant \"==\"?", inside)
            }
            _ => self.invalid(e.range),
        }
    }

    fn token_range(&self, i: usize) -> TextRange {
        self.token(i).map_or(TextRange::default(), |t| t.range())
    }

    /// The first token of a kind in a range, else the range.
    fn first(&self, range: TextRange, kind: TokenKind) -> TextRange {
        let found = self.tokens.iter().find(|t| t.kind() == kind && range.contains_range(t.range()));
        found.map_or(range, |t| t.range())
    }

    /// How CPython calls the expression that has a range.
    fn named(&self, range: TextRange) -> &'static str {
        self.expression(|r| r == range).map_or("expression", expression_name)
    }

    /// The largest expression whose range passes a test.
    fn expression(&self, test: impl Fn(TextRange) -> bool) -> Option<&Expr> {
        let mut finder = Finder { test, found: None };
        match self.parsed.syntax() {
            ast::Mod::Module(m) => finder.visit_body(&m.body),
            ast::Mod::Expression(e) => finder.visit_expr(&e.body),
        }
        finder.found
    }

    fn unexpected_indent(&self, at: TextRange) -> Fault {
        let mut e = self.source.error_of(ErrorKind::Indentation, "unexpected indent", at);
        (e.col, e.end_col) = (at.len().to_u32(), -1);
        (e.end_line, e.line) = (e.line, e.line);
        e
    }

    /// How many brackets are open at a token.
    fn depth(&self, i: usize) -> usize {
        self.open_brackets(i).len()
    }

    fn open_brackets(&self, i: usize) -> Vec<usize> {
        let mut open = vec![];
        for (n, t) in self.tokens[..i.min(self.tokens.len())].iter().enumerate() {
            match t.kind() {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => open.push(n),
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                    open.pop();
                }
                _ => {}
            }
        }
        open
    }

    /// The bracket that closes the innermost one open at a token.
    fn closing(&self, i: usize) -> TextRange {
        let depth = self.depth(i);
        let mut n = i;
        while n < self.tokens.len() && self.depth(n + 1) >= depth {
            n += 1;
        }
        self.token_range(n)
    }

    /// The number of the first token of a token's logical line.
    pub(super) fn line_start(&self, i: usize) -> usize {
        let before = self.tokens[..i.min(self.tokens.len())].iter().rposition(|t| {
            matches!(t.kind(), TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent | TokenKind::Semi)
        });
        before.map_or(0, |n| n + 1)
    }

    fn same_line(&self, at: TextRange, i: usize) -> Fault {
        let start = self.line_start(i);
        let first = self.text(self.token_range(start));
        if start + 1 == i && matches!(first, "print" | "exec") && self.kind(i).is_some_and(starts_expression) {
            let end = self.statement_end(at);
            let message = format!("Missing parentheses in call to '{first}'. Did you mean {first}(...)?");
            return self.fail(message, TextRange::new(self.token_range(start).start(), end));
        }
        if self.kind(start) == Some(TokenKind::Import) && self.kind(i) == Some(TokenKind::From) {
            let stops = |k| matches!(k, TokenKind::Newline | TokenKind::As | TokenKind::Semi);
            let end = self.tokens[i..]
                .iter()
                .position(|t| stops(t.kind()))
                .map(|n| &self.tokens[i + n - 1])
                .map_or(at.end(), |t| t.end());
            let range = TextRange::new(self.token_range(start).start(), end);
            return self.fail("Did you mean to use 'from ... import ...' instead?", range);
        }
        // `not` might have begun `not in`, hence the token after it is the one that does not fit.
        if self.kind(i) == Some(TokenKind::Not) {
            return self.invalid(self.token_range(i + 1));
        }
        self.invalid(self.token_range(i))
    }

    /// Where the statement that the parser saw at a place ends.
    fn statement_end(&self, at: TextRange) -> TextSize {
        let largest = self.expression(|r| r.start() == at.start());
        largest.map_or(at.end(), |e| e.range().end())
    }

    fn no_expression(&self, at: TextRange, i: usize) -> Fault {
        use TokenKind as T;
        let lambda = self.parsed.errors().iter().find(|e| {
            matches!(e.error, ParseErrorType::FStringError(InterpolatedStringErrorType::LambdaWithoutParentheses))
        });
        if let Some(e) = lambda {
            return self.fail("f-string: lambda expressions are not allowed without parentheses", e.location);
        }
        let (previous, found) = (self.before(i, 1), self.kind(i));
        if previous == Some(T::Lbrace) && self.in_interpolated(i) {
            let found = self.text(self.token_range(i));
            let letter = self.letter(i);
            if matches!(found, "}" | "!" | ":" | "=") {
                let message = format!("{letter}-string: valid expression required before '{found}'");
                return self.fail(message, at);
            }
        }
        if previous == Some(T::Colon)
            && matches!(found, Some(T::Comma | T::Rbrace))
            && self.innermost(i) == Some(T::Lbrace)
        {
            return self.fail("expression expected after dictionary key and ':'", self.token_range(i - 1));
        }
        let statement = matches!(found, Some(T::Newline | T::Pass | T::Break | T::Continue));
        if previous == Some(T::Else)
            && statement
            && self.before(i, 2) != Some(T::Newline)
            && self.line_start(i) + 1 != i
        {
            return self.fail("expected expression after 'else', but statement is given", at);
        }
        if previous == Some(T::Star) && matches!(self.before(i, 2), Some(T::Lpar | T::Comma)) && found == Some(T::Rpar)
        {
            return self.fail("Invalid star expression", at);
        }
        if previous == Some(T::Equal) && self.innermost(i) == Some(T::Lpar) && matches!(found, Some(T::Comma | T::Rpar))
        {
            if self.in_parameters(i) {
                return self.fail("expected default value expression", self.token_range(i - 1));
            }
            let range = TextRange::new(self.token_range(i - 2).start(), self.token_range(i - 1).end());
            return self.fail("expected argument value expression", range);
        }
        if previous == Some(T::Rarrow) {
            return self.fail("expected ':'", self.token_range(i - 1));
        }
        if previous == Some(T::Less) && found == Some(T::Greater) {
            return self.invalid(TextRange::new(self.token_range(i - 1).start(), at.end()));
        }
        self.invalid(at)
    }

    /// The innermost open bracket at a token.
    fn innermost(&self, i: usize) -> Option<TokenKind> {
        self.open_brackets(i).last().and_then(|&n| self.kind(n))
    }

    /// Whether a token stands in the braces of an f-string or t-string.
    fn in_interpolated(&self, i: usize) -> bool {
        self.tokens[..i.min(self.tokens.len())].iter().fold(0, |n, t| match t.kind() {
            TokenKind::FStringEnd | TokenKind::TStringEnd => n - 1,
            _ if is_start(t) => n + 1,
            _ => n,
        }) > 0
    }

    pub(super) fn letter(&self, i: usize) -> &'static str {
        let start = self.tokens[..i].iter().rev().find(|t| is_start(t));
        if start.is_some_and(|t| t.kind() == TokenKind::TStringStart) { "t" } else { "f" }
    }

    fn in_string(&self, f: &InterpolatedStringErrorType, letter: &str, at: TextRange, i: usize) -> Fault {
        use InterpolatedStringErrorType as E;
        match f {
            E::UnclosedLbrace => {
                if self.kind(i).is_some_and(starts_expression)
                    && let Some(e) = self.forgotten_comma(i)
                {
                    return e;
                }
                if matches!(self.kind(i), Some(TokenKind::FStringEnd | TokenKind::TStringEnd)) {
                    return self.fail(format!("{letter}-string: expecting '}}'"), TextRange::empty(at.start()));
                }
                let what = match self.before(i, 1) {
                    Some(TokenKind::Equal) => "'!', or ':', or '}'",
                    _ if self.before(i, 2) == Some(TokenKind::Exclamation) => "':' or '}'",
                    _ => "'=', or '!', or ':', or '}'",
                };
                self.fail(format!("{letter}-string: expecting {what}"), at)
            }
            E::InvalidConversionFlag => {
                let c = self.text(at);
                if c.chars().all(|c| c.is_alphanumeric() || c == '_') && !c.is_empty() {
                    let message = format!("invalid conversion character '{c}': expected 's', 'r', or 'a'");
                    return self.fail(format!("{letter}-string: {message}"), at);
                }
                self.fail(format!("{letter}-string: missing conversion character"), at)
            }
            E::ConversionFlagNotImmediatelyAfterExclamation => {
                let message = "conversion type must come right after the exclamation mark";
                self.fail(format!("{letter}-string: {message}"), at)
            }
            E::LambdaWithoutParentheses => {
                self.fail(format!("{letter}-string: lambda expressions are not allowed without parentheses"), at)
            }
            _ => self.invalid(at),
        }
    }

    fn expected(&self, expected: TokenKind, found: TokenKind, at: TextRange, i: usize) -> Fault {
        use TokenKind as T;
        if let Some(e) = self.bad_target_after_as(i) {
            return e;
        }
        if found == T::Equal
            && let Some(e) = self.maybe_comparison(i)
        {
            return e;
        }
        match (expected, found) {
            (T::Colon, T::Rbrace | T::Comma) if self.innermost(i) == Some(T::Lbrace) => {
                let mut e = self.fail("':' expected after dictionary key", self.token_range(i - 1));
                e.end_col = 0;
                e
            }
            (T::Else, T::Newline | T::EndOfFile | T::Rpar | T::Rsqb | T::Rbrace | T::Comma) => self.missing_else(at),
            (T::In, _) if self.depth(i) > 0 => self.fail("'in' expected after for-loop variables", at),
            (T::Colon, T::Newline) if self.depth(i) == 0 => self.fail("expected ':'", at),
            (T::Colon, _) if self.depth(i) == 0 && self.forces_colon(i) => self.fail("expected ':'", at),
            (T::Lpar, _) => self.fail("expected '('", at),
            (T::Rsqb | T::Rbrace | T::Rpar, T::For) if self.before(i, 1) != Some(T::Equal) => {
                self.comprehension_target(at, i)
            }
            (T::Rpar | T::Comma, T::Lpar) => self.parenthesized_parameters(at, i, "Function"),
            (T::Colon, T::Lpar) if self.before(i, 1) == Some(T::Lambda) => {
                self.parenthesized_parameters(at, i, "Lambda expression")
            }
            (T::Rsqb, T::Colon) if self.before(i, 2) == Some(T::Star) => self.bound(at, "TypeVarTuple"),
            (T::Rsqb, T::Colon) if self.before(i, 2) == Some(T::DoubleStar) => self.bound(at, "ParamSpec"),
            _ if starts_expression(found) && self.depth(i) > 0 && !self.in_parameters(i) => {
                self.forgotten_comma(i).unwrap_or_else(|| self.invalid(at))
            }
            _ => self.invalid(at),
        }
    }

    fn bound(&self, at: TextRange, kind: &str) -> Fault {
        let end = self.closing(self.index(at.start())).start();
        self.fail(format!("cannot use bound with {kind}"), TextRange::new(at.start(), end))
    }

    /// `a if b` without `else`.
    fn missing_else(&self, at: TextRange) -> Fault {
        let start = self.expression(|r| r.end() <= at.start() && r.end() + TextSize::from(1) >= at.start());
        let range = start.map_or(at, |e| TextRange::new(e.range().start(), at.start()));
        self.fail("expected 'else' after 'if' expression", range)
    }

    /// Statements whose colon must follow, whatever comes.
    fn forces_colon(&self, i: usize) -> bool {
        let mut start = self.line_start(i);
        if self.kind(start) == Some(TokenKind::Async) {
            start += 1;
        }
        matches!(self.kind(start), Some(TokenKind::Def | TokenKind::Try | TokenKind::Else | TokenKind::Finally))
    }

    /// Whether a token stands among the parameters of a `def` or `lambda`.
    fn in_parameters(&self, i: usize) -> bool {
        let Some(&open) = self.open_brackets(i).last() else { return false };
        let named = self.before(open, 1) == Some(TokenKind::Name) && self.before(open, 2) == Some(TokenKind::Def);
        let lambda = self.tokens[open..i].iter().rposition(|t| t.kind() == TokenKind::Lambda);
        let colon = self.tokens[open..i].iter().rposition(|t| t.kind() == TokenKind::Colon);
        named || lambda > colon
    }

    fn comprehension_target(&self, at: TextRange, i: usize) -> Fault {
        let Some(&open) = self.open_brackets(i).last() else { return self.invalid(at) };
        if self.kind(open) == Some(TokenKind::Lpar) {
            return self.invalid(at);
        }
        let (start, end) = (self.token_range(open + 1).start(), self.token_range(i - 1).end());
        self.fail("did you forget parentheses around the comprehension target?", TextRange::new(start, end))
    }

    fn parenthesized_parameters(&self, at: TextRange, i: usize, what: &str) -> Fault {
        let mut end = i + 1;
        while matches!(self.kind(end), Some(TokenKind::Name | TokenKind::Comma)) {
            end += 1;
        }
        if self.kind(end) != Some(TokenKind::Rpar) {
            return self.invalid(at);
        }
        let range = TextRange::new(at.start(), self.token_range(end).end());
        let what = if what == "Function" { "Function parameters" } else { "Lambda expression parameters" };
        self.fail(format!("{what} cannot be parenthesized"), range)
    }

    /// Two expressions side by side inside brackets.
    fn forgotten_comma(&self, i: usize) -> Option<Fault> {
        let found = self.token_range(i);
        let end = self.token_range(i.checked_sub(1)?).end();
        let open = self.open_brackets(i).last().map_or(TextSize::from(0), |&n| self.token_range(n).end());
        let inside = |r: TextRange| r.end() == end && r.start() >= open;
        let mut finder = Finder { test: inside, found: None };
        finder.visit_tree(self.parsed.syntax());
        let left = finder.found.filter(|e| !matches!(e, Expr::Lambda(_) | Expr::If(_)))?;
        let start = left.range().start();
        let first = self.index(start);
        let soft = matches!(self.text(self.token_range(first)), "match" | "case" | "type" | "_");
        let string =
            matches!(self.kind(i), Some(TokenKind::String | TokenKind::FStringStart | TokenKind::TStringStart));
        if soft && first + 1 == i || string && matches!(left, Expr::Name(_)) && first + 1 == i {
            return None;
        }
        let right = self.expression(|r| r.start() == found.start()).map_or(found.end(), |e| e.range().end());
        Some(self.fail("invalid syntax. Perhaps you forgot a comma?", TextRange::new(start, right)))
    }

    /// `if x = 1`: an assignment where a comparison was meant.
    fn maybe_comparison(&self, i: usize) -> Option<Fault> {
        let equal = self.token_range(i);
        let end = self.token_range(i.checked_sub(1)?).end();
        let left = self.expression(|r| r.end() == end && r.start() >= self.token_range(self.line_start(i)).start())?;
        if !is_operand(left) {
            return None;
        }
        let right = self.expression(|r| r.start() == self.token_range(i + 1).start())?;
        let range = left.range();
        if let Expr::Name(_) = left {
            let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
            return Some(self.fail(message, TextRange::new(range.start(), right.range().end().max(equal.end()))));
        }
        let message = format!("cannot assign to {} here. Maybe you meant '==' instead of '='?", expression_name(left));
        Some(self.fail(message, range))
    }

    /// `as x.y`, where only a name may stand.
    fn bad_target_after_as(&self, i: usize) -> Option<Fault> {
        if self.before(i, 2) != Some(TokenKind::As) {
            return None;
        }
        let mut end = i;
        let mut what = match self.kind(i)? {
            TokenKind::Dot => "attribute",
            TokenKind::Lpar => "function call",
            TokenKind::Lsqb => "subscript",
            _ => return None,
        };
        while matches!(self.kind(end), Some(TokenKind::Dot | TokenKind::Name)) {
            end += 1;
        }
        if end == i {
            what = if what == "attribute" { "attribute" } else { what };
            end = self.index(self.closing(i + 1).end());
        }
        let range = TextRange::new(self.token_range(i - 1).start(), self.token_range(end - 1).end());
        let message = match self.kind(self.line_start(i))? {
            TokenKind::Import | TokenKind::From => format!("cannot use {what} as import target"),
            TokenKind::Except => format!("cannot use except statement with {what}"),
            TokenKind::Case => format!("cannot use {what} as pattern target"),
            _ => return None,
        };
        Some(self.fail(message, range))
    }

    fn assignment_target(&self, at: TextRange, i: usize) -> Fault {
        let Some(e) = self.expression(|r| r == at) else { return self.invalid(at) };
        if matches!(e, Expr::Yield(_) | Expr::YieldFrom(_)) && self.before(i, 1) != Some(TokenKind::Lpar) {
            return self.fail("assignment to yield expression not possible", at);
        }
        let name = expression_name(e);
        if self.compares(e, at, i) {
            return self.fail(format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?"), at);
        }
        self.fail(format!("cannot assign to {name}"), at)
    }

    /// Whether CPython would take the target for the left side of a comparison.
    fn compares(&self, e: &Expr, at: TextRange, i: usize) -> bool {
        let mut next = self.index(at.end());
        let mut parenthesized = false;
        while self.kind(next) == Some(TokenKind::Rpar) && self.before(i, 1) == Some(TokenKind::Lpar) && !parenthesized {
            parenthesized = true;
            next += 1;
        }
        let excluded = matches!(
            e,
            Expr::List(_) | Expr::Tuple(_) | Expr::Generator(_) | Expr::BooleanLiteral(_) | Expr::NoneLiteral(_)
        );
        if excluded || !(is_operand(e) || parenthesized) || self.kind(next) != Some(TokenKind::Equal) {
            return false;
        }
        let begins = !matches!(
            self.kind(next + 1),
            Some(TokenKind::Not | TokenKind::Lambda | TokenKind::Yield | TokenKind::Star)
        );
        let line = self.tokens[next + 1..].iter().take_while(|t| t.kind() != TokenKind::Newline);
        let again = line.clone().any(|t| matches!(t.kind(), TokenKind::Equal | TokenKind::ColonEqual));
        let chained = self.tokens[self.line_start(i)..i].iter().any(|t| t.kind() == TokenKind::Equal);
        begins && !again && !chained
    }

    fn bare_generator(&self, at: TextRange, i: usize) -> Fault {
        if self.kind(self.line_start(i)) == Some(TokenKind::Class) {
            return self.invalid(self.first(at, TokenKind::For));
        }
        self.fail("Generator expression must be parenthesized", at)
    }

    fn starred(&self, at: TextRange, i: usize) -> Fault {
        let next = self.index(at.end());
        if self.before(i, 1) == Some(TokenKind::Colon) && self.innermost(i) == Some(TokenKind::Lbrace) {
            return self.fail("cannot use a starred expression in a dictionary value", at);
        }
        let colon = self.kind(next) == Some(TokenKind::Colon);
        self.invalid(self.token_range(if colon { next } else { i }))
    }

    fn bare_star(&self, i: usize) -> Fault {
        let star = self.tokens[..=i.min(self.tokens.len() - 1)].iter().rposition(|t| t.kind() == TokenKind::Star);
        let star = star.unwrap_or(i);
        let lambda = !self.in_def(star);
        self.fail("named arguments must follow bare *", self.token_range(star + lambda as usize))
    }

    fn in_def(&self, i: usize) -> bool {
        let open = self.open_brackets(i);
        open.last()
            .is_some_and(|&n| self.before(n, 1) == Some(TokenKind::Name) || self.before(n, 1) == Some(TokenKind::Rsqb))
            && self.tokens[self.line_start(i)..i].iter().any(|t| t.kind() == TokenKind::Def)
    }

    /// The complaints that the parser words itself.
    fn other(&self, text: &str, at: TextRange, i: usize) -> Fault {
        if let Some(clause) = text.strip_prefix("Expected an indented block after ") {
            return self.no_block(clause, at, i);
        }
        let one = TextRange::at(at.start(), TextSize::from(1));
        match text {
            "Trailing comma not allowed" => {
                let next = self.token_range(i + 1);
                self.fail("trailing comma not allowed without surrounding parentheses", next)
            }
            "Star import must be the only import" => self.invalid(self.first(at, TokenKind::Comma)),
            "Expected symbol after `as`" => self.import_target(at, i),
            "Only one '*' parameter allowed" | "Only one '*' separator allowed" => {
                self.fail("* argument may appear only once", one)
            }
            "Keyword-only parameter separator not allowed after '*' parameter" => {
                self.fail("* argument may appear only once", one)
            }
            "Only one '**' parameter allowed" => {
                self.fail("arguments cannot follow var-keyword argument", self.token_range(i))
            }
            "Only one '/' separator allowed" => self.fail("/ may appear only once", at),
            "Position-only parameter separator not allowed as first parameter" => {
                self.fail("at least one argument must precede /", at)
            }
            "'/' parameter must appear before '*' parameter" => self.fail("/ must be ahead of *", at),
            "Expected a parameter name" => self.keyword_name(at),
            "Expected `except` or `finally` after `try` block" => self.no_handler(at, i),
            "Cannot have both 'except' and 'except*' on the same 'try'" => {
                let star = self.kind(i + 1) == Some(TokenKind::Star);
                let range = TextRange::new(at.start(), self.token_range(i + star as usize).end());
                self.fail("cannot have both 'except' and 'except*' on the same 'try'", range)
            }
            "Expected one or more exception types" => self.fail("expected one or more exception types", at),
            "Multiple exception types must be parenthesized when using `as`" => {
                let colon = self.tokens[i..].iter().position(|t| t.kind() == TokenKind::Colon).unwrap_or(1);
                let range = TextRange::new(at.start(), self.token_range(i + colon - 1).end());
                self.fail("multiple exception types must be parenthesized when using 'as'", range)
            }
            "Positional patterns cannot follow keyword patterns" => {
                self.fail("positional patterns follow keyword patterns", at)
            }
            "Pattern cannot follow a double star pattern" => self.invalid(self.token_range(i.saturating_sub(1))),
            "Expected a pattern" if self.kind(i) == Some(TokenKind::Minus) => self.invalid(self.token_range(i + 1)),
            "Bytes literal cannot be mixed with non-bytes literals" => {
                let next = self.token_range(self.index(at.end()));
                self.fail("cannot mix bytes and nonbytes literals", next)
            }
            "Cannot mix t-string literals with string or bytes literals" => {
                self.fail("cannot mix t-string literals with string or bytes literals", at)
            }
            "Only single target (not tuple) can be annotated" => {
                let bare = !self.text(at).starts_with('(');
                let range = if bare { self.first(at, TokenKind::Name) } else { at };
                self.fail("only single target (not tuple) can be annotated", range)
            }
            "Only single target (not list) can be annotated" => {
                self.fail("only single target (not list) can be annotated", at)
            }
            "Boolean 'not' expression cannot be used here" if self.before(i, 1).is_some_and(is_operator) => {
                self.fail("'not' after an operator must be parenthesized", at)
            }
            text if text.starts_with("Expected class, function definition") => self.invalid(self.token_range(i)),
            _ => self.invalid(self.token_range(i)),
        }
    }

    fn no_block(&self, clause: &str, at: TextRange, i: usize) -> Fault {
        let name = clause.split('`').nth(1);
        let newline = self.tokens[..i].iter().rposition(|t| t.kind() == TokenKind::Newline).unwrap_or(0);
        let line = self.line(self.token_range(self.line_start(newline)).start());
        let what = match name {
            None => "function definition".to_string(),
            Some("class") => "class definition".into(),
            Some("except") if self.text(self.token_range(self.line_start(newline) + 1)) == "*" => {
                "'except*' statement".into()
            }
            Some(name) => format!("'{name}' statement"),
        };
        let message = format!("expected an indented block after {what} on line {line}");
        self.source.error_of(ErrorKind::Indentation, message, at)
    }

    /// The block of a `try` ends without a clause; the parser may be further than that.
    fn no_handler(&self, at: TextRange, i: usize) -> Fault {
        let clause = self.tokens[..i.min(self.tokens.len())].iter().rposition(|t| t.kind() == TokenKind::Else);
        let range = match clause.filter(|_| self.token_range(i).is_empty() || self.kind(i).is_none()) {
            Some(n) => self.token_range(n),
            None => at,
        };
        self.fail("expected 'except' or 'finally' block", range)
    }

    fn import_target(&self, at: TextRange, i: usize) -> Fault {
        let what = match self.kind(i) {
            Some(TokenKind::Int | TokenKind::Float | TokenKind::Complex | TokenKind::String) => "literal",
            Some(TokenKind::None) => "None",
            Some(TokenKind::True) => "True",
            Some(TokenKind::False) => "False",
            _ => return self.invalid(at),
        };
        self.fail(format!("cannot use {what} as import target"), at)
    }

    /// `f(1=2)`.
    fn keyword_name(&self, at: TextRange) -> Fault {
        let equal = self.token_range(self.index(at.end()));
        let range = TextRange::new(at.start(), equal.end());
        match self.text(at) {
            word @ ("True" | "False" | "None") => self.fail(format!("cannot assign to {word}"), range),
            _ => self.fail("expression cannot contain assignment, perhaps you meant \"==\"?", range),
        }
    }
}

/// Whether a token can begin an expression that CPython would offer a comma before.
fn starts_expression(kind: TokenKind) -> bool {
    use TokenKind as T;
    matches!(
        kind,
        T::Name
            | T::Int
            | T::Float
            | T::Complex
            | T::String
            | T::FStringStart
            | T::TStringStart
            | T::None
            | T::True
            | T::False
            | T::Lbrace
            | T::Not
            | T::Lambda
            | T::Await
            | T::Ellipsis
            | T::Tilde
            | T::Match
            | T::Case
            | T::Type
    )
}

/// Whether a token is an operator that binds more tightly than `not`.
fn is_operator(kind: TokenKind) -> bool {
    use TokenKind as T;
    matches!(
        kind,
        T::Plus | T::Minus | T::Star | T::Slash | T::DoubleSlash | T::Percent | T::At | T::Tilde | T::DoubleStar
    ) || matches!(kind, T::Vbar | T::Amper | T::CircumFlex | T::LeftShift | T::RightShift)
}

/// Whether an expression binds at least as tightly as `|`.
fn is_operand(e: &Expr) -> bool {
    !matches!(
        e,
        Expr::BoolOp(_)
            | Expr::Compare(_)
            | Expr::If(_)
            | Expr::Lambda(_)
            | Expr::Named(_)
            | Expr::Yield(_)
            | Expr::YieldFrom(_)
            | Expr::Starred(_)
            | Expr::UnaryOp(ast::ExprUnaryOp { op: ast::UnaryOp::Not, .. })
    )
}

/// Finds the first, hence largest, expression whose range passes a test.
struct Finder<'a, T> {
    test: T,
    found: Option<&'a Expr>,
}

impl<'a, T: Fn(TextRange) -> bool> Finder<'a, T> {
    fn visit_tree(&mut self, tree: &'a ast::Mod) {
        match tree {
            ast::Mod::Module(m) => self.visit_body(&m.body),
            ast::Mod::Expression(e) => self.visit_expr(&e.body),
        }
    }
}

impl<'a, T: Fn(TextRange) -> bool> Visitor<'a> for Finder<'a, T> {
    fn visit_expr(&mut self, e: &'a Expr) {
        let bare_tuple = matches!(e, Expr::Tuple(t) if !t.parenthesized);
        if self.found.is_none()
            && (self.test)(e.range())
            && !(bare_tuple && matches!(e, Expr::Tuple(t) if t.elts.is_empty()))
        {
            self.found = Some(e);
        }
        if self.found.is_none() {
            visitor::walk_expr(self, e);
        }
    }
}
