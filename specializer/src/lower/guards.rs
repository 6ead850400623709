//! Guards on maps, words, functions.

use super::*;
use pyspec_abi::builtins::Builtin;
use pyspec_abi::layouts;
use pyspec_abi::types as id;

impl Lower<'_> {
    /// For tests: makes an instruction's guard fail when it is reached for the first time, whatever it looks at. An
    /// exit rebuilds the frame as of before its instruction, so it may be taken at any time.
    pub(super) fn force_exit(&mut self, kind: &Kind) {
        use Reason::*;
        let Some(mut number) = self.symbols.forced else { return };
        let mut exits = vec![];
        kind.each_exit(|x| exits.push(x));
        for x in exits {
            let exit = &self.func.exits[x.index()];
            let is_guard = matches!(exit.reason, Type | Map | Overflow | Index | Zero | Global | Callee | Dead | Unset);
            if !is_guard || exit.awaits.is_some() {
                continue;
            }
            let cell = self.symbol(SymbolTarget::Forced(number));
            number += 1;
            let seen = self.b.load(MemType::U32, Addr::base(cell, 0));
            self.b.store_imm(Size::S32, 1, Addr::base(cell, 0));
            let exit = self.exit(x);
            self.b.guard(Test::int(IntCc::Eq, seen, 0), exit);
        }
        self.symbols.forced = Some(number);
    }

    pub(super) fn guard_map(&mut self, a: Val, first: u32, last: u32, exit: ExitId) {
        let (a, exit) = (self.reg(a), self.exit(exit));
        self.b.guard(Test::any_bit(a, 7), exit);
        if first == last {
            self.b.guard(Test::sized(IntCc::Ne, Size::S32, Addr::base(a, 0), first as i32), exit);
            return;
        }
        let map = self.b.load(MemType::U32, Addr::base(a, 0));
        let offset = self.b.alu(AluOp::Sub, map, first as i32);
        self.b.guard(Test::sized(IntCc::Above, Size::S32, offset, (last - first) as i32), exit);
    }

    pub(super) fn guard_word(&mut self, a: Val, word: u64, same: bool, exit: ExitId) {
        let (a, exit) = (self.reg(a), self.exit(exit));
        let cc = if same { IntCc::Ne } else { IntCc::Eq };
        match i32::try_from(word as i64) {
            Ok(imm) => self.b.guard(Test::int(cc, a, imm), exit),
            Err(_) => {
                let word = self.b.imm(word as i64);
                self.b.guard(Test::int(cc, a, word), exit);
            }
        }
    }

    /// A function object whose code is the one expected; its closure is the callee's own affair.
    pub(super) fn guard_function(&mut self, a: Val, function: FunctionId, exit: ExitId) {
        let cell = self.symbol(SymbolTarget::CodeObject(function));
        let (a, exit) = (self.reg(a), self.exit(exit));
        self.b.guard(Test::any_bit(a, 7), exit);
        self.b.guard(Test::sized(IntCc::Ne, Size::S32, Addr::base(a, 0), id::FUNCTION as i32), exit);
        let code = self.b.load(MemType::Word, Addr::base(a, layouts::FUNCTION_CODE as i32));
        self.b.guard(Test::int(IntCc::Ne, code, Addr::base(cell, 0)), exit);
    }

    /// A native by its row, a class by what the context says.
    pub(super) fn guard_builtin(&mut self, a: Val, builtin: Builtin, exit: ExitId) {
        let (a, exit) = (self.reg(a), self.exit(exit));
        if let Some((number, _)) = builtin.class() {
            let class = Addr::context(self.context.known_classes + 8 * number as i32);
            return self.b.guard(Test::int(IntCc::Ne, a, class), exit);
        }
        let row = self.symbol(SymbolTarget::NativeRow(builtin));
        self.b.guard(Test::any_bit(a, 7), exit);
        self.b.guard(Test::sized(IntCc::Ne, Size::S32, Addr::base(a, 0), id::NATIVE as i32), exit);
        self.b.guard(Test::int(IntCc::Ne, row, Addr::base(a, layouts::NATIVE_ROW as i32)), exit);
    }
}
