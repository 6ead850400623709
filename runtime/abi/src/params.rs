//! How a callable takes its arguments. One record for functions, natives, the
//! analyzer and compiled code; `bind()` in the runtime words the errors.
//!
//! Parameters occupy the first places in the order of CPython's `co_varnames`:
//! positional-only, positional or keyword, keyword-only, `*args`, `**kwargs`.

/// Counts and flags; the names stand beside it, in place order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ParamSpec {
    /// Positional-only parameters.
    pub positional_only: u16,
    /// All positional parameters, the positional-only ones included.
    pub positional: u16,
    /// Keyword-only parameters.
    pub keyword_only: u16,
    /// Whether there is `*args`.
    pub varargs: bool,
    /// Whether there is `**kwargs`.
    pub varkeywords: bool,
}

impl ParamSpec {
    /// Places that parameters take.
    pub const fn places(&self) -> usize {
        let mut n = self.positional as usize + self.keyword_only as usize;
        if self.varargs {
            n += 1;
        }
        if self.varkeywords {
            n += 1;
        }
        n
    }

    /// Place of `*args`, if there is one.
    pub const fn varargs_place(&self) -> Option<usize> {
        if self.varargs { Some(self.positional as usize + self.keyword_only as usize) } else { None }
    }

    /// Place of `**kwargs`, if there is one.
    pub const fn varkeywords_place(&self) -> Option<usize> {
        if self.varkeywords { Some(self.places() - 1) } else { None }
    }

    /// Whether a call with exactly `positional` arguments needs no binding.
    pub const fn is_plain(&self) -> bool {
        self.keyword_only == 0 && !self.varargs && !self.varkeywords
    }

    /// As three words for a blob.
    pub const fn pack(&self) -> [u32; 2] {
        [
            self.positional_only as u32 | (self.positional as u32) << 16,
            self.keyword_only as u32 | (self.varargs as u32) << 16 | (self.varkeywords as u32) << 17,
        ]
    }

    /// The inverse of [`ParamSpec::pack`].
    pub const fn unpack(words: [u32; 2]) -> ParamSpec {
        ParamSpec {
            positional_only: words[0] as u16,
            positional: (words[0] >> 16) as u16,
            keyword_only: words[1] as u16,
            varargs: words[1] & 1 << 16 != 0,
            varkeywords: words[1] & 1 << 17 != 0,
        }
    }
}
