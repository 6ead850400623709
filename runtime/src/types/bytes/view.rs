//! `memoryview`: items of another object's buffer, one dimension.
//!
//! A view keeps the owner and a byte offset, no address: the owner's memory is asked for at each access.

use crate::native::{Args, Native, Outcome, TypeTable, getter, native};
use crate::object::gc::{Field, Object, ObjectHeader};
use crate::object::layout::Slice;
use crate::object::{Gc, map_of};
use crate::protocol::buffer::Memory;
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// A view.
#[repr(C)]
pub struct MemoryView {
    pub header: ObjectHeader,
    /// The object whose memory it is; UNSET once released.
    owner: Field,
    /// Tagged ints: first byte, number of items, bytes from item to item, bytes of an item.
    offset: Field,
    count: Field,
    stride: Field,
    item_size: Field,
    /// `str`.
    format: Field,
    /// `True` or `False`.
    readonly: Field,
    /// What `hash()` said, UNSET: not asked yet.
    hash: Field,
}

// SAFETY: repr(C), header first, and objects on this map only are seen as it.
unsafe impl Object for MemoryView {
    fn matches(_vm: &Vm, map: u32) -> bool {
        map == id::MEMORYVIEW
    }
}

/// The type.
pub static TABLE: TypeTable = TypeTable {
    map: id::MEMORYVIEW,
    name: "memoryview",
    module: "builtins",
    doc: "Create a new memoryview object which references the given object.",
    rows: ROWS,
};

const E: Effect = Effect::ALLOC.or(Effect::RAISE);
const P: Effect = Effect::PYTHON;

const ROWS: &[Native] = &[
    native("__new__", "(cls, /, object)", P, new),
    native("__repr__", "(self, /)", E, repr),
    native("__len__", "(self, /)", E, len),
    native("__getitem__", "(self, key, /)", P, get_item),
    native("__setitem__", "(self, key, value, /)", P, set_item),
    native("__iter__", "(self, /)", E, iter),
    native("__eq__", "(self, value, /)", P, eq),
    native("__ne__", "(self, value, /)", P, ne),
    native("__hash__", "(self, /)", P, hash),
    native("__enter__", "(self, /)", E, enter),
    native("__exit__", "(self, /, *exc_info)", E, exit),
    native("__buffer__", "(self, flags, /)", E, buffer),
    native("__release_buffer__", "(self, buffer, /)", E, release_buffer),
    native("release", "(self, /)", E, release),
    native("tobytes", "(self, /, order='C')", E, tobytes),
    native("tolist", "(self, /)", E, tolist),
    native("hex", "(self, /, sep=None, bytes_per_sep=1)", P, hex)
        .doc("Two hexadecimal digits for each byte of the memory.\n\n>>> memoryview(b'\\xab\\xcd').hex('-')\n'ab-cd'"),
    native("toreadonly", "(self, /)", E, toreadonly),
    native("cast", "(self, /, format, shape=None)", P, cast),
    native("count", "(self, value, /)", P, count),
    native("index", "(self, value, start=0, stop=9223372036854775807, /)", P, index),
    getter("obj", obj),
    getter("nbytes", nbytes),
    getter("readonly", readonly),
    getter("itemsize", itemsize),
    getter("format", format),
    getter("ndim", ndim),
    getter("shape", shape),
    getter("strides", strides),
    getter("suboffsets", suboffsets),
    getter("c_contiguous", contiguous),
    getter("f_contiguous", contiguous),
    getter("contiguous", contiguous),
];

/// What a view sees.
#[derive(Clone, Copy)]
struct Seen {
    owner: Value,
    offset: isize,
    count: usize,
    stride: isize,
    item_size: usize,
    format: Value,
    readonly: bool,
}

impl Seen {
    /// Byte position of item `i` in the owner.
    fn at(&self, i: usize) -> usize {
        (self.offset + self.stride * i as isize) as usize
    }
}

fn seen(view: Gc<MemoryView>) -> Seen {
    Seen {
        owner: view.owner.get(),
        offset: view.offset.int(),
        count: view.count.int() as usize,
        stride: view.stride.int(),
        item_size: view.item_size.int() as usize,
        format: view.format.get(),
        readonly: view.readonly.get().is(Value::TRUE),
    }
}

/// The receiver, not released.
fn this(vm: &mut Vm, args: Args) -> Outcome<Seen> {
    let view = Gc::<MemoryView>::from_value(vm, args[0]).expect("a memoryview");
    if view.owner.get().is(Value::UNSET) {
        return Err(vm.value_error("operation forbidden on released memoryview object"));
    }
    Ok(seen(view))
}

/// All of the owner's memory, to read and write until the next allocation.
fn owner_bytes<'a>(vm: &Vm, owner: Value) -> &'a mut [u8] {
    match vm.memory(owner) {
        // SAFETY: looked at just now; callers allocate nothing while they hold it.
        Some(memory) if memory.len > 0 => unsafe { std::slice::from_raw_parts_mut(memory.data, memory.len) },
        _ => &mut [],
    }
}

/// The bytes of item `i`.
fn item<'a>(vm: &Vm, seen: &Seen, i: usize) -> &'a mut [u8] {
    let at = seen.at(i);
    &mut owner_bytes(vm, seen.owner)[at..at + seen.item_size]
}

impl Vm {
    fn new_view(&mut self, seen: Seen) -> Outcome {
        let view: Gc<MemoryView> = self.alloc(id::MEMORYVIEW, Scan::Values, size_of::<MemoryView>() / 8 - 1)?;
        view.owner.init(seen.owner);
        view.offset.init(Value::small_int(seen.offset));
        view.count.init(Value::small_int(seen.count as isize));
        view.stride.init(Value::small_int(seen.stride));
        view.item_size.init(Value::small_int(seen.item_size as isize));
        view.format.init(seen.format);
        view.readonly.init(Value::bool(seen.readonly));
        view.hash.init(Value::UNSET);
        self.note_export(seen.owner, view.value())?;
        Ok(view.value())
    }

    /// `memoryview(object)`.
    pub fn new_memoryview(&mut self, object: Value) -> Outcome {
        if let Some(view) = Gc::<MemoryView>::from_value(self, object) {
            if view.owner.get().is(Value::UNSET) {
                return Err(self.value_error("operation forbidden on released memoryview object"));
            }
            return self.new_view(seen(view));
        }
        let Some(memory) = self.memory(object) else {
            let name = self.type_name(object);
            return Err(self.type_error(format!("memoryview: a bytes-like object is required, not '{name}'")));
        };
        let format = self.new_str(&memory.format)?;
        let size = memory.item_size.max(1);
        self.new_view(Seen {
            owner: object,
            offset: 0,
            count: memory.len / size,
            stride: size as isize,
            item_size: size,
            format,
            readonly: memory.readonly,
        })
    }

    /// A view's memory, if its items lie side by side.
    pub fn view_memory(&self, view: Value) -> Option<Memory> {
        let view = Gc::<MemoryView>::from_value(self, view)?;
        let seen = seen(view);
        if seen.owner.is(Value::UNSET) || seen.count > 0 && seen.stride != seen.item_size as isize {
            return None;
        }
        let memory = self.memory(seen.owner)?;
        let data = memory.data.wrapping_offset(seen.offset);
        let format = self.str_lossy(seen.format);
        Some(Memory {
            data,
            len: seen.count * seen.item_size,
            readonly: seen.readonly,
            format,
            item_size: seen.item_size,
        })
    }

    /// A view's bytes, item after item; `None`: no view, or released.
    pub fn view_bytes(&self, view: Value) -> Option<Vec<u8>> {
        let view = Gc::<MemoryView>::from_value(self, view)?;
        let seen = seen(view);
        if seen.owner.is(Value::UNSET) {
            return None;
        }
        Some(gathered(self, &seen))
    }
}

fn gathered(vm: &Vm, seen: &Seen) -> Vec<u8> {
    (0..seen.count).flat_map(|i| item(vm, seen, i).to_vec()).collect()
}

/// The one format letter, without `@`.
fn letter(vm: &Vm, format: Value) -> u8 {
    match vm.str_bytes(format) {
        [b'@', c] | [c] => *c,
        _ => 0,
    }
}

/// Bytes of an item of a native format; `None`: no such format.
fn letter_size(letter: u8) -> Option<usize> {
    Some(match letter {
        b'c' | b'b' | b'B' | b'?' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' | b'q' | b'Q' | b'n' | b'N' | b'P' | b'd' => 8,
        _ => return None,
    })
}

/// An item's bytes as an object.
fn unpack(vm: &mut Vm, letter: u8, bytes: &[u8]) -> Outcome {
    let mut wide = [0; 8];
    wide[..bytes.len().min(8)].copy_from_slice(&bytes[..bytes.len().min(8)]);
    let word = u64::from_ne_bytes(wide);
    match letter {
        b'c' => vm.make_bytes(bytes),
        b'?' => Ok(Value::bool(word != 0)),
        b'b' => vm.new_int(i64::from(word as i8)),
        b'h' => vm.new_int(i64::from(word as i16)),
        b'i' => vm.new_int(i64::from(word as i32)),
        b'l' | b'q' | b'n' => vm.new_int(word as i64),
        b'B' | b'H' | b'I' | b'L' | b'Q' | b'N' | b'P' => vm.make_i128(i128::from(word)),
        b'f' => vm.make_float(f64::from(f32::from_bits(word as u32))),
        b'd' => vm.make_float(f64::from_bits(word)),
        b'e' => vm.make_float(crate::types::float::half::half_to(word as u16)),
        _ => {
            let shown = letter as char;
            Err(vm.not_implemented_error(format!("memoryview: format {shown} not supported")))
        }
    }
}

/// An object as an item's bytes.
fn pack(vm: &mut Vm, letter: u8, value: Value) -> Outcome<Vec<u8>> {
    let shown = letter as char;
    match letter {
        b'c' => match vm.bytes_of(value) {
            Some([byte]) => Ok(vec![*byte]),
            Some(_) => Err(vm.value_error("memoryview: invalid value for format 'c'")),
            None => Err(vm.type_error("memoryview: invalid type for format 'c'")),
        },
        b'?' => Ok(vec![u8::from(vm.truth(value)?)]),
        b'f' => Ok((vm.to_f64(value)? as f32).to_ne_bytes().to_vec()),
        b'd' => Ok(vm.to_f64(value)?.to_ne_bytes().to_vec()),
        b'e' => {
            let number = vm.to_f64(value)?;
            match crate::types::float::half::half_from(number) {
                Some(bits) => Ok(bits.to_ne_bytes().to_vec()),
                None => Err(vm.overflow_error("float too large to pack with e format")),
            }
        }
        _ => {
            if !vm.has_index(value) && !vm.is_int(value) {
                return Err(vm.type_error(format!("memoryview: invalid type for format '{shown}'")));
            }
            let int = vm.index(value)?;
            let int = vm.big_value(int).expect("an int");
            let size = letter_size(letter).unwrap_or(8);
            let (low, high) = if letter.is_ascii_lowercase() {
                (-(1i128 << (size * 8 - 1)), (1i128 << (size * 8 - 1)) - 1)
            } else {
                (0, (1i128 << (size * 8)) - 1)
            };
            match i128::try_from(&int) {
                Ok(i) if (low..=high).contains(&i) => Ok(i.to_le_bytes()[..size].to_vec()),
                _ => Err(vm.value_error(format!("memoryview: invalid value for format '{shown}'"))),
            }
        }
    }
}

fn item_value(vm: &mut Vm, seen: &Seen, i: usize) -> Outcome {
    let bytes = item(vm, seen, i).to_vec();
    let letter = letter(vm, seen.format);
    unpack(vm, letter, &bytes)
}

fn new(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_memoryview(args[1])
}

/// `__buffer__` of every builtin that has one.
pub(super) fn buffer(vm: &mut Vm, args: Args) -> Outcome {
    vm.new_memoryview(args[0])
}

fn release_buffer(_vm: &mut Vm, _args: Args) -> Outcome {
    Ok(Value::NONE)
}

fn repr(vm: &mut Vm, args: Args) -> Outcome {
    let released = Gc::<MemoryView>::from_value(vm, args[0]).is_some_and(|v| v.owner.get().is(Value::UNSET));
    let at = args[0].bits();
    vm.heap.pin(args[0]);
    vm.new_str(&if released { format!("<released memory at {at:#x}>") } else { format!("<memory at {at:#x}>") })
}

fn len(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    vm.new_int(seen.count as i64)
}

fn iter(vm: &mut Vm, args: Args) -> Outcome {
    this(vm, args)?;
    vm.new_iterator(id::SEQUENCE_ITERATOR, args[0], 0)
}

/// The item that a subscript means.
fn position(vm: &mut Vm, seen: &Seen, mut key: Value) -> Outcome<usize> {
    if vm.map_has_value(key, crate::object::class::class_flags::TUPLE) {
        let items = vm.tuple_items(key);
        let slices = items.iter().filter(|v| v.is_ptr() && map_of(**v) == id::SLICE).count();
        if !items.is_empty() && slices == items.len() {
            return Err(vm.not_implemented_error("multi-dimensional slicing is not implemented"));
        }
        if slices == 0 && items.iter().all(|v| vm.has_index(*v)) {
            match *items {
                [] => return Err(vm.not_implemented_error("sub-views are not implemented")),
                [one] => key = one,
                _ => {
                    let n = items.len();
                    return Err(vm.type_error(format!("cannot index 1-dimension view with {n}-element tuple")));
                }
            }
        }
    }
    if !vm.has_index(key) {
        return Err(vm.type_error("memoryview: invalid slice key"));
    }
    let i = vm.index_subscript(key)?;
    match crate::types::sequence::wrap_index(i, seen.count) {
        Some(i) => Ok(i),
        None => Err(vm.index_error("index out of bounds on dimension 1")),
    }
}

/// The part of a view that a slice means.
fn part(vm: &mut Vm, seen: &Seen, slice: Gc<Slice>) -> Outcome<Seen> {
    let bounds = vm.slice_unpack(slice)?.adjust(seen.count);
    Ok(Seen {
        offset: seen.offset + seen.stride * bounds.start,
        count: bounds.count,
        stride: seen.stride * bounds.step,
        ..*seen
    })
}

fn get_item(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    if let Some(slice) = Gc::<Slice>::from_value(vm, args[1]) {
        let part = part(vm, &seen, slice)?;
        return vm.new_view(part);
    }
    let i = position(vm, &seen, args[1])?;
    this(vm, args)?;
    item_value(vm, &seen, i)
}

fn set_item(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    if args[2].is(Value::UNSET) {
        return Err(vm.type_error("cannot delete memory"));
    }
    if seen.readonly {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let Some(slice) = Gc::<Slice>::from_value(vm, args[1]) else {
        let i = position(vm, &seen, args[1])?;
        let letter = letter(vm, seen.format);
        let bytes = pack(vm, letter, args[2])?;
        // The conversions may have released it.
        this(vm, args)?;
        item(vm, &seen, i).copy_from_slice(&bytes);
        return Ok(Value::NONE);
    };
    let part = part(vm, &seen, slice)?;
    let source = vm.buffer(args[2])?;
    this(vm, args)?;
    if source.len() != part.count * part.item_size {
        return Err(vm.value_error("memoryview assignment: lvalue and rvalue have different structures"));
    }
    for (i, bytes) in source.chunks_exact(part.item_size).enumerate() {
        item(vm, &part, i).copy_from_slice(bytes);
    }
    Ok(Value::NONE)
}

/// Equality with any buffer; `None`: NotImplemented.
fn equals(vm: &mut Vm, args: Args) -> Outcome<Option<bool>> {
    if args[0].is(args[1]) {
        return Ok(Some(true));
    }
    let view = Gc::<MemoryView>::from_value(vm, args[0]).expect("a memoryview");
    if view.owner.get().is(Value::UNSET) {
        return Ok(Some(false));
    }
    let a = seen(view);
    let is_view = args[1].is_ptr() && map_of(args[1]) == id::MEMORYVIEW;
    if !is_view && vm.memory(args[1]).is_none() {
        return Ok(None);
    }
    let other = vm.new_memoryview(args[1])?;
    let b = seen(Gc::from_value(vm, other).expect("just made"));
    let mut equal = a.count == b.count;
    let same_format = letter(vm, a.format) == letter(vm, b.format);
    for i in 0..a.count {
        if !equal {
            break;
        }
        equal = if same_format && !matches!(letter(vm, a.format), b'f' | b'd') {
            item(vm, &a, i) == item(vm, &b, i)
        } else {
            let x = item_value(vm, &a, i)?;
            let y = item_value(vm, &b, i)?;
            vm.equal(x, y)?
        };
    }
    vm.release_view(other);
    Ok(Some(equal))
}

fn eq(vm: &mut Vm, args: Args) -> Outcome {
    Ok(equals(vm, args)?.map_or(Value::NOT_IMPLEMENTED, Value::bool))
}

fn ne(vm: &mut Vm, args: Args) -> Outcome {
    Ok(equals(vm, args)?.map_or(Value::NOT_IMPLEMENTED, |e| Value::bool(!e)))
}

fn hash(vm: &mut Vm, args: Args) -> Outcome {
    let view = Gc::<MemoryView>::from_value(vm, args[0]).expect("a memoryview");
    if !view.hash.get().is(Value::UNSET) {
        return Ok(view.hash.get());
    }
    let seen = this(vm, args)?;
    if !seen.readonly {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    let hash = crate::types::str::siphash::hash_bytes(vm.hash_seed, &gathered(vm, &seen));
    let hash = vm.new_int(hash)?;
    view.hash.set(&mut vm.heap, args[0], hash);
    Ok(hash)
}

fn enter(vm: &mut Vm, args: Args) -> Outcome {
    this(vm, args)?;
    Ok(args[0])
}

fn exit(vm: &mut Vm, args: Args) -> Outcome {
    release(vm, args)
}

fn release(vm: &mut Vm, args: Args) -> Outcome {
    vm.release_view(args[0]);
    Ok(Value::NONE)
}

impl Vm {
    /// Releases a view.
    pub(crate) fn release_view(&mut self, view: Value) {
        if let Some(view) = Gc::<MemoryView>::from_value(self, view) {
            view.owner.set_plain(Value::UNSET);
        }
    }
}

/// Whether it is a view that was not released.
pub fn is_open(vm: &Vm, view: Value) -> bool {
    Gc::<MemoryView>::from_value(vm, view).is_some_and(|v| !v.owner.get().is(Value::UNSET))
}

fn tobytes(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    let bytes = gathered(vm, &seen);
    vm.make_bytes(&bytes)
}

fn tolist(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    let mut items = crate::object::Rooted::new();
    for i in 0..seen.count {
        let item = item_value(vm, &seen, i)?;
        items.push(item);
    }
    vm.new_list(&items)
}

fn hex(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    let bytes = gathered(vm, &seen);
    super::methods::hex_text(vm, &bytes, args.given(1), args.given(2))
}

fn toreadonly(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    vm.new_view(Seen { readonly: true, ..seen })
}

fn cast(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    if !vm.is_str(args[1]) {
        return Err(vm.type_error("memoryview: format argument must be a string"));
    }
    let new = letter(vm, args[1]);
    let Some(size) = letter_size(new) else {
        return Err(vm.value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ));
    };
    let is_byte = |letter: u8| matches!(letter, b'b' | b'B' | b'c');
    if !is_byte(new) && !is_byte(letter(vm, seen.format)) {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    if seen.stride != seen.item_size as isize {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let bytes = seen.count * seen.item_size;
    if bytes % size != 0 {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    if let Some(shape) = args.given(2) {
        check_shape(vm, shape, bytes / size)?;
    }
    let format = vm.exact(args[1]);
    vm.new_view(Seen { count: bytes / size, stride: size as isize, item_size: size, format, ..seen })
}

/// One dimension is all that a view can have.
fn check_shape(vm: &mut Vm, shape: Value, count: usize) -> Outcome<()> {
    let shape = vm.collect_items(shape)?;
    if shape.len() != 1 {
        return Err(vm.not_implemented_error("memoryview: only one dimension is supported"));
    }
    if vm.index_i64(shape[0])? != count as i64 {
        return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
    }
    Ok(())
}

fn count(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    let mut n = 0;
    for i in 0..seen.count {
        let item = item_value(vm, &seen, i)?;
        if vm.equal(item, args[1])? {
            n += 1;
        }
    }
    vm.new_int(n)
}

fn index(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    let start = vm.bound_argument(args.get(2), 0, seen.count)?;
    let stop = vm.bound_argument(args.get(3), i64::MAX, seen.count)?;
    for i in start..stop {
        let item = item_value(vm, &seen, i)?;
        if vm.equal(item, args[1])? {
            return vm.new_int(i as i64);
        }
    }
    Err(vm.value_error("memoryview.index(x): x not found"))
}

fn obj(vm: &mut Vm, args: Args) -> Outcome {
    Ok(this(vm, args)?.owner)
}

fn nbytes(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    vm.new_int((seen.count * seen.item_size) as i64)
}

fn readonly(vm: &mut Vm, args: Args) -> Outcome {
    Ok(Value::bool(this(vm, args)?.readonly))
}

fn itemsize(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    vm.new_int(seen.item_size as i64)
}

fn format(vm: &mut Vm, args: Args) -> Outcome {
    Ok(this(vm, args)?.format)
}

fn ndim(vm: &mut Vm, args: Args) -> Outcome {
    this(vm, args)?;
    Ok(Value::small_int(1))
}

fn shape(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    vm.new_tuple(&[Value::small_int(seen.count as isize)])
}

fn strides(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    vm.new_tuple(&[Value::small_int(seen.stride)])
}

fn suboffsets(vm: &mut Vm, args: Args) -> Outcome {
    this(vm, args)?;
    vm.new_tuple(&[])
}

fn contiguous(vm: &mut Vm, args: Args) -> Outcome {
    let seen = this(vm, args)?;
    Ok(Value::bool(seen.count <= 1 || seen.stride == seen.item_size as isize))
}
