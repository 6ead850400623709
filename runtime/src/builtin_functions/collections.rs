//! Functions over iterables.

use crate::compiled::{Taker, as_generator};
use crate::native::{Args, InPlace, Native, Outcome, native};
use crate::object::class::Special;
use crate::object::layout::List;
use crate::object::{Gc, map_of};
use crate::protocol::compare::Comparison;
use crate::protocol::operate::Binary;
use crate::types::set::algebra::exact_set;
use crate::types::set::sketch::extreme_item;
use crate::vm::Vm;
use pyspec_abi::effects::Effect;
use pyspec_abi::{Value, types as id};

const PY: Effect = Effect::PYTHON;

/// The rows.
pub static ROWS: &[Native] = &[
    native("aiter", "(async_iterable, /)", PY, aiter),
    native("all", "(iterable, /)", PY, all).summary("bool").in_place(InPlace::All),
    native("anext", "(async_iterator, default=<unrepresentable>, /)", PY, anext),
    native("any", "(iterable, /)", PY, any).summary("bool").in_place(InPlace::Any),
    native("iter", "(object, sentinel=<unrepresentable>, /)", PY, iter),
    native("len", "(obj, /)", PY, len).summary("int").in_place(InPlace::Len),
    native("max", "(*args, key=None, default=<unrepresentable>)", PY, max).positional(max_of),
    native("min", "(*args, key=None, default=<unrepresentable>)", PY, min).positional(min_of),
    native("next", "(iterator, default=<unrepresentable>, /)", PY, next),
    native("sorted", "(iterable, /, *, key=None, reverse=False)", PY, sorted).summary("list"),
    native("sum", "(iterable, /, start=0)", PY, sum).in_place(InPlace::Sum),
];

fn aiter(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_of(args[0]);
    let Some(method) = vm.special(class, Special::AIter) else {
        let name = vm.type_name(args[0]);
        return Err(vm.type_error(format!("'{name}' object is not an async iterable")));
    };
    let iterator = vm.call_found(method, args[0], &[])?;
    let class = vm.class_of(iterator);
    if vm.special(class, Special::ANext).is_none() {
        let name = vm.type_name(iterator);
        return Err(vm.type_error(format!("aiter() returned not an async iterator of type '{name}'")));
    }
    Ok(iterator)
}

fn anext(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_of(args[0]);
    let Some(method) = vm.special(class, Special::ANext) else {
        let name = vm.type_name(args[0]);
        return Err(vm.type_error(format!("'{name}' object is not an async iterator")));
    };
    let awaitable = vm.call_found(method, args[0], &[])?;
    match args.given(1) {
        None => Ok(awaitable),
        Some(default) => vm.anext_with_default(awaitable, default),
    }
}

fn all(vm: &mut Vm, args: Args) -> Outcome {
    let mut verdict = true;
    if let Some(g) = as_generator(args[0]) {
        match vm.next_not_taken(g, &mut Taker::All)? {
            Value::UNSET => return Ok(Value::TRUE),
            item if !vm.truth(item)? => return Ok(Value::FALSE),
            _ => {}
        }
    }
    vm.for_each(args[0], |vm, item| {
        verdict = vm.truth(item)?;
        Ok(verdict)
    })?;
    Ok(Value::bool(verdict))
}

fn any(vm: &mut Vm, args: Args) -> Outcome {
    let mut verdict = false;
    if let Some(g) = as_generator(args[0]) {
        match vm.next_not_taken(g, &mut Taker::Any)? {
            Value::UNSET => return Ok(Value::FALSE),
            item if vm.truth(item)? => return Ok(Value::TRUE),
            _ => {}
        }
    }
    vm.for_each(args[0], |vm, item| {
        verdict = vm.truth(item)?;
        Ok(!verdict)
    })?;
    Ok(Value::bool(verdict))
}

fn iter(vm: &mut Vm, args: Args) -> Outcome {
    let Some(sentinel) = args.given(1) else { return vm.iter(args[0]) };
    if !vm.is_callable(args[0]) {
        return Err(vm.type_error("iter(v, w): v must be callable"));
    }
    vm.new_callable_iterator(args[0], sentinel)
}

fn len(vm: &mut Vm, args: Args) -> Outcome {
    let n = vm.len(args[0])?;
    vm.new_int(n as i64)
}

fn next(vm: &mut Vm, args: Args) -> Outcome {
    let iterator = args[0];
    let class = vm.class_of(iterator);
    let Some(default) = args.given(1) else {
        // What a generator returns is its StopIteration's value.
        if iterator.is_ptr() && map_of(iterator) == id::GENERATOR {
            return vm.generator_item(iterator);
        }
        // The StopIteration of an iterator written in Python comes through as it is.
        let written = vm.special(class, Special::Next).filter(|m| m.is_ptr() && map_of(*m) == id::FUNCTION);
        let item = match written {
            Some(method) => return vm.call_found(method, iterator, &[]),
            None => vm.next(iterator)?,
        };
        return if item.is(Value::UNSET) { Err(vm.stop_iteration(Value::NONE)) } else { Ok(item) };
    };
    let item = vm.next(iterator)?;
    Ok(if item.is(Value::UNSET) { default } else { item })
}

fn max(vm: &mut Vm, args: Args) -> Outcome {
    extreme(vm, args, "max", Comparison::Gt)
}

fn min(vm: &mut Vm, args: Args) -> Outcome {
    extreme(vm, args, "min", Comparison::Lt)
}

fn max_of(vm: &mut Vm, args: Args) -> Outcome {
    extreme_of(vm, args, "max", Comparison::Gt)
}

fn min_of(vm: &mut Vm, args: Args) -> Outcome {
    extreme_of(vm, args, "min", Comparison::Lt)
}

/// `min` and `max` without keywords.
fn extreme_of(vm: &mut Vm, args: Args, name: &str, better: Comparison) -> Outcome {
    if args.len() == 1
        && let Some(set) = exact_set(args[0])
        && let Some(item) = extreme_item(&set, matches!(better, Comparison::Lt))
    {
        return Ok(item);
    }
    let mut best = Value::UNSET;
    let mut take = |vm: &mut Vm, item: Value| -> Outcome<bool> {
        let is_better = if item.is_int() && best.is_int() {
            better.holds(Some(item.as_int().cmp(&best.as_int())))
        } else {
            best.is(Value::UNSET) || vm.compare_truth(better, item, best)?
        };
        if is_better {
            best = item;
        }
        Ok(true)
    };
    match args.len() {
        0 => return Err(vm.type_error(format!("{name} expected at least 1 argument, got 0"))),
        1 => vm.for_each(args[0], take)?,
        n => {
            for i in 0..n {
                take(vm, args[i])?;
            }
        }
    }
    if best.is(Value::UNSET) {
        return Err(vm.value_error(format!("{name}() iterable argument is empty")));
    }
    Ok(best)
}

/// `min` and `max`; the arguments are key, default, *args.
fn extreme(vm: &mut Vm, args: Args, name: &str, better: Comparison) -> Outcome {
    let key = args.or(0, Value::NONE);
    let mut best = Value::UNSET;
    let mut best_key = Value::UNSET;
    let mut take = |vm: &mut Vm, item: Value| -> Outcome<bool> {
        let item_key = if key.is(Value::NONE) { item } else { vm.call(key, &[item])? };
        if best.is(Value::UNSET) || vm.compare_truth(better, item_key, best_key)? {
            (best, best_key) = (item, item_key);
        }
        Ok(true)
    };
    match vm.tuple_items(args[2]) {
        [] => return Err(vm.type_error(format!("{name} expected at least 1 argument, got 0"))),
        [iterable] => vm.for_each(*iterable, take)?,
        items => {
            if args.given(1).is_some() {
                let message = format!("Cannot specify a default for {name}() with multiple positional arguments");
                return Err(vm.type_error(message));
            }
            for item in items {
                take(vm, *item)?;
            }
        }
    }
    match args.given(1) {
        _ if !best.is(Value::UNSET) => Ok(best),
        Some(default) => Ok(default),
        None => Err(vm.value_error(format!("{name}() iterable argument is empty"))),
    }
}

fn sorted(vm: &mut Vm, args: Args) -> Outcome {
    let list: Gc<List> = vm.list_with_capacity(0)?;
    vm.list_extend(list, args[0])?;
    let reverse = match args.given(2) {
        Some(flag) => vm.truth(flag)?,
        None => false,
    };
    vm.list_sort(list, args.or(1, Value::NONE), reverse)?;
    Ok(list.value())
}

/// What `sum` has added up so far.
#[derive(Clone, Copy)]
pub enum Total {
    Int(i64),
    /// Sum and compensation, as Neumaier has it.
    Float(f64, f64),
    Object(Value),
}

impl Total {
    fn add_float(sum: f64, lost: f64, x: f64) -> Total {
        let total = sum + x;
        let rest = if sum.abs() >= x.abs() { (sum - total) + x } else { (x - total) + sum };
        Total::Float(total, lost + rest)
    }

    /// Adds an int or a float if that needs no object.
    pub(crate) fn add_quickly(&mut self, item: Value) -> bool {
        *self = match (&*self, item.to_flonum()) {
            (&Total::Int(a), _) if item.is_int() => match a.checked_add(item.as_int() as i64) {
                Some(sum) => Total::Int(sum),
                None => return false,
            },
            (&Total::Int(a), None) if item.is_bool() && a < i64::MAX => Total::Int(a + i64::from(item.is(Value::TRUE))),
            (&Total::Int(a), Some(f)) if a.abs() < 1 << 53 => Total::add_float(a as f64, 0.0, f),
            (&Total::Float(sum, lost), _) if item.is_int() => Total::Float(sum + item.as_int() as f64, lost),
            (&Total::Float(sum, lost), Some(f)) => Total::add_float(sum, lost, f),
            _ => return false,
        };
        true
    }

    /// The sum with what rounding lost.
    fn float(sum: f64, lost: f64) -> f64 {
        if lost != 0.0 && lost.is_finite() { sum + lost } else { sum }
    }

    fn value(self, vm: &mut Vm) -> Outcome {
        match self {
            Total::Int(i) => vm.new_int(i),
            Total::Float(sum, lost) => vm.new_float(Total::float(sum, lost)),
            Total::Object(v) => Ok(v),
        }
    }
}

/// The float in an exact float.
fn exact_float(vm: &Vm, v: Value) -> Option<f64> {
    if v.is_ptr() && map_of(v) != id::FLOAT { None } else { v.to_flonum().or_else(|| vm.float_value(v)) }
}

fn sum(vm: &mut Vm, args: Args) -> Outcome {
    let start = args.or(1, Value::small_int(0));
    refuse_text(vm, start)?;
    let mut total = match exact_float(vm, start) {
        _ if start.is_int() => Total::Int(start.as_int() as i64),
        Some(f) => Total::Float(f, 0.0),
        None => Total::Object(start),
    };
    if let Some(g) = as_generator(args[0]) {
        let mut taker = Taker::Sum(total);
        let item = vm.next_not_taken(g, &mut taker)?;
        let Taker::Sum(so_far) = taker else { unreachable!("it stays what it is") };
        if item.is(Value::UNSET) {
            return so_far.value(vm);
        }
        total = add(vm, so_far, item)?;
    }
    vm.for_each(args[0], |vm, item| {
        total = add(vm, total, item)?;
        Ok(true)
    })?;
    total.value(vm)
}

/// The rest of `sum(generator)`: `so_far` of ints in place, an item, what the generator has left.
pub fn sum_rest(vm: &mut Vm, so_far: Value, item: Value, generator: Value) -> Outcome {
    let mut total = add(vm, Total::Int(so_far.as_int() as i64), item)?;
    vm.for_each(generator, |vm, item| {
        total = add(vm, total, item)?;
        Ok(true)
    })?;
    total.value(vm)
}

/// The total with an item more.
fn add(vm: &mut Vm, total: Total, item: Value) -> Outcome<Total> {
    Ok(match total {
        Total::Int(a) if item.is_int() || item.is_bool() => {
            let b = if item.is_int() { item.as_int() as i64 } else { i64::from(item.is(Value::TRUE)) };
            match a.checked_add(b) {
                Some(sum) => Total::Int(sum),
                None => add_objects(vm, total, item)?,
            }
        }
        Total::Int(a) => match exact_float(vm, item) {
            Some(f) if a.abs() < 1 << 53 => Total::add_float(a as f64, 0.0, f),
            _ => add_objects(vm, total, item)?,
        },
        Total::Float(sum, lost) if item.is_int() => Total::Float(sum + item.as_int() as f64, lost),
        Total::Float(sum, lost) => match exact_float(vm, item) {
            Some(f) => Total::add_float(sum, lost, f),
            None => add_objects(vm, total, item)?,
        },
        Total::Object(_) => add_objects(vm, total, item)?,
    })
}

fn add_objects(vm: &mut Vm, total: Total, item: Value) -> Outcome<Total> {
    let a = total.value(vm)?;
    Ok(Total::Object(vm.binary(Binary::Add, a, item)?))
}

fn refuse_text(vm: &mut Vm, start: Value) -> Outcome<()> {
    use crate::object::class::class_flags::{BYTEARRAY, BYTES, STR};
    let message = if vm.has_flag(start, STR) {
        "sum() can't sum strings [use ''.join(seq) instead]"
    } else if vm.has_flag(start, BYTES) {
        "sum() can't sum bytes [use b''.join(seq) instead]"
    } else if vm.has_flag(start, BYTEARRAY) {
        "sum() can't sum bytearray [use b''.join(seq) instead]"
    } else {
        return Ok(());
    };
    Err(vm.type_error(message))
}
