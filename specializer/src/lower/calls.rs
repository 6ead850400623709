//! Helpers, fast entries, safepoints.

use super::*;
use pyspec_abi::helpers::Class as Row;

impl Lower<'_> {
    /// A helper's call; a raising result leaves.
    pub(super) fn help(&mut self, helper: Helper, args: &[Val], exit: Option<ExitId>) -> Option<VReg> {
        let args: Vec<VReg> = args.iter().map(|&a| self.reg(a)).collect();
        if let (Helper::Truth, Some(x)) = (helper, exit) {
            let exit = self.exit(x);
            return Some(self.truth(args[0], exit));
        }
        if let (Helper::ListAppend, Some(x)) = (helper, exit) {
            return self.list_append(args[0], args[1], x);
        }
        let record = exit.filter(|_| helper.row().effect.runs_python()).map(|x| self.exit(x));
        let result = match record {
            Some(record) => self.python_helper(helper, &args, record)?,
            None => self.helper(helper, &args)?,
        };
        if let Some(x) = exit.filter(|_| matches!(helper.row().result, Row::Value | Row::Status)) {
            let exit = self.exit(x);
            self.b.guard(Test::int(IntCc::Eq, result, 0), exit);
        }
        // 1 false or fine, 2 true.
        Some(if helper.row().result == Row::Status { self.b.alu(AluOp::Sub, result, 1) } else { result })
    }

    /// A new tuple or slice.
    pub(super) fn pack(&mut self, map: u32, place: u16, items: &[Val], exit: ExitId) -> VReg {
        let items: Vec<VReg> = items.iter().map(|&v| self.box_value(v)).collect();
        let result = if map == pyspec_abi::types::SLICE {
            self.helper(Helper::NewSlice, &items)
        } else if map == pyspec_abi::types::RANGE {
            self.helper(Helper::NewRange, &items)
        } else {
            for (i, &item) in items.iter().enumerate() {
                self.b.store(MemType::Word, item, Addr::base(self.base, 8 * (place as i32 + i as i32)));
            }
            let at = self.b.lea(Addr::base(self.base, 8 * place as i32));
            let count = self.b.imm(items.len() as i64);
            self.helper(Helper::NewTuple, &[at, count])
        };
        let (result, exit) = (result.expect("a value"), self.exit(exit));
        self.b.guard(Test::int(IntCc::Eq, result, 0), exit);
        result
    }

    /// A compiled function's fast entry returns word, status and, if it declares one, a float.
    pub(super) fn call_fast(
        &mut self,
        function: FunctionId,
        args: &[Val],
        result: Rep,
        raised: ExitId,
        boxed: Option<ExitId>,
    ) -> VReg {
        let args: Vec<VReg> = args.iter().map(|&a| self.reg(a)).collect();
        let cell = self.symbol(SymbolTarget::Fast(function));
        let classes: &[Class] =
            if result == Rep::Float { &[Class::Int, Class::Int, Class::Float] } else { &[Class::Int, Class::Int] };
        let exit = self.exit(raised);
        let results = self.call_python(CallTarget::Mem(Addr::base(cell, 0)), &args, classes, exit);
        let (word, state) = (results[0], results[1]);
        let Some(boxed) = boxed else {
            // A tagged result is one whether or not the callee ended in the interpreter.
            self.b.guard(Test::int(IntCc::Eq, state, status::RAISED as i32), exit);
            return if result == Rep::Float { results[2] } else { word };
        };
        let (odd, fine, off) = (self.b.cold_block(), self.b.block(), self.b.cold_block());
        self.b.branch(Test::int(IntCc::Ne, state, status::VALUE as i32), odd, fine);
        self.b.switch_to(odd);
        self.b.guard(Test::int(IntCc::Eq, state, status::RAISED as i32), exit);
        self.b.jump(off, &[]);
        self.b.switch_to(off);
        let exit = self.exit_with(boxed, Some(word));
        self.b.end(Terminator::Exit(exit));
        self.b.switch_to(fine);
        if result == Rep::Float { results[2] } else { word }
    }

    /// Whatever is to be done, the interpreter does it: compiled code keeps what it knows of the heap.
    pub(super) fn poll(&mut self, exit: ExitId) {
        let exit = self.exit(exit);
        self.b.guard(Test::sized(IntCc::Ne, Size::S32, Addr::context(self.context.poll), 0), exit);
    }
}
