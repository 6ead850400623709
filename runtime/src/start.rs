//! Start of the context: maps of the builtins, interned names, classes from their tables,
//! exceptions, the builtins module.
//!
//! ```text
//! maps ── names ── classes (object, type, then the tables in order) ── their rows ── exceptions ── modules
//! ```

use crate::heap::{Heap, HeapConfig};
use crate::native::{ModuleTable, Native, NativeKind, Outcome, TypeTable};
use crate::object::class::{ClassRef, class_flags as flag};
use crate::object::construct::{NewClass, base_layout};
use crate::object::gc::Gc;
use crate::object::map::{Map, MapKind};
use crate::object::mro::linearise;
use crate::protocol::raise::Exceptions;
use crate::types::{GROUPS, TABLES};
use crate::vm::{Library, Options, ThreadState, Vm};
use pyspec_abi::Value;
use pyspec_abi::builtins::Builtin;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// Maps that are other forms of a builtin, and its map.
const FORMS: &[(u32, u32)] = &[
    (id::LIST_INT, id::LIST),
    (id::LIST_FLOAT, id::LIST),
    (id::BIG_INT, id::INT),
    (id::STR_SHARED, id::STR),
    (id::INSTANCE_DICT, id::DICT),
];

/// Maps of storage, whose objects no program sees.
const STORAGE: &[u32] = &[id::ARRAY, id::BYTES_STORE, id::PAYLOAD, id::MAP_STORE];

/// Words of interpreter stack; the system gives memory when it is touched.
const STACK_WORDS: usize = 32 << 20;

impl Vm {
    /// A context ready to run.
    ///
    /// # Panics
    /// If there is not even memory for the builtins.
    pub fn new(
        options: Options,
        native_modules: &'static [&'static ModuleTable],
        library: Option<&'static dyn Library>,
    ) -> Box<Vm> {
        let mut vm = empty(options, native_modules, library);
        let roots: Box<dyn crate::heap::RootSource> = Box::new(crate::object::roots::VmRoots::new(&mut *vm));
        // SAFETY: the source lives as long as the process; it looks at the context only during collections.
        unsafe { vm.heap.set_roots(std::ptr::NonNull::from(Box::leak(roots))) };
        vm.heap.register_thread(native_stack().1);
        vm.start().expect("memory for the builtins");
        vm
    }

    fn start(&mut self) -> Outcome<()> {
        self.make_builtin_maps();
        self.intern_names();
        self.make_builtin_classes()?;
        self.exceptions = Exceptions::collect(|_| dangling());
        crate::types::exception::make_classes(self)?;
        self.memory_error = self.new_exception(self.exceptions.MemoryError, &[])?;
        crate::types::start(self)
    }

    fn make_builtin_maps(&mut self) {
        for map in 1..id::FIRST_DYNAMIC {
            let main = FORMS.iter().find(|f| f.0 == map).map_or(map, |f| f.1);
            let layout = base_layout(main);
            // A form may lay its words out in another way; those with raw words are leaves or say so.
            self.maps.set_builtin(map, Map::terminator(None, MapKind::Fixed, layout.slots, 0, exact_bitmap(map)));
        }
        self.builtin_classes = vec![None; id::FIRST_DYNAMIC as usize];
    }

    fn intern_names(&mut self) {
        let this: *mut Vm = self;
        // SAFETY: interning touches the table of interned strings and the heap, not `names`.
        self.names = crate::names::Names::intern(|text| unsafe { (*this).intern(text) });
    }

    fn make_builtin_classes(&mut self) -> Outcome<()> {
        for (table, bases) in TABLES {
            self.builtin_from_table(table, bases)?;
        }
        for table in GROUPS.iter().copied().flatten() {
            self.builtin_from_table(table, &[])?;
        }
        for map in 1..id::LAST {
            let form = FORMS.iter().any(|f| f.0 == map);
            if !form && !STORAGE.contains(&map) && self.builtin_classes[map as usize].is_none() {
                self.builtin_class_named(map, id::BUILTIN_MAPS[map as usize - 1], "builtins", &[], None)?;
            }
        }
        for (form, main) in FORMS {
            self.adopt_map(*form, self.builtin_class(*main));
        }
        for table in TABLES.iter().map(|t| t.0).chain(GROUPS.iter().copied().flatten().copied()) {
            let class = self.builtin_class(table.map);
            self.fill_class(class, table)?;
        }
        Ok(())
    }

    fn builtin_from_table(&mut self, table: &'static TypeTable, bases: &[u32]) -> Outcome<()> {
        self.builtin_class_named(table.map, table.name, table.module, bases, Some(table)).map(|_| ())
    }

    fn builtin_class_named(
        &mut self,
        map: u32,
        name: &str,
        _module: &str,
        bases: &[u32],
        table: Option<&'static TypeTable>,
    ) -> Outcome<ClassRef> {
        let mut bases: Vec<ClassRef> = bases.iter().map(|b| self.builtin_class(*b)).collect();
        if bases.is_empty() && map != id::OBJECT {
            bases.push(self.builtin_class(id::OBJECT));
        }
        let class = self.native_class(name, &bases, map, table)?;
        self.builtin_classes[map as usize] = Some(class);
        let known = Builtin::ALL.iter().filter_map(|b| b.class()).find(|known| known.1 == map);
        if let Some((number, _)) = known {
            self.known_classes[number] = class.value();
        }
        self.adopt_map(map, class);
        Ok(class)
    }

    fn adopt_map(&mut self, map: u32, class: ClassRef) {
        self.maps.get_mut(map).class = Some(class);
    }

    /// A class implemented here, over the fields of builtin `map`.
    pub(crate) fn native_class(
        &mut self,
        name: &str,
        bases: &[ClassRef],
        map: u32,
        table: Option<&'static TypeTable>,
    ) -> Outcome<ClassRef> {
        let layout = base_layout(map);
        let mro = linearise(bases, |c| self.mro_of(c)).expect("bases of builtins agree");
        let name = self.intern(name);
        let inherited = bases.iter().fold(0, |all, b| all | b.info().flags & flag::INHERITED);
        let class = self.construct_class(&NewClass {
            metaclass: None,
            name,
            qualname: name,
            bases,
            mro: &mro,
            flags: inherited | layout.flags | flag::IMMUTABLE,
            base_map: map,
            base_slots: layout.slots,
            scan: layout.scan,
            bitmap: layout.bitmap,
            inline_slots: 0,
            table,
            base: bases.first().copied(),
        })?;
        // Classes are made on the map of `type`, like any instance of it.
        class.info().terminator = map;
        Ok(class)
    }

    /// Puts the rows of a table, its doc and module into a class.
    pub fn fill_class(&mut self, class: ClassRef, table: &'static TypeTable) -> Outcome<()> {
        for row in table.rows {
            self.add_row(class, row, table.rows)?;
        }
        let doc = if table.doc.is_empty() { Value::NONE } else { self.new_str(table.doc)? };
        if !table.rows.iter().any(|row| row.name == "__doc__") {
            self.class_put(class, self.names.__doc__, doc)?;
        }
        if table.module != "builtins" {
            let module = self.intern(table.module);
            self.class_put(class, self.names.__module__, module)?;
        }
        let (eq, hash) = (self.intern("__eq__"), self.intern("__hash__"));
        if self.class_own(class, eq).is_some() && self.class_own(class, hash).is_none() {
            self.class_put(class, hash, Value::NONE)?;
        }
        self.class_changed(class);
        Ok(())
    }

    pub(crate) fn add_row(&mut self, class: ClassRef, row: &'static Native, rows: &'static [Native]) -> Outcome<()> {
        let name = self.intern(row.name);
        let value = match row.kind {
            NativeKind::Function => self.new_method_row(row, class)?,
            NativeKind::ClassMethod => {
                let function = self.new_method_row(row, class)?;
                self.new_class_method(function)?
            }
            NativeKind::StaticMethod if row.name == "__new__" => self.new_native(row, Value::UNSET, class.value())?,
            NativeKind::StaticMethod => {
                let function = self.new_native(row, Value::UNSET, class.value())?;
                self.new_static_method(function)?
            }
            NativeKind::Getter => {
                let setter = rows.iter().find(|r| r.kind == NativeKind::Setter && r.name == row.name);
                self.new_getset(Some(row), setter, name, class)?
            }
            NativeKind::Setter if rows.iter().any(|r| r.kind == NativeKind::Getter && r.name == row.name) => {
                return Ok(());
            }
            NativeKind::Setter => self.new_getset(None, Some(row), name, class)?,
        };
        self.class_put(class, name, value)
    }

    fn new_method_row(&mut self, row: &'static Native, class: ClassRef) -> Outcome {
        let name = self.intern(row.name);
        let slot = row.name.starts_with("__") && self.names.specials.contains(&name);
        let map = if slot { id::WRAPPER } else { id::NATIVE_METHOD };
        let object: Gc<crate::object::layout::Native> = self.alloc_old(map, Scan::Map, 3)?;
        object.row.set(row);
        object.receiver.init(Value::UNSET);
        object.owner.init(class.value());
        Ok(object.value())
    }

    /// A builtin class from its rows, with these bases, as native modules make their types.
    pub fn new_type(&mut self, table: &'static TypeTable, bases: &[ClassRef]) -> Outcome<ClassRef> {
        let object = self.builtin_class(id::OBJECT);
        let bases = if bases.is_empty() { &[object][..] } else { bases };
        let base_map = match bases[0].info().base_map {
            id::OBJECT => id::PAYLOAD,
            map => map,
        };
        let class = self.native_class(table.name, bases, base_map, Some(table))?;
        let layout = base_layout(base_map);
        let slots = if bases[0].has(flag::HAS_DICT) && !bases[0].has(flag::DICT_FIELD) { 4 } else { 0 };
        let info = class.info();
        info.inline_slots = slots;
        info.base_slots = layout.slots;
        self.make_terminator(class);
        self.fill_class(class, table)?;
        Ok(class)
    }
}

/// Which slots of an exact builtin hold values, for those scanned by bitmap.
fn exact_bitmap(map: u32) -> u64 {
    match map {
        id::NATIVE | id::NATIVE_METHOD | id::WRAPPER | id::CODE | id::TYPE | id::WEAKREF | id::PAYLOAD => !1,
        id::GETSET => !3,
        _ => !0,
    }
}

/// Stands where classes will be.
fn dangling() -> ClassRef {
    // SAFETY: replaced before anybody looks at it.
    unsafe { Gc::from_value_unchecked(Value::from_bits(8)) }
}

fn empty(
    options: Options,
    native_modules: &'static [&'static ModuleTable],
    library: Option<&'static dyn Library>,
) -> Box<Vm> {
    let heap = Heap::new(HeapConfig::from_env(|name| std::env::var(name).ok())).expect("addresses for the heap");
    Box::new(Vm {
        heap,
        poll: 0,
        machine_array: 0,
        known_classes: [Value::UNSET; Builtin::CLASSES],
        thread: new_thread(),
        maps: Default::default(),
        builtin_classes: vec![],
        builtins: Value::UNSET,
        modules: Value::UNSET,
        sys: Value::UNSET,
        names: crate::names::Names::unset(),
        interned: Default::default(),
        exceptions: Exceptions::collect(|_| dangling()),
        memory_error: Value::UNSET,
        exception_classes: vec![],
        classes: vec![],
        class_versions: 0,
        lookups: Default::default(),
        plans: vec![],
        alias_class: None,
        union_class: None,
        weakrefs: Default::default(),
        instance_dicts: Default::default(),
        native_modules,
        library,
        importing: Default::default(),
        interp: Default::default(),
        compiled: Default::default(),
        text_sink: None,
        module_state: Default::default(),
        hash_seed: hash_seed(),
        options,
    })
}

/// PYTHONHASHSEED: a number fixes the hashes of strings, 0 turns the secret off.
fn hash_seed() -> [u64; 2] {
    let fixed = std::env::var("PYTHONHASHSEED").ok().and_then(|s| s.parse::<u32>().ok());
    match fixed {
        Some(0) => [0, 0],
        Some(seed) => {
            // The generator of CPython's `lcg_urandom`.
            let mut x = seed;
            let mut bytes = [0u8; 16];
            bytes.iter_mut().for_each(|b| {
                x = x.wrapping_mul(214013).wrapping_add(2531011);
                *b = (x >> 16) as u8;
            });
            let word = |i: usize| u64::from_le_bytes(bytes[i..i + 8].try_into().expect("eight bytes"));
            [word(0), word(8)]
        }
        None => {
            let mut bytes = [0u64; 2];
            // SAFETY: the buffer has room for sixteen bytes.
            unsafe { libc::getrandom(bytes.as_mut_ptr().cast(), 16, 0) };
            bytes
        }
    }
}

/// The part of the thread that starts the context.
fn new_thread() -> ThreadState {
    let bytes = STACK_WORDS * 8;
    // SAFETY: a new private mapping.
    let stack = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            bytes,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
            -1,
            0,
        )
    };
    assert!(stack != libc::MAP_FAILED, "addresses for the interpreter's stack");
    let stack = stack.cast::<Value>();
    ThreadState {
        // SAFETY: within the mapping; a frame may be 65,535 places and a window beyond the limit.
        stack_limit: unsafe { stack.add(STACK_WORDS - (1 << 17)) },
        top: stack,
        base: std::ptr::null_mut(),
        pc: std::ptr::null(),
        pending: Value::UNSET,
        copied: [Value::UNSET; 2],
        handling: Value::NONE,
        depth: 0,
        stack,
        native_limit: native_limit(),
        anchor: 0,
        compiled: crate::compiled::Running::default(),
        context: Value::UNSET,
        // SAFETY: asks who the calling thread is.
        ident: unsafe { libc::pthread_self() },
    }
}

/// The lowest address that the calling thread's stack may grow to.
fn native_limit() -> usize {
    let (low, high) = native_stack();
    crate::interp::frame::native_floor(low, high - low)
}

/// (lowest, highest) address of this thread's native stack.
pub fn native_stack() -> (usize, usize) {
    // SAFETY: asks the C library about the calling thread, with memory for the answers.
    unsafe {
        let mut attributes: libc::pthread_attr_t = std::mem::zeroed();
        let (mut low, mut size) = (std::ptr::null_mut(), 0);
        libc::pthread_getattr_np(libc::pthread_self(), &mut attributes);
        libc::pthread_attr_getstack(&attributes, &mut low, &mut size);
        libc::pthread_attr_destroy(&mut attributes);
        (low as usize, low as usize + size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boots() {
        let vm = Vm::new(Options::default(), &[], None);
        assert_eq!(vm.type_name(Value::small_int(3)), "int");
        assert_eq!(vm.type_name(vm.memory_error), "MemoryError");
        assert_eq!(vm.type_name(Value::NONE), "NoneType");
    }
}
