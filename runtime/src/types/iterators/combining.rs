//! `enumerate`, `zip`, `map`, `filter` and `reversed`: iterators that programs may subclass.

use super::{itself, next};
use crate::native::{Args, NativeKind, Outcome, TypeTable, native};
use crate::object::class::{Special, class_flags};
use crate::object::layout::{Enumerate, Filter, Mapped, Reversed, Zip};
use crate::object::{Gc, Object, Rooted};
use crate::protocol::operate::Binary;
use crate::vm::Vm;
use pyspec_abi::effects::Effect;
use pyspec_abi::{Value, types as id};

const PY: Effect = Effect::PYTHON;

/// Every table of this file.
pub static TABLES: &[&TypeTable] = &[&ENUMERATE, &ZIP, &MAP, &FILTER, &REVERSED];

/// `enumerate`.
pub static ENUMERATE: TypeTable = TypeTable {
    map: id::ENUMERATE,
    name: "enumerate",
    module: "builtins",
    doc: "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
    rows: &[
        native("__new__", "(cls, iterable, start=0)", PY, enumerate_new).kind(NativeKind::StaticMethod),
        native("__iter__", "(self, /)", Effect::PURE, itself),
        native("__next__", "(self, /)", PY, next),
        native("__reduce__", "(self, /)", Effect::ALLOC, enumerate_reduce),
        native("__class_getitem__", "(cls, item, /)", Effect::ALLOC, class_getitem).kind(NativeKind::ClassMethod),
    ],
};

/// `zip`.
pub static ZIP: TypeTable = TypeTable {
    map: id::ZIP,
    name: "zip",
    module: "builtins",
    doc: "The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.\n\n>>> list(zip('ab', range(2)))\n[('a', 0), ('b', 1)]",
    rows: &[
        native("__new__", "(cls, /, *iterables, strict=False)", PY, zip_new).kind(NativeKind::StaticMethod),
        native("__iter__", "(self, /)", Effect::PURE, itself),
        native("__next__", "(self, /)", PY, next),
        native("__reduce__", "(self, /)", Effect::ALLOC, zip_reduce),
        native("__setstate__", "(self, state, /)", PY, zip_setstate),
    ],
};

/// `map`.
pub static MAP: TypeTable = TypeTable {
    map: id::MAP,
    name: "map",
    module: "builtins",
    doc: "Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.",
    rows: &[
        native("__new__", "(cls, /, *args, strict=False)", PY, map_new).kind(NativeKind::StaticMethod),
        native("__iter__", "(self, /)", Effect::PURE, itself),
        native("__next__", "(self, /)", PY, next),
        native("__reduce__", "(self, /)", Effect::ALLOC, map_reduce),
        native("__setstate__", "(self, state, /)", PY, map_setstate),
    ],
};

/// `filter`.
pub static FILTER: TypeTable = TypeTable {
    map: id::FILTER,
    name: "filter",
    module: "builtins",
    doc: "Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.",
    rows: &[
        native("__new__", "(cls, function, iterable, /)", PY, filter_new).kind(NativeKind::StaticMethod),
        native("__iter__", "(self, /)", Effect::PURE, itself),
        native("__next__", "(self, /)", PY, next),
        native("__reduce__", "(self, /)", Effect::ALLOC, filter_reduce),
    ],
};

/// `reversed`.
pub static REVERSED: TypeTable = TypeTable {
    map: id::REVERSED,
    name: "reversed",
    module: "builtins",
    doc: "Return a reverse iterator over the values of the given sequence.",
    rows: &[
        native("__new__", "(cls, object, /)", PY, reversed_new).kind(NativeKind::StaticMethod),
        native("__iter__", "(self, /)", Effect::PURE, itself),
        native("__next__", "(self, /)", PY, next),
        native("__length_hint__", "(self, /)", PY, reversed_hint),
        native("__reduce__", "(self, /)", Effect::ALLOC, reversed_reduce),
        native("__setstate__", "(self, state, /)", Effect::WRITE_SLOT, reversed_setstate),
    ],
};

impl Vm {
    /// Next item of an instance of a subclass of one of these.
    pub(super) fn combining_next(&mut self, iterator: Value) -> Option<Outcome> {
        if let Some(it) = Gc::<Enumerate>::from_value(self, iterator) {
            return Some(self.enumerate_next(it));
        }
        if let Some(it) = Gc::<Zip>::from_value(self, iterator) {
            return Some(self.zip_next(it));
        }
        if let Some(it) = Gc::<Mapped>::from_value(self, iterator) {
            return Some(self.mapped_next(it));
        }
        if let Some(it) = Gc::<Filter>::from_value(self, iterator) {
            return Some(self.filter_next(it));
        }
        Gc::<Reversed>::from_value(self, iterator).map(|it| self.reversed_next(it))
    }

    /// Next (number, item).
    pub(super) fn enumerate_next(&mut self, it: Gc<Enumerate>) -> Outcome {
        let item = self.next(it.iterator.get())?;
        if item.is(Value::UNSET) {
            return Ok(item);
        }
        let number = it.index.get();
        let following = match number.is_int().then(|| Value::try_int(number.as_int() as i64 + 1)).flatten() {
            Some(following) => following,
            None => self.binary(Binary::Add, number, Value::small_int(1))?,
        };
        it.index.set(&mut self.heap, it.value(), following);
        self.new_tuple(&[number, item])
    }

    /// Next tuple of items.
    pub(super) fn zip_next(&mut self, it: Gc<Zip>) -> Outcome {
        let strict = it.strict.get().is(Value::TRUE);
        let mut items = [Value::UNSET; 4];
        let iterators = self.tuple_items(it.iterators.get());
        if iterators.is_empty() {
            return Ok(Value::UNSET);
        }
        if iterators.len() <= items.len() {
            for (i, iterator) in iterators.iter().enumerate() {
                items[i] = self.next(*iterator)?;
                if items[i].is(Value::UNSET) {
                    return if strict { self.end_strictly("zip", iterators, i) } else { Ok(Value::UNSET) };
                }
            }
            return self.new_tuple(&items[..iterators.len()]);
        }
        match self.next_of_each("zip", it.iterators.get(), strict)? {
            Some(items) => self.new_tuple(&items),
            None => Ok(Value::UNSET),
        }
    }

    /// One item of each iterator, `None` if one is exhausted.
    fn next_of_each(&mut self, name: &str, iterators: Value, strict: bool) -> Outcome<Option<Rooted>> {
        let mut items = Rooted::new();
        let iterators = self.tuple_items(iterators);
        for (i, iterator) in iterators.iter().enumerate() {
            let item = self.next(*iterator)?;
            if item.is(Value::UNSET) {
                if strict {
                    self.end_strictly(name, iterators, i)?;
                }
                return Ok(None);
            }
            items.push(item);
        }
        Ok(Some(items))
    }

    /// Iterator `i` is exhausted: all must be.
    fn end_strictly(&mut self, name: &str, iterators: &[Value], i: usize) -> Outcome {
        let others = |n: usize| if n == 1 { "argument 1".to_string() } else { format!("arguments 1-{n}") };
        if i > 0 {
            return Err(self.value_error(format!("{name}() argument {} is shorter than {}", i + 1, others(i))));
        }
        for (j, iterator) in iterators.iter().enumerate().skip(1) {
            if !self.next(*iterator)?.is(Value::UNSET) {
                return Err(self.value_error(format!("{name}() argument {} is longer than {}", j + 1, others(j))));
            }
        }
        Ok(Value::UNSET)
    }

    /// Next result of the function.
    pub(super) fn mapped_next(&mut self, it: Gc<Mapped>) -> Outcome {
        if let [iterator] = self.tuple_items(it.iterators.get()) {
            let item = self.next(*iterator)?;
            return if item.is(Value::UNSET) { Ok(item) } else { self.call(it.function.get(), &[item]) };
        }
        let strict = it.strict.get().is(Value::TRUE);
        match self.next_of_each("map", it.iterators.get(), strict)? {
            Some(items) => self.call(it.function.get(), &items),
            None => Ok(Value::UNSET),
        }
    }

    /// Next item that passes.
    pub(super) fn filter_next(&mut self, it: Gc<Filter>) -> Outcome {
        let function = it.function.get();
        let plain = function.is(Value::NONE) || function.is(self.builtin_class(id::BOOL).value());
        loop {
            let item = self.next(it.iterator.get())?;
            if item.is(Value::UNSET) {
                return Ok(item);
            }
            let verdict = if plain { item } else { self.call(function, &[item])? };
            if self.truth(verdict)? {
                return Ok(item);
            }
        }
    }

    /// Next item from the end.
    pub(super) fn reversed_next(&mut self, it: Gc<Reversed>) -> Outcome {
        let i = it.index.int();
        if i < 0 {
            return Ok(Value::UNSET);
        }
        match self.get_item(it.sequence.get(), Value::small_int(i)) {
            Ok(item) => {
                it.index.set_plain(Value::small_int(i - 1));
                Ok(item)
            }
            Err(raised) => {
                let class = self.class_of(self.thread.pending);
                let ends = [self.exceptions.IndexError, self.exceptions.StopIteration];
                if !ends.iter().any(|end| self.is_subtype(class, *end)) {
                    return Err(raised);
                }
                self.take_pending();
                it.index.set_plain(Value::small_int(-1));
                it.sequence.set_plain(Value::NONE);
                Ok(Value::UNSET)
            }
        }
    }

    /// A tuple of iterators over these.
    fn iterators_of(&mut self, iterables: &[Value]) -> Outcome {
        let mut iterators = Rooted::new();
        for iterable in iterables {
            let iterator = self.iter(*iterable)?;
            iterators.push(iterator);
        }
        self.new_tuple(&iterators)
    }
}

/// The receiver.
fn this<T: Object>(vm: &mut Vm, args: Args, name: &str) -> Outcome<Gc<T>> {
    match Gc::from_value(vm, args[0]) {
        Some(iterator) => Ok(iterator),
        None => Err(vm.receiver_error(name, args[0])),
    }
}

fn class_getitem(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_generic_alias(args[0], args[1])
}

fn enumerate_new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::ENUMERATE)?;
    let start = match args.given(2) {
        Some(start) => vm.index(start)?,
        None => Value::small_int(0),
    };
    let iterator = vm.iter(args[1])?;
    let it = vm.alloc_instance::<Enumerate>(class, id::ENUMERATE)?;
    it.iterator.init(iterator);
    it.index.init(start);
    Ok(it.value())
}

fn enumerate_reduce(vm: &mut Vm, args: Args) -> Outcome {
    let it = this::<Enumerate>(vm, args, "enumerate")?;
    let class = vm.class_of(args[0]).value();
    let arguments = vm.new_tuple(&[it.iterator.get(), it.index.get()])?;
    vm.new_tuple(&[class, arguments])
}

fn zip_new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::ZIP)?;
    let strict = vm.truth(args.or(1, Value::FALSE))?;
    let iterators = vm.iterators_of(vm.tuple_items(args[2]))?;
    let it = vm.alloc_instance::<Zip>(class, id::ZIP)?;
    it.iterators.init(iterators);
    it.strict.init(Value::bool(strict));
    Ok(it.value())
}

fn zip_reduce(vm: &mut Vm, args: Args) -> Outcome {
    let it = this::<Zip>(vm, args, "zip")?;
    let class = vm.class_of(args[0]).value();
    if it.strict.get().is(Value::TRUE) {
        return vm.new_tuple(&[class, it.iterators.get(), Value::TRUE]);
    }
    vm.new_tuple(&[class, it.iterators.get()])
}

fn zip_setstate(vm: &mut Vm, args: Args) -> Outcome {
    let it = this::<Zip>(vm, args, "zip")?;
    let strict = vm.truth(args[1])?;
    it.strict.set_plain(Value::bool(strict));
    Ok(Value::NONE)
}

fn map_new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::MAP)?;
    let strict = vm.truth(args.or(1, Value::FALSE))?;
    let [function, iterables @ ..] = vm.tuple_items(args[2]) else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    let iterators = vm.iterators_of(iterables)?;
    let it = vm.alloc_instance::<Mapped>(class, id::MAP)?;
    it.function.init(*function);
    it.iterators.init(iterators);
    it.strict.init(Value::bool(strict));
    Ok(it.value())
}

fn map_reduce(vm: &mut Vm, args: Args) -> Outcome {
    let it = this::<Mapped>(vm, args, "map")?;
    let class = vm.class_of(args[0]).value();
    let mut parts = Rooted::from_slice(&[it.function.get()]);
    parts.extend_from_slice(vm.tuple_items(it.iterators.get()));
    let arguments = vm.new_tuple(&parts)?;
    if it.strict.get().is(Value::TRUE) {
        return vm.new_tuple(&[class, arguments, Value::TRUE]);
    }
    vm.new_tuple(&[class, arguments])
}

fn map_setstate(vm: &mut Vm, args: Args) -> Outcome {
    let it = this::<Mapped>(vm, args, "map")?;
    let strict = vm.truth(args[1])?;
    it.strict.set_plain(Value::bool(strict));
    Ok(Value::NONE)
}

fn filter_new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::FILTER)?;
    let iterator = vm.iter(args[2])?;
    let it = vm.alloc_instance::<Filter>(class, id::FILTER)?;
    it.function.init(args[1]);
    it.iterator.init(iterator);
    Ok(it.value())
}

fn filter_reduce(vm: &mut Vm, args: Args) -> Outcome {
    let it = this::<Filter>(vm, args, "filter")?;
    let class = vm.class_of(args[0]).value();
    let arguments = vm.new_tuple(&[it.function.get(), it.iterator.get()])?;
    vm.new_tuple(&[class, arguments])
}

fn reversed_new(vm: &mut Vm, args: Args) -> Outcome {
    let class = vm.class_argument(args[0], id::REVERSED)?;
    let sequence = args[1];
    let of = vm.class_of(sequence);
    let method = vm.special(of, Special::Reversed);
    if let Some(method) = method.filter(|m| !m.is(Value::NONE)) {
        return vm.call_found(method, sequence, &[]);
    }
    let indexed = vm.special(of, Special::GetItem).is_some() && !of.has(class_flags::DICT);
    if method.is_some() || !indexed {
        let name = vm.type_name(sequence);
        return Err(vm.type_error(format!("'{name}' object is not reversible")));
    }
    let n = vm.len(sequence)?;
    let it = vm.alloc_instance::<Reversed>(class, id::REVERSED)?;
    it.sequence.init(sequence);
    it.index.init(Value::small_int(n as isize - 1));
    Ok(it.value())
}

fn reversed_hint(vm: &mut Vm, args: Args) -> Outcome {
    let it = this::<Reversed>(vm, args, "reversed")?;
    let left = it.index.int() + 1;
    if left == 0 {
        return Ok(Value::small_int(0));
    }
    let n = vm.len(it.sequence.get())? as isize;
    Ok(Value::small_int(if n < left { 0 } else { left }))
}

fn reversed_reduce(vm: &mut Vm, args: Args) -> Outcome {
    let it = this::<Reversed>(vm, args, "reversed")?;
    let class = vm.class_of(args[0]).value();
    if it.index.int() < 0 {
        let empty = vm.new_tuple(&[])?;
        let arguments = vm.new_tuple(&[empty])?;
        return vm.new_tuple(&[class, arguments]);
    }
    let arguments = vm.new_tuple(&[it.sequence.get()])?;
    vm.new_tuple(&[class, arguments, it.index.get()])
}

fn reversed_setstate(vm: &mut Vm, args: Args) -> Outcome {
    let it = this::<Reversed>(vm, args, "reversed")?;
    let Some(state) = vm.int_value(args[1]) else { return Err(vm.type_error("an integer is required")) };
    if it.index.int() >= 0 {
        let n = vm.len(it.sequence.get())? as i64;
        it.index.set_plain(Value::small_int(state.clamp(-1, n - 1) as isize));
    }
    Ok(Value::NONE)
}
