//! `code` objects.
//!
//! What CPython's attributes say of its own bytecode is answered where it has a meaning here: names,
//! counts, flags, lines and positions. `co_code` is the instructions with their caches zeroed.

use crate::interp::code::clear_caches;
use crate::native::{Args, Outcome, TypeTable, getter, native};
use crate::object::layout::Code;
use crate::object::{Gc, Rooted};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::blob::{PlaceKind, flags};
use pyspec_abi::effects::Effect;
use pyspec_abi::types as id;

/// `code`.
pub static TABLE: TypeTable = TypeTable {
    map: id::CODE,
    name: "code",
    module: "builtins",
    doc: "Create a code object.  Not for mere mortals.",
    rows: &[
        getter("co_name", |_, args| Ok(of(args).name.get())),
        getter("co_qualname", |_, args| Ok(of(args).qualname.get())),
        getter("co_filename", |_, args| Ok(of(args).filename.get())),
        getter("co_firstlineno", |_, args| Ok(count(of(args).info().function().first_line() as usize))),
        getter("co_argcount", |_, args| Ok(count(of(args).info().params.positional as usize))),
        getter("co_posonlyargcount", |_, args| Ok(count(of(args).info().params.positional_only as usize))),
        getter("co_kwonlyargcount", |_, args| Ok(count(of(args).info().params.keyword_only as usize))),
        getter("co_nlocals", |vm, args| Ok(count(local_names(vm, of(args), PlaceKind::Local).len()))),
        getter("co_stacksize", |_, args| Ok(count(of(args).info().places as usize))),
        getter("co_flags", |_, args| Ok(count(co_flags(of(args)) as usize))),
        getter("co_code", code_bytes),
        getter("_co_code_adaptive", code_bytes),
        getter("co_consts", consts),
        getter("co_names", names),
        getter("co_varnames", varnames),
        getter("co_cellvars", cellvars),
        getter("co_freevars", freevars),
        getter("co_linetable", |vm, _| vm.new_bytes(b"")),
        getter("co_exceptiontable", |vm, _| vm.new_bytes(b"")),
        getter("co_lnotab", |vm, _| vm.new_bytes(b"")),
        native("co_lines", "(self, /)", Effect::ALLOC, lines),
        native("co_positions", "(self, /)", Effect::ALLOC, positions),
        native("replace", "(self, /, **changes)", Effect::PYTHON, replace),
        native("__replace__", "(self, /, **changes)", Effect::PYTHON, replace),
        native("__repr__", "(self, /)", Effect::ALLOC, repr),
        native("__eq__", "(self, value, /)", Effect::PYTHON, eq),
        native("__hash__", "(self, /)", Effect::PYTHON, hash),
    ],
};

fn of(args: Args) -> Gc<Code> {
    // SAFETY: the call checked the receiver.
    unsafe { Gc::from_value_unchecked(args[0]) }
}

fn count(n: usize) -> Value {
    Value::small_int(n as isize)
}

/// CPython's flags.
fn co_flags(code: Gc<Code>) -> u32 {
    let data = code.info();
    let function = data.flags & (flags::MODULE | flags::CLASS) == 0;
    let mut all = 0;
    for (bit, holds) in [
        (0x1, function),
        (0x2, function),
        (0x4, data.params.varargs),
        (0x8, data.params.varkeywords),
        (0x10, data.flags & flags::NESTED != 0),
        (0x20, data.flags & flags::GENERATOR != 0),
        (0x80, data.flags & flags::COROUTINE != 0),
        (0x100, data.flags & flags::ITERABLE_COROUTINE != 0),
        (0x200, data.flags & flags::ASYNC_GENERATOR != 0),
        (0x100_0000, data.flags & flags::FUTURE_ANNOTATIONS != 0),
        (0x400_0000, data.flags & flags::DOCSTRING != 0),
        (0x800_0000, data.flags & flags::METHOD != 0),
    ] {
        if holds {
            all |= bit;
        }
    }
    all
}

/// Names of the places of a kind, in order; parameters count as locals whatever they are.
fn local_names(_vm: &Vm, code: Gc<Code>, kind: PlaceKind) -> Vec<&'static str> {
    let data = code.info();
    let record = data.function();
    let body = data.flags & (flags::MODULE | flags::CLASS) != 0;
    (0..record.named_len())
        .filter(|&i| {
            let k = record.place(i).1;
            let parameter = i < data.params_places as usize;
            !(body && i == 0)
                && match kind {
                    PlaceKind::Local => parameter || k == PlaceKind::Local || k == PlaceKind::Hidden,
                    k2 => k == k2,
                }
        })
        .map(|i| record.place(i).0)
        .collect()
}

fn strings(vm: &mut Vm, names: &[&str]) -> Outcome {
    let mut all = Rooted::new();
    for name in names {
        let name = vm.intern(name);
        all.push(name);
    }
    vm.new_tuple(&all)
}

fn varnames(vm: &mut Vm, args: Args) -> Outcome {
    let names = local_names(vm, of(args), PlaceKind::Local);
    strings(vm, &names)
}

fn cellvars(vm: &mut Vm, args: Args) -> Outcome {
    let names = local_names(vm, of(args), PlaceKind::Cell);
    strings(vm, &names)
}

fn freevars(vm: &mut Vm, args: Args) -> Outcome {
    let record = of(args).info().function();
    let names: Vec<&str> = (0..record.free_len()).map(|i| record.free_at(i)).collect();
    strings(vm, &names)
}

fn names(vm: &mut Vm, args: Args) -> Outcome {
    let record = of(args).info().function();
    let names: Vec<&str> = (0..record.name_len()).map(|i| record.name_at(i)).collect();
    strings(vm, &names)
}

/// Constants, then the code objects of the functions that it makes.
fn consts(vm: &mut Vm, args: Args) -> Outcome {
    use pyspec_abi::ops::{Op, WIDE};
    let code = of(args);
    let data = code.info();
    let record = data.function();
    let mut all = Rooted::new();
    for i in 0..record.const_len() {
        let v = vm.constant(code, i)?;
        all.push(v);
    }
    let words = plain_words(code);
    let mut i = 0;
    while i < words.len() {
        let first = words[i].to_le_bytes();
        let wide = first[0] == WIDE;
        let Some(op) = Op::from_byte(if wide { first[1] } else { first[0] }) else { break };
        let head = i + if wide { 2 } else { 1 };
        if op == Op::MAKEFUNCTION {
            // SAFETY: the unit's array of code objects has this one.
            all.push(unsafe { *crate::interp::code::slot(code.siblings.get(), words[head] as usize) });
        }
        i = head + op.trailing_words();
    }
    vm.new_tuple(&all)
}

/// The instructions, caches zeroed, none fused or patched.
fn plain_words(code: Gc<Code>) -> Vec<u32> {
    let mut words = code.info().function().code().to_vec();
    code.info().patches.iter().for_each(|p| p.restore(&mut words));
    clear_caches(&mut words);
    crate::interp::code::unfuse(&mut words);
    words
}

fn code_bytes(vm: &mut Vm, args: Args) -> Outcome {
    let bytes: Vec<u8> = plain_words(of(args)).iter().flat_map(|w| w.to_le_bytes()).collect();
    vm.new_bytes(&bytes)
}

fn lines(vm: &mut Vm, args: Args) -> Outcome {
    let rows = of(args).info().function().positions();
    let end = of(args).info().code_len;
    let mut all = Rooted::new();
    for (i, (pc, p)) in rows.iter().enumerate() {
        let until = rows.get(i + 1).map_or(end, |r| r.0);
        let line = if p.line == 0 { Value::NONE } else { count(p.line as usize) };
        let row = vm.new_tuple(&[count(4 * *pc as usize), count(4 * until as usize), line])?;
        all.push(row);
    }
    let list = vm.new_list(&all)?;
    vm.iter(list)
}

/// A position for every two bytes of code, as the instructions are counted that `tb_lasti` numbers.
fn positions(vm: &mut Vm, args: Args) -> Outcome {
    let rows = of(args).info().function().positions();
    let end = of(args).info().code_len;
    let mut all = Rooted::new();
    // Constants are loaded before the first line begins.
    let before = rows.first().map_or(end, |r| r.0);
    let nowhere = vm.new_tuple(&[Value::NONE; 4])?;
    all.resize(2 * before as usize, nowhere);
    for (i, (pc, p)) in rows.iter().enumerate() {
        let until = rows.get(i + 1).map_or(end, |r| r.0);
        let none = p.line == 0;
        let at = |n: u32| if none { Value::NONE } else { count(n as usize) };
        let row = vm.new_tuple(&[at(p.line), at(p.end_line), at(p.col), at(p.end_col)])?;
        for _ in 2 * *pc..2 * until {
            all.push(row);
        }
    }
    let list = vm.new_list(&all)?;
    vm.iter(list)
}

/// A copy with another name, qualified name, file or first line; anything else is kept as it is.
fn replace(vm: &mut Vm, args: Args) -> Outcome {
    let code = of(args);
    let copy = vm.copy_code(code)?;
    let mut at = 0;
    while let Some((key, value, next)) = vm.dict_entry(args[1], at) {
        at = next;
        let field = vm.str_lossy(key);
        let heap = &mut vm.heap;
        match field.as_str() {
            "co_name" => copy.name.set(heap, copy.value(), value),
            "co_qualname" => copy.qualname.set(heap, copy.value(), value),
            "co_filename" => copy.filename.set(heap, copy.value(), value),
            "co_flags" => set_co_flags(vm, copy, value)?,
            _ => {}
        }
    }
    Ok(copy.value())
}

/// Of CPython's flags, the one that code can be given afterwards: whether a generator can be awaited.
fn set_co_flags(vm: &mut Vm, code: Gc<Code>, value: Value) -> Outcome<()> {
    let given = vm.index_i64(value)?;
    let data = code.info();
    data.flags &= !flags::ITERABLE_COROUTINE;
    if given & 0x100 != 0 && data.flags & flags::GENERATOR != 0 {
        data.flags |= flags::ITERABLE_COROUTINE;
    }
    Ok(())
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let code = of(args);
    let (name, file) = (vm.str_lossy(code.name.get()), vm.str_lossy(code.filename.get()));
    let line = code.info().function().first_line();
    let address = args[0].addr();
    vm.new_str(&format!("<code object {name} at {address:#x}, file \"{file}\", line {line}>"))
}

fn eq(vm: &mut Vm, args: Args) -> Outcome {
    let Some(other) = vm.cast::<Code>(args[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let this = of(args);
    if this == other {
        return Ok(Value::TRUE);
    }
    let (a, b) = (this.info().function().decode(), other.info().function().decode());
    let same = a.name == b.name
        && a.params == b.params
        && a.flags == b.flags
        && a.first_line == b.first_line
        && a.consts == b.consts
        && a.names == b.names
        && a.named == b.named
        && a.free == b.free
        && plain_words(this) == plain_words(other);
    Ok(Value::bool(same))
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let code = of(args);
    let mut state = DefaultHasher::new();
    code.info().function().name().hash(&mut state);
    plain_words(code).hash(&mut state);
    let h = (state.finish() >> 3) as i64;
    vm.new_int(h)
}

impl Vm {
    /// The unit that a code object comes from, as it was before anything ran, and which of its functions it is.
    pub fn code_words(&mut self, code: Value) -> (Vec<u32>, usize) {
        let code = self.cast::<Code>(code).expect("callers pass a code object");
        let data = code.info();
        // SAFETY: units are never freed.
        let mut words = unsafe { std::slice::from_raw_parts(data.unit, data.unit_len) }.to_vec();
        let functions = pyspec_abi::blob::Unit::new(&words).expect("checked when the code was made");
        let ranges: Vec<_> = (0..functions.len())
            .map(|i| (functions.function(i).code_offset(), functions.function(i).code().len()))
            .collect();
        for (i, (start, len)) in ranges.into_iter().enumerate() {
            // SAFETY: the unit's array has a code object for each function.
            let owner: Gc<Code> =
                unsafe { Gc::from_value_unchecked(*crate::interp::code::slot(code.siblings.get(), i)) };
            let body = &mut words[start..start + len];
            owner.info().patches.iter().for_each(|p| p.restore(body));
            clear_caches(body);
        }
        (words, data.index as usize)
    }

    /// A code object from what [`Vm::code_words`] gave, with file, name and qualified name.
    pub fn code_from_words(&mut self, words: Vec<u32>, index: usize, names: &[Value]) -> Outcome {
        let functions = pyspec_abi::blob::Unit::new(&words).map_or(0, |unit| unit.len());
        if index >= functions {
            return Err(self.value_error("bad marshal data (code of another version)"));
        }
        // Code is never freed.
        let first = self.load_unit(Box::leak(words.into_boxed_slice()))?;
        let siblings = self.cast::<Code>(first).expect("it was just made").siblings.get();
        // SAFETY: in range, as checked above; the array holds code objects.
        let code: Gc<Code> = unsafe { Gc::from_value_unchecked(*crate::interp::code::slot(siblings, index)) };
        for (field, name) in [&code.filename, &code.name, &code.qualname].into_iter().zip(names) {
            if self.is_str(*name) {
                let name = self.intern_value(*name);
                field.set(&mut self.heap, code.value(), name);
            }
        }
        Ok(code.value())
    }
}
