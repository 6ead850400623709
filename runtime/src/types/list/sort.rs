//! `list.sort`: stable, with runs found first, so that sorted input takes one pass.
//!
//! The list is empty while its items are sorted, so that a comparison that changes it is noticed. Items
//! and keys stand in rooted vectors and do not move; what is sorted are their numbers. Keys that
//! are all ints, all floats or all strs are compared without running Python.

use crate::native::Outcome;
use crate::object::layout::List;
use crate::object::{Gc, Rooted, map_of};
use crate::protocol::compare::Comparison;
use crate::vm::Vm;
use pyspec_abi::{Value, types as id};

/// Runs shorter than this are extended by insertion.
const MIN_RUN: usize = 32;

impl Vm {
    /// Sorts in place; `key` may be None.
    pub fn list_sort(&mut self, list: Gc<List>, key: Value, reverse: bool) -> Outcome<()> {
        let mut items = Rooted::from_slice(list.slots());
        let array = list.items.get();
        self.list_clear(list);
        let result = self.sort_items(&mut items, key, reverse);
        let modified = list.count() > 0 || !list.items.get().is(Value::UNSET);
        // What happened to the list meanwhile is undone, as the sorted (or half sorted) items come back.
        self.list_clear(list);
        if let (true, false) = (array.is_ptr(), items.is_empty()) {
            // SAFETY: it was the list's array, and nothing else has it.
            let array = unsafe { Gc::from_value_unchecked(array) };
            self.array_write(array, 0, &items);
            list.items.set(&mut self.heap, list.value(), array.value());
            list.len.set_plain(Value::small_int(items.len() as isize));
        }
        result?;
        if modified { Err(self.value_error("list modified during sort")) } else { Ok(()) }
    }

    /// Sorts a rooted vector.
    pub fn sort_items(&mut self, items: &mut Rooted, key: Value, reverse: bool) -> Outcome<()> {
        if key.is(Value::NONE) {
            let order = self.sorted_order(items, reverse)?;
            return apply(items, &order);
        }
        let mut keys = Rooted::new();
        for i in 0..items.len() {
            let k = self.call(key, &[items[i]])?;
            keys.push(k);
        }
        let order = self.sorted_order(&keys, reverse)?;
        apply(items, &order)
    }

    /// Numbers of the keys in sorted order.
    fn sorted_order(&mut self, keys: &Rooted, reverse: bool) -> Outcome<Vec<u32>> {
        let mut order: Vec<u32> = (0..keys.len() as u32).collect();
        if keys.len() < 2 {
            return Ok(order);
        }
        match kind_of(keys) {
            Kind::Ints => sort_by(&mut order, reverse, |a, b| keys[a].as_int().cmp(&keys[b].as_int())),
            Kind::Floats => {
                let at = |i: usize| keys[i].to_flonum().expect("all are floats in place");
                sort_by(&mut order, reverse, |a, b| at(a).partial_cmp(&at(b)).expect("in place there is no NaN"));
            }
            Kind::Strs => {
                let this = &*self;
                sort_by(&mut order, reverse, |a, b| this.str_bytes(keys[a]).cmp(this.str_bytes(keys[b])));
            }
            Kind::Others => merge_sort(&mut order, &mut |a, b| {
                let (a, b) = if reverse { (b, a) } else { (a, b) };
                self.compare_truth(Comparison::Lt, keys[a as usize], keys[b as usize])
            })?,
        }
        Ok(order)
    }
}

/// Puts the items in order.
fn apply(items: &mut Rooted, order: &[u32]) -> Outcome<()> {
    // The copy keeps every item alive while they change places.
    let copy = Rooted::from_slice(items);
    for (place, from) in order.iter().enumerate() {
        items[place] = copy[*from as usize];
    }
    Ok(())
}

/// What all keys are.
enum Kind {
    Ints,
    Floats,
    Strs,
    Others,
}

fn kind_of(keys: &[Value]) -> Kind {
    let is_str = |v: &Value| v.is_ptr() && matches!(map_of(*v), id::STR | id::STR_SHARED);
    match keys[0] {
        v if v.is_int() && keys.iter().all(|v| v.is_int()) => Kind::Ints,
        v if v.to_flonum().is_some() && keys.iter().all(|v| v.to_flonum().is_some()) => Kind::Floats,
        v if is_str(&v) && keys.iter().all(is_str) => Kind::Strs,
        _ => Kind::Others,
    }
}

/// The library's stable sort, for orders that are total.
fn sort_by(order: &mut [u32], reverse: bool, compare: impl Fn(usize, usize) -> std::cmp::Ordering) {
    if reverse {
        order.sort_by(|a, b| compare(*b as usize, *a as usize));
    } else {
        order.sort_by(|a, b| compare(*a as usize, *b as usize));
    }
}

/// Sorts stably by an order that may raise, and need not be one: natural runs, extended to [`MIN_RUN`] by
/// binary insertion, merged so that neighbours stay of similar length.
fn merge_sort(v: &mut [u32], less: &mut impl FnMut(u32, u32) -> Outcome<bool>) -> Outcome<()> {
    let mut runs: Vec<(usize, usize)> = vec![];
    let mut scratch = vec![];
    let mut start = 0;
    while start < v.len() {
        let natural = count_run(&mut v[start..], less)?;
        let end = (start + natural.max(MIN_RUN)).min(v.len()).max(start + natural);
        insert_rest(&mut v[start..end], natural, less)?;
        runs.push((start, end));
        start = end;
        while let [.., (a, b), (_, c)] = runs[..] {
            let grown = runs.len() > 2 && {
                let (x, y) = runs[runs.len() - 3];
                y - x <= c - a
            };
            if b - a > 2 * (c - b) && !grown {
                break;
            }
            merge(&mut v[a..c], b - a, &mut scratch, less)?;
            runs.truncate(runs.len() - 2);
            runs.push((a, c));
        }
    }
    while let [.., (a, b), (_, c)] = runs[..] {
        merge(&mut v[a..c], b - a, &mut scratch, less)?;
        runs.truncate(runs.len() - 2);
        runs.push((a, c));
    }
    Ok(())
}

/// Length of the run at the start, turned round if it descends strictly.
fn count_run(v: &mut [u32], less: &mut impl FnMut(u32, u32) -> Outcome<bool>) -> Outcome<usize> {
    if v.len() < 2 {
        return Ok(v.len());
    }
    let descending = less(v[1], v[0])?;
    let mut n = 2;
    while n < v.len() && less(v[n], v[n - 1])? == descending {
        n += 1;
    }
    if descending {
        v[..n].reverse();
    }
    Ok(n)
}

/// Sorts `v`, whose first `sorted` are.
fn insert_rest(v: &mut [u32], sorted: usize, less: &mut impl FnMut(u32, u32) -> Outcome<bool>) -> Outcome<()> {
    for i in sorted..v.len() {
        let (mut low, mut high) = (0, i);
        while low < high {
            let middle = (low + high) / 2;
            if less(v[i], v[middle])? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        v[low..=i].rotate_right(1);
    }
    Ok(())
}

/// Merges `v[..middle]` with the rest; after an error `v` still holds each number once.
fn merge(
    v: &mut [u32],
    middle: usize,
    scratch: &mut Vec<u32>,
    less: &mut impl FnMut(u32, u32) -> Outcome<bool>,
) -> Outcome<()> {
    // Already in order: sorted input costs one comparison per merge.
    if !less(v[middle], v[middle - 1])? {
        return Ok(());
    }
    scratch.clear();
    scratch.extend_from_slice(&v[..middle]);
    let (mut left, mut right, mut out) = (0, middle, 0);
    let mut result = Ok(());
    while left < scratch.len() && right < v.len() {
        match less(v[right], scratch[left]) {
            Ok(true) => {
                v[out] = v[right];
                right += 1;
            }
            Ok(false) => {
                v[out] = scratch[left];
                left += 1;
            }
            Err(raised) => {
                result = Err(raised);
                break;
            }
        }
        out += 1;
    }
    let rest = scratch.len() - left;
    v[out..out + rest].copy_from_slice(&scratch[left..]);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merge_sort_is_stable() {
        // Numbers whose tens are the key.
        let mut seed = 12345u32;
        for n in [0, 1, 2, 31, 32, 33, 100, 1000, 5000] {
            let keys: Vec<u32> = (0..n)
                .map(|i: u32| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    if n == 1000 { i / 3 } else { (seed >> 16) % 50 }
                })
                .collect();
            let mut order: Vec<u32> = (0..n).collect();
            merge_sort(&mut order, &mut |a, b| Ok(keys[a as usize] < keys[b as usize])).expect("nothing raises");
            let mut expected: Vec<u32> = (0..n).collect();
            expected.sort_by_key(|i| keys[*i as usize]);
            assert_eq!(order, expected);
        }
    }

    #[test]
    fn an_error_loses_nothing() {
        let mut order: Vec<u32> = (0..500).collect();
        let mut count = 0;
        let result = merge_sort(&mut order, &mut |a, b| {
            count += 1;
            if count == 1700 { Err(crate::native::Raised) } else { Ok((a * 7919) % 501 < (b * 7919) % 501) }
        });
        assert!(result.is_err());
        order.sort();
        assert_eq!(order, (0..500).collect::<Vec<u32>>());
    }
}
