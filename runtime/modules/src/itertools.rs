//! `itertools`.

use crate::util::{add_type, class_of, hidden_type, itself, make, some, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, NativeKind, Outcome, TypeTable, native};
use pyspec_runtime::object::Rooted;
use pyspec_runtime::object::rooted::ToRooted;
use pyspec_runtime::protocol::operate::Binary;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "itertools",
    doc: "Functional tools for creating and using iterators.",
    functions: FUNCTIONS,
    init: Some(init),
};

const PY: Effect = Effect::PYTHON;
static FUNCTIONS: &[Native] = &[native("tee", "(iterable, n=2, /)", PY, tee)];

macro_rules! iterator {
    ($table:ident, $name:literal, $signature:literal, $new:expr, $next:expr, $doc:literal $(, $more:expr)*) => {
        static $table: TypeTable = TypeTable {
            map: 0,
            name: $name,
            module: "itertools",
            doc: $doc,
            rows: &[
                native("__new__", $signature, PY, $new).kind(NativeKind::StaticMethod),
                native("__iter__", "(self, /)", Effect::PURE, itself),
                native("__next__", "(self, /)", PY, $next),
                $($more),*
            ],
        };
    };
}

iterator!(
    COUNT,
    "count",
    "(cls, start=0, step=1)",
    count_new,
    count_next,
    "Return values start, start + step, ….",
    native("__repr__", "(self, /)", PY, count_repr)
);
iterator!(CYCLE, "cycle", "(cls, iterable, /)", cycle_new, cycle_next, "Elements of the iterable, again and again.");
iterator!(
    REPEAT,
    "repeat",
    "(cls, object, times=<unrepresentable>)",
    repeat_new,
    repeat_next,
    "The object, again and again or a number of times.",
    native("__repr__", "(self, /)", PY, repeat_repr),
    native("__length_hint__", "(self, /)", PY, repeat_hint)
);
iterator!(
    CHAIN,
    "chain",
    "(cls, /, *iterables)",
    chain_new,
    chain_next,
    "Elements of the first iterable, then of the next, ….",
    native("from_iterable", "(type, iterable, /)", PY, chain_from).kind(NativeKind::ClassMethod),
    native("__class_getitem__", "(cls, object, /)", PY, alias).kind(NativeKind::ClassMethod)
);
iterator!(COMPRESS, "compress", "(cls, data, selectors)", compress_new, compress_next, "Data whose selector is true.");
iterator!(
    DROPWHILE,
    "dropwhile",
    "(cls, predicate, iterable, /)",
    pair_new,
    dropwhile_next,
    "Elements from the first for which the predicate is false."
);
iterator!(
    TAKEWHILE,
    "takewhile",
    "(cls, predicate, iterable, /)",
    pair_new,
    takewhile_next,
    "Elements up to the first for which the predicate is false."
);
iterator!(
    FILTERFALSE,
    "filterfalse",
    "(cls, function, iterable, /)",
    pair_new,
    filterfalse_next,
    "Elements for which the function is false."
);
iterator!(
    STARMAP,
    "starmap",
    "(cls, function, iterable, /)",
    pair_new,
    starmap_next,
    "function(*element) for every element."
);
iterator!(
    ISLICE,
    "islice",
    "(cls, /, *args)",
    islice_new,
    islice_next,
    "islice(iterable, stop) or islice(iterable, start, stop[, step])"
);
iterator!(
    ZIP_LONGEST,
    "zip_longest",
    "(cls, /, *iterables, fillvalue=None)",
    longest_new,
    longest_next,
    "Tuples of elements, the fill value for ended iterables."
);
iterator!(PRODUCT, "product", "(cls, /, *iterables, repeat=1)", product_new, product_next, "Cartesian product.");
iterator!(
    PERMUTATIONS,
    "permutations",
    "(cls, iterable, r=None)",
    permutations_new,
    permutations_next,
    "Successive r-length permutations."
);
iterator!(
    COMBINATIONS,
    "combinations",
    "(cls, iterable, r)",
    combinations_new,
    combinations_next,
    "Successive r-length combinations."
);
iterator!(
    COMBINATIONS_R,
    "combinations_with_replacement",
    "(cls, iterable, r)",
    combinations_r_new,
    combinations_next,
    "Successive r-length combinations, elements repeated."
);
iterator!(
    ACCUMULATE,
    "accumulate",
    "(cls, iterable, func=None, *, initial=None)",
    accumulate_new,
    accumulate_next,
    "Series of accumulated sums, or of the function's results."
);
iterator!(GROUPBY, "groupby", "(cls, iterable, key=None)", groupby_new, groupby_next, "Consecutive keys and groups.");
iterator!(GROUPER, "_grouper", "(cls, parent, tgtkey, /)", grouper_new, grouper_next, "A group of groupby.");
iterator!(PAIRWISE, "pairwise", "(cls, iterable, /)", pairwise_new, pairwise_next, "Overlapping pairs.");
iterator!(
    BATCHED,
    "batched",
    "(cls, iterable, n, *, strict=False)",
    batched_new,
    batched_next,
    "Tuples of n elements; the last may be shorter."
);
iterator!(
    TEE,
    "_tee",
    "(cls, iterable, /)",
    tee_new,
    tee_next,
    "Iterator of tee.",
    native("__copy__", "(self, /)", PY, tee_copy)
);

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    for table in [
        &COUNT,
        &CYCLE,
        &REPEAT,
        &CHAIN,
        &COMPRESS,
        &DROPWHILE,
        &TAKEWHILE,
        &FILTERFALSE,
        &STARMAP,
        &ISLICE,
        &ZIP_LONGEST,
        &PRODUCT,
        &PERMUTATIONS,
        &COMBINATIONS,
        &COMBINATIONS_R,
        &ACCUMULATE,
        &GROUPBY,
        &GROUPER,
        &PAIRWISE,
        &BATCHED,
        &TEE,
    ] {
        add_type(vm, module, table)?;
    }
    hidden_type(vm, &CHUNK)?;
    Ok(())
}

fn alias(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_generic_alias(args[0], args[1])
}

state! {
    /// `count`.
    struct Count { current: Value, step: Value }
}

fn count_new(vm: &mut Vm, args: Args) -> Outcome {
    let (start, step) = (args.or(1, Value::small_int(0)), args.or(2, Value::small_int(1)));
    for v in [start, step] {
        if !vm.is_number(v) && !vm.has_special(v, pyspec_runtime::object::class::Special::Complex) {
            return Err(vm.type_error("a number is required"));
        }
    }
    make(vm, args[0], Count { current: start, step })
}

fn count_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Count>(vm, args[0])?;
    let (current, step) = (s.current, s.step);
    let next = vm.binary(Binary::Add, current, step)?;
    this::<Count>(vm, args[0])?.current = next;
    Ok(current)
}

fn count_repr(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Count>(vm, args[0])?;
    let (current, step) = (s.current, s.step);
    let mut text = format!("{}({}", vm.type_name(args[0]), vm.repr_text(current)?);
    if vm.int_value(step) != Some(1) || !step.is_int() {
        text += &format!(", {}", vm.repr_text(step)?);
    }
    vm.new_str(&(text + ")"))
}

state! {
    /// `cycle`.
    struct Cycle { iterator: Value, saved: Vec<Value>, index: usize }
}

fn cycle_new(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = vm.iter(args[1])?;
    make(vm, args[0], Cycle { iterator, saved: vec![], index: 0 })
}

fn cycle_next(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = this::<Cycle>(vm, args[0])?.iterator;
    if !iterator.is(Value::UNSET) {
        let item = vm.next(iterator)?;
        let s = this::<Cycle>(vm, args[0])?;
        if !item.is(Value::UNSET) {
            s.saved.push(item);
            return Ok(item);
        }
        s.iterator = Value::UNSET;
    }
    let s = this::<Cycle>(vm, args[0])?;
    let Some(&item) = s.saved.get(s.index) else { return Ok(Value::UNSET) };
    s.index = if s.index + 1 == s.saved.len() { 0 } else { s.index + 1 };
    Ok(item)
}

state! {
    /// `repeat`: `left` is negative if it never ends.
    struct Repeat { object: Value, left: i64 }
}

fn repeat_new(vm: &mut Vm, args: Args) -> Outcome {
    let left = match args.given(2) {
        Some(n) => vm.index_i64(n)?.max(0),
        None => -1,
    };
    make(vm, args[0], Repeat { object: args[1], left })
}

fn repeat_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Repeat>(vm, args[0])?;
    if s.left == 0 {
        return Ok(Value::UNSET);
    }
    if s.left > 0 {
        s.left -= 1;
    }
    Ok(s.object)
}

fn repeat_repr(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Repeat>(vm, args[0])?;
    let (object, left) = (s.object, s.left);
    let (name, object) = (vm.type_name(args[0]), vm.repr_text(object)?);
    vm.new_str(&if left < 0 { format!("{name}({object})") } else { format!("{name}({object}, {left})") })
}

fn repeat_hint(vm: &mut Vm, args: Args) -> Outcome {
    match this::<Repeat>(vm, args[0])?.left {
        n if n >= 0 => vm.new_int(n),
        _ => Err(vm.type_error("len() of unsized object")),
    }
}

state! {
    /// `chain`.
    struct Chain { source: Value, active: Value }
}

fn chain_new(vm: &mut Vm, args: Args) -> Outcome {
    let source = vm.iter(args[1])?;
    make(vm, args[0], Chain { source, active: Value::UNSET })
}

fn chain_from(vm: &mut Vm, args: Args) -> Outcome {
    chain_new(vm, args)
}

fn chain_next(vm: &mut Vm, args: Args) -> Outcome {
    loop {
        let s = this::<Chain>(vm, args[0])?;
        let (source, active) = (s.source, s.active);
        if source.is(Value::UNSET) {
            return Ok(Value::UNSET);
        }
        if active.is(Value::UNSET) {
            let next = vm.next(source).and_then(|v| if v.is(Value::UNSET) { Ok(v) } else { vm.iter(v) });
            let s = this::<Chain>(vm, args[0])?;
            match next {
                Ok(v) if !v.is(Value::UNSET) => s.active = v,
                other => {
                    s.source = Value::UNSET;
                    return other;
                }
            }
            continue;
        }
        let item = vm.next(active)?;
        if !item.is(Value::UNSET) {
            return Ok(item);
        }
        this::<Chain>(vm, args[0])?.active = Value::UNSET;
    }
}

state! {
    /// Two values and whether the first part is over.
    struct Pair { function: Value, iterator: Value, over: bool }
}

fn compress_new(vm: &mut Vm, args: Args) -> Outcome {
    let (data, selectors) = (vm.iter(args[1])?, vm.iter(args[2])?);
    make(vm, args[0], Pair { function: selectors, iterator: data, over: false })
}

fn compress_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Pair>(vm, args[0])?;
    let (selectors, data) = (s.function, s.iterator);
    loop {
        let item = vm.next(data)?;
        if item.is(Value::UNSET) {
            return Ok(item);
        }
        let selector = vm.next(selectors)?;
        if selector.is(Value::UNSET) {
            return Ok(selector);
        }
        if vm.truth(selector)? {
            return Ok(item);
        }
    }
}

fn pair_new(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = vm.iter(args[2])?;
    make(vm, args[0], Pair { function: args[1], iterator, over: false })
}

fn dropwhile_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Pair>(vm, args[0])?;
    let (function, iterator, over) = (s.function, s.iterator, s.over);
    loop {
        let item = vm.next(iterator)?;
        if over || item.is(Value::UNSET) {
            return Ok(item);
        }
        let dropped = vm.call(function, &[item])?;
        if !vm.truth(dropped)? {
            this::<Pair>(vm, args[0])?.over = true;
            return Ok(item);
        }
    }
}

fn takewhile_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Pair>(vm, args[0])?;
    let (function, iterator) = (s.function, s.iterator);
    if s.over {
        return Ok(Value::UNSET);
    }
    let item = vm.next(iterator)?;
    if item.is(Value::UNSET) {
        return Ok(item);
    }
    let taken = vm.call(function, &[item])?;
    if vm.truth(taken)? {
        return Ok(item);
    }
    this::<Pair>(vm, args[0])?.over = true;
    Ok(Value::UNSET)
}

fn filterfalse_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Pair>(vm, args[0])?;
    let (function, iterator) = (s.function, s.iterator);
    loop {
        let item = vm.next(iterator)?;
        if item.is(Value::UNSET) {
            return Ok(item);
        }
        let test = if function.is(Value::NONE) { item } else { vm.call(function, &[item])? };
        if !vm.truth(test)? {
            return Ok(item);
        }
    }
}

fn starmap_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Pair>(vm, args[0])?;
    let (function, iterator) = (s.function, s.iterator);
    let item = vm.next(iterator)?;
    if item.is(Value::UNSET) {
        return Ok(item);
    }
    let items = vm.collect_items(item)?;
    vm.call(function, &items)
}

state! {
    /// `islice`: `stop` negative: to the end.
    struct Islice { iterator: Value, next: i64, stop: i64, step: i64, count: i64 }
}

fn islice_new(vm: &mut Vm, args: Args) -> Outcome {
    let given = vm.tuple_items(args[1]).rooted();
    if given.len() < 2 {
        return Err(vm.type_error(format!("islice expected at least 2 arguments, got {}", given.len())));
    }
    if given.len() > 4 {
        return Err(vm.type_error(format!("islice expected at most 4 arguments, got {}", given.len())));
    }
    let (start, stop) = if given.len() == 2 { (Value::NONE, given[1]) } else { (given[1], given[2]) };
    let below = vm.int_value(stop).is_some_and(|n| n < -1);
    let mut bound = |v: Value, default: i64, message: &str| -> Outcome<i64> {
        if v.is(Value::NONE) {
            return Ok(default);
        }
        match vm.index_i64(v) {
            Ok(n) if n >= 0 => Ok(n),
            _ => {
                vm.take_pending();
                Err(vm.value_error(message))
            }
        }
    };
    let indices = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    let for_stop = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    let stop = bound(stop, -1, if below { indices } else { for_stop })?;
    let start = bound(start, 0, indices)?;
    let step_error = "Step for islice() must be a positive integer or None.";
    let step = bound(given.get(3).copied().unwrap_or(Value::NONE), 1, step_error)?;
    if step < 1 {
        return Err(vm.value_error(step_error));
    }
    let iterator = vm.iter(given[0])?;
    make(vm, args[0], Islice { iterator, next: start, stop, step, count: 0 })
}

fn islice_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Islice>(vm, args[0])?;
    let (iterator, next, stop) = (s.iterator, s.next, s.stop);
    if iterator.is(Value::UNSET) {
        return Ok(iterator);
    }
    let mut item = Value::UNSET;
    let mut count = s.count;
    while count < next {
        item = vm.next(iterator)?;
        if item.is(Value::UNSET) {
            break;
        }
        count += 1;
        this::<Islice>(vm, args[0])?.count = count;
    }
    let ended = count < next || (stop >= 0 && count >= stop);
    if !ended {
        item = vm.next(iterator)?;
    }
    let s = this::<Islice>(vm, args[0])?;
    if ended || item.is(Value::UNSET) {
        s.iterator = Value::UNSET;
        return Ok(Value::UNSET);
    }
    s.count = count + 1;
    s.next = next.saturating_add(s.step);
    if stop >= 0 && s.next > stop {
        s.next = stop;
    }
    Ok(item)
}

state! {
    /// `zip_longest`: an ended iterator is UNSET.
    struct Longest { iterators: Vec<Value>, fill: Value, active: usize }
}

fn longest_new(vm: &mut Vm, args: Args) -> Outcome {
    let mut iterators = Rooted::new();
    for &v in vm.tuple_items(args[2]) {
        let iterator = vm.iter(v)?;
        iterators.push(iterator);
    }
    let state = Longest { active: iterators.len(), iterators: iterators.to_vec(), fill: args.or(1, Value::NONE) };
    make(vm, args[0], state)
}

fn longest_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Longest>(vm, args[0])?;
    if s.active == 0 {
        return Ok(Value::UNSET);
    }
    let (iterators, fill) = (Rooted::from_slice(&s.iterators), s.fill);
    let mut row = Rooted::new();
    for (i, &iterator) in iterators.iter().enumerate() {
        let mut item = Value::UNSET;
        if !iterator.is(Value::UNSET) {
            item = match vm.next(iterator) {
                Ok(v) => v,
                Err(raised) => {
                    this::<Longest>(vm, args[0])?.active = 0;
                    return Err(raised);
                }
            };
            if item.is(Value::UNSET) {
                let s = this::<Longest>(vm, args[0])?;
                s.iterators[i] = Value::UNSET;
                s.active -= 1;
                if s.active == 0 {
                    return Ok(Value::UNSET);
                }
            }
        }
        row.push(if item.is(Value::UNSET) { fill } else { item });
    }
    vm.new_tuple(&row)
}

state! {
    /// `product`.
    struct Product { pools: Vec<Vec<Value>>, indices: Vec<usize>, begun: bool, over: bool }
}

fn product_new(vm: &mut Vm, args: Args) -> Outcome {
    let repeat = args.given(1).map_or(Ok(1), |v| vm.index_i64(v))?;
    if repeat < 0 {
        return Err(vm.value_error("repeat argument cannot be negative"));
    }
    let mut pools = vec![];
    if repeat > 0 {
        for &v in vm.tuple_items(args[2]) {
            pools.push(vm.collect_items(v)?);
        }
    }
    // The rooted ones keep what the copies hold until the object is there.
    let all: Vec<Vec<Value>> = (0..repeat).flat_map(|_| pools.iter().map(|p| p.to_vec())).collect();
    let over = all.iter().any(|p| p.is_empty());
    let object = make(vm, args[0], Product { indices: vec![0; all.len()], pools: all, begun: false, over });
    drop(pools);
    object
}

fn product_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Product>(vm, args[0])?;
    if s.over {
        return Ok(Value::UNSET);
    }
    if s.begun {
        let mut i = s.indices.len();
        loop {
            if i == 0 {
                s.over = true;
                return Ok(Value::UNSET);
            }
            i -= 1;
            s.indices[i] += 1;
            if s.indices[i] < s.pools[i].len() {
                break;
            }
            s.indices[i] = 0;
        }
    }
    s.begun = true;
    let row: Vec<Value> = s.indices.iter().zip(&s.pools).map(|(&i, p)| p[i]).collect();
    vm.new_tuple(&row)
}

state! {
    /// Selections of a pool: `cycles` for permutations only, `repeated` for combinations with replacement.
    struct Selection { pool: Vec<Value>, indices: Vec<usize>, cycles: Vec<usize>, r: usize, repeated: bool, begun: bool, over: bool }
}

fn row_of(vm: &mut Vm, s: &mut Selection) -> Outcome {
    s.begun = true;
    let row: Vec<Value> = s.indices[..s.r].iter().map(|&i| s.pool[i]).collect();
    vm.new_tuple(&row)
}

fn length(vm: &mut Vm, v: Value) -> Outcome<usize> {
    match vm.index_i64(v)? {
        n if n >= 0 => Ok(n as usize),
        _ => Err(vm.value_error("r must be non-negative")),
    }
}

fn permutations_new(vm: &mut Vm, args: Args) -> Outcome {
    let pool = vm.collect_items(args[1])?;
    let n = pool.len();
    let r = match some(args.given(2)) {
        None => n,
        Some(v) if vm.int_value(v).is_none() && vm.big_value(v).is_none() => {
            return Err(vm.type_error("Expected int as r"));
        }
        Some(v) => length(vm, v)?,
    };
    let cycles = if r > n { vec![] } else { (0..r).map(|i| n - i).collect() };
    let state = Selection {
        pool: pool.to_vec(),
        indices: (0..n).collect(),
        cycles,
        r,
        repeated: false,
        begun: false,
        over: r > n,
    };
    make(vm, args[0], state)
}

fn permutations_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Selection>(vm, args[0])?;
    if s.over {
        return Ok(Value::UNSET);
    }
    if s.begun {
        let n = s.pool.len();
        let mut i = s.r;
        loop {
            if i == 0 {
                s.over = true;
                return Ok(Value::UNSET);
            }
            i -= 1;
            s.cycles[i] -= 1;
            if s.cycles[i] == 0 {
                s.indices[i..].rotate_left(1);
                s.cycles[i] = n - i;
            } else {
                let j = n - s.cycles[i];
                s.indices.swap(i, j);
                break;
            }
        }
    }
    row_of(vm, s)
}

fn combinations_new(vm: &mut Vm, args: Args) -> Outcome {
    let pool = vm.collect_items(args[1])?;
    let r = length(vm, args[2])?;
    let over = r > pool.len();
    let indices = if over { vec![] } else { (0..r).collect() };
    make(
        vm,
        args[0],
        Selection { pool: pool.to_vec(), indices, cycles: vec![], r, repeated: false, begun: false, over },
    )
}

fn combinations_r_new(vm: &mut Vm, args: Args) -> Outcome {
    let pool = vm.collect_items(args[1])?;
    let r = length(vm, args[2])?;
    let over = r > 0 && pool.is_empty();
    let indices = if over { vec![] } else { vec![0; r] };
    make(vm, args[0], Selection { pool: pool.to_vec(), indices, cycles: vec![], r, repeated: true, begun: false, over })
}

fn combinations_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Selection>(vm, args[0])?;
    if s.over {
        return Ok(Value::UNSET);
    }
    if s.begun {
        let (n, r, repeated) = (s.pool.len(), s.r, s.repeated);
        let last = |i: usize| if repeated { n - 1 } else { i + n - r };
        let Some(i) = (0..r).rev().find(|&i| s.indices[i] != last(i)) else {
            s.over = true;
            return Ok(Value::UNSET);
        };
        let first = s.indices[i] + 1;
        for j in i..r {
            s.indices[j] = if repeated { first } else { first + j - i };
        }
    }
    row_of(vm, s)
}

state! {
    /// `accumulate`.
    struct Accumulate { iterator: Value, function: Value, total: Value, initial: Value }
}

fn accumulate_new(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = vm.iter(args[1])?;
    let initial = some(args.given(3)).unwrap_or(Value::UNSET);
    make(vm, args[0], Accumulate { iterator, function: args.or(2, Value::NONE), total: Value::UNSET, initial })
}

fn accumulate_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Accumulate>(vm, args[0])?;
    if !s.initial.is(Value::UNSET) {
        s.total = std::mem::replace(&mut s.initial, Value::UNSET);
        return Ok(s.total);
    }
    let (iterator, function, total) = (s.iterator, s.function, s.total);
    let mut item = vm.next(iterator)?;
    if item.is(Value::UNSET) {
        return Ok(item);
    }
    if !total.is(Value::UNSET) {
        item = if function.is(Value::NONE) {
            vm.binary(Binary::Add, total, item)?
        } else {
            vm.call(function, &[total, item])?
        };
    }
    this::<Accumulate>(vm, args[0])?.total = item;
    Ok(item)
}

state! {
    /// `groupby`: `current` is of `key`, `target` is the running group's.
    struct Groupby { iterator: Value, function: Value, target: Value, key: Value, current: Value, group: Value }
}
state! {
    /// A group.
    struct Grouper { parent: Value, key: Value }
}

fn groupby_new(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = vm.iter(args[1])?;
    let u = Value::UNSET;
    make(vm, args[0], Groupby { iterator, function: args.or(2, Value::NONE), target: u, key: u, current: u, group: u })
}

/// Takes the next element; `false` at the end.
fn groupby_step(vm: &mut Vm, object: Value) -> Outcome<bool> {
    let s = this::<Groupby>(vm, object)?;
    let (iterator, function) = (s.iterator, s.function);
    let item = vm.next(iterator)?;
    if item.is(Value::UNSET) {
        return Ok(false);
    }
    let key = if function.is(Value::NONE) { item } else { vm.call(function, &[item])? };
    let s = this::<Groupby>(vm, object)?;
    (s.current, s.key) = (item, key);
    Ok(true)
}

fn groupby_next(vm: &mut Vm, args: Args) -> Outcome {
    this::<Groupby>(vm, args[0])?.group = Value::UNSET;
    loop {
        let s = this::<Groupby>(vm, args[0])?;
        let (key, target) = (s.key, s.target);
        if !key.is(Value::UNSET) && (target.is(Value::UNSET) || !vm.equal(target, key)?) {
            break;
        }
        if !groupby_step(vm, args[0])? {
            return Ok(Value::UNSET);
        }
    }
    let s = this::<Groupby>(vm, args[0])?;
    s.target = s.key;
    let key = s.key;
    let class = class_of(vm, &GROUPER);
    let group = vm.new_payload(class, Box::new(Grouper { parent: args[0], key }), 0)?;
    this::<Groupby>(vm, args[0])?.group = group;
    vm.new_tuple(&[key, group])
}

fn grouper_new(vm: &mut Vm, args: Args) -> Outcome {
    let group = make(vm, args[0], Grouper { parent: args[1], key: args[2] })?;
    this::<Groupby>(vm, args[1])?.group = group;
    Ok(group)
}

fn grouper_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Grouper>(vm, args[0])?;
    let (parent, key) = (s.parent, s.key);
    let p = this::<Groupby>(vm, parent)?;
    if !p.group.is(args[0]) || (p.current.is(Value::UNSET) && !groupby_step(vm, parent)?) {
        return Ok(Value::UNSET);
    }
    let at = this::<Groupby>(vm, parent)?.key;
    if !vm.equal(key, at)? {
        return Ok(Value::UNSET);
    }
    Ok(std::mem::replace(&mut this::<Groupby>(vm, parent)?.current, Value::UNSET))
}

state! {
    /// `pairwise`.
    struct Pairwise { iterator: Value, old: Value }
}

fn pairwise_new(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = vm.iter(args[1])?;
    make(vm, args[0], Pairwise { iterator, old: Value::UNSET })
}

fn pairwise_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Pairwise>(vm, args[0])?;
    let (iterator, mut old) = (s.iterator, s.old);
    if iterator.is(Value::UNSET) {
        return Ok(iterator);
    }
    if old.is(Value::UNSET) {
        old = vm.next(iterator)?;
        this::<Pairwise>(vm, args[0])?.old = old;
    }
    let new = if old.is(Value::UNSET) { old } else { vm.next(iterator)? };
    let s = this::<Pairwise>(vm, args[0])?;
    if new.is(Value::UNSET) {
        (s.iterator, s.old) = (Value::UNSET, Value::UNSET);
        return Ok(new);
    }
    s.old = new;
    vm.new_tuple(&[old, new])
}

state! {
    /// `batched`.
    struct Batched { iterator: Value, n: usize, strict: bool }
}

fn batched_new(vm: &mut Vm, args: Args) -> Outcome {
    let n = vm.index_i64(args[2])?;
    if n < 1 {
        return Err(vm.value_error("n must be at least one"));
    }
    let strict = args.given(3).map_or(Ok(false), |v| vm.truth(v))?;
    let iterator = vm.iter(args[1])?;
    make(vm, args[0], Batched { iterator, n: n as usize, strict })
}

fn batched_next(vm: &mut Vm, args: Args) -> Outcome {
    let s = this::<Batched>(vm, args[0])?;
    let (iterator, n, strict) = (s.iterator, s.n, s.strict);
    if iterator.is(Value::UNSET) {
        return Ok(iterator);
    }
    let mut items = Rooted::new();
    while items.len() < n {
        let item = vm.next(iterator)?;
        if item.is(Value::UNSET) {
            this::<Batched>(vm, args[0])?.iterator = Value::UNSET;
            if items.is_empty() {
                return Ok(Value::UNSET);
            }
            if strict {
                return Err(vm.value_error("batched(): incomplete batch"));
            }
            break;
        }
        items.push(item);
    }
    vm.new_tuple(&items)
}

state! {
    /// Elements that iterators of one `tee` share, chunk after chunk.
    struct Chunk { iterator: Value, items: Vec<Value>, next: Value }
}
state! {
    /// Iterator of `tee`.
    struct Tee { chunk: Value, index: usize }
}

/// Elements of a chunk.
const CHUNK_ITEMS: usize = 57;

static CHUNK: TypeTable =
    TypeTable { map: 0, name: "_tee_dataobject", module: "itertools", doc: "Data of tee.", rows: &[] };

fn new_chunk(vm: &mut Vm, iterator: Value) -> Outcome {
    let class = class_of(vm, &CHUNK);
    vm.new_payload(class, Box::new(Chunk { iterator, items: vec![], next: Value::UNSET }), 0)
}

fn tee_new(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = vm.iter(args[1])?;
    if let Some(&mut Tee { chunk, index }) = vm.payload::<Tee>(iterator) {
        return make(vm, args[0], Tee { chunk, index });
    }
    let chunk = new_chunk(vm, iterator)?;
    make(vm, args[0], Tee { chunk, index: 0 })
}

fn tee_copy(vm: &mut Vm, args: Args) -> Outcome {
    let &mut Tee { chunk, index } = this::<Tee>(vm, args[0])?;
    let class = vm.class_of(args[0]);
    vm.new_payload(class, Box::new(Tee { chunk, index }), 0)
}

fn tee_next(vm: &mut Vm, args: Args) -> Outcome {
    let &mut Tee { mut chunk, mut index } = this::<Tee>(vm, args[0])?;
    if index == CHUNK_ITEMS {
        let c = this::<Chunk>(vm, chunk)?;
        let (next, iterator) = (c.next, c.iterator);
        let next = if next.is(Value::UNSET) { new_chunk(vm, iterator)? } else { next };
        this::<Chunk>(vm, chunk)?.next = next;
        (chunk, index) = (next, 0);
    }
    let c = this::<Chunk>(vm, chunk)?;
    let (held, iterator) = (c.items.get(index).copied(), c.iterator);
    let item = match held {
        Some(item) => item,
        None => {
            let item = vm.next(iterator)?;
            if item.is(Value::UNSET) {
                return Ok(item);
            }
            this::<Chunk>(vm, chunk)?.items.push(item);
            item
        }
    };
    *this::<Tee>(vm, args[0])? = Tee { chunk, index: index + 1 };
    Ok(item)
}

fn tee(vm: &mut Vm, args: Args) -> Outcome {
    let n = args.given(1).map_or(Ok(2), |v| vm.index_i64(v))?;
    if n < 0 {
        return Err(vm.value_error("n must be >= 0"));
    }
    let mut results = Rooted::new();
    let class = class_of(vm, &TEE).value();
    let mut source = args[0];
    for _ in 0..n {
        source = vm.call(class, &[source])?;
        results.push(source);
    }
    vm.new_tuple(&results)
}
