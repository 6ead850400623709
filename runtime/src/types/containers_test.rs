//! Containers from Rust: what the table-level code promises, under collections at every allocation too.

use crate::protocol::compare::Comparison;
use crate::vm::{Options, Vm};
use pyspec_abi::{Value, types as id};

fn vm() -> Box<Vm> {
    Vm::new(Options::default(), &[], None)
}

fn int(i: isize) -> Value {
    Value::small_int(i)
}

#[test]
fn dicts_keep_order_through_growth_and_deletion() {
    let mut vm = vm();
    let dict = vm.new_dict().unwrap();
    for i in 0..1000 {
        vm.dict_set(dict, int(i * 7), int(i)).unwrap();
    }
    for i in (0..1000).step_by(3) {
        assert!(vm.dict_remove(dict, int(i * 7)).unwrap().is(int(i)));
    }
    for i in 1000..1500 {
        vm.dict_set(dict, int(i * 7), int(i)).unwrap();
    }
    let expected: Vec<isize> = (0..1500).filter(|i| *i >= 1000 || i % 3 != 0).collect();
    let (mut seen, mut at) = (vec![], 0);
    while let Some((key, value, next)) = vm.dict_entry(dict, at) {
        assert_eq!(key.as_int(), value.as_int() * 7);
        seen.push(value.as_int());
        at = next;
    }
    assert_eq!(seen, expected);
    assert_eq!(vm.dict_len(dict), expected.len());
    for i in 0..1500 {
        let found = vm.dict_get(dict, int(i * 7)).unwrap();
        assert_eq!(found.is(Value::UNSET), i < 1000 && i % 3 == 0);
    }
}

#[test]
fn dicts_find_texts_floats_and_bools_alike() {
    let mut vm = vm();
    let dict = vm.new_dict().unwrap();
    let key = vm.new_str("key").unwrap();
    vm.dict_set(dict, key, int(1)).unwrap();
    let one = vm.new_float(1.0).unwrap();
    vm.dict_set(dict, one, int(2)).unwrap();
    vm.dict_set(dict, Value::TRUE, int(3)).unwrap();
    assert!(vm.dict_get_text(dict, "key").unwrap().is(int(1)));
    assert!(vm.dict_get(dict, int(1)).unwrap().is(int(3)));
    assert_eq!(vm.dict_len(dict), 2);
    let text = vm.repr_text(dict).unwrap();
    assert_eq!(text, "{'key': 1, 1.0: 3}");
}

#[test]
fn a_queue_of_keys_stays_small() {
    let mut vm = vm();
    let dict = vm.new_dict().unwrap();
    for i in 0..10_000 {
        vm.dict_set(dict, int(i), int(i)).unwrap();
        if i >= 20 {
            vm.dict_remove(dict, int(i - 20)).unwrap();
        }
    }
    let table = vm.as_dict(dict).unwrap();
    assert_eq!(table.count(), 20);
    assert!(table.extent() < 200);
}

#[test]
fn globals_go_through_cells() {
    let mut vm = vm();
    let globals = vm.new_globals().unwrap();
    let name = vm.intern("x");
    let cell = vm.globals_store(globals, name, int(1)).unwrap().unwrap();
    assert!(cell.value.get().is(int(1)));
    vm.dict_set(globals, name, int(2)).unwrap();
    assert!(cell.value.get().is(int(2)));
    vm.dict_remove(globals, name).unwrap();
    assert!(cell.value.get().is(Value::UNSET));
    assert!(vm.globals_cell(globals, name).unwrap().is_none());
}

#[test]
fn sets_of_ints_iterate_as_in_cpython() {
    let mut vm = vm();
    let set = vm.new_set().unwrap();
    for i in [5, 1, 100, 33, 64, 7, 1000, -3, 8, 17] {
        vm.set_add(set, int(i)).unwrap();
    }
    assert_eq!(vm.repr_text(set).unwrap(), "{64, 1, 33, 100, 5, 7, 1000, 8, 17, -3}");
}

#[test]
fn lists_grow_insert_and_shrink() {
    let mut vm = vm();
    let list = vm.new_list(&[]).unwrap();
    for i in 0..5000 {
        vm.list_append(list, int(i)).unwrap();
    }
    let l = crate::object::Gc::<crate::object::layout::List>::from_value(&vm, list).unwrap();
    vm.list_insert(l, 2500, Value::NONE).unwrap();
    assert!(l.slots()[2500].is(Value::NONE) && l.slots()[5000].is(int(4999)));
    vm.list_remove_range(l, 10, 4990);
    assert_eq!(l.count(), 21);
    let slice = vm.new_slice(Value::NONE, Value::NONE, int(-5)).unwrap();
    let back = vm.get_item(list, slice).unwrap();
    assert_eq!(vm.repr_text(back).unwrap(), "[4999, 4994, 4989, 5, 0]");
}

#[test]
fn sorting_takes_the_short_ways() {
    let mut vm = vm();
    let words: Vec<Value> = ["pear", "fig", "apple", "é", "zebra"].map(|w| vm.new_str(w).unwrap()).to_vec();
    let list = vm.new_list(&words).unwrap();
    let l = crate::object::Gc::from_value(&vm, list).unwrap();
    vm.list_sort(l, Value::NONE, false).unwrap();
    assert_eq!(vm.repr_text(list).unwrap(), "['apple', 'fig', 'pear', 'zebra', 'é']");
    vm.list_sort(l, Value::NONE, true).unwrap();
    assert_eq!(vm.repr_text(list).unwrap(), "['é', 'zebra', 'pear', 'fig', 'apple']");
    let mixed = [int(3), vm.new_float(2.5).unwrap(), Value::TRUE, int(-1)];
    let list = vm.new_list(&mixed).unwrap();
    let l = crate::object::Gc::from_value(&vm, list).unwrap();
    vm.list_sort(l, Value::NONE, false).unwrap();
    assert_eq!(vm.repr_text(list).unwrap(), "[-1, True, 2.5, 3]");
}

#[test]
fn tuples_hash_and_compare_as_in_cpython() {
    let mut vm = vm();
    let a = vm.new_tuple(&[int(1), int(2)]).unwrap();
    assert_eq!(vm.hash(a).unwrap(), -3_550_055_125_485_641_917);
    let b = vm.new_tuple(&[int(1), int(3)]).unwrap();
    assert!(vm.compare_truth(Comparison::Lt, a, b).unwrap());
    assert!(vm.compare_truth(Comparison::Ne, a, b).unwrap());
    let items = [1, 2, 3].map(int);
    let frozen = vm.new_frozenset(&items).unwrap();
    assert_eq!(vm.hash(frozen).unwrap(), -272_375_401_224_217_160);
    let slice = vm.new_slice(Value::NONE, int(1), Value::NONE).unwrap();
    assert_eq!(vm.hash(slice).unwrap(), -344_020_932_372_729_183);
}

#[test]
fn ranges_iterate_and_index() {
    let mut vm = vm();
    let range = vm.new_range(int(10), int(0), int(-3)).unwrap();
    let items = vm.collect_items(range).unwrap();
    assert_eq!(items.iter().map(|v| v.as_int()).collect::<Vec<_>>(), [10, 7, 4, 1]);
    assert_eq!(vm.len(range).unwrap(), 4);
    assert!(vm.get_item(range, int(-1)).unwrap().is(int(1)));
    assert!(vm.contains(range, int(4)).unwrap() && !vm.contains(range, int(5)).unwrap());
    assert_eq!(vm.repr_text(range).unwrap(), "range(10, 0, -3)");
}

#[test]
fn errors_have_cpythons_texts() {
    let mut vm = vm();
    let list = vm.new_list(&[int(1)]).unwrap();
    let text = vm.new_str("a").unwrap();
    let dict = vm.new_dict().unwrap();
    let check = |vm: &mut Vm, result: crate::native::Outcome, expected: &str| {
        assert!(result.is_err());
        let exception = vm.take_pending();
        assert_eq!(vm.str_text(exception).unwrap(), expected);
    };
    let r = vm.get_item(list, text);
    check(&mut vm, r, "list indices must be integers or slices, not str");
    let r = vm.get_item(list, int(5));
    check(&mut vm, r, "list index out of range");
    let r = vm.dict_set(dict, list, int(1)).map(|()| Value::NONE);
    check(&mut vm, r, "cannot use 'list' as a dict key (unhashable type: 'list')");
    let r = vm.compare(Comparison::Lt, list, int(1));
    check(&mut vm, r, "'<' not supported between instances of 'list' and 'int'");
    let r = vm.iter(int(1));
    check(&mut vm, r, "'int' object is not iterable");
    let r = vm.contains(int(1), int(1)).map(Value::bool);
    check(&mut vm, r, "argument of type 'int' is not a container or iterable");
}

#[test]
fn a_list_inside_itself_is_written_once() {
    let mut vm = vm();
    let list = vm.new_list(&[int(1)]).unwrap();
    vm.list_append(list, list).unwrap();
    assert_eq!(vm.repr_text(list).unwrap(), "[1, [...]]");
    assert_eq!(crate::object::map_of(list), id::LIST);
}
