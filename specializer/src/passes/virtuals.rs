//! Escape analysis of what is written once: a tuple or slice that nothing but exits refers to is not made.
//!
//! ```text
//! v7 = pack 20, 3, [v4, v5] else x2
//! v8 = int_add v4, v5 else x3      ; x3 has v7 in a place
//! becomes
//! v7 = virtual 20, [v4, v5]        ; makes nothing: whoever leaves by x3 makes it
//! ```
//! Its items may be virtual in turn. What reads them in compiled code has been folded before.

use crate::ssa::{Func, Kind};

/// The pass.
pub fn virtuals(func: &mut Func) {
    // Each round may free the items of what the one before has found.
    while sink(func) {}
}

fn sink(func: &mut Func) -> bool {
    let mut used = vec![false; func.values.len()];
    for block in &func.blocks {
        let kinds = block.insts.iter().map(|i| &i.kind).filter(|k| !matches!(k, Kind::Virtual { .. }));
        kinds.for_each(|k| k.each_use(|v| used[v.index()] = true));
        block.term.each_use(|v| used[v.index()] = true);
    }
    let mut any = false;
    for inst in func.blocks.iter_mut().flat_map(|b| &mut b.insts) {
        if let (Some(v), Kind::Pack { map, items, .. }) = (inst.result, &mut inst.kind)
            && !used[v.index()]
        {
            inst.kind = Kind::Virtual { map: *map, items: std::mem::take(items) };
            any = true;
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ssa::parse::parse;
    use crate::ssa::text::print;

    #[test]
    fn what_only_exits_hold_is_not_made() {
        let text = "\
func 0.0 f(v0: int, v1: tagged) -> tagged places 8
exit x0 raised 0.0@1 []
exit x1 type 0.0@2 [0 = v3]
b0():
  v2: tagged = pack 20, 3, [v0, v1] else x0
  v3: tagged = pack 20, 5, [v2, v0] else x0
  v4: int = unbox_int v1 else x1
  v5: tagged = pack 20, 3, [v4] else x0
  return v5
";
        let mut func = parse(text).expect("it parses");
        virtuals(&mut func);
        let text = print(&func);
        assert!(text.contains("v2: tagged = virtual 20, [v0, v1]\n  v3: tagged = virtual 20, [v2, v0]"), "{text}");
        assert!(text.contains("v5: tagged = pack"), "{text}");
    }
}
