//! The encoder: a value's whole text at once.

use super::{DEEPEST, PY, quotes};
use crate::util::{make, some, state, this};
use pyspec_abi::Value;
use pyspec_abi::types as id;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, NativeKind, Outcome, TypeTable, getter, native};
use pyspec_runtime::object::Rooted;
use pyspec_runtime::object::rooted::RootedPairs;

/// `make_encoder`.
pub static TABLE: TypeTable = TypeTable {
    map: 0,
    name: "Encoder",
    module: "_json",
    doc: "JSON encoder object",
    rows: &[
        native(
            "__new__",
            "(cls, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
            PY,
            new,
        )
        .kind(NativeKind::StaticMethod),
        native("__call__", "(self, obj, _current_indent_level)", PY, call),
        getter("markers", |vm, a| Ok(this::<Encoder>(vm, a[0])?.markers)),
        getter("default", |vm, a| Ok(this::<Encoder>(vm, a[0])?.default)),
        getter("encoder", |vm, a| Ok(this::<Encoder>(vm, a[0])?.encoder)),
        getter("indent", |vm, a| Ok(this::<Encoder>(vm, a[0])?.indent)),
        getter("key_separator", |vm, a| Ok(this::<Encoder>(vm, a[0])?.key_separator)),
        getter("item_separator", |vm, a| Ok(this::<Encoder>(vm, a[0])?.item_separator)),
        getter("sort_keys", |vm, a| Ok(Value::bool(this::<Encoder>(vm, a[0])?.sort_keys))),
        getter("skipkeys", |vm, a| Ok(Value::bool(this::<Encoder>(vm, a[0])?.skip_keys))),
    ],
};

state! {
    struct Encoder {
        markers: Value,
        default: Value,
        encoder: Value,
        indent: Value,
        key_separator: Value,
        item_separator: Value,
        sort_keys: bool,
        skip_keys: bool,
        allow_nan: bool,
    }
}

fn new(vm: &mut Vm, a: Args) -> Outcome {
    if !a[1].is(Value::NONE) && !vm.is_dict(a[1]) {
        let kind = vm.type_name(a[1]);
        return Err(vm.type_error(format!("make_encoder() argument 1 must be dict or None, not {kind}")));
    }
    for i in [5, 6] {
        if !vm.is_str(a[i]) {
            let kind = vm.type_name(a[i]);
            return Err(vm.type_error(format!("make_encoder() argument {i} must be str, not {kind}")));
        }
    }
    let encoder = Encoder {
        markers: a[1],
        default: a[2],
        encoder: a[3],
        indent: a[4],
        key_separator: a[5],
        item_separator: a[6],
        sort_keys: vm.truth(a[7])?,
        skip_keys: vm.truth(a[8])?,
        allow_nan: vm.truth(a[9])?,
    };
    make(vm, a[0], encoder)
}

/// How texts are put in quotes.
#[derive(Clone, Copy)]
enum Quoting {
    Plain,
    Ascii,
    /// By a function of the program's.
    Called,
}

/// How `encoder` does it: the module's own functions are not called.
fn quoting(vm: &mut Vm, encoder: Value) -> Outcome<Quoting> {
    let module = vm.load_plainly(super::MODULE.name)?;
    for (row, quoting) in [(quotes::ENCODE_ASCII, Quoting::Ascii), (quotes::ENCODE, Quoting::Plain)] {
        if vm.get_attr_text_or_unset(module, row.name)?.is(encoder) {
            return Ok(quoting);
        }
    }
    Ok(Quoting::Called)
}

/// One text being written.
struct Writing<'a> {
    encoder: &'a Encoder,
    quoting: Quoting,
    out: Vec<u8>,
    /// Between a key and its value, between items.
    colon: Vec<u8>,
    comma: Vec<u8>,
    /// One step of indentation.
    indent: Option<Vec<u8>>,
}

fn call(vm: &mut Vm, a: Args) -> Outcome {
    let encoder: &Encoder = this::<Encoder>(vm, a[0])?;
    let level = vm.index_i64(a[2])?;
    let bytes = |vm: &mut Vm, v: Value| vm.str_bytes(v).to_vec();
    let quoting = quoting(vm, encoder.encoder)?;
    let mut writing = Writing {
        encoder,
        quoting,
        out: vec![],
        colon: bytes(vm, encoder.key_separator),
        comma: bytes(vm, encoder.item_separator),
        indent: some(Some(encoder.indent)).map(|v| bytes(vm, v)),
    };
    writing.value(vm, a[1], level.max(0) as usize)?;
    let text = vm.new_str_wtf8(&writing.out)?;
    vm.new_tuple(&[text])
}

impl Writing<'_> {
    fn value(&mut self, vm: &mut Vm, v: Value, level: usize) -> Outcome<()> {
        if v.is(Value::NONE) {
            self.out.extend(b"null");
        } else if v.is(Value::TRUE) {
            self.out.extend(b"true");
        } else if v.is(Value::FALSE) {
            self.out.extend(b"false");
        } else if vm.is_str(v) {
            self.text(vm, v)?;
        } else if vm.is_int(v) {
            self.whole(vm, v)?;
        } else if let Some(f) = vm.float_value(v) {
            self.float(vm, f)?;
        } else if is_a(vm, v, id::LIST) || is_a(vm, v, id::TUPLE) {
            self.check_depth(vm, level)?;
            self.list(vm, v, level)?;
        } else if vm.is_dict(v) {
            self.check_depth(vm, level)?;
            self.dict(vm, v, level)?;
        } else {
            vm.check_native_stack()?;
            let marker = self.mark(vm, v)?;
            let default = self.encoder.default;
            let made = vm.call(default, &[v])?;
            if self.value(vm, made, level).is_err() {
                let kind = vm.type_name(v);
                return note(vm, &format!("when serializing {kind} object"));
            }
            self.unmark(vm, marker)?;
        }
        Ok(())
    }

    fn check_depth(&self, vm: &mut Vm, level: usize) -> Outcome<()> {
        if level >= DEEPEST {
            return Err(vm.recursion_error("maximum recursion depth exceeded while encoding a JSON object"));
        }
        vm.check_native_stack()
    }

    fn text(&mut self, vm: &mut Vm, v: Value) -> Outcome<()> {
        let ascii = match self.quoting {
            Quoting::Plain => false,
            Quoting::Ascii => true,
            Quoting::Called => {
                let encoder = self.encoder.encoder;
                let quoted = vm.call(encoder, &[v])?;
                if !vm.is_str(quoted) {
                    let kind = vm.type_name(quoted);
                    return Err(vm.type_error(format!("encoder() must return a string, not {kind}")));
                }
                self.out.extend_from_slice(vm.str_bytes(quoted));
                return Ok(());
            }
        };
        quotes::push(&mut self.out, vm.str_bytes(v), ascii);
        Ok(())
    }

    /// An int, without what a subclass makes of its `repr`.
    fn whole(&mut self, vm: &mut Vm, v: Value) -> Outcome<()> {
        let text = vm.int_repr(v)?;
        self.out.extend_from_slice(vm.str_bytes(text));
        Ok(())
    }

    fn float(&mut self, vm: &mut Vm, f: f64) -> Outcome<()> {
        if f.is_finite() {
            let f = vm.new_float(f)?;
            let text = vm.repr_text(f)?;
            self.out.extend(text.into_bytes());
            return Ok(());
        }
        let name: &[u8] = if f.is_nan() {
            b"NaN"
        } else if f > 0.0 {
            b"Infinity"
        } else {
            b"-Infinity"
        };
        if !self.encoder.allow_nan {
            let f = vm.new_float(f)?;
            let text = vm.repr_text(f)?;
            return Err(vm.value_error(format!("Out of range float values are not JSON compliant: {text}")));
        }
        self.out.extend(name);
        Ok(())
    }

    fn line(&mut self, level: usize) {
        if let Some(indent) = &self.indent {
            self.out.push(b'\n');
            (0..level).for_each(|_| self.out.extend(indent));
        }
    }

    fn separate(&mut self, first: bool, level: usize) {
        if !first {
            self.out.extend_from_slice(&self.comma);
        }
        if first || self.indent.is_some() {
            self.line(level);
        }
    }

    fn list(&mut self, vm: &mut Vm, v: Value, level: usize) -> Outcome<()> {
        // A list may change while its items are written.
        let live = vm.class_of(v) == vm.builtin_class(id::LIST);
        let items = if live { Rooted::new() } else { vm.collect_items(v)? };
        let count = |vm: &Vm| if live { vm.list_len(v) } else { items.len() };
        if count(vm) == 0 {
            self.out.extend(b"[]");
            return Ok(());
        }
        let marker = self.mark(vm, v)?;
        self.out.push(b'[');
        let mut i = 0;
        while i < count(vm) {
            let item = if live { vm.list_get(v, i) } else { items[i] };
            self.separate(i == 0, level + 1);
            if self.value(vm, item, level + 1).is_err() {
                let kind = vm.type_name(v);
                return note(vm, &format!("when serializing {kind} item {i}"));
            }
            i += 1;
        }
        self.unmark(vm, marker)?;
        self.line(level);
        self.out.push(b']');
        Ok(())
    }

    fn dict(&mut self, vm: &mut Vm, v: Value, level: usize) -> Outcome<()> {
        if vm.dict_len(v) == 0 {
            self.out.extend(b"{}");
            return Ok(());
        }
        let marker = self.mark(vm, v)?;
        self.out.push(b'{');
        let mut first = true;
        for (key, item) in self.items(vm, v)?.iter() {
            let from = self.out.len();
            self.separate(first, level + 1);
            if !self.key(vm, key)? {
                self.out.truncate(from);
                continue;
            }
            first = false;
            self.out.extend_from_slice(&self.colon);
            if self.value(vm, item, level + 1).is_err() {
                let pending = vm.take_pending();
                let (kind, key) = (vm.type_name(v), vm.repr_text(key)?);
                vm.set_pending(pending);
                return note(vm, &format!("when serializing {kind} item {key}"));
            }
        }
        self.unmark(vm, marker)?;
        if !first {
            self.line(level);
        }
        self.out.push(b'}');
        Ok(())
    }

    /// The pairs, as the program's class gives them, in order if it asked for that.
    fn items(&mut self, vm: &mut Vm, v: Value) -> Outcome<RootedPairs> {
        let exact = vm.class_of(v) == vm.builtin_class(id::DICT);
        if exact && !self.encoder.sort_keys {
            return Ok(vm.dict_pairs(v));
        }
        let items = vm.call_method(v, "items", &[])?;
        let items = vm.collect_items(items)?;
        let list = vm.new_list(&items)?;
        if self.encoder.sort_keys {
            vm.call_method(list, "sort", &[])?;
        }
        let mut pairs = RootedPairs::default();
        for pair in vm.collect_items(list)?.iter() {
            let parts = vm.as_tuple(*pair).map_or(vec![], |t| t.items().to_vec());
            let [key, value] = parts[..] else { return Err(vm.value_error("items must return 2-tuples")) };
            pairs.push(key, value);
        }
        Ok(pairs)
    }

    /// Writes a key; whether it is one that is not left out.
    fn key(&mut self, vm: &mut Vm, key: Value) -> Outcome<bool> {
        if vm.is_str(key) {
            self.text(vm, key)?;
            return Ok(true);
        }
        let from = self.out.len();
        if key.is(Value::NONE) || key.is(Value::TRUE) || key.is(Value::FALSE) {
            self.value(vm, key, 0)?;
        } else if vm.is_int(key) {
            self.whole(vm, key)?;
        } else if let Some(f) = vm.float_value(key) {
            self.float(vm, f)?;
        } else if self.encoder.skip_keys {
            return Ok(false);
        } else {
            let kind = vm.type_name(key);
            return Err(vm.type_error(format!("keys must be str, int, float, bool or None, not {kind}")));
        }
        let text = vm.new_str_wtf8(&self.out[from..])?;
        self.out.truncate(from);
        self.text(vm, text)?;
        Ok(true)
    }

    /// Notes that an object is being written: it may not contain itself.
    fn mark(&mut self, vm: &mut Vm, v: Value) -> Outcome {
        let markers = self.encoder.markers;
        if markers.is(Value::NONE) {
            return Ok(Value::NONE);
        }
        let marker = vm.id(v)?;
        if !vm.dict_get(markers, marker)?.is(Value::UNSET) {
            return Err(vm.value_error("Circular reference detected"));
        }
        vm.dict_set(markers, marker, v)?;
        Ok(marker)
    }

    fn unmark(&mut self, vm: &mut Vm, marker: Value) -> Outcome<()> {
        if !marker.is(Value::NONE) {
            vm.dict_remove(self.encoder.markers, marker)?;
        }
        Ok(())
    }
}

fn is_a(vm: &Vm, v: Value, map: u32) -> bool {
    vm.is_subtype(vm.class_of(v), vm.builtin_class(map))
}

/// Says with the pending exception what was being written.
fn note(vm: &mut Vm, text: &str) -> Outcome<()> {
    let exception = vm.take_pending();
    let kept = Rooted::from_slice(&[exception]);
    let text = vm.new_str(text)?;
    vm.call_method(kept[0], "add_note", &[text])?;
    Err(vm.set_pending(exception))
}
