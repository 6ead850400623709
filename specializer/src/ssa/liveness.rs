//! Which values are needed at the start of each block: by instructions, ends of blocks, and exits.

use super::cfg::{reverse_postorder, successors};
use super::{BlockId, ExitId, Func, Term, Val};

/// Values that are live at the start of each block, its parameters left out.
pub struct Liveness {
    starts: Vec<Bits>,
}

/// A set of values.
#[derive(Clone, PartialEq)]
struct Bits(Vec<u64>);

impl Bits {
    fn new(values: usize) -> Bits {
        Bits(vec![0; values.div_ceil(64)])
    }

    fn insert(&mut self, v: Val) {
        self.0[v.index() / 64] |= 1 << (v.index() % 64);
    }

    fn remove(&mut self, v: Val) {
        self.0[v.index() / 64] &= !(1 << (v.index() % 64));
    }

    fn add(&mut self, other: &Bits) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
    }
}

impl Liveness {
    /// Goes backwards until nothing changes.
    pub fn of(func: &Func) -> Liveness {
        let mut this = Liveness { starts: vec![Bits::new(func.values.len()); func.blocks.len()] };
        let order = reverse_postorder(func);
        let mut changed = true;
        while changed {
            changed = false;
            for &b in order.iter().rev() {
                let start = this.block(func, b);
                if start != this.starts[b.index()] {
                    this.starts[b.index()] = start;
                    changed = true;
                }
            }
        }
        this
    }

    fn block(&self, func: &Func, b: BlockId) -> Bits {
        let block = &func.blocks[b.index()];
        let mut live = Bits::new(func.values.len());
        successors(&block.term).for_each(|s| live.add(&self.starts[s.index()]));
        block.term.each_use(|v| live.insert(v));
        if let Term::Exit(x) = block.term {
            needs(func, x, &mut live);
        }
        for inst in block.insts.iter().rev() {
            if let Some(v) = inst.result {
                live.remove(v);
            }
            inst.kind.each_use(|v| live.insert(v));
            inst.kind.each_exit(|x| needs(func, x, &mut live));
        }
        block.params.iter().for_each(|&p| live.remove(p));
        live
    }

    /// The values that are live at the start of a block, in order.
    pub fn at_start(&self, b: BlockId) -> impl Iterator<Item = Val> + '_ {
        self.starts[b.index()].0.iter().enumerate().flat_map(|(i, &word)| {
            (0..64).filter(move |bit| word >> bit & 1 != 0).map(move |bit| Val(i as u32 * 64 + bit))
        })
    }
}

fn needs(func: &Func, x: ExitId, live: &mut Bits) {
    let places = func.exits[x.index()].frames.iter().flat_map(|f| &f.places);
    places.for_each(|&(_, v)| live.insert(v));
}
