//! Which functions are compiled, and where they can be entered.
//!
//! A function is worth it if it has a loop or is small enough to be called often, and if not most of
//! it would go through the interpreter's `step` anyway. Deliberately simple: a profile may decide later.

use crate::facts::Source;
use crate::program::{FunctionId, Unsupported};
use pyspec_abi::blob::flags;
use pyspec_abi::ops::Op;
use pyspec_front::hir::Function;

/// Instructions beyond which compile time is not worth it.
const LARGEST: usize = 3000;

/// Parameters of the largest fast entry.
const MOST_PARAMETERS: usize = 12;

/// Builtins that look at the frame which calls them: its places would have to be in its window.
const LOOK_AT_FRAMES: &[&str] =
    &["locals", "globals", "eval", "exec", "dir", "vars", "_getframe", "currentframe", "__import__"];

/// A function to compile.
#[derive(Clone, Debug)]
pub struct Choice {
    pub id: FunctionId,
    /// Whether compiled code may call it with unboxed arguments.
    pub fast: bool,
    /// HIR blocks of loop heads to enter at.
    pub loops: Vec<u32>,
}

/// The choice for a whole program.
pub struct Chosen {
    pub functions: Vec<Choice>,
    pub unsupported: Vec<Unsupported>,
}

/// Chooses.
pub fn choose(source: &Source) -> Chosen {
    let mut chosen = Chosen { functions: vec![], unsupported: vec![] };
    for (m, module) in source.modules.iter().enumerate() {
        for (i, f) in module.functions.iter().enumerate() {
            let id = FunctionId { module: m as u32, function: i as u32 };
            let is_body = f.flags & flags::MODULE != 0;
            let chosen_as = worth(f).and_then(|loops| match source.facts.cold(id, !loops.is_empty()) {
                Some(reason) if !is_body => Err(reason),
                _ => Ok(loops),
            });
            match chosen_as {
                Ok(loops) => {
                    let fast =
                        f.params.is_plain() && f.flags & flags::MODULE == 0 && f.params.places() <= MOST_PARAMETERS;
                    chosen.functions.push(Choice { id, fast, loops });
                }
                Err(reason) => {
                    chosen.unsupported.push(Unsupported { id, name: f.qualname.clone(), reason: reason.into() });
                }
            }
        }
    }
    chosen
}

/// The heads of the function's loops, or why it stays interpreted.
fn worth(f: &Function) -> Result<Vec<u32>, &'static str> {
    if f.flags & flags::CLASS != 0 {
        return Err("class bodies run once");
    }
    let total: usize = f.blocks.iter().map(|b| b.insns.len()).sum();
    if total > LARGEST {
        return Err("too long");
    }
    if f.names.iter().any(|n| LOOK_AT_FRAMES.contains(&n.as_str())) || uses_super_otherwise(f) {
        return Err("it looks at its own frame");
    }
    let loops = loop_heads(f);
    if f.flags & flags::MODULE != 0 && loops.is_empty() {
        return Err("module bodies without loops run once");
    }
    let stepped = f.blocks.iter().flat_map(|b| &b.insns).filter(|i| is_stepped(i.op)).count();
    if 2 * stepped > total {
        return Err("most of it is left to the interpreter");
    }
    Ok(loops)
}

/// Whether the name `super` is used other than for a method or attribute through it, which have instructions of their
/// own: a call of it looks at the frame.
fn uses_super_otherwise(f: &Function) -> bool {
    let Some(name) = f.names.iter().position(|n| n == "super") else { return false };
    let insns = || f.blocks.iter().flat_map(|b| &b.insns);
    let loads = insns().filter(|i| i.op == Op::LOADGLOBAL && i.x == name as u64).count();
    let through = insns().filter(|i| matches!(i.op, Op::CALLSUPER | Op::FINDSUPER | Op::GETSUPER)).count();
    loads != through || insns().any(|i| i.op != Op::LOADGLOBAL && has_name(i.op) && i.x == name as u64)
}

fn has_name(op: Op) -> bool {
    op.row().exts.first() == Some(&pyspec_abi::ops::Kind::Name)
}

/// Targets of backward jumps.
pub fn loop_heads(f: &Function) -> Vec<u32> {
    let mut heads: Vec<u32> = vec![];
    for (b, block) in f.blocks.iter().enumerate() {
        for s in block.insns.last().into_iter().flat_map(|i| i.successors()) {
            if s.0 <= b as u32 && !heads.contains(&s.0) {
                heads.push(s.0);
            }
        }
    }
    heads.sort();
    heads
}

/// Whether the builder leaves this instruction to the interpreter.
fn is_stepped(op: Op) -> bool {
    use Op::*;
    matches!(
        op,
        LOADNAME
            | STORENAME
            | DELNAME
            | LOADCLASSCELL
            | LOADCLASSGLOBAL
            | GETSUPER
            | GETSPECIAL
            | AITER
            | ANEXT
            | ENDASYNCFOR
            | DELITEM
            | DELATTR
            | NEXT
            | SET
            | LISTEXTEND
            | SETADD
            | SETUPDATE
            | DICTUPDATE
            | DICTMERGE
            | TOTUPLE
            | STRING
            | FORMAT
            | FORMATSPEC
            | UNPACKEX
            | CALLSTAR
            | INTRINSIC
            | MAKEFUNCTION
            | DELCELL
            | ENTERHANDLER
            | LEAVEHANDLER
            | MATCHEXC
            | STOREGLOBAL
            | DELGLOBAL
    )
}
