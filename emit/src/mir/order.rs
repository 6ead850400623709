//! The order of blocks in which every pass can be made in one sweep.

use super::MFunction;

/// The blocks that the entry reaches, each after some predecessor and after whatever dominates it, and otherwise as close
/// to the function's own order as that allows; and the predecessors of all blocks, one for each edge.
pub(crate) fn reverse_postorder(func: &MFunction) -> (Vec<usize>, Vec<Vec<usize>>) {
    let succs = |block: usize| -> Vec<usize> {
        let terminator = func.blocks[block].terminator.as_ref().expect("every block has an end");
        let mut succs: Vec<usize> = terminator.edges().iter().map(|edge| edge.block.index()).collect();
        // What is visited first comes last: a loop's exit, made after its body, stays after it.
        succs.sort_unstable();
        succs
    };
    let mut preds = vec![Vec::new(); func.blocks.len()];
    let mut seen = vec![false; func.blocks.len()];
    let mut order = Vec::new();
    seen[0] = true;
    let mut stack = vec![(0, succs(0))];
    while let Some((block, rest)) = stack.last_mut() {
        let block = *block;
        match rest.pop() {
            Some(succ) => {
                preds[succ].push(block);
                if !std::mem::replace(&mut seen[succ], true) {
                    stack.push((succ, succs(succ)));
                }
            }
            None => {
                order.push(block);
                stack.pop();
            }
        }
    }
    order.reverse();
    (order, preds)
}
