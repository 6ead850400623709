//! Functions built where they are called.
//!
//! ```text
//! v9 = call_fast f(v3)        becomes   the instructions of f, its frame in the window of the call;
//!                                       its returns jump behind the call
//! ```
//! Exits inside have a frame for each function that waits, outermost first: the interpreter goes on in the
//! innermost, and what it returns goes to the call. A caller that waits holds what is live behind its call. Small
//! functions without loops are inlined, as long as a budget lasts; recursion is not. What a caller
//! knows of its arguments is known inside; what is known of maps inside is known behind a single return.

use super::{Arriving, Builder, Known, MapFact, flow, live};
use crate::choose;
use crate::program::FunctionId;
use crate::ssa::{BlockId, Edge, ExitFrame, Kind, Reason, Term, Val};
use crate::types::{Rep, Ty};
use pyspec_abi::exits::CONSTRUCTED;
use pyspec_abi::ops::WINDOW_HEADER;
use pyspec_front::hir::{Function, Place};
use std::collections::{HashMap, HashSet};

/// Instructions of the largest function that is inlined.
const LARGEST: usize = 45;
/// Functions deep.
const DEEPEST: usize = 4;
/// Instructions that all inlined functions in one have.
const BUDGET: usize = 700;

/// A function that waits for the one being built.
pub(super) struct Waiting<'a> {
    id: FunctionId,
    f: &'a Function,
    live: live::Live,
    flow: flow::Flow,
    starts: Vec<usize>,
    env: Vec<Known>,
    blocks: Vec<Option<BlockId>>,
    params: Vec<Vec<Place>>,
    n: u32,
    edges: HashMap<u32, Arriving>,
    first: u32,
    offset: u16,
    returns: Option<Returns>,
    constructed: Option<Val>,
    /// Place that takes the call's result.
    result: Option<Place>,
}

impl Waiting<'_> {
    /// The frame as an exit inside the callee rebuilds it: at its call, with what is live behind it.
    pub(super) fn exit_frame(&self, unset: Val) -> ExitFrame {
        let named = self.f.named.len();
        let is_kept = |p: Place| (p as usize) < named || Some(p) != self.result;
        let mut places: Vec<(u16, Val)> = (0..self.f.places as Place)
            .filter(|&p| is_kept(p) && self.live.is_live(self.n + 1, p) && self.env[p as usize].val != unset)
            .map(|p| (p, self.env[p as usize].val))
            .collect();
        if let Some(object) = self.constructed {
            places.push((CONSTRUCTED, object));
        }
        ExitFrame { function: self.id, at: self.n, places }
    }
}

/// Where the function being inlined returns to.
pub(super) struct Returns {
    /// Of several returns.
    block: Option<BlockId>,
    ty: Ty,
    /// Of the only return: what it gave, and the state there.
    at: Option<Returned>,
}

/// A return of the function being inlined: its block, what it gave, the facts of maps and assumptions there.
type Returned = (BlockId, Known, HashMap<Val, MapFact>, HashSet<u32>);

/// A call that may be inlined.
pub(super) struct Inlining {
    pub function: FunctionId,
    pub args: Vec<Known>,
    /// First place of the call's window; `None`: the instruction is no call, and the frame begins behind the caller's.
    pub window: Option<Place>,
    /// Place that takes the result, of a call that has one.
    pub result: Option<Place>,
    /// The new object, of a constructor's call.
    pub constructed: Option<Val>,
}

impl<'a> Builder<'a> {
    /// Builds the callee in place of its call if it is worth it; what it returns.
    pub(super) fn inline(&mut self, call: &Inlining) -> Option<Known> {
        let f = self.source.function(call.function);
        let size: usize = f.blocks.iter().map(|b| b.insns.len()).sum();
        let recursive = self.id == call.function || self.outer.iter().any(|w| w.id == call.function);
        if size > LARGEST || recursive || self.outer.len() >= DEEPEST || self.inlined + size > BUDGET {
            return None;
        }
        if !f.free.is_empty() || super::generator::is_generator(f) || !choose::loop_heads(f).is_empty() {
            return None;
        }
        let declared = super::fast_params(self.source, call.function);
        let mut start = vec![Ty::Unset; f.places as usize];
        for (i, (known, ty)) in call.args.iter().zip(&declared).enumerate() {
            start[i] = if known.ty == Ty::Any { *ty } else { known.ty };
        }
        let flow = flow::flow(self.source, call.function, 0, start.clone());
        let (ty, count) = flow::returned(self.source, call.function, &flow);
        if count == 0 {
            return None;
        }
        self.inlined += size;
        // What a tagged argument is declared to be is tested before the call begins.
        let args: Vec<Known> = call.args.iter().zip(&start).map(|(&a, &ty)| self.expect(a, ty)).collect();
        Some(self.build_inlined(call, f, flow, args, ty, count))
    }

    fn build_inlined(
        &mut self,
        call: &Inlining,
        f: &'a Function,
        flow: flow::Flow,
        args: Vec<Known>,
        ty: Ty,
        count: usize,
    ) -> Known {
        let block = (count > 1).then(|| self.func.block());
        let param = block.map(|block| {
            let param = self.func.value(ty.rep());
            self.func.blocks[block.index()].params.push(param);
            param
        });
        let window = call.window.unwrap_or(self.f.places as Place);
        let begin = self.offset + window + (WINDOW_HEADER + usize::from(call.constructed.is_some())) as u16;
        self.func.places = self.func.places.max(begin as u32 + f.places);
        let mut env = vec![Known { val: self.unset, ty: Ty::Unset }; f.places as usize];
        env[..args.len()].copy_from_slice(&args);
        self.wait(call, f, flow, env, begin, Returns { block, ty, at: None });
        self.make_blocks();
        let edge = self.edge(0);
        self.end(Term::Jump(edge));
        for b in self.order(0) {
            self.build_block(b);
        }
        let returns = self.resume();
        match (param, returns.at) {
            (Some(val), _) => {
                self.block = block.expect("it has the parameter");
                self.python_ran();
                Known { val, ty }
            }
            (None, Some((block, known, maps, alive))) => {
                (self.block, self.maps, self.alive) = (block, maps, alive);
                known
            }
            (None, None) => unreachable!("flow has counted one return"),
        }
    }

    /// Puts the function being built aside.
    fn wait(
        &mut self,
        call: &Inlining,
        f: &'a Function,
        flow: flow::Flow,
        env: Vec<Known>,
        offset: u16,
        returns: Returns,
    ) {
        let n_blocks = f.blocks.len();
        let waiting = Waiting {
            id: std::mem::replace(&mut self.id, call.function),
            f: std::mem::replace(&mut self.f, f),
            live: std::mem::replace(&mut self.live, live::Live::of(f)),
            flow: std::mem::replace(&mut self.flow, flow),
            starts: std::mem::replace(&mut self.starts, live::starts(f)),
            env: std::mem::replace(&mut self.env, env),
            blocks: std::mem::replace(&mut self.blocks, vec![None; n_blocks]),
            params: std::mem::replace(&mut self.params, vec![vec![]; n_blocks]),
            n: std::mem::replace(&mut self.n, 0),
            edges: std::mem::take(&mut self.edges),
            first: std::mem::replace(&mut self.first, 0),
            offset: std::mem::replace(&mut self.offset, offset),
            returns: self.returns.replace(returns),
            constructed: std::mem::replace(&mut self.constructed, call.constructed),
            result: call.result,
        };
        self.outer.push(waiting);
    }

    /// Goes on with the function that waits.
    fn resume(&mut self) -> Returns {
        let w = self.outer.pop().expect("a function waits");
        self.id = w.id;
        self.f = w.f;
        self.live = w.live;
        self.flow = w.flow;
        self.starts = w.starts;
        self.env = w.env;
        self.blocks = w.blocks;
        self.params = w.params;
        self.n = w.n;
        self.edges = w.edges;
        self.first = w.first;
        self.offset = w.offset;
        self.constructed = w.constructed;
        std::mem::replace(&mut self.returns, w.returns).expect("a function was inlined")
    }

    /// A return of an inlined function.
    pub(super) fn return_to_caller(&mut self, known: Known) {
        let returns = self.returns.as_ref().expect("in an inlined function");
        let (block, rep) = (returns.block, returns.ty.rep());
        let Some(block) = block else {
            let at = Some((self.block, known, std::mem::take(&mut self.maps), std::mem::take(&mut self.alive)));
            self.returns.as_mut().expect("as above").at = at;
            return;
        };
        let val = self.in_this_rep(known, rep);
        self.end(Term::Jump(Edge { block, args: vec![val] }));
    }

    /// The value in a representation; where it is not, the interpreter does the instruction.
    fn in_this_rep(&mut self, known: Known, rep: Rep) -> Val {
        if self.func.rep(known.val) == rep {
            return known.val;
        }
        let a = self.tagged(known);
        if rep == Rep::Tagged {
            return a;
        }
        let exit = self.exit(Reason::Type);
        self.def(match rep {
            Rep::Int => Kind::UnboxInt { a, exit },
            Rep::Float => Kind::UnboxFloat { a, exit },
            _ => Kind::UnboxBool { a, exit },
        })
    }
}
