//! `slice`.

use crate::native::{Args, Native, NativeKind, Outcome, TypeTable, getter, native};
use crate::object::Gc;
use crate::object::layout::{Slice, Tuple};
use crate::protocol::compare::Comparison;
use crate::protocol::operate::Binary;
use crate::types::tuple::{SEED, mix};
use crate::vm::Vm;
use dashu_int::IBig;
use pyspec_abi::effects::Effect;
use pyspec_abi::{Value, types as id};

const PY: Effect = Effect::PYTHON;

/// `slice`.
pub static TABLE: TypeTable = TypeTable {
    map: id::SLICE,
    name: "slice",
    module: "builtins",
    doc: "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).",
    rows: ROWS,
};

static ROWS: &[Native] = &[
    native("__new__", "(cls, /, *args)", Effect::ALLOC, new).kind(NativeKind::StaticMethod),
    native("__repr__", "(self, /)", PY, repr),
    native("__hash__", "(self, /)", PY, hash),
    native("__lt__", "(self, value, /)", PY, lt),
    native("__le__", "(self, value, /)", PY, le),
    native("__eq__", "(self, value, /)", PY, eq),
    native("__ne__", "(self, value, /)", PY, ne),
    native("__gt__", "(self, value, /)", PY, gt),
    native("__ge__", "(self, value, /)", PY, ge),
    native("__reduce__", "(self, /)", Effect::ALLOC, reduce),
    native("indices", "(self, object, /)", PY, indices),
    native("__class_getitem__", "(cls, object, /)", Effect::ALLOC, class_getitem).kind(NativeKind::ClassMethod),
    getter("start", start),
    getter("stop", stop),
    getter("step", step),
];

/// The receiver.
fn this(vm: &mut Vm, args: Args) -> Outcome<Gc<Slice>> {
    match Gc::from_value(vm, args[0]) {
        Some(slice) => Ok(slice),
        None => Err(vm.receiver_error("slice", args[0])),
    }
}

impl Slice {
    fn parts(&self) -> [Value; 3] {
        [self.start.get(), self.stop.get(), self.step.get()]
    }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    match *vm.tuple_items(args[1]) {
        [] => Err(vm.type_error("slice expected at least 1 argument, got 0")),
        [stop] => vm.new_slice(Value::NONE, stop, Value::NONE),
        [start, stop] => vm.new_slice(start, stop, Value::NONE),
        [start, stop, step] => vm.new_slice(start, stop, step),
        ref many => {
            let n = many.len();
            Err(vm.type_error(format!("slice expected at most 3 arguments, got {n}")))
        }
    }
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let slice = this(vm, args)?;
    let mut out = b"slice(".to_vec();
    for (i, part) in slice.parts().into_iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(b", ");
        }
        vm.append_repr(&mut out, part)?;
    }
    out.push(b')');
    vm.new_str_wtf8(&out)
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let slice = this(vm, args)?;
    let mut acc = SEED;
    for part in slice.parts() {
        acc = mix(acc, vm.hash(part)? as u64);
    }
    vm.new_int(if acc == u64::MAX { 1_546_275_796 } else { acc as i64 })
}

fn compare(vm: &mut Vm, args: Args, op: Comparison) -> Outcome {
    let slice = this(vm, args)?;
    let Some(other) = Gc::<Slice>::from_value(vm, args[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    if slice == other {
        return Ok(Value::bool(matches!(op, Comparison::Eq | Comparison::Le | Comparison::Ge)));
    }
    let a: Gc<Tuple> = vm.tuple_of(&slice.parts())?;
    let b = vm.tuple_of(&other.parts())?;
    vm.compare_items(op, a, b)
}

fn lt(vm: &mut Vm, args: Args) -> Outcome {
    compare(vm, args, Comparison::Lt)
}
fn le(vm: &mut Vm, args: Args) -> Outcome {
    compare(vm, args, Comparison::Le)
}
fn eq(vm: &mut Vm, args: Args) -> Outcome {
    compare(vm, args, Comparison::Eq)
}
fn ne(vm: &mut Vm, args: Args) -> Outcome {
    compare(vm, args, Comparison::Ne)
}
fn gt(vm: &mut Vm, args: Args) -> Outcome {
    compare(vm, args, Comparison::Gt)
}
fn ge(vm: &mut Vm, args: Args) -> Outcome {
    compare(vm, args, Comparison::Ge)
}

fn reduce(vm: &mut Vm, args: Args) -> Outcome {
    let slice = this(vm, args)?;
    let class = vm.builtin_class(id::SLICE).value();
    let parts = vm.new_tuple(&slice.parts())?;
    vm.new_tuple(&[class, parts])
}

fn class_getitem(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_generic_alias(args[0], args[1])
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

impl Vm {
    /// A part of a slice as an int of any size, `None` for None.
    fn slice_part(&mut self, part: Value) -> Outcome<Option<IBig>> {
        if part.is(Value::NONE) {
            return Ok(None);
        }
        if !self.has_index(part) {
            return Err(self.type_error("slice indices must be integers or None or have an __index__ method"));
        }
        let exact = self.index(part)?;
        Ok(self.big_value(exact))
    }

    /// (start, stop, step) of a slice over `len` items, of any size.
    pub fn slice_indices(&mut self, slice: Gc<Slice>, len: &IBig) -> Outcome<[IBig; 3]> {
        let step = self.slice_part(slice.step.get())?.unwrap_or(IBig::ONE);
        if step == IBig::ZERO {
            return Err(self.value_error("slice step cannot be zero"));
        }
        let back = step < IBig::ZERO;
        let (low, high) = if back { (IBig::NEG_ONE, len - IBig::ONE) } else { (IBig::ZERO, len.clone()) };
        let part = |vm: &mut Vm, value: Value, default: &IBig| -> Outcome<IBig> {
            Ok(match vm.slice_part(value)? {
                None => default.clone(),
                Some(i) if i < IBig::ZERO => (i + len).max(low.clone()),
                Some(i) => i.min(high.clone()),
            })
        };
        let (first, last) = if back { (&high, &low) } else { (&low, &high) };
        let start = part(self, slice.start.get(), first)?;
        let stop = part(self, slice.stop.get(), last)?;
        Ok([start, stop, step])
    }
}

fn indices(vm: &mut Vm, args: Args) -> Outcome {
    let slice = this(vm, args)?;
    let len = vm.index(args[1])?;
    let len = vm.big_value(len).unwrap_or(IBig::ZERO);
    if len < IBig::ZERO {
        return Err(vm.value_error("length should not be negative"));
    }
    let parts = vm.slice_indices(slice, &len)?;
    let mut values = crate::object::Rooted::new();
    for part in &parts {
        let value = vm.new_big(part)?;
        values.push(value);
    }
    vm.new_tuple(&values)
}

/// `a + i * b` of values, for ranges beyond machine ints.
pub fn advanced(vm: &mut Vm, a: Value, i: Value, b: Value) -> Outcome {
    let product = vm.binary(Binary::Mul, i, b)?;
    vm.binary(Binary::Add, a, product)
}
