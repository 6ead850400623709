//! Making class objects: the part that builtin and program classes share.
//!
//! What instances of a builtin begin with stands in [`BaseLayout`], one row per builtin that can
//! be subclassed.

use super::class::{ClassData, ClassRef, Special, class_flags as flag};
use super::gc::Gc;
use super::layout::*;
use super::map::{Map, MapKind};
use crate::native::{Outcome, TypeTable};
use crate::vm::Vm;
use pyspec_abi::Value;
use pyspec_abi::header::Scan;
use pyspec_abi::types as id;

/// How instances of subclasses of a builtin begin.
#[derive(Clone, Copy)]
pub struct BaseLayout {
    pub map: u32,
    /// Flags that classes with this base have.
    pub flags: u32,
    pub slots: u16,
    pub scan: Scan,
    pub bitmap: u64,
}

const fn row(map: u32, flags: u32, slots: usize) -> BaseLayout {
    BaseLayout { map, flags, slots: slots as u16, scan: Scan::Values, bitmap: !0 }
}

const fn raw_first(map: u32, flags: u32, slots: usize) -> BaseLayout {
    BaseLayout { map, flags, slots: slots as u16, scan: Scan::Map, bitmap: !1 }
}

/// The builtins whose instances have something of their own. `object` is the last, for all others.
pub const BASE_LAYOUTS: &[BaseLayout] = &[
    row(id::INT, flag::INT | flag::BASE_TYPE, 1),
    row(id::BOOL, flag::INT, 1),
    row(id::FLOAT, flag::FLOAT | flag::BASE_TYPE, 1),
    row(id::COMPLEX, flag::COMPLEX | flag::BASE_TYPE, 1),
    row(id::STR, flag::STR | flag::BASE_TYPE, 1),
    row(id::BYTES, flag::BYTES | flag::BASE_TYPE, 1),
    row(id::TUPLE, flag::TUPLE | flag::BASE_TYPE | flag::SEQUENCE, 1),
    row(id::BYTEARRAY, flag::BYTEARRAY | flag::BASE_TYPE, ByteArray::SLOTS),
    row(id::LIST, flag::LIST | flag::BASE_TYPE | flag::SEQUENCE, List::SLOTS),
    row(id::DICT, flag::DICT | flag::BASE_TYPE | flag::MAPPING, Dict::SLOTS),
    row(id::SET, flag::SET | flag::BASE_TYPE | flag::HAS_WEAKREF, Set::SLOTS),
    row(id::FROZENSET, flag::FROZENSET | flag::BASE_TYPE | flag::HAS_WEAKREF, Set::SLOTS),
    row(id::RANGE, flag::SEQUENCE, Range::SLOTS),
    row(id::MEMORYVIEW, flag::SEQUENCE | flag::HAS_WEAKREF, 1),
    row(id::MAPPINGPROXY, flag::MAPPING, MappingProxy::SLOTS),
    row(id::PROPERTY, flag::PROPERTY | flag::BASE_TYPE | flag::DATA_DESCRIPTOR, Property::SLOTS),
    row(id::STATICMETHOD, flag::BASE_TYPE | flag::HAS_DICT | flag::DICT_FIELD, StaticMethod::SLOTS),
    row(id::CLASSMETHOD, flag::BASE_TYPE | flag::HAS_DICT | flag::DICT_FIELD, ClassMethod::SLOTS),
    row(id::SUPER, flag::BASE_TYPE, Super::SLOTS),
    row(
        id::MODULE,
        flag::MODULE | flag::BASE_TYPE | flag::HAS_DICT | flag::DICT_FIELD | flag::HAS_WEAKREF,
        Module::SLOTS,
    ),
    row(id::FUNCTION, flag::HAS_DICT | flag::DICT_FIELD | flag::HAS_WEAKREF, Function::SLOTS),
    row(id::METHOD, flag::HAS_WEAKREF, Method::SLOTS),
    raw_first(id::NATIVE, flag::HAS_WEAKREF, Native::SLOTS),
    raw_first(id::CODE, flag::HAS_WEAKREF, Code::SLOTS),
    row(id::GENERATOR, flag::HAS_WEAKREF, Generator::SLOTS),
    row(id::COROUTINE, flag::HAS_WEAKREF, Generator::SLOTS),
    row(id::ASYNC_GENERATOR, flag::HAS_WEAKREF, Generator::SLOTS),
    row(id::MEMBER, flag::DATA_DESCRIPTOR, Member::SLOTS),
    row(id::GETSET, flag::DATA_DESCRIPTOR, GetSet::SLOTS),
    raw_first(
        id::TYPE,
        flag::TYPE | flag::BASE_TYPE | flag::HAS_DICT | flag::DICT_FIELD | flag::HAS_WEAKREF,
        Class::SLOTS,
    ),
    row(id::EXCEPTION, flag::EXCEPTION | flag::BASE_TYPE | flag::HAS_DICT, Exception::SLOTS),
    raw_first(id::WEAKREF, flag::BASE_TYPE, WeakRef::SLOTS),
    raw_first(id::PAYLOAD, flag::PAYLOAD | flag::BASE_TYPE | flag::HAS_WEAKREF, 1),
    row(id::ENUMERATE, flag::BASE_TYPE, Enumerate::SLOTS),
    row(id::ZIP, flag::BASE_TYPE, Zip::SLOTS),
    row(id::MAP, flag::BASE_TYPE, Mapped::SLOTS),
    row(id::FILTER, flag::BASE_TYPE, Filter::SLOTS),
    row(id::REVERSED, flag::BASE_TYPE, Reversed::SLOTS),
    row(id::OBJECT, flag::BASE_TYPE, 0),
];

/// Builtins whose instances are variable in size: a subclass keeps an exact one inside.
pub const WITH_ITEMS: &[u32] = &[id::INT, id::FLOAT, id::COMPLEX, id::STR, id::BYTES, id::TUPLE];

/// The row of a builtin; those without one cannot be subclassed.
pub fn base_layout(map: u32) -> BaseLayout {
    let found = BASE_LAYOUTS.iter().find(|l| l.map == map);
    found.copied().unwrap_or(row(map, 0, 0))
}

/// What a class is made from.
pub struct NewClass<'a> {
    pub metaclass: Option<ClassRef>,
    pub name: Value,
    pub qualname: Value,
    pub bases: &'a [ClassRef],
    /// Without the class itself.
    pub mro: &'a [ClassRef],
    pub flags: u32,
    pub base_map: u32,
    pub base_slots: u16,
    pub scan: Scan,
    pub bitmap: u64,
    /// First guess.
    pub inline_slots: u16,
    pub table: Option<&'static TypeTable>,
    pub base: Option<ClassRef>,
}

impl Vm {
    /// A class object without attributes and, for now, without a map for its instances.
    pub fn construct_class(&mut self, new: &NewClass) -> Outcome<ClassRef> {
        let version = self.next_class_version();
        let data = ClassData {
            flags: new.flags,
            version,
            terminator: 0,
            base_map: new.base_map,
            base_slots: new.base_slots,
            inline_slots: new.inline_slots,
            scan: new.scan,
            bitmap: new.bitmap,
            specials: Box::new([None; Special::COUNT]),
            plain_init: Value::UNSET,
            table: new.table,
            attributes: Default::default(),
            pairs: 0,
            subclasses: vec![],
            base: new.base,
            slot_names: vec![],
            widest: 0,
            plan: None,
            instances: 0,
        };
        let map = new.metaclass.map_or(id::TYPE, |m| m.info().terminator);
        let bases: Vec<Value> = new.bases.iter().map(|b| b.value()).collect();
        let bases = self.new_tuple(&bases)?;
        let class: ClassRef = self.alloc_old(map, Scan::Map, Class::SLOTS)?;
        class.data.set(Box::into_raw(Box::new(data)));
        class.name.init(new.name);
        class.qualname.init(new.qualname);
        class.bases.init(bases);
        class.mro.init(Value::UNSET);
        class.dict.init(Value::UNSET);
        class.subclasses.init(Value::UNSET);
        class.extra.init(Value::UNSET);
        self.classes.push(class);
        let mut mro: Vec<Value> = vec![class.value()];
        mro.extend(new.mro.iter().map(|c| c.value()));
        let mro = self.new_tuple(&mro)?;
        class.mro.set(&mut self.heap, class.value(), mro);
        for base in new.bases {
            base.info().subclasses.push(class);
        }
        Ok(class)
    }

    /// Gives a class the map that its instances begin on.
    pub fn make_terminator(&mut self, class: ClassRef) -> u32 {
        let info = class.info();
        let kind = if info.inline_slots > 0 { MapKind::Attributes } else { MapKind::Fixed };
        let map = Map::terminator(Some(class), kind, info.base_slots, info.inline_slots, info.bitmap);
        let id = self.maps.add(map);
        class.info().terminator = id;
        id
    }

    /// A class, by the value.
    pub fn as_class(&self, value: Value) -> Option<ClassRef> {
        Gc::from_value(self, value)
    }
}
