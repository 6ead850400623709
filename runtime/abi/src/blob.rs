//! Code as data: a flat, position-independent unit per source file, used in place.
//!
//! A unit is an array of 32-bit words. Offsets are in words from its start. The code
//! words hold inline caches, so a unit lies in private writable memory.
//!
//! ```text
//! unit       MAGIC version words functions→ function-count strings→ string-count text→ filename
//! functions  offset of each record; function 0 is the module
//! strings    (byte offset into text, byte length) each; WTF-8
//! record     FIELDS words, see [`FunctionData`]
//! constant   tag, then by tag; see [`Const`]
//! positions  a byte stream: varint Δpc, zigzag Δline, varint (end line - line), varint col + 1, varint end col + 1
//! liveness   (pc, index of bitmap) each, then the distinct bitmaps
//! ```
//! [`FunctionData`] is the owned form: [`pack`] and [`Unit::decode`] are inverse.

use crate::params::ParamSpec;

/// First word of a unit.
pub const MAGIC: u32 = 0x4250_5350;
/// Changes with every change of this layout or of the instruction table.
pub const VERSION: u32 = 1;

/// What a function is.
pub mod flags {
    /// Contains `yield`, not async.
    pub const GENERATOR: u32 = 1;
    /// `async def` without `yield`.
    pub const COROUTINE: u32 = 2;
    /// `async def` with `yield`.
    pub const ASYNC_GENERATOR: u32 = 4;
    /// A class body: place 0 is the namespace.
    pub const CLASS: u32 = 8;
    /// A module body, `exec` or `eval` code: place 0 is the namespace, None where it is the globals.
    pub const MODULE: u32 = 16;
    /// Defined inside a function.
    pub const NESTED: u32 = 32;
    /// Its first constant is its docstring.
    pub const DOCSTRING: u32 = 64;
    /// `from __future__ import annotations` holds.
    pub const FUTURE_ANNOTATIONS: u32 = 128;
    /// A lambda, comprehension or generator expression: no name of its own.
    pub const ANONYMOUS: u32 = 256;
    /// Part of the prelude: a builtin whose body is bytecode.
    pub const PRELUDE: u32 = 512;
    /// A method (directly inside a class body).
    pub const METHOD: u32 = 1024;
    /// A generator that `types.coroutine` made awaitable; no compiler sets it.
    pub const ITERABLE_COROUTINE: u32 = 2048;
}

/// What a named place is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum PlaceKind {
    /// A parameter or local variable.
    Local = 0,
    /// A local variable in a cell; a parameter's argument is moved into its cell at entry.
    Cell = 1,
    /// A cell of the enclosing function, copied from the closure at entry.
    Free = 2,
    /// A local that `locals()` does not show (comprehension variables, `.0`).
    Hidden = 3,
}

/// A named place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlaceName {
    /// The variable.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
}

/// A constant. Floats are bits, so that equality and order are total.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Const {
    None,
    Ellipsis,
    Bool(bool),
    Int(i64),
    /// Decimal digits of an int beyond 64 bits, perhaps with `-`.
    BigInt(String),
    Float(u64),
    Complex(u64, u64),
    /// WTF-8.
    Str(Vec<u8>),
    Bytes(Vec<u8>),
    Tuple(Vec<Const>),
    FrozenSet(Vec<Const>),
    Slice(Box<[Const; 3]>),
}

/// Source position of an instruction. Columns count UTF-8 bytes from 0; `line` 0: none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Position {
    pub line: u32,
    pub end_line: u32,
    pub col: u32,
    pub end_col: u32,
}

/// One row of a function's exception table: an exception at a pc in `start..end` goes
/// to `handler` with the exception in `place`. The first row that fits counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExceptionRow {
    pub start: u32,
    pub end: u32,
    pub handler: u32,
    pub place: u32,
}

/// A function, owned.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FunctionData {
    pub name: String,
    pub qualname: String,
    /// See [`flags`].
    pub flags: u32,
    pub params: ParamSpec,
    /// Registers of the frame, the largest call window included.
    pub places: u32,
    /// The named places, parameters first. Those beyond the parameters are unset at entry.
    pub named: Vec<PlaceName>,
    /// Names of the closure's cells, as GETFREE counts them.
    pub free: Vec<String>,
    pub first_line: u32,
    pub code: Vec<u32>,
    pub consts: Vec<Const>,
    pub names: Vec<String>,
    pub exceptions: Vec<ExceptionRow>,
    /// (pc, position) for every instruction that may raise or call, ascending.
    pub positions: Vec<(u32, Position)>,
    /// (pc, live temporaries) at every safepoint, ascending; bit i is place `named.len() + i`.
    pub liveness: Vec<(u32, Vec<u32>)>,
    /// (pc, resume point N of `func@N`), ascending by pc, many to one.
    pub resume: Vec<(u32, u32)>,
    /// Place of the free or cell variable `__class__`, for `super()`.
    pub class_place: Option<u32>,
}

const FIELDS: usize = 28;

/// Packs a file's functions; number 0 is the module.
pub fn pack(filename: &str, functions: &[FunctionData]) -> Vec<u32> {
    Packer::default().unit(filename, functions)
}

#[derive(Default)]
struct Packer {
    words: Vec<u32>,
    text: Vec<u8>,
    strings: Vec<(u32, u32)>,
    known: std::collections::HashMap<Vec<u8>, u32>,
}

impl Packer {
    fn string(&mut self, s: &[u8]) -> u32 {
        if let Some(&i) = self.known.get(s) {
            return i;
        }
        let i = self.strings.len() as u32;
        self.strings.push((self.text.len() as u32, s.len() as u32));
        self.text.extend_from_slice(s);
        self.known.insert(s.to_vec(), i);
        i
    }

    fn unit(mut self, filename: &str, functions: &[FunctionData]) -> Vec<u32> {
        self.words = vec![MAGIC, VERSION, 0, 9, functions.len() as u32, 0, 0, 0, 0];
        self.words[8] = self.string(filename.as_bytes());
        self.words.resize(9 + functions.len(), 0);
        for (i, f) in functions.iter().enumerate() {
            self.words[9 + i] = self.function(f);
        }
        self.words[5] = self.words.len() as u32;
        self.words[6] = self.strings.len() as u32;
        for (offset, len) in std::mem::take(&mut self.strings) {
            self.words.extend([offset, len]);
        }
        self.words[7] = self.words.len() as u32;
        let text = std::mem::take(&mut self.text);
        self.bytes(&text);
        self.words[2] = self.words.len() as u32;
        self.words
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(4) {
            let mut word = [0; 4];
            word[..chunk.len()].copy_from_slice(chunk);
            self.words.push(u32::from_le_bytes(word));
        }
    }

    fn function(&mut self, f: &FunctionData) -> u32 {
        let mut r = [0u32; FIELDS];
        r[0] = self.string(f.name.as_bytes());
        r[1] = self.string(f.qualname.as_bytes());
        r[2] = f.flags;
        [r[3], r[4]] = f.params.pack();
        r[5] = f.places;
        r[6] = f.named.len() as u32;
        r[7] = f.first_line;
        r[8] = self.here();
        r[9] = f.code.len() as u32;
        self.words.extend_from_slice(&f.code);
        let offsets: Vec<u32> = f.consts.iter().map(|c| self.constant(c)).collect();
        r[10] = self.here();
        r[11] = offsets.len() as u32;
        self.words.extend(offsets);
        let names: Vec<u32> = f.names.iter().map(|n| self.string(n.as_bytes())).collect();
        r[12] = self.here();
        r[13] = names.len() as u32;
        self.words.extend(names);
        let named: Vec<u32> = f.named.iter().map(|p| self.string(p.name.as_bytes()) | (p.kind as u32) << 28).collect();
        r[14] = self.here();
        self.words.extend(named);
        let free: Vec<u32> = f.free.iter().map(|n| self.string(n.as_bytes())).collect();
        r[15] = self.here();
        r[16] = free.len() as u32;
        self.words.extend(free);
        r[17] = self.here();
        r[18] = f.exceptions.len() as u32;
        for e in &f.exceptions {
            self.words.extend([e.start, e.end, e.handler, e.place]);
        }
        let stream = position_stream(&f.positions);
        r[19] = self.here();
        r[20] = stream.len() as u32;
        self.bytes(&stream);
        (r[21], r[22], r[23]) = self.liveness(&f.liveness);
        r[24] = self.here();
        r[25] = f.resume.len() as u32;
        for (pc, n) in &f.resume {
            self.words.extend([*pc, *n]);
        }
        r[26] = f.class_place.map_or(0, |p| p + 1);
        let at = self.here();
        self.words.extend(r);
        at
    }

    fn here(&self) -> u32 {
        self.words.len() as u32
    }

    fn liveness(&mut self, rows: &[(u32, Vec<u32>)]) -> (u32, u32, u32) {
        let width = rows.iter().map(|r| r.1.len()).max().unwrap_or(0);
        let mut maps: Vec<Vec<u32>> = vec![];
        let mut known = std::collections::HashMap::new();
        let at = self.here();
        for (pc, bits) in rows {
            let mut bits = bits.clone();
            bits.resize(width, 0);
            let i = *known.entry(bits.clone()).or_insert_with(|| {
                maps.push(bits);
                maps.len() as u32 - 1
            });
            self.words.extend([*pc, i]);
        }
        self.words.extend(maps.into_iter().flatten());
        (at, rows.len() as u32, width as u32)
    }

    fn constant(&mut self, c: &Const) -> u32 {
        let children: Vec<u32> = match c {
            Const::Tuple(items) | Const::FrozenSet(items) => items.iter().map(|c| self.constant(c)).collect(),
            Const::Slice(items) => items.iter().map(|c| self.constant(c)).collect(),
            _ => vec![],
        };
        let at = self.here();
        let wide = |x: u64| [x as u32, (x >> 32) as u32];
        match c {
            Const::None => self.words.push(0),
            Const::Ellipsis => self.words.push(1),
            Const::Bool(b) => self.words.extend([2, *b as u32]),
            Const::Int(i) => {
                self.words.push(3);
                self.words.extend(wide(*i as u64));
            }
            Const::BigInt(s) => {
                let s = self.string(s.as_bytes());
                self.words.extend([4, s]);
            }
            Const::Float(f) => {
                self.words.push(5);
                self.words.extend(wide(*f));
            }
            Const::Complex(re, im) => {
                self.words.push(6);
                self.words.extend(wide(*re));
                self.words.extend(wide(*im));
            }
            Const::Str(s) => {
                let s = self.string(s);
                self.words.extend([7, s]);
            }
            Const::Bytes(s) => {
                let s = self.string(s);
                self.words.extend([8, s]);
            }
            Const::Tuple(_) | Const::FrozenSet(_) | Const::Slice(_) => {
                let tag = match c {
                    Const::Tuple(_) => 9,
                    Const::FrozenSet(_) => 10,
                    _ => 11,
                };
                self.words.extend([tag, children.len() as u32]);
                self.words.extend(children);
            }
        }
        at
    }
}

fn varint(out: &mut Vec<u8>, mut x: u32) {
    while x >= 0x80 {
        out.push(x as u8 | 0x80);
        x >>= 7;
    }
    out.push(x as u8);
}

fn zigzag(x: i32) -> u32 {
    ((x << 1) ^ (x >> 31)) as u32
}

fn position_stream(rows: &[(u32, Position)]) -> Vec<u8> {
    let mut out = vec![];
    let (mut pc, mut line) = (0, 0);
    for (at, p) in rows {
        varint(&mut out, at - pc);
        varint(&mut out, zigzag(p.line as i32 - line as i32));
        varint(&mut out, p.end_line.saturating_sub(p.line));
        varint(&mut out, p.col);
        varint(&mut out, p.end_col);
        (pc, line) = (*at, p.line);
    }
    out
}

/// A packed unit, read in place.
#[derive(Clone, Copy)]
pub struct Unit<'a> {
    words: &'a [u32],
}

/// A function in a unit.
#[derive(Clone, Copy)]
pub struct Function<'a> {
    unit: Unit<'a>,
    at: usize,
}

impl<'a> Unit<'a> {
    /// Reads a unit's header; `None` if these words are not a unit of this version.
    pub fn new(words: &'a [u32]) -> Option<Unit<'a>> {
        let fits = words.len() > 9 && words[0] == MAGIC && words[1] == VERSION && words[2] as usize <= words.len();
        fits.then_some(Unit { words })
    }

    /// Number of functions.
    pub fn len(&self) -> usize {
        self.words[4] as usize
    }

    /// Whether there are none: never, in a unit that `pack` made of a file.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The file it was made from.
    pub fn filename(&self) -> &'a str {
        self.str(self.words[8])
    }

    /// Function `i`; 0 is the module.
    pub fn function(&self, i: usize) -> Function<'a> {
        Function { unit: *self, at: self.words[self.words[3] as usize + i] as usize }
    }

    /// All functions, owned.
    pub fn decode(&self) -> Vec<FunctionData> {
        (0..self.len()).map(|i| self.function(i).decode()).collect()
    }

    fn string(&self, i: u32) -> &'a [u8] {
        let row = self.words[5] as usize + 2 * i as usize;
        let (start, len) = (self.words[row] as usize, self.words[row + 1] as usize);
        &self.bytes(self.words[7] as usize)[start..start + len]
    }

    fn str(&self, i: u32) -> &'a str {
        std::str::from_utf8(self.string(i)).unwrap_or("?")
    }

    /// The rest of the unit from word `at`, as bytes.
    fn bytes(&self, at: usize) -> &'a [u8] {
        let words = &self.words[at..];
        // SAFETY: any initialised words are valid bytes, and bytes need no alignment.
        unsafe { std::slice::from_raw_parts(words.as_ptr().cast(), words.len() * 4) }
    }

    fn constant(&self, at: usize) -> Const {
        let w = &self.words[at..];
        let wide = |i: usize| w[i] as u64 | (w[i + 1] as u64) << 32;
        let items = || w[2..2 + w[1] as usize].iter().map(|&c| self.constant(c as usize)).collect::<Vec<_>>();
        match w[0] {
            0 => Const::None,
            1 => Const::Ellipsis,
            2 => Const::Bool(w[1] != 0),
            3 => Const::Int(wide(1) as i64),
            4 => Const::BigInt(self.str(w[1]).into()),
            5 => Const::Float(wide(1)),
            6 => Const::Complex(wide(1), wide(3)),
            7 => Const::Str(self.string(w[1]).into()),
            8 => Const::Bytes(self.string(w[1]).into()),
            9 => Const::Tuple(items()),
            10 => Const::FrozenSet(items()),
            11 => Const::Slice(Box::new(items().try_into().expect("a slice has three parts"))),
            tag => unreachable!("constant tag {tag}"),
        }
    }
}

impl<'a> Function<'a> {
    fn field(&self, i: usize) -> u32 {
        self.unit.words[self.at + i]
    }

    fn list(&self, offset: usize, len: usize) -> &'a [u32] {
        let start = self.field(offset) as usize;
        &self.unit.words[start..start + len]
    }

    pub fn name(&self) -> &'a str {
        self.unit.str(self.field(0))
    }

    pub fn qualname(&self) -> &'a str {
        self.unit.str(self.field(1))
    }

    /// See [`flags`].
    pub fn flags(&self) -> u32 {
        self.field(2)
    }

    pub fn params(&self) -> ParamSpec {
        ParamSpec::unpack([self.field(3), self.field(4)])
    }

    /// Registers of the frame.
    pub fn places(&self) -> usize {
        self.field(5) as usize
    }

    /// How many places are named.
    pub fn named_len(&self) -> usize {
        self.field(6) as usize
    }

    pub fn first_line(&self) -> u32 {
        self.field(7)
    }

    /// Word offset of the code in the unit.
    pub fn code_offset(&self) -> usize {
        self.field(8) as usize
    }

    pub fn code(&self) -> &'a [u32] {
        self.list(8, self.field(9) as usize)
    }

    pub fn const_len(&self) -> usize {
        self.field(11) as usize
    }

    pub fn constant(&self, i: usize) -> Const {
        self.unit.constant(self.list(10, self.const_len())[i] as usize)
    }

    pub fn name_len(&self) -> usize {
        self.field(13) as usize
    }

    /// Name `i` of the instructions' Name operands.
    pub fn name_at(&self, i: usize) -> &'a str {
        self.unit.str(self.list(12, self.name_len())[i])
    }

    /// Name and kind of named place `i`.
    pub fn place(&self, i: usize) -> (&'a str, PlaceKind) {
        let word = self.list(14, self.named_len())[i];
        let kind = match word >> 28 {
            0 => PlaceKind::Local,
            1 => PlaceKind::Cell,
            2 => PlaceKind::Free,
            _ => PlaceKind::Hidden,
        };
        (self.unit.str(word & 0x0fff_ffff), kind)
    }

    pub fn free_len(&self) -> usize {
        self.field(16) as usize
    }

    /// Name of the closure's cell `i`.
    pub fn free_at(&self, i: usize) -> &'a str {
        self.unit.str(self.list(15, self.free_len())[i])
    }

    pub fn exceptions(&self) -> impl Iterator<Item = ExceptionRow> + 'a {
        let rows = self.list(17, 4 * self.field(18) as usize);
        rows.chunks_exact(4).map(|r| ExceptionRow { start: r[0], end: r[1], handler: r[2], place: r[3] })
    }

    /// Place of `__class__`, if the function has it.
    pub fn class_place(&self) -> Option<usize> {
        (self.field(26) as usize).checked_sub(1)
    }

    /// Every (pc, position), ascending.
    pub fn positions(&self) -> Vec<(u32, Position)> {
        let mut rows = vec![];
        self.each_position(|pc, position| {
            rows.push((pc, position));
            true
        });
        rows
    }

    /// Calls `row` with each position and the pc from which it holds, in order, until it says `false`.
    fn each_position(&self, mut row: impl FnMut(u32, Position) -> bool) {
        let bytes = &self.unit.bytes(self.field(19) as usize)[..self.field(20) as usize];
        let mut i = 0;
        let mut next = || {
            let (mut x, mut shift) = (0u32, 0);
            loop {
                let b = bytes[i];
                i += 1;
                x |= ((b & 0x7f) as u32) << shift;
                if b & 0x80 == 0 {
                    return (x, i == bytes.len());
                }
                shift += 7;
            }
        };
        let (mut pc, mut line) = (0, 0i32);
        if bytes.is_empty() {
            return;
        }
        loop {
            pc += next().0;
            let z = next().0;
            line += (z >> 1) as i32 ^ -((z & 1) as i32);
            let (more, (col, _), (end_col, done)) = (next().0, next(), next());
            let position = Position { line: line as u32, end_line: line as u32 + more, col, end_col };
            if !row(pc, position) || done {
                return;
            }
        }
    }

    /// Position of the instruction at `pc`: the last row at or before it.
    pub fn position(&self, pc: u32) -> Position {
        let mut found = Position { line: self.first_line(), ..Position::default() };
        self.each_position(|at, position| {
            if at <= pc {
                found = position;
            }
            at <= pc
        });
        found
    }

    /// Live temporaries at safepoint `pc`, as a bitmap from place `named_len()`; `None`
    /// where `pc` is no safepoint.
    pub fn live(&self, pc: u32) -> Option<&'a [u32]> {
        let (n, width) = (self.field(22) as usize, self.field(23) as usize);
        let start = self.field(21) as usize;
        let rows = &self.unit.words[start..start + 2 * n];
        let (mut lo, mut hi) = (0, n);
        while lo < hi {
            let mid = (lo + hi) / 2;
            match rows[2 * mid].cmp(&pc) {
                std::cmp::Ordering::Less => lo = mid + 1,
                std::cmp::Ordering::Greater => hi = mid,
                std::cmp::Ordering::Equal => {
                    let at = start + 2 * n + rows[2 * mid + 1] as usize * width;
                    return Some(&self.unit.words[at..at + width]);
                }
            }
        }
        None
    }

    /// (pc, resume point) pairs, ascending by pc.
    pub fn resume_points(&self) -> impl Iterator<Item = (u32, u32)> + 'a {
        self.list(24, 2 * self.field(25) as usize).chunks_exact(2).map(|r| (r[0], r[1]))
    }

    /// The owned form.
    pub fn decode(&self) -> FunctionData {
        let rows = self.list(21, 2 * self.field(22) as usize);
        FunctionData {
            name: self.name().into(),
            qualname: self.qualname().into(),
            flags: self.flags(),
            params: self.params(),
            places: self.places() as u32,
            named: (0..self.named_len())
                .map(|i| self.place(i))
                .map(|(n, kind)| PlaceName { name: n.into(), kind })
                .collect(),
            free: (0..self.free_len()).map(|i| self.free_at(i).into()).collect(),
            first_line: self.first_line(),
            code: self.code().into(),
            consts: (0..self.const_len()).map(|i| self.constant(i)).collect(),
            names: (0..self.name_len()).map(|i| self.name_at(i).into()).collect(),
            exceptions: self.exceptions().collect(),
            positions: self.positions(),
            liveness: rows.chunks_exact(2).map(|r| (r[0], self.live(r[0]).expect("a row").into())).collect(),
            resume: self.resume_points().collect(),
            class_place: self.class_place().map(|p| p as u32),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> FunctionData {
        let at = |line| Position { line, end_line: line + 1, col: 4, end_col: 300 };
        FunctionData {
            name: "f".into(),
            qualname: "C.f".into(),
            flags: flags::NESTED,
            params: ParamSpec { positional: 2, keyword_only: 1, varargs: true, ..ParamSpec::default() },
            places: 12,
            named: vec![PlaceName { name: "x".into(), kind: PlaceKind::Cell }],
            free: vec!["y".into()],
            first_line: 7,
            code: vec![1, 2, 3],
            consts: vec![
                Const::Tuple(vec![Const::Int(-5), Const::Str(b"\xed\xa0\x80".to_vec()), Const::None]),
                Const::Float(1.5f64.to_bits()),
                Const::Slice(Box::new([Const::None, Const::Int(1), Const::None])),
            ],
            names: vec!["x".into(), "attr".into()],
            exceptions: vec![ExceptionRow { start: 0, end: 2, handler: 2, place: 9 }],
            positions: vec![(0, at(9)), (2, at(3)), (200, at(4000))],
            liveness: vec![(0, vec![1]), (2, vec![3]), (9, vec![1])],
            resume: vec![(0, 0), (2, 1)],
            class_place: Some(0),
        }
    }

    #[test]
    fn packing_and_decoding_are_inverse() {
        let functions = vec![FunctionData { name: "<module>".into(), ..FunctionData::default() }, sample()];
        let words = pack("a.py", &functions);
        let unit = Unit::new(&words).expect("a unit");
        assert_eq!(unit.filename(), "a.py");
        assert_eq!(unit.decode(), functions);
        assert_eq!(unit.function(1).live(2), Some(&[3][..]));
        assert_eq!(unit.function(1).live(3), None);
        assert_eq!(unit.function(1).position(100).line, 3);
    }
}
