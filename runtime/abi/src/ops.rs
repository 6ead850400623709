//! The instruction table: one row per instruction of HIR and bytecode.
//!
//! An instruction has up to three *fields* `a b c` and up to two *extensions*
//! `x y`. A narrow instruction is one 32-bit word, `op a b c` from the low byte; a
//! wide one is two, `WIDE op a16 b16 c16`. Extensions follow as 32-bit words, then the
//! inline cache, zero at first. Jumps are in words, relative to the first word of
//! the instruction (of the `WIDE` prefix, where there is one).
//!
//! Terms:
//! - *place*: a register of the frame; `base[place]` in the interpreter.
//! - *window*: contiguous temporaries at the top of the frame. The window of a call at
//!   `w` is `w: link, w+1: function, w+2: extra, w+3: frame object, w+4…: arguments`;
//!   the callee's base is `base + w + 4`.
//!
//! Nothing in the table is specialised by type: inline caches and SSA do that. Fused
//! instructions ([`Fused`]) exist in bytecode only, as other opcode bytes of the first of several.

use crate::effects::Effect;

/// What a field or an extension means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Field: a place that is written.
    Def,
    /// Field: a place that is read.
    Use,
    /// Field: a place that is read and written.
    Mut,
    /// Field: first place of a window that is read (its length: the row's doc).
    Win,
    /// Field: first place of a window that is written.
    DefWin,
    /// Field: a small number.
    Num,
    /// Extension: index into the function's names.
    Name,
    /// Extension: index into the function's constants.
    Const,
    /// Extension: index into the unit's functions.
    Code,
    /// Extension: a 32-bit number.
    Num32,
    /// Extension of two words: the bits of an immediate value.
    Imm,
    /// Extension: a block (HIR) or a relative jump (bytecode).
    Jump,
    /// HIR only: the block where control falls through. Encoded as nothing or a `JUMP`.
    Next,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Upper-case name; the handler's name too.
    pub name: &'static str,
    /// Kinds of the fields `a b c`.
    pub fields: &'static [Kind],
    /// Kinds of the extensions `x y`.
    pub exts: &'static [Kind],
    /// Words of inline cache after the extensions.
    pub cache: u8,
    /// What it may do.
    pub effect: Effect,
    /// One line.
    pub doc: &'static str,
}

const PURE: Effect = Effect::PURE;
const ALLOC: Effect = Effect::ALLOC;
const RAISE: Effect = Effect::RAISE;
const PY: Effect = Effect::PYTHON;
const READ: Effect = Effect::READ_SLOT;
const WRITE: Effect = Effect::WRITE_SLOT;

macro_rules! ops {
    ($($name:ident [$($f:ident)*] [$($x:ident)*] $cache:literal ($($e:tt)*) $doc:literal;)*) => {
        /// An instruction.
        #[allow(clippy::upper_case_acronyms, reason = "instruction names are upper case in every dump")]
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum Op { $(#[doc = $doc] $name),* }
        /// The rows, indexed by `Op as usize`.
        pub const OPS: &[Row] = &[$(Row {
            name: stringify!($name), fields: &[$(Kind::$f),*], exts: &[$(Kind::$x),*],
            cache: $cache, effect: $($e)*, doc: $doc,
        }),*];
        /// Every instruction, in order.
        pub const ALL: &[Op] = &[$(Op::$name),*];
        /// Calls `$m! { NAME, … }` with every instruction, for handler tables.
        #[macro_export]
        macro_rules! for_each_op { ($m:ident) => { $m! { $($name),* } } }
    };
}

ops! {
    // Moves and constants.
    MOVE [Def Use] [] 0 (PURE) "a = b";
    LOADV [Def] [Imm] 0 (PURE) "a = the immediate value x (int, flonum, None, …)";
    LOADK [Def] [Const] 0 (ALLOC) "a = constant x";
    CLEAR [Def] [] 0 (PURE) "a = unset";
    CHECK [Use] [Name] 0 (RAISE) "UnboundLocalError for name x if a is unset";
    // Cells and closures.
    NEWCELL [Def Use] [] 0 (ALLOC) "a = a new cell that holds b (which may be unset)";
    LOADCELL [Def Use Num] [Name] 0 (READ.or(RAISE)) "a = content of cell b; unset: NameError if c (free variable), else UnboundLocalError";
    STORECELL [Use Use] [] 0 (WRITE) "content of cell a = b";
    DELCELL [Use Num] [Name] 0 (WRITE.or(RAISE)) "unset cell a, NameError as LOADCELL (b for c)";
    GETFREE [Def Num] [] 0 (READ) "a = cell b of the running function's closure";
    // Names.
    LOADGLOBAL [Def] [Name] 2 (Effect::READ_GLOBAL.or(RAISE)) "a = global or builtin x";
    STOREGLOBAL [Use] [Name] 2 (Effect::WRITE_GLOBAL.or(ALLOC)) "global x = a";
    DELGLOBAL [] [Name] 0 (Effect::WRITE_GLOBAL.or(RAISE)) "delete global x";
    LOADNAME [Def Use] [Name] 2 (PY) "a = x in namespace b, else global, else builtin; b None: as LOADGLOBAL";
    STORENAME [Use Use] [Name] 2 (PY) "x in namespace b = a; b None: as STOREGLOBAL";
    DELNAME [Use] [Name] 0 (PY) "delete x from namespace a; a None: as DELGLOBAL";
    LOADCLASSCELL [Def Use Use] [Name] 0 (PY) "a = x in namespace b, else content of cell c";
    LOADCLASSGLOBAL [Def Use] [Name] 0 (PY) "a = x in namespace b (a class's), else global, else builtin";
    // Attributes.
    GETATTR [Def Use] [Name] 4 (PY) "a = b.x";
    SETATTR [Use Use] [Name] 4 (PY) "a.x = b";
    DELATTR [Use] [Name] 0 (PY) "del a.x";
    GETSUPER [Def Win] [Name] 0 (PY) "a = attribute x through b: the value of the name super, b+1: class, b+2: self";
    GETSPECIAL [Def Use Num] [] 0 (PY) "a = bound special method number c (see SPECIALS) of b, looked up on its type; a missing one raises what `with` says";
    // Items.
    GETITEM [Def Use Use] [] 0 (PY) "a = b[c]";
    SETITEM [Use Use Use] [] 0 (PY) "a[b] = c";
    DELITEM [Use Use] [] 0 (PY) "del a[b]";
    GETSLICE [Def Use Win] [] 0 (PY) "a = b[c:c+1] (two places, None where omitted)";
    SETSLICE [Use Win Use] [] 0 (PY) "a[b:b+1] = c";
    SLICE [Def Win] [] 0 (ALLOC) "a = slice(b, b+1, b+2)";
    // Operators. The in-place ones come in the same order.
    ADD [Def Use Use] [] 0 (PY) "a = b + c";
    SUB [Def Use Use] [] 0 (PY) "a = b - c";
    MUL [Def Use Use] [] 0 (PY) "a = b * c";
    DIV [Def Use Use] [] 0 (PY) "a = b / c";
    FLOORDIV [Def Use Use] [] 0 (PY) "a = b // c";
    MOD [Def Use Use] [] 0 (PY) "a = b % c";
    POW [Def Use Use] [] 0 (PY) "a = b ** c";
    MATMUL [Def Use Use] [] 0 (PY) "a = b @ c";
    LSHIFT [Def Use Use] [] 0 (PY) "a = b << c";
    RSHIFT [Def Use Use] [] 0 (PY) "a = b >> c";
    AND [Def Use Use] [] 0 (PY) "a = b & c";
    OR [Def Use Use] [] 0 (PY) "a = b | c";
    XOR [Def Use Use] [] 0 (PY) "a = b ^ c";
    IADD [Def Use Use] [] 0 (PY) "a = (b += c)";
    ISUB [Def Use Use] [] 0 (PY) "a = (b -= c)";
    IMUL [Def Use Use] [] 0 (PY) "a = (b *= c)";
    IDIV [Def Use Use] [] 0 (PY) "a = (b /= c)";
    IFLOORDIV [Def Use Use] [] 0 (PY) "a = (b //= c)";
    IMOD [Def Use Use] [] 0 (PY) "a = (b %= c)";
    IPOW [Def Use Use] [] 0 (PY) "a = (b **= c)";
    IMATMUL [Def Use Use] [] 0 (PY) "a = (b @= c)";
    ILSHIFT [Def Use Use] [] 0 (PY) "a = (b <<= c)";
    IRSHIFT [Def Use Use] [] 0 (PY) "a = (b >>= c)";
    IAND [Def Use Use] [] 0 (PY) "a = (b &= c)";
    IOR [Def Use Use] [] 0 (PY) "a = (b |= c)";
    IXOR [Def Use Use] [] 0 (PY) "a = (b ^= c)";
    NEG [Def Use] [] 0 (PY) "a = -b";
    POS [Def Use] [] 0 (PY) "a = +b";
    INVERT [Def Use] [] 0 (PY) "a = ~b";
    NOT [Def Use] [] 0 (PY) "a = not b";
    TRUTH [Def Use] [] 0 (PY) "a = bool(b)";
    LT [Def Use Use] [] 0 (PY) "a = b < c";
    LE [Def Use Use] [] 0 (PY) "a = b <= c";
    EQ [Def Use Use] [] 0 (PY) "a = b == c";
    NE [Def Use Use] [] 0 (PY) "a = b != c";
    GT [Def Use Use] [] 0 (PY) "a = b > c";
    GE [Def Use Use] [] 0 (PY) "a = b >= c";
    IS [Def Use Use] [] 0 (PURE) "a = b is c";
    ISNOT [Def Use Use] [] 0 (PURE) "a = b is not c";
    IN [Def Use Use] [] 0 (PY) "a = b in c";
    NOTIN [Def Use Use] [] 0 (PY) "a = b not in c";
    // Control. A backward jump polls.
    JUMP [] [Jump] 0 (PURE) "go on at x";
    JTRUE [Use] [Jump Next] 0 (PY) "to x if a is true, else to y";
    JFALSE [Use] [Jump Next] 0 (PY) "to x if a is false, else to y";
    JUNSET [Use] [Jump Next] 0 (PURE) "to x if a is unset, else to y";
    JINT [Use Num] [Jump Next] 0 (PURE) "to x if a is the int b, else to y: the selector of a finally body";
    POLL [] [] 0 (PY) "a safepoint: what a backward jump does before it jumps";
    // Iteration.
    FORPREP [DefWin Use] [] 0 (PY) "a…a+3 = state of iterating over b";
    FORNEXT [Def Mut] [Jump Next] 0 (PY) "a = next of the state b…b+3 and to x; exhausted: to y";
    ITER [Def Use] [] 0 (PY) "a = iter(b)";
    ITERABLE [Def Use] [] 0 (PY) "a = what a generator expression over b is given: an exact list, tuple or range itself, else iter(b)";
    NEXT [Def Use] [] 0 (PY) "a = next(b), unset when exhausted";
    AITER [Def Use] [] 0 (PY) "a = aiter(b)";
    ANEXT [Def Use] [] 0 (PY) "a = the awaitable of anext(b)";
    AWAITABLE [Def Use Num] [] 0 (PY) "a = iterator that `await b` delegates to; c: 0 plain, 1 __aenter__, 2 __aexit__, 4 __anext__ (for the message), 3 `yield from b`";
    ENDASYNCFOR [Use] [] 0 (RAISE) "raise exception a again unless it is StopAsyncIteration";
    // Generators.
    MAKEGEN [] [] 0 (ALLOC) "first instruction of a generator or coroutine: moves the frame to the heap and returns it";
    YIELD [Def Use Num] [] 0 (PY) "yield b, then a = what was sent; c = 1: in an async generator, wrapped";
    DELEGATE [Mut Use] [] 0 (PY) "yield from iterator b: sends it a (None at first), yields what it yields with a = what is sent, ends with a = its result";
    // Leaving and exceptions.
    RETURN [Use] [] 0 (PURE) "return a";
    RAISE [Use] [] 0 (PY) "raise a";
    RAISEFROM [Use Use] [] 0 (PY) "raise a from b";
    RERAISE [Use] [] 0 (RAISE) "raise exception a again, its traceback as it is";
    ENTERHANDLER [Def Use] [] 0 (PURE) "a = the exception being handled (or None), which is now b";
    LEAVEHANDLER [Use] [] 0 (PURE) "the exception being handled is a again";
    MATCHEXC [Def Use Use] [] 0 (PY) "a = exception b matches c (a class or tuple of classes)";
    // Containers.
    LIST [Def Win Num] [] 0 (ALLOC) "a = [c places from b]";
    TUPLE [Def Win Num] [] 0 (ALLOC) "a = (c places from b)";
    SET [Def Win Num] [] 0 (PY) "a = {c places from b}";
    DICT [Def Win Num] [] 0 (PY) "a = {c pairs of places from b}";
    LISTAPPEND [Use Use] [] 0 (ALLOC) "append b to list a (an exact list of a comprehension or display)";
    LISTEXTEND [Use Use] [] 0 (PY) "extend list a by iterable b";
    SETADD [Use Use] [] 0 (PY) "add b to set a";
    SETUPDATE [Use Use] [] 0 (PY) "update set a from iterable b";
    DICTSET [Use Use Use] [] 0 (PY) "dict a[b] = c, of a comprehension or display";
    DICTUPDATE [Use Use] [] 0 (PY) "update dict a from mapping b ({**b})";
    DICTMERGE [Use Use Use] [] 0 (PY) "update dict a from mapping b, keyword arguments of callee c: duplicates raise";
    TOTUPLE [Def Use] [] 0 (ALLOC) "a = tuple of list b";
    STRING [Def Win Num] [] 0 (ALLOC) "a = the c strings from b joined";
    FORMAT [Def Use Num] [] 0 (PY) "a = format(b, ''); c: 0 plain, 1 str, 2 repr, 3 ascii first";
    FORMATSPEC [Def Win Num] [] 0 (PY) "a = format(b, spec b+1); c as FORMAT";
    UNPACK [DefWin Num Use] [] 0 (PY) "b places from a = the b items of c; none is written if it fails";
    UNPACKEX [DefWin Use] [Num32] 0 (PY) "a… = first x&0xffff items of b, the list of the middle, the last x>>16";
    // Calls.
    CALL [Def Win Num] [] 4 (PY) "a = call b+1 with c arguments from b+4";
    CALLKW [Def Win Num] [Const] 0 (PY) "the same, the last arguments by the names in tuple constant x";
    CALLSTAR [Def Win] [] 0 (PY) "a = call b+1 with *(b+4: a tuple, or any iterable, which an error is worded for), **(dict b+5 or unset)";
    CALLM [Def Win Num] [Name] 8 (PY) "a = method x of receiver b+4 with c arguments, the receiver included";
    CALLMKW [Def Win Num] [Name Const] 0 (PY) "the same with keywords as CALLKW";
    FINDMETHOD [Def Mut] [Name] 6 (PY) "looks method x of receiver b up: a = the function, to which b is the first argument; or a = unset, b = the attribute (see `found`)";
    FINDSUPER [Mut Use Mut] [Name] 0 (PY) "the same through super (a: the value of the name super, b: class, c: self), with its results in a and c";
    CALLFOUND [Def Win Num] [Name] 8 (PY) "a = call b+1, as FINDMETHOD found method x, with c arguments from b+4, the receiver or attribute included";
    CALLFOUNDKW [Def Win Num] [Name Const] 0 (PY) "the same with keywords as CALLKW";
    CALLSUPER [Def Win Num] [Name] 4 (PY) "a = method x through super, as CALLM: b+1: the value of the name super, b+2: class, b+4: self";
    INTRINSIC [Def Win Num] [Num32] 0 (PY) "a = intrinsic x (see intrinsics) of c places from b";
    MAKEFUNCTION [Def Win] [Code] 0 (ALLOC) "a = function of code x; b: defaults tuple, b+1: kwdefaults dict, b+2: annotate function, b+3: closure tuple, each or unset";
}

macro_rules! fused {
    ($($name:ident = $($part:ident)+;)*) => {
        /// An opcode byte for a narrow instruction that says which narrow ones follow in its block.
        ///
        /// The instructions stay in the stream as they are, each at its place, so that whoever reads code takes
        /// the byte for the first one's ([`Op::from_byte`]); only the interpreter's handler table tells them apart.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "named after the instructions")]
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum Fused { $(#[doc = concat!($(stringify!($part), " "),+)] $name),* }
        /// What each stands for, longer runs first.
        pub const FUSED: &[(Fused, &[Op])] = &[$((Fused::$name, &[$(Op::$part),+])),*];
        /// Calls `$m! { NAME, … }` with every fused instruction, for handler tables.
        #[macro_export]
        macro_rules! for_each_fused { ($m:ident) => { $m! { $($name),* } } }
    };
}

fused! {
    LOADV_LT_JTRUE = LOADV LT JTRUE;
    LOADV_LT_JFALSE = LOADV LT JFALSE;
    LOADV_LE_JTRUE = LOADV LE JTRUE;
    LOADV_LE_JFALSE = LOADV LE JFALSE;
    LOADV_EQ_JTRUE = LOADV EQ JTRUE;
    LOADV_EQ_JFALSE = LOADV EQ JFALSE;
    LOADV_NE_JTRUE = LOADV NE JTRUE;
    LOADV_NE_JFALSE = LOADV NE JFALSE;
    LOADV_GT_JTRUE = LOADV GT JTRUE;
    LOADV_GT_JFALSE = LOADV GT JFALSE;
    LOADV_GE_JTRUE = LOADV GE JTRUE;
    LOADV_GE_JFALSE = LOADV GE JFALSE;
    LOADV_IS_JTRUE = LOADV IS JTRUE;
    LOADV_IS_JFALSE = LOADV IS JFALSE;
    LOADV_ISNOT_JTRUE = LOADV ISNOT JTRUE;
    LOADV_ISNOT_JFALSE = LOADV ISNOT JFALSE;
    LT_JTRUE = LT JTRUE;
    LT_JFALSE = LT JFALSE;
    LE_JTRUE = LE JTRUE;
    LE_JFALSE = LE JFALSE;
    EQ_JTRUE = EQ JTRUE;
    EQ_JFALSE = EQ JFALSE;
    NE_JTRUE = NE JTRUE;
    NE_JFALSE = NE JFALSE;
    GT_JTRUE = GT JTRUE;
    GT_JFALSE = GT JFALSE;
    GE_JTRUE = GE JTRUE;
    GE_JFALSE = GE JFALSE;
    IS_JTRUE = IS JTRUE;
    IS_JFALSE = IS JFALSE;
    ISNOT_JTRUE = ISNOT JTRUE;
    ISNOT_JFALSE = ISNOT JFALSE;
    LOADV_ADD = LOADV ADD;
    LOADV_SUB = LOADV SUB;
    LOADV_MUL = LOADV MUL;
    LOADV_FLOORDIV = LOADV FLOORDIV;
    LOADV_MOD = LOADV MOD;
    LOADV_LSHIFT = LOADV LSHIFT;
    LOADV_RSHIFT = LOADV RSHIFT;
    LOADV_AND = LOADV AND;
    LOADV_OR = LOADV OR;
    LOADV_XOR = LOADV XOR;
    LOADV_IADD = LOADV IADD;
    LOADV_ISUB = LOADV ISUB;
    LOADV_IMUL = LOADV IMUL;
    LOADV_IFLOORDIV = LOADV IFLOORDIV;
    LOADV_IMOD = LOADV IMOD;
    LOADV_ILSHIFT = LOADV ILSHIFT;
    LOADV_IRSHIFT = LOADV IRSHIFT;
    LOADV_IAND = LOADV IAND;
    LOADV_IOR = LOADV IOR;
    LOADV_IXOR = LOADV IXOR;
    LOADV_GETITEM = LOADV GETITEM;
    GETATTR_GETATTR = GETATTR GETATTR;
    GETATTR_CALLM = GETATTR CALLM;
    GETATTR_FINDMETHOD = GETATTR FINDMETHOD;
    GETATTR_RETURN = GETATTR RETURN;
    GETITEM_GETITEM = GETITEM GETITEM;
    MOVE_MOVE = MOVE MOVE;
    MOVE_CALL = MOVE CALL;
    MOVE_CALLM = MOVE CALLM;
    MOVE_FINDMETHOD = MOVE FINDMETHOD;
    MOVE_GETATTR = MOVE GETATTR;
    MOVE_LOADGLOBAL = MOVE LOADGLOBAL;
    MOVE_RETURN = MOVE RETURN;
    LOADGLOBAL_MOVE = LOADGLOBAL MOVE;
    LOADGLOBAL_LOADGLOBAL = LOADGLOBAL LOADGLOBAL;
    LOADGLOBAL_CALL = LOADGLOBAL CALL;
    MOVE_LOADV = MOVE LOADV;
    LOADV_CALL = LOADV CALL;
    LOADV_SETATTR = LOADV SETATTR;
    LOADV_RETURN = LOADV RETURN;
}

impl Fused {
    /// Its opcode byte.
    pub const fn byte(self) -> u8 {
        ALL.len() as u8 + self as u8
    }

    /// The fused instruction of an opcode byte, if it is one's.
    #[inline]
    pub fn from_byte(byte: u8) -> Option<Fused> {
        FUSED.get((byte as usize).checked_sub(ALL.len())?).map(|f| f.0)
    }

    /// The instructions that it stands for.
    pub const fn parts(self) -> &'static [Op] {
        FUSED[self as usize].1
    }
}

/// Special methods of `GETSPECIAL`, by number.
pub const SPECIALS: &[&str] = &["__enter__", "__exit__", "__aenter__", "__aexit__"];

/// Opcode byte of the prefix of a wide instruction.
pub const WIDE: u8 = 255;

/// First opcode byte that is no instruction's: above are the prefix and those that others patch in.
pub const RESERVED: u8 = 250;

const _: () = assert!(ALL.len() + FUSED.len() <= RESERVED as usize);

/// Offset of the first argument from the start of a call's window.
pub const WINDOW_HEADER: usize = 4;

impl Op {
    /// Its row.
    #[inline]
    pub const fn row(self) -> &'static Row {
        &OPS[self as usize]
    }

    /// Whether it is a call whose callee's frame begins behind the header of the window.
    #[inline]
    pub const fn is_plain_call(self) -> bool {
        use Op::*;
        matches!(self, CALL | CALLM | CALLFOUND | CALLKW | CALLMKW | CALLFOUNDKW)
    }

    /// The instruction of an opcode byte; of a fused one's, the first.
    #[inline]
    pub fn from_byte(byte: u8) -> Option<Op> {
        match ALL.get(byte as usize) {
            Some(op) => Some(*op),
            None => Fused::from_byte(byte).map(|f| f.parts()[0]),
        }
    }

    /// The instruction with this name.
    pub fn from_name(name: &str) -> Option<Op> {
        ALL.iter().copied().find(|op| op.row().name == name)
    }

    /// Whether it ends a block.
    pub const fn is_terminator(self) -> bool {
        matches!(
            self,
            Op::JUMP
                | Op::JTRUE
                | Op::JFALSE
                | Op::JUNSET
                | Op::JINT
                | Op::FORNEXT
                | Op::RETURN
                | Op::RAISE
                | Op::RAISEFROM
                | Op::RERAISE
        )
    }

    /// Whether it may raise, hence needs its block's handler.
    pub const fn may_raise(self) -> bool {
        self.row().effect.may_raise() || matches!(self, Op::LOADK | Op::NEWCELL)
    }

    /// Words of the extensions and the cache, without the instruction itself.
    pub const fn trailing_words(self) -> usize {
        let row = self.row();
        let mut words = row.cache as usize;
        let mut i = 0;
        while i < row.exts.len() {
            words += match row.exts[i] {
                Kind::Imm => 2,
                Kind::Next => 0,
                _ => 1,
            };
            i += 1;
        }
        words
    }

    /// The in-place twin of a binary operator, and back.
    pub fn inplace(self) -> Option<Op> {
        let (add, xor) = (Op::ADD as u8, Op::XOR as u8);
        let n = self as u8;
        if n >= add && n <= xor { Op::from_byte(n - add + Op::IADD as u8) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_inverse() {
        for &op in ALL {
            assert_eq!(Op::from_name(op.row().name), Some(op));
            assert_eq!(Op::from_byte(op as u8), Some(op));
            assert!(op.row().fields.len() <= 3 && op.row().exts.len() <= 2);
        }
        assert_eq!(Op::XOR.inplace(), Some(Op::IXOR));
    }

    #[test]
    fn fused_bytes_read_as_their_first_instruction() {
        for &(fused, parts) in FUSED {
            assert_eq!(Fused::from_byte(fused.byte()), Some(fused));
            assert_eq!(Op::from_byte(fused.byte()), Some(parts[0]));
            assert_eq!(Op::from_name(&format!("{fused:?}")), None);
        }
        assert_eq!(Op::from_byte(WIDE), None);
    }
}
