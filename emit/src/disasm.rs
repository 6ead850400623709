//! Machine code as text, for dumps and tests: one instruction a line, exits and calls named as in the machine IR.

use crate::{CompiledCode, Target};
use iced_x86::{Decoder, DecoderOptions, Formatter, IntelFormatter};
use std::collections::HashMap;
use std::fmt::Write;

/// Disassembles a function up to its constants. Jumps name blocks and exits (`b1`, `exit 17`) instead of offsets, so that
/// the text survives small changes of the code.
pub fn disassemble(code: &CompiledCode, target: Target) -> String {
    let labels = labels(code);
    let targets: HashMap<u64, &str> = labels.iter().map(|(at, name)| (*at as u64, name.as_str())).collect();
    let calls: HashMap<u32, u32> = code.calls.iter().map(|site| (site.return_offset, site.client)).collect();
    let mut decoder = Decoder::with_ip(target.word_bits(), &code.bytes, 0, DecoderOptions::NONE);
    let mut formatter = IntelFormatter::new();
    formatter.options_mut().set_space_after_operand_separator(true);
    formatter.options_mut().set_branch_leading_zeros(false);
    formatter.options_mut().set_rip_relative_addresses(true);
    let (mut text, mut line) = (String::new(), String::new());
    let mut next_label = 0;
    while decoder.can_decode() && decoder.ip() < code.code_bytes as u64 {
        let inst = decoder.decode();
        while next_label < labels.len() && labels[next_label].0 as u64 <= inst.ip() {
            writeln!(text, "{}:", labels[next_label].1).expect("a string takes everything");
            next_label += 1;
        }
        line.clear();
        formatter.format(&inst, &mut line);
        let range = inst.ip() as u32..inst.next_ip() as u32;
        let relocation = code.relocations.iter().find(|relocation| range.contains(&relocation.offset));
        if let Some(relocation) = relocation {
            write!(line, " ; {}", relocation.symbol).expect("a string takes everything");
        } else if inst.near_branch_target() != 0
            && let Some(name) = targets.get(&inst.near_branch_target())
        {
            let mnemonic = line.split(' ').next().unwrap_or("").to_string();
            line = format!("{mnemonic} {name}");
        }
        if let Some(client) = calls.get(&range.end) {
            write!(line, " ; record {client}").expect("a string takes everything");
        }
        writeln!(text, "    {line}").expect("a string takes everything");
    }
    text
}

/// Named places by offset: blocks, then exits.
fn labels(code: &CompiledCode) -> Vec<(u32, String)> {
    let mut labels = Vec::new();
    for (block, offset) in code.block_offsets.iter().enumerate() {
        labels.extend(offset.map(|offset| (offset, format!("b{block}"))));
    }
    labels.extend(code.exits.iter().map(|exit| (exit.stub_offset, format!("exit {}", exit.client))));
    labels.extend(code.epilogue.map(|offset| (offset, "epilogue".to_string())));
    labels.sort();
    labels
}
