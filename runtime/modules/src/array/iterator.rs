//! Iterators over arrays.

use super::{item, of};
use crate::util::{class_of, itself, state, this};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome, TypeTable, native};

const PY: Effect = Effect::PYTHON;

pub static ITERATOR: TypeTable = TypeTable {
    map: 0,
    name: "arrayiterator",
    module: "array",
    doc: "",
    rows: &[
        native("__iter__", "(self, /)", Effect::PURE, itself),
        native("__next__", "(self, /)", PY, |vm, a| {
            let s = this::<ArrayIterator>(vm, a[0])?;
            let (array, index) = (s.array, s.index);
            if array.is(Value::UNSET) {
                return Ok(array);
            }
            let next = item(vm, array, index)?;
            let s = this::<ArrayIterator>(vm, a[0])?;
            s.index += 1;
            if next.is_none() {
                s.array = Value::UNSET;
            }
            Ok(next.unwrap_or(Value::UNSET))
        }),
        native("__reduce__", "(self, /)", PY, |vm, a| {
            let s = this::<ArrayIterator>(vm, a[0])?;
            let (array, index) = (s.array, s.index);
            let iter = vm.dict_get_text(vm.builtins, "iter")?;
            if array.is(Value::UNSET) {
                let nothing = vm.new_tuple(&[])?;
                let given = vm.new_tuple(&[nothing])?;
                return vm.new_tuple(&[iter, given]);
            }
            let given = vm.new_tuple(&[array])?;
            vm.new_tuple(&[iter, given, Value::small_int(index as isize)])
        }),
        native("__setstate__", "(self, state, /)", PY, |vm, a| {
            let index = vm.index_i64(a[1])?.max(0) as usize;
            let array = this::<ArrayIterator>(vm, a[0])?.array;
            if !array.is(Value::UNSET) {
                let n = of(vm, array)?.count();
                this::<ArrayIterator>(vm, a[0])?.index = index.min(n);
            }
            Ok(Value::NONE)
        }),
    ],
};

state! {
    /// Iterator over an array.
    struct ArrayIterator { array: Value, index: usize }
}

/// `array.__iter__`.
pub fn iter(vm: &mut Vm, args: Args) -> Outcome {
    let class = class_of(vm, &ITERATOR);
    vm.new_payload(class, Box::new(ArrayIterator { array: args[0], index: 0 }), 0)
}
