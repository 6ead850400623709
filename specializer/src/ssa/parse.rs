//! Reads the text form of SSA: the inverse of `text`. Everything behind `;` is a comment.

use super::field::Field;
use super::{Block, BlockId, Edge, Exit, ExitFrame, ExitId, Func, Inst, Kind, REASONS, Reason, Term, Val, ValData};
use crate::types::Rep;

/// Words of a line.
pub struct Words<'a> {
    words: Vec<&'a str>,
    at: usize,
}

impl<'a> Words<'a> {
    fn of(line: &'a str) -> Words<'a> {
        let line = line.split(';').next().unwrap_or("");
        let mut words = vec![];
        let is_mark = |c: char| "()[]=:@>".contains(c);
        for part in line.split(|c: char| c.is_whitespace() || c == ',') {
            if part.contains("->") || part.contains('<') {
                // Names of functions hold angle brackets.
                let (name, rest) = part.split_at(part.find('(').unwrap_or(part.len()));
                words.push(name);
                split_marks(rest, is_mark, &mut words);
            } else {
                split_marks(part, is_mark, &mut words);
            }
        }
        words.retain(|w| !w.is_empty());
        Words { words, at: 0 }
    }

    /// The next word, taken.
    #[allow(clippy::should_implement_trait, reason = "the end is an error here")]
    pub fn next(&mut self) -> Result<&'a str, String> {
        let word = self.peek().ok_or("the line ends too early")?;
        self.at += 1;
        Ok(word)
    }

    /// The next word.
    pub fn peek(&self) -> Option<&'a str> {
        self.words.get(self.at).copied()
    }

    /// Takes a word if it is next.
    pub fn take(&mut self, word: &str) -> bool {
        let is_next = self.peek() == Some(word);
        self.at += usize::from(is_next);
        is_next
    }

    /// Takes a word that must be next.
    pub fn expect(&mut self, word: &str) -> Result<(), String> {
        let next = self.next()?;
        if next == word { Ok(()) } else { Err(format!("{word} expected, found {next}")) }
    }

    /// A number.
    pub fn number<T: std::str::FromStr>(&mut self) -> Result<T, String> {
        let word = self.next()?;
        word.parse().map_err(|_| format!("{word} is out of place"))
    }

    /// A letter and a number.
    pub fn id(&mut self, letter: char) -> Result<u32, String> {
        let word = self.next()?;
        let digits = word.strip_prefix(letter).ok_or_else(|| format!("{word} does not begin with {letter}"))?;
        digits.parse().map_err(|_| format!("{word} is no id"))
    }
}

fn split_marks<'a>(mut part: &'a str, is_mark: impl Fn(char) -> bool, words: &mut Vec<&'a str>) {
    while let Some(at) = part.find(&is_mark) {
        words.push(&part[..at]);
        words.push(&part[at..at + 1]);
        part = &part[at + 1..];
    }
    words.push(part);
}

/// Reads a function. An error says in which line.
pub fn parse(text: &str) -> Result<Func, String> {
    let mut func: Option<Func> = None;
    for (i, line) in text.lines().enumerate() {
        let mut words = Words::of(line);
        let Some(first) = words.peek() else { continue };
        let done = match (&mut func, first) {
            (None, _) => header(&mut words).map(|f| func = Some(f)),
            (Some(func), "exit") => exit(&mut words).map(|x| func.exits.push(x)),
            (Some(func), _) => body(func, &mut words),
        };
        let ended = done.and_then(|()| words.peek().map_or(Ok(()), |w| Err(format!("{w} is too much"))));
        ended.map_err(|e| format!("line {}: {e}: {line}", i + 1))?;
    }
    func.ok_or_else(|| "no function".into())
}

fn header(words: &mut Words) -> Result<Func, String> {
    words.expect("func")?;
    let (id, name) = (Field::parse(words)?, words.next()?.to_string());
    let (mut values, blocks, exits) = (vec![], vec![], vec![]);
    let params = typed(&mut values, words)?;
    words.expect("->")?;
    let result = Rep::parse(words)?;
    words.expect("places")?;
    let places = words.number()?;
    Ok(Func { id, name, params, result, values, blocks, exits, places })
}

/// Values with their representations, in brackets.
fn typed(values: &mut Vec<ValData>, words: &mut Words) -> Result<Vec<Val>, String> {
    words.expect("(")?;
    let mut list = vec![];
    while !words.take(")") {
        list.push(definition(values, words)?);
    }
    Ok(list)
}

fn definition(values: &mut Vec<ValData>, words: &mut Words) -> Result<Val, String> {
    let v = Val::parse(words)?;
    words.expect(":")?;
    let rep = Rep::parse(words)?;
    if values.len() <= v.index() {
        values.resize(v.index() + 1, ValData { rep: Rep::Tagged });
    }
    values[v.index()] = ValData { rep };
    Ok(v)
}

fn exit(words: &mut Words) -> Result<Exit, String> {
    words.expect("exit")?;
    words.id('x')?;
    let name = words.next()?;
    let number = REASONS.iter().position(|r| *r == name).ok_or_else(|| format!("no reason {name}"))?;
    let mut frames = vec![frame(words)?];
    while words.take(">") {
        frames.push(frame(words)?);
    }
    let awaits = if words.take("awaits") { Some(words.number()?) } else { None };
    Ok(Exit { frames, reason: Reason::ALL[number], awaits })
}

fn frame(words: &mut Words) -> Result<ExitFrame, String> {
    let function = Field::parse(words)?;
    words.expect("@")?;
    let at = words.number()?;
    words.expect("[")?;
    let mut places = vec![];
    while !words.take("]") {
        let place = words.number()?;
        words.expect("=")?;
        places.push((place, Val::parse(words)?));
    }
    Ok(ExitFrame { function, at, places })
}

fn body(func: &mut Func, words: &mut Words) -> Result<(), String> {
    let first = words.peek().expect("not empty");
    if first.starts_with('b') && first[1..].parse::<u32>().is_ok() {
        let (_, params) = (words.next()?, typed(&mut func.values, words)?);
        let cold = words.take("cold");
        words.expect(":")?;
        func.blocks.push(Block { params, cold, ..Block::default() });
        return Ok(());
    }
    if let Some(term) = terminator(words)? {
        func.blocks.last_mut().ok_or("outside a block")?.term = term;
        return Ok(());
    }
    let result = if first.starts_with('v') && first[1..].parse::<u32>().is_ok() {
        let v = definition(&mut func.values, words)?;
        words.expect("=")?;
        Some(v)
    } else {
        None
    };
    let kind = Kind::parse(words)?;
    func.blocks.last_mut().ok_or("outside a block")?.insts.push(Inst { result, kind });
    Ok(())
}

fn edge(words: &mut Words) -> Result<Edge, String> {
    let block = BlockId(words.id('b')?);
    words.expect("(")?;
    let mut args = vec![];
    while !words.take(")") {
        args.push(Val::parse(words)?);
    }
    Ok(Edge { block, args })
}

fn terminator(words: &mut Words) -> Result<Option<Term>, String> {
    let term = match words.peek().expect("not empty") {
        "open" => {
            words.next()?;
            Term::Open
        }
        "jump" => {
            words.next()?;
            Term::Jump(edge(words)?)
        }
        "branch" => {
            words.next()?;
            let test = Val::parse(words)?;
            words.expect("then")?;
            let yes = edge(words)?;
            words.expect("else")?;
            Term::Branch { test, yes, no: edge(words)? }
        }
        "return" => {
            words.next()?;
            Term::Return(Val::parse(words)?)
        }
        "yield" => {
            words.next()?;
            Term::Yield(Val::parse(words)?)
        }
        "delegate" => {
            words.next()?;
            Term::Delegate
        }
        "leave" => {
            words.next()?;
            Term::Exit(ExitId(words.id('x')?))
        }
        _ => return Ok(None),
    };
    Ok(Some(term))
}
