//! The builtin types that have fixed map ids, the same in every process.
//!
//! The id of a builtin's own map is its row number plus one; id 0 is no map.

macro_rules! builtin_maps {
    ($($name:ident $text:literal;)*) => {
        /// A builtin map.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "they name the constants")]
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u32)]
        enum Rank { $($name),* }
        $(#[doc = concat!("Map id of `", $text, "`.")] pub const $name: u32 = Rank::$name as u32 + 1;)*
        /// Names of the builtin maps, by id minus one.
        pub const BUILTIN_MAPS: &[&str] = &[$($text),*];
    };
}

builtin_maps! {
    // Storage that is no Python object.
    ARRAY "array-of-values"; BYTES_STORE "array-of-bytes"; PAYLOAD "payload"; MAP_STORE "map-table";
    // Numbers and text.
    INT "int"; FLOAT "float"; COMPLEX "complex"; BOOL "bool"; NONE "NoneType"; ELLIPSIS "ellipsis"; NOT_IMPLEMENTED "NotImplementedType";
    STR "str"; STR_SHARED "str-shared"; BYTES "bytes"; BYTEARRAY "bytearray"; MEMORYVIEW "memoryview";
    // Containers.
    LIST "list"; LIST_INT "list-of-int"; LIST_FLOAT "list-of-float"; TUPLE "tuple"; DICT "dict"; SET "set"; FROZENSET "frozenset";
    RANGE "range"; SLICE "slice"; MAPPINGPROXY "mappingproxy";
    // Code.
    CELL "cell"; CODE "code"; FUNCTION "function"; NATIVE "builtin_function_or_method"; METHOD "method"; GENERATOR "generator";
    COROUTINE "coroutine"; ASYNC_GENERATOR "async_generator"; FRAME "frame"; TRACEBACK "traceback"; MODULE "module";
    TYPE "type"; OBJECT "object"; SUPER "super"; PROPERTY "property"; STATICMETHOD "staticmethod"; CLASSMETHOD "classmethod";
    NATIVE_METHOD "method_descriptor"; MEMBER "member_descriptor"; GETSET "getset_descriptor"; WRAPPER "wrapper_descriptor";
    // Iterators.
    LIST_ITERATOR "list_iterator"; TUPLE_ITERATOR "tuple_iterator"; RANGE_ITERATOR "range_iterator"; STR_ITERATOR "str_iterator";
    DICT_ITERATOR "dict_keyiterator"; SET_ITERATOR "set_iterator"; SEQUENCE_ITERATOR "iterator"; CALLABLE_ITERATOR "callable_iterator";
    DICT_KEYS "dict_keys"; DICT_VALUES "dict_values"; DICT_ITEMS "dict_items"; INSTANCE_DICT "instance-dict";
    WEAKREF "weakref"; EXCEPTION "BaseException"; BIG_INT "big-int";
    // More iterators: those that programs may subclass, and those that differ in name.
    ENUMERATE "enumerate"; ZIP "zip"; MAP "map"; FILTER "filter"; REVERSED "reversed"; LIST_REVERSE_ITERATOR "list_reverseiterator";
    DICT_VALUE_ITERATOR "dict_valueiterator"; DICT_ITEM_ITERATOR "dict_itemiterator"; DICT_REVERSE_KEY_ITERATOR "dict_reversekeyiterator";
    DICT_REVERSE_VALUE_ITERATOR "dict_reversevalueiterator"; DICT_REVERSE_ITEM_ITERATOR "dict_reverseitemiterator"; ANEXT_AWAITABLE "anext_awaitable";
    // Natives of modules get ids at start-up, after this one.
    LAST "last";
}

/// First id that start-up gives out.
pub const FIRST_DYNAMIC: u32 = LAST + 1;
