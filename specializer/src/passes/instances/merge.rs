//! Where ways meet: which objects stay virtual, and which slots become parameters.
//!
//! ```text
//! b1: a = object on map 90, [v1, v2]  ─┐   b3(v9: tagged, …): v5 is an object on map 90, [v9, v2]
//! b2: b = object on map 90, [v3, v2]  ─┴─► before: b3(v5: tagged, …), from b1 with a, from b2 with b
//! ```
//! A *source* says how to find, at the end of a way, what a parameter or a virtual object takes. The same sources serve
//! ways that are known and those that come back to a loop's head later.

use super::Instances;
use super::state::{Key, Object, State};
use crate::ssa::{Block, BlockId, Edge, Inst, Term, Val};
use crate::types::Rep;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::rc::Rc;

/// Where a value comes from, on each way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Source {
    /// It is the same name on all ways.
    Live(Val),
    /// The argument for a parameter that the block has.
    Param(usize),
    /// A slot of what a target's source names.
    Slot(usize, usize),
}

/// A virtual object at the block's start.
struct Target {
    object: Val,
    key: Key,
    source: Source,
    /// It is the same object on all ways.
    is_kept: bool,
    map: u32,
    slots: u32,
    /// Slots that hold the same value on all ways.
    fixed: Vec<Option<Val>>,
    items: Vec<Val>,
    /// The object on each way that is known.
    from: Vec<Val>,
}

/// What a block's start is made of.
#[derive(Default)]
pub(super) struct Head {
    params: Vec<(Source, Val)>,
    targets: Vec<Target>,
    /// Sources that name a target's object too.
    aliases: Vec<(Source, usize)>,
}

/// An edge into the block.
struct Way {
    pred: BlockId,
    /// Which edge of its end.
    nth: usize,
    state: State,
    args: Vec<Val>,
    /// What is made on the way.
    code: Vec<Inst>,
}

/// Objects that have to be made, each on a way.
type Demands = Vec<(usize, Val)>;

impl Instances<'_> {
    /// The state at a block's start; the edges that are known get their arguments.
    pub(super) fn enter(&mut self, b: BlockId) -> State {
        let mut preds = self.preds[b.index()].clone();
        let count = preds.len();
        preds.retain(|p| self.ends[p.index()].is_some());
        let is_loop = preds.len() < count;
        preds.sort();
        preds.dedup();
        let mut ways: Vec<Way> = preds.into_iter().flat_map(|p| self.ways(p, b)).collect();
        if ways.is_empty() {
            return State::default();
        }
        let (head, state) = loop {
            match self.decide(b, &ways, is_loop) {
                Ok(decided) => break decided,
                Err(demands) => {
                    for (w, object) in demands {
                        let way = &mut ways[w];
                        // Another that holds it may have been made before.
                        if way.state.objects.contains_key(&object) {
                            self.make(&mut way.state, object, &mut way.code);
                        }
                    }
                }
            }
        };
        for way in ways {
            let args = head.params.iter().map(|&(s, _)| way.state.value(head.value(&way, s).expect("known"))).collect();
            self.connect(way, b, args);
        }
        self.func.blocks[b.index()].params = head.params.iter().map(|p| p.1).collect();
        if is_loop {
            self.heads.insert(b, head);
        }
        state
    }

    /// The edges from a block that is done to `b`.
    fn ways(&self, pred: BlockId, b: BlockId) -> Vec<Way> {
        let edges = self.func.blocks[pred.index()].term.edges().enumerate().filter(|(_, e)| e.block == b);
        let state = self.ends[pred.index()].as_ref().expect("it is done");
        let args = |e: &Edge| e.args.iter().map(|&a| self.find(a)).collect();
        edges.map(|(nth, e)| Way { pred, nth, state: state.clone(), args: args(e), code: vec![] }).collect()
    }

    /// Gives an edge its arguments and what is made on it.
    fn connect(&mut self, way: Way, b: BlockId, args: Vec<Val>) {
        let mut edge = Edge { block: b, args };
        let new = BlockId(self.func.blocks.len() as u32);
        let pred = &mut self.func.blocks[way.pred.index()];
        if matches!(pred.term, Term::Jump(_)) {
            pred.insts.extend(way.code);
        } else if !way.code.is_empty() {
            let cold = pred.cold;
            self.func.blocks.push(Block { params: vec![], insts: way.code, term: Term::Jump(edge), cold });
            edge = Edge { block: new, args: vec![] };
        }
        let mut edges = self.func.blocks[way.pred.index()].term.edges_mut();
        *edges.nth(way.nth).expect("the edge") = edge;
    }

    /// What stays virtual at a block's start, if nothing has to be made on the ways to it.
    fn decide(&mut self, b: BlockId, ways: &[Way], is_loop: bool) -> Result<(Head, State), Demands> {
        let mut d =
            Deciding { b, ways, is_loop, head: Head::default(), state: State::default(), work: VecDeque::new() };
        let live: BTreeSet<Val> = self.live.at_start(b).map(|v| self.find(v)).collect();
        d.work.extend(live.into_iter().filter(|&v| ways[0].state.is_name(v)).map(Source::Live));
        d.work.extend((0..ways[0].args.len()).map(Source::Param));
        while let Some(source) = d.work.pop_front() {
            self.source(&mut d, source)?;
        }
        for t in &d.head.targets {
            d.state.set_virtual(t.object, t.object);
            let object = Object { map: t.map, slots: t.slots, items: t.items.clone() };
            d.state.objects.insert(t.object, object);
            self.keys.insert(t.object, t.key.clone());
        }
        Ok((d.head, d.state))
    }

    fn source(&mut self, d: &mut Deciding, source: Source) -> Result<(), Demands> {
        let values: Vec<Val> = d.ways.iter().map(|w| d.head.value(w, source).expect("ways are known")).collect();
        if matches!(source, Source::Live(v) if d.state.is_name(v)) {
            return Ok(());
        }
        let objects: Vec<Option<Val>> = d.ways.iter().zip(&values).map(|(w, &v)| w.state.object(v)).collect();
        if objects.iter().all(Option::is_none) {
            self.plain(d, source, &values);
            return Ok(());
        }
        let demands = || objects.iter().enumerate().filter_map(|(w, o)| Some((w, (*o)?))).collect();
        let Some(from) = objects.iter().copied().collect::<Option<Vec<Val>>>() else { return Err(demands()) };
        if let Some(t) = d.head.targets.iter().position(|t| t.from == from) {
            d.head.aliases.push((source, t));
            self.name(d, source, t);
            return Ok(());
        }
        let taken = from.iter().enumerate().filter(|&(w, o)| d.head.targets.iter().any(|t| t.from[w] == *o));
        let taken: Demands = taken.map(|(w, o)| (w, *o)).collect();
        if !taken.is_empty() {
            return Err(taken);
        }
        let first = &d.ways[0].state.objects[&from[0]];
        let alike = |o: &Object| (o.map, o.slots, o.items.len()) == (first.map, first.slots, first.items.len());
        let is_kept = from.iter().all(|o| *o == from[0]) && (matches!(source, Source::Live(_)) || !d.is_loop);
        let key = match source {
            _ if is_kept => self.keys[&from[0]].clone(),
            Source::Live(v) => Key::Value(v),
            Source::Param(i) => Key::Value(self.func.blocks[d.b.index()].params[i]),
            Source::Slot(t, k) => Key::Slot(d.b, Rc::new(d.head.targets[t].key.clone()), k),
        };
        let can_differ = is_kept || first.slots > 0;
        let all_alike = can_differ && d.ways.iter().zip(&from).all(|(w, o)| alike(&w.state.objects[o]));
        if !all_alike || (d.is_loop && self.guesses.made.contains(&(d.b, key.clone()))) {
            return Err(demands());
        }
        self.target(d, source, from, key, is_kept);
        Ok(())
    }

    /// A value that names no virtual object on any way.
    fn plain(&mut self, d: &mut Deciding, source: Source, values: &[Val]) {
        match source {
            Source::Live(v) => {
                let made: Vec<Val> = d.ways.iter().map(|w| w.state.value(v)).collect();
                let value = if made.iter().all(|m| *m == made[0]) { made[0] } else { self.param(d, source) };
                d.state.set_made(v, value);
            }
            Source::Param(i) => d.head.params.push((source, self.func.blocks[d.b.index()].params[i])),
            Source::Slot(t, k) => {
                debug_assert!(!values.is_empty(), "a block with edges");
                d.head.targets[t].items[k] = self.param(d, source);
            }
        }
    }

    fn param(&mut self, d: &mut Deciding, source: Source) -> Val {
        let param = self.func.value(Rep::Tagged);
        d.head.params.push((source, param));
        param
    }

    /// What takes a source's value at the block's start names a target's object.
    fn name(&mut self, d: &mut Deciding, source: Source, t: usize) {
        let object = d.head.targets[t].object;
        match source {
            Source::Live(v) => d.state.set_virtual(v, object),
            Source::Param(i) => d.state.set_virtual(self.func.blocks[d.b.index()].params[i], object),
            Source::Slot(holder, k) => d.head.targets[holder].items[k] = object,
        }
    }

    /// A virtual object at the block's start, which takes one from each way.
    fn target(&mut self, d: &mut Deciding, source: Source, from: Vec<Val>, key: Key, is_kept: bool) {
        let of: Vec<&Object> = d.ways.iter().zip(&from).map(|(w, o)| &w.state.objects[o]).collect();
        let t = d.head.targets.len();
        let same = |k: usize| {
            let item = of[0].items[k];
            let stays = !d.is_loop || (is_kept && !self.guesses.changed.contains(&(d.b, key.clone(), k)));
            (stays && of.iter().all(|o| o.items[k] == item)).then_some(item)
        };
        let fixed: Vec<Option<Val>> = (0..of[0].items.len()).map(same).collect();
        for (k, item) in fixed.iter().enumerate() {
            match item {
                None => d.work.push_back(Source::Slot(t, k)),
                Some(item) if d.ways[0].state.is_name(*item) => d.work.push_back(Source::Live(*item)),
                Some(_) => {}
            }
        }
        let object = match source {
            _ if is_kept => from[0],
            Source::Param(i) => self.func.blocks[d.b.index()].params[i],
            Source::Live(_) | Source::Slot(..) => self.func.value(Rep::Tagged),
        };
        let (map, slots, items) = (of[0].map, of[0].slots, of[0].items.clone());
        d.head.targets.push(Target { object, key, source, is_kept, map, slots, fixed, items, from });
        self.name(d, source, t);
    }

    /// A block is done: its edges back to heads of loops get what these take, or show that a guess was wrong.
    pub(super) fn go_back(&mut self, b: BlockId) {
        let back: BTreeSet<BlockId> = self.func.blocks[b.index()].term.edges().map(|e| e.block).collect();
        for to in back {
            let Some(head) = self.heads.remove(&to) else { continue };
            for way in self.ways(b, to) {
                self.close(&head, way, to);
            }
            self.heads.insert(to, head);
        }
    }

    fn close(&mut self, head: &Head, mut way: Way, b: BlockId) {
        let changed = head.changed_on(&way);
        if !changed.is_empty() {
            self.guesses.changed.extend(changed.into_iter().map(|(key, k)| (b, key, k)));
            self.wrong = true;
            return;
        }
        let values: Vec<Option<Val>> = head.params.iter().map(|p| head.value(&way, p.0)).collect();
        let args = values.into_iter().flatten().map(|v| self.made(&mut way.state, v, &mut way.code)).collect();
        let other = head.other_on(&way);
        if other.is_empty() {
            self.connect(way, b, args);
        } else {
            self.guesses.made.extend(other.into_iter().map(|key| (b, key)));
            self.wrong = true;
        }
    }
}

/// A block's start in the making.
struct Deciding<'a> {
    b: BlockId,
    ways: &'a [Way],
    is_loop: bool,
    head: Head,
    state: State,
    work: VecDeque<Source>,
}

impl Head {
    /// What a source names at the end of a way.
    fn value(&self, way: &Way, source: Source) -> Option<Val> {
        match source {
            Source::Live(v) => Some(v),
            Source::Param(i) => Some(way.args[i]),
            Source::Slot(t, k) => way.state.objects[&self.object(way, t)?].items.get(k).copied(),
        }
    }

    /// The virtual object that a target takes from a way, if it is one.
    fn object(&self, way: &Way, t: usize) -> Option<Val> {
        way.state.object(self.value(way, self.targets[t].source)?)
    }

    /// Slots that hold something else on a way than at the head.
    fn changed_on(&self, way: &Way) -> Vec<(Key, usize)> {
        let mut changed = vec![];
        for (t, target) in self.targets.iter().enumerate() {
            let Some(object) = self.object(way, t) else { continue };
            let items = &way.state.objects[&object].items;
            for (k, item) in target.fixed.iter().enumerate() {
                if item.is_some() && items.get(k) != item.as_ref() {
                    changed.push((target.key.clone(), k));
                }
            }
        }
        changed
    }

    /// Targets for which a way has no virtual object of their own that is alike.
    fn other_on(&self, way: &Way) -> Vec<Key> {
        let (mut other, mut owners) = (vec![], HashMap::new());
        for (t, target) in self.targets.iter().enumerate() {
            let alike = |o: &Val| {
                let data = &way.state.objects[o];
                (data.map, data.slots, data.items.len()) == (target.map, target.slots, target.fixed.len())
                    && (!target.is_kept || *o == target.object)
            };
            match self.object(way, t).filter(alike) {
                None => other.push(target.key.clone()),
                Some(o) => {
                    if let Some(owner) = owners.insert(o, t) {
                        other.extend([self.targets[owner].key.clone(), target.key.clone()]);
                    }
                }
            }
        }
        for &(source, t) in &self.aliases {
            let named = self.value(way, source).and_then(|v| way.state.object(v));
            if named.is_none() || named != self.object(way, t) {
                other.push(self.targets[t].key.clone());
            }
        }
        other
    }
}
