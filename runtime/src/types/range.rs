//! `range`: start, stop and step of any size; those in place take short ways.

use crate::native::{Args, Native, NativeKind, Outcome, TypeTable, getter, native};
use crate::object::Gc;
use crate::object::layout::{Range, RangeIterator, Slice};
use crate::types::iterators::itself;
use crate::types::slice::advanced;
use crate::vm::Vm;
use dashu_base::UnsignedAbs;
use dashu_int::IBig;
use pyspec_abi::effects::Effect;
use pyspec_abi::header::Scan;
use pyspec_abi::{Value, types as id};

const PURE: Effect = Effect::PURE;
const PY: Effect = Effect::PYTHON;

/// `range`.
pub static TABLE: TypeTable = TypeTable {
    map: id::RANGE,
    name: "range",
    module: "builtins",
    doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).",
    rows: ROWS,
};

static ROWS: &[Native] = &[
    native("__new__", "(cls, /, *args)", PY, new).kind(NativeKind::StaticMethod),
    native("__repr__", "(self, /)", PY, repr),
    native("__hash__", "(self, /)", PY, hash),
    native("__eq__", "(self, value, /)", PY, eq),
    native("__ne__", "(self, value, /)", PY, ne),
    native("__lt__", "(self, value, /)", PURE, no_order),
    native("__le__", "(self, value, /)", PURE, no_order),
    native("__gt__", "(self, value, /)", PURE, no_order),
    native("__ge__", "(self, value, /)", PURE, no_order),
    native("__bool__", "(self, /)", PURE, bool),
    native("__len__", "(self, /)", Effect::RAISE, len).summary("int"),
    native("__iter__", "(self, /)", Effect::ALLOC, iter),
    native("__reversed__", "(self, /)", Effect::ALLOC, reversed),
    native("__contains__", "(self, key, /)", PY, contains).summary("bool"),
    native("__getitem__", "(self, key, /)", Effect::RAISE.or(Effect::ALLOC), get_item).summary("int|range"),
    native("__reduce__", "(self, /)", Effect::ALLOC, reduce),
    native("count", "(self, object, /)", PY, count).summary("int"),
    native("index", "(self, object, /)", PY, index).summary("int"),
    getter("start", start),
    getter("stop", stop),
    getter("step", step),
];

/// `range_iterator`.
pub static ITERATOR: TypeTable = TypeTable {
    map: id::RANGE_ITERATOR,
    name: "range_iterator",
    module: "builtins",
    doc: "",
    rows: &[
        native("__iter__", "(self, /)", PURE, itself),
        native("__next__", "(self, /)", Effect::WRITE_SLOT.or(Effect::ALLOC), crate::types::iterators::next)
            .summary("int"),
        native("__length_hint__", "(self, /)", PURE, iterator_hint),
        native("__reduce__", "(self, /)", Effect::ALLOC, iterator_reduce),
        native("__setstate__", "(self, state, /)", Effect::WRITE_SLOT, iterator_setstate),
    ],
};

/// Number of items from `start` by `step` to `stop`.
fn count_small(start: i64, stop: i64, step: i64) -> u64 {
    let (low, high, step) = if step > 0 { (start, stop, step as u64) } else { (stop, start, step.unsigned_abs()) };
    match step {
        _ if low >= high => 0,
        1 => high.wrapping_sub(low) as u64,
        _ => (high.wrapping_sub(low) as u64 - 1) / step + 1,
    }
}

/// What the start, stop and step of a slice take of a range of ints in place by such ints, where the parts are some, too.
fn small_slice(range: Gc<Range>, slice: [Value; 3]) -> Option<[Value; 3]> {
    let (start, stop, step) = range.small()?;
    let n = count_small(start, stop, step) as i128;
    let part = |v: Value| match v {
        Value::NONE => Some(None),
        v if v.is_int() => Some(Some(v.as_int() as i128)),
        _ => None,
    };
    let by = part(slice[2])?.unwrap_or(1);
    if by == 0 {
        return None;
    }
    let (low, high) = if by < 0 { (-1, n - 1) } else { (0, n) };
    let clamp = |i: i128| if i < 0 { (i + n).max(low) } else { i.min(high) };
    let (first, last) = if by < 0 { (high, low) } else { (low, high) };
    let from = part(slice[0])?.map_or(first, clamp);
    let to = part(slice[1])?.map_or(last, clamp);
    let (start, step) = (start as i128, step as i128);
    let made = |i: i128| Value::try_int(i64::try_from(i).ok()?);
    Some([made(start + from * step)?, made(start + to * step)?, made(by.checked_mul(step)?)?])
}

fn count_big(start: &IBig, stop: &IBig, step: &IBig) -> IBig {
    let (low, high) = if *step > IBig::ZERO { (start, stop) } else { (stop, start) };
    if low >= high { IBig::ZERO } else { (high - low - IBig::ONE) / step.unsigned_abs() + IBig::ONE }
}

impl Range {
    /// The parts, if all are in place.
    #[inline(always)]
    fn small(&self) -> Option<(i64, i64, i64)> {
        let (start, stop, step) = (self.start.get(), self.stop.get(), self.step.get());
        if start.is_int() && stop.is_int() && step.is_int() {
            return Some((start.as_int() as i64, stop.as_int() as i64, step.as_int() as i64));
        }
        None
    }

    /// The length, if all parts are in place and so is it.
    pub fn quick_len(&self) -> Option<usize> {
        let (start, stop, step) = self.small()?;
        usize::try_from(count_small(start, stop, step)).ok().filter(|n| *n <= pyspec_abi::value::INT_MAX as usize)
    }
}

impl Vm {
    /// `range(start, stop, step)` of exact ints, `step` not zero.
    pub fn new_range(&mut self, start: Value, stop: Value, step: Value) -> Outcome {
        let range = self.alloc::<Range>(id::RANGE, Scan::Values, Range::SLOTS)?;
        range.start.init(start);
        range.stop.init(stop);
        range.step.init(step);
        Ok(range.value())
    }

    /// Number of items, an exact int.
    fn range_length(&mut self, range: Gc<Range>) -> Outcome {
        match range.small() {
            Some((start, stop, step)) => {
                let n = count_small(start, stop, step);
                match i64::try_from(n) {
                    Ok(n) => self.new_int(n),
                    Err(_) => self.new_big(&IBig::from(n)),
                }
            }
            None => {
                let [start, stop, step] = self.range_parts(range);
                self.new_big(&count_big(&start, &stop, &step))
            }
        }
    }

    fn range_parts(&self, range: Gc<Range>) -> [IBig; 3] {
        [range.start.get(), range.stop.get(), range.step.get()].map(|v| self.big_value(v).unwrap_or(IBig::ZERO))
    }

    /// Item `i`, which is in range.
    fn range_at(&mut self, range: Gc<Range>, i: Value) -> Outcome {
        if let Some((start, _, step)) = range.small()
            && i.is_int()
            && let Some(item) = step.checked_mul(i.as_int() as i64).and_then(|offset| start.checked_add(offset))
        {
            return self.new_int(item);
        }
        advanced(self, range.start.get(), i, range.step.get())
    }

    /// `range[key]`.
    pub fn range_item(&mut self, range: Gc<Range>, key: Value) -> Outcome {
        if let Some(slice) = Gc::<Slice>::from_value(self, key) {
            return self.range_slice(range, slice);
        }
        if !self.has_index(key) {
            let name = self.type_name(key);
            return Err(self.type_error(format!("range indices must be integers or slices, not {name}")));
        }
        let i = self.index(key)?;
        if let (Some((start, stop, step)), true) = (range.small(), i.is_int()) {
            let (n, i) = (count_small(start, stop, step) as i128, i.as_int() as i128);
            let i = if i < 0 { i + n } else { i };
            if i >= 0 && i < n {
                return self.new_int((start as i128 + i * step as i128) as i64);
            }
            return Err(self.index_error("range object index out of range"));
        }
        let length = self.range_length(range)?;
        let n = self.big_value(length).unwrap_or(IBig::ZERO);
        let i = self.big_value(i).unwrap_or(IBig::ZERO);
        let i = if i < IBig::ZERO { i + &n } else { i };
        if i < IBig::ZERO || i >= n {
            return Err(self.index_error("range object index out of range"));
        }
        let [start, _, step] = self.range_parts(range);
        self.new_big(&(start + i * step))
    }

    /// `range[start:stop:step]` of ints in place; `None`: the long way.
    pub fn range_slice_parts(&mut self, range: Gc<Range>, parts: [Value; 3]) -> Option<Outcome> {
        let [start, stop, step] = small_slice(range, parts)?;
        Some(self.new_range(start, stop, step))
    }

    fn range_slice(&mut self, range: Gc<Range>, slice: Gc<Slice>) -> Outcome {
        if let Some(outcome) = self.range_slice_parts(range, [slice.start.get(), slice.stop.get(), slice.step.get()]) {
            return outcome;
        }
        let length = self.range_length(range)?;
        let n = self.big_value(length).unwrap_or(IBig::ZERO);
        let [from, to, by] = self.slice_indices(slice, &n)?;
        let [start, _, step] = self.range_parts(range);
        let first = self.new_big(&(&start + from * &step))?;
        let last = self.new_big(&(&start + to * &step))?;
        let step = self.new_big(&(by * step))?;
        self.new_range(first, last, step)
    }

    /// Index of an exact int in a range.
    fn range_find(&mut self, range: Gc<Range>, item: Value) -> Option<IBig> {
        if let (Some((start, stop, step)), true) = (range.small(), item.is_int()) {
            let i = item.as_int() as i64;
            let inside = if step > 0 { start <= i && i < stop } else { stop < i && i <= start };
            let offset = i as i128 - start as i128;
            return if inside && offset % step as i128 == 0 { Some(IBig::from(offset / step as i128)) } else { None };
        }
        let [start, stop, step] = self.range_parts(range);
        let i = self.big_value(item)?;
        let inside = if step > IBig::ZERO { start <= i && i < stop } else { stop < i && i <= start };
        let offset = i - start;
        if inside && &offset % &step == IBig::ZERO { Some(offset / step) } else { None }
    }

    fn new_range_iterator(&mut self, current: Value, stop: Value, step: Value) -> Outcome {
        let iterator = self.alloc::<RangeIterator>(id::RANGE_ITERATOR, Scan::Values, RangeIterator::SLOTS)?;
        iterator.current.init(current);
        iterator.stop.init(stop);
        iterator.step.init(step);
        Ok(iterator.value())
    }

    /// Next item of a range.
    #[inline]
    pub fn range_next(&mut self, it: Gc<RangeIterator>) -> Outcome {
        let (current, stop, step) = (it.current.get(), it.stop.get(), it.step.get());
        if current.is_int() && stop.is_int() && step.is_int() {
            let (i, end, by) = (current.as_int(), stop.as_int(), step.as_int());
            if if by > 0 { i >= end } else { i <= end } {
                return Ok(Value::UNSET);
            }
            // Past the end of the ints in place is past the end of the range.
            it.current.set_plain(Value::try_int(i as i64 + by as i64).unwrap_or(stop));
            return Ok(current);
        }
        let [i, end, by] = [current, stop, step].map(|v| self.big_value(v).unwrap_or(IBig::ZERO));
        if if by > IBig::ZERO { i >= end } else { i <= end } {
            return Ok(Value::UNSET);
        }
        let following = self.new_big(&(i + by))?;
        it.current.set(&mut self.heap, it.value(), following);
        Ok(current)
    }
}

/// The receiver.
fn this(vm: &mut Vm, args: Args) -> Outcome<Gc<Range>> {
    match Gc::from_value(vm, args[0]) {
        Some(range) => Ok(range),
        None => Err(vm.receiver_error("range", args[0])),
    }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let given = vm.tuple_items(args[1]);
    let (zero, one) = (Value::small_int(0), Value::small_int(1));
    let (start, stop, step) = match *given {
        [] => return Err(vm.type_error("range expected at least 1 argument, got 0")),
        [stop] => (zero, stop, one),
        [start, stop] => (start, stop, one),
        [start, stop, step] => (start, stop, step),
        _ => {
            let n = given.len();
            return Err(vm.type_error(format!("range expected at most 3 arguments, got {n}")));
        }
    };
    let (start, stop, step) = (vm.index(start)?, vm.index(stop)?, vm.index(step)?);
    if step.is(zero) {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    vm.new_range(start, stop, step)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let range = this(vm, args)?;
    let [start, stop, step] = vm.range_parts(range);
    let text =
        if step == IBig::ONE { format!("range({start}, {stop})") } else { format!("range({start}, {stop}, {step})") };
    vm.new_str(&text)
}

/// Length, and start and step where they matter: equal for equal ranges.
fn key(vm: &mut Vm, range: Gc<Range>) -> Outcome<[Value; 3]> {
    let length = vm.range_length(range)?;
    Ok(match length.is_int().then(|| length.as_int()) {
        Some(0) => [length, Value::NONE, Value::NONE],
        Some(1) => [length, range.start.get(), Value::NONE],
        _ => [length, range.start.get(), range.step.get()],
    })
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let range = this(vm, args)?;
    let key = key(vm, range)?;
    let hash = vm.tuple_hash(&key)?;
    vm.new_int(hash)
}

fn equal(vm: &mut Vm, args: Args) -> Outcome<Option<bool>> {
    let range = this(vm, args)?;
    let Some(other) = Gc::<Range>::from_value(vm, args[1]) else { return Ok(None) };
    let (a, b) = (key(vm, range)?, key(vm, other)?);
    Ok(Some(a.iter().zip(&b).all(|(x, y)| vm.is_same(*x, *y))))
}

fn eq(vm: &mut Vm, args: Args) -> Outcome {
    Ok(equal(vm, args)?.map_or(Value::NOT_IMPLEMENTED, Value::bool))
}

fn ne(vm: &mut Vm, args: Args) -> Outcome {
    Ok(equal(vm, args)?.map_or(Value::NOT_IMPLEMENTED, |same| Value::bool(!same)))
}

fn no_order(_vm: &mut Vm, _args: Args) -> Outcome {
    Ok(Value::NOT_IMPLEMENTED)
}

fn bool(vm: &mut Vm, args: Args) -> Outcome {
    let range = this(vm, args)?;
    let length = vm.range_length(range)?;
    Ok(Value::bool(!length.is(Value::small_int(0))))
}

fn len(vm: &mut Vm, args: Args) -> Outcome {
    let range = this(vm, args)?;
    let length = vm.range_length(range)?;
    match vm.int_value(length) {
        Some(_) => Ok(length),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn iter(vm: &mut Vm, args: Args) -> Outcome {
    let range = this(vm, args)?;
    vm.new_range_iterator(range.start.get(), range.stop.get(), range.step.get())
}

fn reversed(vm: &mut Vm, args: Args) -> Outcome {
    let range = this(vm, args)?;
    if let Some((start, stop, step)) = range.small() {
        let (n, start, step) = (count_small(start, stop, step) as i128, start as i128, step as i128);
        let small = |i: i128| i64::try_from(i).ok().and_then(Value::try_int);
        if let (Some(first), Some(end), Some(back)) = (small(start + (n - 1) * step), small(start - step), small(-step))
        {
            return vm.new_range_iterator(first, end, back);
        }
    }
    let [start, stop, step] = vm.range_parts(range);
    let n = count_big(&start, &stop, &step);
    let last = &start + (n - IBig::ONE) * &step;
    let first = vm.new_big(&last)?;
    let end = vm.new_big(&(start - &step))?;
    let back = vm.new_big(&-step)?;
    vm.new_range_iterator(first, end, back)
}

/// An exact int or bool as an exact int.
fn exact_int(vm: &mut Vm, v: Value) -> Option<Value> {
    match v {
        Value::TRUE => Some(Value::small_int(1)),
        Value::FALSE => Some(Value::small_int(0)),
        v if v.is_int() || (v.is_ptr() && crate::object::map_of(v) == id::BIG_INT) => Some(v),
        _ => {
            let _ = vm;
            None
        }
    }
}

fn contains(vm: &mut Vm, args: Args) -> Outcome {
    let range = this(vm, args)?;
    if let Some(item) = exact_int(vm, args[1]) {
        return Ok(Value::bool(vm.range_find(range, item).is_some()));
    }
    let mut found = false;
    vm.for_each(args[0], |vm, item| {
        found = vm.equal(item, args[1])?;
        Ok(!found)
    })?;
    Ok(Value::bool(found))
}

fn get_item(vm: &mut Vm, args: Args) -> Outcome {
    let range = this(vm, args)?;
    vm.range_item(range, args[1])
}

fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    let range = this(vm, args)?;
    let class = vm.builtin_class(id::RANGE).value();
    let parts = vm.new_tuple(&[range.start.get(), range.stop.get(), range.step.get()])?;
    vm.new_tuple(&[class, parts])
}

fn count(vm: &mut Vm, args: Args) -> Outcome {
    let range = this(vm, args)?;
    if let Some(item) = exact_int(vm, args[1]) {
        return Ok(Value::small_int(if vm.range_find(range, item).is_some() { 1 } else { 0 }));
    }
    let mut found = 0;
    vm.for_each(args[0], |vm, item| {
        if vm.equal(item, args[1])? {
            found += 1;
        }
        Ok(true)
    })?;
    Ok(Value::small_int(found))
}

fn index(vm: &mut Vm, args: Args) -> Outcome {
    let range = this(vm, args)?;
    if let Some(item) = exact_int(vm, args[1]) {
        return match vm.range_find(range, item) {
            Some(i) => vm.new_big(&i),
            None => Err(vm.value_error("range.index(x): x not in range")),
        };
    }
    let (mut found, mut i) = (None, 0);
    vm.for_each(args[0], |vm, item| {
        if vm.equal(item, args[1])? {
            found = Some(i);
        }
        i += 1;
        Ok(found.is_none())
    })?;
    match found {
        Some(i) => Ok(Value::small_int(i)),
        None => Err(vm.value_error("sequence.index(x): x not in sequence")),
    }
}

fn start(vm: &mut Vm, args: Args) -> Outcome {
    Ok(this(vm, args)?.start.get())
}
fn stop(vm: &mut Vm, args: Args) -> Outcome {
    Ok(this(vm, args)?.stop.get())
}
fn step(vm: &mut Vm, args: Args) -> Outcome {
    Ok(this(vm, args)?.step.get())
}

/// The receiver of an iterator's method, and the range of what is left.
fn rest(vm: &mut Vm, args: Args) -> Outcome<(Gc<RangeIterator>, Gc<Range>)> {
    let Some(it) = Gc::<RangeIterator>::from_value(vm, args[0]) else {
        return Err(vm.receiver_error("range_iterator", args[0]));
    };
    let range = vm.new_range(it.current.get(), it.stop.get(), it.step.get())?;
    // SAFETY: it was just made.
    Ok((it, unsafe { Gc::from_value_unchecked(range) }))
}

fn iterator_hint(vm: &mut Vm, args: Args) -> Outcome {
    let (_, range) = rest(vm, args)?;
    vm.range_length(range)
}

fn iterator_reduce(vm: &mut Vm, args: Args) -> Outcome {
    let (_, range) = rest(vm, args)?;
    let function = vm.dict_get_text(vm.builtins, "iter")?;
    let arguments = vm.new_tuple(&[range.value()])?;
    vm.new_tuple(&[function, arguments, Value::NONE])
}

fn iterator_setstate(vm: &mut Vm, args: Args) -> Outcome {
    let (it, range) = rest(vm, args)?;
    let length = vm.range_length(range)?;
    let n = vm.big_value(length).unwrap_or(IBig::ZERO);
    let Some(state) = vm.big_value(args[1]) else {
        let name = vm.type_name(args[1]);
        return Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")));
    };
    let state = vm.new_big(&state.clamp(IBig::ZERO, n))?;
    let current = vm.range_at(range, state)?;
    it.current.set(&mut vm.heap, it.value(), current);
    Ok(Value::NONE)
}
