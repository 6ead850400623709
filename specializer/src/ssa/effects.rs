//! What instructions may do, as passes ask it.

use super::Kind;

impl Kind {
    /// Whether Python code, or another thread, may run: no fact about the heap survives. A poll leaves instead, and
    /// a global is looked up in dicts of names.
    pub fn runs_python(&self) -> bool {
        match self {
            Kind::Help { helper, .. } => helper.row().effect.runs_python(),
            Kind::CallFast { .. } => true,
            Kind::CachedGet { .. } | Kind::CachedFind { .. } | Kind::CachedSet { .. } | Kind::CachedCall(_) => true,
            Kind::AnyBin { .. } | Kind::AnyCmp { .. } | Kind::AnyItem { .. } => true,
            _ => false,
        }
    }

    /// Whether it is a function of its operands alone, without effect and exit: equal ones are one.
    pub fn is_pure(&self) -> bool {
        use Kind::*;
        match self {
            Int(_) | Float(_) | Bool(_) | Tagged(_) | IntBit { .. } | IntNot { .. } | RangeCount { .. } => true,
            IntCmp { .. } | IntToFloat { .. } | BoolToInt { .. } | FloatBin { .. } | FloatNeg { .. } => true,
            FloatAbs { .. } | FloatSqrt { .. } | FloatCmp { .. } | BoolNot { .. } | Is { .. } | Box { .. } => true,
            Site { .. } | PlaceAddr { .. } | Same { .. } | Generator | ResumeOffset => true,
            IntBin { overflow, .. } | IntNeg { overflow, .. } => overflow.is_none(),
            Help { helper, .. } => helper.row().effect == pyspec_abi::effects::Effect::PURE && self.result().is_some(),
            _ => false,
        }
    }

    /// Whether it reads memory and does nothing else.
    pub fn is_load(&self) -> bool {
        use Kind::*;
        matches!(
            self,
            Load { .. }
                | LoadLen { .. }
                | LoadItem { .. }
                | LoadTupleItem { .. }
                | LoadPlace { .. }
                | MapOf { .. }
                | ArrayLen { .. }
                | ArrayFloat { .. }
                | ArrayInt { .. }
                | FrameFunction
        )
    }

    /// Whether it does nothing but leave, or compute, by what never changes: its operands' words.
    pub fn is_lasting_check(&self) -> bool {
        use Kind::*;
        match self {
            UnboxInt { .. }
            | UnboxSmall { .. }
            | UnboxFloat { .. }
            | UnboxBool { .. }
            | UnboxNumber { .. }
            | GuardWord { .. }
            | GuardNotWord { .. }
            | GuardBuiltin { .. } => true,
            GuardBool { .. } | CheckIndex { .. } | GuardIndex { .. } | Object { .. } | ArrayState { .. } => true,
            IntFloorDiv { .. } | IntMod { .. } | IntShl { .. } | IntShr { .. } => true,
            IntBin { overflow, .. } | IntNeg { overflow, .. } => overflow.is_some(),
            _ => false,
        }
    }
}
