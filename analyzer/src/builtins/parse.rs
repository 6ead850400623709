//! The notation of facts, described at the head of `facts.txt`.

use super::{Effect, Expr, Group, Row};

/// Parses a file of facts; the error names the line.
pub fn parse(text: &str) -> Result<Vec<Group>, String> {
    let mut groups: Vec<Group> = vec![];
    for (number, line) in text.lines().enumerate() {
        let at = |message: String| format!("line {}: {message}", number + 1);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with(' ') {
            let group = groups.last_mut().ok_or_else(|| at("row outside a group".into()))?;
            group.rows.extend(rows(line.trim()).map_err(at)?);
        } else {
            groups.push(group(line).map_err(at)?);
        }
    }
    Ok(groups)
}

/// Parses one result expression.
pub fn parse_expr(text: &str) -> Result<Expr, String> {
    let mut cursor = Cursor { text: text.as_bytes(), at: 0 };
    let expr = cursor.either()?;
    if cursor.at < text.len() { Err(format!("`{}` is left of `{text}`", &text[cursor.at..])) } else { Ok(expr) }
}

fn group(line: &str) -> Result<Group, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (is_module, name) = match words[..] {
        ["class", name, ..] => (false, name),
        ["module", name, ..] => (true, name),
        _ => return Err(format!("no group: `{line}`")),
    };
    let base = words.get(2).and_then(|w| w.strip_prefix('(')).and_then(|w| w.strip_suffix(')'));
    Ok(Group {
        name: name.into(),
        is_module,
        is_whole: is_module && words.get(2) == Some(&"whole"),
        base: base.map(String::from),
        rows: vec![],
    })
}

fn rows(line: &str) -> Result<Vec<Row>, String> {
    let words: Vec<&str> = line.split(' ').collect();
    let [result, sign, names @ ..] = &words[..] else { return Err(format!("no row: `{line}`")) };
    let result = parse_expr(result)?;
    let is_value = match *sign {
        ":" => false,
        "=" => true,
        _ => return Err(format!("`:` or `=` is missing in `{line}`")),
    };
    let mut out = vec![];
    for word in names.iter().filter(|w| !w.is_empty()) {
        let (name, effects) = match word.split_once('{') {
            Some((name, rest)) => (name, effects(rest.strip_suffix('}').unwrap_or(rest))?),
            None => (*word, vec![]),
        };
        let name = if name == "make" { "__new__" } else { name };
        out.push(Row { name: name.into(), is_value, result: result.clone(), effects });
    }
    Ok(out)
}

fn effects(text: &str) -> Result<Vec<Effect>, String> {
    text.split(';')
        .map(|part| {
            Ok(match part.as_bytes().first() {
                Some(b'+') => Effect::Elements(parse_expr(&part[1..])?),
                Some(b'=') => Effect::Values(parse_expr(&part[1..])?),
                Some(b'~') => Effect::Update,
                Some(b'!') => Effect::Escape(parse_expr(&part[1..])?),
                Some(b'.') => Effect::Method(part[1..].into()),
                _ => Effect::Evaluate(parse_expr(part)?),
            })
        })
        .collect()
}

struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    fn eat(&mut self, c: &[u8]) -> bool {
        let hit = self.text[self.at..].starts_with(c);
        if hit {
            self.at += c.len();
        }
        hit
    }

    fn word(&mut self) -> String {
        let start = self.at;
        while matches!(self.peek(), b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.') {
            self.at += 1;
        }
        String::from_utf8_lossy(&self.text[start..self.at]).into_owned()
    }

    fn list(&mut self, close: &[u8]) -> Result<Vec<Expr>, String> {
        let mut out = vec![];
        while !self.eat(close) {
            out.push(self.either()?);
            if !self.eat(b",") && !self.text[self.at..].starts_with(close) {
                return Err(format!("`{}` does not close", String::from_utf8_lossy(self.text)));
            }
        }
        Ok(out)
    }

    fn either(&mut self) -> Result<Expr, String> {
        let mut out = vec![self.postfix()?];
        while self.eat(b"|") {
            out.push(self.postfix()?);
        }
        Ok(if out.len() == 1 { out.remove(0) } else { Expr::Either(out) })
    }

    fn postfix(&mut self) -> Result<Expr, String> {
        let mut expr = self.primary()?;
        loop {
            expr = if self.eat(b"[]") {
                Expr::Element(expr.into())
            } else if self.eat(b"{}") {
                Expr::Value(expr.into())
            } else if self.eat(b"^") {
                Expr::Next(expr.into())
            } else if self.eat(b"#") {
                let n = u32::from(self.peek().wrapping_sub(b'0'));
                self.at += 1;
                Expr::WithArguments(expr.into(), n)
            } else {
                return Ok(expr);
            };
        }
    }

    fn primary(&mut self) -> Result<Expr, String> {
        if self.eat(b"?") {
            return Ok(Expr::Unknown);
        }
        if self.eat(b"@") {
            return Ok(Expr::Class(self.word()));
        }
        if self.eat(b"$") {
            let name = self.word();
            self.eat(b"(");
            return Ok(Expr::KeywordCall(name, self.list(b")")?));
        }
        let word = self.word();
        if let Some(n) = word.strip_prefix('a').and_then(|n| n.parse::<u32>().ok()) {
            return Ok(if self.eat(b"(") { Expr::Call(n, self.list(b")")?) } else { Expr::Argument(n) });
        }
        match word.as_str() {
            "" => Err(format!("no expression at {} of `{}`", self.at, String::from_utf8_lossy(self.text))),
            "self" => Ok(Expr::Receiver),
            "same" => Ok(Expr::Same),
            "decorator" => Ok(Expr::Decorator),
            "typecode" => Ok(Expr::Typecode),
            "None" => Ok(Expr::Instance("NoneType".into())),
            _ if self.eat(b"<") => {
                let alike = self.eat(b"*");
                Ok(Expr::Fresh(word, self.list(b">")?, alike))
            }
            _ => Ok(Expr::Instance(word)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checked_in_facts_parse() {
        let groups = parse(include_str!("facts.txt")).expect("well formed");
        assert_eq!(groups[0].name, "object");
        let list = groups.iter().find(|g| g.name == "list").expect("list");
        let append = list.rows.iter().find(|r| r.name == "append").expect("append");
        assert_eq!(append.effects, [Effect::Elements(Expr::Argument(0))]);
    }

    #[test]
    fn errors_name_the_line() {
        assert!(parse("class object\n  int int").unwrap_err().starts_with("line 2"));
        assert!(parse_expr("list<int").is_err());
    }
}
