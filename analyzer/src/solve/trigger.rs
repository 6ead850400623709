//! What happens when an object arrives at a node.

use super::Solver;
use super::graph::NodeId;
use super::objects::{self, ObjId, Object};
use crate::template::{ClassId, Constraint, Index, NO_VAR, Symbol, Test};
use smallvec::SmallVec;

/// A reaction to an object. `role` says which of several operands it arrived at.
#[derive(Clone, Copy, Debug)]
pub enum Trigger {
    /// A constraint of an instance of a template.
    Constraint {
        instance: u32,
        constraint: u32,
        role: u8,
    },
    Filter(Test, NodeId),
    /// It was found on the class of `receiver` under `name`.
    Bind {
        receiver: ObjId,
        name: Symbol,
        to: NodeId,
    },
    /// The same, on an enumeration: it is the value of a member.
    BindMember {
        class: ObjId,
        to: NodeId,
    },
    Call(u32),
    CallMethod {
        site: u32,
        name: Symbol,
    },
    /// It is called with a receiver that is not among the arguments.
    Method {
        site: u32,
        receiver: ObjId,
    },
    Iterate(NodeId),
    Next(NodeId),
    Item {
        index: Index,
        to: NodeId,
    },
    /// It stands on the class where `receiver.name` is stored.
    DescriptorSet {
        receiver: ObjId,
        name: Symbol,
        from: NodeId,
    },
    DataclassDefault(NodeId),
    Starred {
        instance: u32,
        first: u32,
    },
    DoubleStarred {
        instance: u32,
        site: u32,
    },
    SpreadInto(ObjId),
    UpdateInto(ObjId),
    Base {
        class: ClassId,
        position: u32,
    },
    SetName {
        class: ClassId,
        name: Symbol,
    },
    EnumMember {
        class: ClassId,
    },
    TypeOf(NodeId),
    DynamicSet {
        objects: NodeId,
        names: NodeId,
        from: NodeId,
        role: u8,
    },
    DynamicGet {
        objects: NodeId,
        names: NodeId,
        to: NodeId,
        role: u8,
    },
    KeyText {
        object: ObjId,
        from: NodeId,
    },
    NamespaceOf(NodeId),
    SuperOf {
        classes: NodeId,
        to: NodeId,
    },
    ClassMethod {
        receiver: ObjId,
        to: NodeId,
    },
    MakeBound {
        other: NodeId,
        to: NodeId,
        role: u8,
    },
    Unbound {
        site: u32,
        function: ObjId,
    },
    NewInstance(NodeId),
    OnlyCode(NodeId),
    /// A decorator is called with it, or a decorator's factory with it for an option.
    Decorated(NodeId),
    Await(NodeId),
    /// Its special method runs.
    SpecialMethod {
        name: Symbol,
    },
}

const _: () = assert!(size_of::<Trigger>() <= 20);

impl Solver<'_> {
    /// Runs a trigger for an object.
    pub(super) fn fire(&mut self, trigger: Trigger, o: ObjId) {
        match trigger {
            Trigger::Constraint { instance, constraint, role } => self.fire_constraint(instance, constraint, role, o),
            Trigger::Filter(test, to) => {
                if self.passes(test, o) {
                    self.add(to, o);
                }
            }
            Trigger::Bind { receiver, name, to } => self.bind(o, receiver, name, to),
            Trigger::BindMember { class, to } => self.bind_member(o, class, to),
            Trigger::Call(site) => self.call(site, o),
            Trigger::CallMethod { site, name } => self.call_method(site, o, name),
            Trigger::Method { site, receiver } => self.call_found(site, o, receiver),
            Trigger::Iterate(to) => self.iterate(o, to),
            Trigger::Next(to) => self.next(o, to),
            Trigger::Item { index, to } => self.get_item(o, index, super::graph::NIL, to),
            Trigger::DescriptorSet { receiver, name, from } => self.set_found(o, receiver, name, from),
            Trigger::DataclassDefault(to) => self.dataclass_default(o, to),
            Trigger::Starred { instance, first } => self.connect_starred(instance, first, o),
            Trigger::DoubleStarred { instance, site } => self.connect_double_starred(instance, site, o),
            Trigger::SpreadInto(to) => self.spread(to, o),
            Trigger::UpdateInto(to) => self.update_from(to, o),
            Trigger::Base { class, position } => self.set_base(class, position, o),
            Trigger::SetName { class, name } => self.set_name(class, name, o),
            Trigger::EnumMember { class } => self.enum_member(class, o),
            Trigger::TypeOf(to) => {
                let class = if objects::is_unknown(o) { o } else { self.class_object(o) };
                self.add(to, class);
            }
            Trigger::DynamicSet { objects, names, from, role } => self.dynamic_set(objects, names, from, role, o),
            Trigger::DynamicGet { objects, names, to, role } => self.dynamic_get(objects, names, to, role, o),
            Trigger::KeyText { object, from } => match self.text_of(o) {
                Some(name) => self.set_attr(object, name, from),
                None => self.set_some_attr(object, from),
            },
            Trigger::NamespaceOf(to) => {
                let namespace = self.object(Object::Namespace(o));
                self.add(to, namespace);
            }
            Trigger::SuperOf { classes, to } => {
                for class in self.nodes[classes as usize].items.clone() {
                    if let Object::Class(c) = self.objects[class as usize] {
                        let object = self.object(Object::Super(c, o));
                        self.add(to, object);
                    }
                }
            }
            Trigger::ClassMethod { receiver, to } => {
                let bound = self.object(Object::Bound(o, receiver));
                self.add(to, bound);
            }
            Trigger::MakeBound { other, to, role } => {
                for x in self.nodes[other as usize].items.clone() {
                    let bound = self.object(if role == 0 { Object::Bound(o, x) } else { Object::Bound(x, o) });
                    self.add(to, bound);
                }
            }
            Trigger::Unbound { site, function } => {
                if let Object::Function(f) = self.objects[function as usize] {
                    self.invoke(site, f, Some(o));
                }
            }
            Trigger::NewInstance(to) => {
                if let Object::Class(c) = self.objects[o as usize] {
                    self.classes[c as usize].is_instantiated = true;
                    let instance = self.object(Object::Instance(c));
                    self.add(to, instance);
                }
            }
            Trigger::OnlyCode(to) => {
                if matches!(self.objects[o as usize], Object::Function(_) | Object::Class(_)) {
                    self.add(to, o);
                }
            }
            Trigger::Decorated(to) => {
                let is_option = matches!(o, objects::INT | objects::NONE | objects::BOOL);
                self.add(to, if is_option { self.decorator } else { o });
            }
            Trigger::Await(to) => self.await_object(o, to),
            Trigger::SpecialMethod { name } => self.special_method(o, name),
        }
    }

    fn fire_constraint(&mut self, instance: u32, index: u32, role: u8, o: ObjId) {
        let i = &self.instances[instance as usize];
        let (base, function) = (i.base, i.function);
        let constraint = self.program.functions[function as usize].template.constraints[index as usize];
        self.here = (function, index);
        let node = |v: u32| if v == NO_VAR { super::graph::NIL } else { base + v };
        match constraint {
            Constraint::GetAttr { to, name, .. } => self.get_attr(o, name, node(to)),
            Constraint::SetAttr { name, from, .. } => self.set_attr(o, name, node(from)),
            Constraint::GetItem { to, index, key, .. } => self.get_item(o, index, node(key), node(to)),
            Constraint::GetSlice { to, .. } => self.get_slice(o, node(to)),
            Constraint::SetItem { index, key, from, .. } => self.set_item(o, index, node(key), node(from)),
            Constraint::Put { index, from, .. } => self.put(o, index, super::graph::NIL, node(from)),
            Constraint::Spread { from, .. } => self.trigger(node(from), Trigger::SpreadInto(o)),
            Constraint::Unpack { to, position, starred, .. } => self.unpack(o, position, starred, node(to)),
            Constraint::IsInstance { from, class, to, negated } => {
                let values: SmallVec<[ObjId; 4]> =
                    if role == 0 { SmallVec::from_slice(&[o]) } else { self.nodes[node(from) as usize].items.clone() };
                self.is_instance(&values, node(class), negated, node(to));
            }
            Constraint::Binary { to, left, right, op, in_place } => {
                let other = node(if role == 0 { right } else { left });
                for x in self.nodes[other as usize].items.clone() {
                    let (l, r) = if role == 0 { (o, x) } else { (x, o) };
                    self.binary(l, r, op, in_place, node(to));
                }
            }
            Constraint::Compare { right, method, .. } => self.compare(o, method, node(right)),
            Constraint::Unary { to, method, .. } => self.unary(o, method, node(to)),
            Constraint::Special { to, number, .. } => self.special_attr(o, number, node(to)),
            Constraint::Caught { to, .. } => {
                self.caught(o, Trigger::Constraint { instance, constraint: index, role }, node(to))
            }
            Constraint::Super { to, class, .. } => {
                let object = if objects::is_unknown(o) { o } else { self.object(Object::Super(class, o)) };
                self.add(node(to), object);
            }
            _ => unreachable!("the constraint has no trigger"),
        }
    }

    fn passes(&self, test: Test, o: ObjId) -> bool {
        let object = self.objects[o as usize];
        match test {
            Test::IsNone => o == objects::NONE,
            Test::NotNone | Test::Truthy => o != objects::NONE,
            Test::Falsy => match object {
                Object::Function(_) | Object::Class(_) | Object::Bound(..) | Object::Module(_) | Object::Row(_) => {
                    false
                }
                Object::Instance(c) if self.classes[c as usize].is_user => {
                    let has = |n| self.find(c, n, None).is_some();
                    has(self.words.bool_) || has(self.words.len) || self.container_of(c).is_some()
                }
                _ => true,
            },
            Test::Callable => match object {
                Object::Instance(c) => self.classes[c as usize].is_user,
                Object::Text(_) => false,
                _ => true,
            },
        }
    }

    /// What `isinstance` says of the values.
    fn is_instance(&mut self, values: &[ObjId], class: NodeId, negated: bool, to: NodeId) {
        let mut classes: SmallVec<[ClassId; 4]> = SmallVec::new();
        let mut unknown = false;
        let items = self.nodes[class as usize].items.clone();
        for &k in &items {
            match self.objects[k as usize] {
                Object::Class(c) => classes.push(c),
                Object::Site(t, _) if t == self.known.tuple => {
                    let elements = self.attr_node(k, self.words.element);
                    for k in self.nodes[elements as usize].items.clone() {
                        match self.objects[k as usize] {
                            Object::Class(c) => classes.push(c),
                            _ => unknown = true,
                        }
                    }
                }
                _ => unknown = true,
            }
        }
        if items.is_empty() {
            return;
        }
        for &o in values {
            if objects::is_unknown(o) {
                if negated || unknown || classes.len() > 3 {
                    self.add(to, o);
                    continue;
                }
                // The test says what the unknown is; a container's items stay unknown.
                for &c in &classes {
                    let bare = [self.known.tuple, self.known.list, self.known.dict].contains(&c);
                    let object = if bare { o } else { self.object(Object::Instance(c)) };
                    self.add(to, object);
                }
                continue;
            }
            let own = self.class_of(o);
            let hit = classes.iter().any(|&c| self.is_subclass(own, c));
            if unknown || hit != negated {
                self.add(to, o);
            }
        }
    }
}
