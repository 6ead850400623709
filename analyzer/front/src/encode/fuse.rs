//! Fused instructions: where some narrow neighbours of a block have a row in `ops::FUSED`, the first one's
//! opcode byte says so. Nothing else changes: each instruction stays where it is, and is what it was for
//! everybody who goes on or looks there.

use crate::hir::Insn;
use pyspec_abi::ops::{FUSED, Op};

/// Gives the words of a block's instructions, each with its pc, the opcode bytes of the fused ones.
pub fn block(code: &mut [u32], insns: &[(Insn, u32)]) {
    let mut i = 0;
    while i < insns.len() {
        let rest = &insns[i..];
        let found = FUSED.iter().find(|(_, parts)| fits(parts, rest));
        i += match found {
            Some((fused, parts)) => {
                let word = &mut code[rest[0].1 as usize];
                *word = *word & !0xff | fused.byte() as u32;
                // The last one may begin another: it is reached by its own byte only where the handler fails.
                parts.len()
            }
            None => 1,
        };
    }
}

fn fits(parts: &[Op], insns: &[(Insn, u32)]) -> bool {
    insns.len() >= parts.len()
        && parts.iter().zip(insns).all(|(op, (i, _))| i.op == *op && i.fields().iter().all(|&f| f < 256))
        && insns[..parts.len()].windows(2).all(|pair| feeds(&pair[0].0, &pair[1].0))
}

/// Whether the second one reads the first one's result where a fused handler takes it from.
fn feeds(first: &Insn, second: &Insn) -> bool {
    let operand = second.op.inplace().is_some() || (Op::IADD as u8..=Op::IXOR as u8).contains(&(second.op as u8));
    let compares = (Op::LT as u8..=Op::ISNOT as u8).contains(&(second.op as u8));
    match second.op {
        Op::JTRUE | Op::JFALSE => first.a == second.a,
        _ if first.op == Op::LOADV && (operand || compares || second.op == Op::GETITEM) => {
            second.c == first.a && second.b != first.a
        }
        _ => true,
    }
}
