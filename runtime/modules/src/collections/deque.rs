//! `deque`.

use crate::util::{add_type, class_of, itself, make, some, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, NativeKind, Outcome, TypeTable, getter, native};
use pyspec_runtime::object::Rooted;
use pyspec_runtime::object::class::class_flags;
use pyspec_runtime::protocol::compare::Comparison;
use std::collections::VecDeque;

const PY: Effect = Effect::PYTHON;

static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "deque",
    module: "collections",
    doc: "A list-like sequence optimized for data accesses near its endpoints.",
    rows: &[
        native("__new__", "(cls, /, *args, **kwargs)", PY, new).kind(NativeKind::StaticMethod),
        native("__init__", "(self, iterable=<unrepresentable>, maxlen=None)", PY, init_deque),
        native("append", "(self, item, /)", PY, append),
        native("appendleft", "(self, item, /)", PY, append_left),
        native("clear", "(self, /)", PY, clear),
        native("copy", "(self, /)", PY, copy),
        native("__copy__", "(self, /)", PY, copy),
        native("count", "(self, value, /)", PY, count),
        native("extend", "(self, iterable, /)", PY, extend),
        native("extendleft", "(self, iterable, /)", PY, extend_left),
        native("index", "(self, value, start=<unrepresentable>, stop=<unrepresentable>, /)", PY, index),
        native("insert", "(self, index, value, /)", PY, insert),
        native("pop", "(self, /)", PY, pop),
        native("popleft", "(self, /)", PY, pop_left),
        native("remove", "(self, value, /)", PY, remove),
        native("reverse", "(self, /)", PY, reverse),
        native("rotate", "(self, n=1, /)", PY, rotate),
        getter("maxlen", maxlen),
        native("__len__", "(self, /)", PY, len),
        native("__getitem__", "(self, key, /)", PY, get_item),
        native("__setitem__", "(self, key, value, /)", PY, set_item),
        native("__delitem__", "(self, key, /)", PY, del_item),
        native("__contains__", "(self, key, /)", PY, contains),
        native("__iter__", "(self, /)", PY, iter),
        native("__reversed__", "(self, /)", PY, reversed),
        native("__repr__", "(self, /)", PY, repr),
        native("__eq__", "(self, value, /)", PY, |vm, a| compare(vm, a, Comparison::Eq)),
        native("__ne__", "(self, value, /)", PY, |vm, a| compare(vm, a, Comparison::Ne)),
        native("__lt__", "(self, value, /)", PY, |vm, a| compare(vm, a, Comparison::Lt)),
        native("__le__", "(self, value, /)", PY, |vm, a| compare(vm, a, Comparison::Le)),
        native("__gt__", "(self, value, /)", PY, |vm, a| compare(vm, a, Comparison::Gt)),
        native("__ge__", "(self, value, /)", PY, |vm, a| compare(vm, a, Comparison::Ge)),
        native("__add__", "(self, value, /)", PY, add),
        native("__iadd__", "(self, value, /)", PY, iadd),
        native("__mul__", "(self, value, /)", PY, mul),
        native("__rmul__", "(self, value, /)", PY, mul),
        native("__imul__", "(self, value, /)", PY, imul),
        native("__reduce__", "(self, /)", PY, reduce),
        native("__class_getitem__", "(cls, object, /)", PY, super::alias).kind(NativeKind::ClassMethod),
    ],
};

macro_rules! iterator {
    ($table:ident, $name:literal) => {
        static $table: TypeTable = TypeTable {
            map: 0,
            name: $name,
            module: "_collections",
            doc: "",
            rows: &[
                native("__new__", "(cls, deque, index=0, /)", PY, iterator_new).kind(NativeKind::StaticMethod),
                native("__iter__", "(self, /)", Effect::PURE, itself),
                native("__next__", "(self, /)", PY, iterator_next),
                native("__length_hint__", "(self, /)", PY, iterator_hint),
            ],
        };
    };
}
iterator!(FORWARD, "_deque_iterator");
iterator!(BACKWARD, "_deque_reverse_iterator");

state! {
    /// A deque; `maxlen` negative: none; `changes` counts what iterators must notice.
    struct Deque { items: VecDeque<Value>, maxlen: i64, changes: u64 }
}
state! {
    /// Iterator over a deque.
    struct DequeIterator { deque: Value, index: usize, changes: u64, backward: bool }
}

pub fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let class = add_type(vm, module, &TABLE)?;
    class.info().flags |= class_flags::SEQUENCE;
    add_type(vm, module, &FORWARD)?;
    add_type(vm, module, &BACKWARD)?;
    Ok(())
}

fn of(vm: &mut Vm, v: Value) -> Outcome<&'static mut Deque> {
    this::<Deque>(vm, v)
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    make(vm, args[0], Deque { items: VecDeque::new(), maxlen: -1, changes: 0 })
}

fn init_deque(vm: &mut Vm, args: Args) -> Outcome {
    let maxlen = match some(args.given(2)) {
        None => -1,
        Some(v) if vm.big_value(v).is_none() => return Err(vm.type_error("an integer is required")),
        Some(v) => match vm.index_i64(v)? {
            n if n >= 0 => n,
            _ => return Err(vm.value_error("maxlen must be non-negative")),
        },
    };
    let d = of(vm, args[0])?;
    d.maxlen = maxlen;
    d.items.clear();
    if let Some(iterable) = args.given(1) {
        push_all(vm, args[0], iterable)?;
    }
    Ok(Value::NONE)
}

impl Deque {
    fn push(&mut self, item: Value) {
        self.changes += 1;
        self.items.push_back(item);
        if self.maxlen >= 0 && self.items.len() as i64 > self.maxlen {
            self.items.pop_front();
        }
    }

    fn push_left(&mut self, item: Value) {
        self.changes += 1;
        self.items.push_front(item);
        if self.maxlen >= 0 && self.items.len() as i64 > self.maxlen {
            self.items.pop_back();
        }
    }

    fn rooted(&self) -> Rooted {
        let mut items = Rooted::new();
        items.extend(self.items.iter().copied());
        items
    }
}

fn push_all(vm: &mut Vm, deque: Value, iterable: Value) -> Outcome<()> {
    if iterable.is(deque) {
        let items = of(vm, deque)?.rooted();
        let d = of(vm, deque)?;
        items.iter().for_each(|&v| d.push(v));
        return Ok(());
    }
    vm.for_each(iterable, |vm, item| {
        of(vm, deque)?.push(item);
        Ok(true)
    })
}

fn append(vm: &mut Vm, args: Args) -> Outcome {
    of(vm, args[0])?.push(args[1]);
    Ok(Value::NONE)
}

fn append_left(vm: &mut Vm, args: Args) -> Outcome {
    of(vm, args[0])?.push_left(args[1]);
    Ok(Value::NONE)
}

fn clear(vm: &mut Vm, args: Args) -> Outcome {
    let d = of(vm, args[0])?;
    d.items.clear();
    d.changes += 1;
    Ok(Value::NONE)
}

/// A deque of the class of `like` with these items.
fn fresh(vm: &mut Vm, like: Value, items: &[Value], maxlen: i64) -> Outcome {
    let class = vm.class_of(like).value();
    let list = vm.new_list(items)?;
    let new =
        if maxlen < 0 { vm.call(class, &[list])? } else { vm.call(class, &[list, Value::small_int(maxlen as isize)])? };
    if vm.payload::<Deque>(new).is_none() {
        let name = vm.type_name(new);
        return Err(vm.type_error(format!("deque() must return a deque, not {name}")));
    }
    Ok(new)
}

fn copy(vm: &mut Vm, args: Args) -> Outcome {
    let d = of(vm, args[0])?;
    let (items, maxlen) = (d.rooted(), d.maxlen);
    fresh(vm, args[0], &items, maxlen)
}

/// Calls `f` with the index of every item equal to `value` until it says `false`.
fn equals(
    vm: &mut Vm,
    deque: Value,
    value: Value,
    from: usize,
    to: usize,
    mut f: impl FnMut(usize) -> bool,
) -> Outcome<()> {
    let changes = of(vm, deque)?.changes;
    let mut i = from;
    while let Some(&item) = of(vm, deque)?.items.get(i).filter(|_| i < to) {
        let same = vm.equal(item, value)?;
        if of(vm, deque)?.changes != changes {
            return Err(vm.runtime_error("deque mutated during iteration"));
        }
        if same && !f(i) {
            return Ok(());
        }
        i += 1;
    }
    Ok(())
}

fn count(vm: &mut Vm, args: Args) -> Outcome {
    let mut n = 0;
    equals(vm, args[0], args[1], 0, usize::MAX, |_| {
        n += 1;
        true
    })?;
    Ok(Value::small_int(n))
}

fn find(vm: &mut Vm, deque: Value, value: Value, from: usize, to: usize) -> Outcome<Option<usize>> {
    let mut found = None;
    equals(vm, deque, value, from, to, |i| {
        found = Some(i);
        false
    })?;
    Ok(found)
}

fn contains(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(find(vm, args[0], args[1], 0, usize::MAX)?.is_some()))
}

fn extend(vm: &mut Vm, args: Args) -> Outcome {
    push_all(vm, args[0], args[1])?;
    Ok(Value::NONE)
}

fn extend_left(vm: &mut Vm, args: Args) -> Outcome {
    if args[0].is(args[1]) {
        let items = of(vm, args[0])?.rooted();
        let d = of(vm, args[0])?;
        items.iter().for_each(|&v| d.push_left(v));
        return Ok(Value::NONE);
    }
    let deque = args[0];
    vm.for_each(args[1], |vm, item| {
        of(vm, deque)?.push_left(item);
        Ok(true)
    })?;
    Ok(Value::NONE)
}

fn index(vm: &mut Vm, args: Args) -> Outcome {
    let n = of(vm, args[0])?.items.len();
    let from = vm.bound_argument(args.get(2), 0, n)?;
    let to = vm.bound_argument(args.get(3), n as i64, n)?;
    match find(vm, args[0], args[1], from, to)? {
        Some(i) => Ok(Value::small_int(i as isize)),
        None => {
            let text = vm.repr_text(args[1])?;
            Err(vm.value_error(format!("{text} is not in deque")))
        }
    }
}

fn insert(vm: &mut Vm, args: Args) -> Outcome {
    let at = vm.index_clamped(args[1])?;
    let d = of(vm, args[0])?;
    let n = d.items.len() as i64;
    if d.maxlen >= 0 && n >= d.maxlen {
        return Err(vm.index_error("deque already at its maximum size"));
    }
    let at = if at < 0 { (at + n).max(0) } else { at.min(n) };
    d.items.insert(at as usize, args[2]);
    d.changes += 1;
    Ok(Value::NONE)
}

fn pop(vm: &mut Vm, args: Args) -> Outcome {
    let d = of(vm, args[0])?;
    d.changes += 1;
    match d.items.pop_back() {
        Some(item) => Ok(item),
        None => Err(vm.index_error("pop from an empty deque")),
    }
}

fn pop_left(vm: &mut Vm, args: Args) -> Outcome {
    let d = of(vm, args[0])?;
    d.changes += 1;
    match d.items.pop_front() {
        Some(item) => Ok(item),
        None => Err(vm.index_error("pop from an empty deque")),
    }
}

fn remove(vm: &mut Vm, args: Args) -> Outcome {
    let found = match find(vm, args[0], args[1], 0, usize::MAX) {
        Err(_) if vm.class_of(vm.thread.pending) == vm.exceptions.RuntimeError => {
            vm.take_pending();
            return Err(vm.index_error("deque mutated during remove()."));
        }
        found => found?,
    };
    let d = of(vm, args[0])?;
    match found {
        Some(i) => {
            d.items.remove(i);
            d.changes += 1;
            Ok(Value::NONE)
        }
        None => {
            let text = vm.repr_text(args[1])?;
            Err(vm.value_error(format!("{text} is not in deque")))
        }
    }
}

fn reverse(vm: &mut Vm, args: Args) -> Outcome {
    of(vm, args[0])?.items.make_contiguous().reverse();
    Ok(Value::NONE)
}

fn rotate(vm: &mut Vm, args: Args) -> Outcome {
    let n = args.given(1).map_or(Ok(1), |v| vm.index_i64(v))?;
    let d = of(vm, args[0])?;
    let len = d.items.len() as i64;
    if len > 1 {
        d.items.rotate_right(n.rem_euclid(len) as usize);
        d.changes += 1;
    }
    Ok(Value::NONE)
}

fn maxlen(vm: &mut Vm, args: Args) -> Outcome {
    match of(vm, args[0])?.maxlen {
        n if n < 0 => Ok(Value::NONE),
        n => vm.new_int(n),
    }
}

fn len(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::small_int(of(vm, args[0])?.items.len() as isize))
}

fn place(vm: &mut Vm, deque: Value, key: Value) -> Outcome<usize> {
    let i = if vm.has_index(key) {
        vm.index_subscript(key)?
    } else {
        let name = vm.type_name(key);
        return Err(vm.type_error(format!("sequence index must be integer, not '{name}'")));
    };
    let n = of(vm, deque)?.items.len() as i64;
    let i = if i < 0 { i + n } else { i };
    if i < 0 || i >= n {
        return Err(vm.index_error("deque index out of range"));
    }
    Ok(i as usize)
}

fn get_item(vm: &mut Vm, args: Args) -> Outcome {
    let i = place(vm, args[0], args[1])?;
    Ok(of(vm, args[0])?.items[i])
}

fn set_item(vm: &mut Vm, args: Args) -> Outcome {
    let i = place(vm, args[0], args[1])?;
    of(vm, args[0])?.items[i] = args[2];
    Ok(Value::NONE)
}

fn del_item(vm: &mut Vm, args: Args) -> Outcome {
    let i = place(vm, args[0], args[1])?;
    let d = of(vm, args[0])?;
    d.items.remove(i);
    d.changes += 1;
    Ok(Value::NONE)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let d = of(vm, args[0])?;
    let (items, maxlen) = (d.rooted(), d.maxlen);
    let inner = vm.guarded_repr(args[0], |vm| {
        let list = vm.new_list(&items)?;
        vm.repr(list)
    })?;
    let Some(inner) = inner else { return vm.new_str("[...]") };
    let mut out = format!("{}(", vm.type_name(args[0])).into_bytes();
    out.extend_from_slice(vm.str_bytes(inner));
    if maxlen >= 0 {
        out.extend_from_slice(format!(", maxlen={maxlen}").as_bytes());
    }
    out.push(b')');
    vm.new_str_wtf8(&out)
}

fn compare(vm: &mut Vm, args: Args, op: Comparison) -> Outcome {
    let (Some(a), Some(b)) = (vm.payload::<Deque>(args[0]), vm.payload::<Deque>(args[1])) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (a, b) = (a.rooted(), b.rooted());
    let (a, b) = (vm.new_list(&a)?, vm.new_list(&b)?);
    vm.compare(op, a, b)
}

fn add(vm: &mut Vm, args: Args) -> Outcome {
    if vm.payload::<Deque>(args[1]).is_none() {
        let name = vm.type_name(args[1]);
        return Err(vm.type_error(format!("can only concatenate deque (not \"{name}\") to deque")));
    }
    let new = copy(vm, args)?;
    push_all(vm, new, args[1])?;
    Ok(new)
}

fn iadd(vm: &mut Vm, args: Args) -> Outcome {
    push_all(vm, args[0], args[1])?;
    Ok(args[0])
}

fn repeat(vm: &mut Vm, deque: Value, times: i64) -> Outcome<()> {
    let items = of(vm, deque)?.rooted();
    let d = of(vm, deque)?;
    if times <= 0 {
        d.items.clear();
    }
    d.changes += 1;
    for _ in 1..times {
        items.iter().for_each(|&v| d.push(v));
    }
    Ok(())
}

fn mul(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.has_index(args[1]) {
        return Err(vm.repeat_error(args[1]));
    }
    let times = vm.index_count(args[1])?;
    let new = copy(vm, args)?;
    repeat(vm, new, times)?;
    Ok(new)
}

fn imul(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.has_index(args[1]) {
        return Err(vm.repeat_error(args[1]));
    }
    let times = vm.index_count(args[1])?;
    repeat(vm, args[0], times)?;
    Ok(args[0])
}

fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    let maxlen = of(vm, args[0])?.maxlen;
    let empty = vm.new_tuple(&[])?;
    let given = if maxlen < 0 { empty } else { vm.new_tuple(&[empty, Value::small_int(maxlen as isize)])? };
    let (class, items) = (vm.class_of(args[0]).value(), vm.iter(args[0])?);
    vm.new_tuple(&[class, given, Value::NONE, items])
}

fn new_iterator(vm: &mut Vm, deque: Value, backward: bool) -> Outcome {
    let changes = of(vm, deque)?.changes;
    let class = class_of(vm, if backward { &BACKWARD } else { &FORWARD });
    vm.new_payload(class, Box::new(DequeIterator { deque, index: 0, changes, backward }), 0)
}

fn iter(vm: &mut Vm, args: Args) -> Outcome {
    new_iterator(vm, args[0], false)
}

fn reversed(vm: &mut Vm, args: Args) -> Outcome {
    new_iterator(vm, args[0], true)
}

fn iterator_new(vm: &mut Vm, args: Args) -> Outcome {
    let backward = args[0].is(class_of(vm, &BACKWARD).value());
    let iterator = new_iterator(vm, args[1], backward)?;
    let index = args.given(2).map_or(Ok(0), |v| vm.index_i64(v))?;
    this::<DequeIterator>(vm, iterator)?.index = index.max(0) as usize;
    Ok(iterator)
}

fn iterator_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<DequeIterator>(vm, args[0])?;
    if s.deque.is(Value::UNSET) {
        return Ok(Value::UNSET);
    }
    let d = of(vm, s.deque)?;
    let n = d.items.len();
    if s.index >= n {
        s.deque = Value::UNSET;
        return Ok(Value::UNSET);
    }
    if d.changes != s.changes {
        s.deque = Value::UNSET;
        return Err(vm.runtime_error("deque mutated during iteration"));
    }
    s.index += 1;
    Ok(d.items[if s.backward { n - s.index } else { s.index - 1 }])
}

fn iterator_hint(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<DequeIterator>(vm, args[0])?;
    let n = if s.deque.is(Value::UNSET) { 0 } else { of(vm, s.deque)?.items.len().saturating_sub(s.index) };
    Ok(Value::small_int(n as isize))
}
