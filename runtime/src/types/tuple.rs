//! `tuple`: length, then the items in the object itself.
//!
//! An instance of a subclass is a wrapped exact tuple.

use crate::native::{Args, Native, NativeKind, Outcome, TypeTable, native};
use crate::object::class::class_flags;
use crate::object::layout::{Slice, Tuple, Wrapped};
use crate::object::{Gc, Rooted, map_of};
use crate::protocol::compare::Comparison;
use crate::types::sequence::wrap_index;
use crate::vm::Vm;
use pyspec_abi::effects::Effect;
use pyspec_abi::header::Scan;
use pyspec_abi::{Value, types as id};

const READ: Effect = Effect::PURE;
const PY: Effect = Effect::PYTHON;

/// `tuple`.
pub static TABLE: TypeTable = TypeTable {
    map: id::TUPLE,
    name: "tuple",
    module: "builtins",
    doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
    rows: ROWS,
};

static ROWS: &[Native] = &[
    native("__new__", "(cls, iterable=(), /)", PY, new).kind(NativeKind::StaticMethod),
    native("__repr__", "(self, /)", PY, repr),
    native("__hash__", "(self, /)", PY, hash),
    native("__len__", "(self, /)", READ, len).summary("int"),
    native("__iter__", "(self, /)", Effect::ALLOC, iter),
    native("__contains__", "(self, key, /)", PY, contains).summary("bool"),
    native("__getitem__", "(self, key, /)", READ.or(Effect::RAISE), get_item).summary("e"),
    native("__add__", "(self, value, /)", Effect::ALLOC, add),
    native("__mul__", "(self, value, /)", Effect::ALLOC, mul),
    native("__rmul__", "(self, value, /)", Effect::ALLOC, mul),
    native("__lt__", "(self, value, /)", PY, lt),
    native("__le__", "(self, value, /)", PY, le),
    native("__eq__", "(self, value, /)", PY, eq),
    native("__ne__", "(self, value, /)", PY, ne),
    native("__gt__", "(self, value, /)", PY, gt),
    native("__ge__", "(self, value, /)", PY, ge),
    native("__getnewargs__", "(self, /)", Effect::ALLOC, getnewargs),
    native("__class_getitem__", "(cls, item, /)", Effect::ALLOC, class_getitem).kind(NativeKind::ClassMethod),
    native("count", "(self, value, /)", PY, count).summary("int"),
    native("index", "(self, value, start=0, stop=sys.maxsize, /)", PY, index).summary("int"),
];

impl Tuple {
    /// Number of items.
    #[inline(always)]
    pub fn count(&self) -> usize {
        self.len.int() as usize
    }

    /// Address of the first item.
    #[inline(always)]
    fn first(&self) -> *mut Value {
        (self as *const Tuple).wrapping_add(1).cast_mut().cast()
    }

    /// The items, which never change.
    #[inline(always)]
    pub fn items<'a>(&self) -> &'a [Value] {
        // SAFETY: they were written when the tuple was made. The caller keeps the tuple.
        unsafe { std::slice::from_raw_parts(self.first(), self.count()) }
    }
}

impl Vm {
    /// The exact tuple in a tuple or an instance of a subclass.
    #[inline(always)]
    pub fn as_tuple(&self, v: Value) -> Option<Gc<Tuple>> {
        if !v.is_ptr() {
            return None;
        }
        let map = map_of(v);
        if map == id::TUPLE {
            // SAFETY: the map says so.
            return Some(unsafe { Gc::from_value_unchecked(v) });
        }
        if !self.map_has(map, class_flags::TUPLE) {
            return None;
        }
        // SAFETY: subclasses of tuple are wrapped exact tuples.
        unsafe { Some(Gc::from_value_unchecked(Gc::<Wrapped>::from_value_unchecked(v).value.get())) }
    }

    /// A tuple of these, which stay rooted by the caller.
    #[inline]
    pub fn tuple_of(&mut self, items: &[Value]) -> Outcome<Gc<Tuple>> {
        let n = items.len();
        // A large tuple is scanned like an array: its slots are all values.
        let tuple = self.lending(items, |vm| vm.alloc::<Tuple>(id::TUPLE, Scan::Array, 1 + n))?;
        tuple.len.init(Value::small_int(n as isize));
        // SAFETY: the object has room for them.
        unsafe { std::ptr::copy_nonoverlapping(items.as_ptr(), tuple.first(), n) }
        Ok(tuple)
    }

    /// `tuple(iterable)`.
    pub fn tuple_from(&mut self, iterable: Value) -> Outcome {
        if iterable.is_ptr() && map_of(iterable) == id::TUPLE {
            return Ok(iterable);
        }
        let items = self.collect_items(iterable)?;
        self.new_tuple(&items)
    }

    /// `tuple[key]`.
    pub fn tuple_item(&mut self, tuple: Gc<Tuple>, key: Value) -> Outcome {
        if !key.is_int()
            && let Some(slice) = Gc::<Slice>::from_value(self, key)
        {
            let bounds = self.slice_unpack(slice)?.adjust(tuple.count());
            if bounds.step == 1 && bounds.count == tuple.count() {
                return Ok(tuple.value());
            }
            if bounds.step == 1 {
                let start = (bounds.start as usize).min(tuple.count());
                return self.new_tuple(&tuple.items()[start..start + bounds.count]);
            }
            let mut items = Rooted::new();
            items.extend((0..bounds.count).map(|i| tuple.items()[bounds.at(i)]));
            return self.new_tuple(&items);
        }
        let i = self.item_index(key, "tuple")?;
        match wrap_index(i, tuple.count()) {
            Some(i) => Ok(tuple.items()[i]),
            None => Err(self.index_error("tuple index out of range")),
        }
    }

    /// Hash of a tuple of values with these hashes.
    pub fn tuple_hash(&mut self, items: &[Value]) -> Outcome<i64> {
        let mut acc = SEED;
        for &item in items {
            acc = mix(acc, self.hash(item)? as u64);
        }
        acc = acc.wrapping_add(items.len() as u64 ^ (SEED ^ 3_527_539));
        Ok(if acc == u64::MAX { 1_546_275_796 } else { acc as i64 })
    }
}

/// Start value of [`mix`]: the fifth prime of xxHash.
pub const SEED: u64 = 2_870_177_450_012_600_261;

/// Takes one lane into the accumulator, as xxHash does.
#[inline(always)]
pub fn mix(acc: u64, lane: u64) -> u64 {
    acc.wrapping_add(lane.wrapping_mul(14_029_467_366_897_019_727))
        .rotate_left(31)
        .wrapping_mul(11_400_714_785_074_694_791)
}

/// The receiver.
fn this(vm: &mut Vm, args: Args) -> Outcome<Gc<Tuple>> {
    match vm.as_tuple(args[0]) {
        Some(tuple) => Ok(tuple),
        None => Err(vm.receiver_error("tuple", args[0])),
    }
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::TUPLE)?;
    let tuple = match args.given(1) {
        Some(iterable) => vm.tuple_from(iterable)?,
        None => vm.new_tuple(&[])?,
    };
    if class == vm.builtin_class(id::TUPLE) { Ok(tuple) } else { vm.wrap(class, tuple) }
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let tuple = this(vm, args)?;
    let close = if tuple.count() == 1 { ",)" } else { ")" };
    vm.repr_items(args[0], tuple, "(", close, "(...)")
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let tuple = this(vm, args)?;
    let hash = vm.tuple_hash(tuple.items())?;
    vm.new_int(hash)
}

fn len(vm: &mut Vm, args: Args) -> Outcome {
    Ok(this(vm, args)?.len.get())
}

fn iter(vm: &mut Vm, args: Args) -> Outcome {
    let tuple = this(vm, args)?;
    vm.new_iterator(id::TUPLE_ITERATOR, tuple.value(), 0)
}

fn contains(vm: &mut Vm, args: Args) -> Outcome {
    let tuple = this(vm, args)?;
    Ok(Value::bool(find(vm, tuple, args[1], 0, usize::MAX)?.is_some()))
}

fn get_item(vm: &mut Vm, args: Args) -> Outcome {
    let tuple = this(vm, args)?;
    vm.tuple_item(tuple, args[1])
}

fn add(vm: &mut Vm, args: Args) -> Outcome {
    let tuple = this(vm, args)?;
    let Some(other) = vm.as_tuple(args[1]) else {
        let name = vm.type_name(args[1]);
        return Err(vm.type_error(format!("can only concatenate tuple (not \"{name}\") to tuple")));
    };
    vm.tuple_concat(tuple, other)
}

impl Vm {
    /// `a + b`.
    pub fn tuple_concat(&mut self, a: Gc<Tuple>, b: Gc<Tuple>) -> Outcome {
        if a.count() == 0 {
            return Ok(b.value());
        }
        if b.count() == 0 {
            return Ok(a.value());
        }
        let mut items = Rooted::from_slice(a.items());
        items.extend_from_slice(b.items());
        self.new_tuple(&items)
    }
}

fn mul(vm: &mut Vm, args: Args) -> Outcome {
    let tuple = this(vm, args)?;
    let Some(times) = vm.repeat_count(args[1])? else { return Err(vm.repeat_error(args[1])) };
    if times == 1 && args[0].is(tuple.value()) {
        return Ok(args[0]);
    }
    if tuple.count().checked_mul(times).is_none_or(|total| total >= isize::MAX as usize / 8) {
        return Err(vm.memory_error(""));
    }
    let mut items = Rooted::new();
    (0..times).for_each(|_| items.extend_from_slice(tuple.items()));
    vm.new_tuple(&items)
}

fn compare(vm: &mut Vm, args: Args, op: Comparison) -> Outcome {
    let tuple = this(vm, args)?;
    match vm.as_tuple(args[1]) {
        Some(other) => vm.compare_items(op, tuple, other),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
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

fn getnewargs(vm: &mut Vm, args: Args) -> Outcome {
    let tuple = this(vm, args)?;
    vm.new_tuple(&[tuple.value()])
}

fn class_getitem(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_generic_alias(args[0], args[1])
}

/// First index of an equal item in `from..to`.
pub fn find(vm: &mut Vm, tuple: Gc<Tuple>, item: Value, from: usize, to: usize) -> Outcome<Option<usize>> {
    for i in from..to.min(tuple.count()) {
        if vm.equal(tuple.items()[i], item)? {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

fn count(vm: &mut Vm, args: Args) -> Outcome {
    let tuple = this(vm, args)?;
    let mut found = 0;
    for &item in tuple.items() {
        if vm.equal(item, args[1])? {
            found += 1;
        }
    }
    Ok(Value::small_int(found))
}

fn index(vm: &mut Vm, args: Args) -> Outcome {
    let tuple = this(vm, args)?;
    let from = vm.bound_argument(args.get(2), 0, tuple.count())?;
    let to = vm.bound_argument(args.get(3), i64::MAX, tuple.count())?;
    match find(vm, tuple, args[1], from, to)? {
        Some(i) => Ok(Value::small_int(i as isize)),
        None => Err(vm.value_error("tuple.index(x): x not in tuple")),
    }
}
