//! Reads the text form that `Display` prints. `;` starts a comment.
//!
//! An instruction is a line; results that are floats say so (`v1: float = …`), all others are ints.

use super::*;

/// What is wrong with the text, and on which line (from 1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseError {
    /// Line number.
    pub line: usize,
    /// What was expected or found.
    pub message: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ParseError {}

/// Reads all functions of a text.
pub fn parse(text: &str) -> Result<Vec<MFunction>, ParseError> {
    let mut functions = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let at = |message| ParseError { line: number + 1, message };
        let tokens = tokenize(line).map_err(at)?;
        if tokens.is_empty() {
            continue;
        }
        let mut line = Line { tokens: &tokens, next: 0 };
        if line.eat("function") {
            functions.push(line.header().map_err(at)?);
            continue;
        }
        let func = functions.last_mut().ok_or_else(|| at("a function starts with its header".into()))?;
        line.body(func).map_err(at)?;
    }
    Ok(functions)
}

#[derive(Clone, PartialEq, Debug)]
enum Token {
    /// A name with its dots: `load.word`, `v3`, `b1`.
    Word(String),
    Number(i128),
    String(String),
    Punct(char),
}

fn tokenize(line: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(&next) = chars.peek() {
        if next == ';' {
            break;
        }
        if next.is_whitespace() {
            chars.next();
        } else if next == '"' {
            chars.next();
            tokens.push(Token::String(string(&mut chars)?));
        } else if next.is_ascii_alphanumeric() || next == '_' {
            let mut word = String::new();
            while let Some(&next) = chars.peek()
                && (next.is_ascii_alphanumeric() || next == '_' || next == '.')
            {
                word.push(next);
                chars.next();
            }
            tokens.push(if word.starts_with(|first: char| first.is_ascii_digit()) {
                Token::Number(number(&word)?)
            } else {
                Token::Word(word)
            });
        } else {
            tokens.push(Token::Punct(next));
            chars.next();
        }
    }
    Ok(tokens)
}

fn number(word: &str) -> Result<i128, String> {
    let value = match word.strip_prefix("0x") {
        Some(digits) => i128::from_str_radix(digits, 16),
        None => word.parse(),
    };
    value.map_err(|_| format!("`{word}` is no number"))
}

/// The rest of a string as `{:?}` prints it.
fn string(chars: &mut std::iter::Peekable<std::str::Chars>) -> Result<String, String> {
    let mut text = String::new();
    loop {
        match chars.next().ok_or("a string without end")? {
            '"' => return Ok(text),
            '\\' => text.push(match chars.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('0') => '\0',
                Some('u') => {
                    let digits: String = chars.by_ref().skip(1).take_while(|&next| next != '}').collect();
                    u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).ok_or("a wrong escape")?
                }
                Some(other) => other,
                None => return Err("a string without end".into()),
            }),
            other => text.push(other),
        }
    }
}

struct Line<'a> {
    tokens: &'a [Token],
    next: usize,
}

type Parsed<T> = Result<T, String>;

impl Line<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.peek().cloned();
        self.next += 1;
        token
    }

    fn is_at_end(&self) -> bool {
        self.next >= self.tokens.len()
    }

    fn end(&self) -> Parsed<()> {
        if self.is_at_end() { Ok(()) } else { Err(format!("unexpected {:?}", self.tokens[self.next])) }
    }

    fn eat(&mut self, word: &str) -> bool {
        let is_there = matches!(self.peek(), Some(Token::Word(found)) if found == word);
        if is_there {
            self.next += 1;
        }
        is_there
    }

    fn eat_punct(&mut self, punct: char) -> bool {
        let is_there = self.peek() == Some(&Token::Punct(punct));
        if is_there {
            self.next += 1;
        }
        is_there
    }

    fn expect(&mut self, punct: char) -> Parsed<()> {
        if self.eat_punct(punct) { Ok(()) } else { Err(format!("expected `{punct}`")) }
    }

    fn expect_word(&mut self, word: &str) -> Parsed<()> {
        if self.eat(word) { Ok(()) } else { Err(format!("expected `{word}`")) }
    }

    fn word(&mut self) -> Parsed<String> {
        match self.take() {
            Some(Token::Word(word)) => Ok(word),
            other => Err(format!("expected a name, found {other:?}")),
        }
    }

    fn number<T: TryFrom<i128>>(&mut self) -> Parsed<T> {
        let sign = if self.eat_punct('-') { -1 } else { 1 };
        match self.take() {
            Some(Token::Number(value)) => {
                T::try_from(sign * value).map_err(|_| format!("{} is out of range", sign * value))
            }
            other => Err(format!("expected a number, found {other:?}")),
        }
    }

    fn named<T>(&mut self, what: &str, from: impl Fn(&str) -> Option<T>) -> Parsed<T> {
        let word = self.word()?;
        from(&word).ok_or_else(|| format!("`{word}` is no {what}"))
    }

    fn reg(&mut self) -> Parsed<VReg> {
        self.named("register", |word| id(word, 'v').map(VReg))
    }

    fn exit(&mut self) -> Parsed<Exit> {
        self.named("exit", |word| id(word, 'x').map(Exit))
    }

    fn block(&mut self) -> Parsed<Block> {
        self.named("block", |word| id(word, 'b').map(Block))
    }

    fn symbol(&mut self) -> Parsed<Symbol> {
        self.expect('@')?;
        self.number().map(Symbol)
    }

    /// Items with commas between, up to the closing bracket.
    fn list<T>(&mut self, close: char, item: impl Fn(&mut Self) -> Parsed<T>) -> Parsed<Vec<T>> {
        let mut items = Vec::new();
        if self.eat_punct(close) {
            return Ok(items);
        }
        loop {
            items.push(item(self)?);
            if self.eat_punct(close) {
                return Ok(items);
            }
            self.expect(',')?;
        }
    }

    fn typed(&mut self) -> Parsed<(VReg, Class)> {
        let reg = self.reg()?;
        self.expect(':')?;
        Ok((reg, self.named("class", Class::from_name)?))
    }

    fn header(&mut self) -> Parsed<MFunction> {
        let Some(Token::String(name)) = self.take() else { return Err("expected the function's name".into()) };
        self.expect('(')?;
        let params = self.list(')', Self::typed)?;
        let convention = self.named("convention", Convention::from_name)?;
        self.end()?;
        let mut func = MFunction::new(name, convention);
        for (reg, class) in params {
            declare(&mut func, reg, class);
            func.params.push(reg);
        }
        Ok(func)
    }

    fn body(&mut self, func: &mut MFunction) -> Parsed<()> {
        if self.eat("slot") {
            let slot = self.named("slot", |word| id(word, 's'))?;
            self.expect('=')?;
            func.slots.push(self.number()?);
            return self.in_order(slot, func.slots.len());
        }
        let is_definition = |line: &Self| line.tokens.get(line.next + 2) == Some(&Token::Punct('='));
        if is_definition(self) && self.eat("exit") {
            let exit = self.exit()?;
            self.expect('=')?;
            let client = self.number()?;
            self.expect('[')?;
            let values = self.list(']', Self::reg)?;
            func.exits.push(ExitData { client, values });
            return self.in_order(exit.0, func.exits.len());
        }
        if matches!(self.tokens.last(), Some(Token::Punct(':'))) {
            return self.block_header(func);
        }
        if func.blocks.is_empty() {
            return Err("an instruction outside of a block".into());
        }
        self.instruction(func)?;
        self.end()
    }

    /// Tables are written in the order of their ids.
    fn in_order(&self, id: u32, len: usize) -> Parsed<()> {
        self.end()?;
        if id as usize + 1 == len { Ok(()) } else { Err(format!("expected number {}", len - 1)) }
    }

    fn block_header(&mut self, func: &mut MFunction) -> Parsed<()> {
        let block = self.block()?;
        let params = if self.eat_punct('(') { self.list(')', Self::typed)? } else { Vec::new() };
        let mut data = BlockData { cold: self.eat("cold"), ..BlockData::default() };
        self.expect(':')?;
        for (reg, class) in params {
            declare(func, reg, class);
            data.params.push(reg);
        }
        func.blocks.push(data);
        self.in_order(block.0, func.blocks.len())
    }

    fn addr(&mut self) -> Parsed<Addr> {
        self.expect('[')?;
        let mut addr = Addr { base: Base::Absolute, index: None, disp: 0 };
        loop {
            if self.eat("context") {
                addr.base = Base::Context;
            } else if let Some(Token::Word(word)) = self.peek().cloned() {
                self.next += 1;
                if let Some(slot) = id(&word, 's') {
                    addr.base = Base::Slot(Slot(slot));
                } else {
                    let reg = VReg(id(&word, 'v').ok_or_else(|| format!("`{word}` in an address"))?);
                    if self.eat_punct('*') {
                        let bytes = self.number()?;
                        addr.index = Some((reg, Scale::of(bytes).ok_or("a scale is 1, 2, 4 or 8")?));
                    } else {
                        addr.base = Base::Reg(reg);
                    }
                }
            } else {
                addr.disp = self.number()?;
            }
            if self.eat_punct(']') {
                return Ok(addr);
            }
            // A minus sign belongs to the number after it.
            if self.peek() != Some(&Token::Punct('-')) {
                self.expect('+')?;
            }
        }
    }

    fn operand(&mut self) -> Parsed<Operand> {
        match self.peek() {
            Some(Token::Punct('[')) => self.addr().map(Operand::Mem),
            Some(Token::Word(_)) => self.reg().map(Operand::Reg),
            _ => self.number().map(Operand::Imm),
        }
    }

    fn comma_operand(&mut self) -> Parsed<Operand> {
        self.expect(',')?;
        self.operand()
    }

    fn comma_reg(&mut self) -> Parsed<VReg> {
        self.expect(',')?;
        self.reg()
    }

    fn test(&mut self) -> Parsed<Test> {
        let word = self.word()?;
        let mut parts = word.split('.');
        let (kind, condition) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let size = match parts.next() {
            None => Size::Word,
            Some(size) => Size::from_name(size).ok_or_else(|| format!("`{size}` is no size"))?,
        };
        let unknown = || format!("`{word}` is no test");
        match kind {
            "int" => {
                let cc = IntCc::from_name(condition).ok_or_else(unknown)?;
                Ok(Test::Int { cc, size, a: self.operand()?, b: self.comma_operand()? })
            }
            "bits" => {
                let any = match condition {
                    "any" => true,
                    "none" => false,
                    _ => return Err(unknown()),
                };
                Ok(Test::Bits { any, size, a: self.operand()?, mask: self.comma_operand()? })
            }
            "float" => {
                let cc = FloatCc::from_name(condition).ok_or_else(unknown)?;
                Ok(Test::Float { cc, a: self.reg()?, b: self.comma_reg()? })
            }
            _ => Err(unknown()),
        }
    }

    fn edge(&mut self) -> Parsed<Edge> {
        let block = self.block()?;
        let args = if self.eat_punct('(') { self.list(')', Self::reg)? } else { Vec::new() };
        Ok(Edge { block, args })
    }

    fn call_target(&mut self) -> Parsed<CallTarget> {
        match self.peek() {
            Some(Token::Punct('@')) => self.symbol().map(CallTarget::Symbol),
            Some(Token::Punct('[')) => self.addr().map(CallTarget::Mem),
            Some(Token::Word(_)) => self.reg().map(CallTarget::Reg),
            _ => self.number().map(CallTarget::Address),
        }
    }

    fn overflow(&mut self) -> Parsed<Option<Exit>> {
        if self.eat("else") { self.exit().map(Some) } else { Ok(None) }
    }

    fn results(&mut self, func: &mut MFunction) -> Parsed<Vec<VReg>> {
        let mut results = Vec::new();
        if !self.tokens.contains(&Token::Punct('=')) {
            return Ok(results);
        }
        loop {
            let reg = self.reg()?;
            let class = if self.eat_punct(':') { self.named("class", Class::from_name)? } else { Class::Int };
            declare(func, reg, class);
            results.push(reg);
            if self.eat_punct('=') {
                return Ok(results);
            }
            self.expect(',')?;
        }
    }

    fn instruction(&mut self, func: &mut MFunction) -> Parsed<()> {
        let results = self.results(func)?;
        let word = self.word()?;
        let block = func.blocks.last_mut().expect("a block has begun");
        if let Some(terminator) = self.terminator(&word)? {
            if block.terminator.is_some() || !results.is_empty() {
                return Err("the end of a block has no result and nothing after it".into());
            }
            block.terminator = Some(terminator);
            return Ok(());
        }
        if block.terminator.is_some() {
            return Err("an instruction after the end of its block".into());
        }
        let inst = self.inst(&word, &results)?;
        let mut defs = 0;
        inst.for_each_def(&mut |_| defs += 1);
        if defs != results.len() {
            return Err(format!("`{word}` has {defs} results, not {}", results.len()));
        }
        block.insts.push(inst);
        Ok(())
    }

    fn terminator(&mut self, word: &str) -> Parsed<Option<Terminator>> {
        Ok(Some(match word {
            "jump" => Terminator::Jump(self.edge()?),
            "br" => {
                let test = self.test()?;
                self.expect_word("then")?;
                let yes = self.edge()?;
                self.expect_word("else")?;
                Terminator::Branch { test, yes, no: self.edge()? }
            }
            "switch" => {
                let index = self.reg()?;
                self.expect('[')?;
                let targets = self.list(']', Self::edge)?;
                self.expect_word("else")?;
                Terminator::Switch { index, targets, default: self.edge()? }
            }
            "ret" => {
                let mut values = Vec::new();
                while !self.is_at_end() {
                    values.push(self.reg()?);
                    if !self.is_at_end() {
                        self.expect(',')?;
                    }
                }
                Terminator::Return(values)
            }
            "tail" => {
                let target = self.call_target()?;
                self.expect('(')?;
                Terminator::TailCall { target, args: self.list(')', Self::reg)? }
            }
            "exit" => Terminator::Exit(self.exit()?),
            "trap" => Terminator::Trap,
            _ => return Ok(None),
        }))
    }

    fn inst(&mut self, word: &str, results: &[VReg]) -> Parsed<Inst> {
        let dst = results.first().copied().unwrap_or(VReg(u32::MAX));
        let (name, suffix) = word.split_once('.').unwrap_or((word, ""));
        let size = || Size::from_name(suffix).ok_or_else(|| format!("`{suffix}` is no size"));
        let mem_type = || MemType::from_name(suffix).ok_or_else(|| format!("`{suffix}` is no type of memory"));
        if let Some(op) = AluOp::from_name(name) {
            if results.is_empty() {
                return Ok(Inst::AluMem { op, size: size()?, addr: self.addr()?, src: self.comma_operand()? });
            }
            let (a, b) = (self.reg()?, self.comma_operand()?);
            return Ok(Inst::Alu { op, dst, a, b, overflow: self.overflow()? });
        }
        if let Some(op) = ShiftOp::from_name(word) {
            return Ok(Inst::Shift { op, dst, a: self.reg()?, count: self.comma_operand()? });
        }
        if let Some(op) = UnaryOp::from_name(word) {
            return Ok(Inst::Unary { op, dst, a: self.reg()?, overflow: self.overflow()? });
        }
        if let Some(op) = FloatOp::from_name(word) {
            return Ok(Inst::Float { op, dst, a: self.reg()?, b: self.comma_operand()? });
        }
        if let Some(op) = FloatUnaryOp::from_name(word) {
            return Ok(Inst::FloatUnary { op, dst, a: self.reg()? });
        }
        Ok(match name {
            "imm" => Inst::Imm { dst, value: self.number()? },
            "fimm" => Inst::FloatImm { dst, bits: self.number()? },
            "symbol" => {
                let symbol = self.symbol()?;
                self.expect(',')?;
                Inst::SymbolAddr { dst, symbol, addend: self.number()? }
            }
            "move" => Inst::Move { dst, src: self.reg()? },
            "div" => {
                let rem = results.get(1).copied().unwrap_or(VReg(u32::MAX));
                let floor = match suffix {
                    "floor" => true,
                    "trunc" => false,
                    _ => return Err("division is `div.floor` or `div.trunc`".into()),
                };
                Inst::Div { floor, quot: dst, rem, a: self.reg()?, b: self.comma_reg()? }
            }
            "lea" => Inst::Lea { dst, addr: self.addr()? },
            "load" => Inst::Load { ty: mem_type()?, dst, addr: self.addr()? },
            "store" => {
                let src = self.reg()?;
                self.expect(',')?;
                Inst::Store { ty: mem_type()?, src, addr: self.addr()? }
            }
            "storeimm" => {
                let value = self.number()?;
                self.expect(',')?;
                Inst::StoreImm { size: size()?, value, addr: self.addr()? }
            }
            "set" => Inst::Set { dst, test: self.test()? },
            "select" => {
                let test = self.test()?;
                Inst::Select { dst, test, yes: self.comma_reg()?, no: self.comma_reg()? }
            }
            "guard" => {
                let test = self.test()?;
                self.expect_word("else")?;
                Inst::Guard { test, exit: self.exit()? }
            }
            "int_to_float" => Inst::IntToFloat { dst, a: self.reg()? },
            "float_to_int" => Inst::FloatToInt { dst, a: self.reg()? },
            "bits_to_float" => Inst::BitsToFloat { dst, a: self.reg()? },
            "float_to_bits" => Inst::FloatToBits { dst, a: self.reg()? },
            "call" => {
                let target = self.call_target()?;
                self.expect('(')?;
                let args = self.list(')', Self::reg)?;
                let record = if self.eat("record") { Some(self.exit()?) } else { None };
                Inst::Call(Box::new(Call { target, args, results: results.to_vec(), record }))
            }
            "context" => Inst::Context { dst },
            "set_context" => Inst::SetContext { src: self.reg()? },
            "stack_pointer" => Inst::StackPointer { dst },
            _ => return Err(format!("`{word}` is no instruction")),
        })
    }
}

fn id(word: &str, prefix: char) -> Option<u32> {
    word.strip_prefix(prefix).and_then(|digits| digits.parse().ok())
}

/// Makes sure that the table of classes reaches to `reg`.
fn declare(func: &mut MFunction, reg: VReg, class: Class) {
    // A number far beyond the text's length is a mistake, not a register.
    let len = func.classes.len().max(reg.index().min(1 << 20) + 1);
    func.classes.resize(len, Class::Int);
    if let Some(place) = func.classes.get_mut(reg.index()) {
        *place = class;
    }
}
