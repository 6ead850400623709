//! The structs of builtin objects, as they lie in the heap.
//!
//! An instance of a subclass written in Python of a type with a fixed size (list, dict, set, an
//! exception, object) has the same fields, then its attributes' slots. One of a type with
//! items inside (str, int, float, tuple, bytes, …) is a [`Wrapped`]: its first slot holds the
//! exact builtin value. `tagged int` fields are values, so that collector and compiled code need no bitmap.

use super::gc::{Field, Object, ObjectHeader, Raw};
use crate::vm::Vm;
use pyspec_abi::types as id;

macro_rules! objects {
    ($($(#[$doc:meta])* $name:ident [$($map:ident)*] $($test:ident)? { $($(#[$fdoc:meta])* $field:ident: $ty:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[repr(C)]
            pub struct $name { pub header: ObjectHeader, $($(#[$fdoc])* pub $field: $ty,)* }
            // SAFETY: repr(C), header first, and only these maps (and those of subclasses, which keep the fields) are seen as it.
            unsafe impl Object for $name {
                #[inline(always)]
                fn matches(vm: &Vm, map: u32) -> bool {
                    let _ = vm;
                    $(map == id::$map ||)* false $(|| vm.$test(map))?
                }
            }
            impl $name {
                /// Slots without the header.
                pub const SLOTS: usize = size_of::<$name>() / 8 - 1;
            }
        )*
    };
}

objects! {
    /// `list`: `items` is an array object whose slots are the capacity; with an int or float
    /// strategy (maps LIST_INT, LIST_FLOAT) a byte store of raw i64 or f64.
    List [LIST LIST_INT LIST_FLOAT] is_list_map {
        /// Tagged int.
        len: Field,
        items: Field,
    }
    /// `tuple`: the items follow.
    Tuple [TUPLE] {
        /// Tagged int.
        len: Field,
    }
    /// Storage of lists, dicts, overflow slots: nothing but values.
    Array [ARRAY] {}
    /// Boxed `float`.
    Float [FLOAT] { value: Raw<f64>, }
    /// `complex`.
    Complex [COMPLEX] { re: Raw<f64>, im: Raw<f64>, }
    /// An int beyond 63 bits: sign and magnitude words follow.
    BigInt [BIG_INT] {
        /// Number of words, negative if the int is.
        len: Raw<i64>,
    }
    /// Flat `str`: WTF-8 bytes follow, then for text beyond ASCII an index.
    Str [STR] {
        /// Bytes; bit 63: ASCII, bit 62: interned.
        meta: Raw<u64>,
        /// 0: not computed yet.
        hash: Raw<u64>,
    }
    /// `str` over a shared growing buffer: flattened by the accessor before anything else sees it.
    StrShared [STR_SHARED] {
        meta: Raw<u64>,
        hash: Raw<u64>,
        /// A byte store, or the flat string once flattened.
        buffer: Field,
        /// Tagged int: code points.
        chars: Field,
    }
    /// `bytes`: the bytes follow.
    Bytes [BYTES] { len: Raw<u64>, hash: Raw<u64>, }
    /// `bytearray` over a byte store.
    ByteArray [BYTEARRAY] is_bytearray_map {
        /// Tagged int.
        len: Field,
        store: Field,
        /// Chain of weak references to the memoryviews that forbid resizing, 0: none.
        exports: Field,
        /// Tagged int: bytes cut from the front.
        start: Field,
    }
    /// Raw bytes that belong to another object: they follow.
    ByteStore [BYTES_STORE] {}
    /// `dict`, insertion-ordered and compact: `entries` is an array of (hash as tagged int, key, value) triples.
    Dict [DICT] is_dict_map {
        /// Tagged int: live entries.
        used: Field,
        /// Tagged int: entries in use, deleted ones included.
        filled: Field,
        entries: Field,
        /// Byte store of entry numbers, UNSET while the dict is small or not looked up yet.
        index: Field,
        /// Tagged int, changes with every change of keys (iterators watch it); modules' dicts: see `globals`.
        version: Field,
        /// Tagged int: `dict` flags (a module's globals, holding cells).
        flags: Field,
    }
    /// `set` and `frozenset`: open addressing as CPython does it. `table` is an array of (key, hash) pairs.
    Set [SET FROZENSET] is_set_map {
        used: Field,
        filled: Field,
        table: Field,
        /// Tagged int or UNSET.
        hash: Field,
        version: Field,
        /// Tagged int: see `types::set::sketch`.
        sketch: Field,
    }
    /// `range`.
    Range [RANGE] { start: Field, stop: Field, step: Field, }
    /// `slice`.
    Slice [SLICE] { start: Field, stop: Field, step: Field, }
    /// A variable shared by closures, and a global.
    Cell [CELL] { value: Field, }
    /// A code object: see `interp::code`.
    Code [CODE] {
        /// The malloc'd part.
        data: Raw<*mut crate::interp::code::CodeData>,
        /// Array of constants, made on first use.
        consts: Field,
        /// Array of interned names.
        names: Field,
        /// Tuple of the unit's code objects (shared), UNSET where not made yet.
        siblings: Field,
        filename: Field,
        name: Field,
        qualname: Field,
        /// The globals dict that its caches belong to, UNSET until the first function.
        globals: Field,
    }
    /// A function written in Python.
    Function [FUNCTION] {
        code: Field,
        /// Tuple of cells or UNSET.
        closure: Field,
        globals: Field,
        builtins: Field,
        /// Tuple or UNSET.
        defaults: Field,
        /// Dict or UNSET.
        kwdefaults: Field,
        name: Field,
        qualname: Field,
        module: Field,
        doc: Field,
        /// Dict or UNSET.
        dict: Field,
        annotations: Field,
        annotate: Field,
        type_params: Field,
    }
    /// A native function; with a receiver, a bound builtin method.
    Native [NATIVE NATIVE_METHOD WRAPPER] {
        row: Raw<*const crate::native::Native>,
        /// Receiver, module or UNSET.
        receiver: Field,
        /// Class it was found in, or the module's name.
        owner: Field,
    }
    /// A bound method.
    Method [METHOD] { function: Field, receiver: Field, }
    /// `property` and subclasses.
    Property [PROPERTY] is_property_map { getter: Field, setter: Field, deleter: Field, doc: Field, name: Field, }
    StaticMethod [STATICMETHOD] is_staticmethod_map { function: Field, dict: Field, }
    ClassMethod [CLASSMETHOD] is_classmethod_map { function: Field, dict: Field, }
    /// A `__slots__` descriptor: the slot is at a fixed offset in instances of the class and its subclasses.
    Member [MEMBER] { name: Field, class: Field, /** Tagged int: byte offset. */ offset: Field, }
    /// An attribute of a builtin type.
    GetSet [GETSET] { getter: Raw<*const crate::native::Native>, setter: Raw<*const crate::native::Native>, name: Field, class: Field, }
    /// `super` objects.
    Super [SUPER] is_super_map { class: Field, object: Field, object_class: Field, }
    /// `module`: its attributes are its dict's.
    Module [MODULE] is_module_map { dict: Field, name: Field, }
    /// A class: see `object::class`.
    Class [TYPE] is_class_map {
        data: Raw<*mut crate::object::class::ClassData>,
        name: Field,
        qualname: Field,
        bases: Field,
        /// Tuple, the class itself first.
        mro: Field,
        /// Dict of its own attributes by interned name.
        dict: Field,
        /// List of weak references.
        subclasses: Field,
        /// Dict of attributes that a metaclass gives its instances, or UNSET.
        extra: Field,
    }
    /// Exceptions: the fields that all have; those of OSError, SyntaxError, … are attributes in slots after them.
    Exception [EXCEPTION] is_exception_map {
        args: Field,
        traceback: Field,
        cause: Field,
        context: Field,
        /// Tagged int: bit 0: suppress the context.
        flags: Field,
        notes: Field,
        /// What a type of its own keeps: the value of StopIteration, the tuple (errno, strerror, filename, filename2) of OSError, …
        data: Field,
    }
    /// An entry of a traceback.
    Traceback [TRACEBACK] { frame: Field, next: Field, /** Tagged int: pc in words. */ lasti: Field, line: Field, }
    /// `weakref.ref`; `referent` is weak.
    WeakRef [WEAKREF] is_weakref_map { referent: Field, callback: Field, hash: Field, }
    /// Iterators of every kind: what is iterated over and where.
    Iterator [LIST_ITERATOR LIST_REVERSE_ITERATOR TUPLE_ITERATOR STR_ITERATOR DICT_ITERATOR DICT_VALUE_ITERATOR DICT_ITEM_ITERATOR
        DICT_REVERSE_KEY_ITERATOR DICT_REVERSE_VALUE_ITERATOR DICT_REVERSE_ITEM_ITERATOR SET_ITERATOR SEQUENCE_ITERATOR CALLABLE_ITERATOR] {
        target: Field,
        /// Tagged int.
        index: Field,
        /// Dict and set: the version seen; callable: the sentinel.
        extra: Field,
        /// Tagged int: kind (keys, values, items), bit 7: reversed.
        kind: Field,
    }
    RangeIterator [RANGE_ITERATOR] { current: Field, stop: Field, step: Field, }
    /// `enumerate` and subclasses.
    Enumerate [ENUMERATE] is_enumerate_map { iterator: Field, index: Field, }
    /// `zip` and subclasses; `iterators` is a tuple.
    Zip [ZIP] is_zip_map { iterators: Field, strict: Field, }
    /// `map` and subclasses; `iterators` is a tuple.
    Mapped [MAP] is_mapped_map { function: Field, iterators: Field, strict: Field, }
    /// `filter` and subclasses.
    Filter [FILTER] is_filter_map { function: Field, iterator: Field, }
    /// `reversed` and subclasses: over a sequence, from the tagged int `index` down; -1: exhausted.
    Reversed [REVERSED] is_reversed_map { sequence: Field, index: Field, }
    /// What `anext(iterator, default)` returns.
    AnextAwaitable [ANEXT_AWAITABLE] { awaitable: Field, default: Field, }
    /// Views of a dict.
    DictView [DICT_KEYS DICT_VALUES DICT_ITEMS] { dict: Field, }
    /// `mappingproxy`.
    MappingProxy [MAPPINGPROXY] { mapping: Field, }
    /// Generators and coroutines: see `interp::generator`. The frame's places follow.
    Generator [GENERATOR COROUTINE ASYNC_GENERATOR] {
        /// Tagged int: created, suspended, running or finished.
        state: Field,
        name: Field,
        qualname: Field,
        /// Exception being handled inside, while suspended; UNSET: none.
        handling: Field,
        /// Exception that the one who resumed it is handling.
        outer: Field,
        /// Address of the instruction where it goes on, with bit 0 set.
        pc: Field,
        /// What an async generator keeps: hooks, running flag; a coroutine its origin; a generator the one that it
        /// delegates to, if that is known.
        extra: Field,
        frame_object: Field,
        /// Address of the first free word of the resumer's stack, with bit 0 set.
        top: Field,
        /// The words before a frame's places, see `interp::frame`.
        link: Field,
        function: Field,
        frame_extra: Field,
        frame: Field,
    }
    /// A frame object: see `types::frame`.
    Frame [FRAME] {
        function: Field,
        /// Address of the running frame with bit 0 set, None once it has ended.
        base: Field,
        /// Array of the places, once it has ended.
        places: Field,
        /// The generator whose frame it is, or UNSET.
        generator: Field,
        back: Field,
        /// Address of the last instruction, with bit 0 set, once it has ended.
        pc: Field,
        /// Dict of what `f_locals` was given beyond the function's variables, or UNSET.
        extra: Field,
        trace: Field,
        /// Tagged int: which events are wanted, see `interp::trace`.
        flags: Field,
        /// Tagged int: the line last traced, 0 before the first; UNSET before the frame's `call` event.
        traced_line: Field,
    }
    /// An object whose state is Rust's: `payload` is a [`crate::heap::Payload`] (see there), slots for values follow.
    Payload [PAYLOAD] { payload: Raw<usize>, }
    /// Instance of a subclass of a builtin with items inside.
    Wrapped [] is_wrapped_map { value: Field, }
}
