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

#[cfg(test)]
mod tests {
    use crate::{CompileOptions, Mode, compile, encode};
    use pyspec_abi::blob::Unit;
    use pyspec_abi::ops::{Fused, Op};

    /// Opcode bytes of a source's functions, narrow instructions only.
    fn bytes(source: &str) -> Vec<u8> {
        let module = compile(source.as_bytes(), "test", Mode::Exec, &CompileOptions::default()).expect("it compiles");
        let words = encode(&module).words;
        let unit = Unit::new(&words).expect("a unit");
        let mut all = vec![];
        for i in 0..unit.len() {
            let code = unit.function(i).code();
            let mut pc = 0;
            while pc < code.len() {
                let byte = code[pc] as u8;
                all.push(byte);
                pc += 1 + Op::from_byte(byte).expect("an instruction").trailing_words();
            }
        }
        all
    }

    #[test]
    fn neighbours_are_fused_and_still_read_as_themselves() {
        let source = "def f(x, y):\n  while x < y:\n    x += 1\n    if y is None or x == 7:\n      return x.a.b\n  return y[0]\n";
        let bytes = bytes(source);
        let fused: Vec<Fused> = bytes.iter().filter_map(|&b| Fused::from_byte(b)).collect();
        for wanted in [
            Fused::LT_JTRUE,
            Fused::LOADV_IADD,
            Fused::LOADV_IS_JTRUE,
            Fused::LOADV_EQ_JFALSE,
            Fused::GETATTR_GETATTR,
            Fused::LOADV_GETITEM,
        ] {
            assert!(fused.contains(&wanted), "{wanted:?} not in {fused:?}");
        }
        for (i, &byte) in bytes.iter().enumerate() {
            if let Some(fused) = Fused::from_byte(byte) {
                let follow: Vec<Op> = bytes[i..].iter().filter_map(|&b| Op::from_byte(b)).collect();
                assert!(follow.starts_with(fused.parts()), "{fused:?} before {follow:?}");
            }
        }
    }

    #[test]
    fn what_is_used_elsewhere_is_not_taken_for_the_operand() {
        // The constant is the left operand.
        let fused: Vec<Fused> =
            bytes("def f(x):\n  return 1 + x\n").iter().filter_map(|&b| Fused::from_byte(b)).collect();
        assert!(!fused.contains(&Fused::LOADV_ADD), "{fused:?}");
    }
}
