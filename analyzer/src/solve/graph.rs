//! Nodes, edges, triggers, and difference propagation.
//!
//! A node is an insertion-ordered set of objects; `items[done..]` has not been propagated.
//! Edges copy, triggers run when an object arrives. Both are lists in arenas. A set that would
//! hold more than [`SATURATION`] objects takes one unknown instead and nothing more: this, more
//! than the collapse of cycles, decides the speed.

use super::Solver;
use super::escape::UNSEEN;
use super::objects::{self, ObjId, Object};
use super::trigger::Trigger;
use smallvec::SmallVec;

/// Number of a node.
pub type NodeId = u32;
/// No node, no list.
pub const NIL: u32 = u32::MAX;
/// Most objects of a set.
pub const SATURATION: usize = 12;
/// Most texts of a set; beyond, they are one string.
const MOST_TEXTS: u32 = 10;

const QUEUED: u32 = 1;
const SATURATED: u32 = 2;
const ONE_TEXT: u32 = 1 << 8;

/// A set of objects and what follows from it.
#[derive(Debug)]
pub struct Node {
    pub items: SmallVec<[ObjId; 4]>,
    done: u32,
    edges: u32,
    triggers: u32,
    /// Bits, and the number of texts from bit 8.
    flags: u32,
}

const _: () = assert!(size_of::<Node>() == 40);

/// A list of edges or triggers.
pub struct Link<T> {
    pub what: T,
    pub next: u32,
}

impl Solver<'_> {
    /// A new, empty node.
    pub fn node(&mut self) -> NodeId {
        self.nodes.push(Node { items: SmallVec::new(), done: 0, edges: NIL, triggers: NIL, flags: 0 });
        self.nodes.len() as NodeId - 1
    }

    /// The objects of a node.
    pub fn items(&self, n: NodeId) -> &[ObjId] {
        &self.nodes[n as usize].items
    }

    /// Adds an object to a node.
    pub fn add(&mut self, n: NodeId, mut o: ObjId) {
        if n == UNSEEN || n == NIL {
            if n == UNSEEN {
                self.escapes(o);
            }
            return;
        }
        let is_text = matches!(self.objects[o as usize], Object::Text(_));
        let node = &mut self.nodes[n as usize];
        if is_text && !node.items.contains(&o) {
            if node.flags >> 8 >= MOST_TEXTS {
                o = objects::STR;
            } else {
                node.flags += ONE_TEXT;
            }
        }
        if node.items.contains(&o) {
            return;
        }
        if node.flags & SATURATED != 0 && !objects::is_unknown(o) {
            return self.cut(o);
        }
        if node.items.len() >= SATURATION {
            node.flags |= SATURATED;
            self.cut(o);
            o = objects::SATURATED;
        }
        let node = &mut self.nodes[n as usize];
        if node.items.contains(&o) {
            return;
        }
        node.items.push(o);
        if node.flags & QUEUED == 0 {
            node.flags |= QUEUED;
            self.queue.push_back(n);
        }
    }

    /// Whether a node has been cut off.
    pub fn is_saturated(&self, n: NodeId) -> bool {
        self.nodes[n as usize].flags & SATURATED != 0
    }

    /// Whatever `from` holds flows to `to`.
    pub fn edge(&mut self, from: NodeId, to: NodeId) {
        if from == to || from == NIL || to == NIL {
            return;
        }
        let next = self.nodes[from as usize].edges;
        self.edges.push(Link { what: to, next });
        self.nodes[from as usize].edges = self.edges.len() as u32 - 1;
        for k in 0..self.nodes[from as usize].done as usize {
            let o = self.nodes[from as usize].items[k];
            self.add(to, o);
        }
    }

    /// Runs the trigger for whatever `n` holds.
    pub fn trigger(&mut self, n: NodeId, trigger: Trigger) {
        let next = self.nodes[n as usize].triggers;
        self.triggers.push(Link { what: trigger, next });
        self.nodes[n as usize].triggers = self.triggers.len() as u32 - 1;
        for k in 0..self.nodes[n as usize].done as usize {
            let o = self.nodes[n as usize].items[k];
            self.fire(trigger, o);
        }
    }

    /// To the fixpoint.
    pub fn run(&mut self) {
        while let Some(n) = self.next_node() {
            let node = &mut self.nodes[n as usize];
            node.flags &= !QUEUED;
            let new: SmallVec<[ObjId; 8]> = node.items[node.done as usize..].iter().copied().collect();
            node.done = node.items.len() as u32;
            let (mut edge, mut trigger) = (node.edges, node.triggers);
            while edge != NIL {
                let Link { what: to, next } = self.edges[edge as usize];
                for &o in &new {
                    self.add(to, o);
                }
                edge = next;
            }
            while trigger != NIL {
                let Link { what, next } = self.triggers[trigger as usize];
                for &o in &new {
                    self.fire(what, o);
                }
                trigger = next;
            }
        }
    }

    /// A node that holds just this object.
    pub fn constant(&mut self, o: ObjId) -> NodeId {
        if let Some(&n) = self.constants.get(&o) {
            return n;
        }
        let n = self.node();
        self.constants.insert(o, n);
        self.add(n, o);
        n
    }
}
