//! Which variables instructions read and write, for queries about types.

use super::{NO_VAR, Var};
use pyspec_front::hir::Place;

/// What one instruction made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Part {
    pub rows: [u32; 2],
    pub constraints: [u32; 2],
}

/// Variables of a function's places, for queries about types.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct VariableMap {
    pub(super) places: u32,
    /// Each instruction's part of `rows`, and of the constraints.
    pub(super) parts: Vec<Part>,
    /// (place, variable) read, then written.
    pub(super) rows: Vec<(Place, Var)>,
    /// Variables of all places at each block's entry.
    pub(super) entries: Vec<Var>,
}

impl VariableMap {
    fn rows(&self, n: u32) -> &[(Place, Var)] {
        let [from, to] = self.parts.get(n as usize).map_or([0, 0], |p| p.rows);
        &self.rows[from as usize..to as usize]
    }

    /// The variable of `place` where instruction `n` reads it, else where it writes it.
    pub fn at(&self, n: u32, place: Place) -> Option<Var> {
        self.rows(n).iter().find(|r| r.0 == place).map(|r| r.1).filter(|&v| v != NO_VAR)
    }

    /// The variable that instruction `n` writes to `place`.
    pub fn written(&self, n: u32, place: Place) -> Option<Var> {
        self.rows(n).iter().rev().find(|r| r.0 == place).map(|r| r.1).filter(|&v| v != NO_VAR)
    }

    /// The constraints that instruction `n` made.
    pub fn constraints(&self, n: u32) -> std::ops::Range<usize> {
        let [from, to] = self.parts.get(n as usize).map_or([0, 0], |p| p.constraints);
        from as usize..to as usize
    }

    /// The instruction that made a constraint.
    pub fn instruction(&self, constraint: u32) -> Option<u32> {
        let at = |p: &Part| p.constraints[0] <= constraint && constraint < p.constraints[1];
        self.parts.iter().position(at).map(|n| n as u32)
    }

    /// The variable of `place` at the entry of a block.
    pub fn at_entry(&self, block: u32, place: Place) -> Option<Var> {
        let at = block as usize * self.places as usize + place as usize;
        self.entries.get(at).copied().filter(|&v| v != NO_VAR)
    }
}
