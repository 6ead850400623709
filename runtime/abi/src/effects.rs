//! What an instruction, an intrinsic or a native may do, as a set of bits.
//!
//! The compilers' passes and the verifier read these rows; nothing else decides
//! which facts survive a call.

/// A set of effects.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Effect(pub u16);

impl Effect {
    /// Nothing but its result.
    pub const PURE: Effect = Effect(0);
    /// Allocates, so it may collect.
    pub const ALLOC: Effect = Effect(1);
    /// May raise.
    pub const RAISE: Effect = Effect(2);
    /// Reads an object's map or slots.
    pub const READ_SLOT: Effect = Effect(4);
    /// Writes an object's map or slots.
    pub const WRITE_SLOT: Effect = Effect(8);
    /// Reads items of a container.
    pub const READ_ITEM: Effect = Effect(16);
    /// Writes items of a container.
    pub const WRITE_ITEM: Effect = Effect(32);
    /// Reads a global.
    pub const READ_GLOBAL: Effect = Effect(64);
    /// Writes a global.
    pub const WRITE_GLOBAL: Effect = Effect(128);
    /// May run Python code, hence anything.
    pub const PYTHON: Effect = Effect(256 | 255);
    /// May let another thread run, hence anything.
    pub const SWITCHES: Effect = Effect(512 | 256 | 255);

    /// Both sets.
    pub const fn or(self, other: Effect) -> Effect {
        Effect(self.0 | other.0)
    }

    /// Whether any effect of `other` is in this set.
    pub const fn meets(self, other: Effect) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether Python code or another thread may run.
    pub const fn runs_python(self) -> bool {
        self.0 & 256 != 0
    }

    /// Whether facts about maps, slots and globals die.
    pub const fn may_raise(self) -> bool {
        self.0 & 2 != 0
    }

    /// The names, joined by spaces, as dumps print them.
    pub fn names(self) -> String {
        if self.0 & 512 != 0 {
            return "switches".into();
        }
        if self.runs_python() {
            return "python".into();
        }
        const NAMES: [&str; 8] = [
            "alloc",
            "raise",
            "read(slot)",
            "write(slot)",
            "read(item)",
            "write(item)",
            "read(global)",
            "write(global)",
        ];
        let names: Vec<&str> = (0..8).filter(|i| self.0 & (1 << i) != 0).map(|i| NAMES[i]).collect();
        if names.is_empty() { "pure".into() } else { names.join(" ") }
    }
}
